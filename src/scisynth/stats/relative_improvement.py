"""How much of a base model's implicit-explicit gap another one closed (arXiv 2504.13129, section 5.3).

    RI = (tuned_IP - base_IP) / (base_EP - base_IP)

Means of scores against the implicit prompt. Intervals resample clusters, since prompts of one subject succeed and fail together,
or single prompts where there are few clusters (`stats.intervals`).
Not defined where the base's explicit prompts do no better than its implicit ones.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from scisynth.core.records import Metric
from scisynth.stats.intervals import by_cluster, choose_units

NUM_RESAMPLES = 2000


def improvement_ratio(rows_N3: np.ndarray, clusters: Sequence[Hashable]) -> Metric:
    """(mean tuned - mean base) / (mean explicit - mean base) of rows (tuned, base, explicit), one cluster a row."""
    units, resampled = choose_units(clusters)
    sums_C3 = np.stack([by_cluster(column_N, units)[0] for column_N in rows_N3.T], axis=1)
    value = _improvement(sums_C3.sum(0))
    if value is None:
        return Metric(value=None, low=None, high=None, n=len(rows_N3))
    rng = np.random.default_rng(0)
    draws = [rng.integers(0, len(sums_C3), len(sums_C3)) for _ in range(NUM_RESAMPLES)]
    values = [found for draw in draws if (found := _improvement(sums_C3[draw].sum(0))) is not None]
    low, high = np.quantile(values, [0.025, 0.975])
    return Metric(value=value, low=float(low), high=float(high), n=len(rows_N3), resampled=resampled)


def _improvement(sums_3: np.ndarray) -> float | None:
    tuned, base, explicit = sums_3
    return float((tuned - base) / (explicit - base)) if explicit > base else None
