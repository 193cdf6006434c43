"""Tuples as people publish them: Parquet with the hub's columns and rubrics, and WebDataset shards.

    folder/<split>.parquet              the columns of `schema`, with `scene_scoring` and `real_scoring`
    folder/<split>-00000.tar            WebDataset: <key>.explicit.png, <key>.superficial.png and <key>.json a tuple

The ImageFolder is written by `export`.
"""

import io
import json
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scisynth.core.images import content_hash, examine_image
from scisynth.core.records import PromptSet
from scisynth.tuples.schema import PROMPT_COLUMNS

ROWS_PER_GROUP = 100
"""The hub viewer reads a row group at a time."""
TUPLES_PER_SHARD = 1000


def write_rows(path: Path, rows: Sequence[Any], schema: pa.Schema, to_columns: Any = dict) -> None:
    """One Parquet file, a row group at a time, so that memory does not grow with the data.

    Args:
        rows: whatever `to_columns` makes a mapping of columns of.
        schema: as `schema.schema_of` gives it.
        to_columns: called for the rows of a group when the group is written.
    """
    # A dictionary of images saves nothing and must be held whole by whoever reads it.
    with pq.ParquetWriter(path, schema, write_page_index=True, use_dictionary=False) as writer:
        for start in range(0, len(rows), ROWS_PER_GROUP):
            group = [to_columns(row) for row in rows[start : start + ROWS_PER_GROUP]]
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def embedded(data: bytes) -> dict[str, Any]:
    """An encoded image as Parquet holds it: its bytes as they are, named by their content."""
    kind = examine_image(data)[0].lower()
    return {"bytes": data, "path": f"{content_hash(data)}.{'jpg' if kind == 'jpeg' else kind}"}


def columns_of(item: PromptSet, explicit: bytes, superficial: bytes) -> dict[str, Any]:
    """A prompt set with its two images as a row; what is not in the schema is left out by the writer."""
    values = item.to_dict()
    return {
        **values,
        **{name: [values[name]] for name in PROMPT_COLUMNS},
        "explicit_image": [embedded(explicit)],
        "superficial_image": [embedded(superficial)],
        "category": item.field,
        "scene_scoring": item.scene_rubric,
        "real_scoring": item.reality_rubric,
        "status": "ok",
        "reason": "",
    }


def write_webdataset(folder: Path, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Tar shards of rows (split, columns) as `columns_of` gives them; returns their number.

    Members carry no time and no owner, so the same rows give the same bytes.
    """
    by_split: dict[str, list[Mapping[str, Any]]] = {}
    for split, row in rows:
        by_split.setdefault(split, []).append(row)
    shards = [
        (f"{split}-{number:05d}.tar", found[start : start + TUPLES_PER_SHARD])
        for split, found in by_split.items()
        for number, start in enumerate(range(0, len(found), TUPLES_PER_SHARD))
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in shards:
        with tarfile.open(folder / name, "w") as tar:
            for row in found:
                _add_tuple(tar, row)
    return len(shards)


def _add_tuple(tar: tarfile.TarFile, row: Mapping[str, Any]) -> None:
    # A key ends at its first dot.
    key = str(row["id"]).replace(".", "_").replace("/", "_")
    for side in ("explicit", "superficial"):
        (image,) = row[f"{side}_image"]
        _add(tar, f"{key}.{side}.{Path(image['path']).suffix.removeprefix('.')}", image["bytes"])
    texts = {name: value for name, value in row.items() if not name.endswith("_image")}
    _add(tar, f"{key}.json", json.dumps(texts, ensure_ascii=False).encode())


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))
