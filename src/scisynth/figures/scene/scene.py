"""Scene: declared once, everything is derived. Figure, labels, givens, answer, quizzes, alt text and corrupted figures come from it.

The marks say what is drawn and where; the claims say what must be true of the drawing and are checked on the drawing read
back, never on the marks. A corrupted figure changes the marks and keeps the claims.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from scisynth.core.problems import Answer, FigureProblem, Quiz
from scisynth.figures.scene.marks import Label, Mark, Path, Round, mark_from_dict, mark_to_dict, places_of

_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A value of the problem, with its unit."""

    symbol: str
    """As in the figure, e.g. `F_1` or `m`."""
    value: float
    unit: str = ""
    meaning: str = ""
    """What it is, e.g. `mass of the block`."""

    @property
    def text(self) -> str:
        """The value with its unit, as a problem prints it: `2.5 kg`, `30°`."""
        return with_unit(self.value, self.unit)

    @property
    def label(self) -> str:
        """`$m_1$ = 2 kg`, as a figure states a given; powers of ten are set as mathematics."""
        mantissa, times, power = format_number(self.value).partition(" × 10")
        number = rf"${mantissa}\times 10^{{{power.translate(_LOWERED)}}}$ {self.unit}" if times else self.text
        return f"${self.symbol}$ = {number}"


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A thing in the figure and the marks that draw it."""

    name: str
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Something that must be true of the drawing; `figures.verify.claims` checks it without a model."""

    kind: str
    """One of `figures.verify.claim_checks.kinds.KINDS`."""
    of: tuple[str, ...] = ()
    """Ids of marks."""
    value: float | str | tuple[float | str, ...] | None = None
    tolerance: float = 0.0
    """In the units of the kind; 0 takes its default."""

    @property
    def printed_value(self) -> str:
        """The value as words show it; empty for none."""
        if self.value is None:
            return ""
        parts = self.value if isinstance(self.value, tuple) else (self.value,)
        return ", ".join(f"{part:.10g}" if isinstance(part, float) else str(part) for part in parts)

    def __str__(self) -> str:
        """`ratio side:a, side:b = 0.75`."""
        said = f"{self.kind} {', '.join(self.of)}".rstrip()
        return said if self.value is None else f"{said} = {self.printed_value}"


Kind = TypeVar("Kind", Path, Round, Label)


def _of_kind(mark: Mark, kind: type[Kind]) -> Kind:
    if not isinstance(mark, kind):
        raise LookupError(f"{mark.id}: expected a {kind.__name__}, got a {type(mark).__name__}")
    return mark


@dataclass(frozen=True, kw_only=True)
class FigureScene:
    """One scientific figure with its problem, truth and drawing."""

    id: str
    image_type: str
    family: str
    seed: int
    problem: str
    """The whole question, values included."""
    multimodal_question: str
    """The question with the given values left to the figure."""
    entities: tuple[Entity, ...]
    givens: tuple[Quantity, ...]
    unknown: str
    """What is asked for, in words; it must not be readable off the figure."""
    answer: Answer
    solution: str
    """One line: the equation and its numbers."""
    hidden: tuple[str, ...]
    """Texts that the figure must not show."""
    marks: tuple[Mark, ...]
    claims: tuple[Claim, ...]
    quizzes: tuple[Quiz, ...]
    alt_text: str
    level: int = 0
    """Of difficulty, 1 to 3; 0 where the family has none."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """What the family sampled, from which the scene can be made again or varied by hand."""
    language: str = "en"
    """Of problem, question, solution, quizzes and alt text."""
    style: str = "textbook"
    """How it looks: one of `figures.scene.style.STYLES`."""

    def mark(self, mark_id: str) -> Mark:
        """The mark with this id; `KeyError` where there is none."""
        for mark in self.marks:
            if mark.id == mark_id:
                return mark
        raise KeyError(mark_id)

    def path(self, mark_id: str) -> Path:
        """The line or outline with this id; `LookupError` where there is none, or the mark is of another kind."""
        return _of_kind(self.mark(mark_id), Path)

    def round(self, mark_id: str) -> Round:
        """The circle or arc with this id; `LookupError` where there is none, or the mark is of another kind."""
        return _of_kind(self.mark(mark_id), Round)

    def label(self, mark_id: str) -> Label:
        """The text with this id; `LookupError` where there is none, or the mark is of another kind."""
        return _of_kind(self.mark(mark_id), Label)

    @property
    def places(self) -> frozenset[str]:
        """Ids of its marks that need no ink."""
        return places_of(self.marks)

    def with_marks(self, marks: tuple[Mark, ...]) -> "FigureScene":
        """The same claims on another drawing, which is what a corrupted figure is."""
        return replace(self, marks=marks)

    def without(self, *mark_ids: str) -> "FigureScene":
        """The same claims on a drawing that lacks these marks."""
        return self.with_marks(tuple(mark for mark in self.marks if mark.id not in mark_ids))

    def problem_record(self) -> FigureProblem:
        """As a benchmark stores it; the elements are the claims in words."""
        return FigureProblem(
            id=self.id,
            source="families",
            question=self.problem,
            image_type=self.image_type,
            answer=self.answer,
            elements=tuple(f"{given.symbol} = {given.text}" for given in self.givens),
            quizzes=self.quizzes,
            multimodal_question=self.multimodal_question,
        )

    def to_json(self) -> str:
        """One JSON object; `from_json` is its inverse."""
        values = asdict(replace(self, marks=()))
        return json.dumps({**values, "marks": [mark_to_dict(mark) for mark in self.marks]})

    @classmethod
    def from_json(cls, text: str) -> "FigureScene":
        """Inverse of `to_json`."""
        row: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **row,
                "entities": tuple(Entity(name=item["name"], marks=tuple(item["marks"])) for item in row["entities"]),
                "givens": tuple(Quantity(**item) for item in row["givens"]),
                "answer": Answer(**row["answer"]),
                "hidden": tuple(row["hidden"]),
                "marks": tuple(mark_from_dict(item) for item in row["marks"]),
                "claims": tuple(claim_from_dict(item) for item in row["claims"]),
                "quizzes": tuple(Quiz(**item) for item in row["quizzes"]),
            }
        )


def claim_from_dict(row: Mapping[str, Any]) -> Claim:
    """Inverse of `asdict`, also after JSON has turned tuples into lists."""
    value = row["value"]
    return Claim(
        kind=row["kind"],
        of=tuple(row["of"]),
        value=tuple(value) if isinstance(value, list) else value,
        tolerance=row["tolerance"],
    )


def with_unit(value: float, unit: str, digits: int = 3) -> str:
    """`2.5 kg`, `30°`."""
    number = format_number(value, digits)
    return f"{number}{unit}" if unit in ("°", "%") else f"{number} {unit}".strip()


def format_number(value: float, digits: int = 3) -> str:
    """A number as a textbook prints it: no trailing zeros, a true minus sign, powers of ten beyond 1e5 and below 1e-3.

    >>> format_number(2.50), format_number(1.7e21), format_number(-4)
    ('2.5', '1.7 × 10²¹', '−4')
    """
    if value == 0:
        return "0"
    if not 1e-3 <= abs(value) < 1e5:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return _with_minus(f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa} × 10{raised}")
    rounded = float(f"{value:.{max(digits, 1)}g}")
    if abs(value) >= 10**digits:
        rounded = round(value)
    return _with_minus(f"{rounded:.10f}".rstrip("0").rstrip("."))


def _with_minus(number: str) -> str:
    """A minus sign for the hyphen in front of a number."""
    return number.replace("-", "−", 1) if number.startswith("-") else number
