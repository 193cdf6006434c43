"""Where a model name leads: weights in the package, a folder on disk, or the hub.

lab-clip, lab-sciscore        in the package (`scisynth/weights/<name>`)
a folder with config.json     a plain transformers checkpoint
a run folder                  the checkpoint of its `reward` stage
ORG/NAME                      fetched from the hub on first use, unless ORG is a folder here
"""

from pathlib import Path

from scisynth.core.errors import ModelError, nearest
from scisynth.core.hub import is_hub_id

PACKAGED = Path(__file__).parents[1] / "weights"
LAB_SIZE_PX = 64
"""Side of an image as the packaged models were trained on it; larger images of the lab are for people."""


def packaged_names() -> list[str]:
    """Names of the models inside the package."""
    return sorted(path.parent.name for path in PACKAGED.glob("*/config.json"))


def resolve_weights(name: str | Path) -> str:
    """A folder or hub id that `from_pretrained` takes."""
    text = str(name)
    if text in packaged_names():
        return str(PACKAGED / text)
    folder = Path(name)
    for candidate in (folder, folder / "reward"):
        if (candidate / "config.json").is_file():
            return str(candidate)
    if folder.exists():
        raise ModelError(f"{name}: expected a model folder with config.json, or a finished `reward train` run")
    if len(folder.parts) > 1 and Path(folder.parts[0]).is_dir():
        raise ModelError(f"{name}: no such model folder; check the path")
    if is_hub_id(text):
        return text
    raise ModelError(f"{name}: no such model folder, nor a hub id ORG/NAME; {nearest(text, packaged_names())}")
