"""The straight path between data and noise, and what a velocity says about its two ends.

    x = (1 - s) z + s e        z clean, e noise, s = sigma in [0, 1]: 0 is data, 1 is noise
    v = e - z                  the velocity, what the model predicts
    z = x - s v,   e = x + (1 - s) v,   score = grad log p(x) = -e / s

(Rectified flow, Liu et al., arXiv 2209.03003.) The three inverse formulas hold for the exact v of a pair and for a
model's v alike; for a model they give conditional means. Every function takes sigma as a number, a scalar tensor or
[B], works in float32 whatever comes in, and returns float32 like the sample.
"""

import torch

Sigma = float | torch.Tensor
"""A number, a scalar tensor, or one level per item [B]."""


def noised(clean: torch.Tensor, noise: torch.Tensor, sigma: Sigma) -> torch.Tensor:
    """The point at `sigma` on the way from clean to noise."""
    s = broadcast_like(sigma, clean)
    return (1 - s) * clean.float() + s * noise.float()


def clean_from_velocity(sample: torch.Tensor, velocity: torch.Tensor, sigma: Sigma) -> torch.Tensor:
    """The clean sample that a velocity predicts."""
    return sample.float() - broadcast_like(sigma, sample) * velocity.float()


def noise_from_velocity(sample: torch.Tensor, velocity: torch.Tensor, sigma: Sigma) -> torch.Tensor:
    """The noise that a velocity predicts."""
    return sample.float() + (1 - broadcast_like(sigma, sample)) * velocity.float()


def broadcast_like(value: Sigma, sample: torch.Tensor) -> torch.Tensor:
    """A scalar or [B] as float32 on the sample's device, shaped to stand next to a sample [B, ...]."""
    tensor = torch.as_tensor(value, dtype=torch.float32, device=sample.device)
    return tensor.view(-1, *[1] * (sample.ndim - 1)) if tensor.ndim else tensor
