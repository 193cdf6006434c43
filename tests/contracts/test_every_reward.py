"""What every reward must keep, whoever adds it: shape, dtype, determinism, independence of the batch, clear refusals."""

import pytest
import torch
from PIL import Image
from support.tiny_rewards import write_blip, write_hps, write_image_reward, write_siglip

from scisynth.core.errors import ConfigError, DataError, ImageError
from scisynth.core.protocols import Reward
from scisynth.rewards.info import INFO
from scisynth.rewards.registry import REWARDS, load_reward

PROMPTS = ["an unripe tomato", "a ripe tomato", "a glass of water in winter"]


@pytest.fixture(params=sorted(REWARDS), scope="module")
def reward(request, tiny_clip, tmp_path_factory):
    write = {
        "siglip": write_siglip,
        "blip": write_blip,
        "blip-itc": write_blip,
        "hps": lambda folder: write_hps(folder, tiny_clip),
        "image-reward": write_image_reward,
    }
    folder = tiny_clip
    if request.param in write:
        folder = write[request.param](tmp_path_factory.mktemp(request.param))
    return load_reward(f"{request.param}:{folder}")


@pytest.fixture(scope="module")
def pictures():
    return [Image.effect_noise((48, 40), 50 + 40 * number).convert("RGB") for number in range(3)]


def test_it_is_a_reward_with_a_name(reward):
    assert isinstance(reward, Reward) and reward.name


def test_it_says_what_its_number_is(reward):
    assert reward.info in INFO.values()


def test_nothing_to_score_is_an_empty_tensor(reward):
    assert reward.score([], []).shape == (0,)


def test_different_pairs_differ(reward, pictures):
    prompts, images = [PROMPTS[0], PROMPTS[0], PROMPTS[1]], [pictures[0], pictures[1], pictures[0]]
    scores = reward.score(prompts, images)
    assert scores[0] != scores[1], "the image counts"
    assert scores[0] != scores[2], "the prompt counts"


def test_one_float32_a_pair(reward, pictures):
    scores = reward.score(PROMPTS, pictures)
    assert scores.shape == (3,) and scores.dtype == torch.float32 and torch.isfinite(scores).all()


def test_same_input_same_score_alone_or_in_a_batch(reward, pictures):
    together = reward.score(PROMPTS, pictures)
    assert torch.equal(together, reward.score(PROMPTS, pictures))
    alone = torch.cat([reward.score([p], [i]) for p, i in zip(PROMPTS, pictures, strict=True)])
    assert torch.allclose(together, alone, atol=1e-3)


def test_order_follows_the_input(reward, pictures):
    forward, backward = reward.score(PROMPTS, pictures), reward.score(PROMPTS[::-1], pictures[::-1])
    assert torch.allclose(forward, backward.flip(0), atol=1e-3)


def test_refusals_are_clear(reward, pictures, tmp_path):
    with pytest.raises(DataError):
        reward.score(PROMPTS[:2], pictures)
    with pytest.raises(DataError):
        reward.score([" "], pictures[:1])
    with pytest.raises(ImageError):
        reward.score(PROMPTS[:1], [tmp_path / "gone.png"])


def test_unknown_rewards_name_the_nearest(tiny_clip):
    with pytest.raises(ConfigError, match="did you mean 'sciscore'"):
        load_reward(f"scisore:{tiny_clip}")
    assert load_reward(str(tiny_clip)).name == str(tiny_clip)
