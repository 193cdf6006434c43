"""Test sets in their published layouts, as items; a file of another layout is refused with the protocol that it fits.

    data/test-*.parquet     as on the hub: images as bytes inside of the rows
    *.json, *.jsonl, *.csv  images as paths from the file's folder, or in a folder of their own as `<id>.png`

Rows are strangers' data: a row without an image, a question or a key is a line that names it. Marks such as `<image1>` are taken out of
the questions. Rows without a question of the protocol (60 of SciGenBench have no multimodal one) and those with options whose key names
none of them are left out and told.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from scisynth.core.errors import DataError, ImageError
from scisynth.core.images import examine_image
from scisynth.core.problems import Answer
from scisynth.core.progress import say
from scisynth.core.strict_json import parse_json
from scisynth.core.tables import Row, columns_of, read_rows
from scisynth.students.evaluation.items import EvalItem, StoredImage, hash_images
from scisynth.students.evaluation.protocols import LAYOUTS, Layout, ProtocolName
from scisynth.students.items import TrainingItem

FindImage = Callable[[str], Path | None]
MAX_FILE_MB = 2000
HELD_OUT_SEEDS, HELD_OUT_FAMILIES = "held-out seeds", "held-out families"
_MARK = re.compile(r"<image ?\d*>\s?", re.IGNORECASE)


def read_layout(
    name: ProtocolName, files: Sequence[Path], find_image: FindImage, *, num: int | None = None
) -> list[EvalItem]:
    """The questions of a protocol's files, in their order.

    Args:
        name: any protocol but `families`.
        files: tables, all of one layout.
        find_image: by id, where images lie in a folder of their own; of others the row's own is taken.
        num: only the first ones.

    Raises:
        DataError: another layout, a row without image or key, an id that stands twice, or no question at all.
        ImageError: an image that cannot be read.
    """
    layout = LAYOUTS[name]
    items: list[EvalItem] = []
    num_left_out = 0
    for path in files:
        rows = read_rows(path, max_mb=MAX_FILE_MB)
        _check_columns(name, layout, columns_of(rows), path)
        for number, row in enumerate(rows):
            if num is not None and len(items) == num:
                break
            item = _item(layout, row, f"{path.stem}-{number}", path.parent, find_image)
            if item is None:
                num_left_out += 1
            else:
                items.append(item)
    if not items:
        raise DataError(f"{', '.join(map(str, files))}: expected questions of {name}, found none")
    if num_left_out:
        say(f"{name}: {num_left_out} rows have no question, or a key that is none of their options; they are left out")
    _check_ids(items)
    return items


def family_items(items: Sequence[TrainingItem], folder: Path, held_out: frozenset[str]) -> list[EvalItem]:
    """Items of the families as questions.

    Args:
        items: sound ones, with images below `folder`.
        folder: where they lie.
        held_out: families that no training saw.

    Raises:
        ImageError: an item without its image.
    """
    found = []
    for item in items:
        shown = _examined((folder / item.image,), item.id)
        found.append(
            EvalItem(
                id=item.id,
                question=_MARK.sub("", item.question).strip(),
                answer=item.answer,
                images=shown,
                image_hash=item.image_hash or hash_images(shown),
                group=item.group,
                part=HELD_OUT_FAMILIES if item.group in held_out else HELD_OUT_SEEDS,
            )
        )
    return found


def _check_columns(name: str, layout: Layout, columns: Sequence[str], path: Path) -> None:
    missing = [column for column in layout.needed if column not in columns]
    if not missing:
        return
    fitting = [other for other, known in LAYOUTS.items() if known.needed and set(known.needed) <= set(columns)]
    hint = f"they fit --protocol {' or '.join(fitting)}" if fitting else "take the file as it was published"
    raise DataError(
        f"{path}: expected the columns {', '.join(layout.needed)} of {name}, missing {', '.join(missing)}; its columns are "
        f"{', '.join(columns[:12]) or 'none'}; {hint}"
    )


def _item(layout: Layout, row: Row, name: str, folder: Path, find_image: FindImage) -> EvalItem | None:
    """None for a row without a question, or with a key that names none of its options."""
    question = row.get(layout.question)
    if question is None:
        return None
    if not isinstance(question, str):
        raise DataError(f"{row.place}, field {layout.question!r}: expected text, got {type(question).__name__}")
    item_id = str(found if (found := row.get(*layout.ids)) is not None else name).strip()
    key = row.get(layout.answer)
    if not isinstance(key, str | int | float):
        raise DataError(f"{row.place}, field {layout.answer!r}: expected an answer, found none")
    options = _options(row, layout)
    letter = str(key).strip().strip("().").upper()
    if options and letter not in options:
        return None
    shown = _images(row, layout, item_id, folder, find_image)
    return EvalItem(
        id=item_id,
        question=_MARK.sub("", question).strip(),
        answer=Answer(text=letter if options else str(key)),
        options=options,
        images=shown,
        image_hash=hash_images(shown),
        group=str(row.get(*layout.groups) or "") if layout.groups else "",
    )


def _options(row: Row, layout: Layout) -> dict[str, str]:
    """Options under letters; empty where the row has none."""
    value = row.get(layout.options) if layout.options else None
    if isinstance(value, str):
        try:
            value = parse_json(value)
        except ValueError:
            value = None
    if isinstance(value, Mapping):
        value = list(value.values())
    if value is not None and not isinstance(value, list):
        raise DataError(f"{row.place}, field {layout.options!r}: expected a list, got {type(value).__name__}")
    return dict(zip(ascii_uppercase, map(str, value or ()), strict=False))


def _images(row: Row, layout: Layout, item_id: str, folder: Path, find_image: FindImage) -> tuple[StoredImage, ...]:
    own = find_image(item_id)
    value: Any = own if own is not None else row.get(*layout.images)
    parts = [part for part in (value if isinstance(value, list) else [value]) if part is not None]
    shown = tuple(_source(part, folder, row.place) for part in parts)
    if not shown:
        columns = " or ".join(layout.images)
        raise DataError(
            f"{row.place}: expected an image of {item_id!r} in {columns}, found none; name the folder of its images with --images"
        )
    return _examined(shown, row.place)


def _examined(shown: tuple[StoredImage, ...], place: str) -> tuple[StoredImage, ...]:
    """The images, of which each can be opened; said before anything is asked."""
    for image in shown:
        try:
            examine_image(image)
        except ImageError as error:
            raise ImageError(f"{place}: {error}") from None
    return shown


def _source(part: Any, folder: Path, place: str) -> StoredImage:
    """An image as the hub stores it (bytes and a name), or a path from the file's folder."""
    if isinstance(part, Path | bytes):
        return part
    if isinstance(part, Mapping) and isinstance(part.get("bytes"), bytes):
        return part["bytes"]
    named = part.get("path") if isinstance(part, Mapping) else part
    if not isinstance(named, str):
        raise DataError(f"{place}: expected an image as bytes or as a path, got {type(part).__name__}")
    path = (folder / named).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DataError(f"{place}: expected an image inside of {folder}, got {named!r}")
    return path


def _check_ids(items: Sequence[EvalItem]) -> None:
    name, count = Counter(item.id for item in items).most_common(1)[0]
    if count > 1:
        raise DataError(f"the id {name!r} stands {count} times; give every question its own")
