"""ImageReward (arXiv 2304.05977): BLIP's image encoder and cross-attending text encoder under a head that gives one number.

    h      = text encoder(prompt, attending to the image), first token             [768]
    raw    = W5 (W4 (W3 (W2 (W1 h + b1) + b2) + b3) + b4) + b5                       768 -> 1024 -> 128 -> 64 -> 16 -> 1
    score  = (raw - 0.16717362830052426) / 1.0333394966054072

The head has no activations: the published one trains with dropout between its layers and is linear when used. Mean and
deviation are constants of the published package. Images are resized and cropped to 224 px, prompts cut off at 35 tokens.
The published file is a pickle; `convert_checkpoint` makes the folder that is read here.
"""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from transformers import BlipConfig, BlipPreTrainedModel, BlipTextModel, BlipVisionModel

from scisynth.rewards.checkpoint import load_tokenizer, load_weights, opening
from scisynth.rewards.fused import FusedModel
from scisynth.rewards.preprocess import ClipPreprocess

KIND = "image-reward"
MEAN = 0.16717362830052426
STD = 1.0333394966054072
HEAD_WIDTHS = (1024, 128, 64, 16, 1)
HEAD_ROWS = (0, 2, 4, 6, 7)
"""Where the published head's linear layers stand among its dropouts."""

# In this order: a longer name is taken before the name inside it.
_IMAGE_NAMES = (
    ("cls_token", "embeddings.class_embedding"),
    ("pos_embed", "embeddings.position_embedding"),
    ("patch_embed.proj.", "embeddings.patch_embedding."),
    ("blocks.", "encoder.layers."),
    (".attn.proj.", ".self_attn.projection."),
    (".attn.", ".self_attn."),
    (".norm1.", ".layer_norm1."),
    (".norm2.", ".layer_norm2."),
)
_UNUSED = ("blip.vision_proj.", "blip.text_proj.", "blip.text_encoder.embeddings.position_ids")
"""Published next to the weights; the score does not read them."""


class ImageRewardModel(BlipPreTrainedModel):
    """The weights; attributes are named as `Fused` reads them."""

    # `Any`: transformers' annotations leave open whether a config's parts were read.
    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.vision_model = BlipVisionModel(config.vision_config)
        self.text_encoder = BlipTextModel(config.text_config, add_pooling_layer=False)
        # A plain BLIP folder has no such field: its missing weights are then named, not made up.
        widths = (config.text_config.hidden_size, *getattr(config, "head_widths", HEAD_WIDTHS))
        self.mlp = nn.Sequential(*(nn.Linear(wide, narrow) for wide, narrow in pairwise(widths)))
        self.post_init()


def image_reward_config() -> BlipConfig:
    """Sizes of the published ImageReward-v1.0: ViT-L/16 at 224 px, BERT-base with cross-attention."""
    config = BlipConfig(
        vision_config={
            "hidden_size": 1024,
            "intermediate_size": 4096,
            "num_hidden_layers": 24,
            "num_attention_heads": 16,
            "image_size": 224,
            "patch_size": 16,
            "layer_norm_eps": 1e-6,
        },
        text_config={"num_attention_heads": 12},
    )
    config.head_widths = list(HEAD_WIDTHS)
    return config


def rename_image_reward(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The published state dict under the names of `ImageRewardModel`; unknown names stay as they are."""
    return {_rename(name): values for name, values in state.items() if not name.startswith(_UNUSED)}


def _rename(name: str) -> str:
    if name.startswith("blip.visual_encoder."):
        inner = name.removeprefix("blip.visual_encoder.")
        if inner.startswith("norm."):
            return f"vision_model.post_layernorm.{inner.removeprefix('norm.')}"
        for old, new in _IMAGE_NAMES:
            inner = inner.replace(old, new)
        return f"vision_model.{inner}"
    if name.startswith("mlp.layers."):
        row, _, rest = name.removeprefix("mlp.layers.").partition(".")
        return f"mlp.{HEAD_ROWS.index(int(row))}.{rest}" if row in map(str, HEAD_ROWS) else name
    return name.removeprefix("blip.")


def load_image_reward(name: str | Path, *, revision: str | None = None) -> FusedModel:
    """A folder that `convert_checkpoint` made of ImageReward; raises `ModelError`."""
    with opening(name, "ImageReward", revision=revision) as source:
        model = load_weights(source, ImageRewardModel, "ImageReward", "blip", revision=revision)
        tokenizer = load_tokenizer(source, revision=revision)
        preprocess = ClipPreprocess.from_pretrained(source, revision=revision)

    def head(first_BD: Tensor) -> Tensor:
        return (model.mlp(first_BD).squeeze(-1) - MEAN) / STD

    return FusedModel(model=model, tokenizer=tokenizer, preprocess=preprocess, head=head)
