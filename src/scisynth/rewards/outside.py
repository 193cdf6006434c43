"""Rewards from outside the package, held to what the package's own keep: float32 [N] on the CPU, one number a pair.

    class Mine:                                        def score(prompts, images):
        name = "mine"                                      return [image.width for image in images]
        def score(self, prompts, images):
            return [...]                               # N numbers: a list, an array or a tensor

Images come as `core.images.open_image` gives them, decoded to RGB. A reward may have `info`, a `RewardInfo` that says what its
number means; without them its scores only order the images of one prompt. One with `known_pairs` (`core.protocols.BringsPairs`) is
tried with those when it is served.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from scisynth.core.cuts import Cut, cuts_of
from scisynth.core.errors import ModelError, one_line
from scisynth.core.images import open_image
from scisynth.core.plugins.references import IMPORT_FAILURES
from scisynth.core.plugins.roles import Role, as_role, find_part
from scisynth.core.protocols import KnownPair, Reward, known_pairs_of
from scisynth.core.records import ImageSource
from scisynth.rewards.info import RewardInfo, info_of
from scisynth.rewards.pairs import check_prompts, pair_up


class OutsideReward:
    """Somebody's reward, its input decoded and its output checked."""

    def __init__(self, name: str, score: Callable[..., Any], *, source: object = None) -> None:
        self.name = name
        self.info: RewardInfo = info_of(source)
        self.revision = str(getattr(source, "revision", ""))
        """What its numbers depend on, where the reward says so; `serve` tells it to clients."""
        self._score = score
        self._source = source

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N images (PIL, path or bytes) to float32 [N] on the CPU.

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ImageError: an image cannot be opened.
            ModelError: the reward fails, or gives something other than N numbers.
        """
        pair_up(prompts, images)
        check_prompts(prompts)
        if not prompts:
            return torch.zeros(0)
        opened = [open_image(image) for image in images]
        try:
            values = self._score(list(prompts), opened)
            scores = torch.as_tensor(values, dtype=torch.float32).detach().cpu()
        except IMPORT_FAILURES as error:
            raise ModelError(
                f"{self.name}: the reward failed on {len(prompts)} pairs ({type(error).__name__}: {one_line(error)}); correct it"
            ) from None
        if scores.shape != (len(prompts),):
            raise ModelError(
                f"{self.name}: expected {len(prompts)} scores, one a pair, got the shape {tuple(scores.shape)}; correct the reward"
            )
        return scores

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts that the reward reads in part, where it says so (`core.cuts`)."""
        return cuts_of(self._source, prompts)

    def known_pairs(self, num: int) -> Sequence[KnownPair]:
        """Pairs that it has to tell apart, where it knows some."""
        return known_pairs_of(self._source, num)


REWARD = Role(
    noun="reward",
    group="scisynth.rewards",
    method="score",
    signature="(prompts, images) -> N numbers",
    wrap=OutsideReward,
)


def outside_reward(name: str, known: Sequence[str]) -> Reward:
    """The reward behind `package.module:name`, `file.py:name` or an entry point.

    Raises:
        ConfigError: there is none, or it has no `score`.
    """
    return _checked(find_part(name, REWARD, known))


def as_reward(found: Any) -> Reward:
    """A reward from an object, a class or a function `(prompts, images) -> N numbers`."""
    return _checked(as_role(found, REWARD))


def _checked(found: Any) -> Reward:
    # The package's own keep the contract by their tests.
    if type(found).__module__.startswith("scisynth."):
        reward: Reward = found
        return reward
    return OutsideReward(found.name, found.score, source=found)
