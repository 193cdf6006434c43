r"""The words of formulas: functions, their other names, and the cutting of a text into tokens."""

import cmath
import math
import re
from collections.abc import Callable, Mapping, Sequence

from scisynth.grading.values.plain import GREEK_LETTERS


class NoFormulaError(ValueError):
    """The text is not mathematics as this module reads it; caught inside the package, never a user's mistake."""


FUNCTIONS: Mapping[str, Callable[[complex], complex]] = {
    "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "cot": lambda z: 1 / cmath.tan(z), "sec": lambda z: 1 / cmath.cos(z),
    "csc": lambda z: 1 / cmath.sin(z), "sinh": cmath.sinh, "cosh": cmath.cosh, "tanh": cmath.tanh, "coth": lambda z: 1 / cmath.tanh(z),
    "ln": cmath.log, "lg": cmath.log10, "log": cmath.log10, "exp": cmath.exp, "sqrt": cmath.sqrt, "floor": lambda z: complex(math.floor(z.real)), "ceil": lambda z: complex(math.ceil(z.real)), "abs": lambda z: complex(abs(z)),
    "arcsin": cmath.asin, "arccos": cmath.acos, "arctan": cmath.atan, "arccot": lambda z: cmath.atan(1 / z), "arsinh": cmath.asinh,
    "arcosh": cmath.acosh, "artanh": cmath.atanh, "arcsec": lambda z: cmath.acos(1 / z), "arccsc": lambda z: cmath.asin(1 / z),
}  # fmt: skip
ALIASES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "arctg": "arctan", "tg": "tan", "ctg": "cot", "cosec": "csc",
           "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh", "sen": "sin", "asinh": "arsinh", "acosh": "arcosh",
           "atanh": "artanh", "Sin": "sin", "Cos": "cos", "Tan": "tan", "Log": "log", "Ln": "ln", "Sqrt": "sqrt"}  # fmt: skip
INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec", "csc": "arccsc", "sinh": "arsinh",
            "cosh": "arcosh", "tanh": "artanh"}  # fmt: skip
TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
_NAMES = sorted([*FUNCTIONS, *ALIASES, *GREEK_LETTERS, "frac", "binom"], key=len, reverse=True)
_TOKEN = re.compile(
    r"(?P<space>\s*)(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3}(?![\d.]))?)|\\?(?P<name>"
    + "|".join(_NAMES)
    + r")(?![a-z])"
    r"|(?P<letter>@?[A-Za-zα-ωΑ-ΩħℓÅ])|(?P<sign>\*\*|[-+*/^_(){}\[\]|!',·×÷√°±∞%]))"
)
_PHASOR = re.compile(r"(\d+(?:\.\d+)?)\s*∠\s*(-?\d+(?:\.\d+)?)\s*°")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
OPENING = {"(": ")", "{": "}", "[": "]"}


def cut_tokens(text: str) -> Sequence[tuple[str, bool]]:
    """(token, whether a space stands before it)."""
    text = _PHASOR.sub(r"(\1*(\\cos(\2°)+i*\\sin(\2°)))", text)
    if "---" in text:
        raise NoFormulaError("a dash")
    text = re.sub(r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}", text).strip()
    text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NoFormulaError(text[position : position + 10])
        name = match["name"]
        token = (
            GREEK_LETTERS.get(name, ALIASES.get(name, name))
            if name
            else match["number"] or match["letter"] or match["sign"]
        )
        found.append((token, bool(match["space"])))
        position = match.end()
    return found
