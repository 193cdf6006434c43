"""report.md: the same numbers as tables for a README or a pull request."""

import html
import json
import re
from collections.abc import Iterable, Sequence

from scisynth.core.records import Metric
from scisynth.reports import wording
from scisynth.reports.input import ReportInput
from scisynth.reports.summary import Failure, scored_sentence, split_names, verdict_sentence
from scisynth.reports.tables import Table, group_table, law_table

MAX_DETAILS = 20


def render_markdown(results: ReportInput, failures: Sequence[Failure]) -> str:
    """The whole file."""
    blocks = [
        f"# {_escape(results.title)}",
        _escape(verdict_sentence(results)),
        f"> {_escape(wording.LAB_BANNER if results.is_lab else wording.REAL_BANNER)}",
        *(f"> {_escape(note)}" for note in results.notes),
        "## Accuracy",
        _headline(results),
        *([_published(results)] if results.reference else []),
        "## By group",
        _table(("group", "of"), group_table(results)),
        "## By law",
        _table(("law", "field"), law_table(results)),
        "## Calibration",
        _calibration(results),
        "## Failures",
        *_failures(results, failures),
        "## Manifest",
        "\n".join(f"- {_escape(key)}: {_escape(_short(value))}" for key, value in results.manifest.items())
        or "No manifest was given.",
    ]
    return "\n\n".join(blocks) + "\n"


def _headline(results: ReportInput) -> str:
    splits = split_names(results)
    rows = [
        [model.name, *(_cell(model.splits[split].accuracy if split in model.splits else None) for split in splits)]
        for model in results.models
    ]
    return _grid(["model", *(wording.split_label(split) for split in splits)], rows)


def _published(results: ReportInput) -> str:
    rows = [
        [
            item.name,
            *(wording.percent(None if share is None else share / 100) for share in (item.S, item.C)),
            item.source,
        ]
        for item in results.reference
    ]
    label = wording.published_label(results.is_lab)
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


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head, *body = ["| " + " | ".join(_escape(cell) for cell in line) + " |" for line in (heads, *rows)]
    return "\n".join([head, "| --- |" + " ---: |" * (len(heads) - 1), *body])


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"


def _escape(text: str) -> str:
    """Text that shows as it is: no tag, no link, no emphasis, no column or line of its own."""
    return re.sub(r"([\\`*_|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False)).replace("](", r"]\(")
