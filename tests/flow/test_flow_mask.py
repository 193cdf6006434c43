"""Region masks: worked boxes, properties over all boxes, and reductions by hand."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from scisynth.core.errors import ConfigError, DataError
from scisynth.flow.mask import boxes_to_region_mask, pad_box, reduce_masked, soften_mask, union_box

anywhere = st.floats(-2, 3, width=32)
extents = st.floats(-0.5, 2, width=32)
boxes = st.tuples(anywhere, anywhere, extents, extents)
sizes = st.integers(1, 40)


def rows_and_columns(mask_HW: torch.Tensor) -> tuple[list[int], list[int]]:
    return mask_HW.any(1).nonzero().flatten().tolist(), mask_HW.any(0).nonzero().flatten().tolist()


@pytest.mark.parametrize(
    ("box", "rows", "columns"),
    [
        ((0.5, 0.5, 0.5, 0.25), [3, 4], [2, 3, 4, 5]),  # ends on cell borders: exactly those cells
        ((0.5, 0.5, 0.51, 0.26), [2, 3, 4, 5], [1, 2, 3, 4, 5, 6]),  # a little more touches the next cells
        ((0.3, 0.7, 0.01, 0.01), [5], [2]),  # smaller than a cell
        ((0.3, 0.7, 0.0, 0.0), [5], [2]),  # a point
        ((0.5, 0.5, -1.0, 1.0), list(range(8)), [4]),  # negative width is no width
        ((0.475, 0.5, 0.95, 1.0), list(range(8)), list(range(8))),  # the published slice wraps around here
        ((0.0, 0.0, 0.5, 0.5), [0, 1], [0, 1]),  # over the upper left corner
        ((5.0, -3.0, 0.1, 0.1), [0], [7]),  # outside: the nearest cell
        ((1.0, 1.0, 0.0, 0.0), [7], [7]),
    ],
)
def test_worked_boxes(box, rows, columns):
    (mask,) = boxes_to_region_mask(torch.tensor([box]), 8, 8)
    assert mask.dtype == torch.bool
    assert rows_and_columns(mask) == (rows, columns)
    assert int(mask.sum()) == len(rows) * len(columns)


def test_float32_rounding_touches_no_extra_cell():
    # In float32 0.35 - 0.3 / 2 is a little below 0.2, and 0.55 + 0.3 / 2 a little above 0.7: borders of cells of 10.
    (mask,) = boxes_to_region_mask(torch.tensor([[0.35, 0.55, 0.3, 0.3]]), 10, 10)
    assert rows_and_columns(mask) == ([4, 5, 6], [2, 3, 4])


@settings(deadline=None)
@given(st.lists(boxes, min_size=1, max_size=4), sizes, sizes)
def test_a_mask_is_never_empty_and_inside_its_box(box_list, height, width):
    mask = boxes_to_region_mask(torch.tensor(box_list), height, width)
    assert mask.shape == (len(box_list), height, width)
    for (cx, cy, w, h), mask_HW in zip(box_list, mask, strict=True):
        rows, columns = rows_and_columns(mask_HW)
        for cells, centre, extent, count in ((rows, cy, h, height), (columns, cx, w, width)):
            assert cells == list(range(cells[0], cells[-1] + 1))
            low, high = (min(max(centre + side * max(extent, 0) / 2, 0), 1) * count for side in (-1, 1))
            assert math.floor(low) - 1 <= cells[0] <= math.floor(low) + 1
            assert math.ceil(high) - 2 <= cells[-1] <= math.ceil(high)


@settings(deadline=None)
@given(boxes, sizes, sizes)
def test_a_finer_grid_only_refines_the_mask(box, height, width):
    box_14 = torch.tensor([box])
    coarse = boxes_to_region_mask(box_14, height, width)
    fine = boxes_to_region_mask(box_14, 2 * height, 2 * width)
    assert torch.equal(F.max_pool2d(fine.float(), 2).bool(), coarse)


@settings(deadline=None)
@given(boxes, sizes, sizes)
def test_padding_a_box_only_adds_cells(box, height, width):
    cx, cy, w, h = box
    box_14 = torch.tensor([(cx % 1, cy % 1, abs(w), abs(h))])
    small, large = (boxes_to_region_mask(item, height, width) for item in (box_14, pad_box(box_14, 0.1)))
    assert not bool((small & ~large).any())


@settings(deadline=None)
@given(sizes, sizes)
def test_a_full_box_is_a_full_mask(height, width):
    assert bool(boxes_to_region_mask(torch.tensor([[0.5, 0.5, 1.0, 1.0]]), height, width).all())


@pytest.mark.parametrize("boxes", [torch.zeros(4), torch.zeros(2, 5), torch.tensor([[0.5, math.nan, 0.1, 0.1]])])
def test_what_is_no_box_is_refused(boxes):
    with pytest.raises(DataError, match="expected"):
        boxes_to_region_mask(boxes, 4, 4)


def test_union_box():
    # x from 0.1 to 0.3 and from 0.6 to 0.8; y from 0.4 to 0.6 and from 0.5 to 0.9.
    union = union_box(torch.tensor([[0.2, 0.5, 0.2, 0.2], [0.7, 0.7, 0.2, 0.4]]))
    assert union.tolist() == pytest.approx([0.45, 0.65, 0.7, 0.5])
    with pytest.raises(DataError, match="at least one box"):
        union_box(torch.zeros(0, 4))


def test_pad_box_adds_half_on_each_side_and_stays_in_the_image():
    padded = pad_box(torch.tensor([[0.5, 0.5, 0.2, 0.4], [0.1, 0.5, 0.2, 0.95]]), 0.1)
    # The second: x from -0.05 to 0.25 is cut to 0; y from -0.025 to 1.025 is cut on both sides.
    expected = torch.tensor([[0.5, 0.5, 0.3, 0.5], [0.125, 0.5, 0.25, 1.0]])
    torch.testing.assert_close(padded, expected)


def test_softened_rim_by_hand():
    mask = torch.zeros(1, 1, 8)
    mask[0, 0, 3:5] = 1
    assert soften_mask(mask, 2)[0, 0].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1, 1, 2 / 3, 1 / 3, 0])
    assert torch.equal(soften_mask(mask.bool(), 0), mask)
    with pytest.raises(ConfigError, match="softness"):
        soften_mask(mask, -1)


# Two channels of 2 x 2; the weight takes the left column, its lower cell half.
VALUES = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]])
WEIGHT = torch.tensor([[[1.0, 0.0], [0.5, 0.0]]])


@pytest.mark.parametrize(
    ("reduction", "weighted", "plain"),
    [
        ("sum", 1 + 1.5 + 5 + 3.5, 36.0),
        ("area", 11 / (2 * 1.5), 4.5),
        ("all", 11 / 8, 4.5),
        ("root", 11 / (2 * 1.25) ** 0.5, 36 / 8**0.5),
    ],
)
def test_reductions_by_hand(reduction, weighted, plain):
    assert reduce_masked(VALUES, WEIGHT, reduction=reduction).tolist() == pytest.approx([weighted])
    assert reduce_masked(VALUES, reduction=reduction).tolist() == pytest.approx([plain])
    assert reduce_masked(VALUES, torch.ones(1, 2, 2), reduction=reduction).tolist() == pytest.approx([plain])


def test_only_area_ignores_the_size_of_the_region():
    values = torch.full((2, 3, 8, 8), 2.0)
    weight = boxes_to_region_mask(torch.tensor([[0.5, 0.5, 1.0, 1.0], [0.5, 0.5, 0.25, 0.25]]), 8, 8)
    assert reduce_masked(values, weight, reduction="area").tolist() == [2.0, 2.0]
    assert reduce_masked(values, weight, reduction="all").tolist() == [2.0, 2.0 / 16]


def test_only_root_leaves_noise_its_size():
    noise = torch.randn(400, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    for box in ([0.5, 0.5, 1.0, 1.0], [0.5, 0.5, 0.25, 0.25]):
        weight = boxes_to_region_mask(torch.tensor([box]), 8, 8).float().expand(400, 8, 8) / 2
        assert reduce_masked(noise, weight, reduction="root").std().item() == pytest.approx(1, abs=0.1)


def test_reduction_is_float32():
    # 4095 has no bfloat16, whose numbers of that size are 16 apart.
    values, weight = torch.ones(1, 1, 64, 64, dtype=torch.bfloat16), torch.ones(1, 64, 64)
    weight[0, 0, 0] = 0
    reduced = reduce_masked(values, weight.bfloat16(), reduction="sum")
    assert reduced.dtype == torch.float32
    assert reduced.item() == 4095


def test_no_gradient_outside_the_region():
    values = VALUES.clone().requires_grad_()
    reduce_masked(values, WEIGHT).sum().backward()
    torch.testing.assert_close(values.grad, (WEIGHT / 3)[:, None].expand(1, 2, 2, 2))


@pytest.mark.parametrize(
    ("weight", "reduction", "message"),
    [
        (torch.zeros(1, 2, 2), "area", "empty one"),
        (torch.ones(1, 4, 4), "area", "resize it first"),
        (WEIGHT, "mean", "area, all, sum or root"),
    ],
)
def test_what_cannot_be_reduced_is_refused(weight, reduction, message):
    with pytest.raises(ConfigError, match=message):
        reduce_masked(VALUES, weight, reduction=reduction)
