"""The kinds of answers that are no lists: a rule for each says whether a reply states the key.

A rule returns None where the key is not of its kind, or the reply cannot be read as that kind; the next rule is asked then. A verdict
of `unknown` is final: the kind fits and the question is open.
"""

import re
from dataclasses import dataclass

from scisynth.grading.reading.choices import same_choice
from scisynth.grading.values.chemistry import is_reaction, same_chemistry
from scisynth.grading.values.formulas import same_formula
from scisynth.grading.values.names import is_definition
from scisynth.grading.values.parts import read_intervals, read_ratio, same_intervals, same_ratio
from scisynth.grading.values.quantities import Quantity, every_reading, read_quantity, same_quantity
from scisynth.grading.values.relations import read_relations, same_relations, split_relation
from scisynth.grading.values.units import parse_unit
from scisynth.grading.values.words import (
    are_opposite,
    is_denied,
    is_direction,
    is_symbolic,
    read_bearing,
    same_direction,
    same_words,
    senses_of,
)
from scisynth.grading.verdicts import AnswerVerdict, decided, unknown

_SPAN = re.compile(
    r"(?:from\s+)?(?P<low>\d[\d,]*(?:\.\d+)?)\s*(?:[-–—]|to)\s*(?P<high>\d[\d,]*(?:\.\d+)?)"
    r"\s*(?P<unit>[^\W\d_][\w/·^]{0,12}|[%°])?\.?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^between\s+(.{1,20}?)\s+and\s+", re.IGNORECASE)
_CHARGE = re.compile(r"^(\d?)([+-])$")
_RATIO = re.compile(r"[\d.,]+\s*to\s*[\d.,]+", re.IGNORECASE)
"""`1 to 2`, which is no range."""
_PROSE = re.compile(r"(?<![A-Za-z\\])[A-Z]?[a-z]{3,}")
_LETTERS = re.compile(r"[A-Z]{3,}|(?:([A-Za-z])\1)+", re.IGNORECASE)
_CONSTANT = re.compile(r"\+\s*[Cc]$")
"""Of integration, whose letter case is free."""
_ANGLE = re.compile(r"\d+(?:\.\d+)?\s*(?:°|degrees?\b)(?!\s*[CF]\b)")
_FROM_TO = re.compile(r"\bfrom\b.*\bto\b", re.DOTALL)
_FUNCTION_NAMES = re.compile(
    r"\\?(?:arc|ar|a)?(?:sinh|cosh|tanh|sin|cos|tan|cot|sec|csc)|\\?(?:sqrt|frac|binom|exp|log|ln|abs|lg)|"
    r"alpha|beta|gamma|delta|epsilon|zeta|theta|kappa|lambda|sigma|omega|phi|psi|rho|tau|eta|iota|Omega|Delta"
)


@dataclass(frozen=True)
class Context:
    """What a comparison needs to know next to the two texts."""

    tolerance: float | None = None
    """Relative, of numbers; None for the rules of `quantities`."""
    depth: int = 0
    """Of lists within lists."""

    def deeper(self) -> "Context":
        """For the parts of a list."""
        return Context(self.tolerance, self.depth + 1)


def squeezed(text: str) -> str:
    """Without spaces, but those between digits, and without braces around one character."""
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    return re.sub(r"\{([^{}])\}", r"\1", text)


def choice_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Letters of options."""
    found = same_choice(said, wanted)
    return None if found is None else decided(found[0], "choice", found[1])


def chemistry_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Reactions, formulas, nuclides, configurations; a key that is a reaction asks for one."""
    found = same_chemistry(said, wanted)
    if found is None:
        return unknown("the reply is no reaction") if is_reaction(wanted) else None
    return decided(found[0], "chemistry", found[1])


def ratio_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """`2:4`, `1 to 2`; two terms are also a fraction."""
    one, other = read_ratio(said), read_ratio(wanted)
    if one is None and other is None:
        return None
    if one is not None and other is not None:
        return decided(same_ratio(one, other), "ratio", f"{one} against {other}")
    terms, text = (one, wanted) if one is not None else (other, said)
    assert terms is not None
    number = read_quantity(text)
    if number is None or number.unit is not None or len(terms) != 2 or not terms[1]:
        return None
    ratio = Quantity(value=terms[0] / terms[1])
    pair = (ratio, number) if one is not None else (number, ratio)
    same, reason = same_quantity(*pair, context.tolerance)
    return decided(same, "ratio", reason)


def span_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """`50-70 h`, `from 50 to 70 h`: both ends in one unit. A difference that is written out begins with the larger number."""
    theirs = _read_span(wanted)
    if theirs is None or _RATIO.fullmatch(wanted):
        return None
    mine = _read_span(said)
    if mine is None:
        return decided(False, "interval", "a number for a range") if read_quantity(said) is not None else None
    same = [same_quantity(one, other, context.tolerance)[0] for one, other in zip(mine, theirs, strict=True)]
    return decided(None if None in same else all(same), "interval", "the two ends of a range")


def _read_span(text: str) -> tuple[Quantity, Quantity] | None:
    """The ends of a range, the smaller first; None for another text."""
    found = _SPAN.fullmatch(_BETWEEN.sub(r"\1 to ", text))
    if found is None:
        return None
    ends = [read_quantity(f"{found[name]} {found['unit'] or ''}".strip()) for name in ("low", "high")]
    low, high = ends
    return (low, high) if low is not None and high is not None and low.value < high.value else None


def interval_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Sets of real numbers; a pair in brackets alone may be a point, and is left to the next rules."""
    one, other = read_intervals(said), read_intervals(wanted)
    if one is None or other is None:
        return None
    same = same_intervals(one[0], other[0])
    if not one[2] and not other[2]:
        # `(2, 3)` may be a point or an interval, `[2, 3]` a vector or an interval.
        return (
            None if same or wanted[:1] != "[" or said[:1] == "[" else decided(False, "interval", "open against closed")
        )
    if one[1] and other[1] and one[1] != other[1]:
        return decided(False if same else None, "interval", f"{one[1]} for {other[1]}")
    return decided(same, "interval", "intervals")


def direction_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """A key that is a direction and nothing else."""
    if not is_direction(wanted):
        return None
    found = same_direction(said, wanted)
    if found is None:
        return None
    if found[0] and is_denied(said) and not is_denied(wanted):
        return unknown("a negation")
    if found[0] and not is_direction(said) and len(said.split()) > 8:
        return None
    if found[0] is None and read_quantity(said) is not None:
        return None
    return decided(found[0], "direction", found[1])


def relation_rule(said: str, wanted: str, context: Context, *, only_right: bool = False) -> AnswerVerdict | None:
    """Equations, inequalities and rankings on both sides."""
    theirs = read_relations(wanted)
    mine = read_relations(said) if theirs else []
    if not theirs or not mine:
        return None
    ranked = _ranking(said, wanted)
    same = ranked if ranked is not None else same_relations(mine, theirs)
    if same is None or (only_right and not same):
        return None
    return decided(same, "equation", "the same relation" if same else "another relation")


def _ranking(said: str, wanted: str) -> bool | None:
    """`1 pc > 1 ly > 1 AU`, `U_A > U_B`: the same order of the same things; None for anything else."""
    chains = []
    for text in (said, wanted):
        sides, operators = split_relation(text)
        if not operators or not set(operators) <= set("<>=≤≥") or set(operators) == {"="}:
            return None
        if set(operators) <= set("<≤="):
            sides, operators = (
                sides[::-1],
                [{"<": ">", "≤": "≥", "=": "="}[operator] for operator in reversed(operators)],
            )
        groups: list[tuple[str, set[str]]] = [("", {squeezed(sides[0])})]
        for operator, side in zip(operators, sides[1:], strict=True):
            if operator == "=":
                groups[-1][1].add(squeezed(side))
            else:
                groups.append((operator, {squeezed(side)}))
        chains.append(groups)
    names = [set().union(*(group for _, group in groups)) for groups in chains]
    if names[0] != names[1] or any(re.fullmatch(r"[\d.+-]+", name) for name in names[0]):
        return None
    return chains[0] == chains[1]


def equation_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """A key that is a relation: the reply has to be one too, unless the key gives the value of one symbol."""
    if _is_prose(wanted) or not read_relations(wanted):
        return None
    if (verdict := relation_rule(said, wanted, context)) is not None:
        return verdict
    return unknown("the reply is no such equation") if not is_definition(wanted) and not _is_prose(said) else None


def number_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """A number with its unit, and what the key says after it; `2+` is the charge +2."""
    said, wanted = (_CHARGE.sub(lambda found: f"{found[2]}{found[1] or 1}", text) for text in (said, wanted))
    theirs = read_quantity(wanted)
    mine = read_quantity(said) if theirs is not None else None
    if theirs is None or mine is None:
        return None
    pairs = [(one, other) for other in every_reading(theirs) for one in every_reading(mine)]
    found = [same_quantity(one, other, context.tolerance) for one, other in pairs]
    same, reason = next((item for item in found if item[0]), found[0])
    strange = [
        unit.text
        for unit in (mine.unit, theirs.unit)
        if unit is not None and not unit.is_known and mine.unit != theirs.unit
    ]
    if any(len(name) <= 2 and name.isalpha() for name in strange):
        return None  # `2k`: a symbol and no unit
    verdict = decided(same, "number", reason)
    if not same or not theirs.remark:
        return verdict
    return _remark(mine.remark, theirs.remark, verdict, context)


def _remark(said: str, wanted: str, verdict: AnswerVerdict, context: Context) -> AnswerVerdict:
    """A right number, and what stands after it: the key's direction has to be there, unless it is in brackets."""
    # An angle is above the horizontal where nothing else is said.
    is_optional = wanted.startswith("(") or (senses_of(wanted) == ("above",) and not re.search(r"\d", wanted))
    if (found := same_direction(said, wanted)) is not None:
        if found[0] is None and is_optional:
            return verdict
        return verdict if found[0] else decided(found[0], "direction", found[1])
    angles = [_ANGLE.search(text) for text in (said, wanted)]
    if angles[1] and not angles[0] and not is_optional:
        return unknown("the angle is missing")
    if not said or is_optional:
        return verdict
    if angles[0] and angles[1]:
        turned = [read_quantity(found[0]) for found in angles if found]
        if turned[0] and turned[1] and same_quantity(turned[0], turned[1], context.tolerance)[0] is False:
            return decided(False, "number", f"{angles[0][0]} against {angles[1][0]}")
    if are_opposite(said, wanted):
        return decided(False, "text", f"{said[:60]} is the opposite of {wanted[:60]}")
    words = same_words(said, wanted)
    return verdict if words is None or words[0] else decided(words[0], "text", words[1])


def formula_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Formulas, evaluated at points; a unit after them is left aside where that is needed."""
    if _FROM_TO.search(wanted) or _FROM_TO.search(said):
        return None
    if _is_prose(wanted) or _is_prose(said):
        texts = [_without_unit(text) for text in (said, wanted)]
        if texts == [said, wanted] or any(_is_prose(text) for text in texts):
            return None
        return formula_rule(texts[0], texts[1], context)
    if _LETTERS.fullmatch(squeezed(wanted)) or (is_symbolic(wanted) and _LETTERS.fullmatch(squeezed(said))):
        return None
    if _CONSTANT.search(wanted) and re.search(r"[xytuθ]", wanted):
        said = _CONSTANT.sub(f"+ {wanted[-1]}", said)
    same = same_formula(said.replace("∝", "-"), wanted.replace("∝", "-"))
    if same is not True:
        texts = [_without_unit(text) for text in (said, wanted)]
        if texts != [said, wanted] and same_formula(*texts):
            return decided(True, "formula", "compared at points, without the unit")
    return None if same is None else decided(same, "formula", "compared at points")


def _without_unit(text: str) -> str:
    found = re.match(r"^(.*[\w)}\]])\s+\(?([A-Za-zΩμ°%][\w/^{}·* °.-]{0,30})\)?$", text, re.DOTALL)
    return found[1] if found is not None and parse_unit(found[2]) is not None else text


def _is_prose(text: str) -> bool:
    return _PROSE.search(_FUNCTION_NAMES.sub(" ", text)) is not None


def text_rule(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Words, and directions within them."""
    found = same_words(said, wanted)
    if found is None:
        direction = same_direction(said, wanted) if senses_of(wanted) or read_bearing(wanted) else None
        if direction is not None and direction[0] is False and len(said.split()) <= 12:
            return decided(False, "direction", direction[1])
        return None
    return decided(found[0], "text", found[1])
