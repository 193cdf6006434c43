"""What a stage asks of another, one method each. Stages meet here and in the records, never by import."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PIL import Image

from scisynth.core.records import DrawnImage, ImageSource, Judgement, PromptSet, Tier

if TYPE_CHECKING:
    import torch


@runtime_checkable
class Generator(Protocol):
    """Turns prompts into images: a diffusion model, an API, or a function of one's own."""

    name: str

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> Sequence[Image.Image | DrawnImage]:
        """N prompts and N seeds to N RGB images of `size_px` x `size_px`, or what became of them; an image follows from its
        own prompt and seed alone."""
        ...


@runtime_checkable
class SceneRenderer(Protocol):
    """Turns one tier of a prompt set into an image, as the lab does: from the scene, not from the words."""

    name: str

    def generate(self, prompt_set: PromptSet, tier: Tier, *, seed: int, size_px: int) -> Image.Image:
        """One RGB image of `size_px` x `size_px`, the same for the same arguments."""
        ...


@runtime_checkable
class Reward(Protocol):
    """Scores images against prompts; higher is truer."""

    name: str

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> "torch.Tensor":
        """N prompts and N images to float32 [N]."""
        ...


@runtime_checkable
class Judge(Protocol):
    """Grades images against what science says they should show."""

    name: str

    def grade(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        """N prompt sets and N images to N judgements."""
        ...


@runtime_checkable
class Localizer(Protocol):
    """Finds the thing that carries the science."""

    name: str

    def locate(self, phrases: Sequence[str], images: Sequence[ImageSource]) -> "list[torch.Tensor]":
        """N phrases and N images to N boxes tensors, float32 [boxes, 4] as (cx, cy, w, h) fractions; [0, 4] is a miss."""
        ...
