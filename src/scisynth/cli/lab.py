"""`scisynth lab build|show`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import JsonOption, RunOptions, SeedOption, law_words
from scisynth.cli.shared import emit, guarded
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.core.config import Config

app = typer.Typer(help="Build and show the lab, a synthetic world with known ground truth.", no_args_is_help=True)
LAB_MODELS = ("lab-clip", "lab-sciscore", "lab-flux", "lab-judge", "lab-localizer", "lab-vlm", "lab-crystal")


def _lab_models(incomplete: str) -> list[str]:
    return [name for name in LAB_MODELS if name.startswith(incomplete)]


def _laws(incomplete: str) -> list[str]:
    return [name for name in law_words() if name.startswith(incomplete)]


def _start(name: str) -> "Config":
    from scisynth.pipelines.lab.weights import lab_weights_config

    return lab_weights_config(name)


@app.command("build", cls=Verb)
@configured("", start=_start)
def build(
    config: "Config",
    run: RunOptions,
    name: Annotated[str, typer.Argument(help=f"{', '.join(LAB_MODELS)}.", autocompletion=_lab_models)],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write. Default: the weights in the package.")
    ] = None,
) -> None:
    """Train a packaged lab model again from its seed.

    Example:

    scisynth lab build lab-sciscore --out out/lab-sciscore
    """
    from scisynth.pipelines.lab.weights import build_lab_weights

    result = build_lab_weights(name, config, out, seed=run.seed)
    emit(result.to_dict(), as_json=run.as_json, text=f"{name} in {result.folder}: {result.summary}")


@app.command("show")
@guarded
def show(
    out: Annotated[Path, typer.Option("--out", help="PNG to write.")] = Path("lab.png"),
    law: Annotated[
        list[str] | None,
        typer.Option(
            help="Law to show: a name, or `extended`. Repeatable. Default: the sixteen.", autocompletion=_laws
        ),
    ] = None,
    setting: Annotated[str, typer.Option(help="S: plain background. C: a place with distractors.")] = "S",
    num: Annotated[int, typer.Option(min=1, help="Number of image pairs.")] = 16,
    size: Annotated[int, typer.Option(min=8, max=2048, help="Width and height of an image in pixels.")] = 192,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Draw a contact sheet of true (green) and false (red) scenes; print the derivation of each.

    Example:

    scisynth lab show --law buoyancy --out lab.png
    """
    from scisynth.pipelines.lab.show import show_lab

    result = show_lab(out, laws=tuple(law or ()), setting=setting, num=num, size_px=size, seed=seed)
    text = "\n".join([f"{num} pairs in {out}", *(f"- {pair.derivation}" for pair in result.pairs)])
    emit(result.to_dict(), as_json=as_json, text=text)
