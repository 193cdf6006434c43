"""LoRA files of other tools: the same image as diffusers draws with them, or one line."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from scisynth.alignment.lora import install
from scisynth.alignment.lora_files import FILE_NAME, PEFT_CONFIG, PEFT_FILE, read_lora
from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ModelError

WIDTH = 32
MODULES = ("transformer_blocks.0.attn.to_q", "transformer_blocks.1.attn.to_k", "single_transformer_blocks.0.attn.to_v")


def halves(ranks=(4, 4, 4), modules=MODULES, width=WIDTH):
    generator = torch.Generator().manual_seed(7)
    state = {}
    for module, rank in zip(modules, ranks, strict=True):
        state[f"{module}.lora_A.weight"] = 0.3 * torch.randn(rank, width, generator=generator)
        state[f"{module}.lora_B.weight"] = 0.3 * torch.randn(width, rank, generator=generator)
    return state


def prefixed(state, prefix="transformer."):
    return {prefix + name: tensor for name, tensor in state.items()}


def write(folder, state, settings=None, name=FILE_NAME):
    folder.mkdir(exist_ok=True)
    header = {"format": "pt"}
    if settings is not None:
        full = {"r": 4, "lora_alpha": 4, "target_modules": [key.split(".lora_")[0] for key in halves()], **settings}
        header["lora_adapter_metadata"] = json.dumps({f"transformer.{key}": value for key, value in full.items()})
    save_file({key: value.contiguous() for key, value in state.items()}, folder / name, metadata=header)
    return folder


def draw(pipeline):
    call = {"height": 16, "width": 16, "num_inference_steps": 2, "output_type": "pt"}
    return pipeline("an iron ball", generator=torch.Generator().manual_seed(0), **call).images


def by_us(path):
    backbone = wrap(tiny_flux(0))
    install(backbone.transformer, read_lora(path, backbone))
    return draw(backbone.pipeline)


def by_diffusers(path):
    pipeline = tiny_flux(0)
    pipeline.load_lora_weights(path)
    return draw(pipeline)


def check_same(path):
    wanted = by_diffusers(path)
    assert (by_us(path) - wanted).abs().max() < 1e-4
    assert (wanted - draw(tiny_flux(0))).abs().max() > 1e-3, "the LoRA of this test changes nothing"


@pytest.mark.parametrize(
    "settings",
    [
        None,
        {},
        {"lora_alpha": 16},
        {"lora_alpha": 1, "use_rslora": True},
        {"use_rslora": True},
        {"alpha_pattern": {"to_q": 8, "transformer_blocks.1.attn.to_k": 1}},
        {"alpha_pattern": {"transformer_blocks.0.attn.to_q": 12}, "use_rslora": True},
        {"target_modules": ["to_q", "to_k", "to_v"]},
        {"target_modules": r".*attn\.to_[qkv]"},
    ],
    ids=str,
)
def test_headers_scale_as_diffusers_reads_them(tmp_path, settings):
    check_same(write(tmp_path / "lora", prefixed(halves()), settings))


@pytest.mark.parametrize(
    "settings",
    [None, {"r": 2, "lora_alpha": 8, "rank_pattern": {MODULES[1]: 3, "to_v": 5}, "alpha_pattern": {"to_v": 2}}],
    ids=str,
)
def test_ranks_may_differ(tmp_path, settings):
    check_same(write(tmp_path / "lora", prefixed(halves((2, 3, 5))), settings))


@pytest.mark.parametrize("alphas", [(8.0, 8.0, 8.0), (8.0, 8.0, 2.0), (1.0, 8.0, 8.0), (8.0, None, 8.0)], ids=str)
def test_alpha_tensors(tmp_path, alphas):
    state = prefixed(halves())
    state |= {f"transformer.{name}.alpha": torch.tensor(a) for name, a in zip(MODULES, alphas, strict=True) if a}
    check_same(write(tmp_path / "lora", state))


@pytest.mark.parametrize("prefix", ["lora_unet_", "lora_transformer_"])
@pytest.mark.parametrize("alpha", [None, 1.0, 16.0])
def test_kohya(tmp_path, prefix, alpha):
    names = {"lora_unet_": "double_blocks_0_img_attn_proj", "lora_transformer_": "transformer_blocks_0_attn_to_out_0"}
    down, up = halves((4,), MODULES[:1]).values()
    name = prefix + names[prefix]
    state = {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up}
    if alpha:
        state[f"{name}.alpha"] = torch.tensor(alpha)
    if prefix == "lora_transformer_" and not alpha:
        # diffusers ends in a KeyError here.
        with pytest.raises(ModelError, match="not understood"):
            by_us(write(tmp_path / "lora", state))
    else:
        check_same(write(tmp_path / "lora", state))


def test_kohya_with_one_matrix_for_three(tmp_path):
    generator = torch.Generator().manual_seed(1)
    name = "lora_unet_double_blocks_1_img_attn_qkv"
    state = {
        f"{name}.lora_down.weight": 0.3 * torch.randn(4, WIDTH, generator=generator),
        f"{name}.lora_up.weight": 0.3 * torch.randn(3 * WIDTH, 4, generator=generator),
        f"{name}.alpha": torch.tensor(2.0),
    }
    check_same(write(tmp_path / "lora", state))


def test_x_flux(tmp_path):
    generator = torch.Generator().manual_seed(1)
    name = "double_blocks.0.processor"
    state = {
        f"{name}.qkv_lora1.down.weight": 0.3 * torch.randn(4, WIDTH, generator=generator),
        f"{name}.qkv_lora1.up.weight": 0.3 * torch.randn(3 * WIDTH, 4, generator=generator),
        f"{name}.proj_lora1.down.weight": 0.3 * torch.randn(4, WIDTH, generator=generator),
        f"{name}.proj_lora1.up.weight": 0.3 * torch.randn(WIDTH, 4, generator=generator),
    }
    check_same(write(tmp_path / "lora", state))


def test_names_of_older_versions(tmp_path):
    state = {key.replace("lora_A", "lora.down").replace("lora_B", "lora.up"): value for key, value in halves().items()}
    check_same(write(tmp_path / "lora", prefixed(state)))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"lora_alpha": 9},
        {"lora_alpha": 2, "use_rslora": True},
        {"rank_pattern": {"to_v": 2}, "alpha_pattern": {"to_q": 1}},
    ],
    ids=str,
)
def test_a_folder_of_peft_as_peft_reads_it(tmp_path, settings):
    from peft import LoraConfig, PeftModel, get_peft_model

    pipeline = tiny_flux(0)
    config = LoraConfig(r=4, target_modules=["to_q", "to_v"], init_lora_weights=False, **{"lora_alpha": 4, **settings})
    get_peft_model(pipeline.transformer, config).save_pretrained(tmp_path / "lora")
    assert (tmp_path / "lora" / PEFT_FILE).is_file() and (tmp_path / "lora" / PEFT_CONFIG).is_file()
    pipeline = tiny_flux(0)
    pipeline.transformer = PeftModel.from_pretrained(pipeline.transformer, tmp_path / "lora").merge_and_unload()
    assert (by_us(tmp_path / "lora") - draw(pipeline)).abs().max() < 1e-4


def test_a_transformer_saved_by_itself(tmp_path):
    from peft import LoraConfig

    pipeline = tiny_flux(0)
    config = LoraConfig(r=4, lora_alpha=12, target_modules=["to_q"], init_lora_weights=False, use_rslora=True)
    pipeline.transformer.add_adapter(config)
    wanted = draw(pipeline)
    pipeline.transformer.save_lora_adapter(tmp_path / "lora")
    assert (by_us(tmp_path / "lora") - wanted).abs().max() < 1e-4


def change(name, value):
    def apply(state):
        key = f"transformer.{MODULES[0]}.{name}"
        return {**state, key: value(state[key]) if key in state else value(torch.zeros(1))}

    return apply


def put(tensor, place, value):
    tensor = tensor.clone()
    tensor[place] = value
    return tensor


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (change("lora_B.weight", lambda tensor: put(tensor, (0, 0), torch.nan)), "not finite"),
        (change("lora_A.weight", lambda tensor: put(tensor, (0, 0), torch.inf)), "not finite"),
        (lambda state: {key: value for key, value in state.items() if "lora_A" in key}, "holds no lora_B|half of a LoRA"),
        (lambda state: {key: value for key, value in state.items() if "lora_B" in key}, "half of a LoRA"),
        (lambda state: dict(list(state.items())[1:]), "half of a LoRA"),
        (lambda state: {key: value * ("lora_A" in key) for key, value in state.items()}, "changes nothing"),
        (lambda state: {key: value * ("lora_B" in key) for key, value in state.items()}, "changes nothing"),
        (change("lora_A.weight", lambda tensor: tensor[:, :-1]), "31 wide, expected 32"),
        (change("lora_B.weight", lambda tensor: tensor[:-1]), "31 wide, expected 32"),
        (change("lora_A.weight", lambda tensor: tensor[:2]), "rank 2, its other half 4"),
        (change("lora_A.weight", lambda tensor: tensor[..., None, None]), "has 4 axes"),
        (change("lora_magnitude_vector", lambda tensor: torch.ones(WIDTH)), "got dora"),
        (change("dora_scale", lambda tensor: torch.ones(WIDTH)), "got dora"),
        (change("lora_B.bias", lambda tensor: torch.ones(WIDTH)), "a bias"),
        (change("lokr_w1", lambda tensor: torch.ones(2, 2)), "LoKr"),
        (change("alpha", lambda tensor: torch.tensor(torch.nan)), "not finite"),
        (lambda state: {**state, "text_encoder.q.lora_A.weight": torch.ones(2, 2), "text_encoder.q.lora_B.weight": torch.ones(2, 2)}, "another part too"),
        (lambda state: prefixed(halves(), "unet."), "expected LoRA weights of a transformer"),
        (lambda state: {key.replace("_blocks.0", "_blocks.70"): value for key, value in state.items()}, "has no place in flux"),
        (lambda state: {key.replace("attn.to_q", "norm1.norm"): value for key, value in state.items()}, "has no place in flux"),
        (lambda state: {"base_model.model.nowhere.lora_A.weight": torch.ones(2, 2), "base_model.model.nowhere.lora_B.weight": torch.ones(2, 2)}, "not understood"),
        (lambda state: {"anything": torch.ones(2)}, "expected LoRA weights of a transformer|not understood"),
    ],
)  # fmt: skip
def test_what_would_change_nothing_or_something_else_is_one_line(tmp_path, spoil, message):
    backbone = wrap(tiny_flux(0))
    with pytest.raises(ModelError, match=message) as caught:
        read_lora(write(tmp_path / "lora", spoil(prefixed(halves()))), backbone)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"r": 8}, "has rank 4, its settings say 8"),
        ({"use_dora": True}, "got dora"),
        ({"target_modules": ["to_q"]}, "which its settings leave out"),
        ({"lora_alpha": 0}, "changes nothing"),
        ({"init_lora_weights": "pissa"}, "changes the base weights"),
        ({"lora_alpha": "four"}, "settings are no LoRA's"),
        ({"lora_alpha": {"to_q": 4}}, "settings are no LoRA's"),
        ({"alpha_pattern": {"(": 4}}, "settings are no LoRA's"),
        ({"rank_pattern": [4]}, "settings are no LoRA's"),
        ({"target_modules": "("}, "settings are no LoRA's"),
        ({"target_modules": 5}, "settings are no LoRA's"),
    ],
    ids=str,
)
def test_headers_that_contradict_the_tensors_are_one_line(tmp_path, settings, message):
    with pytest.raises(ModelError, match=message):
        read_lora(write(tmp_path / "lora", prefixed(halves()), settings), wrap(tiny_flux(0)))


def test_files_are_found_or_named(tmp_path):
    backbone = wrap(tiny_flux(0))
    folder = write(tmp_path / "lora", prefixed(halves()), name="my_style.safetensors")
    assert read_lora(folder, backbone).keys() == halves().keys()
    assert read_lora(folder / "my_style.safetensors", backbone).keys() == halves().keys()
    shutil.copy(folder / "my_style.safetensors", folder / "other.safetensors")
    with pytest.raises(ModelError, match="name the LoRA file itself"):
        read_lora(folder, backbone)
    (tmp_path / "lora.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match=r"in a \.safetensors file"):
        read_lora(tmp_path / "lora.bin", backbone)
    for broken in ("{", "[1]", '{"peft_type": "LOHA"}', '{"peft_type": "LORA", "modules_to_save": ["proj_out"]}'):
        peft = write(tmp_path / "peft", prefixed(halves(), "base_model.model."), name=PEFT_FILE)
        (peft / PEFT_CONFIG).write_text(broken)
        with pytest.raises(ModelError, match=r"adapter_config\.json"):
            read_lora(peft, backbone)


def test_the_faulty_files_of_users(shared_data):
    folder = shared_data / "faults" / "lora"
    check_same(folder / "tiny_flux_rslora")
    for name, message in (("nan", "not finite"), ("only_A", "half of a LoRA")):
        with pytest.raises(ModelError, match=message):
            read_lora(folder / name, wrap(tiny_flux(0, width=192)))
    assert load_file(folder / "nan" / FILE_NAME)
