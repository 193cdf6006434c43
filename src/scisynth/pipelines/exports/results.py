"""`export results`: a finished run as a log of inspect_ai. One sample an image, an answer or a problem; numbers as the run computed them.

bench science-t2i    a sample an image (its repetitions are epochs), a score a judge and tier, in the judge's unit
bench scigenbench    a sample a problem, with R_inv: every quiz right, a failure counted as wrong
student eval         a sample a question of an arm; answers that nobody gave have no score, all else is 1 or 0 as in avg@k
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.core.store import check_new_folder, read_manifest
from scisynth.grading.problems import read_problems
from scisynth.grading.quiz import QuizRow
from scisynth.pipelines.exports.eval_log import LoggedNumber, LoggedSample, LoggedScore, write_log
from scisynth.pipelines.science_t2i.rows import COMMAND as SCIENCE_T2I
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun, read_run
from scisynth.pipelines.science_t2i.summarize import open_result
from scisynth.pipelines.scigenbench.config import COMMAND as SCIGENBENCH
from scisynth.pipelines.scigenbench.families import PROBLEMS
from scisynth.pipelines.scigenbench.judge import read_quizzes
from scisynth.pipelines.scigenbench.leaderboard import read_figure_result
from scisynth.pipelines.students.evaluation.config import COMMAND as STUDENT_EVAL
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.evaluation.load import load_items
from scisynth.pipelines.students.evaluation.run import read_eval
from scisynth.reports.parts.thumbnails import show_image
from scisynth.students.evaluation.grading import AnswerRow
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.protocols import question_words

R_INV = "R_inv"


@dataclass(frozen=True, kw_only=True)
class ExportedResults(Result):
    """What `export results` wrote."""

    log: Path
    samples: int
    unscored: int
    """Samples without a score, each with its reason."""


def export_results(run: Path, out: Path, *, with_images: bool = True) -> ExportedResults:
    """Writes the log of a finished run into the new folder `out`.

    Args:
        run: folder of `bench science-t2i`, `bench scigenbench` or `student eval`.
        out: where the log goes.
        with_images: embed small copies of the images, so that the log shows them wherever it is.

    Raises:
        DataError: no such run, not finished, of another command, or without what a log needs.
    """
    command = read_manifest(run)["command"]
    writer = WRITERS.get(command)
    if writer is None:
        known = ", ".join(f"`{name}`" for name in WRITERS)
        raise DataError(f"{run}: expected a run of {known}, found one of `{command}`; other runs have no log")
    check_new_folder(out)
    log, samples = writer(run, out, with_images)
    unscored = sum(all(score.value is None for score in sample.scores.values()) for sample in samples)
    return ExportedResults(log=log, samples=len(samples), unscored=unscored)


def _log_science_t2i(root: Path, out: Path, with_images: bool) -> tuple[Path, list[LoggedSample]]:
    run = read_run(root)
    result = open_result(run)
    by_image: dict[str, list[BenchRow]] = defaultdict(list)
    for row in run.rows:
        by_image[row.id].append(row)
    samples = [_image_sample(rows, run, with_images) for rows in by_image.values()]
    numbers = [
        LoggedNumber(
            name=_named(judge, tier),
            metrics={"mean": found.overall},
            coverage=found.overall.coverage,
            unit=numbers.unit,
        )
        for judge, numbers in result.judges.items()
        for tier, found in numbers.tiers.items()
    ]
    data = read_manifest(root)["config"]["data"]
    return write_log(root, out, samples, numbers, model=run.name, data=data), samples


def _image_sample(rows: list[BenchRow], run: BenchRun, with_images: bool) -> LoggedSample:
    first = rows[0]
    asked = run.prompt_sets[first.situation]
    shown = show_image(run.root / first.file, run.root).uri if first.file and with_images else ""
    return LoggedSample(
        id=f"{first.situation}/{first.tier}",
        epoch=first.index + 1,
        input=asked.prompt(first.tier),
        target=asked.reality_rubric or asked.explicit_prompt,
        output=first.file or f"no image: {first.reason}",
        image=shown,
        is_drawn=True,
        status="ok" if first.file else first.status,
        scores={
            _named(row.judge, row.tier): LoggedScore(
                value=None if row.score is None else row.score * row.scale,
                status=row.status,
                reason=row.reason or row.raw,
            )
            for row in rows
        },
        metadata={"law": first.law, "field": first.field, "setting": first.setting, "file": first.file},
    )


def _named(judge: str, tier: str) -> str:
    return f"{judge}, {tier} prompts"


def _log_scigenbench(root: Path, out: Path, _: bool) -> tuple[Path, list[LoggedSample]]:
    result = read_figure_result(root)
    if result.quizzes.r_inv is None:
        raise DataError(
            f"{root}: expected a run with a judge, found none; a log needs R_inv: run it with --judge api:MODEL"
        )
    by_problem: dict[str, list[QuizRow]] = defaultdict(list)
    for row in read_quizzes(root):
        by_problem[row.problem].append(row)
    samples = []
    for problem in read_problems(root / PROBLEMS):
        rows = sorted((row for row in by_problem[problem.id] if row.has_key), key=lambda row: row.index)
        wrong = [f"quiz {row.index + 1}: {row.reason or row.status}" for row in rows if row.correct is not True]
        samples.append(
            LoggedSample(
                id=problem.id,
                input=problem.question,
                target=problem.answer.text,
                output=", ".join(f"quiz {row.index + 1}: {row.letter or row.status}" for row in rows) or "no quiz",
                scores={
                    R_INV: LoggedScore(
                        value=float(not wrong) if rows else None,
                        status="ok" if rows else "missing",
                        reason="; ".join(wrong) if rows else "no quiz with a right answer in the data",
                    )
                },
                metadata={"image_type": problem.image_type, "states": [row.status for row in rows]},
            )
        )
    numbers = [LoggedNumber(name=R_INV, metrics={"mean": result.quizzes.r_inv}, coverage=result.quizzes.coverage)]
    log = write_log(root, out, samples, numbers, model=result.generator, data=result.data or "problems")
    return log, samples


def _log_student_eval(root: Path, out: Path, with_images: bool) -> tuple[Path, list[LoggedSample]]:
    config = EvalConfig.parse(read_manifest(root)["config"])
    result, rows = read_eval(root)
    items = {item.id: item for item in load_items(config)}
    if gone := [row.item for row in rows if row.item not in items]:
        raise DataError(f"{config.data}: has no item {gone[0]!r} of the run {root}; the test set has changed since")
    samples = [_answer_sample(row, items, root, with_images) for row in rows]
    k = result.samples
    numbers = [
        LoggedNumber(
            name="image",
            metrics={"mean": result.avg_at_k, f"pass_at_{k}": result.pass_at_k, "image_gain": result.image_gain},
            coverage=result.coverage,
        ),
        LoggedNumber(name="blind", metrics={"mean": result.blind}),
        LoggedNumber(name="wrong image", metrics={"mean": result.wrong_image}),
    ]
    return write_log(root, out, samples, numbers, model=result.model, data=result.protocol), samples


def _answer_sample(row: AnswerRow, items: Mapping[str, EvalItem], root: Path, with_images: bool) -> LoggedSample:
    item = items[row.item]
    seen = items[row.shown].images if row.shown else ()
    return LoggedSample(
        id=f"{row.item}/{row.arm}",
        epoch=row.sample + 1,
        input=question_words(item, blind=row.arm == "blind"),
        target=item.answer.text,
        output=row.raw or row.reason,
        image=show_image(seen[0], root).uri if seen and with_images else "",
        status=row.status,
        scores={row.arm: LoggedScore(value=row.score, status=row.status, reason=row.reason)},
        metadata={"group": row.group, "arm": row.arm, "shown": row.shown, "method": row.method},
    )


Writer = Callable[[Path, Path, bool], tuple[Path, list[LoggedSample]]]
WRITERS: Mapping[str, Writer] = {
    SCIENCE_T2I: _log_science_t2i,
    SCIGENBENCH: _log_scigenbench,
    STUDENT_EVAL: _log_student_eval,
}
"""By command of the run."""
