"""A model's words to a typed value, without guessing.

The spelling of an object is forgiven (`core.replies.loose_json`), and so are thinking before it, a fence, words that introduce it, another case
of its keys, one shell around it ({"result": {...}}, or a list with it alone), and a word for an enum's word where it can mean no other
("the first image" for "first"). Not forgiven, since each could turn a failure into a score: two different objects that the schema
could mean, an object that is quoted, refused or taken back (`own_words`), a repeated key, NaN or infinity, an object that breaks off.
A draft and a final object that are called so are read as the final one.
"""

import json
import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scisynth.clients.own_words import why_not_own
from scisynth.clients.refusals import is_refusal
from scisynth.core.replies.loose_json import FoundObject, find_objects
from scisynth.core.replies.pleasantries import drop_pleasantries
from scisynth.core.replies.thinking import split_thinking

Model = TypeVar("Model", bound=BaseModel)

MAX_CHARS = 400_000
BRIEF = frozenset({"default", "title", "description", "maxItems"})
"""Of a schema, what need not travel."""
SHELLS = frozenset(
    """
    result results verdict answer finalanswer output response json data grade grades evaluation score scores judgement judgment assessment choice decision final
    object plan understanding arguments parameters input properties reply value
    """.split()  # noqa: SIM905
)
"""Keys of an object that holds nothing but the answer."""
SYNONYMS = {"first": ("1st", "1", "one"), "second": ("2nd", "2", "two"), "third": ("3rd", "3", "three")}
_NEGATION = re.compile(
    r"(?<!\w)(?:not|no|neither|nor|never|n't|isn't|none|or|and|both|either|unsure|unclear)(?!\w)", re.IGNORECASE
)
_DRAFT = re.compile(
    r"(?<!\w)(?:draft|first\s+(?:attempt|try|thought|version|guess|pass)|initial(?:ly)?|preliminary|tentative|rough|sketch|attempt)(?!\w)",
    re.IGNORECASE,
)
_FINAL = re.compile(r"(?<!\w)(?:final|finally|corrected|revised|updated)(?!\w)", re.IGNORECASE)


def parse_reply(text: str, schema: type[Model]) -> tuple[Model | None, str]:
    """(value, "") when the reply is, or ends with, one object of the model's own that fits the schema, else (None, reason)."""
    if len(text) > MAX_CHARS:
        return None, f"expected at most {MAX_CHARS:,} characters, got {len(text):,}"
    thinking, answer = split_thinking(text)
    answer = drop_pleasantries(answer)
    found = find_objects(answer, endless=getattr(schema, "refuses_endless_numbers", False))
    shaped = [item for item in found.objects if _is_shaped(item.value, schema)]
    if not shaped:
        if found.broken:
            return None, f"broken JSON ({found.broken})"
        if found.objects:
            return None, _fit(found.objects[-1].value, schema)[1] or "no JSON object with the keys asked for"
        return None, "no JSON object in the answer" + (", only thinking" if thinking and not answer else "")
    last = shaped[-1]
    value, reason = _fit(last.value, schema)
    others = [item for item in shaped[:-1] if _fit(item.value, schema)[0] != value]
    if value is None or others:
        different = len({json.dumps(item.value, sort_keys=True) for item in shaped})
        if value is None:
            return None, reason if different == 1 else f"expected one JSON object, got {different} different ones"
        if not _is_draft_and_final(answer, others, last):
            return None, f"expected one JSON object, got {different} different ones"
    if _names_keys(answer, found.objects, schema):
        return None, f"broken JSON ({found.broken or 'one more object, which cannot be read'})"
    before = _without(answer[: last.start], found.objects)
    if reason := why_not_own(before, answer[last.end :]):
        return None, reason
    assert value is not None
    if name := _contradicted(before, value):
        return None, f"the reply states another {name} before its object"
    return (None, "the words inside of the object decline") if _declines(value) else (value, "")


def _is_draft_and_final(answer: str, others: Sequence[FoundObject], last: FoundObject) -> bool:
    """Whether every earlier object is called a draft, and the last one final."""
    ends = [0, *(item.end for item in others)]
    leads = [answer[max(end, item.start - 80) : item.start] for end, item in zip(ends, others, strict=False)]
    final = answer[max(ends[-1], last.start - 80) : last.start]
    return all(_DRAFT.search(lead) for lead in leads) and bool(_FINAL.search(final))


def _without(text: str, objects: Sequence[FoundObject]) -> str:
    """A text with each object in it replaced by a full stop."""
    parts, position = [], 0
    for item in objects:
        if item.end > len(text):
            break
        parts += [text[position : item.start], ".\n\n"]
        position = item.end
    return "".join([*parts, text[position:]])


def _names_keys(answer: str, objects: Sequence[FoundObject], schema: type[BaseModel]) -> bool:
    """Whether a key of the schema stands in the reply outside of the objects that could be read."""
    names = "|".join(re.escape(name) for name in _decisive(schema))
    rest = _without(answer, objects)
    return re.search(rf"[\"'“](?:{names})[\"'”]\s{{0,20}}[:：]", rest, re.IGNORECASE) is not None


def _contradicted(before: str, value: BaseModel) -> str:
    """The field of which the words before the object state another value, "reality: 0", and never the object's; empty for none."""
    for name in _decisive(type(value)):
        meant = getattr(value, name)
        if isinstance(meant, bool) or not isinstance(meant, int | str):
            continue
        label = re.escape(name).replace("_", "[ _]")
        pattern = rf"(?<!\w){label}(?:\s(?:score|grade|rating))?[*_`\"']{{0,3}}\s?(?:is|=|[:：])\s?[*_`\"']{{0,3}}(\d+|first|second)(?!\w)"
        stated = {word.lower() for word in re.findall(pattern, before, re.IGNORECASE)}
        if stated and str(meant).lower() not in stated:
            return name
    return ""


def _declines(value: BaseModel) -> bool:
    """A server that forces the form leaves a model no other place to decline than its words."""
    words = [text for name in type(value).model_fields if isinstance(text := getattr(value, name), str)]
    return any(is_refusal(text) for text in words)


def _is_shaped(found: Mapping[str, Any], schema: type[BaseModel]) -> bool:
    """Whether an object has a key of the schema that decides something, in itself or one deep."""
    names = {_folded(name) for name in _decisive(schema)}
    inner = [key for value in found.values() for item in _as_list(value) if isinstance(item, Mapping) for key in item]
    return any(_folded(key) in names for key in (*found, *inner))


def _decisive(schema: type[BaseModel]) -> list[str]:
    """The required fields that are no free text, or all of them where there is nothing else."""
    required = [name for name, field in schema.model_fields.items() if field.is_required()]
    return (
        [name for name in required if schema.model_fields[name].annotation is not str]
        or required
        or list(schema.model_fields)
    )


def _fit(found: Mapping[str, Any], schema: type[Model]) -> tuple[Model | None, str]:
    """The object as the schema's type, as it stands or after its keys, its shell and its enums were read kindly."""
    reason = ""
    for candidate in (lambda: found, lambda: _kindly(_shelled(found, schema), schema)):
        try:
            # As JSON, so that strict models take an enum's word or a list for a tuple.
            return schema.model_validate_json(json.dumps(candidate())), ""
        except ValidationError as error:
            reason = _explain(error)
        except ValueError as error:
            reason = str(error)
    return None, reason


def _shelled(found: Mapping[str, Any], schema: type[BaseModel]) -> Mapping[str, Any]:
    """What stands in {"result": {...}}; the object itself where it is no such shell."""
    # A call of a function is a shell as well: {"name": "verdict", "arguments": {...}}.
    held = {key: value for key, value in found.items() if key != "name"} if _is_call(found) else found
    if len(held) != 1:
        return found
    ((key, value),) = held.items()
    items = _as_list(value)
    if len(items) == 1 and isinstance(items[0], Mapping) and _folded(key) in SHELLS | {_folded(schema.__name__)}:
        return items[0]
    return found


def _is_call(found: Mapping[str, Any]) -> bool:
    name = found.get("name")
    return isinstance(name, str) and name.isidentifier() and not found.keys().isdisjoint(("arguments", "parameters"))


def _kindly(found: Mapping[str, Any], schema: type[BaseModel]) -> dict[str, Any]:
    """Keys in the schema's case and words of its enums; raises ValueError for keys that become one."""
    names = {_folded(name): name for name in schema.model_fields}
    read: dict[str, Any] = {}
    for key, value in found.items():
        name = names.get(_folded(key), key)
        if name in schema.model_fields:
            value = _read_kindly(value, schema.model_fields[name].annotation)
        if name in read and read[name] != value:
            raise ValueError(f"the key {name!r} stands twice in one object")
        read[name] = value
    return read


def _read_kindly(value: Any, annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for argument in arguments:
            if (read := _read_kindly(value, argument)) != value:
                return read
    elif origin is Literal and isinstance(value, str | int) and value not in arguments and not isinstance(value, bool):
        return _meant(str(value), [word for word in arguments if isinstance(word, str)])
    elif origin in (list, tuple) and isinstance(value, list) and arguments:
        return [_read_kindly(item, arguments[0]) for item in value]
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(value, Mapping):
        return _kindly(value, annotation)
    return value


def _meant(said: str, words: Sequence[str]) -> str:
    """The one word of an enum that a text can mean, else the text."""
    if _NEGATION.search(said.replace("’", "'")) or len(said) > 80:
        return said
    tokens = set(re.findall(r"\w+", said.lower()))
    named = [
        word
        for word in words
        if _folded(said) == _folded(word)
        or tokens & {word.lower(), *(SYNONYMS.get(word, ()) if _are_ordinals(words) else ())}
    ]
    return named[0] if len(named) == 1 else said


def _are_ordinals(words: Sequence[str]) -> bool:
    return all(word in SYNONYMS for word in words)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def strict_schema(schema: type[BaseModel], *, brief: bool = False) -> dict[str, Any]:
    """The JSON schema as strict servers want it: every property required, no others, no defaults; `brief` leaves out the words in it."""
    return _strict(schema.model_json_schema(), BRIEF if brief else frozenset({"default"}))


def _explain(error: ValidationError) -> str:
    problems = [f"{'.'.join(map(str, item['loc'])) or 'object'}: {item['msg']}" for item in error.errors()[:5]]
    return "; ".join(problems)


def _strict(node: Any, dropped: frozenset[str]) -> Any:
    if isinstance(node, list):
        return [_strict(item, dropped) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    # Under `properties` and `$defs` a key is a name, so a field called `default` stays.
    strict = {
        key: {name: _strict(child, dropped) for name, child in value.items()}
        if key in ("properties", "$defs")
        else _strict(value, dropped)
        for key, value in node.items()
        if key not in dropped
    }
    if strict.get("type") == "object" and "properties" in strict:
        strict["required"] = list(strict["properties"])
        strict["additionalProperties"] = False
    return strict
