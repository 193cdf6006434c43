"""Projections, hidden edges and regions of Venn diagrams against closed forms."""

import math

import numpy as np
import pytest

from scisynth.figures.parts.plane import limits_around, polynomial
from scisynth.figures.parts.sets import roomiest, venn_regions
from scisynth.figures.parts.solid import (
    BOX_FACES,
    box_corners,
    cabinet,
    hidden_edges,
    orthogonal,
    outline,
)


def _area(corners: np.ndarray) -> float:
    x, y = corners.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def test_a_cube_in_isometric_view_has_three_equal_axes_120_degrees_apart() -> None:
    view = orthogonal(45, math.degrees(math.asin(math.tan(math.radians(30)))))
    axes = [view(step) for step in np.eye(3)]
    assert [float(np.linalg.norm(axis)) for axis in axes] == pytest.approx([math.sqrt(2 / 3)] * 3)
    turns = sorted(math.degrees(math.atan2(axis[1], axis[0])) % 360 for axis in axes)
    assert np.diff(turns) == pytest.approx([60, 60]) or np.diff(turns) == pytest.approx([60, 240])


@pytest.mark.parametrize("view", [cabinet(), cabinet(30, 0.7), orthogonal(30, 20)])
def test_the_line_of_sight_is_projected_to_a_point(view) -> None:
    assert view(view.eye) == pytest.approx([0, 0], abs=1e-12)
    assert view.eye[1] < 0  # the reader stands in front
    assert view((0, 0, 1))[1] > 0


def test_a_box_hides_the_three_edges_at_its_far_lower_left_corner() -> None:
    edges = hidden_edges(box_corners(3, 4, 5), BOX_FACES, cabinet())
    assert len(edges) == 12
    assert {edge for edge, is_hidden in edges.items() if is_hidden} == {("A", "D"), ("C", "D"), ("D", "H")}


def test_a_box_seen_from_the_left_hides_the_edges_at_the_far_right() -> None:
    edges = hidden_edges(box_corners(3, 4, 5), BOX_FACES, cabinet(135))
    assert {edge for edge, is_hidden in edges.items() if is_hidden} == {("B", "C"), ("C", "D"), ("C", "G")}


@pytest.mark.parametrize(("low", "high"), [(3, 0), (4, 2.5), (2, 2)])
def test_the_outline_of_a_cone_is_tangent_to_both_ellipses(low: float, high: float) -> None:
    squeeze, height = 0.34, 5.0
    foot, head, _ = outline(low, high, height, squeeze)
    way = foot + np.linspace(-2, 2, 4001)[:, None] * (head - foot)
    for radius, level in ((low, 0.0), (high, height)):
        if radius:
            inside = (way[:, 0] / radius) ** 2 + ((way[:, 1] - level) / (radius * squeeze)) ** 2
            assert inside.min() == pytest.approx(1, abs=1e-4)


def test_the_lens_of_two_circles_has_the_area_of_the_formula() -> None:
    radius, apart = 2.0, 2.3
    regions = venn_regions({"A": (0, 0), "B": (apart, 0)}, radius)
    lens = 2 * radius**2 * math.acos(apart / (2 * radius)) - apart / 2 * math.sqrt(4 * radius**2 - apart**2)
    assert set(regions) == {"A", "B", "AB"}
    assert _area(regions["AB"]) == pytest.approx(lens, rel=2e-3)
    assert _area(regions["A"]) == pytest.approx(math.pi * radius**2 - lens, rel=2e-3)


def test_seven_regions_of_three_circles_fill_each_circle_and_hold_their_numbers() -> None:
    centers = {
        name: 1.25 * np.asarray([math.cos(turn), math.sin(turn)])
        for name, turn in zip("ABC", (0.3, 2.4, 4.5), strict=True)
    }
    regions = venn_regions(centers, 2.0)
    assert set(regions) == {"A", "B", "C", "AB", "AC", "BC", "ABC"}
    for name, center in centers.items():
        parts = sum(_area(region) for members, region in regions.items() if name in members)
        assert parts == pytest.approx(math.pi * 4, rel=3e-3)
        for members, region in regions.items():
            assert (math.dist(roomiest(region), center) < 2) == (name in members)


def test_polynomials_are_written_as_in_a_textbook() -> None:
    assert polynomial(1, -1, 0) == "x² − x"
    assert polynomial(-0.5, 2.5, -3) == "−0.5x² + 2.5x − 3"
    assert polynomial(0, 0) == "0"


def test_limits_hold_the_origin_and_the_margin() -> None:
    assert limits_around((2, 5)) == (-1, 6)
    assert limits_around((-2.5, -1)) == (-4, 1)
