"""report.md of a benchmark: the same sentences and tables, without the gallery."""

from collections.abc import Iterable, Sequence

from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark import tables
from scisynth.reports.benchmark.input import BenchReport
from scisynth.reports.benchmark.page import law_fields
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.format import count
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import Column, Grid, Value
from scisynth.reports.reward.markdown import escape, failure_blocks, grid, manifest_block


def render_bench_markdown(results: BenchReport, failures: Sequence[Failure]) -> str:
    """The whole file."""
    said = [*words.headline_sentences(results), results.detectable]
    blocks = [
        f"# {escape(results.title)}",
        *(escape(sentence) for sentence in said if sentence),
        f"> {escape(words.LAB_BANNER if results.is_lab else words.REAL_BANNER)}",
        *(f"> {escape(note)}" for note in results.notes),
        *_taken(results),
        *_scores(results),
        *_titled("Gaps between prompts", tables.gap_table(results)),
        *_titled("Comparisons", tables.comparison_table(results)),
        *_titled("Judges side by side", tables.agreement_table(results)),
        *_titled("Checks of the judges", tables.check_table(results)),
        *_published(results),
        "## Failures",
        *failure_blocks(failures, words.nothing_failed(results)),
        "## Manifest",
        manifest_block(results.manifest),
    ]
    return "\n\n".join(blocks) + "\n"


def _taken(results: BenchReport) -> Iterable[str]:
    cost = results.cost
    yield "## What was scored, and what it took"
    for judge in results.outcomes:
        parts = ", ".join(f"{status} {count(number)}" for status, number in words.outcome_parts(results, judge))
        yield escape(f"{judge}: {wording.percent(words.coverage(results, judge))} scored ({parts or 'nothing asked'}).")
    yield escape(
        f"{count(cost.requests)} requests and {count(cost.cached)} cached answers, {count(cost.input_tokens)} tokens in "
        f"and {count(cost.output_tokens)} out, {words.money(cost.usd)}, {words.duration(cost.seconds)}."
    )


def _scores(results: BenchReport) -> Iterable[str]:
    for judge in words.judges(results):
        if words.splits(results, judge):
            unit = words.unit_of(results, judge)
            yield f"## Scores by {escape(judge)}" + (f", {escape(unit)}" if unit else "")
            yield _table(tables.leaderboard(results, judge))
            for table in (
                tables.assisted_table(results, judge),
                tables.law_heat(results, judge, law_fields(results)),
                tables.gap_by_law(results, judge),
            ):
                if table.rows:
                    yield f"### {escape(table.name)}"
                    yield _table(table)


def _published(results: BenchReport) -> Iterable[str]:
    if results.published:
        yield "## Published by others"
        yield escape(words.published_note(results.is_lab))
    for source, table in tables.published_tables(results):
        yield f"{escape(source)}:"
        yield _table(table)


def _titled(title: str, table: Grid) -> Iterable[str]:
    if table.rows:
        yield f"## {title}"
        yield _table(table)


def _table(table: Grid) -> str:
    return grid([_head(column) for column in table.columns], [[_cell(value) for value in row] for row in table.rows])


def _head(column: Column) -> str:
    return f"{column.label} ({column.under})" if column.under else column.label


def _cell(value: Value) -> str:
    return f"{value.text} {value.note}".strip()
