"""Guides: what is known of an image bends the steps that lead to it, and nothing else."""

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.cli.main import app
from scisynth.generators.flow import FlowGenerator
from scisynth.generators.guide import guided
from scisynth.generators.lattice_guide import LatticeGuide


class Linear:
    """A backbone whose latents are its images."""

    def decode(self, latents_BCHW):
        return latents_BCHW

    def encode_images(self, pixels_B3HW):
        return pixels_B3HW


class Grey:
    """Knows that every image is grey 0.5."""

    window, strength = (0.2, 0.8), 1.0

    def project(self, prompts, pixels_B3HW):
        return torch.full_like(pixels_B3HW, 0.5)


@pytest.mark.parametrize(
    ("sigma", "strength", "reached"), [(0.5, 1.0, 0.5), (0.5, 0.5, 0.6), (0.9, 1.0, 0.7), (0.1, 1.0, 0.7)]
)
def test_inside_its_window_a_step_aims_at_what_the_guide_knows(sigma, strength, reached):
    """The model predicts the clean image 0.7: x = (1 - sigma) 0.7 + sigma noise, v = noise - 0.7."""
    noise = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    guide = Grey()
    guide.strength = strength
    velocity = guided(lambda sample, sigma_B: noise - 0.7, guide, Linear(), ["a", "b"])
    sample = (1 - sigma) * 0.7 + sigma * noise
    clean = sample - sigma * velocity(sample, torch.full((2,), sigma))
    torch.testing.assert_close(clean, torch.full_like(clean, reached))


def test_images_of_unknown_prompts_stay_as_they_are():
    pixels = torch.rand(3, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    prompts = ["a cat", "HRTEM micrograph of gold [110]", "HRTEM micrograph of gold [110], 0.4 Å a pixel"]
    found = LatticeGuide().project(prompts, pixels)
    torch.testing.assert_close(found[:2], pixels[:2])
    assert (found[2] != pixels[2]).any() and found[2].min() >= 0 and found[2].max() <= 1


def test_a_generator_follows_its_guide():
    backbone = wrap(tiny_flux(0))
    prompts, seeds = ["HRTEM micrograph of gold [110], 0.4 Å a pixel", "a cat"], [1, 2]
    free, held = (
        FlowGenerator(backbone, name="tiny", num_steps=4, guide=guide).draw(prompts, seeds, size_px=64)
        for guide in (None, LatticeGuide())
    )
    assert (np.asarray(free[0]) != np.asarray(held[0])).any()
    # It passes the autoencoder, so not the very same pixels.
    assert FlowGenerator(backbone, name="tiny", num_steps=4, guide=Grey()).draw(prompts, seeds, size_px=16)


def test_what_cannot_be_guided_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(
        app, ["generate", "--model", "diffusers:painter", "--prompt", "gold", "--guide", "lattice", "--out", "out"]
    )
    assert result.exit_code == 2 and "cannot be guided; name a flow model" in result.output
    result = CliRunner().invoke(app, ["generate", "--prompt", "gold", "--guide", "magic", "--out", "out"])
    assert result.exit_code == 2 and "lattice" in result.output
    assert not list(tmp_path.iterdir())
