"""Training a SciScore in a run folder: load the tuples, train, summarize the curve."""

from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.records import ContrastTuple
from scisynth.core.store import RunFolder
from scisynth.pipelines.lab.tuples import build_lab_tuples
from scisynth.pipelines.reward.config import RewardRunConfig
from scisynth.pipelines.reward.data import digest_of, read_train_and_val
from scisynth.pipelines.reward.results import RewardResult
from scisynth.rewards.train import best_row, train_reward
from scisynth.training.curve import read_log
from scisynth.tuples.parquet import read_tuples


def run_reward_training(config: RewardRunConfig, out: Path, *, seed: int) -> RewardResult:
    """Trains in the run folder `out`, resuming what is there.

    Raises:
        ConfigError: the folder belongs to other settings.
        DataError: a split without a usable tuple, or data that changed since `data_digest` was taken.
        ModelError: the base is not a CLIP checkpoint, or training diverged.
    """
    run, train, val = _load(config, out, seed)
    folder = train_reward(config.reward, train, val, run.stage("reward"), seed=seed)
    log = read_log(folder)
    return RewardResult(model=folder, out=out, best=best_row(log), log=tuple(log))


def _load(config: RewardRunConfig, out: Path, seed: int) -> tuple[RunFolder, list[ContrastTuple], list[ContrastTuple]]:
    """The run folder, and the tuples to train and to validate on."""
    if config.data == "lab":
        run = RunFolder(out, config, command="reward train", seed=seed)
        data = build_lab_tuples(config.lab, run, seed)
        return run, read_tuples(data, "train"), read_tuples(data, "val")
    train, val = read_train_and_val(Path(config.data))
    digest = digest_of([*train, *val])
    if config.data_digest not in ("", digest):
        raise DataError(f"{config.data}: expected data {config.data_digest}, found {digest}; it changed since")
    pinned = config.model_copy(update={"data_digest": digest})
    return RunFolder(out, pinned, command="reward train", seed=seed), train, val
