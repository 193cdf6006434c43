"""A folder of photographs with its licences: candidates that were taken, not drawn.

metadata.csv | .tsv | .json | .jsonl | .parquet      a row a photograph

file_name    path of the image, in the folder
side         explicit or superficial (true or false)
license      under which it may be shared: without one it is not taken
origin       an address, a photographer; `source`, `url` and `author` are read as well
item         id of an item; or
law, subject, condition      every item of that subject, of any condition where none is named
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image, read_image_bytes
from scisynth.core.tables import Row, columns_of, read_rows
from scisynth.curation.records import CurationItem, Side

METADATA = ("metadata.csv", "metadata.tsv", "metadata.json", "metadata.jsonl", "metadata.parquet")
SIDES: Mapping[str, Side] = {
    "explicit": "explicit",
    "true": "explicit",
    "superficial": "superficial",
    "false": "superficial",
}


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """One photograph and the items it may stand for."""

    place: str
    """Of its row, for messages."""
    data: bytes
    side: Side
    license: str
    origin: str
    items: tuple[str, ...]


def read_photographs(folder: Path, items: Mapping[str, CurationItem]) -> tuple[list[Photograph], list[tuple[str, str]]]:
    """The photographs that can be used, and (place, reason) of the others.

    Raises:
        DataError: no folder, no table in it, or a table without the columns.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of photographs, found none; check the path")
    table = next((folder / name for name in METADATA if (folder / name).is_file()), None)
    if table is None:
        raise DataError(
            f"{folder}: expected a table of the photographs and their licences, found none; write metadata.csv"
        )
    rows = read_rows(table)
    columns = {"license" if name == "licence" else name for name in columns_of(rows)}
    missing = [name for name in ("file_name", "side", "license") if name not in columns]
    if missing:
        raise DataError(f"{table}: missing columns {', '.join(missing)}; a photograph needs all of them")
    found, left_out = [], []
    for row in rows:
        try:
            found.append(_photograph(row, folder, items))
        except (DataError, ImageError) as error:
            left_out.append((row.place, one_line(error)))
    return found, left_out


def _photograph(row: Row, folder: Path, items: Mapping[str, CurationItem]) -> Photograph:
    side = SIDES.get(str(row.get("side") or "").strip().lower())
    if side is None:
        raise DataError(f"side: expected explicit or superficial, got {row.get('side')!r}")
    licence = str(row.get("license", "licence") or "").strip()
    if not licence:
        raise DataError("license: expected the licence of the photograph, got none; it could not be shared")
    path = (folder / str(row.get("file_name") or "")).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DataError(f"file_name: {row.get('file_name')!r} lies outside of the folder")
    _, data = read_image_bytes(path)
    open_image(data)
    chosen = _items_of(row, items)
    if not chosen:
        raise DataError("expected the id of an item, or the law and subject of one; found none that fits")
    return Photograph(
        place=row.place,
        data=data,
        side=side,
        license=licence,
        origin=str(row.get("origin", "source", "url", "author") or ""),
        items=tuple(chosen),
    )


def _items_of(row: Row, items: Mapping[str, CurationItem]) -> Sequence[str]:
    if name := row.get("item"):
        return [str(name)] if str(name) in items else []
    law, subject, condition = (str(row.get(name) or "").strip().casefold() for name in ("law", "subject", "condition"))
    return [
        name
        for name, item in items.items()
        if subject == item.prompts.subject.casefold()
        and law in ("", item.prompts.law.casefold())
        and condition in ("", item.prompts.condition.casefold())
    ]
