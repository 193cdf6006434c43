"""What a curation folder holds: items, everything that happened to each, and the answers of its reviewers.

    FOLDER/law/*.yaml              law files, as `--laws FOLDER/law` takes them
    FOLDER/items/items.jsonl       events, one a line: who or what did what to which item, when and why
    FOLDER/prompts/, images/       what each command asked and drew, in a folder of its own
    FOLDER/review/answers.jsonl    one answer a line: item, question, annotator, answer, reason, seconds
    FOLDER/published/VERSION/      published data sets; none is ever changed

An item is one prompt triple with the candidates for its two images. It is never stored itself: it is what its events make of
it, in their order (`apply_event`). So every item has its whole history, two processes may append at once, and a killed run loses
nothing. An event names only what it changes:

    {"item": "...", "action": "edited", "by": "reviewer:a1", "time": "...", "reason": "typo",
     "changes": {"prompts": {"explicit_prompt": "..."}}}

Every key of `changes` is a field of `CurationItem`. `prompts`, `reviews` and `chosen` are merged by key, the others are replaced.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from scisynth.core.errors import DataError, nearest
from scisynth.core.records import PromptSet
from scisynth.core.store import Journal, storage_errors

LAWS, ITEMS, IMAGES, REVIEW, PUBLISHED = "law", "items", "images", "review", "published"
"""Folders of a curation folder."""
Side = Literal["explicit", "superficial"]
SIDES: tuple[Side, ...] = get_args(Side)
ItemStatus = Literal["draft", "accepted", "rejected"]
"""A draft waits for images or for review."""
CheckStatus = Literal["passed", "failed", "warned", "unknown"]
"""`failed` keeps an item or an image out of the next step; `warned` is shown to the reviewer; `unknown`: could not be checked."""
RejectReason = Literal["both wrong", "prompt wrong", "ambiguous", "image flawed", "unsafe"]
REJECT_REASONS: tuple[RejectReason, ...] = get_args(RejectReason)
Action = Literal["written", "checked", "drawn", "edited", "swapped", "chosen", "accepted", "rejected", "reopened"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What one automatic check says of a prompt triple or of an image."""

    name: str
    """E.g. `implicitness`, `near duplicate`, `entity`."""
    status: CheckStatus
    message: str = ""
    """What was found, in one line; empty where it passed."""
    value: float | None = None
    """What was measured, where it is a number."""


@dataclass(frozen=True, kw_only=True)
class DecidingFact:
    """A fact that decides the outcome, as a reviewer sees it."""

    name: str
    value: float | str | bool
    unit: str
    source: str
    uncertainty: str = ""
    """In the fact's unit, or in words; empty where the law states none."""
    of: str = ""
    """What it is a fact of: the subject, the condition or the surroundings."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An image that may become the explicit or the superficial one of an item."""

    id: str
    """Its side and its file's content hash, `explicit-9f2c...`: the same image may stand on both sides."""
    side: Side
    """The side it was drawn for; a reviewer may choose it for the other one (`CurationItem.chosen`)."""
    file: str
    """Relative to the curation folder."""
    model: str
    """What drew it; `photograph` for a photograph."""
    prompt: str = ""
    seed: int | None = None
    license: str = ""
    origin: str = ""
    """Where a photograph comes from: an address, a photographer."""
    checks: tuple[CheckResult, ...] = ()
    rank: int | None = None
    """0 is the best of its side; None: not ranked, since a check failed."""


@dataclass(frozen=True, kw_only=True)
class ItemEvent:
    """One thing that happened to an item."""

    item: str
    action: Action
    by: str
    """`model:NAME`, `check`, `reviewer:PSEUDONYM`, `adjudicator:PSEUDONYM`, `author`."""
    time: str
    """UTC, ISO 8601."""
    reason: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `CurationItem`, as plain values."""


@dataclass(frozen=True, kw_only=True)
class CurationItem:
    """A prompt triple with the truth behind it, its candidate images and its history."""

    prompts: PromptSet
    """Law, subject, condition, the three prompts, the derivation, and the rubrics `scene_rubric` and `reality_rubric`."""
    facts: tuple[DecidingFact, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    """Of the prompts."""
    candidates: tuple[Candidate, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    """By side, the id of the candidate that stands for it."""
    status: ItemStatus = "draft"
    reason: str = ""
    """Of a rejection: one of `REJECT_REASONS`, or words."""
    reviews: Mapping[str, Any] = field(default_factory=dict)
    """What the review adds, e.g. the number of answers and their agreement."""
    history: tuple[ItemEvent, ...] = ()

    @property
    def id(self) -> str:
        """That of its prompt set."""
        return self.prompts.id

    @property
    def is_sound(self) -> bool:
        """Whether no check of its prompts failed."""
        return all(check.status != "failed" for check in self.checks)

    @property
    def is_reviewable(self) -> bool:
        """Whether it waits for review: an undecided item with sound prompts and an image on both sides."""
        return self.status == "draft" and self.is_sound and all(self.image(side) for side in SIDES)

    def image(self, side: Side) -> Candidate | None:
        """The candidate that stands for a side; None where there is none."""
        return next((found for found in self.candidates if found.id == self.chosen.get(side)), None)


@dataclass(frozen=True, kw_only=True)
class ReviewAnswer:
    """One answer of one annotator to one question about one item; a row of the published long table."""

    item: str
    question: str
    annotator: str
    """A pseudonym."""
    answer: str
    reason: str = ""
    seconds: float = 0.0
    time: str = ""
    """UTC, ISO 8601."""


MERGED = ("prompts", "chosen", "reviews")
REPLACED = ("facts", "checks", "candidates", "status", "reason")


def apply_event(item: CurationItem | None, event: ItemEvent) -> CurationItem:
    """An item after an event; None before its first one, which must bring the whole prompt set.

    Raises:
        DataError: the event changes something that an item does not have.
    """
    changes = dict(event.changes)
    unknown = [name for name in changes if name not in (*MERGED, *REPLACED)]
    if unknown:
        raise DataError(f"item {event.item}: unknown field {unknown[0]!r}; {nearest(unknown[0], (*MERGED, *REPLACED))}")
    words = changes.pop("prompts", {})
    try:
        item = CurationItem(prompts=PromptSet(**words)) if item is None else item
        found = {name: _READ.get(name, _same)(value) for name, value in changes.items()}
        merged = {name: {**getattr(item, name), **found[name]} for name in MERGED if name in found}
        return replace(
            item, prompts=replace(item.prompts, **words), history=(*item.history, event), **{**found, **merged}
        )
    except TypeError as error:
        raise DataError(f"item {event.item}, {event.action}: not an event of this version ({error})") from None


def _same(value: Any) -> Any:
    return value


def _checks(rows: Any) -> tuple[CheckResult, ...]:
    return tuple(CheckResult(**row) for row in rows)


def _candidates(rows: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate(**{**row, "checks": _checks(row.get("checks", ()))}) for row in rows)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "facts": lambda rows: tuple(DecidingFact(**row) for row in rows),
    "checks": _checks,
    "candidates": _candidates,
}


def utc_now() -> str:
    """Now, as events and answers write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class CurationLog:
    """The events of a curation folder, and the items that follow from them.

    Args:
        root: the curation folder; made when the first event is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._journal = Journal(root / ITEMS / "items.jsonl")

    def events(self) -> Iterator[ItemEvent]:
        """All events in their order."""
        return self._journal.parsed(lambda row: ItemEvent(**row))

    def items(self) -> dict[str, CurationItem]:
        """All items by id, in the order in which they were written.

        Raises:
            DataError: a row that is no event.
        """
        found: dict[str, CurationItem] = {}
        for event in self.events():
            found[event.item] = apply_event(found.get(event.item), event)
        return found

    @property
    def size(self) -> int:
        """Bytes of all events; another number means that somebody wrote."""
        path = self._journal.path
        return path.stat().st_size if path.exists() else 0

    def append(
        self, item: str, action: Action, by: str, changes: Mapping[str, Any] | None = None, *, reason: str = ""
    ) -> ItemEvent:
        """Writes one event; when this returns, a killed process no longer loses it.

        Args:
            changes: fields of `CurationItem`, as records or as plain values.
        """
        event = ItemEvent(item=item, action=action, by=by, time=utc_now(), reason=reason, changes=_plain(changes or {}))
        with storage_errors(self._journal.path):
            self._journal.path.parent.mkdir(parents=True, exist_ok=True)
        self._journal.append(asdict(event))
        return event

    def repair(self) -> None:
        """Cuts a torn last line off; for the process that is about to write."""
        self._journal.repair()


def _plain(value: Any) -> Any:
    if isinstance(value, PromptSet | CheckResult | DecidingFact | Candidate):
        return asdict(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value


def read_items(root: Path) -> dict[str, CurationItem]:
    """The items of a curation folder by id.

    Raises:
        DataError: no curation folder, or one without items.
    """
    items = CurationLog(root).items()
    if not items:
        raise DataError(
            f"{root}: expected a curation folder with items, found none; run `scisynth curate prompts` first"
        )
    return items


def read_answers(root: Path) -> list[ReviewAnswer]:
    """All answers of the reviewers, in their order; fields that the review page adds are left out."""
    known = {name.name for name in fields(ReviewAnswer)}
    journal = Journal(root / REVIEW / "answers.jsonl")
    return list(journal.parsed(lambda row: ReviewAnswer(**{key: value for key, value in row.items() if key in known})))
