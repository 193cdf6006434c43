"""Typed results of `imgcoder families`, `imgcoder draw`, `bench scigenbench --plan` and its leaderboard.

Those of a run of the benchmark are `reports.figures.results.FigureBenchResult`. Keys of the JSON forms are the names of the fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.problems import Answer
from scisynth.core.records import Cost, Outcome
from scisynth.core.results import INLINE, Result
from scisynth.imgcoder.settings import Flow
from scisynth.pipelines.providers.access import Bill
from scisynth.pipelines.providers.estimates import CostEstimate
from scisynth.reports.figures.gallery import Check
from scisynth.reports.figures.results import FigureBenchResult
from scisynth.reports.parts.tables import PublishedTable
from scisynth.stats.paired import ModelPair


@dataclass(frozen=True, kw_only=True)
class CodeFigure:
    """What the benchmark knows of a figure that code drew, by a family or by ImgCoder."""

    file: str
    """Relative to the folder of its run; empty where there is none."""
    score: float | None
    """Rate of claims that hold on the page; None where it was not checked."""
    is_verified: bool
    alt_text: str
    checks: tuple[Check, ...] = ()
    status: Outcome = "ok"
    reason: str = ""
    cost: Cost | None = None
    """Of a model's replies; None where no model took part."""


@dataclass(frozen=True, kw_only=True)
class FamilyRow(Result):
    """One figure of a family: a row of `figures.json`."""

    id: str
    image_type: str
    family: str
    alt_text: str = ""
    """What the figure shows, in words."""
    defect: str
    """Empty for a true figure."""
    defect_sentence: str = ""
    """What a careful reader would say of the defect."""
    visibility: int | None = None
    """Of the defect. 3: seen at once; 2: seen by who looks for it; 1: seen by who measures. None for a true figure."""
    file: str
    """Relative to the run folder; empty where there is no image."""
    passed: bool
    """Every check holds."""
    score: float | None
    """Rate of claims that hold; None where the page was not checked."""
    num_claims: int = 0
    faults: tuple[str, ...] = ()
    answer: Answer
    tier: str = ""
    """How it was confined when it was drawn."""
    level: int = 0
    """Of difficulty, 1 to 3; 0 where the family has none."""
    style: str = "textbook"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """What the family sampled; `Family.parameters.from_dict` takes them, as they are or changed by hand."""

    @property
    def figure(self) -> CodeFigure:
        """As the benchmark takes it."""
        return CodeFigure(file=self.file, score=self.score, is_verified=self.passed, alt_text=self.alt_text)


@dataclass(frozen=True, kw_only=True)
class QuizRow(Result):
    """One quiz in a data set; all rows have the same keys and types."""

    question: str
    options: tuple[str, ...]
    correct: str
    """A, B, C or D: its place among the options."""


@dataclass(frozen=True, kw_only=True)
class MetadataRow(Result):
    """A row of `metadata.jsonl`, of which `datasets.load_dataset` makes an image data set."""

    file_name: str
    id: str
    image_type: str
    family: str
    prompt: str
    """The problem, under the key that trainers of generators read."""
    question: str
    """The problem, with its values."""
    multimodal_question: str
    """The problem with its values left to the image."""
    answer: Answer
    quizzes: tuple[QuizRow, ...]
    level: int
    split: str
    language: str
    style: str
    alt_text: str
    verified: bool
    """Every check of the page holds."""


@dataclass(frozen=True, kw_only=True)
class TwinCount(Result):
    """Corrupted copies of figures."""

    drawn: int
    caught: int
    """Those that fail a check, as they should."""


@dataclass(frozen=True, kw_only=True)
class FamiliesResult(Result):
    """What `imgcoder families` drew."""

    out: Path
    gallery: Path
    figures: tuple[FamilyRow, ...]
    outcomes: Mapping[str, int]
    """True figures that pass (`ok`) and fail (`error`)."""
    twins: TwinCount
    seconds: float
    figures_per_second: float
    tier: str


@dataclass(frozen=True, kw_only=True)
class CodedRow(Result):
    """One problem drawn by ImgCoder: a row of `coded.jsonl`."""

    id: str
    image_type: str = ""
    prompt: str = ""
    """The problem."""
    alt_text: str = ""
    status: Outcome
    reason: str
    file: str
    """Relative to the run folder; empty where there is no figure."""
    verified: bool = False
    """Every given value, label and claim of its own plan holds."""
    score: float | None
    """Rate of claims that hold; None where the page was not checked."""
    faults: tuple[str, ...] = ()
    summary: str = ""
    """What the checks found, in words."""
    checks: tuple[Check, ...] = ()
    attempts: int = 0
    repairs: int = 0
    understanding_reason: str = ""
    """Why the figure is drawn without an understanding; empty where there is one."""
    plan_reason: str = ""
    """Why it is drawn without a plan; empty where there is one."""
    seconds: float = 0.0
    tier: str = ""
    cost: Cost

    @property
    def figure(self) -> CodeFigure:
        """As the benchmark takes it."""
        return CodeFigure(
            file=self.file,
            score=self.score,
            is_verified=self.verified,
            alt_text=self.alt_text,
            checks=self.checks,
            status=self.status,
            reason=self.reason,
            cost=self.cost,
        )


@dataclass(frozen=True, kw_only=True)
class PerFigure(Result):
    """Means of what a figure took, problems without one among them."""

    tokens_in: float
    tokens_out: float
    calls: float
    """Requests, retries and repairs included."""
    repairs: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class ImgCoderResult(Result):
    """What `imgcoder draw` drew, and what it took: its `results.json`."""

    out: Path
    gallery: Path
    flow: Flow
    figures: tuple[CodedRow, ...]
    per_figure: PerFigure
    verified: int
    outcomes: Mapping[str, int]
    bill: Bill = field(metadata=INLINE)


@dataclass(frozen=True, kw_only=True)
class FigurePlan(Result):
    """What `bench scigenbench --plan` says; nothing was sent, drawn or written."""

    num_problems: int
    judge: CostEstimate | None
    """None without a judge."""
    generator: CostEstimate | None
    """Of figures by an image API; None for other generators."""
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FigureBoard(Result):
    """Runs side by side: `leaderboard.json`."""

    out: Path
    report: Path
    rows: tuple[FigureBenchResult, ...]
    """The results of the runs, each under its name on the board."""
    comparisons: tuple[ModelPair, ...]
    """Paired tests between runs of one judge and one protocol."""
    published: tuple[PublishedTable, ...]
