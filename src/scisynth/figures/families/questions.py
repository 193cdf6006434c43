"""Quizzes of a family: what is asked, the key, and wrong options that the figure or a usual mistake yields.

Nothing about an option may give the key away. Numeric options stand on both sides of the key, so that its rank among them is
uniform wherever the values allow it; words of one kind are shuffled; and a question that needs no figure is marked `knowledge`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.problems import Quiz
from scisynth.figures.families.texts import Texts
from scisynth.figures.scene.scene import Quantity, format_number, with_unit

LETTERS = "ABCD"
NUM_WRONG = len(LETTERS) - 1


@dataclass(frozen=True, kw_only=True)
class Question:
    """One quiz before it is worded; `name` is its key under `quizzes` of the text file."""

    name: str
    key: str | float
    """A word, or a number that is printed with `unit`."""
    wrong: Sequence[str | float]
    """Other words; or numbers that are likely to be taken for the key, the best first."""
    unit: str = ""
    step: float = 0.0
    """Between the number and values near it, which fill up the options; 0 takes about a fifth of the number."""
    low: float | None = None
    """Numbers below are no options, as a count below 0."""
    high: float | None = None
    """Numbers above are no options, as one beyond the end of an axis."""
    decimals: int | None = None
    """Of all numbers, where the figure prints them so; else they have three digits."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    is_knowledge: bool = False
    """Whether it can be answered without the figure; such a question never counts as a quiz of the figure."""


def ask_value(name: str, quantity: Quantity, *others: Quantity, **slots: Any) -> Question:
    """Asks for a value that is printed; wrong are other printed values of the same unit, and values near it."""
    likely = [other.value for other in others if other.unit == quantity.unit]
    positive = quantity.value > 0
    return Question(
        name=name, key=quantity.value, wrong=likely, unit=quantity.unit, low=1e-12 if positive else None, slots=slots
    )


def ask_number(
    name: str,
    value: float,
    *,
    unit: str = "",
    likely: Sequence[float] = (),
    step: float = 0.0,
    low: float | None = None,
    high: float | None = None,
    decimals: int | None = None,
    **slots: Any,
) -> Question:
    """Asks for a number that is read off the figure; `likely` are mistakes, such as the value of a neighbour."""
    return Question(
        name=name, key=value, wrong=likely, unit=unit, step=step, low=low, high=high, decimals=decimals, slots=slots
    )


def ask_count(
    name: str, count: int, *, likely: Sequence[int] = (), low: int = 0, high: int | None = None, **slots: Any
) -> Question:
    """Asks how many there are; `high` is the number of all things that could be counted, where the figure shows it."""
    return Question(name=name, key=count, wrong=likely, step=1, low=low, high=high, slots=slots)


def ask_word(name: str, key: str, wrong: Sequence[str], **slots: Any) -> Question:
    """Asks for one of several words or labels; the key must differ from scene to scene."""
    return Question(name=name, key=key, wrong=wrong, slots=slots)


def word_question(question: Question, texts: Texts, slots: Mapping[str, Any], draw: Random) -> Quiz:
    """The quiz in the language of `texts`, its options shuffled.

    Raises:
        DataError: fewer than three different wrong options, or a slot that nothing fills.
    """
    if isinstance(question.key, str):
        key, wrong = _words(question, texts)
        draw.shuffle(wrong)
    else:
        key, wrong = _numbers(question, draw)
    if len(wrong) < NUM_WRONG:
        raise DataError(
            f"{texts.place}: quizzes, {question.name}: expected three wrong options, found {wrong}; add some"
        )
    options = [key, *wrong[:NUM_WRONG]]
    draw.shuffle(options)
    return Quiz(
        question=texts.ask(question.name, {**slots, **question.slots}, draw),
        options=dict(zip(LETTERS, options, strict=True)),
        correct=LETTERS[options.index(key)],
        evidence=question.name,
    )


def _words(question: Question, texts: Texts) -> tuple[str, list[str]]:
    key = texts.option(str(question.key))
    wrong = list(dict.fromkeys(texts.option(str(word)) for word in question.wrong))
    return key, [word for word in wrong if word != key]


def _numbers(question: Question, draw: Random) -> tuple[str, list[str]]:
    """The key and three wrong numbers, so many below it that its rank is uniform where values allow it."""
    key = float(question.key)
    step = question.step or _step(key)
    near = [value for times in range(1, 9) for value in (key - times * step, key + times * step)]
    low = -float("inf") if question.low is None else question.low
    high = float("inf") if question.high is None else question.high
    own = _printed(key, question)
    below: list[str] = []
    above: list[str] = []
    for value in (*map(float, question.wrong), *near):
        text = _printed(value, question)
        side = below if value < key else above
        # A number that is right within the key's own digits is no wrong option.
        if low <= value <= high and text != own and text not in side and abs(value - key) > 0.02 * abs(key):
            side.append(text)
    ranks = [rank for rank in range(NUM_WRONG + 1) if rank <= len(below) and NUM_WRONG - rank <= len(above)]
    if not ranks:
        return own, [*below, *above]
    rank = draw.choice(ranks)
    return own, _first(below, rank, draw) + _first(above, NUM_WRONG - rank, draw)


def _first(options: Sequence[str], num: int, draw: Random) -> list[str]:
    """The likeliest options, now and then another, so that their pattern does not point at the key."""
    return draw.sample(list(options[: num + 1]), num)


def _printed(value: float, question: Question) -> str:
    if question.decimals is None:
        return with_unit(value, question.unit)
    return f"{value:.{question.decimals}f} {question.unit}".replace("-", "−").rstrip()


def _step(value: float) -> float:
    """About a fifth of a value, with no more decimals than the value has."""
    number = format_number(value)
    if "×" in number:
        return abs(value) / 5
    decimals = len(number.partition(".")[2])
    return max(round(abs(value) / 5, decimals), 10.0**-decimals)


def check_names(questions: Iterator[Question]) -> list[Question]:
    """The questions as a list; a name that stands twice would take its text twice."""
    found = list(questions)
    names = [question.name for question in found]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"quizzes: {name!r} is asked twice; give one another name")
    return found
