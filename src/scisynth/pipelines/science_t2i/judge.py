"""The step that judges: every image against the implicit prompt of its prompt set, by every judge."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError
from scisynth.core.progress import progress_bar, say
from scisynth.core.protocols import Judge
from scisynth.core.records import RETRIED, Judgement
from scisynth.core.store import RunFolder
from scisynth.generators.run import STAGE
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.judges import grade_each, load_judge, unit_of
from scisynth.pipelines.science_t2i.config import BenchJudging
from scisynth.pipelines.science_t2i.images import GeneratedImage
from scisynth.pipelines.science_t2i.panel import panel_rows
from scisynth.pipelines.science_t2i.rows import JUDGEMENTS, BenchRow, to_row
from scisynth.pipelines.science_t2i.shards import REPLIES


def load_judges(config: BenchJudging, out: Path, spending: Spending) -> list[Judge]:
    """The judges by their names; replies of an API are kept in the run folder `out`.

    Raises:
        ConfigError, ModelError: a name stands for no judge, or the judges of a panel have different units.
    """
    judges = [
        load_judge(name, config, spending, out / JUDGEMENTS / f"{file_name(name)}{REPLIES}", repeats=config.repeats)
        for name in config.judges
    ]
    if config.panel and (len(judges) < 2 or len({unit_of(judge) for judge in judges}) > 1):
        names = ", ".join(config.judges)
        raise ConfigError(f"setting 'panel': expected two or more judges whose numbers have one unit, got {names}")
    return judges


def judge(
    config: BenchJudging,
    judges: Sequence[Judge],
    images: Sequence[GeneratedImage],
    run: RunFolder,
    engine: Engine = LOCAL_ENGINE,
) -> list[BenchRow]:
    """A row for each image with each judge, and with the panel if one was asked for."""
    rows = []
    for number, (name, one) in enumerate(zip(config.judges, judges, strict=True), start=1):
        say(f"2/3 judge {number} of {len(judges)}: {one.name}")
        rows += judge_images(one, images, run, engine, name)
    return rows + panel_rows(rows) if config.panel else rows


def judge_images(
    one: Judge, images: Sequence[GeneratedImage], run: RunFolder, engine: Engine = LOCAL_ENGINE, name: str = ""
) -> list[BenchRow]:
    """One row an image, in their order, judged or failed; a judgement that is there is not asked for again."""
    unit, scale = unit_of(one)
    found = _grade(one, images, run, engine, name)
    return [to_row(image, unit, scale, found[image.key.id]) for image in images]


def _grade(
    one: Judge, images: Sequence[GeneratedImage], run: RunFolder, engine: Engine, name: str
) -> Mapping[str, Judgement]:
    """Judgements by image id, each kept as soon as it is known."""
    with run.exclusive(JUDGEMENTS):
        journal = run.journal(JUDGEMENTS, file_name(one.name))
        done = dict(journal.parsed(lambda row: (row["id"], Judgement.from_dict(row["judgement"]))))
        drawn = [image for image in images if image.record.status == "ok"]
        missing = [image for image in drawn if image.key.id not in done or done[image.key.id].status in RETRIED]
        prompt_sets = [image.prompt_set for image in missing]
        files = [run.stage(STAGE) / image.record.file for image in missing]
        with progress_bar(one.name, total=len(drawn), done=len(drawn) - len(missing)) as advance:
            for number, judgement in grade_each(one, prompt_sets, files, engine=engine, name=name):
                image = missing[number].key.id
                journal.append({"id": image, "judgement": judgement.to_dict()})
                done[image] = judgement
                advance(1)
    failed = {
        image.key.id: Judgement(
            judge=one.name, status=image.record.status, score=None, reason=f"no image: {image.record.reason}"
        )
        for image in images
        if image.record.status != "ok"
    }
    return done | failed


def file_name(name: str) -> str:
    """A judge's name as the name of its files."""
    return re.sub(r"[^\w.-]+", "_", name)
