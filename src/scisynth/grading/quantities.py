"""Numbers with units as people and TeX write them: `64.6e3 km`, `1.5 \\times 10^8 m/s`, `$23,644`, `12\\%`, `0.34kgm^2s^-1`.

A unit is a scale and powers of base units. SI prefixes are read before the symbols that take them, case matters (`mm`, `MM`), and
a word that is no known unit is a base unit of its own, so that `5 plates` equals `5 plates` and can be told from `5 m`. Degrees
Celsius and Fahrenheit are such words: whether 20 °C is a temperature or a difference is not in the text.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

MAX_CHARS = 400
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_UNWRAP = re.compile(r"\\(?:mathrm|text|textrm|mathbf|boldsymbol|mathit|rm|operatorname|mbox)\s*\{([^{}]*)\}")
_SPACING = re.compile(r"\\[,;:! ]|\\(?:quad|qquad|left|right|displaystyle)(?![A-Za-z])|~|\u00a0|\u200b")
_TEN = r"(?:\\times|\\cdot|[×x*·])\s*10\s*(?:\^|\*\*)\s*\{?\s*(?P<power>[+-]?\d+)\s*\}?"
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?P<exp>[eE][+-]?\d+)?"
    rf"\s*(?:{_TEN})?|10\s*\^\s*\{{?\s*(?P<alone>[+-]?\d+)\s*\}}?)"
)
_FACTOR = re.compile(r"([A-Za-zµμΩÅ°%$€£]+|\\circ)\s*(?:(?:\^|\*\*)?\s*\{?\s*([+-]?\d+)\s*\}?)?")
_MINUS = str.maketrans("−–⋅", "--·")
Powers = tuple[tuple[str, int], ...]
BASE: Mapping[str, tuple[float, dict[str, int]]] = {
    "m": (1, {"m": 1}), "g": (1e-3, {"kg": 1}), "s": (1, {"s": 1}), "A": (1, {"A": 1}), "K": (1, {"K": 1}),
    "mol": (1, {"mol": 1}), "N": (1, {"kg": 1, "m": 1, "s": -2}), "J": (1, {"kg": 1, "m": 2, "s": -2}),
    "W": (1, {"kg": 1, "m": 2, "s": -3}), "Pa": (1, {"kg": 1, "m": -1, "s": -2}), "Hz": (1, {"s": -1}),
    "C": (1, {"A": 1, "s": 1}), "V": (1, {"kg": 1, "m": 2, "s": -3, "A": -1}),
    "Ω": (1, {"kg": 1, "m": 2, "s": -3, "A": -2}), "F": (1, {"kg": -1, "m": -2, "s": 4, "A": 2}),
    "T": (1, {"kg": 1, "s": -2, "A": -1}), "Wb": (1, {"kg": 1, "m": 2, "s": -2, "A": -1}),
    "H": (1, {"kg": 1, "m": 2, "s": -2, "A": -2}), "L": (1e-3, {"m": 3}), "l": (1e-3, {"m": 3}),
    "eV": (1.602176634e-19, {"kg": 1, "m": 2, "s": -2}), "bar": (1e5, {"kg": 1, "m": -1, "s": -2}),
    "cal": (4.184, {"kg": 1, "m": 2, "s": -2}), "rad": (1, {"angle": 1}), "ly": (9.4607304725808e15, {"m": 1}),
    "pc": (3.0856775814913673e16, {"m": 1}),
}  # fmt: skip
"""Symbols that take SI prefixes (litre both ways); lumen and the rest are words of their own."""
PLAIN: Mapping[str, tuple[float, dict[str, int]]] = {
    "%": (0.01, {}), "°": (0.017453292519943295, {"angle": 1}), "min": (60, {"s": 1}), "h": (3600, {"s": 1}),
    "hr": (3600, {"s": 1}), "day": (86400, {"s": 1}), "yr": (31557600, {"s": 1}), "year": (31557600, {"s": 1}),
    "atm": (101325, {"kg": 1, "m": -1, "s": -2}), "Å": (1e-10, {"m": 1}), "M": (1000, {"mol": 1, "m": -3}),
    "AU": (1.495978707e11, {"m": 1}), "mi": (1609.344, {"m": 1}), "ft": (0.3048, {"m": 1}),
    "in": (0.0254, {"m": 1}), "rev": (6.283185307179586, {"angle": 1}),
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "meter": "m", "metre": "m", "gram": "g", "second": "s", "sec": "s", "newton": "N", "joule": "J", "watt": "W",
    "volt": "V", "ohm": "Ω", "ampere": "A", "amp": "A", "kelvin": "K", "hertz": "Hz", "liter": "L", "litre": "L",
    "percent": "%", "degree": "°", "deg": "°", "circ": "°", "radian": "rad", "minute": "min", "hour": "h", "mole": "mol",
    "coulomb": "C", "tesla": "T", "pascal": "Pa", "mile": "mi", "feet": "ft", "foot": "ft", "inch": "in", "Omega": "Ω",
    "kilometer": "km", "kilometre": "km", "centimeter": "cm", "centimetre": "cm", "millimeter": "mm",
    "kilogram": "kg", "nanometer": "nm",
}  # fmt: skip
PREFIXES: Mapping[str, float] = {
    "f": 1e-15, "p": 1e-12, "n": 1e-9, "µ": 1e-6, "μ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "h": 1e2,
    "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in a unit."""

    value: float
    """As written, before the unit's scale."""
    unit: str = ""
    """As written; empty for a bare number."""
    scale: float = 1.0
    """Of the unit, in base units."""
    powers: Powers = ()
    """Base units and their powers, sorted; words that are no unit among them."""

    @property
    def in_base(self) -> float:
        """The number in base units."""
        return self.value * self.scale

    @property
    def is_known(self) -> bool:
        """Whether every part of the unit is a unit, so that another dimension is a mistake and not another word."""
        return all(not name.startswith("?") for name, _ in self.powers)


def plain_text(text: str) -> str:
    """TeX's wrapping, spacing and typographic signs taken off."""
    text = _SUPER.sub(lambda found: "^{" + found[0].translate(SUPERSCRIPTS) + "}", text.translate(_MINUS))
    text = text.replace("\\$", "$").replace("\\%", "%").replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac")
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|\$\$", "", text)
    # Dollars are money before a digit that no other dollar closes, else the fence of a formula.
    text = text if re.fullmatch(r"\s*[+-]?\s*\$[\d,.\s]+", text) else text.replace("$", "")
    for _ in range(3):
        text = _UNWRAP.sub(r" \1 ", text)
    text = _SPACING.sub(" ", text).replace("^\\circ", "°").replace("^{\\circ}", "°").replace("{}", "")
    return " ".join(text.split()).strip(" .")


def parse_quantity(text: str) -> Quantity | None:
    """The one number with its unit that the text is, after `plain_text`; None for anything more."""
    text = text.strip()
    currency = ""
    if found := re.match(r"[+-]?\s*([$€£])", text):
        currency, text = found[1], text.replace(found[1], "", 1)
    number = _NUMBER.match(text) if len(text) <= MAX_CHARS else None
    if number is None:
        return None
    unit_text = currency or text[number.end() :].strip()
    unit = parse_unit(unit_text)
    if unit is None or (currency and text[number.end() :].strip()):
        return None
    return Quantity(value=_value(number), unit=unit_text, scale=unit[0], powers=unit[1])


def parse_unit(text: str) -> tuple[float, Powers] | None:
    """(scale, powers) of a unit such as `kg m^2 s^-1`, `m/s` or `µF`; None where the text is no product of words."""
    text = re.sub(r"°\s*C\b", "celsius", re.sub(r"°\s*F\b", "fahrenheit", text))
    text = re.sub(r"\\(Omega|Ω)", "Ω", text.replace("\\mu", "µ").replace("\\%", "%")).strip()
    scale, powers, position, sign = 1.0, Counter[str](), 0, 1
    # The symbol of a prefix and its unit may stand apart after TeX's wrapping is gone.
    text = re.sub(r"µ\s+(?=[A-Za-z])", "µ", text)
    while position < len(text):
        if text[position] in " .*/·{}()" or text.startswith("\\cdot", position):
            if text[position] == "/":
                sign = -1
            position += 5 if text[position] == "\\" else 1
            continue
        found = _FACTOR.match(text, position)
        if found is None or len(found[1]) > 24:
            return None
        power = sign * int(found[2] or 1)
        if abs(power) > 9:
            return None
        units = _units_of(found[1].lstrip("\\"))
        for number, (factor, base) in enumerate(units):
            # Of units written together, `kgm^2`, the last one has the power.
            exponent = power if number == len(units) - 1 else sign
            scale *= factor**exponent
            for name, own in base.items():
                powers[name] += own * exponent
        position = found.end()
    return scale, tuple(sorted((name, power) for name, power in powers.items() if power))


def _units_of(word: str) -> list[tuple[float, dict[str, int]]]:
    """A word as one unit, as two that stand together (`Nm`, `kgm`), or as a word of its own."""
    if (unit := _unit(word)) is not None:
        return [unit]
    for cut in range(1, len(word)) if len(word) <= 5 else ():
        first, second = _unit(word[:cut]), _unit(word[cut:])
        if first is not None and second is not None:
            return [first, second]
    name = word.casefold()
    return [(1.0, {f"?{name[:-1] if len(name) > 3 and name.endswith('s') else name}": 1})]


def _unit(word: str) -> tuple[float, dict[str, int]] | None:
    for candidate in (word, WORDS.get(word), WORDS.get(word.lower()), WORDS.get(word.lower().removesuffix("s"))):
        if candidate is None:
            continue
        if candidate in BASE or candidate in PLAIN:
            return {**BASE, **PLAIN}[candidate]
        if candidate[0] in PREFIXES and candidate[1:] in BASE:
            scale, powers = BASE[candidate[1:]]
            return PREFIXES[candidate[0]] * scale, powers
    return PLAIN.get(word.removesuffix("s")) if len(word) > 2 else None


def _value(number: re.Match[str]) -> float:
    sign = -1.0 if number["sign"] == "-" else 1.0
    if number["alone"] is not None:
        return sign * _ten(int(number["alone"]))
    value = float(number["digits"].replace(",", "") + (number["exp"] or "")) if _small(number["exp"]) else float("inf")
    return sign * value * (_ten(int(number["power"])) if number["power"] else 1.0)


def _ten(power: int) -> float:
    return float(f"1e{max(-400, min(400, power))}")


def _small(exponent: str | None) -> bool:
    return exponent is None or len(exponent) < 6
