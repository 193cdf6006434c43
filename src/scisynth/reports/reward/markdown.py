"""report.md: the same numbers as tables for a README or a pull request."""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scisynth.core.records import Metric
from scisynth.reports.alignment.sentences import (
    improvement_sentence,
    improvement_table,
    outcome_sentence,
    sample_outcome,
    score_tables,
    scorers,
    verdict_sentences,
)
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.format import split_label
from scisynth.reports.parts.input import Alignment, Published, PublishedImprovement, ReportInput, StageImage
from scisynth.reports.parts.law_tables import Table, group_table, law_table
from scisynth.reports.parts.summary import Failure, scored_sentence, split_names

MAX_DETAILS = 20


def render_markdown(results: ReportInput, failures: Sequence[Failure]) -> str:
    """The whole file."""
    blocks = [
        f"# {escape(results.title)}",
        *(escape(sentence) for sentence in verdict_sentences(results)),
        f"> {escape(wording.LAB_BANNER if results.is_lab else wording.REAL_BANNER)}",
        *(f"> {escape(note)}" for note in results.notes),
        *(_alignment(results.alignment, is_lab=results.is_lab) if results.alignment else []),
        *(_accuracy(results) if results.models or not results.alignment else []),
        "## Failures",
        *failure_blocks(failures, scored_sentence(results)),
        "## Manifest",
        manifest_block(results.manifest),
    ]
    return "\n\n".join(blocks) + "\n"


def manifest_block(manifest: Mapping[str, Any]) -> str:
    """A line for each entry."""
    lines = [f"- {escape(key)}: {escape(_short(value))}" for key, value in manifest.items()]
    return "\n".join(lines) or "No manifest was given."


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
    yield from (escape(improvement_sentence(alignment, scorer)) for scorer in scorers(alignment)[1:])
    for table in score_tables(alignment):
        unit = f" ({table.unit})" if table.unit else ""
        yield escape(f"Mean score by {table.scorer} on {split_label(table.split)}{unit}.")
        rows = [[stage, *(_score_cell(metric, table.digits) for metric in metrics)] for stage, metrics in table.rows]
        yield grid(["stage", *table.tiers], rows)
    improvements = improvement_table(alignment)
    if improvements.rows:
        yield "## Relative improvement"
        yield "Fraction of the gap between implicit and explicit prompts that each stage closed."
        rows = [[stage, scorer, *(_cell(metric) for metric in metrics)] for stage, scorer, metrics in improvements.rows]
        yield grid(["stage", "scorer", *(split_label(split) for split in improvements.splits)], rows)
    if alignment.published:
        yield _published(alignment.published, is_lab=is_lab)
    if alignment.samples:
        yield "## Samples"
        yield escape(outcome_sentence(alignment))
        rows = [
            [
                sample.id,
                sample.law,
                sample_outcome(sample, alignment),
                *(_judge_cell(sample.stages.get(stage)) for stage in alignment.stages),
            ]
            for sample in alignment.samples
        ]
        yield grid(["sample", "law", "outcome", *(f"judge of {stage}" for stage in alignment.stages)], rows)


def _judge_cell(image: StageImage | None) -> str:
    return wording.decimal(image.judge if image else None, 2)


def _headline(results: ReportInput) -> str:
    splits = split_names(results)
    rows = [
        [model.name, *(_cell(model.splits[split].accuracy if split in model.splits else None) for split in splits)]
        for model in results.models
    ]
    return grid(["model", *(wording.split_label(split) for split in splits)], rows)


def _published(items: Iterable[Published | PublishedImprovement], *, is_lab: bool) -> str:
    rows = [
        [
            item.name,
            *(wording.percent(None if fraction is None else fraction / 100) for fraction in (item.S, item.C)),
            item.source,
        ]
        for item in items
    ]
    label = wording.published_label(is_lab)
    return f"{label[0].upper()}{label[1:]}.\n\n" + grid(["model", "S", "C", "source"], rows)


def _table(heads: Sequence[str], table: Table) -> str:
    rows = [[row.label, row.group, *(_cell(metric) for metric in row.metrics)] for row in table.rows]
    return grid([*heads, *(column.label for column in table.columns)], rows)


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
    return "Expected calibration error, 0 is best.\n\n" + grid(
        ["model", *(wording.split_label(split) for split in splits)], rows
    )


def failure_blocks(failures: Sequence[Failure], nothing_failed: str) -> Iterable[str]:
    """A list for each kind of failure, or the sentence for none."""
    if not failures:
        yield escape(nothing_failed)
    for failure in failures:
        yield "\n".join([f"- {escape(failure.what)}", *(f"  - {escape(line)}" for line in failure.shown(MAX_DETAILS))])


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


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table: the first column to the left, the others to the right."""
    head, *body = ["| " + " | ".join(escape(cell) for cell in line) + " |" for line in (heads, *rows)]
    return "\n".join([head, "| --- |" + " ---: |" * (len(heads) - 1), *body])


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"


def escape(text: str) -> str:
    """Text that shows as it is: no tag, no link, no emphasis, no column or line of its own."""
    return re.sub(r"([\\`*_|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False)).replace("](", r"]\(")
