"""Typed results: what a pipeline found, computed once. Printed JSON, results.json and reports are derived from them.

A result is a frozen, keyword-only dataclass that inherits from `Result`. Its JSON form is one object:

    one key a field, in the order of the fields
    a path is text, a tuple a list, a nested record (dataclass, pydantic model, or anything with `to_dict`) an object
    None is null: nothing was measured, which is not zero
    dataclasses.field(metadata=OPTIONAL)    no key where the value is None
    dataclasses.field(metadata=INLINE)      the keys of a nested record or mapping stand among the result's own keys

>>> from dataclasses import field
>>> @dataclass(frozen=True, kw_only=True)
... class Found(Result):
...     folder: Path
...     numbers: Mapping[str, float] = field(metadata=INLINE)
...     gate: bool | None = field(default=None, metadata=OPTIONAL)
>>> Found(folder=Path("out"), numbers={"loss": 0.5}).to_dict()
{'folder': 'out', 'loss': 0.5}
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

OPTIONAL: Mapping[str, str] = MappingProxyType({"json": "left out when None"})
INLINE: Mapping[str, str] = MappingProxyType({"json": "inline"})


@dataclass(frozen=True, kw_only=True)
class Result:
    """Base of typed results."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain values that `json.dumps` takes."""
        return _object_of(self)


def to_json(value: Any) -> Any:
    """Plain JSON-ready values of a result's field."""
    if hasattr(value, "to_dict"):
        return to_json(value.to_dict())
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value):
        return _object_of(value)
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _object_of(record: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        form = item.metadata.get("json")
        if form == INLINE["json"]:
            found |= to_json(value)
        elif value is not None or form != OPTIONAL["json"]:
            found[item.name] = to_json(value)
    return found
