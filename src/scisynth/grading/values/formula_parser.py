r"""A recursive-descent parser from a plain text to a tree that can be evaluated; its conventions are listed in `formulas`."""

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from scisynth.grading.values.formula_tokens import (
    FUNCTIONS,
    INVERSES,
    OPENING,
    TRIGONOMETRIC,
    NoFormulaError,
    cut_tokens,
)

MAX_CHARS = 400
MAX_DEPTH = 24
Value = Callable[[str], complex]
Node = Callable[[Value], complex]


@dataclass(frozen=True)
class Reading:
    """How the ambiguous parts of a formula are meant."""

    natural_log: bool = False
    degrees: bool = False
    whole_product: bool = False
    """`1/2πx` as 1/(2πx)."""
    root_run: bool = False
    """`√gR` as the root of the product."""


@dataclass(frozen=True)
class Formula:
    """A formula that has been read."""

    evaluate: Node
    symbols: frozenset[str]
    decimals: tuple[float, ...]
    """Relative half units of the last digits of its decimal numbers; none for an exact formula."""
    ambiguous: frozenset[str]
    """Fields of `Reading` that make a difference."""

    @property
    def precision(self) -> float:
        """The relative half unit of its coarsest decimal number; 0 where all of it is exact."""
        return max(self.decimals, default=0.0)


@lru_cache(maxsize=4096)
def read_formula(text: str, reading: Reading = Reading()) -> Formula:
    """The formula that a plain text is.

    Raises:
        NoFormulaError: not a formula, too long or too deep.
    """
    if len(text) > MAX_CHARS:
        raise NoFormulaError("too long")
    return _Parser(text, reading).run()


class _Parser:
    """One pass over the tokens. Precedence, from loose to tight: sums, products and quotients, unwritten products, signs, powers."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._tokens = cut_tokens(text)
        self._place = 0
        self._depth = 0
        self._reading = reading
        self._symbols: set[str] = set()
        self._decimals: list[float] = []
        self._ambiguous: set[str] = set()

    def run(self) -> Formula:
        if not self._tokens:
            raise NoFormulaError("empty")
        node = self._sum()
        if self._peek():
            raise NoFormulaError(self._peek())
        return Formula(node, frozenset(self._symbols), tuple(self._decimals), frozenset(self._ambiguous))

    def _peek(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place][0] if place < len(self._tokens) else ""

    def _is_glued(self) -> bool:
        return self._place < len(self._tokens) and not self._tokens[self._place][1]

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if not token or (wanted and token not in wanted):
            raise NoFormulaError(token or "ends early")
        self._place += 1
        return token

    def _sum(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NoFormulaError("too deep")
        terms = [(1, self._product())]
        while self._peek() in ("+", "-"):
            terms.append((1 if self._take() == "+" else -1, self._product()))
        self._depth -= 1
        return terms[0][1] if len(terms) == 1 else lambda at: sum((sign * node(at) for sign, node in terms), 0j)

    def _product(self) -> Node:
        start = self._place
        node = self._signed(self._run)
        while self._peek() in ("*", "·", "×", "/", "÷"):
            if self._take() in ("/", "÷"):
                node = _quotient(node, self._denominator(start))
            else:
                node = _times(node, self._signed(self._run))
            start = self._place
            while self._starts_factor():
                node = _times(node, self._run())
        return node

    def _denominator(self, start: int) -> Node:
        """What stands below a slash: all of an unwritten product, unless above and below start with plain numbers."""
        upper = [token for token, _ in self._tokens[start : self._place - 1]]
        sign = -1 if self._peek() == "-" and self._take() else 1
        plain = len([token for token in upper if token not in "+-"]) == 1 and upper[-1][:1].isdigit()
        if plain and self._peek()[:1].isdigit() and self._starts_factor(1):
            is_pi = upper[-1] == "1" and self._peek(1) == "π"
            if is_pi:
                self._ambiguous.add("whole_product")
                if not self._reading.whole_product:
                    below = _times(self._power(), self._power())
                    return below if sign > 0 else _negative(below)
            else:
                below = self._power()
                return below if sign > 0 else _negative(below)
        below = self._run(below_slash=True)
        return below if sign > 0 else _negative(below)

    def _run(self, *, below_slash: bool = False, in_function: bool = False) -> Node:
        """Factors side by side."""
        node = self._power()
        while self._starts_factor():
            if in_function and self._peek() in FUNCTIONS:
                break
            if below_slash and not self._is_glued() and self._has_slash_ahead():
                break
            if self._peek()[:1].isdigit() and self._peek(-1)[:1].isdigit():
                raise NoFormulaError("two numbers side by side")
            node = _times(node, self._power())
        return node

    def _has_slash_ahead(self) -> bool:
        """Whether the next piece up to a space is a fraction of its own, as in `1/4πε_0 q/r^2`."""
        for place in range(self._place, len(self._tokens)):
            token, is_apart = self._tokens[place]
            if place > self._place and (is_apart or token in "+-)"):
                return False
            if token == "/":
                return True
        return False

    def _starts_factor(self, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        return bool(token) and token not in (*"+-*/^_)}]|,!'·×÷°±%", "**")

    def _signed(self, inner: Callable[[], Node]) -> Node:
        sign = 1
        while self._peek() in ("+", "-"):
            sign *= 1 if self._take() == "+" else -1
        node = inner()
        return node if sign > 0 else _negative(node)

    def _power(self) -> Node:
        is_e = self._peek() == "e" and self._peek(1) != "_"
        node = self._atom()
        if self._peek() == "!":
            self._take()
            node = _mapped(_factorial, node)
        if self._peek() == "°":
            self._take()
            node = _times(node, lambda at: complex(math.pi / 180))
        if self._peek() == "%":
            self._take()
            node = _times(node, lambda at: 0.01 + 0j)
        if self._peek() not in ("^", "**"):
            return node
        self._take()
        exponent = self._group() if self._peek() in OPENING else self._exponent()
        if self._peek() in ("^", "**"):
            raise NoFormulaError("a tower of powers")
        return _mapped(cmath.exp, exponent) if is_e else lambda at: _raise(node(at), exponent(at))

    def _exponent(self) -> Node:
        sign = self._peek() if self._peek() in ("+", "-") else ""
        if sign:
            self._take()
        node = self._atom()
        return _negative(node) if sign == "-" else node

    def _group(self) -> Node:
        closing = OPENING[self._take(*OPENING)]
        node = self._sum()
        self._take(closing)
        return node

    def _atom(self) -> Node:
        token = self._peek()
        if token in OPENING:
            return self._group()
        if token == "|":
            self._take()
            node = self._sum()
            self._take("|")
            return _mapped(FUNCTIONS["abs"], node)
        self._take()
        if token[0].isdigit() or token[0] == ".":
            return self._number(token)
        if token == "π":
            return lambda at: complex(cmath.pi)
        if token == "frac":
            above, below = self._argument(), self._argument()
            return _quotient(above, below)
        if token == "binom":
            return _combined(_binomial, self._argument(), self._argument())
        if token in FUNCTIONS:
            return self._function(token)
        if token == "e" and self._peek() != "_":
            if self._peek()[:1].isdigit():
                raise NoFormulaError("a number right after e")
            return lambda at: complex(math.e)
        if token.lstrip("@").isalpha():
            name = token if token in ("i", "j") and self._peek()[:1].isdigit() else token + self._subscript()
            self._symbols.add(name)
            return lambda at: at(name)
        raise NoFormulaError(token)

    def _number(self, token: str) -> Node:
        mantissa, _, _ = token.lower().partition("e")
        value = float(token)
        if not math.isfinite(value):
            raise NoFormulaError("too large")
        if "." in mantissa:
            digits = mantissa.replace(".", "").lstrip("0")
            self._decimals.append(0.5 / max(1, int(digits or 0)))
        elif fraction := self._mixed():
            value += fraction
        return lambda at: complex(value)

    def _mixed(self) -> float:
        r"""The proper fraction after a whole number: `2 1/2`, `2\frac{1}{2}`, `2 \frac12`."""
        texts = [self._peek(ahead) for ahead in range(7)]
        if texts[0] == "frac" and texts[1] == texts[4] == "{" and texts[3] == texts[6] == "}":
            above, below, used = texts[2], texts[5], 7
        elif texts[0] == "frac" and texts[1].isdigit() and texts[2].isdigit():
            above, below, used = texts[1], texts[2], 3
        elif texts[1] == "/" and texts[0].isdigit() and texts[2].isdigit():
            above, below, used = texts[0], texts[2], 3
        else:
            return 0.0
        if not (above.isdigit() and below.isdigit() and 0 < int(above) < int(below)):
            return 0.0
        self._place += used
        return int(above) / int(below)

    def _argument(self) -> Node:
        r"""Of `\frac`: a group, or one digit or letter, as TeX has it."""
        return self._group() if self._peek() == "{" else self._atom()

    def _function(self, name: str) -> Node:
        if name == "sqrt":
            return self._root()
        base: Node | None = None
        if name == "log" and self._peek() == "_":
            self._take()
            base = self._argument()
        power: Node | None = None
        if self._peek() in ("^", "**"):
            self._take()
            place = self._place
            power = self._group() if self._peek() in OPENING else self._exponent()
            written = "".join(token for token, _ in self._tokens[place : self._place]).strip("{}()")
            if written == "-1" and name in INVERSES:
                name, power = INVERSES[name], None
        inner = self._function_argument(name)
        node = _mapped(self._meant(name, base), inner)
        if base is not None:
            node = _quotient(_mapped(cmath.log, inner), _mapped(cmath.log, base))
        if power is None:
            return node
        exponent = power
        return lambda at: _raise(node(at), exponent(at))

    def _meant(self, name: str, base: Node | None) -> Callable[[complex], complex]:
        if name == "log" and base is None:
            self._ambiguous.add("natural_log")
            return cmath.log if self._reading.natural_log else cmath.log10
        return FUNCTIONS[name]

    def _function_argument(self, name: str) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NoFormulaError("too deep")
        place = self._place
        if self._peek() in OPENING or self._peek() == "|":
            node = self._atom()
        else:
            node = self._signed(lambda: self._run(in_function=True))
        tokens = [
            token for token, _ in self._tokens[place : self._place] if token not in OPENING and token not in ")}]"
        ]
        if name in TRIGONOMETRIC and len(tokens) == 1 and tokens[0].isdigit():
            self._ambiguous.add("degrees")
            node = _times(node, lambda at: complex(math.pi / 180)) if self._reading.degrees else node
        if self._peek() == "°":
            self._take()
            node = _times(node, lambda at: complex(math.pi / 180))
        self._depth -= 1
        return node

    def _root(self) -> Node:
        degree: Node | None = None
        if self._peek() == "[":
            degree = self._group()
        if self._peek() in ("(", "{"):
            inner = self._group()
        else:
            inner = self._atom()
            if self._peek(-1).isalpha() and self._starts_factor() and self._is_glued():
                self._ambiguous.add("root_run")
                while self._reading.root_run and self._starts_factor() and self._is_glued():
                    inner = _times(inner, self._power())
        if degree is None:
            return _mapped(cmath.sqrt, inner)
        index = degree
        return lambda at: _raise(inner(at), 1 / index(at))

    def _subscript(self) -> str:
        if self._peek()[:1].isdigit() and self._is_glued():
            # `R1` is R_1: nobody writes a product with its number last.
            if not self._peek().isdigit():
                raise NoFormulaError("a number right after a symbol")
            return f"_{self._take()}{self._prime()}"
        if self._peek() != "_":
            return self._prime()
        self._take()
        if self._peek() not in ("{", "("):
            name = self._take()
            while name.isdigit() and self._is_glued() and self._peek().isdigit():
                name += self._take()
            return f"_{name}{self._prime()}"
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


def _times(one: Node, other: Node) -> Node:
    return lambda at: one(at) * other(at)


def _quotient(above: Node, below: Node) -> Node:
    return lambda at: above(at) / below(at)


def _negative(node: Node) -> Node:
    return lambda at: -node(at)


def _mapped(function: Callable[[complex], complex], node: Node) -> Node:
    return lambda at: function(node(at))


def _combined(function: Callable[[complex, complex], complex], one: Node, other: Node) -> Node:
    return lambda at: function(one(at), other(at))


def _raise(base: complex, exponent: complex) -> complex:
    return complex(base**exponent)


def _factorial(z: complex) -> complex:
    if z.imag or z.real < -0.5 or z.real > 170:
        raise NoFormulaError("no factorial")
    return complex(math.gamma(z.real + 1))


def _binomial(n: complex, k: complex) -> complex:
    return complex(math.exp(math.lgamma(n.real + 1) - math.lgamma(k.real + 1) - math.lgamma(n.real - k.real + 1)))
