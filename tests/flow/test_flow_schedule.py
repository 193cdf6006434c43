"""Schedules: endpoints, worked values, and equality with diffusers' own."""

import math

import numpy as np
import pytest
import torch

from scisynth.core.errors import ConfigError
from scisynth.flow.schedule import dynamic_mu, linear_sigmas, shift_by_factor, shift_by_mu


@pytest.mark.parametrize("num_steps", [1, 4, 30])
@pytest.mark.parametrize("mu", [0.0, 0.63, 1.15])
def test_falls_from_1_to_exactly_0(num_steps, mu):
    sigmas = shift_by_mu(linear_sigmas(num_steps), mu)
    assert sigmas.dtype == torch.float32
    assert sigmas.shape == (num_steps + 1,)
    assert (sigmas[0], sigmas[-1]) == (1, 0)
    assert bool((sigmas.diff() < 0).all())


def test_worked_values():
    assert linear_sigmas(4).tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert linear_sigmas(3, sigma_min=0.2).tolist() == pytest.approx([1.0, 0.6, 0.2, 0.0])
    # 3 * 0.5 / (1 + 2 * 0.5) = 0.75
    assert shift_by_factor(torch.tensor([0.5]), 3.0).item() == 0.75
    # e^mu / (e^mu + 1 / 0.5 - 1) with e^mu = 3 is 3 / 4.
    assert shift_by_mu(torch.tensor([0.5]), math.log(3)).item() == pytest.approx(0.75)
    assert torch.equal(shift_by_factor(linear_sigmas(9), 1.0), linear_sigmas(9))


@pytest.mark.parametrize(("num_steps", "mu"), [(10, 0.5), (30, 0.63), (50, 1.15)])
def test_flux_schedule_equals_diffusers(num_steps, mu):
    diffusers = pytest.importorskip("diffusers")
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / num_steps, num_steps), mu=mu)
    torch.testing.assert_close(shift_by_mu(linear_sigmas(num_steps), mu), scheduler.sigmas, atol=1e-6, rtol=0)


@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_static_shift_equals_diffusers(shift):
    diffusers = pytest.importorskip("diffusers")
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(shift=shift)
    scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / 20, 20))
    torch.testing.assert_close(shift_by_factor(linear_sigmas(20), shift), scheduler.sigmas, atol=1e-6, rtol=0)


@pytest.mark.parametrize("num_tokens", [64, 256, 1024, 4096, 8192])
def test_mu_equals_flux(num_tokens):
    pipeline = pytest.importorskip("diffusers.pipelines.flux.pipeline_flux")
    assert dynamic_mu(num_tokens) == pytest.approx(pipeline.calculate_shift(num_tokens), abs=1e-9)


def test_mu_of_the_papers_images():
    # 512 px are 32 x 32 tokens: 0.5 + 0.65 * (1024 - 256) / 3840 = 0.63.
    assert dynamic_mu(1024) == pytest.approx(0.63)


@pytest.mark.parametrize(
    "make",
    [lambda: linear_sigmas(0), lambda: linear_sigmas(4, sigma_min=0), lambda: shift_by_factor(linear_sigmas(4), 0)],
)
def test_what_makes_no_schedule_is_refused(make):
    with pytest.raises(ConfigError, match="expected"):
        make()
