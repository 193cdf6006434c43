"""What a review knows: who is trusted, the probability of each verdict, and which items are open, decided or in conflict.

    open         needs another answer
    decided      one verdict is certain enough (`ReviewConfig.confidence`), or all answers that an item may get are alike
    conflict     all answers are given and differ, or somebody finds the item unsafe: an adjudicator decides
    adjudicated  has been decided by one

The probabilities are those of `stats.annotators`, from the answers of trusted reviewers to tasks of known truth and to all others.
One answer may decide an item, if its reviewer has been checked `MIN_CHECKED` times by known truths or other reviewers.
A verdict that changes candidates or words needs two alike. Neither holds where one answer is all that is wanted (`overlap` 1).

Held back are reviewers who failed the qualification, or whose canaries say with 95 % confidence that they are right less often
than the pass mark. Their answers stay in the journal and count no more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from scisynth.core.seeds import derive_fraction
from scisynth.curation.review.clicks import Click, Person
from scisynth.curation.review.settings import ReviewConfig
from scisynth.curation.review.tasks import Task, Use
from scisynth.stats.annotators import AnnotatorFit, Answers, fit_annotators
from scisynth.stats.intervals import wilson

ItemState = Literal["open", "decided", "conflict", "adjudicated"]
LABELS = ("keep", "swap", "reject")
"""Then come changes: those of one item are different labels, those of two items may share one."""
MIN_CANARIES = 5
"""Nobody is held back for fewer."""
MIN_CHECKED = 10
"""The answer of a reviewer who has been checked less often never decides alone, however likely it is."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All answers that stand, and what they are answers to."""

    tasks: Mapping[str, Task]
    by_person: Mapping[Person, Mapping[str, Click]]
    config: ReviewConfig
    seed: int

    def clicks_of(self, person: Person) -> list[Click]:
        """A person's answers and abstentions to what is asked now."""
        clicks = self.by_person.get(person, {}).values()
        return [click for click in clicks if is_current(click, self.tasks)]

    def trust(self, rater: str) -> Literal["trusted", "not qualified", "held back"]:
        """Whether a reviewer's answers count; a qualification that is not finished counts as passed.

        It is finished when every trial was answered or passed over, and is judged by the answers alone.
        """
        rights: dict[Use, list[bool]] = {"qualification": [], "canary": []}
        num_seen = 0
        for click in self.clicks_of(("reviewer", rater)):
            if known := self.tasks[click.item].known:
                num_seen += known.use == "qualification"
                if click.is_answer:
                    rights[known.use].append(click.label == known.expected)
        num_trials = sum(task.known is not None and task.known.use == "qualification" for task in self.tasks.values())
        answered = rights["qualification"]
        if num_trials and num_seen >= num_trials and sum(answered) < self.config.pass_mark * len(answered):
            return "not qualified"
        right, asked = sum(rights["canary"]), len(rights["canary"])
        is_low = asked >= MIN_CANARIES and wilson(right / asked, asked)[1] < self.config.pass_mark
        return "held back" if is_low else "trusted"

    def is_sampled(self, item: str) -> bool:
        """Whether an item gets a second answer in any case."""
        return derive_fraction("second", self.seed, item) < self.config.second_share


@dataclass(kw_only=True)
class Consensus:
    """The verdicts that follow from the answers."""

    standing: Standing
    raters: list[str]
    """Trusted reviewers, the rows of `fit`."""
    answers: dict[str, list[Click]]
    """By task, answers of trusted reviewers in the order in which they were given."""
    fit: AnnotatorFit
    label_of: dict[tuple[str, str], int]
    """Column of `fit` by task and label."""
    row_of: dict[str, int]
    adjudicated: dict[str, Click] = field(default_factory=dict)

    @cached_property
    def states(self) -> dict[str, ItemState]:
        """Where each item of unknown truth stands."""
        return {name: self._state(name) for name, task in self.standing.tasks.items() if task.known is None}

    def _state(self, item: str) -> ItemState:
        if item in self.adjudicated:
            return "adjudicated"
        clicks, config = self.answers.get(item, []), self.standing.config
        if len(clicks) < self.num_wanted(item):
            return "open"
        label, probability = self.verdict(item)
        support = sum(click.label == label for click in clicks)
        if any(click.reason == "unsafe" for click in clicks) and label != "reject":
            return "conflict"
        is_backed = not label.startswith("change") or support >= min(2, config.overlap)
        if is_backed and (probability >= config.confidence or (support == len(clicks) >= config.overlap)):
            return "decided"
        return "open" if len(clicks) < config.overlap else "conflict"

    @cached_property
    def num_checked(self) -> Counter[str]:
        """By reviewer, answers that a known truth or another reviewer can be held against."""
        known = {name for name, task in self.standing.tasks.items() if task.known}
        return Counter(
            click.rater for item, clicks in self.answers.items() if item in known or len(clicks) > 1 for click in clicks
        )

    def num_wanted(self, item: str) -> int:
        """Answers that an item gets in any case."""
        config = self.standing.config
        is_proven = all(self.num_checked[click.rater] >= MIN_CHECKED for click in self.answers.get(item, ()))
        least = 2 if self.standing.is_sampled(item) or not is_proven else 1
        return min(least, config.overlap) if config.adaptive else config.overlap

    def verdict(self, item: str) -> tuple[str, float]:
        """The likeliest label of an item with answers, and its probability."""
        row = self.fit.posterior_NL[self.row_of[item]]
        given = list(dict.fromkeys(click.label for click in self.answers[item]))
        best = max(given, key=lambda label: row[self.label_of[item, label]])
        return best, float(row[self.label_of[item, best]])

    def decision(self, item: str) -> Click | None:
        """The click that says what becomes of an item; None while it is open or in conflict."""
        state = self.states[item]
        if state == "adjudicated":
            return self.adjudicated[item]
        if state != "decided":
            return None
        label, _ = self.verdict(item)
        behind = [click for click in self.answers[item] if click.label == label]
        reasons = Counter(click.reason for click in behind)
        return next(click for click in behind if reasons[click.reason] == max(reasons.values()))


def is_current(click: Click, tasks: Mapping[str, Task]) -> bool:
    """Whether a click is about what is asked now: its item still is, in the version it was given to."""
    return click.item in tasks and click.version == tasks[click.item].version


def find_consensus(standing: Standing, start: "Consensus | None" = None) -> Consensus:
    """The verdicts of all answers that stand.

    Args:
        standing: the answers.
        start: an earlier consensus of the same review, where the search for this one begins.
    """
    names = list(dict.fromkeys(rater for role, rater in standing.by_person if role == "reviewer"))
    raters = [name for name in names if standing.trust(name) == "trusted"]
    answers: dict[str, list[Click]] = {}
    for name in raters:
        for click in standing.clicks_of(("reviewer", name)):
            if click.is_answer:
                answers.setdefault(click.item, []).append(click)
    for clicks in answers.values():
        clicks.sort(key=lambda click: click.time)
    adjudicated = {
        click.item: click
        for role, name in standing.by_person
        if role == "adjudicator"
        for click in standing.clicks_of((role, name))
        if click.is_answer
    }
    row_of = {name: row for row, name in enumerate(standing.tasks)}
    label_of = _number_labels(answers)
    coded = _coded(standing, answers, raters, row_of, label_of)
    known = start.fit if start and _is_alike(start.fit.answers, coded) else None
    return Consensus(
        standing=standing, raters=raters, answers=answers, fit=fit_annotators(coded, known), label_of=label_of,
        row_of=row_of, adjudicated=adjudicated,
    )  # fmt: skip


def _number_labels(answers: Mapping[str, Sequence[Click]]) -> dict[tuple[str, str], int]:
    """A column for each label of each task; the changes of a task take the columns behind the fixed ones."""
    numbers: dict[tuple[str, str], int] = {}
    for item, clicks in answers.items():
        changes = list(dict.fromkeys(click.label for click in clicks if click.action == "change"))
        for label in (*LABELS, *changes):
            numbers[item, label] = LABELS.index(label) if label in LABELS else len(LABELS) + changes.index(label)
    return numbers


def _coded(
    standing: Standing,
    answers: Mapping[str, Sequence[Click]],
    raters: Sequence[str],
    row_of: Mapping[str, int],
    label_of: Mapping[tuple[str, str], int],
) -> Answers:
    triples = [
        (row_of[item], raters.index(click.rater), label_of[item, click.label])
        for item, clicks in answers.items()
        for click in clicks
    ]
    item_I, rater_I, label_I = np.array(triples, dtype=int).reshape(-1, 3).T
    truth = [LABELS.index(task.known.expected) if task.known else -1 for task in standing.tasks.values()]
    return Answers(
        item_I=item_I, annotator_I=rater_I, label_I=label_I, truth_N=np.array(truth, dtype=int),
        num_annotators=len(raters), num_labels=max([len(LABELS), *label_of.values()]) + 1,
    )  # fmt: skip


def _is_alike(old: Answers, new: Answers) -> bool:
    sizes = [(one.num_annotators, one.num_labels, len(one.truth_N)) for one in (old, new)]
    return sizes[0] == sizes[1]
