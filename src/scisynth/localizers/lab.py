"""The lab's own localizer: a small SegFormer that marks the science-bearing thing of a lab image.

Trained on rendered scenes, whose exact region is known (`scisynth lab build lab-localizer`). It reads no phrase: a lab image
has one such thing. The box is the extent of the pixels above the threshold; an image without any is a miss. The things it
was trained on are listed in its config (`entities`); `why_not_covered` tells which phrases name something else.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from PIL import Image
from safetensors import SafetensorError
from torch.nn import functional as F

from scisynth.core.errors import ModelError, one_line
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource
from scisynth.core.weights import LAB_SIZE_PX, resolve_weights
from scisynth.localizers.phrases import check_phrases
from scisynth.training.quiet import quiet_libraries

THRESHOLD = 0.4
BATCH_SIZE = 64


class LabLocalizer:
    """Boxes in lab images (`core.protocols.Localizer`)."""

    def __init__(self, model: Any, processor: Any, *, name: str = "lab", entities: Sequence[str] | None = None) -> None:
        self.name = name
        self._model, self._processor = model.eval(), processor
        self._entities = None if entities is None else [_words(entity) for entity in entities]

    @classmethod
    def from_pretrained(cls, model: str | Path = "lab-localizer") -> Self:
        """The packaged model, or a SegFormer folder that `scisynth lab build lab-localizer` wrote.

        Raises:
            ModelError: no such folder, or it is of another kind.
        """
        from transformers import SegformerForSemanticSegmentation, SegformerImageProcessorPil

        source = resolve_weights(model)
        try:
            processor = SegformerImageProcessorPil.from_pretrained(source)
            with quiet_libraries("transformers"):
                found: Any = SegformerForSemanticSegmentation.from_pretrained(
                    source, dtype=torch.float32, use_safetensors=True, output_loading_info=True
                )
            loaded, report = found
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, AttributeError, SafetensorError) as error:
            raise ModelError(
                f"{model}: expected a SegFormer folder ({one_line(error)}); "
                "build one with `scisynth lab build lab-localizer`"
            ) from None
        if report["missing_keys"]:
            raise ModelError(
                f"{model}: lacks some of its weights; build it again with `scisynth lab build lab-localizer`"
            )
        name = "lab" if str(model) == "lab-localizer" else f"lab:{model}"
        return cls(loaded, processor, name=name, entities=getattr(loaded.config, "entities", None))

    def why_not_covered(self, phrase: str) -> str:
        """Why a box for this phrase is worth nothing: the model was not trained on the thing. Empty where it was, and for
        a model that does not say what it was trained on.

        A shorter name is the same thing: `candle` is covered by `paraffin candle`.
        """
        asked = _words(phrase)
        if self._entities is None or any(
            _contains(entity, asked) or _contains(asked, entity) for entity in self._entities
        ):
            return ""
        return f"{self.name} was not trained on {phrase!r}; build it again, or use another localizer"

    def locate(self, phrases: Sequence[str], images: Sequence[ImageSource]) -> list[torch.Tensor]:
        """One box [1, 4] an image, or [0, 4] where no pixel is above the threshold.

        Raises:
            DataError: an empty phrase, or another number of phrases than of images.
        """
        check_phrases(phrases, images)
        boxes: list[torch.Tensor] = []
        for first in range(0, len(images), BATCH_SIZE):
            probability_BHW = self.probability(images[first : first + BATCH_SIZE])
            boxes += [extent(mask_HW) for mask_HW in probability_BHW > THRESHOLD]
        return boxes

    @torch.no_grad()
    def probability(self, images: Sequence[ImageSource]) -> torch.Tensor:
        """How likely each pixel of an image belongs to the thing, [B, 64, 64], whatever the image's own size."""
        small = [open_image(image).resize((LAB_SIZE_PX, LAB_SIZE_PX), Image.Resampling.LANCZOS) for image in images]
        logits = self._model(self._processor(small, return_tensors="pt").pixel_values).logits
        return F.interpolate(logits, size=LAB_SIZE_PX, mode="bilinear", align_corners=False).softmax(1)[:, 1]


def extent(mask_HW: torch.Tensor) -> torch.Tensor:
    """The box [1, 4] around a mask as (cx, cy, w, h) fractions; [0, 4] when the mask is empty."""
    if not bool(mask_HW.any()):
        return torch.zeros(0, 4)
    height, width = mask_HW.shape
    rows, columns = mask_HW.any(1).nonzero().flatten(), mask_HW.any(0).nonzero().flatten()
    top, bottom = float(rows[0]) / height, float(rows[-1] + 1) / height
    left, right = float(columns[0]) / width, float(columns[-1] + 1) / width
    return torch.tensor([[(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]])


def _words(phrase: str) -> tuple[str, ...]:
    """Lower-case words without a leading article."""
    words = tuple(phrase.lower().split())
    return words[1:] if words[:1] in (("a",), ("an",), ("the",)) else words


def _contains(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether the words of `short` stand in `long` side by side."""
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))
