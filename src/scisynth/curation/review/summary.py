"""What a review found: agreement a question, reliability and time of each reviewer, and the queue of what is left.

    question   answers
    usable     yes, no
    images     as shown, swapped, other; of those who find the item usable
    words      as written, edited; of those who find it usable
    reason     one of `REJECT_REASONS`; of those who do not

Agreement is Krippendorff's alpha with a bootstrap interval over items. Where asking stops early, the items with two answers are no
fair sample: a first answer that is not believed is followed by a second, one that is believed only in the fraction of items that get
a second answer in any case. So the first two answers to an item count, and each such item stands for all items whose first answer
was the same and came from the same reviewer (post-stratification). Without adaptive stopping all answers count alike. Reliability is that of `stats.annotators`, next
to the plain count of tasks of known truth that were right.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from statistics import median
from typing import Any

import numpy as np

from scisynth.core.records import Metric
from scisynth.curation.records import ReviewAnswer
from scisynth.curation.review.clicks import Click, Person, pseudonyms
from scisynth.curation.review.consensus import Consensus, Standing, find_consensus, is_current
from scisynth.curation.review.tasks import Task
from scisynth.stats.agreement import alpha_with_interval
from scisynth.stats.annotators import Reliability

QUESTIONS = ("usable", "images", "words", "reason")
LONG_RUN = 25
"""So many equal answers in a row are pointed out."""
FAST_S = 1.0


@dataclass(frozen=True, kw_only=True)
class ReviewerResult:
    """One reviewer."""

    name: str
    pseudonym: str
    trust: str
    """trusted, not qualified or held back; only answers of trusted reviewers count."""
    num_answers: int
    num_abstained: int
    known_right: int
    known_asked: int
    """Tasks of known truth."""
    reliability: Reliability | None
    """None of somebody whose answers do not count."""
    median_seconds: float | None
    hours: float
    remarks: list[str]
    """What the person who runs the review should look at."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What is left. The numbers add up to `num_items`."""

    num_items: int
    accepted: int
    rejected: int
    """Decided or adjudicated."""
    conflict: int
    """Wait for an adjudicator."""
    open: int
    only_abstentions: int
    """Of `open`, items in which nobody so far is an expert."""
    not_asked: Mapping[str, str]
    """Item to reason: no image on both sides, a failed check."""


@dataclass(frozen=True, kw_only=True)
class ReviewSummary:
    """The whole review."""

    queue: Queue
    num_answers: int
    answers_per_item: float | None
    """Of decided items of unknown truth."""
    agreement: Mapping[str, Metric]
    """By question; `n` counts items with two answers."""
    num_stale: int
    """Answers to items that were changed since; they count no more."""
    reasons: Mapping[str, int]
    """Of rejected items."""
    reviewers: list[ReviewerResult]
    adjudicated: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


def summarize(standing: Standing, not_asked: Mapping[str, str]) -> ReviewSummary:
    """The numbers of a review, from the answers that stand."""
    found = find_consensus(standing)
    decisions = {item: click for item in found.states if (click := found.decision(item))}
    rejected = [click for click in decisions.values() if click.action == "reject"]
    numbers = [len(found.answers.get(item, ())) for item in decisions]
    states = Counter(found.states.values())
    abstained = {
        click.item
        for role, name in standing.by_person
        for click in standing.clicks_of((role, name))
        if role == "reviewer" and click.action == "abstain"
    }
    names = pseudonyms(standing.by_person)
    return ReviewSummary(
        queue=Queue(
            num_items=len(found.states),
            accepted=len(decisions) - len(rejected),
            rejected=len(rejected),
            conflict=states["conflict"],
            open=states["open"],
            only_abstentions=sum(item in abstained and item not in found.answers for item in found.states),
            not_asked=not_asked,
        ),
        num_answers=sum(map(len, found.answers.values())),
        answers_per_item=float(np.mean(numbers)) if numbers else None,
        agreement={question: _agreement(found, question) for question in QUESTIONS},
        num_stale=sum(
            click.item in standing.tasks and click.version != standing.tasks[click.item].version
            for clicks in standing.by_person.values()
            for click in clicks.values()
        ),
        reasons=dict(Counter(click.reason for click in rejected)),
        reviewers=[_reviewer(found, person, names[person]) for person in names if person[0] == "reviewer"],
        adjudicated=states["adjudicated"],
    )


def answers_to(click: Click, task: Task) -> dict[str, str]:
    """What a click answers to a task, by question."""
    if click.action == "reject":
        return {"usable": "no", "reason": click.reason}
    if not click.is_answer:
        return {}
    return {
        "usable": "yes",
        "images": _images(click, task),
        "words": "edited" if click.words else "as written",
    }


def _images(click: Click, task: Task) -> str:
    chosen, shown = (click.explicit, click.superficial), (task.shown["explicit"], task.shown["superficial"])
    return "as shown" if chosen == shown else "swapped" if chosen == shown[::-1] else "other"


def _agreement(found: Consensus, question: str) -> Metric:
    standing = found.standing
    is_adaptive = standing.config.adaptive
    first = {
        item: (clicks[0].rater, clicks[0].action) for item in found.states if (clicks := found.answers.get(item, []))
    }
    items = [item for item in first if len(found.answers[item]) > 1]
    all_of, of_two = Counter(first.values()), Counter(first[item] for item in items)
    rows: list[tuple[int, int, str]] = []
    for column, item in enumerate(items):
        clicks = found.answers[item]
        for click in clicks[:2] if is_adaptive else clicks:
            if answer := answers_to(click, standing.tasks[item]).get(question):
                rows.append((found.raters.index(click.rater), column, answer))
    codes = list(dict.fromkeys(answer for _, _, answer in rows))
    ratings_RN = np.full((len(found.raters), len(items)), np.nan)
    for row, column, answer in rows:
        ratings_RN[row, column] = codes.index(answer)
    weights = [all_of[first[item]] / of_two[first[item]] for item in items] if is_adaptive else None
    return alpha_with_interval(ratings_RN, "nominal", weights=weights)


def _reviewer(found: Consensus, person: Person, pseudonym: str) -> ReviewerResult:
    standing, name = found.standing, person[1]
    clicks = standing.clicks_of(person)
    answers = [click for click in clicks if click.is_answer]
    known = [(click, truth) for click in answers if (truth := standing.tasks[click.item].known)]
    seconds = [click.seconds for click in clicks if not click.source]
    trust = standing.trust(name)
    is_fitted = name in found.raters and any(click.rater == name for row in found.answers.values() for click in row)
    return ReviewerResult(
        name=name,
        pseudonym=pseudonym,
        trust=trust,
        num_answers=len(answers),
        num_abstained=len(clicks) - len(answers),
        known_right=sum(click.label == truth.expected for click, truth in known),
        known_asked=len(known),
        reliability=found.fit.reliability(found.raters.index(name)) if is_fitted else None,
        median_seconds=median(seconds) if seconds else None,
        hours=sum(seconds) / 3600,
        remarks=_remarks(answers, seconds, trust),
    )


def _remarks(answers: Sequence[Click], seconds: Sequence[float], trust: str) -> list[str]:
    remarks = [f"{trust}: the answers do not count"] if trust != "trusted" else []
    runs = [(len(list(run)), label) for label, run in groupby(click.label for click in answers)]
    longest, label = max(runs, default=(0, ""))
    if longest >= LONG_RUN:
        remarks.append(f"answered {label} {longest} times in a row")
    fast = sum(second < FAST_S for second in seconds)
    if fast >= max(5, len(seconds) / 10):
        remarks.append(f"{fast} of {len(seconds)} answers in less than {FAST_S:g} s")
    return remarks


def long_table(standing: Standing) -> list[ReviewAnswer]:
    """Every answer that stands, a row a question, under pseudonyms; abstentions are rows, too."""
    names = pseudonyms(standing.by_person)
    rows = []
    for person, clicks in standing.by_person.items():
        for click in clicks.values():
            if not is_current(click, standing.tasks):
                continue
            given = answers_to(click, standing.tasks[click.item]) or {"usable": "not my field"}
            for question, answer in given.items():
                rows.append(
                    ReviewAnswer(
                        item=click.item, question=question, annotator=names[person], answer=answer,
                        reason=click.note, seconds=click.seconds, time=click.time,
                    )
                )  # fmt: skip
    return rows
