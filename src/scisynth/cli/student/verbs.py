"""`scisynth student data|check|export|sft|grpo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import JsonOption, RunOptions, Setting
from scisynth.cli.shared import EXIT_FAILED_ITEMS, emit, guarded, read_families, read_words
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from collections.abc import Callable

    from scisynth.core.config import Config
    from scisynth.pipelines.students.config import (
        SelectionConfig,
        StudentDataConfig,
        StudentGrpoConfig,
        StudentSftConfig,
    )
    from scisynth.pipelines.students.results import StudentTrainingResult
    from scisynth.students.items import TrainingItem
    from scisynth.students.pixels import PixelReport

app = typer.Typer(
    help="Turn verified images into training data of multimodal models, and measure what it is worth.",
    no_args_is_help=True,
)
DataArgument = Annotated[Path, typer.Argument(help="Folder written by `student data`.")]


@app.command("data", cls=Verb)
@configured(
    "scisynth.pipelines.students.config:StudentDataConfig",
    Setting(option="--sources", path="sources", is_one_word=True, read=read_words),
    Setting(option="--num", path="num"),
    Setting(option="--type", path="image_type"),
    Setting(option="--families", path="families", is_one_word=True, read=read_families),
    Setting(option="--level", path="level"),
    Setting(option="--questions", path="questions"),
    Setting(option="--problems", path="problems"),
    Setting(option="--against", path="against", is_one_word=True, read=read_words),
)
def data(config: "StudentDataConfig", run: RunOptions) -> None:
    """Write training items: image, question without its values, typed answer, wrong answers, verification.

    Examples:

    scisynth student data --num 1400 --out out/items
    scisynth student data --sources families,out/tuples --against scigen.json --out out/items
    """
    from scisynth.pipelines.students.data import run_student_data

    result = run_student_data(config, run.out, seed=run.seed)
    splits = ", ".join(f"{num} {split}" for split, num in result.by_split.items())
    dropped = f"; {len(result.dropped)} stand in test sets and were left out" if result.dropped else ""
    refused = f"; {len(result.refused)} on which the reward errs were left out" if result.refused else ""
    text = f"{result.items} items in {result.out} ({splits}){dropped}{refused}"
    emit(result.to_dict(), as_json=run.as_json, text=text)


@app.command("check")
@guarded
def check(
    folder: DataArgument,
    against: Annotated[str, typer.Option(help="Test sets that training items must not overlap, comma-separated.")] = "",
    model: Annotated[str, typer.Option(help="Also tell what the processor of this model makes of the images.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Test the reward before any training: gold answers earn 1, wrong and empty ones 0; images exist; no test set is in it.

    Examples:

    scisynth student check out/items --against scigen.json
    scisynth student check out/items --model Qwen/Qwen3-VL-2B-Instruct
    """
    from scisynth.pipelines.students.export import run_student_check

    result = run_student_check(folder, against=read_words(against), look=_looker(model, folder) if model else None)
    lines = [f"{fault.id}: {fault.fault}: {fault.detail}" for fault in result.reward.faults[:20]]
    lines += [f"{name}: {reason}" for name, reason in result.broken_images[:20]]
    lines += [f"{item.id}: stands in {item.test_set} ({item.by} {item.detail})" for item in result.overlaps[:20]]
    lines.append(
        f"{result.reward.items} items: {len(result.reward.faults)} on which the reward errs, {len(result.broken_images)} without "
        f"their image, {len(result.overlaps)} in a test set; {result.reward.top_answer:.0%} are right for somebody who always "
        "gives the usual answer"
    )
    lines += [result.reward.verdict] if result.reward.verdict else []
    lines += [_pixel_words(result.pixels)] if result.pixels else []
    emit(result.to_dict(), as_json=as_json, text="\n".join(lines))
    if not result.passed:
        raise typer.Exit(EXIT_FAILED_ITEMS)


def _looker(model: str, folder: Path) -> "Callable[[list[TrainingItem]], PixelReport]":
    from scisynth.pipelines.students.train import look_at_images
    from scisynth.students.settings import StudentTraining

    return lambda items: look_at_images(StudentTraining(model=model), items, folder)


def _pixel_words(found: "PixelReport") -> str:
    words = (
        f"{found.upscaled} of {found.images} images are enlarged by the processor; {found.tokens:.0f} tokens on average"
    )
    if found.too_large:
        return f"{words}; {found.largest} pixels make {found.most_tokens:.0f} tokens, more than the {found.context} that the model reads"
    return f"{words}; the largest ({found.largest}) {found.most_tokens:.0f} of {found.context} that the model reads"


@app.command("export", cls=Verb)
@configured(
    "scisynth.pipelines.students.config:SelectionConfig",
    Setting(option="--filter", path="filter"),
    Setting(option="--flawed", path="flawed"),
    Setting(option="--level", path="level"),
    Setting(option="--num", path="num"),
)
def export(
    config: "SelectionConfig",
    run: RunOptions,
    *,
    folder: DataArgument,
    format_name: Annotated[
        str, typer.Option("--format", help="trl-sft, trl-grpo, easyr1, verl, ms-swift, llamafactory or parquet.")
    ] = "trl-grpo",
    push_to_hub: Annotated[
        str, typer.Option("--push-to-hub", metavar="ORG/NAME", help="Also upload to this data set repository.")
    ] = "",
    public: Annotated[bool, typer.Option("--public", help="A repository that is new is public.")] = False,
) -> None:
    """Write the rows of a trainer, each with one image and an answer that its reward can read.

    Examples:

    scisynth student export out/items --format trl-grpo --out out/rows
    scisynth student export out/items --format llamafactory --flawed 0.5 --num 1000 --out out/half-flawed
    scisynth student export out/items --format parquet --push-to-hub me/figures --out out/figures-for-all
    """
    from scisynth.pipelines.students.export import check_repo, push_export, run_student_export

    check_repo(push_to_hub)
    result = run_student_export(folder, run.out, config, format_name=format_name, seed=run.seed)
    if push_to_hub:
        push_export(result, push_to_hub, public=public)
    splits = ", ".join(f"{num} {split}" for split, num in result.rows.items())
    pushed = f", pushed to {push_to_hub}" if push_to_hub else ""
    emit(result.to_dict(), as_json=run.as_json, text=f"{result.out}: rows for {result.format} ({splits}){pushed}")


HardwareOption = Annotated[
    str | None,
    typer.Option("--hardware", help="Recipe for 24gb, 80gb or 8x80gb (`student plan`). Default: the plain settings."),
]
ParityOption = Annotated[
    str, typer.Option("--parity", help="Of the recipe: fixed (our settings) or paper (as published).")
]


SELECTION = (
    Setting(option="--filter", path="selection.filter"),
    Setting(option="--flawed", path="selection.flawed"),
    Setting(option="--num", path="selection.num"),
)
"""Which items train."""


def _sft_recipe(model: str | None, hardware: str | None, parity: str) -> "Config":
    from scisynth.pipelines.students.config import StudentSftConfig
    from scisynth.pipelines.students.recipes import student_recipe

    plain = StudentSftConfig()
    if hardware is None:
        return plain
    return StudentSftConfig(sft=student_recipe(model or plain.sft.model, hardware, parity)[0])


def _grpo_recipe(model: str | None, hardware: str | None, parity: str) -> "Config":
    from scisynth.pipelines.students.config import StudentGrpoConfig
    from scisynth.pipelines.students.recipes import student_recipe

    plain = StudentGrpoConfig()
    if hardware is None:
        return plain
    return StudentGrpoConfig(grpo=student_recipe(model or plain.grpo.model, hardware, parity)[1])


@app.command("sft", cls=Verb)
@configured(
    "scisynth.pipelines.students.config:StudentSftConfig",
    Setting(option="--model", path="sft.model"),
    Setting(option="--start", path="sft.start"),
    Setting(option="--steps", path="sft.max_steps"),
    *SELECTION,
    start=_sft_recipe,
)
def sft(
    config: "StudentSftConfig",
    run: RunOptions,
    *,
    folder: DataArgument,
    hardware: HardwareOption = None,
    parity: ParityOption = "fixed",
) -> None:
    """Fine-tune a vision-language model on the replies of training items, with LoRA.

    Examples:

    scisynth student sft out/items --model Qwen/Qwen3-VL-2B-Instruct --out out/sft
    accelerate launch --num_processes 8 -m scisynth student sft out/items --out out/sft
    """
    from scisynth.pipelines.students.train import run_student_sft

    _tell(run_student_sft(config, folder, run.out, seed=run.seed), as_json=run.as_json)


@app.command("grpo", cls=Verb)
@configured(
    "scisynth.pipelines.students.config:StudentGrpoConfig",
    Setting(option="--model", path="grpo.model"),
    Setting(option="--start", path="grpo.start"),
    Setting(option="--steps", path="grpo.max_steps"),
    *SELECTION,
    start=_grpo_recipe,
)
def grpo(
    config: "StudentGrpoConfig",
    run: RunOptions,
    *,
    folder: DataArgument,
    hardware: HardwareOption = None,
    parity: ParityOption = "fixed",
) -> None:
    """Train a vision-language model with the checker's reward: right answers earn 1, all else 0.

    Examples:

    scisynth student grpo out/items --model Qwen/Qwen3-VL-2B-Instruct --out out/grpo
    scisynth student grpo out/items --start out/sft --out out/sft-grpo
    scisynth student grpo out/items --model Qwen/Qwen3-VL-8B-Instruct --hardware 80gb --parity paper --out out/grpo
    scisynth student grpo out/items --flawed 0.5 --num 1000 --set grpo.num_generations=16 --out out/half-flawed
    """
    from scisynth.pipelines.students.train import run_student_grpo

    _tell(run_student_grpo(config, folder, run.out, seed=run.seed), as_json=run.as_json)


def _tell(result: "StudentTrainingResult", *, as_json: bool) -> None:
    loss = "" if result.last_loss is None else f", loss {result.first_loss:.4f} to {result.last_loss:.4f}"
    text = f"{result.adapter}: {result.steps} steps on {result.items} items{loss}"
    emit(result.to_dict(), as_json=as_json, text=text)
