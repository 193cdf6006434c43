"""What a run has found: frozen, computed once, with one documented JSON form.

A pipeline ends with a `Result`. Its fields are the numbers, each with a docstring; its JSON form (`to_dict`) has the same names and
is what `--json` prints and `results.json` holds. Report, leaderboard, gates and exports read the typed fields and compute no
number again. A folder of an earlier version is read as well: what it lacks is the field's default, what is unknown is left out.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from scisynth.core.errors import DataError
from scisynth.core.store import write_json

RESULTS = "results.json"


class Result(BaseModel):
    """Base of every result; nested records may be results or frozen dataclasses such as `Metric`."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain values under the names of the fields."""
        return self.model_dump(mode="json")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`.

        Raises:
            DataError: a number that is none, or a field without a default that is missing.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise DataError(f"expected the results of a run, got a wrong {where!r} ({first['msg']})") from None

    @classmethod
    def load(cls, path: Path) -> Self:
        """The result in a file that `save` wrote.

        Raises:
            DataError: no such file, or not a result of this kind; the line names the file.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise DataError(f"{path}: expected the results of a run ({error.strerror}); repeat its command") from None
        except ValueError:
            raise DataError(f"{path}: not JSON; repeat the run's command to write it anew") from None
        try:
            return cls.from_dict(values if isinstance(values, dict) else {"": values})
        except DataError as error:
            raise DataError(f"{path}: {error}; repeat the run's command to write it anew") from None

    def save(self, path: Path) -> None:
        """Writes the JSON form."""
        write_json(path, self.to_dict())
