"""From boxes to the region of each picture in latent cells, with misses counted.

union   one box around all that was found, padded by a tenth of the picture (Science-T2I, arXiv 2504.13129, section 5.2)
boxes   each box by itself, padded; the region is their sum

A picture in which nothing was found is trained as a whole, and said to be: the published code does that without a word.
The geometry is `flow.mask`'s: padded boxes are cut at the picture's edges and no mask is empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from scisynth.core.errors import ConfigError
from scisynth.core.protocols import Localizer
from scisynth.core.records import ImageSource
from scisynth.flow.mask import boxes_to_region_mask, pad_box, union_box
from scisynth.localizers.phrases import check_phrases

MODES = ("union", "boxes")


@dataclass(frozen=True, kw_only=True)
class RegionMasks:
    """Where the loss looks."""

    mask_BHW: torch.Tensor
    """Bool, never empty."""
    missed: tuple[int, ...]
    """Pictures in which nothing was found; their region is the whole picture."""
    boxes: tuple[torch.Tensor, ...]
    """What the localizer said, [boxes, 4] each as (cx, cy, w, h) fractions, before padding."""

    @property
    def num_missed(self) -> int:
        """How many pictures are trained as a whole."""
        return len(self.missed)


def region_masks(
    localizer: Localizer,
    phrases: Sequence[str],
    images: Sequence[ImageSource],
    *,
    height: int,
    width: int,
    mode: Literal["union", "boxes"] = "union",
    pad: float = 0.1,
) -> RegionMasks:
    """Regions of B pictures in a grid of `height` x `width` latent cells, whatever the pictures' own sizes.

    Raises:
        DataError: a phrase is empty: there is no entity to look for.
        ConfigError: an unknown mode.
    """
    if mode not in MODES:
        raise ConfigError(f"unknown mask mode {mode!r}; expected union or boxes")
    check_phrases(phrases, images)
    found = localizer.locate(phrases, images)
    masks = [_mask(boxes, height, width, mode, pad) for boxes in found]
    missed = tuple(number for number, boxes in enumerate(found) if not len(boxes))
    mask_BHW = torch.stack(masks) if masks else torch.zeros(0, height, width, dtype=torch.bool)
    return RegionMasks(mask_BHW=mask_BHW, missed=missed, boxes=tuple(found))


def _mask(boxes: torch.Tensor, height: int, width: int, mode: str, pad: float) -> torch.Tensor:
    """Bool [height, width] of one picture."""
    if not len(boxes):
        return torch.ones(height, width, dtype=torch.bool)
    chosen = union_box(boxes)[None] if mode == "union" else boxes
    return boxes_to_region_mask(pad_box(chosen, pad), height, width).any(0)
