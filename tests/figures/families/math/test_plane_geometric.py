"""Plane geometry against a second way: what is asked for is measured on the drawn coordinates and scaled by a given length."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from scisynth.figures.families.math.plane_geometric.areas import regular_polygon_area
from scisynth.figures.families.math.plane_geometric.bounded import area_and_moment
from scisynth.figures.families.math.plane_geometric.clocks import angle_between, hand_angles
from scisynth.figures.families.math.plane_geometric.rates import wanted_rate
from scisynth.figures.families.math.plane_geometric.shaded import ARCS, outline, shaded_fraction
from scisynth.figures.families.math.plane_geometric.triangles import third_side, triangle_area
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene

SEEDS = range(36)


def ends(scene: FigureScene, mark_id: str) -> np.ndarray:
    mark = scene.mark(mark_id)
    assert isinstance(mark, Path)
    return np.asarray(mark.points)


def length(scene: FigureScene, mark_id: str) -> float:
    return float(np.linalg.norm(np.diff(ends(scene, mark_id), axis=0), axis=1).sum())


def area(corners: np.ndarray) -> float:
    """Shoelace formula."""
    x, y = corners.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def between(scene: FigureScene, one: str, two: str) -> float:
    """Angle of two lines that share an end, degrees."""
    a, b = ends(scene, one), ends(scene, two)
    i, j = min(((i, j) for i in (0, -1) for j in (0, -1)), key=lambda ij: np.linalg.norm(a[ij[0]] - b[ij[1]]))
    u = (a[0] if i else a[-1]) - a[i]
    v = (b[0] if j else b[-1]) - b[j]
    return math.degrees(math.acos(float(u @ v) / float(np.linalg.norm(u) * np.linalg.norm(v))))


def radius(scene: FigureScene, mark_id: str) -> float:
    mark = scene.mark(mark_id)
    assert isinstance(mark, Round)
    return mark.radius


def triangle(s: FigureScene) -> float:
    unit = s.parameters["one"] / length(s, "side:AB")
    layout = s.parameters["layout"]
    if layout == "area":
        return length(s, "inner:CD") * unit * s.parameters["one"] / 2
    return length(s, {"side": "side:BC", "median": "inner:AM", "parallelogram": "inner:AE"}[layout]) * unit


def altitude(s: FigureScene) -> float:
    layout, first = s.parameters["layout"], s.parameters["first"]
    whole = length(s, "side:AD") + length(s, "side:DB")
    given = {"legs": length(s, "side:AC"), "parts": length(s, "side:AD")}.get(layout, whole)
    return length(s, "side:AD" if layout == "projection" else "height:CD") / given * first


def intercept(s: FigureScene) -> float:
    asked = {"triangle": "EC", "base": "BC", "crossed": "AC", "strips": "EC"}[s.parameters["layout"]]
    return length(s, f"side:{asked}") / length(s, "side:AD") * s.parameters["near"]


def bend(s: FigureScene) -> float:
    if s.parameters["layout"] != "transversal":
        return between(s, "arm:CA", "arm:CB")
    arc = s.mark("angle:B")
    assert isinstance(arc, Round)
    return arc.end_deg - arc.start_deg


def inscribed(s: FigureScene) -> float:
    lines = {
        "central": ("CA", "CB"),
        "reverse": ("OA", "OB"),
        "cyclic": ("BD", "DA"),
        "diameter": ("AB", "CB"),
        "tangent": ("AE", "AB"),
    }[s.parameters["layout"]]
    return between(s, *(f"chord:{line}" for line in lines))


def tangent(s: FigureScene) -> float:
    layout, first = s.parameters["layout"], s.parameters["first"]
    if layout == "incircle":
        corner, _ = ends(s, "tangent:AB")
        foot = s.mark("point:D")
        assert isinstance(foot, Round)
        return float(np.linalg.norm(corner - foot.center)) * first / length(s, "tangent:AB")
    unit = first / (length(s, "secant:EC") if layout == "secant" else radius(s, "circle:O"))
    return length(s, "segment:OE" if layout == "distance" else "tangent:EA") * unit


def trapezoid(s: FigureScene) -> float:
    return area(ends(s, "fill:trapezoid")) * (s.parameters["low"] / length(s, "side:AB")) ** 2


def polygon(s: FigureScene) -> float:
    layout, size = s.parameters["layout"], s.parameters["size"]
    drawn = {"side": "side:1", "incircle": "apothem:M"}.get(layout, "radius:A")
    unit = size / length(s, drawn)
    inner = area(ends(s, "fill:polygon")) * unit**2
    return math.pi * size**2 - inner if layout == "segments" else inner


def shaded(s: FigureScene) -> float:
    unit = s.parameters["size"] / length(s, "side:AB")
    fills = {mark.id: area(np.asarray(mark.points)) for mark in s.marks if isinstance(mark, Path) and mark.width == 0}
    return sum(-size if name.startswith("blank") else size for name, size in fills.items()) * unit**2


MEASURED: dict[str, Callable[[FigureScene], float]] = {
    "triangle_two_sides_angle": triangle,
    "altitude_on_hypotenuse": altitude,
    "parallel_in_triangle": intercept,
    "bend_between_parallels": bend,
    "inscribed_angle": inscribed,
    "tangents_from_point": tangent,
    "right_trapezoid_area": trapezoid,
    "regular_polygon_area": polygon,
    "shaded_square": shaded,
}


@pytest.mark.parametrize("name", MEASURED)
def test_the_answer_is_what_is_measured_on_the_drawing(name):
    layouts = set()
    for seed in SEEDS:
        scene = get_family(name).make(seed)
        layouts.add(scene.parameters["layout"])
        assert MEASURED[name](scene) == pytest.approx(scene.answer.value, rel=2e-3), (seed, scene.parameters)
    assert len(layouts) >= 3


def test_textbook_values():
    assert third_side(3, 4, 90) == pytest.approx(5)
    assert third_side(7, 8, 60) == pytest.approx(math.sqrt(57))
    assert triangle_area(3, 4, 90) == pytest.approx(6)
    assert regular_polygon_area(6, 2, "side") == pytest.approx(6 * math.sqrt(3))
    assert regular_polygon_area(4, 1, "circumcircle") == pytest.approx(2)


@pytest.mark.parametrize("layout", [name for name in ARCS if name != "ring"])
def test_shaded_fractions_are_the_fraction_of_points_inside_of_the_outline(layout):
    grid = (np.arange(400) + 0.5) / 100
    x, y = np.meshgrid(grid, grid)
    corners = np.asarray(outline(layout), dtype=float)
    is_inside = np.zeros(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 != y1:
            is_inside ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    assert is_inside.mean() == pytest.approx(shaded_fraction(layout, False), abs=4e-3)
    assert shaded_fraction(layout, False) + shaded_fraction(layout, True) == pytest.approx(1)


def test_related_rates_agree_with_small_steps():
    """Each triangle is moved on for a short time, and its wanted side or angle measured again."""
    time = 1e-6
    foot = [math.sqrt(13**2 - y**2) for y in (12, 12 - 2 * time)]
    assert wanted_rate("ladder", 12, 13, 2) == pytest.approx((foot[1] - foot[0]) / time, rel=1e-4)
    slant = [math.hypot(x, 3) for x in (4, 4 + 480 * time)]
    assert wanted_rate("aircraft", 3, 5, 480) == pytest.approx((slant[1] - slant[0]) / time, rel=1e-3)
    angle = [math.atan2(x, 500) for x in (1200, 1200 + 100 * time)]
    assert wanted_rate("lamp", 500, 1300, 100) == pytest.approx((angle[1] - angle[0]) / time, rel=1e-4)
    angle = [math.atan2(y, 35) for y in (40, 40 + 16 * time)]
    assert wanted_rate("rocket", 35, 40, 16) == pytest.approx((angle[1] - angle[0]) / time, rel=1e-4)


@pytest.mark.parametrize(("hour", "minute"), [(3, 40), (12, 25), (6, 14), (11, 50), (8, 10)])
def test_hands_of_a_clock_turn_evenly_and_meet_eleven_times(hour, minute):
    total = hour % 12 * 60 + minute
    # In 12 hours the minute hand gains eleven turns on the hour hand.
    gained = 11 * 360 * total / 720 % 360
    assert angle_between(hour, minute) == pytest.approx(min(gained, 360 - gained))
    slow, fast = hand_angles(hour, minute)
    assert (slow, fast) == (pytest.approx(total / 720 * 360), pytest.approx(total % 60 / 60 * 360))


@pytest.mark.parametrize("seed", range(20))
def test_tips_of_the_hands_are_as_far_apart_as_their_places(seed):
    item = get_family("clock_hands")
    p = item.sample(seed)
    if p.layout == "tips":
        one, two = (math.radians(90 - angle) for angle in hand_angles(p.hour, p.minute))
        gap = math.dist(
            (p.short * math.cos(one), p.short * math.sin(one)), (p.long * math.cos(two), p.long * math.sin(two))
        )
        assert item.solve(p).answer.value == pytest.approx(gap)


@pytest.mark.parametrize("layout", ["triangle", "between", "under", "tail", "box", "ring", "sector", "house"])
def test_a_region_holds_what_its_border_encloses(layout):
    item = get_family("plane_region")
    for p in [p for p in map(item.sample, range(300)) if p.layout == layout][:3]:
        x, y = np.concatenate([*p.borders.values()]).T
        cross = x * np.roll(y, -1) - np.roll(x, -1) * y
        area, moment = cross.sum() / 2, ((y + np.roll(y, -1)) * cross).sum() / 6
        assert area_and_moment(p) == pytest.approx((area, moment), rel=3e-3, abs=1e-2)


@pytest.mark.parametrize("seed", SEEDS)
def test_corners_of_a_region_are_where_its_border_turns(seed):
    """An arc that goes on as a tangent makes no corner."""
    item = get_family("plane_region")
    borders = list(item.sample(seed).borders.values())
    turns = []
    for one, two in zip(borders, borders[1:] + borders[:1], strict=True):
        before, after = one[-1] - one[-2], two[1] - two[0]
        turns.append(math.degrees(math.acos(np.clip(before @ after / np.hypot(*before) / np.hypot(*after), -1, 1))))
    quiz = next(quiz for quiz in item.make(seed).quizzes if quiz.evidence == "corners")
    assert int(quiz.options[quiz.correct]) == sum(turn > 5 for turn in turns)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_at_the_axes_that_give_way_to_a_line_stand_beside_it(seed):
    """Unless a point lies there, whose coordinates are printed; where lines meet on an axis one may have no room."""
    scene = get_family("plane_region").make(seed)
    axes = scene.mark("axes:xy")
    shown = sum(mark.id.startswith("number:") for mark in scene.marks)
    gone = (*axes.x_tick_labels, *axes.y_tick_labels).count("")
    assert shown <= gone and (gone <= shown + 1 or scene.parameters["layout"] == "triangle")
