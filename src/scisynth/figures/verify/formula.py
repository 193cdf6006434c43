r"""Evaluates an untrusted formula of a curve: as Python, as print or as LaTeX has it. No text is ever executed.

    x**2 + 1   0.2x + 2.2   p = 0.2*q + 2.2   f(x) = e^{-x} sin x   \frac{x}{2}   √x   |x|      explicit: y of a curve at each x
    x^2 + y^2 = 25   x = 3                                                                       an equation in x and y

Python's spelling is tried first (numbers, + - * / **, and named functions of numpy; nothing else exists in it), then that of
`grading.values.formulas`, which reads print. A formula that print leaves open (`log` without a base) has several readings.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from scisynth.core.errors import DataError
from scisynth.grading.values.formulas import Formula, NoFormulaError, readings_of
from scisynth.grading.values.formulas import evaluate as evaluate_at
from scisynth.grading.values.plain import plain_text

MAX_LENGTH = 300
OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: np.power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_NAMES = "sin cos tan arcsin arccos arctan exp log log10 log2 sqrt cbrt sinh cosh tanh floor"
FUNCTIONS: Mapping[str, Callable[..., Any]] = {name: getattr(np, name) for name in _NAMES.split()} | {
    "abs": np.abs,
    "ln": np.log,
    "sign": np.sign,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
}
CONSTANTS = {"pi": np.pi, "e": np.e}
_LEFT_SIDE = re.compile(r"\s*(?:[A-Za-zα-ωΑ-Ω]\w{0,8}(?:_\{\w+\})?|[A-Za-zα-ω]'?\s*\(\s*[A-Za-zα-ω]\w?\s*\))\s*")
_PREFIXED = re.compile(r"\b(?:np|numpy|math)\.(?=[a-z])")


def evaluate(formula: str, x: np.ndarray) -> np.ndarray:
    """The formula at each x in its plain reading, float [N]; NaN or infinity where it is undefined.

    Raises:
        DataError: the text is no formula of one variable.
    """
    found = every_reading(formula, x)
    if not found:
        raise DataError(f"expected a formula of one variable, got the equation {formula[:80]!r}")
    return found[0]


def every_reading(formula: str, x: np.ndarray) -> list[np.ndarray]:
    """The formula at each x in each way it can be read; empty for an equation in x and y (`off_equation`).

    Raises:
        DataError: the text is no formula.
    """
    sides = _sides(formula)
    if len(sides) == 2:
        return []
    with np.errstate(all="ignore"):
        in_python = _python(sides[0], np.asarray(x, dtype=float))
        found = [] if in_python is None else [in_python]
        if in_python is None or "log(" in sides[0]:
            found += [_values(reading, x) for reading in _readings(sides[0])]
    return [np.broadcast_to(values, np.shape(x)).astype(float) for values in found]


def off_equation(formula: str, points: np.ndarray, spans: np.ndarray) -> float:
    """How far points, float [N, 2], lie off an equation in x and y, as parts of the spans of their axes: |F| / |grad F|.

    Raises:
        DataError: the text is no such equation.
    """
    left, right = _sides(formula)
    both = [_readings(side)[0] for side in (left, right)]
    if not {name for side in both for name in side.symbols} <= {"x", "y"}:
        raise DataError(f"expected an equation in x and y, got {formula[:80]!r}")

    try:
        value = _difference(both, points)
        slopes = [(_difference(both, points + step) - value) / 1e-4 for step in np.diag(spans * 1e-4)]
    except NoFormulaError as error:
        raise DataError(f"{formula[:80]!r} has no value on the curve: {error}") from None
    return float((np.abs(value) / np.maximum(np.hypot(*slopes), 1e-12)).max())


def _difference(sides: Sequence[Formula], points: np.ndarray) -> np.ndarray:
    """Left side minus right side at each point, float [N]."""
    at = [{"x": complex(x), "y": complex(y)} for x, y in points]
    left, right = ([evaluate_at(side, place.__getitem__).real for place in at] for side in sides)
    return np.asarray(left) - np.asarray(right)


def _sides(formula: str) -> list[str]:
    """[right side] of y = f(x), [whole] without an equals sign, [left, right] of an equation in x and y."""
    if len(formula) > MAX_LENGTH:
        raise DataError(f"expected a formula of at most {MAX_LENGTH} characters, got {len(formula)}")
    sides = [side.strip() for side in formula.replace("$", "").split("=")]
    if len(sides) == 1:
        return sides
    if len(sides) > 2 or not all(sides):
        raise DataError(f"expected a formula, got {formula[:80]!r}")
    left, right = sides if _LEFT_SIDE.fullmatch(sides[0]) else sides[::-1]
    is_upright = left == "x" and not any(reading.symbols for reading in readings_of(plain_text(right)))
    return [right] if _LEFT_SIDE.fullmatch(left) and not is_upright else sides


def _readings(text: str) -> list[Formula]:
    found = readings_of(_PREFIXED.sub("", plain_text(text)).replace("**", "^"))
    if not found:
        raise DataError(f"expected a formula in x, got {text[:80]!r}")
    return found


def _values(formula: Formula, x: np.ndarray) -> np.ndarray:
    """At each x, whatever the variable is called."""
    if len(formula.symbols) > 1:
        raise DataError(f"expected a formula of one variable, got {', '.join(sorted(formula.symbols))[:80]}")
    return np.asarray([_real(formula, complex(place)) for place in np.asarray(x, dtype=float)])


def _real(formula: Formula, place: complex) -> float:
    try:
        value = evaluate_at(formula, lambda _: place)
    except NoFormulaError:
        return float("nan")
    return value.real if abs(value.imag) <= 1e-9 * max(abs(value), 1.0) else float("nan")


def _python(formula: str, x: np.ndarray) -> Any:
    """In Python's spelling; None where it is not that."""
    try:
        tree = ast.parse(_PREFIXED.sub("", formula).replace("^", "**").strip(), mode="eval")
        return _value(tree.body, x)
    except (SyntaxError, ValueError, TypeError, RecursionError, OverflowError, MemoryError):
        return None


def _value(node: ast.AST, x: np.ndarray) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return np.float64(node.value)
    if isinstance(node, ast.Name) and node.id in ("x", "t"):
        return x
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        return np.float64(CONSTANTS[node.id])
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.left, x), _value(node.right, x))
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.operand, x))
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FUNCTIONS
        and len(node.args) == 1
    ):
        return FUNCTIONS[node.func.id](_value(node.args[0], x))
    raise ValueError(f"{type(node).__name__} has no place in a formula")
