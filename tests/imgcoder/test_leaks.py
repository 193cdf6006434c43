"""An answer is found in every form in which a figure can give it away, and what only looks like it is none."""

import pytest

from scisynth.imgcoder.hidden_text import is_short, unstated
from scisynth.imgcoder.leaks import check_leaks, is_shown
from scisynth.imgcoder.read_back import Drawing, DrawnMark

SHOWN = [
    ("42.7 cm", "x = 42.7 cm"), ("42.7 cm", "42.70cm"), ("42.7 cm", "0.427 m"), ("42.7 cm", "427 mm"), ("42.7 cm", "42.7 centimetres"),
    ("5 cm", "0.05 m"), ("5 m", "five metres"), ("1.8 kg", "1800 g"), ("9.8067 m/s²", "g = 9.81 m/s²"), ("9.8067 m/s²", "9.8 m/s^2"),
    ("9.81 m/s²", "9.8067 m/s²"), ("0.6667", "0.667"), ("2/3", "0.667"), ("3/4", "0.75"), ("0.75", "¾"), ("25 %", "0.25"),
    ("1200 J", r"$1.2\times10^{3}$ J"), ("1200 J", "1.2 kJ"), ("6.02e23", "6.02 × 10²³"), ("2√3 cm", "3.46 cm"), ("30°", "$30^\\circ$"),
    ("x = 4", "4 = x"), ("x = 4", "$x=4.0$"), ("x = 20.6 m", "x = 21 m"), ("v_0 = 5 m/s", "$v_0 = 5$ m/s"), ("y = 2x + 3", "y = 3 + 2x"),
    ("y = 2x + 3", "2x + 3 = y"), ("x = 2, y = 7", "y = 7"), ("5", "Answer: 5"), ("5", "answer is 5"), ("B", "Answer: B"), ("(B)", "Correct answer: B"),
    ("glucose", "GLUCOSE"), ("glucose", "g l u c o s e"), ("F = 9.81 N", "F = 9.8 N"), ("300 K", "T = 300K"), ("12 N to the east", "12 N to the east"),
]  # fmt: skip
NOT_SHOWN = [
    ("42.7 cm", "142.7 cm"), ("42.7 cm", "42.7 cm²"), ("42.7 cm", "42.7 cm/s"), ("42.7 cm", "42.8 cm"), ("42.7 cm", "0.0427 m"), ("5 cm", "15 cm"),
    ("5 cm", "5"), ("5 cm", "5 m"), ("5", "5"), ("5", "m = 5 kg"), ("5", "5 cm"), ("12", "12"), ("B", "B"), ("B", "Block B"), ("A", "A = 3"),
    ("9.8067 m/s²", "9.9 m/s²"), ("9.8067 m/s²", "9.81 N"), ("9.81 m/s²", "10 m/s²"), ("20.6 m", "21 m"), ("12 m/s", "12.2 m/s"), ("x = 4", "y = 4"),
    ("x = 4", "x = 40"), ("x = 4", "4"), ("x = 5 cm", "5 cm"), ("v_2 = 5 m/s", "v_1 = 5 m/s"), ("y = 2x + 3", "y = 2x - 3"), ("3/4", "0.25"), ("3/4", "3"),
    ("25 %", "25"), ("glucose", "glucosamine"), ("yes", "yes"), ("300 K", "300 °C"), ("5 m", "five"), ("1 m", "1"), ("x²", "x₂"), ("10²", "102"),
]  # fmt: skip


def text(words, box=(0, 0, 50, 10), **facts):
    return DrawnMark(kind="text", text=words, bbox=box, **facts)


def page(*marks):
    return Drawing(400, 300, 100, marks)


@pytest.mark.parametrize(("hidden", "words"), SHOWN)
def test_an_answer_is_found_in_whatever_form(hidden, words):
    assert is_shown(hidden, words)


@pytest.mark.parametrize(("hidden", "words"), NOT_SHOWN)
def test_what_only_resembles_the_answer_gives_nothing_away(hidden, words):
    assert not is_shown(hidden, words)


def test_each_leak_is_told_once():
    found = check_leaks(page(text("F = 9.81 N")), ["9.81 N", "F = 9.81 N", "9.8 N", "9.81"])
    assert len(found) == 1 and "take it out" in found[0].message
    assert len(check_leaks(page(text("F = 9.81"), text("N", (52, 0, 60, 10))), ["F = 9.81 N", "9.81 N"])) == 1


def test_a_tick_is_no_leak():
    ticks = [
        text(str(value), (0, 20 * value, 10, 20 * value + 8), is_tick=True, axes="axes:0") for value in (40, 42.7, 45)
    ]
    assert check_leaks(page(*ticks), ["42.7"]) == []
    assert check_leaks(page(text("42.7")), ["42.7"])


def scaled(*data, **facts):
    ticks = [text(str(value), (0, value, 10, value + 5), is_tick=True, axes="axes:0") for value in (0, 5, 10)]
    axes = DrawnMark(kind="axes", id="axes:0", data=((0, 0), (10, 10)), axes="axes:0")
    line = DrawnMark(kind="path", id="line:s", data=data, points=data, axes="axes:0", **facts)
    return page(*ticks, axes, line)


CURVE = tuple((step, step / 2) for step in range(8))


def test_a_point_or_the_end_of_a_curve_at_the_answer_is_a_leak():
    assert check_leaks(scaled((2, 3)), ["(2, 3)"])
    assert check_leaks(scaled((0, 0), (2, 3)), ["x = 2, y = 3"])
    assert check_leaks(scaled(*CURVE, (7.25, 4)), ["t = 7.25 s"])


def test_a_point_elsewhere_and_a_page_without_scales_are_none():
    assert check_leaks(scaled((2, 4)), ["(2, 3)"]) == []
    assert check_leaks(scaled((0, 0), (2, 3), (5, 5)), ["(2, 3)"]) == []
    assert check_leaks(scaled(*CURVE), ["t = 7.25 s"]) == [] and check_leaks(scaled(*CURVE), ["t = 7 s"]) == []
    assert check_leaks(page(DrawnMark(kind="path", data=((2, 3),), points=((2, 3),))), ["(2, 3)"]) == []


def test_what_the_problem_states_is_no_secret():
    problem = "A block of $2\\,\\mathrm{kg}$ on a plane of 30° slides for 3.0 m; alveolar air has 103 mmHg."
    named = ["2 kg", "30 degrees", "$3$ m", "2000 g", "9.8 N", "", "O2: 103 mmHg, CO2: 40 mmHg", "x = 2"]
    assert unstated(named, problem) == ["9.8 N", "CO2: 40 mmHg", "x = 2"]


def test_short_answers_are_those_that_any_figure_might_show():
    assert [secret for secret in ("5", "12", "0.5", "B", "(C)", "no", "144", "2.5", "5 cm", "x = 5", "glucose") if is_short(secret)] == [
        "5", "12", "0.5", "B", "(C)", "no",
    ]  # fmt: skip
