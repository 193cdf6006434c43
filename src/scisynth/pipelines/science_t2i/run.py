"""The Science-T2I benchmark: any generator, any judges, one table.

    prompt sets = load_prompt_sets(...)    the published test sets, a Parquet file, or the lab's
    images      = generate(...)           each tier's prompt, several images each
    rows        = judge(...)              every image against the *implicit* prompt and its rubric
    result      = summarize(...)          Reality Score by field and law, gaps, ND, outcomes, cost
    report      = report_run(...)         results.json, report.html, report.md, .eval_results

Every step keeps a row at a time and resumes where it stopped: an image that is there is not drawn again, a judgement
that is there is not asked for again. What failed for a passing reason is tried again by the next call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, leave_to
from scisynth.core.progress import say
from scisynth.core.protocols import Generator, Judge
from scisynth.core.records import PromptSet
from scisynth.core.store import RunFolder, write_lines
from scisynth.generators.folder import FolderImages
from scisynth.pipelines.assist.candidates_page import write_page
from scisynth.pipelines.providers.access import Spending, bill, check_access, part_of
from scisynth.pipelines.providers.generators import load_source
from scisynth.pipelines.science_t2i.config import BenchChecks, BenchConfig, BenchData, BenchGeneration, BenchJudging
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.pipelines.science_t2i.generate import generate
from scisynth.pipelines.science_t2i.judge import judge, load_judges
from scisynth.pipelines.science_t2i.judge_checks import check_judges
from scisynth.pipelines.science_t2i.report import report_run
from scisynth.pipelines.science_t2i.results import BenchResult, ShardResult
from scisynth.pipelines.science_t2i.rows import COMMAND, PROMPT_SETS, read_run, write_rows
from scisynth.pipelines.science_t2i.shards import join_shards, open_shard, shard_folder
from scisynth.pipelines.science_t2i.summarize import summarize
from scisynth.stats.scores import count_outcomes


def run_bench(
    config: BenchConfig,
    out: Path,
    *,
    seed: int,
    spending: Spending | None = None,
    engine: Engine = LOCAL_ENGINE,
) -> BenchResult:
    """Draws, judges and reports what is missing in the run folder.

    Args:
        config: what decides the numbers.
        out: the run folder, new or started with the same config and seed.
        seed: of the lab's prompts and of the images.
        spending: budget and use of kept replies; changes no result.
        engine: where models that draw and judge work, those behind an API excepted; changes no result.

    Returns:
        The numbers, which `out / "results.json"` holds too, and the path of the report.

    Raises:
        ConfigError, DataError, ModelError: what was asked for cannot be had; said before the folder is claimed.
    """
    spending = (spending or Spending()).renewed()
    prompt_sets = load_prompt_sets(part_of(config, BenchData), seed=seed)
    # Before the judges, who read the kept replies when they are made.
    join_shards(config, out, seed)
    models = _load_models(part_of(config, BenchGeneration), part_of(config, BenchJudging), out, spending)
    models.leave_to(engine)
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    write_lines(run.root / PROMPT_SETS, [item.to_dict() for item in prompt_sets])
    images = generate(part_of(config, BenchGeneration), models.source, prompt_sets, run, seed=seed, engine=engine)
    if config.pictures.assist.is_on:
        say(f"every candidate: {write_page(out)}")
    rows = judge(part_of(config, BenchJudging), models.judges, images, run, engine)
    checks = check_judges(part_of(config, BenchChecks), models.judges, images, rows, run, seed=seed)
    say("3/3 report")
    write_rows(rows, run.root)
    finished = read_run(run.root)
    return report_run(summarize(finished, checks, spending.usage()), finished)


def run_bench_shard(
    config: BenchConfig,
    out: Path,
    shard: tuple[int, int],
    *,
    seed: int,
    spending: Spending | None = None,
    engine: Engine = LOCAL_ENGINE,
) -> ShardResult:
    """Draws and judges every count-th prompt set, for `run_bench` to join.

    Args:
        config: of the whole benchmark.
        out: run folder of the whole benchmark; the shard works in a folder inside it.
        shard: (number, count); each has its own folder, and its own budget.
        seed: of the whole benchmark.
        spending: as in `run_bench`.
        engine: as in `run_bench`.

    Raises:
        ConfigError, DataError, ModelError: as `run_bench`; also where shards of another count are there.
    """
    number, count = shard
    prompt_sets: Sequence[PromptSet] = load_prompt_sets(part_of(config, BenchData), seed=seed)[number::count]
    spending = (spending or Spending()).renewed()
    folder = shard_folder(out, shard)
    models = _load_models(part_of(config, BenchGeneration), part_of(config, BenchJudging), folder, spending)
    models.leave_to(engine)
    run = open_shard(config, out, shard, seed)
    images = generate(part_of(config, BenchGeneration), models.source, prompt_sets, run, seed=seed, engine=engine)
    rows = judge(part_of(config, BenchJudging), models.judges, images, run, engine)
    outcomes = {
        one.name: count_outcomes([row.status for row in rows if row.judge == one.name]) for one in models.judges
    }
    return ShardResult(
        out=out,
        shard=f"{number}/{count}",
        num_situations=len(prompt_sets),
        num_pictures=len(images),
        outcomes=outcomes[models.judges[0].name],
        judges=outcomes,
        bill=bill(spending.usage()),
    )


@dataclass(frozen=True, kw_only=True)
class _Models:
    source: Generator | FolderImages
    judges: Sequence[Judge]

    def leave_to(self, engine: Engine) -> None:
        """Judges, too, make room for the workers that draw."""
        for model in (self.source, *self.judges):
            leave_to(engine, model)


def _load_models(generation: BenchGeneration, judging: BenchJudging, out: Path, spending: Spending) -> _Models:
    """Before the run folder is claimed, so that a name with a slip leaves nothing behind."""
    judges_access = [(name, judging.judging) for name in judging.judges]
    helpers = generation.pictures.assist.sides(generation)
    check_access([(generation.pictures.model, generation.access), *helpers, *judges_access], out, spending)
    return _Models(
        source=load_source(generation.pictures, out, generation, spending),
        judges=load_judges(judging, out, spending),
    )
