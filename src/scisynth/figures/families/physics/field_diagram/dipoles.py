"""Two equal and opposite charges with their lines of force: the field midway, above the middle, or beyond one of them.

In the plane of the charges the lines are those of point charges in space; they leave a charge evenly spread, and arrows upon them
claim the direction of the field at their place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import draw_dipole, free_way
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

COULOMB = 8.99e9
"""k = 1/(4 π ε₀), N m²/C²."""
HALF, RADIUS = 1.5, 0.28
"""Half the distance of the charges, and their radius, in units of the scene."""
BOX = (4.4, 3.0)
"""Half the width and height of the lines."""


@dataclass(frozen=True, kw_only=True)
class Dipole(Parameters):
    """Charges +q and −q a distance d apart, and the place of P."""

    layout: str = one_of(
        "middle", "above", "beyond", level_1=("middle", "middle", "beyond"), level_3=("above", "beyond")
    )
    q: float = number("q", "nC", (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8), meaning="size of each charge")
    d: float = number("d", "cm", (4, 5, 6, 8, 10, 12), meaning="distance of the charges")
    s: float = number("s", "cm", (2, 3, 4, 5, 6, 7, 8, 9), meaning="distance of the point")
    is_positive_left: bool = one_of(False, True)
    is_flipped: bool = one_of(False, True)
    """P lies below, or beyond the left charge."""
    num_lines: int = one_of(8, 10, 12)
    letter: str = one_of(*"APMSXZ")
    """Of the point."""

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The distance of P is none where it lies in the middle."""
        found = super().givens
        return found[:2] if self.layout == "middle" else found

    @property
    def place(self) -> np.ndarray:
        """Of P, in units of the scene, float [2]."""
        step = self.s / (self.d / 2) * HALF * (-1 if self.is_flipped else 1)
        return {
            "middle": np.zeros(2), "above": np.asarray([0.0, step]),
            "beyond": np.asarray([step + (-HALF if self.is_flipped else HALF), 0.0]),
        }[self.layout]  # fmt: skip

    @property
    def side(self) -> str:
        """To which side the field at P points."""
        if self.layout == "beyond":
            # The field of the nearer charge is the stronger one: away from it where it is positive.
            is_away = self.is_positive_left == self.is_flipped
            return "right" if is_away != self.is_flipped else "left"
        return "right" if self.is_positive_left else "left"

    def valid(self) -> bool:
        """P stands clear of the charges and within the lines."""
        if self.layout == "middle":
            return True
        low, high = {"above": (0.35, 0.85), "beyond": (0.3, 0.8)}[self.layout]
        return low <= self.s / self.d <= high


def dipole_field(q: float, d: float, s: float, layout: str) -> float:
    """N/C, from q in nC, d and s in cm.

    Midway both fields add to 2 k q / (d/2)². A distance s above the middle, components along the axis add to k q d / r³ with
    r² = s² + (d/2)². A distance s beyond a charge, k q / s² is lessened by k q / (s + d)².
    """
    charge_c, apart, far = q * 1e-9, d / 100, s / 100
    if layout == "middle":
        return 2 * COULOMB * charge_c / (apart / 2) ** 2
    if layout == "above":
        return float(COULOMB * charge_c * apart / (far**2 + apart**2 / 4) ** 1.5)
    return COULOMB * charge_c * (1 / far**2 - 1 / (far + apart) ** 2)


@family("Physics - Field Diagram")
class DipoleLines(Family[Dipole]):
    """The field of two equal and opposite charges at a point, among their lines of force."""

    def solve(self, p: Dipole) -> Solution:
        """By adding the two fields."""
        values = {
            "left": "+q" if p.is_positive_left else "−q", "right": "−q" if p.is_positive_left else "+q", "side": p.side,
            "half": format_number(p.d / 200), "d_m": format_number(p.d / 100), "s_m": format_number(p.s / 100),
            "sum_m": format_number((p.s + p.d) / 100), "size": format_number(p.q), "where": "below" if p.is_flipped else "above",
            "end": "left" if p.is_flipped else "right", "r": format_number(float(np.hypot(p.s, p.d / 2)) / 100, 4),
        }  # fmt: skip
        answer = number_answer(dipole_field(p.q, p.d, p.s, p.layout), "N/C")
        return Solution(answer=answer, symbol="E", values=values)

    def draw(self, p: Dipole, sketch: Sketch) -> None:
        """Charges, lines with arrows, the point, and the distances below or at the side."""
        flip = 1.0 if p.is_positive_left else -1.0
        places = {"left": np.asarray([-HALF, 0.0]), "right": np.asarray([HALF, 0.0])}
        charges = [(flip, places["left"]), (-flip, places["right"])]
        # Eight lines leave room for the letter of a point on the axis between the charges.
        num = 8 if p.layout == "middle" else p.num_lines
        draw_dipole(sketch, charges, ("left", "right"), RADIUS, num, BOX)
        for name, sign in (("left", flip), ("right", -flip)):
            fill, color = (PALE_RED, RED) if sign > 0 else (PALE_BLUE, BLUE)
            sketch.circle(f"charge:{name}", places[name], RADIUS, fill=fill, color=color, z=5)
            words = f"${'+' if sign > 0 else '-'}q$"
            sketch.text(f"sign:{name}", words, places[name], of=f"charge:{name}", size=11, color=color, z=7)
            sketch.claim("inside", f"sign:{name}", f"charge:{name}")
        sketch.dot("point:P", p.place, 0.06, z=7)
        toward = free_way(sketch, p.place)
        sketch.text("label:P", f"${p.letter}$", p.place, of="point:P", toward=toward, gap_pt=4, halo=True, size=12, z=8)
        self._draw_distances(p, sketch, places)
        sketch.text("label:q", p.label("q"), (0.45 * BOX[0], -BOX[1] - 1.0), toward=(1, 0), gap_pt=14)
        sketch.claim("order", "charge:left", "charge:right", value="left_to_right")
        if p.layout == "middle":
            sketch.claim("order", "charge:left", "point:P", "charge:right", value="left_to_right")
        count_roles(sketch, "charge", "bound", "open", "sense")
        sketch.entity("charges", "charge:left", "charge:right")
        sketch.entity("point", "point:P")

    def _draw_distances(self, p: Dipole, sketch: Sketch, places: dict[str, np.ndarray]) -> None:
        low = -BOX[1] - 0.45
        for name, at in places.items():
            sketch.line(f"end:{name}", at - (0, RADIUS), (at[0], low - 0.12), width=0.6, dash="dashed", color=GREY, z=1)
        sketch.line("size:d", (-HALF, low), (HALF, low), arrow="both", width=0.9)
        sketch.text("label:d", p.label("d"), (0, low), of="size:d", toward=(0, -1))
        if p.layout == "beyond":
            x, start = p.place[0], (-HALF if p.is_flipped else HALF)
            sketch.line("end:P", (x, -0.1), (x, low - 0.12), width=0.6, dash="dashed", color=GREY, z=1)
            sketch.line("size:s", (start, low), (x, low), arrow="both", width=0.9)
            sketch.text("label:s", p.label("s"), ((start + x) / 2, low), of="size:s", toward=(0, -1))
            sketch.claim("ratio", "size:s", "size:d", value=p.s / p.d)
        elif p.layout == "above":
            y, right = p.place[1], BOX[0] + 0.45
            sketch.line("end:axis", (HALF + RADIUS, 0), (right + 0.12, 0), width=0.6, dash="dashed", color=GREY, z=1)
            sketch.line("end:P", (0.1, y), (right + 0.12, y), width=0.6, dash="dashed", color=GREY, z=1)
            sketch.line("size:s", (right, 0), (right, y), arrow="both", width=0.9)
            sketch.text("label:s", p.label("s"), (right, y / 2), of="size:s", toward=(1, 0))
            sketch.claim("ratio", "size:s", "size:d", value=p.s / p.d)

    def questions(self, p: Dipole) -> Iterator[Question]:
        """Values, signs, the direction of the field, the point's letter."""
        yield ask_value("q", p.quantity("q"))
        others = () if p.layout == "middle" else (p.quantity("s"),)
        yield ask_value("d", p.quantity("d"), *others)
        if others:
            yield ask_value("s", *others, p.quantity("d"))
        yield ask_word(
            "positive", "left_one" if p.is_positive_left else "right_one", ["left_one", "right_one", "both", "neither"]
        )
        yield ask_word("direction", p.side, ["left", "right", "up", "down"])
        yield ask_word("point", p.letter, list("PAXMZS"))

    @defect(visibility=2)
    def crossed_signs(self, p: Dipole, scene: FigureScene, draw: Random) -> FigureScene:
        """The signs of the charges are exchanged, so that lines leave the negative one."""
        return swap_texts(scene, "sign:left", "sign:right")

    @defect(visibility=2)
    def turned_arrow(self, p: Dipole, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of one line points the other way than those of its neighbours."""
        arrow = scene.path(draw.choice(_ids(scene, "sense:bound")))
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=3)
    def broken_line(self, p: Dipole, scene: FigureScene, draw: Random) -> FigureScene:
        """A line ends in empty space, where there is no charge."""
        line = scene.path(draw.choice(_ids(scene, "bound:")))
        return change(scene, replace(line, points=line.points[: max(2, len(line.points) // 2)]))

    @defect(visibility=1)
    def lost_line(self, p: Dipole, scene: FigureScene, draw: Random) -> FigureScene:
        """A line between the charges is missing on one side of the axis only."""
        gone = draw.choice(_ids(scene, "bound:"))
        return scene.without(gone, f"sense:{gone.replace(':', '')}")


def _ids(scene: FigureScene, start: str) -> list[str]:
    return [mark.id for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith(start)]
