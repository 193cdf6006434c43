"""From boxes to the region of each image in latent cells, with misses counted.

union   one box around all that was found, padded by a tenth of the image (Science-T2I, arXiv 2504.13129, section 5.2)
boxes   each box by itself, padded; the region is their sum

An image in which nothing was found is trained as a whole, and said to be: the published code does that without a word. So is
one whose thing the localizer was not trained on (`not covered`), whatever it marks there.
The geometry is `flow.mask`'s: padded boxes are cut at the image's edges and no mask is empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import torch

from scisynth.core.errors import ConfigError
from scisynth.core.protocols import Localizer
from scisynth.core.records import ImageSource
from scisynth.flow.mask import boxes_to_region_mask, pad_box, union_box
from scisynth.localizers.phrases import check_phrases

MODES = ("union", "boxes")


@runtime_checkable
class ClosedWorld(Protocol):
    """A localizer that knows a list of things and no others."""

    def why_not_covered(self, phrase: str) -> str:
        """Why a phrase names none of them; empty where it does."""
        ...


@dataclass(frozen=True, kw_only=True)
class RegionMasks:
    """Where the loss looks."""

    mask_BHW: torch.Tensor
    """Bool, never empty."""
    missed: tuple[int, ...]
    """Images in which nothing was found; their region is the whole image."""
    boxes: tuple[torch.Tensor, ...]
    """What the localizer said, [boxes, 4] each as (cx, cy, w, h) fractions, before padding."""
    not_covered: Mapping[int, str] = field(default_factory=dict)
    """Those of `missed` that the localizer was not trained on, with the reason."""

    @property
    def num_missed(self) -> int:
        """How many images are trained as a whole."""
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
    """Regions of B images in a grid of `height` x `width` latent cells, whatever the images' own sizes.

    Raises:
        DataError: a phrase is empty: there is no entity to look for.
        ConfigError: an unknown mode.
    """
    if mode not in MODES:
        raise ConfigError(f"unknown mask mode {mode!r}; expected union or boxes")
    check_phrases(phrases, images)
    found = localizer.locate(phrases, images)
    not_covered = _not_covered(localizer, phrases)
    is_used = [bool(len(boxes)) and number not in not_covered for number, boxes in enumerate(found)]
    masks = [
        _mask(boxes, height, width, mode, pad) if used else torch.ones(height, width, dtype=torch.bool)
        for boxes, used in zip(found, is_used, strict=True)
    ]
    return RegionMasks(
        mask_BHW=torch.stack(masks) if masks else torch.zeros(0, height, width, dtype=torch.bool),
        missed=tuple(number for number, used in enumerate(is_used) if not used),
        boxes=tuple(found),
        not_covered=not_covered,
    )


def _not_covered(localizer: Localizer, phrases: Sequence[str]) -> dict[int, str]:
    """Reasons by number; only a localizer of a closed world has any."""
    if not isinstance(localizer, ClosedWorld):
        return {}
    reasons = {phrase: localizer.why_not_covered(phrase) for phrase in set(phrases)}
    return {number: reasons[phrase] for number, phrase in enumerate(phrases) if reasons[phrase]}


def _mask(boxes: torch.Tensor, height: int, width: int, mode: str, pad: float) -> torch.Tensor:
    """Bool [height, width] of one image with at least one box."""
    chosen = union_box(boxes)[None] if mode == "union" else boxes
    return boxes_to_region_mask(pad_box(chosen, pad), height, width).any(0)
