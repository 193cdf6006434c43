"""Distances between sets of images: against closed forms, and against their own baselines."""

import numpy as np
import pytest
from scipy import stats

from scisynth.core.errors import DataError
from scisynth.instruments import congruence
from scisynth.instruments.congruence import (
    compare_values,
    image_features,
    ks_distance,
    manifold_scores,
    radial_spectrum,
    same_source_scores,
    wasserstein,
)
from scisynth.instruments.frame import Frame


def normal(n, mean=0.0, seed=0):
    return np.random.default_rng(seed).normal(mean, 1, n)


def test_the_distance_of_shifted_values_is_the_shift():
    values = normal(100)
    assert wasserstein(values, values + 0.7) == pytest.approx(0.7)


def test_ks_agrees_with_scipy_also_with_ties():
    first, second = np.round(normal(80), 1), np.round(normal(60, 0.3, seed=1), 1)
    assert ks_distance(first, second) == pytest.approx(stats.ks_2samp(first, second).statistic)


def test_another_distribution_is_beyond_chance_and_the_same_is_not():
    same = compare_values("size", "µm", normal(150), normal(150, seed=1), seed=3)
    other = compare_values("size", "µm", normal(150), normal(150, 1.0, seed=2), wrong=normal(50, 3.0), seed=3)
    assert not same.wasserstein.is_beyond_chance
    assert not same.ks.is_beyond_chance
    assert other.wasserstein.is_beyond_chance
    assert other.ks.is_beyond_chance
    assert other.wasserstein.wrong_source > other.wasserstein.value > other.wasserstein.same_source
    assert other.needed_n is not None
    assert other.needed_n < 100


@pytest.mark.parametrize("sizes", [(500, 15), (15, 500), (120, 40)])
def test_sets_of_one_source_seldom_differ_whatever_their_sizes(monkeypatch, sizes):
    monkeypatch.setattr(congruence, "NUM_RESAMPLES", 60)
    draw = np.random.default_rng(0)
    pairs = [[draw.normal(0, 1, n) for n in sizes] for _ in range(20)]
    found = [compare_values("size", "", real, other, seed=seed) for seed, (real, other) in enumerate(pairs)]
    assert sum(item.wasserstein.is_beyond_chance for item in found) <= 1
    assert sum(item.ks.is_beyond_chance for item in found) <= 1
    assert all(item.needed_n is None for item in found if not item.wasserstein.is_beyond_chance)
    far = compare_values("size", "", pairs[0][0], pairs[0][1] + 1.5)
    assert far.wasserstein.is_beyond_chance


def test_few_values_are_refused():
    with pytest.raises(DataError, match="10 measured values"):
        compare_values("size", "µm", normal(5), normal(50))


def test_the_spectrum_of_a_wave_peaks_at_its_frequency():
    x = np.arange(128)
    wave = np.sin(2 * np.pi * 0.25 * x)[None, :].repeat(128, axis=0).astype(np.float32)
    assert radial_spectrum(wave).argmax() == 12  # a quarter of a cycle a pixel is half of the way to Nyquist


def test_features_ignore_exposure_but_not_texture():
    draw = np.random.default_rng(0)
    noise = draw.normal(0, 1, (64, 64)).astype(np.float32)
    smooth = np.cumsum(np.cumsum(noise, 0), 1).astype(np.float32)
    first, brighter, other = (
        image_features(Frame(pixels=pixels - pixels.min())) for pixels in (noise, 40 * noise, smooth)
    )
    assert np.allclose(first, brighter, atol=1e-4)
    assert np.abs(first - other).max() > 0.5


def test_manifold_scores_of_the_same_a_collapsed_and_a_foreign_set():
    draw = np.random.default_rng(0)
    real, same = draw.normal(0, 1, (200, 4)), draw.normal(0, 1, (200, 4))
    collapsed = 0.01 * draw.normal(0, 1, (200, 4))
    foreign = draw.normal(8, 1, (200, 4))
    scores = {
        name: manifold_scores(real, rows)
        for name, rows in (("same", same), ("collapsed", collapsed), ("foreign", foreign))
    }
    assert scores["same"].precision > 0.85
    assert scores["same"].coverage > 0.9
    assert scores["collapsed"].precision > 0.9
    assert scores["collapsed"].recall < 0.1
    assert scores["collapsed"].coverage < 0.2
    assert scores["foreign"].precision == scores["foreign"].recall == scores["foreign"].density == 0
    assert same_source_scores(real).coverage > 0.85
