"""Reading tuple data sets: the published ones, ours, and anything with the same columns.

    read_tuples(Path("data.parquet"))                    a file
    read_tuples(Path("folder"), "val")                   val.parquet or val-00000-of-00003.parquet in the folder, in
                                                         its data/, or in the tuples/ of a run folder
    iter_tuples(path, split)                             the same, a few rows in memory at a time

Prompts may be strings or lists, images `{bytes, path}` structs, plain bytes, paths, or lists of them. A `split` column
decides before the file's name does, under any of its usual names (`core.splits`); a lone file that says nothing of splits is
the whole of any split with a usual name. Tables of other kinds become such a data set by `scisynth tuples import`. A damaged row is a
tuple with status `broken` and the reason; a damaged file is a `DataError`. Nothing is ever unpickled.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scisynth.core.errors import DataError, one_line
from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.core.splits import is_usual_split, plain_split, split_of_file
from scisynth.core.tables import TABLE_SUFFIXES
from scisynth.science.laws import find_law
from scisynth.tuples.schema import (
    GENERATOR_KEY,
    IMAGE_COLUMNS,
    PROMPT_COLUMNS,
    REQUIRED_COLUMNS,
    RUBRIC_COLUMNS,
    TEXT_COLUMNS,
    read_seen,
)

BATCH_ROWS = 32


def read_tuples(path: Path, split: str | None = None) -> list[ContrastTuple]:
    """All tuples of a data set, or of one split, in the order of the files.

    Raises:
        DataError: not Parquet, a required column or the split is missing.
    """
    return list(iter_tuples(path, split))


def iter_tuples(path: Path, split: str | None = None) -> Iterator[ContrastTuple]:
    """Like `read_tuples`, holding a batch of rows and what Parquet unpacks with it: at most a row group."""
    split = None if split is None else plain_split(split)
    files = [_TupleFile(file) for file in find_files(path)]
    if len(files) == 1:
        files[0].is_alone = True
    if split is not None and not any(file.holds(split) for file in files):
        known = sorted({name for file in files for name in file.splits})
        also = " (it names no splits and counts as train, val or test)" if files[0].is_whole else ""
        raise DataError(f"{path}: no split {split!r}; there are: {', '.join(known)}{also}")
    for file in files:
        if split is None or file.holds(split):
            yield from file.tuples(split)


def find_files(path: Path) -> list[Path]:
    """The Parquet files of a data set, in order."""
    if path.is_file():
        if path.suffix.lower() in TABLE_SUFFIXES - {".parquet"}:
            raise DataError(
                f"{path}: cannot be read as Parquet; make tuples of it with `scisynth tuples import {path.name} --out DIR`"
            )
        return [path]
    if not path.exists():
        raise DataError(f"{path}: no such file or folder; check the path")
    for folder in (path / "tuples", path, path / "data"):
        if files := sorted(file for file in folder.glob("*.parquet") if not file.name.startswith(".")):
            return files
    if any(path.glob("**/rows.jsonl")):
        raise DataError(f"{path}: its tuples are not finished; run the command that builds them again to resume")
    raise DataError(
        f"{path}: expected a Parquet file, a folder of them, or a run folder with tuples/; found none; `scisynth tuples import` "
        "makes tuples of tables and image folders"
    )


def generators_of(path: Path) -> set[str]:
    """Names of the generators that drew a data set, as its files state; empty text for a file that states none."""
    return {_generator_of(file) for file in find_files(path)}


def _generator_of(file: Path) -> str:
    with _reading(file):
        return (pq.read_schema(file).metadata or {}).get(GENERATOR_KEY, b"").decode()


class _TupleFile:
    """One Parquet file, opened and checked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_alone = False
        with _reading(path):
            # Mapped, the packed bytes of a row group stay on disk; published ones have 3 GB.
            self._file = pq.ParquetFile(path, memory_map=True)
        self._names = set(self._file.schema_arrow.names)
        missing = [name for name in REQUIRED_COLUMNS if name not in self._names]
        if missing:
            raise DataError(
                f"{path}: missing columns {', '.join(missing)}; a tuple data set has {', '.join(REQUIRED_COLUMNS)}; "
                "`scisynth tuples import` makes one of other tables"
            )
        self._groups = [self._splits_in(group) for group in range(self._file.num_row_groups)]

    @property
    def name(self) -> str:
        """The split that the file's name states."""
        return split_of_file(self.path.stem)

    @property
    def splits(self) -> set[str]:
        """What the column says; where it is silent, the file's name."""
        said = {name for group in self._groups for name in group}
        return {name or self.name for name in said} or {self.name}

    def holds(self, split: str) -> bool:
        """Whether rows of a split are in the file."""
        return split in self.splits or (self.is_whole and is_usual_split(split))

    @property
    def is_whole(self) -> bool:
        """Whether it is the only file and says nothing of splits."""
        return self.is_alone and not any(name for group in self._groups for name in group)

    def _splits_in(self, group: int) -> set[str]:
        if "split" not in self._names:
            return {""}
        with _reading(self.path):
            values = self._file.read_row_group(group, columns=["split"]).column("split").unique().to_pylist()
        return {plain_split(str(value or "")) for value in values}

    def tuples(self, split: str | None) -> Iterator[ContrastTuple]:
        """Rows of a split, or all."""
        wanted = None if self.is_whole else split
        known = (*REQUIRED_COLUMNS, *TEXT_COLUMNS, *RUBRIC_COLUMNS, "entity", "subject_seen")
        columns = [name for name in known if name in self._names]
        number = 0
        for group, splits in enumerate(self._groups):
            if wanted is not None and wanted not in {name or self.name for name in splits}:
                number += self._file.metadata.row_group(group).num_rows
                continue
            for row in self._rows(group, columns):
                own = plain_split(str(row.get("split") or "")) or ("" if self.is_alone else self.name)
                if wanted is None or (own or self.name) == wanted:
                    yield _to_tuple({**row, "split": own}, number, self.path.parent)
                number += 1

    def _rows(self, group: int, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        with _reading(self.path):
            for batch in self._file.iter_batches(BATCH_ROWS, row_groups=[group], columns=list(columns)):
                yield from batch.to_pylist()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as Parquet ({one_line(error, 120)}); fetch or make it again") from None


def _to_tuple(row: Mapping[str, Any], number: int, folder: Path) -> ContrastTuple:
    """One row; whatever is wrong with it becomes its reason."""
    problems: list[str] = []
    prompts = {name: _read_list(row[name], name, _read_prompt, problems) for name in PROMPT_COLUMNS}
    images = {
        name: _read_list(row[name], name, lambda value: _read_image(value, folder), problems) for name in IMAGE_COLUMNS
    }
    text = {name: _text(row.get(name)) for name in ("category", "law", "entity", *TEXT_COLUMNS, *RUBRIC_COLUMNS)}
    if text["status"] not in ("", "ok"):
        problems = [text["reason"] or f"status {text['status']!r}"]
    law = find_law(text["law"])
    return ContrastTuple(
        **prompts,
        **images,
        id=text["id"] or f"row-{number:06d}-{_digest(prompts, images)}",
        law=law.name if law else text["law"],
        category=text["category"],
        subject=text["subject"],
        entity=text["entity"],
        type=text["type"] or (law.type if law else ""),
        setting=text["setting"],
        split=text["split"],
        subject_seen=read_seen(row.get("subject_seen")),
        derivation=text["derivation"],
        scene_rubric=text["scene_scoring"],
        reality_rubric=text["real_scoring"],
        status="broken" if problems else "ok",
        reason="; ".join(problems),
    )


def _read_list(value: Any, name: str, read: Any, problems: list[str]) -> tuple[Any, ...]:
    """The sound entries of a column that holds one value or a list of them; the others are told to `problems`."""
    values = value if isinstance(value, list) else [value]
    if not values:
        problems.append(f"{name}: empty list")
    sound = []
    for entry in values:
        try:
            sound.append(read(entry))
        except DataError as error:
            problems.append(f"{name}: {error}")
    return tuple(sound)


def _read_prompt(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataError("empty prompt" if value is None or isinstance(value, str) else f"expected text, got {value!r}")
    return value


def _read_image(value: Any, folder: Path) -> ImageSource:
    if isinstance(value, str) and value.strip():
        value = {"path": value.strip()}
    data = value.get("bytes") if isinstance(value, dict) else value
    name = value.get("path") if isinstance(value, dict) else None
    if isinstance(data, bytes) and data:
        return data
    if data is None and isinstance(name, str):
        path = folder / name
        # A data set may point at images next to it, never at other files of the machine that reads it.
        try:
            if not path.resolve().is_relative_to(folder.resolve()):
                raise DataError(f"image {name!r} lies outside of the data set")
            if not path.is_file():
                raise DataError(f"no image {name!r}")
        except OSError as error:
            raise DataError(f"no image {name[:60]!r} ({error.strerror})") from None
        return path
    raise DataError(
        "no image" if value is None or isinstance(value, bytes | dict) else f"expected bytes, got {value!r}"
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _digest(prompts: Mapping[str, tuple[str, ...]], images: Mapping[str, tuple[ImageSource, ...]]) -> str:
    """Eight hex digits of a row's content, so that an id means the same row in every copy of the file."""
    digest = hashlib.sha256()
    for values in (*prompts.values(), *images.values()):
        for value in values:
            digest.update(value if isinstance(value, bytes) else str(getattr(value, "name", value)).encode())
    return digest.hexdigest()[:8]
