"""What a benchmark report is made of: the numbers of every generator by every judge, and the images behind them.

Numbers are in their judge's own unit, which each cell names; only coverage and the scores of the gallery are fractions in
[0, 1]. A failure is a status with a reason and never a score: what was not scored lowers the coverage and enters no mean.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, FiniteFloat, model_validator

from scisynth.core.records import Metric, Outcome, Setting, Tier
from scisynth.reports.parts.input import Document, Record, ShownImage

SPLITS = ("all", "S", "C")
Split = Literal["all", "S", "C"]
EVERY_LAW = "all"
"""In place of a law: over all of them."""


class BenchScore(Record):
    """A mean with its 95 % interval, and what it leaves out."""

    model_config = ConfigDict(allow_inf_nan=False)

    value: float | None
    """None where nothing was scored, which is not zero."""
    low: float | None = None
    high: float | None = None
    n: int = Field(ge=0)
    """Scored items."""
    coverage: float = Field(ge=0, le=1)
    """Scored items / wanted items."""
    with_failures_as_zero: float | None = None
    """What the value is at worst: every item without a score counted as 0."""
    resampled: str = ""
    """`clusters` (laws) or `prompts`, for the interval."""

    @model_validator(mode="after")
    def _has_items_behind_it(self) -> Self:
        """A mean of nothing would be a failure that became a score."""
        if (self.value is None) != (self.n == 0):
            raise ValueError("expected a value exactly where n is above 0")
        return self


class BenchCell(Record):
    """One generator, given the prompts of one tier, graded by one judge on one split."""

    generator: str
    tier: Tier
    judge: str
    split: Split = "all"
    unit: str = ""
    """What the numbers mean, e.g. `points of 100`."""
    overall: BenchScore
    by_field: Mapping[str, BenchScore] = {}
    by_law: Mapping[str, BenchScore] = {}


class BenchGap(Record):
    """Explicit minus implicit: what a generator can draw but does not while the prompt leaves the outcome to science."""

    generator: str
    judge: str
    law: str = EVERY_LAW
    difference: Metric
    """In the judge's unit."""


class BenchNormalized(Record):
    """ND = (implicit - superficial) / (explicit - superficial), or RI = (tuned - base) / (base explicit - base).

    Both are of the published evaluation (arXiv 2504.13129); the terms without a name are of implicit prompts.
    """

    generator: str
    judge: str
    split: Split = "all"
    kind: Literal["ND", "RI"]
    metric: Metric
    """In percent."""


class BenchComparison(Record):
    """Two generators on the same items: the mean difference, and how likely chance alone gives one as large."""

    judge: str
    tier: Tier
    first: str
    second: str
    difference: Metric
    """First minus second, in the judge's unit."""
    p_value: float | None = Field(default=None, ge=0, le=1)
    p_holm: float | None = Field(default=None, ge=0, le=1)
    """After Holm's correction for all the comparisons made."""


class FailedJudgement(Record):
    """A judgement that was wanted and is no score."""

    picture: str
    """Id of the image."""
    judge: str
    status: Outcome
    """Anything but `ok`."""
    reason: str = ""

    @model_validator(mode="after")
    def _did_fail(self) -> Self:
        """What succeeded has a score and belongs elsewhere."""
        if self.status == "ok":
            raise ValueError("expected the status of a failure, got 'ok'")
        return self


class JudgeCheck(Record):
    """What a judge did in a test whose answer is known."""

    judge: str
    name: str
    """E.g. `canary gain`."""
    value: Metric | float | None
    text: str = ""
    """What the number means."""


class PublishedScore(Record):
    """Numbers somebody published; shown apart and never ranked with the run."""

    name: str
    scores: Mapping[str, FiniteFloat]
    """By column as printed there, e.g. `overall`."""
    source: str


class BenchVerdict(Record):
    """What one judge said of one image."""

    model_config = ConfigDict(allow_inf_nan=False)

    judge: str
    status: Outcome = "ok"
    score: float | None = Field(default=None, ge=0, le=1)
    """1 is right; None unless `status` is `ok`."""
    reward: float | None = None
    """A reward model's number in its own unit, which is neither right nor wrong."""
    reason: str = ""
    raw: str = ""
    """The judge's own words."""

    @model_validator(mode="after")
    def _failure_is_no_score(self) -> Self:
        """A failure is a status with a reason."""
        if self.status != "ok" and not (self.score is None and self.reward is None):
            raise ValueError(f"expected no score beside the status {self.status!r}; only 'ok' has one")
        return self


class BenchImage(Record):
    """One image of one generator and every judge's verdict on it."""

    generator: str
    tier: Tier
    index: int = 0
    """Number of the image among those of its prompt."""
    picture: ShownImage | None
    """None where none was drawn; the verdicts say why."""
    verdicts: tuple[BenchVerdict, ...] = ()


class BenchItem(Record):
    """One situation: its prompts, why its truth is true, and the images of every generator."""

    id: str
    law: str
    field: str = ""
    setting: Setting | Literal[""] = ""
    implicit_prompt: str
    explicit_prompt: str = ""
    superficial_prompt: str = ""
    derivation: str = ""
    """Or the rubric by which the judges graded."""
    pictures: tuple[BenchImage, ...] = ()


class BenchCost(Record):
    """What drawing and judging took."""

    requests: int = 0
    cached: int = 0
    """Answers that were there already."""
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None
    """None where no price is known; 0 where nothing was paid."""
    seconds: float | None = None


class BenchReport(Document):
    """Everything a benchmark report shows. The judge of the first cell is the one of the headline."""

    title: str
    is_lab: bool
    """Whether the numbers are of the lab world; every report says which."""
    manifest: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()
    detectable: str = ""
    """One sentence: the smallest difference that this run can tell from chance."""
    cost: BenchCost = BenchCost()
    cells: tuple[BenchCell, ...] = ()
    gaps: tuple[BenchGap, ...] = ()
    normalized: tuple[BenchNormalized, ...] = ()
    comparisons: tuple[BenchComparison, ...] = ()
    outcomes: Mapping[str, Mapping[Outcome, int]] = {}
    """Judge -> status -> judgements."""
    failures: tuple[FailedJudgement, ...] = ()
    judge_checks: tuple[JudgeCheck, ...] = ()
    published: tuple[PublishedScore, ...] = ()
    items: tuple[BenchItem, ...] = ()
    kind: Literal["bench"] = "bench"
    """Tells stored results from those of other reports."""
    format: Literal[1] = 1
    """Version of this record, for readers of stored results."""

    @model_validator(mode="after")
    def _has_one_cell_a_place(self) -> Self:
        """Of two cells in one place one would be shown nowhere."""
        places = Counter((cell.generator, cell.tier, cell.judge, cell.split) for cell in self.cells)
        twice = [place for place, number in places.items() if number > 1]
        if twice:
            raise ValueError(f"expected one cell for each generator, tier, judge and split, got two of {twice[0]}")
        return self
