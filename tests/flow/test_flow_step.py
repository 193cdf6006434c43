"""Step kernels: worked values, parity with the published step, log-densities, and what is refused."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from scisynth.core.errors import ConfigError
from scisynth.flow.path import noised
from scisynth.flow.step import KERNELS, logprob, step_distribution, velocity_gain

PARITY = Path(__file__).parents[3] / "shared" / "parity" / "science_t2i_step.npz"
PARAMS = {"science_t2i": {"num_steps": 10}}


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


X, V = draw(3, 2, 4, 5), draw(3, 2, 4, 5, seed=1)


@pytest.mark.parametrize("case", [0, 1])
def test_published_step_equals_the_published_code(case):
    if not PARITY.exists():
        pytest.skip("parity numbers lie beside the checkout (../shared/parity) and are absent here")
    stored = {name.removeprefix(f"case{case}_"): value for name, value in np.load(PARITY).items()}
    mean, std = step_distribution(
        "science_t2i",
        torch.from_numpy(stored["sample"]),
        torch.from_numpy(stored["velocity"]),
        float(stored["sigma"]),
        float(stored["sigma_next"]),
        s_churn=float(stored["s_churn"]),
        num_steps=int(stored["num_steps"]),
    )
    assert float(std) == pytest.approx(float(stored["std"]), abs=1e-6)
    density = logprob(torch.from_numpy(stored["next_sample"]), mean, std)
    # The mean is not stored; a wrong one shows in each item's mean log-density.
    np.testing.assert_allclose(density.mean((1, 2)).numpy(), stored["logprob_mean"], atol=1e-4)
    wrong = logprob(torch.from_numpy(stored["next_sample"]), mean + 0.01 * std.sqrt(), std)
    assert np.abs(wrong.mean((1, 2)).numpy() - stored["logprob_mean"]).max() > 1e-4


def test_worked_values_of_every_kernel():
    # x = 1, v = 2 from sigma 0.5 to 0.25: d = -0.25, clean = 1 - 0.5 * 2 = 0, noise = 1 + 0.5 * 2 = 2.
    def step(kernel: str, **params: float) -> tuple[float, float]:
        mean, std = step_distribution(
            kernel, torch.ones(1, 1, 1, 1), torch.full((1, 1, 1, 1), 2.0), 0.5, 0.25, **params
        )
        return mean.item(), std.item()

    assert step("ode") == (0.5, 0.0)
    # g^2 = 0.49 * 0.5 / 0.5; mean = 1 - 0.25 (2 + 0.49 / (2 * 0.5) * 2) = 0.255; std = 0.7 * 0.5.
    assert step("flow_sde") == pytest.approx((0.255, 0.35))
    # g^2 = 0.09: mean = 1 - 0.25 (2 + 0.09 * 2) = 0.455; std = 0.3 * 0.5.
    assert step("dance_sde") == pytest.approx((0.455, 0.15))
    # sin(pi/6) sqrt(0.25) = 0.25: std = 0.25 * 0.25; mean = 0.75 * 0 + 0.25 sqrt(1 - 1/16) * 2.
    assert step("cps", noise_level=1 / 3) == pytest.approx((0.5 * math.sqrt(15 / 16), 0.0625))
    # c = 0.1: std^2 = 0.25 * 0.21; mean = 1 - 0.25 (2 + 0.0525 / (2 * 0.5) * (0.5 * 2 - 1)) = 0.5.
    assert step("science_t2i", s_churn=1.0, num_steps=10) == pytest.approx((0.5, 0.5 * math.sqrt(0.21)))


@pytest.mark.parametrize("kernel", ["flow_sde", "dance_sde", "cps"])
def test_without_noise_every_kernel_is_the_ode(kernel):
    mean, std = step_distribution(kernel, X, V, 0.6, 0.5, noise_level=0.0)
    torch.testing.assert_close(mean, step_distribution("ode", X, V, 0.6, 0.5)[0])
    assert float(std) == 0


def test_the_ode_step_stays_on_a_straight_path():
    clean, noise = X, V
    mean, _ = step_distribution("ode", noised(clean, noise, 0.8), noise - clean, 0.8, 0.3)
    torch.testing.assert_close(mean, noised(clean, noise, 0.3))


def test_cps_keeps_the_coefficients_of_the_next_level():
    clean, noise = X, V
    mean, std = step_distribution("cps", noised(clean, noise, 0.8), noise - clean, 0.8, 0.3, noise_level=0.9)
    old_noise = (mean - 0.7 * clean) / noise
    torch.testing.assert_close(old_noise**2 + std**2, torch.full_like(X, 0.3**2), atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("kernel", KERNELS)
def test_one_sigma_per_item_is_the_same_as_items_alone(kernel):
    high, low = torch.tensor([1.0, 0.7, 0.2]), torch.tensor([0.9, 0.5, 0.0])
    mean, std = step_distribution(kernel, X, V, high, low, **PARAMS.get(kernel, {}))
    assert std.shape == (3,)
    for item in range(3):
        row = slice(item, item + 1)
        alone = step_distribution(kernel, X[row], V[row], float(high[item]), float(low[item]), **PARAMS.get(kernel, {}))
        torch.testing.assert_close((mean[row], std[item]), alone)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("sigma", "sigma_next"), [(1.0, 0.95), (1 - 6e-8, 0.95), (0.05, 0.0), (1.0, 0.0)])
def test_first_and_last_steps_are_finite_float32(kernel, sigma, sigma_next):
    mean, std = step_distribution(kernel, X.bfloat16(), V.bfloat16(), sigma, sigma_next, **PARAMS.get(kernel, {}))
    assert mean.dtype == std.dtype == torch.float32
    assert mean.shape == X.shape
    assert bool(mean.isfinite().all())
    assert 0 <= float(std) < 1


def test_at_sigma_1_flow_sde_takes_the_signal_of_the_next_level():
    # g = 0.7 sqrt(1 / (1 - 0.9)), std = g sqrt(0.1) = 0.7.
    assert float(step_distribution("flow_sde", X, V, 1.0, 0.9)[1]) == pytest.approx(0.7, rel=1e-5)


def test_noise_of_the_last_step():
    stds = {kernel: float(step_distribution(kernel, X, V, 0.04, 0.0)[1]) for kernel in ("flow_sde", "dance_sde", "cps")}
    assert stds == pytest.approx({"flow_sde": 0.7 * math.sqrt(0.04 / 0.96) * 0.2, "dance_sde": 0.06, "cps": 0.0})


def test_logprob_is_the_gaussian_density():
    mean, value, std_B = draw(3, 2, 4, 5, seed=2), draw(3, 2, 4, 5, seed=3), torch.tensor([0.01, 0.5, 3.0])
    spread = std_B.view(3, 1, 1, 1).expand_as(mean)
    expected = torch.distributions.Normal(mean, spread).log_prob(value)
    torch.testing.assert_close(logprob(value, mean, std_B), expected)
    torch.testing.assert_close(logprob(value, mean, 0.5), torch.distributions.Normal(mean, 0.5).log_prob(value))


def test_logprob_is_float32_and_carries_gradients():
    mean = X.clone().requires_grad_()
    density = logprob(V.bfloat16(), mean, torch.tensor(0.5))
    assert density.dtype == torch.float32
    density.sum().backward()
    # d/dmean of -(value - mean)^2 / (2 std^2) is (value - mean) / std^2.
    torch.testing.assert_close(mean.grad, (V.bfloat16().float() - X) / 0.25)


@pytest.mark.parametrize("std", [0.0, torch.tensor([0.1, 0.0, 0.1])])
def test_a_step_without_noise_has_no_density(std):
    with pytest.raises(ConfigError, match="out of the window"):
        logprob(X, X, std)


@pytest.mark.parametrize(
    ("kernel", "params", "message"),
    [
        ("flow_sd", {}, "did you mean 'flow_sde'"),
        ("cps", {"noise_leve": 0.5}, "did you mean 'noise_level'"),
        ("ode", {"noise_level": 0.5}, "it has none"),
        ("science_t2i", {"s_churn": 0.1}, "needs num_steps"),
        ("cps", {"noise_level": 1.5}, r"in \[0, 1\], got 1.5"),
        ("flow_sde", {"noise_level": -0.1}, "got -0.1"),
    ],
)
def test_what_no_kernel_knows_is_refused(kernel, params, message):
    with pytest.raises(ConfigError, match=message):
        step_distribution(kernel, X, V, 0.5, 0.4, **params)


@pytest.mark.parametrize(("sigma", "sigma_next"), [(0.5, 0.5), (0.4, 0.5), (0.0, 0.0), (0.5, -0.1)])
def test_a_stochastic_step_goes_down(sigma, sigma_next):
    with pytest.raises(ConfigError, match="expected a step down"):
        step_distribution("flow_sde", X, V, sigma, sigma_next)


@pytest.mark.parametrize("kernel", sorted(KERNELS))
def test_the_gain_is_the_derivative_of_the_mean_by_the_velocity(kernel):
    params = PARAMS.get(kernel, {})
    sigma, after = torch.tensor([1.0, 0.7, 0.3]), torch.tensor([0.8, 0.5, 0.1])
    velocity = V.clone().requires_grad_()
    mean, _ = step_distribution(kernel, X, velocity, sigma, after, **params)
    (slope,) = torch.autograd.grad(mean.sum(), velocity)
    gain_B = velocity_gain(kernel, sigma, after, **params)
    torch.testing.assert_close(slope.abs(), gain_B.view(3, 1, 1, 1).expand_as(slope), rtol=1e-4, atol=1e-6)
    assert velocity_gain(kernel, 0.7, 0.5, **params).item() == pytest.approx(float(gain_B[1]), rel=1e-5)
