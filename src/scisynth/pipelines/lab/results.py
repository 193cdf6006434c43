"""What the lab's verbs find; the JSON forms are what `tuples build`, `tuples check`, `lab show` and `lab build` print with --json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.records import PromptSet
from scisynth.core.results import INLINE, Result
from scisynth.tuples.check import CheckReport

Facts = dict[str, int | float | str]
"""Numbers of a trained model, by name, and `machine` and `minutes` of its training."""


@dataclass(frozen=True, kw_only=True)
class TupleResult(Result):
    """A tuple data set that was drawn."""

    out: Path
    """The run folder."""
    data: Path
    """Folder of Parquet files, one a split."""
    num: int
    broken: int
    """Tuples that cannot be used; each has its reason in the data."""
    statistics: Mapping[str, Any] = field(metadata=INLINE)
    """`by_split`, `by_law`, ...: counts (`tuples.check.describe_tuples`)."""


@dataclass(frozen=True, kw_only=True)
class TupleCheck(Result):
    """Integrity of a tuple data set, and what it consists of."""

    report: CheckReport = field(metadata=INLINE)
    """`n`, `ok`, `broken`, `leaks`, ... stand among the keys."""
    statistics: Mapping[str, Any]
    """Counts (`tuples.check.describe_tuples`)."""


@dataclass(frozen=True, kw_only=True)
class LabSheet(Result):
    """A contact sheet of true and false scenes."""

    out: Path
    """The PNG."""
    pairs: tuple[PromptSet, ...]
    """What is shown, with its derivation, row by row."""


@dataclass(frozen=True, kw_only=True)
class BuiltModel(Result):
    """A packaged model, trained again."""

    name: str
    folder: Path
    summary: str
    """All facts in one line."""
    facts: Facts = field(metadata=INLINE)
    """Each fact has a key of its own."""
