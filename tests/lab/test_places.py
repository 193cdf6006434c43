import random

import numpy as np
import pytest

from scisynth.lab.canvas import Canvas
from scisynth.lab.distractors import DISTRACTORS, SLOTS
from scisynth.lab.places import GROUND, PLACES, STAND, draw_background, draw_distractors
from scisynth.science.laws import load_laws, load_places


def background(place, seed=0, size_px=64, *, distractors=False):
    canvas = Canvas(size_px, random.Random(seed), with_mask=True)
    draw_background(canvas, place)
    if distractors:
        draw_distractors(canvas, place)
    return np.asarray(canvas.finish(), dtype=float), np.asarray(canvas.finish_mask())


def test_every_place_has_a_phrase_a_background_and_distractors():
    assert set(load_places()) == set(PLACES) == set(DISTRACTORS)
    assert len(PLACES) == 18
    for law in load_laws().values():
        assert set(law.places) <= set(PLACES), law.name


@pytest.mark.parametrize("place", PLACES)
def test_a_background_fills_the_image_and_leaves_the_mask_empty(place):
    image, mask = background(place, size_px=96, distractors=True)
    assert not mask.any()
    # A canvas begins pure white: an unpainted corner would stay so.
    corners = image[[2, 2, -3, -3], [2, -3, 2, -3]]
    assert (corners.min(axis=1) < 254).all()


@pytest.mark.parametrize("place", PLACES)
def test_a_background_varies_with_its_seed_and_only_with_it(place):
    assert (background(place, 1)[0] == background(place, 1)[0]).all()
    assert any((background(place, 1)[0] != background(place, seed)[0]).any() for seed in (2, 3, 4))


def test_places_look_different():
    """Averaged over seeds, any two places differ more than a blank wall's shades do."""
    means = {place: np.mean([background(place, seed)[0] for seed in range(4)], axis=0) for place in PLACES}
    for first in PLACES:
        for second in PLACES:
            if first < second:
                assert np.abs(means[first] - means[second]).mean() > 8, (first, second)


@pytest.mark.parametrize("place", PLACES)
def test_distractors_keep_to_the_edges(place):
    """Between x = 0.19 and 0.81 nothing is drawn, whatever stands where."""
    for thing in DISTRACTORS[place]:
        for x, foot in SLOTS:
            canvas = Canvas(96, random.Random(7))
            thing(canvas, x, foot)
            image = np.asarray(canvas.finish())
            assert (image[:, 19:77] == 255).all(), thing.__name__
            assert (image != 255).any(), thing.__name__


def test_the_surface_begins_above_the_feet_of_things():
    assert GROUND < STAND < 1
    assert all(GROUND < foot <= STAND for _, foot in SLOTS)
