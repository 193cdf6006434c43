"""Biology - Ecological: energy pyramids, food webs and logistic growth.

    logistic growth     N(t) = K / (1 + (K - N0)/N0 * exp(-r t)),  greatest growth r K / 4 at K / 2

About a tenth of the energy of one trophic level reaches the next (Lindeman 1942). Not covered: age structure.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import networkx as nx
import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import (
    BLUE,
    DARK_GREY,
    GREEN,
    GREY,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_ORANGE,
    PALE_RED,
    RED,
)
from scisynth.figures.parts.universal import box
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Biology - Ecological"
CHAINS = (
    ("grass", "grasshoppers", "frogs", "snakes"),
    ("phytoplankton", "zooplankton", "herring", "seals"),
    ("oak leaves", "caterpillars", "blue tits", "sparrowhawks"),
    ("algae", "water fleas", "perch", "pike"),
)
LEVELS = ("producers", "primary consumers", "secondary consumers", "tertiary consumers")
WEBS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "meadow": {
        "grass": (),
        "clover": (),
        "grasshopper": ("grass", "clover"),
        "rabbit": ("grass", "clover"),
        "mouse": ("clover", "grass"),
        "frog": ("grasshopper",),
        "snake": ("frog", "mouse"),
        "fox": ("rabbit", "mouse"),
        "hawk": ("snake", "rabbit", "mouse"),
    },
    "pond": {
        "algae": (),
        "water weed": (),
        "water flea": ("algae",),
        "tadpole": ("algae", "water weed"),
        "snail": ("water weed", "algae"),
        "minnow": ("water flea",),
        "perch": ("minnow", "tadpole"),
        "duck": ("snail", "tadpole"),
        "pike": ("perch", "minnow", "duck"),
    },
    "sea": {
        "diatoms": (),
        "kelp": (),
        "copepods": ("diatoms",),
        "krill": ("diatoms",),
        "sea urchin": ("kelp",),
        "herring": ("copepods", "krill"),
        "squid": ("krill", "copepods"),
        "sea otter": ("sea urchin",),
        "orca": ("herring", "squid", "sea otter"),
    },
}
WEB_PLACES = ((2.6, 0), (7.4, 0), (1.2, 2.1), (5, 2.1), (8.8, 2.1), (1.2, 4.2), (5, 4.2), (8.8, 4.2), (5, 6.3))


@family(TYPE, "energy_pyramid")
def energy_pyramid(draw: Random) -> FigureScene:
    """A pyramid of energy with four levels; what reaches the top at a given efficiency is asked for."""
    chain, base = draw.choice(CHAINS), draw.choice((8000, 12000, 15000, 20000, 24000, 36000, 50000))
    percent = draw.choice((8, 10, 10, 12))
    top = base * (percent / 100) ** 3
    sketch, widths = Sketch(), (8.0, 5.8, 3.8, 2.0)
    fills = (PALE_GREEN, "#fff5d6", PALE_ORANGE, PALE_RED)
    for level, (name, width) in enumerate(zip(chain, widths, strict=True)):
        y = 1.15 * level
        sketch.rectangle(f"level:{level}", -width / 2, y, width / 2, y + 1.15, fill=fills[level], width=1.3)
        sketch.text(f"name:{level}", name, (0, y + 0.575), size=12)
        sketch.claim("inside", f"name:{level}", f"level:{level}")
        sketch.text(f"role:{level}", LEVELS[level], (-4.3, y + 0.575), align="right", size=11, color=GREY)
    sketch.claim("order", *(f"level:{n}" for n in range(4)), value="bottom_to_top")
    for low, width in enumerate(widths[:3]):
        sketch.claim("ratio", f"level:{low}", f"level:{low + 1}", value=(width + 1.15) / (widths[low + 1] + 1.15))
        sketch.arrow(f"transfer:{low}", (4.6, 1.15 * low + 0.62), (4.6, 1.15 * low + 1.68), width=1.4, color=ORANGE)
        sketch.text(
            f"share:{low}", f"{percent}%", (4.6, 1.15 * low + 1.15), of=f"transfer:{low}", toward=(1, 0), gap_pt=6
        )
    sketch.claim("count", "level", value=4)
    sketch.text("energy:0", f"{base} kJ/(m² a)", (0, 0), of="level:0", toward=(0, -1), gap_pt=6, size=12)
    sketch.text("energy:3", "$E$ = ?", (0, 4.6), of="level:3", toward=(0, 1), gap_pt=5, size=13)
    sketch.entity("pyramid of energy", *(f"level:{n}" for n in range(4)))
    answer = number_answer(top, "kJ/(m² a)")
    return sketch.scene(
        problem=f"In the chain {' → '.join(chain)} the producers fix {base} kJ/(m² a), and {percent}% of the energy passes from each level to the next. How much reaches the {chain[3]}?",
        multimodal_question=f"How much energy a year and square metre reaches the {chain[3]} at the top of the pyramid?",
        givens=(
            Quantity(symbol="E_0", value=base, unit="kJ/(m² a)"),
            Quantity(symbol="efficiency", value=percent, unit="%"),
        ),
        unknown="the energy of the top level",
        answer=answer,
        solution=f"E = {base} · {percent / 100:g}³ = {answer.text}",
        hidden=(answer.text, format_number(base * percent / 100)),
        quizzes=(
            make_quiz(draw, "Which organisms are the primary consumers?", chain[1], [chain[0], chain[2], chain[3]]),
            make_quiz(
                draw,
                "Which share of the energy passes from one level to the next?",
                f"{percent}%",
                [f"{p}%" for p in (5, 8, 10, 12, 20)],
            ),
            make_quiz(draw, "How many trophic levels are drawn?", "4", ["3", "5", "6"]),
            make_quiz(draw, "Which level is the widest?", chain[0], chain[1:]),
        ),
        alt_text=f"Pyramid of energy with the levels {', '.join(chain)}; {base} kJ/(m² a) at the bottom, {percent}% passed on at each step.",
    )


@family(TYPE, "food_web")
def food_web(draw: Random) -> FigureScene:
    """A food web with arrows from the eaten to the eater; its food chains up to the top are counted."""
    place = draw.choice(sorted(WEBS))
    web = nx.DiGraph()
    for eater, foods in WEBS[place].items():
        web.add_node(eater)
        web.add_edges_from((food, eater) for food in foods)
    optional = [(a, b) for a, b in web.edges if web.in_degree(b) > 1 and web.out_degree(a) > 1]
    web.remove_edge(*draw.choice(optional))
    optional = [(a, b) for a, b in optional if web.has_edge(a, b) and web.in_degree(b) > 1 and web.out_degree(a) > 1]
    if optional and draw.random() < 0.7:
        web.remove_edge(*draw.choice(optional))
    names = list(WEBS[place])
    top, producers = names[-1], names[:2]
    chains = [path for start in producers for path in nx.all_simple_paths(web, start, top)]
    sketch, places = Sketch(), dict(zip(names, WEB_PLACES, strict=True))
    for name, at in places.items():
        fill = PALE_GREEN if name in producers else PALE_RED if name == top else PALE_BLUE
        box(sketch, name, at, 2.0, 0.72, name, 12.5, fill=fill, color=GREEN if name in producers else BLUE)
    for food, eater in web.edges:
        _feeding_arrow(sketch, food, eater, places)
    sketch.claim("count", "box", value=len(names))
    sketch.claim("count", "eats", value=web.number_of_edges())
    sketch.entity("food web", *(f"box:{name}" for name in names))
    eats = "; ".join(f"{name} eats {' and '.join(web.predecessors(name))}" for name in names if web.in_degree(name))
    eater = draw.choice([name for name in names if web.in_degree(name) == 1] or [names[2]])
    food = next(iter(web.predecessors(eater)))
    return sketch.scene(
        problem=f"In a {place}: {eats}. How many different food chains lead from a producer to the {top}?",
        multimodal_question=f"How many different food chains lead from a producer to the {top}?",
        givens=(Quantity(symbol="species", value=len(names)), Quantity(symbol="links", value=web.number_of_edges())),
        unknown="the number of food chains",
        answer=Answer(text=f"{len(chains)} food chains", value=len(chains), tolerance=0),
        solution="; ".join("→".join(chain) for chain in chains) + f": {len(chains)}",
        hidden=(f"{len(chains)} food chains",),
        quizzes=(
            make_quiz(draw, "Which of these is a producer?", producers[0], [names[k] for k in (2, 4, 6, 8)]),
            make_quiz(
                draw,
                f"What does the {eater} eat?",
                food,
                [n for n in names if n not in (food, eater) and not web.has_edge(n, eater)],
            ),
            make_quiz(draw, "Which animal is eaten by no other?", top, [n for n in names[2:8] if web.out_degree(n)]),
            make_quiz(
                draw,
                "How many feeding arrows are drawn?",
                str(web.number_of_edges()),
                [str(web.number_of_edges() + d) for d in (1, -1, 2)],
            ),
        ),
        alt_text=f"Food web of a {place}; arrows run from the eaten to the eater: {eats}.",
    )


def _feeding_arrow(sketch: Sketch, food: str, eater: str, places: Mapping[str, tuple[float, float]]) -> None:
    """From the upper side of the food to the lower side of its eater, a little aside where it is not above."""
    (x0, y0), (x1, y1) = places[food], places[eater]
    lean = float(np.clip((x1 - x0) / 3, -0.75, 0.75))
    name = f"eats:{food}-{eater}"
    if y0 == y1:
        side = 1.0 if x1 > x0 else -1.0
        tail, tip = (x0 + side, y0), (x1 - side, y1)
    else:
        tail, tip = (x0 + lean * 0.8, y0 + 0.36), (x1 - lean * 0.8, y1 - 0.36)
    sketch.arrow(name, tail, tip, width=1.2, color=DARK_GREY)
    sketch.claim("connected", name, f"box:{food}")
    sketch.claim("connected", name, f"box:{eater}")
    sketch.claim("points_to", name, f"box:{eater}", tolerance=35)


def _growth_curve(sketch: Sketch, capacity: int, rate: float, start: int, end: float) -> None:
    """The curve, its limit and its steepest point, in the axes `axes:growth`."""
    ratio = (capacity - start) / start
    half = float(np.log(ratio) / rate)
    sketch.line("level:K", (0, capacity), (end, capacity), dash="dashed", color=GREY, width=1.2, axes="axes:growth")
    sketch.curve(
        "curve:N", "axes:growth", lambda t: capacity / (1 + ratio * np.exp(-rate * t)), 0, end, color=GREEN, width=2.2
    )
    sketch.text(
        "label:K",
        f"$K = {capacity}$",
        (end * 0.04, capacity),
        of="level:K",
        toward=(0.3, 1),
        gap_pt=5,
        axes="axes:growth",
        align="left",
    )
    sketch.circle(
        "point:half",
        (half, capacity / 2),
        0.009 * end,
        radius_y=0.009 * 10 / 6 * 1.25 * capacity,
        fill=RED,
        color=RED,
        axes="axes:growth",
        z=5,
    )
    sketch.text(
        "label:half", "steepest", (half, capacity / 2), of="point:half", toward=(1, -0.5), gap_pt=7, axes="axes:growth"
    )


@family(TYPE, "logistic_growth")
def logistic_growth(draw: Random) -> FigureScene:
    """A logistic curve with its carrying capacity; the greatest growth rate is asked for."""
    who, unit = draw.choice((("yeast cells", "h"), ("paramecia", "d"), ("rabbits", "months"), ("duckweed plants", "d")))
    capacity, rate = draw.choice((400, 500, 600, 800, 900)), draw.choice((0.4, 0.5, 0.6, 0.8, 1.0))
    start = draw.choice((10, 20, 25, 40))
    ratio = (capacity - start) / start
    end = float(np.ceil(1.9 * np.log(ratio) / rate))
    half = float(np.log(ratio) / rate)
    sketch = Sketch()
    sketch.axes(
        "axes:growth",
        (0, 0, 10, 6),
        x_limits=(0, end),
        y_limits=(0, 1.25 * capacity),
        x_label=f"time $t$ ({unit})",
        y_label=f"number of {who} $N$",
        y_ticks=tuple(range(0, capacity + 101, 100)),
    )
    _growth_curve(sketch, capacity, rate, start, end)
    sketch.text(
        "label:rate",
        f"$r = {rate:g}$ per {unit.rstrip('s')},  $N_0 = {start}$",
        (0.97 * end, 0.08 * capacity),
        align="right",
        axes="axes:growth",
        size=12,
    )
    sketch.claim("formula", "curve:N", value=f"{capacity} / (1 + {ratio!r} * exp(-{rate} * x))")
    sketch.claim("formula", "level:K", value=str(capacity))
    sketch.claim("at", "point:half", value=(half, capacity / 2))
    sketch.claim("monotone", "curve:N", value="increasing")
    sketch.entity("growth curve", "curve:N")
    answer = number_answer(rate * capacity / 4, f"{who} per {unit.rstrip('s')}")
    return sketch.scene(
        problem=f"{who.capitalize()} grow logistically with r = {rate:g} per {unit.rstrip('s')}, K = {capacity} and N0 = {start}. What is their greatest growth rate dN/dt?",
        multimodal_question="What is the greatest growth rate dN/dt of the population in the figure?",
        givens=(
            Quantity(symbol="r", value=rate, unit=f"1/{unit.rstrip('s')}"),
            Quantity(symbol="K", value=capacity),
            Quantity(symbol="N_0", value=start),
        ),
        unknown="the greatest growth rate",
        answer=answer,
        solution=f"dN/dt = rN(1 - N/K) is greatest at N = K/2: rK/4 = {answer.text}",
        hidden=(answer.text, f"{rate * capacity / 4:g} per {unit.rstrip('s')}"),
        quizzes=(
            make_quiz(
                draw,
                "Which value does the population approach?",
                str(capacity),
                [str(capacity + d) for d in (100, -100, 200)] + [str(start)],
            ),
            make_quiz(
                draw, "What is the shape of the curve?", "S-shaped", ["a straight line", "bell-shaped", "falling"]
            ),
            make_quiz(
                draw,
                "What does the dashed line stand for?",
                "the carrying capacity",
                ["the birth rate", "the death rate", "the initial number"],
            ),
            make_quiz(draw, "What is the initial number?", str(start), [str(n) for n in (5, 10, 20, 25, 40)]),
        ),
        alt_text=f"S-shaped curve of the number of {who} over time from {start} towards the dashed line K = {capacity}; its steepest point is marked.",
    )


@defect("food_web", "eaten_eats_eater")
def eaten_eats_eater(scene: FigureScene, draw: Random) -> FigureScene:
    """A feeding arrow runs from the eater to the eaten."""
    arrows = [m for m in scene.marks if isinstance(m, Path) and m.id.startswith("eats:")]
    mark = draw.choice(arrows)
    return change(scene, replace(mark, points=mark.points[::-1]))


@defect("energy_pyramid", "inverted_pyramid")
def inverted_pyramid(scene: FigureScene, draw: Random) -> FigureScene:
    """The widest and the narrowest level change their widths."""
    one, two = scene.mark("level:0"), scene.mark("level:3")
    assert isinstance(one, Path) and isinstance(two, Path)
    wide, narrow = abs(one.points[0][0]), abs(two.points[0][0])
    return change(
        scene,
        replace(one, points=tuple((x * narrow / wide, y) for x, y in one.points)),
        replace(two, points=tuple((x * wide / narrow, y) for x, y in two.points)),
    )
