"""Names lead to models, and what is broken is said in one line, before anything is trained with it."""

import json
import shutil

import pytest

pytest.importorskip("diffusers")

import torch
from safetensors.torch import load_file, save_file
from support.tiny_pipelines import build, tiny_z_image

from scisynth.backbones import registry
from scisynth.backbones.flux import FluxBackbone
from scisynth.backbones.registry import load_backbone, packaged_pipelines, resolve_pipeline, wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ConfigError, ModelError


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    tiny_flux(0).save_pretrained(folder)
    return folder


@pytest.fixture
def folder(saved, tmp_path):
    """A copy that a test may break."""
    return shutil.copytree(saved, tmp_path / "model")


def refused(name, error, *words):
    with pytest.raises(error) as caught:
        load_backbone(name, device="cpu")
    text = str(caught.value)
    assert "\n" not in text and str(name) in text
    for word in words:
        assert word in text


def test_a_folder_loads(saved):
    backbone = load_backbone(saved, device="cpu")
    assert isinstance(backbone, FluxBackbone) and backbone.family == "flux"
    assert backbone.transformer is backbone.pipeline.transformer
    assert backbone.transformer.dtype == torch.float32
    assert load_backbone(str(saved), dtype=torch.bfloat16, device="cpu").transformer.dtype == torch.bfloat16


def test_prompts_are_as_long_as_the_second_tokenizer_says(saved):
    assert load_backbone(saved, device="cpu").encode_text(["x"]).tensors["states"].shape[1] == 16
    shorter = load_backbone(saved, device="cpu", max_text_tokens=7)
    assert shorter.encode_text(["x"]).tensors["states"].shape[1] == 7


def test_a_packaged_model_goes_by_its_name(saved, monkeypatch, tmp_path):
    monkeypatch.setattr(registry, "PACKAGED", saved.parent)
    monkeypatch.chdir(tmp_path)
    assert packaged_pipelines() == ["tiny"]
    assert resolve_pipeline("tiny") == str(saved)
    assert load_backbone("tiny", device="cpu").family == "flux"
    with pytest.raises(ModelError, match=r"tinny: no such pipeline folder.* did you mean 'tiny'"):
        resolve_pipeline("tinny")


def test_a_hub_id_is_passed_on_and_its_failure_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    assert resolve_pipeline("some-org/some-model") == "some-org/some-model"
    refused("some-org/some-model-that-is-not-here", ModelError, "hf download some-org/some-model-that-is-not-here")


def test_a_folder_without_a_pipeline(tmp_path):
    refused(tmp_path, ModelError, "model_index.json")


def test_an_unknown_family_names_the_known(folder):
    index = folder / "model_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "_class_name": "StableDiffusionPipeline"}))
    refused(folder, ConfigError, "StableDiffusionPipeline", "StableDiffusion3Pipeline")
    index.write_text(json.dumps({**json.loads(index.read_text()), "_class_name": ["my_code", "FluxPipeline"]}))
    refused(folder, ConfigError, "my_code")


def test_a_torn_index(folder):
    index = folder / "model_index.json"
    index.write_bytes(index.read_bytes()[:40])
    refused(folder, ModelError, "model_index.json")


@pytest.mark.parametrize("part", ["transformer", "vae", "text_encoder", "text_encoder_2"])
@pytest.mark.parametrize("damage", ["torn", "missing", "empty", "other"])
def test_a_broken_part(folder, part, damage):
    (weights,) = (folder / part).glob("*.safetensors")
    if damage == "torn":
        weights.write_bytes(weights.read_bytes()[:-100])
    elif damage == "missing":
        weights.unlink()
    elif damage == "empty":
        weights.write_bytes(b"")
    else:
        donor = "vae" if part == "transformer" else "transformer"
        (other,) = (folder / donor).glob("*.safetensors")
        shutil.copy(other, weights)
    refused(folder, ModelError)


@pytest.mark.parametrize("part", ["tokenizer", "tokenizer_2"])
def test_a_tokenizer_without_words(folder, part):
    (folder / part / "tokenizer.json").unlink()
    refused(folder, ModelError, f"{part} lacks", "tokenizer.json")
    shutil.rmtree(folder / part)
    refused(folder, ModelError, f"{part} lacks")


def test_a_missing_scheduler(folder):
    shutil.rmtree(folder / "scheduler")
    refused(folder, ModelError)


def test_one_missing_weight(folder):
    (file,) = (folder / "text_encoder_2").glob("*.safetensors")
    weights = load_file(file)
    del weights["encoder.final_layer_norm.weight"]
    save_file(weights, file, metadata={"format": "pt"})
    refused(folder, ModelError, "text_encoder_2 lacks 1 of its weights, first encoder.final_layer_norm.weight")


def test_a_head_that_nobody_uses_may_be_missing(tmp_path):
    build("flux2-klein").save_pretrained(tmp_path)
    (file,) = (tmp_path / "text_encoder").glob("*.safetensors")
    weights = load_file(file)
    del weights["lm_head.weight"]
    save_file(weights, file, metadata={"format": "pt"})
    loaded, whole = load_backbone(tmp_path, device="cpu"), wrap(build("flux2-klein"))
    states, expected = (item.encode_text(["a ball"]).tensors["states"] for item in (loaded, whole))
    assert torch.equal(states, expected)


def test_code_of_other_libraries_is_not_run(folder):
    index = folder / "model_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "vae": ["subprocess", "Popen"]}))
    refused(folder, ModelError, "vae needs code from 'subprocess'")


def test_pickled_weights_are_never_read(folder):
    (weights,) = (folder / "transformer").glob("*.safetensors")
    weights.unlink()
    torch.save(tiny_flux(0).transformer.state_dict(), weights.with_suffix(".bin"))
    refused(folder, ModelError)


def test_wrapping_something_else():
    with pytest.raises(ConfigError, match=r"expected a pipeline class of .*FluxPipeline.*, got 'dict'"):
        wrap({})
    assert wrap(tiny_flux(0)).family == "flux"


@pytest.mark.parametrize(
    ("name", "shift", "guidance"),
    [
        ("Tongyi-MAI/Z-Image", 6.0, 5.0),
        ("Tongyi-MAI/Z-Image-Turbo", 3.0, 0.0),
        ("models/turbo-under-another-name", 3.0, 0.0),
        ("org/Z-Image-De-Turbo", 3.0, 5.0),
    ],
)
def test_a_distilled_z_image_is_drawn_without_guidance(name, shift, guidance):
    pipeline = tiny_z_image()
    pipeline.register_to_config(_name_or_path=name)
    pipeline.scheduler.register_to_config(shift=shift)
    assert wrap(pipeline).default_guidance == guidance
