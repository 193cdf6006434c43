"""Tuples from what people have: a table with image paths, an image folder, or a Parquet file that points at its images.

    table       CSV, TSV, JSON, JSON Lines or Parquet: the three prompts and the two images of each row
    folder      with a `metadata.*` table of such rows, as `datasets`' ImageFolder and `tuples export` have it
    by id       where rows name no images: `ID/true.png` and `ID/false.png`, `ID/true/*` and `ID/false/*`, or `true/ID.png` and
                `false/ID.png` next to the table (`explicit|positive|chosen` and `superficial|negative|rejected` mean the same)
    pairs       one prompt and a preferred image a row: `tuples.pairs`
    by item     a folder without a table: a folder an item, with its images as above and its texts in the JSON file next to them

Out comes the published Parquet, images inside with their bytes as they were. A row that cannot be used is listed with its place; such
rows are refused, or left out and counted when asked for. Paths are relative to the table and may not lead out of its folder, or
of the folder given for the images.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError, ImageError, nearest, one_line
from scisynth.core.images import IMAGE_SUFFIXES, open_image, read_image_bytes
from scisynth.core.progress import track
from scisynth.core.splits import plain_split
from scisynth.core.strict_json import parse_json
from scisynth.core.tables import (
    TABLE_SUFFIXES,
    Row,
    check_ids,
    columns_of,
    plain_name,
    read_rows,
    rename_columns,
)
from scisynth.core.texts import is_file
from scisynth.science.laws import find_law
from scisynth.tuples.pairs import LeftOut, pairs_of_folder, pairs_of_table
from scisynth.tuples.published import embedded
from scisynth.tuples.schema import IMAGE_COLUMNS, PROMPT_COLUMNS, SCENE_COLUMNS, TEXT_COLUMNS, read_seen

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "implicit_prompt": ("implicit", "prompt", "ip"),
    "explicit_prompt": ("explicit", "true_prompt", "positive_prompt", "chosen_prompt", "ep"),
    "superficial_prompt": ("superficial", "false_prompt", "negative_prompt", "rejected_prompt", "sp"),
    "explicit_image": (
        "true_image",
        "positive_image",
        "chosen_image",
        "image_true",
        "image_explicit",
        "image_positive",
    ),
    "superficial_image": (
        "false_image",
        "negative_image",
        "rejected_image",
        "image_false",
        "image_superficial",
        "image_negative",
    ),
    "category": ("field", "discipline"),
    "law": ("principle", "phenomenon"),
}
IMAGE_ENDINGS = ("", "_file_name", "_file_names", "_path", "_file", "s")
"""What may follow the name of an image column."""
SIDES = {
    "explicit_image": ("true", "explicit", "positive", "chosen"),
    "superficial_image": ("false", "superficial", "negative", "rejected"),
}
TEXTS = ("law", "category", *TEXT_COLUMNS, *SCENE_COLUMNS)
METADATA = ("metadata", "data", "tuples", "prompts", "index")
SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class ImportedRow:
    """One tuple to be written; images are read when they are."""

    place: str
    values: Mapping[str, Any]
    """Every column of the schema but the images."""
    images: Mapping[str, tuple[Path | bytes, ...]]


@dataclass(frozen=True, kw_only=True)
class Import:
    """What a source holds."""

    rows: list[ImportedRow]
    left_out: list[tuple[str, str]]
    """(place, reason) of rows that cannot be used."""
    ignored: list[str]
    """Columns that no tuple has."""


def read_source(
    source: Path, *, names: Mapping[str, str], images: Path | None = None, split: str = "train", is_pairs: bool = False
) -> Import:
    """The tuples of a source, every image decoded once.

    Args:
        source: a table or a folder.
        names: wanted column to the name that the table uses for it.
        images: the folder that paths are relative to; None: the table's own.
        split: of rows that name none.
        is_pairs: rows have one prompt and a preferred image (`tuples.pairs`).

    Raises:
        DataError: nothing there that can be read as tuples, a column is missing, or two rows have one id.
    """
    rows, root, left_out = _find_pairs(source, names) if is_pairs else (*_find_rows(source), [])
    if not (rows or left_out):
        raise DataError(f"{source}: expected one row per tuple, found none")
    rows = rows if is_pairs else _renamed(rows, names)
    columns = {wanted: found for wanted in _wanted() if (found := _find_column(wanted, columns_of(rows)))}
    root = root if images is None else images
    by_id = None if any(name in columns for name in IMAGE_COLUMNS) else _ImagesById(root)
    if rows:
        _check_columns(columns, rows, source, by_id)
    tuples: list[ImportedRow] = []
    for number, row in enumerate(track(rows, total=len(rows), label="tuples"), start=1):
        try:
            tuples.append(_read_row(row, columns, root if by_id is None else by_id, number, split))
        except DataError as error:
            left_out.append((row.place, one_line(error)))
    check_ids([(row.place, row.values["id"]) for row in tuples], "tuple")
    used = {*columns.values(), *map(plain_name, names.values())}
    return Import(rows=tuples, left_out=left_out, ignored=[name for name in columns_of(rows) if name not in used])


def _wanted() -> tuple[str, ...]:
    return (*PROMPT_COLUMNS, *IMAGE_COLUMNS, *TEXTS, "subject_seen")


def _renamed(rows: list[Row], names: Mapping[str, str]) -> list[Row]:
    unknown = [name for name in names if name not in _wanted()]
    if unknown:
        raise DataError(f"--map {unknown[0]}=...: tuples have no such column; {nearest(unknown[0], _wanted())}")
    try:
        return rename_columns(rows, names)
    except DataError as error:
        raise DataError(f"--map: {error}") from None


# --- where the rows are ----------------------------------------------------------------------------------------------


def _find_rows(source: Path) -> tuple[list[Row], Path]:
    """Rows of the table or of the item folders, and the folder that their paths are relative to."""
    if is_file(source):
        return read_rows(source), source.parent
    if not source.is_dir():
        raise DataError(f"{source}: expected a table or a folder of images, found none; check the path")
    tables = [path for path in sorted(source.iterdir()) if path.suffix.lower() in TABLE_SUFFIXES and path.is_file()]
    named = [path for path in tables if path.stem.lower() in METADATA] or tables
    if len(named) > 1:
        raise DataError(f"{source}: holds {named[0].name} and {named[1].name}; name the one to import")
    if named:
        return read_rows(named[0]), source
    if nested := _nested_metadata(source):
        return nested, source
    return _item_rows(source), source


def _find_pairs(source: Path, names: Mapping[str, str]) -> tuple[list[Row], Path, LeftOut]:
    """Rows of pairs as rows of tuples, where their images are, and those that are no pairs."""
    found = pairs_of_folder(source) if source.is_dir() else None
    if found:
        return found[0], source, found[1]
    rows, root = _find_rows(source)
    pairs, left_out = pairs_of_table(_renamed(rows, names), source)
    return pairs, root, left_out


def _nested_metadata(source: Path) -> list[Row]:
    """Rows of `SPLIT/metadata.jsonl`, as an exported ImageFolder has them, under paths from the top."""
    rows = []
    for path in sorted(source.glob("*/metadata.*")):
        if path.suffix.lower() not in TABLE_SUFFIXES:
            continue
        for row in read_rows(path):
            values = {"split": path.parent.name, **row.values}
            for name, value in row.values.items():
                if any(name.startswith(column) for column in IMAGE_COLUMNS):
                    values[name] = _below(path.parent.name, value)
            rows.append(Row(place=row.place, values=values))
    return rows


def _below(folder: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_below(folder, item) for item in value]
    return f"{folder}/{value}" if isinstance(value, str) and value else value


def _item_rows(source: Path) -> list[Row]:
    """A row for each folder with one JSON file of texts."""
    rows = []
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        texts = sorted(folder.glob("*.json"))
        if len(texts) == 1:
            for row in read_rows(texts[0])[:1]:
                rows.append(Row(place=row.place, values={"id": folder.name, **row.values}))
    if not rows:
        raise DataError(
            f"{source}: expected a metadata table (metadata.csv, .jsonl, .parquet), or a folder an item with its prompts in a JSON "
            "file and its images in true/ and false/; found neither"
        )
    return rows


# --- columns ---------------------------------------------------------------------------------------------------------


def _find_column(wanted: str, columns: Sequence[str]) -> str:
    endings = IMAGE_ENDINGS if wanted in IMAGE_COLUMNS else ("", "s") if wanted in PROMPT_COLUMNS else ("",)
    for name in (wanted, *OTHER_NAMES.get(wanted, ())):
        for ending in endings:
            if name + ending in columns:
                return name + ending
    return ""


def _check_columns(columns: Mapping[str, str], rows: Sequence[Row], source: Path, by_id: "_ImagesById | None") -> None:
    missing = [name for name in PROMPT_COLUMNS if name not in columns]
    # A table names the images of both sides, or of neither where they are found by id.
    if by_id is None or not any(_has_images(by_id, row, columns) for row in rows):
        missing += [name for name in IMAGE_COLUMNS if name not in columns]
    if missing:
        known = ", ".join(columns_of(rows)[:12])
        raise DataError(
            f"{source}: missing {', '.join(missing)}; the table has {known}; say which is which, e.g. --map {missing[0]}=NAME"
        )


def _has_images(by_id: "_ImagesById", row: Row, columns: Mapping[str, str]) -> bool:
    """Whether the images of a row that names none are found by its id."""
    try:
        return all(by_id.find(_plain_text(row.values.get(columns.get("id", ""))), name) for name in IMAGE_COLUMNS)
    except DataError:
        return False


# --- one row ---------------------------------------------------------------------------------------------------------


def _read_row(
    row: Row, columns: Mapping[str, str], where: "Path | _ImagesById", number: int, split: str
) -> ImportedRow:
    """One tuple, its images as named below a folder, or found by its id; `DataError` with what is wrong with it."""
    cells = {wanted: row.values.get(found) for wanted, found in columns.items()}
    texts = {name: _plain_text(cells.get(name)) for name in TEXTS}
    prompts = {name: _prompts(cells[name], name) for name in PROMPT_COLUMNS}
    law = find_law(texts["law"])
    own = plain_split(texts["split"]) or split
    if not own.replace("_", "").isalnum():
        raise DataError(f"split {own[:40]!r}: expected letters, digits and underscores; it names a file")
    images = {
        name: _images(cells[name], name, where) if isinstance(where, Path) else where.find(texts["id"], name)
        for name in IMAGE_COLUMNS
    }
    for sources in images.values():
        for image in sources:
            open_image(image)
    values = {
        **prompts,
        **texts,
        "id": texts["id"] or f"row-{number:06d}",
        "law": law.name if law else texts["law"],
        "category": texts["category"] or (law.field if law else ""),
        "type": texts["type"] or (law.type if law else ""),
        "split": own,
        "status": "ok",
        "reason": "",
        "subject_seen": read_seen(_plain_text(cells.get("subject_seen"))),
        "paraphrase": None,
    }
    return ImportedRow(place=row.place, values=values, images=images)


def _plain_text(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return "" if value is None else str(value).strip()


def _list_of(value: Any) -> list[Any]:
    """A cell as a list: a list, JSON of one, or the value alone."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError):
            value = parse_json(value)
    return value if isinstance(value, list) else [value]


def _prompts(value: Any, name: str) -> list[str]:
    found = _list_of(value)
    if not found or not all(isinstance(item, str) and item.strip() for item in found):
        raise DataError(f"{name}: expected a prompt, got {value!r:.60}")
    return [item.strip() for item in found]


def _images(value: Any, name: str, root: Path) -> tuple[Path | bytes, ...]:
    found = tuple(_image(item, name, root) for item in _list_of(value))
    if not found:
        raise DataError(f"{name}: expected an image, got an empty list")
    return found


def _image(value: Any, name: str, root: Path) -> Path | bytes:
    if isinstance(value, Mapping):
        value = value.get("bytes") or value.get("path")
    if isinstance(value, bytes) and value:
        return value
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{name}: expected an image, got {'none' if not value else type(value).__name__}")
    if "://" in value:
        raise DataError(f"{name}: {value[:80]} is an address; fetch the images first")
    spelled = value.strip()
    for file in dict.fromkeys((spelled, spelled.replace("\\", "/"))):
        if is_file(root / file):
            path = (root / file).resolve()
            if not path.is_relative_to(root.resolve()):
                raise DataError(f"{name}: {file[:80]} lies outside {root}; give the folder of the images with --images")
            return path
    raise DataError(f"{name}: no image {spelled[:80]!r} in {root}")


class _ImagesById:
    """Images of rows that name none; every folder is listed once, however many rows look into it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._listed: dict[Path, dict[str, list[Path]]] = {}

    def find(self, name: str, column: str) -> tuple[Path, ...]:
        """Images of one side of a row."""
        if not name or Path(name).name != name or name in (".", ".."):
            raise DataError(f"id {name[:40]!r}: expected a plain name to find the images by")
        for side in SIDES[column]:
            inside = [path for found in self._images(self._root / name / side).values() for path in found]
            beside = self._images(self._root / name).get(side)
            if found := beside or sorted(inside) or self._images(self._root / side).get(name.casefold()):
                return tuple(found)
        raise DataError(
            f"{column}: no image of {name!r}: expected {name}/{SIDES[column][0]}.png or {SIDES[column][0]}/{name}.png"
        )

    def _images(self, folder: Path) -> dict[str, list[Path]]:
        """Image files of a folder by their name without suffix, case folded."""
        if folder not in self._listed:
            by_stem: dict[str, list[Path]] = {}
            for path in _inside(folder):
                by_stem.setdefault(path.stem.casefold(), []).append(path)
            self._listed[folder] = by_stem
        return self._listed[folder]


def _inside(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        found = []
    return [path for path in found if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file()]


# --- for writing -------------------------------------------------------------------------------------------------------


def to_columns(row: ImportedRow) -> dict[str, Any]:
    """A row as Parquet holds it; images keep their bytes."""
    sides = {name: [_embedded(image) for image in images] for name, images in row.images.items()}
    return {**row.values, **sides}


def _embedded(image: Path | bytes) -> dict[str, Any]:
    try:
        return embedded(image if isinstance(image, bytes) else read_image_bytes(image)[1])
    except ImageError as error:
        raise DataError(f"{one_line(error)}; it changed while it was imported") from None


def describe_left_out(left_out: Sequence[tuple[str, str]]) -> str:
    """The first rows that cannot be used, with their reasons, on one line."""
    words = "; ".join(f"{place}: {reason}" for place, reason in left_out[:SHOWN])
    return words + (f"; and {len(left_out) - SHOWN} more" if len(left_out) > SHOWN else "")


def parse_names(settings: Sequence[str]) -> dict[str, str]:
    """`--map WANTED=NAME` as a mapping, wanted name first; `read_source` checks both."""
    found = {}
    for setting in settings:
        wanted, separator, name = setting.partition("=")
        if not separator or not wanted.strip() or not name.strip():
            raise DataError(f"--map {setting[:60]}: expected WANTED=NAME, for example --map implicit_prompt=question")
        found[plain_name(wanted)] = name.strip()
    return found
