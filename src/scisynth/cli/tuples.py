"""`scisynth tuples build|check|show|export`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import (
    EXIT_FAILED_ITEMS,
    ConfigOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    emit,
    guarded,
)

app = typer.Typer(help="Prompt triples with a true and a false picture.", no_args_is_help=True)
DataArgument = Annotated[Path, typer.Argument(help="A Parquet file, a folder of them, or a run folder.")]
SplitOption = Annotated[str | None, typer.Option(help="train, val, test_S or test_C; all when left out.")]


@app.command("build")
@guarded
def build(
    out: OutOption,
    num: Annotated[int | None, typer.Option(help="Tuples in all splits together.")] = None,
    law: Annotated[list[str] | None, typer.Option(help="Only this law. Repeatable.")] = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a tuple data set with the lab: Parquet by split, as `datasets.load_dataset` opens it."""
    from scisynth.core.store import RunFolder
    from scisynth.recipes.lab import LabTuplesConfig, build_lab_tuples
    from scisynth.tuples.check import describe_tuples
    from scisynth.tuples.parquet import read_tuples

    given = {"num": num, "laws": tuple(law) if law else None}
    chosen = (LabTuplesConfig.load(config) if config else LabTuplesConfig()).replace(given).override(settings or ())
    folder = build_lab_tuples(chosen, RunFolder(out, chosen, command="tuples build", seed=seed), seed)
    tuples = read_tuples(folder)
    broken = sum(item.status != "ok" for item in tuples)
    result = {"out": str(out), "data": str(folder), "num": len(tuples), "broken": broken, **describe_tuples(tuples)}
    emit(result, as_json=as_json, text=f"{len(tuples)} tuples in {folder}, {broken} broken")
    if broken:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("check")
@guarded
def check(data: DataArgument, split: SplitOption = None, as_json: JsonOption = False) -> None:
    """Decode every picture and report what is missing, corrupt, doubled or leaking between splits."""
    from scisynth.recipes.checking import check_data_set

    result, text = check_data_set(data, split)
    emit(result, as_json=as_json, text=text)
    if result["broken"]:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("show")
@guarded
def show(
    data: DataArgument,
    out: Annotated[Path, typer.Option("--out", help="PNG to write.")] = Path("tuples.png"),
    num: Annotated[int, typer.Option(min=1, help="How many tuples, spread over the set.")] = 12,
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """A contact sheet: the true picture in green, the false one in red, the prompt beneath."""
    from scisynth.core.images import png_bytes
    from scisynth.core.store import write_atomic
    from scisynth.tuples.parquet import read_tuples
    from scisynth.tuples.show import contact_sheet_of

    tuples = read_tuples(data, split)
    step = max(1, len(tuples) // num)
    chosen = tuples[::step][:num]
    write_atomic(out, png_bytes(contact_sheet_of(chosen)))
    emit({"out": str(out), "num": len(chosen)}, as_json=as_json, text=f"{len(chosen)} tuples drawn in {out}")


@app.command("export")
@guarded
def export(
    data: DataArgument,
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an ImageFolder with metadata.jsonl, the original picture bytes kept."""
    from scisynth.tuples.export import export_imagefolder
    from scisynth.tuples.parquet import read_tuples

    tuples = read_tuples(data, split)
    report = export_imagefolder(tuples, out)
    result = {"out": str(out), "num": report.n, "left_out": report.left_out}
    emit(result, as_json=as_json, text=f"{report.n} tuples in {out}, {len(report.left_out)} left out")
