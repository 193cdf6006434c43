"""Student's t: its distribution and its quantiles, for intervals of few observations.

P(|T| > t) with v degrees of freedom is the regularised incomplete beta function I_x(v / 2, 1 / 2) at x = v / (v + t^2), computed by its
continued fraction (Abramowitz and Stegun 26.7.1 and 26.5.8), right to 1e-10. Degrees of freedom need not be whole.
"""

from math import exp, inf, lgamma, log, log1p

MAX_TERMS = 500


def t_tail(t: float, freedom: float) -> float:
    """P(|T| > |t|), the two-sided p value.

    >>> round(t_tail(2.0, 3), 6), round(t_tail(4.302653, 2), 6)
    (0.139326, 0.05)
    """
    x = freedom / (freedom + t * t)
    return _incomplete_beta(x, freedom / 2, 0.5)


def t_quantile(probability: float, freedom: float) -> float:
    """The number below which T lies with this probability, in (0, 1).

    >>> round(t_quantile(0.975, 2), 4), round(t_quantile(0.8, 1), 4)
    (4.3027, 1.3764)
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    tail = 2 * (1 - probability)
    low, high = 0.0, 1.0
    while t_tail(high, freedom) > tail and high < inf:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > tail else (low, middle)
    return (low + high) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    # Lentz's way through the continued fraction.
    c = 1.0
    d = 1 / (1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, MAX_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            fraction *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return front * fraction
