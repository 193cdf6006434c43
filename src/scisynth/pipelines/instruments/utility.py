"""What synthetic instrument images are worth where real ones are scarce: a small model trained with 0, 1x, 4x, 16x of them.

cells.jsonl     a row a training; what is in it is not trained again
results.json, report.html
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.extras import require
from scisynth.core.progress import track
from scisynth.core.records import Metric
from scisynth.core.seeds import derive_seed
from scisynth.core.store import Journal, RunFolder, write_json
from scisynth.instruments.frame_files import read_frame
from scisynth.instruments.tasks import Example, Task, read_task
from scisynth.pipelines.instruments.config import UTILITY_COMMAND, UtilityConfig
from scisynth.pipelines.instruments.make import ROWS, common_instrument, read_image_rows
from scisynth.pipelines.instruments.results import ImageRow, UtilityPoint, UtilityResult
from scisynth.pipelines.instruments.utility_page import write_utility_page
from scisynth.stats.student_t import t_quantile

CELLS, RESULTS, REPORT = "cells.jsonl", "results.json", "report.html"
BASELINE, VALID, INVALID = "real only", "valid", "invalid"


@dataclass(frozen=True)
class Cell:
    """One training."""

    arm: str
    ratio: int
    seed: int


def run_utility(config: UtilityConfig, out: Path, *, seed: int) -> UtilityResult:
    """Trains every arm, ratio and seed; an interrupted run goes on after its last training.

    Raises:
        ConfigError: no task, no such runs, or runs of other instruments.
        DataError: too few images, or none with the truth that the task needs.
    """
    require("instruments", "instruments utility")
    task = read_task(config.task)
    real, valid, invalid, instrument = _read_sets(config)
    run = RunFolder(out, config, command=UTILITY_COMMAND, seed=seed)
    journal = Journal(run.root / CELLS)
    journal.repair()
    done = {(row["arm"], row["ratio"], row["seed"]): row["score"] for row in journal}
    cells = list(_cells(config, has_invalid=bool(invalid)))
    examples = Examples({"real": (Path(config.real), real), **{
        name: (Path(config.synthetic), rows) for name, rows in ((VALID, valid), (INVALID, invalid))
    }})  # fmt: skip
    for cell in track(cells, total=len(cells), label="train"):
        if (cell.arm, cell.ratio, cell.seed) not in done:
            score = _train(cell, task, examples, config, seed)
            journal.append({"arm": cell.arm, "ratio": cell.ratio, "seed": cell.seed, "score": score})
            done[cell.arm, cell.ratio, cell.seed] = score
    result = UtilityResult(
        out=out,
        report=out / REPORT,
        task=config.task,
        metric=task.metric,
        instrument=instrument,
        real=config.real,
        synthetic=config.synthetic,
        num_real=config.num_real,
        num_test=config.num_test,
        points=tuple(_points(cells, done, config)),
    )
    write_json(run.root / RESULTS, result.to_dict())
    write_utility_page(result, run.root / REPORT)
    return result


def _read_sets(config: UtilityConfig) -> tuple[list[ImageRow], list[ImageRow], list[ImageRow], str]:
    """Real images, valid and invalid synthetic ones, all of one instrument."""
    rows = {}
    for option, folder in (("real", config.real), ("synthetic", config.synthetic)):
        if not folder or not (Path(folder) / ROWS).is_file():
            raise ConfigError(f"--{option} {folder}: expected a run of `instruments make`, found none")
        rows[option] = read_image_rows(Path(folder))
    chosen = common_instrument(config.instrument, *([row.instrument for row in found] for found in rows.values()))
    real = [row for row in rows["real"] if row.instrument == chosen and not row.violation]
    synthetic = [row for row in rows["synthetic"] if row.instrument == chosen]
    valid = [row for row in synthetic if not row.violation]
    invalid = [row for row in synthetic if row.violation]
    if len(real) < config.num_real + config.num_test:
        raise DataError(
            f"--real {config.real}: expected {config.num_real + config.num_test} images (for training and test), found {len(real)}"
        )
    needed = max(config.ratios) * config.num_real
    if len(valid) < needed:
        raise DataError(
            f"--synthetic {config.synthetic}: expected {needed} images for the ratio {max(config.ratios)}, found {len(valid)}; make more"
        )
    return real, valid, invalid if len(invalid) >= needed else [], chosen


class Examples:
    """The images of each set with their truth, read when they are first used."""

    def __init__(self, sets: dict[str, tuple[Path, list[ImageRow]]]) -> None:
        self._sets = sets
        self._kept: dict[tuple[str, int], Example] = {}

    def count(self, name: str) -> int:
        """Images of a set."""
        return len(self._sets[name][1])

    def of(self, name: str, number: int) -> Example:
        """One image of a set."""
        if (name, number) not in self._kept:
            root, rows = self._sets[name]
            self._kept[name, number] = _example(root, rows[number])
        return self._kept[name, number]


def _example(root: Path, row: ImageRow) -> Example:
    from PIL import Image

    if not row.counts:
        raise DataError(f"{root}: its counts were not kept; make it again without --no-counts")
    truth = json.loads((root / row.truth).read_text(encoding="utf-8"))
    with Image.open(root / row.mask) as mask:
        labels = np.asarray(mask)
    return Example(
        frame=read_frame(root / row.counts, pixel_size=row.pixel_size, unit=row.unit, channels=row.channels),
        mask=labels,
        mask_labels={int(number): name for number, name in truth["mask_labels"].items()},
        objects=truth["objects"],
        claims=row.claims,
    )


def _cells(config: UtilityConfig, *, has_invalid: bool) -> Iterator[Cell]:
    yield from (Cell(BASELINE, 0, seed) for seed in range(config.seeds))
    for arm in (VALID, INVALID) if has_invalid else (VALID,):
        for ratio in sorted(set(config.ratios) - {0}):
            yield from (Cell(arm, ratio, seed) for seed in range(config.seeds))


def _train(cell: Cell, task: Task, examples: Examples, config: UtilityConfig, seed: int) -> float:
    """The score of one training. All arms of a seed share their real images and their test."""
    order = np.random.default_rng(derive_seed("utility", seed, cell.seed)).permutation(examples.count("real"))
    train, test = order[: config.num_real], order[config.num_real : config.num_real + config.num_test]
    learned = [examples.of("real", int(number)) for number in train]
    if cell.ratio:
        drawn = np.random.default_rng(derive_seed("utility", seed, cell.seed, cell.arm)).permutation(
            examples.count(cell.arm)
        )
        learned += [examples.of(cell.arm, int(number)) for number in drawn[: cell.ratio * config.num_real]]
    draw = np.random.default_rng(derive_seed("utility pixels", seed, cell.seed))
    prepared = [task.prepare(item, draw) for item in learned]
    features, targets = (np.concatenate(part) for part in zip(*prepared, strict=True))
    if len(np.unique(targets)) < 2:
        raise DataError(f"--task {config.task}: the training images all have the same truth; use more real images")
    model = task.fit(features, targets, cell.seed)
    return task.score(model, [examples.of("real", int(number)) for number in test])


def _points(
    cells: Sequence[Cell], done: dict[tuple[str, int, int], float], config: UtilityConfig
) -> Iterator[UtilityPoint]:
    score_of = partial(_scores, done, config.seeds)
    base = score_of(BASELINE, 0)
    for arm, ratio in dict.fromkeys((cell.arm, cell.ratio) for cell in cells):
        scores = score_of(arm, ratio)
        yield UtilityPoint(
            arm=arm,
            ratio=ratio,
            num_synthetic=ratio * config.num_real,
            score=mean_over_seeds(scores),
            by_seed=tuple(map(float, scores)),
            gain=None if arm == BASELINE else mean_over_seeds(scores - base),
        )


def _scores(done: dict[tuple[str, int, int], float], seeds: int, arm: str, ratio: int) -> np.ndarray:
    return np.array([done[arm, ratio, seed] for seed in range(seeds)])


def mean_over_seeds(values: np.ndarray) -> Metric:
    """Mean of a few trainings with Student's interval."""
    n, mean = len(values), float(values.mean())
    half = t_quantile(0.975, n - 1) * float(values.std(ddof=1)) / n**0.5
    return Metric(value=mean, low=mean - half, high=mean + half, n=n)
