"""What `student study` found, computed once; results.json, the page and the command read it from here.

Scores are rates in [0, 1]: right answers of an item's samples, then the mean over items and training seeds. `stats.crossed` says what each
interval holds for, and `stats.scaling` what the curves are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scisynth.core.results import Result
from scisynth.stats.crossed import CrossedMean
from scisynth.stats.scaling import ScalingFit

Question = Literal["arms", "training", "method", "image"]
"""Whether an arm beats another, training beats none, a method beats another, and whether the gain comes from the image."""


@dataclass(frozen=True, kw_only=True)
class ArmScore(Result):
    """One arm with one method and size on one test, over its seeds."""

    test: str
    arm: str
    """`base`: before any training."""
    method: str
    """Empty for the base."""
    size: int
    """Training items; 0 for the base."""
    seeds: tuple[int, ...]
    with_image: CrossedMean
    blind: CrossedMean | None
    """Without the image; None where the test has no such control."""
    image_gain: CrossedMean | None
    """With the image less without it, item by item."""

    @property
    def label(self) -> str:
        """As the page names it."""
        return self.arm if not self.method else f"{self.arm}, {self.method}, {self.size:,} items"


@dataclass(frozen=True, kw_only=True)
class Comparison(Result):
    """Two arms on the same items, with the same seeds."""

    question: Question
    test: str
    first: str
    second: str
    difference: CrossedMean
    """First less second."""
    p_holm: float | None
    """The p value that holds although all comparisons of this question and test were looked at."""
    sentence: str
    """What the data tells of it, and what it cannot tell."""

    @property
    def is_told(self) -> bool:
        """Whether the data tells the two apart."""
        return self.difference.leaves_zero_out and self.p_holm is not None and self.p_holm < 0.05


@dataclass(frozen=True, kw_only=True)
class Scaling(Result):
    """How one arm grows with its number of items on one test."""

    test: str
    arm: str
    method: str
    fit: ScalingFit
    sentence: str


@dataclass(frozen=True, kw_only=True)
class StudyFailure(Result):
    """A training that gave no model."""

    cell: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StudyResult(Result):
    """A whole study."""

    out: Path
    model: str
    num_cells: int
    """Trainings planned."""
    num_done: int
    """Trainings evaluated; comparisons are of these alone."""
    tests: Mapping[str, int]
    """Items of each test that every model was asked."""
    scores: tuple[ArmScore, ...]
    comparisons: tuple[Comparison, ...]
    scaling: tuple[Scaling, ...]
    failures: tuple[StudyFailure, ...]
    report: Path | None = None
