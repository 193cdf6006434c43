"""`scisynth tuples build|import|check|show|export`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import (
    EXIT_FAILED_ITEMS,
    ConfigOption,
    JsonOption,
    LawsOption,
    OutOption,
    SeedOption,
    SetOption,
    emit,
    guarded,
)

app = typer.Typer(help="Prompt triples with a true and a false image.", no_args_is_help=True)
DataArgument = Annotated[Path, typer.Argument(help="A Parquet file, a folder of them, or a run folder.")]
SplitOption = Annotated[str | None, typer.Option(help="train, val, test_S or test_C; all when left out.")]


@app.command("build")
@guarded
def build(
    out: OutOption,
    num: Annotated[int | None, typer.Option(help="Tuples in all splits together.")] = None,
    law: LawsOption = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a tuple data set with the lab: Parquet by split, as `datasets.load_dataset` opens it."""
    from scisynth.pipelines.lab.tuples import LabTuplesConfig, run_tuples_build

    given = {"num": num, "laws": tuple(law) if law else None}
    chosen = (LabTuplesConfig.load(config) if config else LabTuplesConfig()).replace(given).override(settings or ())
    result = run_tuples_build(chosen, out, seed=seed)
    emit(result.to_dict(), as_json=as_json, text=f"{result.num} tuples in {result.data}, {result.broken} broken")
    if result.broken:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("import")
@guarded
def import_(
    source: Annotated[
        Path, typer.Argument(help="A CSV, TSV, JSON, JSON Lines or Parquet table, or a folder of images with one.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write; must be new or empty.")],
    names: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=NAME", help="The table calls COLUMN by another NAME. Repeatable."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", help="Folder that paths are relative to. Default: the table's own.")
    ] = None,
    split: Annotated[str, typer.Option(help="Split of rows that name none.")] = "train",
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out rows that cannot be used, and count them.")
    ] = False,
    license_name: Annotated[str, typer.Option("--license", help="Of images and texts; noted in the card.")] = "",
    origin: Annotated[str, typer.Option("--source", help="Where they are from; noted in the card.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Make a tuple data set of a table with image paths, an image folder, or Parquet that points at its images.

    scisynth tuples import pairs.csv --out out/mine --map implicit_prompt=question --license CC-BY-4.0
    """
    from scisynth.core.splits import plain_split
    from scisynth.tuples.importing import parse_names
    from scisynth.tuples.write_import import import_tuples

    result = import_tuples(
        source,
        out,
        names=parse_names(names or ()),
        images=images,
        split=plain_split(split),
        skip_broken=skip_broken,
        license_name=license_name,
        origin=origin,
    )
    left_out = result["left_out"]
    lines = [f"{result['num']} tuples in {out}, {len(left_out)} left out"]
    lines += [f"  {row['place']}: {row['reason']}" for row in left_out]
    lines += [f"columns not used: {', '.join(result['ignored_columns'])}"] if result["ignored_columns"] else []
    emit(result, as_json=as_json, text="\n".join(lines))
    if left_out:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("check")
@guarded
def check(data: DataArgument, split: SplitOption = None, as_json: JsonOption = False) -> None:
    """Decode every image and report what is missing, corrupt, doubled or leaking between splits."""
    from scisynth.pipelines.lab.check import check_data_set, check_words

    result = check_data_set(data, split)
    emit(result.to_dict(), as_json=as_json, text=check_words(result))
    if result.report.broken:
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
    """A contact sheet: the true image in green, the false one in red, the prompt beneath."""
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
    """Write an ImageFolder with metadata.jsonl, the original image bytes kept."""
    from scisynth.tuples.export import export_imagefolder
    from scisynth.tuples.parquet import read_tuples

    tuples = read_tuples(data, split)
    report = export_imagefolder(tuples, out)
    result = {"out": str(out), "num": report.n, "left_out": report.left_out}
    emit(result, as_json=as_json, text=f"{report.n} tuples in {out}, {len(report.left_out)} left out")
