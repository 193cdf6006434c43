"""The straight path: round trips, endpoints, and the score of a density that is known."""

import pytest
import torch

from scisynth.flow.path import clean_from_velocity, noise_from_velocity, noised


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


CLEAN, NOISE = draw(3, 4, 5, 6), draw(3, 4, 5, 6, seed=1)


@pytest.mark.parametrize("sigma", [0.25, torch.tensor(0.25), torch.tensor([0.1, 0.5, 0.9])])
def test_the_velocity_leads_back_to_both_ends(sigma):
    sample, velocity = noised(CLEAN, NOISE, sigma), NOISE - CLEAN
    torch.testing.assert_close(clean_from_velocity(sample, velocity, sigma), CLEAN)
    torch.testing.assert_close(noise_from_velocity(sample, velocity, sigma), NOISE)


def test_sigma_0_is_data_and_sigma_1_is_noise():
    ends = noised(CLEAN[:2], NOISE[:2], torch.tensor([0.0, 1.0]))
    assert torch.equal(ends[0], CLEAN[0])
    assert torch.equal(ends[1], NOISE[1])


def test_each_item_has_its_own_sigma():
    together = noised(CLEAN, NOISE, torch.tensor([0.1, 0.5, 0.9]))
    alone = [noised(CLEAN[i : i + 1], NOISE[i : i + 1], sigma) for i, sigma in enumerate((0.1, 0.5, 0.9))]
    torch.testing.assert_close(together, torch.cat(alone))


def test_the_velocity_is_the_paths_derivative():
    step = 1e-2
    difference = (noised(CLEAN, NOISE, 0.5 + step) - noised(CLEAN, NOISE, 0.5 - step)) / (2 * step)
    torch.testing.assert_close(difference, NOISE - CLEAN, atol=1e-4, rtol=1e-4)


def test_half_precision_is_computed_in_float32():
    sample = noised(CLEAN.bfloat16(), NOISE.bfloat16(), 0.3)
    assert sample.dtype == torch.float32
    assert torch.equal(sample, noised(CLEAN.bfloat16().float(), NOISE.bfloat16().float(), 0.3))
