"""Waves of the figure families against curves that are sampled and measured, and textbook values."""

import math

import numpy as np
import pytest

from scisynth.figures.families.physics.waveform.sums import sum_amplitude
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.marks import Path


def drawn_curve(scene, name):
    mark = scene.mark(name)
    assert isinstance(mark, Path)
    return np.asarray(mark.points)


def crest_places(points):
    y = points[:, 1]
    inner = (y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])
    return points[1:-1][inner][:, 0]


def test_wavelengths_and_speeds_follow_from_the_drawn_crests():
    for seed in range(24):
        item = get_family("wave_snapshot")
        p, scene = item.sample(seed), item.make(seed)
        gap = float(np.diff(crest_places(drawn_curve(scene, "curve:wave")))[0])
        times = {"moment": p.frequency, "place": p.speed}
        if p.layout in times:
            assert scene.answer.value == pytest.approx(gap * times[p.layout], rel=0.02)
        if p.layout == "both":
            later = float(np.diff(crest_places(drawn_curve(scene, "curve:later")))[0])
            assert scene.answer.value == pytest.approx(gap / later, rel=0.03)


def test_phase_is_the_delay_with_the_best_overlap():
    for seed in range(24):
        item = get_family("phase_difference")
        p, scene = item.sample(seed), item.make(seed)
        if p.layout == "points":
            continue
        one, two = (drawn_curve(scene, f"curve:{letter}") for letter in p.letters)
        # Over two whole periods the overlap of sines is A₁A₂/2 · cos φ.
        overlap = float(np.mean(one[:-1, 1] * two[:-1, 1])) * 2 / (p.heights[0] * p.heights[1])
        turn = math.degrees(math.acos(overlap)) if p.unit == "°" else math.acos(overlap)
        assert scene.answer.value == pytest.approx(turn, rel=0.01)


def test_beats_are_the_sum_of_two_tones():
    for seed in range(8):
        item = get_family("beats")
        p, scene = item.sample(seed), item.make(seed)
        t, drawn = drawn_curve(scene, "curve:sum").T
        tones = [np.exp(2j * np.pi * f / 1000 * t) for f in (p.known.value, p.other_hz)]
        expected = abs(np.imag(tones[0] - tones[1])) if p.is_silent else abs(np.real(tones[0] + tones[1]))
        assert abs(drawn) == pytest.approx(expected, abs=1e-6), seed


def test_amplitude_of_a_sum_is_the_top_of_the_added_curves():
    x = np.linspace(0, 2 * np.pi, 100_001)
    for one, two, phase in ((3, 4, 90), (1.5, 3.5, 45), (2, 5, 150)):
        curve = one * np.sin(x) + two * np.sin(x + math.radians(phase))
        assert sum_amplitude(one, two, phase) == pytest.approx(curve.max(), rel=1e-6)
    assert sum_amplitude(3, 4, 90) == pytest.approx(5)
