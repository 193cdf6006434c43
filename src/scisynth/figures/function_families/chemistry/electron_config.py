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


IONS = {
    "Fe": (2, 3), "Co": (2, 3), "Ni": (2,), "Cu": (2,), "Mn": (2, 3, 4), "Cr": (2, 3), "V": (2, 3), "Ti": (3, 2), "Sc": (2,),
}  # fmt: skip


@family(TYPE, "orbital_boxes")
def orbital_boxes(draw: Random) -> FigureScene:
    """Orbital boxes of an atom or ion; its spin-only magnetic moment follows from the unpaired electrons."""
    if draw.random() < 0.45:
        symbol = draw.choice(sorted(IONS))
        charge = draw.choice(IONS[symbol])
    else:
        symbol, charge = (
            draw.choice([item for item in ELEMENTS[4:36] if unpaired(configuration(NUMBERS[item]))]),
            0,
        )
    number = NUMBERS[symbol]
    core = max((size for size in CORES if size < number), default=0)
    filling = [item for item in configuration(number, charge) if item not in configuration(core)]
    order = sorted(filling)
    alone = unpaired(filling)
    moment = math.sqrt(alone * (alone + 2))
    sketch = Sketch()
    side, x = 0.62, 0.0
    if core:
        sketch.text("core:gas", f"[{CORES[core]}]", (0, side / 2), size=14, align="left")
        x = 0.95
    for n, ell, count in order:
        x = _boxes(sketch, n, ell, count, x, 0, side) + 0.35
    names = [f"name:{n}{SUBSHELLS[ell]}" for n, ell, _ in order]
    if len(names) > 1:
        sketch.claim("order", *names, value="left_to_right")
    canvas(sketch, -0.2, -0.75, max(x, 4.6), side + 0.55)
    shown, boxes = sum(count for *_, count in filling), sum(2 * ell + 1 for _, ell, _ in filling)
    sketch.claim("count", "electron", value=shown)
    sketch.claim("count", "box", value=boxes)
    species = ELEMENT_NAMES[number - 1] + (f"({charge}+) ion" if charge else " atom")
    last = order[-1]
    answer = number_answer(moment, "μ_B")
    downs = sum(down for _, ell, count in filling for _, down in spins(ell, count))
    full = sum(up and down for _, ell, count in filling for up, down in spins(ell, count))
    return sketch.scene(
        problem=f"The figure shows the occupied orbitals of the {species} in its ground state. "
        "Find its spin-only magnetic moment in Bohr magnetons.",
        multimodal_question="Find the spin-only magnetic moment, in Bohr magnetons, of the species in the figure.",
        givens=(
            Quantity(symbol="Z", value=number, meaning="atomic number"),
            Quantity(symbol="q", value=charge, unit="e"),
        ),
        unknown="the spin-only magnetic moment",
        answer=answer,
        solution=f"{alone} unpaired electrons: μ = √({alone}·{alone + 2}) μ_B = {format_number(moment)} μ_B",
        hidden=(answer.text, f"{format_number(moment)} μ"),
        quizzes=(
            make_quiz(draw, "How many electrons are drawn as arrows?", str(shown), near_counts(draw, shown, 1)),
            make_quiz(draw, "How many boxes are drawn?", str(boxes), near_counts(draw, boxes, 1)),
            make_quiz(draw, "How many boxes hold two electrons?", str(full), near_counts(draw, full)),
            make_quiz(draw, "How many arrows point down?", str(downs), near_counts(draw, downs)),
        ),
        alt_text=f"Orbital boxes up to {last[0]}{SUBSHELLS[last[1]]} with {shown} arrows"
        + (f" after the core [{CORES[core]}]." if core else "."),
    )


@family(TYPE, "aufbau_ladder")
def aufbau_ladder(draw: Random) -> FigureScene:
    """The energy ladder of the subshells, filled from below; which neutral atom is it?"""
    number = draw.randint(5, 36)
    filling = {(n, ell): count for n, ell, count in configuration(number)}
    rungs = MADELUNG[: max(MADELUNG.index(key) for key in filling) + 1]
    steps = {key: 0.78 * index for index, key in enumerate(rungs)}
    sketch = Sketch()
    columns, half = {0: 0.55, 1: 1.9, 2: 4.35}, 0.26
    for (n, ell), height in steps.items():
        name = f"{n}{SUBSHELLS[ell]}"
        for index, (up, down) in enumerate(spins(ell, filling.get((n, ell), 0))):
            x = columns[ell] + index * 0.62
            sketch.line(f"level:{name}{index}", (x - half, height), (x + half, height), width=2, color="#333333")
            for spin, shown, at in (("up", up, -0.08), ("down", down, 0.08)):
                if shown:
                    ends = [(x + at, height + part) for part in (0.06, 0.52)]
                    color = BLUE if spin == "up" else RED
                    arrow = sketch.arrow(
                        f"electron:{name}{index}{spin}", *(ends if spin == "up" else ends[::-1]), width=1.1, color=color
                    )
                    sketch.claim("near", arrow, f"level:{name}{index}")
        right = columns[ell] + 2 * ell * 0.62 + half
        words = rf"${n}\mathrm{{{SUBSHELLS[ell]}}}$"
        sketch.text(f"name:{name}", words, (right, height), of=f"level:{name}{2 * ell}", toward=(1, 0), gap_pt=4)
    sketch.claim("order", *(f"level:{n}{SUBSHELLS[ell]}0" for n, ell in rungs), value="bottom_to_top")
    top = max(steps.values()) + 0.9
    sketch.arrow("axis:energy", (-0.35, -0.25), (-0.35, top), width=1.2)
    sketch.text("label:energy", "energy", (-0.35, top / 2), of="axis:energy", rotation_deg=90, shift_pt=(-9, 0))
    sketch.claim("count", "electron", value=number)
    sketch.claim("count", "level", value=sum(2 * ell + 1 for _, ell in rungs))
    symbol, name = ELEMENTS[number - 1], ELEMENT_NAMES[number - 1]
    highest = f"{rungs[-1][0]}{SUBSHELLS[rungs[-1][1]]}"
    alone, every = unpaired(configuration(number)), [f"{n}{SUBSHELLS[ell]}" for n, ell in MADELUNG]
    written = ", ".join(f"{n}{SUBSHELLS[ell]} with {filling.get((n, ell), 0)}" for n, ell in rungs)
    top_count = filling.get(rungs[-1], 0)
    return sketch.scene(
        problem=f"The ground state of a neutral atom fills the subshells {written} as the energy ladder shows. Which element is it?",
        multimodal_question="Which element's neutral atom has the ground state shown?",
        givens=(Quantity(symbol="q", value=0, unit="e", meaning="charge of the atom"),),
        unknown="the element",
        answer=Answer(text=f"{name} ({symbol})"),
        solution=f"{number} electrons in a neutral atom mean Z = {number}: {name}",
        hidden=(f"Z = {number}", name),
        quizzes=(
            make_quiz(draw, "Which is the highest subshell drawn?", highest, other_options(draw, every, highest)),
            make_quiz(draw, "How many electrons stand in that subshell?", str(top_count), near_counts(draw, top_count)),
            make_quiz(draw, "How many electrons are alone on their level?", str(alone), near_counts(draw, alone)),
        ),
        alt_text=f"Energy ladder of the subshells up to {highest} with arrows for the electrons of a neutral atom.",
    )


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


@defect("orbital_boxes", "against_hund")
def against_hund(scene: FigureScene, draw: Random) -> FigureScene:
    """An electron moves from its own box into another one, or out of the row where there is none."""
    moved = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:") and isinstance(mark, Path)])
    assert isinstance(moved, Path)
    step = 0.62 if draw.random() < 0.5 else -0.62
    points = tuple((x + step, y) for x, y in moved.points)
    return scene.with_marks(
        tuple(replace(moved, points=points) if mark.id == moved.id else mark for mark in scene.marks)
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


@defect("aufbau_ladder", "swapped_levels")
def swapped_levels(scene: FigureScene, draw: Random) -> FigureScene:
    """Two rungs of the ladder change places, as if they filled in another order."""
    names = sorted({mark.id[6:8] for mark in scene.marks if mark.id.startswith("level:")})
    one, two = draw.sample(names, 2)
    heights = {
        name: next(m.points[0][1] for m in scene.marks if isinstance(m, Path) and m.id == f"level:{name}0")
        for name in (one, two)
    }
    shift = {one: heights[two] - heights[one], two: heights[one] - heights[two]}
    return scene.with_marks(
        tuple(
            replace(mark, points=tuple((x, y + shift[mark.id[6:8]]) for x, y in mark.points))
            if isinstance(mark, Path) and mark.id.startswith("level:") and mark.id[6:8] in shift
            else mark
            for mark in scene.marks
        )
    )
