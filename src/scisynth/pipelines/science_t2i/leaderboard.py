"""Benchmark runs joined: one table, paired tests between every two generators, the published rows beside them.

The first run is the base: the relative improvement of the others is measured from its gap.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.store import write_json
from scisynth.pipelines.science_t2i.plan import detectable_sentence
from scisynth.pipelines.science_t2i.report import describe_runs, published_rows
from scisynth.pipelines.science_t2i.rows import BenchRun, read_run
from scisynth.reports.benchmark.write import write_bench_report


def build_leaderboard(folders: Sequence[Path], out: Path) -> dict[str, Any]:
    """Reads finished runs and writes their common report into `out`.

    Raises:
        DataError: a folder is no finished run, two runs are of one generator, or they asked about different situations.
    """
    runs = [read_run(folder) for folder in folders]
    _check_comparable(runs)
    described = describe_runs(
        runs,
        out,
        title="Science-T2I: " + ", ".join(run.name for run in runs),
        detectable=detectable_sentence(runs[0].situations.values()),
        checks=[],
    )
    path = write_bench_report(described, out / "report")
    values = described.model_copy(update={"items": ()}).to_dict()
    result = {
        "out": str(out),
        "report": str(path),
        "rows": [
            {key: cell[key] for key in ("generator", "judge", "tier", "unit", "overall", "by_field", "by_law")}
            for cell in values["cells"]
            if cell["split"] == "all"
        ],
        "comparisons": values["comparisons"],
        "normalized": values["normalized"],
        "published": published_rows(),
    }
    write_json(out / "leaderboard.json", result)
    return result


def _check_comparable(runs: Sequence[BenchRun]) -> None:
    twice = [name for name, count in Counter(run.name for run in runs).items() if count > 1]
    if twice:
        raise DataError(f"two runs are of the generator {twice[0]!r}; give each generator once")
    for run in runs[1:]:
        if run.situations.keys() != runs[0].situations.keys():
            raise DataError(
                f"{run.root}: expected the {len(runs[0].situations)} situations of {runs[0].root}, found others; "
                "compare runs of the same data, number and seed"
            )
