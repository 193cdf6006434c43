"""Wheels of fortune: the mean prize of a spin, for sectors of any angle or equal ones, and with a stake to pay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_BLUE, PALE_GREEN, PALE_ORANGE, PALE_RED, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

ANGLES = (
    (120, 90, 150), (180, 60, 120), (90, 60, 120, 90), (45, 90, 135, 90), (60, 72, 108, 120), (30, 150, 60, 120),
    (100, 80, 180), (40, 140, 80, 100), (60, 50, 110, 70, 70), (45, 75, 60, 100, 80),
)  # fmt: skip
EQUAL = ((3, 2, 1), (4, 1, 1), (1, 2, 5), (2, 3, 3), (5, 1, 2), (4, 3, 1), (6, 3, 1), (2, 3, 5), (4, 1, 5), (2, 2, 4))
"""How many of 6, 8 or 10 equal sectors have each prize."""
FILLS = (PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_RED, "#ece3f3")
CLEAR = 12
"""Degrees between the pointer and the nearest border of a sector, at least."""


@dataclass(frozen=True, kw_only=True)
class Wheel(Parameters):
    """Sectors with prizes, in the order of the wheel."""

    kind: int = one_of(*range(len(ANGLES)))
    order: tuple[int, ...] = several(range(10), 10)
    values: tuple[int, ...] = several(range(1, 16), 5)
    start: int = one_of(*range(0, 180, 5))
    stake: float = number("s", "€", (2, 3, 4, 5, 6, 7, 8), meaning="price of a spin", given=False)
    layout: str = one_of("angles", "equal", "stake", level_1=("angles", "equal"), level_3=("stake", "stake", "equal"))

    @property
    def sectors(self) -> list[tuple[int, int]]:
        """(angle in degrees, prize in euros), in order."""
        if self.layout == "equal":
            parts = EQUAL[self.kind]
            prizes = [value for num, value in zip(parts, self.values, strict=False) for _ in range(num)]
            places = [place for place in self.order if place < len(prizes)]
            return [(360 // len(prizes), prizes[place]) for place in places]
        angles = ANGLES[self.kind]
        places = [place for place in self.order if place < len(angles)]
        return [(angles[place], prize) for place, prize in zip(places, self.values, strict=False)]

    @property
    def bounds(self) -> list[float]:
        """Directions of the borders, degrees."""
        return [float(turn) for turn in np.cumsum([self.start, *(angle for angle, _ in self.sectors)])]

    @property
    def shown(self) -> int:
        """Index of the sector under the pointer, which stands above the wheel."""
        bounds = self.bounds
        return next(index for index in range(len(self.sectors)) if (90 - bounds[index]) % 360 < self.sectors[index][0])

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Angles of the prizes, or how often each stands on the wheel; and the stake."""
        if self.layout == "equal":
            prizes = [prize for _, prize in self.sectors]
            return tuple(Quantity(symbol=f"n({prize} €)", value=prizes.count(prize)) for prize in dict.fromkeys(prizes))
        found = [Quantity(symbol=f"φ({prize} €)", value=angle, unit="°") for angle, prize in self.sectors]
        return (*found, self.quantity("stake")) if self.layout == "stake" else tuple(found)

    def valid(self) -> bool:
        """The pointer does not stand at a border; equal sectors of one prize are not all neighbours; the mean is no prize."""
        if min(min((90 - turn) % 360, (turn - 90) % 360) for turn in self.bounds) < CLEAR:
            return False
        gain = mean_prize(self.sectors) - (self.stake if self.layout == "stake" else 0)
        return abs(gain) >= Fraction(1, 5) and gain not in {prize for _, prize in self.sectors}


def mean_prize(sectors: list[tuple[int, int]]) -> Fraction:
    """Expected value of the prize: every prize weighted with its part of the full turn."""
    return sum((Fraction(angle, 360) * prize for angle, prize in sectors), Fraction(0))


@family("Math - Set & Probability")
class SpinnerExpectation(Family[Wheel]):
    """The mean prize of a wheel of fortune, or the mean gain of who pays for a spin."""

    def solve(self, p: Wheel) -> Solution:
        """The prizes weighted with their probabilities, less the stake."""
        mean = mean_prize(p.sectors)
        prizes = [prize for _, prize in p.sectors]
        num = len(prizes)
        once = list(dict.fromkeys(prizes))
        if p.layout == "equal":
            parts = [f"{prize} € on {prizes.count(prize)} of them" for prize in once]
            sum_ = " + ".join(f"{prizes.count(prize)}·{prize}" for prize in once)
        else:
            parts = [f"{prize} € on {angle}°" for angle, prize in p.sectors]
            sum_ = " + ".join(f"{angle}·{prize}" for angle, prize in p.sectors)
        value = float(mean) - (p.stake if p.layout == "stake" else 0)
        answer = number_answer(value, "€")
        values = {
            "parts": f"{', '.join(parts[:-1])} and {parts[-1]}", "num": num, "sum": sum_, "mean": number_answer(float(mean), "€").text,
            "what": "mean gain" if p.layout == "stake" else "mean prize",
        }  # fmt: skip
        return Solution(answer=answer, symbol="E", values=values, hidden=(f"E = {answer.text}", f"mean {answer.text}"))

    def draw(self, p: Wheel, sketch: Sketch) -> None:
        """The wheel with its pointer; angles where sectors differ; a line below it with the stake."""
        bounds, sectors = p.bounds, p.sectors
        prizes = list(dict.fromkeys(prize for _, prize in sectors))
        for index, (angle, prize) in enumerate(sectors, start=1):
            start, stop = bounds[index - 1], bounds[index]
            rim = [polar(turn, 3) for turn in np.linspace(start, stop, 48)]
            fill = FILLS[prizes.index(prize)]
            sketch.area(f"sector:{index}", (0, 0), *rim, fill=fill, width=0, z=0)
            sketch.line(f"radius:{index}", (0, 0), polar(start, 3), width=1.3)
            size = 15 if len(sectors) <= 6 else 13
            sketch.text(f"prize:{index}", f"{prize} €", polar((start + stop) / 2, 2.15), size=size)
            sketch.claim("inside", f"prize:{index}", f"sector:{index}")
            if p.layout != "equal":
                self._angle(sketch, index, start, stop, angle)
        for index, (angle, _) in enumerate(sectors, start=1):
            sketch.claim("angle", f"radius:{index}", f"radius:{index % len(sectors) + 1}", value=angle)
        sketch.circle("rim:wheel", (0, 0), 3, width=1.8, z=3)
        sketch.dot("hub:wheel", (0, 0), 0.11, z=5)
        sketch.arrow("pointer:P", (0, 4.0), (0, 3.05), color=RED, width=2.2)
        sketch.claim("points_to", "pointer:P", "hub:wheel")
        for role in ("sector", "radius"):
            sketch.claim("count", role, value=len(sectors))
        if p.layout == "stake":
            sketch.rectangle("sign:stake", -1.9, -4.35, 1.9, -3.5, width=1.2)
            sketch.text("label:stake", f"one spin: {p.text('stake')}", (0, -3.925), size=14)
            sketch.claim("inside", "label:stake", "sign:stake")
        sketch.entity("wheel", "rim:wheel", "hub:wheel", *(f"sector:{index}" for index in range(1, len(sectors) + 1)))

    def _angle(self, sketch: Sketch, index: int, start: float, stop: float, angle: int) -> None:
        size, out = (0.75 if angle > 50 else 1.0), polar((start + stop) / 2)
        sketch.circle(f"angle:{index}", (0, 0), size, start_deg=start, end_deg=stop, width=0.9)
        sketch.text(f"degrees:{index}", f"{angle}°", size * out, of=f"angle:{index}", toward=out, gap_pt=3, size=11)
        sketch.claim("inside", f"degrees:{index}", f"sector:{index}")

    def questions(self, p: Wheel) -> Iterator[Question]:
        """What the pointer shows, sectors and their prizes, and what a spin costs."""
        sectors = p.sectors
        prizes = [prize for _, prize in sectors]
        yield ask_number(
            "pointer", prizes[p.shown], unit="€", likely=[x for x in prizes if x != prizes[p.shown]], step=1, low=1
        )
        yield ask_count("sectors", len(sectors), low=2)
        if p.layout == "equal":
            for index, name in enumerate(("often", "other")):
                prize = p.values[index]
                yield ask_count(name, prizes.count(prize), likely=[prizes.count(x) for x in prizes], prize=f"{prize} €")
            yield ask_number("highest", max(prizes), unit="€", likely=prizes, step=1, low=1)
            return
        largest = max(sectors)[1] if [angle for angle, _ in sectors].count(max(sectors)[0]) == 1 else 0
        if largest:
            yield ask_number("largest", largest, unit="€", likely=prizes, step=1, low=1)
        angle, prize = sectors[0]
        yield ask_number("angle", angle, unit="°", likely=[x for x, _ in sectors], step=10, low=5, prize=f"{prize} €")
        if p.layout == "stake":
            yield ask_number("stake", p.stake, unit="€", likely=prizes, step=1, low=1)

    @defect(visibility=2)
    def border_moved(self, p: Wheel, scene: FigureScene, draw: Random) -> FigureScene:
        """A border between sectors does not stand where the angles put it."""
        index = draw.randrange(len(p.sectors))
        line = scene.path(f"radius:{index + 1}")
        tip = polar(p.bounds[index] + 0.4 * p.sectors[index][0], 3)
        return change(scene, replace(line, points=(line.points[0], (float(tip[0]), float(tip[1])))))

    @defect(visibility=1)
    def exchanged_prizes(self, p: Wheel, scene: FigureScene, draw: Random) -> FigureScene:
        """The prizes of two sectors are exchanged."""
        prizes = [prize for _, prize in p.sectors]
        other = next(index for index, prize in enumerate(prizes, start=1) if prize != prizes[0])
        return swap_texts(scene, "prize:1", f"prize:{other}")

    @defect(visibility=2)
    def missing_border(self, p: Wheel, scene: FigureScene, draw: Random) -> FigureScene:
        """A border between two sectors is missing."""
        return scene.without(f"radius:{draw.randrange(len(p.sectors)) + 1}")

    @defect(visibility=2)
    def pointer_away(self, p: Wheel, scene: FigureScene, draw: Random) -> FigureScene:
        """The pointer points away from the wheel."""
        arrow = scene.path("pointer:P")
        return change(scene, replace(arrow, points=arrow.points[::-1]))
