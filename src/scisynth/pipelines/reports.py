"""Writing a report again from stored results."""

from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.reports.benchmark.write import read_bench_results, write_bench_report
from scisynth.reports.reward.write import read_results, read_stored, write_report


def rebuild_report(run: Path) -> Path:
    """Reads `report/results.json` of a run folder and writes the report beside it; nothing is computed anew."""
    folder = run / "report" if (run / "report").is_dir() else run
    if not (folder / "results.json").is_file():
        raise DataError(
            f"{run}: expected a run with report/results.json, found none; run `scisynth demo --out {run}` first"
        )
    if read_stored(folder).get("kind") == "bench":
        return write_bench_report(read_bench_results(folder), folder)
    return write_report(read_results(folder), folder)
