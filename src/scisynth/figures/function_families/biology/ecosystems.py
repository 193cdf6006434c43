"""Biology - Ecological: predator and prey integrated in time, the carbon cycle, and mark-recapture.

    Lotka-Volterra      dN/dt = a N - b N P,  dP/dt = e b N P - m P,  equilibrium N* = m/(e b), P* = a/b
    Lincoln-Petersen    N = M C / R

Sizes of the carbon cycle are rounded from IPCC AR5, chapter 6. Not covered: stochastic populations.
"""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.ecology import TYPE
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREEN, PAPER, RED
from scisynth.figures.parts.universal import box
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer


def lotka_volterra(a: float, b: float, e: float, m: float, start: tuple[float, float], end: float) -> np.ndarray:
    """Prey and predators over time: float [400, 3] of (t, N, P), by an 8th-order Runge-Kutta."""
    from scipy.integrate import solve_ivp

    times = np.linspace(0, end, 400)
    found = solve_ivp(
        lambda _, y: (a * y[0] - b * y[0] * y[1], e * b * y[0] * y[1] - m * y[1]),
        (0, end),
        start,
        method="DOP853",
        t_eval=times,
        rtol=1e-9,
    )
    return np.column_stack([times, *found.y])


@family(TYPE, "predator_prey")
def predator_prey(draw: Random) -> FigureScene:
    """Lotka-Volterra cycles of prey and predators; the equilibrium number of prey is asked for."""
    prey, hunter, unit = draw.choice(
        (("hares", "lynxes", "years"), ("aphids", "ladybirds", "days"), ("voles", "owls", "months"))
    )
    a, b, e, m = (
        draw.choice((0.5, 0.6, 0.8)),
        draw.choice((0.01, 0.02)),
        draw.choice((0.1, 0.2, 0.25)),
        draw.choice((0.3, 0.4, 0.5)),
    )
    balance, hunters = m / (e * b), a / b
    end = 2.1 * 2 * math.pi / math.sqrt(a * m)
    path = lotka_volterra(a, b, e, m, (1.5 * balance, 0.8 * hunters), end)
    top = 1.25 * float(path[:, 1:].max())
    sketch = Sketch()
    sketch.axes(
        "axes:time",
        (0, 0, 10, 6),
        x_limits=(0, end),
        y_limits=(0, top),
        x_label=f"time ({unit})",
        y_label="number of animals",
    )
    for index, (name, color, dash) in enumerate(((prey, GREEN, "solid"), (hunter, RED, "dashed")), 1):
        points = path[:, (0, index)]
        sketch.line(f"curve:{name}", *points[::2], color=color, dash=dash, width=2, axes="axes:time")
        for num, peak in enumerate(_peaks(points)[:2], 1):
            sketch.circle(
                f"peak:{name}{num}",
                peak,
                0.008 * end,
                radius_y=0.008 * top / 0.6,
                fill=color,
                color=color,
                axes="axes:time",
                z=5,
            )
            sketch.claim("at", f"peak:{name}{num}", value=(float(peak[0]), float(peak[1])))
            sketch.claim("on", f"peak:{name}{num}", f"curve:{name}")
        sketch.text(
            f"name:{name}",
            name,
            points[-2],
            of=f"curve:{name}",
            toward=(1, 0),
            gap_pt=6,
            size=12.5,
            color=color,
            axes="axes:time",
        )
    sketch.claim("order", f"peak:{prey}1", f"peak:{hunter}1", f"peak:{prey}2", f"peak:{hunter}2", value="left_to_right")
    sketch.claim("count", "curve", value=2)
    words = f"$a = {a:g}$,  $b = {b:g}$,  $e = {e:g}$,  $m = {m:g}$"
    sketch.text("label:rates", words, (5, 6.4), size=12.5)
    sketch.entity("prey", f"curve:{prey}")
    sketch.entity("predators", f"curve:{hunter}")
    answer = number_answer(balance, prey)
    return sketch.scene(
        problem=f"{prey.capitalize()} N and {hunter} P follow dN/dt = aN - bNP, dP/dt = ebNP - mP with a = {a:g}, b = {b:g}, e = {e:g}, m = {m:g} (time in {unit}). At which number of {prey} do the {hunter} neither grow nor fall?",
        multimodal_question=f"The populations follow dN/dt = aN - bNP, dP/dt = ebNP - mP with the rates in the figure. At which number of {prey} N do the {hunter} P neither grow nor fall?",
        givens=tuple(Quantity(symbol=s, value=v) for s, v in (("a", a), ("b", b), ("e", e), ("m", m))),
        unknown="the equilibrium number of prey",
        answer=answer,
        solution=f"ebN = m, so N = {m:g}/({e:g}·{b:g}) = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "Which population peaks first?", prey, [hunter, "both at once", "neither peaks"]),
            make_quiz(draw, "Which curve is dashed?", hunter, [prey, "both", "neither"]),
            make_quiz(
                draw, "Which value has the rate m in the figure?", f"{m:g}", [f"{v:g}" for v in (0.3, 0.4, 0.5, 0.7)]
            ),
        ),
        alt_text=f"Numbers of {prey} and {hunter} over time; both rise and fall in cycles, the {hunter} peak after the {prey}.",
    )


def _peaks(points: np.ndarray) -> np.ndarray:
    y = points[:, 1]
    return points[1:-1][(y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])]


POOLS = {"atmosphere": (5, 5.6), "fossil fuels": (0.6, 2.8), "land": (5, 0), "ocean": (9.4, 2.8)}
FLUXES = (
    ("burning", "fossil fuels", "atmosphere", (0.9, 3.3), (3.6, 5.1), (-1, 1)),
    ("photosynthesis", "atmosphere", "land", (4.4, 5.1), (4.4, 0.5), (-1, 0)),
    ("respiration", "land", "atmosphere", (5.6, 0.5), (5.6, 5.1), (1, 0)),
    ("uptake", "atmosphere", "ocean", (6.6, 5.6), (9.9, 3.3), (1, 1)),
    ("release", "ocean", "atmosphere", (8.7, 3.3), (6.1, 5.1), (-1, -1)),
)


@family(TYPE, "carbon_cycle")
def carbon_cycle(draw: Random) -> FigureScene:
    """Pools of carbon and yearly fluxes; the growth of the pool in the atmosphere is asked for."""
    fixed = draw.randint(118, 124)
    fluxes = {
        "burning": draw.randint(70, 100) / 10,
        "photosynthesis": fixed,
        "respiration": fixed - draw.randint(1, 3),
        "uptake": draw.randint(800, 806) / 10,
        "release": draw.randint(780, 790) / 10,
    }
    stock = draw.choice((830, 850, 870, 890))
    gain = fluxes["burning"] + fluxes["respiration"] + fluxes["release"] - fluxes["photosynthesis"] - fluxes["uptake"]
    sketch = Sketch()
    fills = {"atmosphere": PALE_BLUE, "land": PALE_GREEN, "ocean": "#c9dff0", "fossil fuels": "#e4e0da"}
    for name, at in POOLS.items():
        words = f"{name}\n{stock} Gt C" if name == "atmosphere" else name
        box(sketch, name, at, 3.2 if name == "atmosphere" else 2.2, 1.0, words, 12, fill=fills[name], color=BLUE)
    for name, one, two, tail, tip, toward in FLUXES:
        warm = name in ("burning", "respiration", "release")
        sketch.arrow(f"flux:{name}", tail, tip, width=2, color=RED if warm else GREEN)
        middle = ((tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2 - 0.9 * (toward[1] == 0))
        sketch.text(
            f"label:{name}", f"{name}\n{fluxes[name]:g}", middle, of=f"flux:{name}", toward=toward, gap_pt=5, size=11
        )
        for pool in (one, two):
            sketch.claim("connected", f"flux:{name}", f"box:{pool}")
        sketch.claim("points_to", f"flux:{name}", f"box:{two}", tolerance=30)
    sketch.text("unit:flux", "fluxes in Gt C per year", (5, -0.95), size=11, color=GREY)
    sketch.claim("count", "box", value=4)
    sketch.claim("count", "flux", value=5)
    sketch.entity("pools", *(f"box:{name}" for name in POOLS))
    answer = number_answer(gain, "Gt C per year", tolerance=0.03)
    told = ", ".join(f"{name} {value:g}" for name, value in fluxes.items())
    return sketch.scene(
        problem=f"Yearly fluxes of carbon between the atmosphere, the land, the ocean and fossil fuels, in Gt C: {told} (uptake and release by the ocean). By how much does the carbon in the atmosphere ({stock} Gt C) grow in a year?",
        multimodal_question="By how much does the carbon in the atmosphere grow in a year?",
        givens=tuple(Quantity(symbol=name, value=value, unit="Gt C/a") for name, value in fluxes.items()),
        unknown="the yearly growth of carbon in the atmosphere",
        answer=answer,
        solution=f"{fluxes['burning']:g} + {fluxes['respiration']:g} + {fluxes['release']:g} - {fluxes['photosynthesis']:g} - {fluxes['uptake']:g} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Which flux takes carbon from the atmosphere to the land?",
                "photosynthesis",
                ["respiration", "burning", "release"],
            ),
            make_quiz(
                draw,
                "How large is the flux from fossil fuels?",
                f"{fluxes['burning']:g}",
                [f"{fluxes['burning'] + d:g}" for d in (1, -1, 2)],
            ),
            make_quiz(draw, "How many arrows end at the atmosphere?", "3", ["2", "4", "5"]),
            make_quiz(
                draw,
                "How much carbon does the atmosphere hold?",
                f"{stock} Gt C",
                [f"{n} Gt C" for n in (830, 850, 870, 890)],
            ),
        ),
        alt_text=f"Carbon cycle with four pools and five fluxes in Gt C per year: {told}; the atmosphere holds {stock} Gt C.",
    )


@family(TYPE, "mark_recapture")
def mark_recapture(draw: Random) -> FigureScene:
    """A second catch with marked animals among it; the population is estimated (Lincoln-Petersen)."""
    who, place = draw.choice((("fish", "pond"), ("beetles", "meadow"), ("snails", "garden"), ("newts", "pool")))
    marked, caught, again = draw.choice((24, 30, 36, 40, 48, 60)), draw.randint(14, 24), draw.randint(3, 7)
    sketch = Sketch()
    sketch.circle("trap:second", (5, 2.4), 4.4, radius_y=2.4, fill="#eef5fb", color=BLUE, width=1.6)
    spots = _spread(draw, caught)
    for index, at in enumerate(spots):
        role = "marked" if index < again else "plain"
        _animal(sketch, f"{role}:{index}", at, role == "marked")
        sketch.claim("inside", f"{role}:{index}", "trap:second")
    sketch.claim("count", "marked", value=again)
    sketch.claim("count", "plain", value=caught - again)
    sketch.text("label:first", f"first catch: {marked} {who}, all marked and released", (5, 5.75), size=13)
    sketch.text("label:second", "second catch", (5, 4.8), of="trap:second", toward=(0, 1), gap_pt=4, size=12.5)
    for name, x, given_label in (("key1", 2.4, True), ("key2", 6.3, False)):
        _animal(sketch, f"{name}:sample", (x, -0.75), given_label)
        sketch.text(
            f"label:{name}",
            "marked" if given_label else "not marked",
            (x + 0.3, -0.75),
            of=f"{name}:sample",
            toward=(1, 0),
            gap_pt=5,
            size=12,
        )
    sketch.entity("second catch", "trap:second")
    total = marked * caught / again
    answer = number_answer(total, who)
    return sketch.scene(
        problem=f"{marked} {who} of a {place} are caught, marked and released. Of {caught} caught a week later, {again} are marked. Estimate the population.",
        multimodal_question=f"Estimate the number of {who} in the {place} from the two catches.",
        givens=(
            Quantity(symbol="M", value=marked),
            Quantity(symbol="C", value=caught),
            Quantity(symbol="R", value=again),
        ),
        unknown=f"the number of {who}",
        answer=answer,
        solution=f"N = MC/R = {marked}·{caught}/{again} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "How many marked animals are in the second catch?",
                str(again),
                [str(again + d) for d in (1, -1, 2)],
            ),
            make_quiz(
                draw,
                "How many animals were marked at first?",
                str(marked),
                [str(n) for n in (24, 30, 36, 40, 48) if n != marked],
            ),
            make_quiz(
                draw, "How many animals does the second catch hold?", str(caught), [str(caught + d) for d in (2, -2, 4)]
            ),
        ),
        alt_text=f"A trap with {caught} {who}, {again} of them marked; a note says that {marked} were marked in the first catch.",
    )


def _spread(draw: Random, num: int) -> list[tuple[float, float]]:
    """Places in the ellipse of the trap, at least 0.75 apart."""
    spots: list[tuple[float, float]] = []
    while len(spots) < num:
        x, y = draw.uniform(1.1, 8.9), draw.uniform(0.4, 4.4)
        inside = ((x - 5) / 3.95) ** 2 + ((y - 2.4) / 2.0) ** 2 < 1
        if inside and all(math.hypot(x - u, y - v) > 0.72 for u, v in spots):
            spots.append((x, y))
    return spots


def _animal(sketch: Sketch, name: str, at: tuple[float, float], marked: bool) -> None:
    fill = RED if marked else PAPER
    sketch.circle(name, at, 0.27, radius_y=0.19, fill=fill, color="#333333", width=1.2, z=4)


@defect("predator_prey", "predators_lead")
def predators_lead(scene: FigureScene, draw: Random) -> FigureScene:
    """The two curves change places, so that the predators' peaks come first."""
    one, two = (m for m in scene.marks if isinstance(m, Path) and m.id.startswith("curve:"))
    return change(scene, replace(one, points=two.points), replace(two, points=one.points))


@defect("carbon_cycle", "flux_reversed")
def flux_reversed(scene: FigureScene, draw: Random) -> FigureScene:
    """A flux runs from its end to its start."""
    mark = scene.mark(f"flux:{draw.choice(FLUXES)[0]}")
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=mark.points[::-1], color=GREY))
