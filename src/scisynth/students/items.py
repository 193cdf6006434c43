"""One training item: an image, a question that leaves its values to the image, and a typed answer.

    folder/items.jsonl      a row an item
    folder/images/          each image once, named by its content

Every trainer's row, the reward's self-test and the evaluation come from this record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from scisynth.core.errors import DataError, ImageError, nearest
from scisynth.core.images import content_hash, open_image, read_image_bytes
from scisynth.core.problems import Answer
from scisynth.core.results import Result
from scisynth.core.store import write_lines
from scisynth.core.tables import read_rows

ITEMS, IMAGES = "items.jsonl", "images"
Verification = Literal["verified", "judged", "unchecked", "failed"]
VERIFICATIONS: tuple[Verification, ...] = get_args(Verification)
"""Every check of the page holds; a judge found no fault; nothing was checked; a check or a judge found a fault."""
Kind = Literal["problem", "reading", "contrast"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""A problem to solve, something to read off the image, and which of two images science agrees with."""


@dataclass(frozen=True, kw_only=True)
class TrainingItem(Result):
    """One question about one image."""

    id: str
    image: str
    """Path from the folder."""
    question: str
    """Without the values that the image shows."""
    answer: Answer
    wrong: tuple[str, ...] = ()
    """Answers that somebody would give who misread the image: distractors, or the answer that a corrupted figure leads to."""
    solution: str = ""
    """The way to the answer, in words; empty where there is none."""
    kind: Kind = "problem"
    source: str
    """`families`, `imgcoder`, `scigenbench`, `tuples`, `generated`, or `instruments`."""
    group: str
    """The family or the law, by which intervals are clustered and whole kinds are held out."""
    image_type: str = ""
    level: int = 0
    """Of difficulty, 1 to 3; 0 where it is not known."""
    split: str = "train"
    verification: Verification
    defect: str = ""
    """Of a corrupted figure, which keeps the answer of the sound one; empty for a sound figure."""
    content: str
    """Hash of what is asked and shown, the same for the same figure in another look."""
    image_hash: str
    licence: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it may test, or choose among adapters: no corrupted figure, and none whose check failed."""
        return not self.defect and self.verification != "failed"


def write_items(folder: Path, items: Iterable[TrainingItem]) -> None:
    """Writes `items.jsonl`; the images lie in the folder already."""
    write_lines(folder / ITEMS, (item.to_dict() for item in items))


def read_items(folder: Path) -> list[TrainingItem]:
    """The items of a folder, in its order; `DataError` with row and field for what is no item."""
    path = folder / ITEMS
    if not path.is_file():
        raise DataError(f"{folder}: expected {ITEMS}, found none; write it with `scisynth student data`")
    items = [_item(row.values, f"{path}, row {number}") for number, row in enumerate(read_rows(path), start=1)]
    if not items:
        raise DataError(f"{path}: expected items, found none")
    check_ids(items, str(path))
    return items


def check_ids(items: Iterable[TrainingItem], place: str) -> None:
    """Raises `DataError` for an id that stands twice."""
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise DataError(f"{place}: the id {item.id!r} stands twice; ids must differ")
        seen.add(item.id)


def _item(values: Mapping[str, Any], place: str) -> TrainingItem:
    for name in ("id", "image", "question", "answer", "source", "group"):
        if not values.get(name):
            raise DataError(f"{place}: expected {name!r}, found none")
    if values.get("verification") not in VERIFICATIONS:
        raise DataError(f"{place}: verification: {nearest(str(values.get('verification')), VERIFICATIONS)}")
    if values.get("kind", "problem") not in KINDS:
        raise DataError(f"{place}: kind: {nearest(str(values.get('kind')), KINDS)}")
    try:
        return TrainingItem.from_dict(values)
    except DataError as error:
        raise DataError(f"{place}: {error}") from None


def check_images(folder: Path, items: Iterable[TrainingItem]) -> list[tuple[str, str]]:
    """(id, reason) of items whose image is missing, broken, or not the one that the row names."""
    faults: list[tuple[str, str]] = []
    looked: dict[str, str] = {}
    for item in items:
        if item.image not in looked:
            try:
                name, data = read_image_bytes(folder / item.image)
                open_image(data)
                is_it = not item.image_hash or content_hash(data) == item.image_hash
                looked[item.image] = "" if is_it else f"{name}: another image than the row's hash names"
            except ImageError as error:
                looked[item.image] = str(error)
        if looked[item.image]:
            faults.append((item.id, looked[item.image]))
    return faults
