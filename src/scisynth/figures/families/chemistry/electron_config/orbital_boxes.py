"""Orbital boxes of an atom or ion: what follows from electrons that are paired, and from those that are not.

Spin-only magnetic moment: sqrt(N (N + 2)) Bohr magnetons for N unpaired electrons. Exchange pairs are pairs of electrons of one
subshell with parallel spins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import comb
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import (
    IONS,
    MADELUNG,
    Filling,
    boxes,
    charged,
    configuration,
    ion,
    outside_core,
    spin_moment,
    spins,
    subshell,
    unpaired,
    written,
)
from scisynth.figures.parts.chemistry import canvas, formula_text
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, ELEMENTS, NUMBERS

SIDE = 0.62
ATOMS = {1: range(3, 21), 2: range(5, 37), 3: range(21, 55)}
"""Atomic numbers by level."""


def _number(draw: Random, level: int, _: Mapping[str, Any]) -> int:
    return draw.choice(ATOMS[level])


def _charge(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    charges = IONS.get(ELEMENTS[values["number"] - 1], ())
    return draw.choice(charges) if charges and draw.random() < (0.3 if level == 1 else 0.6) else 0


@dataclass(frozen=True, kw_only=True)
class Boxes(Parameters):
    """The ground state of an atom or ion X."""

    number: int = drawn(_number, words="3 to 54")
    charge: int = drawn(_charge, words="0, or that of an ion of the element")
    asked: str = one_of("element", "moment", "p_electrons", "s_electrons", level_3=("element", "moment", "exchange"))
    layout: str = one_of("row", "steps", "shells")
    order: str = one_of("rising", "falling")
    part: int = one_of(*range(6))

    def valid(self) -> bool:
        """Whether what is asked can be answered."""
        if self.layout == "shells" and self.number > 36:
            return False
        alone = unpaired(configuration(self.number, self.charge))
        full = self.charge and configuration(self.number, self.charge) in map(configuration, (2, 10, 18, 36, 54))
        if self.asked == "moment" and not alone:
            return False
        return self.asked != "exchange" or (alone > 1 and not full)

    @property
    def shown(self) -> tuple[str, Filling]:
        """The core that is only named, and the subshells that are drawn."""
        if self.layout == "shells":
            return "", sorted(configuration(self.number, self.charge))
        return outside_core(self.number, self.charge)


def exchange_pairs(filling: Filling) -> int:
    """Pairs of electrons with parallel spins in subshells that are not full, where they count towards Hund's rule."""
    total = 0
    for _, ell, count in filling:
        if count < 4 * ell + 2:
            first = min(count, 2 * ell + 1)
            total += comb(first, 2) + comb(count - first, 2)
    return total


@family("Chemistry - Electron Config")
class OrbitalBoxes(Family[Boxes]):
    """Orbital boxes of an atom or ion; the element, its magnetic moment, or a count of electrons."""

    def solve(self, p: Boxes) -> Solution:
        """By the configuration of the ground state."""
        filling = configuration(p.number, p.charge)
        alone, name = unpaired(filling), ELEMENT_NAMES[p.number - 1]
        by_kind = {ell: sum(count for _, kind, count in filling if kind == ell) for ell in (0, 1)}
        answers = {
            "element": Answer(text=f"{name} ({ELEMENTS[p.number - 1]})"),
            "moment": number_answer(spin_moment(alone), "μ_B"),
            "s_electrons": Answer(text=str(by_kind[0]), value=by_kind[0]),
            "p_electrons": Answer(text=str(by_kind[1]), value=by_kind[1]),
            "exchange": Answer(text=str(exchange_pairs(filling)), value=exchange_pairs(filling)),
        }
        answer = answers[p.asked]
        core, outer = p.shown
        in_core = configuration(NUMBERS[core]) if core else []
        total = sum(count for *_, count in filling)
        open_ones = [item for item in filling if item[2] < 4 * item[1] + 2]
        return Solution(
            answer=answer,
            hidden=(name,) if p.asked == "element" else (f"= {answer.text}", f"{answer.text} electrons"),
            values={
                "species": ion("X", p.charge),
                "kind": "ion" if p.charge else "atom",
                "configuration": written(outer, core),
                "alone": alone,
                "total": total,
                "proton_sum": f"{total} − {-p.charge}" if p.charge < 0 else f"{total} + {p.charge}",
                "protons": p.number,
                "in_core": sum(count for _, ell, count in in_core if ell == (p.asked == "p_electrons")),
                "outside": sum(count for _, ell, count in outer if ell == (p.asked == "p_electrons")),
                "open_ones": " ".join(written([item]) for item in sorted(open_ones)),
            },
        )

    def draw(self, p: Boxes, sketch: Sketch) -> None:
        """One row; rows that rise with the energy; or all electrons, each shell in a row of its own."""
        core, filling = p.shown
        width = 4.6
        if p.layout == "shells":
            width = self._draw_shells(p, sketch, filling)
        elif p.layout == "steps":
            width = self._draw_steps(p, sketch, core, filling)
        else:
            x = 0.0
            if core:
                sketch.text("core:gas", f"[{core}]", (0, SIDE / 2), size=14, align="left")
                x = 0.95
            for n, ell, count in filling:
                x = boxes(sketch, n, ell, count, x, 0, SIDE) + 0.35
            names = [f"name:{subshell(n, ell)}" for n, ell, _ in filling]
            if len(names) > 1:
                sketch.claim("order", *names, value="left_to_right")
            self._draw_title(p, sketch, (0, SIDE + 0.28))
            width = max(x, 4.6)
            canvas(sketch, -0.2, -0.75, width, SIDE + 0.85)
        sketch.claim("count", "electron", value=sum(count for *_, count in filling))
        sketch.claim("count", "box", value=sum(2 * ell + 1 for _, ell, _ in filling))
        sketch.entity("electrons", *(mark.id for mark in sketch.marks if mark.id.startswith("electron:")))

    @staticmethod
    def _draw_title(p: Boxes, sketch: Sketch, at: tuple[float, float]) -> None:
        words = formula_text(charged("X", p.charge))
        sketch.text("species:X", words, at, size=15, align="left", valign="bottom")

    def _draw_shells(self, p: Boxes, sketch: Sketch, filling: Filling) -> float:
        """Shells in rows, s, p and d one after the other; the first shell is the lowest row, or the highest."""
        last = max(n for n, *_ in filling)
        starts = {0: 0.9, 1: 2.1, 2: 4.5}
        for n in range(1, last + 1):
            y = 1.3 * (n if p.order == "rising" else last - n)
            sketch.text(f"shell:{n}", f"$n$ = {n}", (0.55, y + SIDE / 2), size=12, align="right")
            sketch.claim("value", f"shell:{n}", value=n)
            for shell, ell, count in filling:
                if shell == n:
                    boxes(sketch, n, ell, count, starts[ell], y, SIDE)
        order = "bottom_to_top" if p.order == "rising" else "top_to_bottom"
        if last > 1:
            sketch.claim("order", *(f"box:{n}s0" for n in range(1, last + 1)), value=order)
        bottom = 1.3 if p.order == "rising" else 0.0
        top = bottom + 1.3 * (last - 1) + SIDE
        widest = max(starts[ell] + (2 * ell + 1) * SIDE for _, ell, _ in filling)
        self._draw_title(p, sketch, (starts[0], top + 0.2))
        canvas(sketch, -0.5, bottom - 0.6, max(widest, 4.2) + 0.2, top + 0.7)
        return widest

    def _draw_steps(self, p: Boxes, sketch: Sketch, core: str, filling: Filling) -> float:
        """Subshells by energy, the higher the farther up; the arrow of the energy stands on the left."""
        in_order = [item for item in configuration(p.number, p.charge) if item in filling]
        starts = {0: 0.7, 1: 1.9, 2: 4.3}
        for step, (n, ell, count) in enumerate(in_order):
            boxes(sketch, n, ell, count, starts[ell], 1.12 * step, SIDE)
        names = [f"box:{subshell(n, ell)}0" for n, ell, _ in in_order]
        if len(names) > 1:
            sketch.claim("order", *names, value="bottom_to_top")
        top = 1.12 * (len(in_order) - 1) + SIDE
        widest = max(starts[ell] + (2 * ell + 1) * SIDE for _, ell, _ in in_order)
        sketch.arrow("axis:energy", (0.1, -0.5), (0.1, max(top, 1.4) + 0.3), width=1.2)
        sketch.text(
            "label:energy", "energy", (0.1, max(top, 1.4) / 2), of="axis:energy", rotation_deg=90, shift_pt=(-9, 0)
        )
        if core:
            sketch.text("core:gas", f"above the core [{core}]", (0.7, -0.72), size=12, align="left", valign="top")
        self._draw_title(p, sketch, (starts[0], max(top, 1.4) + 0.2))
        canvas(sketch, -0.3, -1.1, max(widest, 4.0) + 0.3, max(top, 1.4) + 0.7)
        return widest

    def questions(self, p: Boxes) -> Iterator[Question]:
        """Arrows, boxes that are full or half full, and the subshell of a number of electrons."""
        _, filling = p.shown
        each = [spin for _, ell, count in filling for spin in spins(ell, count)]
        pairs = sum(second for _, second in each)
        single = sum(first and not second for first, second in each)
        yield ask_count("arrows", 2 * pairs + single, low=1, likely=[len(each)])
        yield ask_count("pairs", pairs, likely=[single])
        yield ask_count("ups", pairs + single, likely=[pairs])
        open_ones = [item for item in filling if item[2] < 4 * item[1] + 2]
        n, ell, count = (open_ones or filling)[p.part % len(open_ones or filling)]
        yield ask_count("in_subshell", count, low=0, likely=[item[2] for item in filling], sub=subshell(n, ell))
        names = [subshell(*item[:2]) for item in filling]
        others = [subshell(*item) for item in MADELUNG[:11] if subshell(*item) not in names]
        if len(open_ones) == 1:
            yield ask_word("open", subshell(n, ell), [*names, *others[-3:]])
        yield ask_count("boxes", len(each), low=1, likely=[2 * pairs + single])

    @defect(visibility=2)
    def against_hund(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """Two electrons share a box though another box of the subshell is empty."""
        for n, ell, count in p.shown[1]:
            if 2 <= count <= 2 * ell:
                name = subshell(n, ell)
                moved = scene.mark(f"electron:{name}{count - 1}up")
                box = scene.mark(f"box:{name}{count - 2}")
                assert isinstance(moved, Path) and isinstance(box, Path)
                x = box.points[0][0] + 0.66 * SIDE
                return change(scene, replace(moved, points=tuple((x, y) for _, y in moved.points[::-1])))
        raise DoesNotApplyError

    @defect(visibility=2)
    def against_pauli(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """Two electrons in one box have the same spin."""
        seconds = [mark for mark in scene.marks if mark.id.startswith("electron:") and mark.id.endswith("down")]
        if not seconds:
            raise DoesNotApplyError
        moved = draw.choice(seconds)
        assert isinstance(moved, Path)
        return change(scene, replace(moved, points=moved.points[::-1]))

    @defect(visibility=2)
    def electron_outside(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron stands outside the boxes, where there is no orbital."""
        moved = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:")])
        assert isinstance(moved, Path)
        return change(scene, replace(moved, points=tuple((x, y + 0.9 * SIDE) for x, y in moved.points)))

    @defect(visibility=1)
    def no_such_subshell(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """A subshell is named as one that does not exist in its shell."""
        n, ell, _ = draw.choice(p.shown[1])
        name = scene.label(f"name:{subshell(n, ell)}")
        return change(scene, replace(name, text=rf"${n}\mathrm{{{'spdfg'[n]}}}$"))
