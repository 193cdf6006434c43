"""The report of one benchmark run, or of several side by side: tables, tests, and every image with its verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from scisynth.core.records import FREE, Metric, PromptSet
from scisynth.core.store import read_manifest
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.science_t2i.results import SETTINGS, gaps_by_law, means_by_prompt, normalized_difference
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun
from scisynth.reports.benchmark.input import BenchResults
from scisynth.reports.parts.links import way_from
from scisynth.stats.gates import POINTS_OF_100
from scisynth.stats.intervals import FEW_CLUSTERS, times
from scisynth.stats.paired import compare_all
from scisynth.stats.relative_improvement import improvement_ratio
from scisynth.stats.scores import by_law, by_prompt, score_of


def describe_runs(
    runs: Sequence[BenchRun], out: Path, *, title: str, detectable: str, checks: Sequence[Mapping[str, Any]]
) -> BenchResults:
    """What the report in `out / "report"` shows; the first run is the base that improvements are measured from."""
    judges = list(dict.fromkeys(row.judge for run in runs for row in run.rows))
    return BenchResults.from_dict(
        {
            "title": title,
            "is_lab": any(run.is_lab for run in runs),
            "manifest": read_manifest(runs[0].root) if len(runs) == 1 else {"runs": [str(run.root) for run in runs]},
            "detectable": detectable,
            "notes": _notes(runs),
            "cost": asdict(sum((run.cost for run in runs), FREE)),
            "cells": [cell for judge in judges for run in runs for cell in _cells(run, judge)],
            "gaps": [gap for judge in judges for run in runs for gap in _gaps(run, judge)],
            "normalized": [row for judge in judges for row in _normalized(runs, judge)],
            "comparisons": [row for judge in judges for row in _comparisons(runs, judge)],
            "outcomes": {judge: _outcomes(runs, judge) for judge in judges},
            "failures": [
                {
                    "picture": f"{row.generator}: {row.id}",
                    "judge": row.judge,
                    "status": row.status,
                    "reason": row.reason,
                }
                for run in runs
                for row in run.rows
                if row.status != "ok"
            ],
            "judge_checks": list(checks),
            "published": published_rows(),
            "items": _items(runs, out),
        }
    )


def _notes(runs: Sequence[BenchRun]) -> list[str]:
    num_laws = len({item.law for run in runs for item in run.situations.values()})
    if num_laws >= FEW_CLUSTERS:
        return []
    return [
        f"Laws: {num_laws}, too few to resample. Intervals and tests resample prompts: they speak of other prompts of the "
        "same laws, not of other laws."
    ]


def published_rows() -> list[dict[str, Any]]:
    """The paper's tables, as the report takes them."""
    tables = [read_published(name) for name in ("reality_score", "sciscore", "two_choice")]
    return [
        {"name": name, "scores": dict(zip(table.columns, values, strict=True)), "source": table.heading}
        for table in tables
        for name, values in table.rows.items()
    ]


def _scale(run: BenchRun, judge: str) -> tuple[str, float]:
    row = next(row for row in run.rows if row.judge == judge)
    return row.unit, row.scale


def _tiers(run: BenchRun, judge: str) -> list[str]:
    return list(dict.fromkeys(row.tier for row in run.rows if row.judge == judge))


def _cells(run: BenchRun, judge: str) -> list[dict[str, Any]]:
    if not (tiers := _tiers(run, judge)):
        return []
    unit, scale = _scale(run, judge)
    cells = []
    for tier in tiers:
        for split in ("all", *SETTINGS):
            items = run.part(judge, tier, "" if split == "all" else split)
            if not items:
                continue
            groups = {
                f"by_{kind}": {
                    name: score_of([item for item in items if getattr(item, kind) == name], by_prompt, scale).to_dict()
                    for name in dict.fromkeys(getattr(item, kind) for item in items)
                    if name
                }
                for kind in ("field", "law")
            }
            overall = score_of(items, by_law, scale).to_dict()
            place = {"generator": run.name, "tier": tier, "judge": judge, "split": split, "unit": unit}
            cells.append({**place, "overall": overall, **groups})
    return cells


def _gaps(run: BenchRun, judge: str) -> list[dict[str, Any]]:
    if not {"implicit", "explicit"} <= set(_tiers(run, judge)):
        return []
    _, scale = _scale(run, judge)
    gaps = gaps_by_law(run.part(judge, "implicit"), run.part(judge, "explicit"), scale)
    return [
        {"generator": run.name, "judge": judge, "law": law, "difference": metric.to_dict()}
        for law, metric in gaps.items()
    ]


def _normalized(runs: Sequence[BenchRun], judge: str) -> list[dict[str, Any]]:
    """ND of every run with all tiers; RI of every run against the first, where that one drew explicit prompts."""
    rows = []
    for run in runs:
        tiers = _tiers(run, judge)
        for setting in SETTINGS if {"implicit", "explicit", "superficial"} <= set(tiers) else ():
            value = normalized_difference({tier: run.part(judge, tier, setting) for tier in tiers})
            num = len(run.part(judge, "implicit", setting))
            if value is not None:
                metric = Metric(value=value, low=None, high=None, n=num)
                rows.append(_normalized_row(run, judge, setting, "ND", metric))
    base = runs[0]
    if {"implicit", "explicit"} <= set(_tiers(base, judge)):
        for run in runs[1:]:
            for setting in SETTINGS:
                metric = _improvement(run, base, judge, setting)
                if metric.value is not None:
                    rows.append(_normalized_row(run, judge, setting, "RI", times(metric, 100)))
    return rows


def _improvement(run: BenchRun, base: BenchRun, judge: str, setting: str) -> Metric:
    means = [
        means_by_prompt(items)
        for items in (
            run.part(judge, "implicit", setting),
            base.part(judge, "implicit", setting),
            base.part(judge, "explicit", setting),
        )
    ]
    names = [name for name in means[0] if name in means[1] and name in means[2]]
    clusters = [(base.situations[name].law, base.situations[name].subject) for name in names]
    return improvement_ratio(np.array([[column[name] for column in means] for name in names]).reshape(-1, 3), clusters)


def _normalized_row(run: BenchRun, judge: str, setting: str, kind: str, metric: Metric) -> dict[str, Any]:
    return {"generator": run.name, "judge": judge, "split": setting, "kind": kind, "metric": metric.to_dict()}


def _comparisons(runs: Sequence[BenchRun], judge: str) -> list[dict[str, Any]]:
    """Every two generators on the situations both answered; signs are flipped law by law."""
    tiers = list(dict.fromkeys(tier for run in runs for tier in _tiers(run, judge)))
    rows = []
    for tier in tiers:
        scores = {run.name: found for run in runs if (found := means_by_prompt(run.part(judge, tier)))}
        laws = {name: item.law for run in runs for name, item in run.situations.items()}
        for pair in compare_all(scores, cluster_of=laws):
            scale = _scale(runs[0], judge)[1]
            rows.append(
                {
                    "judge": judge,
                    "tier": tier,
                    "first": pair.first,
                    "second": pair.second,
                    "difference": times(pair.test.difference, scale).to_dict(),
                    "p_value": pair.test.p_value,
                    "p_holm": pair.p_holm,
                }
            )
    return rows


def _outcomes(runs: Sequence[BenchRun], judge: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for run in runs:
        for row in run.rows:
            if row.judge == judge:
                found[row.status] = found.get(row.status, 0) + 1
    return found


def _items(runs: Sequence[BenchRun], out: Path) -> list[dict[str, Any]]:
    situations = {name: item for run in runs for name, item in run.situations.items()}
    pictures: dict[str, dict[tuple[str, str, int], dict[str, Any]]] = {}
    for run in runs:
        for row in run.rows:
            place = (run.name, row.tier, row.index)
            picture = pictures.setdefault(row.situation, {}).setdefault(place, _image(run, row, out))
            picture["verdicts"].append(_verdict(row))
    return [_item(situations[name], list(found.values())) for name, found in pictures.items()]


def _item(situation: PromptSet, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": situation.id,
        "law": situation.law,
        "field": situation.field,
        "setting": situation.setting,
        "implicit_prompt": situation.implicit_prompt,
        "explicit_prompt": situation.explicit_prompt,
        "superficial_prompt": situation.superficial_prompt,
        "derivation": situation.derivation or situation.reality_rubric,
        "pictures": pictures,
    }


def _image(run: BenchRun, row: BenchRow, out: Path) -> dict[str, Any]:
    file = way_from(out, run.root / row.file) if row.file else None
    return {"generator": run.name, "tier": row.tier, "index": row.index, "picture": file, "verdicts": []}


def _verdict(row: BenchRow) -> dict[str, Any]:
    is_points = row.unit == POINTS_OF_100
    return {
        "judge": row.judge,
        "status": row.status,
        "score": row.score if is_points else None,
        "reward": None if is_points else row.score,
        "reason": row.reason,
        "raw": row.raw,
    }
