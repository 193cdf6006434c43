"""Numbers as they are written: with digits, in words, with thousands, a decimal comma, powers of ten, and how precise they claim to be.

    1,200   1 200   1.2e3   1.2 × 10^3   12 hundred   one thousand two hundred   ->   1200
    twenty-one -> 21     two thirds -> 2/3     1.5 million -> 1.5e6     half a -> 1/2

A number in digits has a half unit: half of one unit of its last digit. 9.80 m/s² means 9.795 to 9.805, 54700 means 54650 to 54750 as far
as its zeros may be mere places, which is assumed from three other digits on. A number without a decimal point may be a count.
"""

import re
from dataclasses import dataclass

MAX_DIGITS = 300
_TEN = r"(?:(?:\s*[×x*·X]\s*|\s+)10\s*(?:\^|\*\*)\s*[{(]?\s*(?P<power>[+-]?\s?\d{1,4})\s*[})]?)"
NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?:(?P<digits>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:[eE](?P<exp>[+-]?\d{1,4})(?![\d.]))?"
    rf"{_TEN}?|10\s*\^\s*\{{?\s*(?P<alone>[+-]?\d{{1,4}})\s*\}}?(?![\d.]))"
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])(?=\.\d|\D|$)")
_EUROPEAN = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d,.])")
_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d{1,2}|\d{4,})(?![\d,]|\.\d)")
_TIMES = re.compile(r"(?<=\d)\s+times\s+(?=10\b)", re.IGNORECASE)
_TO_POWER = re.compile(
    r"\b10\s+(?:raised\s+)?to\s+the\s+(?:power\s+(?:of\s+)?)?(-?\d+|minus \d+)(?:st|nd|rd|th)?(?:\s+power)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_SMALL = {word: number for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
)}  # fmt: skip
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "millions": 6, "billions": 9, "thousands": 3, "mio": 6,
           "Millionen": 6, "millones": 6, "bn": 9}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5,
          "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10}  # fmt: skip
_AFTER_DIGITS = re.compile(r"^([+-]?\s*(?:\d[\d,]*\.?\d*|\.\d+))\s*(" + "|".join([*_SCALES, "dozen", "万", "亿", "千"]) + r")(?![a-z])\s*", re.IGNORECASE)  # fmt: skip
_OTHER_SCALES = {"dozen": "12", "万": "10^4", "亿": "10^8", "千": "10^3"}
_AND_PART = re.compile(r"^(\d+)\s+and\s+(?:an?\s+|one[- ])?(half|quarter|third|\d+/\d+)\b", re.IGNORECASE)
_PART_WORDS = {"half": "1/2", "quarter": "1/4", "third": "1/3"}
_OUT_OF = re.compile(r"^(\d+)\s+(?:out\s+of|in)\s+(?:every\s+)?(\d+)$")
_OUT_OF_IN_WORDS = re.compile(r"^([A-Za-z-]+)\s+(?:out\s+of|in)\s+(?:every\s+)?([A-Za-z-]+)$", re.IGNORECASE)
_MINUS = re.compile(r"^(?:minus|negative)\s+", re.IGNORECASE)
_HEADS = "|".join([*_SMALL, *_TENS, "hundred", *_SCALES, "dozen", "half", "quarter", "an? third"])
SPOKEN = re.compile(
    rf"(?<![\w.])(?:(?:minus|negative)\s+)?(?:\d[\d,]*(?:\.\d+)?\s?(?:{'|'.join(_SCALES)})|(?:an?\s)?(?:{_HEADS}))\b",
    re.IGNORECASE,
)
"""Where a number begins that `with_digits` reads: `minus twenty-one`, `a dozen`, `1.5 million`."""


@dataclass(frozen=True)
class Literal:
    """A number in digits."""

    value: float
    half: float
    """Half a unit of the last digit."""
    is_integer: bool
    """Written without a decimal point and without a power of ten."""
    num_digits: int
    """Significant ones; zeros at the end of an integer are not counted."""


def read_number(text: str) -> tuple[Literal, str] | None:
    """The number at the head of a text and what follows it; None where there is none.

    >>> read_number("64.6e3 km")
    (Literal(value=64599.99999999999, half=50.0, is_integer=False, num_digits=3), ' km')
    """
    found = NUMBER.match(text)
    if found is None or found.end() > MAX_DIGITS:
        return None
    sign = -1.0 if found["sign"] == "-" else 1.0
    if found["alone"] is not None:
        return Literal(sign * _ten(found["alone"]), 0.0, True, 1), text[found.end() :]
    digits = found["digits"].replace(",", "")
    whole, _, decimals = digits.partition(".")
    power = int(found["exp"] or 0) + int((found["power"] or "0").replace(" ", ""))
    is_scaled = found["exp"] is not None or found["power"] is not None
    scale = _ten(str(power))
    half = 0.5 * _ten(str(-len(decimals))) * scale
    significant = (whole + decimals).lstrip("0")
    if not decimals and not is_scaled and len(significant.rstrip("0")) >= 3:
        half *= _ten(str(len(significant) - len(significant.rstrip("0"))))
    num_digits = len(significant if decimals or is_scaled else significant.rstrip("0"))
    return Literal(sign * float(digits) * scale, half, not decimals and not is_scaled, num_digits), text[found.end() :]


def _ten(power: str) -> float:
    return float(f"1e{max(-400, min(400, int(power)))}")


def with_digits(text: str) -> str:
    """The text with the number words at its head, spaced thousands and spoken powers as digits.

    >>> with_digits("twenty-one meters"), with_digits("1.5 million"), with_digits("a quarter of it"), with_digits("1 200 m")
    ('21 meters', '1.5e6', '1/4 of it', '1200 m')
    """
    text = _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    text = _EUROPEAN.sub(lambda found: found[0].replace(".", "").replace(",", "."), text)
    text = _TO_POWER.sub(lambda found: "10^{" + found[1].replace("minus ", "-") + "}", _TIMES.sub(" × ", text))
    text = _AND_PART.sub(
        lambda found: f"{found[1]} {_PART_WORDS.get(found[2].casefold(), found[2])}", _OUT_OF.sub(r"\1/\2", text)
    )
    sign = "-" if _MINUS.match(text) else ""
    text = _MINUS.sub("", text)
    if found := _AFTER_DIGITS.match(text):
        word, rest = found[2].casefold(), text[found.end() :]
        rest = " " + rest if rest and rest[0].isalnum() else rest
        number = found[1].replace(",", "").replace(" ", "")
        if word in _OTHER_SCALES:
            return f"{sign}{number}*{_OTHER_SCALES[word]}{rest}"
        return f"{sign}{number}e{ {name.casefold(): power for name, power in _SCALES.items()}[word] }{rest}"
    return sign + _spoken(text) if text[:1].isalpha() else sign + text


def with_decimal_points(text: str) -> str:
    """The text with every comma between digits, that parts no thousands, as a decimal point: `12,5 N` is 12.5 N."""
    return _COMMA.sub(r"\1.\2", text)


def _spoken(text: str) -> str:
    """With the number words at the head as digits: `two thirds`, `one hundred and five`, `one and a half`."""
    if found := _OUT_OF_IN_WORDS.match(text):
        terms = [_spoken(word) for word in found.groups()]
        if all(term.isdigit() for term in terms):
            return "/".join(terms)
    total, current, end, is_number, place = 0, 0, 0, False, 0
    for _ in range(16):
        found = _WORD.match(text, place)
        word = found[0].casefold() if found else ""
        if found is None:
            break
        if word in _PARTS and (is_number or word in ("half", "quarter", "third")):
            over = total + current if is_number else 1
            rest = re.sub(r"^\s+(?:of\s+)?an?\b", "", text[found.end() :])
            return f"{over}/{_PARTS[word]}{rest}"
        if word in _SMALL or word in _TENS:
            current += _SMALL.get(word, _TENS.get(word, 0))
        elif word == "hundred":
            current = 100 * max(1, current)
        elif word in _SCALES:
            total, current = total + max(1, current) * 10 ** _SCALES[word], 0
        elif word == "dozen":
            current = 12 * max(1, current)
        elif word == "and" and is_number:
            if half := re.match(r"\s+(?:a|one)\s+half\b", text[found.end() :], re.IGNORECASE):
                return f"{total + current}.5{text[found.end() + half.end() :]}"
            place = found.end() + 1
            continue
        elif word in ("a", "an") and not is_number:
            place = found.end() + 1
            continue
        else:
            break
        is_number, end = True, found.end()
        place = end + 1 if text[end : end + 1] in ("-", " ") else len(text)
    return f"{total + current}{text[end:]}" if is_number else text
