"""`scisynth imgcoder stock`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded, read_families, table


@guarded
def stock(
    image_type: Annotated[str, typer.Option("--type", help="Image type, or `all`.")] = "all",
    families: Annotated[
        str, typer.Option("--families", help="Families to measure, comma-separated. Default: all of the type.")
    ] = "",
    num: Annotated[int, typer.Option(min=54, help="Draws per family that are counted.")] = 300,
    out: Annotated[Path | None, typer.Option(help="Folder for stock.json and stock.md.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how many different figures each family has, and how often its quizzes are guessed without the figure.

    Examples:

    scisynth imgcoder stock --type "Physics - Mechanical"
    scisynth imgcoder stock --num 1000 --out out/stock        (all families; minutes)
    """
    from scisynth.pipelines.families.stock import run_stock

    result = run_stock(image_type, read_families(families) if families else (), num=num, out=out)
    rows = [("family", "distinct", "answers", "top answer", "guess rate", "near duplicates")]
    for row in result.families:
        near = "-" if row.near_duplicates is None else f"{row.near_duplicates:.1%}"
        rows.append(
            (
                row.family,
                f"{row.distinct}/{row.draws}",
                str(row.answers),
                f"{row.top_answer:.0%}",
                f"{row.guess_rate:.0%}",
                near,
            )
        )
    rows.append(("all", "", "", "", f"{result.guess_rate:.0%}", ""))
    emit(result.to_dict(), as_json=as_json, text=table(rows))
