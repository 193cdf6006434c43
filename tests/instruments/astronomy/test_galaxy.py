"""Galaxies: GalSim's own pass validators that never saw them, arms are counted, and the empty sky tells nothing."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from scisynth.instruments.astronomy.galaxy import Galaxy, GalaxyParameters, inclination
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import registered

GALAXY = next(item for item in registered("astronomy") if isinstance(item, Galaxy))
ELLIPTICAL = replace(GALAXY.sample(300, 1), kind="elliptical", axis_ratio=0.7)
SPIRAL = next(p for p in map(GALAXY.sample, range(1, 99)) if p.kind == "spiral" and p.axis_ratio > 0.6)


def verdicts(p: GalaxyParameters, claimed: GalaxyParameters, seed: int = 0) -> dict[str, str]:
    frame = GALAXY.expose(p, 128, np.random.default_rng(seed)).frame
    return {item.quantity: item.verdict for item in GALAXY.measure(frame, GALAXY.claims(claimed))}


def test_an_elliptical_passes_as_claimed_and_its_violations_of_ten_percent_are_caught():
    assert set(verdicts(ELLIPTICAL, ELLIPTICAL).values()) == {"pass"}
    for name in ("wrong_size", "wrong_brightness"):
        breaks = GALAXY.violations[name]
        assert verdicts(breaks.apply(ELLIPTICAL, 0.10, Random(1)), ELLIPTICAL)[breaks.breaks] == "fail"


@pytest.mark.parametrize("num", [2, 3, 4])
def test_arms_are_counted_and_the_sense_in_which_they_turn_is_told(num):
    p = replace(SPIRAL, num_arms=num, pitch=17)
    found = verdicts(p, p)
    assert found["num_arms"] == found["winding"] == "pass"
    assert verdicts(GALAXY.violations["mirrored"].apply(p, 1.0, Random(0)), p)["winding"] == "fail"


def test_galsims_own_galaxy_passes_a_validator_that_never_saw_it():
    galsim = pytest.importorskip("galsim")
    pixel, seeing, flux = 0.5, 1.4, 600_000.0
    # GalSim's half-light radius is that of the circle of the same area.
    profile = galsim.Sersic(n=2.5, half_light_radius=4.0 * np.sqrt(0.6), flux=flux)
    galaxy = profile.shear(q=0.6, beta=25 * galsim.degrees)
    image = galsim.Convolve(galaxy, galsim.Moffat(beta=3.0, fwhm=seeing)).drawImage(nx=128, ny=128, scale=pixel)
    counts = np.random.default_rng(1).poisson(np.clip(image.array, 0, None) + 90.0).astype(np.float32)
    # Its y runs up with the rows, ours down: the image is turned over to be looked at.
    frame = Frame(pixels=counts[::-1].copy(), pixel_size=pixel, unit="arcsec")
    under = {"seeing": seeing, "zero_point": 27.0}
    claims = [
        Claim(quantity="half_light_radius", value=4.0, unit="arcsec", tolerance=0.1, given=under),
        Claim(quantity="axis_ratio", value=0.6, tolerance=0.02, given=under),
        Claim(quantity="sersic_index", value=2.5, tolerance=0.1, given=under),
        Claim(quantity="position_angle", value=115.0, unit="°", tolerance=2.0, given=under),
        Claim(quantity="magnitude", value=27 - 2.5 * np.log10(flux), tolerance=0.03, given=under),
    ]
    found = GALAXY.measure(frame, claims)
    assert [item.verdict for item in found] == ["pass"] * 5, [item.sentence for item in found]


def test_without_a_galaxy_or_a_seeing_nothing_is_told():
    empty = Frame(
        pixels=np.random.default_rng(0).poisson(90, (96, 96)).astype(np.float32), pixel_size=0.5, unit="arcsec"
    )
    assert {item.verdict for item in GALAXY.measure(empty, GALAXY.claims(ELLIPTICAL))} == {"cannot tell"}
    frame = GALAXY.expose(ELLIPTICAL, 96, np.random.default_rng(0)).frame
    assert GALAXY.measure(frame, [Claim(quantity="sersic_index", value=2.0)])[0].verdict == "cannot tell"


def test_a_thin_disc_of_half_the_width_is_tilted_by_sixty_degrees():
    assert inclination(0.5) == pytest.approx(60.0)
