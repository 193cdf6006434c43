"""Gates for continuous integration: is a run good enough, and is it no worse than an earlier one?

    --fail-under X    the headline number is at least X, in the unit of the table (shares in percent)
    --baseline RUN    over the items that both runs scored, the 95 % interval of (this run - RUN) does not lie below 0

The headline is what the verb prints on top: the first judge's score on the first tier (`bench science-t2i`); R_inv or, without
a judge, the claims that hold (`bench scigenbench`); the accuracy (`judge two-choice`, `reward eval`). A run that
measured nothing falls short. The second gate asks for proof of harm: a small run proves little, and `bench ... --plan` says
which difference it can tell.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.records import Metric
from scisynth.core.store import read_manifest
from scisynth.stats.intervals import times
from scisynth.stats.paired import compare_paired

PERCENT, POINTS_OF_100 = "percent", "points of 100"
RULE = "falls short where the whole 95 % interval of the difference lies below 0"


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The number on top of a run, and the items that it is the mean of."""

    metric: str
    unit: str
    value: Metric
    """In `unit`."""
    coverage: float | None = None
    """Fraction of the wanted items that were scored."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """By item; `scale` times their mean is the value."""
    scale: float = 100.0
    clusters: Mapping[str, Hashable] | None = None
    """By item, what is not independent; by `prompts` when left out, and where there are few."""
    prompts: Mapping[str, Hashable] | None = None
    """By item, its prompt or image; every item by itself when left out."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What was asked of a run, checked before the run costs anything."""

    fail_under: float | None = None
    baseline: Headline | None = None
    name: str = ""
    """Of the baseline, for words."""

    def check(self, found: Headline) -> dict[str, Any] | None:
        """What `--json` prints as `gate`; None where nothing was asked."""
        if self.fail_under is None and self.baseline is None:
            return None
        reasons = [*self._below(found), *self._worse(found, difference := self._difference(found))]
        return {
            "ok": not reasons,
            "metric": found.metric,
            "unit": found.unit,
            **found.value.to_dict(),
            "coverage": found.coverage,
            "fail_under": self.fail_under,
            "baseline": difference,
            "reasons": reasons,
        }

    def _below(self, found: Headline) -> list[str]:
        if found.value.value is None:
            return [f"{found.metric}: nothing was measured"]
        if self.fail_under is not None and found.value.value < self.fail_under:
            return [f"{found.metric} is {_words(found.value)}, below {self.fail_under:g} {found.unit}"]
        return []

    def _difference(self, found: Headline) -> dict[str, Any] | None:
        if self.baseline is None:
            return None
        common = [name for name in found.scores if name in self.baseline.scores]
        test = compare_paired(
            [found.scores[name] for name in common],
            [self.baseline.scores[name] for name in common],
            clusters=None if found.clusters is None else [found.clusters[name] for name in common],
            prompts=None if found.prompts is None else [found.prompts[name] for name in common],
        )
        return {
            "run": self.name,
            "difference": times(test.difference, found.scale).to_dict(),
            "p_value": test.p_value,
            "not_in_both": len(found.scores.keys() ^ self.baseline.scores.keys()),
            "rule": RULE,
        }

    def _worse(self, found: Headline, difference: Mapping[str, Any] | None) -> list[str]:
        if difference is None:
            return []
        metric = Metric.from_dict(difference["difference"])
        if metric.value is None:
            return [f"no item was scored both here and in {self.name}, so they cannot be compared"]
        # Without an interval, since too little is known, the difference itself decides.
        if (metric.value if metric.high is None else metric.high) < 0:
            return [f"{found.metric} is worse than in {self.name} by {_words(metric)} {found.unit}"]
        return []


def open_gate(
    fail_under: float | None,
    baseline: Path | None,
    *,
    command: str,
    read: Callable[[Path], Headline],
    same: Mapping[str, Any],
    unit: str = PERCENT,
) -> Gate:
    """What can be checked before a run is: the floor's unit, and that the baseline is a finished run of this kind.

    Args:
        fail_under: the floor.
        baseline: folder of a run.
        command: of the run that is to pass.
        read: the headline of a finished run.
        unit: of the headline, as far as it is known.
        same: settings that both runs must share; of several, the first one.

    Raises:
        ConfigError: a floor between 0 and 1 for a number in percent, or a baseline with other settings.
        DataError: the baseline is no finished run of this command.
    """
    check_floor(fail_under, unit)
    if baseline is None:
        return Gate(fail_under=fail_under)
    manifest = read_manifest(baseline)
    if manifest["command"] != command:
        raise DataError(f"--baseline {baseline}: expected a run of `{command}`, found one of `{manifest['command']}`")
    for name, wanted in same.items():
        kept = manifest["config"].get(name)
        kept = kept[0] if isinstance(kept, list) else kept
        if kept != wanted:
            raise ConfigError(
                f"--baseline {baseline}: made with {name} {kept!r}, this run has {wanted!r}; compare runs that differ in nothing else"
            )
    return Gate(fail_under=fail_under, baseline=read(baseline), name=str(baseline))


def check_floor(fail_under: float | None, unit: str = PERCENT) -> None:
    """Refuses a fraction where percent are meant."""
    if fail_under is not None and unit in (PERCENT, POINTS_OF_100) and 0 < fail_under < 1:
        raise ConfigError(
            f"--fail-under {fail_under:g}: expected {unit}, as in the table; for example {100 * fail_under:g}"
        )


def gate_words(gate: Mapping[str, Any] | None) -> str:
    """Lines for people; empty without a gate."""
    if gate is None:
        return ""
    lines = [f"\ngate: {'passed' if gate['ok'] else 'FALLS SHORT'}", *(f"  {reason}" for reason in gate["reasons"])]
    if gate["baseline"] and gate["baseline"]["difference"]["value"] is not None:
        difference = Metric.from_dict(gate["baseline"]["difference"])
        lines.append(f"  against {gate['baseline']['run']}: {_words(difference, '+')} {gate['unit']}, n={difference.n}")
    return "\n".join(lines)


def _words(metric: Metric, sign: str = "") -> str:
    interval = "" if metric.low is None else f" [{metric.low:{sign}.1f}, {metric.high:{sign}.1f}]"
    return f"{metric.value:{sign}.1f}{interval}"


def accuracy_headline(
    accuracy: Mapping[str, Any],
    scores: Mapping[str, float] | None = None,
    clusters: Mapping[str, Hashable] | None = None,
) -> Headline:
    """The headline of a two-choice accuracy, a fraction with its interval; `scores` of its pairs are 0 or 1."""
    return Headline(
        metric="the two-choice accuracy",
        unit=PERCENT,
        value=times(Metric.from_dict(accuracy), 100),
        coverage=accuracy.get("coverage"),
        scores=scores or {},
        clusters=clusters,
    )
