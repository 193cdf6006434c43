"""What families share about prompts: how long they may be, and how prompts of different lengths lie in one tensor."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.utils.rnn import pad_sequence

from scisynth.backbones.base import TextCondition
from scisynth.core.errors import ConfigError


def text_length(tokenizer: Any, limit: int, asked: int | None) -> int:
    """Tokens a prompt: as asked, else what the tokenizer says (a processor says nothing); at most the pipeline's own `limit`."""
    if asked is not None and not 1 <= asked <= limit:
        raise ConfigError(f"max_text_tokens: expected 1 to {limit}, got {asked}")
    return asked or min(getattr(tokenizer, "model_max_length", limit), limit)


def pad_states(states_LD: Sequence[torch.Tensor]) -> TextCondition:
    """P prompts of any length to `states` [P, longest, D] and `length` [P]."""
    length = torch.tensor([len(states) for states in states_LD], device=states_LD[0].device)
    return TextCondition(tensors={"states": pad_sequence(list(states_LD), batch_first=True), "length": length})


def cut_states(text: TextCondition) -> list[torch.Tensor]:
    """The inverse of `pad_states`."""
    lengths = text.tensors["length"].tolist()
    return [states[:length] for states, length in zip(text.tensors["states"], lengths, strict=True)]
