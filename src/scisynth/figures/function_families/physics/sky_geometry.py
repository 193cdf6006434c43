"""Physics - Astronomical, light and shadow: phases of the Moon, eclipses, and the height of the Sun over the seasons."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import DARK_GREY, GREEN, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Astronomical"
SUN = "#f4b942"
PHASES = (
    "new moon",
    "waxing crescent",
    "first quarter",
    "waxing gibbous",
    "full moon",
    "waning gibbous",
    "last quarter",
    "waning crescent",
)
"""Every 45° along its orbit, from between Earth and Sun, anticlockwise as seen from the north."""
BODIES = (
    ("the Moon", 1737, 147, 152),
    ("the Earth", 6371, 147, 152),
    ("Mars", 3390, 207, 249),
    ("Mercury", 2440, 46, 69),
)
"""Radius in km, and the range of the distance from the Sun in millions of km."""
TILT = 23.44
"""Of the Earth's axis, degrees."""


def _rays(sketch: Sketch, x: float, length: float, ys: tuple[float, ...], way: int) -> None:
    """Parallel light from the Sun."""
    for number, y in enumerate(ys):
        sketch.arrow(f"light:{number}", (x, y), (x + way * length, y), color=ORANGE, width=1.6)
    for number in range(1, len(ys)):
        sketch.claim("parallel", "light:0", f"light:{number}")


@family(TYPE, "moon_phases")
def moon_phases(draw: Random) -> FigureScene:
    """The Moon at eight places of its orbit, its lit half always towards the Sun; which phase is seen at one of them?"""
    first, asked, from_right = draw.randrange(8), draw.randrange(8), draw.choice((True, False))
    side = 1 if from_right else -1
    away, radius = 3.2, 0.42
    sketch = Sketch()
    sketch.circle("orbit:moon", (0, 0), away, dash="dashed", color=GREY, width=1.0, z=1)
    sketch.circle("earth:E", (0, 0), 0.62, fill="#7fb2d9", z=3)
    sketch.text("label:E", "Earth", (0, 0), of="earth:E", size=11)
    sketch.claim("inside", "label:E", "earth:E")
    letters = [chr(ord("A") + (index + first) % 8) for index in range(8)]
    for index, letter in enumerate(letters):
        turn = 45 * index + (0 if from_right else 180)
        place = polar(turn, away)
        sketch.circle(f"moon:{letter}", place, radius, fill="#555555", z=4)
        rim = [place + polar(angle, radius) for angle in np.linspace(-90, 90, 25) + (0 if from_right else 180)]
        sketch.area(f"lit:{letter}", *rim, fill="#fffbe6", width=1.0, z=5)
        sketch.text(
            f"name:{letter}",
            f"${letter}$",
            place + polar(turn, radius),
            of=f"moon:{letter}",
            toward=polar(turn),
            gap_pt=5,
            size=13,
        )
        sketch.claim("on", f"moon:{letter}", "orbit:moon")
        order = (f"moon:{letter}", f"lit:{letter}") if from_right else (f"lit:{letter}", f"moon:{letter}")
        sketch.claim("order", *order, value="left_to_right")
        sketch.claim("connected", f"lit:{letter}", f"moon:{letter}")
    start = side * (away + 3.1)
    _rays(sketch, start, 1.5, (-1.6, -0.8, 0.0, 0.8, 1.6), -side)
    sketch.text("label:sun", "sunlight", (start - side * 0.75, 2.0), toward=(0, 1), color=ORANGE)
    arc = [polar(angle, 1.7) for angle in np.linspace(60, 120, 15)]
    sketch.line("sense:orbit", *arc, arrow="end", color=GREEN, width=1.5)
    sketch.claim("head", "sense:orbit", value="end")
    sketch.claim("direction", "sense:orbit", value=180)
    count_roles(sketch, "moon", "lit", "light")
    sketch.entity("Moon", *(f"moon:{letter}" for letter in letters))
    sketch.entity("Earth", "earth:E")
    letter, phase = letters[asked], PHASES[asked]
    new = letters[0]
    return sketch.scene(
        problem=f"The Moon is drawn at eight places A to H of its orbit, as seen from the north; sunlight comes from the {'right' if from_right else 'left'} and the Moon runs anticlockwise, the place between Earth and Sun being {new}. Which phase is seen from the Earth at {letter}?",
        multimodal_question=f"The view is from the north. Which phase is seen from the Earth when the Moon is at {letter}?",
        givens=(Quantity(symbol="n", value=8, meaning="places of the Moon"),),
        unknown=f"the phase at {letter}",
        answer=Answer(text=phase),
        solution=f"{letter} lies {45 * asked}° along the orbit from the place between Earth and Sun, so the phase is {phase}.",
        hidden=(phase,),
        quizzes=(
            make_quiz(
                draw,
                "From which side does the sunlight come?",
                "right" if from_right else "left",
                ["right", "left", "above", "below"],
            ),
            make_quiz(
                draw,
                "Which place of the Moon lies between the Earth and the Sun?",
                new,
                [other for other in letters if other != new][:3],
            ),
            make_quiz(
                draw,
                "In which sense does the Moon move?",
                "anticlockwise",
                ["clockwise", "it does not move", "straight towards the Sun"],
            ),
        ),
        alt_text=f"Eight places A to H of the Moon about the Earth with sunlight from the {'right' if from_right else 'left'}; each lit half faces the Sun.",
    )


@defect("moon_phases", "lit_away_from_sun")
def lit_away_from_sun(scene: FigureScene, draw: Random) -> FigureScene:
    """One Moon is lit on the side away from the Sun."""
    lit = scene.mark(f"lit:{draw.choice('ABCDEFGH')}")
    moon = scene.mark(lit.id.replace("lit", "moon"))
    assert isinstance(lit, Path) and isinstance(moon, Round)
    return change(scene, replace(lit, points=tuple((2 * moon.center[0] - x, y) for x, y in lit.points)))


@family(TYPE, "eclipse_shadow")
def eclipse_shadow(draw: Random) -> FigureScene:
    """The umbra behind a ball in sunlight: a cone between the outer tangents, of length d r/(R - r)."""
    name, size, low_mkm, high_mkm = draw.choice(BODIES)
    radius = Quantity(symbol="r", value=size, unit="km", meaning=name)
    sun = Quantity(symbol="R", value=696000, unit="km", meaning="Sun")
    apart = Quantity(symbol="d", value=draw.randint(low_mkm, high_mkm) * 1e6, unit="km", meaning=f"Sun to {name}")
    big, small, gap = 2.0, draw.choice((0.6, 0.7, 0.8)), 5.0
    reach = gap * small / (big - small)
    apex = gap + reach
    sketch = Sketch()
    sketch.circle("sun:S", (0, 0), big, fill=SUN, color=ORANGE, z=2)
    sketch.circle("body:B", (gap, 0), small, fill="#9a9a9a", z=4)
    # The outer tangents touch both circles where their radii make the angle acos((R - r)/d) with the axis.
    turn = math.degrees(math.acos((big - small) / gap))
    for number, sign in (("1", 1), ("2", -1)):
        touch = polar(sign * turn, big)
        sketch.line(f"tangent:{number}", touch, (apex, 0), color=RED, width=1.2, z=5)
        sketch.claim("tangent", f"tangent:{number}", "sun:S")
        sketch.claim("tangent", f"tangent:{number}", "body:B")
    sketch.claim("connected", "tangent:1", "tangent:2")
    edge = [np.asarray([gap, 0]) + polar(angle, small) for angle in (turn, -turn)]
    sketch.area("umbra:U", edge[0], (apex, 0), edge[1], fill=DARK_GREY, width=0, z=1)
    inner = math.degrees(math.acos((big + small) / gap))
    for number, sign in (("3", 1), ("4", -1)):
        start = polar(sign * inner, big)
        touch = np.asarray([gap, 0]) - polar(sign * inner, small)
        way = (touch - start) / np.linalg.norm(touch - start)
        end = touch + way * (apex - touch[0]) / way[0]
        sketch.line(f"tangent:{number}", start, end, color=GREY, width=1.0, dash="dashed", z=3)
        sketch.claim("tangent", f"tangent:{number}", "sun:S")
        sketch.claim("tangent", f"tangent:{number}", "body:B")
    sketch.text("label:S", f"Sun, {sun.label}", (0, big), of="sun:S", toward=(0, 1))
    sketch.text(
        "label:B",
        f"{name.removeprefix('the ')}, {radius.label}",
        (gap, small),
        of="body:B",
        toward=(0, 1),
        gap_pt=24,
        halo=True,
    )
    sketch.line("leader:B", (gap, small), (gap, small + 0.4), width=0.7)
    low = -big - 0.4
    for tag, left, right, words in (("d", 0.0, gap, apart.label), ("L", gap, apex, "$L$")):
        sketch.line(f"size:{tag}", (left, low), (right, low), arrow="both", width=0.9)
        sketch.text(f"label:{tag}", words, ((left + right) / 2, low), of=f"size:{tag}", toward=(0, -1), gap_pt=3)
    for index, (x, top) in enumerate(((0.0, 0.0), (gap, -small), (apex, 0.0))):
        sketch.line(f"end:{index}", (x, top), (x, low - 0.1), width=0.6, color=GREY, z=3)
    sketch.text(
        "label:U", "umbra", (gap + small + 0.15 * reach, 0), of="umbra:U", color="white", size=10, align="left", z=7
    )
    sketch.text("note:scale", "not to scale", (apex, big), toward=(-1, 1), color=GREY, size=10)
    sketch.claim("inside", "label:U", "umbra:U")
    sketch.claim("ratio", "size:L", "size:d", value=small / (big - small))
    count_roles(sketch, "tangent", "umbra")
    sketch.entity("Sun", "sun:S")
    sketch.entity(name, "body:B")
    sketch.entity("umbra", "umbra:U", "tangent:1", "tangent:2")
    answer = number_answer(apart.value * size / (sun.value - size), "km")
    return sketch.scene(
        problem=f"How long is the umbra of {name} (r = {radius.text}) at a distance of {apart.text} from the Sun (R = {sun.text})?",
        multimodal_question=f"Find the length L of the umbra of {name}.",
        givens=(sun, radius, apart),
        unknown="the length L of the umbra",
        answer=answer,
        solution=f"Similar triangles: L/r = (L + d)/R, L = d r/(R - r) = {answer.text}",
        hidden=hidden_texts(sketch, answer, "L"),
        quizzes=(
            make_quiz(
                draw,
                "Which body casts the shadow?",
                name,
                ["the Sun", "Venus", "Jupiter"],
            ),
            value_quiz(draw, "What is the distance d?", apart),
            make_quiz(draw, "How many lines touch both bodies?", "4", ["1", "2", "3"]),
        ),
        alt_text=f"The Sun and {name} with outer and inner tangents; the umbra of length L lies behind {name}.",
    )


@defect("eclipse_shadow", "widening_umbra")
def widening_umbra(scene: FigureScene, draw: Random) -> FigureScene:
    """The lines of the umbra run parallel to the axis, as if the Sun were a distant point."""
    lines = []
    for name in ("tangent:1", "tangent:2"):
        mark = scene.mark(name)
        assert isinstance(mark, Path)
        (x0, y0), (x1, _) = mark.points
        lines.append(replace(mark, points=((x0, y0), (x1, 0.6 * y0))))
    return change(scene, *lines)


@family(TYPE, "noon_altitude")
def noon_altitude(draw: Random) -> FigureScene:
    """The Sun's height at noon on a solstice, from the tilt of the axis and the latitude."""
    summer = draw.choice((True, False))
    latitude = Quantity(symbol=r"\varphi", value=draw.randint(26, 60), unit="°", meaning="northern latitude")
    tilt = Quantity(symbol=r"\varepsilon", value=23.4, unit="°", meaning="tilt of the axis")
    radius = 2.6
    # Light comes from the left; in June the north pole leans towards it.
    pole = 90 + TILT if summer else 90 - TILT
    spot = pole + 90 - latitude.value
    place = polar(spot, radius)
    sketch = Sketch()
    sketch.circle("earth:E", (0, 0), radius, fill=PALE_BLUE, z=1)
    night = [polar(angle, radius) for angle in np.linspace(-90, 90, 41)]
    sketch.area("night:E", *night, fill="#8f9bb0", width=0, z=2)
    sketch.line("axis:NS", polar(pole, -1.35 * radius), polar(pole, 1.35 * radius), width=1.6, z=4)
    sketch.text("label:N", "$N$", polar(pole, 1.35 * radius), of="axis:NS", toward=polar(pole), size=13)
    sketch.line("equator:E", polar(pole + 90, radius), polar(pole - 90, radius), width=1.3, color=GREY, z=4)
    sketch.text("label:eq", "equator", polar(pole - 90, radius), of="equator:E", toward=polar(pole - 90))
    sketch.line("radius:P", (0, 0), place, width=1.2, color=GREEN, z=4)
    sketch.dot("place:P", place, 0.09, color=GREEN, z=7)
    horizon = polar(spot + 90, 1.5)
    sketch.line("horizon:P", place - horizon, place + horizon, width=1.4, color=GREEN, z=4)
    sketch.text(
        "label:P",
        "$P$",
        place,
        of="place:P",
        toward=polar(spot - 90) + 0.7 * polar(spot),
        gap_pt=6,
        color=GREEN,
        size=13,
    )
    sketch.text(
        "label:h", "horizon", place - horizon, of="horizon:P", toward=polar(spot), color=GREEN, size=10, halo=True
    )
    angle = (polar(spot), polar(pole + 90))
    sketch.angle("angle:phi", (0, 0), *angle, latitude.label, 0.8, gap_pt=4, halo=True)
    sketch.line("normal:plane", (0, 0), (0, 1.2 * radius), dash="dashed", width=1.0, color=GREY, z=4)
    one, two = (polar(90), polar(pole)) if summer else (polar(pole), polar(90))
    sketch.angle("angle:tilt", (0, 0), one, two, tilt.label, 1.22 * radius, toward=(0, 1), gap_pt=16)
    ys = (-1.8, -0.6, float(place[1]), 0.6) if place[1] > 1.0 else (-1.8, -0.9, float(place[1]), 1.6)
    for number, y in enumerate(ys):
        stop = float(place[0]) if number == 2 else -math.sqrt(radius**2 - y**2)
        sketch.arrow(f"light:{number}", (-radius - 2.4, y), (stop, y), color=ORANGE, width=1.5, z=5)
        sketch.claim("connected", f"light:{number}", "earth:E")
    for number in (1, 2, 3):
        sketch.claim("parallel", "light:0", f"light:{number}")
    sketch.text("label:sun", "sunlight", (-radius - 1.8, ys[0]), of="light:0", toward=(0, -1), color=ORANGE)
    sketch.claim("angle", "axis:NS", "normal:plane", value=TILT)
    sketch.claim("perpendicular", "axis:NS", "equator:E")
    sketch.claim("tangent", "horizon:P", "earth:E")
    sketch.claim("on", "place:P", "earth:E")
    sketch.claim("angle", "radius:P", "equator:E", value=latitude.value)
    sketch.claim("direction", "axis:NS", value=pole)
    count_roles(sketch, "light", "place")
    sketch.entity("Earth", "earth:E", "axis:NS", "equator:E")
    sketch.entity("horizon at P", "horizon:P", "place:P")
    height = 90 - latitude.value + (tilt.value if summer else -tilt.value)
    answer = number_answer(height, "°")
    month = "June" if summer else "December"
    return sketch.scene(
        problem=f"How high does the Sun stand at noon on the {month} solstice at a northern latitude of {latitude.text} (tilt of the axis {tilt.text})?",
        multimodal_question="It is noon at P. How high does the Sun stand above the horizon there?",
        givens=(latitude, tilt),
        unknown="the height of the Sun above the horizon",
        answer=answer,
        solution=f"h = 90° - φ {'+' if summer else '-'} ε = 90° - {latitude.text} {'+' if summer else '-'} {tilt.text} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "h"),
        quizzes=(
            value_quiz(draw, "What is the latitude of P?", latitude, tilt),
            make_quiz(
                draw,
                "Does the north pole lean towards or away from the Sun?",
                "towards it" if summer else "away from it",
                ["towards it", "away from it", "neither", "the pole is not drawn"],
            ),
            make_quiz(draw, "From which side does the sunlight come?", "left", ["right", "above", "below"]),
        ),
        alt_text=f"The Earth in parallel sunlight at the {month} solstice, its axis tilted by {tilt.text}, with the horizon at a place P of latitude {latitude.text} at noon.",
    )


@defect("noon_altitude", "upright_axis")
def upright_axis(scene: FigureScene, draw: Random) -> FigureScene:
    """The axis stands upright, so that there would be no seasons."""
    axis = scene.mark("axis:NS")
    assert isinstance(axis, Path)
    half = math.dist(*axis.points) / 2
    return change(scene, replace(axis, points=((0.0, -half), (0.0, half))))
