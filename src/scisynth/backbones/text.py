"""What families share about prompts: how long they may be, and how prompts of different lengths lie in one tensor."""

import inspect
from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.utils.rnn import pad_sequence

from scisynth.backbones.base import TextCondition
from scisynth.core.cuts import Cut, find_cuts
from scisynth.core.errors import ConfigError


def text_length(tokenizer: Any, limit: int, asked: int | None) -> int:
    """Tokens a prompt: as asked, else what the tokenizer says (a processor says nothing); at most the pipeline's own `limit`."""
    if asked is not None and not 1 <= asked <= limit:
        raise ConfigError(f"max_text_tokens: expected 1 to {limit}, got {asked}")
    return asked or min(getattr(tokenizer, "model_max_length", limit), limit)


def cut_prompts(pipeline: Any, prompts: Sequence[str], max_text_tokens: int | None = None) -> list[Cut]:
    """The prompts that a text encoder of a pipeline reads in part.

    Args:
        pipeline: a loaded diffusers pipeline, with up to three tokenizers.
        prompts: what is to be drawn.
        max_text_tokens: what the encoder that is no CLIP reads; None: what the pipeline asks of it when nothing is said.
    """
    if max_text_tokens is None:
        asked = inspect.signature(type(pipeline).__call__).parameters.get("max_sequence_length")
        max_text_tokens = asked.default if asked and isinstance(asked.default, int) else None
    found: list[Cut] = []
    for name in ("tokenizer", "tokenizer_2", "tokenizer_3"):
        tokenizer = getattr(pipeline, name, None)
        # A processor of texts and images states no length.
        limit = getattr(tokenizer, "model_max_length", None)
        if tokenizer is None or limit is None:
            continue
        is_clip = type(tokenizer).__name__.startswith("CLIP")
        reader = "CLIP text encoder" if is_clip else "text encoder"
        found += find_cuts(tokenizer, prompts, limit if is_clip else max_text_tokens or limit, reader)
    # Two CLIP encoders say the same.
    return list(dict.fromkeys(found))


def pad_states(states_LD: Sequence[torch.Tensor]) -> TextCondition:
    """P prompts of any length to `states` [P, longest, D] and `length` [P]."""
    length = torch.tensor([len(states) for states in states_LD], device=states_LD[0].device)
    return TextCondition(tensors={"states": pad_sequence(list(states_LD), batch_first=True), "length": length})


def cut_states(text: TextCondition) -> list[torch.Tensor]:
    """The inverse of `pad_states`."""
    lengths = text.tensors["length"].tolist()
    return [states[:length] for states, length in zip(text.tensors["states"], lengths, strict=True)]
