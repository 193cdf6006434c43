"""CLIP checkpoints as rewards: SciScore, PickScore, HPSv2 and any other `transformers.CLIPModel`.

    score(prompt, image) = logit_scale * cos(text features, image features)

They differ in their weights only, and HPSv2 in its preprocessing: its authors pad an image to a square where CLIP crops
it, which is the same for square images. Texts are cut off at 77 tokens.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from torch import Tensor

from scisynth.rewards.checkpoint import ClipCheckpoint, load_clip, projected, tokenize_padded
from scisynth.rewards.preprocess import PadPreprocess
from scisynth.rewards.two_tower import Tokens, Towers

MAX_TOKENS = 77


def clip_towers(checkpoint: ClipCheckpoint) -> Towers:
    """A loaded CLIP seen as two towers."""
    model = checkpoint.model
    # transformers' annotations leave open whether a config's parts were read.
    config: Any = model.config
    length = min(MAX_TOKENS, config.text_config.max_position_embeddings)

    def text_features(tokens: Tokens) -> Tensor:
        return projected(model.get_text_features(**tokens))

    def image_features(pixels_BCHW: Tensor) -> Tensor:
        return projected(model.get_image_features(pixel_values=pixels_BCHW))

    return Towers(
        model=model,
        tokenize=lambda texts: tokenize_padded(checkpoint.tokenizer, texts, length),
        preprocess=checkpoint.preprocess,
        text_features=text_features,
        image_features=image_features,
        width=config.projection_dim,
        tokenizer=checkpoint.tokenizer,
        max_tokens=length,
        logit_scale=float(model.logit_scale.detach().exp()),
    )


def load_clip_towers(name: str | Path, *, revision: str | None = None) -> Towers:
    """Any CLIP folder or hub id, such as `yuvalkirstain/PickScore_v1`; raises `ModelError`."""
    return clip_towers(load_clip(name, revision=revision))


def load_hps_towers(name: str | Path, *, revision: str | None = None) -> Towers:
    """A folder that `convert_checkpoint` made of HPSv2 or HPSv2.1; raises `ModelError`."""
    checkpoint = load_clip(name, revision=revision)
    crop = checkpoint.preprocess
    pad = PadPreprocess(size_px=crop.crop_px, resample=crop.resample, mean=crop.mean, std=crop.std)
    return replace(clip_towers(checkpoint), preprocess=pad)
