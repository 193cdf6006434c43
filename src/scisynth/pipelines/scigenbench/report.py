"""Writes report.html of a `bench scigenbench` run: what failed, told by state, around the numbers of results.json."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scisynth.core.problems import FigureProblem
from scisynth.core.records import ImageRecord
from scisynth.core.store import read_manifest, write_atomic
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.scigenbench.judge import Judged
from scisynth.reports.figures.report import (
    FAMILIES_BANNER,
    OWN_BANNER,
    REAL_BANNER,
    FigureReport,
    render_figure_report,
)
from scisynth.reports.parts.format import plural
from scisynth.reports.parts.summary import Failure

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig

PUBLISHED = ("scigenbench", "scigenbench_subjects")
"""The paper's tables, the overall one first."""
FOLDER = "report"
MAX_DETAILS = 50


def write_report(
    config: "FigureBenchConfig",
    problems: Sequence[FigureProblem],
    records: Sequence[ImageRecord],
    judged: Judged,
    results: Mapping[str, Any],
    out: Path,
) -> Path:
    """Writes the page into `out/report` and returns its path."""
    banner = (
        REAL_BANNER if not config.is_families else FAMILIES_BANNER if config.generator == "families" else OWN_BANNER
    )
    page = render_figure_report(
        FigureReport(
            results=json.loads(json.dumps(results)),
            manifest=read_manifest(out),
            banner=banner,
            failures=find_failures(problems, records, judged),
            published=[read_published(name) for name in PUBLISHED],
            gallery="../gallery.html",
        )
    )
    path = out / FOLDER / "report.html"
    write_atomic(path, page.encode())
    return path


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
    return [
        Failure(what=f"{plural(len(lines), what, _plural_of(what))}: {state}", details=_bounded(lines))
        for (what, state), lines in found.items()
    ]


def _plural_of(what: str) -> str:
    return "quizzes" if what == "quiz" else "blind quizzes" if what == "blind quiz" else f"{what}s"


def _bounded(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MAX_DETAILS
    return [*lines[:MAX_DETAILS], *([f"and {more} more; the rows of the run folder have them all"] if more > 0 else [])]
