"""leaderboard.html of figure benchmarks: runs side by side, tests between them, the published rows, and precision against expressiveness.

Precision is R_inv, expressiveness the judge's grade of that name: code draws exactly and sparsely, pixels richly and wrongly, and a
generator is better the further up and to the right it stands (arXiv 2601.17027, section 5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scisynth.core.plugins.assisted import split_assisted, words_for
from scisynth.core.records import Metric
from scisynth.grading.metrics.records import WithBaselines
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.figures.results import FigureBenchResult
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.tables import (
    Column,
    Grid,
    PublishedTable,
    Value,
    metric_value,
    plain_value,
    text_column,
    text_value,
)
from scisynth.reports.parts.templating import inline_parts, make_environment
from scisynth.stats.intervals import times
from scisynth.stats.paired import ModelPair
from scisynth.stats.scores import Score

MAX_GRADE = 2


@dataclass(frozen=True, kw_only=True)
class BoardRun:
    """One run of `bench scigenbench`: its result under the name that the board calls it by."""

    name: str
    result: FigureBenchResult


@dataclass(frozen=True, kw_only=True)
class Point:
    """A generator in the plot; places in percent of width and height, from the upper left corner."""

    number: int
    name: str
    is_published: bool
    x: float
    y: float
    text: str


def render_figure_board(
    runs: Sequence[BoardRun], pairs: Sequence[ModelPair], published: Sequence[PublishedTable]
) -> str:
    """The whole page."""
    environment = make_environment()
    title = "SciGenBench: " + ", ".join(run.name for run in runs)
    return environment.get_template("figure_board.html").render(
        results={"title": title},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        points=plot_points(runs, published[0]),
        tables=[table for table in own_tables(runs, pairs) if table.rows],
        published=[(table.heading, published_grid(table)) for table in published],
    )


def plot_points(runs: Sequence[BoardRun], published: PublishedTable) -> list[Point]:
    """Those with both numbers, best R_inv first."""
    precise, rich = published.columns.index("R_inv"), published.columns.index("expressiveness")
    found = [(name, True, row[precise], row[rich]) for name, row in published.rows.items()]
    for run in runs:
        r_inv, grade = run.result.quizzes.r_inv, _grades(run.result).get("expressiveness")
        if r_inv and grade and r_inv.value is not None and grade.value is not None:
            found.append((run.name, False, 100 * r_inv.value, grade.value))
    found.sort(key=lambda item: -item[2])
    return [
        Point(
            number=number,
            name=name,
            is_published=is_published,
            x=100 * grade / MAX_GRADE,
            y=100 - fraction,
            text=f"{name}: R_inv {fraction:.1f} %, expressiveness {grade:.2f}",
        )
        for number, (name, is_published, fraction, grade) in enumerate(found, start=1)
    ]


def own_tables(runs: Sequence[BoardRun], pairs: Sequence[ModelPair], *, heading: str = "Leaderboard") -> list[Grid]:
    """Everything measured here; tables without rows where nothing was."""
    results = [run.result for run in runs]
    return [
        _table(runs, heading, [_rates(result) for result in results]),
        _table(runs, "Five dimensions, 0 to 2", [_grades(result) for result in results], scale=1),
        _table(runs, "R_inv by subject", [result.quizzes.by_subject for result in results]),
        _table(
            runs,
            "Fraction of figures with a failure of this kind",
            [_failures(result) for result in results],
            lower_is_better=True,
        ),
        _against_references(runs),
        _comparisons(pairs),
        _table(runs, "R_inv by image type", [result.quizzes.by_type for result in results]),
    ]


def _rates(result: FigureBenchResult) -> Mapping[str, Metric | None]:
    """What the first table shows of a run, by column."""
    quizzes, pixels = result.quizzes, result.pixels
    return {
        "R_inv": quizzes.r_inv,
        "answered": quizzes.r_inv_answered,
        "per quiz": quizzes.per_quiz,
        "blind": quizzes.blind,
        "gain": quizzes.information_gain,
        "multimodal question": result.questions.accuracy_all if result.questions else None,
        "verified": result.verified,
        "claims that hold": result.structural,
        "labels read": pixels.label_recall if pixels else None,
        "answers seen": pixels.answer_leaks if pixels else None,
    }


def _grades(result: FigureBenchResult) -> Mapping[str, Score]:
    return result.dimensions.overall if result.dimensions else {}


def _failures(result: FigureBenchResult) -> Mapping[str, Metric]:
    found = result.dimensions.failures if result.dimensions else {}
    return {name.replace("_", " "): rate for name, rate in found.items()}


def _table(
    runs: Sequence[BoardRun],
    name: str,
    found: Sequence[Mapping[str, Metric | None]],
    *,
    scale: float = 100,
    lower_is_better: bool = False,
) -> Grid:
    """Run x number; `found`: the numbers of each run by column. Only columns and runs that have a number."""
    known = dict.fromkeys(label for row in found for label in row)
    labels = [
        label
        for label in known
        if any(metric is not None and metric.value is not None for metric in (row.get(label) for row in found))
    ]
    has_assisted = any(split_assisted(run.name)[1] for run in runs)
    rows = [
        [
            *_named(run.name, has_assisted=has_assisted),
            text_value(run.result.judge or "code alone"),
            *(_scaled(row.get(label), scale) for label in labels),
        ]
        for run, row in zip(runs, found, strict=True)
        if any(row.get(label) for label in labels)
    ]
    columns = [Column(label=label, lower_is_better=lower_is_better) for label in labels]
    names = [text_column("generator"), *([text_column("assisted by")] if has_assisted else [])]
    return Grid(name=name, columns=[*names, text_column("judge"), *columns], rows=rows)


def _named(name: str, *, has_assisted: bool) -> list[Value]:
    """A run's generator, and how it is assisted where any run is."""
    base, ways = split_assisted(name)
    return [text_value(base), text_value(words_for(ways))] if has_assisted else [text_value(name)]


def _against_references(runs: Sequence[BoardRun]) -> Grid:
    """Every metric with its baselines, without which it says nothing."""
    rows = [
        [
            text_value(run.name),
            text_value(name),
            *(_scaled(metric, 1, 2) for metric in (found.score, found.blank, found.shuffled)),
            _scaled(found.above_blank if isinstance(found, WithBaselines) else None, 1, 2),
        ]
        for run in runs
        for name, found in (run.result.pictures.with_baselines if run.result.pictures else {}).items()
    ]
    labels = ("figures", "blank page", "another figure", "fraction above blank")
    columns = [text_column("generator"), text_column("metric"), *(Column(label=label) for label in labels)]
    return Grid(name="Against reference figures", columns=columns, rows=rows)


def _comparisons(pairs: Sequence[ModelPair]) -> Grid:
    rows = [
        [
            text_value(f"{pair.first} − {pair.second}"),
            metric_value(times(pair.test.difference, 100), 1, signed=True),
            *(Value(text=words.p_text(p), sort=p) for p in (pair.test.p_value, pair.p_holm)),
            text_value(words.verdict(pair.first, pair.second, pair.test.difference, pair.p_holm)),
        ]
        for pair in pairs
    ]
    small = [Column(label="p", lower_is_better=True), Column(label="p, Holm", lower_is_better=True)]
    columns = [text_column("generators"), Column(label="difference of R_inv"), *small, text_column("verdict")]
    return Grid(name="Comparisons, problem by problem", columns=columns, rows=rows)


def published_grid(table: PublishedTable) -> Grid:
    """A published table as it stands, best first column first."""
    rows = [
        [text_value(name), *(plain_value(value, 2) for value in values)]
        for name, values in sorted(table.rows.items(), key=lambda item: -item[1][0])
    ]
    columns = [Column(label=label, lower_is_better=label == "FID") for label in table.columns]
    return Grid(name="Published by others", columns=[text_column("name"), *columns], rows=rows)


def _scaled(found: Metric | None, scale: float, digits: int | None = None) -> Value:
    if found is None:
        return Value(text=wording.DASH)
    return metric_value(times(found, scale), digits if digits is not None else 1 if scale > 1 else 2)
