import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab.render import render
from scisynth.science.laws import get_law
from scisynth.science.rules import derive

LAWS = ("light requirement", "watering requirement", "ripeness", "seasonal change")
CASES = [
    (law_name, subject, condition)
    for law_name in LAWS
    for number, subject in enumerate(get_law(law_name).subjects)
    for condition in [list(get_law(law_name).conditions)[number % len(get_law(law_name).conditions)]]
]


def draw(law_name, subject, condition, outcome, *, size_px=64, seed=3, place=""):
    scene = Scene(law=law_name, subject=subject, condition=condition, outcome=outcome, place=place)
    rendered = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(rendered.image, dtype=float), np.asarray(rendered.region_mask) > 0


@pytest.mark.parametrize(("law_name", "subject", "condition"), CASES)
def test_truth_and_counterfeit_differ_where_the_science_is(law_name, subject, condition):
    derivation = derive(law_name, subject, condition)
    true_image, true_mask = draw(law_name, subject, condition, derivation.outcome)
    wrong_image, wrong_mask = draw(law_name, subject, condition, derivation.superficial)
    union = true_mask | wrong_mask
    assert np.abs(true_image - wrong_image)[union].mean() > 20
    for mask in (true_mask, wrong_mask):
        assert 0.01 < mask.mean() < 0.7


@pytest.mark.parametrize("law_name", LAWS)
def test_same_seed_same_image_and_another_seed_another(law_name):
    law = get_law(law_name)
    subject, condition = next(iter(law.subjects)), next(iter(law.conditions))
    for outcome in law.outcomes:
        first, _ = draw(law_name, subject, condition, outcome)
        again, _ = draw(law_name, subject, condition, outcome)
        other, _ = draw(law_name, subject, condition, outcome, seed=4)
        assert (first == again).all()
        assert (first != other).any()


@pytest.mark.parametrize("law_name", LAWS)
@pytest.mark.parametrize("size_px", [48, 64, 256])
def test_the_same_scene_at_any_resolution(law_name, size_px):
    law = get_law(law_name)
    subject, condition = list(law.subjects)[2], next(iter(law.conditions))
    for outcome in law.outcomes:
        image, mask = draw(law_name, subject, condition, outcome, size_px=size_px, place=law.places[0])
        assert image.shape == (size_px, size_px, 3)
        _, reference = draw(law_name, subject, condition, outcome, size_px=128, place=law.places[0])
        assert mask.mean() == pytest.approx(reference.mean(), abs=0.03)


def mean_color(law_name, subject, condition, outcome):
    image, mask = draw(law_name, subject, condition, outcome)
    return image[mask].mean(axis=0)


def test_colours_tell_the_state():
    """Red over green: ripe tomato and withered plants, green over red: unripe tomato and thriving plants."""
    for law_name, subject, condition, redder, greener in (
        ("ripeness", "tomato", "unripe", "ripe", "unripe"),
        ("light requirement", "pepper plant", "closet", "withered", "thriving"),
        ("watering requirement", "cabbage", "rarely", "withered", "thriving"),
        ("seasonal change", "ginkgo", "autumn", "autumn", "green"),
    ):
        red, green, _ = mean_color(law_name, subject, condition, redder)
        assert red > green
        red_other, green_other, _ = mean_color(law_name, subject, condition, greener)
        assert red_other - green_other < red - green - 10


@pytest.mark.parametrize(
    "subject", ["sugar maple", "Norway spruce", "Scots pine", "weeping willow", "Italian cypress", "yew"]
)
def test_a_bare_tree_covers_less_than_a_leafy_one(subject):
    _, bare = draw("seasonal change", subject, "winter", "bare")
    _, green = draw("seasonal change", subject, "winter", "green")
    assert bare.mean() < 0.75 * green.mean()
