"""`scisynth lab build|show`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import JsonOption, SeedOption, SetOption, emit, guarded

app = typer.Typer(help="The lab: a miniature world in which the truth is known.", no_args_is_help=True)


@app.command("build")
@guarded
def build(
    name: Annotated[str, typer.Argument(help="lab-clip, lab-sciscore, lab-flux, lab-judge or lab-localizer.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write; the package's own weights when left out.")
    ] = None,
    seed: SeedOption = 0,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train one of the lab's models again, from its seed."""
    from scisynth.pipelines.lab_weights import build_lab_weights

    result = build_lab_weights(name, out, seed=seed, settings=settings or ())
    emit(result.to_dict(), as_json=as_json, text=f"{name} in {result.folder}: {result.summary}")


@app.command("show")
@guarded
def show(
    out: Annotated[Path, typer.Option("--out", help="PNG to write.")] = Path("lab.png"),
    law: Annotated[list[str] | None, typer.Option(help="Only this law. Repeatable.")] = None,
    setting: Annotated[str, typer.Option(help="S (plain background) or C (a place with distractors).")] = "S",
    num: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 16,
    size: Annotated[int, typer.Option(min=8, max=2048, help="Side of an image in pixels.")] = 192,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """A contact sheet of true (green) and false (red) scenes, with the derivation of each on stdout."""
    from scisynth.pipelines.lab.show import show_lab

    result = show_lab(out, laws=tuple(law or ()), setting=setting, num=num, size_px=size, seed=seed)
    text = "\n".join([f"{num} pairs in {out}", *(f"- {pair.derivation}" for pair in result.pairs)])
    emit(result.to_dict(), as_json=as_json, text=text)
