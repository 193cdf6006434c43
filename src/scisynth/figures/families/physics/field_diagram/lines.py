"""Lines of force of two unequal charges: as many more meet the larger one as it is larger, and the rest runs off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import draw_unequal
from scisynth.figures.parts.palette import PALE_GREY, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

LOW = str.maketrans("12", "₁₂")


@dataclass(frozen=True, kw_only=True)
class Unequal(Parameters):
    """Two charges of opposite signs; `pair` says how many lines meet the smaller and the larger one."""

    layout: str = one_of("small_known", "large_known", "surface", level_3=("large_known", "surface"))
    pair: tuple[int, ...] = one_of((6, 12), (8, 16), (6, 18), (10, 20), (8, 20), (6, 15), (8, 24), (6, 14), (8, 18))
    per_line: float = one_of(0.25, 0.5, 0.75, 1, 1.5, 2, 2.5)
    names: tuple[int, ...] = one_of((1, 2), (2, 1))
    is_sink: bool = one_of(False, True)
    around: str = one_of("large", "small", "both")
    is_mirrored: bool = one_of(False, True)

    @property
    def values(self) -> tuple[float, float]:
        """Of the larger and the smaller charge, nC."""
        small, large = self.pair
        sign = -1 if self.is_sink else 1
        return sign * large * self.per_line, -sign * small * self.per_line

    @property
    def enclosed(self) -> float:
        """The charge within the surface, nC."""
        large, small = self.values
        return {"large": large, "small": small, "both": large + small}[self.around]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The known charge, or what one line stands for."""
        if self.layout == "surface":
            return (Quantity(symbol="q_0", value=self.per_line, unit="nC", meaning="charge that one line stands for"),)
        place = 1 if self.layout == "small_known" else 0
        return (Quantity(symbol=f"q_{self.names[place]}", value=self.values[place], unit="nC", meaning="known charge"),)


@family("Physics - Field Diagram")
class UnequalCharges(Family[Unequal]):
    """The number of field lines tells the charges, and those that cross a closed surface what is inside."""

    def solve(self, p: Unequal) -> Solution:
        """By Gauss's law: lines are in proportion to charge."""
        large, small = p.values
        value = {"small_known": large, "large_known": small, "surface": p.enclosed}[p.layout]
        own = {"small_known": 0, "large_known": 1}.get(p.layout, 0)
        crossing = {"large": p.pair[1], "small": p.pair[0], "both": p.pair[1] - p.pair[0]}[p.around]
        values = {
            "name": f"q{p.names[own]}".translate(LOW),
            "other": f"q{p.names[1 - own]}".translate(LOW),
            "known": p.givens[0],
            "lines": p.pair[1 - own],
            "others": p.pair[own],
            "leave": "leave" if value > 0 else "run into",
            "crossing": crossing,
            "outwards": "outwards" if value > 0 else "inwards",
            "within": {"large": "the charge with more lines", "small": "the charge with fewer lines", "both": "both charges"}[p.around],
            "sign": "positive" if value > 0 else "negative",
            "total": p.pair[1],
            "size": f"{format_number(p.per_line)} nC",
        }  # fmt: skip
        symbol = "q" if p.layout == "surface" else f"q_{p.names[own]}"
        return Solution(answer=number_answer(value, "nC"), symbol=symbol, values=values)

    def draw(self, p: Unequal, sketch: Sketch) -> None:
        """The signs follow from the arrows alone."""
        radius, box = 0.36, (4.6, 3.4)
        places = [np.asarray([-1.5, 0.0]), np.asarray([1.5, 0.0])]
        small, large = p.pair
        draw_unequal(
            sketch, [(large / small, places[0]), (-1.0, places[1])], radius, small, large, box, is_sink=p.is_sink
        )
        for name, at, index in (("1", places[0], p.names[0]), ("2", places[1], p.names[1])):
            sketch.circle(f"charge:{name}", at, radius, fill=PALE_GREY, z=5)
            sketch.text(f"label:{name}", f"$q_{index}$", at, of=f"charge:{name}", size=13, z=7)
            sketch.claim("inside", f"label:{name}", f"charge:{name}")
        words = p.givens[0].label if p.layout != "surface" else f"one line: {format_number(p.per_line)} nC"
        lowest = min(y for mark in sketch.marks if isinstance(mark, Path) for _, y in mark.points)
        sketch.text("label:known", words, (0, lowest), toward=(0, -1), gap_pt=10)
        if p.layout == "surface":
            middle, size = {"large": (places[0], 0.85), "small": (places[1], 0.85), "both": (np.zeros(2), 2.5)}[
                p.around
            ]
            sketch.circle("surface:S", middle, size, dash="dashed", color=RED, width=1.6, z=4)
            for name in {"large": "1", "small": "2", "both": "12"}[p.around]:
                sketch.claim("inside", f"charge:{name}", "surface:S")
            inked = np.asarray([at for mark in sketch.marks if isinstance(mark, Path) for at in mark.points])

            def clearance(turn: int) -> float:
                return float(np.linalg.norm(inked - middle - polar(turn, size + 0.25), axis=1).min())

            corner = middle + polar(max(range(0, 360, 5), key=clearance), size)
            sketch.text(
                "label:S",
                "$S$",
                corner,
                of="surface:S",
                toward=corner - middle,
                gap_pt=3,
                color=RED,
                size=13,
                halo=True,
                z=7,
            )
            sketch.claim("count", "surface", value=1)
        sketch.claim("order", "charge:1", "charge:2", value="left_to_right")
        count_roles(sketch, "charge", "bound", "open", "sense")
        sketch.entity("charges", "charge:1", "charge:2")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Unequal) -> Iterator[Question]:
        """Numbers of lines, signs and sides."""
        small, large = p.pair
        names = [f"q{index}".translate(LOW) for index in p.names]
        yield ask_count("large", large, likely=(small, large - small, large + 2, large - 2), low=1, which=names[0])
        yield ask_value("known", p.givens[0])
        yield ask_count("running", large - small, likely=(small, large, large - small + 2), low=1)
        yield ask_word("positive", names[1] if p.is_sink else names[0], [*names, "both", "neither"])
        yield ask_word("left", names[1] if p.is_mirrored else names[0], [*names, "level", "surface"])

    @defect(visibility=2)
    def turned_line(self, p: Unequal, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of one line points the other way than those of its neighbours."""
        arrows = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("sense:bound")]
        arrow = draw.choice(arrows)
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def lost_line(self, p: Unequal, scene: FigureScene, draw: Random) -> FigureScene:
        """A line between the charges is missing, so that the numbers no longer fit them."""
        number = draw.randrange(p.pair[0])
        return scene.without(f"bound:{number}", f"sense:bound{number}")

    @defect(visibility=3)
    def broken_line(self, p: Unequal, scene: FigureScene, draw: Random) -> FigureScene:
        """A line ends in empty space, where there is no charge."""
        line = scene.path(f"bound:{draw.randrange(p.pair[0])}")
        return change(scene, replace(line, points=line.points[: max(2, len(line.points) // 2)]))

    @defect(visibility=1)
    def swapped_names(self, p: Unequal, scene: FigureScene, draw: Random) -> FigureScene:
        """The names of the two charges are exchanged."""
        return swap_texts(scene, "label:1", "label:2")
