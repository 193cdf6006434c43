"""JSON objects as language models write them, read strictly in what they mean and loosely in how they are spelled.

Accepted on top of JSON: line breaks and tabs inside of strings, LaTeX in strings (`"\\(\\rho_w\\)"`, also where `\\r` is an escape of
JSON: "\\rho" means the letter), `//`, `#` and `/* */` comments, single and typographic quotes, keys without quotes, Python's True,
False and None, a comma too many before a closing bracket, and a comma that is missing between two lines.

Refused, since each could turn a failure into a value: a key that stands twice with different values, NaN and infinity, an object
that breaks off, anything nested deeper than `MAX_DEPTH`. Nothing is completed or guessed.

One pass: a place where reading failed is never read again, so the cost is linear in the length of the text.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 64
MAX_DIGITS = 400
_START = re.compile(r"""\{\s*["'“}\w/#]""")
_SPACE = re.compile(r"\s+|//[^\n]*|#[^\n]*")
_NUMBER = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")
_ENDLESS = re.compile(r"-?(?:NaN|Infinity|inf|nan)\b")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_PLAIN = {'"': re.compile(r'[^"\\]+'), "'": re.compile(r"[^'\\]+"), "“": re.compile(r"[^”\\]+")}
_CLOSING = {'"': '"', "'": "'", "“": "”"}
_WORDS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "None": None,
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'"}
_LETTERS = re.compile(r"[A-Za-z]+")
_HEX = re.compile(r"u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?")
LATEX = frozenset(
    """
    backslash bar begin because beta between bf big bigcap bigcup bigg biggl biggr bigl bigoplus bigotimes bigr binom bmatrix bmod
    boldsymbol bot bowtie boxed bra braket breve bullet flat forall frac frak frown fbox nabla natural ncong ne nearrow neg neq newline
    nexists ngeq nleq nmid nolimits nonumber not notin nparallel nrightarrow nsubseteq nu nwarrow rangle ratio rbrace rbrack rceil ref
    rfloor rho right rightarrow rightharpoonup rightleftharpoons rightrightarrows risingdotseq rm root rtimes rvert tag tan tanh tau
    tbinom text textbf textcolor textdegree textit textmd textrm textsc textsf textstyle texttt tfrac therefore theta thickapprox
    thicksim tilde times tiny to top triangle triangledown triangleleft triangleq triangleright tt twoheadrightarrow
    """.split()  # noqa: SIM905
)
"""Commands of LaTeX whose first letter is an escape of JSON as well."""


class LooseJsonError(ValueError):
    """Not JSON even so; caught inside the package, never a user's mistake."""


@dataclass(frozen=True, kw_only=True)
class FoundObject:
    """One object of a text."""

    value: dict[str, Any]
    start: int
    end: int
    """Characters [start, end) of the text."""


@dataclass(kw_only=True)
class FoundObjects:
    """The outermost objects of a text, in their order."""

    objects: list[FoundObject] = field(default_factory=list)
    broken: str = ""
    """Why the first object that could not be read is none; empty where all could."""


def find_objects(text: str, *, latex: bool = True, endless: bool = False) -> FoundObjects:
    """Every outermost object in a text of words, fences and objects.

    Args:
        text: a model's reply.
        latex: whether `\\n`, `\\t`, `\\r`, `\\b` and `\\f` before the rest of a LaTeX command mean that command; False for code.
        endless: read NaN, infinity and numbers that are too large as endless numbers instead of refusing their object; for schemas
            that refuse them piece by piece.
    """
    found = FoundObjects()
    reader = _Reader(text, latex, endless)
    position = 0
    while start := _START.search(text, position):
        reader.position = start.start()
        try:
            value = reader.read_object(0)
        except LooseJsonError as error:
            found.broken = found.broken or str(error)
            position = max(reader.position, start.start() + 1)
        else:
            found.objects.append(FoundObject(value=value, start=start.start(), end=reader.position))
            position = reader.position
    return found


class _Reader:
    """Recursive descent; `position` is where reading goes on, or where it failed."""

    def __init__(self, text: str, latex: bool, endless: bool) -> None:
        self.text, self.latex, self.endless, self.position = text, latex, endless, 0
        self._last_comment_end = text.rfind("*/")

    def read_object(self, depth: int) -> dict[str, Any]:
        if depth > MAX_DEPTH:
            raise LooseJsonError("nested too deeply")
        self.position += 1
        found: dict[str, Any] = {}
        self._skip()
        while self._next() != "}":
            key = self._read_key()
            self._skip()
            self._expect(":")
            self._skip()
            value = self._read_value(depth, key)
            if key in found and found[key] != value:
                raise LooseJsonError(f"the key {key[:40]!r} stands twice in one object")
            found[key] = value
            self._separate("}")
        self.position += 1
        return found

    def _read_list(self, depth: int, key: str) -> list[Any]:
        if depth > MAX_DEPTH:
            raise LooseJsonError("nested too deeply")
        self.position += 1
        found: list[Any] = []
        self._skip()
        while self._next() != "]":
            found.append(self._read_value(depth, key))
            self._separate("]")
        self.position += 1
        return found

    def _read_value(self, depth: int, key: str) -> Any:
        sign = self._next()
        if sign == "{":
            return self.read_object(depth + 1)
        if sign == "[":
            return self._read_list(depth + 1, key)
        if sign in _PLAIN:
            return self._read_string()
        if number := _NUMBER.match(self.text, self.position):
            self.position = number.end()
            return _to_number(number[0].replace("−", "-"), key, self.endless)
        if self.endless and (number := _ENDLESS.match(self.text, self.position)):
            self.position = number.end()
            return float(number[0])
        if (word := _NAME.match(self.text, self.position)) and word[0] in _WORDS:
            self.position = word.end()
            return _WORDS[word[0]]
        if word and word[0] in ("NaN", "Infinity", "inf", "nan"):
            raise LooseJsonError(f"{key[:40]}: {word[0]} is not a number")
        raise LooseJsonError(f"expected a value{self._place()}")

    def _read_key(self) -> str:
        if self._next() in _PLAIN:
            return self._read_string()
        if name := _NAME.match(self.text, self.position):
            self.position = name.end()
            return name[0]
        raise LooseJsonError(f"expected a key{self._place()}")

    def _read_string(self) -> str:
        text, opening = self.text, self.text[self.position]
        closing, plain = _CLOSING[opening], _PLAIN[opening]
        self.position += 1
        parts: list[str] = []
        while self.position < len(text):
            if chunk := plain.match(text, self.position):
                parts.append(chunk[0])
                self.position = chunk.end()
            elif text[self.position] == "\\":
                parts.append(self._read_escape())
            elif opening == "'" and self._is_apostrophe():
                parts.append("'")
                self.position += 1
            else:
                assert text[self.position] == closing
                self.position += 1
                return "".join(parts)
        raise LooseJsonError("it breaks off inside of a string")

    def _is_apostrophe(self) -> bool:
        """A quote between two letters ends no string."""
        around = self.text[self.position - 1], self.text[self.position + 1 : self.position + 2]
        return around[0].isalpha() and around[1].isalpha()

    def _read_escape(self) -> str:
        """What a backslash and the next letters mean; the backslash itself where they are no escape of JSON."""
        text, start = self.text, self.position + 1
        self.position = start + 1
        sign = text[start : start + 1]
        if sign == "u":
            if code := _HEX.match(text, start):
                first = int(code[1], 16)
                if code[2] and 0xD800 <= first < 0xDC00:
                    self.position = code.end()
                    return chr(0x10000 + ((first - 0xD800) << 10) + (int(code[2], 16) - 0xDC00))
                self.position = start + 5
                # Half a pair is no character.
                return "\ufffd" if 0xD800 <= first < 0xE000 else chr(first)
            return "\\u"
        if self.latex and sign and sign in "bfnrt":
            command = _LETTERS.match(text, start, start + 24)
            if command and (command[0] in LATEX or (sign in "bf" and len(command[0]) > 1)):
                self.position = command.end()
                return "\\" + command[0]
        return _ESCAPES.get(sign, "\\" + sign)

    def _skip(self) -> bool:
        """Steps over space and comments; whether a line ended."""
        start = self.position
        while True:
            if space := _SPACE.match(self.text, self.position):
                self.position = space.end()
            elif self.text.startswith("/*", self.position) and self._last_comment_end > self.position + 1:
                self.position = self.text.index("*/", self.position + 2) + 2
            else:
                return "\n" in self.text[start : self.position]

    def _separate(self, closing: str) -> None:
        """A comma, or the end of a line in its place; none is needed before the closing bracket."""
        has_line_end = self._skip()
        if self._next() == ",":
            self.position += 1
            self._skip()
        elif self._next() != closing and not has_line_end:
            raise LooseJsonError(f"expected ',' or {closing!r}{self._place()}")

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise LooseJsonError(f"expected {sign!r}{self._place()}")
        self.position += 1

    def _next(self) -> str:
        return self.text[self.position : self.position + 1]

    def _place(self) -> str:
        rest = self.text[self.position : self.position + 16].split("\n")[0]
        return f" before {rest!r}" if rest else "; it breaks off"


def _to_number(text: str, key: str, endless: bool) -> int | float:
    if len(text) <= MAX_DIGITS and text.lstrip("+-").isdigit():
        return int(text)
    value = float(text)
    if endless or (len(text) <= MAX_DIGITS and math.isfinite(value)):
        return value
    if len(text) > MAX_DIGITS:
        raise LooseJsonError(f"{key[:40]}: a number of more than {MAX_DIGITS} digits")
    raise LooseJsonError(f"{key[:40]}: {text[:40]} is too large")
