"""Converting published layouts: round trips through an inverse written apart, and every way a file can be wrong."""

import json
import pickle

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from support.tiny_rewards import (
    bert_tokenizer,
    image_reward_layout,
    image_reward_model,
    open_clip_layout,
    randomize,
    write_hps,
    write_image_reward,
)
from transformers import CLIPModel, CLIPProcessor

from scisynth.core.errors import DataError, ModelError
from scisynth.rewards.convert import convert_checkpoint
from scisynth.rewards.open_clip import hps_config, rename_open_clip
from scisynth.rewards.registry import load_reward


@pytest.fixture(scope="module")
def clip(tiny_clip):
    return randomize(CLIPModel.from_pretrained(tiny_clip, dtype=torch.float32)).eval()


@pytest.fixture
def convert(tmp_path, tiny_clip, clip):
    """Saves a state dict, converts it, gives the folder."""

    def run(state, *, suffix=".safetensors", model=clip, tokenizer=tiny_clip):
        source = tmp_path / f"published{suffix}"
        if suffix == ".safetensors":
            save_file(state, source)
        else:
            torch.save(state, source)
        convert_checkpoint(source, tmp_path / "out", tokenizer=tokenizer, config=model.config)
        return tmp_path / "out"

    return run


@pytest.mark.parametrize("suffix", [".safetensors", ".pt"])
def test_a_clip_survives_open_clip_and_back(convert, clip, suffix):
    folder = convert(open_clip_layout(clip), suffix=suffix)
    back = CLIPModel.from_pretrained(folder, use_safetensors=True).eval()
    inputs = {"input_ids": torch.arange(12).reshape(2, 6), "pixel_values": torch.randn(2, 3, 32, 32)}
    with torch.inference_mode():
        expected, found = clip(**inputs), back(**inputs)
    assert torch.allclose(found.logits_per_text, expected.logits_per_text, atol=1e-5)
    assert expected.logits_per_text.std() > 0.1
    config = json.loads((folder / "config.json").read_text())
    assert config["scisynth_kind"] == "hps" and config["architectures"] == ["CLIPModel"]


def test_the_renamed_weights_are_the_same_numbers(clip):
    renamed = rename_open_clip(open_clip_layout(clip))
    assert renamed.keys() == clip.state_dict().keys()
    assert all(torch.equal(renamed[name], values) for name, values in clip.state_dict().items())


def test_hps_scores_the_whole_image_on_black(tmp_path, tiny_clip):
    folder = write_hps(tmp_path, tiny_clip)
    reward = load_reward(str(folder))
    assert reward.info.kind == "hps"
    picture = Image.effect_noise((64, 32), 90).convert("RGB")
    square = Image.new("RGB", (32, 32))
    square.paste(picture.resize((32, 16), resample=Image.Resampling.BICUBIC), (0, 8))
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
    inputs = CLIPProcessor.from_pretrained(folder, backend="pil")(
        text=["a ripe tomato"], images=[square], return_tensors="pt"
    )
    with torch.inference_mode():
        expected = model(**inputs).logits_per_text[0]
    assert torch.allclose(reward.score(["a ripe tomato"], [picture]), expected, atol=1e-4)
    cropped = load_reward(f"clip:{folder}").score(["a ripe tomato"], [picture])
    assert abs(cropped - expected) > 1e-3, "cropping would have shown another image"


def test_a_plain_hps_folder_opens_in_transformers(tmp_path, tiny_clip):
    folder = write_hps(tmp_path, tiny_clip)
    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".bin", ".pt", ".safetensors")) == [
        "model.safetensors"
    ]


def test_the_published_size_is_that_of_clip_h():
    with torch.device("meta"):
        model = CLIPModel(hps_config())
    assert sum(values.numel() for values in model.parameters()) == 986_109_441, "laion's CLIP ViT-H/14 as published"
    assert model.visual_projection.weight.shape == (1024, 1280)


def test_image_reward_survives_its_layout_and_back(tmp_path):
    from safetensors.torch import load_file

    folder = write_image_reward(tmp_path)
    expected = image_reward_model(bert_tokenizer()).state_dict()
    found = load_file(folder / "model.safetensors")
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], values) for name, values in expected.items())
    assert json.loads((folder / "config.json").read_text())["scisynth_kind"] == "image-reward"
    assert load_reward(str(folder)).info.kind == "image-reward"


def test_wrappers_around_the_weights_are_taken_off(convert, clip):
    wrapped = {f"module.{name}": values for name, values in open_clip_layout(clip).items()}
    folder = convert({"state_dict": wrapped, "epoch": 3}, suffix=".pt")
    assert (folder / "config.json").is_file()


def test_missing_unknown_and_misshapen_weights_are_named(convert, clip, tmp_path):
    state = open_clip_layout(clip)
    del state["ln_final.bias"]
    state["visual.extra.weight"] = torch.zeros(2)
    state["transformer.resblocks.1.attn.rel_bias"] = torch.zeros(2)
    state["transformer.resblocks.0.mlp.c_fc.weight"] = torch.zeros(7, 32)
    with pytest.raises(ModelError) as failure:
        convert(state)
    assert "1 weights missing, first text_model.final_layer_norm.bias" in str(failure.value)
    assert "2 weights unknown, first transformer.resblocks.1.attn.rel_bias" in str(failure.value)
    assert "layers.0.mlp.fc1.weight (expected [64, 32], got [7, 32])" in str(failure.value)
    assert not (tmp_path / "out").exists(), "nothing is written for a file that does not fit"


@pytest.mark.parametrize("shape", [(96,), (32, 96), (95, 32), ()])
def test_a_misshapen_projection_is_no_crash(convert, clip, shape):
    state = open_clip_layout(clip)
    state["visual.transformer.resblocks.0.attn.in_proj_weight"] = torch.zeros(shape)
    with pytest.raises(ModelError, match=r"vision_model\.encoder\.layers\.0\.self_attn\.[kqv]_proj\.weight"):
        convert(state)


def test_a_misshapen_head_of_image_reward_is_named(convert):
    model = image_reward_model(bert_tokenizer())
    state = image_reward_layout(model)
    state["mlp.layers.1.weight"] = state.pop("mlp.layers.2.weight")
    with pytest.raises(ModelError, match=r"missing, first mlp\.1\.weight.*unknown, first mlp\.layers\.1\.weight"):
        convert(state, model=model)


def test_a_pickle_that_does_something_is_refused_and_does_nothing(tmp_path, tiny_clip, clip):
    mark = tmp_path / "exploded"

    class Bomb:
        def __reduce__(self):
            return (open, (str(mark), "w"))

    for number, write in enumerate((torch.save, lambda state, path: path.write_bytes(pickle.dumps(state, protocol=2)))):
        source = tmp_path / f"bomb-{number}.pt"
        write({**open_clip_layout(clip), "extra": Bomb()}, source)
        with pytest.raises(ModelError, match="refused, it holds more than weights"):
            convert_checkpoint(source, tmp_path / "out", tokenizer=tiny_clip, config=clip.config)
    assert not mark.exists() and not (tmp_path / "out").exists()


def test_old_torch_may_not_read_a_pt(tmp_path, monkeypatch, clip):
    torch.save(open_clip_layout(clip), tmp_path / "old.pt")
    monkeypatch.setattr(torch, "__version__", type(torch.__version__)("2.9.1"))
    with pytest.raises(ModelError, match=r"needs torch 2\.10 or later, got 2\.9\.1"):
        convert_checkpoint(tmp_path / "old.pt", tmp_path / "out")


@pytest.mark.parametrize("name", ["torn.pt", "torn.safetensors"])
def test_files_that_are_no_checkpoint(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(ModelError, match=name):
        convert_checkpoint(tmp_path / name, tmp_path / "out")


@pytest.mark.parametrize("state", [{"weight": torch.zeros(2)}, {"visual.conv1.weight": 3}, [torch.zeros(2)], {}])
def test_files_with_other_things_in_them(tmp_path, state):
    torch.save(state, tmp_path / "other.pt")
    with pytest.raises(ModelError, match=r"other\.pt: expected"):
        convert_checkpoint(tmp_path / "other.pt", tmp_path / "out")


def test_nothing_is_overwritten_and_nothing_is_guessed(tmp_path, tiny_clip, clip):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("kept")
    with pytest.raises(DataError, match="new or empty folder"):
        convert_checkpoint(tmp_path / "published.pt", tmp_path / "out")
    with pytest.raises(ModelError, match="no such file"):
        convert_checkpoint(tmp_path / "published.pt", tmp_path / "new")
    save_file(open_clip_layout(clip), tmp_path / "published.safetensors")
    with pytest.raises(ModelError, match="no tokenizer there"):
        convert_checkpoint(
            tmp_path / "published.safetensors", tmp_path / "new", tokenizer=tmp_path / "out", config=clip.config
        )
