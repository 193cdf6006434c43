"""Last step of `bench scigenbench`: gallery and report around the numbers of the result, with what failed by state."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from scisynth.core.problems import FigureProblem
from scisynth.core.records import ImageRecord
from scisynth.core.store import read_manifest, write_atomic
from scisynth.figures.pixels.labels import PixelRow
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.scigenbench.config import FAMILIES
from scisynth.pipelines.scigenbench.figure_records import judged_records
from scisynth.pipelines.scigenbench.generate import DrawnFigures
from scisynth.pipelines.scigenbench.judge import Judged
from scisynth.reports.figures.gallery import write_figures_page
from scisynth.reports.figures.report import (
    FAMILIES_BANNER,
    OWN_BANNER,
    REAL_BANNER,
    FigureReport,
    headline,
    render_figure_report,
)
from scisynth.reports.figures.results import FigureBenchResult
from scisynth.reports.parts.format import plural
from scisynth.reports.parts.summary import Failure

PUBLISHED = ("scigenbench", "scigenbench_subjects")
"""The paper's tables, the overall one first."""
RESULTS, GALLERY, REPORT = "results.json", "gallery.html", "report/report.html"
REST = "see the rows in the run folder"


def write_pages(
    result: FigureBenchResult,
    problems: Sequence[FigureProblem],
    drawn: DrawnFigures,
    judged: Judged,
    read: Sequence[PixelRow],
) -> None:
    """Writes `gallery.html` and `report/report.html` of a run, at the paths that the result names."""
    assert result.gallery and result.report
    write_figures_page(
        judged_records(problems, drawn, judged, read),
        result.gallery,
        title=f"{result.generator} on SciGenBench",
        headline="\n".join(headline(result)),
        note=gallery_note(result),
    )
    page = render_figure_report(
        FigureReport(
            result=result,
            manifest=read_manifest(result.out),
            banner=_banner(result),
            failures=find_failures(problems, drawn.records, judged),
            published=[read_published(name) for name in PUBLISHED],
            gallery="../gallery.html",
        )
    )
    write_atomic(result.report, page.encode())


def _banner(result: FigureBenchResult) -> str:
    if result.data != FAMILIES:
        return REAL_BANNER
    return FAMILIES_BANNER if result.generator == FAMILIES else OWN_BANNER


def gallery_note(result: FigureBenchResult) -> str:
    """The line under the gallery's title."""
    is_families = result.data == FAMILIES
    origin = "problems and figures of the families, no real data" if is_families else Path(result.data).name
    protocol = ", as published" if result.paper_compat else ""
    images = ", ".join(f"{state} {count}" for state, count in result.outcomes.pictures.items())
    without = result.quizzes.quizzes_without_key
    keys = f"; {without} quizzes without a right answer in the data are not asked" if without else ""
    return (
        f"{result.num_problems} problems ({origin}), judge {result.judge or 'none'}{protocol}; images: {images}{keys}."
    )


def find_failures(problems: Sequence[FigureProblem], records: Sequence[ImageRecord], judged: Judged) -> list[Failure]:
    """Everything without an image or an answer, grouped by what it is and its state, with reasons."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for problem, record in zip(problems, records, strict=True):
        if record.status != "ok":
            found["image", record.status].append(f"{problem.id}: {record.reason}")
    asked = (
        ("quiz", judged.quizzes),
        ("blind quiz", judged.blind),
        ("question", judged.questions),
        ("grade", judged.grades),
    )
    for what, rows in asked:
        for row in rows:
            if row.status not in ("ok", "missing"):
                found[what, row.status].append(f"{row.problem}: {row.reason}")
    many = {"quiz": "quizzes", "blind quiz": "blind quizzes"}
    return [
        Failure(what=f"{plural(len(lines), what, many.get(what, ''))}: {state}", details=lines, rest=REST)
        for (what, state), lines in found.items()
    ]
