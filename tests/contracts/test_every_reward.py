"""What every reward must keep, whoever adds it: shape, dtype, determinism, independence of the batch, clear refusals."""

import pytest
import torch
from PIL import Image

from scisynth.core.errors import ConfigError, DataError, ImageError
from scisynth.core.protocols import Reward
from scisynth.rewards.registry import REWARDS, load_reward

PROMPTS = ["an unripe tomato", "a ripe tomato", "a glass of water in winter"]


@pytest.fixture(params=sorted(REWARDS), scope="module")
def reward(request, tiny_clip):
    return load_reward(f"{request.param}:{tiny_clip}")


@pytest.fixture(scope="module")
def pictures():
    return [Image.effect_noise((48, 40), 50 + 40 * number).convert("RGB") for number in range(3)]


def test_it_is_a_reward_with_a_name(reward):
    assert isinstance(reward, Reward) and reward.name


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
