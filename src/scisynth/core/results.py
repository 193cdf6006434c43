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

`load` and `from_dict` read the JSON form again, also that of an earlier version: what it lacks is the field's default, and what is
unknown is left out. Keys of an inline record are looked for among the result's own; an inline mapping cannot be told from them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from pydantic import BaseModel, TypeAdapter, ValidationError

from scisynth.core.errors import DataError
from scisynth.core.store import write_json

MAX_DEPTH, MAX_ITEMS = 3, 4
"""What a table for notebooks shows: mappings inside of mappings, and entries of a list."""
OPTIONAL: Mapping[str, str] = MappingProxyType({"json": "left out when None"})
INLINE: Mapping[str, str] = MappingProxyType({"json": "inline"})


@dataclass(frozen=True, kw_only=True)
class Result:
    """Base of typed results."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain values that `json.dumps` takes."""
        return _object_of(self)

    def _repr_html_(self) -> str:
        """A table for notebooks: a key a row, nested ones inside."""
        return html_of(self.to_dict())

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`.

        Raises:
            DataError: a value of another kind, or a field without a default that is missing.
        """
        inline = {item.name: values for item in fields(cls) if item.metadata.get("json") == INLINE["json"]}
        try:
            found: Self = cls._reader().validate_python({**inline, **values})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise DataError(f"expected the results of a run, got a wrong {where!r} ({first['msg']})") from None
        return found

    @classmethod
    @cache
    def _reader(cls) -> TypeAdapter[Self]:
        """Made once a type: that takes longer than reading a row."""
        return TypeAdapter(cls)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The result in a file that `save` wrote.

        Raises:
            DataError: no such file, or not a result of this kind; the line names the file.
        """
        again = "repeat the run's command to write it again"
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise DataError(f"{path}: expected the results of a run ({error.strerror}); {again}") from None
        except ValueError:
            raise DataError(f"{path}: not JSON; {again}") from None
        try:
            return cls.from_dict(values if isinstance(values, dict) else {})
        except DataError as error:
            raise DataError(f"{path}: {error}; {again}") from None

    def save(self, path: Path) -> None:
        """Writes the JSON form."""
        write_json(path, self.to_dict())


def html_of(value: Any, depth: int = 0) -> str:
    """JSON values as HTML: mappings as tables down to `MAX_DEPTH`, longer lists by their length, all text escaped."""
    if isinstance(value, Mapping) and value and depth < MAX_DEPTH:
        rows = (
            f"<tr><th>{escape(str(key))}</th><td>{html_of(item, depth + 1)}</td></tr>" for key, item in value.items()
        )
        return f"<table>{''.join(rows)}</table>"
    if isinstance(value, list | tuple | Mapping) and len(value) > MAX_ITEMS:
        return f"{len(value)} entries"
    if isinstance(value, float):
        return f"{value:.4g}"
    return escape(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


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
