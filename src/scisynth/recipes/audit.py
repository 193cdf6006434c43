"""Audits somebody's results folder: what was measured, what is missing, and what a number from it leaves out.

Reads pictures (`<id>.png` anywhere below), result tables (CSV or JSON Lines) and, with `data`, the problems they belong to. The
published evaluators of SciGenBench mark a missing picture with quiz_idx -1 and an answer to the multimodal question with -2 in the
same table, then drop the former from every mean; both readings are printed side by side.
"""

import csv
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError, ImageError
from scisynth.core.images import open_image
from scisynth.core.progress import track
from scisynth.imgcoder.sandbox.verdict import picture_fault
from scisynth.judges.scigenbench_data import read_problems

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
TABLES = frozenset({".csv", ".jsonl"})
MAX_TABLE_MB = 200
MISSING_QUIZ, VQA_ROW = -1, -2
TRUE = frozenset({"1", "1.0", "true"})
FALSE = frozenset({"0", "0.0", "false"})
SHOWN = 20
"""Ids listed under each finding."""


@dataclass
class Table:
    """One result table as it was found."""

    file: str
    rows: list[dict[str, str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    """Line numbers whose fields do not match the head."""


def audit_folder(folder: Path, data: Path | None = None) -> dict[str, Any]:
    """Findings on pictures and tables; `DataError` when there is nothing to audit."""
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of results")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    pictures = [path for path in files if path.suffix.lower() in PICTURES]
    tables = [read_table(path, folder) for path in files if path.suffix.lower() in TABLES]
    if not pictures and not any(table.rows or table.broken for table in tables):
        raise DataError(f"{folder}: found neither pictures nor CSV or JSON Lines tables")
    expected = _expected_ids(data)
    return {
        "folder": str(folder),
        "expected": len(expected) if expected else None,
        "pictures": _audit_pictures(pictures, expected),
        "tables": [_audit_table(table, expected) for table in tables if table.rows or table.broken],
    }


def read_table(path: Path, folder: Path) -> Table:
    """Every row that fits its head; the others by line number."""
    table = Table(file=str(path.relative_to(folder)))
    if path.stat().st_size > MAX_TABLE_MB * 2**20:
        raise DataError(f"{path}: expected at most {MAX_TABLE_MB} MB")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for number, row in _csv_rows(file) if path.suffix.lower() == ".csv" else _json_rows(file):
            if row is None:
                table.broken.append(number)
            else:
                table.rows.append(row)
    return table


def _csv_rows(file: Any) -> Iterator[tuple[int, dict[str, str] | None]]:
    reader = csv.reader(file)
    try:
        head = next(reader, [])
        for fields in reader:
            if fields:
                yield reader.line_num, dict(zip(head, fields, strict=True)) if len(fields) == len(head) else None
    except csv.Error:
        yield reader.line_num, None


def _json_rows(file: Any) -> Iterator[tuple[int, dict[str, str] | None]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield number, {key: _text(value) for key, value in row.items()} if isinstance(row, dict) else None


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _expected_ids(data: Path | None) -> list[str]:
    if data is None:
        return []
    return [problem.id for problem in read_problems(data)]


def _audit_pictures(paths: Sequence[Path], expected: Sequence[str]) -> dict[str, Any]:
    faults: dict[str, list[str]] = defaultdict(list)
    same: dict[str, list[str]] = defaultdict(list)
    for path in track(paths, label="pictures"):
        try:
            image = open_image(path).convert("RGB")
        except ImageError:
            faults["broken"].append(path.stem)
            continue
        same[hashlib.sha256(image.tobytes()).hexdigest()].append(path.stem)
        if found := picture_fault(image):
            faults[found[0]].append(path.stem)
    faults["identical"] = [name for names in same.values() if len(names) > 1 for name in names]
    names = {path.stem for path in paths}
    faults["missing"] = [name for name in expected if name not in names]
    faults["unknown"] = [name for name in sorted(names) if expected and name not in set(expected)]
    return {"found": len(paths), "faults": {kind: _listed(ids) for kind, ids in faults.items() if ids}}


def _audit_table(table: Table, expected: Sequence[str]) -> dict[str, Any]:
    ids = [row.get("id", "") for row in table.rows]
    quizzes = [row for row in table.rows if "is_correct" in row]
    keys = Counter((row.get("id", ""), row.get("quiz_idx", "")) for row in table.rows)
    present = set(ids)
    return {
        "file": table.file,
        "rows": len(table.rows),
        "items": len(present),
        "broken_lines": _listed([str(number) for number in table.broken]),
        "duplicates": _listed(
            [f"{name}/{index}" if index else name for (name, index), count in keys.items() if count > 1]
        ),
        "missing": _listed([name for name in expected if name not in present]),
        "errors": dict(Counter(row["error"] for row in table.rows if row.get("error"))),
        "quiz": _quiz_rates(quizzes, len(expected) or len(present)) if quizzes else None,
    }


def _quiz_rates(rows: Sequence[dict[str, str]], num_items: int) -> dict[str, Any]:
    """R_inv as the published script counts it, and over every item that there should be."""
    by_item: dict[str, list[bool]] = defaultdict(list)
    unreadable: list[str] = []
    states: Counter[str] = Counter()
    for row in rows:
        index = _integer(row.get("quiz_idx", ""))
        word = row["is_correct"].strip().lower()
        if index == MISSING_QUIZ:
            states["missing"] += 1
        elif index == VQA_ROW:
            states["multimodal question"] += 1
        elif word in TRUE | FALSE:
            by_item[row.get("id", "")].append(word in TRUE)
        else:
            unreadable.append(row.get("id", ""))
    perfect = sum(all(answers) for answers in by_item.values())
    answers = [answer for item in by_item.values() for answer in item]
    return {
        "items_answered": len(by_item),
        "items_expected": num_items,
        "perfect": perfect,
        "r_inv_as_published": perfect / len(by_item) if by_item else None,
        "r_inv_of_all": perfect / num_items if num_items else None,
        "per_quiz": sum(answers) / len(answers) if answers else None,
        "special_rows": dict(states),
        "unreadable": _listed(unreadable),
    }


def _integer(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def _listed(ids: Sequence[str]) -> dict[str, Any]:
    return {"count": len(ids), "first": list(ids[:SHOWN])}
