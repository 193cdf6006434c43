"""Writing a report again from stored results."""

from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.store import read_manifest
from scisynth.pipelines.science_t2i.report import write_run_pages
from scisynth.pipelines.science_t2i.rows import COMMAND, read_run
from scisynth.pipelines.science_t2i.summarize import read_stored_result
from scisynth.reports.benchmark.write import read_bench_results, write_bench_report
from scisynth.reports.reward.write import read_results, read_stored, write_report


def rebuild_report(run: Path) -> Path:
    """Writes the report of a run folder again from its stored results; no number is computed again.

    Those of `bench science-t2i` are in `results.json`, those of other runs and of a leaderboard in `report/results.json`.
    """
    if (run / "manifest.json").is_file() and read_manifest(run)["command"] == COMMAND:
        result = read_stored_result(run)
        if result is not None:
            return write_run_pages(result, read_run(run))
    folder = run / "report" if (run / "report").is_dir() else run
    if not (folder / "results.json").is_file():
        raise DataError(
            f"{run}: expected a run with report/results.json, found none; give a run of `demo`, `bench science-t2i` or "
            "`bench leaderboard`"
        )
    if read_stored(folder).get("kind") == "bench":
        return write_bench_report(read_bench_results(folder), folder)
    return write_report(read_results(folder), folder)
