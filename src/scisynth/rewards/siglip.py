"""SigLIP and fixed-resolution SigLIP 2 as rewards (arXiv 2303.15343, 2502.14786).

    score(prompt, image) = exp(t) * cos(text vector, image vector) + b        sigmoid(score): probability of a match

The text vector is read at the last position, so every text is padded to the full length (64 tokens), without a mask, and
in lower case, as in training. Not covered: SigLIP 2's variable-resolution (NaFlex) checkpoints, model type `siglip2`.
"""

from pathlib import Path
from typing import Any

from torch import Tensor
from transformers import SiglipModel

from scisynth.rewards.checkpoint import load_tokenizer, load_weights, opening, projected
from scisynth.rewards.preprocess import StretchPreprocess
from scisynth.rewards.two_tower import Tokens, Towers


def load_siglip_towers(name: str | Path, *, revision: str | None = None) -> Towers:
    """A SigLIP folder or hub id such as `google/siglip-so400m-patch14-384`; raises `ModelError`."""
    with opening(name, "SigLIP", revision=revision) as source:
        model = load_weights(source, SiglipModel, "SigLIP", "siglip", revision=revision)
        tokenizer = load_tokenizer(source, revision=revision)
        preprocess = StretchPreprocess.from_pretrained(source, revision=revision)
    # transformers' annotations leave open whether a config's parts were read.
    config: Any = model.config
    length = config.text_config.max_position_embeddings

    def tokenize(texts: list[str]) -> Tokens:
        lower = [text.lower() for text in texts]
        tokens = tokenizer(lower, padding="max_length", truncation=True, max_length=length, return_tensors="pt")
        return {"input_ids": tokens["input_ids"]}

    def text_features(tokens: Tokens) -> Tensor:
        return projected(model.get_text_features(**tokens))

    def image_features(pixels_BCHW: Tensor) -> Tensor:
        return projected(model.get_image_features(pixel_values=pixels_BCHW))

    return Towers(
        model=model,
        tokenize=tokenize,
        preprocess=preprocess,
        text_features=text_features,
        image_features=image_features,
        width=config.vision_config.hidden_size,
        tokenizer=tokenizer,
        max_tokens=length,
        logit_scale=float(model.logit_scale.detach().exp()),
        logit_bias=float(model.logit_bias.detach()),
    )
