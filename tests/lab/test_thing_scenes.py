"""Scenes of things, metals and devices: both outcomes, any resolution, an exact region."""

import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab.render import render
from scisynth.science.laws import get_law

LAWS = ("buoyancy", "gravity", "electricity", "rust")
CASES = [(law, subject) for law in LAWS for subject in get_law(law).subjects]


def draw(law_name: str, subject: str, outcome: str, *, size_px: int = 64, seed: int = 3, place: str = ""):
    condition = next(iter(get_law(law_name).conditions))
    scene = Scene(law=law_name, subject=subject, condition=condition, outcome=outcome, place=place)
    drawn = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(drawn.image, dtype=np.float64), np.asarray(drawn.region_mask) > 0


@pytest.mark.parametrize(("law", "subject"), CASES)
def test_outcomes_differ_where_the_science_is(law: str, subject: str):
    pictures, masks = zip(*(draw(law, subject, outcome) for outcome in get_law(law).outcomes), strict=True)
    for mask in masks:
        assert 0.01 <= mask.mean() <= 0.7
    union = masks[0] | masks[1]
    # Squared: the strokes of a clock's digits are a fifth of it, and differ by as much as colors can.
    assert np.sqrt(np.square(pictures[0] - pictures[1])[union].mean()) > 35


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("size_px", [48, 64, 256])
def test_any_resolution_and_the_same_seed(law: str, size_px: int):
    subject = next(iter(get_law(law).subjects))
    place = get_law(law).places[0]
    for outcome in get_law(law).outcomes:
        first, mask = draw(law, subject, outcome, size_px=size_px, place=place)
        again, _ = draw(law, subject, outcome, size_px=size_px, place=place)
        other, _ = draw(law, subject, outcome, size_px=size_px, place=place, seed=4)
        assert first.shape == (size_px, size_px, 3)
        assert mask.shape == (size_px, size_px)
        assert np.array_equal(first, again)
        assert not np.array_equal(first, other)


@pytest.mark.parametrize(("law", "high"), [("buoyancy", "floats"), ("gravity", "floats")])
def test_what_floats_is_higher_than_what_lies(law: str, high: str):
    low = get_law(law).superficial[high]
    for subject in get_law(law).subjects:
        heights = {}
        for outcome in (high, low):
            mask = draw(law, subject, outcome)[1]
            heights[outcome] = np.nonzero(mask)[0].mean() / mask.shape[0]
        assert heights[low] - heights[high] > 0.12


def test_devices_are_brighter_when_lit():
    for subject in get_law("electricity").subjects:
        lit, lit_mask = draw("electricity", subject, "lit")
        dark, dark_mask = draw("electricity", subject, "dark")
        assert lit[lit_mask].max(axis=-1).mean() > dark[dark_mask].max(axis=-1).mean() + 10


def test_corrosion_has_the_colour_the_prompt_names():
    """Rust is redder than blue, patina greener than red, tarnish dark; by the mean colour of the region."""
    colors = {}
    for subject in ("iron anchor", "copper coin", "silver goblet", "brass bell"):
        picture, mask = draw("rust", subject, "corroded")
        colors[subject] = picture[mask].mean(axis=0)
    red, green, blue = colors["iron anchor"]
    assert red > green + 20 > blue + 20
    red, green, blue = colors["copper coin"]
    assert green > red + 20
    assert green > blue
    assert colors["silver goblet"].max() < 100
    red, green, blue = colors["brass bell"]
    assert abs(red - green) < 20
    assert green > blue + 20
