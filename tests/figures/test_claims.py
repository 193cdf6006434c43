"""Every kind of claim holds on a drawing where it is true, and fails on one where it is not."""

import pytest

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.draw import draw_sketch
from scisynth.figures.scene.marks import Axes, Label, Path, Round
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import KINDS
from scisynth.figures.verify.claims import check_claim
from scisynth.figures.verify.layout import check_layout
from scisynth.figures.verify.leaks import check_leaks
from scisynth.figures.verify.verify import Verification, verify

SCENE = (
    Path(id="side:AB", points=((0, 0), (4, 0))),
    Path(id="side:AC", points=((0, 0), (0, 3))),
    Path(id="side:top", points=((0, 3), (4, 3.0))),
    Label(id="label:AB", at=(2, -0.3), text="$c = 4.0$ cm", of="side:AB"),
    Label(id="label:AC", at=(-0.5, 1.5), text="3 cm", of="side:AC"),
    Round(id="body:disc", center=(2, 1), radius=1, fill="#dddddd"),
    Round(id="body:small", center=(3.5, 1), radius=0.5),
    Round(id="point:P", center=(2, 1.2), radius=0.05, fill="black"),
    Path(id="force:up", points=((2, 1.2), (2, 2.7)), arrow="end"),
    Axes(id="axes:p", box=(6, 0, 10, 3), x_limits=(0, 4), y_limits=(0, 16)),
    Path(id="curve:f", points=tuple((x / 10, (x / 10) ** 2) for x in range(41)), axes="axes:p"),
    Round(id="dot:Q", center=(2, 4), radius=0.1, axes="axes:p"),
)


@pytest.fixture(scope="module")
def page() -> Drawing:
    return Drawing.of(draw_sketch(SCENE))


TRUE = [
    ("label", ("label:AB",), "c = 4.0 cm"),
    ("label", (), "3 cm"),
    ("value", ("label:AB",), 4.0),
    ("near", ("label:AB", "side:AB"), None),
    ("ratio", ("side:AB", "side:AC"), 4 / 3),
    ("angle", ("side:AB", "side:AC"), 90),
    ("direction", ("force:up",), 90),
    ("parallel", ("side:AB", "side:top"), None),
    ("perpendicular", ("side:AB", "side:AC"), None),
    ("tangent", ("side:AB", "body:disc"), None),
    ("tangent", ("body:small", "body:disc"), None),
    ("on", ("label:AC", "label:AC"), None),
    ("inside", ("point:P", "body:disc"), None),
    ("connected", ("side:AB", "side:AC"), None),
    ("count", ("side",), 3),
    ("monotone", ("curve:f",), "increasing"),
    ("formula", ("curve:f",), "x^2"),
    ("at", ("dot:Q",), (2, 4)),
    ("points_to", ("force:up", "side:top"), None),
    ("head", ("force:up",), "end"),
    ("order", ("body:disc", "body:small"), "left_to_right"),
]
FALSE = [
    ("label", ("label:AB",), "c = 4.5 cm"),
    ("label", (), "7 cm"),
    ("value", ("label:AB",), 4.5),
    ("near", ("label:AB", "side:AC"), None),
    ("ratio", ("side:AB", "side:AC"), 1.2),
    ("angle", ("side:AB", "side:AC"), 86),
    ("direction", ("force:up",), 270),
    ("parallel", ("side:AB", "side:AC"), None),
    ("perpendicular", ("side:AB", "side:top"), None),
    ("tangent", ("side:top", "body:disc"), None),
    ("tangent", ("point:P", "body:small"), None),
    ("on", ("point:P", "side:AB"), None),
    ("inside", ("point:P", "body:small"), None),
    ("connected", ("side:AB", "side:top"), None),
    ("count", ("side",), 4),
    ("monotone", ("curve:f",), "decreasing"),
    ("formula", ("curve:f",), "x**2 + 1"),
    ("at", ("dot:Q",), (2.5, 4)),
    ("points_to", ("force:up", "side:AB"), None),
    ("head", ("force:up",), "start"),
    ("order", ("body:small", "body:disc"), "left_to_right"),
]


@pytest.mark.parametrize(("kind", "of", "value"), TRUE)
def test_a_true_claim_holds(page, kind, of, value):
    finding = check_claim(Claim(kind=kind, of=of, value=value), page)
    assert finding.status == "held", finding.message


@pytest.mark.parametrize(("kind", "of", "value"), FALSE)
def test_a_false_claim_fails_and_says_why(page, kind, of, value):
    finding = check_claim(Claim(kind=kind, of=of, value=value), page)
    assert finding.status == "failed" and len(finding.message) > 10


def test_every_kind_is_tried_here_or_by_its_own_reader():
    assert {kind for kind, *_ in TRUE} == {kind for kind, *_ in FALSE} <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "of", "value"),
    [
        ("colour", ("side:AB",), "red"),
        ("ratio", ("side:AB",), 2),
        ("ratio", ("side:AB", "side:AC"), "two"),
        ("formula", ("curve:f",), "__import__('os').system('true')"),
        ("formula", ("curve:f",), "(lambda: 1)()"),
        ("at", ("dot:Q",), None),
        ("direction", ("label:AB",), 0),
    ],
)
def test_a_claim_that_makes_no_sense_is_unchecked_not_false(page, kind, of, value):
    assert check_claim(Claim(kind=kind, of=of, value=value), page).status == "unchecked"


def test_a_mark_that_is_missing_fails_only_where_marks_have_ids(page):
    claim = Claim(kind="ratio", of=("side:AB", "side:none"), value=1.0)
    nameless = Drawing(100, 100, 100, (DrawnMark(kind="text", text="x", bbox=(1, 1, 9, 9), size=10),))
    assert check_claim(claim, page).status == "failed"
    assert check_claim(claim, nameless).status == "unchecked"


def text(words, box, size=10.0):
    return DrawnMark(kind="text", text=words, bbox=box, size=size)


def test_layout_faults_are_found_and_a_clean_page_has_none(page):
    assert check_layout(page) == []
    faulty = Drawing(
        200,
        100,
        100,
        (
            text("one", (10, 10, 60, 20)),
            text("two", (40, 10, 90, 20)),
            text("out", (190, 40, 230, 50)),
            text("dust", (10, 60, 20, 63), 4),
        ),
    )
    assert [finding.kind for finding in check_layout(faulty)] == ["cut_off", "tiny_text", "overlap"]


def test_a_text_beside_the_page_is_on_a_image_that_is_fitted_to_its_contents():
    page = Drawing(200, 100, 100, (text("near", (190, 40, 229, 50)), text("astray", (190, 70, 280, 80))))
    assert [finding.kind for finding in check_layout(page)] == ["cut_off", "cut_off"]
    (astray,) = check_layout(page, fitted=True)
    assert "astray" in astray.message


@pytest.mark.parametrize(
    ("words", "leaks"),
    [
        ("x = 5 cm", True),
        ("15 cm", False),
        ("2.5 cm", False),
        ("5 cm long", True),
        ("$5\\,\\mathrm{cm}$", True),
        ("5 cmd", False),
    ],
)
def test_the_answer_is_found_only_as_a_whole(words, leaks):
    drawing = Drawing(100, 100, 100, (text(words, (0, 0, 50, 10)),))
    assert bool(check_leaks(drawing, ["5 cm"])) is leaks


def test_a_score_counts_only_what_was_checked(page):
    claims = [
        Claim(kind="count", of=("side",), value=3),
        Claim(kind="count", of=("side",), value=9),
        Claim(kind="colour"),
    ]
    found = verify(page, claims)
    assert found.score == 0.5 and not found.passed
    assert Verification(claims=(), layout=(), leaks=()).score is None
    assert not Verification(claims=(), layout=(), leaks=()).passed
