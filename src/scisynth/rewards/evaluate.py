"""Two-choice accuracy: does the implicit prompt prefer the true image?

A tuple counts as right when s(ip, i+) > s(ip, i-); a tie is wrong (Science-T2I, table 1). Lists are read at their
first element, as the published evaluation does. Broken tuples, and those whose score is not a finite number, are
counted and reported next to the accuracy, never inside it. Intervals resample (law, subject) groups: tuples of one
subject ask for the same fact in other words. Whether a subject was seen is read from the model's own list of what it was
trained on (`core.trained_on`); without one nobody knows.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from scisynth.core.errors import ImageError, one_line
from scisynth.core.images import open_image
from scisynth.core.protocols import Reward, ScoresEach
from scisynth.core.records import ContrastTuple, Metric
from scisynth.core.results import Result
from scisynth.core.trained_on import TrainedOn
from scisynth.stats.intervals import expected_calibration_error, mean_with_interval

MARGIN_BINS = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One tuple, judged."""

    tuple: ContrastTuple
    explicit: float
    """s(ip, i+), raw logit."""
    superficial: float
    """s(ip, i-), raw logit."""
    reason: str = ""
    """Why one of them is no number, where the reward says so."""

    @property
    def is_finite(self) -> bool:
        """Whether both scores are numbers that can be compared."""
        return math.isfinite(self.explicit) and math.isfinite(self.superficial)

    @property
    def is_right(self) -> bool:
        """Strictly prefers the true image."""
        return self.explicit > self.superficial

    @property
    def probability(self) -> float:
        """Probability given to the true image, as `compare` would."""
        return float(1 / (1 + np.exp(np.clip(self.superficial - self.explicit, -700, 700))))


@dataclass(frozen=True, kw_only=True)
class Margins(Result):
    """Histogram of s(ip, i+) - s(ip, i-)."""

    edges: tuple[float, ...] = ()
    """One more than there are counts; empty where nothing was scored."""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcomes(Result):
    """What became of the tuples."""

    scored: int
    broken: int


@dataclass(frozen=True, kw_only=True)
class BrokenTuple(Result):
    """A tuple that could not be judged."""

    id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TwoChoiceResult(Result):
    """Two-choice accuracy, overall and by group: fractions in [0, 1] with 95 % intervals and the number of tuples."""

    accuracy: Metric
    by_field: Mapping[str, Metric]
    by_law: Mapping[str, Metric]
    by_subject: Mapping[str, Metric]
    by_type: Mapping[str, Metric]
    """ST and CT."""
    by_subject_seen: Mapping[str, Metric]
    """`seen`, `unseen`, and `unknown` where a model does not say what it was trained on."""
    by_type_and_seen: Mapping[str, Metric]
    """For example `ST unseen`."""
    calibration_error: float | None
    """Expected calibration error of the probability given to the chosen image; None where nothing was scored."""
    margins: Margins
    outcomes: Outcomes
    broken: tuple[BrokenTuple, ...]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Choices over a set of tuples, and what could not be judged."""

    choices: list[Choice]
    broken: list[tuple[str, str]]
    """(tuple id, reason)."""
    not_finite: frozenset[str] = frozenset()
    """Ids of the broken ones that were scored, with something that is no number."""
    trained_on: TrainedOn | None = None
    """What the reward was trained on, where it says so."""

    @cached_property
    def result(self) -> TwoChoiceResult:
        """Accuracy overall and by group with intervals and n, calibration, margins, outcomes."""
        probabilities = [choice.probability for choice in self.choices]
        return TwoChoiceResult(
            accuracy=self._accuracy(self.choices),
            by_field=self._by(lambda t: t.category),
            by_law=self._by(lambda t: t.law),
            by_subject=self._by(lambda t: t.subject),
            by_type=self._by(lambda t: t.type),
            by_subject_seen=self._by(self._seen),
            by_type_and_seen=self._by(lambda t: f"{t.type} {self._seen(t)}" if t.type and self._seen(t) else ""),
            calibration_error=expected_calibration_error(
                [max(p, 1 - p) for p in probabilities], [choice.is_right for choice in self.choices]
            )
            if self.choices
            else None,
            margins=self._margins(),
            outcomes=Outcomes(scored=len(self.choices), broken=len(self.broken)),
            broken=tuple(BrokenTuple(id=name, reason=reason) for name, reason in self.broken),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of `result`."""
        return self.result.to_dict()

    def _seen(self, item: ContrastTuple) -> str:
        """`seen`, `unseen` or `unknown`; empty for data that has no such notion."""
        if self.trained_on is not None and item.subject:
            return self.trained_on.state(item.law, item.subject)
        return "" if item.subject_seen is None else "unknown"

    def _by(self, group_of: Callable[[ContrastTuple], str]) -> dict[str, Metric]:
        groups: dict[str, list[Choice]] = defaultdict(list)
        for choice in self.choices:
            if group := group_of(choice.tuple):
                groups[group].append(choice)
        return {group: self._accuracy(groups[group]) for group in sorted(groups)}

    def _margins(self) -> Margins:
        margins = [choice.explicit - choice.superficial for choice in self.choices]
        if not margins:
            return Margins()
        counts, edges = np.histogram(margins, bins=MARGIN_BINS)
        return Margins(edges=tuple(map(float, edges)), counts=tuple(map(int, counts)))

    @staticmethod
    def _accuracy(choices: Sequence[Choice]) -> Metric:
        clusters = [
            (choice.tuple.law, choice.tuple.subject) if choice.tuple.subject else number
            for number, choice in enumerate(choices)
        ]
        return mean_with_interval([float(choice.is_right) for choice in choices], clusters=clusters)


def evaluate_two_choice(
    reward: Reward, tuples: Sequence[ContrastTuple], *, trained_on: TrainedOn | None = None
) -> Evaluation:
    """Scores both images of every tuple against its implicit prompt, in one batched call."""
    usable = [item for item in tuples if item.status == "ok"]
    broken = [(item.id, item.reason) for item in tuples if item.status != "ok"]
    try:
        judged = _choose(reward, usable)
    except ImageError:
        # Rare: only now is every image opened once more to find the ones to leave out.
        usable, unreadable = _split_readable(usable)
        broken += unreadable
        judged = _choose(reward, usable)
    choices = [choice for choice in judged if choice.is_finite]
    broken += [
        (
            choice.tuple.id,
            choice.reason
            or f"scores {choice.explicit} and {choice.superficial}, expected finite numbers of {reward.name}",
        )
        for choice in judged
        if not choice.is_finite
    ]
    not_finite = frozenset(choice.tuple.id for choice in judged if not choice.is_finite)
    return Evaluation(choices=choices, broken=broken, not_finite=not_finite, trained_on=trained_on)


def _choose(reward: Reward, tuples: Sequence[ContrastTuple]) -> list[Choice]:
    prompts = [item.implicit_prompt[0] for item in tuples for _ in range(2)]
    images = [image for item in tuples for image in (item.explicit_image[0], item.superficial_image[0])]
    if isinstance(reward, ScoresEach):
        found = reward.score_each(prompts, images)
        reasons = [one.reason or other.reason for one, other in zip(found[::2], found[1::2], strict=True)]
        values = [math.nan if score.value is None else score.value for score in found]
    else:
        values, reasons = reward.score(prompts, images).tolist(), [""] * len(tuples)
    return [
        Choice(tuple=item, explicit=explicit, superficial=superficial, reason=reason)
        for item, explicit, superficial, reason in zip(tuples, values[::2], values[1::2], reasons, strict=True)
    ]


def _split_readable(tuples: Sequence[ContrastTuple]) -> tuple[list[ContrastTuple], list[tuple[str, str]]]:
    readable, unreadable = [], []
    for item in tuples:
        try:
            open_image(item.explicit_image[0])
            open_image(item.superficial_image[0])
        except ImageError as error:
            unreadable.append((item.id, one_line(error)))
        else:
            readable.append(item)
    return readable, unreadable
