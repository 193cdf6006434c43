"""Cycles of matter: pools with their stocks and yearly fluxes between them; a pool grows by what it takes in less what it gives off.

Sizes are rounded from IPCC AR5, chapter 6 (carbon and nitrogen), and Oki and Kanae 2006 (water).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREEN, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.universal import box
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

Flux = tuple[str, str, str, float, tuple[float, float], tuple[float, float], tuple[float, float]]
"""Name, from, to, usual size, tail, tip, and the side of its text."""
CYCLES: Mapping[str, tuple[str, str, Mapping[str, tuple[float, float]], tuple[Flux, ...]]] = {
    "carbon": ("Gt C", "carbon", {"atmosphere": (5, 5.7), "fossil fuels": (0.2, 2.8), "land": (5, -0.1), "ocean": (9.8, 2.8)}, (
        ("burning", "fossil fuels", "atmosphere", 9, (0.7, 3.4), (3.5, 5.1), (-1, 1)),
        ("photosynthesis", "atmosphere", "land", 120, (4.4, 5.1), (4.4, 0.5), (-1, 0)),
        ("respiration", "land", "atmosphere", 118, (5.6, 0.5), (5.6, 5.1), (1, 0)),
        ("uptake", "atmosphere", "ocean", 80, (6.6, 5.7), (10.4, 3.4), (1, 1)),
        ("release", "ocean", "atmosphere", 78, (8.9, 3.4), (6.2, 5.1), (-1, -1)),
    )),
    "nitrogen": ("Tg N", "nitrogen", {"atmosphere": (5, 5.7), "fertiliser": (0.2, 2.8), "soil": (5, -0.1), "sea": (9.8, 2.8)}, (
        ("industry", "atmosphere", "fertiliser", 120, (3.5, 5.1), (0.7, 3.4), (-1, 1)),
        ("fixation", "atmosphere", "soil", 58, (4.4, 5.1), (4.4, 0.5), (-1, 0)),
        ("denitrification", "soil", "atmosphere", 110, (5.6, 0.5), (5.6, 5.1), (1, 0)),
        ("spreading", "fertiliser", "soil", 100, (0.7, 2.2), (3.7, 0.5), (-1, -1)),
        ("runoff", "soil", "sea", 60, (6.3, 0.5), (9.3, 2.2), (1, -1)),
    )),
    "water": ("thousand km³", "water", {"atmosphere": (5, 5.7), "ice": (0.2, 2.8), "land": (5, -0.1), "ocean": (9.8, 2.8)}, (
        ("snowfall", "atmosphere", "ice", 3, (3.5, 5.1), (0.7, 3.4), (-1, 1)),
        ("precipitation", "atmosphere", "land", 111, (4.4, 5.1), (4.4, 0.5), (-1, 0)),
        ("evapotranspiration", "land", "atmosphere", 66, (5.6, 0.5), (5.6, 5.1), (1, 0)),
        ("melting", "ice", "land", 2, (0.7, 2.2), (3.7, 0.5), (-1, -1)),
        ("rivers", "land", "ocean", 45, (6.3, 0.5), (9.3, 2.2), (1, -1)),
    )),
}  # fmt: skip
FILLS = {
    "atmosphere": PALE_BLUE,
    "land": PALE_GREEN,
    "soil": PALE_GREEN,
    "ocean": "#c9dff0",
    "sea": "#c9dff0",
    "ice": PALE_GREY,
}


def _sizes(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[float, ...]:
    usual = [flux[3] for flux in CYCLES[values["layout"]][3]]
    # All are scaled together: each by itself, opposite fluxes would lie farther apart than those of any real year.
    scale = draw.uniform(0.85, 1.15)
    return tuple(round(size * scale * draw.uniform(0.97, 1.03), 1 if size < 10 else 0) for size in usual)


@dataclass(frozen=True, kw_only=True)
class Cycle(Parameters):
    """Which matter, its fluxes, and the pool that is asked for."""

    layout: str = one_of("carbon", "nitrogen", "water")
    sizes: tuple[float, ...] = drawn(_sizes, words="yearly fluxes near the real ones")
    pool: int = one_of(0, 1, 2, 3, level_1=(1, 3), level_3=(0, 2))
    salt: int = one_of(*range(20))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The pool changes, and the sizes differ; pools of water whose flux from the sea is left out are not asked for."""
        if self.layout == "water" and self.pool in (0, 3):
            return False
        return abs(self.gain) > 0.25 and len(set(self.sizes)) == len(self.sizes)

    @property
    def name(self) -> str:
        """Of the pool that is asked for."""
        return list(CYCLES[self.layout][2])[self.pool]

    @property
    def gain(self) -> float:
        """Of that pool in a year."""
        fluxes = CYCLES[self.layout][3]
        return round(
            sum(
                size * ((flux[2] == self.name) - (flux[1] == self.name))
                for flux, size in zip(fluxes, self.sizes, strict=True)
            ),
            6,
        )


@family("Biology - Ecological")
class CarbonCycle(Family[Cycle]):
    """Pools and yearly fluxes of carbon, nitrogen or water; the change of one pool is asked for."""

    def solve(self, p: Cycle) -> Solution:
        """In less out."""
        unit, matter, _, fluxes = CYCLES[p.layout]
        told = ", ".join(
            f"{flux[0]} ({flux[1]} to {flux[2]}) {format_number(size)}"
            for flux, size in zip(fluxes, p.sizes, strict=True)
        )
        plus = [format_number(size) for flux, size in zip(fluxes, p.sizes, strict=True) if flux[2] == p.name]
        minus = [format_number(size) for flux, size in zip(fluxes, p.sizes, strict=True) if flux[1] == p.name]
        steps = (" + ".join(plus) or "0") + "".join(f" − {size}" for size in minus or ["0"])
        answer = number_answer(p.gain, f"{unit} per year", tolerance=0.03)
        return Solution(
            answer=answer,
            values={"told": told, "matter": matter, "unit": unit, "where": p.name, "steps": steps},
            hidden=(f"change: {answer.text}",),
        )

    def draw(self, p: Cycle, sketch: Sketch) -> None:
        """Each flux runs from the edge of its pool to that of the next."""
        unit, _, pools, fluxes = CYCLES[p.layout]
        lift = -0.5 if p.layout == "carbon" else 0.8
        for name, at in pools.items():
            words = f"{name}\nchange = ?" if name == p.name else name
            box(
                sketch,
                name,
                at,
                3.2 if name == "atmosphere" else 2.6,
                1.2,
                words,
                11 if name == p.name else 12,
                fill=FILLS.get(name, PALE_ORANGE),
                color=BLUE,
            )
        for (name, one, two, _, tail, tip, toward), size in zip(fluxes, p.sizes, strict=True):
            sketch.arrow(f"flux:{name}", tail, tip, width=2, color=RED if two == "atmosphere" else GREEN)
            words = f"{name}\n{format_number(size)}"
            middle = ((tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2 + lift * (toward[1] == 0))
            sketch.text(f"label:{name}", words, middle, of=f"flux:{name}", toward=toward, gap_pt=5, size=11)
            sketch.claim("label", f"label:{name}", value=words)
            sketch.claim("connects", f"flux:{name}", f"box:{one}", f"box:{two}")
        sketch.text("unit:flux", f"fluxes in {unit} per year", (5, -1.15), size=11, color=GREY)
        sketch.claim("count", "box", value=4)
        sketch.claim("count", "flux", value=5)
        sketch.entity("pools", *(f"box:{name}" for name in pools))
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Cycle) -> Iterator[Question]:
        """Sizes, directions and numbers of fluxes."""
        unit, _, pools, fluxes = CYCLES[p.layout]
        index = p.salt % 5
        name, one, two = fluxes[index][:3]
        yield ask_number("size", p.sizes[index], unit=f"{unit} per year", likely=p.sizes, low=0.05, flux=name)
        other = fluxes[(p.salt // 5 + 1 + index) % 5]
        pair = f"from the {other[1]} to the {other[2]}"
        every = [f"from the {a} to the {b}" for a in pools for b in pools if a != b]
        yield ask_word("way", pair, _turned([text for text in every if text != pair], p.salt), flux=other[0])
        yield ask_word(
            "which", name, _turned([flux[0] for flux in fluxes if flux[0] != name], p.salt), one=one, two=two
        )
        biggest = max(range(5), key=lambda k: p.sizes[k] if k != p.salt % 5 else -1)
        gap = abs(p.sizes[index] - p.sizes[biggest])
        yield ask_number(
            "gap", round(gap, 1), unit=f"{unit} per year", likely=[*p.sizes], low=0.1, one=name, two=fluxes[biggest][0]
        )
        touching = sum(p.name in flux[1:3] for flux in fluxes)
        yield ask_count("ends", touching, low=0, pool=p.name)

    @defect(visibility=2)
    def flux_reversed(self, p: Cycle, scene: FigureScene, draw: Random) -> FigureScene:
        """A flux runs from its end to its start."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("flux:")])
        assert isinstance(mark, Path)
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def exchanged_fluxes(self, p: Cycle, scene: FigureScene, draw: Random) -> FigureScene:
        """Two fluxes bear each other's names and sizes."""
        one, two = draw.sample([flux[0] for flux in CYCLES[p.layout][3]], 2)
        return swap_texts(scene, f"label:{one}", f"label:{two}")

    @defect(visibility=3)
    def pool_missing(self, p: Cycle, scene: FigureScene, draw: Random) -> FigureScene:
        """A pool is missing, though fluxes run to it."""
        return scene.without(f"box:{draw.choice(list(CYCLES[p.layout][2]))}")


def _turned(names: list[str], by: int) -> list[str]:
    by %= len(names)
    return names[by:] + names[:by]
