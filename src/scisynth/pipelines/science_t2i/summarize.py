"""The step that summarizes: from the rows of a run to its `BenchResult`; every number of a run is computed here, once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from scisynth.clients.account import Usage
from scisynth.core.errors import DataError
from scisynth.core.records import Metric, Setting, Tier
from scisynth.pipelines.providers.access import bill
from scisynth.pipelines.science_t2i.plan import detectable_sentence
from scisynth.pipelines.science_t2i.results import FORMAT, RESULTS, BenchResult, FailedImage, JudgeResult
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun, read_run
from scisynth.reports.benchmark.input import EVERY_LAW, JudgeCheck
from scisynth.stats.gates import Headline
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.scores import ScoredItem, break_down, count_outcomes

SETTINGS: tuple[Setting, ...] = get_args(Setting)


def summarize(run: BenchRun, checks: Sequence[JudgeCheck] = (), usage: Usage | None = None) -> BenchResult:
    """The numbers of a finished run; `usage` is of this invocation, what the whole run took is known from its folder."""
    return BenchResult(
        out=run.root,
        generator=run.name,
        is_lab=run.is_lab,
        judges={name: _of_judge(run, name) for name in run.judges},
        num_situations=len(run.prompt_sets),
        num_pictures=len({row.key for row in run.rows}),
        num_laws=len({item.law for item in run.prompt_sets.values()}),
        detectable=detectable_sentence(run.prompt_sets.values()),
        judge_checks=tuple(checks),
        bill=bill(replace(usage or Usage(), total=run.cost)),
    )


def _of_judge(run: BenchRun, judge: str) -> JudgeResult:
    rows = [row for row in run.rows if row.judge == judge]
    scale = rows[0].scale
    parts = {tier: run.part(judge, tier) for tier in dict.fromkeys(row.tier for row in rows)}
    of_setting = {
        setting: {tier: found for tier in parts if (found := run.part(judge, tier, setting))} for setting in SETTINGS
    }
    return JudgeResult(
        unit=rows[0].unit,
        tiers={tier: break_down(items, scale) for tier, items in parts.items()},
        splits={
            setting: {tier: break_down(items, scale) for tier, items in found.items()}
            for setting, found in of_setting.items()
            if found
        },
        outcomes=count_outcomes([row.status for row in rows]),
        failures=tuple(
            FailedImage(id=row.id, status=row.status, reason=row.reason) for row in rows if row.status != "ok"
        ),
        gap=gaps_by_law(parts["implicit"], parts["explicit"], scale)
        if {"implicit", "explicit"} <= parts.keys()
        else None,
        nd=_normalized_differences(of_setting) if set(get_args(Tier)) <= parts.keys() else None,
    )


def gaps_by_law(implicit: Sequence[ScoredItem], explicit: Sequence[ScoredItem], scale: float) -> dict[str, Metric]:
    """Explicit minus implicit, paired by prompt set, for `all` and law by law: what is drawn only when it is spelt out."""
    first, second = means_by_prompt(implicit), means_by_prompt(explicit)
    laws = {item.prompt_id: item.law for item in implicit}
    differences = {name: scale * (second[name] - first[name]) for name in first if name in second}
    by_name: dict[str, list[float]] = {}
    for name, difference in differences.items():
        by_name.setdefault(laws[name], []).append(difference)
    overall = mean_with_interval(list(differences.values()), clusters=[laws[name] for name in differences])
    return {EVERY_LAW: overall, **{law: mean_with_interval(values) for law, values in by_name.items()}}


def _normalized_differences(of_setting: Mapping[Setting, Mapping[Tier, Sequence[ScoredItem]]]) -> dict[Setting, Metric]:
    found = {setting: normalized_difference(items) for setting, items in of_setting.items() if items}
    return {setting: metric for setting, metric in found.items() if metric is not None}


def normalized_difference(items: Mapping[Tier, Sequence[ScoredItem]]) -> Metric | None:
    """ND = (IP - SP) / (EP - SP) in percent (version 1): where implicit prompts stand between the other two.

    None where a mean is missing, or where explicit and superficial prompts have the same one. `n` counts the images
    that were asked for with implicit prompts.
    """
    means = {
        tier: mean_with_interval([item.score for item in rows if item.score is not None]).value
        for tier, rows in items.items()
    }
    implicit, explicit, superficial = (means.get(tier) for tier in ("implicit", "explicit", "superficial"))
    if implicit is None or explicit is None or superficial is None or explicit == superficial:
        return None
    value = 100 * (implicit - superficial) / (explicit - superficial)
    return Metric(value=value, low=None, high=None, n=len(items["implicit"]))


def means_by_prompt(items: Sequence[ScoredItem]) -> dict[str, float]:
    """Mean score of each prompt set of which something was scored."""
    scores: dict[str, list[float]] = {}
    for item in items:
        if item.score is not None:
            scores.setdefault(item.prompt_id, []).append(item.score)
    return {name: sum(found) / len(found) for name, found in scores.items()}


def open_result(run: BenchRun) -> BenchResult:
    """The stored result of a finished run; where an earlier version stored it, the numbers are computed from its rows."""
    return read_stored_result(run.root) or summarize(run)


def read_stored_result(root: Path) -> BenchResult | None:
    """The result in `results.json`; None where there is none, or one of an earlier format."""
    path = root / RESULTS
    if not path.is_file():
        return None
    try:
        found = BenchResult.load(path)
    except DataError:
        return None
    return replace(found, out=root) if found.format == FORMAT else None


def bench_headline(root: Path) -> Headline:
    """The first judge's score on the first tier of a finished run, with the prompt sets that it is the mean of."""
    run = read_run(root)
    first: BenchRow = run.rows[0]
    score = open_result(run).reality_score.overall
    return Headline(
        metric=f"the score of {first.judge} on {first.tier} prompts",
        unit=first.unit,
        value=Metric(value=score.value, low=score.low, high=score.high, n=score.n),
        coverage=score.coverage,
        scores=means_by_prompt(run.part(first.judge, first.tier)),
        scale=first.scale,
        clusters={name: item.law for name, item in run.prompt_sets.items()},
    )
