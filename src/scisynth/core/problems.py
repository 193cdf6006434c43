"""Records of figure problems: a question whose figure has to be drawn, and the quizzes that the figure alone must answer.

SciGenBench (arXiv 2601.17027) stores them as JSON; our figure families derive them from a scene. No logic beyond conversion.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A multiple-choice question about what the figure shows."""

    question: str
    options: Mapping[str, str]
    """Letter to text."""
    correct: str
    """A letter of `options`; data sets are known where it is not, and `is_sound` tells."""
    evidence: str = ""
    """The words of the problem, or the marks of the figure, that the answer rests on."""
    key_fault: str = ""
    """Why the key names no option, where it does not."""

    @property
    def is_sound(self) -> bool:
        """Whether the keyed answer exists, so that an image can be right at all."""
        return self.correct in self.options


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the problem's solution is: a number with its unit, or a text."""

    text: str
    value: float | None = None
    """In `unit`; None for answers that are no single number."""
    unit: str = ""
    tolerance: float | None = None
    """Relative; an answer within it is right. None for the precision that the key's own digits claim, 2 % at most."""


@dataclass(frozen=True, kw_only=True)
class FigureProblem:
    """One problem of a figure benchmark."""

    id: str
    source: str
    """`scigen`, `seephys`, `families`, or the name of another data set."""
    question: str
    image_type: str
    """One of `science.image_types`; empty in SeePhys."""
    answer: Answer
    elements: tuple[str, ...] = ()
    """What the figure must show, one constraint each."""
    quizzes: tuple[Quiz, ...] = ()
    multimodal_question: str = ""
    """The question with its given values moved into the figure; empty where there is none."""
    image: str = ""
    """Path of the reference figure, where there is one."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values; a fault of a key only where there is one."""
        row = asdict(self)
        for quiz in row["quizzes"]:
            if not quiz["key_fault"]:
                del quiz["key_fault"]
        return row

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "FigureProblem":
        """Inverse of `to_dict`."""
        return cls(
            **{
                **row,
                "answer": Answer(**row["answer"]),
                "elements": tuple(row["elements"]),
                "quizzes": tuple(Quiz(**quiz) for quiz in row["quizzes"]),
            }
        )
