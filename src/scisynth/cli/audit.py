"""`scisynth audit`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded


@guarded
def audit(
    folder: Annotated[Path, typer.Argument(help="Results folder: images, CSV or JSON Lines tables.")],
    data: Annotated[
        Path | None, typer.Option("--data", help="File of the problems, for example scigenbench.json.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Report missing, broken and duplicate items in a results folder.

    Example:

    scisynth audit results/gemini-imgcoder --data scigenbench.json
    """
    from scisynth.pipelines.scigenbench.audit import audit_folder

    result = audit_folder(folder, data).to_dict()
    emit(result, as_json=as_json, text="\n".join(_lines(result)))


def _lines(result: dict[str, Any]) -> list[str]:
    images = result["pictures"]
    expected = f" of {result['expected']} expected" if result["expected"] else ""
    lines = [f"{images['found']} images{expected}"]
    lines += [f"  {kind}: {_ids(found)}" for kind, found in images["faults"].items()]
    for table in result["tables"]:
        lines.append(f"{table['file']}: {table['rows']} rows for {table['items']} items")
        lines += [
            f"  {kind.replace('_', ' ')}: {_ids(table[kind])}"
            for kind in ("broken_lines", "duplicates", "missing", "unknown")
            if table[kind]["count"]
        ]
        lines += [f"    {reason}" for reason in table["broken_reasons"][:3]]
        if quiz := table["quiz"]:
            lines.append(
                f"  R_inv {_percent(quiz['r_inv_as_published'])} over {quiz['items_answered']} answered items as published, "
                f"{_percent(quiz['r_inv_of_all'])} over all {quiz['items_expected']}; per quiz {_percent(quiz['per_quiz'])}"
            )
            if quiz["unreadable"]["count"]:
                lines.append(f"  neither right nor wrong: {_ids(quiz['unreadable'])}")
            if without := quiz["special_rows"].get("without an id"):
                lines.append(f"  rows without an id, counted nowhere: {without}")
    return lines


def _percent(fraction: float | None) -> str:
    return "-" if fraction is None else f"{100 * fraction:.2f} %"


def _ids(found: dict[str, Any]) -> str:
    more = ", ..." if found["count"] > len(found["first"]) else ""
    return f"{found['count']} ({', '.join(found['first'])}{more})"
