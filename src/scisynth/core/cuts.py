"""Prompts that a model reads in part: text encoders stop at a number of tokens (77 in CLIP) and say nothing.

    cuts = cuts_of(reward, prompts)        # [] for a model that reads all, or does not say
    describe_cuts(cuts)                    # one line for people

What stands behind the limit changes neither image nor score, so every number of such a prompt is about its beginning.
Limits of models behind an API are not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

SHOWN = 3
"""Prompts quoted in a line."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One prompt and how much of it is read."""

    prompt: str
    reader: str
    """Who reads it, e.g. `CLIP text encoder`."""
    num_tokens: int
    """Of the whole prompt, start and end marks included."""
    limit: int

    @property
    def note(self) -> str:
        """For a row of its own."""
        return f"the {self.reader} reads {self.limit} of the prompt's {self.num_tokens} tokens"


@runtime_checkable
class CountsTokens(Protocol):
    """A model that knows its limit."""

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """Those of the prompts that are read in part."""
        ...


def cuts_of(model: object, prompts: Sequence[str]) -> list[Cut]:
    """The prompts that a model reads in part; none where it does not say."""
    return model.cut_prompts(prompts) if isinstance(model, CountsTokens) else []


def find_cuts(tokenizer: Any, prompts: Sequence[str], limit: int, reader: str) -> list[Cut]:
    """The distinct prompts of more than `limit` tokens of a `transformers` tokenizer."""
    # A token is a byte at least, so that short prompts need no tokenizer.
    long = [prompt for prompt in dict.fromkeys(prompts) if len(prompt.encode(errors="replace")) > limit - 2]
    lengths = [len(tokenizer(prompt, truncation=False, verbose=False)["input_ids"]) for prompt in long]
    return [
        Cut(prompt=prompt, reader=reader, num_tokens=length, limit=limit)
        for prompt, length in zip(long, lengths, strict=True)
        if length > limit
    ]


def describe_cuts(cuts: Sequence[Cut], name: str) -> str:
    """One line that says how many prompts are cut, by whom, and which; empty where none is."""
    if not cuts:
        return ""
    num = len({cut.prompt for cut in cuts})
    first = "; ".join(f"{cut.prompt[:40]!r}: {cut.note}" for cut in cuts[:SHOWN])
    more = f"; and {len(cuts) - SHOWN} more" if len(cuts) > SHOWN else ""
    longer = "1 prompt is" if num == 1 else f"{num} prompts are"
    return f"{name}: {longer} longer than it reads; what stands behind its limit has no effect ({first}{more})"
