"""No localizer: the region is the whole image. Training without a mask, as everybody else does."""

from collections.abc import Sequence
from typing import Self

import torch

from scisynth.core.errors import ConfigError
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource
from scisynth.localizers.phrases import check_phrases


class WholeImage:
    """One box around everything (`core.protocols.Localizer`)."""

    name = "whole-image"

    @classmethod
    def from_pretrained(cls, model: str = "") -> Self:
        """There is nothing to load.

        Raises:
            ConfigError: a model was named.
        """
        if model:
            raise ConfigError(f"whole-image: expected no model, got {model!r}; say `whole-image` alone")
        return cls()

    def locate(self, phrases: Sequence[str], images: Sequence[ImageSource]) -> list[torch.Tensor]:
        """The full box [1, 4] of each image.

        Raises:
            DataError: an empty phrase, or another number of phrases than of images.
        """
        check_phrases(phrases, images)
        for image in images:
            open_image(image)  # as any other localizer would: a broken image is not a region
        return [torch.tensor([[0.5, 0.5, 1.0, 1.0]]) for _ in images]
