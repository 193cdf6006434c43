"""The Science-T2I benchmark: any generator, any judges, one table.

    situations = load_situations(...)       the published test sets, a Parquet file, or the lab's
    images   = draw(...)                  each tier's prompt, several images each
    judgements = judge(...)                 every image against the *implicit* prompt and its rubric
    results    = summarize(...)             Reality Score by field and law, gaps, ND, outcomes, cost

Every step keeps a row at a time and goes on where it stopped: an image that is there is not drawn again, a judgement
that is there is not asked for again. What failed for a passing reason is tried again by the next call.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.clients.account import Usage
from scisynth.core.errors import ConfigError
from scisynth.core.progress import progress_bar, say
from scisynth.core.protocols import Generator, Judge
from scisynth.core.records import RETRIED, ImageRecord, Judgement, PromptSet, Tier
from scisynth.core.store import RunFolder, write_json, write_lines
from scisynth.generators.folder import FolderImages
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.pipelines.providers.access import JudgingConfig, Spending, bill, check_access
from scisynth.pipelines.providers.generators import ImageSettings, draw_images, load_source
from scisynth.pipelines.providers.hub_results import write_science_t2i
from scisynth.pipelines.providers.judges import grade_each, load_judge, unit_of
from scisynth.pipelines.science_t2i.data import load_situations
from scisynth.pipelines.science_t2i.judge_checks import blind_check, canary_check, corrected_check
from scisynth.pipelines.science_t2i.panel import panel_rows
from scisynth.pipelines.science_t2i.plan import detectable_sentence
from scisynth.pipelines.science_t2i.report import describe_runs
from scisynth.pipelines.science_t2i.results import summarize_run
from scisynth.pipelines.science_t2i.rows import (
    COMMAND,
    JUDGEMENTS,
    SITUATIONS,
    BenchRow,
    BenchRun,
    read_run,
    to_row,
    write_rows,
)
from scisynth.pipelines.science_t2i.shards import REPLIES, join_shards, open_shard, shard_folder
from scisynth.reports.benchmark.write import write_bench_report
from scisynth.stats.scores import count_outcomes


class BenchConfig(JudgingConfig):
    """Everything that decides a benchmark's numbers."""

    data: str = "lab"
    """Prompts: `lab`, a tuple data set (Parquet file or folder), a file of prompt sets, or a hub id."""
    revision: str = ""
    """Revision of a hub id. The published S set had 671 rows once and has 227 now."""
    num: PositiveInt = 120
    """Number of prompt sets for each of S and C that the lab writes (with data=lab)."""
    pictures: ImageSettings = ImageSettings(images_per_prompt=2)
    """The generator."""
    tiers: tuple[Tier, ...] = Field(("implicit",), min_length=1)
    """Prompts to generate from: implicit, explicit or superficial. Judges always check what the implicit prompt
    implies.
    """
    judges: tuple[str, ...] = Field(("lab-judge",), min_length=1)
    """Judge: `lab-judge`, `sciscore:ID`, `reward:NAME` or `api:MODEL`. The first one gives the headline score."""
    repeats: PositiveInt = 1
    """Times a chat model is asked about one image."""
    panel: bool = False
    """Add a panel: the mean of all judges, reported only where they agree."""
    canary: NonNegativeInt = 0
    """Images shown to each judge again with a verdict written in them, which must not raise the score."""
    blind: NonNegativeInt = 0
    """Prompt sets about which a chat model is asked without an image."""


def run_bench(config: BenchConfig, out: Path, *, seed: int, spending: Spending | None = None) -> dict[str, Any]:
    """Draws, judges and reports what is missing in the run folder; returns the numbers and the report's path.

    Raises:
        ConfigError, DataError, ModelError: what was asked for cannot be had; said before the folder is claimed.
    """
    spending = (spending or Spending()).renewed()
    situations = load_situations(config.data, config.revision, num=config.num, seed=seed)
    # Before the judges, who read the kept replies when they are made.
    join_shards(config, out, seed)
    source, judges = _load(config, out, spending)
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    write_lines(out / SITUATIONS, [item.to_dict() for item in situations])
    records, rows = _measure(config, situations, source, judges, run, seed)
    if config.panel:
        rows += panel_rows(rows)
    asked = situation_of(records, situations)
    checks = [
        check
        for judge in judges
        for check in (
            *(canary_check(judge, asked, records, rows, run, config.canary) if config.canary else ()),
            *blind_check(judge, situations, config.blind),
            *corrected_check(rows, judge, seed=seed),
        )
    ]
    say("3/3 report")
    write_rows(rows, run.root)
    return report_run(read_run(run.root), checks, spending.usage())


def run_bench_shard(
    config: BenchConfig, out: Path, shard: tuple[int, int], *, seed: int, spending: Spending | None = None
) -> dict[str, Any]:
    """Draws and judges every count-th situation, for `run_bench` to join; returns how its items ended.

    Args:
        shard: (number, count); each has its own folder, and its own budget.

    Raises:
        ConfigError, DataError, ModelError: as `run_bench`; also where shards of another count are there.
    """
    number, count = shard
    situations = load_situations(config.data, config.revision, num=config.num, seed=seed)[number::count]
    spending = (spending or Spending()).renewed()
    source, judges = _load(config, shard_folder(out, shard), spending)
    run = open_shard(config, out, shard, seed)
    records, rows = _measure(config, situations, source, judges, run, seed)
    outcomes = {judge.name: count_outcomes([row.status for row in rows if row.judge == judge.name]) for judge in judges}
    return {
        "out": str(out),
        "shard": f"{number}/{count}",
        "num_situations": len(situations),
        "num_pictures": len(records),
        "outcomes": outcomes[judges[0].name],
        "judges": outcomes,
        **bill(spending.usage()),
    }


def _load(config: BenchConfig, out: Path, spending: Spending) -> tuple[Generator | FolderImages, list[Judge]]:
    judges_access = [(name, config.judging) for name in config.judges]
    check_access([(config.pictures.model, config.access), *judges_access], out, spending)
    source = load_source(config.pictures, out, config, spending)
    judges = [_load_judge(config, name, out, spending) for name in config.judges]
    _check_panel(config, judges)
    return source, judges


def _measure(
    config: BenchConfig,
    situations: Sequence[PromptSet],
    source: Generator | FolderImages,
    judges: Sequence[Judge],
    run: RunFolder,
    seed: int,
) -> tuple[list[ImageRecord], list[BenchRow]]:
    """What is missing, drawn and judged; all images, and a row for each with each judge."""
    requests = [
        ImageRequest(prompt_id=f"{item.id}/{tier}", prompt=item.prompt(tier))
        for tier in config.tiers
        for item in situations
    ]
    say(f"1/3 images: {config.pictures.name}, {len(requests)} prompts")
    records = draw_images(config.pictures, source, requests, run, seed=seed)
    rows = []
    for number, judge in enumerate(judges, start=1):
        say(f"2/3 judge {number} of {len(judges)}: {judge.name}")
        rows += judge_images(judge, config.pictures.name, situations, records, run)
    return records, rows


def report_run(run: BenchRun, checks: Sequence[Mapping[str, Any]], usage: Usage) -> dict[str, Any]:
    """Writes `results.json`, the report and the evaluation record for model repositories; returns the results."""
    spent = bill(replace(usage, total=run.cost))
    result = {**summarize_run(run), **spent, "judge_checks": list(checks)}
    described = describe_runs(
        [run],
        run.root,
        title=f"{run.name} on Science-T2I",
        detectable=detectable_sentence(run.situations.values()),
        checks=checks,
    )
    path = write_bench_report(described, run.root / "report")
    write_science_t2i(result, run.root)
    write_json(run.root / "results.json", result)
    return {"out": str(run.root), "report": str(path), **result}


def _check_panel(config: BenchConfig, judges: Sequence[Judge]) -> None:
    if config.panel and (len(judges) < 2 or len({unit_of(judge) for judge in judges}) > 1):
        names = ", ".join(config.judges)
        raise ConfigError(f"setting 'panel': expected two or more judges whose numbers have one unit, got {names}")


def _load_judge(config: BenchConfig, name: str, out: Path, spending: Spending) -> Judge:
    cache = out / JUDGEMENTS / f"{file_name(name)}{REPLIES}"
    return load_judge(name, config, spending, cache, repeats=config.repeats)


def judge_images(
    judge: Judge, generator: str, situations: Sequence[PromptSet], records: Sequence[ImageRecord], run: RunFolder
) -> list[BenchRow]:
    """One row an image asked for, in their order, judged or failed; a judgement that is there is not asked for again."""
    unit, scale = unit_of(judge)
    asked = situation_of(records, situations)
    found = grade_records(judge, asked, records, run)
    return [
        to_row(generator, unit, scale, asked[record.id], tier_of(record), record, found[record.id])
        for record in records
    ]


def situation_of(records: Sequence[ImageRecord], situations: Sequence[PromptSet]) -> dict[str, PromptSet]:
    """What each image, by id, is an image of."""
    by_id = {item.id: item for item in situations}
    return {record.id: by_id[record.prompt_id.rpartition("/")[0]] for record in records}


def grade_records(
    judge: Judge, asked: Mapping[str, PromptSet], records: Sequence[ImageRecord], run: RunFolder
) -> dict[str, Judgement]:
    """Judgements by image id, each kept as soon as it is known."""
    with run.exclusive(JUDGEMENTS):
        journal = run.journal(JUDGEMENTS, file_name(judge.name))
        done = dict(journal.parsed(lambda row: (row["id"], Judgement.from_dict(row["judgement"]))))
        drawn = [record for record in records if record.status == "ok"]
        missing = [item for item in drawn if item.id not in done or done[item.id].status in RETRIED]
        prompt_sets = [asked[record.id] for record in missing]
        files = [run.stage(STAGE) / record.file for record in missing]
        with progress_bar(judge.name, total=len(drawn), done=len(drawn) - len(missing)) as advance:
            for number, judgement in grade_each(judge, prompt_sets, files):
                journal.append({"id": missing[number].id, "judgement": judgement.to_dict()})
                done[missing[number].id] = judgement
                advance(1)
    failed = {
        record.id: Judgement(judge=judge.name, status=record.status, score=None, reason=f"no image: {record.reason}")
        for record in records
        if record.status != "ok"
    }
    return done | failed


def tier_of(record: ImageRecord) -> Tier:
    """Which prompt of its situation an image answers."""
    tier: Any = record.prompt_id.rpartition("/")[2]
    return tier


def file_name(name: str) -> str:
    """A judge's name as the name of its files."""
    return re.sub(r"[^\w.-]+", "_", name)
