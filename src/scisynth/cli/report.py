"""`scisynth report RUN`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded


@guarded
def report(
    run: Annotated[Path, typer.Argument(help="Run folder of `demo`, `bench science-t2i` or `bench leaderboard`.")],
    as_json: JsonOption = False,
) -> None:
    """Write report.html and report.md again from the stored results of a run.

    Example:

    scisynth report out/demo
    """
    from scisynth.pipelines.reports import rebuild_report

    path = rebuild_report(run)
    emit({"report": str(path)}, as_json=as_json, text=f"open {path}")
