"""The step that reports: from results to pages. Numbers come from `BenchResult`; the gallery shows the rows behind them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from scisynth.core.records import FREE, PromptSet
from scisynth.core.store import read_manifest
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.science_t2i.hub_export import write_evaluation_entry
from scisynth.pipelines.science_t2i.results import RESULTS, BenchResult, JudgeResult
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun
from scisynth.reports.benchmark.input import (
    BenchCell,
    BenchComparison,
    BenchCost,
    BenchGap,
    BenchImage,
    BenchItem,
    BenchNormalized,
    BenchReport,
    BenchScore,
    BenchVerdict,
    FailedJudgement,
    JudgeCheck,
    PublishedScore,
)
from scisynth.reports.benchmark.write import write_bench_pages
from scisynth.reports.parts.links import way_from
from scisynth.stats.gates import POINTS_OF_100
from scisynth.stats.intervals import FEW_CLUSTERS
from scisynth.stats.scores import Breakdown, Score
from scisynth.tuples.foreign_prompts import foreign_of

REPORT = "report"
"""Folder of the pages in a run folder."""


def report_run(result: BenchResult, run: BenchRun) -> BenchResult:
    """Writes the pages, the evaluation record for model repositories and `results.json`; returns the result with its report."""
    path = write_run_pages(result, run)
    write_evaluation_entry(result, run.root)
    result.save(run.root / RESULTS)
    # Earlier versions kept the report's numbers a second time.
    (run.root / REPORT / RESULTS).unlink(missing_ok=True)
    return replace(result, report=path)


def write_run_pages(result: BenchResult, run: BenchRun) -> Path:
    """Writes report.html and report.md of one run; returns the path of report.html."""
    report = describe_runs(
        [result],
        [run],
        run.root,
        title=f"{result.generator} on {asked_of([run])}",
        manifest=read_manifest(run.root),
        judge_checks=result.judge_checks,
        normalized=[row for judge, numbers in result.judges.items() for row in differences_of(result, judge, numbers)],
    )
    return write_bench_pages(report, run.root / REPORT)


def describe_runs(
    results: Sequence[BenchResult],
    runs: Sequence[BenchRun],
    out: Path,
    *,
    title: str,
    manifest: Mapping[str, Any],
    judge_checks: Sequence[JudgeCheck] = (),
    normalized: Sequence[BenchNormalized] = (),
    comparisons: Sequence[BenchComparison] = (),
) -> BenchReport:
    """What the report in `out / "report"` shows: the results of one run, or of several side by side, judge by judge."""
    judged = list(by_judge(results))
    foreign = foreign_of(prompts_of(runs))
    return BenchReport(
        title=title,
        is_lab=any(result.is_lab for result in results),
        manifest=json.loads(json.dumps(manifest)),
        detectable=results[0].detectable,
        notes=(*([foreign.note] if foreign else ()), *law_notes(len({item.law for item in prompts_of(runs)}))),
        cost=BenchCost(**asdict(sum((run.cost for run in runs), FREE))),
        cells=tuple(cell for place in judged for cell in _cells(*place)),
        gaps=tuple(gap for place in judged for gap in _gaps(*place)),
        normalized=tuple(normalized),
        comparisons=tuple(comparisons),
        outcomes=_outcomes(judged),
        failures=tuple(failed for place in judged for failed in _failures(*place)),
        judge_checks=tuple(judge_checks),
        # The paper graded images of its own prompts.
        published=() if any(item.benchmark for item in prompts_of(runs)) else published_rows(),
        items=_items(runs, out),
    )


def prompts_of(runs: Sequence[BenchRun]) -> list[PromptSet]:
    """What the runs asked."""
    return [item for run in runs for item in run.prompt_sets.values()]


def asked_of(runs: Sequence[BenchRun]) -> str:
    """Whose prompts the runs asked, for a title."""
    names = dict.fromkeys(item.benchmark for item in prompts_of(runs) if item.benchmark)
    return f"prompts of {', '.join(names)}" if names else "Science-T2I"


def by_judge(results: Sequence[BenchResult]) -> Iterator[tuple[BenchResult, str, JudgeResult]]:
    """Every (result, judge, numbers), all results of one judge together."""
    for judge in dict.fromkeys(judge for result in results for judge in result.judges):
        for result in results:
            if judge in result.judges:
                yield result, judge, result.judges[judge]


def law_notes(num_laws: int) -> tuple[str, ...]:
    """What a reader must know of intervals over few laws."""
    if num_laws >= FEW_CLUSTERS:
        return ()
    return (
        f"Laws: {num_laws}, too few to resample. Intervals and tests resample prompts instead. They hold for other prompts of "
        "the same laws, not of other laws.",
    )


def published_rows() -> tuple[PublishedScore, ...]:
    """The paper's tables, as the report takes them."""
    tables = [read_published(name) for name in ("reality_score", "sciscore", "two_choice")]
    return tuple(
        PublishedScore(name=name, scores=dict(zip(table.columns, values, strict=True)), source=table.heading)
        for table in tables
        for name, values in table.rows.items()
    )


def _cells(result: BenchResult, judge: str, numbers: JudgeResult) -> Iterator[BenchCell]:
    for tier, whole in numbers.tiers.items():
        splits = {"S": numbers.splits.get("S", {}).get(tier), "C": numbers.splits.get("C", {}).get(tier)}
        for split, found in {"all": whole, **splits}.items():
            if found is not None:
                yield _cell(found, generator=result.generator, tier=tier, judge=judge, split=split, unit=numbers.unit)


def _cell(found: Breakdown, **place: Any) -> BenchCell:
    return BenchCell(
        **place,
        overall=_score(found.overall),
        by_field={name: _score(score) for name, score in found.by_field.items()},
        by_law={name: _score(score) for name, score in found.by_law.items()},
    )


def _score(score: Score) -> BenchScore:
    return BenchScore(**asdict(score))


def _gaps(result: BenchResult, judge: str, numbers: JudgeResult) -> Iterator[BenchGap]:
    for law, metric in (numbers.gap or {}).items():
        yield BenchGap(generator=result.generator, judge=judge, law=law, difference=metric)


def differences_of(result: BenchResult, judge: str, numbers: JudgeResult) -> Iterator[BenchNormalized]:
    """ND of one result by one judge, over S and over C."""
    for setting, metric in (numbers.nd or {}).items():
        yield BenchNormalized(generator=result.generator, judge=judge, split=setting, kind="ND", metric=metric)


def _outcomes(judged: Sequence[tuple[BenchResult, str, JudgeResult]]) -> dict[str, dict[Any, int]]:
    found: dict[str, dict[Any, int]] = {}
    for _, judge, numbers in judged:
        counts = found.setdefault(judge, {})
        for status, number in numbers.outcomes.items():
            if number:
                counts[status] = counts.get(status, 0) + number
    return found


def _failures(result: BenchResult, judge: str, numbers: JudgeResult) -> Iterator[FailedJudgement]:
    for failed in numbers.failures:
        name = f"{result.generator}: {failed.id}"
        yield FailedJudgement(picture=name, judge=judge, status=failed.status, reason=failed.reason)


def _items(runs: Sequence[BenchRun], out: Path) -> tuple[BenchItem, ...]:
    prompt_sets = {name: item for run in runs for name, item in run.prompt_sets.items()}
    # By prompt set and image, since every judge has a row of each.
    shown: dict[str, dict[tuple[str, str, int], list[BenchRow]]] = {}
    roots = {run.name: run.root for run in runs}
    for run in runs:
        for row in run.rows:
            place = (run.name, row.tier, row.index)
            shown.setdefault(row.situation, {}).setdefault(place, []).append(row)
    return tuple(
        _item(prompt_sets[name], tuple(_image(roots[place[0]], rows, out) for place, rows in found.items()))
        for name, found in shown.items()
    )


def _item(item: PromptSet, images: tuple[BenchImage, ...]) -> BenchItem:
    return BenchItem(
        id=item.id,
        law=item.law,
        field=item.field,
        setting=item.setting,
        implicit_prompt=item.implicit_prompt,
        explicit_prompt=item.explicit_prompt,
        superficial_prompt=item.superficial_prompt,
        derivation=item.derivation or item.reality_rubric,
        pictures=images,
    )


def _image(root: Path, rows: Sequence[BenchRow], out: Path) -> BenchImage:
    row = rows[0]
    return BenchImage(
        generator=row.generator,
        tier=row.tier,
        index=row.index,
        picture=way_from(out, root / row.file) if row.file else None,
        verdicts=tuple(_verdict(row) for row in rows),
    )


def _verdict(row: BenchRow) -> BenchVerdict:
    is_points = row.unit == POINTS_OF_100
    return BenchVerdict(
        judge=row.judge,
        status=row.status,
        score=row.score if is_points else None,
        reward=None if is_points else row.score,
        reason=row.reason,
        raw=row.raw,
    )
