"""Prompts can be cut, padded, picked and joined without a word changing place."""

import pytest
import torch

from scisynth.backbones.base import TextCondition
from scisynth.backbones.text import cut_states, pad_states, text_length
from scisynth.core.errors import ConfigError

LONG, SHORT = torch.randn(5, 2), torch.randn(3, 2)


class Tokenizer:
    model_max_length = 40


def test_padding_then_cutting_gives_the_prompts_back():
    text = pad_states([SHORT, LONG])
    assert text.tensors["states"].shape == (2, 5, 2) and text.tensors["length"].tolist() == [3, 5]
    assert not text.tensors["states"][0, 3:].any()
    assert all(torch.equal(a, b) for a, b in zip(cut_states(text), (SHORT, LONG), strict=True))


def test_joining_pads_the_shorter_batch():
    joined = TextCondition.join([pad_states([SHORT]), pad_states([LONG, SHORT])])
    assert len(joined) == 3
    assert all(torch.equal(a, b) for a, b in zip(cut_states(joined), (SHORT, LONG, SHORT), strict=True))
    assert all(
        torch.equal(a, b) for a, b in zip(cut_states(joined.select([1, 1, 0])), (LONG, LONG, SHORT), strict=True)
    )


def test_joining_equal_lengths_changes_nothing():
    pooled, states = torch.randn(4, 7), torch.randn(4, 3, 2)
    text = TextCondition(tensors={"pooled": pooled, "states": states})
    joined = TextCondition.join([text.select([0]), text.select([1, 2]), text.select([3])])
    assert torch.equal(joined.tensors["pooled"], pooled) and torch.equal(joined.tensors["states"], states)


def test_text_length():
    assert text_length(Tokenizer(), 512, None) == 40
    assert text_length(Tokenizer(), 32, None) == 32
    assert text_length(Tokenizer(), 512, 128) == 128
    assert text_length(object(), 512, None) == 512, "a processor says nothing of length"
    for asked in (0, 513):
        with pytest.raises(ConfigError, match=f"max_text_tokens: expected 1 to 512, got {asked}"):
            text_length(Tokenizer(), 512, asked)
