"""How well a localizer finds the thing that carries the science, on fresh scenes whose exact region is known.

    IoU = area of the boxes' overlap / area of their union

between the box that is found (the union of all, where there are several) and the extent of the renderer's mask. A miss counts as 0.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from PIL import Image

from scisynth.core.protocols import Localizer
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.flow.mask import union_box
from scisynth.lab.degrade import degrade
from scisynth.lab.render import render
from scisynth.training.pixels import image_to_pixels, pixels_to_images

GOOD_IOU = 0.5


def check_localizer(
    localizer: Localizer, prompt_sets: Sequence[PromptSet], *, seed: int
) -> dict[str, dict[str, float]]:
    """Mean IoU, fraction above 0.5 and fraction of misses, by kind of image."""
    generator = torch.Generator().manual_seed(seed % 2**63)
    drawn = [_draw(item, derive_seed(seed, number)) for number, item in enumerate(prompt_sets)]
    images, truths = [image for image, _ in drawn], [box for _, box in drawn]
    phrases = [item.entity for item in prompt_sets]
    found = localizer.locate(phrases, images)
    pixels = torch.stack([image_to_pixels(image, LAB_SIZE_PX) for image in images])
    degraded = localizer.locate(phrases, pixels_to_images(degrade(pixels, generator).clamp(0, 1)))
    kinds: dict[str, Callable[[PromptSet], bool]] = {
        "plain background": lambda item: item.setting == "S",
        "in a place": lambda item: item.setting == "C",
        "all": lambda item: True,
    }
    rows = {
        name: _summary([(found[i], truths[i]) for i, item in enumerate(prompt_sets) if belongs(item)])
        for name, belongs in kinds.items()
    }
    return {**rows, "all, degraded": _summary(list(zip(degraded, truths, strict=True)))}


def localizer_table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Markdown for the card."""
    lines = [
        f"| {name} | {row['iou']:.3f} | {row['good']:.1%} | {row['missed']:.1%} | {row['n']} |"
        for name, row in rows.items()
    ]
    head = "| images | mean IoU | IoU > 0.5 | missed | n |\n|---|---|---|---|---|"
    return "\n".join(["\n## Its boxes on fresh scenes of all subjects, drawn with another seed", head, *lines, ""])


def box_iou(first_cxcywh: torch.Tensor, second_cxcywh: torch.Tensor) -> float:
    """Of two boxes [4]."""
    (low, high), (other_low, other_high) = (
        (box[:2] - box[2:] / 2, box[:2] + box[2:] / 2) for box in (first_cxcywh, second_cxcywh)
    )
    shared = (torch.minimum(high, other_high) - torch.maximum(low, other_low)).clamp_min(0).prod()
    union = (high - low).prod() + (other_high - other_low).prod() - shared
    return float(shared / union)


def _draw(item: PromptSet, seed: int) -> tuple[Image.Image, torch.Tensor]:
    """The true image and the extent of its mask."""
    drawn = render(item.scene("explicit"), size_px=LAB_SIZE_PX, seed=seed, with_mask=True)
    assert drawn.region_mask is not None
    left, top, right, bottom = drawn.region_mask.point(lambda level: 255 * (level > 127)).getbbox() or (0, 0, 0, 0)
    return drawn.image, torch.tensor([left + right, top + bottom, 2 * (right - left), 2 * (bottom - top)]) / (
        2 * LAB_SIZE_PX
    )


def _summary(pairs: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> dict[str, float]:
    ious = [box_iou(union_box(found), truth) if len(found) else 0.0 for found, truth in pairs]
    return {
        "iou": float(np.mean(ious)),
        "good": float(np.mean([iou > GOOD_IOU for iou in ious])),
        "missed": float(np.mean([not len(found) for found, _ in pairs])),
        "n": len(pairs),
    }
