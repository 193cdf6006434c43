"""Waves of the figure families against curves that are sampled and measured, and textbook values."""

import math

import numpy as np
import pytest

from scisynth.figures.families.physics.waveform.doppler import heard
from scisynth.figures.families.physics.waveform.standing import wavelength_of
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


@pytest.mark.parametrize(
    ("length", "quarters", "expected"), [(0.5, 2, 1.0), (0.25, 1, 1.0), (0.75, 3, 1.0), (1.2, 4, 1.2)]
)
def test_wavelengths_in_pipes_of_textbooks(length, quarters, expected):
    assert wavelength_of(length, quarters) == pytest.approx(expected)


def test_speeds_on_strings_follow_from_their_tension():
    for seed in range(60):
        item = get_family("standing_wave")
        p = item.sample(seed)
        if p.layout == "weight":
            tension, metre = p.mass * 9.81, item.solve(p).answer.value / 1000
            # f = n/(2 L) · √(F/μ)
            assert p.num / (2 * p.length) * math.sqrt(tension / metre) == pytest.approx(p.frequency)


def test_highest_speeds_are_slopes_of_the_drawn_curve():
    for seed in range(24):
        item = get_family("harmonic_motion")
        p = item.sample(seed)
        t = np.linspace(0, p.period, 100_001)
        x = p.high * np.sin(2 * np.pi * (t / p.period + p.quarter / 4))
        speed = np.gradient(x, t)
        expected = {
            "speed": speed.max(), "acceleration": np.gradient(speed, t)[2:-2].max() / 100, "frequency": 1 / p.period,
            "place": np.interp(p.time.value % p.period, t, x),
        }[p.asked]  # fmt: skip
        assert item.solve(p).answer.value == pytest.approx(expected, rel=1e-3, abs=1e-4)


def test_doppler_by_counting_fronts():
    # A front leaves every 1/f₀; the observer meets them at the places where both are at one time.
    def met(sound, source, observer):
        times = []
        for k in (0, 1):
            sent, at = k / 500, source * k / 500
            # at + c (t − sent) = 100 − observer t
            times.append((100 + sound * sent - at) / (sound + observer))
        return 1 / (times[1] - times[0])

    for source, observer in ((60, 0), (-60, 0), (0, 40), (0, -40)):
        assert heard(500, 340, source, observer) == pytest.approx(met(340, source, observer))


def test_shock_cone_of_twice_the_speed_of_sound_is_thirty_degrees_wide():
    p = get_family("doppler_fronts").sample(0)
    assert type(p).angle.fget(type("Q", (), {"sound": 340, "speed": 680})()) == pytest.approx(30)


def test_damping_constant_fits_the_printed_crests():
    for seed in range(20):
        item = get_family("damped_oscillation")
        p, one = item.sample(seed), item.solve(item.sample(seed)).answer.value
        first, later = (quantity.value for quantity in p.heights)
        if p.asked == "rate":
            assert first * math.exp(-one * p.apart * p.period) == pytest.approx(later)
        if p.asked == "next":
            assert (later / first) ** ((p.apart + 1) / p.apart) == pytest.approx(one / first)


def test_signals_by_integrals_of_the_drawn_curve():
    for seed in range(60):
        item = get_family("periodic_signal")
        p = item.sample(seed)
        t = (np.arange(40_000) + 0.5) / 40_000 * p.period
        corners = np.asarray(p.corners)
        # Interpolation needs times that grow: an edge takes no time.
        times = corners[:, 0] + 1e-9 * np.arange(len(corners))
        u = np.interp(t, times, corners[:, 1])
        turns = np.exp(-2j * np.pi * p.order * t / p.period)
        expected = {"mean": u.mean(), "effective": math.sqrt((u**2).mean()), "harmonic": 2 * abs((u * turns).mean())}
        assert item.solve(p).answer.value == pytest.approx(expected[p.asked], rel=2e-3), seed
