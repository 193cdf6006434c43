"""Each family's own noise levels, computed by a scheduler of the pipeline's configuration that no one else touches.

    exponential shift     sigma' = e^mu / (e^mu + 1 / sigma - 1)
    dynamic mu            a straight line through (base_image_seq_len, base_shift) and (max_image_seq_len, max_shift)
    static shift          sigma' = shift * sigma / (1 + (shift - 1) * sigma)

With a static shift and no `sigmas` given, the library takes its smallest level after shifting and shifts it again
(diffusers issue 13243). SD3 is sampled like that everywhere, so it is reproduced, by leaving `sigmas` out.
"""

from collections.abc import Sequence
from typing import Any

import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from scisynth.core.errors import ConfigError


def linear_sigmas(num_steps: int) -> list[float]:
    """1, (n - 1) / n, ..., 1 / n: the levels before any shift, without the closing 0."""
    return [1 - step / num_steps for step in range(num_steps)]


def scheduled_sigmas(
    scheduler: Any, num_steps: int, *, sigmas: Sequence[float] | None = None, mu: float | None = None
) -> torch.Tensor:
    """Float32 [num_steps + 1], falling to 0: what Euler sampling with this scheduler's configuration steps through."""
    if num_steps < 1:
        raise ConfigError(f"num_steps: expected at least 1, got {num_steps}")
    if num_steps == 1:
        # Every schedule starts at pure noise, but stretching a single level to a terminal one divides 0 by 0.
        return torch.tensor([1.0, 0.0])
    own = FlowMatchEulerDiscreteScheduler.from_config(scheduler.config)
    own.set_timesteps(num_steps, sigmas=sigmas, mu=mu)
    return own.sigmas.float()


def dynamic_mu(scheduler: Any, num_tokens: int) -> float:
    """The shift of an image of this many tokens; constants that the scheduler leaves out are FLUX.1's."""
    config = scheduler.config
    first, last = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    low, high = config.get("base_shift", 0.5), config.get("max_shift", 1.15)
    return low + (high - low) * (num_tokens - first) / (last - first)
