"""Nucleus and shells: atoms and ions up to calcium as rings, as arcs with numbers, or a metal next to a nonmetal.

A nuclide has Z protons and N neutrons, A = Z + N. Atoms of a metal give all their outer electrons to atoms of a nonmetal, which
fill their shell to eight. Shielding follows Slater's rules (1930).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import gcd
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import shells, slater_charge, valence
from scisynth.figures.parts.chemistry import AVOGADRO, CHARGE, canvas, plain_formula
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, NUMBERS

ISOTOPES = {
    "Li": (6, 7), "Be": (9,), "B": (10, 11), "C": (12, 13), "N": (14, 15), "O": (16, 17, 18), "F": (19,), "Ne": (20, 21, 22),
    "Na": (23,), "Mg": (24, 25, 26), "Al": (27,), "Si": (28, 29, 30), "P": (31,), "S": (32, 33, 34), "Cl": (35, 37),
    "Ar": (36, 38, 40), "K": (39, 41), "Ca": (40, 42, 43, 44),
}  # fmt: skip
"""Mass numbers of stable nuclides."""
METALS, NONMETALS = ("Li", "Na", "K", "Mg", "Ca", "Al"), ("N", "O", "F", "P", "S", "Cl")
CHARGES = {
    "N": -3,
    "O": -2,
    "F": -1,
    "P": -3,
    "S": -2,
    "Cl": -1,
    **{metal: valence(NUMBERS[metal]) for metal in METALS},
}
UNKNOWN = {("Na", "N"), ("K", "N")}
"""Salts that no laboratory has in a bottle."""
CORE, RING = 0.55, 0.48
"""Radius of the nucleus, and from shell to shell."""
ATOMIC_MASS = 1e-3 / AVOGADRO
"""kg."""
PAIR = 6.4
"""Between the nuclei of two atoms."""


def _symbol(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(METALS if values["layout"] == "pair" else sorted(ISOTOPES))


def _mass(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return draw.choice(ISOTOPES[values["symbol"]])


def _charge(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return 0 if values["layout"] == "pair" else draw.choice((0, CHARGES.get(values["symbol"], 0)))


def _partner(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(NONMETALS) if values["layout"] == "pair" else ""


def _partner_mass(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return draw.choice(ISOTOPES[values["partner"]]) if values["partner"] else 0


def _asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] == "pair":
        return draw.choice(("formula", "formula_mass"))
    return draw.choice(
        ("charge", "mass_number", "nuclide") if level == 1 else ("mass_number", "slater", "nuclide", "per_mass")
    )


@dataclass(frozen=True, kw_only=True)
class Shells(Parameters):
    """One atom or ion, or an atom of a metal and one of a nonmetal."""

    layout: str = one_of("rings", "arcs", "pair")
    symbol: str = drawn(_symbol, words="lithium to calcium")
    mass: int = drawn(_mass, words="mass number of a stable nuclide")
    charge: int = drawn(_charge, words="0, or that of the common ion")
    partner: str = drawn(_partner, words="a nonmetal next to a metal, or none")
    partner_mass: int = drawn(_partner_mass, words="mass number of a stable nuclide")
    asked: str = drawn(_asked, words="charge, mass_number, nuclide, slater, per_mass, formula, formula_mass")
    turn: int = one_of(*range(0, 90, 15))
    metal_first: bool = one_of(False, True)

    def valid(self) -> bool:
        """Whether what is asked can be answered."""
        if self.asked == "per_mass" and not self.charge:
            return False
        return (self.symbol, self.partner) not in UNKNOWN

    @property
    def atoms(self) -> list[tuple[str, int, int]]:
        """Symbol, mass number and electrons of each atom, from left to right."""
        own = [(self.symbol, self.mass, NUMBERS[self.symbol] - self.charge)]
        if not self.partner:
            return own
        other = [(self.partner, self.partner_mass, NUMBERS[self.partner])]
        return own + other if self.metal_first else other + own


def specific_charge(charge: int, mass_number: int) -> float:
    """Size of the charge of an ion over its mass, C/kg; its mass is taken as A atomic mass units."""
    return abs(charge) * CHARGE / (mass_number * ATOMIC_MASS)


def ionic_formula(metal: str, nonmetal: str) -> tuple[int, int]:
    """Atoms of metal and nonmetal in a formula unit, so that the electrons given are those taken."""
    given, taken = CHARGES[metal], -CHARGES[nonmetal]
    shared = gcd(given, taken)
    return taken // shared, given // shared


@family("Chemistry - Electron Config")
class BohrShells(Family[Shells]):
    """Nucleus and shells of an atom or ion, or of two atoms that form a salt; charge, mass number, shielding or formula."""

    def solve(self, p: Shells) -> Solution:
        """By counting protons, neutrons and electrons."""
        number, electrons = NUMBERS[p.symbol], NUMBERS[p.symbol] - p.charge
        sign = f"{abs(p.charge)}{'+' if p.charge > 0 else '−'}" if p.charge else "0"
        values = {
            "protons": number,
            "neutrons": p.mass - number,
            "electrons": electrons,
            "filled": ", ".join(map(str, shells(electrons))),
            "total": p.mass,
            "element": ELEMENT_NAMES[number - 1],
            "case": "pair" if p.partner else "single",
            "shell_case": "slater inner" if len(shells(electrons)) == 1 else "slater",
        }
        if p.partner:
            return self._solve_pair(p, values)
        effective = slater_charge(number, electrons)
        name = f"{ELEMENT_NAMES[number - 1]}-{p.mass}"
        answer, hidden = {
            "charge": (Answer(text=sign, value=p.charge), f"charge {sign}"),
            "mass_number": (Answer(text=str(p.mass), value=p.mass), f"A = {p.mass}"),
            "nuclide": (Answer(text=name), name),
            "slater": (number_answer(effective, ""), f"Z_eff = {format_number(effective)}"),
            "per_mass": (number_answer(specific_charge(p.charge, p.mass), "C/kg"), "C/kg"),
        }[p.asked]
        values["screening"] = number - effective
        values["size"] = abs(p.charge)
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={**values, "solved": p.asked},
        )

    def _solve_pair(self, p: Shells, values: dict[str, Any]) -> Solution:
        metals, nonmetals = ionic_formula(p.symbol, p.partner)
        text = "".join(
            f"{name}{count if count > 1 else ''}" for name, count in ((p.symbol, metals), (p.partner, nonmetals))
        )
        mass = metals * p.mass + nonmetals * p.partner_mass
        answer = Answer(text=plain_formula(text)) if p.asked == "formula" else Answer(text=str(mass), value=mass)
        left, right = p.atoms
        return Solution(
            answer=answer,
            hidden=(plain_formula(text), text) if p.asked == "formula" else (f"= {mass}", f"{mass} u"),
            values={
                **values,
                "left_protons": NUMBERS[left[0]],
                "left_neutrons": left[1] - NUMBERS[left[0]],
                "right_protons": NUMBERS[right[0]],
                "right_neutrons": right[1] - NUMBERS[right[0]],
                "given": CHARGES[p.symbol],
                "taken": -CHARGES[p.partner],
                "metals": metals,
                "nonmetals": nonmetals,
                "metal": ELEMENT_NAMES[NUMBERS[p.symbol] - 1],
                "nonmetal": ELEMENT_NAMES[NUMBERS[p.partner] - 1],
                "formula": plain_formula(text),
                "solved": p.asked,
            },
        )

    def draw(self, p: Shells, sketch: Sketch) -> None:
        """Rings with dots around a nucleus; or its shells cut to arcs that carry numbers."""
        for place, (symbol, mass, electrons) in enumerate(p.atoms):
            x = PAIR * place
            tag = "lr"[place] if p.partner else ""
            nucleus = sketch.circle(f"nucleus:{tag or 'core'}", (x, 0), CORE, fill=PALE_ORANGE, color=RED)
            number = NUMBERS[symbol]
            for name, words, y in (
                ("p", rf"${number}\,\mathrm{{p}}^+$", 0.19),
                ("n", rf"${mass - number}\,\mathrm{{n}}$", -0.19),
            ):
                sketch.text(f"label:{tag}{name}", words, (x, y), size=12 if not p.partner else 10.5)
                sketch.claim("inside", f"label:{tag}{name}", nucleus)
            for shell, count in enumerate(shells(electrons), 1):
                if p.layout == "arcs":
                    self._draw_arc(p, sketch, shell, count)
                else:
                    self._draw_ring(p, sketch, f"{tag}{shell}", shell, count, x)
        every = [count for *_, electrons in p.atoms for count in shells(electrons)]
        sketch.claim("count", "shell", value=len(every))
        if p.layout != "arcs":
            sketch.claim("count", "electron", value=sum(every))
        if p.partner:
            sketch.claim("order", "nucleus:l", "nucleus:r", value="left_to_right")
            canvas(sketch, -2.7, -2.7, PAIR + 2.7, 2.7)
        elif p.layout == "rings":
            canvas(sketch, -2.6, -2.6, 2.6, 2.6)
        else:
            canvas(sketch, -0.8, -1.9, CORE + 0.95 * len(every) + 0.8, 1.9)
        sketch.entity("shells", *(mark.id for mark in sketch.marks if mark.id.startswith("shell:")))

    def _draw_ring(self, p: Shells, sketch: Sketch, name: str, shell: int, count: int, x: float) -> None:
        radius = CORE + RING * shell
        sketch.circle(f"shell:{name}", (x, 0), radius, color=GREY, width=1.0)
        for index in range(count):
            angle = math.pi / 2 + 2 * math.pi * (index / count) + 0.35 * (shell - 1) + math.radians(p.turn)
            at = (x + radius * math.cos(angle), radius * math.sin(angle))
            dot = sketch.dot(f"electron:{name}.{index}", at, 0.085, color=BLUE)
            sketch.claim("on", dot, f"shell:{name}")

    def _draw_arc(self, p: Shells, sketch: Sketch, shell: int, count: int) -> None:
        """An arc to the right of the nucleus, open in the middle for its number of electrons."""
        radius = CORE + 0.95 * shell
        half = math.degrees(math.asin(min(1.7 / radius, 0.9)))
        gap = math.degrees(0.22 / radius)
        for side, (start, stop) in (("a", (-half, -gap)), ("b", (gap, half))):
            sketch.circle(
                f"shell:{shell}" if side == "a" else f"upper:{shell}",
                (0, 0),
                radius,
                start_deg=start,
                end_deg=stop,
                color=GREY,
                width=1.3,
            )
        sketch.text(f"electrons:{shell}", rf"${count}\,\mathrm{{e}}^-$", (radius, 0), size=13, color=BLUE)
        sketch.claim("value", f"electrons:{shell}", value=count)

    def questions(self, p: Shells) -> Iterator[Question]:
        """Shells, electrons and neutrons as drawn."""
        if p.partner:
            yield from self._pair_questions(p)
            return
        _, mass, electrons = p.atoms[0]
        filled, number = shells(electrons), NUMBERS[p.symbol]
        yield ask_count("outer", filled[-1], low=1, likely=[filled[0], filled[-1] - 1, filled[-1] + 1])
        yield ask_count("neutrons", mass - number, low=1, likely=[number, electrons])
        yield ask_count("protons", number, low=1, likely=[mass - number, electrons])
        yield ask_count("electrons", electrons, low=1, likely=[number, mass - number])

    def _pair_questions(self, p: Shells) -> Iterator[Question]:
        (left, left_mass, left_electrons), (right, right_mass, right_electrons) = p.atoms
        yield ask_count("left_outer", shells(left_electrons)[-1], low=1, likely=[shells(right_electrons)[-1]])
        yield ask_count("right_neutrons", right_mass - NUMBERS[right], low=1, likely=[left_mass - NUMBERS[left]])
        yield ask_count("left_protons", NUMBERS[left], low=1, likely=[NUMBERS[right], left_mass - NUMBERS[left]])
        numbers = {"left": len(shells(left_electrons)), "right": len(shells(right_electrons))}
        key = "same" if numbers["left"] == numbers["right"] else max(numbers, key=lambda side: numbers[side])
        yield ask_word("more_shells", key, ["left", "right", "same", "neither"])
        yield ask_count(
            "all_electrons", left_electrons + right_electrons, low=1, likely=[left_electrons, right_electrons]
        )

    @defect(visibility=2)
    def electron_off_shell(self, p: Shells, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron floats between the shells."""
        electrons = [mark for mark in scene.marks if mark.id.startswith("electron:")]
        if not electrons:
            raise DoesNotApplyError
        moved = draw.choice(electrons)
        assert isinstance(moved, Round)
        x, y = moved.center
        middle = PAIR if moved.id.startswith("electron:r") else 0.0
        part = 1 - 0.24 / math.hypot(x - middle, y)
        return change(scene, replace(moved, center=(middle + (x - middle) * part, y * part)))

    @defect(visibility=2)
    def overfull_shell(self, p: Shells, scene: FigureScene, draw: Random) -> FigureScene:
        """The first shell holds three electrons, one more than it has room for."""
        if p.layout == "arcs":
            first = scene.label("electrons:1")
            return change(scene, replace(first, text=first.text.replace("2", "3", 1)))
        tag = "l" if p.partner else ""
        one = scene.round(f"electron:{tag}1.0")
        x, y = one.center
        return scene.with_marks((*scene.marks, replace(one, id=f"electron:{tag}1.9", center=(-y, x))))

    @defect(visibility=2)
    def missing_shell(self, p: Shells, scene: FigureScene, draw: Random) -> FigureScene:
        """A shell is not drawn though its electrons are there."""
        gone = draw.choice([mark.id.partition(":")[2] for mark in scene.marks if mark.id.startswith("shell:")])
        return scene.with_marks(
            tuple(mark for mark in scene.marks if mark.id not in (f"shell:{gone}", f"upper:{gone}"))
        )

    @defect(visibility=2)
    def wrong_nucleus(self, p: Shells, scene: FigureScene, draw: Random) -> FigureScene:
        """The nucleus has another number of protons than the problem states."""
        label = scene.label("label:lp" if p.partner else "label:p")
        number = NUMBERS[p.atoms[0][0]]
        return change(
            scene, replace(label, text=label.text.replace(str(number), str(number + draw.choice((-1, 1))), 1))
        )
