"""Everything that one server serves, by name: rewards behind their queues, and the checks. Knows nothing of HTTP."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scisynth.core.extras import require
from scisynth.core.progress import hush
from scisynth.core.protocols import Reward
from scisynth.rewards.info import info_of
from scisynth.rewards.pairs import ModelReward
from scisynth.rewards.registry import load_reward
from scisynth.serve.checks import Checks
from scisynth.serve.config import EXTRA_OF, ServeConfig
from scisynth.serve.metrics import Metrics
from scisynth.serve.queues import RewardQueue

REVISION_CHARS = 12


class Service:
    """Loaded rewards and checks; `close` ends their threads and processes."""

    def __init__(self, config: ServeConfig) -> None:
        """Loads everything.

        Raises:
            ConfigError: an unknown reward.
            ModelError: one that cannot be loaded.
            MissingExtraError: a check whose packages are not there.
        """
        hush()
        self.config, self.metrics = config, Metrics()
        checks = config.wanted_checks()
        for check in checks:
            if check in EXTRA_OF:
                require(EXTRA_OF[check], f"the check {check!r}")
        # All are loaded before the first thread runs, so that an unknown name leaves nothing behind.
        rewards = {alias: load_reward(name) for alias, name in config.named_rewards.items()}
        self.described: Mapping[str, dict[str, Any]] = {
            alias: describe_reward(reward, config.named_rewards[alias]) for alias, reward in rewards.items()
        }
        self.queues = {
            alias: RewardQueue(alias, reward, config.queue, config.limits.max_pixels, self.metrics)
            for alias, reward in rewards.items()
        }
        self.checks = Checks(checks, config, self.metrics)
        self.canaries: dict[str, dict[str, Any]] = {}
        for alias, queue in self.queues.items():
            self.metrics.watch(alias, queue.count_waiting)

    @property
    def default(self) -> str:
        """The reward of requests that name none; empty where none is served."""
        return next(iter(self.queues), "")

    @property
    def num_waiting(self) -> int:
        """Pairs and checks that nobody has started with."""
        return sum(queue.count_waiting() for queue in self.queues.values()) + self.checks.num_waiting

    @property
    def wait_s(self) -> float:
        """Seconds until the longest queue is empty."""
        return max((queue.wait_s for queue in self.queues.values()), default=1.0)

    def health(self) -> dict[str, Any]:
        """What a trainer asks before it begins: is everything up, and what is it?"""
        dead = [alias for alias, queue in self.queues.items() if not queue.is_alive]
        failed = [alias for alias, found in self.canaries.items() if not found["passed"]]
        return {
            "status": "dead" if dead else "degraded" if failed else "ok",
            "reason": "; ".join([*(f"{name} has stopped; restart the server" for name in dead)]
                                + [f"{name}: {self.canaries[name]['reason']}" for name in failed]),
            # The shape that UniRL reads: each reward with the names of its numbers.
            "rewards": {alias: ["score"] for alias in self.queues},
            "models": {
                alias: {**self.described[alias], "canary": self.canaries.get(alias)} for alias in self.queues
            },
            "checks": list(self.checks.names),
            "waiting": self.num_waiting,
            "max_waiting": self.config.queue.max_queue,
        }  # fmt: skip

    def close(self) -> None:
        """Ends all threads and processes."""
        for queue in self.queues.values():
            queue.close()
        self.checks.close()


def describe_reward(reward: Reward, name: str) -> dict[str, Any]:
    """Name, revision, where it runs, and what its number means."""
    placed: dict[str, Any] = {}
    if isinstance(reward, ModelReward):
        placement = reward.placement
        placed = {"device": str(placement.device), "dtype": str(placement.dtype).removeprefix("torch.")}
    return {"model": name, "revision": revision_of(reward), **placed, **asdict(info_of(reward))}


def revision_of(reward: Reward) -> str:
    """What changes when the weights do; empty where a reward does not say.

    A reward of one's own, and one behind another server, may have a `revision`; of a model it is a digest of its weights.
    """
    if not isinstance(reward, ModelReward):
        return str(getattr(reward, "revision", ""))
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(reward.model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()[:REVISION_CHARS]
