"""The book of a review: what every person has answered, and what to ask next. The journal is its memory.

A reviewer first does the qualification, then gets open items: those with the fewest answers first, fields in which the reviewer
abstained last, otherwise in an order of the reviewer's own. A canary comes about every `canary_every` answers, at a place that
nobody can foresee. What somebody has on the screen counts as an answer to come, for `LEASE_S` seconds, so that two people who
work at once get different items; an answer to what is on the screen is always taken. Adjudicators get conflicts.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.seeds import derive_seed
from scisynth.core.store import storage_errors
from scisynth.curation.review.clicks import Click, ClickLog, Person, standing
from scisynth.curation.review.consensus import Consensus, Standing, find_consensus
from scisynth.curation.review.settings import ReviewConfig
from scisynth.curation.review.tasks import Task

LEASE_S = 300.0
SOON_AGAIN = 100
"""The verdicts are computed again after each answer, and of large reviews when a hundredth of the answers is new."""


class ReviewBook:
    """Answers and questions of a review.

    Args:
        tasks: what to ask about.
        path: the journal, made when absent.
        config: how to ask.
        seed: of orders, canaries and the items that always get a second answer.
        clock: seconds, for tests.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        path: Path,
        config: ReviewConfig,
        *,
        seed: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tasks = {task.id: task for task in tasks}
        self.config, self.seed = config, seed
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._log = ClickLog(path)
        self._log.repair()
        clicks = self._log.read()
        self._by_person = standing(clicks)
        self._drafts: dict[tuple[Person, str], Click] = {}
        for click in clicks:
            self._note_draft(click)
        self._shown: dict[Person, tuple[str, float]] = {}
        self._clock = clock
        self._unseen = 0

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """All answers that stand."""
        return Standing(tasks=self.tasks, by_person=self._by_person, config=self.config, seed=self.seed)

    @cached_property
    def consensus(self) -> Consensus:
        """The verdicts, as of lately."""
        return find_consensus(self.standing)

    def _answered(self) -> None:
        self._unseen += 1
        num = sum(map(len, self._by_person.values()))
        if self._unseen * SOON_AGAIN >= num:
            self.consensus = find_consensus(self.standing, self.consensus)
            self._unseen = 0

    def answer_of(self, person: Person, item: str) -> Click | None:
        """What a person has answered to a task, in its present version."""
        click = self._by_person.get(person, {}).get(item)
        return click if click and click.version == self.tasks[item].version else None

    def last_answered(self, person: Person) -> str | None:
        """Id of the task that `take_back` would take back; what was said about a trial task cannot be unsaid."""
        clicks = self.standing.clicks_of(person)
        if not clicks or _is_trial(self.tasks[clicks[-1].item]):
            return None
        return clicks[-1].item

    def last_trial(self, person: Person) -> Click | None:
        """The person's last answer, where it was to a qualification task, whose truth is said now."""
        clicks = self.standing.clicks_of(person)
        return clicks[-1] if clicks and _is_trial(self.tasks[clicks[-1].item]) else None

    def draft_of(self, person: Person, item: str) -> Click | None:
        """Candidates and words that a person has chosen for a task without an answer yet, where it still has them."""
        draft, task = self._drafts.get((person, item)), self.tasks[item]
        if draft is None or draft.version != task.version:
            return None
        return draft if task.candidate(draft.explicit) and task.candidate(draft.superficial) else None

    def num_answered(self, person: Person) -> int:
        """Tasks that a person is through with."""
        return len(self.standing.clicks_of(person))

    def open_for(self, person: Person) -> list[str]:
        """Items that still need an answer, and may get it from this person."""
        wanted = "conflict" if person[0] == "adjudicator" else "open"
        states = self.consensus.states
        return [item for item, state in states.items() if state == wanted and self.answer_of(person, item) is None]

    # --- what is asked -----------------------------------------------------------------------------------------------

    def next_task(self, person: Person) -> Task | None:
        """The task on a person's screen: the one that is there already, or the next."""
        item = self._shown.get(person, ("", 0.0))[0]
        is_open = item in self.tasks and self.answer_of(person, item) is None
        if not is_open or not (self.tasks[item].known or item in self.open_for(person) or self.draft_of(person, item)):
            found = self.following(person)
            if found is None:
                self._shown.pop(person, None)
                return None
            item = found.id
        self._shown[person] = (item, self._clock())
        return self.tasks[item]

    def following(self, person: Person, *but: str) -> Task | None:
        """The next task that is none of `but`."""
        if person[0] == "reviewer":
            if self.standing.trust(person[1]) != "trusted":
                return None
            trials = self._known(person, "qualification", but)
            if trials:
                return self.tasks[trials[0]]
        open_items = [item for item in self.open_for(person) if item not in but]
        canaries = self._known(person, "canary", but) if person[0] == "reviewer" and open_items else []
        if canaries and self._is_canary_due(person):
            return self.tasks[canaries[0]]
        free = [item for item in open_items if not self._is_taken(person, item)] or open_items
        return self.tasks[min(free, key=self._urgency_for(person))] if free else None

    def _known(self, person: Person, use: str, but: Sequence[str]) -> list[str]:
        found = [
            item
            for item, task in self.tasks.items()
            if task.known and task.known.use == use and item not in but and self.answer_of(person, item) is None
        ]
        return sorted(found, key=lambda item: derive_seed("order", self.seed, person[1], item))

    def _is_canary_due(self, person: Person) -> bool:
        clicks = self.standing.clicks_of(person)
        truths = [self.tasks[click.item].known for click in clicks]
        num_seen = sum(known is not None and known.use == "canary" for known in truths)
        num_answered = sum(known is None or known.use == "canary" for known in truths)
        every = self.config.canary_every
        place = num_seen * every + derive_seed("canary", self.seed, person[1], num_seen) % every
        return num_answered >= place

    def _is_taken(self, person: Person, item: str) -> bool:
        """Whether those who have an item on their screens will do."""
        now = self._clock()
        coming = sum(
            shown == item and other != person and other[0] == person[0] and now - since < LEASE_S
            for other, (shown, since) in self._shown.items()
        )
        num = len(self.consensus.answers.get(item, ()))
        wanted = 1 if person[0] == "adjudicator" else max(self.consensus.num_wanted(item) - num, 1)
        return coming >= wanted

    def _urgency_for(self, person: Person) -> Callable[[str], tuple[bool, int, int]]:
        """What to ask a person first: known fields, then few answers, then an order of their own."""
        strange = {
            self.tasks[c.item].item.prompts.law for c in self.standing.clicks_of(person) if c.action == "abstain"
        }
        answers = self.consensus.answers

        def urgency(item: str) -> tuple[bool, int, int]:
            is_strange = self.tasks[item].item.prompts.law in strange
            return is_strange, len(answers.get(item, ())), derive_seed("order", self.seed, person[1], item)

        return urgency

    # --- what is done ------------------------------------------------------------------------------------------------

    def answer(self, click: Click) -> bool:
        """Saves an answer to the task on the person's screen; False, and nothing saved, for any other.

        A click sent twice, or from a second window left behind, is so harmless.

        Raises:
            DataError: the click does not fit the task.
        """
        if self._shown.get(click.person, ("", 0.0))[0] != click.item or self.answer_of(click.person, click.item):
            return False
        click = self._checked(click)
        self._log.append(click)
        self._by_person.setdefault(click.person, {}).pop(click.item, None)
        self._by_person[click.person][click.item] = click
        self._note_draft(click)
        self._shown.pop(click.person, None)
        self._answered()
        return True

    def draft(self, click: Click) -> bool:
        """Saves what is chosen so far for the task on the person's screen.

        Raises:
            DataError: the click does not fit the task.
        """
        if self._shown.get(click.person, ("", 0.0))[0] != click.item:
            return False
        click = self._checked(replace(click, action="draft"))
        self._log.append(click)
        self._note_draft(click)
        return True

    def take_back(self, person: Person, item: str) -> bool:
        """Forgets the person's last answer, if it is to `item`: that task comes again, with what was chosen."""
        if self.last_answered(person) != item:
            return False
        old = self._by_person[person][item]
        self._log.append(replace(old, action="taken_back", reason="", seconds=0.0, time=_now()))
        del self._by_person[person][item]
        self._drafts[person, item] = replace(old, action="draft")
        self._shown[person] = (item, self._clock())
        self._answered()
        return True

    def lose(self, item: str) -> None:
        """Asks nobody about an item whose images cannot be shown."""
        self.tasks = {name: task for name, task in self.tasks.items() if name != item}
        self.consensus = find_consensus(self.standing)

    def _note_draft(self, click: Click) -> None:
        if click.action == "draft":
            self._drafts[click.person, click.item] = click
        else:
            self._drafts.pop((click.person, click.item), None)

    def _checked(self, click: Click) -> Click:
        return complete(self.tasks[click.item], replace(click, time=_now(), seconds=round(click.seconds, 3)))


def complete(task: Task, click: Click) -> Click:
    """A click with the images it stands for, and called what it is: choosing what is shown is keeping it.

    Raises:
        DataError: it names an image or a prompt that the task does not have, or empty words.
    """
    if click.action in ("abstain", "reject"):
        return replace(click, version=task.version, explicit="", superficial="", words={})
    shown = (task.shown["explicit"], task.shown["superficial"])
    chosen = shown[::-1] if click.action == "swap" else (click.explicit or shown[0], click.superficial or shown[1])
    unknown = [name for name in chosen if task.candidate(name) is None]
    if unknown:
        raise DataError("expected images of this item, got another; reload the page")
    if chosen[0] == chosen[1]:
        raise DataError("expected two different images; choose another for one of the sides")
    old = task.words()
    texts = {name: " ".join(text.split()) for name, text in click.words.items()}
    if not texts.keys() <= old.keys() or not all(texts.values()):
        raise DataError("expected words for each prompt; write some, or take the edit back")
    words = {name: text for name, text in texts.items() if text != old[name]}
    action = click.action
    if action != "draft":
        action = "change" if words or chosen not in (shown, shown[::-1]) else "keep" if chosen == shown else "swap"
    return replace(click, version=task.version, action=action, explicit=chosen[0], superficial=chosen[1], words=words)


def _is_trial(task: Task) -> bool:
    return task.known is not None and task.known.use == "qualification"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
