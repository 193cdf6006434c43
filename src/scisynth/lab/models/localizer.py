"""`lab-localizer`: a small `transformers.SegformerForSemanticSegmentation` that marks the science-bearing thing.

Trained on rendered scenes, true and wrong, whose exact region mask the renderer knows, clean and as a small generator might paint
them; what is warped takes its mask along. A few images of plain colour teach that there may be nothing. Images of 64 px are
enlarged to 96, where SegFormer answers on 24 x 24 cells, interpolated. `localizers.lab` turns the mask into a box. The config lists
the entities it was trained on, so that what laws gain later is known to be new to it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import Field, PositiveInt
from torch.nn import functional as F
from transformers import (
    SegformerConfig,
    SegformerForSemanticSegmentation,
    SegformerImageProcessorPil,
    set_seed,
)

from scisynth.core.records import PromptSet, Tier
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.degrade import blur, degrade, uniform, warp
from scisynth.lab.models.judge_draw import draw_parallel
from scisynth.lab.models.stream import StreamConfig, TrainingStream, train_on_stream
from scisynth.lab.render import render

INPUT_PX = 96
SIDES: tuple[Tier, ...] = ("explicit", "superficial")
CRUMBLED_PX = 2.5
"""Wobble of the images that are half fallen apart, as a generator's first ones are."""


class LabLocalizerConfig(StreamConfig):
    """Size and training of `lab-localizer`."""

    hidden_sizes: tuple[PositiveInt, ...] = (16, 32, 64, 96)
    decoder_hidden_size: PositiveInt = 64
    batch_size: PositiveInt = 64
    max_steps: PositiveInt = 700
    weight_decay: float = Field(0.01, ge=0)
    clean_share: float = Field(0.2, ge=0, le=1)
    crumbled_share: float = Field(0.2, ge=0, le=1)
    plain_share: float = Field(0.05, ge=0, le=1)


def build_lab_localizer(
    config: LabLocalizerConfig, prompt_sets: Sequence[PromptSet], folder: Path, *, seed: int
) -> dict[str, Any]:
    """Draws scenes with their regions, trains, writes the folder; returns facts for the card."""
    set_seed(seed)
    segformer = SegformerConfig(
        depths=[1] * 4,
        hidden_sizes=list(config.hidden_sizes),
        num_attention_heads=[1, 2, 4, 4],
        sr_ratios=[4, 2, 1, 1],
        decoder_hidden_size=config.decoder_hidden_size,
        id2label={0: "background", 1: "entity"},
        label2id={"background": 0, "entity": 1},
        classifier_dropout_prob=0.0,
    )
    segformer.update({"entities": sorted({item.entity for item in prompt_sets})})
    model = SegformerForSemanticSegmentation(segformer)
    pixels, masks = draw_parallel(draw_regions, prompt_sets, seed=seed, workers=config.workers)
    stream = RegionStream(config, pixels, masks, seed)
    train_on_stream(model, stream, config, folder, label="lab-localizer", seed=seed)
    model.save_pretrained(folder)
    half = [0.5] * 3
    processor = SegformerImageProcessorPil(
        size={"height": INPUT_PX, "width": INPUT_PX}, image_mean=half, image_std=half
    )
    processor.save_pretrained(folder)
    return {"parameters": sum(p.numel() for p in model.parameters()), "pictures": len(pixels)}


def draw_regions(prompt_sets: Sequence[PromptSet], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images, uint8 [2 N, 3, 64, 64], and their regions, bool [2 N, 64, 64]; true and wrong stand side by side."""
    pixels, masks = [], []
    for item in prompt_sets:
        for side in SIDES:
            drawn = render(item.scene(side), size_px=LAB_SIZE_PX, seed=derive_seed(seed, item.id, side), with_mask=True)
            assert drawn.region_mask is not None
            pixels.append(np.asarray(drawn.image))
            masks.append(np.asarray(drawn.region_mask) > 127)
    return np.stack(pixels).transpose(0, 3, 1, 2), np.stack(masks)


def to_inputs(pixels_B3HW: torch.Tensor) -> torch.Tensor:
    """Images in [0, 1] as the model takes them: 96 px, in [-1, 1]."""
    return F.interpolate(2 * pixels_B3HW - 1, size=INPUT_PX, mode="bilinear", align_corners=False)


class RegionStream(TrainingStream):
    """Batches of the model's inputs; its loss compares at the size of the labels."""

    def __init__(self, config: LabLocalizerConfig, pixels: np.ndarray, masks: np.ndarray, seed: int) -> None:
        super().__init__(len(pixels), seed)
        self._config, self._pixels, self._masks = config, pixels, masks

    def collate(self, rows: Sequence[int]) -> dict[str, torch.Tensor]:
        """`pixel_values` [B, 3, 96, 96] in [-1, 1] and `labels` [B, 64, 64]: 1 where the thing is."""
        pixels = torch.from_numpy(self._pixels[list(rows)]).float() / 255
        masks = torch.from_numpy(self._masks[list(rows)]).float()
        planes = torch.cat([pixels, masks[:, None]], dim=1)
        kind = uniform(len(rows), self.generator)
        is_crumbled, is_plain = kind < self._config.crumbled_share, kind >= 1 - self._config.plain_share
        is_harmed = uniform(len(rows), self.generator) >= self._config.clean_share
        if is_crumbled.any():
            planes[is_crumbled] = warp(planes[is_crumbled], self.generator, wobble_px=CRUMBLED_PX, folds=10)
        planes[is_harmed] = warp(planes[is_harmed], self.generator)
        planes[is_plain] = blur(planes[is_plain], 1)
        planes[is_plain, 3] = 0
        pixels = planes[:, :3]
        pixels[is_harmed] = degrade(pixels[is_harmed], self.generator)
        return {"pixel_values": to_inputs(pixels.clamp(0, 1)), "labels": (planes[:, 3] > 0.5).long()}
