"""Runs of `student eval` joined: one table for each protocol and test set, with paired tests and the published rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.core.store import read_manifest, write_atomic
from scisynth.pipelines.students.evaluation.config import COMMAND
from scisynth.pipelines.students.evaluation.report import RESULTS, published_of
from scisynth.pipelines.students.evaluation.run import group_of, image_of, read_eval
from scisynth.pipelines.students.evaluation.summarize import item_scores
from scisynth.reports.students.board import EvalGroup, EvalPair, render_eval_board
from scisynth.reports.students.results import EvalResult
from scisynth.stats.paired import McNemarTest, ModelPair, compare_all, mcnemar
from scisynth.students.evaluation.grading import AnswerRow

PAGE, NUMBERS = "leaderboard.html", "leaderboard.json"
Run = tuple[str, EvalResult, list[AnswerRow]]
"""Name on the board, numbers, answers."""


@dataclass(frozen=True, kw_only=True)
class EvalBoard(Result):
    """Runs side by side: `leaderboard.json`."""

    out: Path
    report: Path
    rows: tuple[EvalResult, ...]
    """The results of the runs, each under its name on the board."""
    comparisons: tuple[EvalPair, ...]
    """Between runs of one protocol and test set."""


def build_eval_board(folders: Sequence[Path], out: Path) -> EvalBoard:
    """Reads finished runs and writes their common page and numbers into `out`.

    Raises:
        DataError: a folder is no finished run of `student eval`.
    """
    runs = _named([_read(folder) for folder in folders])
    together: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in runs:
        together[run[1].protocol, run[1].digest].append(run)
    groups = [
        EvalGroup(
            protocol=protocol,
            digest=digest,
            rows=[(name, result) for name, result, _ in members],
            pairs=_compare(protocol, members),
            published=published_of(protocol),
        )
        for (protocol, digest), members in together.items()
    ]
    write_atomic(out / PAGE, render_eval_board(groups).encode())
    board = EvalBoard(
        out=out,
        report=out / PAGE,
        rows=tuple(result for _, result, _ in runs),
        comparisons=tuple(pair for group in groups for pair in group.pairs),
    )
    board.save(out / NUMBERS)
    return board


def _read(folder: Path) -> tuple[EvalResult, list[AnswerRow]]:
    if read_manifest(folder)["command"] != COMMAND or not (folder / RESULTS).is_file():
        raise DataError(f"{folder}: expected a finished run of `{COMMAND}`; repeat its command to finish it")
    return read_eval(folder)


def _named(found: Sequence[tuple[EvalResult, list[AnswerRow]]]) -> list[Run]:
    """A run by its model; by its number as well where that leaves two alike."""
    runs: list[Run] = []
    for result, rows in found:
        taken = [name for name, other, _ in runs if other.digest == result.digest]
        name = result.model if result.model not in taken else f"{result.model}, run {len(taken) + 1}"
        runs.append((name, result, rows))
    return runs


def _compare(protocol: str, runs: Sequence[Run]) -> list[EvalPair]:
    """The tests of every pair, over the items that both answered."""
    scores = {name: item_scores(rows) for name, _, rows in runs}
    every = [row for _, _, rows in runs for row in rows]
    images = image_of(every)
    pairs = compare_all(scores, cluster_of=group_of(every), prompt_of=images)
    return [
        EvalPair(protocol=protocol, pair=pair, mcnemar=_mcnemar(scores, pair, images)) for pair in pairs if pair.test.n
    ]


def _mcnemar(
    scores: Mapping[str, Mapping[str, float]], pair: ModelPair, images: Mapping[str, str]
) -> McNemarTest | None:
    """None where an image has several questions, whose answers are not independent."""
    first, second = scores[pair.first], scores[pair.second]
    common = [item for item in first if item in second]
    if len({images[item] for item in common}) < len(common):
        return None
    return mcnemar([first[item] > 0.5 for item in common], [second[item] > 0.5 for item in common])
