"""Every reward by name: `sciscore:lab-sciscore`, `sciscore:Jialuo21/SciScore`; a bare model name means SciScore."""

from collections.abc import Callable, Mapping

from scisynth.core.errors import ConfigError, nearest
from scisynth.core.protocols import Reward
from scisynth.rewards.sciscore import SciScore

REWARDS: Mapping[str, Callable[[str], Reward]] = {
    "sciscore": SciScore.from_pretrained,
}


def load_reward(name: str) -> Reward:
    """The reward that a `KIND:MODEL` or a bare model name stands for."""
    kind, separator, model = name.partition(":")
    if not separator:
        kind, model = "sciscore", name
    if kind not in REWARDS:
        raise ConfigError(f"unknown reward {kind!r} in {name!r}; {nearest(kind, REWARDS)}")
    return REWARDS[kind](model)
