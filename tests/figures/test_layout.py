"""Layout as an eye sees it: flaws of many kinds are found, each with its remedy and place, and what looks like one is left alone."""

import json

import pytest

plt = pytest.importorskip("matplotlib.pyplot")

from support.layout_flawed import FLAWED, page  # noqa: E402
from support.layout_sound import SOUND  # noqa: E402

from scisynth.figures.read_back.drawing import Drawing  # noqa: E402
from scisynth.figures.read_back.figure import figure_marks  # noqa: E402
from scisynth.figures.read_back.svg.document import svg_marks  # noqa: E402
from scisynth.figures.scene.scene import Claim  # noqa: E402
from scisynth.figures.verify.claims import MAX_OF_A_KIND  # noqa: E402
from scisynth.figures.verify.layout import check_ink, check_layout  # noqa: E402
from scisynth.figures.verify.verify import verify  # noqa: E402

NOTES = ("uneven_label", "near_foreign", "coincident", "at_edge")


def found_on(draw):
    """Findings on a drawing as the sandbox hands it on, through JSON."""
    figure = draw()
    rows = json.loads(json.dumps(figure_marks(figure)))
    plt.close(figure)
    return check_layout(Drawing.from_rows(rows), fitted=True)


@pytest.mark.parametrize(("kind", "draw"), FLAWED, ids=[draw.__name__ for _, draw in FLAWED])
def test_a_flaw_is_found_with_its_place_and_a_remedy(kind, draw):
    found = found_on(draw)
    assert kind in {finding.kind for finding in found}, [finding.message for finding in found]
    finding = next(finding for finding in found if finding.kind == kind)
    assert finding.status == ("note" if kind in NOTES else "failed")
    assert finding.boxes
    if kind not in ("overlap", "tiny_text"):
        assert ": " in finding.message, "a remedy follows what is wrong"


@pytest.mark.parametrize("draw", SOUND, ids=[draw.__name__ for draw in SOUND])
def test_a_sound_drawing_is_left_alone(draw):
    assert [finding.message for finding in found_on(draw)] == []


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">{}</svg>"""
LINE, WORDS = (
    '<line x1="20" y1="100" x2="280" y2="100" stroke="black"/>',
    '<text x="100" y="105" font-size="16"{}>12 cm wide</text>',
)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (LINE + WORDS.format(""), {"struck_text"}),
        (WORDS.format("") + LINE, {"struck_text"}),
        (LINE + WORDS.format(' stroke="white" stroke-width="4" paint-order="stroke"'), set()),
        (LINE + '<rect x="90" y="85" width="120" height="30" fill="white"/>' + WORDS.format(""), set()),
        ('<rect x="40" y="80" width="100" height="40" fill="none" stroke="navy"/>' + WORDS.format(""), {"cut_text"}),
        ('<line x1="20" y1="100" x2="280" y2="100" stroke="#e0e0e0"/>' + WORDS.format(""), set()),
        (LINE + '<text x="100" y="92" font-size="16">12 cm wide</text>', set()),
    ],
)
def test_strokes_of_an_svg_are_judged_in_the_order_of_its_parts(body, kinds):
    assert {finding.kind for finding in check_layout(Drawing.from_rows(svg_marks(SVG.format(body))))} == kinds


def test_a_remedy_says_how_far_and_which_way():
    """The line runs 2 px above the middle of letters that are about 11 px high: down is nearer than up."""
    (finding,) = found_on(lambda: _struck(dy=0.05))
    assert "move it down by about" in finding.message and "bbox=dict(" in finding.message
    (finding,) = found_on(lambda: _struck(dy=-0.05))
    assert "move it up by about" in finding.message


def _struck(dy):
    figure, axes = page()
    axes.plot([1, 9], [3 + dy, 3 + dy], "k-")
    axes.text(5, 3, "nanometre", ha="center", va="center_baseline")
    return figure


def test_a_note_leaves_a_figure_verified():
    figure = {draw.__name__: draw for _, draw in FLAWED}["a_label_nearer_to_another_side"]()
    claims = [Claim(kind="label", of=("label:AB",), value="4 cm")]
    found = verify(Drawing.of(figure), claims, fitted=True)
    plt.close(figure)
    assert found.passed and [finding.status for finding in found.layout] == ["note"]


def test_a_crowd_of_struck_texts_is_told_as_a_number():
    figure, axes = page()
    for place in range(60):
        axes.text(place % 10, place // 10 + 0.5, "word", va="center")
        axes.plot([place % 10, place % 10 + 1], [place // 10 + 0.5] * 2, "k-")
    found = verify(Drawing.of(figure), [], fitted=True)
    plt.close(figure)
    assert len(found.layout) <= 2 * MAX_OF_A_KIND + 2 and sum(finding.count for finding in found.layout) >= 60


def _between(*others):
    """A text on a line; further lines stand above or below."""
    figure, axes = page()
    axes.text(5, 3.5, "label", ha="center", va="center", fontsize=12)
    for y in (3.52, *others):
        axes.plot([0, 10], [y, y], color="black")
    return figure


def _remedy(figure):
    marks = Drawing.from_rows(figure_marks(figure))
    return next(f.message for f in check_layout(marks) if f.kind == "struck_text" and "label" in f.message)


def test_a_remedy_leads_to_no_other_stroke_or_text():
    assert "move it down" in _remedy(_between(3.8, 3.9, 4))
    assert "move it up" in _remedy(_between(3.2, 3.1, 3))
    crowded = _remedy(_between(3, 3.1, 3.2, 3.8, 3.9, 4))
    assert "move it" not in crowded and "plate" in crowded


def test_every_fault_of_a_text_names_its_remedy():
    figure, axes = page()
    axes.text(5, 5, "one label")
    axes.text(5.1, 5, "two labels")
    axes.text(2, 2, "tiny", fontsize=4)
    axes.text(-8, 2, "off the page")
    axes.text(2, 6, "white", color="white", gid="label:w")
    drawing = Drawing.from_rows(figure_marks(figure))
    found = {finding.kind: finding.message for finding in [*check_ink(drawing), *check_layout(drawing)]}
    words = {"overlap": "move one", "tiny_text": "fontsize=", "cut_off": "move it inwards", "no_ink": "zorder"}
    assert all(word in found[kind] for kind, word in words.items())
