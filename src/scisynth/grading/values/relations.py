r"""Equations and inequalities, compared by what they say and not by how they are arranged.

    3x - y + 13 = 0    y = 3x + 13    6x - 2y = -26          one line: the same zero set
    v^2 = 2gh          v = \sqrt{2gh}                          one law, as v, g and h are positive
    -2x < 6            x > -3                                  one half line: the same zeros, the same side

Two functions have the same zeros if one is the other times a constant. Where they are not, each is solved for one symbol at random
values of the others (exactly where it is linear there, else by the secant method in the complex plane), and the roots have to be roots
of the other. Symbols are positive except the coordinates x, y, z. The work is a fixed number of evaluations, whatever the text.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.grading.values.formula_tokens import NoFormulaError
from scisynth.grading.values.formulas import SIGNED, Formula, evaluate, point, readings_of

OPERATORS = "=<>≤≥≈≡≠"
_FLIPPED = {"<": ">", "≤": "≥"}
MAX_SIDES = 8
NUM_POINTS = 4
NUM_STEPS = 40
STARTS = (0.8, 1.7, 4.0, -1.1, -3.5, 0.3)
RELATIVE = 1e-6


@dataclass(frozen=True)
class Relation:
    """`left operator right`, with `<` and `≤` turned around."""

    left: str
    operator: str
    right: str


@dataclass(frozen=True)
class _Difference:
    """left - right, as a function."""

    left: Formula
    right: Formula

    @property
    def symbols(self) -> frozenset[str]:
        return self.left.symbols | self.right.symbols

    @property
    def precision(self) -> float:
        return max(self.left.precision, self.right.precision)

    def at(self, values: dict[str, complex]) -> complex:
        return evaluate(self.left, values.__getitem__) - evaluate(self.right, values.__getitem__)


def split_relation(text: str) -> tuple[list[str], list[str]]:
    """(sides, operators) of a chain such as `a = b < c`, at the top level of brackets; one side and no operator for anything else."""
    sides, operators, depth, start, place = [], [], 0, 0, 0
    while place < len(text):
        character = text[place]
        depth += (character in "([{⟨") - (character in ")]}⟩")
        if character in OPERATORS and depth <= 0:
            sides.append(text[start:place].strip())
            operators.append(character)
            start = place + 1
            while text[start : start + 1] == "=":
                start += 1
            place = start
            continue
        place += 1
    sides.append(text[start:].strip())
    return sides, operators


def read_relations(text: str) -> list[Relation]:
    """The relations in a chain, one for each pair of neighbours; of an equation of three sides and more, one for each pair."""
    sides, operators = split_relation(text)
    if not operators or len(sides) > MAX_SIDES or any(not side for side in sides):
        return []
    if len(sides) > 2 and set(operators) == {"="}:
        return [Relation(one, "=", other) for one, other in itertools.combinations(sides, 2)]
    return [_relation(sides[place], operator, sides[place + 1]) for place, operator in enumerate(operators)]


def same_relations(said: Sequence[Relation], wanted: Sequence[Relation]) -> bool | None:
    """Whether two sets of relations are the same, each of one next to one of the other; None where it cannot be known."""
    if len(said) != len(wanted):
        return None
    left, is_known = list(said), True
    for relation in wanted:
        found = [(item, _same(item, relation)) for item in left]
        match = next((item for item, same in found if same), None)
        if match is None:
            is_known = is_known and all(same is False for _, same in found)
            return False if is_known else None
        left.remove(match)
    return True


def _relation(left: str, operator: str, right: str) -> Relation:
    return Relation(right, _FLIPPED[operator], left) if operator in _FLIPPED else Relation(left, operator, right)


def _same(one: Relation, other: Relation) -> bool | None:
    first, second = _differences(one), _differences(other)
    if not first or not second:
        return None
    if one.operator.replace("≡", "=") != other.operator.replace("≡", "="):
        return False
    verdicts = [_same_difference(f, g, is_ordered=one.operator in ">≥") for f in first for g in second]
    return True if True in verdicts else verdicts[0]


def _differences(relation: Relation) -> list[_Difference]:
    lefts, rights = readings_of(relation.left), readings_of(relation.right)
    return [_Difference(left, right) for left in lefts for right in rights][:4]


def _same_difference(f: _Difference, g: _Difference, *, is_ordered: bool) -> bool | None:
    if f.symbols != g.symbols:
        is_plain = all(len(name) == 1 for name in f.symbols | g.symbols)
        coordinates = f.symbols | g.symbols <= SIGNED | {"t", "r", "θ"}
        return False if is_plain and (coordinates or len(f.symbols) == len(g.symbols) == 1) else None
    tolerance = min(0.02, max(RELATIVE, f.precision + g.precision))
    if tolerance > RELATIVE and not is_ordered:
        return _same_roots(f, g, tolerance)  # numbers of limited precision: no ratio is constant then
    try:
        ratios = [_ratio(f, g, number) for number in range(NUM_POINTS)]
    except (NoFormulaError, ZeroDivisionError):
        ratios = []
    if ratios and all(abs(ratio - ratios[0]) <= tolerance * abs(ratios[0]) for ratio in ratios) and ratios[0] != 0:
        return not is_ordered or ratios[0].real > 0
    if is_ordered and any(ratio.real < 0 for ratio in ratios):
        return False
    return _same_zeros(f, g)


def _same_roots(f: _Difference, g: _Difference, tolerance: float) -> bool | None:
    """Whether the roots of both are near each other, in the first symbol for which both have some."""
    for name in sorted(f.symbols, key=lambda item: (item not in SIGNED, item)):
        is_seen = False
        for number in range(2):
            values = {other: point(other, number) for other in f.symbols}
            first, second = _roots(f, values, name), _roots(g, values, name)
            if not first or not second or not any(map(_is_telling, first + second)):
                continue
            is_seen = True
            if any(min(abs(root - other) for other in second) > tolerance * abs(root) for root in first):
                return False
            if any(min(abs(root - other) for other in first) > tolerance * abs(root) for root in second):
                return False
        if is_seen:
            return True
    return None


def _ratio(f: _Difference, g: _Difference, number: int) -> complex:
    values = {name: point(name, number) for name in f.symbols}
    return f.at(values) / g.at(values)


def _same_zeros(f: _Difference, g: _Difference) -> bool | None:
    """Solved for one symbol after another until one can be solved for in both."""
    for name in sorted(f.symbols, key=lambda item: (item not in SIGNED, item)):
        is_seen = 0
        for number in range(2):
            values = {other: point(other, number) for other in f.symbols}
            for one, another in ((f, g), (g, f)):
                roots = _roots(one, values, name)
                is_seen += any(map(_is_telling, roots))
                if any(not _is_zero(another, {**values, name: root}, name) for root in roots):
                    return False
        if is_seen >= 3:
            return True
    return None


def _roots(f: _Difference, values: dict[str, complex], name: str) -> list[complex]:
    """Real roots in one symbol, positive ones unless it is a coordinate."""
    found: list[complex] = []
    for start in STARTS if name in SIGNED else STARTS[:3]:
        root = _secant(f, values, name, complex(start))
        if root is None or abs(root.imag) > 1e-6 * abs(root) or (name not in SIGNED and root.real <= 0):
            continue
        if all(abs(root - other) > 1e-6 * abs(other) for other in found):
            found.append(complex(root.real))
    return found


def _is_telling(root: complex) -> bool:
    """Whether a root says something: zero is one of dN/dt = kN for every k."""
    return abs(root) > 1e-9


def _secant(f: _Difference, values: dict[str, complex], name: str, start: complex) -> complex | None:
    one, other = start, start * 1.1 + 0.01
    try:
        at_one, at_other = f.at({**values, name: one}), f.at({**values, name: other})
        size = max(abs(at_one), abs(at_other), 1e-12)
        for _ in range(NUM_STEPS):
            if abs(at_other) <= 1e-12 * size:
                return other
            if at_other == at_one:
                return None
            step = at_other * (other - one) / (at_other - at_one)
            one, at_one = other, at_other
            other = other - step
            at_other = f.at({**values, name: other})
    except (NoFormulaError, ArithmeticError):
        return None
    return other if abs(at_other) <= 1e-9 * size else None


def _is_zero(f: _Difference, values: dict[str, complex], name: str) -> bool:
    """Whether the function vanishes there, next to its size where the symbol is a tenth larger or smaller."""
    try:
        here = abs(f.at(values))
        around = max(
            abs(f.at({**values, name: values[name] * factor + shift})) for factor, shift in ((1.1, 0.01), (0.9, -0.01))
        )
    except (NoFormulaError, ArithmeticError):
        return False
    return here <= 1e-5 * max(around, 1e-12)
