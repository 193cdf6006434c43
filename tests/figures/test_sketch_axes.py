"""Dots, dimensions and angles of a sketch in axes whose scales differ."""

import pytest

pytest.importorskip("matplotlib.pyplot")

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.figure import figure_marks
from scisynth.figures.scene.sketch import Sketch


@pytest.fixture(params=[{}, {"x_limits": (1, 1000), "x_scale": "log"}])
def sketch(request):
    made = Sketch()
    made.axes("axes:p", (0, 0, 6, 3), **{"x_limits": (0, 100), "y_limits": (0, 2), "x_ticks": (), **request.param})
    return made


def drawn(sketch):
    return Drawing.from_rows(figure_marks(sketch.figure()))


def sides(mark):
    left, bottom, right, top = mark.extent
    return right - left, top - bottom


def test_a_dot_is_round_and_as_large_as_outside(sketch):
    sketch.dot("dot:in", (50, 1), 0.2, axes="axes:p")
    sketch.dot("dot:out", (8, 1), 0.2)
    drawing = drawn(sketch)
    inner, outer = (sides(drawing.find(name)) for name in ("dot:in", "dot:out"))
    assert inner == pytest.approx(outer, rel=0.02) and inner[0] == pytest.approx(inner[1], rel=0.02)


def test_a_dimension_lies_wholly_in_its_axes(sketch):
    sketch.line("side:a", (20, 0.5), (80, 0.5), axes="axes:p")
    sketch.dimension("dim:a", (20, 0.5), (80, 0.5), "60", 0.4, axes="axes:p")
    drawing = drawn(sketch)
    side, dim = drawing.find("side:a"), drawing.find("dim:a")
    assert [mark.axes for mark in sketch.marks if mark.id != "axes:p"] == ["axes:p"] * 5
    assert (dim.extent[0], dim.extent[2]) == pytest.approx((side.extent[0], side.extent[2]), abs=2)
    assert dim.data[0][1] == pytest.approx(0.9)


def test_an_arc_lies_in_its_axes_and_is_round(sketch):
    sketch.angle(
        "angle:A", (20, 0.1), (80, 0.1), (20, 2), "90°", 0.5 if sketch.marks[0].x_scale == "log" else 20, axes="axes:p"
    )
    width, height = sides(drawn(sketch).find("angle:A"))
    assert width == pytest.approx(height, rel=0.02)
