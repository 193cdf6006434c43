"""The energy ladder of the subshells, filled from below: which atom or ion is it, and what follows from its filling?

The order of the rungs is that of filling (Madelung). An atom that is excited has one electron of the highest filled subshell on
the next rung that has room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
    MASS_NUMBERS,
    both_spins,
    charged,
    configuration,
    ion,
    spins,
    subshell,
    subshell_words,
    unpaired,
    written,
)
from scisynth.figures.parts.chemistry import canvas, formula_text
from scisynth.figures.parts.palette import BLUE, DARK_GREY, RED
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch
from scisynth.grading.values.chemistry import ELEMENT_NAMES, ELEMENTS

ATOMS = {1: range(5, 21), 2: range(11, 37), 3: range(21, 55)}
COLUMNS = {0: 0.55, 1: 1.9, 2: 4.35}
"""Where the levels of s, p and d subshells begin."""
STEP, GAP, HALF = 0.78, 0.62, 0.26
NO_STABLE_NUCLIDE = 43

Filled = dict[tuple[int, int], int]


def excited(filled: Filled) -> Filled:
    """One electron of the highest subshell that holds any, moved to the next rung."""
    top = max((key for key, count in filled.items() if count), key=MADELUNG.index)
    after = MADELUNG[MADELUNG.index(top) + 1]
    return {**filled, top: filled[top] - 1, after: 1}


def _number(draw: Random, level: int, _: Mapping[str, Any]) -> int:
    return draw.choice(ATOMS[level])


def _charge(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    charges = IONS.get(ELEMENTS[values["number"] - 1], ())
    is_ion = charges and values["layout"] != "excited" and draw.random() < 0.55
    return draw.choice(charges) if is_ion else 0


@dataclass(frozen=True, kw_only=True)
class Ladder(Parameters):
    """The filling of an atom or ion."""

    layout: str = one_of("arrows", "counts", "excited", level_1=("arrows", "counts"))
    number: int = drawn(_number, words="5 to 54")
    charge: int = drawn(_charge, words="0, or that of an ion of the element")
    asked: str = one_of("element", "mass_number", "outer", level_3=("element", "mass_number", "multiplicity"))
    letter: str = one_of("X", "E", "Q", "M")
    part: int = one_of(*range(4))

    def valid(self) -> bool:
        """Whether what is asked can be answered."""
        if self.layout == "excited":
            top = max(self.filled, key=MADELUNG.index)
            return self.asked in ("element", "mass_number") and self.number != 43 and MADELUNG.index(top) < 11
        return self.number != NO_STABLE_NUCLIDE

    @property
    def filled(self) -> Filled:
        """Electrons of each subshell, as drawn."""
        filled = {(n, ell): count for n, ell, count in configuration(self.number, self.charge)}
        return excited(filled) if self.layout == "excited" else filled

    @property
    def rungs(self) -> list[tuple[int, int]]:
        """All rungs up to the highest that holds electrons."""
        return MADELUNG[: max(MADELUNG.index(key) for key, count in self.filled.items() if count) + 1]

    @property
    def neutrons(self) -> int:
        """Of the most abundant nuclide."""
        return MASS_NUMBERS[self.number - 1] - self.number


@family("Chemistry - Electron Config")
class AufbauLadder(Family[Ladder]):
    """The energy ladder of the subshells, filled from below, as arrows or numbers; the element, or what its filling says."""

    def solve(self, p: Ladder) -> Solution:
        """By the number of electrons and the charge."""
        filling = [(n, ell, count) for (n, ell), count in p.filled.items() if count]
        total, name = p.number - p.charge, ELEMENT_NAMES[p.number - 1]
        last = max(n for n, *_ in filling)
        outer = sum(count for n, _, count in filling if n == last)
        alone = unpaired(configuration(p.number, p.charge))
        numbers = {"mass_number": p.number + p.neutrons, "outer": outer, "multiplicity": alone + 1}
        answer = (
            Answer(text=f"{name} ({ELEMENTS[p.number - 1]})")
            if p.asked == "element"
            else Answer(text=str(numbers[p.asked]), value=numbers[p.asked])
        )
        hidden = {
            "element": (name, f"Z = {p.number}"),
            "mass_number": (f"A = {answer.text}",),
            "outer": (f"{answer.text} valence electrons", f"{answer.text} outer electrons"),
            "multiplicity": (f"2S + 1 = {answer.text}", f"multiplicity {answer.text}"),
        }
        return Solution(
            answer=answer,
            hidden=hidden[p.asked],
            values={
                "species": ion(p.letter, p.charge),
                "kind": "ion" if p.charge else "excited atom" if p.layout == "excited" else "atom",
                "configuration": written(filling),
                "total": total,
                "proton_sum": f"{total} − {-p.charge}" if p.charge < 0 else f"{total} + {p.charge}",
                "protons": p.number,
                "neutrons": p.neutrons,
                "last": last,
                "alone": alone,
                "case": f"{p.asked} {'ion' if p.charge else 'atom'}" if p.asked != "outer" else "outer",
            },
        )

    def draw(self, p: Ladder, sketch: Sketch) -> None:
        """Levels of s, p and d next to each other, with an arrow for each electron, or with the number of them."""
        heights = {key: STEP * index for index, key in enumerate(p.rungs)}
        for (n, ell), height in heights.items():
            name = subshell(n, ell)
            for index in range(2 * ell + 1):
                x = COLUMNS[ell] + index * GAP
                sketch.line(f"level:{name}{index}", (x - HALF, height), (x + HALF, height), width=2, color=DARK_GREY)
            right = COLUMNS[ell] + 2 * ell * GAP + HALF
            words = subshell_words(n, ell)
            sketch.text(f"name:{name}", words, (right, height), of=f"level:{name}{2 * ell}", toward=(1, 0), gap_pt=4)
            count = p.filled.get((n, ell), 0)
            if p.layout == "counts":
                middle = (COLUMNS[ell] + ell * GAP, height)
                above = f"level:{name}{ell}"
                sketch.text(f"electrons:{name}", str(count), middle, of=above, toward=(0, 1), gap_pt=2, color=BLUE)
                sketch.claim("value", f"electrons:{name}", value=count)
            else:
                self._draw_electrons(sketch, n, ell, count, height)
        sketch.claim("order", *(f"level:{subshell(n, ell)}0" for n, ell in p.rungs), value="bottom_to_top")
        sketch.claim("count", "level", value=sum(2 * ell + 1 for _, ell in p.rungs))
        if p.layout != "counts":
            sketch.claim("count", "electron", value=sum(p.filled.values()))
        top = max(heights.values()) + 0.9
        sketch.arrow("axis:energy", (-0.35, -0.25), (-0.35, top), width=1.2)
        sketch.text("label:energy", "energy", (-0.35, top / 2), of="axis:energy", rotation_deg=90, shift_pt=(-9, 0))
        self._draw_title(p, sketch, top)
        sketch.entity("ladder", *(mark.id for mark in sketch.marks if mark.id.startswith("level:")))

    def _draw_electrons(self, sketch: Sketch, n: int, ell: int, count: int, height: float) -> None:
        name = subshell(n, ell)
        for index, shown in enumerate(spins(ell, count)):
            x = COLUMNS[ell] + index * GAP
            for spin in both_spins(shown):
                ends = [(x + (-0.08 if spin == "up" else 0.08), height + part) for part in (0.06, 0.52)]
                arrow = sketch.arrow(
                    f"electron:{name}{index}{spin}",
                    *(ends if spin == "up" else ends[::-1]),
                    width=1.1,
                    color=BLUE if spin == "up" else RED,
                )
                sketch.claim("near", arrow, f"level:{name}{index}")

    def _draw_title(self, p: Ladder, sketch: Sketch, top: float) -> None:
        """The species, the state it is in, and its neutrons where they are needed."""
        sketch.text("species:X", formula_text(charged(p.letter, p.charge)), (COLUMNS[0], top), size=15, valign="bottom")
        lines = ["excited state"] if p.layout == "excited" else []
        if p.asked == "mass_number":
            lines.append(f"{p.neutrons} neutrons")
        if lines:
            sketch.text("note:state", ", ".join(lines), (1.5, top), size=12, align="left", valign="bottom")
            if p.asked == "mass_number":
                sketch.claim("value", "note:state", value=p.neutrons)
        canvas(sketch, -0.7, -0.5, 4.4 if len(p.rungs) < 6 else 7.5, top + 0.5)

    def questions(self, p: Ladder) -> Iterator[Question]:
        """The highest subshell, and numbers of electrons."""
        every = [subshell(n, ell) for n, ell in MADELUNG[:11]]
        top = p.rungs[-1]
        near = every[max(0, len(p.rungs) - 4) : len(p.rungs) + 3]
        yield ask_word("highest", subshell(*top), near)
        yield ask_count("in_top", p.filled[top], low=0, likely=[p.filled.get(key, 0) for key in p.rungs[-3:]])
        total = sum(p.filled.values())
        yield ask_count("total", total, low=1, likely=[total - 2, total + 2])
        levels = sum(2 * ell + 1 for _, ell in p.rungs)
        yield ask_count("levels", levels, low=1, likely=[len(p.rungs), total])
        if p.layout != "counts":
            alone = sum(one and not two for key in p.rungs for one, two in spins(key[1], p.filled.get(key, 0)))
            yield ask_count("alone", alone)

    @defect(visibility=2)
    def swapped_levels(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """Two rungs of the ladder have changed places, as if they filled in another order."""
        one, two = (subshell(*key) for key in draw.sample(p.rungs, 2))
        step = STEP * ([subshell(*key) for key in p.rungs].index(two) - [subshell(*key) for key in p.rungs].index(one))
        marks = []
        for mark in scene.marks:
            for name, shift in ((one, step), (two, -step)):
                if mark.id.startswith((f"level:{name}", f"electron:{name}")) and isinstance(mark, Path):
                    mark = replace(mark, points=tuple((x, y + shift) for x, y in mark.points))
                elif mark.id in (f"name:{name}", f"electrons:{name}") and isinstance(mark, Label):
                    mark = replace(mark, at=(mark.at[0], mark.at[1] + shift))
            marks.append(mark)
        return scene.with_marks(tuple(marks))

    @defect(visibility=2)
    def hole_below(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron of the lowest subshell is missing there and stands above the highest one."""
        if p.layout == "counts":
            raise DoesNotApplyError
        moved = scene.path("electron:1s0down")
        _, ell = p.rungs[-1]
        dx, dy = COLUMNS[ell] + 2 * ell * GAP - COLUMNS[0], STEP * (len(p.rungs) - 1)
        return change(scene, replace(moved, points=tuple((x + dx, y + dy) for x, y in moved.points)))

    @defect(visibility=2)
    def missing_level(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """A p subshell has only two levels, or a d subshell four."""
        last = [f"level:{subshell(n, ell)}0" for n, ell in p.rungs if ell]
        gone = draw.choice(last)
        return scene.without(gone)

    @defect(visibility=2)
    def overfull(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """A subshell is said to hold more electrons than its levels have room for."""
        if p.layout != "counts":
            raise DoesNotApplyError
        n, ell = draw.choice(p.rungs)
        count = scene.label(f"electrons:{subshell(n, ell)}")
        return change(scene, replace(count, text=str(4 * ell + 2 + draw.choice((1, 2)))))
