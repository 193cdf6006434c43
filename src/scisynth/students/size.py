"""How large a student is, known before any download: parameters, adapter, and the FLOPs of a text and an image.

The real class of `transformers` is built on the `meta` device, where tensors have shapes and no numbers, from a folder's config or from `MODELS`.
A multiplication and an addition are two FLOPs. For n tokens of the language model and p patches of the vision tower

    forward     2 W n + 2 A n^2         W weights of its linear layers, A = layers x heads x head size; causal attention reads half
    vision      2 V p + 4 D p^2         V weights of the tower, D = depth x width

An image is p = pixels / patch^2 patches and p / merge^2 tokens. Checked against `torch.utils.flop_counter` in the tests.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, nearest, one_line
from scisynth.core.results import Result
from scisynth.students.model import UNLOADABLE, VISION_PARTS

_SMALL_EYE = {"hidden_size": 1024, "intermediate_size": 4096, "depth": 24, "deepstack_visual_indexes": [5, 11, 17]}
_LARGE_EYE = {"hidden_size": 1152, "intermediate_size": 4304, "depth": 27, "deepstack_visual_indexes": [8, 16, 24]}
_SHARED = {"num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151_936}


def _qwen3_vl(width: int, inner: int, layers: int, heads: int, eye: Mapping[str, Any], *, tied: bool) -> dict[str, Any]:
    text = {"hidden_size": width, "intermediate_size": inner, "num_hidden_layers": layers, "num_attention_heads": heads}
    vision = {**eye, "num_heads": 16, "patch_size": 16, "out_hidden_size": width}
    return {
        "model_type": "qwen3_vl",
        "text_config": {**text, **_SHARED},
        "vision_config": vision,
        "tie_word_embeddings": tied,
    }


MODELS: Mapping[str, Mapping[str, Any]] = {
    "Qwen/Qwen3-VL-2B-Instruct": _qwen3_vl(2048, 6144, 28, 16, _SMALL_EYE, tied=True),
    "Qwen/Qwen3-VL-4B-Instruct": _qwen3_vl(2560, 9728, 36, 32, _SMALL_EYE, tied=True),
    "Qwen/Qwen3-VL-8B-Instruct": _qwen3_vl(4096, 12288, 36, 32, _LARGE_EYE, tied=False),
}
"""What the published config.json of each says, as far as it decides a size: 2,127,532,032, 4,437,815,808 and 8,767,123,696 parameters."""


@dataclass(frozen=True, kw_only=True)
class StudentSize(Result):
    """A student in numbers."""

    parameters: int
    vision_parameters: int
    linear_weights: int
    """Of the language model, the head included; what a token is multiplied with."""
    packed_weights: int
    """Of these, what 4-bit formats pack: all but the head."""
    lora_parameters: int
    layers: int
    width: int
    inner: int
    """Width inside of the feed-forward layers."""
    vocabulary: int
    kv_numbers: int
    """Keys and values of one token, over all layers."""
    attention: float
    """A: layers x heads x head size."""
    vision_attention: float
    """D: depth x width of the tower."""
    patch_px: int
    merge: int

    def image_tokens(self, pixels: float) -> float:
        """Tokens of an image."""
        return pixels / (self.patch_px * self.merge) ** 2

    def forward(self, tokens: float) -> float:
        """FLOPs of the language model over one sequence."""
        return 2 * self.linear_weights * tokens + 2 * self.attention * tokens**2

    def backward(self, tokens: float) -> float:
        """FLOPs to the inputs of every layer, with frozen weights: products with weights once more, attention twice."""
        return 2 * self.linear_weights * tokens + 4 * self.attention * tokens**2

    def vision(self, pixels: float) -> float:
        """FLOPs of the vision tower over one image."""
        patches = pixels / self.patch_px**2
        return 2 * self.vision_parameters * patches + 4 * self.vision_attention * patches**2


def size_student(name: str, *, rank: int, train_vision: bool = False) -> StudentSize:
    """Counts a known model, or one in a folder; nothing is fetched.

    Raises:
        ConfigError: a model of which nothing is known, or a folder whose config is broken or not of a vision-language model.
    """
    path = Path(name) / "config.json"
    if name in MODELS:
        return _size(json.dumps(MODELS[name]), rank, train_vision)
    if path.is_file():
        try:
            return _size(path.read_text(encoding="utf-8"), rank, train_vision)
        except (*UNLOADABLE, AttributeError) as error:
            raise ConfigError(
                f"{path}: expected the config of a vision-language model, got another ({one_line(error, 160)}); name its folder"
            ) from None
    raise ConfigError(f"no facts about model {name!r}; {nearest(name, MODELS)}; or give a local folder")


@cache
def _size(config_json: str, rank: int, train_vision: bool) -> StudentSize:
    import re

    import torch
    from torch import nn
    from transformers import AutoConfig, AutoModelForImageTextToText

    values = json.loads(config_json)
    config = AutoConfig.for_model(values.pop("model_type"), **values)
    with torch.device("meta"):
        model = AutoModelForImageTextToText.from_config(config)
    model.tie_weights()
    text, vision = config.text_config, config.vision_config
    seen = re.compile(VISION_PARTS)
    linear = {name: module for name, module in model.named_modules() if isinstance(module, nn.Linear)}
    language = {name: module for name, module in linear.items() if not seen.fullmatch(name)}
    inside = {name: module for name, module in language.items() if "lm_head" not in name}
    adapted = {**inside, **{name: module for name, module in linear.items() if train_vision and name not in language}}
    heads = text.num_attention_heads
    head_dim = getattr(text, "head_dim", None) or text.hidden_size // heads
    kv_heads = getattr(text, "num_key_value_heads", None) or heads
    return StudentSize(
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        vision_parameters=sum(p.numel() for name, p in model.named_parameters() if seen.fullmatch(name)),
        linear_weights=sum(module.weight.numel() for module in language.values()),
        packed_weights=sum(module.weight.numel() for module in inside.values()),
        lora_parameters=sum(rank * (m.in_features + m.out_features) for m in adapted.values()),
        layers=text.num_hidden_layers,
        width=text.hidden_size,
        inner=text.intermediate_size,
        vocabulary=text.vocab_size,
        kv_numbers=2 * text.num_hidden_layers * kv_heads * head_dim,
        attention=float(text.num_hidden_layers * heads * head_dim),
        vision_attention=float(getattr(vision, "depth", 0) or vision.num_hidden_layers) * vision.hidden_size,
        patch_px=vision.patch_size,
        merge=getattr(vision, "spatial_merge_size", 1),
    )
