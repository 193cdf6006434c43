"""RI by worked arithmetic, with its paired cluster interval."""

import numpy as np
import pytest

from scisynth.pipelines.alignment.stages import StageImages, mean_score, relative_improvement
from scisynth.prompts.write import PromptsConfig, write_prompts

PROMPTS = tuple(write_prompts(PromptsConfig(num=64, split="test_S"), 0))


def pictures(scores, stage="base", tier="implicit"):
    values = np.broadcast_to(np.asarray(scores, dtype=float), (len(PROMPTS),))
    return StageImages(stage=stage, split="test_S", tier=tier, prompt_sets=PROMPTS, images=(), scores={"judge": values})


def test_ri_is_the_share_of_the_gap_that_was_closed():
    metric = relative_improvement(pictures(0.5), pictures(0.2), pictures(0.8), "judge")
    # (0.5 - 0.2) / (0.8 - 0.2)
    assert metric.value == pytest.approx(0.5) and metric.n == 64
    assert (metric.low, metric.high) == (pytest.approx(0.5), pytest.approx(0.5))


def test_the_interval_holds_the_value_and_pairs_the_prompts():
    rng = np.random.default_rng(0)
    base = rng.uniform(0, 0.3, 64)
    tuned, explicit = base + rng.normal(0.3, 0.05, 64), base + 0.6
    metric = relative_improvement(pictures(tuned), pictures(base), pictures(explicit), "judge")
    assert metric.low < metric.value < metric.high
    # What differs between prompts cancels, because every stage answers the same ones.
    assert metric.high - metric.low < 0.1


def test_no_gap_means_no_number_and_missing_grades_are_left_out():
    assert relative_improvement(pictures(0.9), pictures(0.5), pictures(0.5), "judge").value is None
    holes = np.where(np.arange(64) < 10, np.nan, 0.5)
    metric = relative_improvement(pictures(holes), pictures(0.2), pictures(0.8), "judge")
    assert metric.n == 54 and metric.value == pytest.approx(0.5)
    assert mean_score(pictures(holes), "judge").n == 54
