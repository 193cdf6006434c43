"""BLIP's two answers to "does this caption fit this image?" (arXiv 2201.12086), from one retrieval checkpoint.

    matching (ITM)   score = logit(match) - logit(no match)     the text attends to the image; sigmoid(score) = P(match)
    contrast (ITC)   score = cos(text vector, image vector)   two towers; what the ImageReward package calls BLIPScore

Matching is the default: it reads the caption against the image and sees what a vector a side has lost. The difference
of the logits orders images as the probability does and does not saturate in float32.
"""

from pathlib import Path

from torch import Tensor
from transformers import BlipForImageTextRetrieval, PreTrainedTokenizerBase

from scisynth.rewards.checkpoint import load_tokenizer, load_weights, opening, tokenize_padded
from scisynth.rewards.fused import MAX_TOKENS, FusedModel
from scisynth.rewards.preprocess import StretchPreprocess
from scisynth.rewards.two_tower import Tokens, Towers


def load_blip_matcher(name: str | Path, *, revision: str | None = None) -> FusedModel:
    """The matching head of a BLIP retrieval folder or hub id such as `Salesforce/blip-itm-large-coco`."""
    model, tokenizer, preprocess = _load(name, revision)

    def head(first_BD: Tensor) -> Tensor:
        no_match_B, match_B = model.itm_head(first_BD).unbind(dim=-1)
        return match_B - no_match_B

    return FusedModel(model=model, tokenizer=tokenizer, preprocess=preprocess, head=head)


def load_blip_towers(name: str | Path, *, revision: str | None = None) -> Towers:
    """The contrastive half of the same checkpoints; its temperature is not stored with them, so the scale is 1."""
    model, tokenizer, preprocess = _load(name, revision)

    def text_features(tokens: Tokens) -> Tensor:
        return model.text_proj(model.text_encoder(**tokens).last_hidden_state[:, 0])

    def image_features(pixels_BCHW: Tensor) -> Tensor:
        return model.vision_proj(model.vision_model(pixel_values=pixels_BCHW).last_hidden_state[:, 0])

    return Towers(
        model=model,
        tokenize=lambda texts: tokenize_padded(tokenizer, texts, MAX_TOKENS),
        preprocess=preprocess,
        text_features=text_features,
        image_features=image_features,
        width=model.config.image_text_hidden_size,
        tokenizer=tokenizer,
        max_tokens=MAX_TOKENS,
    )


def _load(
    name: str | Path, revision: str | None
) -> tuple[BlipForImageTextRetrieval, PreTrainedTokenizerBase, StretchPreprocess]:
    with opening(name, "BLIP retrieval", revision=revision) as source:
        return (
            load_weights(source, BlipForImageTextRetrieval, "BLIP retrieval", "blip", revision=revision),
            load_tokenizer(source, revision=revision),
            StretchPreprocess.from_pretrained(source, revision=revision),
        )
