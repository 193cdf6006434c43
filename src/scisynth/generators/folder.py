"""Pictures made elsewhere: a folder with a `metadata.jsonl`, one `{"file_name": ..., "prompt": ...}` a line.

That is the layout of `datasets`' ImageFolder. The k-th line of a prompt is its picture number k; where lines carry an `id` that is the
prompt's own, they are found by it, so that two problems in the same words keep their own pictures. A file is opened like
any stranger's picture, must lie inside the folder, and is copied into the run, so that the run stays whole by itself.
"""

from collections import defaultdict
from pathlib import Path

from PIL import Image

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image
from scisynth.core.records import DrawnPicture
from scisynth.core.store import Journal

METADATA = "metadata.jsonl"


class FolderPictures:
    """The pictures of a folder, by prompt and number."""

    def __init__(self, folder: Path, *, name: str | None = None, only_by_id: bool = False) -> None:
        """`only_by_id`: for a folder of ours, where what an id lacks is missing."""
        self.name = name or f"folder:{folder.name}"
        self._folder = folder
        self._files, self._by_id = _read_metadata(folder)
        self._only_by_id = only_by_id

    def picture(self, prompt: str, index: int, prompt_id: str = "") -> Image.Image | DrawnPicture:
        """Picture number `index` of a prompt, or why there is none."""
        files = self._by_id.get(prompt_id, [])
        if not files and not self._only_by_id:
            files = self._files.get(prompt, [])
        if index < len(files):
            return self._open(files[index])
        return DrawnPicture(
            status="missing", reason=f"{METADATA} names {len(files)} pictures of this prompt, wanted number {index + 1}"
        )

    def _open(self, file: str) -> Image.Image | DrawnPicture:
        path = (self._folder / file).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            return DrawnPicture(status="missing", reason=f"{file}: lies outside the folder")
        try:
            return open_image(path)
        except ImageError as error:
            return DrawnPicture(status="missing", reason=one_line(error))


def _read_metadata(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Files by prompt, and by id where lines have one."""
    path = folder / METADATA
    if not path.is_file():
        raise DataError(f"{folder}: expected a folder of pictures with {METADATA}, found none; check the path")
    files: dict[str, list[str]] = defaultdict(list)
    by_id: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(Journal(path), start=1):
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("file_name", "prompt")):
            raise DataError(f'{path}, line {number}: expected {{"file_name": ..., "prompt": ...}}; mend the line')
        files[row["prompt"]].append(row["file_name"])
        if isinstance(row.get("id"), str | int):
            by_id[str(row["id"])].append(row["file_name"])
    named = [name for names in files.values() for name in names]
    if len(set(named)) < len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise DataError(f"{path}: names {twice!r} twice; a picture answers one prompt")
    return files, by_id
