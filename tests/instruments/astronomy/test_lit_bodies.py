"""The Moon and planets: phase, side and size of a date from pixels, textbook images, and what cannot be told."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.findings.disc import disc_findings, limb_in_image, phase_on
from scisynth.instruments.astronomy.lit_bodies import Lit, draw_body, minnaert, venus_ground
from scisynth.instruments.astronomy.measure.disc import find_disc
from scisynth.instruments.astronomy.moon_phase import MoonPhase, MoonPhaseParameters
from scisynth.instruments.astronomy.planet_phase import PlanetPhase
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import registered

MOON = next(item for item in registered("astronomy") if isinstance(item, MoonPhase))
PLANET = next(item for item in registered("astronomy") if isinstance(item, PlanetPhase))
FIRST_QUARTER = replace(MOON.sample(0), date="2024-04-15T19:13", hemisphere="north", electrons=20000)
"""Of the almanac: 15 April 2024, 19:13 UTC."""


def verdicts(p: MoonPhaseParameters, seed: int = 0, size: int = 128) -> dict[str, str]:
    frame = MOON.expose(p, size, np.random.default_rng(seed)).frame
    return {item.quantity: item.verdict for item in MOON.measure(frame, MOON.claims(p))}


def test_a_first_quarter_of_the_almanac_is_half_lit_on_the_right_from_the_north_and_on_the_left_from_the_south():
    for hemisphere, side in (("north", "right"), ("south", "left")):
        p = replace(FIRST_QUARTER, hemisphere=hemisphere)
        claims = {claim.quantity: claim.value for claim in MOON.claims(p)}
        assert claims["lit_side"] == side
        assert claims["illuminated_fraction"] == pytest.approx(0.5, abs=0.01)
        assert set(verdicts(p).values()) == {"pass"}


@pytest.mark.parametrize("name", ["wrong_side", "wrong_phase", "tilted", "wrong_size", "bitten"])
def test_each_violation_of_a_moon_is_caught_in_its_strongest_dose(name):
    breaks = MOON.violations[name]
    twin = breaks.apply(FIRST_QUARTER, breaks.doses[-1], Random(1))
    frame = MOON.expose(twin, 128, np.random.default_rng(3)).frame
    found = {item.quantity: item.verdict for item in MOON.measure(frame, MOON.claims(FIRST_QUARTER))}
    assert found[breaks.breaks] == "fail"


def test_a_date_is_held_against_fraction_and_side():
    frame = MOON.expose(FIRST_QUARTER, 128, np.random.default_rng(0)).frame
    given: dict[str, float | str] = {"body": "moon", "hemisphere": "north"}
    for date, verdict in (("2024-04-15T19:13", "pass"), ("2024-05-01T12:00", "fail"), ("2024-04-18T19:00", "fail")):
        found = disc_findings(frame, [Claim(quantity="date", value=date, given=given)], "moon_phase")
        assert found[0].verdict == verdict, found[0].sentence


def test_phases_of_planets_of_textbooks():
    near = phase_on("venus", "2023-07-20T00:00")  # three weeks before inferior conjunction
    far = phase_on("venus", "2023-01-20T00:00")
    assert near.fraction < 0.2 < 0.9 < far.fraction
    assert near.distance < 0.4 < 1.4 < far.distance
    assert limb_in_image(near, "south") == pytest.approx((limb_in_image(near, "north") + 180) % 360)
    with pytest.raises(DataError, match="north or south"):
        limb_in_image(near, "east")
    with pytest.raises(DataError, match="pluto"):
        phase_on("pluto", "2023-01-20T00:00")


def test_planets_pass_as_claimed():
    p = next(p for p in map(PLANET.sample, range(40, 80)) if phase_on(p.body, p.date).fraction < 0.8)
    frame = PLANET.expose(replace(p, electrons=20000), 128, np.random.default_rng(1)).frame
    assert {item.verdict for item in PLANET.measure(frame, PLANET.claims(p))} == {"pass"}


@pytest.mark.parametrize("fraction", [0.25, 0.5, 0.75])
def test_a_flat_drawing_of_a_phase_is_measured_as_well(fraction):
    """No law of reflection, no simulator: half a disc and half an ellipse, painted white."""
    grid_y, grid_x = np.mgrid[:200, :200]
    right, down = (grid_x - 95) / 60, (grid_y - 104) / 60
    inside = right**2 + down**2 < 1
    terminator = (1 - 2 * fraction) * np.sqrt(np.clip(1 - down**2, 0, None))
    image = np.where(inside & (right > terminator), 230.0, 4.0).astype(np.float32)
    disc = find_disc(Frame(pixels=image))
    assert disc is not None
    assert disc.fraction == pytest.approx(fraction, abs=0.04)
    assert disc.radius == pytest.approx(60, rel=0.02)
    assert disc.bright_limb == pytest.approx(270, abs=2)


def test_a_sphere_has_the_lit_area_of_geometry():
    lit = Lit(phase_angle=75.0, bright_limb=270.0)
    image = draw_body(200, (99.5, 99.5), 80.0, lit, venus_ground(), minnaert(1.0))
    share = (image > 0).sum() / (np.pi * 80**2)
    assert share == pytest.approx((1 + np.cos(np.radians(75))) / 2, abs=0.01)


def test_a_full_moon_has_no_side_and_an_empty_sky_no_moon():
    full = replace(FIRST_QUARTER, date="2024-09-18T02:34")
    assert "lit_side" not in {claim.quantity for claim in MOON.claims(full)}
    frame = MOON.expose(full, 128, np.random.default_rng(0)).frame
    found = MOON.measure(frame, [Claim(quantity="lit_side", value="left"), Claim(quantity="lit_limb", value=180.0)])
    assert {item.verdict for item in found} == {"cannot tell"}
    empty = Frame(pixels=np.random.default_rng(0).poisson(50, (128, 128)).astype(np.float32))
    assert {item.verdict for item in MOON.measure(empty, MOON.claims(FIRST_QUARTER))} == {"cannot tell"}


def test_a_photograph_that_the_moon_fills_and_one_without_a_moon_tell_nothing():
    data = pytest.importorskip("skimage.data")
    for photograph in (data.moon(), data.camera()):
        frame = Frame(pixels=photograph.astype(np.float32))
        assert {item.verdict for item in MOON.measure(frame, MOON.claims(FIRST_QUARTER))} == {"cannot tell"}


def test_noise_ends_in_cannot_tell_and_never_in_a_wrong_side():
    faint = replace(FIRST_QUARTER, electrons=12)
    assert "fail" not in verdicts(faint).values()
