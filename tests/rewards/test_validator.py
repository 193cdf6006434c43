"""`validator:INSTRUMENT`: pixels against what the prompt says."""

from random import Random

import numpy as np
import pytest
from PIL import Image

from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.instruments.findings import Claim, cannot_tell, compare, decide
from scisynth.instruments.registry import instrument_names, named_instrument
from scisynth.lab.models.crystal import crystal_prompt, draw_micrograph
from scisynth.rewards.measured.validator import agreement
from scisynth.rewards.registry import load_reward

GOLD = crystal_prompt("gold [110]")


@pytest.fixture(scope="module")
def reward():
    return load_reward("validator:hrtem")


@pytest.fixture(scope="module")
def gold():
    gray, structure = draw_micrograph(Random(3), ("gold [110]", "platinum [110]", "silver [110]"))
    return Image.fromarray(gray).convert("RGB"), structure


def test_a_true_image_has_all_points_and_others_fewer(reward, gold):
    image, structure = gold
    wide = image.resize((68, 68)).crop((0, 0, 64, 64))
    wider = image.resize((76, 76)).crop((0, 0, 64, 64))
    noise = Image.effect_noise((64, 64), 60).convert("RGB")
    scores = reward.score([crystal_prompt(structure)] * 4, [image, wide, wider, noise]).tolist()
    assert scores[0] == 1.0
    assert scores[0] > scores[1] > scores[2] > scores[3] == 0.0


def test_each_is_told_alone(reward, gold):
    image, structure = gold
    prompts = [crystal_prompt(structure), "a cat on a sofa", f"HRTEM micrograph of {structure}"]
    first, cat, unscaled = reward.score_each(prompts, [image] * 3)
    assert first.value == 1.0
    assert cat.value is None and "says something of an image of hrtem" in cat.reason
    assert unscaled.value is None and "0.4 Å a pixel" in unscaled.reason
    assert reward.score_each([prompts[0]], [b"no image"])[0].value is None


def test_a_pair_without_a_score_is_no_zero(reward, gold):
    with pytest.raises(ModelError, match="pair 1 has no score"):
        reward.score([crystal_prompt(gold[1]), "a cat"], [gold[0]] * 2)
    with pytest.raises(DataError, match="as many prompts as images"):
        reward.score([GOLD], [gold[0]] * 2)


def test_nothing_to_score_is_an_empty_tensor(reward):
    assert reward.score([], []).shape == (0,)
    assert reward.info.comparable_across_prompts and not reward.info.is_logit


def test_a_slip_in_the_name_is_one_line():
    with pytest.raises(ConfigError, match="unknown instrument 'hrten'"):
        load_reward("validator:hrten")


def test_agreement_falls_with_the_distance():
    claim = Claim(quantity="spacing", value=2.0, unit="Å", tolerance=0.02)
    near, far = (agreement(claim, compare(claim, value, 0.001)) for value in (2.06, 2.3))
    assert agreement(claim, compare(claim, 2.01, 0.001)) == 1.0
    assert near == pytest.approx(np.exp(-0.04 / 0.1)) and 0 < far < near
    assert agreement(claim, cannot_tell(claim, "No lattice.")) == 0.0
    word = Claim(quantity="plane_group", value="p4mm")
    assert agreement(word, decide(word, False, "p2", "It is p2.")) == 0.0


PICTURED = [name for name in instrument_names() if not named_instrument(name).needs_counts]


@pytest.mark.parametrize("name", PICTURED)
def test_it_brings_pairs_that_it_has_to_tell_apart(name):
    """Violations come in turn; most of them show in a picture."""
    reward = load_reward(f"validator:{name}")
    pairs = reward.known_pairs(8)
    assert len(pairs) == 8 and len({prompt for prompt, *_ in pairs}) >= 4
    scores = [reward.score([prompt] * 2, [true, false]).tolist() for prompt, true, false in pairs]
    assert sum(right > wrong for right, wrong in scores) >= 5, scores


@pytest.mark.parametrize("name", sorted({*instrument_names()} - {*PICTURED}))
def test_what_a_picture_does_not_hold_is_refused_and_not_scored_with_zeros(name):
    with pytest.raises(ConfigError, match=r"whose pictures can be measured, .* `scisynth instruments validate`"):
        load_reward(f"validator:{name}")
