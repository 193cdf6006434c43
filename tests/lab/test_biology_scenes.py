import random

import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab import distractors
from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.plant_shapes import draw_tag
from scisynth.lab.places import draw_background, draw_distractors
from scisynth.lab.render import render
from scisynth.lab.view import SceneView
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


@pytest.mark.parametrize("subject", get_law("ripeness").subjects)
def test_a_fruit_is_of_one_size_ripe_and_unripe(subject):
    """The same seed draws the same outline: size tells nothing."""
    for seed in (3, 4):
        masks = [draw("ripeness", subject, "unripe", outcome, seed=seed)[1] for outcome in ("unripe", "ripe")]
        assert (masks[0] == masks[1]).all()


@pytest.mark.parametrize("subject", get_law("ripeness").subjects)
def test_a_fruit_rests_on_its_shadow(subject):
    """The ground is dark right under the lowest point of the fruit, and no lower."""
    size_px = 256
    for seed in (3, 8):
        image, mask = draw("ripeness", subject, "unripe", "ripe", size_px=size_px, seed=seed)
        gray = image.mean(axis=-1)
        low = np.flatnonzero(mask.any(axis=1))[-1]
        column = int(np.median(np.flatnonzero(mask[low])))
        ground = gray[low + 14 : low + 18, column].mean()
        assert gray[low + 1 : low + 3, column].min() < ground - 25, "it touches its shadow"
        assert np.abs(gray[low + 10, column] - ground) < 12, "which ends there"


# --- seasons ---


def ground_and_props(place, season, seed):
    """A background with its things, as a scene of that season has it."""
    canvas = Canvas(64, random.Random(seed))
    canvas.season = season
    draw_background(canvas, place)
    draw_distractors(canvas, place)
    return np.asarray(canvas.finish(), dtype=float)


@pytest.mark.parametrize("place", get_law("seasonal change").places)
def test_winter_has_no_green_hedges_or_lawns(place):
    """Hardly a pixel where green leads by far; in spring there are many in all but the built-up places."""

    def green(season):
        images = [ground_and_props(place, season, seed) for seed in range(6)]
        return np.mean([(image[..., 1] > image[..., [0, 2]].max(axis=-1) + 18).mean() for image in images])

    assert green("winter") < 0.005
    if place in ("garden", "park"):
        assert green("spring") > 0.1


@pytest.mark.parametrize("season", ["winter", "autumn", "spring"])
def test_no_beach_ball_or_parasol_out_of_season(season, monkeypatch):
    drawn = []
    for place in get_law("seasonal change").places:
        things = distractors.DISTRACTORS[place]
        spies = {thing: lambda canvas, x, foot, thing=thing: drawn.append(thing.__name__) for thing in things}
        monkeypatch.setitem(distractors.DISTRACTORS, place, tuple(spies.values()))
        for thing, spy in spies.items():
            monkeypatch.setitem(distractors.OUT_OF_SEASON, spy, distractors.OUT_OF_SEASON.get(thing, ()))
        for seed in range(20):
            ground_and_props(place, season, seed)
    assert not {"_ball", "_parasol"} & set(drawn)
    assert ("_basket" in drawn) == (season != "winter")
    assert {"_rocks", "_stump"} <= set(drawn)


def test_signs_of_trees_are_of_one_kind_each_and_tell_no_outcome():
    subjects = get_law("seasonal change").subjects
    kinds = [tuple(s.look.get(key) for key in ("shape", "leaf", "fruit", "bark")) for s in subjects.values()]
    assert len(set(kinds)) >= len(kinds) - 1
    evergreen = {s.look["leaf"] for s in subjects.values() if s.facts["leaf_habit"].value == "evergreen"}
    deciduous = {s.look["leaf"] for s in subjects.values() if s.facts["leaf_habit"].value == "deciduous"}
    assert evergreen & deciduous == {"comb", "oval"}, "needles may fall and broad leaves may stay, on the signs, too"


def changed(law_name, subject, condition, one, other, seed=3):
    """Where two outcomes of one seed differ."""
    images = [draw(law_name, subject, condition, outcome, seed=seed)[0] for outcome in (one, other)]
    return np.abs(images[0] - images[1]).max(axis=-1) > 12


@pytest.mark.parametrize("subject", ["ginkgo", "Norway spruce", "cherry tree"])
def test_the_sign_is_the_same_for_every_outcome(subject):
    differs = changed("seasonal change", subject, "winter", "bare", "green")
    corners = differs[48:57, 8:14], differs[48:57, -14:-8]
    assert differs.any() and not (corners[0].any() and corners[1].any())


@pytest.mark.parametrize("law_name", ["light requirement", "watering requirement"])
def test_the_tag_of_a_plant_is_the_same_whatever_has_become_of_it(law_name):
    """Drawn alone: the same pixels for both outcomes, others for another plant."""
    law = get_law(law_name)

    def tag(subject, outcome):
        canvas = Canvas(64, random.Random(0))
        condition = next(iter(law.conditions.values()))
        view = SceneView(
            law=law,
            subject=subject,
            condition=condition,
            outcome=outcome,
            true_outcome="thriving",
            words={},
            rng=random.Random(0),
        )
        draw_tag(canvas, 0.5, 0.5, view)
        return canvas.finish().tobytes()

    tags = [tag(subject, "thriving") for subject in law.subjects.values()]
    assert tags == [tag(subject, "withered") for subject in law.subjects.values()]
    assert len(set(tags)) == len(tags)
