"""Last step of `student eval`: the gallery of every question, and the report around the numbers with a few of them on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from scisynth.core.store import read_manifest, write_atomic
from scisynth.grading.values.readable import readable
from scisynth.pipelines.providers.published import read_published
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.parts.format import plural
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import PublishedTable
from scisynth.reports.students.page import EvalReport, headline, notes, render_eval_report
from scisynth.reports.students.results import EvalResult
from scisynth.students.evaluation.grading import AnswerRow
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.questions import ARMS

RESULTS, GALLERY, REPORT = "results.json", "gallery.html", "report/report.html"
PUBLISHED = "scigenbench_students"
PUBLISHED_FOR = ("geo3k-open", "geo3k-mc", "mathvision-mini")
"""Protocols of which the paper's table tells something."""
NUM_EXAMPLES = 3
"""Of each kind on the report."""
REST = "see answers/rows.jsonl"
TAIL_CHARS = 80
"""Of a reply, next to its verdict."""
ARM_WORDS = {"image": "with its image", "blind": "blind", "wrong image": "with a wrong image"}


def write_pages(result: EvalResult, items: Sequence[EvalItem], rows: Sequence[AnswerRow]) -> None:
    """Writes `gallery.html` and `report/report.html`, at the paths that the result names."""
    assert result.gallery and result.report
    rows_of: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        rows_of[row.item].append(row)
    records = [_record(item, rows_of[item.id]) for item in items]
    write_figures_page(
        records,
        result.gallery,
        title=f"{result.model} on {result.protocol}",
        headline="\n".join(headline(result)),
        note=" ".join(notes(result)) or f"{plural(result.num_items, 'question')}, each with its controls.",
    )
    page = render_eval_report(
        EvalReport(
            result=result,
            manifest=read_manifest(result.out),
            examples=_examples(records, rows_of),
            failures=find_failures(rows),
            published=published_of(result.protocol),
            gallery="../gallery.html",
        )
    )
    write_atomic(result.report, page.encode())


def published_of(protocol: str) -> list[PublishedTable]:
    """What others published on a protocol's test set."""
    return [read_published(PUBLISHED)] if protocol in PUBLISHED_FOR else []


def find_failures(rows: Sequence[AnswerRow]) -> list[Failure]:
    """Questions without an answer that could be graded, by arm and state."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.status != "ok":
            found[row.arm, row.status].append(f"{row.item}: {row.reason}")
    return [
        Failure(what=f"{plural(len(lines), 'answer')} {ARM_WORDS[arm]}: {state}", details=lines, rest=REST)
        for (arm, state), lines in found.items()
    ]


def _record(item: EvalItem, rows: Sequence[AnswerRow]) -> FigureRecord:
    by_arm = {arm: [row for row in rows if row.arm == arm] for arm in ARMS}
    seen = by_arm["image"]
    num_right = sum(row.correct is True for row in seen)
    first = item.images[0]
    options = "".join(f"\n{letter}. {readable(text)}" for letter, text in item.options.items())
    return FigureRecord(
        id=item.id,
        group=item.group or "all",
        title=item.id,
        picture=first if isinstance(first, Path) else None,
        problem=readable(item.question) + options,
        answer=readable(item.answer.text),
        verdict=f"{num_right} of {len(seen)} right",
        passed=num_right == len(seen),
        checks=tuple(_check(row) for arm in ARMS for row in by_arm[arm]),
        parts=tuple((f"{ARM_WORDS[row.arm]}, answer {row.sample + 1}", _words(row)) for row in rows),
    )


def _check(row: AnswerRow) -> Check:
    status = "unchecked" if row.correct is None else "held" if row.correct else "failed"
    told = f"{row.status}: {row.reason}" if row.correct is None else "right" if row.correct else "wrong"
    shown = f" (image of {row.shown})" if row.arm == "wrong image" else ""
    tail = " ".join(row.raw.split())[-TAIL_CHARS:]
    return Check(
        status=status,
        words=f"{told}{shown}{f', …{tail}' if tail and row.correct is not None else ''}",
        part=ARM_WORDS[row.arm],
    )


def _words(row: AnswerRow) -> str:
    return "\n\n".join(filter(None, (row.thinking, row.raw))) or row.reason or row.status


def _examples(
    records: Sequence[FigureRecord], rows_of: Mapping[str, Sequence[AnswerRow]]
) -> list[tuple[str, FigureRecord]]:
    """A few questions of each kind that says most: right by the image alone, right without it, wrong."""
    kinds: dict[str, list[FigureRecord]] = {
        "right with the image alone": [],
        "right without the image": [],
        "wrong": [],
    }
    for record in records:
        rows = rows_of[record.id]
        is_right = any(row.correct for row in rows if row.arm == "image")
        is_blind = any(row.correct for row in rows if row.arm == "blind")
        kind = "right without the image" if is_blind else "right with the image alone" if is_right else "wrong"
        kinds[kind].append(record)
    return [(kind, record) for kind, found in kinds.items() for record in found[:NUM_EXAMPLES]]
