"""Drawing many scenes in several processes, in order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from scisynth.core.progress import track
from scisynth.core.records import PromptSet

CHUNK = 128

Draw = Callable[[Sequence[PromptSet], int], tuple[np.ndarray, np.ndarray]]
"""Prompt sets and a seed to two arrays of rows; it must be a function of a module, so that processes can find it."""


def draw_parallel(
    draw: Draw, prompt_sets: Sequence[PromptSet], *, seed: int, workers: int
) -> tuple[np.ndarray, np.ndarray]:
    """The two arrays of all prompt sets; `workers` 0 draws in this process, and none changes what is drawn."""
    chunks = [prompt_sets[start : start + CHUNK] for start in range(0, len(prompt_sets), CHUNK)]
    seeds = [seed] * len(chunks)
    if not workers:
        return _join([draw(*job) for job in zip(chunks, seeds, strict=True)])
    # forkserver: a forked copy of a process that runs torch threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        return _join(list(track(pool.map(draw, chunks, seeds), total=len(chunks), label="scenes")))


def _join(drawn: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([first for first, _ in drawn]), np.concatenate([second for _, second in drawn])
