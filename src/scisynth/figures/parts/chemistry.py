"""Parts that figures of chemistry share: formulas, atomic masses, constants, beakers and captions.

Atomic masses are IUPAC's abridged standard atomic weights (2021) in g/mol; constants are CODATA 2018.
"""

import re
from collections import Counter
from collections.abc import Mapping

from scisynth.figures.scene.draw import LONG_SIDE_IN
from scisynth.figures.scene.sketch import Sketch

AVOGADRO = 6.02214076e23
"""1/mol."""
FARADAY = 96485.33
"""C/mol."""
GAS_CONSTANT = 8.314463
"""J/(mol K)."""
PLANCK = 6.62607015e-34
"""J s."""
LIGHT = 2.99792458e8
"""m/s."""
CHARGE = 1.602176634e-19
"""C."""
ELECTRON_MASS = 9.1093837e-31
"""kg."""
RYDBERG_EV = 13.605693
"""Of an infinitely heavy nucleus, eV."""
BOHR_PM = 52.917721

MASSES: Mapping[str, float] = {
    "H": 1.008, "Li": 6.94, "Be": 9.0122, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998,
    "Na": 22.990, "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098,
    "Ca": 40.078, "Ti": 47.867, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693,
    "Cu": 63.546, "Zn": 65.38, "Ga": 69.723, "Ge": 72.630, "As": 74.922, "Se": 78.971, "Br": 79.904, "Rb": 85.468,
    "Sr": 87.62, "Nb": 92.906, "Mo": 95.95, "Rh": 102.91, "Pd": 106.42, "Ag": 107.87, "Cd": 112.41, "In": 114.82,
    "Sn": 118.71, "Sb": 121.76, "Te": 127.60, "I": 126.90, "Cs": 132.91, "Ba": 137.33, "Ta": 180.95, "W": 183.84, "Ir": 192.22,
    "Pt": 195.08, "Au": 196.97, "Tl": 204.38, "Pb": 207.2, "Th": 232.04, "U": 238.03, "Ce": 140.12,
}  # fmt: skip


def composition(formula: str) -> Counter[str]:
    """Atoms of a formula, parentheses included; a charge after `^` is left out.

    >>> composition("Ca(OH)2") == {"Ca": 1, "O": 2, "H": 2}
    True
    """
    counts: list[Counter[str]] = [Counter()]
    for element, number, opening, closing, times in re.findall(
        r"([A-Z][a-z]?)(\d*)|(\()|(\))(\d*)", formula.partition("^")[0]
    ):
        if opening:
            counts.append(Counter())
        elif closing:
            inner = counts.pop()
            counts[-1].update({name: count * int(times or 1) for name, count in inner.items()})
        else:
            counts[-1][element] += int(number or 1)
    return counts[0]


def molar_mass(formula: str) -> float:
    """g/mol."""
    return sum(MASSES[element] * count for element, count in composition(formula).items())


def formula_text(formula: str) -> str:
    r"""A formula as mathematics; a charge follows `^`.

    >>> formula_text("SO4^2-")
    '$\\mathrm{SO_{4}^{2-}}$'
    """
    neutral, _, charge = formula.partition("^")
    lowered = re.sub(r"(?<=[A-Za-z)])(\d+)", r"_{\1}", neutral)
    return rf"$\mathrm{{{lowered}" + (rf"^{{{charge}}}" if charge else "") + "}$"


def plain_formula(formula: str) -> str:
    """A formula for running text: `CO2` to `CO₂`, `Cu^2+` to `Cu²⁺`."""
    neutral, _, charge = formula.partition("^")
    low = re.sub(
        r"(?<=[A-Za-z)])\d+", lambda match: match[0].translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")), neutral
    )
    return low + charge.translate(str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"))


def canvas(sketch: Sketch, left: float, bottom: float, right: float, top: float) -> float:
    """Fixes the scale of a page by an empty rectangle; gives points per unit."""
    sketch.axes("axes:canvas", (left, bottom, right, top), x_limits=(0, 1), y_limits=(0, 1), style="none")
    return LONG_SIDE_IN * 72 / max(right - left, top - bottom)
