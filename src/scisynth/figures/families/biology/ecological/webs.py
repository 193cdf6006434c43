"""Food webs in rows of trophic levels: arrows run from the eaten to the eater, always from one row to the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Any

import networkx as nx

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, PALE_BLUE, PALE_GREEN, PALE_RED
from scisynth.figures.parts.universal import box
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

SPECIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "meadow": (
        ("grass", "clover", "nettle"),
        ("grasshopper", "caterpillar", "slug", "snail"),
        ("frog", "toad", "shrew"),
        ("buzzard", "fox"),
    ),
    "pond": (
        ("algae", "water weed", "duckweed"),
        ("caddisfly", "tadpole", "mayfly", "pond snail"),
        ("minnow", "newt", "water beetle"),
        ("perch", "heron"),
    ),
    "sea": (
        ("diatoms", "kelp", "sea lettuce"),
        ("abalone", "periwinkle", "sea urchin", "limpet"),
        ("starfish", "octopus", "crab"),
        ("sea otter", "gull"),
    ),
    "wood": (
        ("oak", "beech", "bramble"),
        ("aphid", "caterpillar", "weevil", "sawfly"),
        ("robin", "blue tit", "wren"),
        ("sparrowhawk", "marten"),
    ),
}
"""In rows, so chosen that each species of a row may eat any of the row below it."""
SHAPES = {"narrow": (2, 3, 2, 1), "wide": (3, 4, 3, 1), "two tops": (2, 3, 3, 2), "short": (3, 4, 2)}
ACROSS, UP = 2.7, 2.2


def _species(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    rows = SPECIES[values["place"]]
    return tuple(tuple(draw.sample(rows[k], num)) for k, num in enumerate(SHAPES[values["layout"]]))


def _links(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Everyone eats and, below the top, is eaten; further links at higher levels."""
    rows = values["species"]
    found: set[tuple[str, str]] = set()
    for low, high in pairwise(rows):
        found |= {(draw.choice(low), eater) for eater in high}
        for food in low:
            if all(food != one for one, _ in found):
                found.add((food, draw.choice(high)))
        rest = [(a, b) for a in low for b in high if (a, b) not in found]
        found |= set(draw.sample(rest, min(len(rest), draw.randint(0, level))))
    order = [name for row in rows for name in row]
    return tuple(sorted(found, key=lambda pair: (order.index(pair[1]), order.index(pair[0]))))


@dataclass(frozen=True, kw_only=True)
class Web(Parameters):
    """Species in rows and who eats whom."""

    layout: str = one_of(
        "narrow", "short", "wide", "two tops", level_1=("narrow", "short"), level_3=("wide", "two tops", "narrow")
    )
    place: str = one_of(*SPECIES)
    species: tuple[tuple[str, ...], ...] = drawn(_species, words="species in rows")
    links: tuple[tuple[str, str], ...] = drawn(_links, words="food and eater")
    asked: str = one_of("chains", "chains", "starving", level_1=("chains",))
    gone: int = one_of(*range(4))

    def valid(self) -> bool:
        """There are some chains; of those that starve, there are some."""
        return len(self.chains) > 2 and (self.asked == "chains" or 0 < len(self.starving) < 4)

    @cached_property
    def web(self) -> nx.DiGraph:
        """From food to eater."""
        web = nx.DiGraph()
        web.add_nodes_from(name for row in self.species for name in row)
        web.add_edges_from(self.links)
        return web

    @property
    def top(self) -> str:
        """One that nobody eats."""
        return self.species[-1][self.gone % len(self.species[-1])]

    @property
    def lost(self) -> str:
        """A species that dies out."""
        row = self.species[self.gone % 2]
        return row[self.gone % len(row)]

    @cached_property
    def chains(self) -> list[list[str]]:
        """From producers to the top that is asked for."""
        return [path for start in self.species[0] for path in nx.all_simple_paths(self.web, start, self.top)]

    @cached_property
    def starving(self) -> list[str]:
        """Those left without any food when `lost` is gone, in the order of the rows."""
        dead = [self.lost]
        for row in self.species[1:]:
            dead += [name for name in row if name not in dead and set(self.web.predecessors(name)) <= set(dead)]
        return dead[1:]


@family("Biology - Ecological")
class FoodWeb(Family[Web]):
    """Webs of three or four trophic levels, narrow or wide, with one top or two; chains are counted, or a species dies out."""

    def solve(self, p: Web) -> Solution:
        """By following the arrows."""
        names = [name for row in p.species for name in row]
        eats = "; ".join(
            f"{name} eats {_and(list(p.web.predecessors(name)))}" for name in names if p.web.in_degree(name)
        )
        if p.asked == "chains":
            num = len(p.chains)
            answer = Answer(text=f"{num} food chains", value=num, tolerance=0)
            steps = "; ".join("→".join(chain) for chain in p.chains)
            want = f"How many different food chains lead from a producer to the {p.top}"
        else:
            answer = Answer(text=", ".join(p.starving))
            steps = f"without the {p.lost}, all food is gone for {_and(p.starving)}"
            want = f"If the {p.lost} dies out, which consumers are left with nothing to eat, in the end"
        return Solution(
            answer=answer,
            values={"eats": eats, "steps": steps, "want": want, "num": len(names)},
            hidden=(f"answer: {answer.text}", f"{answer.text} in all"),
        )

    def draw(self, p: Web, sketch: Sketch) -> None:
        """Rows from the bottom to the top; arrows end at the boxes' edges, spread along them."""
        places: dict[str, tuple[float, float]] = {}
        for level, row in enumerate(p.species):
            for k, name in enumerate(row):
                at = places[name] = ((k - (len(row) - 1) / 2) * ACROSS, UP * level)
                fill = PALE_GREEN if level == 0 else PALE_RED if level == len(p.species) - 1 else PALE_BLUE
                box(sketch, name, at, 2.1, 0.72, name, 12.5, fill=fill, color=GREEN if level == 0 else BLUE)
        for food, eater in p.links:
            tail = _port(p, places, food, eater, up=True)
            tip = _port(p, places, eater, food, up=False)
            name = f"eats:{food}-{eater}"
            sketch.arrow(name, tail, tip, width=1.2, color=DARK_GREY)
            sketch.claim("connects", name, f"box:{food}", f"box:{eater}")
        sketch.claim("count", "box", value=len(places))
        sketch.claim("count", "eats", value=len(p.links))
        sketch.entity("food web", *(f"box:{name}" for name in places))

    def questions(self, p: Web) -> Iterator[Question]:
        """Arrows, eaters and foods."""
        names = [name for row in p.species for name in row]
        salt = sum(map(ord, "".join(names))) + len(p.links)
        eaters = [name for name in names if p.web.in_degree(name) and len(names) - p.web.in_degree(name) > 3]
        eater = eaters[salt % len(eaters)]
        foods = list(p.web.predecessors(eater))
        yield ask_word(
            "food",
            foods[salt % len(foods)],
            _turned([n for n in names if n not in foods and n != eater], salt),
            eater=eater,
        )
        eaten = [name for row in p.species[:-1] for name in row]
        food = eaten[salt % len(eaten)]
        those = list(p.web.successors(food))
        yield ask_word(
            "eater",
            those[salt % len(those)],
            _turned([n for n in names if n not in those and n != food], salt),
            food=food,
        )
        yield ask_count("arrows", len(p.links), likely=[len(p.links) + 1, len(p.links) - 1], low=3)
        yield ask_count("degree", len(foods) + len(list(p.web.successors(eater))), low=1, eater=eater)
        middle = p.species[1 + salt % (len(p.species) - 1)]
        own = middle[salt % len(middle)]
        yield ask_word(
            "level", own, _turned([n for n in names if n not in middle], salt), level=p.species.index(middle) + 1
        )

    @defect(visibility=2)
    def eaten_eats_eater(self, p: Web, scene: FigureScene, draw: Random) -> FigureScene:
        """A feeding arrow runs from the eater to the eaten."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("eats:")])
        assert isinstance(mark, Path)
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def link_lost(self, p: Web, scene: FigureScene, draw: Random) -> FigureScene:
        """A feeding link that the problem states is not drawn."""
        return scene.without(draw.choice([m.id for m in scene.marks if m.id.startswith("eats:")]))

    @defect(visibility=3)
    def arrow_to_nowhere(self, p: Web, scene: FigureScene, draw: Random) -> FigureScene:
        """A feeding arrow ends half way, at no animal."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("eats:")])
        assert isinstance(mark, Path)
        (x0, y0), (x1, y1) = mark.points
        return change(scene, replace(mark, points=((x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2))))


def _port(p: Web, places: Mapping[str, tuple[float, float]], name: str, other: str, *, up: bool) -> tuple[float, float]:
    """Where the arrow between two boxes meets the first: its arrows are spread along the edge in the order of their other ends.

    Tips keep off the edge, whose line would swallow a flat arrow's head.
    """
    ends = list(p.web.successors(name) if up else p.web.predecessors(name))
    ends.sort(key=lambda end: places[end][0])
    x, y = places[name]
    step = 1.5 / max(len(ends), 2)
    return x + (ends.index(other) - (len(ends) - 1) / 2) * step, y + (0.36 if up else -0.43)


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _turned(names: list[str], by: int) -> list[str]:
    by %= len(names)
    return names[by:] + names[:by]
