"""What holds for every instrument: an image of a seed with its truth and texts, and twins that break one thing."""

from dataclasses import replace

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.figures.families.texts import MIN_WORDINGS
from scisynth.instruments.findings import VERDICTS
from scisynth.instruments.registry import instrument_names, named_instrument
from scisynth.instruments.take import take, take_twins

SIZE = 96
each_instrument = pytest.mark.parametrize("name", instrument_names())


@each_instrument
def test_an_image_carries_its_truth_and_its_texts(name):
    instrument = named_instrument(name)
    for seed in range(3):
        image = take(instrument, seed, size=SIZE)
        frame, mask = image.exposure.frame, image.exposure.mask
        assert frame.pixels.shape[:2] == mask.shape == (SIZE, SIZE)
        assert frame.pixels.min() >= 0
        assert image.exposure.objects
        assert image.claims
        assert image.problem
        assert image.question
        assert image.alt_text
        assert image.prompts["prompt"]
        assert len(image.quizzes) >= 2
        assert all(quiz.is_sound for quiz in image.quizzes)
        assert ("implicit" in image.prompts) == ("explicit" in image.prompts) == ("superficial" in image.prompts)


@each_instrument
def test_a_seed_gives_the_same_image_again_and_another_seed_another(name):
    instrument = named_instrument(name)
    first, again, other = (take(instrument, seed, size=SIZE).exposure.frame.pixels for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@each_instrument
def test_twins_keep_what_is_claimed_and_differ_in_pixels(name):
    instrument = named_instrument(name)
    image = take(instrument, 1, size=SIZE)
    twins = list(take_twins(instrument, image, 9))
    assert len(instrument.violations) >= 3
    assert twins
    for twin in twins:
        assert twin.claims == image.claims
        assert twin.problem == image.problem
        assert twin.breaks in {claim.quantity for claim in twin.claims}
        assert twin.sentence
        assert not np.array_equal(twin.exposure.frame.pixels, image.exposure.frame.pixels)


@each_instrument
def test_one_finding_a_claim_and_its_sentence(name):
    instrument = named_instrument(name)
    image = take(instrument, 2, size=128)
    findings = instrument.measure(image.exposure.frame, image.claims)
    assert [item.quantity for item in findings] == [claim.quantity for claim in image.claims]
    assert all(item.verdict in VERDICTS and item.sentence for item in findings)


def frames_of_nothing():
    """[SIZE, SIZE], by name: what is drawn or broken, not taken, has no noise."""
    y, x = np.indices((SIZE, SIZE)) - SIZE / 2
    point = np.zeros((SIZE, SIZE), np.float32)
    point[SIZE // 2, SIZE // 3] = 255
    return {
        **{f"constant {value}": np.full((SIZE, SIZE), value, np.float32) for value in (0, 128, 255)},
        "disc": np.where(np.hypot(x, y) < SIZE / 4, 180, 0).astype(np.float32),
        "point": point,
        "half": np.where(x < 0, 100, 0).astype(np.float32),
    }


@each_instrument
def test_frames_of_nothing_are_measured_like_any_other(name):
    instrument = named_instrument(name)
    frame = take(instrument, 1, size=SIZE).exposure.frame
    claims = list(instrument.example_claims.values())
    for words, pixels in frames_of_nothing().items():
        same = pixels if frame.pixels.ndim == 2 else np.repeat(pixels[..., None], frame.pixels.shape[2], axis=2)
        given = replace(frame, pixels=same, full_scale=255.0)
        assert len(instrument.measure(given, claims)) == len(claims), words
        instrument.marks(given, claims)


@each_instrument
def test_a_tolerance_that_is_none_decides_nothing(name):
    instrument = named_instrument(name)
    for claim in instrument.example_claims.values():
        instrument.check_claims([claim])
        for tolerance in (float("nan"), float("inf"), -0.02):
            with pytest.raises(DataError, match="expected a tolerance of 0 or more"):
                instrument.check_claims([replace(claim, tolerance=tolerance)])


@each_instrument
def test_every_text_has_enough_wordings(name):
    short = {part: num for part, num in named_instrument(name).texts().wordings().items() if num < MIN_WORDINGS}
    assert not short
