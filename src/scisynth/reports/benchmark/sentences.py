"""What a benchmark report says in a sentence: who is ahead and whether that is more than chance, the gap, what failed."""

from collections.abc import Iterable, Sequence
from typing import get_args

from scisynth.core.records import OUTCOMES, Metric, Tier
from scisynth.reports.benchmark.input import EVERY_LAW, SPLITS, BenchCell, BenchComparison, BenchReport, BenchScore
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.format import plural, score_with_interval
from scisynth.reports.parts.law_tables import field_rank
from scisynth.reports.parts.summary import Failure, unshown_failures

LAB_BANNER = (
    "Lab data. The prompts and their truth come from the lab, a drawn world. These numbers prove that the machinery works. "
    "They say nothing about the published test sets or real photos."
)
REAL_BANNER = (
    "Real benchmark. The numbers hold for the generators, judges, prompts and seeds that the manifest below names, and for "
    "no others."
)
SIGNIFICANT = 0.05
STATUS_WORDS = {
    "refused": "the judge declined",
    "filtered": "the provider withheld the reply",
    "truncated": "the reply was cut off",
    "unparsed": "the reply could not be read",
    "transport": "the call failed",
    "missing": "there was nothing to judge",
    "error": "the local model failed",
    "budget": "not asked, the budget was spent",
    "disagreed": "the judges of the panel did not agree",
    "not covered": "the judge was not trained on the law, subject or outcome",
}


def judges(results: BenchReport) -> list[str]:
    """In the order met; the first one is the headline's."""
    return _met([*(cell.judge for cell in results.cells), *results.outcomes])


def generators(results: BenchReport) -> list[str]:
    """In the order met."""
    drawn = (picture.generator for item in results.items for picture in item.pictures)
    return _met([*(cell.generator for cell in results.cells), *drawn])


def tiers(results: BenchReport, judge: str) -> list[Tier]:
    """Those a judge has numbers on: implicit, explicit, superficial."""
    present = {cell.tier for cell in results.cells if cell.judge == judge}
    return [tier for tier in get_args(Tier) if tier in present]


def drawn_tiers(results: BenchReport) -> list[Tier]:
    """Those of the images in the gallery, in the same order."""
    present = {picture.tier for item in results.items for picture in item.pictures}
    return [tier for tier in get_args(Tier) if tier in present]


def splits(results: BenchReport, judge: str) -> list[str]:
    """Those a judge has numbers on: all, S, C."""
    present = {cell.split for cell in results.cells if cell.judge == judge}
    return [split for split in SPLITS if split in present]


def find_cell(results: BenchReport, generator: str, tier: str, judge: str, split: str) -> BenchCell | None:
    """The cell, or None when it was not measured."""
    place = (generator, tier, judge, split)
    return next((x for x in results.cells if (x.generator, x.tier, x.judge, x.split) == place), None)


def ranked(results: BenchReport, judge: str, tier: str, split: str) -> list[tuple[str, BenchScore]]:
    """Generators with a value, best first; equal ones in the order met."""
    cells = [find_cell(results, name, tier, judge, split) for name in generators(results)]
    scored = [(cell.generator, cell.overall, cell.overall.value) for cell in cells if cell]
    by_value = [(name, score, value) for name, score, value in scored if value is not None]
    return [(name, score) for name, score, _ in sorted(by_value, key=lambda row: -row[2])]


def ordered(results: BenchReport, judge: str, tier: str, split: str) -> list[str]:
    """Every generator, best first; those without a value last."""
    best = [name for name, _ in ranked(results, judge, tier, split)]
    return [*best, *(name for name in generators(results) if name not in best)]


def fields(results: BenchReport, judge: str) -> list[str]:
    """Fields of science that a judge has numbers on: physics, chemistry, biology, others."""
    return sorted({name for cell in results.cells if cell.judge == judge for name in cell.by_field}, key=field_rank)


def unit_of(results: BenchReport, judge: str) -> str:
    """What a number of this judge means; empty where nobody said."""
    return next((cell.unit for cell in results.cells if cell.judge == judge and cell.unit), "")


def digits_of(results: BenchReport, judge: str) -> int:
    """Decimals that the scores of this judge are shown with."""
    return wording.digits_for(cell.overall.value for cell in results.cells if cell.judge == judge)


def verdict(first: str, second: str, difference: Metric, p: float | None) -> str:
    """Which of two is better, where the difference is significant."""
    if p is None or difference.value is None:
        return wording.DASH
    if not difference.value or p >= SIGNIFICANT:
        return "no significant difference"
    return f"{first if difference.value > 0 else second} is better"


def p_text(p: float | None) -> str:
    """`0.012`, `< 0.001`."""
    return wording.DASH if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def decided(comparison: BenchComparison) -> float | None:
    """The p by which a comparison is judged: Holm's, or the plain one where it is the only one there."""
    return comparison.p_value if comparison.p_holm is None else comparison.p_holm


def headline_sentences(results: BenchReport) -> list[str]:
    """Who is ahead, by how much and whether that may be chance; then what naming the outcome changes."""
    if not results.cells:
        return ["Nothing was measured."]
    judge = judges(results)[0]
    tier, split = tiers(results, judge)[0], splits(results, judge)[0]
    rows = ranked(results, judge, tier, split)
    if not rows:
        return [f"{judge} scored no image."]
    spoken = [_rank_sentence(results, judge, tier, split, rows)]
    if len(rows) > 1:
        spoken[0] += f" {_difference_sentence(results, judge, tier, rows)}"
    gap = _gap_sentence(results, judge, [name for name, _ in rows])
    return [*spoken, gap] if gap else spoken


def _rank_sentence(
    results: BenchReport, judge: str, tier: str, split: str, rows: Sequence[tuple[str, BenchScore]]
) -> str:
    digits = digits_of(results, judge)
    unit = f" ({unit_of(results, judge)})" if unit_of(results, judge) else ""
    where = "" if split == "all" else f" {split}"
    (name, best), *others = rows
    start = f"With {tier}{where} prompts {judge} gives {name} {score_with_interval(best, digits)}{unit} on {plural(best.n, 'image')}"
    if not others:
        return f"{start}."
    more = f" and leads {plural(len(rows), 'generator')}" if len(rows) > 2 else ""
    return f"{start}{more}; {others[0][0]} follows with {score_with_interval(others[0][1], digits)}."


def _difference_sentence(results: BenchReport, judge: str, tier: str, rows: Sequence[tuple[str, BenchScore]]) -> str:
    first, second = rows[0][0], rows[1][0]
    made = [x for x in results.comparisons if x.judge == judge and x.tier == tier]
    found = next((x for x in made if {x.first, x.second} == {first, second}), None)
    p = decided(found) if found else None
    if found is None or p is None or found.difference.value is None:
        return "The two were not compared by a paired test."
    difference = f"{abs(found.difference.value):.{digits_of(results, judge)}f}"
    of_many = ", Holm" if found.p_holm is not None else ""
    verdict = "is more than chance explains" if p < SIGNIFICANT else "may well be chance"
    return f"The difference of {difference} {verdict} (p {p_text(p)}{of_many})."


def _gap_sentence(results: BenchReport, judge: str, names: Sequence[str]) -> str:
    digits = digits_of(results, judge)
    gaps = {
        gap.generator: gap.difference
        for gap in results.gaps
        if gap.judge == judge and gap.law == EVERY_LAW and gap.difference.value is not None
    }
    parts = [f"{name} by {score_with_interval(gaps[name], digits, signed=True)}" for name in names if name in gaps]
    return f"With explicit prompts the score changes: {', '.join(parts)}." if parts else ""


def coverage(results: BenchReport, judge: str) -> float | None:
    """Fraction of the wanted judgements that are scores; None where nobody counted."""
    outcomes = results.outcomes.get(judge, {})
    wanted = sum(outcomes.values())
    return outcomes.get("ok", 0) / wanted if wanted else None


def outcome_parts(results: BenchReport, judge: str) -> list[tuple[str, int]]:
    """(status, judgements) for every status that occurred, scores first."""
    outcomes = results.outcomes.get(judge, {})
    return [(status, outcomes[status]) for status in OUTCOMES if outcomes.get(status)]


def failed_parts(results: BenchReport) -> list[tuple[str, int]]:
    """(status, judgements) over all judges for every status that is no score and occurred."""
    totals = {status: sum(by_status.get(status, 0) for by_status in results.outcomes.values()) for status in OUTCOMES}
    return [(status, total) for status, total in totals.items() if total and status != "ok"]


def published_note(is_lab: bool) -> str:
    """What stands over numbers of others."""
    note = "Measured by others with their own prompts, judges and seeds. For orientation only: not ranked with this run"
    return f"{note}, and not comparable with the lab." if is_lab else f"{note}."


def duration(seconds: float | None) -> str:
    """`1 h 12 min`, `3 min 20 s`, `42 s`; a dash when nobody measured."""
    if seconds is None:
        return wording.DASH
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def money(usd: float | None) -> str:
    """`$12.40`, `$0.0042`; words where no price is known."""
    if usd is None:
        return "no price known"
    return f"${usd:.4f}" if 0 < usd < 0.01 else f"${usd:,.2f}"


def find_failures(results: BenchReport, unshown: Sequence[str] = ()) -> list[Failure]:
    """Every kind of judgement that is no score, by judge, and the images that could not be shown."""
    failures = []
    for judge in judges(results):
        listed: dict[str, list[str]] = {}
        for row in results.failures:
            if row.judge == judge:
                listed.setdefault(row.status, []).append(f"{row.picture}: {row.reason}" if row.reason else row.picture)
        for status in OUTCOMES:
            lines = listed.get(status, [])
            total = max(results.outcomes.get(judge, {}).get(status, 0), len(lines))
            if status != "ok" and total:
                what = f"{judge}: {plural(total, 'judgement')} {status} ({STATUS_WORDS[status]}); no score, in no mean"
                failures.append(Failure(what=what, details=lines))
    return [*failures, *unshown_failures(unshown)]


def nothing_failed(results: BenchReport) -> str:
    """How much was scored, for the case that nothing failed."""
    scored = sum(outcomes.get("ok", 0) for outcomes in results.outcomes.values())
    return f"None. All {plural(scored, 'judgement')} gave a score." if scored else "None. Nothing was requested."


def _met(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
