"""`scisynth score PROMPT IMAGE...`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.options import EngineOption, JsonOption
from scisynth.cli.shared import emit, guarded, table
from scisynth.core.errors import ConfigError
from scisynth.core.texts import is_file

FORMATS = {"score": ".3f", "cosine": ".4f", "probability": ".3f", "match": ".3f"}
"""Of the columns that a reward may have, in their order."""


@guarded
def score(
    prompt: Annotated[
        str, typer.Argument(help='Prompt that the images should follow, for example "an unripe tomato".')
    ],
    images: Annotated[list[Path], typer.Argument(help="PNG, JPEG or WEBP files.")],
    model: Annotated[
        str,
        typer.Option(
            help="lab-sciscore, a CLIP folder, a `reward train` run, or a hub id such as Jialuo21/SciScore. "
            "Other rewards as KIND:MODEL, with KIND pickscore, hps, image-reward, clip, siglip, blip, blip-itc."
        ),
    ] = "lab-sciscore",
    engine: EngineOption = "local",
    as_json: JsonOption = False,
) -> None:
    """Score images against a prompt: logit, cosine similarity and softmax probability over the images.

    Compare logits only between images of one prompt, scored by one model; see docs/guides/rewards.md.
    lab-sciscore is trained only on the lab's drawings. For photos use --model Jialuo21/SciScore.

    Example:

    scisynth score "an unripe tomato" a.png b.png --model pickscore:yuvalkirstain/PickScore_v1
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.reward.score import score_images

    _check_prompt(prompt)
    result = score_images(prompt, images, model, engine=engine_of(engine)).to_dict()
    columns = [name for name in FORMATS if name in result["scores"][0]]
    # For rewards that a softmax reads, a score is a logit.
    is_logit = "probability" in columns
    rows = [("image", *("logit" if name == "score" and is_logit else name for name in columns))]
    rows += [(row["image"], *(format(row[name], FORMATS[name]) for name in columns)) for row in result["scores"]]
    emit(result, as_json=as_json, text=table(rows) + "".join(f"\nNote: {note}" for note in result["notes"]))


def _check_prompt(prompt: str) -> None:
    """Refuses a path in the place of the prompt: it would be read as words."""
    from scisynth.core.images import IMAGE_SUFFIXES

    if Path(prompt).suffix.lower() in IMAGE_SUFFIXES and is_file(prompt):
        raise ConfigError(
            f'{prompt}: expected a prompt first, got an image; write: scisynth score "an unripe tomato" {prompt} ...'
        )
