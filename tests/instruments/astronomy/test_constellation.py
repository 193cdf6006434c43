"""Constellations: figures matched among stars, twins that are caught, another renderer's sky, and what cannot be told."""

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from support.thorough import some

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.constellation import Constellation, ConstellationParameters, sky_stars
from scisynth.instruments.astronomy.constellation_figures import figures, named_figure
from scisynth.instruments.astronomy.measure.figure import find_figure
from scisynth.instruments.astronomy.measure.stars import Star
from scisynth.instruments.astronomy.sky_camera import SkyCamera
from scisynth.instruments.astronomy.star_catalogue import catalogue
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import registered

SKY = next(item for item in registered("astronomy") if isinstance(item, Constellation))
SIZE = 128


@cache
def orion() -> ConstellationParameters:
    fixed = {"constellation": "orion", "field": 28.0, "rotation": 30, "pointing": (1.0, -0.5), "limit": 5.1}
    return ConstellationParameters.sample(Random(5), 2, {**fixed, "width": 26.0, "num_rays": 1})


def shot(p: ConstellationParameters, seed: int = 0) -> Frame:
    return SKY.expose(p, SIZE, np.random.default_rng(seed)).frame


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {item.quantity: item for item in findings}


def stars_of(name: str, *, is_mirrored: bool = False) -> list[Star]:
    """Stars of a figure on 200 pixels, exactly in their places, brightest first."""
    figure = named_figure(name)
    camera = SkyCamera(axis=tuple(figure.middle), north=40.0, is_mirrored=is_mirrored)
    places = camera.project(figure.directions_n3) * 80 / np.tan(np.radians(figure.radius)) + 99.5
    order = [figure.names.index(star) for star in figure.ranked()]
    return [Star(x=x, y=y, flux=(1e4,), flux_u=(10.0,), is_saturated=False) for x, y in places[order]]


@pytest.mark.parametrize("name", figures())
def test_every_figure_is_found_and_its_mirror_image_only_as_such(name):
    figure = named_figure(name)
    found = find_figure(stars_of(name), (200, 200), figure, fwhm=0.0)
    assert found is not None
    assert found.is_on.all()
    assert found.rms < 1e-4
    assert found.aim.camera.north == pytest.approx(40, abs=0.1)
    mirrored = stars_of(name, is_mirrored=True)
    direct = find_figure(mirrored, (200, 200), figure, fwhm=0.0)
    turned = find_figure(mirrored, (200, 200), figure, fwhm=0.0, is_mirrored=True)
    assert turned is not None
    assert turned.is_on.all()
    assert direct is None or direct.is_on.sum() < len(figure.names)


def test_an_image_that_is_as_claimed_passes_and_its_truth_names_the_stars():
    made = SKY.expose(orion(), SIZE, np.random.default_rng(0))
    found = SKY.measure(made.frame, SKY.claims(orion()))
    assert {item.verdict for item in found} == {"pass"}
    assert "7 of 7 stars of Orion" in found[0].sentence
    rows = {row["name"]: row for row in made.objects}
    assert rows["Betelgeuse"]["temperature_k"] < 4500 < rows["Rigel"]["temperature_k"]
    x, y = (round(rows["Rigel"][axis]) for axis in "xy")
    around = made.frame.channel("g")[y - 1 : y + 2, x - 1 : x + 2]
    assert around.max() == made.frame.channel("g").max()
    assert made.mask_labels[int(made.mask[y, x])] == "Rigel"


@pytest.mark.parametrize(
    "name", some(["mirrored", "missing_star", "other_constellation", "moved_star", "wrong_magnitudes"], 2)
)
def test_the_strongest_violation_is_caught_and_said(name):
    kind = SKY.violations[name]
    twin = kind.apply(orion(), kind.doses[-1], Random(2))
    found = by_name(SKY.measure(shot(twin), SKY.claims(orion())))
    assert found[kind.breaks].verdict == "fail"
    if name == "mirrored":
        assert "mirror image" in found["constellation"].sentence
    elif name == "other_constellation":
        assert named_figure(twin.shown).name in found["constellation"].sentence
    else:
        assert found["constellation"].verdict == "pass"
    if name == "moved_star":
        assert found["figure_error"].measured == pytest.approx(10, abs=0.5)
        assert found["missing_stars"].verdict == "pass"


def test_another_renderers_sky_passes_and_says_less_where_it_shows_less():
    """Gaussian dots at the places of astropy's TAN projection, in one channel of 8 bits, cut out of a larger image."""
    wcs = pytest.importorskip("astropy.wcs").WCS(naxis=2)
    wcs.wcs.ctype, wcs.wcs.crval, wcs.wcs.crpix = ["RA---TAN", "DEC--TAN"], [90.0, 4.0], [80, 80]
    wcs.wcs.cdelt = [-0.2, 0.2]
    p = replace(orion(), field=45.0, pointing=(0.0, 0.0))
    sky = catalogue()
    chosen = np.array([sky.index(star.hip) for star in sky_stars(p) if star.v < 4.6])
    vectors = sky.directions_N3[chosen]
    radec = np.degrees(np.stack([np.arctan2(vectors[:, 1], vectors[:, 0]), np.arcsin(vectors[:, 2])], axis=1))
    places = wcs.all_world2pix(radec, 0)
    rows, columns = np.mgrid[:200, :200].astype(float)
    light = np.zeros((200, 200))
    for (x, y), v in zip(places, sky.v_N[chosen], strict=True):
        light += 10 ** (-0.4 * (v - 1)) * 200 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 1.1**2))
    noisy = np.clip(255 * np.sqrt(light / 500) + 12 + np.random.default_rng(1).normal(0, 1.5, light.shape), 0, 255)
    image = np.rint(noisy)[::-1][60:, 10:170]
    found = by_name(SKY.measure(Frame(pixels=image.astype(np.float32), full_scale=255.0), SKY.claims(p)))
    assert found["constellation"].verdict == "pass"
    assert found["figure_error"].verdict == "pass"
    assert found["magnitude_error"].verdict == found["colour_error"].verdict == "cannot tell"
    assert found["field_of_view"].measured == pytest.approx(2 * np.degrees(np.arctan(80 * np.radians(0.2))), abs=0.5)
    mirrored = Frame(pixels=np.ascontiguousarray(image[:, ::-1]).astype(np.float32), full_scale=255.0)
    assert SKY.measure(mirrored, [Claim(quantity="constellation", value="orion")])[0].verdict == "fail"


def test_noise_that_leaves_few_stars_tells_nothing_instead_of_failing():
    frame = shot(orion())
    for spread in (300.0, 3000.0, 30000.0):
        noise = np.random.default_rng(4).normal(spread * 4, spread, frame.pixels.shape)
        dim = replace(frame, pixels=np.clip(frame.pixels + noise, 0, None).astype(np.float32), full_scale=None)
        found = by_name(SKY.measure(dim, SKY.claims(orion())))
        assert found["constellation"].verdict != "fail", spread
        assert found["missing_stars"].verdict != "fail", spread
        assert found["magnitude_error"].verdict != "fail", spread
    assert found["constellation"].verdict == "cannot tell"


def test_an_empty_field_tells_nothing_and_an_unknown_name_is_refused():
    empty = Frame(pixels=np.random.default_rng(0).poisson(100, (96, 96)).astype(np.float32))
    assert {item.verdict for item in SKY.measure(empty, SKY.claims(orion()))} == {"cannot tell"}
    with pytest.raises(DataError, match="unknown constellation"):
        SKY.measure(empty, [Claim(quantity="constellation", value="the Plough")])
    alone = SKY.measure(empty, [Claim(quantity="figure_error", value=0.0, unit="%")])
    nameless = SKY.measure(empty, [Claim(quantity="constellation", value="")])
    assert all("needs the constellation" in item.sentence for item in (*alone, *nameless))


def test_an_image_that_is_wider_shows_the_same_sky_smaller():
    p, wide = orion(), replace(orion(), field=40.0)
    near, far = ({star.hip: star for star in sky_stars(item)} for item in (p, wide))
    assert set(near) < set(far)
    rigel, saiph = 24436, 27366
    gaps = [np.hypot(s[rigel].x - s[saiph].x, s[rigel].y - s[saiph].y) for s in (near, far)]
    assert gaps[0] == pytest.approx(gaps[1])  # in focal lengths
