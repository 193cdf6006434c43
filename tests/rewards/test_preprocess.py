"""Our preprocessing equals the library's, whatever the shape of the image; padding, which it lacks, is worked out by hand."""

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import BlipImageProcessorPil, CLIPImageProcessorPil, SiglipImageProcessorPil

from scisynth.core.errors import ModelError
from scisynth.rewards.preprocess import ClipPreprocess, PadPreprocess, StretchPreprocess


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


@pytest.mark.parametrize("processor", [SiglipImageProcessorPil, BlipImageProcessorPil])
@pytest.mark.parametrize("size", [(512, 512), (333, 501), (20, 31), (48, 40)])
def test_stretching_equals_the_processors_of_siglip_and_blip(tmp_path, processor, size):
    processor(size={"height": 40, "width": 48}).save_pretrained(tmp_path)
    ours = StretchPreprocess.from_pretrained(str(tmp_path))
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    theirs = processor(size={"height": 40, "width": 48})(images=picture, return_tensors="pt")["pixel_values"]
    mine = ours.normalize(ours.to_pixels(picture)[None])
    assert mine.shape == theirs.shape == (1, 3, 40, 48)
    assert torch.allclose(mine, theirs, atol=1e-5)


@pytest.mark.parametrize(
    ("size", "box"),
    [((80, 40), (0, 2, 8, 6)), ((40, 80), (2, 0, 6, 8)), ((60, 60), (0, 0, 8, 8)), ((8, 5), (0, 1, 8, 6)), ((900, 1), (0, 3, 8, 4))],
)  # fmt: skip
def test_padding_centres_the_whole_image_on_black(size, box):
    ours = PadPreprocess(size_px=8, resample=3, mean=(0.0,) * 3, std=(1.0,) * 3)
    pixels = ours.to_pixels(Image.new("RGB", size, "white"))
    left, top, right, bottom = box
    expected = torch.zeros(3, 8, 8, dtype=torch.uint8)
    expected[:, top:bottom, left:right] = 255
    assert torch.equal(pixels, expected)
    assert ours.normalize(pixels[None]).max() == 1.0


def test_preprocessing_of_another_kind_is_refused(tmp_path):
    CLIPImageProcessorPil().save_pretrained(tmp_path / "crop")
    SiglipImageProcessorPil().save_pretrained(tmp_path / "stretch")
    SiglipImageProcessorPil(do_normalize=False).save_pretrained(tmp_path / "raw")
    with pytest.raises(ModelError, match="without cropping"):
        StretchPreprocess.from_pretrained(str(tmp_path / "crop"))
    with pytest.raises(ModelError, match="expected CLIP preprocessing"):
        ClipPreprocess.from_pretrained(str(tmp_path / "stretch"))
    with pytest.raises(ModelError, match="divides by 255 and normalises"):
        StretchPreprocess.from_pretrained(str(tmp_path / "raw"))
