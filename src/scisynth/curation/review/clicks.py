"""What reviewers do, click by click: the journal that every number and every decision of a review follows from.

    keep       prompts and images stand as they are shown
    swap       the two images change sides
    change     other candidates, other words, or both
    reject     the item is no use, with one of `REJECT_REASONS`
    abstain    "I am not an expert in this": no answer, and no mark against anybody
    draft      candidates and words chosen so far; kept so that a reload goes on there
    taken_back the answer before it no longer stands

A click names the version of what was shown (`tasks.Task`); answers to another version are kept and not counted. Adjudicators
answer the same questions, seeing what the reviewers answered; their clicks carry their role.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from scisynth.core.errors import DataError
from scisynth.core.images import content_hash
from scisynth.core.store import Journal
from scisynth.curation.records import REJECT_REASONS, REVIEW

CLICKS_FILE = f"{REVIEW}/clicks.jsonl"
"""In a curation folder."""
Action = Literal["keep", "swap", "change", "reject", "abstain", "draft", "taken_back"]
Role = Literal["reviewer", "adjudicator"]
WORDS = ("implicit_prompt", "explicit_prompt", "superficial_prompt")
"""What reviewers may edit."""
Person = tuple[Role, str]
"""Role and name; somebody may be both."""


@dataclass(frozen=True, kw_only=True)
class Click:
    """One row of the journal."""

    rater: str
    item: str
    """Id of the task; of an item, or of a canary made from one."""
    version: str
    action: Action
    role: Role = "reviewer"
    explicit: str = ""
    """Id of the candidate that stands for the explicit image; for `keep` that which is shown."""
    superficial: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """Only prompts that were edited."""
    reason: str = ""
    """Of a rejection: one of `REJECT_REASONS`."""
    note: str = ""
    seconds: float = 0.0
    """From the images standing there to the answer."""
    time: str = ""
    """UTC, ISO 8601."""
    source: str = ""
    """Where an imported answer comes from; empty for the page."""

    @property
    def person(self) -> Person:
        """Who clicked."""
        return self.role, self.rater

    @property
    def is_answer(self) -> bool:
        """Whether it says something of the item."""
        return self.action in ("keep", "swap", "change", "reject")

    @property
    def label(self) -> str:
        """What two reviewers must have in common to agree: the action, and of a change what it is."""
        if self.action != "change":
            return self.action
        parts = "\x1f".join((self.explicit, self.superficial, *(f"{k}={self.words[k]}" for k in sorted(self.words))))
        return f"change:{content_hash(parts.encode())[:12]}"

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Click":
        """Inverse of `asdict`; raises `DataError` for anything else."""
        try:
            click = cls(**row)
        except TypeError:
            raise DataError(
                f"expected a row of review clicks with {', '.join(cls.__annotations__)}; got other fields"
            ) from None
        if click.action not in get_args(Action) or click.role not in get_args(Role):
            raise DataError(f"expected a click of known words, got {click.action!r} by {click.role!r}")
        if click.action == "reject" and click.reason not in REJECT_REASONS:
            raise DataError(f"expected a reason of {', '.join(REJECT_REASONS)}; got {click.reason!r}")
        return click


class ClickLog:
    """The journal of a review, and which of its answers stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._journal = Journal(path)

    def read(self) -> list[Click]:
        """All clicks in their order.

        Raises:
            DataError: a row that is none.
        """
        return list(self._journal.parsed(Click.from_dict))

    def append(self, click: Click) -> None:
        """Writes a click; when this returns, a killed process no longer loses it."""
        self._journal.append(asdict(click))

    def repair(self) -> None:
        """Cuts a torn last line off; for the process that is about to write."""
        self._journal.repair()


def standing(clicks: Iterable[Click]) -> dict[Person, dict[str, Click]]:
    """The last answer or abstention of each person to each item, those taken back and drafts left out, oldest first."""
    found: dict[Person, dict[str, Click]] = {}
    for click in clicks:
        if click.action == "draft":
            continue
        of_person = found.setdefault(click.person, {})
        of_person.pop(click.item, None)
        if click.action != "taken_back":
            of_person[click.item] = click
    return found


def pseudonyms(people: Iterable[Person]) -> dict[Person, str]:
    """`reviewer-1`, `adjudicator-1` and so on, in the order in which they first appear."""
    names: dict[Person, str] = {}
    counts: dict[Role, int] = {}
    for person in people:
        if person not in names:
            counts[person[0]] = counts.get(person[0], 0) + 1
            names[person] = f"{person[0]}-{counts[person[0]]}"
    return names
