"""Parts of the alignment tests: a real FluxPipeline with tiny random weights, a reward and a region that are known."""

from collections.abc import Sequence

import numpy as np
import torch

from scisynth.alignment.config import LoraSettings, OftConfig, OptimizerSettings, SftConfig
from scisynth.alignment.lora import Policy
from scisynth.alignment.rollout import TrainingPrompt
from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux

SIZE_PX = 16
LORA = LoraSettings(rank=4, alpha=4)
OPTIMIZER = OptimizerSettings(learning_rate=1e-3, ema_decay=0.5)


def new_policy(*, seed: int = 0, base=None, lora: LoraSettings = LORA) -> Policy:
    """A fresh policy on the same random weights every time."""
    return Policy(wrap(tiny_flux(0)), lora, base=base, seed=seed)


def sft_config(**changes) -> SftConfig:
    values = {"lora": LORA, "optimizer": OPTIMIZER, "max_steps": 4, "batch_size": 4, "micro_batch_size": 2}
    return SftConfig.parse({**values, "size_px": SIZE_PX, "save_every": 1, "bf16": False, **changes})


def oft_config(**changes) -> OftConfig:
    values = {
        "lora": LORA,
        "optimizer": OPTIMIZER,
        "num_rounds": 3,
        "prompts_per_round": 2,
        "num_steps": 4,
        "window": (0, 2),
        "size_px": SIZE_PX,
        "bf16": False,
        "rollout_batch_size": 4,
        "micro_batch_size": 4,
        "save_every": 1,
        "max_fallback_rate": 1.0,
    }
    return OftConfig.parse({**values, **changes})


PROMPTS = [TrainingPrompt(id=f"p{n}", prompt=f"thing {n}", entity="thing") for n in range(4)]


def brightness(prompts: Sequence[str], images) -> torch.Tensor:
    """A reward whose truth is known: the mean level."""
    return torch.tensor([float(np.asarray(image).mean()) for image in images])


def left_half(phrases, images, height, width):
    mask = torch.zeros(len(images), height, width)
    mask[:, :, : width // 2] = 1
    return mask, []


def velocity_of(backbone) -> torch.Tensor:
    """The model's answer to one fixed question, with gradients."""
    shape = backbone.latent_shape(SIZE_PX, SIZE_PX)
    sample = torch.randn(2, *shape, generator=torch.Generator().manual_seed(0))
    text = backbone.encode_text(["one thing", "another thing"])
    return backbone.velocity(sample, torch.tensor([0.3, 0.8]), text)
