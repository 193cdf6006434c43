"""Are two formulas the same? Both are evaluated at a few points; no text is ever executed.

    2\\pi\\sqrt{\\frac{M}{M+m} \\cdot \\frac{l}{g}}   ==   2 pi sqrt(M l / (g (M + m)))

A recursive-descent parser reads TeX and plain mathematics straight to complex numbers, for values of the symbols that are drawn from
their names. Equal formulas agree at every point; different ones agree at four random points with probability zero, up to rounding
(Schwartz, J. ACM 1980, says it for polynomials). A formula of n characters costs O(n), so hostile text cannot make it hang, which
no simplifier promises. Letters that stand together are a product, as in print; symbols are positive, so sqrt(x^2) is x.
Not covered: vectors, integrals, sums, cases, chemistry; those are no formula here, and the answer is then unknown.
"""

import cmath
import re
from collections.abc import Callable, Mapping

from scisynth.core.seeds import derive_fraction

MAX_CHARS = 300
MAX_DEPTH = 24
NUM_POINTS = 4
RELATIVE = 1e-7
GREEK_NAMES = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega ell hbar infty"
)
GREEK_LETTERS = "αβγδεζηθικλμνξρστυφχψωΔΩΦΨ"
LETTER_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega Delta "
    "Omega Phi Psi"
)
LETTERS = dict(zip(GREEK_LETTERS, LETTER_NAMES.split(), strict=True))
FUNCTIONS: Mapping[str, Callable[[complex], complex]] = {
    "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "cot": lambda z: 1 / cmath.tan(z),
    "sec": lambda z: 1 / cmath.cos(z), "csc": lambda z: 1 / cmath.sin(z), "arcsin": cmath.asin, "arccos": cmath.acos,
    "arctan": cmath.atan, "sinh": cmath.sinh, "cosh": cmath.cosh, "tanh": cmath.tanh, "ln": cmath.log,
    "log": cmath.log10, "exp": cmath.exp, "sqrt": cmath.sqrt, "abs": abs,
}  # fmt: skip
NAMES = sorted([*FUNCTIONS, *GREEK_NAMES.split(), "pi", "frac", "cdot", "times"], key=len, reverse=True)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|\\?(?P<name>" + "|".join(NAMES) + r")(?![a-z])"
    r"|(?P<letter>[A-Za-z])|(?P<sign>\*\*|[-+*/^_(){}\[\]|!',·×√]))"
)
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,}")
_OTHER = re.compile(r"[A-Z][a-z]?\d|\d[spdf]\^?\{?\d|[A-Z]{3,}|^[A-Za-z\s-]+$")
"""Molecules, electron shells, sequences of bases, words."""


class NoFormulaError(ValueError):
    """The text is not mathematics as this module reads it; caught inside the package, never a user's mistake."""


def evaluate(text: str, value_of: Callable[[str], complex]) -> complex:
    """The formula's value; `value_of` is called for every symbol, subscripts included (`R_1`, `epsilon_0`).

    Raises:
        NoFormulaError: not a formula, too long or too deep, or without a finite value there.
    """
    return _Parser(text, value_of).run()


def symbols_of(text: str) -> frozenset[str]:
    """The symbols in a formula; raises as `evaluate`."""
    found: set[str] = set()

    def note(name: str) -> complex:
        found.add(name)
        return complex(_point(name, 0))

    evaluate(text, note)
    return frozenset(found)


def constant(text: str) -> float | None:
    """The real number that a formula without symbols is, else None."""
    try:
        value = evaluate(text, _refuse)
    except NoFormulaError:
        return None
    return value.real if abs(value.imag) <= RELATIVE * abs(value) else None


def same_formula(first: str, second: str) -> bool | None:
    """Whether two formulas agree everywhere; None where one is none, or they do not speak of the same symbols.

    Two formulas of different symbols may still be equal through a definition (k for 1 / 4 pi epsilon_0), which is not in them.
    """
    try:
        same_symbols = symbols_of(first) == symbols_of(second)
        points = [(_value_at(first, number), _value_at(second, number)) for number in range(NUM_POINTS)]
    except NoFormulaError:
        return None
    if all(abs(one - two) <= RELATIVE * max(abs(one), abs(two), 1e-12) for one, two in points):
        return True
    return False if same_symbols else None


def _refuse(name: str) -> complex:
    raise NoFormulaError(name)


def _value_at(text: str, number: int) -> complex:
    return evaluate(text, lambda name: complex(_point(name, number)))


def _point(name: str, number: int) -> float:
    return 0.6 + 1.3 * derive_fraction("formula", name, number)


class _Parser:
    """One pass over the tokens. Precedence, from loose to tight: sums, products (also unwritten), signs, powers."""

    def __init__(self, text: str, value_of: Callable[[str], complex]) -> None:
        if (
            len(text) > MAX_CHARS
            or _WORD.search(_without_names(text))
            or (len(text.strip()) > 1 and _OTHER.search(text))
        ):
            raise NoFormulaError("not a formula")
        self._tokens, self._place, self._depth = _tokens(text), 0, 0
        self._value_of = value_of

    def run(self) -> complex:
        try:
            value = self._sum()
        except (ArithmeticError, ValueError) as error:
            raise NoFormulaError(str(error)) from None
        if self._place < len(self._tokens) or not cmath.isfinite(value):
            raise NoFormulaError("not a formula")
        return value

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if not token or (wanted and token not in wanted):
            raise NoFormulaError(token)
        self._place += 1
        return token

    def _sum(self) -> complex:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NoFormulaError("too deep")
        value = self._product()
        while self._peek() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        self._depth -= 1
        return value

    def _product(self, *, stops_at_functions: bool = False) -> complex:
        value = self._signed()
        while (token := self._peek()) and token not in (*"+-)}],|",):
            if stops_at_functions and (token in FUNCTIONS or token == "/"):
                break
            if token in ("*", "cdot", "times", "·", "×"):
                self._take()
                value *= self._signed()
            elif token == "/":
                self._take()
                value /= self._signed()
            else:
                value *= self._power()
        return value

    def _signed(self) -> complex:
        sign = 1
        while self._peek() in ("+", "-"):
            sign *= 1 if self._take() == "+" else -1
        return sign * self._power()

    def _power(self) -> complex:
        is_e = self._peek() == "e"
        value = self._atom()
        if self._peek() not in ("^", "**"):
            return value
        self._take()
        exponent = self._group() if self._peek() in ("(", "{") else self._exponent()
        return cmath.exp(exponent) if is_e else value**exponent

    def _exponent(self) -> complex:
        sign = -1 if self._peek() == "-" and self._take() else 1
        return sign * self._atom()

    def _group(self) -> complex:
        closing = {"(": ")", "{": "}", "[": "]"}[self._take("(", "{", "[")]
        value = self._sum()
        self._take(closing)
        return value

    def _atom(self) -> complex:
        token = self._peek()
        if token in ("(", "{", "["):
            return self._group()
        self._take()
        if token[0].isdigit() or token[0] == ".":
            return complex(float(token))
        if token == "pi":
            return complex(cmath.pi)
        if token == "frac":
            return self._argument() / self._argument()
        if token in FUNCTIONS:
            return self._function(token)
        if token.isalpha():
            return self._value_of(token + self._subscript())
        raise NoFormulaError(token)

    def _argument(self) -> complex:
        """Of `\\frac`: a group, or one digit or letter, as TeX has it."""
        return self._group() if self._peek() == "{" else self._atom()

    def _function(self, name: str) -> complex:
        power: complex = 1 + 0j
        if name == "sqrt" and self._peek() == "[":
            root = self._group()
            return self._argument() ** (1 / root)
        if self._peek() == "^":
            self._take()
            power = self._group() if self._peek() == "{" else self._exponent()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NoFormulaError("too deep")
        if self._peek() in ("(", "{", "["):
            argument = self._group()
        else:
            argument = self._product(stops_at_functions=True)
        self._depth -= 1
        if power == -1:
            raise NoFormulaError("an inverse or a reciprocal, which is not in the text")
        return FUNCTIONS[name](argument) ** power

    def _subscript(self) -> str:
        if self._peek() != "_":
            return self._prime()
        self._take()
        if self._peek() not in ("{", "("):
            return f"_{self._take()}{self._prime()}"
        closing = "}" if self._take() == "{" else ")"
        words = []
        while self._peek() != closing:
            words.append(self._take())
        self._take(closing)
        return f"_{''.join(words)}{self._prime()}"

    def _prime(self) -> str:
        primes = ""
        while self._peek() == "'":
            primes += self._take()
        return primes


def _without_names(text: str) -> str:
    return re.sub(r"\\?(?:" + "|".join(NAMES) + r")(?![a-z])", " ", text)


def _tokens(text: str) -> list[str]:
    text = re.sub(r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}", text)
    text = text.replace("π", "\\pi ").replace("√", "\\sqrt ").strip()
    text = "".join(f"\\{LETTERS[c]} " if c in LETTERS else c for c in text)
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NoFormulaError(text[position : position + 10])
        found.append(match["number"] or match["name"] or match["letter"] or match["sign"])
        position = match.end()
    return found
