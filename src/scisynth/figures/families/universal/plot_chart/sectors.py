"""Charts of sectors: a whole divided into parts, one of which has to be found from the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import named, on_circle
from scisynth.figures.parts.palette import DARK_GREY, INK, PAPER, STRONG
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

RADIUS = 3.0
TOPICS: Mapping[str, tuple[str, tuple[str, ...], int]] = {
    "alloy": ("g", ("Cu", "Zn", "Sn", "Ni", "Pb", "Al", "Fe", "Mn"), 40),
    "gas mixture": ("L", ("N₂", "O₂", "CO₂", "Ar", "H₂", "CH₄", "He", "CO"), 20),
    "oxides in an ore": ("kg", ("SiO₂", "Al₂O₃", "Fe₂O₃", "CaO", "MgO", "TiO₂", "MnO"), 40),
    "energy of a house": ("kWh", ("A", "B", "C", "D", "E", "F"), 80),
    "floor area": ("m²", ("P", "Q", "R", "S", "T", "U"), 20),
    "cargo of a ship": ("t", ("L1", "L2", "L3", "L4", "L5", "L6", "L7"), 80),
    "heat losses": ("MJ", ("F", "G", "H", "J", "K", "M"), 40),
}
"""Topic to its unit, the names of its sectors, and the step of its total, of which a fortieth is at least half a unit."""


def draw_shares(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Parts of the whole: in percent, or in fortieths where the chart prints angles; all different, none below a fourteenth."""
    whole, least, most = (40, 3, 16) if values["layout"] == "degrees" else (100, 7, 41)
    while True:
        shares = [draw.randint(least, most) for _ in range(values["num"] - 1)]
        shares.append(whole - sum(shares))
        if least <= shares[-1] <= most and len(set(shares)) == values["num"]:
            return tuple(shares)


def draw_names(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the topic in random order."""
    return tuple(draw.sample(TOPICS[values["topic"]][1], values["num"]))


def draw_total(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    """A whole of which every part is a whole number."""
    step = TOPICS[values["topic"]][2]
    unit = step if values["layout"] == "degrees" else 100
    return draw.choice([unit * times for times in range(2, 13)])


@dataclass(frozen=True, kw_only=True)
class Sectors(Parameters):
    """A whole and its parts, one of them unknown."""

    topic: str = one_of(*TOPICS)
    layout: str = one_of("pie", "ring", "degrees", "key", level_1=("pie", "ring"))
    num: int = one_of(5, level_1=(4, 5), level_3=(5, 6))
    names: tuple[str, ...] = drawn(draw_names, words="names of the topic")
    shares: tuple[int, ...] = drawn(draw_shares, words="percentages, or fortieths of the circle")
    total: int = drawn(draw_total, words="a whole whose parts are whole numbers")
    gap: int = drawn(lambda draw, _, values: draw.randrange(values["num"]), words="the sector without its value")
    other: int = drawn(lambda draw, _, values: draw.randrange(values["num"]), words="another sector")
    start: int = one_of(*range(0, 360, 15))
    asked: str = one_of("amount", "total", "difference", level_1=("amount",), level_3=("total", "difference"))

    def valid(self) -> bool:
        """The two sectors are different; a difference is asked from the larger."""
        return self.gap != self.other and (
            self.asked != "difference" or self.shares[self.gap] > self.shares[self.other]
        )

    @property
    def unit(self) -> str:
        """Of the whole."""
        return TOPICS[self.topic][0]

    @property
    def whole(self) -> int:
        """What the shares add up to."""
        return 40 if self.layout == "degrees" else 100

    def printed(self, index: int) -> str:
        """At a sector: percent, or degrees of its angle."""
        return f"{9 * self.shares[index]}°" if self.layout == "degrees" else f"{self.shares[index]}%"

    def amount(self, index: int) -> float:
        """Of a sector, in the unit."""
        return self.total * self.shares[index] / self.whole


def missing_part(known: tuple[int, ...], whole: int) -> int:
    """What the known parts leave of the whole."""
    return whole - sum(known)


@family("Universal - Plot & Chart")
class PieChart(Family[Sectors]):
    """Sectors with percentages or angles, as a disc, a ring, or with a key; one value is left out."""

    def solve(self, p: Sectors) -> Solution:
        """The parts add up to the whole circle; an amount is its part of the total."""
        share = missing_part(tuple(s for k, s in enumerate(p.shares) if k != p.gap), p.whole)
        value = {
            "amount": p.total * share / p.whole,
            "total": p.total,
            "difference": p.total * (share - p.shares[p.other]) / p.whole,
        }[p.asked]
        known = [k for k in range(p.num) if k != p.gap]
        scale, mark = (9, "°") if p.layout == "degrees" else (1, "%")
        return Solution(
            answer=number_answer(value, p.unit, digits=4, tolerance=0.005),
            values={
                "unit": p.unit,
                "known": ", ".join(f"{p.names[k]} {p.printed(k)}" for k in known),
                "terms": " − ".join(p.printed(k) for k in known),
                "full": f"{p.whole * scale}{mark}",
                "share": f"{share * scale}{mark}",
                "second": p.printed(p.other),
                "step": f"{(share - p.shares[p.other]) * scale}{mark}",
                "x": p.names[p.gap],
                "y": p.names[p.other],
                "part": f"{format_number(p.amount(p.gap), 5)} {p.unit}",
                "whole_text": f"{p.total} {p.unit}",
                "chart": p.layout,
            },
            hidden=(
                f"{format_number(value, 4)} {p.unit}",
                *([] if share in [p.shares[k] for k in known] else [f"{share * scale}{mark}"]),
            ),
        )

    def draw(self, p: Sectors, sketch: Sketch) -> None:
        """Sectors follow clockwise from the first radius; the rim shows names, the inside values."""
        turn = float(p.start)
        inner = 1.35 if p.layout == "ring" else 0.0
        for index in range(p.num):
            stop = turn + 360 * p.shares[index] / p.whole
            self._draw_sector(p, sketch, index, turn, stop)
            turn = stop
        if inner:
            sketch.circle("hole:1", (0, 0), inner, fill=PAPER, color=PAPER, width=1.5, z=4)
        sketch.claim("count", "sector", value=p.num)
        for one, two, share in zip(p.names, (*p.names[1:], p.names[0]), p.shares, strict=True):
            sketch.claim("angle", f"radius:{one}", f"radius:{two}", value=360 * share / p.whole)
        words = f"{'?' if p.asked == 'total' else p.total} {p.unit}"
        if inner:
            sketch.text("total:whole", f"total {words}", (0, 0), of="hole:1", size=13)
        sketch.text("title:chart", p.topic + ("" if inner else f", total: {words}"), (0, RADIUS + 1.05), size=13)
        if p.layout == "key":
            self._draw_key(p, sketch)
        sketch.entity("chart", *(f"sector:{name}" for name in p.names))

    def _draw_sector(self, p: Sectors, sketch: Sketch, index: int, start: float, stop: float) -> None:
        name, num, middle = p.names[index], max(int((stop - start) / 4), 2), (start + stop) / 2
        arc = [on_circle(start + (stop - start) * k / num, RADIUS) for k in range(num + 1)]
        sketch.area(f"sector:{name}", (0, 0), *arc, fill=STRONG[index], color=PAPER, width=1.5)
        sketch.line(f"radius:{name}", (0, 0), on_circle(start, RADIUS), color=PAPER, width=1.5, z=3)
        is_gap = index == p.gap
        place = 2.25 if p.shares[index] / p.whole < 0.12 else 2.1
        sketch.text(
            f"share:{name}", "?" if is_gap else p.printed(index), on_circle(middle, place), size=13, color=PAPER, z=6
        )
        sketch.claim("inside", f"share:{name}", f"sector:{name}")
        # Where the total is asked, the amount of the open sector is printed at its name.
        amount = f"{format_number(p.amount(index), 5)} {p.unit}" if is_gap and p.asked == "total" else ""
        words = ": ".join(part for part in ("" if p.layout == "key" else name, amount) if part)
        if words:
            rim = on_circle(middle, RADIUS)
            gap = 15 if amount and abs(rim[1]) > 0.6 * RADIUS else 6
            sketch.text(
                f"name:{name}", words, rim, of=f"sector:{name}", toward=on_circle(middle, 1), gap_pt=gap, size=12.5
            )

    def _draw_key(self, p: Sectors, sketch: Sketch) -> None:
        order = sorted(range(p.num), key=lambda k: p.names[k])
        for row, index in enumerate(order):
            y, name = 1.6 - 0.72 * row, p.names[index]
            sketch.rectangle(f"key:{name}", 5.6, y - 0.2, 6.1, y + 0.2, fill=STRONG[index], color=DARK_GREY, width=0.8)
            sketch.text(f"word:{name}", name, (6.1, y), of=f"key:{name}", toward=(1, 0), size=12.5, color=INK)

    def questions(self, p: Sectors) -> Iterator[Question]:
        """Printed values, sizes, neighbours."""
        known = [k for k in range(p.num) if k != p.gap]
        scale, unit = (9, "°") if p.layout == "degrees" else (1, "%")
        likely = [float(scale * p.shares[k]) for k in known]
        at = p.names[p.other]
        yield ask_number("share", scale * p.shares[p.other], unit=unit, likely=likely, low=1, x=at)
        yield ask_word("largest", p.names[p.shares.index(max(p.shares))], p.names)
        yield ask_word("smallest", p.names[p.shares.index(min(p.shares))], p.names)
        yield ask_word("open", p.names[p.gap], p.names)
        if p.num > 4:
            after = p.names[(p.other + 1) % p.num]
            yield ask_word("next", after, [name for name in p.names if name != at], x=at)
        larger = sum(share > p.shares[p.other] for share in p.shares)
        yield ask_count("larger", larger, high=p.num, x=at)

    @defect(visibility=1)
    def turned_radius(self, p: Sectors, scene: FigureScene, draw: Random) -> FigureScene:
        """A radius between two sectors is off by 15 degrees, so that both have the wrong size."""
        one = draw.randrange(p.num)
        mark, before = scene.mark(f"radius:{p.names[one]}"), scene.mark(f"sector:{p.names[one - 1]}")
        own = scene.mark(f"sector:{p.names[one]}")
        assert isinstance(mark, Path) and isinstance(before, Path) and isinstance(own, Path)
        start = p.start + 360 * sum(p.shares[:one]) / p.whole
        end = on_circle(start + 15, RADIUS)
        rim = [on_circle(start + 3 * k, RADIUS) for k in range(6)]
        stop = start + 360 * p.shares[one] / p.whole
        rest = [on_circle(start + 15 + (stop - start - 15) * k / 20, RADIUS) for k in range(21)]
        return change(
            scene,
            replace(mark, points=((0.0, 0.0), end)),
            replace(before, points=(*before.points, *rim[1:])),
            replace(own, points=((0.0, 0.0), *rest)),
        )

    @defect(visibility=2)
    def exchanged_values(self, p: Sectors, scene: FigureScene, draw: Random) -> FigureScene:
        """The values of two sectors have changed places, so that the larger sector has the smaller value."""
        one, two = draw.sample([k for k in range(p.num) if k != p.gap], 2)
        return swap_texts(scene, f"share:{p.names[one]}", f"share:{p.names[two]}")

    @defect(visibility=3)
    def missing_sector(self, p: Sectors, scene: FigureScene, draw: Random) -> FigureScene:
        """One sector is left out, so that the chart shows less than the whole."""
        gone = named(scene, "sector", draw)
        return scene.without(gone)

    @defect(visibility=2)
    def open_elsewhere(self, p: Sectors, scene: FigureScene, draw: Random) -> FigureScene:
        """The question mark stands in another sector than that of the problem."""
        return swap_texts(scene, f"share:{p.names[p.gap]}", f"share:{p.names[p.other]}")
