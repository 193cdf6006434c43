"""lab-crystal: its corpus, and a minute version of the whole build."""

from random import Random

import numpy as np
import pytest
from diffusers import FluxPipeline
from PIL import Image

from scisynth.instruments.registry import named_instrument
from scisynth.instruments.said import read_said
from scisynth.lab.models.crystal import (
    STRUCTURES,
    LabCrystalConfig,
    captions_of,
    crystal_prompt,
    draw_micrograph,
    draw_micrographs,
)
from scisynth.lab.models.flux import LabFluxConfig
from scisynth.lab.models.flux_text import LabT5Config, train_t5_tokenizer
from scisynth.lab.models.flux_train import LabFlowConfig, LabGuidanceConfig
from scisynth.lab.models.flux_vae import LabVaeConfig
from scisynth.pipelines.lab.crystal import LabCrystalRun, build_crystal, check_crystal

ONE_STEP = {"max_steps": 1, "batch_size": 2, "checkpoint_every": 0, "compiled": False}
MICRO = LabFluxConfig(
    heads=1,
    head_dim=16,
    double_layers=1,
    single_layers=1,
    t5=LabT5Config(max_length=20, width=16, layers=1, heads=1, feed_forward=16),
    vae=LabVaeConfig(widths=(4, 4, 4), latent_channels=2, max_steps=1),
    flow=LabFlowConfig.parse(ONE_STEP),
    guidance=LabGuidanceConfig.parse(ONE_STEP),
    bf16=False,
    workers=1,
)


def test_the_same_seed_draws_the_same_micrographs():
    one, two = (draw_micrographs(3, seed=1, workers=1) for _ in range(2))
    assert one[0].shape == (3, 64, 64) and one[0].dtype == np.uint8
    np.testing.assert_array_equal(one[0], two[0])
    assert one[1] == two[1] and set(one[1]) <= set(STRUCTURES)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_prompt_claims_its_structure_and_fits_the_model(structure):
    said = read_said(named_instrument("hrtem"), crystal_prompt(structure))
    assert said.claims[0].value == structure and said.pixel.angstrom == pytest.approx(0.4)
    tokenizer = train_t5_tokenizer(LabT5Config(max_length=20), captions_of(structure))
    longest = max(len(tokenizer(text)["input_ids"]) for text in captions_of(structure))
    assert longest <= 20


def test_micrographs_pass_their_own_check():
    drawn = [draw_micrograph(Random(number)) for number in range(6)]
    images = [np.repeat(gray[..., None], 3, axis=2) for gray, _ in drawn]
    rows = check_crystal([crystal_prompt(name) for _, name in drawn], [Image.fromarray(image) for image in images])
    assert all(rows["spacing"]) and all(rows["plane_group"])


def test_a_build_is_a_pipeline_with_the_validators_verdict(tmp_path):
    run = LabCrystalRun(num_checks=1, crystal=LabCrystalConfig(num_micrographs=4, flux=MICRO))
    facts = build_crystal(run, tmp_path, seed=0)
    assert facts["pictures"] == 16 and 0 <= facts["spacing_right"] <= 1
    assert FluxPipeline.from_pretrained(tmp_path).transformer.config.num_single_layers == 1
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".json", ".safetensors"}
