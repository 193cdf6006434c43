"""Solid geometry against a second way: coordinates in space, a search for the shortest way, cross products."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from scisynth.figures.families.math.solid_geometric.bounded_shapes import WEIGHTS, volume_and_moment
from scisynth.figures.families.math.solid_geometric.boxes import in_box
from scisynth.figures.families.math.solid_geometric.cones import cone_volume, frustum_volume
from scisynth.figures.families.math.solid_geometric.cubes import EDGE, SECTIONS, section_area
from scisynth.figures.families.math.solid_geometric.piles import surface_faces
from scisynth.figures.families.math.solid_geometric.prisms import FACES, prism_area
from scisynth.figures.families.math.solid_geometric.pyramids import of_pyramid, pyramid_height
from scisynth.figures.families.math.solid_geometric.rounds import bored_volume, of_section
from scisynth.figures.families.math.solid_geometric.space import asked_value
from scisynth.figures.families.registry import get_family

SIZES = ((3, 4, 12), (5, 7, 9), (10, 4, 6), (4, 9, 5))


@pytest.mark.parametrize("sizes", SIZES)
def test_lines_in_a_box_follow_from_coordinates(sizes):
    a, b, c = sizes
    far, low, middle = np.asarray((a, b, c)), np.asarray((a, b, 0)), np.asarray((a / 2, b, c))
    assert in_box(a, b, c, "space") == pytest.approx(np.linalg.norm(far))
    assert in_box(a, b, c, "midpoint") == pytest.approx(np.linalg.norm(middle))
    cosine = far @ low / np.linalg.norm(far) / np.linalg.norm(low)
    assert in_box(a, b, c, "angle") == pytest.approx(np.degrees(np.arccos(cosine)))
    along = np.linspace(0, 1, 20001)[:, None]
    start, end = np.zeros(3), far
    ways = []
    for one, two in (((a, 0, 0), (a, 0, c)), ((0, 0, c), (a, 0, c)), ((a, 0, 0), (a, b, 0)), ((0, 0, c), (0, b, c))):
        spots = np.asarray(one) + along * (np.asarray(two) - np.asarray(one))
        ways.append((np.linalg.norm(spots - start, axis=1) + np.linalg.norm(end - spots, axis=1)).min())
    assert in_box(a, b, c, "surface") == pytest.approx(min(ways), rel=1e-6)


def test_the_space_diagonal_of_a_known_box():
    assert in_box(3, 4, 12, "space") == 13


@pytest.mark.parametrize("layout", SECTIONS)
def test_a_section_is_plane_and_its_area_is_that_of_its_corners(layout):
    item = get_family("cube_section")
    p = next(p for p in map(item.sample, range(200)) if p.layout == layout)
    corners = np.asarray(p.spots)
    assert np.linalg.svd(corners - corners.mean(axis=0))[1][2] < 1e-9
    fan = np.cross(corners[1:-1] - corners[0], corners[2:] - corners[0])
    assert np.linalg.norm(fan.sum(axis=0)) / 2 == pytest.approx(section_area(EDGE, layout))


@pytest.mark.parametrize("name", ["cuboid_diagonal", "cube_section", "square_pyramid_surface"])
def test_no_corner_is_hidden_by_another_on_the_page(name):
    for seed in range(40):
        dots = [mark.center for mark in get_family(name).make(seed).marks if mark.id.startswith("corner:")]
        gaps = [np.hypot(a[0] - b[0], a[1] - b[1]) for i, a in enumerate(dots) for b in dots[:i]]
        assert min(gaps) > 0.05 * max(gaps)


@pytest.mark.parametrize(("layout", "second"), [("lateral", 9), ("angle", 7), ("edge", 12)])
def test_a_pyramid_follows_from_its_corners(layout, second):
    a = 8.0
    a_, b, c = np.zeros(3), np.asarray((a, 0, 0)), np.asarray((a, a, 0))
    top = np.asarray((a / 2, a / 2, pyramid_height(a, second, layout)))
    if layout == "edge":
        assert np.linalg.norm(top - b) == pytest.approx(second)
        volume = 2 * abs(np.linalg.det(np.stack([b - a_, c - a_, top - a_]))) / 6
        assert of_pyramid(a, second, layout) == pytest.approx(volume)
        return
    normal = np.cross(c - b, top - b)
    if layout == "lateral":
        assert of_pyramid(a, second, layout) == pytest.approx(4 * np.linalg.norm(normal) / 2)
    else:
        cosine = abs(normal[2]) / np.linalg.norm(normal)
        assert of_pyramid(a, second, layout) == pytest.approx(np.degrees(np.arccos(cosine)))


def turned(profile, height):
    """Volume of a solid of revolution."""
    return quad(lambda z: np.pi * profile(z) ** 2, 0, height)[0]


@pytest.mark.parametrize(("low", "high", "h"), [(5, 3, 7), (2, 6, 9), (4, 0, 11)])
def test_cones_and_their_parts_by_slices(low, high, h):
    assert frustum_volume(low, high, h) == pytest.approx(turned(lambda z: low + (high - low) * z / h, h))
    if high == 0:
        assert cone_volume(low, h) == pytest.approx(frustum_volume(low, 0, h))


def test_water_in_a_conical_tank_by_slices_and_a_cone_by_its_slant_height():
    for p in map(get_family("cone_volume").sample, range(24)):
        wanted = get_family("cone_volume").solve(p).answer.value
        filled = p.depth if p.layout == "tank" else p.height
        assert wanted == pytest.approx(turned(lambda z, p=p: p.r * z / p.height, filled))
        if p.layout == "slant":
            assert np.hypot(p.r, p.height) == pytest.approx(p.second)


def test_truncated_cones_as_differences_of_cones():
    for p in map(get_family("frustum_volume").sample, range(24)):
        whole = p.height * p.wide / (p.wide - p.narrow)
        wanted = cone_volume(p.wide, whole) - cone_volume(p.narrow, whole - p.height)
        assert get_family("frustum_volume").solve(p).answer.value == pytest.approx(wanted)
        if p.layout == "slant":
            assert np.hypot(p.wide - p.narrow, p.height) == pytest.approx(p.second)


@pytest.mark.parametrize("layout", ["cone", "hole", "bowl"])
def test_what_is_left_of_a_cylinder_by_slices(layout):
    d, h, hole = 8.0, 11.0, 4.0
    out = {
        "cone": lambda z: d / 2 * z / h,
        "hole": lambda z: hole / 2,
        "bowl": lambda z: np.sqrt(max(d * d / 4 - (h - z) ** 2, 0)),
    }
    wanted = turned(lambda z: d / 2, h) - quad(lambda z: np.pi * out[layout](z) ** 2, 0, h, points=[h - d / 2])[0]
    assert bored_volume(d, h, hole, layout) == pytest.approx(wanted)


def test_a_section_of_a_sphere_by_slices():
    assert of_section(13, 5, "area") == pytest.approx(np.pi * 12**2)
    assert of_section(13, 5, "cap") == pytest.approx(turned(lambda z: np.sqrt(13**2 - (5 + z) ** 2), 8))
    for p in map(get_family("sphere_section").sample, range(24)):
        assert np.hypot(p.distance, p.radius) == pytest.approx(p.big)


def test_the_surface_of_a_prism_is_the_sum_of_its_faces():
    seen = set()
    for seed in range(30):
        p = get_family("triangular_prism_surface").sample(seed)
        areas = []
        for face in FACES:
            places = np.asarray([p.corners[name] for name in face], dtype=float)
            fan = np.cross(places[1:-1] - places[0], places[2:] - places[0])
            areas.append(float(np.linalg.norm(fan.sum(axis=0))) / 2)
        expected = sum(areas) if p.asked == "total" else sum(areas[2:])
        assert prism_area(p.a, p.b, p.c, p.layout, p.asked) == pytest.approx(expected)
        seen.add((p.layout, p.asked))
    assert len(seen) == 6


def test_the_surface_of_a_pile_is_counted_cube_by_cube():
    for seed in range(30):
        p = get_family("cube_pile").sample(seed)
        heights = np.asarray(p.heights)
        filled = np.pad(np.arange(heights.max()) < heights[..., None], 1).astype(int)
        faces = sum(int(np.abs(np.diff(filled, axis=axis)).sum()) for axis in range(3))
        assert surface_faces(heights) == faces


def test_no_column_of_a_pile_in_a_corner_hides_another():
    for seed in range(60):
        p = get_family("cube_pile").sample(seed)
        if p.layout == "corner":
            heights = np.asarray(p.heights)
            assert (np.diff(heights, axis=1) <= 0).all() and (np.diff(heights, axis=0) >= 0).all()


@pytest.mark.parametrize("layout", WEIGHTS)
def test_a_solid_holds_what_counting_points_in_space_says(layout):
    item = get_family("bounded_solid")
    p = next(p for p in map(item.sample, range(400)) if p.layout == layout)
    high = p.c + (float(p.k) * p.a if layout == "cut" else 0)
    sides = (p.a, p.b, p.c) if layout in ("corner", "box") else (p.radius, p.radius, max(high, p.top))
    lows = (0, 0) if layout in ("corner", "box") else (-sides[0], -sides[1])
    lows = (*lows, -sides[2] if layout in ("ball", "hollow") else 0)
    grid = [low + (np.arange(90) + 0.5) * (side - low) / 90 for low, side in zip(lows, sides, strict=True)]
    x, y, z = np.meshgrid(*grid, indexing="ij")
    r2, k = x**2 + y**2, float(p.k)
    inside = {
        "bowl": z > k * r2, "dome": z < p.c - k * r2, "cone": z > k * np.sqrt(r2), "scoop": (z**2 > r2) & (r2 + z**2 < p.a**2),
        "half": r2 + z**2 < p.a**2, "ball": r2 + z**2 < p.a**2, "hollow": (r2 + z**2 > p.a**2) & (r2 + z**2 < p.b**2), "eighth": (r2 + z**2 < p.a**2) & (x > 0) & (y > 0), "quarter": (z < p.c - k * r2) & (x > 0) & (y > 0),
        "shell": (r2 + z**2 > p.a**2) & (r2 + z**2 < p.b**2), "cylinder": r2 < p.a**2, "cut": (r2 < p.a**2) & (z < p.c - k * y),
        "corner": x / p.a + y / p.b + z / p.c < 1, "box": z > -1,
    }[layout]  # fmt: skip
    if layout == "bowl":
        inside &= z < p.c
    cell = np.prod([side - low for low, side in zip(lows, sides, strict=True)]) / 90**3
    assert volume_and_moment(p) == pytest.approx((inside.sum() * cell, z[inside].sum() * cell), rel=0.02, abs=1e-6)


def test_points_in_space_follow_from_their_coordinates():
    item, seen = get_family("points_in_space"), set()
    for p in map(item.sample, range(60)):
        a, b, *more = p.spots.values()
        seen.add((p.layout, p.asked))
        if p.layout == "way":
            way = math.dist(a, b)
            second = way if p.asked == "first" else math.sqrt(2 * way / p.pull)
        elif p.layout == "vectors":
            # By the law of cosines, without a dot product.
            far, one, two = math.dist(a, b), math.hypot(*a), math.hypot(*b)
            turn = math.degrees(math.acos((one**2 + two**2 - far**2) / (2 * one * two)))
            second = turn if p.asked == "first" else math.sqrt(2 * one**2 + 2 * two**2 - far**2)
        else:
            sides = [math.dist(a, b), math.dist(b, more[0]), math.dist(more[0], a)]
            half = sum(sides) / 2
            heron = math.sqrt(half * math.prod(half - side for side in sides))
            second = heron if p.asked == "first" else sum(sides)
        assert asked_value(p) == pytest.approx(second)
    assert len(seen) == 6
