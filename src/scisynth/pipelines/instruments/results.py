"""Typed results of the instrument verbs. Keys of the JSON forms are the names of the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.problems import Answer, Quiz
from scisynth.core.records import Metric, Outcome
from scisynth.core.results import Result
from scisynth.instruments.congruence import MIN_IMAGES, ManifoldScores, QuantityDistance
from scisynth.instruments.findings import Claim, Finding, Verdict
from scisynth.instruments.marks import Mark


@dataclass(frozen=True, kw_only=True)
class ImageRow(Result):
    """One image: a row of `images.jsonl`. Paths are relative to the run folder."""

    id: str
    instrument: str
    world: str
    image: str
    """As it is looked at: 8-bit PNG."""
    counts: str
    """Recorded quanta, 16-bit TIFF; empty where they were not kept."""
    mask: str
    """16-bit PNG."""
    truth: str
    """JSON: labels of the mask, and the objects."""
    pixel_size: float | None
    unit: str
    channels: tuple[str, ...]
    claims: tuple[Claim, ...]
    prompts: Mapping[str, str]
    problem: str
    question: str
    answer: Answer
    solution: str
    alt_text: str
    quizzes: tuple[Quiz, ...]
    level: int
    split: str
    parameters: Mapping[str, Any]
    violation: str = ""
    dose: float | None = None
    sentence: str = ""
    breaks: str = ""
    findings: tuple[Finding, ...] = ()
    """What the validator measured in this very image, from pixels alone."""
    verdict: Verdict = "cannot tell"

    @property
    def is_caught(self) -> bool:
        """Whether the validator says fail."""
        return self.verdict == "fail"


@dataclass(frozen=True, kw_only=True)
class InstrumentCount(Result):
    """What the validator said of the images of one instrument."""

    instrument: str
    world: str
    images: int
    verdicts: Mapping[str, int]
    """Of the true images."""
    twins: int = 0
    caught: int = 0
    """Twins of which the validator says fail."""


@dataclass(frozen=True, kw_only=True)
class MakeResult(Result):
    """What `instruments make` made."""

    out: Path
    gallery: Path
    by_instrument: tuple[InstrumentCount, ...]
    images: int
    twins: int
    images_per_second: float | None
    """None where all of them were there already."""
    outcomes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ValidatedRow(Result):
    """One image and its findings: a row of `findings.jsonl`."""

    id: str
    file: str
    instrument: str
    status: Outcome
    reason: str = ""
    verdict: Verdict = "cannot tell"
    findings: tuple[Finding, ...] = ()
    size_px: tuple[int, int] = (0, 0)
    """Width and height of the image."""
    marks: tuple[Mark, ...] = ()
    """What was measured, in pixels of the image; of the first images only, which are inside the page."""


@dataclass(frozen=True, kw_only=True)
class QuantityCount(Result):
    """What was said of one quantity, over the images."""

    instrument: str
    quantity: str
    passed: int
    failed: int
    cannot_tell: int
    false_alarm: Metric | None = None
    """Of this validator on true simulated images; None where it was not measured."""
    caught: Metric | None = None
    """Of this validator on twins whose strongest violation breaks this quantity."""


@dataclass(frozen=True, kw_only=True)
class ValidateResult(Result):
    """What `instruments validate` found."""

    out: Path
    gallery: Path
    images: int
    verdicts: Mapping[str, int]
    pass_rate: Metric
    """Of the images of which something can be told."""
    by_quantity: tuple[QuantityCount, ...]
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FeatureDistance(Result):
    """Sets of images by their spectra and histograms, each number with its baselines."""

    scores: ManifoldScores
    same_source: ManifoldScores
    """Two halves of the reference."""
    wrong_source: ManifoldScores | None
    kid: Metric
    kid_same_source: Metric
    kid_wrong_source: Metric | None


@dataclass(frozen=True, kw_only=True)
class CompareResult(Result):
    """What `instruments compare` found."""

    out: Path
    report: Path
    instrument: str
    n: tuple[int, int]
    """Images of the reference, and of the set in question."""
    quantities: tuple[QuantityDistance, ...]
    few: Mapping[str, tuple[int, int]]
    """Measured values in each set of the quantities that were left out, since there are too few."""
    features: FeatureDistance

    @property
    def sentences(self) -> list[str]:
        """What each distance tells, and what it does not."""
        left_out = (
            f"The {name.replace('_', ' ')} is left out: {n} and {m} values, {MIN_IMAGES} a set are needed."
            for name, (n, m) in self.few.items()
        )
        return [*map(_sentence, self.quantities), *left_out]


def _sentence(item: QuantityDistance) -> str:
    name, unit, far = item.quantity.replace("_", " "), item.unit, item.wasserstein
    value = f"{f'{far.value:.3g} {unit}'.rstrip()} [{far.low:.3g}, {far.high:.3g}]"
    medians = f"medians {item.medians[0]:.4g} and {item.medians[1]:.4g} {unit}".rstrip()
    if far.is_beyond_chance:
        words = f"The {name} differs: Wasserstein-1 {value}, where chance alone gives up to {far.same_source:.3g} ({medians})."
        return words if item.needed_n is None else f"{words} {item.needed_n} images a set would do to see it."
    return f"No significant difference in {name}: Wasserstein-1 {value}, chance alone gives up to {far.same_source:.3g} ({medians})."


@dataclass(frozen=True, kw_only=True)
class UtilityPoint(Result):
    """The score with so many synthetic images, over trainings."""

    arm: str
    """`valid` or `invalid`; `real only` for the baseline."""
    ratio: int
    num_synthetic: int
    score: Metric
    by_seed: tuple[float, ...]
    gain: Metric | None
    """Over the baseline, seed by seed; None for the baseline itself."""


@dataclass(frozen=True, kw_only=True)
class UtilityResult(Result):
    """What `instruments utility` found."""

    out: Path
    report: Path
    task: str
    metric: str
    instrument: str
    real: str
    synthetic: str
    num_real: int
    num_test: int
    points: tuple[UtilityPoint, ...]

    @property
    def sentences(self) -> list[str]:
        """What the intervals carry, point by point."""
        return [_gain_sentence(item, self.metric) for item in self.points if item.gain is not None]


def _gain_sentence(item: UtilityPoint, metric: str) -> str:
    gain = item.gain
    assert gain is not None
    assert gain.value is not None
    span = "" if gain.low is None or gain.high is None else f" [{gain.low:+.3f}, {gain.high:+.3f}]"
    said = f"{item.num_synthetic} {item.arm} synthetic images ({item.ratio} x) change {metric} by {gain.value:+.3f}{span}, n = {gain.n} trainings"
    if gain.low is not None and gain.high is not None and gain.low <= 0 <= gain.high:
        return f"{said}: no significant difference."
    return f"{said}."
