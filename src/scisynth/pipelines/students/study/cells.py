"""The cells of a study: one training each. A cell's folder follows from its name, so that a study resumes and is shared between machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.errors import ConfigError, DataError
from scisynth.pipelines.students.export import TRAIN, choose
from scisynth.pipelines.students.study.config import Method, StudyConfig
from scisynth.students.items import TrainingItem, read_items

RUNS = "runs"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One training."""

    arm: str
    method: Method
    size: int
    seed: int

    def folder(self, root: Path) -> Path:
        """Where it trains."""
        return root / RUNS / self.arm / f"n{self.size}" / f"seed{self.seed}" / self.method

    @property
    def first_stage(self) -> "Cell":
        """The SFT that `sft+grpo` goes on from."""
        return Cell(arm=self.arm, method="sft", size=self.size, seed=self.seed)


def cells_of(config: StudyConfig) -> list[Cell]:
    """All trainings: seed by seed, so that a study that is stopped early still has whole comparisons."""
    return [
        Cell(arm=arm, method=method, size=size, seed=seed)
        for seed in config.seeds
        for arm in config.arms
        for size in config.sizes_of(arm)
        for method in config.methods_of(arm, size)
    ]


def cells_of_shard(cells: Sequence[Cell], part: int, parts: int) -> list[Cell]:
    """Those of every N-th (arm, size, seed) from the I-th: all methods of one stay together, since `sft+grpo` goes on from the folder of `sft`."""
    runs = list(dict.fromkeys((cell.arm, cell.size, cell.seed) for cell in cells))
    own = set(runs[part::parts])
    return [cell for cell in cells if (cell.arm, cell.size, cell.seed) in own]


def check_study(config: StudyConfig) -> Mapping[str, int]:
    """Refuses before the first training what would fail in a later one; gives the training items that each arm has at least.

    Raises:
        ConfigError: no data.
        DataError: an arm lacks items of its sizes.
    """
    read: dict[str, list[TrainingItem]] = {}
    found = {}
    for arm in config.arms:
        data = config.data_of(arm)
        if not data:
            raise ConfigError("setting 'data': expected a folder of `scisynth student data`, found none")
        if data not in read:
            read[data] = read_items(Path(data))
        for size in config.sizes_of(arm):
            for seed in config.seeds:
                try:
                    chosen = choose(read[data], config.arms[arm].selection(size), seed)
                except DataError as error:
                    raise DataError(f"arm {arm!r} with {size} items: {error}") from None
                found[arm] = sum(item.split == TRAIN for item in chosen)
    return found
