"""Star fields: photometry against photutils, profiles and widths against GalSim's own stars, and what cannot be told."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.bands import EDGES, magnitude_over_r, temperature_of
from scisynth.instruments.astronomy.camera import zero_point
from scisynth.instruments.astronomy.measure.stars import find_stars
from scisynth.instruments.astronomy.profiles import moffat, moffat_pixels, sersic, sersic_b
from scisynth.instruments.astronomy.star_field import StarField, StarFieldParameters
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import registered

FIELD = next(item for item in registered("astronomy") if isinstance(item, StarField))


def shot(p: StarFieldParameters, seed: int = 0, size: int = 128) -> Frame:
    return FIELD.expose(p, size, np.random.default_rng(seed)).frame


def verdicts(p: StarFieldParameters, frame: Frame) -> dict[str, str]:
    return {item.quantity: item.verdict for item in FIELD.measure(frame, FIELD.claims(p))}


def test_a_moffat_star_is_that_of_galsim_and_holds_one_flux():
    galsim = pytest.importorskip("galsim")
    theirs = galsim.Moffat(beta=3.0, fwhm=2.5).drawImage(nx=41, ny=41, scale=1.0).array
    grid_y, grid_x = np.mgrid[-20:21, -20:21].astype(float)
    ours = moffat_pixels(grid_x, grid_y, 2.5, 3.0)
    assert np.abs(ours - theirs).max() < 0.004 * theirs.max()
    assert moffat(np.array([1.25**2]), 2.5, 3.0)[0] == pytest.approx(moffat(np.zeros(1), 2.5, 3.0)[0] / 2)


def test_a_sersic_profile_is_that_of_galsim():
    galsim = pytest.importorskip("galsim")
    theirs = galsim.Sersic(n=2.5, half_light_radius=3.0)
    for radius in (1.0, 3.0, 7.0):
        expected = theirs.xValue(radius, 0.0)
        assert sersic(np.array([radius**2]), 3.0, 2.5)[0] == pytest.approx(expected, rel=1e-3)
    assert sersic_b(4) == pytest.approx(7.669, abs=0.001)  # de Vaucouleurs, Graham & Driver 2005


def test_colours_are_those_of_astropys_black_body():
    models = pytest.importorskip("astropy.modeling.models")
    from astropy import units

    def magnitude(temperature: float, band: str) -> float:
        wavelength = np.linspace(*EDGES[band], 500) * units.m
        frequency = wavelength.to(units.Hz, equivalencies=units.spectral()).value
        radiance = models.BlackBody(temperature * units.K)(wavelength).value
        weight = 1 / frequency
        return -2.5 * np.log10(np.trapezoid(radiance * weight, frequency) / np.trapezoid(weight, frequency))

    for temperature in (3500, 5772, 9000):
        for band in ("g", "i"):
            expected = magnitude(temperature, band) - magnitude(temperature, "r")
            assert magnitude_over_r(temperature, band) == pytest.approx(expected, abs=0.003)


def test_a_colour_gives_its_temperature_back():
    assert temperature_of(magnitude_over_r(5200, "g") - magnitude_over_r(5200, "i")) == pytest.approx(5200, rel=1e-3)
    assert temperature_of(9.0) is None


def test_an_image_that_is_as_claimed_passes():
    for seed in (200, 201):
        p = FIELD.sample(seed)
        assert set(verdicts(p, shot(p, seed)).values()) == {"pass"}


def test_violations_of_ten_percent_are_caught():
    p = FIELD.sample(203, 2)
    for name in ("missing_stars", "wrong_width", "trailed", "wrong_brightness", "wrong_colour"):
        breaks = FIELD.violations[name]
        twin = breaks.apply(p, 0.10, Random(1))
        found = FIELD.measure(shot(twin, 5), FIELD.claims(p))
        assert [item.quantity for item in found if item.verdict == "fail"] == [breaks.breaks]


def test_a_saturated_star_has_no_magnitude_and_no_colour():
    p = next(p for p in map(FIELD.sample, range(2, 300, 3)) if p.has_saturated)
    found = verdicts(p, shot(p))
    assert found["brightest_magnitude"] == found["brightest_temperature"] == "cannot tell"
    assert found["num_stars"] == "pass"


def test_noise_that_hides_the_limit_ends_the_count():
    p = FIELD.sample(201)
    assert verdicts(replace(p, sky=14.0), shot(replace(p, sky=14.0)))["num_stars"] == "cannot tell"


def test_an_empty_field_tells_nothing_and_one_star_tells_its_own():
    p = FIELD.sample(201)
    empty = Frame(pixels=np.random.default_rng(0).poisson(100, (96, 96)).astype(np.float32))
    assert {item.verdict for item in FIELD.measure(empty, FIELD.claims(p))} == {"cannot tell"}
    alone = replace(p, stars=p.stars[:1], num_stars=1, num_faint=0)
    assert verdicts(alone, shot(alone))["num_stars"] == "pass"


def test_another_world_s_claim_is_refused():
    with pytest.raises(DataError, match="measures no 'lattice_spacing'"):
        FIELD.measure(shot(FIELD.sample(1)), [Claim(quantity="lattice_spacing", value=2.0)])


def test_galsims_own_stars_pass_a_validator_that_never_saw_them():
    galsim = pytest.importorskip("galsim")
    pixel, fwhm, flux = 0.5, 1.6, 40_000.0
    draw = np.random.default_rng(3)
    image = galsim.ImageF(128, 128, scale=pixel)
    star = galsim.Kolmogorov(fwhm=fwhm)
    places = [(20, 24), (90, 30), (60, 64), (30, 100), (104, 96), (70, 110)]
    for rank, (x, y) in enumerate(places):
        light = star.withFlux(flux / 1.6**rank)
        light.drawImage(image=image, add_to_image=True, center=galsim.PositionD(x + 1.3, y + 0.8))
    counts = draw.poisson(image.array + 60.0).astype(np.float32)
    frame = Frame(pixels=counts, pixel_size=pixel, unit="arcsec", full_scale=65_000)
    under = {"zero_point": 25.0, "limit": 17.5}
    claims = [
        Claim(quantity="num_stars", value=6.0, given=under),
        Claim(quantity="seeing", value=fwhm, unit="arcsec", tolerance=0.02 * fwhm),
        Claim(quantity="ellipticity", value=0.0, tolerance=0.02),
        Claim(quantity="brightest_magnitude", value=25 - 2.5 * np.log10(flux), tolerance=0.03, given=under),
    ]
    assert [item.verdict for item in FIELD.measure(frame, claims)] == ["pass"] * 4


def test_fluxes_are_those_that_photutils_adds_up_in_apertures():
    pytest.importorskip("photutils")
    from photutils.aperture import CircularAnnulus, CircularAperture, aperture_photometry

    stars = ((16.0, 16.0, 14.5, 5000.0), (45.0, 20.0, 15.0, 6000.0), (25.0, 48.0, 15.5, 4500.0))
    p = replace(FIELD.sample(300, 1), field=64, num_rays=0, num_stars=3, stars=stars)
    frame = shot(p, 7)
    image = frame.channel("r")
    found = find_stars(frame)
    assert found.psf is not None
    assert len(found.stars) == 3
    radius = 2.0 * found.psf.fwhm
    steps = np.linspace(0, radius, 4000)
    profile = moffat(steps**2, found.psf.fwhm, found.psf.beta) * 2 * np.pi * steps
    share = np.trapezoid(profile, steps)
    for star in found.stars:
        place = [(star.x, star.y)]
        sky = np.median(CircularAnnulus(place, 2.6 * radius, 3.4 * radius).to_mask()[0].get_values(image))
        table = aperture_photometry(image - sky, CircularAperture(place, radius))
        theirs = float(table["aperture_sum"][0]) / share
        assert star.flux[1] == pytest.approx(theirs, rel=0.03)


def test_sky_photographs_of_a_package_are_measured_or_said_to_be_untold():
    data = pytest.importorskip("skimage.data")
    frame = Frame(pixels=data.hubble_deep_field()[:256, :256].astype(np.float32), full_scale=255)
    claims = [
        Claim(quantity="num_stars", value=5.0, given={"limit": 20.0, "zero_point": 25.0}),
        Claim(quantity="seeing", value=0.1, unit="arcsec", tolerance=0.01),
        Claim(quantity="brightest_temperature", value=5000.0, unit="K", tolerance=100),
    ]
    found = FIELD.measure(frame, claims)
    assert [item.verdict for item in found[1:]] == ["cannot tell", "cannot tell"]


def test_the_same_seed_gives_the_same_image_and_truth_at_any_size():
    p = FIELD.sample(11)
    first, second = FIELD.expose(p, 64, np.random.default_rng(2)), FIELD.expose(p, 64, np.random.default_rng(2))
    assert np.array_equal(first.frame.pixels, second.frame.pixels)
    large = FIELD.expose(p, 192, np.random.default_rng(2))
    assert large.frame.pixels[..., 1].sum() == pytest.approx(first.frame.pixels[..., 1].sum(), rel=0.02)
    assert {*np.unique(first.mask)} == {0, *(row["id"] for row in first.objects)}
    assert zero_point(100) == pytest.approx(27.0)
