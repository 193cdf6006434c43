"""The tables and the charts of a benchmark report as plain records; HTML and Markdown print the same tables."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from scisynth.core.plugins.assisted import split_assisted, words_for
from scisynth.core.records import Metric
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark.charts import Scale, scale_of
from scisynth.reports.benchmark.input import EVERY_LAW, BenchReport, BenchScore, PublishedScore
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.law_tables import field_rank
from scisynth.reports.parts.tables import Column, Grid, Value, metric_value, plain_value, text_column, text_value


def leaderboard(results: BenchReport, judge: str) -> Grid:
    """Generator x tier: overall, by split and field, then what the mean leaves out. Tier by tier, best first."""
    digits = words.digits_of(results, judge)
    splits = words.splits(results, judge)
    fields = words.fields(results, judge)
    has_assisted = is_any_assisted(words.generators(results))
    rows, counted = [], []
    for tier in words.tiers(results, judge):
        for name in words.ordered(results, judge, tier, splits[0]):
            cells = [words.find_cell(results, name, tier, judge, split) for split in splits]
            main = next((cell for cell in cells if cell), None)
            if main is None:
                continue
            scores = [cell.overall if cell else None for cell in cells]
            scores += [cells[0].by_field.get(field) if cells[0] else None for field in fields]
            counted.append(scores)
            rows.append(
                [
                    *(map(text_value, _named(name, has_assisted=has_assisted))),
                    text_value(tier),
                    *(score_value(score, digits, with_n=False) for score in scores),
                    _share(main.overall.coverage),
                    plain_value(main.overall.with_failures_as_zero, digits),
                ]
            )
    labels = zip([*splits, *fields], zip(*counted, strict=True), strict=True) if counted else []
    numbers = [Column(label=label, under=count_range(column)) for label, column in labels]
    ends = [Column(label="scored"), Column(label="failures as 0")]
    return Grid(
        name=f"Leaderboard by {judge}",
        columns=[
            text_column("generator"),
            *([text_column("assisted by")] if has_assisted else []),
            text_column("prompt"),
            *numbers,
            *ends,
        ],
        rows=rows,
    )


def is_any_assisted(names: Iterable[str]) -> bool:
    """Whether one of the generators' names says how its images were assisted (`core.plugins.assisted`)."""
    return any(split_assisted(name)[1] for name in names)


def _named(name: str, *, has_assisted: bool) -> tuple[str, ...]:
    if not has_assisted:
        return (name,)
    base, ways = split_assisted(name)
    return base, words_for(ways)


def assisted_table(results: BenchReport, judge: str) -> Grid:
    """Generator x prompt: direct results in one column, each way of assisting in a column of its own; no rows without any."""
    names = words.generators(results)
    if not is_any_assisted(names):
        return Grid(name="Direct and assisted", columns=[], rows=[])
    digits, split = words.digits_of(results, judge), words.splits(results, judge)[0]
    ways = sorted({split_assisted(name)[1] for name in names} | {""}, key=lambda way: (bool(way), way))
    rows = []
    for tier in words.tiers(results, judge):
        for base in dict.fromkeys(split_assisted(name)[0] for name in words.ordered(results, judge, tier, split)):
            cells = [words.find_cell(results, f"{base}{way}", tier, judge, split) for way in ways]
            scores = [score_value(cell.overall if cell else None, digits) for cell in cells]
            rows.append([text_value(base), text_value(tier), *scores])
    columns = [text_column("generator"), text_column("prompt"), *(Column(label=words_for(way)) for way in ways)]
    return Grid(name="Direct and assisted", columns=columns, rows=rows)


def law_heat(results: BenchReport, judge: str, field_of_law: Mapping[str, str]) -> Grid:
    """Law x (tier, generator), coloured by the value; laws of a field stand together."""
    digits = words.digits_of(results, judge)
    split = words.splits(results, judge)[0]
    scale = scale_of(results, judge)
    shown = [
        (tier, name, cell)
        for tier in words.tiers(results, judge)
        for name in words.generators(results)
        if (cell := words.find_cell(results, name, tier, judge, split)) and cell.by_law
    ]
    laws = dict.fromkeys(law for _, _, cell in shown for law in cell.by_law)
    rows = [
        [
            Value(text=law, note=count_range([cell.by_law.get(law) for _, _, cell in shown]), sort=law),
            text_value(field_of_law.get(law, "")),
            *(score_value(cell.by_law.get(law), digits, scale, with_n=False) for _, _, cell in shown),
        ]
        for law in sorted(laws, key=lambda law: field_rank(field_of_law.get(law, "")))
    ]
    columns = [text_column("law"), text_column("field"), *(Column(label=name, under=tier) for tier, name, _ in shown)]
    return Grid(name=f"Scores by law, {judge}", columns=columns, rows=rows)


def gap_table(results: BenchReport) -> Grid:
    """Explicit minus implicit over all laws, and ND and RI by split, for every generator and judge."""
    wanted = list(dict.fromkeys((row.kind, row.split) for row in results.normalized))
    normalized = {(row.generator, row.judge, row.kind, row.split): row.metric for row in results.normalized}
    gaps = {(gap.generator, gap.judge): gap.difference for gap in results.gaps if gap.law == EVERY_LAW}
    rows = []
    for judge in words.judges(results):
        digits = words.digits_of(results, judge)
        for name in words.generators(results):
            metrics = [normalized.get((name, judge, kind, split)) for kind, split in wanted]
            if (name, judge) in gaps or any(metrics):
                rows.append(
                    [
                        text_value(name),
                        text_value(judge),
                        metric_value(gaps.get((name, judge)), digits, signed=True),
                        *(metric_value(metric, 1, unit=" %") for metric in metrics),
                    ]
                )
    columns = [
        text_column("generator"),
        text_column("judge"),
        Column(label="explicit − implicit", lower_is_better=True),
    ]
    return Grid(
        name="Gaps between prompts",
        columns=[*columns, *(Column(label=kind, under=split) for kind, split in wanted)],
        rows=rows,
    )


def gap_by_law(results: BenchReport, judge: str) -> Grid:
    """Explicit minus implicit, law x generator; no rows where only the total was worked out."""
    digits = words.digits_of(results, judge)
    gaps = {(x.law, x.generator): x.difference for x in results.gaps if x.judge == judge and x.law != EVERY_LAW}
    names = [name for name in words.generators(results) if any(own == name for _, own in gaps)]
    rows = [
        [text_value(law), *(metric_value(gaps.get((law, name)), digits, signed=True) for name in names)]
        for law in dict.fromkeys(law for law, _ in gaps)
    ]
    columns = [text_column("law"), *(Column(label=name, lower_is_better=True) for name in names)]
    return Grid(name=f"Gap by law, {judge}", columns=columns, rows=rows)


def comparison_table(results: BenchReport) -> Grid:
    """Every pair of generators that was compared, and which of the two is better if either is."""
    rows = []
    for row in results.comparisons:
        rows.append(
            [
                text_value(f"{row.first} − {row.second}"),
                text_value(row.judge),
                text_value(row.tier),
                metric_value(row.difference, words.digits_of(results, row.judge), signed=True),
                _p(row.p_value),
                _p(row.p_holm),
                text_value(words.verdict(row.first, row.second, row.difference, words.decided(row))),
            ]
        )
    columns = [text_column("generators"), text_column("judge"), text_column("prompt"), Column(label="difference")]
    small = [Column(label="p", lower_is_better=True), Column(label="p, Holm", lower_is_better=True)]
    return Grid(name="Comparisons of two generators", columns=[*columns, *small, text_column("verdict")], rows=rows)


def agreement_table(results: BenchReport) -> Grid:
    """Generator x judge on the first tier; no rows with a single judge."""
    names = [judge for judge in words.judges(results) if words.splits(results, judge)]
    if len(names) < 2:
        return Grid(name="Judges side by side", columns=[], rows=[])
    tier, split = words.tiers(results, names[0])[0], words.splits(results, names[0])[0]
    rows = []
    for name in words.ordered(results, names[0], tier, split):
        cells = [words.find_cell(results, name, tier, judge, split) for judge in names]
        digits = [words.digits_of(results, judge) for judge in names]
        scores = [score_value(cell.overall if cell else None, n) for cell, n in zip(cells, digits, strict=True)]
        rows.append([text_value(name), *scores])
    columns = [text_column("generator"), *(Column(label=judge, under=tier) for judge in names)]
    return Grid(name="Judges side by side", columns=columns, rows=rows)


def check_table(results: BenchReport) -> Grid:
    """What each judge did in tests whose answer is known."""
    rows = []
    for check in results.judge_checks:
        value = check.value
        if isinstance(value, Metric):
            cell = metric_value(value, 2 if abs(value.value or 0.0) < 10 else 1)
        else:
            cell = plain_value(value, 3)
        rows.append([text_value(check.judge), text_value(check.name), cell, text_value(check.text)])
    columns = [text_column("judge"), text_column("check"), Column(label="value"), text_column("meaning")]
    return Grid(name="Checks of the judges", columns=columns, rows=rows)


def published_tables(results: BenchReport) -> list[tuple[str, Grid]]:
    """(source, table) of what others published, best first by the first column."""
    by_source = sorted(results.published, key=lambda row: row.source)
    return [(source, _published(list(rows))) for source, rows in groupby(by_source, key=lambda row: row.source)]


def _published(rows: Sequence[PublishedScore]) -> Grid:
    names = list(dict.fromkeys(name for row in rows for name in row.scores))
    ordered = sorted(rows, key=lambda row: -row.scores.get(names[0], -math.inf)) if names else rows
    body = [[text_value(row.name), *(plain_value(row.scores.get(name), 2) for name in names)] for row in ordered]
    return Grid(
        name="Published by others", columns=[text_column("name"), *(Column(label=name) for name in names)], rows=body
    )


def count_range(scores: Iterable[BenchScore | None]) -> str:
    """`n 28`, `n 26–28`: how many items stand behind the numbers of a row or column; empty when there are none."""
    numbers = [score.n for score in scores if score]
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    return f"n {wording.count(high)}" if low == high else f"n {wording.count(low)}–{wording.count(high)}"


def score_value(score: BenchScore | None, digits: int, scale: Scale | None = None, *, with_n: bool = True) -> Value:
    """`47.8` next to `[45.1, 50.5] n 905 of 908`; coloured where a scale is given."""
    if score is None:
        return Value(text=wording.DASH)
    wanted = round(score.n / score.coverage) if score.coverage else score.n
    number = f"n {wording.count(score.n)}" + (f" of {wording.count(wanted)}" if wanted > score.n else "")
    heat = scale.place(score.value) / 50 - 1 if scale and score.value is not None else None
    return Value(
        text=wording.decimal(score.value, digits),
        note=f"{wording.score_interval(score, digits)} {number if with_n else ''}".strip(),
        sort=score.value,
        heat=heat,
    )


def _share(value: float | None) -> Value:
    return Value(text=wording.percent(value), sort=value)


def _p(value: float | None) -> Value:
    return Value(text=words.p_text(value), sort=value)
