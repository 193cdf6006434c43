"""Writes training items for a trainer: a folder that its loader, and `datasets.load_dataset`, opens.

data/<split>.parquet                    images inside, as `datasets` stores them
<split>.jsonl, images/, dataset_info.json   for trainers that read paths; the last for LLaMA-Factory alone
README.md                               the data card
"""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.images import content_hash, read_image_bytes
from scisynth.core.progress import track
from scisynth.core.store import whole_folder, write_json, write_lines
from scisynth.students.formats.rows import check_row
from scisynth.students.formats.table import Format
from scisynth.students.items import TrainingItem


def export_items(items: Sequence[TrainingItem], source: Path, out: Path, kind: Format, card: str) -> dict[str, int]:
    """Writes `items`, whose images lie below `source`, into the new folder `out`; gives rows by split.

    Raises:
        DataError: the folder is not empty, no items, or a row that the trainer would misread.
        ImageError: an image is missing or broken.
    """
    if not items:
        raise DataError("expected items to export, got none")
    by_split: dict[str, list[TrainingItem]] = defaultdict(list)
    for item in items:
        by_split[item.split].append(item)
    with whole_folder(out) as folder:
        for split, members in by_split.items():
            rows = track(_rows(members, source, folder, kind), total=len(members), label=f"export {split}")
            if kind.files == "jsonl":
                write_lines(folder / f"{split}.jsonl", rows)
            else:
                _write_parquet(list(rows), folder / "data" / f"{split}.parquet")
        if kind.name == "llamafactory":
            write_json(folder / "dataset_info.json", _dataset_info(by_split))
        (folder / "README.md").write_text(card, encoding="utf-8")
    return dict(Counter(item.split for item in items))


def _rows(items: Sequence[TrainingItem], source: Path, folder: Path, kind: Format) -> Iterator[dict[str, Any]]:
    for item in items:
        if kind.files == "jsonl":
            image: Any = _copied(source / item.image, folder)
        else:
            name, data = read_image_bytes(source / item.image)
            image = {"bytes": data, "path": Path(name).name}
        row = kind.build(item, image)
        check_row(row, item.id)
        yield row


def _copied(path: Path, folder: Path) -> str:
    """The image next to the rows, once, under the hash of its content."""
    name, data = read_image_bytes(path)
    target = folder / "images" / f"{content_hash(data)}{Path(name).suffix}"
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    return f"images/{target.name}"


def _write_parquet(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """A Parquet file whose image columns `datasets` knows as images."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(list(rows))
    image = {"_type": "Image"}
    features = {"images": {"feature": image, "_type": "List"}} if "images" in rows[0] else {"image": image}
    info = {
        "info": {
            "features": {**{name: _feature(table.schema.field(name).type) for name in table.column_names}, **features}
        }
    }
    pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(info)}), path)


def _feature(kind: Any) -> Any:
    """An Arrow type as `datasets` writes it."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        return {"feature": _feature(kind.value_type), "_type": "List"}
    if pa.types.is_struct(kind):
        return {kind.field(place).name: _feature(kind.field(place).type) for place in range(kind.num_fields)}
    name = {"double": "float64", "halffloat": "float16"}.get(str(kind), str(kind))
    return {"dtype": name, "_type": "Value"}


def _dataset_info(splits: dict[str, list[TrainingItem]]) -> dict[str, Any]:
    """The entry that LLaMA-Factory needs for each file."""
    return {
        f"scisynth_{split}": {
            "file_name": f"{split}.jsonl",
            "formatting": "sharegpt",
            "columns": {"messages": "messages", "images": "images"},
            "tags": {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant"},
        }
        for split in splits
    }
