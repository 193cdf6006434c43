"""A figure that was drawn is read back as it stands on the page, ours and anybody's."""

import json
import math

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.core.problems import Answer
from scisynth.figures.families.registry import families_of
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.figure import figure_marks
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.scene.marks import Axes, Label, Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch


def scene_of(sketch: Sketch) -> FigureScene:
    return sketch.scene(
        problem="p",
        multimodal_question="m",
        givens=(),
        unknown="u",
        answer=Answer(text="9"),
        solution="s",
        quizzes=(),
        alt_text="a",
    )


def drawn(*marks) -> Drawing:
    sketch = Sketch()
    for mark in marks:
        sketch.add(mark)
    return Drawing.of(draw_scene(scene_of(sketch)))


def test_lengths_and_angles_survive_the_page():
    page = drawn(
        Path(id="side:a", points=((0, 0), (4, 0))),
        Path(id="side:b", points=((0, 0), (0, 3))),
        Path(id="side:c", points=((4, 0), (0, 3))),
    )
    a, b, c = (page.find(f"side:{name}") for name in "abc")
    assert geometry.length(c) / geometry.length(a) == pytest.approx(5 / 4, rel=1e-4)
    assert geometry.turn_between(geometry.heading(a), geometry.heading(b)) == pytest.approx(90, abs=0.01)
    assert 180 - geometry.turn_between(geometry.heading(a), geometry.heading(c)) == pytest.approx(
        math.degrees(math.atan2(3, 4)), abs=0.01
    )


@pytest.mark.parametrize(
    ("arrow", "bends"), [("end", False), ("start", False), ("both", False), ("end", True), ("both", True)]
)
def test_arrows_keep_their_points_and_heads(arrow, bends):
    points = ((0, 0), (2, 0), (2, 2)) if bends else ((0, 0), (2, 2))
    mark = drawn(Path(id="force:f", points=points, arrow=arrow), Path(id="side:x", points=((0, 0), (3, 0)))).find(
        "force:f"
    )
    assert mark.arrow == arrow and len(mark.points) == len(points)
    first, last = geometry.ends(mark)
    assert math.degrees(math.atan2(*(last - first)[::-1])) == pytest.approx(45, abs=0.01)


def test_circles_and_ellipses_have_their_size():
    page = drawn(
        Round(id="body:one", center=(0, 0), radius=2), Round(id="body:two", center=(3, 0), radius=1, radius_y=0.5)
    )
    one, two = page.find("body:one"), page.find("body:two")
    assert one.closed and geometry.radius(one) == pytest.approx(2 * (two.bbox[2] - two.bbox[0]) / 2, rel=1e-3)
    assert (two.bbox[3] - two.bbox[1]) / (two.bbox[2] - two.bbox[0]) == pytest.approx(0.5, rel=1e-3)


def test_data_coordinates_come_from_the_axes_own_transform():
    page = drawn(
        Axes(id="axes:p", box=(0, 0, 6, 4), x_limits=(0, 10), y_limits=(1, 1000), y_scale="log", x_label="t"),
        Path(id="curve:f", points=((1, 10), (9, 100)), axes="axes:p"),
    )
    assert np.allclose(page.find("curve:f").data, [(1, 10), (9, 100)], rtol=1e-6)
    assert page.find("axes:p").data == ((0.0, 1.0), (10.0, 1000.0))


def test_nothing_of_a_text_leaves_the_page_however_long_it_is():
    page = drawn(
        Path(id="side:a", points=((0, 0), (1, 0))),
        Label(id="label:a", at=(1, 0), text="a very long remark " * 4, align="left"),
    )
    left, bottom, right, top = page.find("label:a").bbox
    assert left >= 0 and bottom >= 0 and right <= page.width_px and top <= page.height_px


def test_a_figure_of_free_code_is_read_too():
    figure, axes = plt.subplots()
    axes.plot([0, 1, 2], [0, 1, 4], gid="curve:square")
    axes.scatter([1, 2], [1, 4])
    axes.add_patch(plt.Circle((1, 2), 0.5, gid="body:ball"))
    axes.annotate("push", (2, 4), (0.5, 3), arrowprops={"arrowstyle": "->"})
    axes.set(xlabel="time / s", title="Fall")
    page = Drawing.from_rows(json.loads(json.dumps(figure_marks(figure))))
    plt.close(figure)
    words = {mark.text for mark in page.texts}
    assert {"push", "time / s", "Fall"} <= words
    assert np.allclose(page.find("curve:square").data, [(0, 0), (1, 1), (2, 4)])
    assert page.find("body:ball").filled
    assert any(
        mark.arrow == "end" and np.allclose(mark.points[-1], page.find("curve:square").points[-1], atol=1)
        for mark in page.marks
    )
    assert sum(len(mark.points) == 1 for mark in page.marks) == 2


def test_arrows_of_every_make_are_read_from_tail_to_tip():
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 10), ylim=(0, 10), aspect="equal")
    axes.arrow(1, 1, 3, 0, head_width=0.3, head_length=0.5, length_includes_head=True, gid="arrow:whole")
    axes.arrow(1, 1, 0, 3, head_width=0.3, head_length=0.5, gid="arrow:longer")
    axes.quiver([1, 8], [5, 5], [3, -2], [0, 2], angles="xy", scale_units="xy", scale=1, gid="field:1")
    axes.quiver([5], [9], [1], [0], angles="xy", scale_units="xy", scale=0.5, pivot="mid", gid="field:2")
    found = {}
    for mark in Drawing.of(figure).marks:
        if mark.arrow:
            found.setdefault(mark.id, []).append(np.round(mark.data, 3).tolist())
    assert found == {
        "arrow:whole": [[[1, 1], [4, 1]]],
        "arrow:longer": [[[1, 1], [1, 4.5]]],
        "field:1": [[[1, 5], [4, 5]], [[8, 5], [6, 7]]],
        "field:2": [[[4, 9], [6, 9]]],
    }


def test_texts_and_points_in_space_are_measured_where_they_fall_on_the_page():
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    axes.plot([1, 2], [1, 2], [1, 2], gid="line:1")
    axes.scatter([1, 2], [1, 2], [1, 2], gid="points:1")
    axes.text(1, 1, 1, "corner", gid="label:1", ha="left", va="bottom")
    axes.set_zlabel("height")
    page = Drawing.of(figure)
    start = page.find("line:1").points[0]
    assert np.allclose(page.find("label:1").bbox[:2], start, atol=6)
    assert sum(mark.id == "points:1" and len(mark.points) == 1 for mark in page.marks) == 2
    assert np.allclose(page.find("points:1").points[0], start, atol=0.1)
    assert "height" in [text.text for text in page.texts]


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        "marks",
        [{"width_px": 1}],
        [{"width_px": float("nan"), "height_px": 5, "dpi": 100}],
        [{"width_px": 5, "height_px": 5, "dpi": 100}, {"kind": "script"}],
        [{"width_px": 5, "height_px": 5, "dpi": 100}, 7],
        [{"width_px": 5, "height_px": 5, "dpi": 100}, {"kind": "path", "id": 4}],
    ],
)
def test_hostile_marks_are_refused(rows):
    with pytest.raises(DataError, match="expected"):
        Drawing.from_rows(rows)


def test_a_scene_travels_as_json():
    scene = families_of("Math - Plane Geometric")[0].make(3)
    assert FigureScene.from_json(scene.to_json()) == scene
