"""An answer is found in every form in which a figure can give it away, and what only looks like it is none."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.verify.hidden_text import is_short, unstated
from scisynth.figures.verify.leaks import check_leaks, is_shown

SHOWN = [
    ("42.7 cm", "x = 42.7 cm"), ("42.7 cm", "42.70cm"), ("42.7 cm", "0.427 m"), ("42.7 cm", "427 mm"), ("42.7 cm", "42.7 centimetres"),
    ("5 cm", "0.05 m"), ("5 m", "five metres"), ("1.8 kg", "1800 g"), ("9.8067 m/s²", "g = 9.81 m/s²"), ("9.8067 m/s²", "9.8 m/s^2"),
    ("9.81 m/s²", "9.8067 m/s²"), ("0.6667", "0.667"), ("2/3", "0.667"), ("3/4", "0.75"), ("0.75", "¾"), ("25 %", "0.25"),
    ("1200 J", r"$1.2\times10^{3}$ J"), ("1200 J", "1.2 kJ"), ("6.02e23", "6.02 × 10²³"), ("2√3 cm", "3.46 cm"), ("30°", "$30^\\circ$"),
    ("x = 4", "4 = x"), ("x = 4", "$x=4.0$"), ("x = 20.6 m", "x = 21 m"), ("v_0 = 5 m/s", "$v_0 = 5$ m/s"), ("y = 2x + 3", "y = 3 + 2x"),
    ("y = 2x + 3", "2x + 3 = y"), ("x = 2, y = 7", "y = 7"), ("5", "Answer: 5"), ("5", "answer is 5"), ("B", "Answer: B"), ("(B)", "Correct answer: B"),
    ("28.1 °C", "(40, 28.1)"), ("T(40) = 28.12", "(40, 28.1)"), ("f(2) = 7", "(2, 7)"), ("x = 5, y = 7", "P(5, 7)"), ("(7/3, 5)", "(2.33, 5)"),
    ("glucose", "GLUCOSE"), ("glucose", "g l u c o s e"), ("F = 9.81 N", "F = 9.8 N"), ("300 K", "T = 300K"), ("12 N to the east", "12 N to the east"),
    ("5", "Antwort: 5"), ("5", "答案：5"), ("B", "Réponse : B"), ("5 m", "Respuesta: 5 m"), ("yes", "答案是 yes"), ("12", "Ответ: 12"), ("7", "답: 7"),
    ("-5 °C", "minus five °C"), ("-5 m", "negative five metres"), ("1500000 J", "1.5 million J"), ("12 N", "a dozen N"), ("1/3 m", "a third of a metre"),
]  # fmt: skip
NOT_SHOWN = [
    ("42.7 cm", "142.7 cm"), ("42.7 cm", "42.7 cm²"), ("42.7 cm", "42.7 cm/s"), ("42.7 cm", "42.8 cm"), ("42.7 cm", "0.0427 m"), ("5 cm", "15 cm"),
    ("5 cm", "5"), ("5 cm", "5 m"), ("5", "5"), ("5", "m = 5 kg"), ("5", "5 cm"), ("12", "12"), ("B", "B"), ("B", "Block B"), ("A", "A = 3"),
    ("9.8067 m/s²", "9.9 m/s²"), ("9.8067 m/s²", "9.81 N"), ("9.81 m/s²", "10 m/s²"), ("20.6 m", "21 m"), ("12 m/s", "12.2 m/s"), ("x = 4", "y = 4"),
    ("x = 4", "x = 40"), ("x = 4", "4"), ("x = 5 cm", "5 cm"), ("v_2 = 5 m/s", "v_1 = 5 m/s"), ("y = 2x + 3", "y = 2x - 3"), ("3/4", "0.25"), ("3/4", "3"),
    ("28 °C", "(40, 28)"), ("45 cm", "(3, 45)"), ("f(2) = 7", "(7, 2)"), ("2016", "2020"), ("n = 1234", "n = 1230"), ("f(2, 3) = 5", "(2, 3)"), ("(2.333, 5)", "(2, 5)"), ("minimum 1 at (0, 0), maximum 17 at (4, 4)", "(0, 0)"), ("glucose", "f(x, y)"), ("250 J", "(100, 250)"),
    ("25 %", "25"), ("glucose", "glucosamine"), ("yes", "yes"), ("300 K", "300 °C"), ("5 m", "five"), ("1 m", "1"), ("x²", "x₂"), ("10²", "102"),
    ("5 m", "minus five metres"), ("1.5 J", "1.5 million J"), ("5", "Antwort: 6"), ("5", "答案：15"), ("B", "Réponse : A"), ("1/3 m", "the third metre"),
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


LISTS = [
    ("Q3", "Q1 Q2 Q3 Q4"), ("step 2", "step_1 step_2"), ("Block B", "Block_A Block_B"), ("n = 3", "n_=_1 n_=_2 n_=_3 n_=_4"),
    ("Trial 3", "Trial_1 Trial_3 trial_5"), ("phase II", "phase_I phase_II phase_III"), ("P2", "P₁ P₂ P₃"), ("bulb 3", "Bulb_1 Bulb_2 Bulb_3"),
]  # fmt: skip
NO_LISTS = [
    ("Q3", "Q3"), ("Q3", "Q1 Q2 Q3 Answer:_Q3"), ("Q3", "Q1 Q2 Q3 Q3_is_largest"), ("step 2", "step_2"), ("x = 4", "x_=_1 x_=_2 x_=_4"),
    ("CH4", "CH3 CH4"), ("3 cm", "1_cm 2_cm 3_cm"), ("F = 12 N", "F_=_12_N F_=_13_N F_=_14_N"), ("mitochondrion", "nucleus mitochondrion ribosome"),
]  # fmt: skip


def listed(words, **facts):
    return page(
        *(
            text(one.replace("_", " "), (0, 60 * row, 30, 60 * row + 10), axes="axes:0", **facts)
            for row, one in enumerate(words.split())
        )
    )


@pytest.mark.parametrize(("hidden", "words"), LISTS)
def test_one_of_several_like_names_gives_nothing_away(hidden, words):
    assert check_leaks(listed(words), [hidden]) == []


@pytest.mark.parametrize(("hidden", "words"), NO_LISTS)
def test_a_name_alone_and_a_value_among_values_do(hidden, words):
    assert len(check_leaks(listed(words), [hidden])) == 1


def test_a_bar_among_bars_gives_nothing_away():
    assert check_leaks(listed("cat dog fish", tick_of="x"), ["fish"]) == []
    assert check_leaks(listed("fish", tick_of="x"), ["fish"])
    assert check_leaks(listed("0 3.72 10", tick_of="x"), ["3.72"])


def test_a_curve_of_the_legend_gives_nothing_away():
    figure, axes = plt.subplots()
    for row, name in enumerate(("water", "ethanol", "y = 2x + 3")):
        axes.plot([0, 1], [row, row + 1], label=name)
    axes.legend()
    drawing = Drawing.of(figure)
    plt.close(figure)
    assert check_leaks(drawing, ["ethanol"]) == [] and check_leaks(drawing, ["y = 2x + 3"])


def test_the_ticks_of_a_real_figure_belong_to_their_axes():
    figure, axes = plt.subplots()
    axes.bar(["cat", "dog", "fish"], [3, 5, 9])
    t = np.linspace(0, 6.25, 50)
    figure.add_axes((0.6, 0.6, 0.3, 0.2)).plot(t, t**2)
    drawing = Drawing.of(figure)
    plt.close(figure)
    assert {mark.text for mark in drawing.texts if mark.tick_of == "x" and not mark.is_tick} == {"cat", "dog", "fish"}
    assert check_leaks(drawing, ["fish"]) == []
    (found,) = check_leaks(drawing, ["t = 6.25 s"])
    assert "ends at (6.25, 39.06)" in found.message


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
