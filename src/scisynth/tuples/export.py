"""Tuples as an ImageFolder: `datasets.load_dataset(folder)` opens it, and so does any viewer of images.

    folder/README.md                       names the splits
    folder/<split>/<hash>.png|jpg|webp     images, their bytes as they were, named by content
    folder/<split>/metadata.jsonl          one row per tuple; *_file_name points at its images

Where some tuple has several images a side, every row has `*_file_names` with a list instead. The folder appears
whole or not at all. Nothing from a row ever becomes part of a file name, save the split, which must be a plain word.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import content_hash, examine_image, png_bytes, read_image_bytes, to_rgb
from scisynth.core.progress import track
from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.core.store import whole_folder
from scisynth.tuples.schema import IMAGE_COLUMNS, PROMPT_COLUMNS, data_card

DEFAULT_SPLIT = "train"
"""Where tuples without a split go, as `datasets` would have it."""
EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """What was written and what could not be."""

    n: int
    left_out: tuple[tuple[str, str], ...]
    """(id, reason) of tuples without usable images."""


def export_imagefolder(tuples: Sequence[ContrastTuple], folder: Path) -> ExportReport:
    """Writes an ImageFolder into a new or an empty folder.

    Raises:
        DataError: the folder has something in it, no tuple is usable, or a split's name is not a plain word.
    """
    has_lists = any(len(getattr(item, name)) > 1 for item in tuples for name in (*PROMPT_COLUMNS, *IMAGE_COLUMNS))
    # In every row or in none: `datasets` wants the same columns in all splits.
    has_rubrics = any(item.scene_rubric or item.reality_rubric for item in tuples)
    left_out = []
    counts: Counter[str] = Counter()
    with whole_folder(folder) as temporary:
        for item in track(tuples, total=len(tuples), label="export"):
            if reason := _export_tuple(item, temporary, has_lists, has_rubrics):
                left_out.append((item.id, reason))
            else:
                counts[split_folder(item.split)] += 1
        if not counts:
            raise DataError(f"none of {len(tuples)} tuples has usable images; see `tuples check`")
        (temporary / "README.md").write_text(data_card("Contrast tuples", counts, "/**"), encoding="utf-8")
    return ExportReport(n=len(tuples) - len(left_out), left_out=tuple(left_out))


def _export_tuple(item: ContrastTuple, root: Path, has_lists: bool, has_rubrics: bool) -> str:
    """Adds a tuple's images and its row; returns the reason where that cannot be."""
    if item.status != "ok":
        return item.reason or "broken"
    folder = root / split_folder(item.split)
    folder.mkdir(exist_ok=True)
    try:
        # Both sides are examined before anything is written: an image without its row would be an error to `datasets`.
        sides = {name: [encoded_image(source) for source in getattr(item, name)] for name in IMAGE_COLUMNS}
    except ImageError as error:
        return one_line(error)
    row: dict[str, Any] = {}
    for name, images in sides.items():
        for file_name, data in images:
            (folder / file_name).write_bytes(data)
        names = [file_name for file_name, _ in images]
        row |= {f"{name}_file_names": names} if has_lists else {f"{name}_file_name": names[0]}
    for name in PROMPT_COLUMNS:
        prompts = getattr(item, name)
        row[name] = list(prompts) if has_lists else prompts[0]
    row |= {"category": item.category, "law": item.law, "id": item.id, "subject": item.subject, "type": item.type}
    row |= {"setting": item.setting, "derivation": item.derivation}
    if has_rubrics:
        row |= {"scene_scoring": item.scene_rubric, "real_scoring": item.reality_rubric}
    # Always text: `datasets` refuses a column that is null in one split and boolean in another.
    row["subject_seen"] = "" if item.subject_seen is None else "seen" if item.subject_seen else "unseen"
    with (folder / "metadata.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return ""


def split_folder(split: str) -> str:
    """Name of a split's folder or file.

    Raises:
        DataError: it is not a plain word.
    """
    name = split or DEFAULT_SPLIT
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise DataError(f"split {split!r}: expected letters, digits and underscores; it names a folder")
    return name


def encoded_image(source: ImageSource) -> tuple[str, bytes]:
    """(file name, bytes) of an image; encoded ones keep their bytes.

    Raises:
        ImageError: it cannot be read.
    """
    kind, *_ = examine_image(source)
    data = png_bytes(to_rgb(source)) if isinstance(source, Image.Image) else read_image_bytes(source)[1]
    return f"{content_hash(data)}.{EXTENSIONS[kind]}", data
