"""report.html of one run of `student eval`: the numbers with their controls, examples with their images, what failed, and the published rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.records import Metric
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.figures.gallery import FigureRecord
from scisynth.reports.figures.leaderboard import published_grid
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import (
    Column,
    Grid,
    PublishedTable,
    Value,
    metric_value,
    text_column,
    text_value,
)
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows
from scisynth.reports.parts.thumbnails import show_image
from scisynth.reports.students.results import EvalResult
from scisynth.stats.intervals import times

SIDE_PX = 320
BANNER = (
    "The numbers belong to the protocol, the test set and the model named in the manifest below, and to no others. Answers are graded "
    "by code, never by a second model."
)


@dataclass(frozen=True, kw_only=True)
class EvalReport:
    """Everything that the page says of one run."""

    result: EvalResult
    manifest: Mapping[str, Any]
    examples: Sequence[tuple[str, FigureRecord]]
    """Why it is shown, and the item with its answers."""
    failures: Sequence[Failure]
    published: Sequence[PublishedTable]
    gallery: str
    """Link to the gallery from the page's folder."""


def render_eval_report(report: EvalReport) -> str:
    """The whole page."""
    environment = make_environment()
    result = report.result
    return environment.get_template("student_eval.html").render(
        results={"title": f"{result.protocol}: {result.model}", "cost": result.cost},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board", "student_eval"]),
        sentences=headline(result),
        banner=BANNER,
        notes=notes(result),
        states=_states(result),
        money=words.money(result.cost.usd),
        tables=[table for table in (score_table(result), *_part_tables(result)) if table.rows],
        examples=[(why, record, show_image(record.picture.absolute(), record.picture.parent, SIDE_PX) if record.picture else None)
                  for why, record in report.examples],
        published=[(table.heading, published_grid(table)) for table in report.published],
        failures=report.failures,
        nothing_failed="Every question was answered, and every answer could be graded.",
        manifest=manifest_rows(report.manifest),
        gallery=report.gallery,
    )  # fmt: skip


def headline(result: EvalResult) -> list[str]:
    """What a reader should take away, in three sentences."""
    k = result.samples
    found = [
        f"avg@{k} {wording.with_interval(result.avg_at_k)}, pass@{k} {wording.with_interval(result.pass_at_k)}, of "
        f"{wording.plural(result.num_items, 'question')}.",
        f"Without the image {wording.with_interval(result.blind)}, with another item's image {wording.with_interval(result.wrong_image)}.",
    ]
    gain = result.image_gain
    if gain.value is None:
        return found
    words_of_gain = f"The image adds {_points(gain)} points of 100"
    if gain.low is not None and gain.low > 0:
        return [*found, f"{words_of_gain} to what the words alone give."]
    return [*found, f"{words_of_gain}: this run does not show that the model answers from the image."]


def notes(result: EvalResult) -> list[str]:
    """What limits the numbers."""
    found = []
    if result.num_published and result.num_items != result.num_published:
        found.append(
            f"{result.num_items:,} of the {result.num_published:,} published questions: not a result on the whole test set."
        )
    if not result.avg_at_k.n and result.blind.n:
        found.append("No question with an image was answered, and the blind ones were: the model may take no images.")
    if result.coverage < 1:
        found.append(f"Coverage {result.coverage:.1%}: the others were not answered; the same command asks them again.")
    if result.truncated.value:
        found.append(
            f"{wording.percent(result.truncated.value)} of the answers were cut off at {result.max_tokens:,} tokens and count as none; "
            "a larger max_tokens is another protocol."
        )
    if result.unreadable_keys:
        found.append(
            f"{wording.plural(result.unreadable_keys, 'key')} can be matched by the very same words alone; answers in others are unparsed."
        )
    return found


def score_table(result: EvalResult) -> Grid:
    """Every measure with its interval."""
    k, controls = result.samples, result.control_samples
    rows = [
        (f"avg@{k}", result.avg_at_k, "right answers; no answer counts as wrong"),
        (f"pass@{k}", result.pass_at_k, f"questions with a right answer among {k}"),
        ("graded", result.graded, "right among the answers that code could grade"),
        (f"blind, avg@{controls}", result.blind, "the same questions without an image"),
        (f"wrong image, avg@{controls}", result.wrong_image, "the same questions with another item's image"),
        ("image gain", result.image_gain, "with the image less blind, question by question"),
        ("gain over a wrong image", result.wrong_image_gain, "question by question"),
        ("truncated", result.truncated, f"answers cut off at {result.max_tokens:,} tokens"),
    ]
    return Grid(
        name="Scores, percent",
        columns=[text_column("measure"), Column(label="value"), text_column("of what")],
        rows=[
            [text_value(name), metric_value(times(metric, 100), 1, signed="gain" in name), text_value(meaning)]
            for name, metric, meaning in rows
        ],
    )


def _part_tables(result: EvalResult) -> list[Grid]:
    return [
        _by("What is held out", "held out", result.by_part),
        _by("By group", "group", result.by_group if len(result.by_group) > 1 else {}),
    ]


def _by(name: str, label: str, found: Mapping[str, Metric]) -> Grid:
    rows: list[list[Value]] = [
        [text_value(group), metric_value(times(metric, 100), 1)] for group, metric in found.items()
    ]
    return Grid(name=name, columns=[text_column(label), Column(label="avg@k")], rows=rows)


def _states(result: EvalResult) -> list[tuple[str, str]]:
    return [
        (arm, ", ".join(f"{state} {count}" for state, count in sorted(found.items(), key=lambda item: -item[1])))
        for arm, found in result.outcomes.items()
    ]


def _points(metric: Metric) -> str:
    return wording.score_with_interval(times(metric, 100), 1, signed=True)
