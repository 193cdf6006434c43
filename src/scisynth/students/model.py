"""The student: a vision-language model of `transformers` with its processor, by hub id with a revision or from a folder.

Nothing is assumed of the class but that it has a vision tower and a chat template; `trust_remote_code` is never set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from scisynth.core.errors import ModelError, one_line
from scisynth.students.pixels import PixelReport
from scisynth.training.quiet import quiet_libraries

VISION_PARTS = r".*(vision|visual).*"
"""Modules of the vision tower and of what joins it to the language model, in the classes of `transformers`."""


@dataclass(frozen=True)
class Student:
    """A model and what prepares its input."""

    model: Any
    processor: Any
    name: str


def load_student(name: str, revision: str = "", *, min_pixels: int = 0, max_pixels: int = 0) -> Student:
    """Loads model and processor in the precision in which the weights are stored.

    Args:
        name: folder or hub id.
        revision: of the hub id; empty for its main branch.
        min_pixels, max_pixels: limits of an image, for processors that take them; 0 leaves them.

    Raises:
        ModelError: no such model, one without a vision tower, or without a chat template.
    """
    from transformers import AutoConfig, AutoModelForImageTextToText, AutoProcessor

    chosen = {"revision": revision} if revision else {}
    limits = {key: value for key, value in (("min_pixels", min_pixels), ("max_pixels", max_pixels)) if value}
    with quiet_libraries("transformers", bars=True):
        try:
            config = AutoConfig.from_pretrained(name, **chosen)
            if not hasattr(config, "vision_config"):
                raise ModelError(
                    f"{name}: expected a model with a vision tower, got {config.model_type}; a text model sees no image"
                )
            processor = AutoProcessor.from_pretrained(name, **chosen, **limits)
            model = AutoModelForImageTextToText.from_pretrained(name, dtype="auto", **chosen)
        except (OSError, ValueError, ImportError) as error:
            if isinstance(error, ModelError):
                raise
            raise ModelError(f"{name}: cannot be loaded as a vision-language model ({one_line(error, 160)})") from None
    if getattr(processor, "chat_template", None) is None:
        raise ModelError(f"{name}: expected a chat template, found none; use an instruction-tuned model")
    return Student(model=model, processor=processor, name=name)


def pixel_report(student: Student, images: Sequence[Image.Image]) -> PixelReport:
    """How many images the processor enlarges, from the grid or the pixels that it returns."""
    upscaled, tokens = 0, []
    for image in images:
        made = student.processor.image_processor(images=[image.convert("RGB")], return_tensors="np")
        width, height, num = _prepared_size(made, student.processor.image_processor)
        upscaled += width * height > 1.05 * image.width * image.height
        tokens.append(num)
    return PixelReport(images=len(images), upscaled=upscaled, tokens=sum(tokens) / len(tokens) if tokens else 0.0)


def _prepared_size(made: Any, processor: Any) -> tuple[float, float, float]:
    """(width, height, tokens) after preparation; of grids each cell is a patch."""
    if "image_grid_thw" in made:
        _, rows, columns = made["image_grid_thw"][0]
        patch, merged = processor.patch_size, processor.merge_size
        return float(columns * patch), float(rows * patch), float(rows * columns / merged**2)
    pixels = made["pixel_values"]
    height, width = pixels[0].shape[-2:]
    return float(width), float(height), 0.0
