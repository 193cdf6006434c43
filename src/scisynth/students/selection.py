"""Which items train: by verification, by level, by number, and with an exact dose of corrupted figures.

verified    every check of the page holds
judged      verified, or a judge found no fault
none        all of them, also those that failed
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from scisynth.core.errors import DataError
from scisynth.core.seeds import derive_seed
from scisynth.students.items import TrainingItem, Verification

Filter = Literal["verified", "judged", "none"]
PASSES: dict[Filter, tuple[Verification, ...]] = {
    "verified": ("verified",),
    "judged": ("verified", "judged"),
    "none": ("verified", "judged", "unchecked", "failed"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What is asked for."""

    filter: Filter = "verified"
    flawed: float = 0.0
    """Fraction of the chosen items whose figure is a corrupted one with its original answer, in [0, 1]."""
    level: int = 0
    """Of difficulty; 0: all."""
    num: int = 0
    """Items; 0: all."""
    seed: int = 0


def select(items: Sequence[TrainingItem], wish: Selection) -> list[TrainingItem]:
    """The chosen items, in the order of the folder.

    The dose is exact: of `num` chosen items `round(flawed * num)` are corrupted, each in the place of its own sound one, so
    that arms of a study differ in nothing but the flaws. Figures are chosen round by round over their groups.

    Raises:
        DataError: too few items, or too few corrupted ones for the dose.
    """
    fitting = [item for item in items if wish.level in (0, item.level)]
    sound = [item for item in fitting if not item.defect and item.verification in PASSES[wish.filter]]
    corrupted = {_sound_id(item): item for item in fitting if item.defect}
    if not sound:
        raise DataError(f"expected items that pass the filter {wish.filter!r}, found none of {len(items)}")
    num = wish.num or len(sound)
    if num > len(sound):
        raise DataError(f"expected {num} items, found {len(sound)} that pass the filter {wish.filter!r}; ask for fewer")
    chosen = _spread(sound, num, wish.seed)
    num_flawed = math.floor(wish.flawed * num + 0.5)
    if num_flawed:
        able = [item.id for item in chosen if item.id in corrupted]
        if len(able) < num_flawed:
            raise DataError(
                f"expected {num_flawed} corrupted items for the dose {wish.flawed:g}, found {len(able)}; write the items with "
                "more corrupted figures"
            )
        swapped = set(Random(derive_seed("flawed", wish.seed)).sample(able, num_flawed))
        chosen = [replace(corrupted[item.id], split=item.split) if item.id in swapped else item for item in chosen]
    return chosen


def _sound_id(item: TrainingItem) -> str:
    """The id of the sound item that a corrupted one belongs to: `figure-defect#quiz` to `figure#quiz`."""
    stem, mark, question = item.id.partition("#")
    return stem.removesuffix(f"-{item.defect}") + mark + question


def _spread(items: Sequence[TrainingItem], num: int, seed: int) -> list[TrainingItem]:
    """`num` items, a round over the groups at a time, in the order of the folder."""
    groups: dict[str, list[TrainingItem]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    for name, members in groups.items():
        Random(derive_seed("select", name, seed)).shuffle(members)
    order = [
        members[place]
        for place in range(max(map(len, groups.values())))
        for members in groups.values()
        if place < len(members)
    ]
    kept = {item.id for item in order[:num]}
    return [item for item in items if item.id in kept]
