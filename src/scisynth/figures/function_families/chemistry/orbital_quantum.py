"""Chemistry - Orbital / Quantum, levels: molecular orbitals of diatomics and the levels of hydrogen.

Bond order = (bonding - antibonding electrons) / 2; up to nitrogen, mixing lifts the 2p sigma above the 2p pi level. Hydrogen:
E_n = -13.606 eV / n^2. Level heights of molecular orbitals are schematic, those of hydrogen to scale.
"""

import math
from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.atoms import SUBSHELLS, configuration
from scisynth.figures.parts.chemistry import CHARGE, LIGHT, PLANCK, RYDBERG_EV, canvas, near_counts, other_options
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.grading.values.chemistry import NUMBERS

TYPE = "Chemistry - Orbital / Quantum"
HALF = 0.24
"""Half the width of a level line."""


def filled_level(
    sketch: Sketch, name: str, x: float, y: float, orbitals: int, electrons: int, tall: float = 0.5
) -> None:
    """Degenerate level lines side by side with their electrons by Hund's rule; ids `level:NAME0`, `electron:NAME0up`."""
    for index, pair in enumerate(_pairs(orbitals, electrons)):
        centre = x + (index - (orbitals - 1) / 2) * 0.62
        level = sketch.line(f"level:{name}{index}", (centre - HALF, y), (centre + HALF, y), width=2.2, color="#333333")
        for spin, shown, at in zip(("up", "down"), pair, (-0.08, 0.08), strict=True):
            if shown:
                ends = [(centre + at, y + part) for part in (-0.45 * tall, 0.55 * tall)]
                color = BLUE if spin == "up" else RED
                arrow = f"electron:{name}{index}{spin}"
                sketch.arrow(arrow, *(ends if spin == "up" else ends[::-1]), width=1.1, color=color, z=3)
                sketch.claim("on", arrow, level, tolerance=12)


def _pairs(orbitals: int, electrons: int) -> list[tuple[bool, bool]]:
    """Spin up and spin down in each of several orbitals of one energy."""
    return [(index < electrons, index < electrons - orbitals) for index in range(orbitals)]


DIATOMICS = [
    "H2",
    "H2+",
    "He2+",
    "Li2",
    "B2",
    "C2",
    "N2",
    "O2",
    "F2",
    "N2+",
    "O2+",
    "O2-",
    "F2+",
    "C2-",
    "B2+",
    "C2+",
    "N2-",
    "F2-",
    "O2++",
    "C2--",
    "O2--",
    "N2++",
    "Li2+",
    "Ne2+",
    "B2-",
    "Be2+",
    "Be2-",
]


def molecular_orbitals(number: int, electrons: int) -> list[tuple[str, int, int, int]]:
    """Name, orbitals, sign (+1 bonding) and electrons, from below, of a homonuclear diatomic up to neon (valence shell)."""
    if number <= 2:
        order = [("1sσ", 1, 1), ("1sσ*", 1, -1)]
    else:
        upper = [("2pσ", 1, 1), ("2pπ", 2, 1)] if number >= 8 else [("2pπ", 2, 1), ("2pσ", 1, 1)]
        order = [("2sσ", 1, 1), ("2sσ*", 1, -1), *upper, ("2pπ*", 2, -1), ("2pσ*", 1, -1)]
    result = []
    for name, orbitals, sign in order:
        inside = min(electrons, 2 * orbitals)
        electrons -= inside
        result.append((name, orbitals, sign, inside))
    return result


def bond_order(levels: list[tuple[str, int, int, int]]) -> float:
    """Half the surplus of bonding electrons."""
    return sum(sign * inside for _, _, sign, inside in levels) / 2


@family(TYPE, "mo_diagram")
def mo_diagram(draw: Random) -> FigureScene:
    """Molecular orbitals of a diatomic with their electrons; bond order or magnetic moment."""
    word = draw.choice(DIATOMICS)
    symbol, tail = word.split("2", 1)
    charge = tail.count("+") - tail.count("-")
    number = NUMBERS[symbol]
    atom = {(n, ell): count for n, ell, count in configuration(number)}
    shell = {key: count for key, count in atom.items() if key[0] == max(n for n, _ in atom)}
    levels = molecular_orbitals(number, 2 * sum(shell.values()) - charge)
    if not any(inside for name, _, _, inside in levels if name.startswith("2p")):
        levels = [level for level in levels if not level[0].startswith("2p")]
    order = bond_order(levels)
    alone = sum(min(inside, 2 * orbitals - inside) for _, orbitals, _, inside in levels)
    step = 1.05
    heights = {name: step * (index + (1.0 if name.startswith("2p") else 0)) for index, (name, *_) in enumerate(levels)}
    sketch = Sketch()
    _draw_orbitals(sketch, levels, heights, shell)
    top, low = max(heights.values()) + 0.75, min(heights.values()) - 0.8
    shown = symbol + (
        "" if not charge else f"$^{{{abs(charge) if abs(charge) > 1 else ''}{'+' if charge > 0 else '-'}}}$"
    )
    for name, words, x in (
        ("left", symbol, -2.9),
        ("middle", "molecule" if not charge else "molecular ion", 0.0),
        ("right", symbol, 2.9),
    ):
        sketch.text(f"title:{name}", words, (x, top), size=13)
    sketch.arrow("axis:energy", (-4.2, low + 0.2), (-4.2, top), width=1.2)
    sketch.text("label:energy", "energy", (-4.2, (top + low) / 2), of="axis:energy", rotation_deg=90, shift_pt=(-9, 0))
    canvas(sketch, -4.5, low, 4.2, top + 0.2)
    valence = sum(level[3] for level in levels)
    sketch.claim("count", "electron", value=valence + 2 * sum(shell.values()))
    sketch.claim("order", *(f"level:{name}0" for name, *_ in levels), value="bottom_to_top")
    sketch.claim(
        "count",
        "level",
        value=sum(level[1] for level in levels)
        + 2 * sum(3 if part[1] == "p" else 1 for part in {name[:2] for name, *_ in levels}),
    )
    answer = Answer(text=f"{order:g}", value=order)
    asked, solution, hidden = "bond order", f"(bonding - antibonding)/2 = {order:g}", f"bond order {order:g}"
    if draw.random() < 0.4:
        moment = math.sqrt(alone * (alone + 2))
        answer, asked = number_answer(moment, "μ_B"), "spin-only magnetic moment in Bohr magnetons"
        solution, hidden = (
            f"{alone} unpaired electrons: √({alone}·{alone + 2}) = {format_number(moment)} μ_B",
            f"{format_number(moment)} μ_B",
        )
    anti = sum(inside for _, _, sign, inside in levels if sign < 0)
    species = f"{symbol}₂" + ("" if not charge else f" with charge {charge:+d}")
    highest = [name for name, _, _, inside in levels if inside][-1]
    return sketch.scene(
        problem=f"The valence electrons of the diatomic species {species} fill its molecular orbitals as shown. Find its {asked}.",
        multimodal_question=f"Find the {asked} of the diatomic species from its diagram of molecular orbitals.",
        givens=(Quantity(symbol="N", value=valence, meaning="valence electrons of the molecule"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(
                draw, "How many electrons stand in the molecular orbitals?", str(valence), near_counts(draw, valence, 1)
            ),
            make_quiz(draw, "How many electrons stand in starred orbitals?", str(anti), near_counts(draw, anti)),
            make_quiz(
                draw,
                "Which is the highest molecular orbital with electrons?",
                highest,
                other_options(draw, ["1sσ", "1sσ*", "2sσ", "2sσ*", "2pσ", "2pπ", "2pπ*", "2pσ*"], highest),
            ),
        ),
        alt_text=f"Diagram of molecular orbitals of two {symbol} atoms with {valence} valence electrons; drawn species {shown.split('$')[0]}₂.",
    )


def _draw_orbitals(
    sketch: Sketch,
    levels: list[tuple[str, int, int, int]],
    heights: dict[str, float],
    shell: dict[tuple[int, int], int],
) -> None:
    """Molecular orbitals in the middle, those of the atoms next to them, and which come from which."""
    for name, orbitals, _, inside in levels:
        filled_level(sketch, name, 0, heights[name], orbitals, inside)
        star = "^*" if name.endswith("*") else ""
        words = rf"$\{'sigma' if 'σ' in name else 'pi'}{star}_{{{name[:2]}}}$"
        edge = (orbitals - 1) * 0.31 + HALF
        sketch.text(
            f"name:{name}",
            words,
            (edge, heights[name]),
            of=f"level:{name}{orbitals - 1}",
            toward=(1, 0),
            gap_pt=5,
            size=12,
            halo=True,
        )
    for part in sorted({name[:2] for name, *_ in levels}):
        own = [name for name, *_ in levels if name[:2] == part]
        y = sum(heights[name] for name in own) / len(own)
        electrons = shell.get((int(part[0]), SUBSHELLS.index(part[1])), 0)
        for side, x in (("A", -2.9), ("B", 2.9)):
            orbitals = 3 if part[1] == "p" else 1
            filled_level(sketch, f"{part}{side}", x, y, orbitals, electrons)
            reach = (orbitals - 1) * 0.31 + HALF
            inner = x + reach if x < 0 else x - reach
            sketch.text(
                f"atom:{part}{side}",
                f"${part[0]}\\mathrm{{{part[1]}}}$",
                (x, y - 0.3),
                toward=(0, -1),
                gap_pt=2,
                size=12,
            )
            for name in own:
                num = next(level[1] for level in levels if level[0] == name)
                end = ((num - 1) * 0.31 + HALF) * (-1 if x < 0 else 1)
                sketch.line(
                    f"link:{name}{side}", (inner, y), (end, heights[name]), color=GREY, width=0.7, dash="dashed", z=0
                )


@family(TYPE, "hydrogen_transition")
def hydrogen_transition(draw: Random) -> FigureScene:
    """Energy levels of hydrogen to scale with a transition; its wavelength, frequency or energy."""
    low = draw.choice((1, 2, 2, 3))
    high = draw.randint(low + 1, 6)
    emits = draw.random() < 0.7
    bottom = low if low > 1 else 1
    energies = {n: -RYDBERG_EV / n**2 for n in range(bottom, 7)}
    scale = 5.2 / (0 - energies[bottom])
    sketch = Sketch()
    _draw_levels(sketch, energies, scale, bottom)
    ends = [(2.2, energies[high] * scale), (2.2, energies[low] * scale)]
    sketch.arrow("photon:jump", *(ends if emits else ends[::-1]), color=RED, width=2.0, z=4)
    sketch.claim("connected", "photon:jump", f"level:{high}")
    sketch.claim("connected", "photon:jump", f"level:{low}")
    for n in range(bottom + 1, 6):
        sketch.claim("parallel", f"level:{n}", f"level:{bottom}")
    sketch.claim("order", *(f"level:{n}" for n in energies), value="bottom_to_top")
    sketch.claim("ratio", "photon:jump", f"level:{low}", value=(energies[high] - energies[low]) * scale / 4.4)
    if not any(mark.id == f"number:{high}" for mark in sketch.marks):
        sketch.text(
            f"number:{high}",
            f"$n$ = {high}",
            (2.2, energies[high] * scale),
            of="photon:jump",
            toward=(1, 1),
            gap_pt=3,
            halo=True,
        )
    gap = energies[high] - energies[low]
    asked, answer, solution = _ask_photon(draw, gap, low, high)
    kind = "emission" if emits else "absorption"
    start, stop = (high, low) if emits else (low, high)
    levels = [str(n) for n in (1, 2, 3, 4, 5, 6)]
    return sketch.scene(
        problem=f"A hydrogen atom goes from n = {start} to n = {stop}; the levels are E = -13.606 eV / n². Find the {asked}.",
        multimodal_question=f"Find the {asked} for the transition of hydrogen that the arrow shows.",
        givens=(
            Quantity(symbol="n_i", value=start),
            Quantity(symbol="n_f", value=stop),
            Quantity(symbol="E_1", value=-13.606, unit="eV"),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(f"ΔE = {answer.text}" if answer.unit == "eV" else answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "At which level does the arrow start?",
                f"n = {start}",
                [f"n = {value}" for value in other_options(draw, levels, str(start))],
            ),
            make_quiz(
                draw,
                "At which level does the arrow end?",
                f"n = {stop}",
                [f"n = {value}" for value in other_options(draw, levels, str(stop))],
            ),
            make_quiz(
                draw,
                "Does the arrow show absorption or emission?",
                kind,
                ["absorption", "emission", "ionisation", "scattering"],
            ),
        ),
        alt_text=f"Energy levels of hydrogen from n = {bottom} to 6 with an arrow from n = {start} to n = {stop}.",
    )


def _ask_photon(draw: Random, gap: float, low: int, high: int) -> tuple[str, Answer, str]:
    """What is asked of a photon, with answer and solution; the gap in eV."""
    wavelength = PLANCK * LIGHT / (gap * CHARGE) * 1e9
    frequency = gap * CHARGE / PLANCK / 1e12
    asked, answer, solution = draw.choice(
        [
            (
                "wavelength of the photon in nm",
                number_answer(wavelength, "nm"),
                f"λ = h c / ΔE = {format_number(wavelength)} nm",
            ),
            (
                "frequency of the photon in THz",
                number_answer(frequency, "THz"),
                f"ν = ΔE / h = {format_number(frequency)} THz",
            ),
            (
                "energy of the photon in eV",
                number_answer(gap, "eV"),
                f"ΔE = 13.606 eV · (1/{low}² - 1/{high}²) = {format_number(gap)} eV",
            ),
        ]
    )
    return asked, answer, solution


def _draw_levels(sketch: Sketch, energies: dict[int, float], scale: float, bottom: int) -> None:
    """Levels with their numbers and energies as far as there is room, and the limit."""
    above = 0.0
    for n, energy in energies.items():
        y = energy * scale
        sketch.line(f"level:{n}", (0, y), (4.4, y), width=1.6, color=BLUE)
        crowded = n > bottom and y - above < 0.3
        if not crowded:
            above = y
            sketch.text(f"number:{n}", f"$n$ = {n}", (0, y), of=f"level:{n}", toward=(-1, 0))
            sketch.text(f"energy:{n}", f"−{-energy:.3f} eV", (4.4, y), of=f"level:{n}", toward=(1, 0))
    if energies[6] * scale < -0.3:
        sketch.line("level:limit", (0, 0), (4.4, 0), width=1.0, dash="dashed", color=GREY)
        sketch.text("number:limit", r"$n \rightarrow \infty$", (0, 0), of="level:limit", toward=(-1, 0))


@defect("mo_diagram", "promoted_electron")
def promoted_electron(scene: FigureScene, draw: Random) -> FigureScene:
    """An electron floats above its level."""
    arrow = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:") and isinstance(mark, Path)])
    assert isinstance(arrow, Path)
    moved = replace(arrow, points=tuple((x, y + 0.6) for x, y in arrow.points))
    return scene.with_marks(tuple(moved if mark.id == arrow.id else mark for mark in scene.marks))


@defect("hydrogen_transition", "wrong_final_level")
def wrong_final_level(scene: FigureScene, draw: Random) -> FigureScene:
    """The arrow ends between two levels."""
    jump = scene.mark("photon:jump")
    assert isinstance(jump, Path)
    (x0, y0), (x1, y1) = jump.points
    return scene.with_marks(
        tuple(
            replace(jump, points=((x0, y0), (x1, y0 + 0.7 * (y1 - y0)))) if mark.id == jump.id else mark
            for mark in scene.marks
        )
    )
