"""Imported tuples on disk: one Parquet file a split, a card with licence and origin, and a list of what was left out.

    DIR/<split>.parquet     the published columns, images inside
    DIR/README.md           names the splits, the licence and the source
    DIR/import.json         columns read and ignored, counts, rows left out with their reasons

The folder appears whole or not at all.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.store import check_new_folder, whole_folder
from scisynth.tuples.importing import Import, describe_left_out, read_source, to_columns
from scisynth.tuples.published import write_rows
from scisynth.tuples.schema import data_card, schema_of

REPORT = "import.json"


def import_tuples(
    source: Path,
    out: Path,
    *,
    names: dict[str, str] | None = None,
    images: Path | None = None,
    split: str = "train",
    skip_broken: bool = False,
    license_name: str = "",
    origin: str = "",
    is_pairs: bool = False,
) -> dict[str, Any]:
    """Writes a tuple data set of somebody's table or folder; returns what was read and what was left out.

    Args:
        source: `importing.read_source` says what.
        out: a new or an empty folder.
        names: wanted column to the name that the table uses for it.
        images: the folder that paths are relative to; None: the table's own.
        split: of rows that name none.
        skip_broken: leave out rows that cannot be used, instead of refusing them all.
        license_name: of the images and texts, for the card.
        origin: where they are from, for the card; empty: the name of the source.
        is_pairs: rows have one prompt and a preferred image (`tuples.pairs`).

    Raises:
        DataError: the folder has something in it, or the source cannot be read as tuples.
    """
    # Before minutes of reading, not after them.
    check_new_folder(out)
    found = read_source(source, names=names or {}, images=images, split=split, is_pairs=is_pairs)
    if found.left_out and not (skip_broken and found.rows):
        advice = "correct them, or leave them out with --skip-broken" if found.rows else "correct them"
        num = len(found.left_out)
        raise DataError(
            f"{num} of {num + len(found.rows)} rows cannot be used; {advice}: {describe_left_out(found.left_out)}"
        )
    counts = Counter(row.values["split"] for row in found.rows)
    report = {
        "source": origin or source.name,
        "license": license_name,
        "num": len(found.rows),
        "by_split": dict(counts),
        "ignored_columns": found.ignored,
        "left_out": [{"place": place, "reason": reason} for place, reason in found.left_out],
    }
    _write(found, counts, report, out)
    return {"out": str(out), **report}


def _write(found: Import, counts: Counter[str], report: dict[str, Any], out: Path) -> None:
    schema = schema_of(f"imported: {report['source']}")
    with whole_folder(out) as temporary:
        for split in counts:
            rows = [row for row in found.rows if row.values["split"] == split]
            write_rows(temporary / f"{split}.parquet", rows, schema, to_columns)
        (temporary / "README.md").write_text(_card(counts, report), encoding="utf-8")
        text = json.dumps(report, indent=1, ensure_ascii=False)
        (temporary / REPORT).write_text(text + "\n", encoding="utf-8", errors="replace")


def _card(counts: Counter[str], report: dict[str, Any]) -> str:
    card = data_card("Contrast tuples", counts, ".parquet")
    license_line = f"license: other\nlicense_name: {json.dumps(report['license'])}\n" if report["license"] else ""
    card = card.replace("---\n", f"---\n{license_line}", 1)
    stated = report["license"] or "not stated; ask whoever made the images before you share them"
    return f"{card}\nImported by `scisynth tuples import` from {report['source']}. Licence: {stated}.\n"
