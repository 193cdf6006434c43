"""Sizes of real models, counted without their weights."""

import json
import math

import pytest
import torch
from diffusers import FluxTransformer2DModel
from safetensors.torch import save_file
from support.thorough import some
from torch.utils.flop_counter import FlopCounterMode

from scisynth.backbones.registry import FAMILIES
from scisynth.backbones.size import (
    ForwardFlops,
    find_model,
    forward_flops,
    known_models,
    lora_parameters,
    size_model,
)
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ConfigError, ModelError

FLUX = "black-forest-labs/FLUX.1-dev"
BILLIONS = {
    FLUX: 11.90,
    "black-forest-labs/FLUX.1-schnell": 11.89,
    "black-forest-labs/FLUX.2-dev": 32.2,
    "black-forest-labs/FLUX.2-klein-4B": 3.88,
    "stabilityai/stable-diffusion-3.5-medium": 2.24,
    "stabilityai/stable-diffusion-3.5-large": 8.06,
    "Qwen/Qwen-Image": 20.4,
    "Tongyi-MAI/Z-Image": 6.15,
    "Tongyi-MAI/Z-Image-Turbo": 6.15,
}
TINY = {
    "in_channels": 16,
    "num_layers": 2,
    "num_single_layers": 3,
    "attention_head_dim": 16,
    "num_attention_heads": 2,
    "joint_attention_dim": 24,
    "pooled_projection_dim": 20,
    "guidance_embeds": False,
    "axes_dims_rope": (4, 6, 6),
}


def tiny_transformer():
    with torch.device("meta"):
        return FluxTransformer2DModel(**TINY)


def test_every_entry_is_of_a_family_and_names_its_source():
    assert set(known_models()) == set(BILLIONS)
    for entry in known_models().values():
        assert entry.pipeline in FAMILIES and entry.source and entry.vae > 8e7 and entry.text_encoders


@pytest.mark.parametrize("name", some(BILLIONS, 1))
def test_parameters_within_one_per_cent(name):
    """Against the model cards, at a small image because only its FLOPs cost time."""
    assert size_model(find_model(name), size_px=32, text_tokens=8).parameters / 1e9 == pytest.approx(
        BILLIONS[name], rel=0.01
    )


def test_flux_in_numbers():
    size = size_model(find_model(FLUX), size_px=512, text_tokens=128)
    # 19 double blocks with 4 projections of 3072 x 3072, 38 single ones with 3: their output is one layer with the MLP's.
    assert size.lora_parameters == 16 * 2 * 3072 * (19 * 4 + 38 * 3)
    assert (size.blocks, size.width, size.image_tokens, size.latent_elements) == (57, 3072, 1024, 65_536)
    assert size.flops.forward / 1e12 == pytest.approx(15.8, rel=0.005)
    # softmax(q k) v in 57 blocks: two products of L x L x 3072, two FLOPs each.
    assert size.flops.attention == 57 * 2 * 2 * 1152**2 * 3072
    assert size.parameters > size.linear_parameters > 0.999 * size.parameters


def test_flops_of_a_tiny_transformer_by_hand():
    d, side, text = 32, 6, 10
    image, tokens = side**2, side**2 + text
    # Every token passes q, k, v, out and the two layers of a feed-forward net of 4 d.
    per_token = 4 * d * d + 2 * 4 * d * d
    double = 2 * (tokens * per_token + 2 * 6 * d * d)  # two modulations of one vector to 6 d
    # q, k, v, the feed-forward's 4 d, and one product from 5 d back; a modulation to 3 d.
    single = 3 * (tokens * (3 * d * d + 4 * d * d + 5 * d * d) + 3 * d * d)
    ends = image * (16 * d + d * 16) + text * 24 * d
    embeddings = 256 * d + d * d + 20 * d + d * d + 2 * d * d  # time, pooled text, last modulation
    flops = forward_flops(tiny_transformer(), side, text)
    assert flops.linear == 2 * (double + single + ends + embeddings)
    assert flops.attention == 5 * 2 * 2 * tokens**2 * d


def test_backward_of_a_frozen_base_is_what_the_counter_sees():
    """Gradients reach the inputs and no weight; embeddings of time and text ask for none, hence the tolerance."""
    transformer = tiny_transformer().requires_grad_(False)
    side, text = 6, 10
    flops = forward_flops(transformer, side, text)
    with torch.device("meta"):
        inputs = {
            "hidden_states": torch.empty(1, side**2, 16, requires_grad=True),
            "encoder_hidden_states": torch.empty(1, text, 24, requires_grad=True),
            "pooled_projections": torch.empty(1, 20),
            "timestep": torch.empty(1),
            "txt_ids": torch.zeros(text, 3),
            "img_ids": torch.zeros(side**2, 3),
        }
        with FlopCounterMode(display=False) as counter:
            transformer(**inputs, return_dict=False)[0].sum().backward()
    assert counter.get_total_flops() == pytest.approx(flops.forward + flops.backward, rel=0.02)
    assert ForwardFlops(linear=3.0, attention=2.0).backward == 7.0


def test_adapter_counts_as_peft_does():
    from peft import LoraConfig

    transformer = tiny_transformer()
    targets = ["to_q", "to_out.0", "proj_mlp"]
    expected = lora_parameters(transformer, 4, targets)
    transformer.add_adapter(LoraConfig(r=4, target_modules=targets))
    assert expected == sum(p.numel() for name, p in transformer.named_parameters() if ".lora_" in name) > 0
    with pytest.raises(ConfigError, match="to_queue"):
        lora_parameters(transformer, 4, ["to_queue"])


def test_a_local_folder_is_read_from_its_files(tmp_path):
    pipeline = tiny_flux(text_length=12)
    pipeline.save_pretrained(tmp_path / "tiny")
    entry = find_model(str(tmp_path / "tiny"))
    size = size_model(entry, size_px=64)

    def count(module):
        return sum(parameter.numel() for parameter in module.parameters())

    assert size.parameters == count(pipeline.transformer)
    assert size.text_encoder_parameters == count(pipeline.text_encoder) + count(pipeline.text_encoder_2)
    assert size.vae_parameters == count(pipeline.vae)
    # 4 px to a cell and 2 x 2 cells to a token: 8 x 8 tokens, 4 channels of 16 x 16 cells.
    assert (size.text_tokens, size.image_tokens, size.latent_elements) == (12, 64, 4 * 16 * 16)
    with pytest.raises(ConfigError, match="multiple of 8"):
        size_model(entry, size_px=60)


def test_mistakes(tmp_path):
    with pytest.raises(ConfigError, match=r"did you mean 'black-forest-labs/FLUX\.1-dev'"):
        find_model("black-forest-labs/FLUX1-dev")
    folder = tmp_path / "odd"
    (folder / "transformer").mkdir(parents=True)
    (folder / "transformer" / "config.json").write_text("{")
    with pytest.raises(ModelError, match="odd"):
        find_model(str(folder))
    (folder / "vae").mkdir()
    save_file({"weight": torch.zeros(2, 3)}, folder / "vae" / "model.safetensors")
    for name, values in {
        "model_index": {"_class_name": "NoPipeline"},
        "transformer/config": {},
        "vae/config": {},
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(values))
    with pytest.raises(ModelError, match="NoPipeline"):
        find_model(str(folder))
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "FluxPipeline"}))
    values = {"_class_name": "FluxTransformer2DModel", "num_wings": 2, "joint_attention_dim": math.pi}
    (folder / "transformer" / "config.json").write_text(json.dumps(values))
    with pytest.raises(ModelError, match="num_wings"):
        size_model(find_model(str(folder)), size_px=64)
