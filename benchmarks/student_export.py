"""Do 1,400 figures and 1,000 tuples arrive in every trainer's rows as they are? Exports both in every format and reads all back.

    python benchmarks/student_export.py [--figures 1400] [--tuples 1000] [--out out/student_export]

Every row is checked against its trainer's schema (`students.formats.rows.check_row`) and read back by `datasets.load_dataset`; the bytes of its
image and its words are compared with the item's. Prints rows, differences and seconds. The items in `--out` are not made again.
"""

import argparse
import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import datasets

from scisynth.core.store import describe_measurement
from scisynth.pipelines.lab.tuples import LabTuplesConfig, run_tuples_build
from scisynth.pipelines.students.config import SelectionConfig, StudentDataConfig
from scisynth.pipelines.students.data import run_student_data
from scisynth.pipelines.students.export import choose, run_student_export
from scisynth.students.formats.rows import check_row
from scisynth.students.formats.table import FORMATS, Format
from scisynth.students.items import ITEMS, TrainingItem, read_items

SPLITS = ("train", "val", "test")
IMAGES = ("image", "images")


def main() -> None:
    """Makes what is missing, exports, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=1400)
    parser.add_argument("--tuples", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=Path("out/student_export"))
    arguments = parser.parse_args()
    sources = {
        "figures": figure_items(arguments.out, arguments.figures),
        "tuples": tuple_items(arguments.out, arguments.tuples),
    }
    shutil.rmtree(arguments.out / "rows", ignore_errors=True)
    found = {
        name: {kind.name: compare(folder, arguments.out / "rows" / name / kind.name, kind) for kind in FORMATS.values()}
        for name, folder in sources.items()
    }
    print(
        json.dumps(
            {**found, **describe_measurement({"figures": arguments.figures, "tuples": arguments.tuples})}, indent=1
        )
    )


def figure_items(out: Path, num: int) -> Path:
    """Items of figures of all families."""
    folder = out / "figures"
    if not (folder / ITEMS).is_file():
        run_student_data(StudentDataConfig(num=num, corrupted=0), folder, seed=0)
    return folder


def tuple_items(out: Path, num: int) -> Path:
    """Items of tuples of the lab."""
    folder = out / "tuples"
    if not (folder / ITEMS).is_file():
        run_tuples_build(LabTuplesConfig.parse({"num": num}), out / "lab", seed=0)
        run_student_data(StudentDataConfig.parse({"sources": [str(out / "lab")]}), folder, seed=0)
    return folder


def compare(data: Path, out: Path, kind: Format) -> Mapping[str, Any]:
    """Rows of one format, and how many differ from their items."""
    started = time.perf_counter()
    selection = SelectionConfig(filter="none")
    rows = run_student_export(data, out, selection, format_name=kind.name, seed=0).rows
    exported = time.perf_counter()
    items = choose(read_items(data), selection, 0)
    loaded = datasets.load_dataset(str(out), cache_dir=str(out.parent / "cache"))
    differences = [fault for split in SPLITS for fault in _faults(items, loaded, split, data, out, kind)]
    return {
        "rows": sum(rows.values()),
        "different": len(differences),
        "first difference": differences[:1],
        "export, s": round(exported - started, 1),
        "read and compare, s": round(time.perf_counter() - exported, 1),
    }


def _faults(
    items: Sequence[TrainingItem], loaded: Mapping[str, Any], split: str, data: Path, out: Path, kind: Format
) -> Iterator[str]:
    own = [item for item in items if item.split == split]
    found = _encoded(loaded[split]) if split in loaded else []
    if len(own) != len(found):
        yield f"{split}: {len(found)} rows of {len(own)} items"
    for item, row in zip(own, found, strict=False):
        check_row(row, item.id)
        image = row["images"][0] if "images" in row else row["image"]
        data_of_row = (out / image).read_bytes() if isinstance(image, str) else image["bytes"]
        if data_of_row != (data / item.image).read_bytes():
            yield f"{item.id}: another image"
        words = [item.question, *([] if kind.teaches == "replies" else [item.answer.text])]
        text = json.dumps(
            {name: value for name, value in row.items() if name not in IMAGES}, default=str, ensure_ascii=False
        )
        missing = [word for word in words if json.dumps(word, ensure_ascii=False)[1:-1] not in text]
        if missing:
            yield f"{item.id}: {missing[0]!r} is not in the row"


def _encoded(rows: Any) -> Any:
    """The rows with the files of their images, not decoded."""
    for name in set(IMAGES) & set(rows.features):
        kept = datasets.Image(decode=False)
        if isinstance(rows.features[name], datasets.Image):
            rows = rows.cast_column(name, kept)
        elif isinstance(rows.features[name].feature, datasets.Image):
            rows = rows.cast_column(name, datasets.List(kept))
    return rows


if __name__ == "__main__":
    main()
