r"""What a program wrote for a reader, on one line: mathtext, TeX and Unicode as the characters that are seen.

    $\vec{F}_{\mathrm{net}}$    F_net           $\frac{a+b}{2}$    (a+b)/2
    SO₄²⁻                       SO_4^2-         $30^{\circ}$        30°

What is lowered follows `_`, what is raised `^`. Letters of other alphabets become the Latin ones that they look like, and letters
without ink are left out. Every step is linear in the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from scisynth.grading.values.plain import plain_text
from scisynth.grading.values.readable import ROOTS, SIGNS

MAX_CHARS = 2000
MAX_DEPTH = 20
"""Braces within braces."""
FROM_ALPHABETS = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈԌԚԜаеорсухѕіјԁԛԝһ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ" "ı‐‑‒–—−⁃﹣∕⁄⋅∙•∗∆∑∏＝△",
        "ABEKMHOPCTYXSIJGQWaeopcyxsijdqwh" "ABEZHIKMNOPTYXo" "abcdefghijklmnoprstuvwyz" "i--------//···*ΔΣΠ=Δ",
        strict=True,
    )
) | {"‖": "||", "“": "''", "”": "''"}  # fmt: skip
"""Letters of other alphabets, small capitals and signs that look like another one (after Unicode's table of confusables)."""
NO_INK = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters without ink."""
NAMED = SIGNS | {"deg": "°"}
"""Macro to what it prints."""
FENCE = re.compile(r"(?<!\\)\$")
SPACE_BEFORE_DOLLAR = re.compile(r"(?:\\[,;:!> ]|~)+(?=\$)")
SIGNED_POWER = re.compile(r"\^\s*([-+−]\d+)")
DEGREE_LETTER = re.compile(r"(?<=[\d.])\s*\^\s*\{?\s*o\s*\}?(?![\w.])|[˚º]")
GROUP_COMMA = re.compile(r"(?<=\d)\{\s*([,.])\s*\}(?=\d)")
SIMPLE = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|[^\W\d_]+|[*'°…]+)|\d*[-+]")
"""What needs no brackets as a power or below a line."""
FACTOR = re.compile(r"[∂∇]?(?:\d+(?:\.\d+)?|[^\W\d_]+|√\w+|\([^()]*\))(?:_\w+)?(?:\^(?:[-+]?\w+|\([^()]*\)))?")
TIMES = re.compile(r"(?<=[\d)])\s*[xX×]\s*(?=[\d(])|(?<=[A-Za-z]{2}\s)[xX×](?=\s[A-Za-z]{2})")
PER_BRACKETS = re.compile(r"(?<=/)\(([^\W\d_]+)\)")
PREFIX = re.compile(r"(?<![^\W\d_])(?:([kMGTmnpμ]) (?=Ω)|(μ) (?=[A-Za-z]{1,2}(?![A-Za-z])))")
"""A prefix that markup has set apart from its unit."""
ORDINAL = re.compile(r"(?<=\d)\^(?=(?:st|nd|rd|th)\b)")
ROOT_BRACKETS = re.compile(r"√\((\w+(?:\.\w+)?)\)")


@lru_cache(maxsize=8192)
def without_markup(text: str) -> str:
    """Without markup, with `_` and `^` before what is lowered and raised, in Latin letters where it looks like them."""
    text = "".join(letter for letter in text[:MAX_CHARS] if letter not in NO_INK)
    if len(FENCE.findall(text)) == 1:
        text = FENCE.sub(r"\\$", text)  # a lone dollar is printed as it stands
    text = SIGNED_POWER.sub(r"^{\1}", SPACE_BEFORE_DOLLAR.sub("", DEGREE_LETTER.sub("°", text)))
    text = _without_braces(plain_text(GROUP_COMMA.sub(r"\1", text)))
    text = re.sub(r"\s*([_^])\s*", r"\1", text)
    text = "".join(_latin(text))
    text = PREFIX.sub(lambda found: found[1] or found[2], text)
    text = TIMES.sub("×", ORDINAL.sub("", text)).replace("sqrt(", "√(").replace('"', "''")
    return PER_BRACKETS.sub(r"\1", ROOT_BRACKETS.sub(r"√\1", text))


def _latin(text: str) -> Iterator[str]:
    for sign in text if text.isascii() else unicodedata.normalize("NFKC", text):
        # Only letters are taken apart: ≠ is no =, and an ångström no A.
        for letter in unicodedata.normalize("NFKD", sign) if sign.isalpha() and sign != "Å" else sign:
            if letter in "\n\t" or unicodedata.category(letter) not in ("Cf", "Cc", "Mn", "Me"):
                yield FROM_ALPHABETS.get(letter, letter)


class _Braces:
    """Reads what is left of TeX once from left to right: braces, fractions, roots, powers, indices, unknown macros."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def read(self, depth: int = 0, stop: str = "") -> str:
        """Up to the closing sign, or to the end."""
        parts: list[str] = []
        while self.place < len(self.text) and self.text[self.place] != stop:
            parts.append(self._next(parts, depth))
        self.place += 1
        return "".join(parts)

    def _next(self, parts: list[str], depth: int) -> str:
        letter = self.text[self.place]
        if letter in "_^":
            self.place += 1
            inner = self._argument(depth, is_raised=letter == "^").strip()
            # An index of an index is as small as the index itself.
            inner = inner.replace("_", "") if letter == "_" else inner
            if not inner or (letter == "^" and inner.strip("'*") == ""):
                return inner
            is_simple = len(inner) == 1 or SIMPLE.fullmatch(inner) or (letter == "_" and inner.isalnum())
            return letter + (inner if is_simple or inner[0] == "(" == inner[-1:] else f"({inner})")
        if letter == "{":
            self.place += 1
            return self.read(depth + 1, "}") if depth < MAX_DEPTH else ""
        if letter == "}":
            self.place += 1
            return ""
        if letter == "\\":
            return self._macro(parts, depth)
        self.place += 1
        return letter

    def _macro(self, parts: list[str], depth: int) -> str:
        found = re.compile(r"\\([A-Za-z]+)\s*").match(self.text, self.place)
        if found is None:
            self.place += 2
            return " "
        name, self.place = found[1], found.end()
        if name == "frac":
            above, below = self._argument(depth), self._argument(depth)
            before = parts[-1][-1:] if parts else ""
            after = self.text[self.place : self.place + 1]
            return (" " if before.isdigit() else "") + _quotient(above, below) + (" " if after.isdigit() else "")
        if name == "sqrt":
            index = ""
            if self.text[self.place : self.place + 1] == "[":
                self.place += 1
                index = self.read(depth + 1, "]").strip()
            inner = self._argument(depth).strip()
            root = ROOTS.get(index, f"√[{index}]")
            return root + (inner if FACTOR.fullmatch(inner) or inner.isalnum() else f"({inner})")
        if name in NAMED:
            return NAMED[name]
        after = self.text[self.place : self.place + 1]
        # An accent or a style takes a group; any other name is a word of its own.
        return "" if after == "{" else f" {name} "

    def _argument(self, depth: int, *, is_raised: bool = False) -> str:
        """A group, or what a line of text has in its place: one letter or one number."""
        while self.text[self.place : self.place + 1] == " ":
            self.place += 1
        letter = self.text[self.place : self.place + 1]
        if letter == "{":
            self.place += 1
            return self.read(depth + 1, "}") if depth < MAX_DEPTH else ""
        if letter == "\\":
            return self._macro([], depth + 1) if depth < MAX_DEPTH else ""
        number = re.compile(r"[-+]?\d+(?:\.\d+)?" if is_raised else r"\d").match(self.text, self.place)
        if number is None and letter == "(":
            number = re.compile(r"\([^()]{0,200}\)").match(self.text, self.place)
        self.place += len(number[0]) if number else 1
        return number[0] if number else letter


def _without_braces(text: str) -> str:
    """The text on one line."""
    reader, parts = _Braces(text), []
    while reader.place < len(text):
        parts.append(reader.read())
    return "".join(parts)


def _quotient(above: str, below: str) -> str:
    above, below = above.strip(), below.strip()
    above = f"({above})" if re.search(r"(?<=.)[-+=]|/", re.sub(r"\^[-+]|\([^()]*\)", "", above)) else above
    return f"{above}/{below if FACTOR.fullmatch(below) else f'({below})'}"
