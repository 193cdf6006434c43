"""Claims as models write them: other names of kinds and keys, numbers as text, single ids; what stays unreadable is counted."""

from pathlib import Path

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.figures.verify.claim_checks.directions import read_direction
from scisynth.figures.verify.claim_checks.kinds import GROUPS, KINDS, describe_kinds, kinds_of, table_of_kinds
from scisynth.figures.verify.formula import evaluate, every_reading, off_equation
from scisynth.imgcoder.claim_spellings import SAYINGS, SPELLINGS, read_number_text
from scisynth.imgcoder.defaults import TYPES, default_claims, describe_claim_kinds, describe_proposals
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.planned_claims import MAX_CLAIMS, read_claims
from scisynth.imgcoder.understanding import Given
from scisynth.science.image_types import load_image_types


def one(row):
    kept, refused = read_claims([row])
    assert not refused, refused
    return kept[0]["kind"], kept[0]["of"], kept[0]["value"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"kind": "angle", "of": ["a:1", "b:1"], "value": "45"}, ("angle", ["a:1", "b:1"], 45)),
        ({"kind": "Angle", "of": ["a:1", "b:1"], "value": "45 degrees"}, ("angle", ["a:1", "b:1"], 45)),
        ({"kind": "angle_between", "marks": "a:1 and b:1", "expected": "45°"}, ("angle", ["a:1", "b:1"], 45)),
        ({"kind": "angle", "of": "angle:A", "value": "right angle"}, ("angle", ["angle:A"], 90)),
        ({"type": "is_parallel", "ids": ["a:1", "#b:1"], "value": True}, ("parallel", ["a:1", "b:1"], None)),
        ({"kind": "parallel_to", "of": ["a:1"], "value": "b:1"}, ("parallel", ["a:1", "b:1"], None)),
        ({"kind": "angle", "of": ["a:1", "b:1"], "value": "$30^{\\circ}$"}, ("angle", ["a:1", "b:1"], 30)),
        ({"kind": "angle", "of": ["a:1"], "value": "π/6 rad"}, ("angle", ["a:1"], pytest.approx(30))),
        ({"kind": "ratio", "of": ["a:1", "b:1"], "value": "two-thirds"}, ("ratio", ["a:1", "b:1"], pytest.approx(2 / 3))),
        ({"kind": "height_ratio", "of": ["a:1", "b:1"], "value": "25 %"}, ("height_ratio", ["a:1", "b:1"], 0.25)),
        ({"kind": "values", "of": ["bar"], "value": "3 m, 5 m and ½ m"}, ("values", ["bar"], [3, 5, 0.5])),
        ({"kind": "values", "of": ["bar"], "value": "3 5 2"}, ("values", ["bar"], [3, 5, 2])),
        ({"kind": "ratio", "of": ["a:1", "b:1"], "value": "2:1"}, ("ratio", ["a:1", "b:1"], 2)),
        ({"kind": "ratio", "of": ["a:1", "b:1"], "value": [3, 2]}, ("ratio", ["a:1", "b:1"], 1.5)),
        ({"kind": "ratio", "of": ["a:1", "b:1"], "value": "1/2"}, ("ratio", ["a:1", "b:1"], 0.5)),
        ({"kind": "ratio", "of": ["a:1", "b:1"], "value": "√3/2"}, ("ratio", ["a:1", "b:1"], pytest.approx(3**0.5 / 2))),
        ({"kind": "equal_length", "of": ["a:1", "b:1"]}, ("ratio", ["a:1", "b:1"], 1)),
        ({"kind": "pointsTo", "of": ["f:1", "b:1"]}, ("points_to", ["f:1", "b:1"], None)),
        ({"kind": "direction", "of": ["f:1"], "value": "right"}, ("direction", ["f:1"], "right")),
        ({"kind": "direction", "of": "f:1", "value": ["270°"]}, ("direction", ["f:1"], 270)),
        ({"kind": "direction", "of": ["f:1", "b:1"]}, ("points_to", ["f:1", "b:1"], None)),
        ({"kind": "above", "of": ["a:1", "b:1"]}, ("order", ["b:1", "a:1"], "bottom_to_top")),
        ({"kind": "left_of", "of": ["a:1", "b:1"]}, ("order", ["a:1", "b:1"], "left_to_right")),
        ({"kind": "rightOf", "subject": "a:1", "object": "b:1"}, ("order", ["b:1", "a:1"], "left_to_right")),
        ({"kind": "contains", "of": ["tank:1", "ball:1"]}, ("inside", ["ball:1", "tank:1"], None)),
        ({"kind": "midpoint", "of": ["m:1", "a:1", "b:1"]}, ("equal_spacing", ["a:1", "m:1", "b:1"], None)),
        ({"kind": "at", "of": ["p:1"], "value": "(2, 3)"}, ("at", ["p:1"], [2, 3])),
        ({"kind": "located_at", "target": "p:1", "value": {"x": 2, "y": "-3"}}, ("at", ["p:1"], [2, -3])),
        ({"kind": "through", "of": ["c:1"], "value": [[0, 1], [2, 3]]}, ("through", ["c:1"], [0, 1, 2, 3])),
        ({"kind": "values", "of": ["bar"], "value": "3, 5 and 2"}, ("values", ["bar"], [3, 5, 2])),
        ({"kind": "row", "value": "x | 1 | 2"}, ("row", [], ["x", "1", "2"])),
        ({"kind": "count", "of": ["ball"], "value": "3"}, ("count", ["ball"], 3)),
        ({"kind": "count", "of": [{"id": "ball"}], "value": "three"}, ("count", ["ball"], 3)),
        ({"kind": "value", "of": ["label:m"], "value": "0.5 m"}, ("value", ["label:m"], "0.5 m")),
        ({"kind": "value", "of": ["label: m"], "value": 3}, ("value", ["label:m"], 3)),
        ({"kind": "label", "of": ["label:m"], "value": 3}, ("label", ["label:m"], "3")),
        ({"kind": "label", "text": "3 m"}, ("label", [], "3 m")),
        ({"kind": "monotone", "of": "c:1", "value": "Rising"}, ("monotone", ["c:1"], "increasing")),
        ({"kind": "increasing", "of": ["c:1"]}, ("monotone", ["c:1"], "increasing")),
        ({"kind": "head", "of": ["f:1"]}, ("head", ["f:1"], "end")),
        ({"kind": "shape", "of": ["lens:1"], "value": "biconvex"}, ("shape", ["lens:1"], "biconvex")),
        ({"kind": "isStraight", "of": ["ray:1"], "value": True}, ("shape", ["ray:1"], "straight")),
        ({"kind": "circle", "of": ["orbit:1"]}, ("shape", ["orbit:1"], "circle")),
        ({"kind": "shaded", "of": ["area:1"], "value": True}, ("shaded", ["area:1"], "true")),
        ({"kind": "filled", "of": ["area:1"]}, ("shaded", ["area:1"], "true")),
        ({"kind": "shaded", "of": ["area:1"], "value": False}, ("shaded", ["area:1"], "false")),
        ({"kind": "not_shaded", "of": ["area:1"]}, ("shaded", ["area:1"], "false")),
        ({"kind": "axis_labels", "value": ["t (s)", "v (m/s)"]}, ("axis_labels", [], ["t (s)", "v (m/s)"])),
        ({"kind": "axes_labels", "value": {"y": "v", "x": "t"}}, ("axis_labels", [], ["t", "v"])),
        ({"kind": "axis_labels", "x": "t (s)", "y": "v"}, ("axis_labels", [], ["t (s)", "v"])),
        ({"kind": "legend_entry", "of": "curve:1", "text": "300 K"}, ("legend", ["curve:1"], "300 K")),
        ("ratio(side:AB, side:AC) = 2:1", ("ratio", ["side:AB", "side:AC"], 2)),
        ("parallel(side:AB, side:DC)", ("parallel", ["side:AB", "side:DC"], None)),
        ("direction(force:F) = down", ("direction", ["force:F"], "down")),
    ],
)  # fmt: skip
def test_a_claim_is_read_as_it_was_meant(row, expected):
    assert one(row) == expected


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "parallel", "of": ["a:1", "b:1"], "value": False},
        {"kind": "angle", "of": ["a:1", "b:1"]},
        {"kind": "angle", "of": ["a:1", "b:1"], "value": "acute"},
        {"kind": "angle", "of": ["a:1", "b:1"], "value": [30, 60]},
        {"kind": "ratio", "of": ["a:1"], "value": 2},
        {"kind": "ratio", "of": ["a:1", "b:1"], "value": [1, 0]},
        {"kind": "near", "of": [None, "b:1"]},
        {"kind": "near", "of": 3.5},
        {"kind": "near", "of": [["a"], "b"]},
        {"kind": "count", "of": ["a"], "value": {}},
        {"kind": "row", "value": [[1], {}] * 30},
        "the force points down",
        ["ratio"],
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(row):
    kept, refused = read_claims([row])
    assert not kept and len(refused) == 1 and "expected" in refused[0]


def test_a_plan_of_200_claims_keeps_the_first_and_counts_the_others():
    rows = [{"kind": "near", "of": [f"label:{number}", "side:AB"]} for number in range(200)]
    plan = Plan.model_validate({"content": ["x"], "claims": rows})
    assert len(plan.claims) == MAX_CLAIMS and len(plan.refused) == MAX_CLAIMS + 1
    assert f"{200 - 2 * MAX_CLAIMS} more claims" in plan.refused[-1]


def test_spellings_name_kinds_of_the_registry():
    assert set(SPELLINGS.values()) == set(KINDS)
    assert {kind for kind, _, _ in SAYINGS.values()} <= set(KINDS) and not set(SAYINGS) & set(SPELLINGS)


@pytest.mark.parametrize(
    ("words", "degrees"),
    [
        ("right", 0), ("Upwards", 90), ("to the left", 180), ("down", 270), ("north-east", 45), ("NE", 45), ("up and to the left", 135),
        ("lower right", 315), ("SW", 225), ("45 degrees", 45), ("-30°", -30), ("30° above the horizontal", 30), ("30 degrees below the horizontal", 330),
        ("20° below the horizontal to the left", 200), ("40° north of east", 40), ("30° west of north", 120), ("N 50° E", 40), ("↓", 270),
        ("vertically upward", 90), ("-x", 180), ("horizontal", 0),
    ],
)  # fmt: skip
def test_directions_in_words(words, degrees):
    assert read_direction(words).degrees == degrees


@pytest.mark.parametrize(
    "words", ["clockwise", "into the page", "up down", "30° north of south", "", "north north north"]
)
def test_what_is_no_direction(words):
    assert read_direction(words) is None


@pytest.mark.parametrize(
    ("formula", "function"),
    [
        ("0.2x + 2.2", lambda x: 0.2 * x + 2.2), ("p = 0.2*q + 2.2", lambda x: 0.2 * x + 2.2), ("y = x^2", lambda x: x**2),
        ("x² − 1", lambda x: x**2 - 1), ("f(x)=2(x+1)", lambda x: 2 * (x + 1)), ("2 sin x", lambda x: 2 * np.sin(x)),
        ("e^{-x}", lambda x: np.exp(-x)), (r"$\frac{x}{2}+1$", lambda x: x / 2 + 1), ("√x", np.sqrt), (r"\sqrt{x}", np.sqrt),
        ("|x - 1|", lambda x: abs(x - 1)), ("np.exp(-0.5*t)", lambda x: np.exp(-0.5 * x)), ("4e^{-0.5t}", lambda x: 4 * np.exp(-0.5 * x)),
        ("1/(1+e^{-x})", lambda x: 1 / (1 + np.exp(-x))), ("3", lambda x: 3 + 0 * x), ("cos(πx/2)", lambda x: np.cos(np.pi * x / 2)),
        ("x(x-1)", lambda x: x * (x - 1)), ("2^x", lambda x: 2**x), ("ln x", np.log), ("x**0.5", np.sqrt),
    ],
)  # fmt: skip
def test_formulas_as_people_write_them(formula, function):
    x = np.linspace(0.1, 3, 7)
    assert np.allclose(evaluate(formula, x), function(x))


@pytest.mark.parametrize(
    "text", ["__import__('os')", "(lambda: 1)()", "x.real", "A sin(kx)", "x = y = 2", "=", "1" * 400, "{" * 200]
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(DataError):
        evaluate(text, np.ones(3))


def test_a_logarithm_without_a_base_has_two_readings():
    found = every_reading("log(x)", np.asarray([100.0]))
    assert {round(float(values[0]), 3) for values in found} == {2.0, 4.605}


def test_an_equation_in_two_variables():
    turn = np.linspace(0, 6, 20)
    circle = np.column_stack([3 * np.cos(turn), 3 * np.sin(turn)])
    assert off_equation("x^2 + y^2 = 9", circle, np.ones(2)) < 1e-3 < off_equation("x^2 + y^2 = 16", circle, np.ones(2))


def test_numbers_as_text():
    assert [read_number_text(text) for text in ("90 deg", "1,5", "3 cm", "3 or 4", "twice")] == [90, None, 3, None, 2]


def given(symbol, value, unit=""):
    return Given(symbol=symbol, value=value, unit=unit)


def test_every_image_type_has_defaults_that_name_known_kinds_and_are_short():
    assert set(TYPES) == set(load_image_types())
    many = [given(f"a_{number}", str(number + 1), "cm") for number in range(30)]
    for name, found in TYPES.items():
        assert set(found.groups.split()) <= set(GROUPS) and found.lines
        of_groups = {kind.name for kind in kinds_of(found.groups.split())}
        assert set(found.kinds.split()) <= set(KINDS) - of_groups
        shown = of_groups.union(found.kinds.split())
        assert all(f"  {kind}: " in describe_claim_kinds(name) for kind in shown)
        for proposal in default_claims(name, [given("θ", "30", "°"), given("A", "(1, 2)"), given("f", "x^2")]):
            assert proposal.words.partition("(")[0] in shown, f"{name}: {proposal.words}"
        assert len(describe_proposals(name, many)) < 560
        assert 200 < len(describe_claim_kinds(name)) < 1700


@pytest.mark.parametrize(
    ("image_type", "givens", "expected"),
    [
        ("Physics - Mechanical", [given("θ", "30", "°")], ("angle", ("angle:theta",), 30)),
        ("Physics - Optical Ray", [given("f", "10 cm"), given("d_o", "0.15", "m")], ("distance_ratio", ("lens:1", "focus:F", "lens:1", "object:O"), 0.666667)),
        ("Math - Plane Geometric", [given("AB", "4", "cm"), given("AC", "30", "mm")], ("ratio", ("side:AC", "side:AB"), 0.75)),
        ("Math - Analytic Geometry", [given("P", "(1, -2)")], ("at", ("point:P",), (1, -2))),
        ("Universal - Plot & Chart", [given("f(x)", "x^2 - 1")], ("formula", ("curve:f",), "x^2 - 1")),
        ("Physics - Circuit", [given("R_1", "4", "Ω")], ("names", ("resistor:R1",), "4 Ω")),
        ("Physics - Field Diagram", [given("q_1", "+2", "nC")], ("names", ("charge:q1",), "+2 nC")),
    ],
)  # fmt: skip
def test_claims_follow_from_givens(image_type, givens, expected):
    claims = [proposal.claim for proposal in default_claims(image_type, givens) if proposal.claim]
    assert expected in [(claim.kind, claim.of, claim.value) for claim in claims]


def test_odd_givens_propose_nothing_absurd():
    odd = [
        given("", "3", "m"),
        given("d", "?"),
        given("θ", "400", "°"),
        given("x" * 500, "9" * 500, "m"),
        given("a", "0", "m"),
        given("b", "1", "m"),
    ]
    for name in TYPES:
        for proposal in default_claims(name, odd):
            assert proposal.claim is None or proposal.claim.kind == "names", proposal


def test_all_kinds_are_described():
    assert describe_kinds(GROUPS).count("\n") == len(KINDS) - 1 and describe_claim_kinds() == describe_kinds(GROUPS)


def test_the_docs_show_the_registry():
    docs = Path(__file__).parents[2] / "docs" / "reference" / "figure-checks.md"
    assert table_of_kinds() in docs.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "unit"), [("30", "degrees"), ("30", "°"), ("$30^{\\circ}$", ""), ("π/6", "rad"), ("1/12", "rev")]
)
def test_an_angle_is_proposed_in_degrees_whatever_its_unit(value, unit):
    found = default_claims("Physics - Mechanical", [Given(symbol=r"\theta", value=value, unit=unit)])
    assert found[0].claim is not None and found[0].claim.value == pytest.approx(30)


@pytest.mark.parametrize(("value", "ratio"), [("½", 0.25), ("1/2", 0.25), ("√3", 3**0.5 / 2), ("5e-1", 0.25)])
def test_lengths_are_proposed_to_scale_however_their_numbers_are_written(value, ratio):
    givens = [Given(symbol="a", value="2", unit="m"), Given(symbol="b", value=value, unit="m")]
    claims = [found.claim for found in default_claims("Math - Plane Geometric", givens) if found.claim]
    assert [claim.value for claim in claims if claim.kind == "ratio"] == [pytest.approx(ratio, rel=1e-5)]
