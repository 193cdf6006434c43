"""`student study`: every cell trained by `student sft` and `student grpo`, evaluated by `student eval`, then compared.

runs/base/eval/TEST/                        the model before any training
runs/ARM/n1400/seed0/METHOD/                a training, as `student sft|grpo` writes it
runs/ARM/n1400/seed0/METHOD/eval/TEST/      its evaluation, as `student eval` writes it
results.json, report/report.html            every comparison (`summarize`)

The same command goes on where it stopped; with `--shard I/N` several machines share the cells, and the one that finishes last reports. A training that
diverges is a failure with its reason, and its seed is left out of the comparisons; any other error stops the study, and the same command goes on.
"""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.errors import ConfigError, DataError, DivergedError, one_line
from scisynth.core.progress import say
from scisynth.core.results import Result
from scisynth.core.store import RunFolder, read_manifest, write_atomic, write_json
from scisynth.pipelines.students.config import StudentGrpoConfig, StudentSftConfig
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.evaluation.load import load_items
from scisynth.pipelines.students.evaluation.run import RESULTS, detectable_sentence, run_student_eval
from scisynth.pipelines.students.study.cells import RUNS, Cell, cells_of, cells_of_shard, check_study
from scisynth.pipelines.students.study.config import BASE, StudyConfig
from scisynth.pipelines.students.study.summarize import summarize_study
from scisynth.pipelines.students.train import run_student_grpo, run_student_sft
from scisynth.reports.students.study_page import render_study
from scisynth.reports.students.study_results import StudyFailure, StudyResult
from scisynth.training.processes import is_first_process

COMMAND = "student study"
FAILED, REPORT = "failed.json", "report/report.html"


def run_student_study(
    config: StudyConfig, out: Path, *, seed: int, shard: tuple[int, int] = (0, 1), launch: str = ""
) -> StudyResult:
    """Trains and evaluates what the folder does not hold, and compares what is there.

    Args:
        config: arms, sizes, seeds, methods and tests.
        out: run folder.
        seed: of the evaluations, the same for all models.
        shard: (I, N): only the cells of every N-th arm, size and seed from the I-th, with all their methods.
        launch: words before a training, such as `accelerate launch --num_processes 8`; empty: in this process.

    Raises:
        ConfigError: settings that do not go together, a folder of another study, or words that launch nothing.
        DataError: an arm lacks items of its sizes.
        ModelError: the model cannot be loaded or fetched; the same command goes on once it can.
    """
    check_study(config)
    launcher = _launcher(launch)
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    tests = config.named_tests()
    cells = cells_of(config)
    part, parts = shard
    if part == 0:
        _evaluate(config, config.model, run.root / RUNS / BASE, tests, seed)
    own = cells_of_shard(cells, part, parts)
    for number, cell in enumerate(own, start=1):
        say(f"study: {cell.folder(Path())} ({number} of {len(own)})")
        folder = cell.folder(run.root)
        if (folder / FAILED).exists():
            continue
        try:
            _train(config, cell, run.root, launcher)
        except DivergedError as error:
            write_json(folder / FAILED, {"reason": one_line(error)})
            continue
        _evaluate(config, str(folder), folder, tests, seed)
    result = summarize_study(config, run.root, failures_of(cells, run.root))
    result.save(run.root / RESULTS)
    if is_first_process() and result.scores:
        write_atomic(run.root / REPORT, render_study(result, read_manifest(run.root)).encode())
    return result


def failures_of(cells: Sequence[Cell], root: Path) -> list[StudyFailure]:
    """Trainings that gave no model."""
    return [
        StudyFailure(cell=str(cell.folder(Path())), reason=StudyReason.load(path).reason)
        for cell in cells
        if (path := cell.folder(root) / FAILED).exists()
    ]


@dataclass(frozen=True, kw_only=True)
class StudyReason(Result):
    """Why a training gave no model."""

    reason: str


def _launcher(launch: str) -> list[str]:
    """The words, of which the first is a program."""
    try:
        words = shlex.split(launch)
    except ValueError as error:
        raise ConfigError(
            f"--launch {launch}: expected words as a shell reads them ({error}); check its quotes"
        ) from None
    if words and not shutil.which(words[0]):
        raise ConfigError(f"--launch {launch}: expected a program, found no {words[0]!r}; install it or give its path")
    return words


def _train(config: StudyConfig, cell: Cell, root: Path, launch: Sequence[str]) -> None:
    """One cell; the SFT of `sft+grpo` is trained first where it is not there yet."""
    start = ""
    if cell.method == "sft+grpo":
        _train(config, cell.first_stage, root, launch)
        start = str(cell.first_stage.folder(root))
    selection = config.arms[cell.arm].selection(cell.size)
    shared = {"model": config.model, "revision": config.revision}
    data, folder = Path(config.data_of(cell.arm)), cell.folder(root)
    made: StudentSftConfig | StudentGrpoConfig
    if cell.method == "sft":
        made = StudentSftConfig(selection=selection, sft=config.sft.model_copy(update=shared))
    else:
        made = StudentGrpoConfig(selection=selection, grpo=config.grpo.model_copy(update={**shared, "start": start}))
    if launch:
        _launch(made, data, folder, cell.seed, launch)
    elif isinstance(made, StudentSftConfig):
        run_student_sft(made, data, folder, seed=cell.seed)
    else:
        run_student_grpo(made, data, folder, seed=cell.seed)


def _launch(
    config: StudentSftConfig | StudentGrpoConfig, data: Path, out: Path, seed: int, launch: Sequence[str]
) -> None:
    """The same training in processes of its own; what they say is shown, and a failure stops the study."""
    if (out / RESULTS).exists():
        return
    settings = out.with_name(f"{out.name}.json")
    write_json(settings, config.model_dump(mode="json"))
    method = "sft" if isinstance(config, StudentSftConfig) else "grpo"
    words = [*launch, "-m", "scisynth", "student", method, str(data), "--config", str(settings)]
    ran = subprocess.run([*words, "--out", str(out), "--seed", str(seed)], check=False, stdout=sys.stderr)
    if ran.returncode:
        # Killed or out of memory: the same command tries it again.
        raise DataError(
            f"{out}: the launched training ended with exit code {ran.returncode}; its own words stand above"
        )


def _evaluate(config: StudyConfig, model: str, folder: Path, tests: dict[str, EvalConfig], seed: int) -> None:
    for name, test in tests.items():
        out = folder / "eval" / name
        if not (out / RESULTS).exists():
            asked = test.model_copy(update={"model": model, "revision": config.revision})
            run_student_eval(asked, out, seed=seed)


@dataclass(frozen=True, kw_only=True)
class StudyPlan(Result):
    """What `student study --plan` says; nothing was trained or written."""

    num_cells: int
    num_steps: int
    """Optimizer steps of all trainings."""
    num_evaluations: int
    sentences: tuple[str, ...]


def plan_student_study(config: StudyConfig) -> StudyPlan:
    """Trainings, steps, evaluations, and the smallest difference that the tests can tell."""
    check_study(config)
    cells = cells_of(config)
    trained = {*cells, *(cell.first_stage for cell in cells if cell.method == "sft+grpo")}
    steps = sum(config.sft.max_steps if cell.method == "sft" else config.grpo.max_steps for cell in trained)
    evaluations = (len(cells) + 1) * len(config.tests)
    arms = ", ".join(f"{arm} with {' / '.join(f'{size:,}' for size in config.sizes_of(arm))}" for arm in config.arms)
    sentences = [
        f"{len(trained)} trainings of {config.model} ({steps:,} steps): {arms} items; methods {', '.join(config.methods)}; seeds "
        f"{', '.join(map(str, config.seeds))}.",
        f"{evaluations} evaluations. `scisynth plan --model {config.model}` says what a training takes.",
    ]
    for name, test in config.named_tests().items():
        sentences.append(f"{name}: {detectable_sentence(load_items(test))} Differences between seeds come on top.")
    return StudyPlan(num_cells=len(cells), num_steps=steps, num_evaluations=evaluations, sentences=tuple(sentences))
