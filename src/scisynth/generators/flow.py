"""Any flow model as a generator: a backbone, with or without a policy, sampled along its ODE.

An image depends on the model, the prompt, its seed and the settings, and on nothing else: the initial noise comes from a CPU
generator of its own, so batching, sharding and order change no pixel beyond rounding.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

import torch
from PIL import Image

from scisynth.backbones.base import Backbone, TextCondition
from scisynth.backbones.text import cut_prompts
from scisynth.core.cuts import Cut
from scisynth.core.records import PromptSet, Tier
from scisynth.flow.sampler import Velocity, initial_noise, sample_trajectory
from scisynth.generators.guide import Guide, guided
from scisynth.generators.seeds import image_seed as image_seed
from scisynth.training.pixels import pixels_to_images
from scisynth.training.placement import leave_card


class FlowGenerator:
    """Images from one backbone; the sampling settings are fixed, the prompts and seeds vary.

    `encode` stands in for the backbone's text encoders where the prompts are known beforehand and encoded already; `guide` is what is
    known of the images besides (`generators.guide`).
    """

    def __init__(
        self,
        backbone: Backbone,
        *,
        name: str,
        num_steps: int = 28,
        guidance: float | None = None,
        batch_size: int = 8,
        encode: Callable[[Sequence[str]], TextCondition] | None = None,
        guide: Guide | None = None,
    ) -> None:
        self.name = name
        self.backbone = backbone
        self._encode = encode or backbone.encode_text
        self._num_steps, self._guidance, self._batch_size = num_steps, guidance, batch_size
        self._guide = guide

    def leave_card(self) -> None:
        """Goes on from the processor, if it is on a GPU."""
        leave_card(self.backbone.pipeline)

    @torch.no_grad()
    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> list[Image.Image]:
        """N prompts and N seeds to N RGB images of `size_px` x `size_px`."""
        backbone = self.backbone
        shape = backbone.latent_shape(size_px, size_px)
        sigmas = backbone.default_sigmas(self._num_steps, size_px, size_px)
        device = backbone.transformer.device
        images: list[Image.Image] = []
        for first in range(0, len(prompts), self._batch_size):
            text = self._encode(prompts[first : first + self._batch_size])
            negative = self._negative and self._negative.select([0] * len(text))
            velocity: Velocity = partial(self._velocity, text, negative)
            if self._guide:
                velocity = guided(velocity, self._guide, backbone, prompts[first : first + self._batch_size])
            noise = initial_noise(shape, seeds[first : first + self._batch_size]).to(device)
            images += pixels_to_images(backbone.decode(sample_trajectory(velocity, noise, sigmas).clean))
        return images

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts of which a text encoder reads a part (`core.cuts`)."""
        return cut_prompts(self.backbone.pipeline, prompts, self.backbone.num_text_tokens)

    @cached_property
    def _negative(self) -> TextCondition | None:
        """What real guidance steers away from; None where guidance is an input of the model."""
        word = self.backbone.default_negative
        return None if word is None else self._encode([word])

    def _velocity(
        self, text: TextCondition, negative: TextCondition | None, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor
    ) -> torch.Tensor:
        return self.backbone.velocity(sample_BCHW, sigma_B, text, guidance=self._guidance, negative=negative)

    def generate(self, prompt_set: PromptSet, tier: Tier, *, seed: int, size_px: int) -> Image.Image:
        """One RGB image of one tier of a prompt set (`core.protocols.SceneRenderer`)."""
        prompt = prompt_set.prompt(tier)
        return self.draw([prompt], [image_seed(seed, prompt, 0)], size_px=size_px)[0]
