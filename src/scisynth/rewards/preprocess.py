"""ShownImage preprocessing, split where it pays: PIL resize and crop in threads, one normalisation a batch.

    crop      shortest side to a size, centre crop     CLIP, PickScore, SciScore, ImageReward
    stretch   both sides to a size                     SigLIP, BLIP
    pad       longest side to a size, black around     HPSv2

The first two equal transformers' own processors (tests compare them); those convert, rescale and normalise one image at
a time in numpy, here uint8 pixels are kept until the whole batch is normalised on the device.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from transformers import AutoImageProcessor, CLIPImageProcessorPil

from scisynth.core.errors import ModelError
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource


class Preprocess(Protocol):
    """How an image becomes a model's input."""

    def to_pixels(self, source: ImageSource) -> torch.Tensor:
        """One image to uint8 [3, H, W]."""
        ...

    def normalize(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """uint8 [B, 3, H, W] to float32 on the same device."""
        ...


@dataclass(frozen=True, kw_only=True)
class ClipPreprocess:
    """Shortest side to `resize_px`, centre crop to `crop_px`, then (x / 255 - mean) / std."""

    resize_px: int
    crop_px: int
    resample: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    @classmethod
    def from_pretrained(cls, source: str, revision: str | None = None) -> "ClipPreprocess":
        """Reads the checkpoint's own settings."""
        processor = _read_processor(source, revision)
        if "shortest_edge" not in processor.size or not (processor.do_resize and processor.do_center_crop):
            raise ModelError(f"{source}: expected CLIP preprocessing (resize shortest edge, centre crop)")
        return cls(
            resize_px=processor.size["shortest_edge"],
            crop_px=processor.crop_size["height"],
            resample=int(processor.resample),
            mean=tuple(processor.image_mean),
            std=tuple(processor.image_std),
        )

    def save_pretrained(self, folder: Path) -> None:
        """Writes `preprocessor_config.json` for `transformers`."""
        CLIPImageProcessorPil(
            size={"shortest_edge": self.resize_px},
            crop_size={"height": self.crop_px, "width": self.crop_px},
            resample=self.resample,
            image_mean=list(self.mean),
            image_std=list(self.std),
        ).save_pretrained(folder)

    def to_pixels(self, source: ImageSource) -> torch.Tensor:
        """One image to uint8 [3, H, W]."""
        image = open_image(source)
        width, height = image.size
        short = min(width, height)
        if short != self.resize_px:
            # The long side is truncated, not rounded, as in transformers.
            size = (
                self.resize_px if width <= height else int(self.resize_px * width / height),
                self.resize_px if height <= width else int(self.resize_px * height / width),
            )
            image = image.resize(size, resample=Image.Resampling(self.resample))
        left, top = (image.width - self.crop_px) // 2, (image.height - self.crop_px) // 2
        if (image.width, image.height) != (self.crop_px, self.crop_px):
            image = image.crop((left, top, left + self.crop_px, top + self.crop_px))
        return _pixels(image)

    def normalize(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """uint8 [B, 3, H, W] to float32 on the same device."""
        return _normalized(pixels_BCHW, self.mean, self.std)


@dataclass(frozen=True, kw_only=True)
class StretchPreprocess:
    """To `width_px` x `height_px` whatever the shape was, then (x / 255 - mean) / std."""

    width_px: int
    height_px: int
    resample: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    @classmethod
    def from_pretrained(cls, source: str, revision: str | None = None) -> "StretchPreprocess":
        """Reads the checkpoint's own settings."""
        processor = _read_processor(source, revision)
        cropped = getattr(processor, "do_center_crop", False)
        if not {"height", "width"} <= set(dict(processor.size)) or not processor.do_resize or cropped:
            raise ModelError(f"{source}: expected preprocessing that resizes to a height and a width without cropping")
        return cls(
            width_px=processor.size["width"],
            height_px=processor.size["height"],
            resample=int(processor.resample),
            mean=tuple(processor.image_mean),
            std=tuple(processor.image_std),
        )

    def to_pixels(self, source: ImageSource) -> torch.Tensor:
        """One image to uint8 [3, H, W]."""
        image = open_image(source)
        return _pixels(image.resize((self.width_px, self.height_px), resample=Image.Resampling(self.resample)))

    def normalize(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """uint8 [B, 3, H, W] to float32 on the same device."""
        return _normalized(pixels_BCHW, self.mean, self.std)


@dataclass(frozen=True, kw_only=True)
class PadPreprocess:
    """Longest side to `size_px`, black bars to a square, then (x / 255 - mean) / std."""

    size_px: int
    resample: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def to_pixels(self, source: ImageSource) -> torch.Tensor:
        """One image to uint8 [3, size_px, size_px]."""
        image = open_image(source)
        scale = self.size_px / max(image.size)
        # A side of a very long image would round to nothing.
        width, height = (max(1, round(side * scale)) for side in image.size)
        if (width, height) != image.size:
            image = image.resize((width, height), resample=Image.Resampling(self.resample))
        square = Image.new("RGB", (self.size_px, self.size_px))
        square.paste(image, ((self.size_px - width) // 2, (self.size_px - height) // 2))
        return _pixels(square)

    def normalize(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """uint8 [B, 3, H, W] to float32 on the same device."""
        return _normalized(pixels_BCHW, self.mean, self.std)


def _read_processor(source: str, revision: str | None) -> Any:
    processor = AutoImageProcessor.from_pretrained(source, revision=revision, backend="pil", trust_remote_code=False)
    if not (processor.do_rescale and processor.do_normalize and abs(processor.rescale_factor * 255 - 1) < 1e-6):
        raise ModelError(f"{source}: expected preprocessing that divides by 255 and normalises by mean and deviation")
    return processor


def _pixels(image: Image.Image) -> torch.Tensor:
    return torch.from_numpy(np.array(image)).permute(2, 0, 1)


def _normalized(pixels_BCHW: torch.Tensor, mean: tuple[float, ...], std: tuple[float, ...]) -> torch.Tensor:
    """One multiplication and one addition in place."""
    std_C11 = torch.tensor(std, device=pixels_BCHW.device).view(1, 3, 1, 1)
    mean_C11 = torch.tensor(mean, device=pixels_BCHW.device).view(1, 3, 1, 1)
    return pixels_BCHW.to(torch.float32).mul_(1 / (255 * std_C11)).sub_(mean_C11 / std_C11)
