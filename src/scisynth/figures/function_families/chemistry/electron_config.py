"""Chemistry - Electron Config, filling: orbital boxes, energy ladders and Bohr shells.

Subshells fill by n + l, then n (Madelung); within one, spins stay parallel as long as they can (Hund) and two share an orbital
with opposite spins (Pauli). Cr and Cu move one 4s electron to 3d. Ions lose electrons from the highest n first. Spin-only
magnetic moment: sqrt(N (N + 2)) Bohr magnetons for N unpaired electrons. Shielding follows Slater's rules (1930).
"""

import math
from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import canvas, near_counts, other_options
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, ELEMENTS, NUMBERS

TYPE = "Chemistry - Electron Config"
SUBSHELLS = "spdf"
MADELUNG = sorted(((n, ell) for n in range(1, 6) for ell in range(min(n, 3))), key=lambda item: (sum(item), item[0]))
MOVED = {24: 1, 29: 1}
"""Electrons that the ground state has in 3d instead of 4s."""
CORES = {10: "Ne", 18: "Ar"}
Filling = list[tuple[int, int, int]]
"""(n, l, electrons) in the order of filling."""


def configuration(number: int, charge: int = 0) -> Filling:
    """Ground state of an atom up to krypton, or of its ion."""
    left, filled = number, {}
    for n, ell in MADELUNG:
        filled[n, ell] = min(left, 4 * ell + 2)
        left -= filled[n, ell]
    if number in MOVED:
        filled[4, 0], filled[3, 2] = filled[4, 0] - 1, filled[3, 2] + 1
    for _ in range(max(charge, 0)):
        filled[max(key for key, count in filled.items() if count)] -= 1
    for _ in range(max(-charge, 0)):
        filled[next(key for key in MADELUNG if filled[key] < 4 * key[1] + 2)] += 1
    return [(n, ell, filled[n, ell]) for n, ell in MADELUNG if filled[n, ell]]


def unpaired(filling: Filling) -> int:
    """Electrons alone in their orbital, by Hund's rule."""
    return sum(min(count, 2 * (2 * ell + 1) - count) for _, ell, count in filling)


def spins(ell: int, electrons: int) -> list[tuple[bool, bool]]:
    """Spin up and spin down of each of the 2l + 1 orbitals."""
    orbitals = 2 * ell + 1
    return [(index < electrons, index < electrons - orbitals) for index in range(orbitals)]


def _boxes(sketch: Sketch, n: int, ell: int, electrons: int, left: float, bottom: float, side: float) -> float:
    """One subshell: its boxes, electrons and name; gives its right end."""
    name = f"{n}{SUBSHELLS[ell]}"
    for index, (up, down) in enumerate(spins(ell, electrons)):
        x = left + index * side
        box = sketch.rectangle(f"box:{name}{index}", x, bottom, x + side, bottom + side, width=1.1)
        for spin, shown, at in (("up", up, 0.34), ("down", down, 0.66)):
            if shown:
                ends = [(x + at * side, bottom + part * side) for part in (0.16, 0.84)]
                arrow = f"electron:{name}{index}{spin}"
                sketch.arrow(
                    arrow, *(ends if spin == "up" else ends[::-1]), width=1.3, color=BLUE if spin == "up" else RED
                )
                sketch.claim("inside", arrow, box)
    middle = left + (2 * ell + 1) * side / 2
    sketch.text(
        f"name:{name}", rf"${n}\mathrm{{{SUBSHELLS[ell]}}}$", (middle, bottom - 0.1 * side), valign="top", size=12
    )
    sketch.claim("near", f"name:{name}", f"box:{name}{ell}")
    return left + (2 * ell + 1) * side


NUCLIDES = {
    "Li": (4, 1), "Be": (5, 2), "N": (7, -3), "O": (8, -2), "F": (10, -1), "Na": (12, 1), "Mg": (12, 2), "Al": (14, 3),
    "P": (16, -3), "S": (16, -2), "Cl": (18, -1), "K": (20, 1), "Ca": (20, 2), "B": (6, 0), "C": (6, 0), "Si": (14, 0),
    "Ne": (10, 0), "Ar": (22, 0),
}  # fmt: skip
"""Neutrons of the most abundant nuclide, and the charge of the common ion."""


def shells(electrons: int) -> list[int]:
    """Electrons in each shell, up to calcium."""
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


@family(TYPE, "bohr_shells")
def bohr_shells(draw: Random) -> FigureScene:
    """Nucleus and shells of an atom or ion; charge, mass number or effective nuclear charge."""
    symbol = draw.choice(sorted(NUCLIDES))
    neutrons, common = NUCLIDES[symbol]
    number, charge = NUMBERS[symbol], draw.choice((0, common))
    electrons = number - charge
    filled = shells(electrons)
    sketch = Sketch()
    nucleus = sketch.circle("nucleus:core", (0, 0), 0.55, fill=PALE_ORANGE, color=RED)
    for name, words, y in (("p", rf"${number}\,\mathrm{{p}}^+$", 0.19), ("n", rf"${neutrons}\,\mathrm{{n}}$", -0.19)):
        sketch.text(f"label:{name}", words, (0, y), size=12)
        sketch.claim("inside", f"label:{name}", nucleus)
    for shell, count in enumerate(filled, 1):
        radius = 0.55 + 0.48 * shell
        sketch.circle(f"shell:{shell}", (0, 0), radius, color=GREY, width=1.0)
        for index in range(count):
            angle = math.pi / 2 + 2 * math.pi * (index / count) + 0.35 * (shell - 1)
            dot = sketch.dot(
                f"electron:{shell}.{index}", (radius * math.cos(angle), radius * math.sin(angle)), 0.085, color=BLUE
            )
            sketch.claim("on", dot, f"shell:{shell}")
    canvas(sketch, -2.6, -2.6, 2.6, 2.6)
    sketch.claim("count", "electron", value=electrons)
    sketch.claim("count", "shell", value=len(filled))
    effective = slater_charge(number, electrons)
    sign = f"{abs(charge)}{'+' if charge > 0 else '−'}" if charge else "0"
    asked, answer, solution, hidden = draw.choice(
        [
            (
                "charge number",
                Answer(text=sign, value=charge),
                f"{number} protons - {electrons} electrons = {charge:+d}",
                f"charge {sign}",
            ),
            (
                "mass number",
                Answer(text=str(number + neutrons), value=number + neutrons),
                f"A = {number} + {neutrons} = {number + neutrons}",
                f"A = {number + neutrons}",
            ),
            (
                "effective nuclear charge that Slater's rules give for an electron of the outermost shell",
                number_answer(effective, ""),
                f"Z_eff = {number} - S = {format_number(effective)}",
                f"Z_eff = {format_number(effective)}",
            ),
        ]
    )
    outer = filled[-1]
    return sketch.scene(
        problem=f"A particle has {number} protons, {neutrons} neutrons and the electrons shown in its shells "
        f"({', '.join(map(str, filled))} from the inside). Find its {asked}.",
        multimodal_question=f"Find the {asked} of the particle in the figure.",
        givens=(
            Quantity(symbol="p", value=number, meaning="protons"),
            Quantity(symbol="n", value=neutrons, meaning="neutrons"),
            Quantity(symbol="e", value=electrons, meaning="electrons"),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(draw, "How many electrons are in the outermost shell?", str(outer), near_counts(draw, outer, 1)),
            make_quiz(draw, "How many shells are drawn?", str(len(filled)), near_counts(draw, len(filled), 1)),
            make_quiz(
                draw,
                "How many neutrons does the nucleus have?",
                str(neutrons),
                [str(neutrons + 1), str(neutrons + 2), str(neutrons - 1)],
            ),
        ),
        alt_text=f"Bohr model: a nucleus of {number} protons and {neutrons} neutrons in {len(filled)} shells of electrons.",
    )


@defect("bohr_shells", "electron_off_shell")
def electron_off_shell(scene: FigureScene, draw: Random) -> FigureScene:
    """An electron floats between the shells."""
    moved = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:") and isinstance(mark, Round)])
    assert isinstance(moved, Round)
    x, y = moved.center
    share = 1 - 0.24 / math.hypot(x, y)
    placed = replace(moved, center=(x * share, y * share))
    return scene.with_marks(tuple(placed if mark.id == moved.id else mark for mark in scene.marks))


