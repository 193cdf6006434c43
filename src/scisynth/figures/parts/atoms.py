"""Parts of figures of atoms: ground states, shells, Slater's charge, and rows of orbital boxes.

Subshells fill by n + l, then n (Madelung); within one, spins stay parallel as long as they can (Hund) and two share an orbital
with opposite spins (Pauli). A few atoms move an outer s electron to the d subshell. Ions lose electrons from the highest n
first. Shielding follows Slater's rules (1930).
"""

import math
from collections.abc import Sequence

from scisynth.figures.parts.chemistry import plain_formula
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.sketch import Sketch

SUBSHELLS = "spdf"
MADELUNG = sorted(((n, ell) for n in range(1, 6) for ell in range(min(n, 3))), key=lambda item: (sum(item), item[0]))
"""(n, l) in the order of filling, without f subshells."""
MOVED = {24: 1, 29: 1, 41: 1, 42: 1, 44: 1, 45: 1, 46: 2, 47: 1}
"""Electrons that the ground state has in (n - 1)d instead of ns (NIST)."""
CORES = {2: "He", 10: "Ne", 18: "Ar", 36: "Kr"}
"""Noble gases by their number of electrons."""
IONS = {
    "N": (-3,), "O": (-2,), "F": (-1,), "Na": (1,), "Mg": (2,), "Al": (3,), "P": (-3,), "S": (-2,), "Cl": (-1,), "K": (1,),
    "Ca": (2,), "Sc": (3,), "Ti": (2, 3), "V": (2, 3, 4), "Cr": (2, 3), "Mn": (2, 3, 4), "Fe": (2, 3), "Co": (2, 3), "Ni": (2,),
    "Cu": (1, 2), "Zn": (2,), "Ga": (3,), "Se": (-2,), "Br": (-1,), "Rb": (1,), "Sr": (2,), "Mo": (3,), "Ru": (2, 3), "Rh": (3,),
    "Pd": (2,), "Ag": (1,), "Cd": (2,), "Sn": (2, 4), "I": (-1,),
}  # fmt: skip
"""Charges of ions that occur in salts and complexes."""
MASS_NUMBERS = (
    1, 4, 7, 9, 11, 12, 14, 16, 19, 20, 23, 24, 27, 28, 31, 32, 35, 40, 39, 40, 45, 48, 51, 52, 55, 56, 59, 58, 63, 64, 69, 74,
    75, 80, 79, 84, 85, 88, 89, 90, 93, 98, 98, 102, 103, 106, 107, 114, 115, 120, 121, 130, 127, 132,
)  # fmt: skip
"""Mass number of the most abundant nuclide, hydrogen to xenon; of technetium, of a long-lived one."""
Filling = list[tuple[int, int, int]]
"""(n, l, electrons) in the order of filling."""


def configuration(number: int, charge: int = 0) -> Filling:
    """Ground state of an atom up to xenon (Z = 54), or of its ion."""
    left, filled = number, {}
    for n, ell in MADELUNG:
        filled[n, ell] = min(left, 4 * ell + 2)
        left -= filled[n, ell]
    if number in MOVED:
        outer = max(n for (n, ell), count in filled.items() if count and ell == 0)
        filled[outer, 0] -= MOVED[number]
        filled[outer - 1, 2] += MOVED[number]
    for _ in range(max(charge, 0)):
        filled[max(key for key, count in filled.items() if count)] -= 1
    for _ in range(max(-charge, 0)):
        filled[next(key for key in MADELUNG if filled[key] < 4 * key[1] + 2)] += 1
    return [(n, ell, filled[n, ell]) for n, ell in MADELUNG if filled[n, ell]]


def outside_core(number: int, charge: int = 0) -> tuple[str, Filling]:
    """The noble gas whose electrons are left out, "" for none, and what lies outside it, by n and l."""
    core = max((size for size in CORES if size < number - max(charge, 0) and size < number), default=0)
    inner = configuration(core) if core else []
    return CORES.get(core, ""), sorted(item for item in configuration(number, charge) if item not in inner)


def unpaired(filling: Filling) -> int:
    """Electrons alone in their orbital, by Hund's rule."""
    return sum(min(count, 2 * (2 * ell + 1) - count) for _, ell, count in filling)


def spin_moment(alone: int) -> float:
    """Spin-only magnetic moment of so many unpaired electrons, in Bohr magnetons: sqrt(N (N + 2))."""
    return math.sqrt(alone * (alone + 2))


def spins(ell: int, electrons: int) -> list[tuple[bool, bool]]:
    """Whether each of the 2l + 1 orbitals holds its first and its second electron."""
    orbitals = 2 * ell + 1
    return [(index < electrons, index < electrons - orbitals) for index in range(orbitals)]


def shells(electrons: int) -> list[int]:
    """Electrons in each shell, from the inside, of an atom or ion up to calcium."""
    filled: dict[int, int] = {}
    for n, _, count in configuration(electrons):
        filled[n] = filled.get(n, 0) + count
    return [filled[n] for n in sorted(filled)]


def slater_charge(number: int, electrons: int) -> float:
    """Effective nuclear charge for an outermost s or p electron, up to calcium."""
    filled = shells(electrons)
    if len(filled) == 1:
        return number - 0.30 * (filled[0] - 1)
    inner = 0.85 * filled[-2] + sum(filled[:-2])
    return number - 0.35 * (filled[-1] - 1) - inner


def valence(number: int) -> int:
    """Electrons of the outermost shell of a neutral atom."""
    outer = configuration(number)
    top = max(n for n, _, _ in outer)
    return sum(count for n, _, count in outer if n == top)


def subshell(n: int, ell: int) -> str:
    """`3d`."""
    return f"{n}{SUBSHELLS[ell]}"


def subshell_words(n: int, ell: int) -> str:
    """A subshell for a label, its letter upright."""
    return rf"${n}\mathrm{{{SUBSHELLS[ell]}}}$"


def written(filling: Filling, core: str = "") -> str:
    """A configuration in running text: `[Ar] 3d⁵ 4s¹`."""
    parts = [f"{subshell(n, ell)}{str(count).translate(RAISED)}" for n, ell, count in sorted(filling)]
    return " ".join([f"[{core}]", *parts] if core else parts)


def ion(symbol: str, charge: int) -> str:
    """A species in running text: `Fe³⁺`, `X`."""
    return plain_formula(charged(symbol, charge))


def charged(symbol: str, charge: int) -> str:
    """A species with its charge after `^`, as `formula_text` takes it."""
    if not charge:
        return symbol
    return f"{symbol}^{abs(charge) if abs(charge) > 1 else ''}{'+' if charge > 0 else '-'}"


def boxes(sketch: Sketch, n: int, ell: int, electrons: int, left: float, bottom: float, side: float) -> float:
    """One subshell: a row of boxes, their electrons as arrows and its name below; gives its right end."""
    name = subshell(n, ell)
    for index, shown in enumerate(spins(ell, electrons)):
        x = left + index * side
        box = sketch.rectangle(f"box:{name}{index}", x, bottom, x + side, bottom + side, width=1.1)
        for spin in both_spins(shown):
            at = 0.34 if spin == "up" else 0.66
            ends = [(x + at * side, bottom + part * side) for part in (0.16, 0.84)]
            arrow = f"electron:{name}{index}{spin}"
            sketch.arrow(arrow, *(ends if spin == "up" else ends[::-1]), width=1.3, color=BLUE if spin == "up" else RED)
            sketch.claim("inside", arrow, box)
    middle = left + (2 * ell + 1) * side / 2
    sketch.text(f"name:{name}", subshell_words(n, ell), (middle, bottom - 0.1 * side), valign="top", size=12)
    sketch.claim("near", f"name:{name}", f"box:{name}{ell}")
    return left + (2 * ell + 1) * side


def both_spins(shown: Sequence[bool]) -> list[str]:
    """`up` and `down` as far as an orbital holds them; a lone electron is drawn up."""
    return [spin for spin, there in zip(("up", "down"), shown, strict=True) if there]


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
