"""Is an answer right? Decided by code where code can, and `unknown` where it cannot.

    number    numbers with units, converted; relative tolerance, 2 % unless the problem says otherwise
    formula   both evaluated at points (`formulas`)
    choice    a letter of a multiple-choice problem
    text      the same words; yes and no, true and false

The published benchmark asks a second language model, whose reply is read by the last capital A, B or C in it. Here nothing is asked
and nothing executed. `unknown` is the state of an answer in words that are not the same words: it belongs to a person or a judge,
and is neither right nor wrong. A reply without a unit is taken to be in the unit asked for, and one in an unknown unit is unknown.
Not covered: which of several numbers in a reply without "answer is" or \\boxed is meant.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scisynth.core.figures import Answer
from scisynth.grading.final import read_final_answer
from scisynth.grading.formulas import constant, same_formula
from scisynth.grading.quantities import Quantity, parse_quantity, plain_text

Status = Literal["right", "wrong", "unknown"]
Method = Literal["number", "formula", "choice", "text", "none"]
MAX_CHARS = 20_000
MAX_PARTS = 12
LETTERS = "ABCDEFGH"
OPPOSITES = ({"yes", "no"}, {"true", "false"})
_CHOICE = re.compile(r"[(\[]?([A-Ha-h])[)\].:]?")
_CHOICE_WITH_TEXT = re.compile(r"[(\[]?([A-H])[)\].:]\s+\S")
_SPLIT = re.compile(r"\s*(?:;|\n|&|,(?!\d{3}(?:\D|$))|\band\b|\\\\)\s*")
_PER = re.compile(r"\s+1/([A-Za-zµ]+)$")
"""A rate of `0.3 1/s`."""
_OR = re.compile(r"\s+or\s+")
_SHELLS = re.compile(r"(?:\[[A-Z][a-z]?\])?(?:\d[spdf]\^?\{?\d{1,2}\}?)+$")
_NAME = re.compile(r"^\s*\\?[A-Za-z][\w\\{}'^ ]{0,20}$")


@dataclass(frozen=True, kw_only=True)
class AnswerVerdict:
    """What the checker says of one reply."""

    status: Status
    method: Method
    """How it was decided; `none` where it was not."""
    reason: str = ""


def check_answer(reply: str, answer: Answer) -> AnswerVerdict:
    """Whether a reply states the problem's answer.

    Args:
        reply: a model's words; the last `\\boxed{...}`, else what follows the last "answer is", else all of it counts.
        answer: text, or a number in `unit`; its `tolerance` is relative.
    """
    if reply.strip() and reply.strip() == answer.text.strip():
        return AnswerVerdict(status="right", method="text", reason="the same text")
    if len(reply) > MAX_CHARS or len(answer.text) > MAX_CHARS:
        return AnswerVerdict(status="unknown", method="none", reason=f"longer than {MAX_CHARS:,} characters")
    said, wanted = plain_text(read_final_answer(reply)), plain_text(read_final_answer(answer.text))
    if not said:
        return AnswerVerdict(status="unknown", method="none", reason="the reply is empty")
    if answer.value is not None:
        said = _without_unknown_unit(said, answer.unit)
        wanted_numbers: list[list[Quantity]] = [[_declared(answer.value, answer.unit)]]
    else:
        wanted_numbers = [numbers for part in _OR.split(wanted) if (numbers := quantities(part))]
    for rule in (_choice, _same_text):
        if answer.value is None and (verdict := rule(said, wanted)) is not None:
            return verdict
    if wanted_numbers and (verdict := _numbers(said, wanted_numbers, answer.tolerance)) is not None:
        return verdict
    if answer.value is None and (verdict := _formula(said, wanted)) is not None:
        return verdict
    return AnswerVerdict(status="unknown", method="none", reason="other words than the answer's; a person has to look")


def quantities(text: str) -> list[Quantity] | None:
    """The numbers that a text, after `plain_text`, consists of; None where it is anything else.

    >>> [item.in_base for item in quantities("x = 3 km, y = 0.5 km")]
    [3000.0, 500.0]
    """
    parts = [part for part in _SPLIT.split(text) if part]
    if not 1 <= len(parts) <= MAX_PARTS:
        return None
    found = [_one_quantity(part) for part in parts]
    return [item for item in found if item is not None] if None not in found else None


def _one_quantity(part: str) -> Quantity | None:
    part = _right_side(part)
    part = re.sub(r"^(?:about|approximately|roughly|around|\\approx|≈|~)\s*", "", part, flags=re.IGNORECASE)
    part = _PER.sub(r" \1^-1", part)
    if part.casefold() == "zero":
        return Quantity(value=0.0)
    if (found := parse_quantity(part)) is not None:
        return found
    if (value := constant(part)) is not None:
        return Quantity(value=value)
    # A fraction or a product before a unit: `\frac{3}{4} m`, `2 \pi rad`.
    if match := re.fullmatch(r"(.*[\d})]|.*\\pi)\s+([A-Za-zµΩ°%][A-Za-zµΩ°%/^\d{}. -]*)", part):
        number, unit = constant(match[1]), parse_quantity(f"1 {match[2]}")
        if number is not None and unit is not None:
            return Quantity(value=number, unit=unit.unit, scale=unit.scale, powers=unit.powers)
    return None


def _right_side(part: str) -> str:
    """What stands after the last equals sign, where what stands before is no other number."""
    sides = re.split(r"\\approx|≈|=|\\simeq", part)
    return sides[-1].strip() if len(sides) > 1 and sides[-1].strip() else part.strip()


def _unit_alone(unit: str) -> Quantity | None:
    return parse_quantity(_PER.sub(r" \1^-1", f"1 {plain_text(unit)}")) if unit else None


def _without_unknown_unit(said: str, unit: str) -> str:
    """The reply without the key's own unit, where that is one that nobody converts: a magnification of 40 ×."""
    return said.removesuffix(plain_text(unit)).rstrip() if unit and _unit_alone(unit) is None else said


def _declared(value: float, unit: str) -> Quantity:
    known = _unit_alone(unit)
    if known is None:
        return Quantity(value=value)
    return Quantity(value=value, unit=known.unit, scale=known.scale, powers=known.powers)


def _numbers(said: str, alternatives: Sequence[Sequence[Quantity]], tolerance: float) -> AnswerVerdict | None:
    numbers = quantities(said)
    if numbers is None:
        return None
    verdicts = [_compare(numbers, wanted, tolerance) for wanted in alternatives]
    for status in ("right", "unknown"):
        for verdict in verdicts:
            if verdict.status == status:
                return verdict
    return verdicts[0]


def _compare(said: Sequence[Quantity], wanted: Sequence[Quantity], tolerance: float) -> AnswerVerdict:
    if len(said) != len(wanted):
        reason = f"{len(said)} numbers where {len(wanted)} are wanted"
        return AnswerVerdict(status="unknown", method="none", reason=reason)
    worst: AnswerVerdict | None = None
    for one, other in zip(said, wanted, strict=True):
        verdict = _same_number(one, other, tolerance)
        if verdict.status == "wrong":
            return verdict
        worst = worst if worst is not None and worst.status == "unknown" else verdict
    assert worst is not None
    return worst


def _same_number(said: Quantity, wanted: Quantity, tolerance: float) -> AnswerVerdict:
    if said.powers == wanted.powers and bool(said.unit) == bool(wanted.unit):
        is_right = _close(said.in_base, wanted.in_base, tolerance)
        return _verdict(is_right, f"{said.in_base:.6g} against {wanted.in_base:.6g}")
    if not said.unit or not wanted.unit:
        # Bare numbers are in the unit of the other; a percentage may also be meant as a share.
        is_right = _close(said.value, wanted.value, tolerance)
        if not said.powers and not wanted.powers:
            is_right = is_right or _close(said.in_base, wanted.in_base, tolerance)
        return _verdict(is_right, f"{said.value:.6g} against {wanted.value:.6g}, one without a unit")
    if said.is_known and wanted.is_known:
        return _verdict(False, f"{said.unit} is no {wanted.unit}")
    return AnswerVerdict(status="unknown", method="none", reason=f"is {said.unit!r} the same as {wanted.unit!r}?")


def _close(said: float, wanted: float, tolerance: float) -> bool:
    if not (math.isfinite(said) and math.isfinite(wanted)):
        return False
    # One part in a thousand million for the rounding of unit conversions, also where the tolerance is 0.
    return abs(said - wanted) <= max(tolerance, 1e-9) * abs(wanted)


def _verdict(is_right: bool, reason: str) -> AnswerVerdict:
    return AnswerVerdict(status="right" if is_right else "wrong", method="number", reason=reason)


def _choice(said: str, wanted: str) -> AnswerVerdict | None:
    key = _CHOICE.fullmatch(wanted)
    given = _CHOICE.fullmatch(said) or _CHOICE_WITH_TEXT.match(said)
    if key is None or given is None:
        return None
    is_right = key[1].upper() == given[1].upper()
    return AnswerVerdict(status="right" if is_right else "wrong", method="choice", reason=f"{given[1]} for {key[1]}")


def _same_text(said: str, wanted: str) -> AnswerVerdict | None:
    one, other = _words(said), _words(wanted)
    if one == other:
        return AnswerVerdict(status="right", method="text", reason="the same words")
    if {said.casefold(), wanted.casefold()} in OPPOSITES:
        return AnswerVerdict(status="wrong", method="text", reason=f"{one} for {other}")
    return None


def _words(text: str) -> str:
    """Without spaces and, in prose, without case: `V` and `v` are different symbols."""
    squeezed = re.sub(r"\s+", "", text)
    if _SHELLS.match(squeezed):
        # `1s^2 2s^2` and `1s^{2}2s^{2}` are one configuration.
        return re.sub(r"[{}^]", "", squeezed)
    return squeezed.casefold() if re.fullmatch(r"[A-Za-z ,.'-]{3,}", text) else squeezed


def _formula(said: str, wanted: str) -> AnswerVerdict | None:
    same = same_formula(_defined(said), _defined(wanted))
    if same is None:
        return None
    return AnswerVerdict(status="right" if same else "wrong", method="formula", reason="compared at four points")


def _defined(text: str) -> str:
    """`x = ...` without the `x`."""
    left, equals, right = text.partition("=")
    return right if equals and "=" not in right and _NAME.match(left) else text
