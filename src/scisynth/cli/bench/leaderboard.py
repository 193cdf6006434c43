"""`scisynth bench leaderboard`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded, number, percent_of, table


@guarded
def leaderboard(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders of `bench science-t2i`, `bench scigenbench` or `student eval`.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    as_json: JsonOption = False,
) -> None:
    """Compare runs in one table with paired tests, next to the published results.

    Example:

    scisynth bench leaderboard out/base out/sft out/oft --out out/leaderboard
    """
    from scisynth.core.store import read_manifest
    from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard

    command = read_manifest(runs[0])["command"]
    if command == "bench scigenbench":
        return _figures(runs, out, as_json=as_json)
    if command == "student eval":
        return _students(runs, out, as_json=as_json)
    result = build_leaderboard(runs, out).to_dict()
    rows = [("generator", "judge", "tier", "score")]
    rows += [(row["generator"], row["judge"], row["tier"], number(row["overall"])) for row in result["rows"]]
    return emit(result, as_json=as_json, text=f"{table(rows)}\nopen {result['report']}")


def _figures(runs: Sequence[Path], out: Path, *, as_json: bool) -> None:
    from scisynth.pipelines.scigenbench.leaderboard import build_figure_board

    board = build_figure_board(runs, out)
    rows = [("generator", "judge", "R_inv", "claims that hold")]
    rows += [
        (row.generator, row.judge or "-", percent_of(row.quizzes.r_inv), percent_of(row.structural))
        for row in board.rows
    ]
    emit(board.to_dict(), as_json=as_json, text=f"{table(rows)}\nopen {board.report}")


def _students(runs: Sequence[Path], out: Path, *, as_json: bool) -> None:
    from scisynth.pipelines.students.evaluation.board import build_eval_board

    board = build_eval_board(runs, out)
    rows = [("protocol", "model", "avg@k", "blind", "image gain")]
    rows += [
        (row.protocol, row.model, percent_of(row.avg_at_k), percent_of(row.blind), percent_of(row.image_gain))
        for row in board.rows
    ]
    emit(board.to_dict(), as_json=as_json, text=f"{table(rows)}\nopen {board.report}")
