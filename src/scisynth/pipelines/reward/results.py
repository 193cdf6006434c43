"""What the reward verbs find; their JSON forms are what `reward train`, `reward eval` and `score` print with --json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.rewards.evaluate import TwoChoiceResult
from scisynth.training.curve import CurveRow


@dataclass(frozen=True, kw_only=True)
class RewardResult(Result):
    """A finished `reward train` run."""

    model: Path
    """Folder of the SciScore, a plain `transformers.CLIPModel` checkpoint."""
    out: Path
    """The run folder."""
    best: CurveRow
    """The row of the curve with the lowest validation loss, whose weights were kept; empty where no loss was finite."""
    log: tuple[CurveRow, ...]
    """The training curve."""


@dataclass(frozen=True, kw_only=True)
class RewardEvaluation(Result):
    """Two-choice accuracy of a reward on one split."""

    model: str
    data: str
    split: str
    seed: int
    notes: tuple[str, ...]
    """What a reader must know before comparing the number."""
    measured: TwoChoiceResult = field(metadata=INLINE)
    """`accuracy`, `by_law`, ... stand among the keys above."""
    gate: Mapping[str, Any] | None = field(default=None, metadata=OPTIONAL)
    """Of `--fail-under` and `--baseline` (`stats.gates`); None where none was asked for."""


@dataclass(frozen=True, kw_only=True)
class ImageScore(Result):
    """One image against the prompt; a reading that the reward does not give has no key."""

    image: Path | str
    """A file, or `image 0` and on for one that is none."""
    score: float
    """In the unit of the reward."""
    cosine: float | None = field(default=None, metadata=OPTIONAL)
    """Between prompt and image, in [-1, 1]; of rewards with two towers."""
    probability: float | None = field(default=None, metadata=OPTIONAL)
    """That this image is preferred among those given, in [0, 1]; of rewards trained on preferences."""
    match: float | None = field(default=None, metadata=OPTIONAL)
    """Probability that prompt and image belong together, in [0, 1]; of rewards trained to tell that."""


@dataclass(frozen=True, kw_only=True)
class ScoreResult(Result):
    """Images scored against one prompt by one reward."""

    prompt: str
    model: str
    kind: str
    unit: str
    """What a score is."""
    logit_scale: float | None = field(default=None, metadata=OPTIONAL)
    """score = logit_scale x cosine (+ bias), of rewards with two towers."""
    scores: tuple[ImageScore, ...]
    """In the order of the images."""
    notes: tuple[str, ...]
