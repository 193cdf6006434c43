"""report.html of one `bench scigenbench` run: what was measured, by type, what the judge is worth, what failed, and what it cost.

Tables that the leaderboard has too are built there (`figure_board.own_tables`); this page adds what belongs to one run alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.records import Metric
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.figures.leaderboard import BoardRun, own_tables, published_grid
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

    results: Mapping[str, Any]
    """As in results.json."""
    manifest: Mapping[str, Any]
    banner: str
    failures: Sequence[Failure]
    published: Sequence[PublishedTable]
    gallery: str
    """Link to the gallery from the page's folder."""


def render_figure_report(report: FigureReport) -> str:
    """The whole page."""
    environment = make_environment()
    results = report.results
    run = BoardRun(name=results["generator"], results=results)
    tables = [table for table in own_tables([run], [], heading="Summary") if table.rows]
    return environment.get_template("figure_report.html").render(
        results={"title": f"SciGenBench: {results['generator']}", "cost": results["cost"]},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        sentences=headline(results),
        banner=report.banner,
        states=_states(results),
        money=words.money(results["cost"]["usd"]),
        tables=tables,
        pixels=pixel_table(results.get("pixels")),
        pixel_note=pixel_note(results.get("pixels")),
        exam=validation_table(results.get("exam")),
        defects=results.get("data_defects") or [],
        published=[(table.heading, published_grid(table)) for table in report.published],
        failures=report.failures,
        nothing_failed="Every image was drawn and every question has an answer.",
        manifest=manifest_rows(report.manifest),
        gallery=report.gallery,
    )


def headline(results: Mapping[str, Any]) -> list[str]:
    """One sentence a measure; only what was measured."""
    found = [
        _sentence(results.get("r_inv"), "R_inv (all quizzes of a problem right, failures counted as wrong)", "problem"),
        _sentence(results.get("blind"), "Quizzes right without the image (blind)", "quiz", "quizzes"),
        _sentence(
            results.get("information_gain"), "Gain by the image, in the rate of right quizzes", "quiz", "quizzes"
        ),
        _dimensions(results.get("dimensions")),
        _sentence(results.get("verified"), "Verified: every given, label and claim of its own plan holds", "problem"),
        _sentence((results.get("questions") or {}).get("accuracy_all"), "Multimodal questions right", "question"),
        _sentence(results.get("structural"), "Claims that hold in figures drawn by code", "figure"),
        _sentence((results.get("pixels") or {}).get("label_recall"), "Expected labels read in the pixels", "label"),
        _sentence((results.get("pixels") or {}).get("answer_leaks"), "Images that show the answer", "image"),
    ]
    return [sentence for sentence in found if sentence] or ["Nothing was measured."]


def _dimensions(found: Mapping[str, Any] | None) -> str:
    """The five grades in one sentence."""
    grades = {name: Metric.from_dict(row) for name, row in ((found or {}).get("overall") or {}).items()}
    known = {name: grade for name, grade in grades.items() if grade.value is not None}
    if not known:
        return ""
    words = ", ".join(
        f"{name.replace('_', ' ')} {grade.value:.2f} [{grade.low:.2f}, {grade.high:.2f}]"
        for name, grade in known.items()
    )
    return f"Grades by the judge, 0 to 2, of {wording.plural(max(grade.n for grade in known.values()), 'figure')}: {words}."


def pixel_table(pixels: Mapping[str, Any] | None) -> Grid:
    """Labels read in the images by type, next to the reader's own recall where all labels are known to be there."""
    own = ((pixels or {}).get("own_error") or {}).get("by_type", {})
    rows = [
        [text_value(name), _percent(found), _percent(own.get(name))]
        for name, found in ((pixels or {}).get("by_type") or {}).items()
        if found["n"]
    ]
    columns = [
        text_column("image type"),
        Column(label="labels read"),
        Column(label="the reader's own recall", under="figures whose labels are known"),
    ]
    return Grid(name="Labels read in the pixels", columns=columns, rows=rows)


def pixel_note(pixels: Mapping[str, Any] | None) -> str:
    """What was read, by what, and how far it can be trusted."""
    if not pixels:
        return ""
    own, states = pixels["own_error"], ", ".join(f"{state} {count}" for state, count in pixels["states"].items())
    return (
        f"Read by {pixels['reader']}, without a language model and without the problem's program. Images: {states}. "
        f"On {own['num_figures']} figures whose labels are known the reader finds {100 * own['label_recall']['value']:.1f} % of the "
        f"labels of two characters or more, confirms {100 * own['false_confirmations']['value']:.1f} % of labels that are not there, and finds "
        f"{100 * own['planted_answers']['value']:.0f} % of answers written into a figure. A label that it misses fails nothing."
    )


def validation_table(exam: Mapping[str, Any] | None) -> Grid:
    """What the judge is worth on figures whose truth is known."""
    rows: list[list[Value]] = []
    if exam:
        rows.append([text_value("corrupted figures found, all defects"), _percent(exam["sensitivity"])])
        rows += [[text_value(name.replace("_", " ")), _percent(found)] for name, found in exam["by_defect"].items()]
        rows.append([text_value("true figures called wrong"), _percent(exam["false_alarms"])])
    return Grid(name="Judge validation", columns=[text_column("figures"), Column(label="rate")], rows=rows)


def _states(results: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, `ok 12, refused 1`) for everything that was asked or drawn."""
    return [
        (name, ", ".join(f"{state} {count}" for state, count in sorted(found.items(), key=lambda item: -item[1])))
        for name, found in results["outcomes"].items()
        if found
    ]


def _sentence(found: Mapping[str, Any] | None, what: str, one: str, many: str = "") -> str:
    if not found or found["value"] is None:
        return ""
    return f"{what}: {wording.with_interval(Metric.from_dict(found))} of {wording.plural(found['n'], one, many)}."


def _percent(found: Mapping[str, Any] | None) -> Value:
    return metric_value(times(Metric.from_dict(found), 100) if found else None, 1)
