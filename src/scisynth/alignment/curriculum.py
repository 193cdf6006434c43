"""Which prompts a round is made of: an endless run through all, and where asked, more of those that still teach.

A prompt whose images all get one reward teaches nothing, and late in a run most do. A fraction of each round is drawn with
probabilities in proportion to how far the rewards of a prompt's images lay apart when it was last seen; the rest walks through
all prompts, so that every one is seen again. Draws follow from (seed, round) and `prompts.jsonl`, which a resumed run reads.
"""

import heapq
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from scisynth.alignment.rollout import TrainingPrompt
from scisynth.core.seeds import derive_seed
from scisynth.core.store import Journal, write_atomic

HISTORY_NAME = "prompts.jsonl"


class PromptDraw:
    """Draws the prompts of each round; `learn` tells it how far apart their rewards lay."""

    def __init__(self, prompts: Sequence[TrainingPrompt], *, per_round: int, share: float, seed: int) -> None:
        self._prompts, self._seed = prompts, seed
        self._num_chosen = min(round(share * per_round), per_round - 1)
        self._num_walked = per_round - self._num_chosen
        self._spreads: dict[str, float] = {}

    def draw(self, round_number: int) -> list[TrainingPrompt]:
        """The round's prompts; one that comes again gets a name of its own, and with it noise of its own."""
        walked = [
            self._at(position)
            for position in range(round_number * self._num_walked, (round_number + 1) * self._num_walked)
        ]
        rng = random.Random(derive_seed(self._seed, "oft-curriculum", round_number))
        chosen = walked + self._varied(rng, taken={prompt.prompt for prompt in walked})
        # Where too few are known to vary, others come by chance.
        others = [prompt for prompt in self._prompts if prompt not in chosen] if self._num_chosen else []
        chosen += rng.sample(others, min(self._missing(chosen), len(others)))
        chosen += [self._at((round_number + 1) * self._num_walked + more) for more in range(self._missing(chosen))]
        seen = [sum(other is prompt for other in chosen[:number]) for number, prompt in enumerate(chosen)]
        return [
            replace(prompt, id=f"{prompt.id}#{times + 1}") if times else prompt
            for prompt, times in zip(chosen, seen, strict=True)
        ]

    def learn(self, spreads: Mapping[str, float]) -> None:
        """Takes in how far apart the rewards of prompts lay, by their words."""
        self._spreads |= spreads

    def _missing(self, chosen: Sequence[TrainingPrompt]) -> int:
        return self._num_walked + self._num_chosen - len(chosen)

    def _at(self, position: int) -> TrainingPrompt:
        """At a position of the endless run through all, every pass in an order of its own."""
        epoch, place = divmod(position, len(self._prompts))
        generator = torch.Generator().manual_seed(derive_seed(self._seed, "oft-order", epoch))
        return self._prompts[int(torch.randperm(len(self._prompts), generator=generator)[place])]

    def _varied(self, rng: random.Random, taken: set[str]) -> list[TrainingPrompt]:
        """Without replacement and in proportion to the spread: the largest of log(u) / spread (Efraimidis and Spirakis, 2006)."""
        keys = [
            (math.log(1 - rng.random()) / self._spreads[prompt.prompt], number)
            for number, prompt in enumerate(self._prompts)
            if self._spreads.get(prompt.prompt, 0) > 0 and prompt.prompt not in taken
        ]
        return [self._prompts[number] for _, number in heapq.nlargest(self._num_chosen, keys)]


class PromptHistory:
    """The journal of what `PromptDraw` learnt; rows after the checkpoint a run resumes from are dropped."""

    def __init__(self, folder: Path, *, resumed_step: int, writes: bool) -> None:
        self._journal, self._writes = Journal(folder / HISTORY_NAME), writes
        self.rows = [row for row in self._journal if row["step"] <= resumed_step]
        if writes:
            write_atomic(self._journal.path, "".join(json.dumps(row) + "\n" for row in self.rows).encode())

    def append(self, step: int, spreads: Mapping[str, float]) -> None:
        """Adds a round, on the main process."""
        if self._writes:
            self._journal.append({"step": step, "spreads": spreads})
