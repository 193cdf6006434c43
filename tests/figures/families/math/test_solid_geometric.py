"""Solid geometry against a second way: coordinates in space, a search for the shortest way, cross products."""

import numpy as np
import pytest

from scisynth.figures.families.math.solid_geometric.boxes import in_box
from scisynth.figures.families.math.solid_geometric.cubes import EDGE, SECTIONS, section_area
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


@pytest.mark.parametrize("name", ["cuboid_diagonal", "cube_section"])
def test_no_corner_is_hidden_by_another_on_the_page(name):
    for seed in range(40):
        dots = [mark.center for mark in get_family(name).make(seed).marks if mark.id.startswith("corner:")]
        gaps = [np.hypot(a[0] - b[0], a[1] - b[1]) for i, a in enumerate(dots) for b in dots[:i]]
        assert min(gaps) > 0.05 * max(gaps)
