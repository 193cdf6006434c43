"""Packing is a permutation with a known order, and images that do not fit are refused by name."""

import pytest
import torch

from scisynth.backbones.latents import check_size, pack_2x2, to_unit_range, unpack_2x2
from scisynth.core.errors import ConfigError


def test_packing_order_by_hand():
    # Two channels of 2 x 4 cells: channel 0 counts 0..7, channel 1 counts 10..17.
    latents = torch.stack([torch.arange(8).view(2, 4), 10 + torch.arange(8).view(2, 4)])[None]
    assert pack_2x2(latents).tolist() == [[[0, 1, 4, 5, 10, 11, 14, 15], [2, 3, 6, 7, 12, 13, 16, 17]]]


@pytest.mark.parametrize("shape", [(1, 1, 2, 2), (3, 4, 6, 10), (2, 16, 8, 4)])
def test_unpacking_undoes_packing(shape):
    latents = torch.randn(shape)
    tokens = pack_2x2(latents)
    assert tokens.shape == (shape[0], shape[2] * shape[3] // 4, 4 * shape[1])
    assert torch.equal(unpack_2x2(tokens, *shape[2:]), latents)


def test_packing_is_flux_pipelines_own():
    diffusers = pytest.importorskip("diffusers")
    latents = torch.randn(2, 4, 6, 8)
    assert torch.equal(pack_2x2(latents), diffusers.FluxPipeline._pack_latents(latents, 2, 4, 6, 8))


@pytest.mark.parametrize(("side", "nearest"), [(17, "16 or 32"), (33, "32 or 48"), (5, "16"), (0, "16")])
def test_sizes_that_do_not_fit(side, nearest):
    with pytest.raises(
        ConfigError, match=f"width: expected a multiple of 16 px, got {side}; the nearest is {nearest}$"
    ):
        check_size(32, side, 16)
    check_size(16, 48, 16)


def test_unit_range():
    assert to_unit_range(torch.tensor([-3.0, -1.0, 0.0, 1.0, 2.0])).tolist() == [0, 0, 0.5, 1, 1]
