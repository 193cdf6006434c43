"""What a label says: mathematics markup to plain characters, numbers with powers of ten to floats."""

import re

GREEK = "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε theta θ lambda λ mu μ nu ν pi π rho ρ sigma σ tau τ phi φ psi ψ omega ω"
OTHERS = "Delta Δ Omega Ω Sigma Σ Phi Φ Psi Ψ circ ° degree ° times × cdot · rightarrow → to → pm ± infty ∞ ell ℓ leq ≤ geq ≥ neq ≠ approx ≈ angle ∠ prime ′ sqrt √ wedge ∧ vee ∨ neg ¬ cap ∩ cup ∪ subset ⊂ in ∈ perp ⊥ parallel ∥ propto ∝ rightleftharpoons ⇌"
_WORDS = f"{GREEK} {OTHERS}".split()
SYMBOLS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Macro of mathtext to its character."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-")
NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)\.?\d*(?:[eE][-+]?\d+)?|[-+]?\.\d+")
"""Groups of three may be set apart, as in 36 400 or 5,000; in (3, 0, 2) there are three numbers."""
POWER = re.compile(r"\s*[×x·*]\s*10\s*\^?\s*\{?([-+]?\d+)\}?")


def plain(text: str) -> str:
    r"""A label without markup, spaces or case of minus signs, so that labels can be compared.

    >>> plain(r"$F_{1} = 2.0\,\mathrm{N}$"), plain("60 °")
    ('F_1=2.0N', '60°')
    """
    return re.sub(r"\s", "", _without_markup(text))


def _without_markup(text: str) -> str:
    text = re.sub(r"\\(?:mathrm|mathbf|mathit|text|vec|mathsf|rm)\b\s*", "", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda match: SYMBOLS.get(match[1], match[1]), text)
    text = re.sub(r"[${}]|\^(?=°)", "", re.sub(r"\\[,;:! ]", " ", text))
    return text.translate(RAISED).replace("−", "-").replace("–", "-")


def numbers(text: str) -> list[float]:
    r"""Every number in a text, with its power of ten.

    >>> numbers(r"$m_1 = 1.5 \times 10^{3}$ kg"), numbers("5,000 m"), numbers("1.7 × 10²¹ J")
    ([1500.0], [5000.0], [1.7e+21])
    """
    text = re.sub(r"\\times|\\cdot", "×", re.sub(r"\\[,;:! ]", " ", text.replace("−", "-")))
    text = re.sub(r"10([⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda match: "10^" + match[1].translate(RAISED), text)
    text = re.sub(r"_\{[^}]*\}|_\w|[₀-₉]", "", text)
    found, place = [], 0
    while match := NUMBER.search(text, place):
        value = float(match[0].replace(",", "").replace(" ", "") or 0)
        power = POWER.match(text, match.end())
        place = power.end() if power else match.end()
        # Cut before it is a number: Python refuses to read one of more than 4,300 digits.
        found.append(value * 10.0 ** max(min(int(power[1][:5]), 300), -300) if power else value)
    return found
