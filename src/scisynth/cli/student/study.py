"""`scisynth student study`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import RUN, PlanOption, RunOptions, ShardOption
from scisynth.cli.shared import emit, shard_of
from scisynth.cli.verb import configured
from scisynth.core.errors import ConfigError

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.students.study.config import StudyConfig
    from scisynth.reports.students.study_results import StudyResult


def _start(study: Path | None) -> "Config":
    from scisynth.pipelines.students.study.config import StudyConfig

    return StudyConfig.load(study) if study else StudyConfig()


@configured("scisynth.pipelines.students.study.config:StudyConfig", start=_start)
def study(
    config: "StudyConfig",
    run: RunOptions,
    study: Annotated[
        Path | None, typer.Argument(metavar="STUDY.yaml", help="Arms, sizes, seeds, methods, tests; as --config.")
    ] = None,
    *,
    launch: Annotated[
        str,
        typer.Option(
            help="Words before each training, such as 'accelerate launch --num_processes 8'.", rich_help_panel=RUN
        ),
    ] = "",
    plan: PlanOption = False,
    shard: ShardOption = None,
) -> None:
    """Train arms that differ in their items alone, with several sizes and seeds, and say what the data tells of them.

    Verified against flawed items, against unfiltered ones, against grey images; each arm with as many items. The report has a sentence for each
    comparison, with an interval over test items and seeds, and the curve over the number of items.

    Examples:

    scisynth student study study.yaml --plan --out out/study
    scisynth student study study.yaml --out out/study
    """
    from scisynth.pipelines.students.study.run import plan_student_study, run_student_study

    if study and run.config:
        raise ConfigError(f"expected {study} or --config {run.config}, got both")
    if plan:
        planned = plan_student_study(config)
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    result = run_student_study(
        config, run.out, seed=run.seed, shard=shard_of(shard) if shard else (0, 1), launch=launch
    )
    emit(result.to_dict(), as_json=run.as_json, text=_text(result))
    if result.failures:
        raise typer.Exit(3)
    return None


def _text(result: "StudyResult") -> str:
    lines = [item.sentence for item in result.comparisons] + [item.sentence for item in result.scaling]
    lines += [f"{failure.cell}: {failure.reason}" for failure in result.failures]
    lines.append(f"{result.num_done} of {result.num_cells} trainings are evaluated")
    return "\n".join([*lines, f"open {result.report}"] if result.report else lines)
