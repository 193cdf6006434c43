"""Checking a tuple data set: integrity and statistics in one answer."""

from pathlib import Path
from typing import Any

from scisynth.tuples.check import check_tuples, describe_tuples
from scisynth.tuples.parquet import read_tuples


def check_data_set(data: Path, split: str | None) -> tuple[dict[str, Any], str]:
    """The JSON of `tuples check`, and the same for people."""
    tuples = read_tuples(data, split)
    report = check_tuples(tuples).to_dict()
    result = {**report, "statistics": describe_tuples(tuples)}
    lines = [f"{report['n']} tuples, {report['ok']} sound, {len(report['broken'])} broken"]
    lines += [f"  broken {row['id']}: {row['reason']}" for row in report["broken"]]
    lines += [f"  leak of a {leak['what']}: {', '.join(leak['ids'])}" for leak in report["leaks"]]
    for finding in ("same_picture_on_both_sides", "same_prompt_on_both_sides", "shared_pictures", "repeated_ids"):
        if report[finding]:
            lines.append(f"  {finding.replace('_', ' ')}: {len(report[finding])}, see --json")
    lines += [f"  {name}: {count}" for name, count in result["statistics"].get("by_law", {}).items()]
    return result, "\n".join(lines)
