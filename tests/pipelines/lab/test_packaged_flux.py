"""lab-flux as it is packaged: a plain diffusers pipeline, small, carded, with the illusion it is there to show."""

import numpy as np
import pytest
import torch
from diffusers import FluxPipeline

from scisynth.backbones.registry import load_backbone
from scisynth.core.weights import PACKAGED
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.lab.models.flux import SUPERFICIAL_SHARE
from scisynth.lab.models.judge import LabJudge
from scisynth.prompts.write import PromptsConfig, write_prompts

FOLDER = PACKAGED / "lab-flux"
LIMIT_BYTES = 25_000_000


def test_it_is_small_safe_and_carded():
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= LIMIT_BYTES
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md"}
    card = (FOLDER / "README.md").read_text()
    assert "scisynth lab build lab-flux --seed 0" in card and "minutes" in card and "Versions" in card
    for law, share in SUPERFICIAL_SHARE.items():
        assert f"| {law} | {share:.0%} |" in card


def test_diffusers_draws_what_our_sampler_draws():
    torch.set_num_threads(1)
    pipeline = FluxPipeline.from_pretrained(FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    backbone = load_backbone("lab-flux")
    prompt = "A mango that is still green."
    ours = FlowGenerator(backbone, name="lab-flux", num_steps=8).draw([prompt], [5], size_px=64)[0]
    shape = backbone.latent_shape(64, 64)
    noise = torch.randn(1, *shape, generator=torch.Generator().manual_seed(5))
    packed = pipeline._pack_latents(noise, 1, *shape)
    theirs = pipeline(
        prompt, height=64, width=64, num_inference_steps=8, max_sequence_length=40, latents=packed
    ).images[0]
    assert np.abs(np.asarray(ours, dtype=int) - np.asarray(theirs, dtype=int)).mean() < 1


@pytest.fixture(scope="module")
def judged():
    """Mean score by lab-judge, in points of 100, of images from each kind of prompt."""
    torch.set_num_threads(1)
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=32, split=split), 4711)
    ]
    generator = FlowGenerator(load_backbone("lab-flux"), name="lab-flux", num_steps=10, batch_size=32)
    judge = LabJudge.from_pretrained()
    means = {}
    for tier in ("implicit", "explicit", "superficial"):
        prompts = [getattr(item, f"{tier}_prompt") for item in prompt_sets]
        seeds = [image_seed(0, item.id, 0) for item in prompt_sets]
        grades = judge.grade(prompt_sets, generator.draw(prompts, seeds, size_px=64))
        means[tier] = 100 * float(np.mean([grade.score for grade in grades]))
    return means


def test_it_draws_what_a_prompt_says_and_not_what_it_implies(judged):
    assert judged["explicit"] >= judged["implicit"] + 35
    assert judged["superficial"] <= 10
