"""GroundingDINO (Liu et al. 2023, arXiv 2303.05499) through transformers: boxes of whatever a phrase names.

A query whose best word scores above `box_threshold` is a box; the words above `text_threshold` would name it, and choose no box.
Both are the paper's, 0.35 and 0.25. Images go through the model's own processor, which resizes and normalises them; the
published Science-T2I code feeds raw pixels in [0, 1]. Only images of one size share a batch: the model's group
norms see padding, and a box would depend on its neighbours. Not covered: SAM's masks, phrases of several things.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import torch
from PIL import Image
from safetensors import SafetensorError

from scisynth.core.errors import ModelError, one_line
from scisynth.core.hub import is_hub_id, reach, split_revision
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource
from scisynth.localizers.phrases import check_phrases
from scisynth.training.quiet import quiet_libraries

DEFAULT_MODEL = "IDEA-Research/grounding-dino-tiny"
BOX_THRESHOLD, TEXT_THRESHOLD = 0.35, 0.25


class GroundingDino:
    """Open-vocabulary boxes (`core.protocols.Localizer`)."""

    def __init__(
        self,
        model: Any,
        processor: Any,
        *,
        name: str = DEFAULT_MODEL,
        box_threshold: float = BOX_THRESHOLD,
        text_threshold: float = TEXT_THRESHOLD,
        batch_size: int = 8,
    ) -> None:
        self.name = f"grounding-dino:{name}"
        self._model, self._processor = model.eval(), processor
        self._box_threshold, self._text_threshold, self._batch_size = box_threshold, text_threshold, batch_size

    @classmethod
    def from_pretrained(cls, model: str | Path = DEFAULT_MODEL, *, device: str | None = None) -> Self:
        """A folder or hub id, which `@REVISION` pins, of a GroundingDINO checkpoint in safetensors, in float32.

        Raises:
            ModelError: there is none, it is of another kind, or some of its weights are missing.
        """
        from transformers import (
            AutoTokenizer,
            GroundingDinoForObjectDetection,
            GroundingDinoImageProcessorPil,
            GroundingDinoProcessor,
        )

        name, pinned = split_revision(str(model))
        if is_hub_id(name):
            model = reach(name, "config.json", revision=pinned)
        # The libraries' annotations do not know that it may be None.
        revision: Any = pinned
        try:
            # The PIL processor, because torchvision is not always there and rounds otherwise.
            processor = GroundingDinoProcessor(
                GroundingDinoImageProcessorPil.from_pretrained(model, revision=revision),
                AutoTokenizer.from_pretrained(model, revision=revision),
            )
            with quiet_libraries("transformers", bars=True):
                found: Any = GroundingDinoForObjectDetection.from_pretrained(
                    model, revision=revision, dtype=torch.float32, use_safetensors=True, output_loading_info=True
                )
            loaded, report = found
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, AttributeError, SafetensorError) as error:
            raise ModelError(
                f"{model}: expected a GroundingDINO checkpoint ({one_line(error)}); check the name and the connection"
            ) from None
        if missing := sorted(report["missing_keys"]):
            raise ModelError(
                f"{model}: lacks {len(missing)} of its weights, first {missing[0]}; name a GroundingDINO checkpoint"
            )
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        return cls(loaded.to(torch.device(device)), processor, name=name)

    def locate(self, phrases: Sequence[str], images: Sequence[ImageSource]) -> list[torch.Tensor]:
        """Boxes of each phrase in its image, those nearest to certainty first; [0, 4] where none passes the threshold.

        Raises:
            DataError: an empty phrase, or another number of phrases than of images.
        """
        check_phrases(phrases, images)
        opened = [open_image(image) for image in images]
        boxes: dict[int, torch.Tensor] = {}
        for rows in self._batches(opened):
            found = self._detect([phrases[row] for row in rows], [opened[row] for row in rows])
            boxes.update(zip(rows, found, strict=True))
        return [boxes[row] for row in range(len(opened))]

    def _batches(self, images: Sequence[Image.Image]) -> Iterator[list[int]]:
        by_size: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, image in enumerate(images):
            by_size[image.size].append(row)
        for rows in by_size.values():
            for first in range(0, len(rows), self._batch_size):
                yield rows[first : first + self._batch_size]

    @torch.no_grad()
    def _detect(self, phrases: Sequence[str], images: Sequence[Image.Image]) -> list[torch.Tensor]:
        inputs = self._processor(
            images=list(images), text=[_sentence(phrase) for phrase in phrases], return_tensors="pt", padding=True
        ).to(self._model.device)
        found = self._processor.post_process_grounded_object_detection(
            self._model(**inputs),
            inputs.input_ids,
            threshold=self._box_threshold,
            text_threshold=self._text_threshold,
            # Without sizes the boxes stay fractions of the image.
            target_sizes=None,
        )
        return [_sorted_boxes(result["boxes"].float().cpu(), result["scores"].float().cpu()) for result in found]


def _sentence(phrase: str) -> str:
    """What the model was trained on: lower case, one full stop, at the end; one inside would make two labels."""
    return phrase.lower().replace(".", " ").strip() + "."


def _sorted_boxes(boxes_xyxy: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """By falling score, cut at the image's edges, as (cx, cy, w, h)."""
    boxes = boxes_xyxy[scores.argsort(descending=True)].clamp(0, 1)
    low, high = boxes[:, :2], boxes[:, 2:]
    return torch.cat([(low + high) / 2, high - low], dim=1)
