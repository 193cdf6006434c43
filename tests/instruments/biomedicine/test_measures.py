"""Measures of micrographs, checked on images that the simulators did not draw: discs and rings of known area, photographs."""

import math
from pathlib import Path

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.instruments.biomedicine.measure_cells import Cells, findings
from scisynth.instruments.biomedicine.measure_growth import fit_growth
from scisynth.instruments.biomedicine.measure_light import cut_at_zero, light_of, spots_of
from scisynth.instruments.biomedicine.measure_objects import bright_objects, noise_of, reduced
from scisynth.instruments.biomedicine.measure_phase import findings as phase_findings
from scisynth.instruments.biomedicine.measure_phase import two_poles
from scisynth.instruments.biomedicine.optics import AIRY_FWHM, Objective
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame

skimage = pytest.importorskip("skimage")
ndimage = pytest.importorskip("scipy.ndimage")
FINE = 5
"""Discs are drawn so many times finer and averaged, so that their edges are as a camera sees them."""
DISCS = ((34.0, 30.0, 11.0), (88.5, 37.2, 9.3), (60.3, 92.1, 12.4))


def drawn(inside, size=128):
    """[size, size] in 0 to 1 of a function of x and y that says what is inside."""
    axis = (np.arange(size * FINE) + 0.5) / FINE - 0.5
    x, y = np.meshgrid(axis, axis)
    return inside(x, y).astype(np.float32).reshape(size, FINE, size, FINE).mean(axis=(1, 3))


def discs(x, y):
    return np.any([np.hypot(x - a, y - b) < r for a, b, r in DISCS], axis=0)


def camera(ideal, blur, draw, background=6.0):
    expected = ndimage.gaussian_filter(ideal, blur) + background
    return (draw.poisson(expected) + draw.normal(0, 1.5, ideal.shape)).clip(0).astype(np.float32)


@pytest.mark.parametrize("blur", [0.6, 1.5])
def test_areas_of_discs_are_those_of_geometry_at_any_blur(blur):
    image = camera(100 * drawn(discs), blur, np.random.default_rng(1))
    found = bright_objects(image)
    true = math.pi * np.array(sorted(r for *_, r in DISCS)) ** 2
    assert np.allclose(np.sort(found.areas), true, rtol=0.02)
    assert abs(found.areas.mean() / true.mean() - 1) < 2 * math.hypot(found.relative, 0.01)
    assert np.allclose(sorted(map(tuple, found.centres)), sorted((a, b) for a, b, _ in DISCS), atol=0.15)


def test_discs_that_touch_are_two_and_one_at_the_border_is_cut():
    pair = drawn(lambda x, y: (np.hypot(x - 40, y - 64) < 12) | (np.hypot(x - 62, y - 64) < 12))
    cut = drawn(lambda x, y: (np.hypot(x - 40, y - 64) < 12) | (np.hypot(x - 127, y - 64) < 12))
    draw = np.random.default_rng(0)
    assert bright_objects(camera(80 * pair, 0.8, draw)).num == 2
    found = bright_objects(camera(80 * cut, 0.8, draw))
    assert (found.num, found.num_cut) == (1, 1)


def ringed(draw, nucleus=6.0, cell=15.0):
    """Three cells drawn with other means than the simulator's: hard rings, discs inside."""
    places = [(32.0, 32.0), (90.0, 40.0), (52.0, 92.0)]

    def within(radius):
        return drawn(lambda x, y: np.any([np.hypot(x - a, y - b) < radius for a, b in places], axis=0))

    edge = within(cell + 0.5) - within(cell - 0.5)
    membrane = camera(150 * edge + 30 * within(cell), 0.8, draw)
    return np.stack([membrane, camera(120 * within(nucleus), 0.8, draw)], axis=2)


def test_the_ratio_of_nucleus_to_cell_is_found_on_rings_and_discs():
    frame = Frame(pixels=ringed(np.random.default_rng(3)), pixel_size=0.5, unit="µm", channels=("membrane", "nucleus"))
    ratio = 36 / 225
    said = {
        "cells": Claim(quantity="cells", value=3.0),
        "nuclei": Claim(quantity="nuclei", value=3.0),
        "cell_area": Claim(quantity="cell_area", value=math.pi * 225 / 4, unit="µm²", tolerance=5.0),
        "nucleus_to_cell_ratio": Claim(quantity="nucleus_to_cell_ratio", value=ratio, tolerance=0.03 * ratio),
        "nuclei_inside": Claim(quantity="nuclei_inside", value=1.0, tolerance=0.03),
    }
    found = {item.quantity: item for item in findings(frame, tuple(said.values()))}
    assert all(item.verdict == "pass" for item in found.values()), found
    assert found["nucleus_to_cell_ratio"].measured == pytest.approx(ratio, rel=0.05)
    wrong = Claim(quantity="nucleus_to_cell_ratio", value=1.1 * ratio, tolerance=0.033 * ratio)
    assert findings(frame, (wrong,))[0].verdict == "fail"


def test_a_missing_channel_an_empty_field_and_a_wrong_claim_are_told():
    draw = np.random.default_rng(0)
    empty = Frame(pixels=draw.poisson(5, (96, 96)).astype(np.float32))
    claims = (Claim(quantity="nuclei", value=4.0), Claim(quantity="cells", value=4.0))
    nuclei, cells = findings(empty, claims)
    assert nuclei.verdict == "cannot tell" and "noise" in nuclei.sentence
    assert cells.verdict == "cannot tell" and "membrane" in cells.sentence
    assert nuclei.measured is None, "nothing measured is not zero"
    with pytest.raises(DataError, match="spacing"):
        findings(empty, (Claim(quantity="spacing", value=2.0),))
    constant = Frame(pixels=np.full((64, 64), 7.0, np.float32))
    assert findings(constant, claims)[0].verdict == "cannot tell"


def test_sixteen_bit_values_are_measured_as_counts_are():
    image = (400 * ringed(np.random.default_rng(3))).astype(np.uint16).astype(np.float32)
    cells = Cells(Frame(pixels=image, pixel_size=0.5, unit="µm", channels=("membrane", "nucleus")))
    assert cells.cells.num == cells.nuclei.num == 3


def test_noise_background_and_light_are_those_that_were_put_in():
    draw = np.random.default_rng(5)
    flat = draw.normal(40, 3, (128, 128)).astype(np.float32)
    assert noise_of(flat) == pytest.approx(3, rel=0.06)
    region = drawn(discs)
    haze = 0.85 * ndimage.gaussian_filter(region, 0.8) + 0.15 * ndimage.gaussian_filter(region, 6.0)
    image = (draw.poisson(50 * haze + 8)).astype(np.float32)
    found = light_of(image, region > 0.5, float(region.sum()), 0.01)
    assert abs(found.level - 50) < 2 * found.uncertainty and found.uncertainty < 2.5
    assert found.background == pytest.approx(8, abs=0.3)
    below = np.maximum(draw.normal(0.8, 1.6, 40000), 0).astype(np.float32)
    assert below.mean() - cut_at_zero(below) == pytest.approx(0.8, abs=0.05)


def test_points_are_counted_and_placed():
    draw = np.random.default_rng(2)
    places = np.array([(20, 30), (64, 64), (100, 31), (45, 99), (90, 90)], float)
    image = np.zeros((128, 128), np.float32)
    image[places[:, 1].astype(int), places[:, 0].astype(int)] = 400
    found = spots_of(camera(image, 1.1, draw))
    assert sorted(map(tuple, found.places)) == sorted(map(tuple, places))


def test_two_poles_are_found_between_pixels():
    places = np.array([(40.3, 60.6), (84.8, 66.2)])
    rows, columns = np.mgrid[:128, :128]
    image = sum(300 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2 / 1.5**2) for x, y in places)
    image = np.random.default_rng(0).poisson(image + 5).astype(np.float32)
    found = two_poles(image, places.mean(axis=0), 20, 80, sharp=1.2)
    assert np.allclose(found[np.argsort(found[:, 0])], places, atol=0.1)


def test_the_width_of_a_point_is_that_of_the_airy_pattern():
    special = pytest.importorskip("scipy.special")
    at = np.linspace(1e-6, 1.0, 200001)  # in λ / NA
    v = 2 * np.pi * at
    airy = (2 * special.j1(v) / v) ** 2
    assert 2 * at[np.argmin(np.abs(airy - 0.5))] == pytest.approx(AIRY_FWHM, abs=0.01)
    wide = Objective(aperture=1.2, defocus=1.0)
    assert wide.width(0.5) > Objective(aperture=1.2).width(0.5)
    light = np.zeros((64, 64))
    light[20, 40] = 1000.0
    assert Objective(aperture=0.8, haze=0.2).image(light, 0.2, 0.5).sum() == pytest.approx(1000, rel=1e-3)


def test_a_fit_of_growth_finds_the_rate_of_whole_numbers():
    rate, doubt, departures = fit_growth([8, 11, 16, 23])
    assert abs(rate - 0.5) < 2 * doubt and np.abs(departures).max() < 3
    assert np.abs(fit_growth([8, 16, 24, 32])[2]).max() > 3


def photograph(name):
    path = Path(skimage.__file__).parent / "data" / name
    image = np.asarray(open_image(path), np.float32)
    return image


def test_the_cell_that_ships_with_scikit_image_is_one_bright_object():
    """A hologram's reconstruction of one cell in suspension; the size of its pixels is not told, so its area is not either."""
    image = photograph("cell.png")
    frame = Frame(pixels=image if image.ndim == 2 else image[:, :, 0])
    count, area = findings(frame, (Claim(quantity="nuclei", value=1.0), Claim(quantity="nucleus_area", value=100.0)))
    assert count.verdict == "pass" and area.verdict == "cannot tell" and "pixel" in area.sentence
    ours = bright_objects(reduced(frame).pixels)
    # Second source: Otsu's threshold on the full image, counted.
    from skimage.filters import threshold_otsu

    counted = float((frame.pixels > threshold_otsu(frame.pixels)).sum())
    scale = math.ceil(max(frame.pixels.shape) / 320) ** 2
    assert ours.areas[0] * scale == pytest.approx(counted, rel=0.08)


@pytest.mark.parametrize("name", ["ihc.png", "retina.jpg", "microaneurysms.png", "grass.png", "camera.png", "moon.png"])
def test_pictures_that_are_no_stain_on_a_dark_field_cannot_be_told(name):
    image = photograph(name)
    frame = Frame(pixels=image if image.ndim == 2 else image.mean(axis=2))
    found = findings(frame, (Claim(quantity="nuclei", value=5.0),))
    found += phase_findings(frame, (Claim(quantity="phase", value="metaphase"),))
    assert [item.verdict for item in found] == ["cannot tell"] * 2
