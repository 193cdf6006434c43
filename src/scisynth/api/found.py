"""Results of pipelines that still answer with a mapping, in the form of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scisynth.core.results import INLINE, Result


@dataclass(frozen=True, kw_only=True)
class Found(Result):
    """The JSON of a command; its keys are read as `found["outcomes"]`."""

    values: Mapping[str, Any] = field(metadata=INLINE)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def found_in(result: Result | Mapping[str, Any]) -> Result:
    """A typed result as it is, a mapping as `Found`."""
    return result if isinstance(result, Result) else Found(values=result)
