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


class Redness:
    """A reward that is watched."""

    name = "redness"

    def score(self, prompts: Sequence[str], images) -> torch.Tensor:
        return torch.tensor([float(np.asarray(image)[..., 0].mean()) for image in images])


def held_out_evaluation(backbone, folder, accelerator, *, num: int = 5, **options):
    """An evaluation of `num` prompts with a judge and a watched reward, and a list of the prompts that this process draws."""
    from scisynth.alignment.cache import TextCache
    from scisynth.generators.flow import FlowGenerator
    from scisynth.pipelines.alignment.config import EvaluationSettings
    from scisynth.pipelines.alignment.evaluate import PolicyEvaluation
    from scisynth.pipelines.alignment.held_out import choose_held_out

    drawn: list[str] = []

    class Counting(FlowGenerator):
        def draw(self, prompts, seeds, *, size_px):
            drawn.extend(prompts)
            return super().draw(prompts, seeds, size_px=size_px)

    prompts = choose_held_out(EvaluationSettings(num_prompts=num), "lab", "", {}, seed=0).prompt_sets
    cache = TextCache(backbone, [item.implicit_prompt for item in prompts])
    generator = Counting(backbone, name="policy", num_steps=2, batch_size=4, encode=cache.get)
    words = lambda sets: [item.implicit_prompt for item in sets]  # noqa: E731
    scorers = {
        "reward": lambda sets, images: brightness(words(sets), images).tolist(),
        "judge": lambda sets, images: [None if index == 0 else 0.5 for index in range(len(images))],
        "held_out/redness": lambda sets, images: Redness().score(words(sets), images).tolist(),
    }
    evaluation = PolicyEvaluation(
        generator,
        prompts,
        scorers,
        images_per_prompt=2,
        size_px=SIZE_PX,
        seed=0,
        accelerator=accelerator,
        folder=folder,
        **options,
    )
    return evaluation, drawn


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
