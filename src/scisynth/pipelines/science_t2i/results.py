"""The numbers of a benchmark run: what `--json` prints and `results.json` holds."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.core.records import Metric
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun, read_run
from scisynth.stats.gates import Headline
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.scores import ScoredItem, by_law, count_outcomes, score_of, summarize

SETTINGS = ("S", "C")


def summarize_run(run: BenchRun) -> dict[str, Any]:
    """`reality_score` is the first judge's on the first tier; every judge and tier stands under `judges`."""
    judges = {name: _of_judge(run, name) for name in dict.fromkeys(row.judge for row in run.rows)}
    first = next(iter(judges.values()))
    return {
        "generator": run.name,
        "is_lab": run.is_lab,
        "unit": first["unit"],
        "reality_score": next(iter(first["tiers"].values())),
        "outcomes": first["outcomes"],
        "judges": judges,
        "num_situations": len(run.situations),
        "num_pictures": len({row.id for row in run.rows}),
    }


def _of_judge(run: BenchRun, judge: str) -> dict[str, Any]:
    rows = [row for row in run.rows if row.judge == judge]
    scale = rows[0].scale
    tiers = list(dict.fromkeys(row.tier for row in rows))
    parts = {(tier, setting): run.part(judge, tier, setting) for tier in tiers for setting in ("", *SETTINGS)}
    result: dict[str, Any] = {
        "unit": rows[0].unit,
        "tiers": {tier: summarize(parts[tier, ""], scale) for tier in tiers},
        "by_setting": {
            setting: {tier: score_of(parts[tier, setting], by_law, scale).to_dict() for tier in tiers}
            for setting in SETTINGS
            if parts[tiers[0], setting]
        },
        "outcomes": count_outcomes([row.status for row in rows]),
        "failures": [_failure(row) for row in rows if row.status != "ok"],
    }
    if {"implicit", "explicit"} <= set(tiers):
        gaps = gaps_by_law(parts["implicit", ""], parts["explicit", ""], scale)
        result["gap"] = {law: metric.to_dict() for law, metric in gaps.items()}
    if {"implicit", "explicit", "superficial"} <= set(tiers):
        found = {setting: normalized_difference({tier: parts[tier, setting] for tier in tiers}) for setting in SETTINGS}
        result["nd_percent"] = {setting: value for setting, value in found.items() if value is not None}
    return result


def gaps_by_law(implicit: Sequence[ScoredItem], explicit: Sequence[ScoredItem], scale: float) -> dict[str, Metric]:
    """Explicit minus implicit, paired by situation, for `all` and law by law: what is drawn only when it is spelt out."""
    first, second = means_by_prompt(implicit), means_by_prompt(explicit)
    laws = {item.prompt_id: item.law for item in implicit}
    differences = {name: scale * (second[name] - first[name]) for name in first if name in second}
    by_name: dict[str, list[float]] = {}
    for name, difference in differences.items():
        by_name.setdefault(laws[name], []).append(difference)
    overall = mean_with_interval(list(differences.values()), clusters=[laws[name] for name in differences])
    return {"all": overall, **{law: mean_with_interval(values) for law, values in by_name.items()}}


def normalized_difference(items: Mapping[str, Sequence[ScoredItem]]) -> float | None:
    """ND = (IP - SP) / (EP - SP) in percent (version 1): where implicit prompts stand between the other two."""
    means = {
        tier: mean_with_interval([item.score for item in rows if item.score is not None]).value
        for tier, rows in items.items()
    }
    implicit, explicit, superficial = means["implicit"], means["explicit"], means["superficial"]
    if implicit is None or explicit is None or superficial is None or explicit == superficial:
        return None
    return 100 * (implicit - superficial) / (explicit - superficial)


def means_by_prompt(items: Sequence[ScoredItem]) -> dict[str, float]:
    """Mean score of each situation of which something was scored."""
    scores: dict[str, list[float]] = {}
    for item in items:
        if item.score is not None:
            scores.setdefault(item.prompt_id, []).append(item.score)
    return {name: sum(found) / len(found) for name, found in scores.items()}


def _failure(row: BenchRow) -> dict[str, str]:
    return {"id": row.id, "status": row.status, "reason": row.reason}


def bench_headline(root: Path) -> Headline:
    """The first judge's score on the first tier of a finished run, with the situations that it is the mean of."""
    run = read_run(root)
    first = run.rows[0]
    items = run.part(first.judge, first.tier)
    score = score_of(items, by_law, first.scale)
    return Headline(
        metric=f"the score of {first.judge} on {first.tier} prompts",
        unit=first.unit,
        value=Metric(value=score.value, low=score.low, high=score.high, n=score.n),
        coverage=score.coverage,
        scores=means_by_prompt(items),
        scale=first.scale,
        clusters={name: item.law for name, item in run.situations.items()},
    )
