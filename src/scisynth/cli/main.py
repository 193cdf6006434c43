"""`scisynth`: the command tree. Verbs import what they need when they run, so that `--help` answers at once."""

import os
from typing import Annotated

import typer

from scisynth import __version__
from scisynth.cli import (
    align,
    audit,
    bench,
    curate,
    demo,
    doctor,
    export,
    generate,
    imgcoder,
    instruments,
    judge,
    lab,
    plan,
    prompts,
    report,
    reward,
    score,
    serve,
    student,
    tuples,
)
from scisynth.cli.shared import emit
from scisynth.cli.verb import CommandTree, Verb
from scisynth.training.processes import leave_processes

# These libraries print advice to programmers, which would hide the one line that tells a user what to fix.
for library in ("TRANSFORMERS", "DIFFUSERS"):
    os.environ.setdefault(f"{library}_VERBOSITY", "error")

app = typer.Typer(
    name="scisynth",
    cls=CommandTree,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        emit({"version": __version__}, as_json=False, text=f"scisynth {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Make text-to-image models scientifically right: measure, reward, train, draw.

    Start with `scisynth demo`, or `scisynth score "an unripe tomato" a.png b.png`.
    """


app.command("demo", cls=Verb)(demo.demo)
app.command("score")(score.score)
app.add_typer(prompts.app, name="prompts")
app.add_typer(tuples.app, name="tuples")
app.add_typer(lab.app, name="lab")
app.add_typer(reward.app, name="reward")
app.add_typer(align.app, name="align")
app.command("generate", cls=Verb)(generate.generate)
app.add_typer(judge.app, name="judge")
app.add_typer(bench.app, name="bench")
app.add_typer(imgcoder.app, name="imgcoder")
app.add_typer(curate.app, name="curate")
app.add_typer(student.app, name="student")
app.command("serve", cls=Verb)(serve.serve)
app.add_typer(instruments.app, name="instruments")
app.command("audit")(audit.audit)
app.command("plan", cls=Verb)(plan.plan)
app.command("report")(report.report)
app.add_typer(export.app, name="export")
app.command("doctor")(doctor.doctor)


def run() -> None:
    """Entry point of the console script."""
    try:
        app()
    finally:
        leave_processes()


if __name__ == "__main__":
    run()
