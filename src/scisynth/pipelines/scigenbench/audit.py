"""Audits somebody's results folder: what was measured, what is missing, and what a number from it leaves out.

Reads images (`<id>.png` anywhere below), result tables (CSV or JSON Lines) and, with `data`, the problems they belong to. The
published evaluators of SciGenBench mark a missing image with quiz_idx -1 and an answer to the multimodal question with -2 in the
same table, then drop the former from every mean; both readings are printed side by side.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError, ImageError
from scisynth.core.images import IMAGE_SUFFIXES, open_image
from scisynth.core.progress import track
from scisynth.core.results import Result
from scisynth.core.tables import DELIMITED_SUFFIXES, LINES_SUFFIXES, Faults, columns_of, read_rows
from scisynth.grading.problems import read_problems
from scisynth.sandbox.verdict import image_fault

TABLES = DELIMITED_SUFFIXES | LINES_SUFFIXES
MAX_TABLE_MB = 200
MISSING_QUIZ, VQA_ROW = -1, -2
TRUE = frozenset([
    "1", "true", "t", "yes", "y", "right", "correct", "ja", "j", "wahr", "richtig", "oui", "vrai", "si", "sí",
    "verdadero", "sim", "vero", "da", "да", "是", "对", "正确", "はい", "✓", "✔", "pass", "passed",
])  # fmt: skip
FALSE = frozenset([
    "0", "false", "f", "no", "n", "wrong", "incorrect", "nein", "falsch", "non", "faux", "falso", "não", "nao",
    "net", "нет", "否", "错", "错误", "いいえ", "✗", "✘", "fail", "failed",
])  # fmt: skip
"""What spreadsheets and people write for a verdict."""
COLUMNS = {
    "id": ("id", "problem", "problem_id", "item", "item_id", "question_id", "sample_id", "sample", "qid", "uid"),
    "quiz_idx": ("quiz_idx", "quiz_index", "quiz_id", "quiz_no", "quiz", "index", "idx"),
    "is_correct": ("is_correct", "correct", "is_right", "right", "correctness"),
}
"""Names under which result tables keep what an audit needs, the surest first."""
SHOWN = 20
"""Ids listed under each finding."""


@dataclass
class Table:
    """One result table as it was found."""

    file: str
    rows: list[dict[str, str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    """Line numbers whose fields do not match the head."""
    reasons: list[str] = field(default_factory=list)
    """Why, one a broken line."""


@dataclass(frozen=True, kw_only=True)
class Listed(Result):
    """How many ids or lines a finding has, and the first ones."""

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuizAudit(Result):
    """R_inv of a table of verdicts, by two ways of counting."""

    items_answered: int
    items_expected: int
    perfect: int
    """Items whose every verdict is right."""
    r_inv_as_published: float | None
    """Over the answered items."""
    r_inv_of_all: float | None
    """Over every item that there should be."""
    per_quiz: float | None
    special_rows: Mapping[str, int]
    """Rows that are no verdict on a quiz."""
    unreadable: Listed
    """Items with a verdict that is neither right nor wrong."""


@dataclass(frozen=True, kw_only=True)
class TableAudit(Result):
    """One result table."""

    file: str
    """Relative to the folder."""
    rows: int
    items: int
    broken_lines: Listed
    broken_reasons: tuple[str, ...]
    duplicates: Listed
    missing: Listed
    unknown: Listed
    errors: Mapping[str, int]
    """What the table itself calls errors, counted."""
    quiz: QuizAudit | None
    """None for a table without verdicts."""


@dataclass(frozen=True, kw_only=True)
class ImageAudit(Result):
    """The images of a folder."""

    found: int
    faults: Mapping[str, Listed]
    """By kind: broken, blank, identical, missing, unknown, ..."""


@dataclass(frozen=True, kw_only=True)
class FolderAudit(Result):
    """What `scisynth audit` found."""

    folder: Path
    expected: int | None
    """Items that there should be; None where no problems were given."""
    pictures: ImageAudit
    tables: tuple[TableAudit, ...]


def audit_folder(folder: Path, data: Path | None = None) -> FolderAudit:
    """Findings on images and tables; `DataError` when there is nothing to audit."""
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of results")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    images = [path for path in files if path.suffix.lower() in IMAGE_SUFFIXES]
    tables = [read_table(path, folder) for path in files if path.suffix.lower() in TABLES]
    if not images and not any(table.rows or table.broken for table in tables):
        raise DataError(f"{folder}: found neither images nor CSV or JSON Lines tables")
    expected = _expected_ids(data)
    return FolderAudit(
        folder=folder,
        expected=len(expected) if expected else None,
        pictures=_audit_images(images, expected),
        tables=tuple(_audit_table(table, expected) for table in tables if table.rows or table.broken),
    )


def read_table(path: Path, folder: Path) -> Table:
    """Every row that fits its head, under the columns' usual names; the others by line number.

    Raises:
        DataError: verdicts without the column that says what they are of.
    """
    faults = Faults()
    found_rows = read_rows(path, max_mb=MAX_TABLE_MB, faults=faults)
    rows, columns = [row.values for row in found_rows], columns_of(found_rows)
    names = {wanted: found for wanted in COLUMNS if (found := _find_column(wanted, columns, rows))}
    if "is_correct" in names and "id" not in names:
        raise DataError(
            f"{path}: holds verdicts ({names['is_correct']}) and no column id, problem or problem_id; got {', '.join(columns[:8])}"
        )
    named = [{**row, **{wanted: row[found] for wanted, found in names.items() if found in row}} for row in rows]
    texts = [{name: _text(value) for name, value in row.items()} for row in named]
    return Table(file=str(path.relative_to(folder)), rows=texts, broken=faults.lines, reasons=faults.words)


def _find_column(wanted: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The column that is meant: the wanted name, else another usual one; `correct` may hold the right letter instead."""
    for name in COLUMNS[wanted]:
        if name not in columns or (name == "quiz" and any(_integer(_text(row.get(name))) is None for row in rows)):
            continue
        if name == "is_correct" or wanted != "is_correct":
            return name
        said = {_word(_text(row.get(name))) for row in rows} - {""}
        if said and said <= TRUE | FALSE:
            return name
    return ""


def _text(value: Any) -> str:
    return "" if value is None else value.strip() if isinstance(value, str) else json.dumps(value)


def _word(text: str) -> str:
    """A verdict as it is compared: `"WAHR"` is `wahr`, `1,0` and `1.00` are `1`."""
    word = text.strip(" \"'.").casefold()
    return re.sub(r"^([01])[.,]0+$", r"\1", word)


def _expected_ids(data: Path | None) -> list[str]:
    if data is None:
        return []
    return [problem.id for problem in read_problems(data)]


def _audit_images(paths: Sequence[Path], expected: Sequence[str]) -> ImageAudit:
    faults: dict[str, list[str]] = defaultdict(list)
    same: dict[str, list[str]] = defaultdict(list)
    for path in track(paths, label="images"):
        try:
            image = open_image(path)
        except ImageError:
            faults["broken"].append(path.stem)
            continue
        same[hashlib.sha256(image.tobytes()).hexdigest()].append(path.stem)
        if found := image_fault(image):
            faults[found[0]].append(path.stem)
    faults["identical"] = [name for names in same.values() if len(names) > 1 for name in names]
    spelled = _spellings(expected)
    names = {_own_id(path.stem, spelled) for path in paths}
    faults["missing"] = [name for name in expected if name not in names]
    faults["unknown"] = sorted(names.difference(expected)) if expected else []
    return ImageAudit(found=len(paths), faults={kind: _listed(ids) for kind, ids in faults.items() if ids})


def _audit_table(table: Table, expected: Sequence[str]) -> TableAudit:
    spelled = _spellings(expected)
    rows = [{**row, "id": _own_id(row["id"], spelled)} if row.get("id") else row for row in table.rows]
    quizzes = [row for row in rows if "is_correct" in row]
    keys = Counter((row["id"], row.get("quiz_idx", "")) for row in rows if row.get("id"))
    present = {name for name, _ in keys}
    return TableAudit(
        file=table.file,
        rows=len(table.rows),
        items=len(present),
        broken_lines=_listed([str(number) for number in table.broken]),
        broken_reasons=tuple(dict.fromkeys(table.reasons))[:SHOWN],
        duplicates=_listed(
            [f"{name}/{index}" if index else name for (name, index), count in keys.items() if count > 1]
        ),
        missing=_listed([name for name in expected if name not in present]),
        unknown=_listed(sorted(present.difference(expected)) if expected else []),
        errors=Counter(row["error"] for row in table.rows if row.get("error")),
        quiz=_quiz_rates(quizzes, len(expected) or len(present)) if quizzes else None,
    )


def _quiz_rates(rows: Sequence[dict[str, str]], num_items: int) -> QuizAudit:
    """R_inv as the published script counts it, and over every item that there should be."""
    by_item: dict[str, list[bool]] = defaultdict(list)
    unreadable: list[str] = []
    states: Counter[str] = Counter()
    for row in rows:
        index = _integer(row.get("quiz_idx", ""))
        word = _word(row["is_correct"])
        if index == MISSING_QUIZ:
            states["missing"] += 1
        elif index == VQA_ROW:
            states["multimodal question"] += 1
        elif not row.get("id"):
            states["without an id"] += 1
        elif word in TRUE | FALSE:
            by_item[row.get("id", "")].append(word in TRUE)
        else:
            unreadable.append(row.get("id", ""))
    perfect = sum(all(answers) for answers in by_item.values())
    answers = [answer for item in by_item.values() for answer in item]
    return QuizAudit(
        items_answered=len(by_item),
        items_expected=num_items,
        perfect=perfect,
        r_inv_as_published=perfect / len(by_item) if by_item else None,
        r_inv_of_all=perfect / num_items if num_items else None,
        per_quiz=sum(answers) / len(answers) if answers else None,
        special_rows=states,
        unreadable=_listed(unreadable),
    )


def _spellings(expected: Sequence[str]) -> dict[str, str]:
    """The expected ids by their plain form, where it is of one id only, and by themselves."""
    count = Counter(map(_plain_id, expected))
    plain = {_plain_id(name): name for name in expected if count[_plain_id(name)] == 1}
    return {**plain, **{name: name for name in expected}}


def _own_id(name: str, spelled: Mapping[str, str]) -> str:
    """The expected id that a name means; else the name."""
    return spelled.get(name) or spelled.get(_plain_id(name), name)


def _plain_id(name: str) -> str:
    """An id without what spreadsheets do to it: `7.0` is `7`, and case and spaces say nothing."""
    return re.sub(r"\.0+$", "", " ".join(name.split()).casefold())


def _integer(text: str) -> int | None:
    try:
        return int(float(text.replace(",", ".")))
    except (ValueError, OverflowError):
        return None


def _listed(ids: Sequence[str]) -> Listed:
    return Listed(count=len(ids), first=tuple(ids[:SHOWN]))
