"""What a run of `bench scigenbench` found, computed once; report, gallery, leaderboard, gate and hub export read it from here.

The JSON form (`FigureBenchResult.to_dict`) is `results.json` and what `--json` prints. Its keys are the names of the fields; those of
`QuizNumbers` stand at the top. Rates and R_inv are in [0, 1], grades in [0, 2], money in USD.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scisynth.clients.account import RunCost
from scisynth.core.records import Metric
from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.grading.five_dimensions import DimensionSummary
from scisynth.grading.metrics.records import SetComparison, TextFitMeans, WithBaselines
from scisynth.grading.questions import QuestionSummary
from scisynth.grading.validation import ValidationResult


@dataclass(frozen=True, kw_only=True)
class QuizNumbers(Result):
    """Inverse quizzes; everything is None or empty without a judge."""

    r_inv: Metric | None = None
    """Rate of problems whose quizzes are all right, a failure counted as wrong (`grading.quiz`)."""
    r_inv_answered: Metric | None = None
    """The same over the problems whose every quiz was answered."""
    r_inv_paper: Metric | None = None
    """As the published script counts."""
    r_inv_paper_with_question: Metric | None = None
    """As published with the multimodal question; None where none was graded."""
    per_quiz: Metric | None = None
    """Rate of right quizzes, a failure counted as wrong."""
    blind: Metric | None = None
    """Rate of right quizzes without the image, over those that were answered."""
    information_gain: Metric | None = None
    """Rate with the image less rate without, over quizzes answered both ways; in [-1, 1]."""
    coverage: float | None = None
    """Rate of quizzes that were answered."""
    quizzes_without_key: int = 0
    """Quizzes whose data names no right option; they are not asked."""
    by_type: Mapping[str, Metric] = field(default_factory=dict)
    """R_inv by image type."""
    by_subject: Mapping[str, Metric] = field(default_factory=dict)
    """R_inv by subject, the part of an image type before the dash."""


@dataclass(frozen=True, kw_only=True)
class RankAgreement(Result):
    """Whether programmatic checks and the judge's grades rank figures alike."""

    kendall_tau: float | None
    """Tau-b in [-1, 1]; None where one of the two never differs."""
    n: int


@dataclass(frozen=True, kw_only=True)
class DefectCount(Result):
    """A known defect of the data, and how often it stands there."""

    kind: str
    count: int
    words: str


@dataclass(frozen=True, kw_only=True)
class FigureOutcomes(Result):
    """How many items ended in each state."""

    pictures: Mapping[str, int]
    quizzes: Mapping[str, int] = field(default_factory=dict)
    questions: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_part(self) -> Mapping[str, Mapping[str, int]]:
        """The states of images, quizzes, questions and grades."""
        return {
            "pictures": self.pictures,
            "quizzes": self.quizzes,
            "questions": self.questions,
            "grades": self.grades,
        }

    @property
    def total(self) -> Counter[str]:
        """All parts together."""
        return sum((Counter(states) for states in self.by_part.values()), Counter[str]())


@dataclass(frozen=True, kw_only=True)
class FigureMetrics(Result):
    """Standard image metrics; a key is left out where it was not measured."""

    num_references: int
    psnr: WithBaselines | None = field(default=None, metadata=OPTIONAL)
    """In dB, at most 60."""
    ssim: WithBaselines | None = field(default=None, metadata=OPTIONAL)
    ssim_win3: WithBaselines | None = field(default=None, metadata=OPTIONAL)
    """As published: flat 3 x 3 windows."""
    edge_f1: WithBaselines | None = field(default=None, metadata=OPTIONAL)
    clip_model: str | None = field(default=None, metadata=OPTIONAL)
    clip: TextFitMeans | None = field(default=None, metadata=OPTIONAL)
    """In [0, 100]."""
    sets: SetComparison | None = field(default=None, metadata=OPTIONAL)
    """KID and FID between images and references."""

    @property
    def with_baselines(self) -> Mapping[str, WithBaselines | TextFitMeans]:
        """What was measured next to a blank page and another problem's figure, by name."""
        named = {
            "psnr": self.psnr,
            "ssim": self.ssim,
            "ssim_win3": self.ssim_win3,
            "edge_f1": self.edge_f1,
            "clip": self.clip,
        }
        return {name: found for name, found in named.items() if found}


@dataclass(frozen=True, kw_only=True)
class ReaderError(Result):
    """The reader's own error on figures whose labels are known; `benchmarks/pixel_reader.py` measures it."""

    reader: str
    num_figures: int
    label_recall: Metric
    false_confirmations: Metric
    """Rate of labels confirmed that are not there."""
    planted_answers: Metric
    """Rate of answers found that were written into a figure."""
    by_type: Mapping[str, Metric]
    """Label recall by image type."""


@dataclass(frozen=True, kw_only=True)
class PixelSummary(Result):
    """What was read in the pixels, without a language model."""

    reader: str
    label_recall: Metric
    """Rate of expected labels that were read."""
    answer_leaks: Metric
    """Rate of images in which the answer can be read, where it can be looked for."""
    states: Mapping[str, int]
    by_type: Mapping[str, Metric]
    """Label recall by image type."""
    own_error: ReaderError


@dataclass(frozen=True, kw_only=True)
class FigureBenchResult(Result):
    """Everything that a run measured."""

    out: Path
    """The run folder."""
    generator: str
    judge: str
    """Empty without one."""
    paper_compat: bool
    data: str = ""
    """`families`, or the file of problems; empty in runs of earlier versions."""
    num_problems: int = 0
    quizzes: QuizNumbers = field(default=QuizNumbers(), metadata=INLINE)
    questions: QuestionSummary | None = None
    """The multimodal question; None without a judge."""
    dimensions: DimensionSummary | None = None
    """The judge's five grades; None without a judge."""
    structural: Metric
    """Mean rate of claims that hold on a page that code drew."""
    verified: Metric | None = None
    """Rate of problems whose figure passes all checks; None where code drew nothing."""
    structure_against_judge: RankAgreement | None = None
    exam: ValidationResult | None = None
    """The judge on true and corrupted figures; None where it was not tested."""
    data_defects: tuple[DefectCount, ...] = ()
    outcomes: FigureOutcomes
    cost: RunCost
    changed_parameters: tuple[Mapping[str, str], ...] | None = field(default=None, metadata=OPTIONAL)
    """Parameters that servers refused, and what was done."""
    pictures: FigureMetrics | None = None
    """Image metrics; None where there are neither references nor a CLIP."""
    pixels: PixelSummary | None = None
    """None where the reader is off or not installed."""
    gallery: Path | None = field(default=None, metadata=OPTIONAL)
    """The page with every figure."""
    report: Path | None = field(default=None, metadata=OPTIONAL)
    """The page with the numbers."""
