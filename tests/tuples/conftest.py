"""Small prompt sets and runs, so that the tests of this stage need no other stage."""

import io
from pathlib import Path

import pytest
from PIL import Image

from scisynth.core.records import SPLITS, PromptSet
from scisynth.core.store import RunFolder
from scisynth.tuples.build import TuplesConfig

PHOTOS = Path(__file__).parents[2].parent / "shared" / "data" / "science_t2i" / "tuples.parquet"


@pytest.fixture
def photos():
    if not PHOTOS.is_file():
        pytest.skip("the ten photo tuples of ../shared are not here")
    return PHOTOS


@pytest.fixture
def make_prompt_sets():
    def make(num, splits=SPLITS):
        return [_prompt_set(number, splits[number % len(splits)]) for number in range(num)]

    return make


@pytest.fixture
def open_run(tmp_path):
    """Opens the same run folder as often as asked, as a command that is repeated does."""

    def open_it(name="run", config=None, seed=0):
        return RunFolder(tmp_path / name, config or TuplesConfig(), command="tuples build", seed=seed)

    return open_it


@pytest.fixture
def encode():
    def encode(color="red", size=(8, 8), kind="PNG"):
        buffer = io.BytesIO()
        Image.new("RGB", size, color).save(buffer, kind)
        return buffer.getvalue()

    return encode


def _prompt_set(number, split):
    return PromptSet(
        id=f"{split}-buoyancy-{number:05d}",
        law="buoyancy",
        field="physics",
        type="ST",
        subject=f"thing {number}",
        condition="box",
        setting="C" if split == "test_C" else "S",
        place="kitchen" if split == "test_C" else "",
        entity=f"thing {number}",
        implicit_prompt=f"Thing {number} placed in water.",
        explicit_prompt=f"Thing {number} floating.",
        superficial_prompt=f"Thing {number} lying at the bottom.",
        paraphrase=number,
        outcome="floats",
        superficial_outcome="sinks",
        derivation=f"Thing {number} floats: its density, {number} kg/m3, is below the 997 kg/m3 of water.",
        split=split,
        subject_seen=split in ("train", "val"),
    )
