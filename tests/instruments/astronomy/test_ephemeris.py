"""Phases on dates: almanac dates of new and full Moons, and the positions of astropy and PyEphem."""

import math
from datetime import timedelta

import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.ephemeris import diameter_arcsec, moon, moon_face, planet, read_date

FULL = ("2000-01-21T04:40", "2010-12-21T08:13", "2019-01-21T05:16", "2024-09-18T02:34", "2025-03-14T06:55")
"""UTC, of the almanac: those of eclipses, so that the Moon stands near the ecliptic."""
NEW = ("1999-08-11T11:08", "2017-08-21T18:30", "2024-04-08T18:21", "2006-03-29T10:15")
DATES = ("1992-04-12T00:00", "2003-07-01T06:00", "2015-11-20T18:00", "2024-02-29T12:00", "2031-05-05T03:00")


@pytest.mark.parametrize("date", FULL)
def test_full_moons_of_the_almanac_are_full(date):
    assert moon(read_date(date)).phase_angle < 1.8


@pytest.mark.parametrize("date", NEW)
def test_new_moons_of_the_almanac_are_new_and_the_moon_waxes_after_them(date):
    new = read_date(date)
    assert moon(new).fraction < 0.0003
    later, earlier = moon(new + timedelta(days=4)), moon(new - timedelta(days=4))
    assert later.is_east and not earlier.is_east
    assert 180 < later.bright_limb < 360 and 0 < earlier.bright_limb < 180


def test_the_moon_of_meeus_example():
    found = moon(read_date("1992-04-12T00:00"))  # example 48.a
    assert found.fraction == pytest.approx(0.6786, abs=0.002)
    assert found.bright_limb == pytest.approx(285.0, abs=0.4)
    assert moon_face(read_date("1992-04-12T00:00"))[:2] == pytest.approx((-1.2, 4.2), abs=1.0)  # example 53.a


def test_venus_of_meeus_example():
    found = planet("venus", read_date("1992-12-20T00:00"))  # example 41.a
    assert found.fraction == pytest.approx(0.647, abs=0.002)
    assert found.distance == pytest.approx(0.9109, abs=0.001)


@pytest.mark.parametrize("date", DATES)
def test_phases_are_those_of_pyephem(date):
    ephem = pytest.importorskip("ephem")
    bodies = {"moon": ephem.Moon(), "mercury": ephem.Mercury(), "venus": ephem.Venus(), "mars": ephem.Mars()}
    for name, body in bodies.items():
        body.compute(date.replace("T", " ").replace("-", "/"))
        ours = moon(read_date(date)) if name == "moon" else planet(name, read_date(date))
        assert ours.fraction == pytest.approx(body.phase / 100, abs=0.004), name
        assert ours.elongation == pytest.approx(abs(math.degrees(body.elong)), abs=1.0 if name == "moon" else 0.1)
        assert ours.is_east == (body.elong > 0)
        if name != "moon":
            assert diameter_arcsec(name, ours.distance) == pytest.approx(body.size, rel=0.02)


def test_the_moon_stands_where_astropy_sees_it():
    coordinates = pytest.importorskip("astropy.coordinates")
    from astropy.time import Time
    from astropy.utils import iers

    iers.conf.auto_download = False
    for date in DATES:
        time = Time(date, scale="tdb")
        body, sun = (coordinates.get_body(name, time) for name in ("moon", "sun"))
        assert moon(read_date(date)).elongation == pytest.approx(body.separation(sun).deg, abs=0.2)
        angle = body.position_angle(coordinates.SkyCoord(sun.ra, sun.dec)).deg
        assert moon(read_date(date)).bright_limb == pytest.approx(angle, abs=1.0)


def test_dates_of_another_form_are_refused():
    with pytest.raises(DataError, match="2024-04-08T18:00"):
        read_date("8 April 2024")
    with pytest.raises(DataError, match="1800 to 2050"):
        read_date("1066-10-14")
