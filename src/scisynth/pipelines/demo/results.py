"""What the demo finds; the JSON form is what `demo` prints with --json."""

from dataclasses import dataclass
from pathlib import Path

from scisynth.core.records import Metric, Split
from scisynth.core.results import Result
from scisynth.pipelines.demo.plan import DemoFit
from scisynth.reports.parts.input import RelativeImprovement, StageScore


@dataclass(frozen=True, kw_only=True)
class ModelAccuracy(Result):
    """Two-choice accuracy of one model on one split, a fraction."""

    model: str
    split: Split
    accuracy: Metric


@dataclass(frozen=True, kw_only=True)
class DemoResult(Result):
    """The headline numbers of a demo, and where its files are."""

    accuracies: tuple[ModelAccuracy, ...]
    """Of the base and of SciScore."""
    improvements: tuple[RelativeImprovement, ...]
    """Fraction of the implicit-explicit gap that SFT and SFT+OFT closed, by split and scorer."""
    scores: tuple[StageScore, ...]
    """Mean scores of every stage, split and tier, in the scorer's own units."""
    model: Path
    """Folder of SciScore."""
    policy: Path
    """Folder of the LoRA after OFT."""
    report: Path
    """report.html."""
    leaderboard: Path
    """The page on which base, SFT and SFT+OFT stand under one benchmark."""
    fit: DemoFit | None
    """How the demo was fitted to this machine; None where every count was given."""
