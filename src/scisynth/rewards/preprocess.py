"""CLIP's picture preprocessing, split where it pays: PIL resize and crop in threads, one normalisation a batch.

Equal to `CLIPImageProcessorPil` (a test compares them); that class converts, rescales and normalises one picture at a
time in numpy, here uint8 pixels are kept until the whole batch is normalised on the device.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import AutoImageProcessor, CLIPImageProcessorPil

from scisynth.core.errors import ModelError
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource


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
        processor = AutoImageProcessor.from_pretrained(
            source, revision=revision, backend="pil", trust_remote_code=False
        )
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
        """One picture to uint8 [3, H, W]."""
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
        return torch.from_numpy(np.array(image)).permute(2, 0, 1)

    def normalize(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """uint8 [B, 3, H, W] to float32 on the same device, one multiplication and one addition in place."""
        device = pixels_BCHW.device
        std = torch.tensor(self.std, device=device).view(1, 3, 1, 1)
        mean = torch.tensor(self.mean, device=device).view(1, 3, 1, 1)
        return pixels_BCHW.to(torch.float32).mul_(1 / (255 * std)).sub_(mean / std)
