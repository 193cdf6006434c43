"""The canary: images whose truth is known pass through the same queue as any request, and a false one has to score lower.

It catches what no error tells: a reward that gives every image the same number, weights that are not the ones meant, rows that were
mixed up. The prompt is the explicit one (what is to be seen, not what follows from it), so that every sound reward can pass.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.images import open_image, png_bytes
from scisynth.core.protocols import KnownPair, Reward, known_pairs_of
from scisynth.core.records import ImageSource, ItemScore
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.pipelines.providers.provenance import LAB
from scisynth.pipelines.science_t2i.data import resolve_data
from scisynth.serve.config import ServeConfig
from scisynth.serve.queues import Pair, RewardQueue, Ticket
from scisynth.serve.service import Service
from scisynth.tuples.parquet import read_tuples

SEED = 20
TIMEOUT_S = 600.0
ENOUGH = 0.75
"""Fraction of the false images that have to score lower."""


@lru_cache(maxsize=1)
def pairs_of_data(data: str, num: int) -> list[KnownPair]:
    """Pairs of the tuples whose images are there.

    Raises:
        DataError: none is.
    """
    found = draw_lab_tuples("test_S", num=num, seed=SEED) if data == LAB else read_tuples(resolve_data(data, ""), None)
    usable = [item for item in found if item.status == "ok"][:num]
    if not usable:
        raise DataError(f"{data}: expected tuples with images for the canary, got none")
    return [(item.explicit_prompt[0], item.explicit_image[0], item.superficial_image[0]) for item in usable]


def pairs_for(reward: Reward, config: ServeConfig) -> Sequence[KnownPair]:
    """Those of the config's data; where it names none, those that the reward brings along, if it does."""
    own = known_pairs_of(reward, config.canary_num) if config.canary_data == LAB else ()
    return own or pairs_of_data(config.canary_data, config.canary_num)


def run_canary(service: Service) -> dict[str, dict[str, Any]]:
    """Asks every reward; what came of it also stands in `health` and in the metrics."""
    for alias, queue in service.queues.items():
        found = _ask(queue, pairs_for(queue.reward, service.config))
        service.canaries[alias] = found
        service.metrics.canary(alias, found["passed"])
    return service.canaries


def check_canary(service: Service) -> list[str]:
    """Runs it as the config says; a line for each reward that did not pass.

    Raises:
        ConfigError: one did not, and the config says `refuse`.
    """
    if service.config.canary == "off":
        return []
    lines = [f"{alias}: {found['reason']}" for alias, found in run_canary(service).items() if not found["passed"]]
    if lines and service.config.canary == "refuse":
        raise ConfigError(
            f"--canary refuse: {'; '.join(lines)}; serve another reward, or give tuples that fit it (--canary-data)"
        )
    return lines


def _ask(queue: RewardQueue, known: Sequence[KnownPair]) -> dict[str, Any]:
    done = threading.Event()
    pairs = [Pair(prompt=prompt, image=_encoded(image)) for prompt, *images in known for image in images]
    ticket = Ticket(pairs=pairs, on_done=done.set)
    queue.submit(ticket)
    if not done.wait(TIMEOUT_S):
        return {"passed": False, "lower": 0, "of": len(known), "reason": f"no answer within {TIMEOUT_S:g} s"}
    return judge_canary(ticket.scores)


def judge_canary(scores: Sequence[ItemScore]) -> dict[str, Any]:
    """What the scores of true and false images in turn say.

    >>> judge_canary([ItemScore(value=2.0), ItemScore(value=1.0)])
    {'passed': True, 'lower': 1, 'of': 1, 'reason': ''}
    >>> judge_canary([ItemScore(value=1.0), ItemScore(value=1.0)])["reason"]
    'a false image scores lower than the true one in 0 of 1 pairs of the canary, expected at least 1'
    """
    pairs = list(zip(scores[::2], scores[1::2], strict=True))
    lower = sum(
        true.value is not None and false.value is not None and false.value < true.value for true, false in pairs
    )
    least = max(1, round(ENOUGH * len(pairs)))
    reason = "" if lower >= least else (
        f"a false image scores lower than the true one in {lower} of {len(pairs)} pairs of the canary, expected at least {least}"
    )  # fmt: skip
    failed = next((score.reason for score in scores if score.value is None), "")
    return {
        "passed": not reason,
        "lower": lower,
        "of": len(pairs),
        "reason": reason + (f" ({failed})" if reason and failed else ""),
    }


def _encoded(image: ImageSource) -> bytes:
    return image if isinstance(image, bytes) else png_bytes(open_image(image))
