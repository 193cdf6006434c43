"""Typed results of the student verbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.results import Result
from scisynth.students.check import RewardCheck, RewardFault
from scisynth.students.decontaminate import Overlap
from scisynth.students.pixels import PixelReport


@dataclass(frozen=True, kw_only=True)
class StudentDataResult(Result):
    """What `student data` wrote: its `report.json`."""

    out: Path
    items: int
    by_split: Mapping[str, int]
    by_source: Mapping[str, int]
    by_verification: Mapping[str, int]
    dropped: tuple[Overlap, ...]
    """Items that a test set knows."""
    refused: tuple[RewardFault, ...]
    """Items on which the reward errs, such as a key that differs from a wrong answer only in the case of a letter."""


@dataclass(frozen=True, kw_only=True)
class StudentExportResult(Result):
    """What `student export` wrote."""

    out: Path
    format: str
    rows: Mapping[str, int]
    """By split."""


@dataclass(frozen=True, kw_only=True)
class StudentCheckResult(Result):
    """What `student check` found before any training."""

    reward: RewardCheck
    broken_images: tuple[tuple[str, str], ...]
    overlaps: tuple[Overlap, ...]
    pixels: PixelReport | None
    """What the model's processor makes of the images; None without a model."""
    passed: bool


@dataclass(frozen=True, kw_only=True)
class SelfTest(Result):
    """What held before the first step."""

    inputs: str
    """Digest of the items, which a resumed training must have."""
    reward: RewardCheck
    pixels: PixelReport


@dataclass(frozen=True, kw_only=True)
class StudentTrainingResult(Result):
    """What `student sft` or `student grpo` trained: its `results.json`."""

    out: Path
    adapter: Path
    """LoRA of `peft`, with the processor."""
    method: str
    """`sft` or `grpo`."""
    model: str
    revision: str
    """Of the hub id; empty for its main branch or a folder."""
    items: int
    flawed: int
    """Items whose figure is a corrupted one."""
    steps: int
    first_loss: float | None
    last_loss: float | None
    best_step: int
    """The step whose adapter is kept."""
    best_metric: str | None
    """The loss or the reward of evaluations; None where nothing was evaluated, and the last step is kept."""
    best_value: float | None
    top_answer: float
    """Fraction of items that are right for somebody who never looks."""
    pixels: PixelReport
    machine: str
    versions: Mapping[str, str]
