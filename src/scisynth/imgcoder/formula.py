"""Evaluates a formula in x that somebody else wrote: numbers, + - * / **, and named functions. Nothing else exists in it."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scisynth.core.errors import DataError

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
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    name: getattr(np, name)
    for name in (
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "exp",
        "log",
        "log10",
        "sqrt",
        "sinh",
        "cosh",
        "tanh",
    )
} | {"abs": np.abs, "ln": np.log, "sign": np.sign}
CONSTANTS = {"pi": np.pi, "e": np.e}


def evaluate(formula: str, x: np.ndarray) -> np.ndarray:
    """The formula at each x, float [N]; NaN or infinity where it is undefined. `DataError` for anything but a formula."""
    if len(formula) > MAX_LENGTH:
        raise DataError(f"expected a formula of at most {MAX_LENGTH} characters, got {len(formula)}")
    try:
        tree = ast.parse(formula.replace("^", "**"), mode="eval")
        with np.errstate(all="ignore"):
            values = _value(tree.body, np.asarray(x, dtype=float))
    except (SyntaxError, ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise DataError(f"expected a formula in x, got {formula[:80]!r}: {error}") from None
    return np.broadcast_to(values, np.shape(x)).astype(float)


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
