"""Between images and tensors: [3, H, W] and [B, 3, H, W] in [0, 1]. Only model code imports it, for it imports torch."""

import numpy as np
import torch
from PIL import Image

from scisynth.core.images import open_image
from scisynth.core.records import ImageSource


def image_to_pixels(image: ImageSource, size_px: int) -> torch.Tensor:
    """The middle square of an image as float32 [3, size_px, size_px] in [0, 1]."""
    opened = open_image(image)
    side = min(opened.size)
    left, top = (opened.width - side) // 2, (opened.height - side) // 2
    square = opened.crop((left, top, left + side, top + side)).resize((size_px, size_px), Image.Resampling.LANCZOS)
    return torch.from_numpy(np.array(square, dtype=np.float32) / 255).permute(2, 0, 1)


def pixels_to_images(pixels_B3HW: torch.Tensor) -> list[Image.Image]:
    """Images of a batch in [0, 1], rounded to 8 bits."""
    levels = (pixels_B3HW.detach().float().clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
    return [Image.fromarray(image) for image in levels.cpu().numpy()]
