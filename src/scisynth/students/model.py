"""The student: a vision-language model of `transformers` with its processor, by hub id with a revision or from a folder.

Nothing is assumed of the class but that it has a vision tower and a chat template. Weights are safetensors, and no remote code runs.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.core.errors import ConfigError, ModelError, one_line
from scisynth.core.hub import is_hub_id, reach
from scisynth.core.weights import PACKAGED, packaged_names
from scisynth.students.pixels import PixelReport
from scisynth.training.quiet import quiet_libraries

VISION_PARTS = r".*(vision|visual).*"
"""Names of the modules of the vision tower in the classes of `transformers`; of Qwen-VL with its merger."""

UNLOADABLE = (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError)
"""What `transformers` raises on a folder that holds no such model."""

ADAPTER, ADAPTER_CONFIG = "adapter", "adapter_config.json"


@dataclass(frozen=True)
class Student:
    """A model and what prepares its input."""

    model: Any
    processor: Any


def load_processor(name: str, revision: str = "", *, min_pixels: int = 0, max_pixels: int = 0) -> Any:
    """The processor alone, which is small.

    Args:
        name: folder or hub id.
        revision: of the hub id; empty for its main branch.
        min_pixels, max_pixels: limits of an image, for processors that take them; 0 leaves them.

    Raises:
        ModelError: no such model, one without a vision tower, or without a chat template.
    """
    from transformers import AutoConfig, AutoProcessor

    limits = {key: value for key, value in (("min_pixels", min_pixels), ("max_pixels", max_pixels)) if value}
    with _loading(name, revision) as (source, chosen):
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
    """Model and processor, in the precision in which the weights are stored or in 4 bits (`nf4`).

    Other arguments and errors as of `load_processor`; `ConfigError` for 4 bits where bitsandbytes is not installed.
    """
    from transformers import AutoModelForImageTextToText

    packing = {"quantization_config": _four_bits()} if quantize else {}
    processor = load_processor(name, revision, min_pixels=min_pixels, max_pixels=max_pixels)
    with _loading(name, revision) as (source, chosen):
        found: Any = AutoModelForImageTextToText.from_pretrained(
            source, dtype="auto", use_safetensors=True, output_loading_info=True, **packing, **chosen
        )
    model, report = found
    if missing := sorted(report["missing_keys"]):
        raise ModelError(f"{name}: lacks {len(missing)} of its weights, first {missing[0]}; name a whole checkpoint")
    return Student(model=model, processor=processor)


def find_adapter(path: Path) -> Path | None:
    """The folder of an adapter, in a training run or by itself; None for anything else."""
    return next((folder for folder in (path, path / ADAPTER) if (folder / ADAPTER_CONFIG).is_file()), None)


def load_adapter(model: Any, path: Path, *, is_trainable: bool = False) -> Any:
    """The model with the LoRA of a run or a folder.

    Raises:
        ModelError: no adapter, or one of another model.
    """
    from peft import PeftModel

    folder = find_adapter(path)
    if folder is None:
        raise ModelError(f"{path}: expected an adapter of peft or a run of `scisynth student sft|grpo`, found none")
    try:
        with warnings.catch_warnings():
            # A name that transformers deprecates and peft still asks for.
            warnings.filterwarnings("ignore", category=FutureWarning, message=".*gradient_checkpointing.*")
            return PeftModel.from_pretrained(model, str(folder), is_trainable=is_trainable)
    except UNLOADABLE as error:
        raise ModelError(f"{folder}: cannot be loaded onto the model ({one_line(error, 160)})") from None


def _four_bits() -> Any:
    import torch
    from transformers import BitsAndBytesConfig

    if not find_spec("bitsandbytes"):
        raise ConfigError(
            "setting 'quantize': expected bitsandbytes, it is not installed; pip install bitsandbytes, or leave it out"
        )
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


@contextmanager
def _loading(name: str, revision: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What `from_pretrained` can load, and its options; errors of the library become one line."""
    source = str(PACKAGED / name) if name in packaged_names() else name
    if is_hub_id(source):
        source = reach(name, "config.json", revision=revision or None)
    try:
        with quiet_libraries("transformers", bars=True):
            yield source, {"revision": revision} if revision and source == name else {}
    except ModelError:
        raise
    except UNLOADABLE as error:
        raise ModelError(f"{name}: cannot be loaded as a vision-language model ({one_line(error, 160)})") from None


def context_of(name: str, revision: str = "") -> int:
    """Tokens that the language model reads at most, by its config; 0 where it does not tell."""
    from transformers import AutoConfig

    with _loading(name, revision) as (source, chosen):
        config = AutoConfig.from_pretrained(source, **chosen)
    return int(getattr(config.get_text_config(), "max_position_embeddings", 0) or 0)


def pixel_report(processor: Any, images: Sequence[Image.Image], *, context: int = 0) -> PixelReport:
    """What the processor makes of images, from the grid or the pixels that it returns: which it enlarges, and how many tokens they are."""
    upscaled, tokens = 0, []
    for image in images:
        made = processor.image_processor(images=[image.convert("RGB")], return_tensors="np")
        width, height, num = _prepared_size(made, processor.image_processor)
        upscaled += width * height > 1.05 * image.width * image.height
        tokens.append(num)
    areas = [image.width * image.height for image in images]
    place = areas.index(max(areas)) if areas else -1
    return PixelReport(
        images=len(images),
        upscaled=upscaled,
        tokens=sum(tokens) / len(tokens) if tokens else 0.0,
        largest=f"{images[place].width} x {images[place].height}" if images else "",
        most_tokens=tokens[place] if tokens else 0.0,
        context=context,
    )


def _prepared_size(made: Any, processor: Any) -> tuple[float, float, float]:
    """(width, height, tokens) after preparation; of grids each cell is a patch."""
    if "image_grid_thw" in made:
        _, rows, columns = made["image_grid_thw"][0]
        patch, merged = processor.patch_size, processor.merge_size
        return float(columns * patch), float(rows * patch), float(rows * columns / merged**2)
    height, width = made["pixel_values"][0].shape[-2:]
    return float(width), float(height), 0.0
