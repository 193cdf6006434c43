"""`scisynth tuples build|import|check|show|export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scisynth.cli.options import LAWS, EngineOption, JsonOption, RunOptions, Setting
from scisynth.cli.shared import EXIT_FAILED_ITEMS, emit, guarded
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.pipelines.lab.tuples import LabTuplesConfig

app = typer.Typer(
    help="Build, import, check and export tuples: three prompts with a true and a false image.", no_args_is_help=True
)
DataArgument = Annotated[Path, typer.Argument(help="Parquet file, folder of Parquet files, or run folder.")]
SplitOption = Annotated[str | None, typer.Option(help="train, val, test_S or test_C. Default: all.")]


@app.command("build", cls=Verb)
@configured(
    "scisynth.pipelines.lab.tuples:LabTuplesConfig",
    Setting(option="--num", path="num"),
    LAWS,
)
def build(config: "LabTuplesConfig", run: RunOptions, engine: EngineOption = "local") -> None:
    """Draw a tuple data set with the lab: Parquet by split, for `datasets.load_dataset`.

    Example:

    scisynth tuples build --num 2000 --out out/tuples
    scisynth tuples build --num 200000 --engine ray:10.0.0.5:6379 --out out/tuples
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.lab.tuples import run_tuples_build

    result = run_tuples_build(config, run.out, seed=run.seed, engine=engine_of(engine))
    emit(result.to_dict(), as_json=run.as_json, text=f"{result.num} tuples in {result.data}, {result.broken} broken")
    if result.broken:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("import")
@guarded
def import_(
    source: Annotated[
        Path,
        typer.Argument(help="CSV, TSV, JSON, JSON Lines or Parquet table, or a folder of images with such a table."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write. Must be new or empty.")],
    names: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=NAME", help="A tuple column, and its name in the table. Repeatable."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", help="Folder of the images. Default: the folder of the table.")
    ] = None,
    pairs: Annotated[
        bool,
        typer.Option(
            "--pairs", help="Preference pairs: one prompt, a chosen and a rejected image; also folders w/ and l/."
        ),
    ] = False,
    split: Annotated[str, typer.Option(help="Split of rows that name none.")] = "train",
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out unusable rows, and count them.")
    ] = False,
    license_name: Annotated[
        str, typer.Option("--license", help="License of images and texts, for the data card.")
    ] = "",
    origin: Annotated[str, typer.Option("--source", help="Origin of the data, for the data card.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Import a tuple data set from a table with image paths, an image folder, or Parquet.

    Examples:

    scisynth tuples import pairs.csv --out out/mine --map implicit_prompt=question --license CC-BY-4.0
    scisynth tuples import preferences.csv --pairs --out out/mine
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
        is_pairs=pairs,
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
    """Decode every image; report missing, corrupt, duplicate and leaked items.

    Example:

    scisynth tuples check out/tuples
    """
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
    num: Annotated[int, typer.Option(min=1, help="Number of tuples, evenly spaced over the data set.")] = 12,
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a contact sheet: true images framed in green, false ones in red.

    Example:

    scisynth tuples show out/tuples --out tuples.png
    """
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
    kind: Annotated[
        Literal["imagefolder", "diffusion-dpo", "kohya", "trl-dpo"],
        typer.Option("--format", help="An ImageFolder with all of it, or the pairs of a preference trainer."),
    ] = "imagefolder",
    caption: Annotated[
        Literal["implicit", "explicit"], typer.Option(help="For pairs: the prompt that both images are for.")
    ] = "implicit",
    as_json: JsonOption = False,
) -> None:
    """Write an ImageFolder with metadata.jsonl, or pairs for a preference trainer; image bytes stay unchanged.

    Examples:

    scisynth tuples export out/tuples --out out/folder
    scisynth tuples export out/tuples --format diffusion-dpo --out out/pairs
    """
    from scisynth.tuples.export import export_imagefolder
    from scisynth.tuples.export_pairs import export_pairs
    from scisynth.tuples.parquet import read_tuples

    tuples = read_tuples(data, split)
    report = (
        export_imagefolder(tuples, out) if kind == "imagefolder" else export_pairs(tuples, out, kind, caption=caption)
    )
    result = {"out": str(out), "num": report.n, "left_out": report.left_out}
    emit(result, as_json=as_json, text=f"{report.n} tuples in {out}, {len(report.left_out)} left out")
