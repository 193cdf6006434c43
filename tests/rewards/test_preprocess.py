"""Our preprocessing equals the library's, whatever the shape of the picture."""

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import CLIPImageProcessorPil

from scisynth.rewards.preprocess import ClipPreprocess


@pytest.mark.parametrize("size", [(512, 512), (640, 480), (333, 501), (224, 224), (20, 31), (1000, 225)])
def test_equals_clip_image_processor(tmp_path, size):
    CLIPImageProcessorPil().save_pretrained(tmp_path)
    ours = ClipPreprocess.from_pretrained(str(tmp_path))
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    theirs = CLIPImageProcessorPil()(images=picture, return_tensors="pt")["pixel_values"]
    mine = ours.normalize(ours.to_pixels(picture)[None])
    assert mine.shape == theirs.shape == (1, 3, 224, 224)
    assert torch.allclose(mine, theirs, atol=1e-5)


def test_settings_survive_saving(tmp_path):
    first = ClipPreprocess(resize_px=64, crop_px=48, resample=2, mean=(0.1, 0.2, 0.3), std=(0.4, 0.5, 0.6))
    first.save_pretrained(tmp_path)
    assert ClipPreprocess.from_pretrained(str(tmp_path)) == first
