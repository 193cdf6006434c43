"""Astronomy of the figure families against values of tables and other ways to the same value."""

import math

import pytest

from scisynth.figures.families.physics.astronomical.circular_orbits import GRAVITY, orbit_period, orbit_radius
from scisynth.figures.families.registry import get_family

SEEDS = range(40)


def test_known_orbits():
    assert orbit_period(1.989e30, 1.496e11) / 86400 == pytest.approx(365.25, rel=2e-3)
    assert orbit_radius(5.97e24, 86164) / 1000 == pytest.approx(42164, rel=2e-3)
    assert orbit_period(5.97e24, 6.371e6 + 4.08e5) / 60 == pytest.approx(92.6, abs=0.3)  # space station


def test_what_is_asked_follows_from_energy_and_force():
    family = get_family("circular_orbit")
    for seed in SEEDS:
        p = family.sample(seed)
        metres, value = p.radius * 1000, family.solve(p).answer.value
        if p.asked == "speed":
            # Half of the escape speed squared.
            assert (value * 1000) ** 2 == pytest.approx(GRAVITY * p.mass / metres, rel=0.02)
        elif p.asked == "force":
            assert value == pytest.approx(GRAVITY * p.mass * p.load / metres**2)
        elif p.asked == "period":
            seconds = value * (86400 if p.is_star else 3600)
            assert seconds**2 / metres**3 == pytest.approx(4 * math.pi**2 / (GRAVITY * p.mass))
        elif p.asked == "mass":
            assert value == pytest.approx(p.mass, rel=0.02)
