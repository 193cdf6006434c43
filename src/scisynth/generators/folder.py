"""Images made elsewhere: a folder with a metadata table, or with files named by the id of their prompt.

    metadata.jsonl | .csv | .tsv | .json | .parquet     a row an image: `file_name`, and its `prompt` or `id` (or both)
    no metadata                                         `<id>.png` anywhere below, as published result folders have it

That is the layout of `datasets`' ImageFolder; `image`, `path` and `text` are read as other names of the columns. The k-th row of a
prompt is its image number k; where rows carry an `id` that is the prompt's own, they are found by it, so that two
problems in the same words keep their own images. What `bench science-t2i` calls `ID/implicit` is found under `ID` as well. A file is
opened like any stranger's image, must lie inside the folder, and is copied into the run, so that the run stays whole by itself.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import IMAGE_SUFFIXES, open_image
from scisynth.core.records import DrawnImage
from scisynth.core.tables import Row, columns_of, read_rows

METADATA = "metadata.jsonl"
METADATA_FILES = (METADATA, *(f"metadata.{kind}" for kind in ("csv", "tsv", "json", "ndjson", "parquet")))
FILE_COLUMNS = ("file_name", "image", "path", "image_path", "file", "filename", "image_file", "img", "img_path")
PROMPT_COLUMNS = ("prompt", "text", "caption", "implicit_prompt", "question", "original_question")
ID_COLUMNS = ("id", "prompt_id", "problem_id", "problem")
IMPLICIT = "/implicit"
"""What `bench science-t2i` puts behind the id of a prompt set, whose first prompt is the implicit one."""


class FolderImages:
    """The images of a folder, by prompt and number."""

    def __init__(self, folder: Path, *, name: str | None = None, only_by_id: bool = False) -> None:
        """`only_by_id`: match by id only; ids without an image are `missing`."""
        self.name = name or f"folder:{folder.name}"
        self._folder = folder
        self._only_by_id = only_by_id
        self._files: dict[str, list[str]] = defaultdict(list)
        self._by_id: dict[str, list[str]] = defaultdict(list)
        path = _find_metadata(folder)
        self._has_metadata = path is not None
        self._source = path.name if path else "the folder"
        if path:
            self._read_metadata(path)
        else:
            self._read_names()

    def check_ids(self, prompt_ids: Iterable[str]) -> None:
        """Refuses a folder without metadata none of whose files is named by one of these ids."""
        if not self._has_metadata and not any(self._files_of(name) for name in prompt_ids):
            raise DataError(
                f"{self._folder}: none of its {len(self._by_id)} image names is the id of a prompt; name them <id>.png, or write "
                f"{METADATA} with file_name and prompt"
            )

    def picture(self, prompt: str, index: int, prompt_id: str = "") -> Image.Image | DrawnImage:
        """Image number `index` of a prompt, or why there is none."""
        files = self._by_id.get(_composed(prompt_id), [])
        if not files and not self._only_by_id:
            files = self._files.get(prompt) or self._files.get(_plain(prompt)) or self._files_of(prompt_id)
        if index < len(files):
            return self._open(files[index])
        return DrawnImage(
            status="missing",
            reason=f"{self._source} names {len(files)} images of this prompt, wanted number {index + 1}",
        )

    def _files_of(self, prompt_id: str) -> list[str]:
        """By id alone: the prompt's own, or that of its prompt set."""
        name = _composed(prompt_id)
        return self._by_id.get(name) or self._by_id.get(name.removesuffix(IMPLICIT), [])

    def _read_metadata(self, path: Path) -> None:
        rows = read_rows(path)
        if not rows and not self._only_by_id:
            raise DataError(f"{path}: expected a row an image, found none; write file_name and prompt")
        named: set[str] = set()
        for row in rows:
            file, prompt, name = _file_of(row), row.get(*PROMPT_COLUMNS), row.get(*ID_COLUMNS)
            name = str(name).strip() if isinstance(name, str | int) else ""
            if not file or not (isinstance(prompt, str) or name):
                got = ", ".join(columns_of([row])[:8])
                raise DataError(
                    f'{row.place}: expected {{"file_name": ..., "prompt": ...}}, got {got}; correct the line'
                )
            if file in named:
                raise DataError(f"{path}: names {file!r} twice; an image answers one prompt")
            named.add(file)
            if isinstance(prompt, str):
                self._files[prompt].append(file)
                if _plain(prompt) != prompt:
                    self._files[_plain(prompt)].append(file)
            if name:
                self._by_id[_composed(name)].append(file)

    def _read_names(self) -> None:
        for file in self._on_disk:
            self._by_id[_composed(Path(file).stem)].append(file)
        if not self._by_id:
            raise DataError(
                f"{self._folder}: expected a folder of images with {METADATA}, or named <id>.png, found none; check the path"
            )

    def _open(self, file: str) -> Image.Image | DrawnImage:
        try:
            path = (self._folder / file).resolve()
            if not path.is_file():
                # Names written on another system: other slashes, case, or composition of accents.
                path = (self._folder / self._by_folded_name.get(_folded(file), file)).resolve()
            if not path.is_relative_to(self._folder.resolve()):
                return DrawnImage(status="missing", reason=f"{file}: lies outside the folder")
            return open_image(path)
        except (OSError, ValueError) as error:
            # ValueError: a name with a zero byte; an `ImageError` is one too.
            words = error.strerror if isinstance(error, OSError) else one_line(error)
            prefix = "" if isinstance(error, ImageError) else f"{file[:80]}: "
            return DrawnImage(status="missing", reason=f"{prefix}{words}")

    @cached_property
    def _on_disk(self) -> list[str]:
        """Paths of the image files below, relative to the folder, in order."""
        found = sorted(path for path in self._folder.rglob("*") if path.suffix.lower() in IMAGE_SUFFIXES)
        return [path.relative_to(self._folder).as_posix() for path in found if path.is_file()]

    @cached_property
    def _by_folded_name(self) -> dict[str, str]:
        return {_folded(name): name for name in self._on_disk}


def _find_metadata(folder: Path) -> Path | None:
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of images with {METADATA}, found none; check the path")
    found = [folder / name for name in METADATA_FILES if (folder / name).is_file()]
    if len(found) > 1:
        raise DataError(f"{folder}: holds {found[0].name} and {found[1].name}; keep one of them")
    return found[0] if found else None


def _file_of(row: Row) -> str:
    value: Any = row.get(*FILE_COLUMNS)
    if isinstance(value, dict):
        value = value.get("path")
    return value.strip() if isinstance(value, str) else ""


def _plain(prompt: str) -> str:
    """A prompt as tables often keep it: without spaces at the ends, line breaks of one kind."""
    return prompt.strip().replace("\r\n", "\n").replace("\r", "\n")


def _composed(name: str) -> str:
    """Accents in one character with their letters: macOS keeps names of files with the two apart."""
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(name.replace("\\", "/").removeprefix("./")).casefold()
