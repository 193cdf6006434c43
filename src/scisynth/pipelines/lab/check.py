"""Checking a tuple data set: integrity and statistics in one answer."""

from pathlib import Path

from scisynth.pipelines.lab.results import TupleCheck
from scisynth.tuples.check import check_tuples, describe_tuples
from scisynth.tuples.parquet import read_tuples


def check_data_set(data: Path, split: str | None) -> TupleCheck:
    """Decodes every image of a Parquet file, a folder of them or a run folder; of one split, or of all."""
    tuples = read_tuples(data, split)
    return TupleCheck(report=check_tuples(tuples), statistics=describe_tuples(tuples))


def check_words(check: TupleCheck) -> str:
    """The result for people."""
    report = check.report
    lines = [f"{report.n} tuples, {report.ok} sound, {len(report.broken)} broken"]
    lines += [f"  broken {name}: {reason}" for name, reason in report.broken]
    lines += [f"  leak of a {leak.what}: {', '.join(leak.ids)}" for leak in report.leaks]
    doubled = {
        "same picture on both sides": report.same_picture_on_both_sides,
        "same prompt on both sides": report.same_prompt_on_both_sides,
        "shared pictures": report.shared_pictures,
        "repeated ids": report.repeated_ids,
    }
    lines += [f"  {finding}: {len(found)}, see --json" for finding, found in doubled.items() if found]
    lines += [f"  {name}: {count}" for name, count in check.statistics.get("by_law", {}).items()]
    return "\n".join(lines)
