"""What must stand in a figure without a claim: every given value, and every label of the plan."""

from dataclasses import asdict

import pytest

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.required import GivenValue, Required, check_required, required_from_dict, required_texts
from scisynth.figures.verify.verify import Verification, verification_from_dict

HELD = Finding(kind="label", status="held", message="as claimed")


def test_rows_written_before_anything_was_required_stay_readable():
    row = asdict(Verification(claims=(HELD,)))
    assert verification_from_dict(row).required == ()
    del row["required"]
    assert verification_from_dict(row) == Verification(claims=(HELD,))


def test_required_texts_survive_json():
    required = Required(givens=(GivenValue(symbol="m", value="2", unit="kg"),), labels=("A", "A"))
    assert required_from_dict(asdict(required)) == required


def test_what_is_required_and_unchecked_is_no_pass():
    unchecked = Finding(kind="given", status="unchecked", message="the reader of pixels is off")
    assert Verification(claims=(HELD,)).passed
    assert not Verification(claims=(HELD,), required=(unchecked,)).passed


def text(words, place=(0, 0), **facts):
    left, bottom = place
    return DrawnMark(kind="text", text=words, bbox=(left, bottom, left + 8 * len(words), bottom + 10), **facts)


def page(*marks):
    return Drawing(400, 300, 100, marks)


def of_given(given, *marks):
    found = check_required(page(*marks), Required(givens=(given,)))
    return found[0].status if found else "none"


def of_label(*labels, shown):
    marks = [text(words, (0, 40 * place)) for place, words in enumerate(shown)]
    return [finding.status for finding in check_required(page(*marks), Required(labels=labels))]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("0.75", "", "¾"), ("0.75", "", "$\\frac{3}{4}$"), ("0.75", "", "75 %"), ("75", "%", "75\\%"), ("75", "%", "p = 0.75"),
        ("1800", "g", "1.8 kg"), ("1.8", "kg", "M = 1800 g"), ("3", "m", "3"), ("3", "m", "AB = 3.0 m"), ("1.5e3", "N", "1.5 × 10³ N"),
        ("1.5 × 10^3", "N", "1500 N"), ("30", "degrees", "30°"), ("30°", "", "$\\theta = 30^\\circ$"), ("9.8", "m/s^2", "9.8 m·s⁻²"),
        ("-9", "V", "−9 V"), ("5,000", "m", "5 km"), ("20 m/s", "", "v₀ = 20 m/s"), ("(3, 4)", "", "A(3, 4)"), ("1/3", "", "0.333"),
        ("-500", "", "-$500"), ("-500", "dollars", "−\\$500"), ("-$500", "", "lose: -$500"), ("150", "$", "$150 win"), ("20", "€", "€ 20"),
    ],
)  # fmt: skip
def test_a_given_is_printed_in_any_form(value, unit, words):
    assert of_given(GivenValue(value=value, unit=unit), text(words)) == "held"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("3", "m", "2 m"), ("3", "m", "3 kg"), ("3", "m", "F₃"), ("3", "m", "x³"), ("3", "m", "C3H8"), ("3", "m", "13 m"), ("0.75", "", "0.57"),
        ("75", "%", "7.5 %"), ("1800", "g", "1800 kg"), ("-9", "V", "9 V"), ("30", "°", "30 cm"), ("20", "°C", "20 K"), ("12.5", "", "125"),
        ("-500", "", "$500"), ("500", "$", "-$500"), ("20", "€", "£20"),
    ],
)  # fmt: skip
def test_another_number_is_not_the_given(value, unit, words):
    assert of_given(GivenValue(value=value, unit=unit), text(words)) == "failed"


def test_a_formula_a_name_and_words_are_no_number_to_print():
    for value in ("y = 2x + 3", "C6H12O6", "frictionless", "3x^2", "2·10·x", "H2O", ""):
        assert of_given(GivenValue(value=value), text("nothing")) == "none", value


def test_a_tick_counts_where_its_scale_names_the_given_or_something_is_drawn_there():
    ticks = [text(str(value), (0, 20 * value), is_tick=True, axes="axes:0") for value in (0, 5, 10)]
    given = GivenValue(symbol="t", value="5", unit="s")
    assert of_given(given, *ticks) == "failed"
    assert of_given(given, *ticks, text("t in s", axes="axes:0")) == "held"
    bar = DrawnMark(kind="path", data=((1, 0), (1, 5), (2, 5), (2, 0)), points=((0, 0),) * 4, axes="axes:0")
    assert of_given(given, *ticks, bar) == "held"


def test_a_right_angle_mark_says_ninety_degrees():
    corner = DrawnMark(kind="path", points=((100, 110), (110, 110), (110, 100)))
    skew = DrawnMark(kind="path", points=((100, 110), (108, 118), (110, 100)))
    assert of_given(GivenValue(value="90", unit="°"), corner) == "held"
    assert (
        of_given(GivenValue(value="90", unit="°"), skew)
        == of_given(GivenValue(value="80", unit="°"), corner)
        == "failed"
    )


def test_a_count_may_be_drawn():
    balls = [DrawnMark(kind="path", id=f"ball:{number}", points=((0, 0), (1, 1))) for number in range(3)]
    assert of_given(GivenValue(symbol="number of balls", value="3"), *balls) == "held"
    assert of_given(GivenValue(symbol="number of balls", value="4"), *balls) == "failed"


def test_a_label_must_stand_there_as_often_as_it_is_listed():
    assert of_label("3 m", "3 m", shown=["3 m", "$3\\,\\mathrm{m}$"]) == ["held"]
    assert of_label("3 m", "3 m", shown=["3 m", "2 m"]) == ["failed"]
    assert of_label("M₁ = 1.8 kg", "A", shown=["$M_1$ = 1.8 kg", "AB"]) == ["held", "failed"]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("label 3 m on left side", "3 m"), ("'3 m' next to the left side", "3 m"), ("m = 2 kg (on the block)", "m = 2 kg"), ("x-axis: Time (s)", "Time (s)"),
        ("F_N: normal force", "$F_N$"), ("text \"water\" in the tank", "water"), ("point A", "A"), ("m = 2 kg", "2 kg"), ("axis label Time (s)", "Time (s)"),
        ("θ at the lower corner", "θ"), ("A, B", "A"), ("title: Setup A", "Setup A"),
    ],
)  # fmt: skip
def test_words_of_layout_are_read_leniently(label, words):
    assert of_label(label, shown=[words, "B"]) == ["held"]


def test_what_cannot_be_told_is_unchecked_and_says_why():
    (found,) = check_required(page(text("A")), Required(labels=("tick marks every 5 units along the axis",)))
    assert found.status == "unchecked" and "cannot be told" in found.message


def test_a_label_stands_by_the_mark_that_has_its_name():
    force = DrawnMark(kind="path", id="force:F", points=((10, 10), (60, 10)), bbox=(10, 10, 60, 10), arrow="end")
    required = Required(labels=("F = 5 N",))
    near, far = (text("F = 5 N", place, id="label:F") for place in ((20, 15), (300, 280)))
    assert [check_required(page(force, label), required)[0].status for label in (near, far)] == ["held", "failed"]


def test_names_that_are_exchanged_are_found():
    marks = [text("N", (0, 0), id="label:mg"), text("mg", (0, 90), id="label:N")]
    found = check_required(page(*marks), Required(labels=("N", "mg")))
    assert [finding.status for finding in found] == ["failed", "failed"] and "label:mg" in found[0].message + found[
        1
    ].message


def test_what_is_required_is_what_the_problem_states_and_gives_nothing_away():
    givens = [GivenValue(symbol="m", value="2", unit="kg"), GivenValue(symbol="g", value="9.8", unit="m/s²")]
    required = required_texts(givens, ["m", "F = 19.6 N", " "], "A mass of 2 kg hangs on a spring.", ["19.6 N"])
    assert required == Required(givens=(givens[0],), labels=("m",))


@pytest.mark.parametrize(
    "problem",
    [
        "Player A gains -$500 or $150.",
        "It pays -\\$500 or \\$150",
        "-$500 at first, then -$20",
        "a change of −500 dollars",
    ],
)
def test_an_amount_of_money_keeps_its_sign(problem):
    given = GivenValue(value="-500")
    assert required_texts([given], [], problem).givens == (given,)
    assert required_texts([GivenValue(value="500")], [], problem).givens == ()


def test_a_page_shows_where_given_values_and_labels_stand():
    shown = [text("m = 2 kg", (0, 200)), text("h = 2.5 m", (100, 100)), text("2 kg", (200, 50))]
    required = Required(givens=(GivenValue(symbol="m", value="2", unit="kg"),), labels=("h = 2.5 m",))
    given, label = check_required(page(*shown), required)
    assert given.boxes == (shown[0].bbox, shown[2].bbox) and label.boxes == (shown[1].bbox,)
