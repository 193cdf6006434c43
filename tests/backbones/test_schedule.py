"""Worked numbers for every shift."""

import math

import pytest
import torch

pytest.importorskip("diffusers")

from diffusers import FlowMatchEulerDiscreteScheduler

from scisynth.backbones.flux2 import fitted_mu
from scisynth.backbones.schedule import dynamic_mu, linear_sigmas, scheduled_sigmas
from scisynth.core.errors import ConfigError


def test_linear_levels():
    assert linear_sigmas(4) == [1.0, 0.75, 0.5, 0.25]


def test_exponential_shift_is_its_formula():
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    mu = 0.8
    shifted = [math.exp(mu) / (math.exp(mu) + 1 / sigma - 1) for sigma in (1.0, 0.75, 0.5, 0.25)]
    levels = scheduled_sigmas(scheduler, 4, sigmas=linear_sigmas(4), mu=mu)
    torch.testing.assert_close(levels, torch.tensor([*shifted, 0.0]))


def test_static_shift_of_given_levels_is_its_formula():
    scheduler = FlowMatchEulerDiscreteScheduler(shift=3.0)
    shifted = [3 * sigma / (1 + 2 * sigma) for sigma in (1.0, 0.5)]
    torch.testing.assert_close(scheduled_sigmas(scheduler, 2, sigmas=linear_sigmas(2)), torch.tensor([*shifted, 0.0]))


def test_static_shift_of_the_schedulers_own_levels_shifts_the_smallest_twice():
    def shift(sigma):
        return 3 * sigma / (1 + 2 * sigma)

    lowest = shift(0.001)
    expected = torch.tensor([1.0, shift((1 + lowest) / 2), shift(lowest), 0.0])
    torch.testing.assert_close(scheduled_sigmas(FlowMatchEulerDiscreteScheduler(shift=3.0), 3), expected)


def test_dynamic_mu_goes_through_its_two_points():
    scheduler = FlowMatchEulerDiscreteScheduler(base_shift=0.5, max_shift=0.9, max_image_seq_len=8192)
    assert dynamic_mu(scheduler, 256) == pytest.approx(0.5)
    assert dynamic_mu(scheduler, 8192) == pytest.approx(0.9)
    # FLUX.1 at 512 px: 1024 tokens, a fifth of the way from 256 to 4096.
    assert dynamic_mu(FlowMatchEulerDiscreteScheduler(), 1024) == pytest.approx(0.5 + 0.65 / 5)


@pytest.mark.parametrize(("num_tokens", "num_steps"), [(1024, 10), (1024, 50), (4096, 200), (4300, 4), (4301, 4)])
def test_fitted_mu_is_the_published_one(num_tokens, num_steps):
    from diffusers.pipelines.flux2.pipeline_flux2 import compute_empirical_mu

    assert fitted_mu(num_tokens, num_steps) == pytest.approx(compute_empirical_mu(num_tokens, num_steps))


def test_one_step_is_from_noise_to_data_and_none_is_refused():
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift_terminal=0.02)
    assert scheduled_sigmas(scheduler, 1, sigmas=linear_sigmas(1), mu=0.5).tolist() == [1.0, 0.0]
    with pytest.raises(ConfigError, match="num_steps: expected at least 1, got 0"):
        scheduled_sigmas(scheduler, 0)
