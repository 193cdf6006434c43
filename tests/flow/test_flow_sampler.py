"""The sampling loop: exact on straight paths, the same for any batching, and replayable step by step."""

import pytest
import torch
from support.schedules import linear_sigmas, shift_by_mu

from scisynth.core.errors import ConfigError
from scisynth.flow.sampler import initial_noise, sample_trajectory, step_noise
from scisynth.flow.step import logprob, step_distribution

SHAPE = (2, 4, 4)
SIGMAS = shift_by_mu(linear_sigmas(8), 0.63)
SEEDS = (5, 2**62, 7, 5)


def toy_velocity(sample: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    return torch.tanh(sample) * (1 + sigma.view(-1, 1, 1, 1))


def run(seeds=SEEDS, **changes):
    settings = {"kernel": "flow_sde", "window": range(1, 5), "seeds": seeds, **changes}
    return sample_trajectory(toy_velocity, initial_noise(SHAPE, seeds), SIGMAS, **settings)


def test_initial_noise_belongs_to_its_seed():
    noise = initial_noise(SHAPE, SEEDS)
    assert noise.shape == (4, *SHAPE)
    assert noise.dtype == torch.float32
    assert torch.equal(noise[0], noise[3])
    assert not torch.equal(noise[0], noise[1])
    assert torch.equal(noise[1:3], initial_noise(SHAPE, SEEDS[1:3]))


def test_the_ode_finds_the_data_in_any_number_of_steps():
    # One datum z: the velocity (x - z) / s is exact, the path straight, and the last step lands on z.
    clean, noise = initial_noise(SHAPE, [1, 2]), initial_noise(SHAPE, [3, 4])
    for num_steps in (1, 3, 20):
        trajectory = sample_trajectory(
            lambda sample, sigma: (sample - clean) / sigma.view(-1, 1, 1, 1), noise, linear_sigmas(num_steps)
        )
        torch.testing.assert_close(trajectory.clean, clean, atol=1e-5, rtol=0)
        assert trajectory.steps == ()


@pytest.mark.parametrize("kernel", ["flow_sde", "dance_sde", "cps", "science_t2i"])
def test_batching_changes_nothing(kernel):
    params = {"num_steps": 8} if kernel == "science_t2i" else {}
    together = run(kernel=kernel, params=params)
    parts = [run(seeds=SEEDS[part], kernel=kernel, params=params) for part in (slice(0, 1), slice(1, 4))]
    torch.testing.assert_close(torch.cat([part.clean for part in parts]), together.clean, atol=1e-6, rtol=1e-6)
    for index, step in enumerate(together.steps):
        joined = torch.cat([part.steps[index].next_sample for part in parts])
        torch.testing.assert_close(joined, step.next_sample, atol=1e-6, rtol=1e-6)


def test_step_noise_is_bit_equal_in_any_batch_and_new_at_each_step():
    like = torch.zeros(4, *SHAPE)
    noise = step_noise(like, SEEDS, 3)
    for item in range(4):
        assert torch.equal(noise[item : item + 1], step_noise(like[:1], SEEDS[item : item + 1], 3))
    assert not torch.equal(noise, step_noise(like, SEEDS, 4))
    assert not torch.equal(noise, initial_noise(SHAPE, SEEDS))


def test_the_same_seeds_give_the_same_bits():
    first, second = run(), run()
    assert torch.equal(first.clean, second.clean)
    assert all(torch.equal(a.logprob, b.logprob) for a, b in zip(first.steps, second.steps, strict=True))
    other = run(seeds=(5, 2**62, 8, 5)).clean
    assert [torch.equal(a, b) for a, b in zip(first.clean, other, strict=True)] == [True, True, False, True]


def test_only_the_window_is_kept_and_its_steps_hang_together():
    trajectory = run(window=(4, 1, 2))
    assert [step.index for step in trajectory.steps] == [1, 2, 4]
    assert [step.sigma for step in trajectory.steps] == [float(SIGMAS[index]) for index in (1, 2, 4)]
    assert [step.sigma_next for step in trajectory.steps] == [float(SIGMAS[index]) for index in (2, 3, 5)]
    assert torch.equal(trajectory.steps[0].next_sample, trajectory.steps[1].sample)


def test_replaying_a_step_gives_its_stored_log_probability():
    for step in run(kernel="cps").steps:
        sigma_B, next_B = torch.full((4,), step.sigma), torch.full((4,), step.sigma_next)
        mean, std = step_distribution("cps", step.sample, toy_velocity(step.sample, sigma_B), sigma_B, next_B)
        torch.testing.assert_close(logprob(step.next_sample, mean, std), step.logprob, atol=1e-6, rtol=1e-6)


def test_samples_are_float32_without_gradients():
    weight = torch.ones(1, requires_grad=True)
    trajectory = sample_trajectory(lambda sample, sigma: weight * sample, initial_noise(SHAPE, [1]).bfloat16(), SIGMAS)
    assert trajectory.clean.dtype == torch.float32
    assert not trajectory.clean.requires_grad


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seeds": None}, "got none"),
        ({"seeds": [1, 2]}, "got 2"),
        ({"window": [8]}, "steps 0 to 7, got step 8"),
        ({"window": [-1]}, "got step -1"),
        ({"kernel": "ode"}, "has no noise"),
        ({"kernel": "cps", "window": [7]}, "step 7 of kernel 'cps' has no noise"),
        ({"kernel": "flow"}, "did you mean 'flow_sde'"),
        ({"params": {"noise": 1.0}}, "did you mean 'noise_level'"),
    ],
)
def test_a_window_that_cannot_work_is_refused_before_the_first_forward_pass(changes, message):
    def never(sample: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        raise AssertionError("the model was called")

    settings = {"kernel": "flow_sde", "window": range(1, 5), "seeds": SEEDS, **changes}
    with pytest.raises(ConfigError, match=message):
        sample_trajectory(never, initial_noise(SHAPE, SEEDS), SIGMAS, **settings)
