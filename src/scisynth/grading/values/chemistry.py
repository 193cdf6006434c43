r"""Chemical formulas, reactions and nuclides, each compared by what it says.

    H_2O  \ce{H2O}  H₂O                  the same symbols and numbers; letter case counts (CO is no Co)
    SO4^2-  SO_4^{2-}  SO4 2-            the same charge; where a plain text leaves open whether a digit is a number or a charge, either
    2H2 + O2 -> 2H2O                     the same species on each side, in any order, with numbers up to a common factor
    ^{14}_6C  C-14  carbon-14            the same nuclide

States (aq), (s) count only where both sides give them. Two formulas of one composition that are written differently (C2H5OH and
CH3OCH3) may be two substances: that is unknown, while another composition is wrong.
"""

import re
from collections import Counter
from dataclasses import dataclass

from scisynth.grading.values.electrons import same_configuration, same_hybridisation
from scisynth.grading.values.formulas import constant
from scisynth.grading.values.units import parse_unit

_ELEMENTS_TEXT = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb "
    "Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au "
    "Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts "
    "Og"
)
ELEMENTS = _ELEMENTS_TEXT.split()
NUMBERS = {symbol: number for number, symbol in enumerate(ELEMENTS, start=1)}
_NAMES_TEXT = (
    "hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium silicon "
    "phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron cobalt nickel "
    "copper zinc gallium germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium niobium "
    "molybdenum technetium ruthenium rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon caesium "
    "barium lanthanum cerium praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium holmium "
    "erbium thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold mercury thallium "
    "lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium neptunium plutonium "
    "americium curium berkelium californium einsteinium fermium mendelevium nobelium lawrencium rutherfordium dubnium "
    "seaborgium bohrium hassium meitnerium darmstadtium roentgenium copernicium nihonium flerovium moscovium livermorium "
    "tennessine oganesson"
)
ELEMENT_NAMES = _NAMES_TEXT.split()
"""By atomic number, from hydrogen on, as `ELEMENTS`."""
_BY_NAME = dict(zip(ELEMENT_NAMES, ELEMENTS, strict=True)) | {"aluminum": "Al", "sulphur": "S", "cesium": "Cs"}
MAX_CHARS = 300
_ARROW = re.compile(r"(?:→|⇌|⟶|\\xrightarrow(?:\[[^\]]*\])?\{[^{}]*\}|\\xrightleftharpoons\{[^{}]*\})")
_ELEMENT = "(?:" + "|".join(sorted(ELEMENTS, key=len, reverse=True)) + ")"
_PLUS = re.compile(r"(?<![\^{(+])\s*\+(?=\s*[A-Za-z\d\[\\^_(])(?!\s*\((?:aq|s|l|g)\))")
"""Between species, and no charge."""
_LEADING_CHARGE = re.compile(r"^\^\s*\{?\s*([+-])\s*\}?\s*(?=[A-Z])")
_STATE = re.compile(r"[_\s]*[({]{1,2}\s*(aq|s|l|g|cr|\\?aq)\s*[)}]{1,2}\s*$")
_CHARGE = re.compile(
    r"(?:\^\s*\{?\s*(?P<hat>\d*\s*[+-]+|[+-]\s*\d*)\s*\}?|\s+(?P<apart>\d*[+-])|(?P<signs>[+-]{1,4}\d?)|\^?\(\s*(?P<round>\d*[+-])\s*\))\s*$"
)
_TOKEN = re.compile(
    rf"(?P<element>{_ELEMENT})|(?P<open>[(\[])|(?P<close>[)\]])|(?P<number>\d+)|(?P<dot>[·.*])|(?P<skip>[_{{}}\s])|(?P<bond>[-=≡])"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
_OXIDATION = re.compile(rf"({_ELEMENT}|(?i:{'|'.join(_BY_NAME)}))\((I{{1,3}}|IV|VI{{0,3}})\)(?:ions?)?")
_NUCLIDE = re.compile(
    rf"^(?:\^\s*\{{?\s*(?P<mass>\d+m?)\s*\}}?)\s*(?:_\s*\{{?\s*(?P<number>\d+)\s*\}}?)?\s*(?P<symbol>{_ELEMENT}|n|p|e|α|β)(?![a-z])"
)
_NUCLIDE_SWAPPED = re.compile(r"^_\s*\{?\s*(\d+)\s*\}?\s*(\^\s*\{?\s*\d+\s*\}?)")
_NUCLIDE_NAME = re.compile(rf"^(?P<name>{_ELEMENT}|[A-Za-z]+)\s*[-‑ ]\s*(?P<mass>\d{{1,3}}m?)$")

_BEFORE_SYMBOL = re.compile(r"(.{0,60}[\d}])\s*([A-Z][a-z]?)")


@dataclass(frozen=True)
class Species:
    """A substance or particle in a formula or reaction."""

    text: str
    """Without its state, number in front and spacing."""
    readings: frozenset[tuple[tuple[tuple[str, int], ...], int]]
    """Each possible (composition, charge)."""
    state: str
    count: float = 1.0


def same_chemistry(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether two plain texts say the same, and why; None where the key is no chemistry, or the reply none of the key's kind."""
    if len(said) > MAX_CHARS or len(wanted) > MAX_CHARS:
        return None
    for compare in (same_hybridisation, same_configuration, _reactions, _nuclides, _formulas):
        if (found := compare(said, wanted)) is not None:
            return found
    return None


def is_reaction(text: str) -> bool:
    """Whether a plain text is a reaction: species on both sides of an arrow."""
    return len(text) <= MAX_CHARS and _sides(text, needs_arrow=True) is not None


def _reactions(said: str, wanted: str) -> tuple[bool | None, str] | None:
    other = _sides(wanted, needs_arrow=True)
    one = _sides(said, needs_arrow=False) if other is not None else None
    if one is None or other is None:
        return None
    if _same_sides(one, other):
        return True, "the same species in the same proportions"
    if "⇌" in wanted and _same_sides((one[1], one[0]), other):
        return None, "an equilibrium written the other way round"
    return False, "other species or proportions"


def _sides(text: str, *, needs_arrow: bool) -> tuple[list[Species], list[Species]] | None:
    parts = _ARROW.split(text)
    if len(parts) == 1 and not needs_arrow:
        parts = text.split("=")
    if len(parts) != 2:
        return None
    sides = [[read_species(piece) for piece in _PLUS.split(part.strip())] for part in parts]
    left, right = ([species for species in side if species is not None] for side in sides)
    is_whole = len(left) == len(sides[0]) and len(right) == len(sides[1])
    return (left, right) if is_whole and left and right else None


def _same_sides(one: tuple[list[Species], list[Species]], other: tuple[list[Species], list[Species]]) -> bool:
    factors: list[float] = []
    for mine, theirs in zip(one, other, strict=True):
        left = list(theirs)
        if len(mine) != len(theirs):
            return False
        for species in mine:
            match = next((item for item in left if _same_species(species, item)), None)
            if match is None:
                return False
            left.remove(match)
            factors.append(species.count / match.count)
    return max(factors) - min(factors) <= 1e-9 * max(factors)


def _same_species(one: Species, other: Species) -> bool:
    return bool(one.readings & other.readings) and (not one.state or not other.state or one.state == other.state)


def read_species(text: str) -> Species | None:
    """One substance or particle with its number in front; None where the text is none."""
    text = text.strip()
    state = _STATE.search(text)
    text = _STATE.sub("", text).strip()
    text = _LEADING_CHARGE.sub("", text) + "^" + text[1:].lstrip(" {")[0] if _LEADING_CHARGE.match(text) else text
    front = re.match(r"(\d+(?:/\d+|\.\d+)?|\\frac\s*\{?(\d+)\}?\s*\{?(\d+)\}?)\s*(?=[A-Z(\[^_e])", text)
    count = 1.0
    if front:
        text = text[front.end() :]
        above, _, below = (f"{front[2]}/{front[3]}" if front[2] else front[1]).partition("/")
        count = float(above) / (float(below) if below and float(below) else 1.0)
    squeezed = re.sub(r"\s+", "", text)
    if re.fullmatch(r"(?:\^\{?0\}?)?(?:_\{?-1\}?)?[eβ](?:\^\{?-\}?|-)?", squeezed):
        return Species("e-", frozenset({((("e", 1),), -1)}), "", count)
    if found := _OXIDATION.fullmatch(squeezed):
        charge = _ROMAN[found[2]]
        return Species(found[1], frozenset({(((_BY_NAME.get(found[1].casefold(), found[1]), 1),), charge)}), "", count)
    if (nuclide := _nuclide(text)) is not None:
        return Species(text, frozenset({(((f"nuclide {nuclide[0]}", nuclide[1]),), 0)}), "", count)
    readings = _readings(text)
    return Species(squeezed, readings, state[1] if state else "", count) if readings else None


def _readings(text: str) -> frozenset[tuple[tuple[tuple[str, int], ...], int]]:
    """(composition, charge): with a charge split off at the end, and with the digits before it on either side."""
    found = set()
    text = re.sub(r"\\?[·*]", "·", text.strip())
    charge = _CHARGE.search(text)
    if charge is None:
        composition = _composition(text)
        return frozenset({(composition, 0)}) if composition else frozenset()
    body, sign = text[: charge.start()], next(part for part in charge.groups() if part)
    sign = sign.replace(" ", "")
    if (composition := _composition(body)) and (value := _charge(sign)):
        found.add((composition, value))
    loose = re.fullmatch(r"(.*[A-Za-z)\]\d}])(\d)", body)
    if charge["signs"] and len(sign) == 1 and loose and (composition := _composition(loose[1])):
        # `Ca2+`, `SO42-`: the digit may be the charge.
        found.add((composition, int(loose[2]) * (1 if sign == "+" else -1)))
    return frozenset(found)


def _charge(sign: str) -> int:
    digits = re.sub(r"\D", "", sign)
    return (int(digits) if digits else sign.count("+") + sign.count("-")) * (1 if "+" in sign else -1)


def _composition(text: str) -> tuple[tuple[str, int], ...]:
    """Elements and their numbers, sorted; empty where the text is no formula. A dot starts a hydrate's next part."""
    total: Counter[str] = Counter()
    part = _FormulaPart()
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            return ()
        place = found.end()
        if found["bond"] and not text[place : place + 1].isalpha() and text[place : place + 1] not in ("(", "["):
            return ()
        if found["dot"]:
            if not part.ends_here() or not part.stack[0]:
                return ()
            _add(total, part.stack[0], part.factor)
            part = _FormulaPart()
        elif not (found["skip"] or found["bond"] or part.takes(found)):
            return ()
    if not part.ends_here():
        return ()
    _add(total, part.stack[0], part.factor)
    return tuple(sorted((name, count) for name, count in total.items() if count > 0))


class _FormulaPart:
    """One part of a formula while it is read: `CuSO4` of `CuSO4.5H2O`. Brackets nest."""

    def __init__(self) -> None:
        self.stack: list[Counter[str]] = [Counter()]
        """Counts of the open brackets; the first entry is the part itself."""
        self.factor = 1
        """The number before the part, 5 in `5H2O`."""
        self._last: Counter[str] = Counter()
        self._is_at_start = True

    def ends_here(self) -> bool:
        """Whether every bracket is closed."""
        return len(self.stack) == 1

    def takes(self, found: re.Match[str]) -> bool:
        """Adds an element, a bracket or a number; False where it cannot stand here."""
        if found["element"]:
            self._last = Counter({found["element"]: 1})
            self.stack[-1].update(self._last)
        elif found["open"]:
            self.stack.append(Counter())
            self._last = Counter()
        elif found["close"]:
            if self.ends_here():
                return False
            self._last = self.stack.pop()
            self.stack[-1].update(self._last)
        elif found["number"] and not self._takes_number(int(found["number"][:4])):
            return False
        self._is_at_start = False
        return True

    def _takes_number(self, number: int) -> bool:
        if not self._last:
            if not self._is_at_start:
                return False
            self.factor = number
        for name, count in self._last.items():
            self.stack[-1][name] += count * (number - 1)
        self._last = Counter()
        return True


def _add(total: Counter[str], part: Counter[str], factor: int) -> None:
    for name, count in part.items():
        total[name] += count * factor


def _nuclides(said: str, wanted: str) -> tuple[bool | None, str] | None:
    one, other = _nuclide(said), _nuclide(wanted)
    return None if one is None or other is None else (one == other, "nuclides")


def _nuclide(text: str) -> tuple[str, int] | None:
    """Symbol and mass number; the symbol of a metastable state ends in `*`, as `^{99m}Tc` is no `^{99}Tc`."""
    text = _NUCLIDE_SWAPPED.sub(r"\2_{\1}", text.strip().removeprefix("{}").strip())
    if found := _NUCLIDE.match(text):
        if text[found.end() :].strip(" {}^0"):
            return None
        symbol = found["symbol"]
        if found["number"] and symbol in NUMBERS and int(found["number"]) != NUMBERS[symbol]:
            symbol += "?"
    elif found := _NUCLIDE_NAME.match(text):
        symbol = found["name"] if found["name"] in NUMBERS else _BY_NAME.get(found["name"].casefold(), "")
    if found is None or not symbol:
        return None
    mass = found["mass"]
    return symbol + "*" * mass.endswith("m"), int(mass.rstrip("m"))


def _formulas(said: str, wanted: str) -> tuple[bool | None, str] | None:
    other = read_species(wanted)
    if other is None or not _looks_chemical(wanted) or _is_measured(wanted):
        return None
    one = read_species(said)
    if one is None:
        return None
    if not _same_species(one, other) or one.count != other.count:
        return False, "another formula"
    elements = {name for reading in other.readings for name, _ in reading[0]}
    if _squeezed(one.text) == _squeezed(other.text) or len(elements) <= 2 or "C" not in elements:
        return True, "the same formula"
    return None, "the same composition, written in another way"


def _is_measured(text: str) -> bool:
    """Whether a number stands before one symbol that is a unit as well: `12 N` are newtons, `300 K` kelvins; `2 Na` is sodium."""
    found = _BEFORE_SYMBOL.fullmatch(text)
    if found is None or found[2] not in NUMBERS:
        return False
    unit = parse_unit(found[2])
    return unit is not None and unit.is_known and constant(found[1]) is not None


def _squeezed(text: str) -> str:
    return re.sub(r"[_{}^\s·.*=≡-]|\\", "", text)


def _looks_chemical(text: str) -> bool:
    """Whether a key that could be a formula of elements is meant as one: it has a number, a charge or two elements of mixed case."""
    squeezed = re.sub(r"\s", "", _STATE.sub("", text))
    letters = re.sub(r"[^A-Za-z]", "", squeezed)
    if not letters:
        return False
    elements = re.findall(_ELEMENT, letters)
    return (
        bool(re.search(r"\d|[+-]$|[+-]\}?$", squeezed))
        or len(elements) >= 2
        or (len(letters) == 2 and letters[1].islower())
    )
