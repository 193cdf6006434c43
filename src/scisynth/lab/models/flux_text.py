"""The two text towers of `lab-flux`: lab-clip's pooled vector, and a small T5 whose words come from the captions.

FLUX reads a prompt twice. CLIP's pooled vector joins the time embedding and modulates every block; T5's states, one a
token, stand next to the image's tokens in joint attention. Here the CLIP tower is a frozen copy of the packaged
`lab-clip`; the T5 encoder starts from chance and is trained together with the transformer.

`FluxPipeline` masks no padding in either, so training pads every caption to the same length too.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import torch
from transformers import CLIPModel, CLIPTextModel, CLIPTokenizer, T5Config, T5EncoderModel, T5Tokenizer

from scisynth.core.config import Config
from scisynth.core.progress import track
from scisynth.core.weights import resolve_weights

LETTER_SCORE = -30.0
"""Log probability of a single letter, far below that of any word."""


class LabT5Config(Config):
    """Size of the second text tower."""

    max_length: int = 40
    """Tokens a prompt, padded and cut; the lab's longest caption has 39 words."""
    min_count_with_mark: int = 50
    """A word that so often ends in a comma or full stop is one piece with it, which keeps captions short."""
    width: int = 192
    layers: int = 2
    heads: int = 3
    feed_forward: int = 512


def load_clip_tower(name: str) -> tuple[CLIPTextModel, CLIPTokenizer]:
    """The frozen text tower of a CLIP folder, with its tokenizer bound to the tower's length."""
    folder = resolve_weights(name)
    tower = CLIPModel.from_pretrained(folder, dtype=torch.float32).text_model.eval().requires_grad_(False)
    length = tower.config.max_position_embeddings
    return tower, CLIPTokenizer.from_pretrained(folder, model_max_length=length)


def train_t5_tokenizer(config: LabT5Config, captions: Iterable[str]) -> T5Tokenizer:
    """A T5 tokenizer whose unigram pieces are the words of the captions, each different one counted once, and single letters."""
    chunks = Counter(chunk for text in set(captions) for chunk in text.split())
    words: Counter[str] = Counter()
    for chunk, count in chunks.items():
        is_piece = chunk[-1] not in ",." or count >= config.min_count_with_mark
        words.update({chunk if is_piece else chunk[:-1]: count})
    letters = sorted({letter for chunk in chunks for letter in chunk} | {"\u2581"})
    tokenizer = T5Tokenizer(extra_ids=0)
    special = [(token, 0.0) for token in (tokenizer.pad_token, tokenizer.eos_token, tokenizer.unk_token)]
    total = words.total()
    pieces = [("\u2581" + word, math.log(count / total)) for word, count in sorted(words.items())]
    # Marks cost little, so that a known word keeps its piece before them; spelling by letters is the last resort.
    spelled = [(letter, -1.0 if letter in ",." else LETTER_SCORE) for letter in letters]
    return T5Tokenizer(vocab=[*special, *spelled, *pieces], extra_ids=0, model_max_length=config.max_length)


def new_t5(config: LabT5Config, tokenizer: T5Tokenizer) -> T5EncoderModel:
    """An untrained encoder."""
    return T5EncoderModel(
        T5Config(
            vocab_size=len(tokenizer),
            d_model=config.width,
            d_kv=config.width // config.heads,
            d_ff=config.feed_forward,
            num_layers=config.layers,
            num_heads=config.heads,
            dropout_rate=0.0,
            feed_forward_proj="gated-gelu",
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
            use_cache=False,
        )
    )


def t5_tokens(tokenizer: T5Tokenizer, captions: Sequence[str]) -> torch.Tensor:
    """Token ids [N, L], padded and cut as the pipeline does."""
    length = tokenizer.model_max_length
    encoded: Any = tokenizer(
        list(captions), padding="max_length", max_length=length, truncation=True, return_tensors="pt"
    )
    return encoded["input_ids"]


@torch.no_grad()
def clip_vectors(
    tower: CLIPTextModel, tokenizer: CLIPTokenizer, captions: Sequence[str], *, batch_size: int = 512
) -> torch.Tensor:
    """Pooled vectors [N, D] of captions, each different one computed once."""
    unique = sorted(set(captions), key=lambda text: (len(text), text))
    parts = []
    starts = range(0, len(unique), batch_size)
    for start in track(starts, total=len(starts), label="clip captions"):
        # Padding stands after the end token, which attends only backwards: its length changes nothing.
        tokens = tokenizer(unique[start : start + batch_size], padding=True, truncation=True, return_tensors="pt")
        parts.append(tower(tokens["input_ids"].to(tower.device)).pooler_output.cpu())
    position = {text: index for index, text in enumerate(unique)}
    return torch.cat(parts)[[position[text] for text in captions]]
