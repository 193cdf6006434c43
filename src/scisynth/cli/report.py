"""`scisynth report RUN`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import JsonOption, emit, guarded


@guarded
def report(
    run: Annotated[Path, typer.Argument(help="A run folder with report/results.json, such as the demo's.")],
    as_json: JsonOption = False,
) -> None:
    """Write report.html, report.md and results.json again from a run's stored results; nothing is computed anew."""
    from scisynth.pipelines.reports import rebuild_report

    path = rebuild_report(run)
    emit({"report": str(path)}, as_json=as_json, text=f"open {path}")
