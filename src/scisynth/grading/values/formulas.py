r"""Formulas as people write them, read into a tree and evaluated at points; no text is ever executed.

    2\pi\sqrt{\frac{M}{M+m} \cdot \frac{l}{g}}   ==   2 pi sqrt(M l / (g (M + m)))

Equal formulas agree at every point; different ones agree at random points with probability zero, up to rounding (Schwartz, J. ACM 1980,
says it for polynomials). A formula of n characters costs O(n), so hostile text cannot make it hang, which no simplifier promises.
Conventions, as in print:

    a/bc is a/(bc), but 1/2 m is (1/2) m and a/b * c is (a/b) c       2 1/2 and 2\frac12 are mixed numbers
    \sqrt3 R is \sqrt{3} R                                              \sin^{-1} is an inverse, \sin^2 x a square
    e is Euler's number; letters side by side are a product             symbols are positive, except that x, y, z may be negative

Where print itself is ambiguous (`log` without a base, `sin 30`, `1/2πx`) a formula has several readings, and one that fits is enough.
Not covered: integrals, sums, cases; those are no formula here, and the answer is then unknown.
"""

import cmath
from functools import partial

from scisynth.core.seeds import derive_fraction
from scisynth.grading.values.formula_parser import Formula, Reading, Value, read_formula
from scisynth.grading.values.formula_tokens import NoFormulaError

__all__ = [
    "Formula",
    "NoFormulaError",
    "constant",
    "evaluate",
    "number_of",
    "point",
    "read_formula",
    "readings_of",
    "same_formula",
]
NUM_POINTS = 4
RELATIVE = 1e-7
SIGNED = frozenset("xyz")
"""Coordinates: the only symbols that are drawn from both sides of zero."""


def readings_of(text: str) -> list[Formula]:
    """Every reading of a formula, the plain one first; empty where it is none."""
    try:
        first = read_formula(text)
    except NoFormulaError:
        return []
    found = [first]
    for field in sorted(first.ambiguous):
        try:
            found.append(read_formula(text, Reading(**{field: True})))
        except NoFormulaError:
            continue
    return found


def evaluate(formula: Formula, value_of: Value) -> complex:
    """The value with `value_of` each symbol.

    Raises:
        NoFormulaError: no finite value there.
    """
    try:
        value = complex(formula.evaluate(value_of))
    except (ArithmeticError, ValueError) as error:
        raise NoFormulaError(str(error)) from error
    if not cmath.isfinite(value):
        raise NoFormulaError("no finite value")
    return value


def constant(text: str) -> float | None:
    """The real number that a formula without symbols is, else None."""
    return next((value for formula in readings_of(text) if (value := number_of(formula)) is not None), None)


def number_of(formula: Formula) -> float | None:
    """The real value of a formula without symbols, else None."""
    if formula.symbols:
        return None
    try:
        value = evaluate(formula, _no_symbol)
    except NoFormulaError:
        return None
    return value.real if abs(value.imag) <= RELATIVE * abs(value) else None


def same_formula(first: str, second: str) -> bool | None:
    """Whether two formulas agree everywhere; None where one is none, or they do not speak of the same symbols.

    The case of a letter counts: V/R is not v/r.
    Two formulas of different symbols may still be equal through a definition (k for 1 / 4 pi epsilon_0), which is not in them.
    """
    ones, others = readings_of(first), readings_of(second)
    if not ones or not others:
        return None
    if any(_agree(one, other) for one in ones for other in others):
        return True
    letters = [{name.casefold() for name in formula.symbols} for formula in (ones[0], others[0])]
    return False if letters[0] == letters[1] else None


def _agree(one: Formula, other: Formula) -> bool:
    precision = min(0.02, max(RELATIVE, one.precision + other.precision))
    # With i as the only symbol a formula is a complex number.
    imaginary = one.symbols | other.symbols in ({"i"}, {"j"})
    for number in range(1 if imaginary else NUM_POINTS):
        at = (lambda _: 1j) if imaginary else partial(point, number=number)
        try:
            values = evaluate(one, at), evaluate(other, at)
        except NoFormulaError:
            return False
        if abs(values[0] - values[1]) > precision * max(abs(values[0]), abs(values[1]), 1e-12):
            return False
    return True


def point(name: str, number: int) -> complex:
    """The value of a symbol at one of the points, drawn from its name: in [0.6, 1.9], or negative too for `SIGNED`."""
    value = 0.6 + 1.3 * derive_fraction("formula", name, number)
    return complex(-value if name[:1] in SIGNED and number % 2 else value)


def _no_symbol(name: str) -> complex:
    raise NoFormulaError(name)
