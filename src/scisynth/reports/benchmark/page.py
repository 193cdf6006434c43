"""report.html of a benchmark: leaderboards, charts and tables by judge, and a gallery that is built as one looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scisynth.reports.benchmark import charts, tables
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark.charts import Chart
from scisynth.reports.benchmark.gallery import Gallery
from scisynth.reports.benchmark.input import BenchReport
from scisynth.reports.parts.summary import Failure
from scisynth.reports.parts.tables import Grid
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows


@dataclass(frozen=True, kw_only=True)
class JudgePart:
    """Everything that one judge's numbers fill."""

    judge: str
    unit: str
    tiers: Sequence[str]
    leaderboard: Grid
    assisted: Grid
    chart: Chart
    fields: Sequence[Chart]
    laws: Grid
    gaps: Grid


@dataclass(frozen=True, kw_only=True)
class OutcomePart:
    """What became of one judge's judgements."""

    judge: str
    coverage: float | None
    parts: Sequence[tuple[str, int]]
    """(status, judgements), scores first."""
    total: int


def render_bench_page(results: BenchReport, gallery: Gallery, failures: Sequence[Failure]) -> str:
    """The whole page."""
    environment = make_environment()
    laws = law_fields(results)
    measured = [judge for judge in words.judges(results) if words.splits(results, judge)]
    return environment.get_template("bench.html").render(
        results=results,
        **inline_parts(environment, ["sorting", "gallery", "bench"], ["report", "bench"]),
        banner=words.LAB_BANNER if results.is_lab else words.REAL_BANNER,
        verdicts=words.headline_sentences(results),
        outcomes=[outcome_part(results, judge) for judge in results.outcomes],
        failed=words.failed_parts(results),
        money=words.money(results.cost.usd),
        duration=words.duration(results.cost.seconds),
        status_words=words.STATUS_WORDS,
        parts=[judge_part(results, judge, laws) for judge in measured],
        gaps=tables.gap_table(results),
        comparisons=tables.comparison_table(results),
        agreement=tables.agreement_table(results),
        checks=tables.check_table(results),
        published_note=words.published_note(results.is_lab),
        published=tables.published_tables(results),
        gallery=gallery,
        failures=failures,
        nothing_failed=words.nothing_failed(results),
        manifest=manifest_rows(results.manifest),
    )


def law_fields(results: BenchReport) -> dict[str, str]:
    """The field of science of every law that an item names."""
    return {item.law: item.field for item in results.items if item.field}


def judge_part(results: BenchReport, judge: str, field_of_law: Mapping[str, str]) -> JudgePart:
    """The part of one judge."""
    return JudgePart(
        judge=judge,
        unit=words.unit_of(results, judge),
        tiers=words.tiers(results, judge),
        leaderboard=tables.leaderboard(results, judge),
        assisted=tables.assisted_table(results, judge),
        chart=charts.main_chart(results, judge),
        fields=charts.field_charts(results, judge),
        laws=tables.law_heat(results, judge, field_of_law),
        gaps=tables.gap_by_law(results, judge),
    )


def outcome_part(results: BenchReport, judge: str) -> OutcomePart:
    """The part of one judge in the strip on top."""
    parts = words.outcome_parts(results, judge)
    return OutcomePart(
        judge=judge,
        coverage=words.coverage(results, judge),
        parts=parts,
        total=sum(number for _, number in parts),
    )
