"""Units: one table of symbols, names and prefixes, and a reader for products of them.

    kg m^2 s^{-1}   N·m   J/(mol K)   meters per second squared   ms^{-1}   µF, uF, microfarad   mi/hr

A unit is a scale and powers of base units. A symbol is read as it stands, then as prefix and symbol, then as a name in any case and
number, then as several symbols that stand together (`Nm`, `kgm`). `ms^{-1}` is metre per second, as print has it, although `ms` is a
millisecond. Angles and turns are base units of their own, `rad` and `cycle`, so that 50 Hz, 3000 rpm and 314 rad/s can be distinguished
and 5 rad/s still equals 5 s^-1 (`conversion`). A word that is no unit becomes a base unit of its own, `?word`: 5 plates are 5 plates.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

Powers = tuple[tuple[str, int], ...]
Entry = tuple[float, Mapping[str, int]]
MAX_FACTORS = 16
MAX_CHARS = 160
_PA, _J, _V = {"kg": 1, "m": -1, "s": -2}, {"kg": 1, "m": 2, "s": -2}, {"kg": 1, "m": 2, "s": -3, "A": -1}
PREFIXED: Mapping[str, Entry] = {
    "m": (1, {"m": 1}), "g": (1e-3, {"kg": 1}), "s": (1, {"s": 1}), "A": (1, {"A": 1}), "K": (1, {"K": 1}), "mol": (1, {"mol": 1}),
    "cd": (1, {"cd": 1}), "N": (1, {"kg": 1, "m": 1, "s": -2}), "J": (1, _J), "W": (1, {"kg": 1, "m": 2, "s": -3}), "Pa": (1, _PA),
    "Hz": (1, {"s": -1}), "C": (1, {"A": 1, "s": 1}), "V": (1, _V), "Ω": (1, {**_V, "A": -2}), "S": (1, {"kg": -1, "m": -2, "s": 3, "A": 2}),
    "F": (1, {"kg": -1, "m": -2, "s": 4, "A": 2}), "T": (1, {"kg": 1, "s": -2, "A": -1}), "Wb": (1, {"kg": 1, "m": 2, "s": -2, "A": -1}),
    "H": (1, {**_V, "s": -2, "A": -2}), "L": (1e-3, {"m": 3}), "l": (1e-3, {"m": 3}), "ℓ": (1e-3, {"m": 3}), "eV": (1.602176634e-19, _J),
    "bar": (1e5, _PA), "cal": (4.184, _J), "rad": (1, {"rad": 1}), "sr": (1, {"rad": 2}), "ly": (9.4607304725808e15, {"m": 1}),
    "pc": (3.0856775814913673e16, {"m": 1}), "M": (1e3, {"mol": 1, "m": -3}), "Wh": (3600, _J), "Da": (1.66053906892e-27, {"kg": 1}),
    "Bq": (1, {"decay": 1, "s": -1}), "Ci": (3.7e10, {"decay": 1, "s": -1}), "Gy": (1, {"m": 2, "s": -2}), "Sv": (1, {"sievert": 1}),
    "lm": (1, {"cd": 1, "rad": 2}), "lx": (1, {"cd": 1, "rad": 2, "m": -2}), "t": (1e3, {"kg": 1}), "G": (1e-4, {"kg": 1, "s": -2, "A": -1}),
    "dyn": (1e-5, {"kg": 1, "m": 1, "s": -2}), "D": (3.33564e-30, {"A": 1, "s": 1, "m": 1}), "B": (1, {"byte": 1}), "bit": (0.125, {"byte": 1}),
    "Torr": (101325 / 760, _PA), "b": (1e-28, {"m": 2}), "kat": (1, {"mol": 1, "s": -1}), "P": (0.1, {"kg": 1, "m": -1, "s": -1}),
    "bp": (1, {"base": 1}), "U": (1, {"enzyme": 1}), "Osm": (1, {"osmol": 1}), "eq": (1, {"equivalent": 1}),
}  # fmt: skip
"""Symbols that take SI prefixes."""
PLAIN: Mapping[str, Entry] = {
    "%": (1e-2, {}), "‰": (1e-3, {}), "ppm": (1e-6, {}), "ppb": (1e-9, {}), "ppt": (1e-12, {}), "°": (math.pi / 180, {"rad": 1}),
    "arcmin": (math.pi / 10800, {"rad": 1}), "arcsec": (math.pi / 648000, {"rad": 1}), "cycle": (1, {"cycle": 1}),
    "min": (60, {"s": 1}), "h": (3600, {"s": 1}), "d": (86400, {"s": 1}), "week": (604800, {"s": 1}), "yr": (31557600, {"s": 1}),
    "month": (2629800, {"s": 1}), "atm": (101325, _PA), "mmHg": (133.322387415, _PA), "psi": (6894.757293168, _PA),
    "Å": (1e-10, {"m": 1}), "AU": (1.495978707e11, {"m": 1}), "au": (1.495978707e11, {"m": 1}), "mi": (1609.344, {"m": 1}),
    "yd": (0.9144, {"m": 1}), "ft": (0.3048, {"m": 1}), "in": (0.0254, {"m": 1}), "nmi": (1852, {"m": 1}),
    "knot": (1852 / 3600, {"m": 1, "s": -1}), "mph": (0.44704, {"m": 1, "s": -1}), "kph": (1 / 3.6, {"m": 1, "s": -1}),
    "mps": (1, {"m": 1, "s": -1}), "fps": (0.3048, {"m": 1, "s": -1}), "rpm": (1 / 60, {"cycle": 1, "s": -1}),
    "rps": (1, {"cycle": 1, "s": -1}), "bpm": (1 / 60, {"?beat": 1, "s": -1}), "beat": (1, {"?beat": 1}), "lb": (0.45359237, {"kg": 1}), "oz": (0.028349523125, {"kg": 1}),
    "lbf": (4.4482216152605, {"kg": 1, "m": 1, "s": -2}), "slug": (14.59390294, {"kg": 1}), "u": (1.66053906892e-27, {"kg": 1}),
    "amu": (1.66053906892e-27, {"kg": 1}), "cc": (1e-6, {"m": 3}), "gal": (3.785411784e-3, {"m": 3}), "qt": (9.46352946e-4, {"m": 3}),
    "hp": (745.69987158227, {"kg": 1, "m": 2, "s": -3}), "Btu": (1055.05585262, _J), "Cal": (4184, _J), "erg": (1e-7, _J),
    "acre": (4046.8564224, {"m": 2}), "ha": (1e4, {"m": 2}), "dB": (1, {"decibel": 1}), "Gauss": (1e-4, {"kg": 1, "s": -2, "A": -1}),
    "°C": (1, {"K": 1}), "°F": (5 / 9, {"K": 1}), "$": (1, {"dollar": 1}), "€": (1, {"euro": 1}), "£": (1, {"pound sterling": 1}),
    "¥": (1, {"yen": 1}), "k€": (1e3, {"euro": 1}), "M€": (1e6, {"euro": 1}), "k$": (1e3, {"dollar": 1}), "M$": (1e6, {"dollar": 1}), "cent": (1e-2, {"dollar": 1}), "dpt": (1, {"m": -1}), "°API": (1, {"api": 1}), "light-year": (9.4607304725808e15, {"m": 1}),
    "μ_B": (9.2740100657e-24, {"A": 1, "m": 2}), "c": (299792458.0, {"m": 1, "s": -1}), "kgf": (9.80665, {"kg": 1, "m": 1, "s": -2}),
}  # fmt: skip
PREFIXES: Mapping[str, float] = {
    "a": 1e-18, "f": 1e-15, "p": 1e-12, "n": 1e-9, "μ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "da": 10, "h": 1e2, "k": 1e3,
    "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
}  # fmt: skip
PREFIX_NAMES: Mapping[str, str] = {
    "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "μ", "milli": "m", "centi": "c", "deci": "d", "hecto": "h",
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "mikro": "μ", "quilo": "k",
}  # fmt: skip
NAMES: Mapping[str, str] = {name: symbol for line in (
    "m meter metre metro mètre mètres метр метров 米", "g gram gramme gramm gramo grama 克 г", "s секунд секунда секунды sec second sekunde sekunden segundo seconde secondi 秒 сек",
    "A amp ampere ampère 安 安培", "K kelvin", "N newton 牛 牛顿", "J joule julio 焦 焦耳", "W watt vatio 瓦 瓦特", "Pa pascal 帕 帕斯卡",
    "Hz hertz 赫 赫兹", "C coulomb culombio 库 库仑", "V volt voltio 伏 伏特", "Ω ohm ohmio Ohm 欧 欧姆 ohms", "F farad 法 法拉", "T tesla 特斯拉",
    "Wb weber", "H henry henries henrie", "L liter litre litro 升", "eV electronvolt electron-volt", "cal calorie", "rad radian radián 弧度 bogenmaß",
    "pc parsec", "M molar", "Da dalton", "S siemens mho", "t tonne", "Bq becquerel", "Ci curie", "Gy gray", "Sv sievert", "mol mole moles 摩尔",
    "% percent pct prozent percentage 百分之", "° degree deg grad grado degré 度", "arcmin arcminute", "arcsec arcsecond",
    "cycle rev revolution turn cycles rotation", "min minute minuto minuten 分钟 分", "h hr hour stunde stunden hora heure 小时 час", "d day tag días jour 天",
    "week wk woche", "month mo monat monate mes meses mois", "yr year jahr año y annum 年", "atm atmosphere", "mmHg", "psi", "Å angstrom ångström angström", "mi mile", "yd yard", "ft foot feet",
    "in inch inche", "knot kn kt", "lb pound lbm", "oz ounce", "lbf poundforce", "gal gallon", "qt quart", "hp horsepower", "Btu btu BTU", "cc",
    "acre", "ha hectare", "dB decibel", "Gauss gauss", "°C celsius centigrade 摄氏度", "°F fahrenheit", "$ dollar usd", "€ euro eur", "£ gbp", "cent",
    "dpt diopter dioptre", "ly lightyear 光年", "AU", "erg", "dyn dyne", "Torr torr", "kg килограмм килограммов 千克 公斤 kilo кг kgs kilogramo kilogramm", "km 千米 公里 км kilometro",
    "cm 厘米 см", "mm 毫米 мм", "nm 纳米", "μm 微米 micron", "mL 毫升", "kJ кдж 千焦", "ppm", "bit", "B byte", "U", "bp", "mph", "rpm", "bpm", "beat heartbeat", "B byte", "Osm osmole",
    "D debye", "u", "amu", "N н ньютон", "J дж джоуль", "W вт ватт", "V в вольт", "A а ампер", "Pa па паскаль", "kPa кпа", "Hz гц герц",
    "Ω ом", "mol моль", "m/s м/с", "m м", "s с",
) for symbol, *names in [line.split()] for name in [symbol, *names]}  # fmt: skip
"""Names, in any case and number, to their symbols."""
MISCASED: Mapping[str, str] = {name: symbol for line in (
    "kg Kg KG kG kilos Kilo", "km KM Km kM", "Hz hz HZ", "kHz khz KHz KHZ Khz", "MHz mhz Mhz MHZ", "GHz ghz Ghz", "Pa pa PA", "kPa kpa KPa Kpa KPA", "kJ kj KJ Kj",
    "kW kw KW Kw", "kWh kwh KWh KWH Kwh kW-h", "kV kv KV Kv", "eV ev EV", "MeV Mev MEV", "keV kev KeV", "GeV Gev", "mL ml ML", "cm CM Cm", "mol Mol", "N n", 
    "V v", "W w", "s sec. Sec S.", "h hr hrs Hr", "kN kn KN", "kΩ kohm kOhm KOhm Kohm kohms kOhms KΩ", "MΩ Mohm MOhm Mohms megohm", "mA ma", "rad Rad", "mmHg mmhg",
    "Torr torr", "cal Cal.", "mph MPH", "rpm RPM", "dB db DB", "μg mcg", "bpm BPM", "psi PSI lb/in^2", "g gm gms gr", "atm Atm ATM", "lb lbs LB Lbs lbm", "kcal Kcal KCal",
    "L ltr Ltr lt", "d days", "m mtr", "s secs", "min mins", "yr yrs", "ppm PPM", "°C degC deg-C", "°F degF", "kPa KPas", "$ USD US$ bucks", "€ EUR", "£ GBP", "¥ JPY yen RMB CNY 元",
    "oz ozs", "m/s м/с", "K degK", "kg кг", "nmi NM",
) for symbol, *names in [line.split()] for name in names}  # fmt: skip
_FACTOR = re.compile(
    r"\s*(?P<word>[kM][$€£¥]|°\s?[CF](?![A-Za-z])|μ_\{?B\}?|[^\W\d_]+|[%‰°$€£¥Å])(?:\s*(?:\^|\*\*)\s*[{(]?\s*(?P<hat>[+-]?\d+)\s*[})]?|(?P<glued>-?\d))?"
)
_LINK = re.compile(
    r"\s*(?:[·*.×⋅]|-(?=[^\W\d_])|(?P<per>/|÷|\bper\b|每|\bpro\b|\bpor\b|\bpar\b)|(?P<open>\()|(?P<close>\))|(?P<one>1(?=\s*/))|[{}])\s*"
)
_REWRITTEN = (
    (re.compile(r"\\frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}"), r" \1/(\2)"),
    (re.compile(r"\bmm Hg\b"), "mmHg"),
    (re.compile(r"(?<=W)/\s*mK\b"), "/(m K)"),  # a thermal conductivity
    (re.compile(r"\belectron[- ]?volts?\b", re.IGNORECASE), "eV"),
    (re.compile(r"\bastronomical\s+units?\b", re.IGNORECASE), "AU"),
    (re.compile(r"\bk(?:m)?ph\b|\bkmh\b(?!\s*\^)"), "km/h"),
    (re.compile(r"\bbase[- ]pairs?\b", re.IGNORECASE), "bp"),
    (re.compile("平方"), "square "),
    (re.compile("立方"), "cubic "),
    (re.compile("每"), "/"),
    (re.compile(r"\bper\s?cents?\b", re.IGNORECASE), "%"),
    (re.compile(r"\blight[- ]?years?\b", re.IGNORECASE), "ly"),
    (re.compile(r"(?:°|\bdegrees?|\bdeg\.?|\bGrad)\s*(?:C|[Cc]elsius|centigrade)\b"), "°C"),
    (re.compile(r"(?:°|\bdegrees?|\bdeg\.?|\bGrad)\s*(?:F|[Ff]ahrenheit)\b"), "°F"),
    (re.compile(r"\b(?:degrees?\s+[Kk]elvins?|°K)\b"), "K"),
    (re.compile(r"\b(kilo|mega|giga|milli|micro|nano|pico|centi)[- ](?=[a-z])", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(?:ft|foot|feet)[\s·.*-]*(?:lbs?|pounds?)\b", re.IGNORECASE), "ft lbf"),
    (re.compile(r"\b(?:lbs?|pounds?)[\s·.*-]*(?:ft|foot|feet)\b", re.IGNORECASE), "ft lbf"),
    (re.compile(r"\b(?:lbs?|pounds?)\s*(/|per)\s*(?=(?:in|ft|sq|square)\b)", re.IGNORECASE), r"lbf \1 "),
    (re.compile(r"\bp\.?\s?s\.?\s?i\.?(?![a-z])", re.IGNORECASE), "psi"),
    (re.compile(r"\s+each\b|\bof\s+arc\b"), ""),
)
_GOES_ON = re.compile(r"\s+[A-Za-z+-]")
_POWER_WORDS = {"square": 2, "squared": 2, "sq": 2, "cubic": 3, "cubed": 3, "cu": 3}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A product of units."""

    text: str
    """As written."""
    scale: float = 1.0
    """In base units."""
    powers: Powers = ()
    """Base units and their powers, sorted; words that are no unit among them, as `?word`."""
    offset: float = 0.0
    """Of a temperature: kelvins at 0 of this scale."""
    factors: tuple[tuple[float, Powers, int], ...] = ()
    """The units as they are named, each with its scale, its base units and its exponent, sorted: N m and J differ in these alone."""

    @property
    def is_known(self) -> bool:
        """Whether every part is a unit, so that another dimension is a mistake and not another word."""
        return all(not name.startswith("?") for name, _ in self.powers)

    @property
    def is_angle(self) -> bool:
        """Degrees, radians or turns."""
        return self.degrees is not None

    @property
    def degrees(self) -> float | None:
        """Degrees in one of it; None for what is no angle."""
        turns = {(("rad", 1),): math.pi / 180, (("cycle", 1),): 1 / 360}
        return self.scale / turns[self.powers] if self.powers in turns else None


def parse_unit(text: str) -> Unit | None:
    """The unit that the whole text is, after `plain_text`; None where it is none or holds unknown words."""
    unit, rest = read_unit(text)
    return unit if unit is not None and not rest.strip() else None


def read_unit(text: str) -> tuple[Unit | None, str]:
    """The unit at the head of a text, as far as words are units, and what is left.

    >>> unit, rest = read_unit("m/s to the east")
    >>> unit.text, rest
    ('m/s', 'to the east')
    """
    text = text[:MAX_CHARS]
    for written, meant in _REWRITTEN:
        text = written.sub(meant, text)
    text = text.strip()
    scale, powers, place, end, sign, num_factors, offset = 1.0, Counter[str](), 0, 0, 1, 0, 0.0
    factors = Counter[tuple[float, Powers]]()
    pending, depth, is_divided = 0, 0, False
    while place < len(text) and num_factors < MAX_FACTORS:
        if link := _LINK.match(text, place):
            if link["open"] and num_factors and not is_divided and text[place].isspace():
                break  # `meters per second (m/s)`: a remark
            sign = -1 if link["per"] else sign
            is_divided = bool(link["per"])
            depth += bool(link["open"]) - bool(link["close"])
            place = link.end()
            if depth < 0:
                break
            end = place if link["close"] and depth == 0 else end
            continue
        is_divided = False
        found = _FACTOR.match(text, place)
        if found is None:
            break
        word = found["word"].replace(" ", "")
        if word == "in" and num_factors and _GOES_ON.match(text, found.end()):
            break  # `4 N in the +x direction`
        if word.casefold() in _POWER_WORDS:
            if word.casefold() in ("squared", "cubed"):
                break
            pending, place = _POWER_WORDS[word.casefold()], found.end()
            continue
        after = re.compile(r"\s+(squared|cubed)\b", re.IGNORECASE).match(text, found.end())
        power = int(found["hat"] or found["glued"] or pending or (after and _POWER_WORDS[after[1].casefold()]) or 1)
        units = units_of(word, is_inverse=power < 0)
        if units is None or abs(power) > 9 or (found["glued"] and power > 0 and not _takes_digit(units[-1])):
            break
        place = end = (after.end() if after else found.end()) if not (found["hat"] or found["glued"]) else found.end()
        for number, (factor, base) in enumerate(units):
            # Of symbols written together, `kgm^2`, the last one has the power.
            exponent = sign * (power if number == len(units) - 1 else 1)
            scale *= factor**exponent
            factors[factor, tuple(sorted(base.items()))] += exponent
            for name, own in base.items():
                powers[name] += own * exponent
        offset = (
            {"°C": 273.15, "°F": 459.67 * 5 / 9}.get(symbol_of(word), 0.0) if num_factors == 0 and power == 1 else 0.0
        )
        pending, num_factors = 0, num_factors + 1
    if num_factors == 0 or not math.isfinite(scale) or scale == 0:
        return None, text
    is_open = text.count("(", 0, end) > text.count(")", 0, end)
    left = text[end:].strip()
    left = left[1:] if is_open and left.startswith(")") else left
    kept = tuple(sorted((name, power) for name, power in powers.items() if power))
    named = tuple(sorted((*unit, exponent) for unit, exponent in factors.items() if exponent))
    return Unit(text=text[:end].strip(), scale=scale, powers=kept, offset=offset, factors=named), left.strip()


def unknown_unit(words: str) -> Unit:
    """A word that is no unit, as one of its own: singular and without case."""
    name = " ".join(_singular(word) for word in words.casefold().split())
    return Unit(text=words, powers=((f"?{name}", 1),))


def conversion(said: Unit, wanted: Unit) -> float | None:
    """What a value in `said` is multiplied by to be in `wanted`; None where they measure different things.

    Angles count as pure numbers next to a unit without one: 5 rad/s is 5 s^-1, and 3000 rpm is 50 Hz.
    """
    one, other = dict(said.powers), dict(wanted.powers)
    cycles, radians = one.pop("cycle", 0) - other.pop("cycle", 0), one.pop("rad", 0) - other.pop("rad", 0)
    if one != other:
        return None
    turned = (2 * math.pi) ** cycles if cycles and cycles == -radians else 1.0
    return said.scale / wanted.scale * turned


def symbol_of(word: str) -> str:
    """The table's symbol for a symbol or a name."""
    if word in PREFIXED or word in PLAIN:
        return word
    lower = word.casefold()
    for name in (lower, lower.removesuffix("s"), lower.removesuffix("es"), lower.removesuffix("n")):
        if len(lower) > 2 or not lower.isascii():
            if name in NAMES:
                return NAMES[name]
            for prefix, sign in PREFIX_NAMES.items():
                if name.startswith(prefix) and NAMES.get(name.removeprefix(prefix).removeprefix("-")) in PREFIXED:
                    return sign + NAMES[name.removeprefix(prefix).removeprefix("-")]
    return word


def units_of(word: str, *, is_inverse: bool = False) -> list[Entry] | None:
    """A word as one unit, or as symbols that stand together (`Nm`, `kgm`); None where it is neither."""
    if len(word) > 24:
        return None
    if is_inverse and len(word) > 1 and word != "gs" and (word.endswith("s") or word == "gm"):
        # `ms^-1`, `kms^-1`, `rads^-1`, `gm^-3`: the last letter is a unit of its own.
        first, last = units_of(word[:-1]), _unit(word[-1])
        if first is not None and last is not None:
            return [*first, last]
    if (unit := _unit(word)) is not None:
        return [unit]
    return _together(word) if len(word) <= 7 else None


def _together(word: str, depth: int = 0) -> list[Entry] | None:
    """At most four symbols side by side, the longest first."""
    if (unit := _symbol(word)) is not None:
        return [unit]
    for cut in range(len(word) - 1, 0, -1) if depth < 3 else ():
        first = _symbol(word[:cut])
        rest = _together(word[cut:], depth + 1) if first is not None else None
        if first is not None and rest is not None:
            return [first, *rest]
    return None


_ALONE_ONLY_TEXT = "u b t B D G P U y d au ppt gal ha in bp eq knot P c kgf"
_ALONE_ONLY = frozenset(_ALONE_ONLY_TEXT.split())
"""Symbols that are read only when they stand alone: `sum` is no product."""


def _symbol(word: str) -> Entry | None:
    return None if word in _ALONE_ONLY or word.startswith("u") else _exact(word)


def _takes_digit(unit: Entry) -> bool:
    """Whether `m2` is a power: only of lengths and times, as `H2` and `N2` are molecules."""
    return set(unit[1]) in ({"m"}, {"s"})


def _exact(word: str) -> Entry | None:
    if word in PREFIXED or word in PLAIN:
        return PREFIXED[word] if word in PREFIXED else PLAIN[word]
    for cut in (1, 2):
        if (
            word[:cut] in PREFIXES and word[cut:] in PREFIXED and word[cut:] not in ("t", "b", "B", "D", "P", "U", "eq")
        ) or word in _BIG:
            scale, powers = PREFIXED[word[cut:]] if word[cut:] in PREFIXED else PREFIXED[word[1:]]
            return PREFIXES[word[:cut]] * scale, powers
    return None


_BIG = frozenset(["kB", "MB", "GB", "TB", "Mt", "Gt", "kt", "kU", "mU", "mb", "nb", "pb", "fb"])


def _unit(word: str) -> Entry | None:
    for candidate in (word, MISCASED.get(word), symbol_of(word)):
        if candidate is not None and (found := _exact(candidate)) is not None:
            return found
    return None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
