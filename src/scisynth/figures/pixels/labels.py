"""What the pixels of a figure say of its problem: how many of the expected labels can be read, and whether the answer can.

    label recall   labels read / labels expected, over those of two characters or more
    answer leak    the problem's answer, or a hidden text, stands in the image

Expected labels are what the problem's own elements put in quotes (`Label '48.0 cm' for the distance`) and the quantities that they
name; for figure families they are the given values. An answer of few characters, or one that the problem itself names, is not looked for:
reading it in the figure would prove nothing. An image in which nothing is read is `empty`, which is unknown and no zero.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from scisynth.core.problems import FigureProblem
from scisynth.figures.labels.like_names import like_names
from scisynth.figures.labels.text import equal_labels
from scisynth.figures.pixels.matching import candidates, is_checkable, stands_in
from scisynth.figures.pixels.reader import ReadText
from scisynth.figures.verify.hidden_text import is_short, is_shown
from scisynth.figures.verify.required import MAX_WORDS, QUOTED

State = Literal["read", "empty", "missing", "error"]
UNIT = r"(?:°\s?C?|%|Ω|(?:[kMGmµμnpcd]?(?:m|g|s|V|A|K|N|J|W|C|F|T|H|Hz|Pa|L|mol|eV|Ω|bar|cal|min|h)[²³23]?(?:[/·]|\s?(?=/))?){1,4})(?![^\W_])"
NUMBER = r"[-+−]?\d(?:[\d.,]*\d)?"
QUANTITY = re.compile(rf"(?<![\w.^]){NUMBER}\s?{UNIT}")
ASSIGNMENT = re.compile(rf"(?<!\w)[^\W\d]\w{{0,3}}\s?=\s?{NUMBER}(?:\s?{UNIT})?")
MAX_ANSWER_CHARS = 40


@dataclass(frozen=True, kw_only=True)
class PixelRow:
    """One image, read without a language model."""

    problem: str
    status: State
    labels: dict[str, bool]
    """Each expected label, and whether it was read; empty unless `status` is `read`."""
    leak: bool | None
    """Whether the answer can be read; None where it cannot be looked for."""
    texts: tuple[str, ...] = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


def expected_labels(problem: FigureProblem) -> tuple[str, ...]:
    """Labels of two characters or more that the figure of a problem should show, each once.

    >>> from scisynth.core.problems import Answer
    >>> expected_labels(FigureProblem(id="a", source="scigen", question="", image_type="", answer=Answer(text="3 N"),
    ...     elements=("Label '48.0 cm' for the distance", "An arrow to the right", "a mass of 2 kg")))
    ('48.0 cm', '2 kg')
    """
    found: list[str] = []
    for element in problem.elements:
        if problem.source == "families":
            # `AB = 7 cm`: some figures name the side by its ends and print the value alone.
            found.append(element.partition(" = ")[2] or element)
            continue
        quoted = [text.strip() for text in QUOTED.findall(element) if len(text.split()) <= MAX_WORDS]
        found += quoted or [match.strip() for match in QUANTITY.findall(element) or ASSIGNMENT.findall(element)]
    answer = [problem.answer.text] if is_checkable(problem.answer.text) else []
    return tuple(
        label
        for label in dict.fromkeys(found)
        if is_checkable(label) and not any(stands_in(text, [label], fuzzy=False) for text in answer)
    )


def hidden_answer(problem: FigureProblem) -> str:
    """The answer where reading it in the figure would give it away; empty where that proves nothing.

    Too short (`16`, `yes`, `B`), too long for a label, or named by the problem itself.
    """
    text = problem.answer.text.strip()
    letters = [letter for letter in text if letter.isalnum()]
    short = len(letters) < 3 or text.casefold() in ("yes", "true", "false", "zero", "none")
    named = stands_in(text, [problem.question, *problem.elements], fuzzy=False) if not short else True
    return "" if short or named or len(text) > MAX_ANSWER_CHARS else text


def check_pixels(problem: FigureProblem, texts: Sequence[ReadText]) -> PixelRow:
    """The row of an image whose texts were read."""
    if not texts:
        return PixelRow(problem=problem.id, status="empty", labels={}, leak=None, reason="no text was read")
    places = candidates(texts)
    answer = hidden_answer(problem)
    return PixelRow(
        problem=problem.id,
        status="read",
        labels={label: stands_in(label, places) for label in expected_labels(problem)},
        leak=stands_in(answer, places, fuzzy=False) if answer else None,
        texts=tuple(item.text for item in texts),
    )


def visible_answers(hidden: Sequence[str], texts: Sequence[ReadText]) -> list[str]:
    """Those hidden texts that can be read in the image, other than as one of several like names."""
    listed = like_names(item.text for item in texts)
    choices = [words for words in listed if any(equal_labels(words, text) for text in hidden)]
    places = candidates([item for item in texts if item.text not in choices])
    return [text for text in hidden if _can_be_read(text, places)]


def _can_be_read(hidden: str, places: Sequence[str]) -> bool:
    """By the rule for texts of a program, or with the letters that a reader confuses."""
    if any(is_shown(hidden, place) for place in places):
        return True
    return is_checkable(hidden) and not is_short(hidden) and stands_in(hidden, places, fuzzy=False)
