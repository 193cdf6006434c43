"""The proof of the kernels: on Gaussian data they must end at the data's own mean and standard deviation.

For data N(m, s0^2) the best velocity is known: E[noise - clean | x] = k x + c is linear in x. A step is then linear
too, x' = A x + B + std z, and mean and variance of the whole run follow exactly, without drawing a number.
"""

import math
from itertools import pairwise

import pytest
import torch
from support.schedules import linear_sigmas, shift_by_mu

from scisynth.flow.sampler import initial_noise, sample_trajectory
from scisynth.flow.step import step_distribution

TARGETS = [(0.8, 0.5), (-1.5, 1.0), (0.0, 2.0)]
SCHEDULES = {"linear": linear_sigmas, "flux 512 px": lambda num_steps: shift_by_mu(linear_sigmas(num_steps), 0.63)}
SDE_KERNELS = ("flow_sde", "dance_sde", "cps")


def exact_velocity(x: torch.Tensor, sigma: float, mean: float, std: float) -> torch.Tensor:
    """E[noise - clean | x] for clean ~ N(mean, std^2): regression of noise - clean on x = (1 - s) clean + s noise."""
    signal = 1 - sigma
    covariance, variance = sigma - signal * std**2, (signal * std) ** 2 + sigma**2
    return -mean + covariance / variance * (x - signal * mean)


def moments(kernel: str, sigmas: torch.Tensor, target: tuple[float, float], **params: float) -> tuple[float, float]:
    """Mean and std at the end of a run that starts from standard normal noise, in closed form."""
    mean, variance = 0.0, 1.0
    levels = sigmas.tolist()
    probe = torch.tensor([0.0, 1.0]).view(2, 1, 1, 1)
    for sigma, sigma_next in pairwise(levels):
        velocity = exact_velocity(probe, sigma, *target)
        moved, std = step_distribution(kernel, probe, velocity, sigma, sigma_next, **params)
        offset, slope = float(moved[0]), float(moved[1] - moved[0])
        mean, variance = slope * mean + offset, slope**2 * variance + float(std) ** 2
    return mean, math.sqrt(variance)


def std_error(kernel: str, schedule: str, num_steps: int, target: tuple[float, float], **params: float) -> float:
    return moments(kernel, SCHEDULES[schedule](num_steps), target, **params)[1] / target[1] - 1


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kernel", ["ode", *SDE_KERNELS])
def test_kernels_reach_the_targets_mean_and_std(kernel, target, schedule):
    mean, std = moments(kernel, SCHEDULES[schedule](200), target)
    assert mean == pytest.approx(target[0], rel=0.02, abs=1e-4)
    assert std == pytest.approx(target[1], rel=0.02)
    coarse, fine = (abs(std_error(kernel, schedule, num_steps, target)) for num_steps in (10, 200))
    assert fine < coarse / 5


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kernel", ["ode", "dance_sde", "cps"])
def test_errors_are_of_first_order(kernel, target, schedule):
    errors = [abs(std_error(kernel, schedule, num_steps, target)) for num_steps in (50, 100, 200, 400)]
    # Twice the steps, half the error.
    assert [fine / coarse for coarse, fine in pairwise(errors)] == pytest.approx([0.5] * 3, abs=0.05)


def test_flow_sde_converges_although_its_noise_is_infinite_at_the_start():
    # Euler's deficit (first order) and the surplus of the first steps (about the root of the step) have opposite signs.
    errors = [abs(std_error("flow_sde", "linear", num_steps, (0.0, 2.0))) for num_steps in (200, 800, 3200)]
    assert errors[0] < 0.01
    assert errors[2] < errors[1] < errors[0]


@pytest.mark.parametrize("noise_level", [0.3, 1.0])
def test_cps_converges_at_any_noise_level(noise_level):
    error = std_error("cps", "flux 512 px", 200, (0.8, 0.5), noise_level=noise_level)
    assert abs(error) < 0.02


def test_cps_as_published_would_not_converge():
    # std = s' sin(eta pi/2) at every step. Ours is the same times the root of the step's length, and this is why.
    def published(num_steps: int) -> float:
        variance, levels = 1.0, linear_sigmas(num_steps).tolist()
        for sigma, sigma_next in pairwise(levels):
            slope = float(exact_velocity(torch.ones(1), sigma, 0.0, 0.5))
            std = sigma_next * math.sin(0.7 * math.pi / 2)
            kept = math.sqrt(sigma_next**2 - std**2)
            slope = (1 - sigma_next) * (1 - sigma * slope) + kept * (1 + (1 - sigma) * slope)
            variance = slope**2 * variance + std**2
        return math.sqrt(variance) / 0.5 - 1

    errors = [published(num_steps) for num_steps in (50, 200, 1600)]
    assert all(-0.2 < error < -0.14 for error in errors)
    assert abs(std_error("cps", "linear", 1600, (0.0, 0.5))) < 0.002


def test_the_published_science_t2i_step_keeps_a_surplus():
    # Its noise is hardly compensated: 6 to 9 % more spread than the ODE of the same steps, however many they are.
    target, surpluses = (0.8, 0.5), []
    for num_steps in (30, 100, 200, 800):
        std = moments("science_t2i", SCHEDULES["flux 512 px"](num_steps), target, num_steps=num_steps)[1]
        surpluses.append(std / moments("ode", SCHEDULES["flux 512 px"](num_steps), target)[1] - 1)
    assert all(0.06 < surplus < 0.09 for surplus in surpluses)
    assert std > 1.05 * target[1]


@pytest.mark.parametrize("kernel", SDE_KERNELS)
def test_drawn_samples_have_the_moments_of_the_closed_form(kernel):
    target, sigmas = (0.8, 0.5), SCHEDULES["flux 512 px"](200)
    num_steps = 199 if kernel == "cps" else 200  # the last step of cps has no noise and is the ODE's
    trajectory = sample_trajectory(
        lambda sample, sigma: exact_velocity(sample, float(sigma[0]), *target),
        initial_noise((1, 100, 100), range(4)),
        sigmas,
        kernel=kernel,
        window=range(num_steps),
        seeds=range(4),
    )
    mean, std = moments(kernel, sigmas, target)
    # 40,000 draws: four standard errors are 4 std / 200 of the mean and 4 / sqrt(80,000) = 1.4 % of the std.
    assert float(trajectory.clean.mean()) == pytest.approx(mean, abs=0.02 * std)
    assert float(trajectory.clean.std()) == pytest.approx(std, rel=0.014)
