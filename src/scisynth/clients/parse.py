"""A model's words to a typed value, without guessing.

Forgiven: a code fence or words around the object, and commas before a closing bracket. Not forgiven, since each could turn
a failure into a score: two different valid objects, a repeated key, NaN or infinity, an object that breaks off.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

MAX_CHARS = 400_000
OBJECT_START = re.compile(r'\{\s*["}]')
STRING_OR_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')


def parse_reply(text: str, schema: type[Model]) -> tuple[Model | None, str]:
    """(value, "") when the text holds exactly one object that fits the schema, else (None, reason)."""
    if len(text) > MAX_CHARS:
        return None, f"expected at most {MAX_CHARS:,} characters, got {len(text):,}"
    try:
        objects = list(_find_objects(text))
    except (ValueError, RecursionError):
        try:
            objects = list(_find_objects(STRING_OR_TRAILING_COMMA.sub(lambda match: match[1] or "", text)))
        except (ValueError, RecursionError) as error:
            return None, f"broken JSON ({_brief(error)})"
    values: list[Model] = []
    reason = "no JSON object in the answer"
    for found in objects:
        try:
            # As JSON, so that strict models take an enum's word or a list for a tuple.
            value = schema.model_validate_json(json.dumps(found))
        except ValidationError as error:
            reason = _explain(error)
        else:
            if value not in values:
                values.append(value)
    if len(values) > 1:
        return None, f"expected one JSON object, got {len(values)} different ones"
    return (values[0], "") if values else (None, reason)


def strict_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema as strict servers want it: every property required, no others, no defaults."""
    return _strict(schema.model_json_schema())


def _find_objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeats)
    position = 0
    while start := OBJECT_START.search(text, position):
        found, position = decoder.raw_decode(text, start.start())
        yield found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _explain(error: ValidationError) -> str:
    problems = [f"{'.'.join(map(str, item['loc'])) or 'object'}: {item['msg']}" for item in error.errors()[:5]]
    return "; ".join(problems)


def _brief(error: ValueError | RecursionError) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    # Under `properties` and `$defs` a key is a name, so a field called `default` stays.
    strict = {
        key: {name: _strict(child) for name, child in value.items()}
        if key in ("properties", "$defs")
        else _strict(value)
        for key, value in node.items()
        if key != "default"
    }
    if strict.get("type") == "object" and "properties" in strict:
        strict["required"] = list(strict["properties"])
        strict["additionalProperties"] = False
    return strict
