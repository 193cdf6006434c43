"""Chemistry - Orbital / Quantum, functions: particle in a box, radial distributions, shapes of orbitals.

Box: psi_n = sqrt(2 / L) sin(n pi x / L), E_n = n^2 h^2 / (8 m L^2). Hydrogen: P(r) = r^2 R_nl(r)^2; for l = n - 1 its maximum is at
n^2 a_0. Shapes are polar plots of |Y_lm|^2 in the plane named, which shows lobes and nodal planes but not distances.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    BOHR_PM,
    canvas,
    near_counts,
)
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, PALE_RED, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.figures.verify.formula import evaluate

TYPE = "Chemistry - Orbital / Quantum"


RADIAL = {
    "1s": ("4*x^2*exp(-2*x)", 1, 0, 6.0), "2s": ("x^2*(2-x)^2*exp(-x)/8", 2, 0, 15.0), "2p": ("x^4*exp(-x)/24", 2, 1, 15.0),
    "3s": ("4*x^2*(27-18*x+2*x^2)^2*exp(-2*x/3)/19683", 3, 0, 28.0), "3p": ("8*x^4*(6-x)^2*exp(-2*x/3)/19683", 3, 1, 28.0),
    "3d": ("8*x^6*exp(-2*x/3)/98415", 3, 2, 28.0),
}  # fmt: skip
"""P(r) of hydrogen with x = r / a_0, n, l and how far it is drawn."""


@family(TYPE, "radial_distribution")
def radial_distribution(draw: Random) -> FigureScene:
    """Radial distributions of one or two orbitals of a hydrogen-like atom; a maximum, a node, or the orbital."""
    names = draw.sample(sorted(RADIAL), draw.choice((1, 2, 2)))
    charge = draw.choice((1, 1, 2, 3))
    end = max(RADIAL[name][3] for name in names)
    grid = np.linspace(0, end, 601)
    values = {name: evaluate(RADIAL[name][0], grid) for name in names}
    top = 1.15 * max(float(value.max()) for value in values.values())
    sketch = Sketch()
    species = {1: "H", 2: "He⁺", 3: "Li²⁺"}[charge]
    unit = "a_0" if charge == 1 else f"(a_0/{charge})"
    sketch.axes(
        "axes:radial", (0, 0, 6.0, 3.9), x_limits=(0, end), y_limits=(0, top), x_label=f"distance $r\\,/\\,{unit}$", y_label="radial distribution $P(r)$", grid=True, y_ticks=(),
    )  # fmt: skip
    letters = dict(zip("AB", names, strict=False))
    _draw_distributions(sketch, letters, grid, values)
    sketch.claim("count", "curve", value=len(names))
    sketch.text("title:species", f"{species}, electron with n ≤ 3", (3.0, 4.02), valign="bottom", size=12)
    marked = draw.choice(sorted(letters))
    name = letters[marked]
    _, n, l, _ = RADIAL[name]  # noqa: E741
    radius = float(grid[int(np.argmax(values[name]))])
    fine = np.linspace(max(radius - 0.2, 0), radius + 0.2, 4001)
    radius = float(fine[int(np.argmax(evaluate(RADIAL[name][0], fine)))]) * BOHR_PM / charge
    zeros = n - l - 1
    asked, answer, solution, hidden = draw.choice(
        [
            (
                f"most probable distance in pm of the electron in the orbital of curve {marked}",
                number_answer(radius, "pm"),
                f"The maximum of {name} lies at {format_number(radius)} pm",
                f"{format_number(radius)} pm",
            ),
            (
                f"orbital that curve {marked} belongs to",
                Answer(text=f"{name} orbital"),
                f"{zeros} radial nodes and the place of the maximum: {name}",
                name,
            ),
        ]
    )
    outer = max(letters, key=lambda item: float(grid[int(np.argmax(values[letters[item]]))]))
    listed = " and ".join(
        f"{letter} with {RADIAL[item][1] - RADIAL[item][2] - 1} radial nodes" for letter, item in letters.items()
    )
    return sketch.scene(
        problem=f"The radial distribution of {species} is drawn for orbitals up to n = 3 ({listed}; the highest maximum of {marked} lies at "
        f"{radius * charge / BOHR_PM:.2f} a₀/{charge}, a₀ = 52.92 pm). Find the {asked}.",
        multimodal_question=f"Find the {asked} (a₀ = 52.92 pm, all orbitals have n ≤ 3).",
        givens=(Quantity(symbol="Z", value=charge), Quantity(symbol="a_0", value=52.92, unit="pm")),
        unknown=f"the {asked}",
        answer=answer if answer.value is None else replace(answer, tolerance=0.05),
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(draw, f"How many maxima has curve {marked}?", str(zeros + 1), ["1", "2", "3", "4"]),
            make_quiz(draw, "How many curves are drawn?", str(len(names)), ["1", "2", "3", "4"]),
            make_quiz(
                draw,
                "Which curve has its highest maximum farthest from the nucleus?",
                outer,
                ["A", "B", "C", "both alike"],
            )
            if len(names) == 2
            else make_quiz(
                draw,
                f"How often does curve {marked} touch zero away from the nucleus?",
                str(zeros),
                ["0", "1", "2", "3"],
            ),
        ),
        alt_text=f"Radial distribution of {species}: {listed}.",
    )


def _draw_distributions(
    sketch: Sketch, letters: dict[str, str], grid: np.ndarray, values: dict[str, np.ndarray]
) -> None:
    """The curves with their letters at the highest maximum."""
    for letter, color, dash in (("A", BLUE, "solid"), ("B", RED, "dashed")):
        if letter not in letters:
            continue
        name = letters[letter]
        sketch.line(
            f"curve:{letter}",
            *zip(grid.tolist(), values[name].tolist(), strict=True),
            axes="axes:radial",
            color=color,
            width=2,
            dash=dash,
        )
        sketch.claim("formula", f"curve:{letter}", value=RADIAL[name][0])
        peak = int(np.argmax(values[name]))
        sketch.text(
            f"label:{letter}",
            letter,
            (grid[peak], values[name][peak]),
            of=f"curve:{letter}",
            toward=(0.2, 1),
            gap_pt=4,
            axes="axes:radial",
            color=color,
            size=13,
        )


SHAPES: dict[str, tuple[str, int, tuple[str, str], Callable[[np.ndarray], np.ndarray]]] = {
    "s": ("s", 0, ("x", "z"), lambda angle: np.ones_like(angle)),
    "p_x": ("p", 1, ("x", "z"), np.cos), "p_z": ("p", 1, ("x", "z"), np.sin), "p_y": ("p", 1, ("y", "z"), np.cos),
    "d_{xy}": ("d", 2, ("x", "y"), lambda angle: np.sin(2 * angle)), "d_{xz}": ("d", 2, ("x", "z"), lambda angle: np.sin(2 * angle)),
    "d_{yz}": ("d", 2, ("y", "z"), lambda angle: np.sin(2 * angle)), "d_{x^2-y^2}": ("d", 2, ("x", "y"), lambda angle: np.cos(2 * angle)),
    "d_{z^2}": ("d", 2, ("x", "z"), lambda angle: (3 * np.sin(angle) ** 2 - 1) / 2),
}  # fmt: skip
"""Kind, l, the plane drawn and the angular function in it, the angle taken from the horizontal axis."""


def lobes(function: Callable[[np.ndarray], np.ndarray]) -> list[tuple[np.ndarray, int]]:
    """Outlines of |Y|^2 between the zeros of Y, float [points, 2], with their signs."""
    turns = np.linspace(0, 2 * math.pi, 1441)
    values = function(turns)
    signs = np.sign(np.where(np.abs(values) < 1e-9, 0, values))
    if (signs == 1).all():
        return [(np.stack([values**2 * np.cos(turns), values**2 * np.sin(turns)], axis=1), 1)]
    start = int(np.argmax(signs[:-1] != np.roll(signs[:-1], 1)))
    order = np.roll(np.arange(1440), -start)
    cuts = [0, *(np.flatnonzero(np.diff(signs[order]) != 0) + 1).tolist(), 1440]
    found = []
    for low, high in itertools.pairwise(cuts):
        part = order[low:high]
        if len(part) > 8 and signs[part[len(part) // 2]]:
            outline = np.stack(
                [values[part] ** 2 * np.cos(turns[part]), values[part] ** 2 * np.sin(turns[part])], axis=1
            )
            found.append((np.concatenate([[[0.0, 0.0]], outline]), int(signs[part[len(part) // 2]])))
    return found


@family(TYPE, "orbital_shape")
def orbital_shape(draw: Random) -> FigureScene:
    """The lobes of an orbital in a plane with their signs; its name, or its nodes for a given shell."""
    name = draw.choice(sorted(SHAPES))
    kind, l, plane, function = SHAPES[name]  # noqa: E741
    n = draw.randint(l + 1, 5)
    outlines = lobes(function)
    flip = draw.choice((1, -1))
    sketch = Sketch()
    canvas(sketch, -1.75, -1.5, 1.75, 1.5)
    for axis, tip in zip(plane, ((1.45, 0.0), (0.0, 1.35)), strict=True):
        sketch.arrow(f"axis:{axis}", (-tip[0], -tip[1]), tip, width=1.0, color=GREY, z=1)
        sketch.text(f"name:{axis}", f"${axis}$", tip, of=f"axis:{axis}", toward=tip, gap_pt=4, size=14)
    _draw_lobes(sketch, outlines, flip, l)
    sketch.claim("count", "lobe", value=len(outlines))
    sketch.claim("perpendicular", f"axis:{plane[0]}", f"axis:{plane[1]}")
    sketch.text("note:shell", f"$n$ = {n}", (1.5, -1.25), size=13)
    sketch.claim("value", "note:shell", value=n)
    for one in range(len(outlines)):
        reach = outlines[one][0][np.argmax(np.linalg.norm(outlines[one][0], axis=1))]
        sketch.line(f"guide:{one}", (0, 0), tuple(reach), width=0.6, dash="dotted", color=ORANGE if l else GREEN, z=3)
        sketch.claim("ratio", f"guide:{one}", f"axis:{plane[0]}", value=float(np.linalg.norm(reach)) / 2.9)
        sketch.claim("direction", f"guide:{one}", value=math.degrees(math.atan2(reach[1], reach[0])) % 360)
        sketch.claim("connected", f"guide:{one}", f"lobe:{one}")
    written = f"{n}" + name.replace("_", "").replace("{", "").replace("}", "").replace("^2", "²")
    radial = n - l - 1
    asked, answer, solution, hidden = draw.choice(
        [
            (
                "name of the orbital",
                Answer(text=written),
                f"{len(outlines)} lobes in the {''.join(plane)} plane, n = {n}: {written}",
                written,
            ),
            (
                "number of its radial nodes",
                Answer(text=str(radial), value=radial),
                f"n - l - 1 = {n} - {l} - 1 = {radial}",
                f"{radial} radial nodes",
            ),
            (
                "orbital angular momentum quantum number l",
                Answer(text=f"l = {l}", value=l),
                f"The shape is that of a {kind} orbital: l = {l}",
                f"l = {l}",
            ),
        ]
    )
    positives = sum(sign * flip > 0 for _, sign in outlines)
    drawn = " and ".join(plane)
    return sketch.scene(
        problem=f"The angular part of an orbital with n = {n} has {len(outlines)} lobes in the {''.join(plane)} plane, as drawn. Find the {asked}.",
        multimodal_question=f"The figure shows an orbital in the plane of the axes. Find the {asked}.",
        givens=(Quantity(symbol="n", value=n, meaning="principal quantum number"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(
                draw,
                "How many lobes are drawn?",
                str(len(outlines)),
                ["1", "2", "3", "4"] if len(outlines) < 5 else ["5", "2", "3", "4"],
            ),
            make_quiz(draw, "Which axes are drawn?", drawn, ["x and y", "x and z", "y and z", "none"]),
            make_quiz(draw, "How many regions carry a plus sign?", str(positives), near_counts(draw, positives)),
        ),
        alt_text=f"An orbital with {len(outlines)} lobes in the plane of the axes {drawn}; n = {n}.",
    )


def _draw_lobes(sketch: Sketch, outlines: list[tuple[np.ndarray, int]], flip: int, l: int) -> None:  # noqa: E741
    """Lobes in two colours with the sign of the wave function."""
    for index, (outline, sign) in enumerate(outlines):
        positive = sign * flip > 0
        lobe = sketch.area(
            f"lobe:{index}",
            *outline[:: max(1, len(outline) // 160)],
            fill=PALE_BLUE if positive else PALE_RED,
            color=BLUE if positive else RED,
            width=1.6,
            z=2,
        )
        middle = outline[np.argmax(np.linalg.norm(outline, axis=1))] * 0.62 if l else np.asarray([0.35, 0.35])
        large = float(np.linalg.norm(outline, axis=1).max()) > 0.5
        mark = sketch.text(f"sign:{index}", "+" if positive else "−", middle, size=15 if large else 9)
        sketch.claim("inside", mark, lobe)
        middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
        sketch.claim("at", lobe, value=(float(middle[0]), float(middle[1])))


@defect("orbital_shape", "turned_lobe")
def turned_lobe(scene: FigureScene, draw: Random) -> FigureScene:
    """A lobe is turned by 30 degrees, or a round one moves off the nucleus."""
    lobe = draw.choice([mark for mark in scene.marks if mark.id.startswith("lobe:") and isinstance(mark, Path)])
    assert isinstance(lobe, Path)
    round_one = sum(mark.id.startswith("lobe:") for mark in scene.marks) == 1
    turn = math.radians(0 if round_one else 30)
    points = tuple(
        (x * math.cos(turn) - y * math.sin(turn) + 0.4 * round_one, x * math.sin(turn) + y * math.cos(turn))
        for x, y in lobe.points
    )
    return scene.with_marks(tuple(replace(lobe, points=points) if mark.id == lobe.id else mark for mark in scene.marks))


@defect("radial_distribution", "stretched_curve")
def stretched_curve(scene: FigureScene, draw: Random) -> FigureScene:
    """A distribution is drawn a third too far from the nucleus."""
    curve = draw.choice([mark for mark in scene.marks if mark.id.startswith("curve:") and isinstance(mark, Path)])
    assert isinstance(curve, Path)
    xs, ys = (np.asarray(part) for part in zip(*curve.points, strict=True))
    points = tuple(zip(xs.tolist(), np.interp(xs / 1.33, xs, ys).tolist(), strict=True))
    return scene.with_marks(
        tuple(replace(curve, points=points) if mark.id == curve.id else mark for mark in scene.marks)
    )
