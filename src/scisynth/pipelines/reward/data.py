"""The tuples of a reward run: fresh ones from the lab or those of a data set, and the digest that ties a run to them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from scisynth.core.errors import DataError, ImageError, nearest, one_line
from scisynth.core.images import content_hash, png_bytes, read_image_bytes
from scisynth.core.progress import say
from scisynth.core.records import SPLITS, ContrastTuple, ImageSource
from scisynth.core.seeds import derive_fraction
from scisynth.core.splits import plain_split
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.tuples.parquet import read_tuples

VAL_SHARE_OF_TRAIN = 0.1


def read_train_and_val(path: Path) -> tuple[list[ContrastTuple], list[ContrastTuple]]:
    """The train and val splits; where there is no val, a tenth of train, chosen by name."""
    train = read_tuples(path, "train")
    try:
        val = read_tuples(path, "val")
    except DataError:
        val = []
    if not val or {item.id for item in val} == {item.id for item in train}:
        chosen = {item.id for item in train if derive_fraction("val", item.id) < VAL_SHARE_OF_TRAIN}
        chosen = chosen or {train[0].id} if len(train) > 1 else chosen
        val = [item for item in train if item.id in chosen]
        train = [item for item in train if item.id not in chosen]
        say(f"{path}: no val split; {len(val)} of {len(train) + len(val)} train tuples are kept for validation")
    return train, val


def load_tuples(data: str, split: str, *, num: int, seed: int) -> list[ContrastTuple]:
    """Tuples of a split: fresh ones from the lab, or those of a data set on disk."""
    name = plain_split(split)
    if data != "lab":
        return read_tuples(Path(data), name)
    if name not in SPLITS:
        raise DataError(f"unknown split {split!r}; {nearest(name, SPLITS)}")
    return draw_lab_tuples(name, num=num, seed=seed)


def digest_of(tuples: Sequence[ContrastTuple]) -> str:
    """Twelve hex digits of the tuples' ids, prompts, states and encoded images."""
    digest = hashlib.sha256()
    for item in tuples:
        prompts = (item.implicit_prompt, item.explicit_prompt, item.superficial_prompt)
        images = [[_hash_of(image) for image in side] for side in (item.explicit_image, item.superficial_image)]
        digest.update(repr((item.id, prompts, images, item.status)).encode())
    return digest.hexdigest()[:12]


def _hash_of(image: ImageSource) -> str:
    try:
        return content_hash(png_bytes(image) if isinstance(image, Image.Image) else read_image_bytes(image)[1])
    except ImageError as error:
        # What cannot be read is content too: fixing it makes other data of it.
        return one_line(error)
