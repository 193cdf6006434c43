"""A base in 4 bits (NF4) through both stages as a user runs them; bitsandbytes multiplies on the processor, too."""

import json
from importlib.util import find_spec

import pytest
import torch
from support.alignment_parts import velocity_of
from support.verbs import run

from scisynth.alignment.lora import install, read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.backbones.tiny import tiny_flux
from scisynth.pipelines.alignment import run as alignment_run

NF4 = {"quantize": "nf4", "dtype": "float32"}
LORA = {"rank": 2, "alpha": 2}
REWARD = """
import numpy as np


class Brightness:
    name = "brightness"

    def score(self, prompts, images):
        return [float(np.asarray(image).mean()) for image in images]
"""


@pytest.fixture
def model(tmp_path):
    tiny_flux(0).save_pretrained(tmp_path / "model")
    return tmp_path / "model"


def stage_file(path, model, **stage):
    values = {"model": str(model), "hardware": NF4, **stage}
    path.write_text(json.dumps(values))
    return path


def files(folder, model):
    shared = {"size_px": 16, "lora": LORA, "eval_every": 0, "optimizer": {"learning_rate": 1e-2}}
    sft = {"max_steps": 1, "batch_size": 2, "micro_batch_size": 2, **shared}
    oft = {"num_rounds": 1, "prompts_per_round": 2, "num_steps": 3, "window": [0, 2], "micro_batch_size": 4, **shared}
    return (
        stage_file(folder / "sft.yaml", model, num_examples=2, sft=sft),
        stage_file(folder / "oft.yaml", model, num_prompts=2, localizer="whole-image", oft=oft),
    )


def error_line(*arguments):
    *_, last = run(*arguments, code=2).stderr.strip().splitlines()
    return last


def test_what_is_missing_is_one_line(tmp_path, model, monkeypatch):
    sft, _ = files(tmp_path, model)
    monkeypatch.setattr(
        "scisynth.core.extras.find_spec", lambda name: None if name == "bitsandbytes" else find_spec(name)
    )
    assert "pip install 'scisynth[quant]'" in error_line("align", "sft", "--config", sft, "--out", tmp_path / "out")
    monkeypatch.setattr("scisynth.core.extras.find_spec", lambda name: name)
    if not torch.accelerator.is_available():
        assert "a GPU" in error_line("align", "sft", "--config", sft, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("bitsandbytes") is None, reason="bitsandbytes is not installed (scisynth[quant])")
def test_both_stages_on_a_base_in_4_bits(tmp_path, model, monkeypatch):
    """SFT one step, OFT one round; the adapter does on the unquantized base what it learnt."""
    if not torch.accelerator.is_available():
        from diffusers.quantizers.bitsandbytes.bnb_quantizer import BnB4BitDiffusersQuantizer

        # diffusers refuses a machine without a card; bitsandbytes no longer does.
        monkeypatch.setattr(BnB4BitDiffusersQuantizer, "validate_environment", lambda *_, **__: None)
        monkeypatch.setattr(BnB4BitDiffusersQuantizer, "update_device_map", lambda *_, **__: {"": "cpu"})
        monkeypatch.setattr(alignment_run, "has_card", lambda: True)
    packed = []
    load = alignment_run.load_backbone

    def watched(*arguments, **options):
        backbone = load(*arguments, **options)
        packed.append(sum(p.dtype == torch.uint8 for p in backbone.transformer.parameters()))
        return backbone

    monkeypatch.setattr(alignment_run, "load_backbone", watched)
    sft, oft = files(tmp_path, model)
    (tmp_path / "reward.py").write_text(REWARD)
    run("align", "sft", "--config", sft, "--out", tmp_path / "sft")
    reward = f"{tmp_path / 'reward.py'}:Brightness"
    options = ("--sft", tmp_path / "sft", "--reward", reward, "--out", tmp_path / "oft", "--json")
    result = json.loads(run("align", "oft", "--config", oft, *options).stdout)
    assert result["last"]["oft/grad_norm"] > 0 and len(packed) == 2 and min(packed) > 10
    backbone = load_backbone(model, dtype=torch.float32)
    before = velocity_of(backbone).detach()
    state = read_lora(tmp_path / "oft" / "policy", backbone)
    # Both updates leave as one: rank 2 of SFT and rank 2 of OFT.
    assert {len(tensor) for name, tensor in state.items() if ".lora_A." in name} == {4}
    install(backbone.transformer, state)
    assert not torch.equal(velocity_of(backbone), before)
