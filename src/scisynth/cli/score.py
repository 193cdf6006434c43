"""`scisynth score PROMPT IMAGE...`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import JsonOption, emit, guarded, table


@guarded
def score(
    prompt: Annotated[str, typer.Argument(help='What the picture should be true to, e.g. "an unripe tomato".')],
    images: Annotated[list[Path], typer.Argument(help="PNG, JPEG or WEBP files.")],
    model: Annotated[
        str,
        typer.Option(help="lab-sciscore, a CLIP folder, a `reward train` run, or a hub id such as Jialuo21/SciScore."),
    ] = "lab-sciscore",
    as_json: JsonOption = False,
) -> None:
    """Score pictures against a prompt: raw logit, cosine, and the probability that each is the true one.

    Logits compare pictures of ONE prompt by one model; see docs/rewards.md. lab-sciscore knows only the lab's
    drawings: for photos use --model Jialuo21/SciScore.
    """
    from scisynth.recipes.scoring import score_images

    result = score_images(prompt, images, model)
    rows = [("picture", "logit", "cosine", "probability")]
    rows += [
        (row["image"], f"{row['score']:.3f}", f"{row['cosine']:.4f}", f"{row['probability']:.3f}")
        for row in result["scores"]
    ]
    emit(result, as_json=as_json, text=table(rows) + "".join(f"\nNote: {note}" for note in result["notes"]))
