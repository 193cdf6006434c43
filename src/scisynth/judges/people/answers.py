"""People as judges: which of two images fits the prompt? Every click is a row, and the rows become a line of the table.

    question    a prompt with the true and the false image of a tuple, blind: order and sides are drawn per rater
    answer      left, right or "cannot tell"; the last word of a rater on an item counts, an answer taken back does not

    accuracy      right answers / answers that chose an image
    right_of_all  right answers / all answers, "cannot tell" among them: what the accuracy is at worst
    coverage      answers / (raters x items)

Intervals resample (law, subject) groups with all answers to them, and so speak of other situations, not of other people.
Agreement is Krippendorff's alpha, nominal. Which image of a pair is called the first is arbitrary, and naming them true
and false would make nearly all answers alike and drive alpha to 0 just where people are right; every item therefore
enters in both orders, which puts chance at one half.

Not covered: raters who answer at random are not removed; `by_rater` shows them.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Literal, get_args

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import ContrastTuple, Metric
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.core.store import Journal, storage_errors
from scisynth.stats.agreement import alpha_with_interval
from scisynth.stats.intervals import mean_with_interval

Answer = Literal["left", "right", "cannot_tell"]
ShownImage = Literal["explicit", "superficial"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One tuple as one rater sees it."""

    item: ContrastTuple
    left: ShownImage
    """Which image stands on the left."""

    @property
    def right(self) -> ShownImage:
        """The other one."""
        return "superficial" if self.left == "explicit" else "explicit"


@dataclass(frozen=True, kw_only=True)
class Click:
    """One row of the journal."""

    rater: str
    item: str
    """Id of the tuple."""
    left: ShownImage
    answer: Literal["left", "right", "cannot_tell", "taken_back"]
    seconds: float
    """From both images standing there to the answer; 0 for `taken_back`."""
    time: str
    """UTC, ISO 8601."""
    seed: int
    """Of the session; with the rater's name it gives order and sides."""

    @property
    def chosen(self) -> ShownImage | None:
        """The image that was chosen."""
        if self.answer not in ("left", "right"):
            return None
        return "explicit" if (self.answer == "left") == (self.left == "explicit") else "superficial"

    @property
    def is_right(self) -> bool:
        """Whether the true image was chosen."""
        return self.chosen == "explicit"

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Click":
        """Inverse of `asdict`; raises `DataError` for anything else."""
        try:
            click = cls(**row)
        except TypeError:
            raise DataError(
                f"expected a row of answers with {', '.join(cls.__annotations__)}; got other fields"
            ) from None
        if click.left not in get_args(ShownImage) or click.answer not in (*get_args(Answer), "taken_back"):
            raise DataError(f"expected an answer of known words, got {click.answer!r} and {click.left!r} on the left")
        return click


class AnswerBook:
    """What every rater has answered and is to be asked next; the journal is its memory."""

    def __init__(self, tuples: Sequence[ContrastTuple], journal: Path, *, seed: int) -> None:
        self._items = {item.id: item for item in tuples if item.status == "ok"}
        self._seed = seed
        with storage_errors(journal):
            journal.parent.mkdir(parents=True, exist_ok=True)
        self._journal = Journal(journal)
        self._journal.repair()
        self._clicks: dict[str, dict[str, Click]] = {}
        for click in read_clicks(journal):
            self._clicks.setdefault(click.rater, {})[click.item] = click

    def questions(self, rater: str, num: int = 1) -> list[Question]:
        """The next `num` questions of a rater; fewer near the end. Nothing depends on what other raters do."""
        answered = self._clicks.get(rater, {})
        left = [name for name in self._items if name not in answered]
        left.sort(key=lambda name: derive_seed("order", self._seed, rater, name))
        return [self.question(rater, name) for name in left[:num]]

    def question(self, rater: str, item: str) -> Question:
        """How a rater sees an item of the book."""
        is_left = derive_fraction("left", self._seed, rater, item) < 0.5
        return Question(item=self._items[item], left="explicit" if is_left else "superficial")

    def progress(self, rater: str) -> tuple[int, int]:
        """(answered, all) items."""
        return sum(name in self._items for name in self._clicks.get(rater, {})), len(self._items)

    def last_answered(self, rater: str) -> str | None:
        """Id of the item that `take_back` would take back."""
        answered = [name for name in self._clicks.get(rater, {}) if name in self._items]
        return answered[-1] if answered else None

    def answer(self, rater: str, item: str, answer: Answer, seconds: float) -> bool:
        """Saves the answer to the rater's current question; False, and nothing saved, for any other item.

        A click sent twice, or from a second window left behind, is so harmless.
        """
        asked = self.questions(rater)
        if not asked or asked[0].item.id != item:
            return False
        click = self._click(rater, asked[0], answer, seconds)
        self._journal.append(asdict(click))
        self._clicks.setdefault(rater, {})[item] = click
        return True

    def take_back(self, rater: str, item: str) -> bool:
        """Forgets the rater's last answer, if it is to `item`: that question comes again."""
        if self.last_answered(rater) != item:
            return False
        click = replace(self._clicks[rater][item], answer="taken_back", seconds=0.0, time=_now(), seed=self._seed)
        self._journal.append(asdict(click))
        del self._clicks[rater][item]
        return True

    def has(self, item: str) -> bool:
        """Whether the book still asks about an item."""
        return item in self._items

    def drop(self, item: str) -> None:
        """Asks nobody about an item whose images cannot be shown."""
        self._items.pop(item, None)

    def _click(self, rater: str, question: Question, answer: Answer, seconds: float) -> Click:
        return Click(
            rater=rater,
            item=question.item.id,
            left=question.left,
            answer=answer,
            seconds=round(seconds, 3),
            time=_now(),
            seed=self._seed,
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_clicks(*journals: Path) -> list[Click]:
    """The answers that stand: the last of each rater to each item, those taken back left out, oldest first."""
    standing: dict[tuple[str, str], Click] = {}
    for path in journals:
        for row in Journal(path):
            click = Click.from_dict(row)
            standing.pop((click.rater, click.item), None)
            if click.answer != "taken_back":
                standing[click.rater, click.item] = click
    return list(standing.values())


@dataclass(frozen=True, kw_only=True)
class RaterResult:
    """One person."""

    accuracy: Metric
    num_answers: int
    num_cannot_tell: int
    left_share: float | None
    """Fraction of choices that fell on the left image; far from one half is a habit, not an opinion."""
    median_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class PeopleResult:
    """The human line of a table, and what it stands on."""

    accuracy: Metric
    """Over answers that chose an image."""
    right_of_all: Metric
    """The same with "cannot tell" in the denominator."""
    num_answers: int
    num_cannot_tell: int
    num_items: int
    """Items that could be asked."""
    num_items_answered: int
    coverage: float | None
    """Answers / (raters x items); None without raters or items."""
    by_rater: Mapping[str, RaterResult]
    by_field: Mapping[str, Metric]
    by_law: Mapping[str, Metric]
    agreement: Metric
    """Alpha over choices; `n` counts items two raters or more chose on."""
    agreement_with_cannot_tell: Metric
    """Alpha with "cannot tell" as a third answer."""
    num_other_items: int
    """Answers to items that are not among the tuples, left out of everything above."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


def score_people(tuples: Sequence[ContrastTuple], *journals: Path) -> PeopleResult:
    """The standing answers of one journal or several, against the tuples they were given to.

    Raises:
        DataError: a journal is missing or holds something else.
    """
    for path in journals:
        if not path.is_file():
            raise DataError(f"{path}: expected a journal of answers, found no file; check the path")
    items = {item.id: item for item in tuples if item.status == "ok"}
    found = read_clicks(*journals)
    clicks = [click for click in found if click.item in items]
    raters = sorted({click.rater for click in clicks})
    return PeopleResult(
        accuracy=_accuracy(clicks, items),
        right_of_all=_share_right(clicks, items),
        num_answers=len(clicks),
        num_cannot_tell=sum(click.chosen is None for click in clicks),
        num_items=len(items),
        num_items_answered=len({click.item for click in clicks}),
        coverage=len(clicks) / (len(raters) * len(items)) if clicks else None,
        by_rater={name: _rater([click for click in clicks if click.rater == name], items) for name in raters},
        by_field=_by(clicks, items, lambda item: item.category),
        by_law=_by(clicks, items, lambda item: item.law),
        agreement=_agreement(clicks, items, {"explicit": 0, "superficial": 1}),
        agreement_with_cannot_tell=_agreement(clicks, items, {"explicit": 0, "superficial": 1, None: 2}),
        num_other_items=len(found) - len(clicks),
    )


def cluster_of(item: ContrastTuple) -> Hashable:
    """Tuples of one subject ask for the same fact in other words."""
    return (item.law, item.subject) if item.subject else item.id


def _share_right(clicks: Sequence[Click], items: Mapping[str, ContrastTuple]) -> Metric:
    clusters = [cluster_of(items[click.item]) for click in clicks]
    names = [click.item for click in clicks]
    return mean_with_interval([float(click.is_right) for click in clicks], clusters=clusters, prompts=names)


def _accuracy(clicks: Sequence[Click], items: Mapping[str, ContrastTuple]) -> Metric:
    return _share_right([click for click in clicks if click.chosen is not None], items)


def _rater(clicks: Sequence[Click], items: Mapping[str, ContrastTuple]) -> RaterResult:
    chosen = [click for click in clicks if click.chosen is not None]
    return RaterResult(
        accuracy=_accuracy(clicks, items),
        num_answers=len(clicks),
        num_cannot_tell=len(clicks) - len(chosen),
        left_share=sum(click.answer == "left" for click in chosen) / len(chosen) if chosen else None,
        median_seconds=median(click.seconds for click in clicks) if clicks else None,
    )


def _by(
    clicks: Sequence[Click], items: Mapping[str, ContrastTuple], group_of: Callable[[ContrastTuple], str]
) -> dict[str, Metric]:
    groups: dict[str, list[Click]] = {}
    for click in clicks:
        groups.setdefault(group_of(items[click.item]), []).append(click)
    return {name: _accuracy(groups[name], items) for name in sorted(groups) if name}


def _agreement(
    clicks: Sequence[Click], items: Mapping[str, ContrastTuple], code_of: Mapping[ShownImage | None, int]
) -> Metric:
    """Alpha over answers with a code; in the second half of the columns the two images have changed names."""
    raters = {name: row for row, name in enumerate(sorted({click.rater for click in clicks}))}
    columns = {name: column for column, name in enumerate(dict.fromkeys(click.item for click in clicks))}
    ratings_RN = np.full((len(raters), 2 * len(columns)), np.nan)
    for click in clicks:
        if click.chosen in code_of:
            row, column, code = raters[click.rater], columns[click.item], code_of[click.chosen]
            ratings_RN[row, column] = code
            ratings_RN[row, column + len(columns)] = 1 - code if code < 2 else code
    clusters = [cluster_of(items[name]) for name in columns] * 2
    metric = alpha_with_interval(ratings_RN, "nominal", clusters=clusters)
    return replace(metric, n=metric.n // 2)
