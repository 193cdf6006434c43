"""Pixel metrics: closed forms, a second implementation, and what each of them can tell apart on real figures."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.grading.metrics.pixels import (
    METRICS,
    PSNR_CAP_DB,
    TELLS_APART,
    ImagePair,
    common_canvas,
    compare_images,
    edge_f1,
    measure,
    psnr,
    published_canvas,
    ssim,
    ssim_win3,
)

NUM_REAL = 40


def flat(level, size=(20, 20)):
    return np.full((*size, 3), level / 255)


def line(x, size=(64, 48)):
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((x, 10, x + 8, 36), fill="black")
    return image


def shifted(image, by=2):
    moved = Image.new("RGB", image.size, "white")
    moved.paste(image, (by, 0))
    return moved


def test_psnr_in_closed_form():
    # One level of 255 everywhere: 20 log10(255) = 48.13 dB; black against white: 0 dB; a tenth: 20 dB.
    assert psnr(flat(100), flat(101)) == pytest.approx(20 * math.log10(255))
    assert psnr(flat(0), flat(255)) == pytest.approx(0)
    assert psnr(flat(0), flat(25.5)) == pytest.approx(20)
    assert psnr(flat(7), flat(7)) == PSNR_CAP_DB


@pytest.mark.parametrize("metric", [ssim, ssim_win3])
def test_ssim_of_flat_images_in_closed_form(metric):
    # No variance: (2 a b + c1) / (a^2 + b^2 + c1), c1 = 1e-4.
    a, b = 0.2, 0.6
    wanted = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4)
    assert metric(flat(a * 255), flat(b * 255)) == pytest.approx(wanted)
    assert metric(flat(3), flat(3)) == pytest.approx(1)


def test_ssim_of_a_image_and_its_negative_about_the_mean():
    # x = 1/2 + n and y = 1/2 - n in a 3 x 3 window: cov = -var, means 1/2 +- m.
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, (3, 3, 1)).repeat(3, axis=2)
    m, var = noise[..., 0].mean(), noise[..., 0].var(ddof=1)
    mean_1, mean_2, c1, c2 = 0.5 + m, 0.5 - m, 1e-4, 9e-4
    wanted = (2 * mean_1 * mean_2 + c1) * (c2 - 2 * var) / ((mean_1**2 + mean_2**2 + c1) * (2 * var + c2))
    assert ssim_win3(0.5 + noise, 0.5 - noise) == pytest.approx(wanted)


def test_ssim_agrees_with_scipys_gaussian_filter():
    """The same formula over another filter; 3.5 sigma is the radius of 5. (torchmetrics 1.9 also counts mirrored borders.)"""
    filters = pytest.importorskip("scipy.ndimage")
    rng = np.random.default_rng(1)
    first, second = rng.random((40, 50, 3)), rng.random((40, 50, 3))
    x, y = (image @ np.array([0.299, 0.587, 0.114]) for image in (first, second))

    def mean(values):
        return filters.gaussian_filter(values, 1.5, truncate=3.5)[5:-5, 5:-5]

    variances, covariance = mean(x * x) - mean(x) ** 2 + mean(y * y) - mean(y) ** 2, mean(x * y) - mean(x) * mean(y)
    c1, c2 = 1e-4, 9e-4
    wanted = (2 * mean(x) * mean(y) + c1) * (2 * covariance + c2)
    wanted /= (mean(x) ** 2 + mean(y) ** 2 + c1) * (variances + c2)
    assert ssim(first, second) == pytest.approx(wanted.mean())


def test_a_image_smaller_than_a_window_is_refused():
    with pytest.raises(DataError, match="at least 11 px, got 5 x 9"):
        ssim(flat(1, (9, 5)), flat(1, (9, 5)))


def test_edges_are_matched_within_the_tolerance():
    image = np.asarray(line(20)) / 255
    for by, wanted in ((0, 1.0), (2, 1.0)):
        assert edge_f1(np.asarray(shifted(line(20), by)) / 255, image) == wanted
    assert edge_f1(np.asarray(shifted(line(20), 3)) / 255, image) < 1
    assert edge_f1(np.asarray(shifted(line(20), 2)) / 255, image, tolerance_px=1.0) < 1
    blank = np.ones_like(image)
    assert edge_f1(blank, image) == edge_f1(image, blank) == 0 and edge_f1(blank, blank) == 1


def test_images_are_padded_and_never_stretched():
    wide, tall = Image.new("RGB", (40, 20), "black"), Image.new("RGB", (30, 60), "black")
    drawn, target = common_canvas(wide, tall)
    # 40 x 20 fits into 30 x 60 as 30 x 15, with (60 - 15) // 2 = 22 white rows above it.
    assert drawn.shape == target.shape == (60, 30, 3) and target.max() == 0
    assert drawn[:22].min() == 1 and drawn[22:37].max() == 0 and drawn[37:].min() == 1
    assert [part.shape for part in published_canvas(wide, tall)] == [(20, 40, 3)] * 2


def test_missing_images_stay_in_the_denominator(tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nxx")
    pairs = [
        ImagePair(id="right", image=line(20), reference=line(20)),
        ImagePair(id="none", image=None, reference=line(30)),
        ImagePair(id="broken", image=broken, reference=line(40)),
        ImagePair(id="moved", image=shifted(line(40), 9), reference=line(40)),
    ]
    found = compare_images(pairs)
    assert [row.status for row in found.rows] == ["ok", "missing", "missing", "ok"] and found.rows[2].reason
    score = found.metrics["ssim"].score
    assert score.n == 2 and score.coverage == 0.5 and score.with_failures_as_zero == pytest.approx(score.value / 2)
    assert all(row.blank and row.shuffled for row in found.rows) and not found.rows[1].values
    # The others' images: `right` is held against `moved` and the other way round.
    assert found.rows[0].shuffled == measure(pairs[3].image, line(20))
    assert found.metrics["edge_f1"].blank.value == 0 and found.metrics["edge_f1"].above_blank.value == 1
    assert compare_images(pairs[:1]).metrics["psnr"].shuffled.n == 0


def test_what_each_metric_tells_apart_on_real_figures(shared_data):
    """The table is a measurement: shares of all figures, here on a fixed part of them."""
    paths = sorted((shared_data / "scigenbench" / "seephys_images").glob("*.png"))
    figures = [figure for figure in map(open_image, paths) if max(figure.size) <= 420 and min(figure.size) >= 60]
    figures = figures[:: len(figures) // NUM_REAL][:NUM_REAL]
    wins = {name: dict.fromkeys(TELLS_APART[name], 0) for name in METRICS}
    for number, figure in enumerate(figures):
        same, moved = measure(figure, figure), measure(shifted(figure), figure)
        other = measure(figures[(number + NUM_REAL // 2) % NUM_REAL], figure)
        blank = measure(Image.new("RGB", figure.size, "white"), figure)
        for name in METRICS:
            wins[name]["identical over shifted"] += same[name] > moved[name]
            wins[name]["shifted over other"] += moved[name] > other[name]
            wins[name]["shifted over blank"] += moved[name] > blank[name]
    found = {name: {claim: count >= 7 / 8 * NUM_REAL for claim, count in row.items()} for name, row in wins.items()}
    assert found == {name: dict(row) for name, row in TELLS_APART.items()}, wins
