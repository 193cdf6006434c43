"""`scisynth export results|questions`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import JsonOption, RunOptions, Setting
from scisynth.cli.shared import emit, guarded
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.pipelines.exports.questions import QuestionsConfig

app = typer.Typer(
    help="Hand results and questions to other evaluation frameworks: inspect_ai, lmms-eval, VLMEvalKit.",
    no_args_is_help=True,
)


@app.command("results")
@guarded
def results(
    run: Annotated[
        Path, typer.Argument(help="Finished run of `bench science-t2i`, `bench scigenbench` or `student eval`.")
    ],
    out: Annotated[Path, typer.Option("--out", help="New folder for the log.")],
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="Embed small copies of the images in the log.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Write a run as a log of inspect_ai, which `inspect view` and `read_eval_log` open. Failures stay unscored.

    Example:

    scisynth export results out/base --out out/base-log
    """
    from scisynth.pipelines.exports.results import export_results

    found = export_results(run, out, with_images=images)
    unscored = f", {found.unscored} without a score" if found.unscored else ""
    emit(
        found.to_dict(),
        as_json=as_json,
        text=f"{found.log}: {found.samples} samples{unscored}\ninspect view --log-dir {out}",
    )


@app.command("questions", cls=Verb)
@configured(
    "scisynth.pipelines.exports.questions:QuestionsConfig",
    Setting(option="--protocol", path="protocol"),
    Setting(option="--data", path="data"),
    Setting(option="--images", path="images"),
    Setting(option="--num", path="num"),
)
def questions(
    config: "QuestionsConfig",
    run: RunOptions,
    *,
    framework: Annotated[str, typer.Option("--format", help="lmms-eval or vlmevalkit.")] = "lmms-eval",
) -> None:
    """Write the multimodal questions of a test set as a task of lmms-eval or VLMEvalKit, graded by our checker.

    Examples:

    scisynth export questions --protocol families --data out/items --format lmms-eval --out out/lmms-eval
    scisynth export questions --protocol seephys --data seephys.json --images seephys_images --format vlmevalkit --out out/vlm
    """
    from scisynth.pipelines.exports.questions import export_questions

    found = export_questions(config, run.out, framework=framework)
    emit(found.to_dict(), as_json=run.as_json, text=f"{found.out}: {found.questions} questions\n{found.command}")
