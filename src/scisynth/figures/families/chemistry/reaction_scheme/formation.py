"""Reactions and their states: formulas with numbers and phases, their elements, and their standard enthalpies of formation.

Enthalpies at 298 K in kJ/mol are those of the CRC Handbook (97th edition); those of elements are 0.
"""

from collections import Counter
from collections.abc import Mapping

from scisynth.figures.parts.chemistry import composition, formula_text, plain_formula

FORMATION: Mapping[str, float] = {
    "H2O(l)": -285.8, "H2O(g)": -241.8, "CO2(g)": -393.5, "CO(g)": -110.5, "CH4(g)": -74.6, "C2H2(g)": 227.4, "C2H4(g)": 52.4,
    "C2H6(g)": -84.0, "C3H6(g)": 20.0, "C3H8(g)": -103.8, "C6H6(l)": 49.1, "C6H12(l)": -156.4, "CH3OH(l)": -239.2,
    "C2H5OH(l)": -277.6, "NH3(g)": -45.9, "NO(g)": 91.3, "NO2(g)": 33.2, "N2H4(l)": 50.6, "SO2(g)": -296.8, "SO3(g)": -395.7,
    "H2S(g)": -20.6, "HCl(g)": -92.3, "NH4Cl(s)": -314.4, "PCl3(l)": -319.7, "PCl5(s)": -443.5, "Fe2O3(s)": -824.2,
    "Al2O3(s)": -1675.7, "CaO(s)": -634.9, "CaCO3(s)": -1207.6, "MgO(s)": -601.6, "CS2(l)": 89.0,
}  # fmt: skip
ELEMENTS = {
    "H": "H2(g)", "O": "O2(g)", "N": "N2(g)", "Cl": "Cl2(g)", "C": "C(s)", "S": "S(s)", "P": "P(s)", "Fe": "Fe(s)", "Al": "Al(s)",
    "Ca": "Ca(s)", "Mg": "Mg(s)",
}  # fmt: skip
Side = tuple[tuple[int, str], ...]
"""Numbers and substances of one state."""


def side(words: str) -> Side:
    """`CH4(g) + 2 O2(g)` as numbers and substances.

    >>> side("CH4(g) + 2 O2(g)")
    ((1, 'CH4(g)'), (2, 'O2(g)'))
    """
    parts = (part.split() for part in words.split(" + "))
    return tuple((int(part[0]) if len(part) == 2 else 1, part[-1]) for part in parts)


REACTIONS = tuple((side(one), side(two)) for one, two in (
    ("CH4(g) + 2 O2(g)", "CO2(g) + 2 H2O(l)"), ("C2H4(g) + H2(g)", "C2H6(g)"), ("4 NH3(g) + 5 O2(g)", "4 NO(g) + 6 H2O(g)"),
    ("2 SO2(g) + O2(g)", "2 SO3(g)"), ("CO(g) + H2O(g)", "CO2(g) + H2(g)"), ("CH4(g) + H2O(g)", "CO(g) + 3 H2(g)"),
    ("Fe2O3(s) + 3 CO(g)", "2 Fe(s) + 3 CO2(g)"), ("CaCO3(s)", "CaO(s) + CO2(g)"), ("2 H2S(g) + SO2(g)", "3 S(s) + 2 H2O(l)"),
    ("C2H5OH(l) + 3 O2(g)", "2 CO2(g) + 3 H2O(l)"), ("CO(g) + 2 H2(g)", "CH3OH(l)"), ("CS2(l) + 3 O2(g)", "CO2(g) + 2 SO2(g)"),
    ("4 HCl(g) + O2(g)", "2 Cl2(g) + 2 H2O(g)"), ("NH3(g) + HCl(g)", "NH4Cl(s)"), ("2 Mg(s) + CO2(g)", "2 MgO(s) + C(s)"),
    ("2 NO(g) + O2(g)", "2 NO2(g)"), ("C3H8(g) + 5 O2(g)", "3 CO2(g) + 4 H2O(l)"), ("PCl3(l) + Cl2(g)", "PCl5(s)"),
    ("N2H4(l) + O2(g)", "N2(g) + 2 H2O(g)"), ("2 Al(s) + Fe2O3(s)", "Al2O3(s) + 2 Fe(s)"),
))  # fmt: skip
"""Left and right side, for a way over the elements."""
BURNABLE = tuple((side(one), side(two)) for one, two in (
    ("C2H4(g) + H2(g)", "C2H6(g)"), ("C2H2(g) + 2 H2(g)", "C2H6(g)"), ("C6H6(l) + 3 H2(g)", "C6H12(l)"), ("CO(g) + 2 H2(g)", "CH3OH(l)"),
    ("2 C(s) + 3 H2(g)", "C2H6(g)"), ("3 C(s) + 4 H2(g)", "C3H8(g)"), ("C(s) + 2 H2(g)", "CH4(g)"), ("2 CH4(g)", "C2H4(g) + 2 H2(g)"),
    ("C3H6(g) + H2(g)", "C3H8(g)"), ("C2H2(g) + H2(g)", "C2H4(g)"), ("3 C2H2(g)", "C6H6(l)"), ("6 C(s) + 3 H2(g)", "C6H6(l)"),
))  # fmt: skip
"""For a way over carbon dioxide and water."""
ROUTES = tuple((side(one), side(two), side(three)) for one, two, three in (
    ("2 S(s) + 3 O2(g)", "2 SO2(g) + O2(g)", "2 SO3(g)"), ("2 C(s) + 2 O2(g)", "2 CO(g) + O2(g)", "2 CO2(g)"),
    ("N2(g) + 2 O2(g)", "2 NO(g) + O2(g)", "2 NO2(g)"), ("2 P(s) + 5 Cl2(g)", "2 PCl3(l) + 2 Cl2(g)", "2 PCl5(s)"),
    ("C2H2(g) + 2 H2(g)", "C2H4(g) + H2(g)", "C2H6(g)"), ("2 CH4(g) + 4 O2(g)", "2 CO(g) + 4 H2O(g) + O2(g)", "2 CO2(g) + 4 H2O(g)"),
    ("CH4(g) + 2 O2(g)", "CO2(g) + 2 H2O(g)", "CO2(g) + 2 H2O(l)"),
))  # fmt: skip
"""Start, intermediate, end."""


def _formula(substance: str) -> str:
    """`CH4` of `CH4(g)`."""
    return substance[: substance.rindex("(")]


def atoms_of(state: Side) -> Counter[str]:
    """How many atoms of each element a state holds."""
    atoms: Counter[str] = Counter()
    for number, substance in state:
        for element, count in composition(_formula(substance)).items():
            atoms[element] += number * count
    return atoms


def is_whole(state: Side) -> bool:
    """Whether its elements are whole molecules."""
    return all(count % _size(element) == 0 for element, count in atoms_of(state).items())


def _size(element: str) -> int:
    return composition(_formula(ELEMENTS[element]))[element]


def elements_of(state: Side) -> Side:
    """The elements of which a state is made."""
    return tuple((count // _size(element), ELEMENTS[element]) for element, count in atoms_of(state).items())


def burnt(state: Side) -> Side:
    """Carbon dioxide and water from the carbon and hydrogen of a state."""
    atoms = atoms_of(state)
    return (atoms["C"], "CO2(g)"), (atoms["H"] // 2, "H2O(l)")


def oxygen_for(state: Side) -> float:
    """Molecules of oxygen that burn a state."""
    return (atoms_of(burnt(state))["O"] - atoms_of(state)["O"]) / 2


def enthalpy(state: Side) -> float:
    """Of formation of a state, kJ."""
    return sum(number * FORMATION.get(substance, 0.0) for number, substance in state)


def words_of(state: Side) -> str:
    """`CH₄(g) + 2 O₂(g)`."""
    return " + ".join(f"{number if number > 1 else ''} {plain_formula(name)}".strip() for number, name in state)


def label_of(state: Side) -> str:
    """The same as mathematics."""
    parts = []
    for number, name in state:
        formula, _, phase = name.rpartition("(")
        parts.append(f"{number if number > 1 else ''} {formula_text(formula)}({phase}".strip())
    return " + ".join(parts)
