"""The one sampling loop: images, rollouts and evaluations all come from here.

Steps in the window draw from a stochastic kernel and are kept with their log-probability; all others follow the ODE
(mixed ODE-SDE sampling, MixGRPO, arXiv 2507.21802). Samples are float32 from the first step to the last, so that a
step can be replayed in training exactly as it was taken. The noise of an item comes from CPU generators seeded by its
own seed (and, in a step, by the step's index): batching, sharding and the device change nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch

from scisynth.core.errors import ConfigError
from scisynth.core.seeds import derive_seed
from scisynth.flow.step import logprob, step_distribution

Velocity = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""(sample [B, C, H, W], sigma [B]) to velocity [B, C, H, W]."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stochastic step as it was taken."""

    index: int
    sigma: float
    sigma_next: float
    sample: torch.Tensor
    """Before the step, float32 [B, C, H, W]."""
    next_sample: torch.Tensor
    mean: torch.Tensor
    """Of the Gaussian that `next_sample` was drawn from, [B, C, H, W]."""
    std: float

    @property
    def logprob(self) -> torch.Tensor:
        """Of `next_sample`, elementwise [B, C, H, W]."""
        return logprob(self.next_sample, self.mean, self.std)


@dataclass(frozen=True, kw_only=True)
class Trajectory:
    """From noise to a clean sample."""

    clean: torch.Tensor
    """Float32 [B, C, H, W]."""
    steps: tuple[Step, ...]
    """Those of the window, in order."""


def initial_noise(shape_CHW: tuple[int, int, int], seeds: Sequence[int]) -> torch.Tensor:
    """Standard normal float32 [B, C, H, W] on the CPU, each item from a generator of its own."""
    return _draw(shape_CHW, seeds)


@torch.no_grad()
def sample_trajectory(
    velocity_fn: Velocity,
    noise: torch.Tensor,
    sigmas: torch.Tensor | Sequence[float],
    *,
    kernel: str = "ode",
    window: Collection[int] = (),
    seeds: Sequence[int] | None = None,
    params: Mapping[str, float] | None = None,
    first_index: int = 0,
) -> Trajectory:
    """Runs the sampler from `noise` [B, C, H, W] along `sigmas` [K + 1], without gradients, on the noise's device.

    Args:
        velocity_fn: the model.
        noise: the sample at the first sigma.
        sigmas: falling levels.
        kernel: of the steps in the window; the others are ODE steps.
        window: indices of stochastic steps, without the last one.
        seeds: one per item, needed with a window.
        params: of the kernel (`flow.step`).
        first_index: what the first step is called, by `window` and in the seeds of its noise, where a run branches off.

    Raises:
        ConfigError: a window outside the schedule, without seeds or on a step that has no noise; an unknown kernel.
    """
    levels = [float(sigma) for sigma in sigmas]
    settings = dict(params or {})
    _check_window(levels, kernel, window, settings, first_index)
    if window and (seeds is None or len(seeds) != len(noise)):
        got = "none" if seeds is None else len(seeds)
        raise ConfigError(f"expected one seed for each of the {len(noise)} items of a stochastic window, got {got}")
    sample, steps = noise.float(), []
    for index, (sigma, sigma_next) in enumerate(pairwise(levels), start=first_index):
        velocity = velocity_fn(sample, torch.full((len(sample),), sigma, device=sample.device))
        if index in window:
            mean, std = step_distribution(kernel, sample, velocity, sigma, sigma_next, **settings)
            fresh = step_noise(sample, seeds or (), index)
            taken = mean + std * fresh
            steps.append(
                Step(
                    index=index,
                    sigma=sigma,
                    sigma_next=sigma_next,
                    sample=sample,
                    next_sample=taken,
                    mean=mean,
                    std=float(std),
                )
            )
            sample = taken
        else:
            sample, _ = step_distribution("ode", sample, velocity, sigma, sigma_next)
    return Trajectory(clean=sample, steps=tuple(steps))


def step_noise(sample: torch.Tensor, seeds: Sequence[int], index: int) -> torch.Tensor:
    """The noise of step `index`, like the sample [B, C, H, W] and on its device: item i from (seeds[i], index)."""
    return _draw(sample.shape[1:], [derive_seed(seed, index) for seed in seeds]).to(sample.device)


def _check_window(
    levels: Sequence[float], kernel: str, window: Collection[int], settings: Mapping[str, float], first_index: int
) -> None:
    """Refuses before the first forward pass what would fail after many."""
    nothing, last = torch.zeros(1), first_index + len(levels) - 2
    for index in sorted(window):
        if not first_index <= index <= last:
            raise ConfigError(f"expected a window within steps {first_index} to {last}, got step {index}")
        place = index - first_index
        _, std = step_distribution(kernel, nothing, nothing, levels[place], levels[place + 1], **settings)
        if not bool(std > 0):
            raise ConfigError(f"step {index} of kernel {kernel!r} has no noise; leave it out of the stochastic window")


def _draw(shape: Sequence[int], seeds: Sequence[int]) -> torch.Tensor:
    return torch.stack([torch.randn(*shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds])
