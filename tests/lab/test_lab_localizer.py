"""lab-localizer: images and masks that move together, a minute version of the build, and the packaged one's worth."""

import numpy as np
import pytest
import torch
from transformers import SegformerForSemanticSegmentation

from scisynth.core.weights import PACKAGED
from scisynth.lab.models.localizer import LabLocalizerConfig, RegionStream, build_lab_localizer, draw_regions
from scisynth.lab.models.localizer_check import box_iou, check_localizer, localizer_table
from scisynth.localizers.lab import LabLocalizer
from scisynth.prompts.write import PromptsConfig, write_prompts

MICRO = LabLocalizerConfig(hidden_sizes=(8, 8, 8, 8), decoder_hidden_size=8, batch_size=4, max_steps=2, workers=0)
PACKAGE = PACKAGED / "lab-localizer"


class Fixed:
    """Finds the same in every image."""

    name = "fixed"

    def __init__(self, boxes):
        self.boxes = boxes

    def locate(self, phrases, images):
        return [self.boxes] * len(images)


def both_settings(num, seed=0):
    return [item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=num, split=split), seed)]


def test_iou_by_hand():
    # 0.4 x 0.4 and 0.4 x 0.2 share 0.2 x 0.2 = 0.04; 0.16 + 0.08 - 0.04 = 0.2; a fifth.
    first, second = torch.tensor([0.3, 0.3, 0.4, 0.4]), torch.tensor([0.5, 0.3, 0.4, 0.2])
    assert box_iou(first, second) == pytest.approx(0.2)
    assert box_iou(first, first) == pytest.approx(1.0)
    assert box_iou(first, torch.tensor([0.8, 0.8, 0.2, 0.2])) == 0


def test_regions_lie_on_the_thing():
    """Without a place most of the image is background, so what differs from the median pixel belongs to the thing."""
    prompt_sets = write_prompts(PromptsConfig(num=32, split="test_S"), 0)
    pixels, masks = draw_regions(prompt_sets, 3)
    assert pixels.shape == (64, 3, 64, 64) and masks.shape == (64, 64, 64) and masks.dtype == bool
    unlike = np.abs(pixels - np.median(pixels, (2, 3), keepdims=True)).mean(1)
    inside, outside = ([row[m].mean() for row, m in zip(unlike, where, strict=True)] for where in (masks, ~masks))
    assert np.mean(np.array(inside) > np.array(outside)) > 0.9


def test_batches_move_the_mask_with_the_image():
    rng = np.random.default_rng(0)
    masks = np.zeros((32, 64, 64), dtype=bool)
    for mask, (row, column) in zip(masks, rng.integers(8, 32, (32, 2)), strict=True):
        mask[row : row + 20, column : column + 20] = True
    pixels = np.repeat(masks[:, None], 3, 1).astype(np.uint8) * 255
    batch = RegionStream(MICRO.replace({"plain_share": 0.0}), pixels, masks, 0).collate(range(32))
    assert batch["pixel_values"].shape == (32, 3, 96, 96) and batch["labels"].shape == (32, 64, 64)
    seen = torch.nn.functional.interpolate(batch["pixel_values"].mean(1, keepdim=True), size=64)[:, 0] > 0
    agreement = (seen == batch["labels"].bool()).flatten(1).float().mean(1)
    moved = (batch["labels"].bool() == torch.from_numpy(masks)).flatten(1).float().mean(1)
    assert agreement.min() > 0.93 and moved.mean() < agreement.mean() - 0.02


def test_plain_images_teach_that_there_may_be_nothing():
    pixels, masks = np.full((8, 3, 64, 64), 90, np.uint8), np.ones((8, 64, 64), bool)
    stream = RegionStream(MICRO.replace({"plain_share": 1.0, "crumbled_share": 0.0}), pixels, masks, 0)
    assert not stream.collate(range(8))["labels"].any()


def test_the_build_writes_a_plain_folder_that_locates_the_same_after_loading(tmp_path):
    prompt_sets = both_settings(4)
    facts = build_lab_localizer(MICRO, prompt_sets, tmp_path, seed=0)
    assert facts["pictures"] == 16
    assert {path.name for path in tmp_path.iterdir()} == {
        "config.json",
        "model.safetensors",
        "preprocessor_config.json",
    }
    loaded, report = SegformerForSemanticSegmentation.from_pretrained(tmp_path, output_loading_info=True)
    assert loaded.config.entities == sorted({item.entity for item in prompt_sets})
    assert not report["missing_keys"] and not report["unexpected_keys"]
    rows = [check_localizer(LabLocalizer.from_pretrained(tmp_path), prompt_sets, seed=1) for _ in range(2)]
    assert rows[0] == rows[1]


def test_the_check_counts_misses_as_nothing_found():
    prompt_sets = both_settings(16)
    missing = check_localizer(Fixed(torch.zeros(0, 4)), prompt_sets, seed=1)
    assert missing["all"] == {"iou": 0.0, "good": 0.0, "missed": 1.0, "n": 32}
    whole = check_localizer(Fixed(torch.tensor([[0.5, 0.5, 1.0, 1.0]])), prompt_sets, seed=1)
    assert 0.05 < whole["all"]["iou"] < 0.6 and whole["in a place"]["n"] == 16 and whole["all"]["missed"] == 0
    assert "| in a place | " in localizer_table(whole)


@pytest.mark.skipif(not PACKAGE.is_dir(), reason="the packaged lab-localizer is not built")
def test_the_packaged_localizer_finds_the_thing():
    torch.set_num_threads(1)
    rows = check_localizer(LabLocalizer.from_pretrained(), both_settings(96, 9000), seed=9000)
    assert rows["all"]["iou"] >= 0.68 and rows["all"]["good"] >= 0.8 and rows["all"]["missed"] <= 0.04
    assert rows["all, degraded"]["good"] >= 0.77


@pytest.mark.skipif(not PACKAGE.is_dir(), reason="the packaged lab-localizer is not built")
def test_the_packaged_localizer_is_small_and_carded():
    assert sum(path.stat().st_size for path in PACKAGE.iterdir()) <= 3_000_000
    card = (PACKAGE / "README.md").read_text()
    assert "scisynth lab build lab-localizer --seed" in card and "mean IoU" in card
