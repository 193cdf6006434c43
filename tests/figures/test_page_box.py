"""Texts in space: an image is cut around them, and strokes of projected faces that run through them are told."""

import io

import pytest

plt = pytest.importorskip("matplotlib.pyplot")

from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # noqa: E402

from scisynth.figures.read_back.drawing import Drawing  # noqa: E402
from scisynth.figures.read_back.figure import figure_marks  # noqa: E402
from scisynth.figures.read_back.page_box import page_box  # noqa: E402
from scisynth.figures.scene.marks import EXACT_PAGE  # noqa: E402
from scisynth.figures.verify.layout import check_layout  # noqa: E402

SQUARE = [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)]


def in_space():
    figure = plt.figure(figsize=(4, 4))
    axes = figure.add_subplot(projection="3d")
    axes.set_axis_off()
    axes.view_init(0, -90)
    axes.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    return figure, axes


def faults(figure):
    box = page_box(figure)
    drawing = Drawing.from_rows(figure_marks(figure, lambda: page_saved(figure, box)))
    return drawing, [finding for finding in check_layout(drawing, fitted=True) if finding.status == "failed"]


def page_saved(figure, box):
    figure.savefig(io.BytesIO(), format="png", bbox_inches=box)


@pytest.mark.parametrize("place", [(-0.5, 0, 0.5), (1.2, 0, 0.5), (0.5, 0, 1.4), (0.4, 0, -0.5)])
def test_a_image_holds_the_texts_in_space(place):
    figure, axes = in_space()
    axes.plot([0, 1], [0, 0], [0, 1])
    axes.text(*place, "30 cm deep")
    drawing, found = faults(figure)
    (left, bottom, right, top), box = drawing.texts[0].bbox, drawing.picture_box
    assert box[0] < left and box[1] < bottom and box[2] > right and box[3] > top
    assert not found


def test_a_image_cut_through_a_text_is_told():
    figure, axes = in_space()
    axes.plot([0, 1], [0, 0], [0, 1])
    axes.text(-0.6, 0, 0.5, "30 cm deep")
    drawing = Drawing.from_rows(figure_marks(figure, lambda: page_saved(figure, "tight")))
    assert "cut_off" in [finding.kind for finding in check_layout(drawing, fitted=True)]


def test_a_text_far_off_does_not_blow_up_the_page():
    figure, axes = in_space()
    axes.plot([0, 1], [0, 0], [0, 1])
    axes.text(500, 0, 0.5, "lost")
    assert page_box(figure).width < 5
    flat = plt.figure()
    assert page_box(flat) == "tight"
    flat.set_gid(EXACT_PAGE)
    assert page_box(flat) is None


@pytest.mark.parametrize("alpha", [0.1, 0.25, 0.6])
@pytest.mark.parametrize("place", [(0.9, 0, 1), (0.97, 0, 0.5), (0.4, 0, 0)])
def test_edges_of_a_pale_face_strike_texts(alpha, place):
    figure, axes = in_space()
    axes.add_collection3d(Poly3DCollection([SQUARE], facecolor="lightgray", edgecolor="black", alpha=alpha))
    axes.text(*place, "80 cm", va="center")
    assert {finding.kind for finding in faults(figure)[1]} & {"struck_text", "cut_text"}


def test_a_text_inside_of_a_pale_face_is_sound():
    figure, axes = in_space()
    axes.add_collection3d(Poly3DCollection([SQUARE], facecolor="lightgray", edgecolor="black", alpha=0.2))
    axes.text(0.4, 0, 0.5, "80 cm")
    assert not faults(figure)[1]


def test_faces_behind_a_pale_face_are_seen():
    figure, axes = in_space()
    for depth, color in ((1, "deepskyblue"), (0, "lightgray")):
        face = [(x, depth, z) for x, _, z in SQUARE]
        axes.add_collection3d(Poly3DCollection([face], facecolor=color, edgecolor="black", alpha=0.4))
    drawing, _ = faults(figure)
    assert [mark.unseen for mark in drawing.drawn if mark.kind == "path"] == ["", ""]
