"""Chemistry - Crystal Structure, planes and layers: Miller indices, Bragg reflection, layers of touching spheres.

Planes (hkl) of a cubic lattice cut the axes at a/h, a/k, a/l and lie a / sqrt(h^2 + k^2 + l^2) apart; X-rays are reflected where
n lambda = 2 d sin(theta). A layer's coverage is the area of its discs over that of its cell.
"""

import math
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.chemistry.crystal_structure.metals import METALS
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import canvas, near_counts, other_options
from scisynth.figures.parts.crystal import draw_edges, edge_length, project
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Crystal Structure"
PLANES = (
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (2, 0, 0), (0, 0, 2), (2, 1, 0), (1, 2, 0),
    (2, 1, 1), (1, 1, 2), (2, 2, 1), (2, 2, 2), (1, 0, 2), (3, 1, 1), (1, 2, 2),
)  # fmt: skip


def cut(indices: tuple[int, int, int]) -> list[np.ndarray]:
    """Corners of the plane h x + k y + l z = 1 in the unit cube, in order around it."""
    normal = np.asarray(indices, dtype=float)
    corners = [np.asarray(corner, dtype=float) for corner in product((0, 1), repeat=3)]
    found: list[np.ndarray] = []
    for one, two in combinations(corners, 2):
        if np.abs(one - two).sum() != 1:
            continue
        along = normal @ (two - one)
        if abs(along) > 1e-9 and -1e-9 <= (share := (1 - normal @ one) / along) <= 1 + 1e-9:
            place = one + share * (two - one)
            if all(np.linalg.norm(place - other) > 1e-6 for other in found):
                found.append(place)
    middle = np.mean(found, axis=0)
    first = found[0] - middle
    second = np.cross(normal, first)
    return sorted(
        found,
        key=lambda place: math.atan2((place - middle) @ second / np.linalg.norm(second), (place - middle) @ first),
    )


@family(TYPE, "lattice_planes")
def lattice_planes(draw: Random) -> FigureScene:
    """A plane in a cubic cell with its intercepts; its Miller indices, or the spacing of its family."""
    indices = draw.choice(PLANES)
    symbol = draw.choice(sorted(METALS))
    edge = METALS[symbol][1]
    corners = cut(indices)
    sketch = Sketch()
    canvas(sketch, -0.4, -0.48, 1.75, 1.6)
    draw_edges(sketch)
    _draw_plane(sketch, corners)
    edge_length(sketch, f"$a$ = {edge:g} pm")
    sketch.claim("value", "label:a", value=edge)
    sketch.claim("count", "corner", value=len(corners))
    spacing = edge / math.sqrt(sum(value * value for value in indices))
    words = "".join(map(str, indices))
    asked, answer, solution, hidden = draw.choice(
        [
            (
                "spacing of the planes parallel to it, in pm",
                number_answer(spacing, "pm"),
                f"d = a / √({' + '.join(f'{value}²' for value in indices)}) = {format_number(spacing)} pm",
                f"{format_number(spacing)} pm",
            ),
            (
                "Miller indices (hkl)",
                Answer(text=f"({words})"),
                f"The reciprocal intercepts are {', '.join(map(str, indices))}",
                f"({words})",
            ),
        ]
    )
    shape = {3: "triangle", 4: "quadrilateral", 5: "pentagon", 6: "hexagon"}[len(corners)]
    parallel = [axis for axis, value in zip("xyz", indices, strict=True) if value == 0]
    seen = " and ".join(parallel) if parallel else "none of them"
    cuts = ", ".join(
        f"{axis} at {'a' if value == 1 else f'a/{value}'}" for axis, value in zip("xyz", indices, strict=True) if value
    )
    return sketch.scene(
        problem=f"In the cubic cell of {symbol} (a = {edge:g} pm) a plane cuts the axis {cuts}"
        + (f" and is parallel to {seen}" if parallel else "")
        + f". Find the {asked}.",
        multimodal_question=f"Find the {asked} for the plane shaded in the cubic cell.",
        givens=(Quantity(symbol="a", value=edge, unit="pm", meaning=f"edge of the cell of {symbol}"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(hidden,) if hidden != f"{format_number(edge)} pm" else (f"d = {hidden}",),
        quizzes=(
            make_quiz(
                draw,
                "What shape is the part of the plane inside the cell?",
                shape,
                other_options(draw, ["triangle", "quadrilateral", "pentagon", "hexagon"], shape),
            ),
            make_quiz(
                draw,
                "To which axes is the plane parallel?",
                seen,
                other_options(draw, ["x", "y", "z", "x and y", "y and z", "x and z", "none of them"], seen),
            ),
            make_quiz(
                draw,
                "How long is the edge of the cell?",
                f"{edge:g} pm",
                [f"{edge + 25:g} pm", f"{edge * 2:g} pm", f"{edge / 2:g} pm"],
            ),
        ),
        alt_text=f"Cubic cell with a = {edge:g} pm and a shaded plane that cuts {cuts}.",
    )


def _draw_plane(sketch: Sketch, corners: list[np.ndarray]) -> None:
    """The part of a plane inside the cell, its corners with their intercepts, and the axes."""
    places = [project(corner)[0] for corner in corners]
    sketch.area("plane:hkl", *places, fill="#fbdcab", color=ORANGE, width=1.8, z=0)
    for index, (corner, place) in enumerate(zip(corners, places, strict=True)):
        dot = sketch.dot(f"corner:{index}", place, 0.018, color=ORANGE, z=5)
        sketch.claim("at", dot, value=(float(place[0]), float(place[1])), tolerance=0.008)
        sketch.claim("on", dot, "plane:hkl")
        for axis in range(3):
            free = corner.copy()
            free[axis] = 0
            if 1e-6 < corner[axis] < 1 - 1e-6 and np.abs(free).sum() < 1e-6:
                shift = ((0.2, -1), (-1, 0.6), (-1, 0))[axis]
                words = rf"$\frac{{1}}{{{round(1 / corner[axis])}}}\,a$"
                sketch.text(f"cut:{'xyz'[axis]}", words, place, of=dot, toward=shift, gap_pt=4, color=RED, size=14)
    for letter, direction in zip("xyz", np.eye(3), strict=True):
        start, stop = project(1.0 * direction)[0], project(1.27 * direction)[0]
        arrow = sketch.arrow(f"axis:{letter}", start, stop, width=1.1, color=BLUE)
        sketch.text(
            f"axis_name:{letter}",
            f"${letter}$",
            stop,
            of=arrow,
            toward=tuple(stop - start),
            gap_pt=3,
            size=14,
            color=BLUE,
        )


@family(TYPE, "bragg_reflection")
def bragg_reflection(draw: Random) -> FigureScene:
    """Two X-rays reflected by neighbouring planes; spacing or wavelength by Bragg's law."""
    source, wavelength = draw.choice((("Cu Kα", 154.06), ("Mo Kα", 70.93), ("Co Kα", 178.90), ("Cr Kα", 228.97)))
    order, theta = draw.choice((1, 1, 2)), draw.randint(24, 58) / 2 + draw.choice((6, 8, 10))
    spacing = order * wavelength / (2 * math.sin(math.radians(theta)))
    find_spacing = draw.random() < 0.6
    sine, cosine = math.sin(math.radians(theta)), math.cos(math.radians(theta))
    gap, long = 1.5, 3.2
    half = max(long * cosine + 0.2, 2.6)
    sketch = Sketch()
    _draw_rays(sketch, theta, gap, half, long)
    words = "$d$" if find_spacing else f"$d$ = {spacing:.1f} pm"
    sketch.line("extension:d", (half, 0), (half + 0.55, 0), width=0.7)
    sketch.line("extension:e", (half, -gap), (half + 0.55, -gap), width=0.7)
    sketch.line("dimension:d", (half + 0.4, 0), (half + 0.4, -gap), arrow="both", width=0.9)
    sketch.text("label:d", words, (half + 0.4, -gap / 2), of="dimension:d", toward=(1, 0), gap_pt=4)
    title = f"$n$ = {order}, " + (rf"$\lambda$ = {wavelength:g} pm" if find_spacing else r"$\lambda$ = ?")
    sketch.text("note:source", title, (0, -2 * gap - 0.35), valign="top")
    sketch.claim("count", "plane", value=3)
    sketch.claim("count", "ray", value=4)
    sketch.claim("parallel", "plane:0", "plane:1")
    value = spacing if find_spacing else wavelength
    if not find_spacing:
        value = 2 * round(spacing, 1) * sine / order
    answer = number_answer(value, "pm")
    given = (
        Quantity(symbol="λ", value=wavelength, unit="pm")
        if find_spacing
        else Quantity(symbol="d", value=round(spacing, 1), unit="pm")
    )
    asked = "spacing d of the planes" if find_spacing else "wavelength λ"
    return sketch.scene(
        problem=f"X-rays{f' ({source}, λ = {wavelength:g} pm)' if find_spacing else ''} are reflected in order n = {order} at θ = {theta:g}° by lattice planes"
        f"{'' if find_spacing else f' that are d = {spacing:.1f} pm apart'}. Find the {asked}.",
        multimodal_question=f"Find the {asked} from the values in the figure.",
        givens=(Quantity(symbol="θ", value=theta, unit="°"), Quantity(symbol="n", value=order), given),
        unknown=f"the {asked}",
        answer=answer,
        solution=f"n λ = 2 d sin θ: {'d' if find_spacing else 'λ'} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Which angle is marked between plane and ray?",
                f"{theta:g}°",
                [f"{90 - theta:g}°", f"{2 * theta:g}°", f"{theta + 7:g}°", f"{theta + 12:g}°"],
            ),
            make_quiz(
                draw,
                "Which order n of reflection is stated?",
                str(order),
                other_options(draw, ["1", "2", "3", "4"], str(order)),
            ),
            make_quiz(draw, "How many lattice planes are drawn?", "3", ["2", "4", "5"]),
            make_quiz(
                draw,
                "Which quantity has no value in the figure?",
                "d" if find_spacing else "λ",
                ["θ", "n", "λ" if find_spacing else "d"],
            ),
        ),
        alt_text=f"Two X-rays are reflected by neighbouring lattice planes at θ = {theta:g}°; the extra path of the lower ray is marked.",
    )


def _draw_rays(sketch: Sketch, theta: float, gap: float, half: float, long: float) -> None:
    """Three planes, two rays that are reflected, and the extra path of the lower one."""
    sine, cosine = math.sin(math.radians(theta)), math.cos(math.radians(theta))
    for row in range(3):
        y = -gap * row
        sketch.line(f"plane:{row}", (-half, y), (half, y), color=GREY, width=1.0)
        for column in range(-2, 3):
            sketch.dot(f"atom:{row}{column + 2}", (column * half / 2.4, y), 0.085, color=BLUE)
    for row in range(2):
        hit = np.asarray([0.0, -gap * row])
        reach = long + gap * row * sine
        start, stop = hit + reach * np.asarray([-cosine, sine]), hit + reach * np.asarray([cosine, sine])
        sketch.arrow(f"ray:in{row}", start, hit, color=RED, width=1.6, z=4)
        sketch.arrow(f"ray:out{row}", hit, stop, color=RED, width=1.6, z=4)
        for part in ("in", "out"):
            sketch.claim("angle", f"ray:{part}{row}", f"plane:{row}", value=theta)
    top, low = np.asarray([0.0, 0.0]), np.asarray([0.0, -gap])
    for side, name in ((-1, "in"), (1, "out")):
        foot = low + gap * sine * np.asarray([side * cosine, sine])
        sketch.line(f"front:{name}", top, foot, color=GREEN, width=1.1, dash="dashed", z=3)
        sketch.claim("perpendicular", f"front:{name}", f"ray:{name}1")
        sketch.claim("connected", f"front:{name}", f"ray:{name}1")
        sketch.line(f"extra:{name}", low, foot, color=GREEN, width=3.4, z=5)
    sketch.claim("ratio", "extra:in", "extra:out", value=1.0)
    sketch.claim("ratio", "extra:in", "front:in", value=math.tan(math.radians(theta)))
    sketch.angle("angle:theta", (0, 0), (1, 0), (cosine, sine), rf"$\theta$ = {theta:g}°", 1.05)


RADII = {
    "Cu": 128,
    "Ag": 144,
    "Au": 144,
    "Al": 143,
    "Ni": 125,
    "Pt": 139,
    "Pb": 175,
    "Fe": 124,
    "W": 137,
    "Na": 186,
    "K": 227,
    "Ca": 197,
}
"""Metallic radii, pm."""
LAYERS = {"square": ((1.0, 0.0), (0.0, 1.0)), "hexagonal": ((1.0, 0.0), (0.5, math.sqrt(3) / 2))}


@family(TYPE, "sphere_layer")
def sphere_layer(draw: Random) -> FigureScene:
    """A square or close-packed layer of touching atoms with its unit cell; coverage, density or area."""
    kind, (symbol, radius_pm) = draw.choice(sorted(LAYERS)), draw.choice(sorted(RADII.items()))
    one, two = (np.asarray(vector) for vector in LAYERS[kind])
    columns, rows = draw.choice(((4, 3), (4, 4), (5, 3)))
    cell = abs(float(one[0] * two[1] - one[1] * two[0]))
    sketch = Sketch()
    places = {(i, j): i * one + j * two for i in range(columns) for j in range(rows)}
    if kind == "hexagonal":
        places = {(i, j): place - (j // 2) * one for (i, j), place in places.items()}
    for (i, j), place in places.items():
        sketch.circle(f"sphere:{i}{j}", place, 0.5, fill=PALE_BLUE, color=BLUE, width=1.1)
    for i in range(columns - 1):
        sketch.claim("tangent", f"sphere:{i}0", f"sphere:{i + 1}0")
    for j in range(rows - 1):
        sketch.claim("tangent", f"sphere:0{j}", f"sphere:0{j + 1}")
    corners = [places[1, 0], places[1, 0] + one, places[1, 0] + one + two, places[1, 0] + two]
    sketch.area("cell:unit", *corners, color=RED, width=2.0, z=4)
    for index, corner in enumerate(corners):
        sketch.dot(f"node:{index}", corner, 0.05, color=RED, z=5)
        sketch.claim("on", f"node:{index}", "cell:unit")
    last = places[columns - 1, 0]
    sketch.line("radius:r", last, last + np.asarray([0.5, 0]), width=1.3, arrow="end")
    sketch.text("label:r", f"$r$ = {radius_pm} pm", last + np.asarray([0.5, 0]), of="radius:r", toward=(1, 0), gap_pt=6)
    sketch.claim("value", "label:r", value=radius_pm)
    sketch.claim("count", "sphere", value=columns * rows)
    sketch.claim("ratio", "radius:r", "cell:unit", value=0.5 / 4)
    sketch.claim("on", "node:0", "cell:unit")
    coverage, area = math.pi / 4 / cell, cell * (2 * radius_pm / 1000) ** 2
    asked, answer, solution = draw.choice(
        [
            (
                "share of the plane that the discs cover, in %",
                number_answer(100 * coverage, "%"),
                f"π r² / ({cell:.4f}·4 r²) = {100 * coverage:.1f} %",
            ),
            (
                "area of the marked cell in nm²",
                number_answer(area, "nm²"),
                f"A = {cell:.4f}·(2 r)² = {format_number(area)} nm²",
            ),
            (
                "number of atoms per nm² of the layer",
                number_answer(1 / area, "per nm²"),
                f"1 / A = {format_number(1 / area)} per nm²",
            ),
        ]
    )
    touching = 4 if kind == "square" else 6
    return sketch.scene(
        problem=f"Atoms of {symbol} (radius {radius_pm} pm) touch in a {'square' if kind == 'square' else 'close-packed hexagonal'} layer. Find the {asked}.",
        multimodal_question=f"Find the {asked} for the layer of touching atoms shown.",
        givens=(Quantity(symbol="r", value=radius_pm, unit="pm", meaning=f"radius of {symbol}"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many discs are drawn?", str(columns * rows), near_counts(draw, columns * rows, 1)),
            make_quiz(
                draw, "How many neighbours does a disc inside the layer touch?", str(touching), ["4", "6", "8", "3"]
            ),
            make_quiz(
                draw,
                "Which shape is the marked cell?",
                "square" if kind == "square" else "rhombus",
                other_options(
                    draw, ["square", "rhombus", "triangle", "hexagon"], "square" if kind == "square" else "rhombus"
                ),
            ),
            make_quiz(
                draw,
                "Which radius is given?",
                f"{radius_pm} pm",
                [f"{2 * radius_pm} pm", f"{radius_pm + 12} pm", f"{radius_pm - 9} pm"],
            ),
        ),
        alt_text=f"A {kind} layer of {columns * rows} touching discs of radius {radius_pm} pm with its unit cell marked.",
    )


@defect("lattice_planes", "wrong_intercept")
def wrong_intercept(scene: FigureScene, draw: Random) -> FigureScene:
    """One corner of the plane leaves its intercept."""
    plane = scene.path("plane:hkl")
    index = draw.randrange(len(plane.points))
    x, y = plane.points[index]
    points = (*plane.points[:index], (x + 0.22, y + 0.18), *plane.points[index + 1 :])
    return scene.with_marks(
        tuple(replace(plane, points=points) if mark.id == plane.id else mark for mark in scene.marks)
    )


@defect("bragg_reflection", "unequal_angles")
def unequal_angles(scene: FigureScene, draw: Random) -> FigureScene:
    """A reflected ray leaves more steeply than its partner came in."""
    ray = scene.path(draw.choice(("ray:out0", "ray:out1")))
    (x0, y0), (x1, y1) = ray.points
    turn = math.radians(9)
    dx, dy = x1 - x0, y1 - y0
    tip = (x0 + dx * math.cos(turn) - dy * math.sin(turn), y0 + dx * math.sin(turn) + dy * math.cos(turn))
    return scene.with_marks(
        tuple(replace(ray, points=((x0, y0), tip)) if mark.id == ray.id else mark for mark in scene.marks)
    )


@defect("sphere_layer", "gap_in_layer")
def gap_in_layer(scene: FigureScene, draw: Random) -> FigureScene:
    """The first sphere stands off its neighbours."""
    sphere = scene.round("sphere:00")
    moved = replace(sphere, center=(sphere.center[0] - 0.25, sphere.center[1] - 0.2))
    return scene.with_marks(tuple(moved if mark.id == sphere.id else mark for mark in scene.marks))
