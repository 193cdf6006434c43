"""What a benchmark run has found, as types: computed once (`summarize`), printed by `--json`, kept in `results.json`.

    generator, is_lab, num_situations, num_pictures, num_laws, detectable, cost, judge_checks
    unit, reality_score, outcomes              of the first judge, on the first tier: the numbers on top
    judges.NAME.unit, .outcomes, .failures
    judges.NAME.tiers.TIER                     overall, by_field, by_law: over S and C together
    judges.NAME.splits.S.TIER                  the same over S or C alone; `by_setting.S.TIER` is its overall score
    judges.NAME.gap.LAW                        explicit minus implicit; `all` is over all laws
    judges.NAME.nd.S                           ND in percent; `nd_percent.S` is its value alone

A score is `value`, `low`, `high` (95 % interval), `n`, `coverage`, `with_failures_as_zero` and `resampled` (`stats.scores`), in
the judge's `unit`. `out` and `report` are printed and not kept, since a run folder may be moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scisynth.core.records import Metric, Outcome, Setting, Tier
from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.pipelines.providers.access import Bill
from scisynth.reports.benchmark.input import JudgeCheck
from scisynth.stats.scores import Breakdown

RESULTS = "results.json"
FORMAT = 2
"""Of `results.json`: the first one had no `splits`, and the report's numbers in a file of their own."""


@dataclass(frozen=True, kw_only=True)
class FailedImage:
    """An image that one judge has no score of."""

    id: str
    """`PROMPT_SET/TIER/INDEX`."""
    status: Outcome
    reason: str


@dataclass(frozen=True, kw_only=True)
class JudgeResult(Result):
    """The numbers of one judge."""

    unit: str
    """What its numbers mean, e.g. `points of 100`."""
    tiers: Mapping[Tier, Breakdown]
    """By prompt that the generator was given, over S and C together."""
    splits: Mapping[Setting, Mapping[Tier, Breakdown]]
    """Over S (plain backgrounds) and C (with a place) alone, as far as there are any."""
    outcomes: Mapping[Outcome, int]
    failures: tuple[FailedImage, ...]
    gap: Mapping[str, Metric] | None = field(default=None, metadata=OPTIONAL)
    """Explicit minus implicit by law, and over `all`; None unless both prompts were given."""
    nd: Mapping[Setting, Metric] | None = field(default=None, metadata=OPTIONAL)
    """Where implicit prompts stand between superficial (0) and explicit (100) ones; None unless all three were given."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, with the shorter keys that readers of the first format know."""
        short = {
            setting: {tier: found.overall.to_dict() for tier, found in tiers.items()}
            for setting, tiers in self.splits.items()
        }
        values = {**super().to_dict(), "by_setting": short}
        if self.nd is not None:
            values["nd_percent"] = {setting: metric.value for setting, metric in self.nd.items()}
        return values


@dataclass(frozen=True, kw_only=True)
class BenchResult(Result):
    """The numbers of one benchmark run."""

    out: Path | None = field(default=None, metadata=OPTIONAL)
    """The run folder, where the result was made or opened."""
    report: Path | None = field(default=None, metadata=OPTIONAL)
    """`report.html`, as soon as there is one."""
    generator: str
    is_lab: bool
    """Whether the prompts are the lab's, so that the numbers say nothing about real images."""
    judges: Mapping[str, JudgeResult]
    """By name, the first one's numbers on top."""
    num_situations: int
    """Prompt sets."""
    num_pictures: int
    """Images asked for."""
    num_laws: int
    detectable: str
    """One sentence: the smallest difference between two generators that a run of this size can detect."""
    judge_checks: tuple[JudgeCheck, ...] = ()
    bill: Bill = field(metadata=INLINE)
    format: int = FORMAT

    @property
    def first(self) -> JudgeResult:
        """The judge whose numbers stand on top."""
        return next(iter(self.judges.values()))

    @property
    def unit(self) -> str:
        """Of the number on top."""
        return self.first.unit

    @property
    def reality_score(self) -> Breakdown:
        """The first judge's scores on the first tier."""
        return next(iter(self.first.tiers.values()))

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How the first judge's judgements ended."""
        return self.first.outcomes

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, with the first judge's numbers on top."""
        top = {"unit": self.unit, "reality_score": self.reality_score.to_dict(), "outcomes": dict(self.outcomes)}
        return {**super().to_dict(), **top}

    def save(self, path: Path) -> None:
        """Writes `results.json`, without the paths."""
        super(BenchResult, replace(self, out=None, report=None)).save(path)


@dataclass(frozen=True, kw_only=True)
class ShardResult(Result):
    """What one fraction of a benchmark has done; its numbers are computed when the fractions are joined."""

    out: Path
    shard: str
    """`NUMBER/COUNT`."""
    num_situations: int
    num_pictures: int
    outcomes: Mapping[Outcome, int]
    """Of the first judge."""
    judges: Mapping[str, Mapping[Outcome, int]]
    bill: Bill = field(metadata=INLINE)
