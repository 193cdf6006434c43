"""report.html of a study: a sentence for each comparison, the plots, every score, and the trainings that failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from scisynth.reports.parts import format as wording
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import Column, Grid, Value, text_column, text_value
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows
from scisynth.reports.students.study_plots import arms_plot, scaling_plot
from scisynth.reports.students.study_results import ArmScore, Comparison, StudyResult
from scisynth.stats.crossed import CrossedMean

HEADINGS = {
    "arms": "Do the arms differ?",
    "training": "Does training help?",
    "method": "Do the methods differ?",
    "image": "Does the gain come from the image?",
}
BANNER = (
    "Every number belongs to this model, these items, these settings and these tests, and to no others. An interval is for other items and, with "
    "several seeds, for other trainings."
)


def render_study(result: StudyResult, manifest: Mapping[str, Any]) -> str:
    """The whole page."""
    environment = make_environment()
    return environment.get_template("student_study.html").render(
        kicker="scisynth student study",
        results={"title": f"Study of {result.model}"},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        banner=BANNER,
        notes=_notes(result),
        sections=[(heading, _sentences(result.comparisons, name)) for name, heading in HEADINGS.items()],
        scaling=[item.sentence for item in result.scaling],
        plots=_plots(result),
        tables=[score_table(result.scores, test) for test in result.tests],
        comparisons=comparison_table(result.comparisons),
        failures=_failures(result),
        nothing_failed="Every training that was run gave a model.",
        manifest=manifest_rows(manifest),
    )


def _failures(result: StudyResult) -> list[Failure]:
    lines = [f"{failure.cell}: {failure.reason}" for failure in result.failures]
    what = f"{wording.plural(len(lines), 'training')} without a model; comparisons are of the seeds that both arms have"
    return [Failure(what=what, details=lines, rest="see results.json")] if lines else []


def _notes(result: StudyResult) -> list[str]:
    found = [f"{items:,} items of {test}, the same for every model." for test, items in result.tests.items()]
    if result.num_done < result.num_cells:
        found.append(f"{result.num_done} of {result.num_cells} trainings are done; the same command goes on.")
    return found


def _sentences(comparisons: Sequence[Comparison], question: str) -> list[str]:
    found = [item for item in comparisons if item.question == question]
    tests = {item.test for item in found}
    return [item.sentence if len(tests) < 2 else f"{item.test}: {item.sentence}" for item in found]


def _plots(result: StudyResult) -> list[Any]:
    largest = {test: max((s.size for s in result.scores if s.test == test), default=0) for test in result.tests}
    arms = [
        arms_plot([s for s in result.scores if s.test == test and s.size in (0, largest[test])], test, number)
        for number, test in enumerate(result.tests)
    ]
    return [*arms, *(scaling_plot(item, result.scores, number) for number, item in enumerate(result.scaling))]


def score_table(scores: Sequence[ArmScore], test: str) -> Grid:
    """Every arm, method and size of one test."""
    rows = [
        [
            text_value(score.arm),
            text_value(score.method or wording.DASH),
            Value(text=wording.count(score.size), sort=score.size),
            _mean(score.with_image),
            _mean(score.blind),
            _mean(score.image_gain, signed=True),
            text_value(", ".join(f"{100 * value:.1f}" for value in score.with_image.by_seed)),
        ]
        for score in scores
        if score.test == test
    ]
    columns = [text_column("arm"), text_column("method"), Column(label="training items"), Column(label="with image, %")]
    columns += [Column(label="blind, %"), Column(label="image gain, points"), text_column("by seed")]
    return Grid(name=f"Scores on {test}", columns=columns, rows=rows)


def comparison_table(comparisons: Sequence[Comparison]) -> Grid:
    """Every difference with both of its errors."""
    rows = [
        [
            text_value(item.test),
            text_value(item.first),
            text_value(item.second),
            _mean(item.difference, signed=True),
            Value(text=f"{100 * item.difference.error_items:.2f}", sort=item.difference.error_items),
            Value(text=f"{100 * item.difference.error_seeds:.2f}", sort=item.difference.error_seeds),
            Value(text=wording.DASH if item.p_holm is None else f"{item.p_holm:.2g}", sort=item.p_holm),
        ]
        for item in comparisons
    ]
    columns = [text_column("test"), text_column("first"), text_column("second"), Column(label="difference, points")]
    columns += [Column(label="error over items"), Column(label="error over seeds"), Column(label="p, Holm")]
    return Grid(name="Comparisons", columns=columns, rows=rows)


def _mean(mean: CrossedMean | None, *, signed: bool = False) -> Value:
    if mean is None:
        return Value(text=wording.DASH)
    sign = "+" if signed else ""
    note = "" if mean.low is None or mean.high is None else f"[{100 * mean.low:{sign}.1f}, {100 * mean.high:{sign}.1f}]"
    return Value(text=f"{100 * mean.value:{sign}.1f}", note=note, sort=mean.value)
