"""A panel: several judges as one, who must agree. Where they do not, there is no score but a state.

One judge's whim is another's honest grade; what all say alike is worth more than the mean of what they do not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from scisynth.core.records import FREE
from scisynth.pipelines.science_t2i.images import ImageKey
from scisynth.pipelines.science_t2i.rows import BenchRow

PANEL = "panel"
TOLERANCE = 1 / 3 + 1e-9
"""One grade of the three."""


def panel_rows(rows: Sequence[BenchRow]) -> list[BenchRow]:
    """One row an image that several judges of one unit graded: their mean where they are at most a grade apart."""
    by_image: dict[ImageKey, list[BenchRow]] = defaultdict(list)
    for row in rows:
        by_image[row.key].append(row)
    return [_panel(found) for found in by_image.values()]


def _panel(rows: Sequence[BenchRow]) -> BenchRow:
    failed = next((row for row in rows if row.score is None), None)
    scores = [row.score for row in rows if row.score is not None]
    told = "; ".join(f"{row.judge}: {'-' if row.score is None else f'{row.score:.2f}'}" for row in rows)
    # Their own rows say what they cost.
    common = replace(
        rows[0], judge=PANEL, raw=told, reason="", requests=0, input_tokens=0, output_tokens=0, usd=FREE.usd
    )
    if failed:
        return replace(common, status=failed.status, score=None, reason=f"{failed.judge}: {failed.reason}")
    if max(scores) - min(scores) > TOLERANCE:
        return replace(common, status="disagreed", score=None, reason=told)
    return replace(common, status="ok", score=fmean(scores))
