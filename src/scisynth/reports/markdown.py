"""report.md: the same numbers as tables for a README or a pull request."""

import html
import json
import re
from collections.abc import Iterable, Sequence

from scisynth.core.records import Metric
from scisynth.reports import wording
from scisynth.reports.alignment import (
    improvement_sentence,
    improvement_table,
    outcome_sentence,
    sample_outcome,
    score_tables,
    scorers,
    verdict_sentences,
)
from scisynth.reports.input import Alignment, Published, PublishedImprovement, ReportInput, StagePicture
from scisynth.reports.summary import Failure, scored_sentence, split_names
from scisynth.reports.tables import Table, group_table, law_table
from scisynth.reports.wording import split_label

MAX_DETAILS = 20


def render_markdown(results: ReportInput, failures: Sequence[Failure]) -> str:
    """The whole file."""
    blocks = [
        f"# {_escape(results.title)}",
        *(_escape(sentence) for sentence in verdict_sentences(results)),
        f"> {_escape(wording.LAB_BANNER if results.is_lab else wording.REAL_BANNER)}",
        *(f"> {_escape(note)}" for note in results.notes),
        *(_alignment(results.alignment, is_lab=results.is_lab) if results.alignment else []),
        *(_accuracy(results) if results.models or not results.alignment else []),
        "## Failures",
        *_failures(results, failures),
        "## Manifest",
        "\n".join(f"- {_escape(key)}: {_escape(_short(value))}" for key, value in results.manifest.items())
        or "No manifest was given.",
    ]
    return "\n\n".join(blocks) + "\n"


def _accuracy(results: ReportInput) -> Iterable[str]:
    yield "## Accuracy"
    yield _headline(results)
    if results.reference:
        yield _published(results.reference, is_lab=results.is_lab)
    yield "## By group"
    yield _table(("group", "of"), group_table(results))
    yield "## By law"
    yield _table(("law", "field"), law_table(results))
    yield "## Calibration"
    yield _calibration(results)


def _alignment(alignment: Alignment, *, is_lab: bool) -> Iterable[str]:
    yield "## Alignment"
    yield from (_escape(improvement_sentence(alignment, scorer)) for scorer in scorers(alignment)[1:])
    for table in score_tables(alignment):
        unit = f" ({table.unit})" if table.unit else ""
        yield _escape(f"Mean score by {table.scorer} on {split_label(table.split)}{unit}.")
        rows = [[stage, *(_score_cell(metric, table.digits) for metric in metrics)] for stage, metrics in table.rows]
        yield _grid(["stage", *table.tiers], rows)
    improvements = improvement_table(alignment)
    if improvements.rows:
        yield "## Relative improvement"
        yield "Share of the gap between implicit and explicit prompts that each stage closed."
        rows = [[stage, scorer, *(_cell(metric) for metric in metrics)] for stage, scorer, metrics in improvements.rows]
        yield _grid(["stage", "scorer", *(split_label(split) for split in improvements.splits)], rows)
    if alignment.published:
        yield _published(alignment.published, is_lab=is_lab)
    if alignment.samples:
        yield "## Samples"
        yield _escape(outcome_sentence(alignment))
        rows = [
            [
                sample.id,
                sample.law,
                sample_outcome(sample, alignment),
                *(_judge_cell(sample.stages.get(stage)) for stage in alignment.stages),
            ]
            for sample in alignment.samples
        ]
        yield _grid(["sample", "law", "outcome", *(f"judge of {stage}" for stage in alignment.stages)], rows)


def _judge_cell(picture: StagePicture | None) -> str:
    return wording.decimal(picture.judge if picture else None, 2)


def _headline(results: ReportInput) -> str:
    splits = split_names(results)
    rows = [
        [model.name, *(_cell(model.splits[split].accuracy if split in model.splits else None) for split in splits)]
        for model in results.models
    ]
    return _grid(["model", *(wording.split_label(split) for split in splits)], rows)


def _published(items: Iterable[Published | PublishedImprovement], *, is_lab: bool) -> str:
    rows = [
        [
            item.name,
            *(wording.percent(None if share is None else share / 100) for share in (item.S, item.C)),
            item.source,
        ]
        for item in items
    ]
    label = wording.published_label(is_lab)
    return f"{label[0].upper()}{label[1:]}.\n\n" + _grid(["model", "S", "C", "source"], rows)


def _table(heads: Sequence[str], table: Table) -> str:
    rows = [[row.label, row.group, *(_cell(metric) for metric in row.metrics)] for row in table.rows]
    return _grid([*heads, *(column.label for column in table.columns)], rows)


def _calibration(results: ReportInput) -> str:
    splits = split_names(results)
    rows = [
        [
            model.name,
            *(
                wording.decimal(model.splits[split].calibration_error if split in model.splits else None)
                for split in splits
            ),
        ]
        for model in results.models
    ]
    return "Expected calibration error, 0 is best.\n\n" + _grid(
        ["model", *(wording.split_label(split) for split in splits)], rows
    )


def _failures(results: ReportInput, failures: Sequence[Failure]) -> Iterable[str]:
    if not failures:
        yield _escape(scored_sentence(results))
    for failure in failures:
        lines = [f"- {_escape(failure.what)}", *(f"  - {_escape(line)}" for line in failure.details[:MAX_DETAILS])]
        if len(failure.details) > MAX_DETAILS:
            lines.append(f"  - and {wording.count(len(failure.details) - MAX_DETAILS)} more, see results.json")
        yield "\n".join(lines)


def _cell(metric: Metric | None) -> str:
    """`52.1 % [49.0, 55.3], n 960`."""
    if metric is None:
        return wording.DASH
    return f"{wording.with_interval(metric)}, n {wording.count(metric.n)}"


def _score_cell(metric: Metric | None, digits: int) -> str:
    """`23.0 [20.1, 25.9], n 320`."""
    if metric is None:
        return wording.DASH
    return f"{wording.score_with_interval(metric, digits)}, n {wording.count(metric.n)}"


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head, *body = ["| " + " | ".join(_escape(cell) for cell in line) + " |" for line in (heads, *rows)]
    return "\n".join([head, "| --- |" + " ---: |" * (len(heads) - 1), *body])


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"


def _escape(text: str) -> str:
    """Text that shows as it is: no tag, no link, no emphasis, no column or line of its own."""
    return re.sub(r"([\\`*_|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False)).replace("](", r"]\(")
