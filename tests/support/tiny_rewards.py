"""Checkpoints of the real classes with random weights, small enough to be made in a moment, one folder each."""

from pathlib import Path

import torch
from transformers import (
    BertTokenizer,
    BlipConfig,
    BlipForImageTextRetrieval,
    BlipImageProcessorPil,
    CLIPModel,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipImageProcessorPil,
    SiglipModel,
)

from scisynth.rewards.convert import convert_checkpoint
from scisynth.rewards.image_reward import ImageRewardModel

CAPTIONS = ["a red square", "a green square", "a blue circle that floats", "an unripe tomato", "a ripe tomato"]
TOWER = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}


def randomize(model: torch.nn.Module) -> torch.nn.Module:
    """The same weights every time, far from a model's initial ones: no two tensors can be mistaken for each other."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, values in model.named_parameters():
            if not name.startswith("logit_"):
                is_norm = values.ndim == 1 and name.endswith(".weight")
                values.copy_(torch.randn(values.shape, generator=generator) * 0.2 + is_norm)
    return model


def write_siglip(folder: Path) -> Path:
    tokenizer = Siglip2Tokenizer().train_new_from_iterator(iter(CAPTIONS * 20), vocab_size=400)
    config = SiglipConfig(
        text_config={**TOWER, "vocab_size": len(tokenizer) + 8, "max_position_embeddings": 16, "projection_size": 32},
        vision_config={**TOWER, "image_size": 32, "patch_size": 8},
    )
    model = randomize(SiglipModel(config))
    with torch.no_grad():
        model.logit_scale.fill_(2.3)
        model.logit_bias.fill_(-7.5)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    SiglipImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


def blip_config(tokenizer: BertTokenizer, **extra) -> BlipConfig:
    return BlipConfig(
        text_config={**TOWER, "vocab_size": len(tokenizer) + 2, "max_position_embeddings": 64},
        vision_config={**TOWER, "hidden_size": 48, "image_size": 32, "patch_size": 8},
        image_text_hidden_size=16,
        **extra,
    )


def bert_tokenizer() -> BertTokenizer:
    return BertTokenizer().train_new_from_iterator(iter(CAPTIONS * 20), vocab_size=300)


def write_blip(folder: Path) -> Path:
    tokenizer = bert_tokenizer()
    randomize(BlipForImageTextRetrieval(blip_config(tokenizer))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    BlipImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


def image_reward_model(tokenizer: BertTokenizer) -> ImageRewardModel:
    return randomize(ImageRewardModel(blip_config(tokenizer, head_widths=[24, 12, 8, 4, 1]))).eval()


def image_reward_layout(model: ImageRewardModel) -> dict[str, torch.Tensor]:
    """The weights under the names of the published file, written down layer by layer."""
    state = {}
    vision, head = model.vision_model, model.mlp
    image = "blip.visual_encoder"
    state[f"{image}.cls_token"] = vision.embeddings.class_embedding
    state[f"{image}.pos_embed"] = vision.embeddings.position_embedding
    modules = {
        f"{image}.patch_embed.proj": vision.embeddings.patch_embedding,
        f"{image}.norm": vision.post_layernorm,
        "mlp.layers.0": head[0],
        "mlp.layers.2": head[1],
        "mlp.layers.4": head[2],
        "mlp.layers.6": head[3],
        "mlp.layers.7": head[4],
    }
    for number, layer in enumerate(vision.encoder.layers):
        modules |= {
            f"{image}.blocks.{number}.norm1": layer.layer_norm1,
            f"{image}.blocks.{number}.attn.qkv": layer.self_attn.qkv,
            f"{image}.blocks.{number}.attn.proj": layer.self_attn.projection,
            f"{image}.blocks.{number}.norm2": layer.layer_norm2,
            f"{image}.blocks.{number}.mlp.fc1": layer.mlp.fc1,
            f"{image}.blocks.{number}.mlp.fc2": layer.mlp.fc2,
        }
    for name, module in modules.items():
        state[f"{name}.weight"], state[f"{name}.bias"] = module.weight, module.bias
    for name, values in model.text_encoder.state_dict().items():
        state[f"blip.text_encoder.{name}"] = values
    state["blip.text_encoder.embeddings.position_ids"] = torch.arange(64)[None]
    for side, width in (("vision", 48), ("text", 32)):
        state[f"blip.{side}_proj.weight"], state[f"blip.{side}_proj.bias"] = torch.zeros(16, width), torch.zeros(16)
    return {name: values.detach().clone(memory_format=torch.contiguous_format) for name, values in state.items()}


def open_clip_layout(model: CLIPModel) -> dict[str, torch.Tensor]:
    """The weights of a CLIP as open_clip names and shapes them, written down layer by layer."""
    text, vision = model.text_model, model.vision_model
    state = {
        "logit_scale": model.logit_scale,
        "text_projection": model.text_projection.weight.T,
        "positional_embedding": text.embeddings.position_embedding.weight,
        "token_embedding.weight": text.embeddings.token_embedding.weight,
        "visual.proj": model.visual_projection.weight.T,
        "visual.class_embedding": vision.embeddings.class_embedding,
        "visual.positional_embedding": vision.embeddings.position_embedding.weight,
        "visual.conv1.weight": vision.embeddings.patch_embedding.weight,
        "attn_mask": torch.zeros(3, 3),
    }
    modules = {"visual.ln_pre": vision.pre_layrnorm, "visual.ln_post": vision.post_layernorm}
    modules["ln_final"] = text.final_layer_norm
    for prefix, tower in (("transformer", text), ("visual.transformer", vision)):
        for number, layer in enumerate(tower.encoder.layers):
            attention, block = layer.self_attn, f"{prefix}.resblocks.{number}"
            projections = (attention.q_proj, attention.k_proj, attention.v_proj)
            state[f"{block}.attn.in_proj_weight"] = torch.cat([part.weight for part in projections])
            state[f"{block}.attn.in_proj_bias"] = torch.cat([part.bias for part in projections])
            modules |= {
                f"{block}.attn.out_proj": attention.out_proj,
                f"{block}.mlp.c_fc": layer.mlp.fc1,
                f"{block}.mlp.c_proj": layer.mlp.fc2,
                f"{block}.ln_1": layer.layer_norm1,
                f"{block}.ln_2": layer.layer_norm2,
            }
    for name, module in modules.items():
        state[f"{name}.weight"], state[f"{name}.bias"] = module.weight, module.bias
    return {name: values.detach().clone(memory_format=torch.contiguous_format) for name, values in state.items()}


def write_hps(folder: Path, tiny_clip: Path) -> Path:
    """Through the converter, from a `.pt` as it is published."""
    model = randomize(CLIPModel.from_pretrained(tiny_clip, dtype=torch.float32))
    published = folder / "published.pt"
    torch.save({"epoch": 1, "state_dict": open_clip_layout(model)}, published)
    assert convert_checkpoint(published, folder / "hps", tokenizer=tiny_clip, config=model.config) == "hps"
    return folder / "hps"


def write_image_reward(folder: Path) -> Path:
    """Through the converter, from a `.pt` as it is published."""
    tokenizer = bert_tokenizer()
    tokenizer.save_pretrained(folder / "words")
    model = image_reward_model(tokenizer)
    torch.save(image_reward_layout(model), folder / "published.pt")
    kind = convert_checkpoint(
        folder / "published.pt", folder / "reward", tokenizer=folder / "words", config=model.config
    )
    assert kind == "image-reward"
    return folder / "reward"
