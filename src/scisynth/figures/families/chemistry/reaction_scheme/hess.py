"""Hess cycles: the same change of enthalpy on two ways, over the elements, combustion or an intermediate, or as levels.

Enthalpy is a function of state, so that ΔH(A → B) = ΔH(A → C) + ΔH(C → B). Changes of enthalpy are printed in whole kJ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.chemistry.reaction_scheme.formation import (
    BURNABLE,
    REACTIONS,
    ROUTES,
    Side,
    burnt,
    elements_of,
    enthalpy,
    is_whole,
    label_of,
    oxygen_for,
    words_of,
)
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

KINDS = {"elements": REACTIONS, "combustion": BURNABLE, "steps": ROUTES}
ARROWS = {"elements": (("A", "B"), ("C", "A"), ("C", "B")), "combustion": (("A", "B"), ("A", "C"), ("B", "C")), "steps": (("A", "B"), ("A", "C"), ("C", "B"))}  # fmt: skip
"""Start and end of the three changes; the first one is the reaction itself."""
HIGH = 5.0
"""Of the diagram of levels, units."""


def _kind(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return values["layout"] if values["layout"] in KINDS else draw.choice(list(KINDS))


def _case(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return draw.randrange(len(KINDS[values["kind"]]))


@dataclass(frozen=True, kw_only=True)
class Hess(Parameters):
    """A reaction, the state on the other way, and which of the three changes is asked for."""

    layout: str = one_of(
        "elements",
        "combustion",
        "steps",
        "levels",
        level_1=("steps", "elements"),
        level_3=("levels", "levels", "combustion", "elements"),
    )
    kind: str = drawn(_kind, words="over the elements, combustion or an intermediate")
    case: int = drawn(_case, words="one of about forty reactions")
    times: int = one_of(1, 1, 2, level_1=(1,), level_3=(1, 2, 3))
    asked: int = one_of(0, 1, 2, level_1=(0,))
    """Which change: 0 is the reaction itself."""
    numbers: tuple[int, ...] = several((1, 2, 3), 3)
    """Of the changes, as printed."""
    is_mirrored: bool = one_of(False, True)

    @property
    def states(self) -> dict[str, Side]:
        """A is the start, B the end, C the state on the other way; twice as much where elements would be halved."""
        case = KINDS[self.kind][self.case]
        is_halved = {"elements": not is_whole(case[0]), "combustion": oxygen_for(case[0]) % 1 > 0}.get(self.kind, False)
        times = self.times * (2 if is_halved else 1)
        states = [tuple((times * number, name) for number, name in state) for state in case]
        if self.kind == "steps":
            return {"A": states[0], "B": states[2], "C": states[1]}
        if self.kind == "elements":
            return {"A": states[0], "B": states[1], "C": elements_of(states[0])}
        oxygen = ((round(oxygen_for(states[0])), "O2(g)"),)
        return {"A": states[0] + oxygen, "B": states[1] + oxygen, "C": burnt(states[0])}

    @property
    def changes(self) -> list[int]:
        """Of enthalpy, whole kJ; the reaction's own is what the printed two add up to."""
        found = {name: enthalpy(state) for name, state in self.states.items()}
        if self.kind == "combustion":
            return self._of_burning(found)
        one, two = (round(found[end] - found[start]) for start, end in ARROWS[self.kind][1:])
        return [two - one if self.kind == "elements" else one + two, one, two]

    def _of_burning(self, found: Mapping[str, float]) -> list[int]:
        one, two = round(found["C"] - found["A"]), round(found["C"] - found["B"])
        return [one - two, one, two]

    def valid(self) -> bool:
        """No change is nearly nothing, no two states are the same, and levels are well apart."""
        states = self.states
        names = {words_of(state) for state in states.values()}
        changes = [abs(value) for value in self.changes]
        if len(names) < 3 or min(changes) < 15 or len(set(self.changes)) < 3:
            return False
        return self.layout != "levels" or min(changes) >= 0.2 * max(changes)

    def quantity_of(self, index: int) -> Quantity:
        """A change with its symbol."""
        return Quantity(
            symbol=rf"\Delta H_{self.numbers[index]}",
            value=self.changes[index],
            unit="kJ",
            meaning="change of enthalpy",
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The two changes that are printed."""
        return tuple(self.quantity_of(index) for index in range(3) if index != self.asked)


def symbol(number: int) -> str:
    """`ΔH₂`."""
    return f"ΔH{'₀₁₂₃'[number]}"


@family("Chemistry - Reaction Scheme")
class HessCycle(Family[Hess]):
    """A change of enthalpy from two others, on two ways between the same states."""

    def solve(self, p: Hess) -> Solution:
        """By Hess's law."""
        arrows, states = ARROWS[p.kind], {name: words_of(state) for name, state in p.states.items()}
        known = [index for index in range(3) if index != p.asked]
        signs = {"elements": ((0, -1, 1), (-1, 0, 1), (1, 1, 0)), "combustion": ((0, 1, -1), (1, 0, 1), (-1, 1, 0)), "steps": ((0, 1, 1), (1, 0, -1), (1, -1, 0))}[p.kind][p.asked]  # fmt: skip
        first = max(known, key=lambda index: signs[index])
        terms = sorted(known, key=lambda index: index != first)
        formula = " ".join(
            f"{'−' if signs[index] < 0 else '+' if place else ''} {symbol(p.numbers[index])}".strip()
            for place, index in enumerate(terms)
        )
        numbers = " ".join(
            f"{'−' if signs[index] < 0 else '+' if place else ''} {_bracketed(p.changes[index], bool(place))}".strip()
            for place, index in enumerate(terms)
        )
        told = [
            f"{states[arrows[index][0]]} → {states[arrows[index][1]]} ({symbol(p.numbers[index])} = {p.quantity_of(index).text})"
            for index in known
        ]
        values = {
            "told": " and ".join(told), "open": symbol(p.numbers[p.asked]), "formula": formula, "numbers": numbers,
            "wanted": f"{states[arrows[p.asked][0]]} → {states[arrows[p.asked][1]]}", "by": {"elements": "the elements", "combustion": "the products of combustion", "steps": "an intermediate"}[p.kind],
            "start": states["A"], "end": states["B"], "other": states["C"], "one": symbol(p.numbers[known[0]]), "two": symbol(p.numbers[known[1]]),
        }  # fmt: skip
        answer = number_answer(p.changes[p.asked], "kJ", digits=5, tolerance=0.01)
        name = symbol(p.numbers[p.asked])
        return Solution(answer=answer, symbol=name, values=values, hidden=(f"{name} = {answer.text}",))

    def draw(self, p: Hess, sketch: Sketch) -> None:
        """States in boxes with arrows, or as levels."""
        if p.layout == "levels":
            self._draw_levels(p, sketch)
            return
        states = p.states
        size = {name: 0.155 * len(words_of(state)) + 0.5 for name, state in states.items()}
        wide = max(7.4, size["A"] / 2 + size["B"] / 2 + 3.0)
        high = 2.8 if p.kind != "steps" else -2.8
        places = {"A": np.asarray([0.0, 0.0]), "B": np.asarray([wide, 0.0]), "C": np.asarray([wide / 2, -high])}
        for name, place in places.items():
            half = np.asarray([size[name] / 2, 0.36])
            fill = PALE_ORANGE if name == "C" else PALE_BLUE
            box = sketch.rectangle(f"box:{name}", *(place - half), *(place + half), fill=fill, width=1.2, z=2)
            label = sketch.text(f"state:{name}", label_of(states[name]), place, of=box, size=12, z=3)
            sketch.claim("inside", label, box)
        sketch.claim("count", "box", value=3)
        for index, (start, end) in enumerate(ARROWS[p.kind]):
            self._draw_change(p, sketch, index, places, size, start, end)
        sketch.entity("states", "box:A", "box:B", "box:C")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_change(
        self,
        p: Hess,
        sketch: Sketch,
        index: int,
        places: Mapping[str, np.ndarray],
        size: Mapping[str, float],
        start: str,
        end: str,
    ) -> None:
        one, two = places[start], places[end]
        if index == 0:
            tail, tip = one + np.asarray([size[start] / 2 + 0.12, 0]), two - np.asarray([size[end] / 2 + 0.12, 0])
            toward = (0.0, 1.0) if p.kind != "steps" else (0.0, -1.0)
        else:
            outer = start if start != "C" else end
            left, up = outer == "A", np.sign(places["C"][1] - places[outer][1])
            on_outer = places[outer] + np.asarray([0.0, up * 0.46])
            on_inner = places["C"] + np.asarray([(-1 if left else 1) * size["C"] * 0.3, -up * 0.46])
            tail, tip = (on_outer, on_inner) if start == outer else (on_inner, on_outer)
            toward = (-1.0 if left else 1.0, 0.5 * up)
        arrow = sketch.arrow(f"change:{index}", tail, tip, color=RED if index == p.asked else BLUE, width=1.8, z=4)
        sketch.text(
            f"value:{index}",
            self._words(p, index),
            (tail + tip) / 2,
            of=arrow,
            toward=toward,
            gap_pt=6,
            size=12,
            z=5,
            halo=True,
        )
        sketch.claim("points_to", arrow, f"box:{end}")

    def _words(self, p: Hess, index: int) -> str:
        return rf"$\Delta H_{p.numbers[index]}$ = ?" if index == p.asked else p.quantity_of(index).label

    def _draw_levels(self, p: Hess, sketch: Sketch) -> None:
        """A line for each state at the height of its enthalpy, and arrows between them; the middle one starts further right."""
        arrows, changes = ARROWS[p.kind], p.changes
        heights = {"A": 0.0, "B": float(changes[0])}
        start, end = arrows[1]
        heights["C"] = heights["A"] + changes[1] * (1 if start == "A" else -1)
        low, span = min(heights.values()), max(heights.values()) - min(heights.values())
        at = {name: HIGH * (height - low) / span for name, height in heights.items()}
        order = sorted(at, key=lambda name: at[name])
        for name, y in at.items():
            left = 3.7 if name == order[1] else 0.0
            level = sketch.line(f"level:{name}", (left, y), (11.2, y), width=1.8)
            sketch.text(
                f"state:{name}",
                label_of(p.states[name]),
                (11.2, y),
                of=level,
                align="right",
                valign="bottom",
                shift_pt=(0, 3),
                size=12,
            )
        for index, (start, end) in enumerate(arrows):
            x = 0.5 if order[1] not in (start, end) else 4.2
            tail, tip = (x, at[start]), (x, at[end])
            arrow = sketch.arrow(f"change:{index}", tail, tip, color=RED if index == p.asked else BLUE, width=1.8, z=4)
            sketch.text(
                f"value:{index}",
                self._words(p, index),
                (x, (at[start] + at[end]) / 2),
                of=arrow,
                toward=(1, 0),
                gap_pt=5,
                size=12,
            )
            sketch.claim("connected", arrow, f"level:{start}")
            sketch.claim("connected", arrow, f"level:{end}")
        longest = max(range(3), key=lambda index: abs(changes[index]))
        for index in range(3):
            if index != longest:
                sketch.claim(
                    "ratio", f"change:{index}", f"change:{longest}", value=abs(changes[index] / changes[longest])
                )
        sketch.arrow("axis:H", (-0.6, -0.2), (-0.6, HIGH + 0.3), width=1.1)
        sketch.text("name:H", "$H$", (-0.6, HIGH + 0.3), of="axis:H", toward=(0, 1), size=13)
        sketch.claim("order", *(f"level:{name}" for name in order), value="bottom_to_top")
        sketch.claim("count", "level", value=3)
        sketch.entity("levels", "level:A", "level:B", "level:C")

    def questions(self, p: Hess) -> Iterator[Question]:
        """Printed changes, the open one, where arrows lead, which state is lowest."""
        arrows, states = ARROWS[p.kind], {name: words_of(state) for name, state in p.states.items()}
        known = [index for index in range(3) if index != p.asked]
        one, two = (p.quantity_of(index) for index in known)
        for name, own, other, index in (("one", one, two, known[0]), ("two", two, one, known[1])):
            minus = Quantity(symbol="", value=-own.value, unit="kJ")
            yield ask_value(name, own, other, minus, which=symbol(p.numbers[index]))
        yield ask_word("open", symbol(p.numbers[p.asked]), [symbol(number) for number in (1, 2, 3)] + ["none"])
        index = p.numbers.index(1)
        every = [*states.values(), "none"]
        yield ask_word("start", states[arrows[index][0]], every, which=symbol(1))
        yield ask_word("end", states[arrows[p.numbers.index(2)][1]], every, which=symbol(2))
        if p.layout == "levels":
            lowest = self._lowest(p)
            yield ask_word("lowest", states[lowest], every)

    def _lowest(self, p: Hess) -> str:
        sketch = Sketch()
        self._draw_levels(p, sketch)
        levels = [mark for mark in sketch.marks if isinstance(mark, Path) and mark.id.startswith("level:")]
        return min(levels, key=lambda level: level.points[0][1]).id[-1]

    @defect(visibility=2)
    def reversed_change(self, p: Hess, scene: FigureScene, draw: Random) -> FigureScene:
        """One arrow of the cycle points the other way, so that its change of enthalpy has the wrong sign."""
        arrow = scene.path(f"change:{draw.randrange(3)}")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=1)
    def wrong_sign(self, p: Hess, scene: FigureScene, draw: Random) -> FigureScene:
        """A change of enthalpy is printed with the wrong sign."""
        index = draw.choice([index for index in range(3) if index != p.asked])
        label, value = scene.label(f"value:{index}"), p.quantity_of(index)
        return change(scene, replace(label, text=replace(value, value=-value.value).label))

    @defect(visibility=2)
    def exchanged_states(self, p: Hess, scene: FigureScene, draw: Random) -> FigureScene:
        """The formulas of two states are exchanged, so that the arrows join the wrong ones."""
        one, two = draw.sample("ABC", 2)
        return swap_texts(scene, f"state:{one}", f"state:{two}")

    @defect(visibility=1)
    def unbalanced(self, p: Hess, scene: FigureScene, draw: Random) -> FigureScene:
        """A state has another number of molecules of one substance, so that its atoms are not those of the others."""
        name = draw.choice("ABC")
        state = p.states[name]
        # A number in front of a formula that had none still contains the formula.
        index = draw.choice([place for place, (number, _) in enumerate(state) if place or number > 1] or [0])
        if not index and state[0][0] == 1:
            raise DoesNotApplyError
        wrong = tuple((number + (place == index), substance) for place, (number, substance) in enumerate(state))
        return change(scene, replace(scene.label(f"state:{name}"), text=label_of(wrong)))


def _bracketed(value: int, is_inside: bool) -> str:
    words = f"{value}".replace("-", "−")
    return f"({words})" if is_inside and value < 0 else words
