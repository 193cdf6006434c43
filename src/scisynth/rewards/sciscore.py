"""SciScore: is this image scientifically true? A CLIP whose scores follow the implicit prompt's consequence.

    score(prompt, image) = logit_scale * cos(text features, image features)

What the numbers mean:

* *raw logit* (`score`): about 15 to 40 for published CLIP-H models. Comparable between images of ONE prompt by one
  model. Not comparable across models, nor across prompts (some texts lie nearer to every image).
* *cosine* (`score / scorer.logit_scale`): the same order on a scale of -1 to 1.
* *pair probability* (`compare`): softmax over the images given; the probability that the model prefers each. Only
  calibrated as far as the reported calibration error says.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from scisynth.core.images import as_source
from scisynth.core.records import AnyImage
from scisynth.core.store import storage_errors
from scisynth.rewards.checkpoint import ClipCheckpoint, load_clip
from scisynth.rewards.clip import clip_towers
from scisynth.rewards.info import INFO
from scisynth.rewards.two_tower import TwoTower


class SciScore(TwoTower):
    """A two-tower reward over a CLIP checkpoint, with the names under which it is known."""

    def __init__(
        self,
        checkpoint: ClipCheckpoint,
        *,
        name: str = "sciscore",
        device: str | torch.device | None = "cpu",
        dtype: torch.dtype | str = torch.float32,
        batch_size: int | None = None,
        num_threads: int = 4,
    ) -> None:
        super().__init__(
            clip_towers(checkpoint),
            name=name,
            info=INFO["sciscore"],
            device=device,
            dtype=dtype,
            batch_size=batch_size,
            num_threads=num_threads,
        )
        self._checkpoint = checkpoint
        self.tokenizer = checkpoint.tokenizer
        self.preprocess = checkpoint.preprocess
        self.device = self.placement.device
        self.dtype = self.placement.dtype
        self.batch_size = self.placement.batch_size

    def score(self, prompts: Sequence[str], images: Sequence[AnyImage]) -> torch.Tensor:
        """N prompts and N images to float32 [N] on the CPU: logit_scale * cosine, about 15 to 40 for CLIP-H sizes.

        Args:
            prompts: what each image should be true to.
            images: paths, encoded bytes, PIL images, numpy arrays [H, W, 3] or tensors [3, H, W] (uint8, or floats in [0, 1]).

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ImageError: an image cannot be opened; the message names it.
        """
        return super().score(prompts, [as_source(image) for image in images])

    def compare(self, prompt: str, images: Sequence[AnyImage]) -> torch.Tensor:
        """One prompt and N images to float32 [N]: the probability that each is preferred, a softmax that sums to 1."""
        return super().compare(prompt, [as_source(image) for image in images])

    def to(self, device: str | torch.device) -> "SciScore":
        """Moves the model to `cpu`, `cuda`, `cuda:1`, `mps` ...; returns itself, as torch modules do. Its precision stays."""
        self.placement = replace(self.placement, device=torch.device(device))
        self.model.to(self.placement.device)
        self.device = self.placement.device
        return self

    def leave_card(self) -> None:
        """As `ModelReward.leave_card`."""
        super().leave_card()
        self.device = self.placement.device

    def save_pretrained(self, folder: str | Path) -> Path:
        """Writes a plain `transformers` CLIP folder that `from_pretrained` opens; returns it.

        Raises:
            StorageError: the folder cannot be written.
        """
        path = Path(folder)
        with storage_errors(path):
            self._checkpoint.save(path)
        return path

    @classmethod
    def from_pretrained(
        cls,
        name: str | Path,
        *,
        device: str | None = None,
        dtype: torch.dtype | str = "auto",
        revision: str | None = None,
        batch_size: int | None = None,
        num_threads: int = 4,
    ) -> "SciScore":
        """Loads `lab-sciscore`, a CLIP folder, a `reward train` run, or a hub id such as `Jialuo21/SciScore`.

        Args:
            name: where the checkpoint is; safetensors only.
            device: `cpu`, `cuda`, `mps`; the best present when left out.
            dtype: of the matrix products; `auto` takes bfloat16 where the hardware has it and the model is large.
            revision: commit of a hub repository.
            batch_size: images a forward pass; chosen for the device when left out.
            num_threads: threads that decode and resize images.
        """
        checkpoint = load_clip(name, revision=revision)
        return cls(
            checkpoint, name=str(name), device=device, dtype=dtype, batch_size=batch_size, num_threads=num_threads
        )
