"""Where an objective looks: boxes to masks of latent cells, and sums of a map over a mask.

Boxes are (cx, cy, w, h) in fractions of the image, as GroundingDINO gives them; cell i of n covers [i/n, (i+1)/n).
A region mask holds every cell that its box touches, so that a finer grid refines the mask and never adds to it. It is
clipped to the image and never empty: the published code slices with negative starts, and a box over the upper or
left edge then gives an empty mask and no gradient.
"""

from typing import Literal, get_args

import torch
from torch.nn import functional as F

from scisynth.core.errors import ConfigError, DataError

Reduction = Literal["area", "all", "sum", "root"]

EDGE_TOLERANCE = 1e-6
"""A box must reach this far into a cell to touch it: boxes that end on a cell's border are rounded in float32."""


def boxes_to_region_mask(boxes_cxcywh: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Boxes [B, 4] in fractions to bool [B, height, width]: the cells they touch.

    A box of no size keeps the one cell (or row, or column) it lies in, a box outside the image the cell nearest to
    it.

    Raises:
        DataError: boxes of another shape, or not finite.
    """
    if boxes_cxcywh.ndim != 2 or boxes_cxcywh.shape[1] != 4:
        raise DataError(f"expected boxes [B, 4] as (cx, cy, w, h) fractions, got shape {list(boxes_cxcywh.shape)}")
    if not bool(boxes_cxcywh.isfinite().all()):
        raise DataError("expected finite boxes, got NaN or infinity; drop such boxes before making a mask")
    cx, cy, w, h = boxes_cxcywh.double().unbind(1)
    rows_BH, columns_BW = _touched(cy, h, height), _touched(cx, w, width)
    return rows_BH[:, :, None] & columns_BW[:, None, :]


def _touched(centre_B: torch.Tensor, extent_B: torch.Tensor, num_cells: int) -> torch.Tensor:
    """Bool [B, num_cells] along one axis, one run of at least one cell."""
    half_B = extent_B.clamp_min(0) / 2
    low_B, high_B = (centre_B - half_B).clamp(0, 1), (centre_B + half_B).clamp(0, 1)
    first_B = ((low_B + EDGE_TOLERANCE) * num_cells).floor().clamp_max(num_cells - 1)
    last_B = torch.maximum(((high_B - EDGE_TOLERANCE) * num_cells).ceil() - 1, first_B)
    cells = torch.arange(num_cells, device=centre_B.device)
    return (cells >= first_B[:, None]) & (cells <= last_B[:, None])


def union_box(boxes_cxcywh: torch.Tensor) -> torch.Tensor:
    """The smallest box [4] around boxes [N, 4].

    Raises:
        DataError: no boxes; what a miss means is the caller's decision.
    """
    if not len(boxes_cxcywh):
        raise DataError("expected at least one box to unite, got none; treat a miss before")
    centre, extent = boxes_cxcywh[:, :2], boxes_cxcywh[:, 2:]
    low, high = (centre - extent / 2).amin(0), (centre + extent / 2).amax(0)
    return torch.cat([(low + high) / 2, high - low])


def pad_box(boxes_cxcywh: torch.Tensor, pad: float = 0.1) -> torch.Tensor:
    """Boxes [..., 4] wider and higher by `pad` of the image, half on each side, cut at the image's edges.

    Science-T2I pads by 0.1 about the centre and does not cut.
    """
    centre, half = boxes_cxcywh[..., :2], (boxes_cxcywh[..., 2:] + pad) / 2
    low, high = (centre - half).clamp(0, 1), (centre + half).clamp(0, 1)
    return torch.cat([(low + high) / 2, high - low], dim=-1)


def soften_mask(mask_BHW: torch.Tensor, radius: int) -> torch.Tensor:
    """The mask with a rim that falls off in equal stages over `radius` cells outside it; float32 in [0, 1].

    Inside nothing changes. At distance k (rows or columns, whichever is more) from a full cell the weight is 1 - k /
    (radius + 1).
    """
    if radius < 0:
        raise ConfigError(f"expected a mask softness of at least 0 cells, got {radius}")
    mask_B1HW = mask_BHW[:, None].float()
    grown = [F.max_pool2d(mask_B1HW, 2 * k + 1, stride=1, padding=k) for k in range(radius + 1)]
    return torch.stack(grown).mean(0)[:, 0]


def reduce_masked(
    values_BCHW: torch.Tensor, weight_BHW: torch.Tensor | None = None, *, reduction: Reduction = "area"
) -> torch.Tensor:
    """A map to [B], summed in float32 with a weight w per cell (None: 1 everywhere, and any layout [B, ...] will do).

    area  sum(w x) / (C sum(w))    the mean over the region, whatever its size
    all   sum(w x) / (C H W)       as published: a small region counts little
    sum   sum(w x)                 a log-density map becomes the log-probability of the region
    root  sum(w x) / sqrt(C sum(w^2))   a map of independent noise keeps its size, whatever the region's

    Raises:
        ConfigError: an unknown reduction, a weight map of another shape, or one without any weight.
    """
    values = values_BCHW.float()
    if reduction not in get_args(Reduction):
        raise ConfigError(f"unknown reduction {reduction!r}; expected area, all, sum or root")
    if weight_BHW is None:
        total_B, elements = values.flatten(1).sum(1), values[0].numel()
        return total_B / {"sum": 1, "root": elements**0.5}.get(reduction, elements)
    batch, channels, height, width = values.shape
    if weight_BHW.shape != (batch, height, width):
        raise ConfigError(
            f"expected a weight map {[batch, height, width]}, got {list(weight_BHW.shape)}; resize it first"
        )
    weight = weight_BHW.to(values)
    area_B = weight.flatten(1).sum(1)
    if not bool((area_B > 0).all()):
        raise ConfigError("expected a region in every weight map, got an empty one; take the whole image after a miss")
    total_B = (values * weight[:, None]).flatten(1).sum(1)
    if reduction == "sum":
        return total_B
    if reduction == "root":
        return total_B / (channels * weight.square().flatten(1).sum(1)).sqrt()
    return total_B / (channels * (area_B if reduction == "area" else height * width))
