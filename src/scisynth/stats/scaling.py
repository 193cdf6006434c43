"""How a score grows with the number of training items: a straight line in log n, or a curve with a limit.

    log-linear    y = a + b log10 n             every tenfold of items adds b, without an end
    saturating    y = c - d n^-alpha            c is the limit; for alpha -> 0 it is the log-linear one

Fitted by least squares to one point a size and seed. The saturating curve has a parameter more and never fits worse, so the two are compared by

    AICc = m ln(RSS / m) + 2 k + 2 k (k + 1) / (m - k - 1)            m points, k parameters with the variance (3 and 4)

(Burnham and Anderson, Model Selection and Multimodel Inference, 2002: differences below 2 decide nothing, above 10 nearly everything).
Points of one seed share their test items, so this is a guide and no test. The gain per tenfold is a weighted sum of the scores, computed for each
item and seed by itself; its interval is that of `stats.crossed` and holds for other items and other trainings.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.stats.crossed import CrossedMean, crossed_mean

MIN_SIZES, MIN_POINTS = 3, 6
ALPHAS = np.geomspace(0.02, 5, 400)
_TINY = 1e-12
"""Of a sum of squares: points that lie on the curve have no spread."""


@dataclass(frozen=True, kw_only=True)
class Curve(Result):
    """One fitted curve."""

    form: str
    """`log-linear` or `saturating`."""
    parameters: Mapping[str, float]
    """`a`, `b`; or `limit`, `d`, `alpha`."""
    rss: float
    aicc: float | None
    """None with too few points."""

    def at(self, sizes_M: np.ndarray) -> np.ndarray:
        """The score at M numbers of items."""
        p = self.parameters
        if self.form == "log-linear":
            line: np.ndarray = p["a"] + p["b"] * np.log10(sizes_M)
            return line
        curve: np.ndarray = p["limit"] - p["d"] * sizes_M ** -p["alpha"]
        return curve


@dataclass(frozen=True, kw_only=True)
class ScalingFit(Result):
    """Both curves, and what a tenfold of items adds."""

    sizes: tuple[int, ...]
    means: tuple[float, ...]
    log_linear: Curve
    saturating: Curve
    gain_per_tenfold: CrossedMean
    delta_aicc: float | None
    """AICc of the saturating curve less that of the log-linear one: below 0 the former fits better."""

    @property
    def better(self) -> str:
        """The form that fits better, or empty where the difference decides nothing."""
        if self.delta_aicc is None or abs(self.delta_aicc) < 2:
            return ""
        return "saturating" if self.delta_aicc < 0 else "log-linear"


def fit_scaling(
    scores: Mapping[int, np.ndarray],
    clusters: Sequence[Hashable] | None = None,
    prompts: Sequence[Hashable] | None = None,
) -> ScalingFit:
    """Fits both curves.

    Args:
        scores: number of training items to scores [S, N] of S seeds on the same N test items, the same S and N for all.
        clusters: N names, see `stats.crossed`.
        prompts: N names, see `stats.crossed`.

    Raises:
        DataError: fewer than three sizes, or shapes that differ.
    """
    sizes = tuple(sorted(scores))
    shapes = {scores[size].shape for size in sizes}
    if len(sizes) < MIN_SIZES or len(shapes) != 1:
        raise DataError(
            f"expected scores of one shape at {MIN_SIZES} sizes or more, got {len(sizes)} sizes, shapes {shapes}"
        )
    values_MSN = np.stack([scores[size] for size in sizes])
    points_MS = values_MSN.mean(axis=2)
    x_M = np.log10(np.asarray(sizes, dtype=np.float64))
    centred_M = x_M - x_M.mean()
    slopes_SN = np.tensordot(centred_M / (centred_M**2).sum(), values_MSN, axes=1)
    n_P = np.repeat(np.asarray(sizes, dtype=np.float64), points_MS.shape[1])
    y_P = points_MS.ravel()
    line, curve = _log_linear(n_P, y_P), _saturating(n_P, y_P)
    delta = None if line.aicc is None or curve.aicc is None else curve.aicc - line.aicc
    return ScalingFit(
        sizes=sizes,
        means=tuple(map(float, points_MS.mean(axis=1))),
        log_linear=line,
        saturating=curve,
        gain_per_tenfold=crossed_mean(slopes_SN, clusters, prompts),
        delta_aicc=delta,
    )


def _log_linear(n_P: np.ndarray, y_P: np.ndarray) -> Curve:
    (a, b), rss = _least_squares(np.log10(n_P), y_P)
    return Curve(form="log-linear", parameters={"a": a, "b": b}, rss=rss, aicc=_aicc(rss, len(y_P), 3))


def _saturating(n_P: np.ndarray, y_P: np.ndarray) -> Curve:
    """For each alpha the rest is linear; the best alpha of a fine grid is taken."""
    best: tuple[float, float, float, float] = (inf, 0.0, 0.0, 0.0)
    for alpha in ALPHAS:
        (limit, slope), rss = _least_squares(n_P**-alpha, y_P)
        best = min(best, (rss, float(alpha), limit, -slope))
    rss, alpha, limit, d = best
    found = {"limit": limit, "d": d, "alpha": alpha}
    return Curve(form="saturating", parameters=found, rss=rss, aicc=_aicc(rss, len(y_P), 4))


def _least_squares(x_P: np.ndarray, y_P: np.ndarray) -> tuple[tuple[float, float], float]:
    """((intercept, slope), sum of squares)."""
    centred_P = x_P - x_P.mean()
    slope = float((centred_P * y_P).sum() / (centred_P**2).sum())
    intercept = float(y_P.mean() - slope * x_P.mean())
    return (intercept, slope), float(((y_P - intercept - slope * x_P) ** 2).sum())


def _aicc(rss: float, num_points: int, num_parameters: int) -> float | None:
    left = num_points - num_parameters - 1
    if num_points < MIN_POINTS or left <= 0:
        return None
    fit = num_points * log(max(rss, _TINY) / num_points)
    return fit + 2 * num_parameters + 2 * num_parameters * (num_parameters + 1) / left
