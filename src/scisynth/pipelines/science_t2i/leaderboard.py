"""Benchmark runs joined: one table, paired tests between every two generators, the published rows next to them.

The first run is the base: the relative improvement of the others is measured from its gap.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import Metric, Setting
from scisynth.core.results import Result
from scisynth.pipelines.science_t2i.report import REPORT, asked_of, by_judge, describe_runs, differences_of
from scisynth.pipelines.science_t2i.rows import BenchRun, read_run
from scisynth.pipelines.science_t2i.summarize import SETTINGS, means_by_prompt, open_result
from scisynth.reports.benchmark.input import BenchCell, BenchComparison, BenchNormalized, PublishedScore
from scisynth.reports.benchmark.write import write_bench_report
from scisynth.stats.intervals import times
from scisynth.stats.paired import compare_all
from scisynth.stats.relative_improvement import improvement_ratio


@dataclass(frozen=True, kw_only=True)
class LeaderboardResult(Result):
    """What `leaderboard.json` holds."""

    out: Path
    report: Path
    """`report.html`."""
    rows: tuple[BenchCell, ...]
    """Every generator, judge and tier, over S and C together."""
    comparisons: tuple[BenchComparison, ...]
    normalized: tuple[BenchNormalized, ...]
    published: tuple[PublishedScore, ...]


def build_leaderboard(folders: Sequence[Path], out: Path) -> LeaderboardResult:
    """Reads finished runs and writes their common report into `out`.

    Raises:
        DataError: a folder is no finished run, two runs are of one generator, or they asked about different prompt sets.
    """
    runs = [read_run(folder) for folder in folders]
    _check_comparable(runs)
    results = [open_result(run) for run in runs]
    judges = list(dict.fromkeys(judge for run in runs for judge in run.judges))
    report = describe_runs(
        results,
        runs,
        out,
        title=f"{asked_of(runs)}: {', '.join(run.name for run in runs)}",
        manifest={"runs": [str(run.root) for run in runs]},
        # ND of all runs, then RI, judge by judge.
        normalized=[
            row
            for judge in judges
            for row in (
                *(row for place in by_judge(results) if place[1] == judge for row in differences_of(*place)),
                *_improvements(runs, judge),
            )
        ],
        comparisons=[row for judge in judges for row in _comparisons(runs, judge)],
    )
    result = LeaderboardResult(
        out=out,
        report=write_bench_report(report, out / REPORT),
        rows=tuple(cell for cell in report.cells if cell.split == "all"),
        comparisons=report.comparisons,
        normalized=report.normalized,
        published=report.published,
    )
    result.save(out / "leaderboard.json")
    return result


def _check_comparable(runs: Sequence[BenchRun]) -> None:
    twice = [name for name, count in Counter(run.name for run in runs).items() if count > 1]
    if twice:
        raise DataError(f"two runs are of the generator {twice[0]!r}; give each generator once")
    for run in runs[1:]:
        if run.prompt_sets.keys() != runs[0].prompt_sets.keys():
            raise DataError(
                f"{run.root}: expected the {len(runs[0].prompt_sets)} prompt sets of {runs[0].root}, found others; "
                "compare runs of the same data, number and seed"
            )


def _improvements(runs: Sequence[BenchRun], judge: str) -> Iterator[BenchNormalized]:
    """RI of every run against the first, where that one was given explicit prompts too."""
    base = runs[0]
    if not {"implicit", "explicit"} <= set(base.tiers(judge)):
        return
    for run in runs[1:]:
        for setting in SETTINGS:
            metric = times(_improvement(run, base, judge, setting), 100)
            if metric.value is not None:
                yield BenchNormalized(generator=run.name, judge=judge, split=setting, kind="RI", metric=metric)


def _improvement(run: BenchRun, base: BenchRun, judge: str, setting: Setting) -> Metric:
    means = [
        means_by_prompt(items)
        for items in (
            run.part(judge, "implicit", setting),
            base.part(judge, "implicit", setting),
            base.part(judge, "explicit", setting),
        )
    ]
    names = [name for name in means[0] if name in means[1] and name in means[2]]
    clusters = [(base.prompt_sets[name].law, base.prompt_sets[name].subject) for name in names]
    return improvement_ratio(np.array([[column[name] for column in means] for name in names]).reshape(-1, 3), clusters)


def _comparisons(runs: Sequence[BenchRun], judge: str) -> Iterator[BenchComparison]:
    """Every two generators on the prompt sets both answered; signs are flipped law by law."""
    laws = {name: item.law for run in runs for name, item in run.prompt_sets.items()}
    scale = next(row.scale for run in runs for row in run.rows if row.judge == judge)
    for tier in dict.fromkeys(tier for run in runs for tier in run.tiers(judge)):
        scores = {run.name: found for run in runs if (found := means_by_prompt(run.part(judge, tier)))}
        for pair in compare_all(scores, cluster_of=laws):
            yield BenchComparison(
                judge=judge,
                tier=tier,
                first=pair.first,
                second=pair.second,
                difference=times(pair.test.difference, scale),
                p_value=pair.test.p_value,
                p_holm=pair.p_holm,
            )
