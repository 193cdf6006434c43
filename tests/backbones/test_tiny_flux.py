"""The shipped fake is the same for the same seed, small, and random everywhere."""

import pytest

pytest.importorskip("diffusers")

import torch

from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux


def weights(pipeline):
    return {
        f"{part}.{name}": value
        for part in ("transformer", "vae", "text_encoder", "text_encoder_2")
        for name, value in getattr(pipeline, part).state_dict().items()
    }


def test_the_seed_decides_and_the_global_generator_does_not_move():
    torch.manual_seed(5)
    first, second, other = weights(tiny_flux(1)), weights(tiny_flux(1)), weights(tiny_flux(2))
    assert torch.equal(torch.rand(3), torch.rand(3, generator=torch.Generator().manual_seed(5)))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first if name.endswith("proj_out.weight"))


def test_it_is_small_and_has_no_silent_matrix():
    pipeline = tiny_flux(0)
    everything = weights(pipeline)
    assert sum(value.numel() for value in everything.values()) < 500_000
    assert all(value.float().std() > 0.001 for name, value in everything.items() if value.dim() > 1)


def test_its_settings():
    backbone = wrap(tiny_flux(0, text_length=9, width=64, latent_channels=8, guidance_embeds=False))
    assert backbone.latent_shape(16, 24) == (8, 4, 6)
    text = backbone.encode_text(["a ball"])
    assert text.tensors["states"].shape == (1, 9, 64) and text.tensors["pooled"].shape == (1, 64)
    assert backbone.default_negative == "" and backbone.default_guidance == 1.0
