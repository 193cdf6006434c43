"""Sigma schedules: float32 [K + 1], falling, the last one exactly 0.

They are ours, plain tensors kept with each trajectory, because a scheduler object keeps a step index of its own and,
with a static shift, shifts twice (diffusers, issue 13243). Both shifts bend the schedule towards noise and leave 0
and 1 alone:

    s -> a s / (1 + (a - 1) s)       SD3 (arXiv 2403.03206), a static factor a
    s -> e^mu / (e^mu + 1/s - 1)     FLUX.1; the same map with a = e^mu, mu growing with the number of tokens

Not covered: terminal stretching and the Karras, beta and exponential spacings of diffusers.
"""

import math

import torch

from scisynth.core.errors import ConfigError


def linear_sigmas(num_steps: int, sigma_min: float | None = None) -> torch.Tensor:
    """`num_steps` levels evenly from 1 to `sigma_min` (None: 1 / num_steps, so that all steps are equal), then 0.

    Raises:
        ConfigError: no steps, or a `sigma_min` outside (0, 1].
    """
    if num_steps < 1:
        raise ConfigError(f"expected at least 1 sampling step, got {num_steps}")
    last = 1 / num_steps if sigma_min is None else sigma_min
    if not 0 < last <= 1:
        raise ConfigError(f"expected 0 < sigma_min <= 1, got {sigma_min}")
    levels = torch.linspace(1.0, last, num_steps, dtype=torch.float64)
    return torch.cat([levels, levels.new_zeros(1)]).float()


def shift_by_factor(sigmas: torch.Tensor, shift: float) -> torch.Tensor:
    """SD3's static shift `a s / (1 + (a - 1) s)`; a = 1 changes nothing, a > 1 spends more steps near noise."""
    if not shift > 0:
        raise ConfigError(f"expected a sigma shift above 0, got {shift}")
    s = sigmas.double()
    return (shift * s / (1 + (shift - 1) * s)).float()


def shift_by_mu(sigmas: torch.Tensor, mu: float) -> torch.Tensor:
    """FLUX's exponential shift `e^mu / (e^mu + 1/s - 1)`."""
    return shift_by_factor(sigmas, math.exp(mu))


def dynamic_mu(
    num_tokens: int,
    base_tokens: int = 256,
    max_tokens: int = 4096,
    base_shift: float = 0.5,
    max_shift: float = 1.15,
) -> float:
    """FLUX's mu: the line through (base_tokens, base_shift) and (max_tokens, max_shift), not clipped at its ends.

    `num_tokens` are the image tokens the transformer sees: (height_px / 16) x (width_px / 16) for FLUX.1.
    """
    slope = (max_shift - base_shift) / (max_tokens - base_tokens)
    return base_shift + slope * (num_tokens - base_tokens)
