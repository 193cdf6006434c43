"""What is asked in a review: the items that can be looked at, and items whose truth is known.

    task            an item as it stood before any review: prompts, facts, rubrics, candidates, and which two images stand for it
    qualification   a task of known truth that every reviewer does first; whether it was right, and why, is said at once
    canary          a task of known truth somewhere in the stream; nothing is said

Tasks of known truth come from a table (CSV, JSON Lines ...) with the columns `item`, `expected` (keep, swap or reject), and, where
wanted, `use` (qualification or canary), `why` (shown after a qualification task) and `flaw`: `swapped` shows the item with its
images exchanged, so that one good item gives a sound canary and a faulty one. An item with a known truth is not asked about
otherwise.

An image that is lost is no choice. An item without an image on both sides is not asked, and listed with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from scisynth.core.errors import DataError
from scisynth.core.images import content_hash
from scisynth.core.store import Journal, write_lines
from scisynth.core.tables import read_rows
from scisynth.curation.records import REVIEW, SIDES, Candidate, CurationItem, CurationLog, apply_event
from scisynth.curation.review.clicks import WORDS

KNOWN_FILE = f"{REVIEW}/known.jsonl"
"""In a curation folder: the tasks of known truth."""
Expected = Literal["keep", "swap", "reject"]
Use = Literal["qualification", "canary"]
Flaw = Literal["", "swapped"]
BY_REVIEW = ("reviewer:", "adjudicator:")
"""How the author of an event begins that a review wrote."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """The truth of a task."""

    item: str
    expected: Expected
    use: Use = "canary"
    why: str = ""
    flaw: Flaw = ""

    @property
    def task(self) -> str:
        """Id of its task."""
        return f"{self.item}#{self.flaw}" if self.flaw else self.item

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Known":
        """From a row of the table; empty cells are as good as none.

        Raises:
            DataError: a column or a word that is not known.
        """
        allowed = {"expected": Expected, "use": Use, "flaw": Flaw}
        cells = {name: str(value).strip() for name, value in row.items() if value is not None and str(value).strip()}
        for name, words in allowed.items():
            if name in cells and cells[name] not in get_args(words):
                known = ", ".join(word for word in get_args(words) if word)
                raise DataError(f"column {name}: expected {known}; got {cells[name]!r}")
        try:
            return cls(**cells)  # type: ignore[arg-type]
        except TypeError:
            raise DataError(
                f"expected the columns item and expected, and perhaps use, why and flaw; got {', '.join(row)}"
            ) from None


@dataclass(frozen=True, kw_only=True)
class Task:
    """An item as every reviewer sees it."""

    id: str
    item: CurationItem
    """As it stood before any review, lost images left out."""
    shown: Mapping[str, str]
    """By side, the id of the candidate that stands for it."""
    known: Known | None = None
    version: str = ""

    def candidate(self, name: str) -> Candidate | None:
        """One of its candidates by id."""
        return next((found for found in self.item.candidates if found.id == name), None)

    def words(self) -> dict[str, str]:
        """Its three prompts by their names."""
        return {name: getattr(self.item.prompts, name) for name in WORDS}


@dataclass(frozen=True, kw_only=True)
class TaskList:
    """What can be asked, and what cannot."""

    tasks: Sequence[Task]
    not_asked: Mapping[str, str] = field(default_factory=dict)
    """Id of an item to the reason."""


def load_tasks(root: Path) -> TaskList:
    """The tasks of a curation folder.

    Raises:
        DataError: no item can be asked about, or a known truth is of no item.
    """
    items = before_review(root)
    known = {row.task: row for row in read_known(root)}
    missing = [row.item for row in known.values() if row.item not in items]
    if missing:
        raise DataError(f"{root / KNOWN_FILE}: item {missing[0]!r} is none of this folder; correct the table")
    tasks, not_asked = [], {}
    for name, item in items.items():
        truths = [row for row in known.values() if row.item == name]
        try:
            task = as_task(root, item)
        except DataError as error:
            not_asked[name] = str(error)
            continue
        tasks += [_with_truth(task, row) for row in truths] or [task]
    if not any(task.known is None for task in tasks):
        reason = next(iter(not_asked.values()), "there is no item")
        raise DataError(
            f"{root}: expected items with an image on both sides, found none among {len(items)} ({reason}); "
            "run `scisynth curate images` first"
        )
    return TaskList(tasks=tasks, not_asked=not_asked)


def before_review(root: Path) -> dict[str, CurationItem]:
    """The items without what reviewers did to them, by id."""
    found: dict[str, CurationItem] = {}
    for event in CurationLog(root).events():
        if not event.by.startswith(BY_REVIEW):
            found[event.item] = apply_event(found.get(event.item), event)
    return found


def as_task(root: Path, item: CurationItem) -> Task:
    """An item as it is asked about.

    Raises:
        DataError: it is decided already, its prompts failed a check, or a side has no image; with the reason.
    """
    if item.status != "draft":
        raise DataError(f"{item.status} without a review")
    if not item.is_sound:
        failed = next(check for check in item.checks if check.status == "failed")
        raise DataError(f"its prompts failed the check {failed.name}: {failed.message}")
    there = tuple(found for found in item.candidates if _is_there(root, found.file))
    shown: dict[str, str] = {}
    for side in SIDES:
        of_side = [found for found in there if found.side == side]
        of_side.sort(key=lambda found: (found.id != item.chosen.get(side), found.rank is None, found.rank or 0))
        if not of_side:
            lost = [found.file for found in item.candidates if found.side == side]
            raise DataError(f"the image {lost[0]} is lost" if lost else f"it has no {side} image")
        shown[side] = of_side[0].id
    return _versioned(Task(id=item.id, item=replace(item, candidates=there), shown=shown))


def _is_there(root: Path, file: str) -> bool:
    """Whether an image lies in the folder; one that a stranger's folder names outside of itself is not shown to anybody."""
    path = root / file
    try:
        return path.resolve().is_relative_to(root.resolve()) and path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def _versioned(task: Task) -> Task:
    parts = [*task.words().values(), *(task.shown[side] for side in SIDES)]
    return replace(task, version=content_hash("\x1f".join(parts).encode())[:12])


def _with_truth(task: Task, known: Known) -> Task:
    shown = {"explicit": task.shown["superficial"], "superficial": task.shown["explicit"]}
    return _versioned(replace(task, id=known.task, known=known, shown=shown if known.flaw == "swapped" else task.shown))


def read_known(root: Path) -> list[Known]:
    """The known truths of a curation folder."""
    return list(Journal(root / KNOWN_FILE).parsed(Known.from_dict))


def check_known(root: Path, table: Path) -> list[Known]:
    """The known truths of a table, all of them of items of the folder.

    Raises:
        DataError: a row that is none, an item twice, or one that the folder does not have.
    """
    rows = []
    for row in read_rows(table):
        try:
            rows.append(Known.from_dict(row.values))
        except DataError as error:
            raise DataError(f"{row.place}: {error}") from None
    twice = [name for name in (row.task for row in rows) if [other.task for other in rows].count(name) > 1]
    if twice:
        raise DataError(f"{table}: {twice[0]!r} stands twice; leave one of the rows out")
    items = before_review(root)
    unknown = [row.item for row in rows if row.item not in items]
    if unknown:
        raise DataError(f"{table}: item {unknown[0]!r} is none of {root}; correct the table")
    return rows


def write_known(root: Path, rows: Sequence[Known]) -> None:
    """Puts known truths in the place of those that were there."""
    write_lines(root / KNOWN_FILE, [asdict(row) for row in rows])
