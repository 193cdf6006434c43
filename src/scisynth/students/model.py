"""The student: a vision-language model of `transformers` with its processor, by hub id with a revision or from a folder.

Nothing is assumed of the class but that it has a vision tower and a chat template; `trust_remote_code` is never set.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from PIL import Image

from scisynth.core.errors import ModelError, ScisynthError, one_line
from scisynth.core.hub import is_hub_id, reach
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


def load_processor(name: str, revision: str = "", *, min_pixels: int = 0, max_pixels: int = 0) -> Any:
    """Loads what prepares the input of a student, and checks that the student sees and chats; no weights are read.

    Args:
        name: folder or hub id.
        revision: of the hub id; empty for its main branch.
        min_pixels, max_pixels: limits of an image, for processors that take them; 0 leaves them.

    Raises:
        ModelError: no such model, one without a vision tower, or without a chat template.
        HubError: the hub does not give it out.
    """
    from transformers import AutoConfig, AutoProcessor

    limits = {key: value for key, value in (("min_pixels", min_pixels), ("max_pixels", max_pixels)) if value}
    with _loading(name):
        source, chosen = _source(name, revision)
        config = AutoConfig.from_pretrained(source, **chosen)
        if not hasattr(config, "vision_config"):
            raise ModelError(
                f"{name}: expected a model with a vision tower, got {config.model_type}; a text model sees no image"
            )
        processor = AutoProcessor.from_pretrained(source, **chosen, **limits)
    if getattr(processor, "chat_template", None) is None:
        raise ModelError(f"{name}: expected a chat template, found none; use an instruction-tuned model")
    return processor


def load_student(
    name: str, revision: str = "", *, min_pixels: int = 0, max_pixels: int = 0, quantize: str | None = None
) -> Student:
    """Loads model and processor in the precision in which the weights are stored, or in 4 bits.

    Args:
        name, revision, min_pixels, max_pixels: of `load_processor`.
        quantize: `nf4`, or None.

    Raises:
        ModelError: of `load_processor`; or 4 bits where bitsandbytes is not installed.
        HubError: the hub does not give it out.
    """
    from transformers import AutoModelForImageTextToText

    processor = load_processor(name, revision, min_pixels=min_pixels, max_pixels=max_pixels)
    packing = {"quantization_config": _four_bits()} if quantize else {}
    with _loading(name):
        source, chosen = _source(name, revision)
        model = AutoModelForImageTextToText.from_pretrained(source, dtype="auto", **packing, **chosen)
    return Student(model=model, processor=processor, name=name)


def _source(name: str, revision: str) -> tuple[str, dict[str, str]]:
    """What `from_pretrained` loads: the hub is asked once, by its head."""
    if not is_hub_id(name):
        return name, {}
    found = reach(name, "config.json", revision=revision or None)
    return found, {"revision": revision} if revision and found == name else {}


def _four_bits() -> Any:
    import torch
    from transformers import BitsAndBytesConfig

    if not find_spec("bitsandbytes"):
        raise ModelError("quantize nf4: expected bitsandbytes, it is not installed; pip install bitsandbytes")
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


@contextmanager
def _loading(name: str) -> Iterator[None]:
    """Whatever the library says of a model that it cannot load, in one line."""
    with quiet_libraries("transformers", bars=True):
        try:
            yield
        except (OSError, ValueError, ImportError) as error:
            if isinstance(error, ScisynthError):
                raise
            raise ModelError(f"{name}: cannot be loaded as a vision-language model ({one_line(error, 160)})") from None


def pixel_report(processor: Any, images: Sequence[Image.Image]) -> PixelReport:
    """How many images the processor enlarges, from the grid or the pixels that it returns."""
    upscaled, tokens = 0, []
    prepare = processor.image_processor
    for image in images:
        made = prepare(images=[image.convert("RGB")], return_tensors="np")
        width, height, num = _prepared_size(made, prepare)
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
