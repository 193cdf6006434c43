"""Labels to plain words and numbers; formulas of strangers; coordinates from constraints."""

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.figures.labels.text import numbers, plain
from scisynth.figures.scene.scene import format_number
from scisynth.figures.scene.solve import angle, at, distance, solve_points
from scisynth.figures.verify.formula import evaluate
from scisynth.imgcoder.replies import find_script


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (r"$\theta = 30^\circ$", "θ=30°"),
        (r"$v_{0}$", "v_0"),
        ("H₂O", "H_2O"),
        (r"$2.0\,\mathrm{m}$", "2.0m"),
        ("−5 °C", "-5°C"),
        (r"$10\ \Omega$", "10Ω"),
    ],
)
def test_markup_is_taken_off(label, expected):
    assert plain(label) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("m = 2.50 kg", [2.5]),
        (r"$1.5\times10^{-3}$ m", [1.5e-3]),
        ("1.7E+5 ly", [1.7e5]),
        ("541,000 m", [541000]),
        ("36 400 km", [36400]),
        ("(3, 0, 2) and sides 3, 4", [3, 0, 2, 3, 4]),
        ("1,234,567.5", [1234567.5]),
        ("−3 and 4", [-3, 4]),
        ("$F_1$", []),
        ("6.02 × 10²³", [6.02e23]),
        ("10^{9999} x", [10]),
    ],
)
def test_numbers_are_read_with_their_powers(label, expected):
    assert numbers(label)[: len(expected)] == pytest.approx(expected)
    assert bool(numbers(label)) is bool(expected)


def test_a_formula_is_arithmetic_and_nothing_else():
    x = np.asarray([0.5, 1.0, 2.0])
    assert np.allclose(evaluate("2*x^2 - sin(pi*x)/3", x), 2 * x**2 - np.sin(np.pi * x) / 3)
    assert np.isinf(evaluate("1/(x-1)", x)[1])
    assert np.allclose(evaluate("2[v + 1]", x), 2 * (x + 1)), "brackets and any one letter, as print has them"
    for hostile in (
        "x.__class__",
        "open('a')",
        "[a for a in x]",
        "lambda: 1",
        "x if x else 1",
        "9**9**9**9**9",
        "x + y",
        "exp(x, x)",
        "x" * 500,
        "'a'*9",
    ):
        try:
            values = evaluate(hostile, x)
        except DataError:
            continue
        assert hostile == "9**9**9**9**9" and np.isinf(values).all()


def test_constraints_give_the_closed_form():
    corners = solve_points(
        "ABC",
        [at("A", 0, 0), at("B", y=0), distance("A", "B", 4), distance("A", "C", 3), angle("A", "B", "C", 90)],
        seed=0,
    )
    assert np.linalg.norm(corners["B"] - corners["C"]) == pytest.approx(5, abs=1e-6)


def test_constraints_that_contradict_each_other_are_refused():
    with pytest.raises(DataError, match="no places hold"):
        solve_points("ABC", [distance("A", "B", 1), distance("B", "C", 1), distance("A", "C", 3)], seed=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.50, "2.5"),
        (0, "0"),
        (1234.5, "1234"),
        (99999, "99999"),
        (6.02e23, "6.02 × 10²³"),
        (1.5e-9, "1.5 × 10⁻⁹"),
        (-0.25, "−0.25"),
        (9.8765, "9.88"),
    ],
)
def test_numbers_are_printed_as_in_a_textbook(value, text):
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("reply", "code", "reason"),
    [
        ("```python\nx = 1\n```", "x = 1\n", ""),
        ("first\n```py\na\n```\nthen\n```python\nlonger = 2\n```", "longer = 2\n", ""),
        ("```\nplain = 1\n```", "plain = 1\n", ""),
        ("```latex\n\\draw\n```", "", "expected a Python script, got latex"),
        ("I cannot draw this.", "", "no code in the reply"),
        ("```python\nx = 1", "", "the script breaks off before its end"),
        ("```python\n" + "# x\n" * 400_000 + "```", "", "expected a script of at most 512 KB"),
        ("```python\n\n```", "", ""),
    ],
)
def test_the_script_is_found_or_its_absence_explained(reply, code, reason):
    script = find_script(reply)
    assert script.code == code and script.reason.startswith(reason) and bool(script.code) != bool(script.reason)
