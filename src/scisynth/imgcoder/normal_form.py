r"""Texts in a form in which those that read alike are equal: markup, look-alike letters, invisible letters and ways to write numbers.

tokens(r"$v = 9.80\,\mathrm{m/s^2}$")    v  =  9.8  m  /  s  ^  2
tokens("ｖ = 9,8 m/s²")                   the same, as one of two readings of the comma
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from scisynth.imgcoder.words import SYMBOLS

MAX_CHARS = 2000
LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈԌԚԜаеорсухѕіјԁԛԝһ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ" "ı‐‑‒–—−⁃∕⁄",
        "ABEKMHOPCTYXSIJGQWaeopcyxsijdqwh" "ABEZHIKMNOPTYXo" "abcdefghijklmnoprstuvwyz" "i-------//",
        strict=True,
    )
)  # fmt: skip
"""Letters of other alphabets, and small capitals, that look like a Latin letter (after Unicode's table of confusables)."""
RAISED = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))}
FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters without ink."""
SPACES = re.compile(r"\\[,;:!> ]|\\q?quad\b|~")
STYLES = re.compile(
    r"\\(?:math[a-z]+|text[a-z]*|operatorname\*?|boldsymbol|pmb|rm|bf|it|sf|tt|cal|left|right|displaystyle"
    r"|vec|hat|bar|dot|ddot|tilde|overline|underline|widehat|widetilde|overset|underset|stackrel|big|Big)(?![A-Za-z])"
)
FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
MACRO = re.compile(r"\\([A-Za-z]+)\s*")
TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:(?P<group>[, '])\d{3})(?:(?P=group)\d{3})*(?!\d)|\d+)(?:\.\d+)?|\.\d+)"
    r"(?:(?P<e>[eE](?P<exponent>[-+]?\d{1,3})(?![\w.]))|(?P<times>\s*[×x·*⋅]\s*10\s*\^\s*(?P<power>[-+]?\d{1,3})(?!\d)))?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s])"
)
DECIMAL_COMMA = re.compile(r"(?<![\d,.·(\[])(\d+)[,·](\d+)(?![\d,.·])")


@dataclass(frozen=True)
class Token:
    """A number, a word or a sign."""

    text: str
    kind: str
    """number, word or sign."""
    is_attached: bool
    """Nothing stands between it and the one before."""


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    r"""A text without markup and invisible letters, in plain Latin letters where it looks like them.

    >>> normal(r"$\mathrm{H_2O}$"), normal("10²"), normal("АМРЕRЕ")
    ('H2O', '10^2', 'AMPERE')
    """
    text = _without_markup(text[:MAX_CHARS])
    text = re.sub(rf"[{''.join(RAISED)}]+", lambda run: "^" + "".join(RAISED[letter] for letter in run[0]), text)
    text = unicodedata.normalize("NFKD", text)
    kept = [
        LOOK_ALIKES.get(letter, letter)
        for letter in text
        if letter in "\n\t" or (unicodedata.category(letter) not in ("Cf", "Cc", "Mn", "Me") and letter not in FILLERS)
    ]
    return "".join(kept)


def _without_markup(text: str) -> str:
    if not re.search(r"[\\$_^{}~]", text):
        return text
    text = SPACES.sub(" ", text)
    text = STYLES.sub("", text)
    text = FRACTION.sub(r"\1/\2", text)
    text = MACRO.sub(lambda match: SYMBOLS.get(match[1], f" {match[1]} "), text)
    text = re.sub(r"\^\s*\{([^{}]*)\}", r"^\1", text)
    return re.sub(r"[${}_]|\^(?=\s*°)", "", text)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The numbers, words and signs of a text; numbers by their value, so that 9.80 and 9.8 are equal."""
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(normal(text)):
        is_attached = bool(found) and match.start() == end
        end = match.end()
        if match["number"]:
            value = float(re.sub(r"[, ']", "", match["number"]))
            value *= 10.0 ** max(-300, min(300, int(match["exponent"] or match["power"] or 0)))
            found.append(Token(f"{value:.10g}", "number", is_attached))
        elif match["word"]:
            found.append(Token(_folded(match["word"]), "word", is_attached))
        else:
            found.append(Token(match["sign"], "sign", is_attached))
    return tuple(_signed(found))


def readings(text: str) -> list[tuple[Token, ...]]:
    """The ways to read a text: with commas between groups or values, and with decimal commas (or raised points)."""
    other = DECIMAL_COMMA.sub(r"\1.\2", text)
    return [tokens(text)] if other == text else [tokens(text), tokens(other)]


def _folded(word: str) -> str:
    """Case counts in short words and in those with capitals inside: N, Pa, Tt, TtRr."""
    return word.lower() if len(word) >= 4 and (word.islower() or word.isupper() or word.istitle()) else word


def _signed(found: list[Token]) -> list[Token]:
    """A minus that follows no value is the sign of its number."""
    joined: list[Token] = []
    for place, token in enumerate(found):
        before = joined[-1] if joined else None
        opens = len(joined) < 2 or (joined[-2].kind == "sign" and joined[-2].text not in ")]}^'°%")
        if (
            token.kind == "number"
            and before
            and before.text == "-"
            and before.kind == "sign"
            and opens
            and found[place - 1] is before
        ):
            joined[-1] = Token(f"-{token.text}", "number", before.is_attached)
        else:
            joined.append(token)
    return joined
