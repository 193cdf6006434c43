"""Runs of `bench scigenbench` joined: one table, paired tests on common problems, the published rows, and a plot."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.store import Journal, read_manifest, write_atomic
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.scigenbench.config import COMMAND, FAMILIES, IMGCODER
from scisynth.pipelines.scigenbench.families import FIGURES, PROBLEMS
from scisynth.pipelines.scigenbench.imgcoder import CODED
from scisynth.pipelines.scigenbench.judge import read_quizzes
from scisynth.pipelines.scigenbench.report import PUBLISHED, RESULTS
from scisynth.pipelines.scigenbench.results import FigureBoard
from scisynth.reports.figures.leaderboard import BoardRun, render_figure_board
from scisynth.reports.figures.results import FigureBenchResult
from scisynth.stats.gates import PERCENT, Headline
from scisynth.stats.intervals import times
from scisynth.stats.paired import ModelPair, compare_all

PAGE, NUMBERS = "leaderboard.html", "leaderboard.json"


def build_figure_board(folders: Sequence[Path], out: Path) -> FigureBoard:
    """Reads finished runs and writes their common page and numbers into `out`.

    Raises:
        DataError: a folder is no finished run of figures.
    """
    runs = _named([read_figure_result(folder) for folder in folders])
    pairs = _compare(runs, folders)
    published = [read_published(name) for name in PUBLISHED]
    write_atomic(out / PAGE, render_figure_board(runs, pairs, published).encode())
    board = FigureBoard(
        out=out,
        report=out / PAGE,
        rows=tuple(replace(run.result, generator=run.name) for run in runs),
        comparisons=tuple(pairs),
        published=tuple(published),
    )
    board.save(out / NUMBERS)
    return board


def read_figure_result(folder: Path) -> FigureBenchResult:
    """The numbers of a finished run; `DataError` for anything else."""
    path = folder / RESULTS
    if read_manifest(folder)["command"] != COMMAND or not path.is_file():
        raise DataError(f"{folder}: expected a finished run of `{COMMAND}`; repeat its command to finish it")
    return FigureBenchResult.load(path)


def _named(results: Sequence[FigureBenchResult]) -> list[BoardRun]:
    """A run by its generator; by its judge, protocol and number as well where that leaves two alike."""
    names: list[str] = []
    for found in results:
        protocol = ", as published" if found.paper_compat else ""
        name = f"{found.generator}{protocol}"
        if name in names:
            name = f"{name} by {found.judge or 'code alone'}"
        names.append(name if name not in names else f"{name}, run {len(names) + 1}")
    return [BoardRun(name=name, result=found) for name, found in zip(names, results, strict=True)]


def _compare(runs: Sequence[BoardRun], folders: Sequence[Path]) -> list[ModelPair]:
    """Tests between runs of one judge and one protocol; others differ by more than their figures."""
    groups: dict[tuple[str, bool], dict[str, dict[str, float]]] = defaultdict(dict)
    for run, folder in zip(runs, folders, strict=True):
        if found := perfect_problems(folder):
            groups[run.result.judge, run.result.paper_compat][run.name] = found
    return [pair for group in groups.values() for pair in compare_all(group) if pair.test.n]


def perfect_problems(folder: Path) -> dict[str, float]:
    """By problem and its words, whether every quiz with a key was answered rightly, as R_inv counts; empty without a judge."""
    words = {row["id"]: row["question"] for row in Journal(folder / PROBLEMS)}
    found: dict[str, float] = {}
    for row in read_quizzes(folder):
        if row.has_key:
            key = f"{row.problem}: {words.get(row.problem, '')}"
            found[key] = min(found.get(key, 1.0), float(row.correct is True))
    return found


def figure_headline(root: Path) -> Headline:
    """R_inv of a finished run; without a judge, the claims that hold."""
    result = read_figure_result(root)
    r_inv = result.quizzes.r_inv
    return Headline(
        metric="R_inv" if r_inv else "the claims that hold",
        unit=PERCENT,
        value=times(r_inv or result.structural, 100),
        scores=perfect_problems(root) if r_inv else _claim_pass_rates(root),
    )


def _claim_pass_rates(root: Path) -> dict[str, float]:
    """By problem, the fraction of claims that hold on its page."""
    families, coded = root / FAMILIES / FIGURES, root / IMGCODER / CODED
    if families.is_file():
        rows = json.loads(families.read_text(encoding="utf-8"))
    else:
        rows = Journal(coded).read()
    return {row["id"]: row["score"] for row in rows if row["score"] is not None and not row.get("defect")}
