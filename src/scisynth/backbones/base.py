"""What a diffusers family must tell so that everything else can ignore which family it is.

Every backbone speaks the package's convention: `noised = (1 - sigma) * clean + sigma * noise`, `velocity = noise - clean`,
sigma 1 is noise. Latents are float32 [B, C, H, W] *outside* the adapter, whatever layout the transformer wants; packing,
the family's sign, time scale and guidance stay inside `velocity`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch.nn import functional

ATTENTION_PROJECTIONS: tuple[str, ...] = ("to_q", "to_k", "to_v", "to_out.0")
"""What the paper's LoRA adapts, by the names that the library's attention blocks share."""


@dataclass(frozen=True, kw_only=True)
class TextCondition:
    """Encoded prompts: named tensors whose first axis is the prompt, ready to be cached, indexed and joined.

    Families whose prompts differ in length keep `states` [P, L, D], padded with zeros at the end, and `length` [P].
    """

    tensors: Mapping[str, torch.Tensor]

    def __len__(self) -> int:
        return len(next(iter(self.tensors.values())))

    def select(self, indices: Sequence[int]) -> "TextCondition":
        """The prompts at these positions, repeats allowed."""
        return TextCondition(tensors={name: tensor[list(indices)] for name, tensor in self.tensors.items()})

    def to(self, device: torch.device | str) -> "TextCondition":
        """A copy on another device."""
        return TextCondition(tensors={name: tensor.to(device) for name, tensor in self.tensors.items()})

    @staticmethod
    def join(conditions: "Sequence[TextCondition]") -> "TextCondition":
        """Conditions of one backbone, one after the other; the shorter ones are padded to the longest."""
        names = conditions[0].tensors
        return TextCondition(tensors={name: _join([item.tensors[name] for item in conditions]) for name in names})


class Backbone(Protocol):
    """A text-to-image flow model of one family."""

    family: str
    pipeline: Any
    """The loaded `diffusers` pipeline."""
    transformer: Any
    """The module that is trained: `pipeline.transformer`, a peft-capable diffusers model."""
    lora_targets: tuple[str, ...]
    """Module names of the attention projections that the paper's LoRA adapts."""
    default_guidance: float
    default_negative: str | None
    """The prompt to guide away from; None where guidance is an input of the model, or distilled away."""
    multiple_px: int
    """Heights and widths must be multiples of this."""
    num_text_tokens: int
    """What of a prompt the longest-reading text encoder reads."""

    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """Prompts to what `velocity` needs; without gradients."""
        ...

    def latent_shape(self, height_px: int, width_px: int) -> tuple[int, int, int]:
        """(C, H, W) of the latents of an image; `ConfigError` when the size does not fit."""
        ...

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """The family's own sampling schedule: float32 [num_steps + 1], falling, the last one 0."""
        ...

    def velocity(
        self,
        sample_BCHW: torch.Tensor,
        sigma_B: torch.Tensor,
        text: TextCondition,
        *,
        guidance: float | None = None,
        negative: TextCondition | None = None,
    ) -> torch.Tensor:
        """Predicted noise - clean, float32 [B, C, H, W] on the sample's device; gradients reach the transformer.

        Args:
            sample_BCHW: noised latents.
            sigma_B: their noise levels, in [0, 1].
            text: B prompts.
            guidance: the scale; None: the family's default. Without `negative`, only models that take it as input use it.
            negative: B prompts to guide away from, at the cost of a second pass; `ConfigError` where `default_negative`
                is None.
        """
        ...

    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to normalised clean latents, float32 [B, C, H, W]; the posterior's mean."""
        ...

    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images, float32 [B, 3, height_px, width_px] in [0, 1]."""
        ...


def _join(tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    """Joins along the first axis, after padding the second one with zeros where lengths differ."""
    if tensors[0].dim() < 3:
        return torch.cat(list(tensors))
    longest = max(tensor.shape[1] for tensor in tensors)
    return torch.cat([functional.pad(tensor, (0, 0, 0, longest - tensor.shape[1])) for tensor in tensors])
