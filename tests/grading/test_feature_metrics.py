"""Distances of sets and CLIP scores: closed forms, a second implementation, refusals, and the uint8 trap."""

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from scisynth.core.errors import DataError, ModelError
from scisynth.grading.metrics.features import (
    MIN_FID_IMAGES,
    compare_sets,
    extract_features,
    frechet_distance,
    square,
)
from scisynth.grading.metrics.kernel import kernel_distance
from scisynth.pipelines.scigenbench.metrics import load_clip_scorer


@pytest.fixture(scope="module")
def scorer():
    return load_clip_scorer("lab-clip")


def drawing(number, color="black"):
    image = Image.new("RGB", (64, 40 + number % 7), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((5 + number % 11, 5, 35 + number % 13, 35), outline=color, width=3)
    pen.line((0, number % 40, 63, 39 - number % 40), fill=color, width=2)
    return image


def test_kid_worked_by_hand():
    # One dimension, k(x, y) = (x y + 1)^3. First 0 and 1: k(0, 1) = 1. Second 1 and 2: k(1, 2) = 27.
    # Across: k(0, 1) = k(0, 2) = 1, k(1, 1) = 8, k(1, 2) = 27, mean 37 / 4. KID = 1 + 27 - 37 / 2 = 9.5.
    found = kernel_distance(np.array([[0.0], [1.0]]), np.array([[1.0], [2.0]]))
    assert found.value == pytest.approx(9.5) and found.n == 2


def test_kid_agrees_with_torchmetrics():
    from torchmetrics.image.kid import poly_mmd

    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(40, 12)), rng.normal(0.2, 1, size=(40, 12))
    other = poly_mmd(torch.from_numpy(first), torch.from_numpy(second))
    assert kernel_distance(first, second).value == pytest.approx(float(other), abs=1e-9)


def test_kid_is_unbiased_and_its_interval_covers():
    """Two samples of one distribution: the estimates scatter around 0, and the 95 % intervals nearly always hold it."""
    rng = np.random.default_rng(1)
    found = [kernel_distance(rng.normal(size=(30, 4)), rng.normal(size=(30, 4)), seed=k) for k in range(40)]
    values = np.array([metric.value for metric in found])
    assert abs(values.mean()) < 3 * values.std() / np.sqrt(len(values)) and (values < 0).any()
    assert sum(metric.low <= 0 <= metric.high for metric in found) >= 34
    far = kernel_distance(rng.normal(size=(30, 4)), rng.normal(1.5, 1, size=(30, 4)))
    assert far.low > 0


def test_fid_is_refused_with_few_images_and_right_with_many():
    rng = np.random.default_rng(2)
    few = frechet_distance(rng.normal(size=(330, 3)), rng.normal(size=(330, 3)))
    assert few.status == "unreliable" and few.value is None and "2,048" in few.reason
    # Two Gaussians of one dimension: (m1 - m2)^2 + (s1 - s2)^2. The samples are given exactly these moments.
    sample = rng.normal(size=(MIN_FID_IMAGES, 1))
    sample = (sample - sample.mean()) / sample.std(ddof=1)
    assert frechet_distance(1 + 2 * sample, 4 + 0.5 * sample).value == pytest.approx(9 + 2.25)
    wide = rng.normal(size=(MIN_FID_IMAGES, 5))
    assert frechet_distance(wide, wide).value == pytest.approx(0, abs=1e-9)


def test_kid_needs_two_images_of_one_width():
    with pytest.raises(DataError, match="at least two feature rows"):
        kernel_distance(np.zeros((1, 3)), np.zeros((5, 3)))


def test_any_module_gives_features():
    module = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Identity())
    found = extract_features([drawing(1), drawing(2)], lambda pixels: module(pixels.float()), size_px=4)
    assert found.shape == (2, 48) and found.dtype == np.float64


def test_images_are_squared_with_white():
    squared = square(Image.new("RGB", (40, 20), "black"), 40)
    assert squared.getpixel((20, 2)) == (255, 255, 255) and squared.getpixel((20, 20)) == (0, 0, 0)


def test_kid_sees_white_pages_but_not_a_shuffle(scorer):
    figures = [drawing(number) for number in range(24)]
    found = compare_sets(figures[::-1], figures, scorer.features, size_px=scorer.size_px)
    assert found.kid.value < found.kid_blank.low and abs(found.kid_halves.value) < found.kid_blank.value
    assert found.fid.status == "unreliable" and found.kid_blank.low > 0
    same_order = compare_sets(figures, figures, scorer.features, size_px=scorer.size_px)
    assert found.kid.value == pytest.approx(same_order.kid.value, abs=1e-9)


def test_clip_score_is_the_cosine_that_transformers_computes(scorer):
    from transformers import AutoImageProcessor, CLIPModel

    from scisynth.core.weights import resolve_weights

    model = CLIPModel.from_pretrained(resolve_weights("lab-clip")).eval()
    tokens = scorer._tokenizer(["a red ball"], return_tensors="pt")
    pixels = AutoImageProcessor.from_pretrained(resolve_weights("lab-clip"), backend="pil")(
        images=[square(drawing(3, "red"), scorer.size_px)], return_tensors="pt"
    )["pixel_values"]
    with torch.inference_mode():
        logits = model(**tokens, pixel_values=pixels).logits_per_image
    wanted = max(0.0, 100 * float(logits) / float(model.logit_scale.detach().exp()))
    assert scorer.score(["a red ball"], [drawing(3, "red")])[0] == pytest.approx(wanted, abs=1e-3)


def test_numbers_in_0_to_1_are_refused_for_they_would_score_black_images(scorer):
    black, white = torch.zeros(1, 3, 64, 64, dtype=torch.uint8), torch.full((1, 3, 64, 64), 255, dtype=torch.uint8)
    seen = [scorer.features(pixels) for pixels in (black, white, white // 255)]
    # White divided by 255 twice is black to the model; uint8 tells them apart.
    assert torch.cosine_similarity(seen[0], seen[2]) > torch.cosine_similarity(seen[0], seen[1]) + 0.01
    with pytest.raises(DataError, match="do not divide by 255"):
        scorer.features(white / 255)


def test_long_texts_are_cut_into_pieces_and_baselines_stand_beside(scorer):
    short, long = "a red ball in water", "a red ball in water " * 60
    scores = scorer.score([short, long], [drawing(1, "red")] * 2)
    assert all(0 <= score <= 100 for score in scores)
    fit = scorer.compare([short] * 4, [drawing(number, "red") for number in range(4)])
    assert fit.score.n == fit.blank.n == fit.shuffled.n == 4 and len(set(fit.values)) > 1
    # The same four images under the same text: a shuffle changes nothing.
    assert fit.shuffled.value == pytest.approx(fit.score.value)


def test_what_is_no_clip_is_one_line(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="not a loadable CLIP checkpoint"):
        load_clip_scorer(str(tmp_path))
