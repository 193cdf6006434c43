"""gallery.html of instrument images: each with what was measured in it, claim by claim."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from scisynth.instruments.findings import Finding
from scisynth.pipelines.instruments.overlay import draw_marks
from scisynth.pipelines.instruments.results import ImageRow, ValidatedRow
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.parts.format import plural

STATES = {"pass": "held", "fail": "failed", "cannot tell": "unchecked"}


def write_images_page(rows: Sequence[ImageRow], path: Path, *, title: str, note: str) -> None:
    """The page of a run of `instruments make`."""
    true = [row.verdict for row in rows if not row.violation]
    twins = [row.is_caught for row in rows if row.violation]
    told = len(true) - true.count("cannot tell")
    caught = f" {twins.count(True)} of {plural(len(twins), 'twin')} caught." if twins else ""
    headline = f"{true.count('pass')} of {plural(told, 'image')} with a verdict pass; {true.count('cannot tell')} without.{caught}"
    records = [_record(row, path.parent) for row in rows]
    write_figures_page(records, path, title=title, headline=headline, note=note)


def _record(row: ImageRow, root: Path) -> FigureRecord:
    is_twin = bool(row.violation)
    title = row.instrument.replace("_", " ") + (f", {row.violation.replace('_', ' ')} {row.dose:g}" if is_twin else "")
    words = {"pass": "passes", "fail": "caught" if is_twin else "fails", "cannot tell": "cannot tell"}
    parts = [
        ("what is wrong", row.sentence),
        ("prompts", "\n".join(f"{name}: {text}" for name, text in row.prompts.items())),
        ("quizzes", "\n".join(f"{quiz.question}  {dict(quiz.options)}  {quiz.correct}" for quiz in row.quizzes)),
    ]
    return FigureRecord(
        id=row.id,
        group=row.instrument,
        title=title,
        picture=root / row.image,
        problem=row.problem,
        answer=f"{row.answer.text} ({row.solution})",
        verdict=words[row.verdict],
        passed=(row.verdict == "fail") == is_twin and row.verdict != "cannot tell",
        checks=tuple(checks_of(row.findings)),
        parts=tuple((name, text) for name, text in parts if text),
        alt=row.alt_text,
    )


def checks_of(findings: Sequence[Finding]) -> Iterator[Check]:
    """One check a finding, by its state."""
    for finding in findings:
        yield Check(status=STATES[finding.verdict], words=finding.sentence, part="measured from pixels")


def write_findings_page(
    rows: Sequence[ValidatedRow], pictures: Sequence[Path], path: Path, *, headline: str, note: str
) -> None:
    """The page of a run of `instruments validate`; `pictures` are the images of the rows, as they are looked at."""
    records = [
        FigureRecord(
            id=row.id,
            group=row.instrument,
            title=Path(row.file).name,
            picture=picture,
            problem="",
            answer="",
            verdict=row.verdict if row.status == "ok" else row.status,
            passed=row.verdict == "pass",
            checks=tuple(checks_of(row.findings)) or (Check(status="failed", words=row.reason),),
            alt=f"{row.instrument.replace('_', ' ')}, image {row.id}",
            overlay=draw_marks(row.marks, row.size_px),
        )
        for row, picture in zip(rows, pictures, strict=True)
    ]
    write_figures_page(records, path, title="Measured from pixels", headline=headline, note=note)
