"""`scisynth imgcoder match`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded, table


@guarded
def match(
    file: Annotated[
        Path, typer.Argument(help="Problems: JSON, JSON Lines, CSV or Parquet, as `bench scigenbench` takes.")
    ],
    image_type: Annotated[str, typer.Option("--type", help="Only problems of this image type. Default: all.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder for matches.jsonl, the figures and a page. Default: draw nothing.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that draw.")] = 2,
    as_json: JsonOption = False,
) -> None:
    """Say for each problem which figure family could draw it, or why none could; draw it where its numbers can be read.

    No model takes part: each family declares which words a problem must have. Pass --json for the reason of every problem.

    Examples:

    scisynth imgcoder match problems.json
    scisynth imgcoder match problems.json --type "Physics - Circuit" --out out/match
    """
    from scisynth.pipelines.families.match import run_match

    result = run_match(file, out, image_type=image_type, workers=workers)
    rows = [("image type", "problems", "a family could draw", "drawn with its numbers")]
    for kind, found in sorted(result.types.items()):
        rows.append((kind or "-", str(found.problems), f"{found.matched / found.problems:.0%}", str(found.drawn)))
    rows.append(("all", str(len(result.problems)), f"{result.share:.0%}", str(result.drawn)))
    where = f"\n\nopen {result.gallery}" if result.gallery else "" if out else "\n\nadd --out FOLDER to draw them"
    emit(result.to_dict(), as_json=as_json, text=table(rows) + where)
