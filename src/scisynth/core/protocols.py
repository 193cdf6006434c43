"""What a stage asks of another, one method each. Stages meet here and in the records, never by import."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PIL import Image

from scisynth.core.records import DrawnImage, ImageSource, ItemScore, Judgement, PromptSet, Tier

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


@runtime_checkable
class ScoresEach(Protocol):
    """A reward that tells pair by pair, since it knows why one failed."""

    def score_each(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> list[ItemScore]:
        """N prompts and N images to N scores or reasons."""
        ...


KnownPair = tuple[str, ImageSource, ImageSource]
"""A prompt with an image that is true to it and one that is false."""


@runtime_checkable
class BringsPairs(Protocol):
    """A reward that drawings of the lab say nothing about, and that knows what it has to tell apart."""

    def known_pairs(self, num: int) -> Sequence[KnownPair]:
        """Up to `num` pairs; none where it knows none after all."""
        ...


def known_pairs_of(reward: object, num: int) -> Sequence[KnownPair]:
    """The pairs that a reward brings along; most bring none."""
    return reward.known_pairs(num) if isinstance(reward, BringsPairs) else ()


def score_each(reward: Reward, prompts: Sequence[str], images: Sequence[ImageSource]) -> list[ItemScore]:
    """N pairs to N scores or reasons, of any reward; what one raises for all of them is raised here, too."""
    if isinstance(reward, ScoresEach):
        return reward.score_each(prompts, images)
    return [ItemScore.of(value) for value in reward.score(prompts, images).tolist()]
