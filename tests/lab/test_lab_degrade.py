"""Degraded and spoilt images: what is known of each harm."""

import pytest
import torch

from scisynth.lab.degrade import blur, degrade, jpeg, spoil, warp


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def pictures():
    """Discs of one colour on another, as sharp as scenes are."""
    place = torch.linspace(-1, 1, 64)
    disc = (place[:, None] ** 2 + place**2 < 0.3).float()
    colours = torch.rand(32, 2, 3, 1, 1, generator=generator(1))
    return disc * colours[:, 0] + (1 - disc) * colours[:, 1]


@pytest.mark.parametrize("harm", [degrade, warp, spoil])
def test_the_same_seed_does_the_same_harm_and_leaves_the_input_alone(harm, pictures):
    before = pictures.clone()
    first, second, other = harm(pictures, generator()), harm(pictures, generator()), harm(pictures, generator(2))
    assert torch.equal(first, second) and not torch.equal(first, other)
    assert torch.equal(pictures, before) and first.shape == pictures.shape and first.isfinite().all()


def test_degraded_images_stay_near_and_spoilt_ones_do_not(pictures):
    degraded, spoilt = ((harm(pictures, generator()) - pictures).abs().mean((1, 2, 3)) for harm in (degrade, spoil))
    assert degraded.max() < 0.15 < spoilt.mean()


def test_warp_moves_every_channel_alike_and_draws_the_edges_out():
    plane = torch.rand(4, 1, 64, 64, generator=generator())
    warped = warp(plane.expand(-1, 4, -1, -1).contiguous(), generator(1))
    assert torch.equal(warped[:, 0], warped[:, 3]) and not torch.allclose(warped[:, 0], plane[:, 0])
    assert torch.allclose(warp(torch.ones(4, 1, 64, 64), generator(1)), torch.ones(4, 1, 64, 64))


def test_jpeg_with_a_fine_step_changes_nothing_and_keeps_the_mean_of_a_plain_image():
    pixels = torch.rand(2, 3, 64, 64, generator=generator())
    torch.testing.assert_close(jpeg(pixels, torch.full((2,), 1e-3)), pixels, atol=1e-4, rtol=0)
    # A plain block has one coefficient, 8 times its level; the step of strength 255 is 1, so 8 x 0.26 = 2.08 becomes 2.
    plain = jpeg(torch.full((1, 3, 16, 8), 0.26), torch.tensor([255.0]))
    torch.testing.assert_close(plain, torch.full((1, 3, 16, 8), 0.25))


def test_jpeg_drops_the_finest_pattern_first():
    # Of one 8 x 8 block, a checkerboard of +-0.05 around grey: its strongest coefficient is (7, 7), about 0.33, whose step at
    # strength 12 is 12 x 15 / 255 = 0.71; the grey, 8 x 0.5 = 4, lies within half a step of 12 / 255.
    rows = torch.arange(8)
    board = 0.5 + 0.05 * (1 - 2 * ((rows[:, None] + rows) % 2).float())
    rounded = jpeg(board.expand(1, 3, 8, 8), torch.tensor([12.0]))
    assert rounded.std() < 0.4 * board.std() and rounded.mean() == pytest.approx(0.5, abs=12 / 255 / 8)


def test_blur_to_one_is_the_mean(pictures):
    expected = pictures.mean((2, 3), keepdim=True).expand_as(pictures)
    torch.testing.assert_close(blur(pictures, 1), expected, atol=1e-5, rtol=0)


def test_harms_take_any_number_of_images(pictures):
    for num in (0, 1, 3):
        assert len(degrade(pictures[:num], generator())) == len(spoil(pictures[:num], generator())) == num
