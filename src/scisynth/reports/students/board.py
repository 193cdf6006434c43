"""leaderboard.html of `student eval`: runs of one protocol under each other, exact tests between them, and the published rows.

Runs are compared only where test set, instructions, temperature and length are the same (the digest of the protocol). Two tests
answer the same question in two ways: a paired bootstrap of the mean difference over groups or images, and, where every image has one question,
McNemar's exact test over items that are right in more than half of their answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.core.records import Metric
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.figures.leaderboard import published_grid
from scisynth.reports.parts.format import DASH
from scisynth.reports.parts.tables import Column, Grid, PublishedTable, Value, metric_value, text_column, text_value
from scisynth.reports.parts.templating import inline_parts, make_environment
from scisynth.reports.students.results import EvalResult
from scisynth.stats.intervals import times
from scisynth.stats.paired import McNemarTest, ModelPair


@dataclass(frozen=True, kw_only=True)
class EvalPair:
    """Two runs of one protocol, item by item."""

    protocol: str
    pair: ModelPair
    mcnemar: McNemarTest | None
    """None where an image has several questions, which are not independent."""


@dataclass(frozen=True, kw_only=True)
class EvalGroup:
    """Runs that may be compared."""

    protocol: str
    digest: str
    rows: Sequence[tuple[str, EvalResult]]
    """Name on the board, and the numbers."""
    pairs: Sequence[EvalPair]
    published: Sequence[PublishedTable]

    @property
    def title(self) -> str:
        """Protocol, size and how it was asked, in a line."""
        first = self.rows[0][1]
        heat = "the server's temperature" if first.temperature is None else f"temperature {first.temperature:g}"
        return f"{self.protocol}: {first.num_items:,} items, {heat}, at most {first.max_tokens:,} tokens (protocol {self.digest})"


def render_eval_board(groups: Sequence[EvalGroup]) -> str:
    """The whole page."""
    environment = make_environment()
    return environment.get_template("student_board.html").render(
        results={"title": "Multimodal models: " + ", ".join(dict.fromkeys(group.protocol for group in groups))},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        groups=[
            (
                group.title,
                [table for table in (score_grid(group), pair_grid(group)) if table.rows],
                [(table.heading, published_grid(table)) for table in group.published],
            )
            for group in groups
        ],
    )


def score_grid(group: EvalGroup) -> Grid:
    """A run a row, best first."""
    labels = ("avg@k", "pass@k", "graded", "blind", "wrong image", "image gain", "truncated")
    columns = [
        text_column("model"),
        Column(label="k"),
        *(Column(label=label, lower_is_better=label == "truncated") for label in labels),
        Column(label="tokens", lower_is_better=True),
    ]
    best_first = sorted(group.rows, key=lambda row: -(row[1].avg_at_k.value or 0.0))
    return Grid(name="Measured here, percent", columns=columns, rows=[_row(name, found) for name, found in best_first])


def _row(name: str, found: EvalResult) -> list[Value]:
    metrics = (
        found.avg_at_k, found.pass_at_k, found.graded, found.blind, found.wrong_image, found.image_gain, found.truncated,
    )  # fmt: skip
    coverage = "" if found.coverage == 1 else f" ({found.coverage:.0%} answered)"
    return [
        text_value(name + coverage),
        Value(text=str(found.samples), sort=found.samples),
        *(_percent(metric) for metric in metrics),
        Value(text=f"{found.tokens:.0f}", sort=found.tokens),
    ]


def pair_grid(group: EvalGroup) -> Grid:
    """Every pair of runs with their tests."""
    columns = [
        text_column("models"),
        Column(label="difference of avg@k"),
        Column(label="p", under="sign flips", lower_is_better=True),
        Column(label="p, Holm", lower_is_better=True),
        Column(label="only one right", under="first : second"),
        Column(label="p, McNemar", under="exact", lower_is_better=True),
        text_column("verdict"),
    ]
    rows = [
        [
            text_value(f"{item.pair.first} − {item.pair.second}"),
            metric_value(times(item.pair.test.difference, 100), 1, signed=True),
            *(Value(text=words.p_text(p), sort=p) for p in (item.pair.test.p_value, item.pair.p_holm)),
            *_mcnemar(item.mcnemar),
            text_value(words.verdict(item.pair.first, item.pair.second, item.pair.test.difference, item.pair.p_holm)),
        ]
        for item in group.pairs
    ]
    return Grid(name="Comparisons, item by item", columns=columns, rows=rows)


def _mcnemar(test: McNemarTest | None) -> list[Value]:
    if test is None:
        return [Value(text=DASH)] * 2
    counts = Value(text=f"{test.only_first} : {test.only_second}", sort=test.only_first)
    return [counts, Value(text=words.p_text(test.p_value), sort=test.p_value)]


def _percent(metric: Metric) -> Value:
    return metric_value(times(metric, 100), 1)
