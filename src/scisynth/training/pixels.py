"""Between images and tensors: [3, H, W] and [B, 3, H, W] in [0, 1]. Only model code imports it, for it imports torch."""

import numpy as np
import torch
from PIL import Image

from scisynth.core.images import open_image
from scisynth.core.records import ImageSource


def image_to_pixels(image: ImageSource, height_px: int, width_px: int | None = None) -> torch.Tensor:
    """The middle of an image, as much of it as the size shows, as float32 [3, height_px, width_px] in [0, 1]; without a width, a square."""
    opened, width_px = open_image(image), width_px or height_px
    scale = min(opened.width / width_px, opened.height / height_px)
    width, height = round(scale * width_px), round(scale * height_px)
    left, top = (opened.width - width) // 2, (opened.height - height) // 2
    middle = opened.crop((left, top, left + width, top + height))
    resized = middle.resize((width_px, height_px), Image.Resampling.LANCZOS)
    return torch.from_numpy(np.array(resized, dtype=np.float32) / 255).permute(2, 0, 1)


def pixels_to_images(pixels_B3HW: torch.Tensor) -> list[Image.Image]:
    """Images of a batch in [0, 1], rounded to 8 bits."""
    levels = (pixels_B3HW.detach().float().clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
    return [Image.fromarray(image) for image in levels.cpu().numpy()]
