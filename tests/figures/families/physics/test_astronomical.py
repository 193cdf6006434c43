"""Astronomy of the figure families against values of tables and other ways to the same value."""

import math

import numpy as np
import pytest

from scisynth.figures.families.physics.astronomical.circular_orbits import GRAVITY, orbit_period, orbit_radius
from scisynth.figures.families.physics.astronomical.ellipses import (
    eccentric_anomaly,
    orbit_place,
    perihelion_speed,
    period_years,
    speed_at,
)
from scisynth.figures.families.physics.astronomical.moons import PHASES, angle_run
from scisynth.figures.families.physics.astronomical.seasons import noon_altitude
from scisynth.figures.families.physics.astronomical.shadows import shadow_width, umbra_length
from scisynth.figures.families.physics.astronomical.sights import parsecs, separation
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


def test_kepler_equation_and_equal_areas():
    assert eccentric_anomaly(1.0, 0.0) == pytest.approx(1.0)
    found = eccentric_anomaly(0.7, 0.6)
    assert found - 0.6 * math.sin(found) == pytest.approx(0.7)
    swept = []
    for start in (0.0, 2.5):
        rim = np.asarray([orbit_place(2.0, 0.5, start + step) for step in np.linspace(0, 0.4, 200)])
        (x0, y0), (x1, y1) = rim[:-1].T, rim[1:].T
        swept.append(abs(np.sum(x0 * y1 - x1 * y0)) / 2)
    assert swept[0] == pytest.approx(swept[1], rel=1e-3)


def test_periods_and_speeds_of_known_bodies():
    assert period_years(5.203) == pytest.approx(11.86, rel=2e-3)  # Jupiter
    assert period_years((0.587 + 35.1) / 2) == pytest.approx(75.3, rel=0.02)  # Halley
    # The Earth: 30.29 km/s at 0.9833 AU, 29.29 km/s at 1.0167 AU.
    assert speed_at(30.29, 0.9833, 1.0167) == pytest.approx(29.29, abs=0.01)
    assert perihelion_speed(0.9833, 1.0167 / 0.9833) == pytest.approx(30.29, abs=0.02)
    # Mercury is fastest at 58.98 km/s, 0.3075 AU from the Sun; its aphelion is at 0.4667 AU.
    assert perihelion_speed(0.3075, 0.4667 / 0.3075) == pytest.approx(58.98, rel=2e-3)


def test_triangles_of_sun_earth_and_planet():
    assert separation(0.723, 0) == pytest.approx(0.277)
    assert separation(1.524, 180) == pytest.approx(2.524)
    for seed in SEEDS:
        p = get_family("greatest_elongation").sample(seed)
        if p.layout == "greatest":
            # The tangent, the radius and the Earth's distance make a right triangle.
            tangent = math.cos(math.radians(p.angle))
            assert tangent**2 + p.orbit**2 == pytest.approx(1.0)
        elif p.layout == "quadrature":
            assert separation(p.orbit, p.turn) ** 2 + 1 == pytest.approx(p.orbit**2)


def test_distance_of_the_nearest_star():
    assert parsecs(1.0, 0.768) == pytest.approx(1.30, abs=0.01)
    # One AU over the tangent of the angle, in parsec of 206265 AU.
    assert parsecs(5.2, 0.3) == pytest.approx(5.2 / math.tan(math.radians(0.3 / 3600)) / 206264.8, rel=1e-6)


def test_the_moon_is_half_lit_after_a_quarter_and_full_after_half_a_month():
    assert angle_run(14.75, 29.5) == pytest.approx(180)
    for index, phase in enumerate(PHASES):
        lit = (1 - math.cos(math.radians(45 * index))) / 2
        expected = {"new": 0, "full": 1, "quarter": 0.5}
        for word, fraction in expected.items():
            if word in phase.split():
                assert lit == pytest.approx(fraction)
        assert ("gibbous" in phase) == (0.5 < lit - 1e-9 < 1 - 1e-6)


def test_umbra_of_the_earth_reaches_beyond_the_moon():
    assert umbra_length(696000, 6371, 1.496e8) == pytest.approx(1.38e6, rel=0.01)
    assert shadow_width(696000, 6371, 1.496e8, 384400, penumbra=False) == pytest.approx(9200, rel=0.01)
    assert shadow_width(696000, 6371, 1.496e8, 384400, penumbra=True) == pytest.approx(16350, rel=0.01)
    assert shadow_width(6.0, 2.0, 8.0, umbra_length(6.0, 2.0, 8.0), penumbra=False) == pytest.approx(0.0)


def test_height_of_the_sun_by_vectors():
    for latitude, lean in ((50, 23.4), (50, -23.4), (35, 0)):
        axis = np.asarray([math.sin(math.radians(lean)), math.cos(math.radians(lean))])  # towards the Sun, up
        turn = math.radians(90 - latitude)
        up = np.asarray(
            [axis[0] * math.cos(turn) + axis[1] * math.sin(turn), axis[1] * math.cos(turn) - axis[0] * math.sin(turn)]
        )
        assert noon_altitude(latitude, lean) == pytest.approx(math.degrees(math.asin(up[0])))


def test_no_region_of_a_shadow_is_named_like_the_radius_of_the_sun():
    family = get_family("eclipse_shadow")
    assert all("R" not in family.sample(seed).letters for seed in SEEDS)
