"""Physics - Astronomical, orbits: ellipses about a focus by Kepler's laws, sight lines to planets and stars."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, PALE_GREEN, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz, vector
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Astronomical"
SUN = "#f4b942"


def eccentric_anomaly(mean: float, eccentricity: float) -> float:
    """E of Kepler's equation M = E - e sin E, radians, by Newton's steps."""
    found = mean
    for _ in range(30):
        found -= (found - eccentricity * math.sin(found) - mean) / (1 - eccentricity * math.cos(found))
    return found


def orbit_place(a: float, eccentricity: float, mean: float) -> np.ndarray:
    """Where a planet is at a mean anomaly; the Sun at the origin, perihelion on the right."""
    anomaly = eccentric_anomaly(mean, eccentricity)
    return a * np.asarray([math.cos(anomaly) - eccentricity, math.sqrt(1 - eccentricity**2) * math.sin(anomaly)])


def _orbit(sketch: Sketch, a: float, eccentricity: float) -> None:
    """The ellipse with the Sun in its right focus at the origin; claims its axes and where the Sun lies on the long one."""
    b, focus = a * math.sqrt(1 - eccentricity**2), a * eccentricity
    sketch.circle("orbit:ellipse", (-focus, 0), a, radius_y=b, color=BLUE, width=1.6, z=2)
    sketch.line("axis:major", (-focus - a, 0), (a - focus, 0), width=0.8, dash="dashed", color=GREY)
    sketch.line("axis:minor", (-focus, -b), (-focus, b), width=0.8, dash="dashed", color=GREY, z=1)
    sketch.circle("sun:S", (0, 0), 0.26, fill=SUN, color=ORANGE, z=6)
    sketch.text("label:S", "Sun", (0, 0.26), of="sun:S", toward=(0, 1), gap_pt=3, halo=True)
    sketch.claim("ratio", "axis:minor", "axis:major", value=b / a)
    sketch.claim("perpendicular", "axis:minor", "axis:major")
    for name in ("axis:major", "axis:minor"):
        sketch.claim("connected", name, "orbit:ellipse")
    sketch.claim("on", "sun:S", "axis:major")
    sketch.entity("orbit", "orbit:ellipse")
    sketch.entity("Sun", "sun:S")


def _radii(draw: Random) -> tuple[Quantity, Quantity, float, float]:
    near = Quantity(symbol="r_p", value=draw.choice((0.5, 0.6, 0.8, 1.0, 1.2, 1.5)), unit="AU", meaning="perihelion")
    far = Quantity(
        symbol="r_a", value=round(near.value * draw.choice((1.8, 2.0, 2.5, 3.0, 3.5)), 2), unit="AU", meaning="aphelion"
    )
    return near, far, (far.value - near.value) / (far.value + near.value), (near.value + far.value) / 2


@family(TYPE, "kepler_orbit")
def kepler_orbit(draw: Random) -> FigureScene:
    """An elliptic orbit by its nearest and farthest distance: half axis, eccentricity, and the period by the third law."""
    near, far, eccentricity, half = _radii(draw)
    a = 4.2
    sketch = Sketch()
    _orbit(sketch, a, eccentricity)
    right, left = a * (1 - eccentricity), -a * (1 + eccentricity)
    low = -a * math.sqrt(1 - eccentricity**2) - 0.45
    for name, x, quantity in (("p", right, near), ("a", left, far)):
        sketch.line(f"size:{name}", (0, low), (x, low), arrow="both", width=0.9)
        sketch.text(f"label:{name}", quantity.label, (x / 2, low), of=f"size:{name}", toward=(0, -1), gap_pt=3)
        sketch.line(f"end:{name}", (x, 0), (x, low - 0.1), width=0.6, color=GREY)
        sketch.claim("connected", f"end:{name}", "orbit:ellipse")
    sketch.line("end:S", (0, 0), (0, low - 0.1), width=0.6, color=GREY)
    sketch.claim("connected", "end:S", "sun:S", tolerance=40)
    sketch.line("radius:p", (0, 0), (right, 0), width=0, z=0)
    mean = draw.uniform(1.9, 2.7)
    spot = orbit_place(a, eccentricity, mean)
    sketch.circle("planet:P", spot, 0.15, fill="#9fb8d0", z=6)
    sketch.text("label:P", "planet", spot, of="planet:P", toward=spot + np.asarray((a * eccentricity, 0)), gap_pt=10)
    ahead = orbit_place(a, eccentricity, mean + 0.01) - spot
    vector(sketch, "velocity:v", spot, 1.0, math.degrees(math.atan2(ahead[1], ahead[0])) % 360, "$v$", color=GREEN)
    sketch.claim("on", "planet:P", "orbit:ellipse")
    sketch.claim("ratio", "size:p", "size:a", value=near.value / far.value)
    sketch.claim("ratio", "radius:p", "axis:major", value=(1 - eccentricity) / 2)
    sketch.claim("connected", "radius:p", "sun:S", tolerance=38)
    count_roles(sketch, "planet", "sun")
    asked = draw.choice(("T", "e"))
    answer = number_answer(half**1.5, "years") if asked == "T" else number_answer(eccentricity, "")
    what = "period of revolution in years" if asked == "T" else "eccentricity of the orbit"
    return sketch.scene(
        problem=f"A body moves about the Sun between {near.text} and {far.text}. Find the {what}.",
        multimodal_question=f"Find the {what}.",
        givens=(near, far),
        unknown=f"the {what}",
        answer=answer,
        solution=f"a = (r_p + r_a)/2 = {format_number(half)} AU, e = (r_a - r_p)/(r_a + r_p) = {format_number(eccentricity)}, T = a^1.5 = {format_number(half**1.5)} years; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, asked),
        quizzes=(
            value_quiz(draw, "What is the smallest distance from the Sun?", near, far),
            value_quiz(draw, "What is the largest distance from the Sun?", far, near),
            make_quiz(
                draw,
                "Where is the Sun?",
                "right of the centre of the ellipse",
                ["at the centre of the ellipse", "left of the centre of the ellipse", "outside the ellipse"],
            ),
        ),
        alt_text=f"An elliptic orbit with the Sun in its right focus; perihelion at {near.text}, aphelion at {far.text}.",
    )


@defect("kepler_orbit", "sun_at_centre")
def sun_at_centre(scene: FigureScene, draw: Random) -> FigureScene:
    """The Sun stands in the middle of the ellipse."""
    sun, orbit = scene.mark("sun:S"), scene.mark("orbit:ellipse")
    assert isinstance(sun, Round) and isinstance(orbit, Round)
    return change(scene, replace(sun, center=orbit.center))


@family(TYPE, "equal_areas")
def equal_areas(draw: Random) -> FigureScene:
    """Two sectors swept in equal times, placed by Kepler's equation; speeds at the ends go as 1/r."""
    near, far, eccentricity, _ = _radii(draw)
    speed = Quantity(symbol="v_p", value=draw.randint(24, 48), unit="km/s", meaning="speed at perihelion")
    a, time = 4.2, draw.uniform(0.30, 0.42)
    sketch = Sketch()
    _orbit(sketch, a, eccentricity)
    for name, mean, fill in (("1", 0.0, PALE_BLUE), ("2", math.pi, PALE_GREEN)):
        rim = [orbit_place(a, eccentricity, mean + share * time) for share in np.linspace(-1, 1, 25)]
        sketch.area(f"sector:{name}", (0, 0), *rim, fill=fill, width=0, z=1)
        for end, place in (("start", rim[0]), ("end", rim[-1])):
            sketch.line(f"radius:{name}{end}", (0, 0), place, width=1.2, z=3)
            sketch.claim("connected", f"radius:{name}{end}", "orbit:ellipse")
        turn = 2 * math.degrees(math.atan2(abs(rim[0][1]), abs(rim[0][0])))
        sketch.claim("angle", f"radius:{name}start", f"radius:{name}end", value=turn)
        area = np.mean(rim, axis=0) * (0.8 if name == "2" else 0.62)
        sketch.text(f"area:{name}", f"$A_{name}$", area, size=12, halo=True, z=7)
        sketch.claim("inside", f"area:{name}", f"sector:{name}")
        middle = orbit_place(a, eccentricity, mean)
        sketch.circle(f"planet:{name}", middle, 0.15, fill="#9fb8d0", z=6)
        sketch.claim("on", f"planet:{name}", "orbit:ellipse")
    sketch.claim(
        "ratio",
        "radius:1start",
        "radius:2start",
        value=float(
            np.hypot(*orbit_place(a, eccentricity, time)) / np.hypot(*orbit_place(a, eccentricity, math.pi - time))
        ),
    )
    right, left = (a * (1 - eccentricity), 0.0), (-a * (1 + eccentricity), 0.0)
    size = 1.9
    vector(sketch, "velocity:1", right, size, 90, speed.label, color=GREEN)
    vector(sketch, "velocity:2", left, size * near.value / far.value, 270, "$v_a$", color=GREEN)
    sketch.claim("ratio", "velocity:2", "velocity:1", value=near.value / far.value)
    low = -a * math.sqrt(1 - eccentricity**2) - 0.45
    for name, (x, _), quantity in (("p", right, near), ("a", left, far)):
        sketch.line(f"size:{name}", (0, low), (x, low), arrow="both", width=0.9)
        sketch.text(f"label:{name}", quantity.label, (x / 2, low), of=f"size:{name}", toward=(0, -1), gap_pt=3)
    sketch.claim("ratio", "size:p", "size:a", value=near.value / far.value)
    count_roles(sketch, "sector", "planet", "velocity")
    sketch.entity("sectors", "sector:1", "sector:2")
    answer = number_answer(speed.value * near.value / far.value, "km/s")
    return sketch.scene(
        problem=f"A planet passes its perihelion at {near.text} with {speed.text}. With what speed does it pass its aphelion at {far.text}?",
        multimodal_question="The areas A₁ and A₂ are swept in equal times. Find the speed v_a at the aphelion.",
        givens=(near, far, speed),
        unknown="the speed at the aphelion",
        answer=answer,
        solution=f"Equal areas in equal times: r_p v_p = r_a v_a, v_a = {speed.text} · {format_number(near.value)}/{format_number(far.value)} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "v_a"),
        quizzes=(
            value_quiz(draw, "What is the speed at the perihelion?", speed),
            make_quiz(
                draw,
                "Which sector has the wider angle at the Sun?",
                "A1",
                ["A2", "both are equally wide", "no sectors are drawn"],
            ),
            value_quiz(draw, "How far is the aphelion from the Sun?", far, near),
        ),
        alt_text=f"An elliptic orbit with two sectors of equal area, A1 at the perihelion ({near.text}) and A2 at the aphelion ({far.text}).",
    )


@defect("equal_areas", "equal_speeds")
def equal_speeds(scene: FigureScene, draw: Random) -> FigureScene:
    """The planet is drawn equally fast at both ends of its orbit."""
    slow, fast = scene.mark("velocity:2"), scene.mark("velocity:1")
    assert isinstance(slow, Path) and isinstance(fast, Path)
    (x, y), size = slow.points[0], math.dist(*fast.points)
    return change(scene, replace(slow, points=((x, y), (x, y - size))))


@family(TYPE, "greatest_elongation")
def greatest_elongation(draw: Random) -> FigureScene:
    """An inner planet seen farthest from the Sun: the sight line touches its orbit."""
    angle = Quantity(symbol=r"\varepsilon", value=draw.randint(18, 55), unit="°", meaning="greatest elongation")
    reach = 4.0
    r = reach * math.sin(math.radians(angle.value))
    side = draw.choice((1, -1))
    earth = np.asarray([0.0, -reach])
    planet = r * np.asarray([side * math.cos(math.radians(angle.value)), -math.sin(math.radians(angle.value))])
    sketch = Sketch()
    sketch.circle("orbit:earth", (0, 0), reach, color=BLUE, width=1.2)
    sketch.circle("orbit:planet", (0, 0), r, color=RED, width=1.2)
    sketch.circle("sun:S", (0, 0), 0.22, fill=SUN, color=ORANGE, z=6)
    for name, place, fill, words, toward in (
        ("E", earth, "#7fb2d9", "Earth", (0, -1)),
        ("P", planet, "#d9a27f", "planet", (side, -0.2)),
    ):
        sketch.circle(f"body:{name}", place, 0.15, fill=fill, z=6)
        sketch.text(f"name:{name}", words, place, of=f"body:{name}", toward=toward, gap_pt=11, halo=True)
    sketch.text("name:S", "Sun", (0, 0.22), of="sun:S", toward=(0, 1), gap_pt=3, halo=True)
    sketch.line("line:ES", earth, (0, 0), width=1.2)
    sketch.line("line:SP", (0, 0), planet, width=1.2)
    beyond = planet + 0.35 * (planet - earth)
    sketch.line("sight:EP", earth, beyond, width=1.2, color=GREEN)
    one, two = (planet, np.zeros(2)) if side > 0 else (np.zeros(2), planet)
    if angle.value < 32:  # too narrow for its value, which then stands outside
        half = math.radians(angle.value / 2)
        gap_pt = 51 * (math.cos(half) * math.tan(2 * half) - math.sin(half)) + 6
        sketch.angle("angle:E", earth, one, two, angle.label, 1.1, toward=(side, 0), gap_pt=gap_pt, halo=True)
    else:
        sketch.angle("angle:E", earth, one, two, angle.label, 1.7)
    sketch.right_angle("square:P", planet, (0, 0), earth, 0.22)
    au = Quantity(symbol="r_E", value=1, unit="AU", meaning="orbit of the Earth")
    sketch.text("label:r", au.label, (0, -0.35 * reach), of="line:ES", toward=(-side, 0), gap_pt=5, halo=True)
    sketch.claim("tangent", "sight:EP", "orbit:planet")
    sketch.claim("perpendicular", "sight:EP", "line:SP")
    sketch.claim("angle", "sight:EP", "line:ES", value=angle.value)
    sketch.claim("ratio", "orbit:planet", "orbit:earth", value=r / reach)
    sketch.claim("on", "body:P", "orbit:planet")
    sketch.claim("on", "body:E", "orbit:earth")
    sketch.claim("inside", "sun:S", "orbit:planet")
    count_roles(sketch, "orbit", "body")
    sketch.entity("orbits", "orbit:earth", "orbit:planet")
    answer = number_answer(math.sin(math.radians(angle.value)), "AU")
    return sketch.scene(
        problem=f"Seen from the Earth, an inner planet on a circular orbit is never farther than {angle.text} from the Sun. Find the radius of its orbit.",
        multimodal_question="The sight line touches the circular orbit of the inner planet. Find the radius of its orbit.",
        givens=(angle, au),
        unknown="the radius of the planet's orbit",
        answer=answer,
        solution=f"r = 1 AU · sin ε = sin {angle.text} AU = {answer.text}",
        hidden=hidden_texts(sketch, answer, "r"),
        quizzes=(
            value_quiz(draw, "What is the angle at the Earth?", angle),
            make_quiz(
                draw,
                "On which side of the Sun does the planet stand?",
                "right" if side > 0 else "left",
                ["left", "right", "behind it", "before it"],
            ),
            make_quiz(
                draw, "Where is the right angle?", "at the planet", ["at the Sun", "at the Earth", "there is none"]
            ),
        ),
        alt_text=f"The orbits of the Earth and of an inner planet; the sight line from the Earth touches the inner one at {angle.text} from the Sun.",
    )


@defect("greatest_elongation", "cutting_sight_line")
def cutting_sight_line(scene: FigureScene, draw: Random) -> FigureScene:
    """The sight line cuts the inner orbit instead of touching it."""
    line = scene.mark("sight:EP")
    assert isinstance(line, Path)
    (x0, y0), (x1, y1) = line.points
    return change(scene, replace(line, points=((x0, y0), (0.55 * x1, y1))))


@family(TYPE, "star_parallax")
def star_parallax(draw: Random) -> FigureScene:
    """A near star shifts against far ones as the Earth moves: its distance in parsec is 1/p with p in arc seconds."""
    shift = Quantity(
        symbol="p",
        value=draw.choice(
            (0.02, 0.03, 0.04, 0.05, 0.08, 0.1, 0.125, 0.16, 0.2, 0.25, 0.29, 0.31, 0.37, 0.4, 0.55, 0.75)
        ),
        unit="″",
        meaning="parallax",
    )
    wide, high = 2.2, draw.choice((4.2, 4.6, 5.0))
    star = np.asarray([0.0, high])
    sketch = Sketch()
    sketch.circle("orbit:earth", (0, 0), wide, radius_y=0.55, color=BLUE, width=1.2)
    sketch.circle("sun:S", (0, 0), 0.2, fill=SUN, color=ORANGE, z=6)
    sketch.text("label:S", "Sun", (0, -0.2), of="sun:S", toward=(0, -1), gap_pt=3, halo=True)
    for name, x, month in (("1", -wide, "January"), ("2", wide, "July")):
        sketch.circle(f"body:{name}", (x, 0), 0.14, fill="#7fb2d9", z=6)
        sketch.text(f"label:{name}", month, (x, 0), of=f"body:{name}", toward=(math.copysign(1, x), -0.3), gap_pt=11)
        far = star + 0.62 * (star - (x, 0))
        sketch.line(f"sight:{name}", (x, 0), far, width=1.0, dash="dashed", color=GREEN)
        sketch.claim("on", f"body:{name}", "orbit:earth")
        sketch.claim("on", "star:X", f"sight:{name}")
    sketch.line("axis:star", (0, 0), star, width=1.0, color=GREY)
    sketch.dot("star:X", star, 0.1, color=RED, z=7)
    sketch.text("label:X", "near star", star, of="star:X", toward=(1, 0), gap_pt=16)
    half = math.degrees(math.atan(wide / high))
    sketch.angle("angle:p", star, (0, 0), (wide, 0), shift.label, 1.3, toward=(1, 0), gap_pt=19)
    sketch.line("size:AU", (0, -0.95), (wide, -0.95), arrow="both", width=0.9)
    sketch.text("label:AU", "1 AU", (wide / 2, -0.95), of="size:AU", toward=(0, -1), gap_pt=3)
    generator = np.random.default_rng(draw.randrange(10**6))
    for number in range(14):
        x = -2.6 + 5.2 * number / 13
        sketch.dot(f"far:{number}", (x, 1.66 * high + generator.uniform(0.1, 0.7)), 0.045)
    sketch.text("label:far", "far stars (not to scale)", (0, 1.66 * high + 0.8), toward=(0, 1), size=10, color=GREY)
    sketch.claim("angle", "sight:1", "axis:star", value=half)
    sketch.claim("angle", "sight:2", "axis:star", value=half)
    sketch.claim("ratio", "sight:1", "sight:2", value=1.0)
    sketch.claim("connected", "axis:star", "star:X")
    count_roles(sketch, "sight", "body", "far")
    sketch.entity("near star", "star:X")
    sketch.entity("orbit of the Earth", "orbit:earth", "body:1", "body:2")
    unit = draw.choice(("pc", "ly"))
    answer = number_answer((1 if unit == "pc" else 3.2616) / shift.value, unit)
    name = "parsec" if unit == "pc" else "light years (1 pc = 3.26 ly)"
    return sketch.scene(
        problem=f"A star has a parallax of {shift.text} (arc seconds). Find its distance in {name}.",
        multimodal_question=f"Find the distance of the near star in {name}.",
        givens=(shift,),
        unknown=f"the distance in {name}",
        answer=answer,
        solution=f"d = 1/p = {format_number(1 / shift.value)} pc; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, "d"),
        quizzes=(
            value_quiz(draw, "What is the parallax of the star?", shift),
            make_quiz(
                draw,
                "At which two times is the star observed?",
                "January and July",
                ["January and March", "April and October", "July and December"],
            ),
            make_quiz(
                draw,
                "Which length is marked as 1 AU?",
                "from the Sun to the Earth",
                ["the whole width of the orbit", "from the Sun to the star", "from the Earth to the star"],
            ),
        ),
        alt_text=f"The Earth in January and July on its orbit with sight lines to a near star before far ones; the parallax is {shift.text}.",
    )
