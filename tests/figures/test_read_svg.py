"""SVG read back: places to the pixel, ids, transforms, texts, and strangers' files."""

import math

import pytest

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.svg.document import svg_marks
from scisynth.sandbox import Sandbox, probe

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"'
SCHEMATIC = """
import schemdraw
import schemdraw.elements as elm
schemdraw.use("svg")
with schemdraw.Drawing(file="circuit.svg", show=False) as d:
    d += elm.Resistor().label("R = 10 Ω")
    d += elm.Capacitor().down().label("2 µF")
"""
BARS = """
import altair as alt
rows = [{"month": "May", "rain": 3}, {"month": "June", "rain": 5}]
alt.Chart(alt.Data(values=rows)).mark_bar().encode(x="month:N", y="rain:Q").save("bars.svg")
"""


def read(body, head=f"{HEAD}>"):
    return Drawing.from_rows(svg_marks(f"{head}{body}</svg>"))


def test_lines_are_in_pixels_with_y_upwards_through_every_transform():
    drawing = read(
        '<g id="force:F" transform="translate(10 10) scale(2)"><line x2="30" y2="40" stroke="black" stroke-width="2" '
        'marker-end="url(#head)"/></g>'
    )
    (arrow,) = drawing.marks
    assert (drawing.width_px, drawing.height_px) == (200, 100)
    assert arrow.id == "force:F" and arrow.points == ((10, 90), (70, 10)) and arrow.arrow == "end"
    assert arrow.size == pytest.approx(2 * 2 * 0.75), "4 px are 3 points"


def test_a_viewbox_scales_and_moves():
    drawing = read('<rect x="-10" y="-10" width="10" height="10"/>', f'{HEAD} viewBox="-20 -10 40 20">')
    assert drawing.marks[0].bbox == (50, 50, 100, 100) and drawing.marks[0].filled


def test_shapes_and_curves():
    drawing = read(
        '<circle id="atom:O" cx="100" cy="50" r="10"/><polygon points="0,0 10,0 10,10"/>'
        '<path d="M0 100 q 50 -100 100 0 m 5 0 l 20 0" stroke="red" fill="none"/>'
    )
    circle, triangle, curve, straight = drawing.marks
    assert all(math.dist(point, (100, 50)) == pytest.approx(10, abs=0.01) for point in circle.points)
    assert circle.closed and triangle.closed and not curve.closed and curve.color == "red"
    # The top of the parabola through (0, 0) and (100, 0) with its control point at height 100.
    assert max(y for _, y in curve.points) == pytest.approx(50, abs=0.5)
    assert straight.points == ((105, 0), (125, 0))


def test_texts_stand_where_their_anchor_says():
    drawing = read(
        '<text x="100" y="50" font-size="20" text-anchor="middle">5 N</text>'
        '<text x="100" y="50" font-size="20" text-anchor="end" id="label:left">abc</text>'
        '<text x="10" y="20"><tspan>one</tspan> line<tspan x="10" dy="20">another</tspan></text>'
    )
    middle, end, first, second = drawing.texts
    assert (middle.bbox[0] + middle.bbox[2]) / 2 == pytest.approx(100, abs=1) and middle.size == 15
    assert middle.bbox[1] == pytest.approx(50, abs=1) and 12 < middle.bbox[3] - middle.bbox[1] < 18
    assert end.bbox[2] <= 101 and end.id == "label:left"
    assert (first.text, second.text) == ("one line", "another")
    assert first.bbox[1] - second.bbox[1] == pytest.approx(20, abs=5)


def test_percentages_are_of_the_page_and_its_size_may_be_that_of_the_viewbox():
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="auto" viewBox="0 0 400 300">'
    drawing = read(
        '<rect width="100%" height="100%" fill="white"/><text x="75%" y="50%" dy="1em" font-size="10">a</text>', head
    )
    (text,) = drawing.marks
    assert (drawing.width_px, drawing.height_px) == (400, 300)
    assert text.bbox[0] == pytest.approx(300, abs=1) and text.bbox[1] == pytest.approx(300 - 160, abs=1)


def test_a_broken_element_is_left_out_and_the_others_stay():
    drawing = read(
        '<polygon points=""/><g transform="rotate(bad)"><circle r="9"/></g><path d="hello"/><text x="10" y="20" font-size="medium">a</text>'
        '<line id="kept" x2="9" y2="9" stroke="black" marker-end="none"/><svg x="50" y="50"><circle id="inner" r="5"/></svg>'
    )
    assert [mark.id for mark in drawing.marks] == ["", "kept", "inner"] and drawing.find("kept").arrow == ""
    assert drawing.texts[0].size == 12 and drawing.find("inner").bbox == (45, 45, 55, 55)


def test_a_page_of_very_many_marks_is_not_read_and_a_long_line_is_thinned():
    with pytest.raises(ValueError, match="more than 12,000 pieces"):
        read('<circle cx="50" cy="50" r="5"/>' * 4000)
    line = read(
        f'<polyline points="{" ".join(f"{x / 20},50" for x in range(4000))}" fill="none" stroke="black"/>'
    ).marks[0]
    assert len(line.points) <= 2000 and line.points[-1][0] == line.bbox[2] == pytest.approx(199.95)


def test_paper_hidden_parts_and_definitions_are_no_marks():
    drawing = read(
        '<rect width="200" height="100" fill="white"/><defs><circle r="5"/></defs><g display="none"><circle r="5"/></g>'
        '<circle r="5" fill="none"/><style>text { fill: red }</style>'
    )
    assert not drawing.marks


@pytest.mark.parametrize(
    "text",
    [
        "", "<svg", "<html/>", "<svg/>", f"{HEAD.replace('200', 'nan')}/>",
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>',
    ],
)  # fmt: skip
def test_what_is_no_svg_is_an_error_and_no_empty_drawing(text):
    with pytest.raises(ValueError, match=r"."):
        svg_marks(text)


@pytest.mark.parametrize(("script", "words"), [(SCHEMATIC, {"R = 10 Ω", "2 µF"}), (BARS, {"May", "June", "rain"})])
def test_a_script_that_leaves_an_svg_is_read_back_from_inside_the_sandbox(script, words):
    if not probe().confines:
        pytest.skip(f"this kernel confines nothing: {probe().found}")
    with Sandbox(workers=1) as sandbox:
        result = sandbox.render(script)
    assert result.ok, f"{result.reason}\n{result.traceback}"
    drawing = Drawing.from_rows(result.marks)
    assert words <= {mark.text for mark in drawing.texts}
    assert all(mark.bbox[0] >= 0 and mark.bbox[2] <= drawing.width_px + 1 for mark in drawing.texts)
    assert sum(mark.kind == "path" for mark in drawing.marks) >= 4
