"""The Hipparcos catalogue against a second source (PyEphem's bright stars), and the projection against astropy's."""

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.constellation_figures import figures, named_figure
from scisynth.instruments.astronomy.sky_camera import SkyCamera, half_width
from scisynth.instruments.astronomy.star_catalogue import catalogue, direction_of, temperature_of_b_v

ARCSEC = 3600 * 180 / np.pi
OTHER_NAMES = {"Elnath": "Alnath"}


def bright_stars() -> dict[str, tuple[np.ndarray, float]]:
    """Name to direction (J2000) and V."""
    stars = pytest.importorskip("ephem.stars")
    found = {}
    for line in stars.db.strip().splitlines():
        name, _, ra, dec, magnitude = line.split(",")[:5]
        angles = np.radians(15 * float(ra.split("|")[0])), np.radians(float(dec.split("|")[0]))
        found[name] = direction_of(*map(np.array, angles)), float(magnitude)
    return found


def test_places_and_magnitudes_are_those_of_pyephem():
    sky, off = catalogue(), []
    for direction, magnitude in bright_stars().values():
        near = np.flatnonzero(sky.directions_N3 @ direction > np.cos(30 / ARCSEC))
        index = near[sky.v_N[near].argmin()]
        assert np.linalg.norm(sky.directions_N3[index] - direction) * ARCSEC < 2
        off.append(sky.v_N[index] - magnitude)
    assert len(off) > 100
    assert np.abs(off).max() < 0.17  # Antares, which varies
    assert np.std(off) < 0.05


def test_names_belong_to_the_stars_that_pyephem_gives_them_to():
    known, seen = bright_stars(), 0
    for figure in figures().values():
        for name, direction in zip(figure.names, figure.directions_n3, strict=True):
            theirs = known.get(OTHER_NAMES.get(name, name))
            if theirs is not None:
                seen += 1
                assert np.linalg.norm(direction - theirs[0]) * ARCSEC < 2, name
    assert seen > 50


def test_figures_hold_stars_that_the_eye_sees():
    assert len(figures()) >= 12
    for figure in figures().values():
        assert 5 <= len(figure.names) <= 10
        assert catalogue().v_N[figure.indices].max() < 4.5
        assert figure.radius < 25


def test_a_figure_is_found_by_name_or_key_and_no_other_name():
    assert named_figure("ursa major") is named_figure("Ursa Major") is named_figure("ursa_major")
    assert named_figure("Boötes").key == "bootes"
    with pytest.raises(DataError, match="did you mean 'orion'"):
        named_figure("Orian")


def test_temperatures_are_those_of_known_stars():
    assert temperature_of_b_v(0.65) == pytest.approx(5772, rel=0.02)  # the Sun, B-V = 0.65
    assert temperature_of_b_v(0.0) == pytest.approx(9790, rel=0.05)  # Vega's kind, A0 V


@pytest.mark.parametrize("north", [0.0, 35.0, -120.0])
def test_the_projection_is_astropys_tan(north):
    wcs = pytest.importorskip("astropy.wcs").WCS(naxis=2)
    ra, dec = 83.0, -5.0
    wcs.wcs.ctype, wcs.wcs.crval, wcs.wcs.crpix, wcs.wcs.cdelt = ["RA---TAN", "DEC--TAN"], [ra, dec], [1, 1], [-1, 1]
    angle = np.radians(north)
    wcs.wcs.pc = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    stars = named_figure("orion").directions_n3
    places = np.degrees(np.stack([np.arctan2(stars[:, 1], stars[:, 0]), np.arcsin(stars[:, 2])], axis=1))
    theirs = wcs.all_world2pix(places, 0)
    axis = direction_of(*np.radians([ra, dec]))
    ours = np.degrees(SkyCamera(axis=tuple(axis), north=north).project(stars))
    # A FITS image counts rows upwards.
    assert ours == pytest.approx(theirs * [1, -1], abs=1e-6)
    assert half_width(90) == pytest.approx(1)
