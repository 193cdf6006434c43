"""Rewards whose text tower reads the image by cross-attention: BLIP's matching head, ImageReward.

    states [P, D]   = image encoder(image)                      once a distinct image
    hidden [L, D]   = text encoder(prompt, attending to states)   once a pair: the text cannot be embedded alone
    score           = head(hidden at the first token)

The states of an image are hundreds of vectors, so they live only while the pairs of their batch are scored.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from scisynth.core.cuts import Cut, find_cuts
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageSource
from scisynth.rewards.checkpoint import tokenize_padded
from scisynth.rewards.info import RewardInfo
from scisynth.rewards.pairs import ModelReward, check_prompts, decoded_batches, pair_up
from scisynth.rewards.preprocess import Preprocess

MAX_TOKENS = 35
"""Both BLIP's retrieval models and ImageReward were trained on prompts cut off here."""


@dataclass(frozen=True, kw_only=True)
class FusedModel:
    """A loaded model with `vision_model` and a cross-attending `text_encoder`, as transformers' BLIP has them."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    preprocess: Preprocess
    head: Callable[[Tensor], Tensor]
    """First token's hidden state [B, D] to scores [B]."""


class Fused(ModelReward):
    """A reward over a fused model: batched, decoded in threads, each distinct image encoded once."""

    def __init__(self, fused: FusedModel, *, name: str, info: RewardInfo, **placing: Any) -> None:
        """`placing`: `device`, `dtype`, `batch_size` and `num_threads` of `ModelReward`."""
        super().__init__(fused.model, name=name, info=info, **placing)
        self._fused = fused

    @torch.inference_mode()
    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N images (PIL, path or bytes) to float32 [N] on the CPU; `info` says what the number is.

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ImageError: an image cannot be opened; the message names it.
        """
        pairs = pair_up(prompts, images)
        check_prompts(pairs.texts)
        rows_of = defaultdict(list)
        for row, image_row in enumerate(pairs.image_rows):
            rows_of[image_row].append(row)
        size = self.placement.batch_size
        batches = decoded_batches(
            pairs.images, self._fused.preprocess.to_pixels, batch_size=size, num_threads=self._num_threads
        )
        scores = torch.empty(len(prompts))
        with progress_bar("images", total=len(pairs.images)) as advance:
            for number, pixels_BCHW in enumerate(batches):
                states_BPD = self._encode(pixels_BCHW)
                first = number * size
                rows = [row for image_row in range(first, first + len(pixels_BCHW)) for row in rows_of[image_row]]
                for start in range(0, len(rows), size):
                    chunk = rows[start : start + size]
                    pictures = [pairs.image_rows[row] - first for row in chunk]
                    scores[chunk] = self._read([prompts[row] for row in chunk], states_BPD[pictures])
                advance(len(pixels_BCHW))
        return scores

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts of which the text encoder reads a part (`core.cuts`)."""
        return find_cuts(self._fused.tokenizer, prompts, MAX_TOKENS, f"text encoder of {self.info.kind}")

    def _encode(self, pixels_BCHW: Tensor) -> Tensor:
        inputs = self._fused.preprocess.normalize(pixels_BCHW.to(self.placement.device))
        with self.placement.precision():
            return self.model.vision_model(pixel_values=inputs).last_hidden_state.float()

    def _read(self, texts: list[str], states_BPD: Tensor) -> Tensor:
        tokens = tokenize_padded(self._fused.tokenizer, texts, MAX_TOKENS)
        placed = {name: values.to(self.placement.device) for name, values in tokens.items()}
        hidden_BLD = self.model.text_encoder(**placed, encoder_hidden_states=states_BPD).last_hidden_state
        return self._fused.head(hidden_BLD[:, 0]).float().cpu()
