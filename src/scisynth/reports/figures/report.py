"""report.html of one `bench scigenbench` run: what was measured, by type, what the judge is worth, what failed, and what it cost.

Tables that the leaderboard has too are built there (`leaderboard.own_tables`); this page adds what belongs to one run alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.records import Metric
from scisynth.grading.five_dimensions import DimensionSummary
from scisynth.grading.validation import ValidationResult
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.figures.leaderboard import BoardRun, own_tables, published_grid
from scisynth.reports.figures.results import FigureBenchResult, FigureOutcomes, PixelSummary
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import Column, Grid, PublishedTable, Value, metric_value, text_column, text_value
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows
from scisynth.stats.intervals import times

FAMILIES_BANNER = (
    "Problems and figures of the families: drawn by our own programs, no real data and no generator. "
    "The numbers show what a judge or a reader makes of exact figures; they say nothing about a generator."
)
OWN_BANNER = (
    "Problems of the families, given to a generator. The problems are computed and not from the published data set."
)
REAL_BANNER = (
    "The numbers belong to the problems, the generator and the judge named in the manifest below, and to no others."
)


@dataclass(frozen=True, kw_only=True)
class FigureReport:
    """Everything that the page says of one run."""

    result: FigureBenchResult
    manifest: Mapping[str, Any]
    banner: str
    failures: Sequence[Failure]
    published: Sequence[PublishedTable]
    gallery: str
    """Link to the gallery from the page's folder."""


def render_figure_report(report: FigureReport) -> str:
    """The whole page."""
    environment = make_environment()
    result = report.result
    run = BoardRun(name=result.generator, result=result)
    tables = [table for table in own_tables([run], [], heading="Summary") if table.rows]
    return environment.get_template("figure_report.html").render(
        results={"title": f"SciGenBench: {result.generator}", "cost": result.cost},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        sentences=headline(result),
        banner=report.banner,
        states=_states(result.outcomes),
        money=words.money(result.cost.usd),
        tables=tables,
        pixels=pixel_table(result.pixels),
        pixel_note=pixel_note(result.pixels),
        exam=validation_table(result.exam),
        defects=result.data_defects,
        published=[(table.heading, published_grid(table)) for table in report.published],
        failures=report.failures,
        nothing_failed="Every image was drawn and every question has an answer.",
        manifest=manifest_rows(report.manifest),
        gallery=report.gallery,
    )


def headline(result: FigureBenchResult) -> list[str]:
    """One sentence a measure; only what was measured."""
    quizzes, questions, pixels = result.quizzes, result.questions, result.pixels
    found = [
        _sentence(quizzes.r_inv, "R_inv (all quizzes of a problem right, failures counted as wrong)", "problem"),
        _sentence(quizzes.blind, "Quizzes right without the image (blind)", "quiz", "quizzes"),
        _sentence(quizzes.information_gain, "Gain by the image, in the rate of right quizzes", "quiz", "quizzes"),
        _dimensions(result.dimensions),
        _sentence(result.verified, "Verified: every given, label and claim of its own plan holds", "problem"),
        _sentence(questions.accuracy_all if questions else None, "Multimodal questions right", "question"),
        _sentence(result.structural, "Claims that hold in figures drawn by code", "figure"),
        _sentence(pixels.label_recall if pixels else None, "Expected labels read in the pixels", "label"),
        _sentence(pixels.answer_leaks if pixels else None, "Images that show the answer", "image"),
    ]
    return [sentence for sentence in found if sentence] or ["Nothing was measured."]


def _dimensions(found: DimensionSummary | None) -> str:
    """The five grades in one sentence."""
    known = {name: grade for name, grade in (found.overall if found else {}).items() if grade.value is not None}
    if not known:
        return ""
    grades = ", ".join(
        f"{name.replace('_', ' ')} {wording.score_with_interval(grade, 2)}" for name, grade in known.items()
    )
    return f"Grades by the judge, 0 to 2, of {wording.plural(max(grade.n for grade in known.values()), 'figure')}: {grades}."


def pixel_table(pixels: PixelSummary | None) -> Grid:
    """Labels read in the images by type, next to the reader's own recall where all labels are known to be there."""
    rows = [
        [text_value(name), _percent(found), _percent(pixels.own_error.by_type.get(name))]
        for name, found in (pixels.by_type if pixels else {}).items()
        if pixels and found.n
    ]
    columns = [
        text_column("image type"),
        Column(label="labels read"),
        Column(label="the reader's own recall", under="figures whose labels are known"),
    ]
    return Grid(name="Labels read in the pixels", columns=columns, rows=rows)


def pixel_note(pixels: PixelSummary | None) -> str:
    """What was read, by what, and how far it can be trusted."""
    if not pixels:
        return ""
    own, states = pixels.own_error, ", ".join(f"{state} {count}" for state, count in pixels.states.items())
    recall, confirmed, planted = (
        100 * (metric.value or 0.0) for metric in (own.label_recall, own.false_confirmations, own.planted_answers)
    )
    return (
        f"Read by {pixels.reader}, without a language model and without the problem's program. Images: {states}. "
        f"On {own.num_figures} figures whose labels are known the reader finds {recall:.1f} % of the "
        f"labels of two characters or more, confirms {confirmed:.1f} % of labels that are not there, and finds "
        f"{planted:.0f} % of answers written into a figure. A label that it misses fails nothing."
    )


def validation_table(exam: ValidationResult | None) -> Grid:
    """What the judge is worth on figures whose truth is known."""
    rows: list[list[Value]] = []
    if exam:
        rows.append([text_value("corrupted figures found, all defects"), _percent(exam.sensitivity)])
        rows += [[text_value(name), _percent(found)] for name, found in exam.by_visibility.items()]
        rows += [[text_value(name.replace("_", " ")), _percent(found)] for name, found in exam.by_defect.items()]
        rows.append([text_value("true figures called wrong"), _percent(exam.false_alarms)])
    return Grid(name="Judge validation", columns=[text_column("figures"), Column(label="rate")], rows=rows)


def _states(outcomes: FigureOutcomes) -> list[tuple[str, str]]:
    """(what, `ok 12, refused 1`) for everything that was asked or drawn."""
    return [
        (name, ", ".join(f"{state} {count}" for state, count in sorted(found.items(), key=lambda item: -item[1])))
        for name, found in outcomes.by_part.items()
        if found
    ]


def _sentence(found: Metric | None, what: str, one: str, many: str = "") -> str:
    if found is None or found.value is None:
        return ""
    return f"{what}: {wording.with_interval(found)} of {wording.plural(found.n, one, many)}."


def _percent(found: Metric | None) -> Value:
    return metric_value(times(found, 100) if found else None, 1)
