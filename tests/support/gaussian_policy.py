"""A policy whose truth is known: its images are N(mean, STD^2), cell by cell, and its mean is what is trained.

The velocity is the exact one of that Gaussian, so the ODE and every step kernel end there, and a reward that wants cells at
a level has its optimum where the mean is that level.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

from scisynth.alignment.lora import Policy
from scisynth.alignment.rollout import TrainingPrompt
from scisynth.backbones.base import TextCondition

STD = 0.5
RANGE = 8.0
"""Latents from -4 to 4 are images from 0 to 1."""
PROMPTS = [TrainingPrompt(id=f"g{n}", prompt=f"level {n}", entity="cell") for n in range(4)]


class GaussianBackbone:
    family = "gaussian"
    default_guidance = 1.0
    default_negative = None

    def __init__(self, channels: int, side: int) -> None:
        self.transformer = nn.Module()
        self.transformer.mean = nn.Parameter(torch.zeros(channels, side, side))
        self.transformer.device = torch.device("cpu")
        self.pipeline = SimpleNamespace(config={})
        self.reference = torch.zeros(channels, side, side)
        self.is_reference = False

    def encode_text(self, prompts):
        return TextCondition(tensors={"none": torch.zeros(len(prompts), 1)})

    def latent_shape(self, height_px, width_px):
        return tuple(self.reference.shape)

    def default_sigmas(self, num_steps, height_px, width_px):
        return torch.linspace(1, 0, num_steps + 1)

    def velocity(self, sample_BCHW, sigma_B, text, *, guidance=None, negative=None):
        mean = self.reference if self.is_reference else self.transformer.mean
        s = sigma_B.view(-1, 1, 1, 1)
        slope = (s - (1 - s) * STD**2) / (((1 - s) * STD) ** 2 + s**2)
        return -mean + slope * (sample_BCHW - (1 - s) * mean)

    def decode(self, latents_BCHW):
        return (latents_BCHW[:, :1].expand(-1, 3, -1, -1) / RANGE + 0.5).clamp(0, 1)


class GaussianPolicy(Policy):
    """Trained like any policy; `remember` is the package's own."""

    def __init__(self, channels: int = 1, side: int = 4) -> None:
        self.backbone = GaussianBackbone(channels, side)
        self.parameters = {"mean": self.backbone.transformer.mean}
        self._kept = None

    @property
    def mean(self) -> torch.Tensor:
        return self.backbone.transformer.mean.detach()

    @contextmanager
    def reference(self) -> Iterator[None]:
        self.backbone.is_reference = True
        try:
            yield
        finally:
            self.backbone.is_reference = False


def levels(image) -> np.ndarray:
    """The latents that an image shows."""
    return (np.asarray(image, dtype=np.float32)[..., 0] / 255 - 0.5) * RANGE


def upper_half(phrases, images, height, width):
    mask = torch.zeros(len(images), height, width)
    mask[:, : height // 2] = 1
    return mask, []


def wants(level: float):
    """A reward for cells of the upper half at a level; the lower half is at most a nuisance."""

    def score(prompts, images):
        upper = [levels(image)[: image.height // 2] for image in images]
        return torch.tensor([-float(((cells - level) ** 2).mean()) for cells in upper])

    return score
