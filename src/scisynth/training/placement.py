"""Where a model runs, and in which precision its image tower multiplies."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from scisynth.training.precision import choose_dtype


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A device, a dtype for the matrix products, and how many images pass at once."""

    device: torch.device
    dtype: torch.dtype
    batch_size: int

    @classmethod
    def choose(
        cls,
        model: nn.Module,
        *,
        device: str | torch.device | None = None,
        dtype: torch.dtype | str = "auto",
        batch_size: int | None = None,
    ) -> "Placement":
        """Fills in what was left out: the best device present, bfloat16 where it is fast and the model is large."""
        chosen = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        products = choose_dtype(model, chosen) if dtype == "auto" else dtype
        assert isinstance(products, torch.dtype)
        # On a processor the activations of 32 images still fit its cache; larger batches are slower.
        return cls(device=chosen, dtype=products, batch_size=batch_size or (32 if chosen.type == "cpu" else 64))

    def precision(self) -> torch.autocast:
        """The image tower's products in `dtype`; norms, softmax and the final score stay in float32.

        So does the text tower: its rounding would move every image of a prompt, and equal prompts are encoded once.
        """
        return torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype != torch.float32)


def leave_card(model: Any) -> None:
    """Moves a module or a pipeline from a GPU to the processor and gives its memory back; what is elsewhere stays there."""
    if model.device.type == "cuda":
        model.to("cpu")
        torch.cuda.empty_cache()
