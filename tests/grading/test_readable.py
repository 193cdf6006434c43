"""Problem texts without their markup: every kind of markup that real problems carry, and nothing else is touched."""

import json
import re

import pytest

from scisynth.grading.values.readable import readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resistance is 10{eq}\\Omega\n\n{/eq}, the inductance 13mH", "resistance is 10Ω, the inductance 13mH"),
        (r"length {eq}\displaystyle \rm L = 31.8 \ cm{/eq} and", "length L = 31.8 cm and"),
        (r"{eq}\displaystyle \rm \mu = 0.64 \ \frac{g}{m}{/eq}", "μ = 0.64 g/m"),
        (r"{eq}1.25 ~x~ 10^{25} ~kg{/eq}", "1.25 x 10²⁵ kg"),
        (r"{eq}\textbf{F} = (9x^{3})\textbf{i}{/eq}", "F = (9x³)i"),
        (r"{eq}\text{Te}{{\text{F}}_{\text{2}}}{/eq}", "TeF₂"),
        (r"$M_1$ = 1.8 kg at $30^{\circ}$ and $3\,\mathrm{m}$", "M₁ = 1.8 kg at 30° and 3 m"),
        (r"$\vec{F}_{\mathrm{net}}$ and \(x^2 + y^2\)", "F_net and x² + y²"),
        (r"$$v = \sqrt{2gh}$$ and $\sqrt[3]{8}$", "v = √(2gh) and ∛8"),
        (r"$\frac{\frac{a}{b}}{2c}$ is \dfrac {2(\pi)r}T", "(a/b)/2c is (2(π)r)/T"),
        ("It costs $5 and sells for $7.", "It costs $5 and sells for $7."),
        ("between $5 and $7.50", "between $5 and $7.50"),
        (r"it costs \$5 and 5 \% more", "it costs $5 and 5 % more"),
        ("5 &lt; x &amp; y &nbsp;&deg;", "5 < x & y °"),
        ("<p>A <b>wire</b><br/>of 2 m<sup>2</sup></p>", "A wire\nof 2 m²"),
        ("0 < x < 3 and <4, -7, 8>", "0 < x < 3 and <4, -7, 8>"),
        ("**Find** the angle\n## Given\na_b ____ mol", "Find the angle\nGiven\na_b ____ mol"),
        ("2**3 and x ** 2", "2**3 and x ** 2"),
        ("~ 4 m, about ~5 s", "~ 4 m, about ~5 s"),
        (r"{eq}\begin{bmatrix} 3 & 1 \\ 0 & 2 \end{bmatrix}{/eq}", "[3 & 1; 0 & 2 ]"),
        (r"$Q = \{q_0, q_1\}$", "Q = {q₀, q₁}"),
        (r"$\sin\theta + \ln x$, $\xunknown y$", r"sin θ + ln x, \xunknown y"),
        (r"$x\in\mathbb{R}$, $\frac\pi 2$, $\frac12 mv^2$", "x∈R, π/2, (1/2) mv²"),
        ("an open {eq}x^2 segment", "an open x² segment"),
        ("5.98 × 10^24 kg, 1.6*10^-19 C", "5.98 × 10²⁴ kg, 1.6*10⁻¹⁹ C"),
        ("2^10 = 1024, 10 ^ 24, 10^−3 and 10^–12", "2¹⁰ = 1024, 10²⁴, 10⁻³ and 10⁻¹²"),
        ("$10^24$ and $6.02 x 10^-23$", "10²⁴ and 6.02 x 10⁻²³"),
        ("x^10y^12, m^-1, 10^6m, 10^2.5", "x¹⁰y¹², m⁻¹, 10⁶m, 10^2.5"),
        (r"$C_12H_22O_11$ with x^2y", "C₁₂H₂₂O₁₁ with x²y"),
        ("$x^{2a}$, $v_{1a}$ and $x^{nm}$", "x^2a, v_1a and x^nm"),
        (r"a loss of -$500 or -\$150, a gain of $150", "a loss of -$500 or -$150, a gain of $150"),
        ("5$, then 6$; $5-$7 and $x$", "5$, then 6$; $5-$7 and x"),
        ("plain words, 3 cm", "plain words, 3 cm"),
        ("", ""),
    ],
)
def test_markup_goes_and_everything_else_stays(text, expected):
    assert readable(text) == expected


def test_no_real_problem_keeps_its_markup(problem_file):
    rows = json.loads(problem_file.read_text(encoding="utf-8"))
    left = [
        name
        for row in rows
        if re.search(r"\{/?eq\}|\\text|\\mathrm|\\displaystyle|\\[,;]", name := readable(row["question"]))
    ]
    assert len(left) <= 2, left


def test_numbers_of_real_problems_stay(problem_file):
    rows = json.loads(problem_file.read_text(encoding="utf-8"))
    digits = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
    plain = str.maketrans(digits, "01234567890123456789")
    for row in rows:
        kept = [
            re.sub(r"\D", "", text.translate(plain))
            for text in (re.sub(r"\\[hv]space\{\d+[a-z]+\}", "", row["question"]), readable(row["question"]))
        ]
        assert kept[0] == kept[1], row["question"]
