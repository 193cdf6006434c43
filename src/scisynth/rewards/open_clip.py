"""open_clip's names for a CLIP, translated to transformers': the layout in which HPSv2 is published.

    open_clip                                    transformers
    visual.conv1, visual.class_embedding         vision_model.embeddings.{patch,class}_embedding
    visual.transformer.resblocks.N               vision_model.encoder.layers.N
    transformer.resblocks.N                      text_model.encoder.layers.N
      attn.in_proj_{weight,bias} [3D, ...]         self_attn.{q,k,v}_proj, cut in three along the first axis
      attn.out_proj, mlp.c_fc, mlp.c_proj          self_attn.out_proj, mlp.fc1, mlp.fc2
      ln_1, ln_2                                   layer_norm1, layer_norm2
    visual.proj [D, E], text_projection [D, E]   {visual,text}_projection.weight [E, D], transposed

The number of attention heads is not in the weights; it comes with the config.
"""

from collections.abc import Mapping

import torch
from torch import Tensor
from transformers import CLIPConfig

KIND = "hps"
_BLOCK = {
    "attn.out_proj": "self_attn.out_proj",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
}
_PLAIN = {
    "logit_scale": "logit_scale",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    # transformers spells it so.
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
}
_TRANSPOSED = {"visual.proj": "visual_projection.weight", "text_projection": "text_projection.weight"}
_UNUSED = ("attn_mask", "visual.attn_mask")
"""The causal mask, which some versions store."""


def hps_config() -> CLIPConfig:
    """Sizes of open_clip's ViT-H-14, which HPSv2 and HPSv2.1 fine-tune."""
    return CLIPConfig(
        projection_dim=1024,
        text_config={
            "hidden_size": 1024,
            "intermediate_size": 4096,
            "num_hidden_layers": 24,
            "num_attention_heads": 16,
            "hidden_act": "gelu",
            "projection_dim": 1024,
        },
        vision_config={
            "hidden_size": 1280,
            "intermediate_size": 5120,
            "num_hidden_layers": 32,
            "num_attention_heads": 16,
            "patch_size": 14,
            "hidden_act": "gelu",
            "projection_dim": 1024,
        },
    )


def rename_open_clip(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """An open_clip state dict as a `transformers.CLIPModel` one; unknown names stay as they are."""
    renamed: dict[str, Tensor] = {}
    for name, values in state.items():
        if name in _UNUSED:
            continue
        if name in _PLAIN:
            renamed[_PLAIN[name]] = values
        elif name in _TRANSPOSED:
            renamed[_TRANSPOSED[name]] = values.T if values.ndim == 2 else values
        elif ".resblocks." in f".{name}":
            renamed |= _block(name, values)
        else:
            renamed[name] = values
    return renamed


def _block(name: str, values: Tensor) -> dict[str, Tensor]:
    tower = "vision_model" if name.startswith("visual.") else "text_model"
    number, _, inner = name.partition(".resblocks.")[2].partition(".")
    layer = f"{tower}.encoder.layers.{number}"
    if inner in ("attn.in_proj_weight", "attn.in_proj_bias"):
        part, cuts = inner.removeprefix("attn.in_proj_"), torch.atleast_1d(values).chunk(3)
        return {f"{layer}.self_attn.{which}_proj.{part}": cut for which, cut in zip("qkv", cuts, strict=False)}
    stem, _, part = inner.rpartition(".")
    return {f"{layer}.{_BLOCK[stem]}.{part}" if stem in _BLOCK else name: values}
