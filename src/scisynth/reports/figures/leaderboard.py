"""leaderboard.html of figure benchmarks: runs side by side, tests between them, the published rows, and precision against expressiveness.

Precision is R_inv, expressiveness the judge's grade of that name: code draws exactly and sparsely, pixels richly and wrongly, and a
generator is better the further up and to the right it stands (arXiv 2601.17027, section 5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.records import Metric
from scisynth.reports.benchmark import sentences as words
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

MAX_GRADE = 2
BASELINES = ("score", "blank", "shuffled", "above_blank")


@dataclass(frozen=True, kw_only=True)
class BoardRun:
    """One run of `bench scigenbench`: its results.json under the name that the board calls it by."""

    name: str
    results: Mapping[str, Any]


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
        r_inv, grade = _metric(run.results, "r_inv"), _metric(run.results, "dimensions", "overall", "expressiveness")
        if r_inv and grade and r_inv.value is not None and grade.value is not None:
            found.append((run.name, False, 100 * r_inv.value, grade.value))
    found.sort(key=lambda item: -item[2])
    return [
        Point(
            number=number,
            name=name,
            is_published=is_published,
            x=100 * grade / MAX_GRADE,
            y=100 - share,
            text=f"{name}: R_inv {share:.1f} %, expressiveness {grade:.2f}",
        )
        for number, (name, is_published, share, grade) in enumerate(found, start=1)
    ]


def own_tables(runs: Sequence[BoardRun], pairs: Sequence[ModelPair], *, heading: str = "Leaderboard") -> list[Grid]:
    """Everything measured here; tables without rows where nothing was."""
    return [
        _table(runs, heading, {
            "R_inv": (("r_inv",), 100), "answered": (("r_inv_answered",), 100), "per quiz": (("per_quiz",), 100),
            "blind": (("blind",), 100), "gain": (("information_gain",), 100),
            "multimodal question": (("questions", "accuracy_all"), 100), "verified": (("verified",), 100), "structure of what code drew": (("structural",), 100),
            "labels read": (("pixels", "label_recall"), 100), "answers seen": (("pixels", "answer_leaks"), 100),
        }),
        _table(runs, "Five dimensions, 0 to 2", {
            name: (("dimensions", "overall", name), 1) for name in _keys(runs, "dimensions", "overall")
        }),
        _table(runs, "R_inv by subject", {name: (("by_subject", name), 100) for name in _keys(runs, "by_subject")}),
        _table(runs, "Fraction of figures with a failure of this kind", {
            name.replace("_", " "): (("dimensions", "failures", name), 100) for name in _keys(runs, "dimensions", "failures")
        }, lower_is_better=True),
        _against_references(runs),
        _comparisons(pairs),
        _table(runs, "R_inv by image type", {name: (("by_type", name), 100) for name in _keys(runs, "by_type")}),
    ]  # fmt: skip


def _table(
    runs: Sequence[BoardRun],
    name: str,
    wanted: Mapping[str, tuple[Sequence[str], float]],
    *,
    lower_is_better: bool = False,
) -> Grid:
    """Run x number; a column is (keys of results.json, scale). Only columns and runs that have a number."""
    found = {label: [_metric(run.results, *keys) for run in runs] for label, (keys, _) in wanted.items()}
    labels = [label for label, column in found.items() if any(metric and metric.value is not None for metric in column)]
    rows = [
        [
            text_value(run.name),
            text_value(str(run.results["judge"]) or "code alone"),
            *(_scaled(found[label][number], wanted[label][1]) for label in labels),
        ]
        for number, run in enumerate(runs)
        if any(found[label][number] for label in labels)
    ]
    columns = [Column(label=label, lower_is_better=lower_is_better) for label in labels]
    return Grid(name=name, columns=[text_column("generator"), text_column("judge"), *columns], rows=rows)


def _against_references(runs: Sequence[BoardRun]) -> Grid:
    """Every metric with its baselines, without which it says nothing."""
    rows = [
        [text_value(run.name), text_value(name), *(_scaled(_metric(measured, part), 1, 2) for part in BASELINES)]
        for run in runs
        for name, measured in (run.results.get("pictures") or {}).items()
        if isinstance(measured, Mapping) and "blank" in measured
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


def _keys(runs: Sequence[BoardRun], *path: str) -> list[str]:
    """Names that stand at a place of any run's results, in order."""
    return list(dict.fromkeys(key for run in runs for key in (_at(run.results, path) or {})))


def _at(values: Mapping[str, Any], path: Sequence[str]) -> Any:
    found: Any = values
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _metric(values: Mapping[str, Any], *path: str) -> Metric | None:
    found = _at(values, path)
    return Metric.from_dict(found) if found else None


def _scaled(metric: Metric | None, scale: float, digits: int | None = None) -> Value:
    if metric is None:
        return Value(text=wording.DASH)
    return metric_value(times(metric, scale), digits if digits is not None else 1 if scale > 1 else 2)
