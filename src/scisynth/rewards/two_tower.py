"""Rewards with two towers that never see each other: a text vector, an image vector, one formula for all of them.

    score(prompt, image) = logit_scale * cos(text vector, image vector) + logit_bias

CLIP, SigLIP and BLIP's contrastive half differ in how a text becomes tokens, how an image becomes pixels, and in the two
numbers of the formula; `Towers` names these differences and nothing else. Each distinct prompt and each distinct image
passes its tower once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from scisynth.core.cuts import Cut, find_cuts
from scisynth.core.errors import DataError
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageSource
from scisynth.rewards.info import RewardInfo
from scisynth.rewards.loss import unit
from scisynth.rewards.pairs import ModelReward, check_prompts, decoded_batches, pair_up
from scisynth.rewards.preprocess import Preprocess

TEXT_BATCH = 256

Tokens = Mapping[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class Towers:
    """A loaded model seen as two towers."""

    model: PreTrainedModel
    tokenize: Callable[[list[str]], Tokens]
    """B texts to the inputs of the text tower, each [B, L]."""
    preprocess: Preprocess
    text_features: Callable[[Tokens], Tensor]
    """Tokens to [B, D], of any length; the score takes unit vectors."""
    image_features: Callable[[Tensor], Tensor]
    """Normalised pixels [B, 3, H, W] to [B, D]."""
    width: int
    """D."""
    tokenizer: PreTrainedTokenizerBase
    max_tokens: int
    """What of a text is read."""
    logit_scale: float = 1.0
    logit_bias: float = 0.0


class TwoTower(ModelReward):
    """A reward over two towers: batched, decoded in threads, each distinct text and image encoded once."""

    def __init__(self, towers: Towers, *, name: str, info: RewardInfo, **placing: Any) -> None:
        """`placing`: `device`, `dtype`, `batch_size` and `num_threads` of `ModelReward`."""
        super().__init__(towers.model, name=name, info=info, **placing)
        self.logit_scale = towers.logit_scale
        self.logit_bias = towers.logit_bias
        self._towers = towers

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N images (PIL, path or bytes) to float32 [N] on the CPU; `info` says what the number is.

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ImageError: an image cannot be opened; the message names it.
        """
        pairs = pair_up(prompts, images)
        if not pairs.texts:
            return torch.zeros(0)
        text_TD = self.encode_texts(pairs.texts)
        image_ID = self.encode_images(pairs.images)
        cosine = (text_TD[pairs.text_rows] * image_ID[pairs.image_rows]).sum(dim=-1)
        return self.logit_scale * cosine + self.logit_bias

    def compare(self, prompt: str, images: Sequence[ImageSource]) -> Tensor:
        """One prompt and N images to float32 [N]: softmax over the images."""
        if not images:
            raise DataError("expected at least one image to compare, got none")
        return self.score([prompt] * len(images), images).softmax(dim=0)

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts of which the text tower reads a part (`core.cuts`)."""
        return find_cuts(self._towers.tokenizer, prompts, self._towers.max_tokens, f"text tower of {self.info.kind}")

    @torch.inference_mode()
    def encode_texts(self, prompts: Sequence[str]) -> Tensor:
        """Unit-norm float32 [N, D] on the CPU."""
        check_prompts(prompts)
        # Batches of similar length waste no padding.
        order = sorted(range(len(prompts)), key=lambda row: len(prompts[row]))
        features = torch.empty(len(prompts), self._towers.width)
        for start in range(0, len(order), TEXT_BATCH):
            rows = order[start : start + TEXT_BATCH]
            tokens = self._towers.tokenize([prompts[row] for row in rows])
            placed = {name: values.to(self.placement.device) for name, values in tokens.items()}
            features[rows] = unit(self._towers.text_features(placed)).cpu()
        return features

    @torch.inference_mode()
    def encode_images(self, images: Sequence[ImageSource]) -> Tensor:
        """Unit-norm float32 [N, D] on the CPU; the next batch is decoded while this one is computed."""
        preprocess = self._towers.preprocess
        batches = decoded_batches(
            images, preprocess.to_pixels, batch_size=self.placement.batch_size, num_threads=self._num_threads
        )
        features = []
        with progress_bar("images", total=len(images)) as advance:
            for pixels_BCHW in batches:
                inputs = preprocess.normalize(pixels_BCHW.to(self.placement.device))
                with self.placement.precision():
                    output = self._towers.image_features(inputs)
                features.append(unit(output).cpu())
                advance(len(pixels_BCHW))
        return torch.cat(features) if features else torch.zeros(0, self._towers.width)
