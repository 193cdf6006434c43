"""Where a model and a data set come from: the lab's drawings, or elsewhere. A name proves nothing, so records are read.

a packaged model              the lab
a `reward train`, `demo` run  what its manifest names: the base, followed down to where it ends, and the data
a folder with a model card    the lab, where the card is tagged `lab` (`scisynth lab build` tags it)
`lab`, a tuple data set       the generator written into its Parquet files
anything else                 elsewhere: hub ids, copies without a manifest, photos
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from scisynth.core.errors import DataError
from scisynth.core.store import read_manifest
from scisynth.core.weights import packaged_names
from scisynth.lab.render import LabGenerator
from scisynth.rewards.info import model_of
from scisynth.tuples.parquet import generators_of

LAB, ELSEWHERE = "lab", "elsewhere"
TRAINS_REWARD = ("reward train", "demo")
"""Commands whose run holds a SciScore; the demo's data is always the lab's."""


def worlds_of_model(name: str) -> frozenset[str]:
    """`LAB`, `ELSEWHERE` or both: all that a model has learnt from."""
    model = model_of(name)
    if model in packaged_names():
        return frozenset({LAB})
    folder = Path(model)
    manifest = _manifest(folder) or _manifest(folder.resolve().parent)
    if manifest.get("command") in TRAINS_REWARD:
        config = manifest["config"]
        return worlds_of_model(config["reward"]["base"]) | {world_of_data(config.get("data", "lab"))}
    return frozenset({LAB if _has_lab_card(folder) else ELSEWHERE})


def world_of_data(data: str) -> str:
    """`LAB` where every image was drawn by it, else `ELSEWHERE`."""
    if data == "lab":
        return LAB
    try:
        return LAB if generators_of(Path(data)) == {LabGenerator.name} else ELSEWHERE
    except DataError:
        # The data of an old run may be gone; nothing shows then that the lab drew it.
        return ELSEWHERE


def notes_on(model: str, data: str) -> list[str]:
    """What a reader must know about a number: whether model and data live in the same world."""
    known, world = worlds_of_model(model), world_of_data(data)
    if known == {world}:
        return []
    if known == {LAB}:
        return [f"{model} knows only the lab's drawings; on other images it is out of its domain."]
    if known == {ELSEWHERE}:
        return [f"Nothing shows that {model} was trained on the lab's drawings; on them it is out of its domain."]
    return [
        f"Of {model}'s base and data one is the lab's and one is not; this number is of one of the two worlds only."
    ]


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        return read_manifest(folder)
    except DataError:
        return {}


def _has_lab_card(folder: Path) -> bool:
    try:
        _, front, _ = (folder / "README.md").read_text().split("---\n", 2)
        return "lab" in yaml.safe_load(front)["tags"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
        return False
