"""SciGenBench: any generator of scientific figures, graded by quizzes, a five-dimension judge, and what code can check.

    problems   = load(...)              the published file, or the families' own problems
    images   = draw(...)              an image model, ImgCoder, the families, or a folder made elsewhere
    judged     = judge_figures(...)     quizzes seen and blind, the multimodal question, five dimensions, the judge's exam
    measured   = measure_figures(...)   PSNR, SSIM, edge F1, CLIP, KID
    read       = read_figures(...)      labels that can be read in the pixels, answers that can be seen
    results    = summarize_figures(...) R_inv, rates, gain, dimensions, structure, outcomes, cost

Images and replies are kept as they come; the same command goes on where it stopped. A problem without an image, or a
question without an answer, stays in the denominator as a state. `paper_compat` asks as the published scripts do, for comparison:
options unshuffled, nothing blind, ImgCoder in one call, references stretched.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.extras import require
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import say
from scisynth.core.protocols import Generator
from scisynth.core.records import Cost, ImageRecord
from scisynth.core.store import Journal, RunFolder, write_json, write_lines
from scisynth.generators.folder import FolderImages
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.grading.problems import read_problems
from scisynth.pipelines.providers.access import Spending, bill, check_access
from scisynth.pipelines.providers.generators import ImageSettings, draw_images, estimate_images, load_source
from scisynth.pipelines.providers.hub_results import write_scigenbench
from scisynth.pipelines.scigenbench.config import (
    COMMAND,
    FAMILIES,
    IMGCODER,
    NUM_PER_TYPE,
    FamiliesConfig,
    FigureBenchConfig,
    ImgCoderConfig,
)
from scisynth.pipelines.scigenbench.families import (
    FIGURES,
    PROBLEMS,
    ensure_families,
    family_scenes,
    settle_families,
)
from scisynth.pipelines.scigenbench.imgcoder import run_imgcoder
from scisynth.pipelines.scigenbench.judge import judge_figures, plan_judging
from scisynth.pipelines.scigenbench.metrics import find_references, load_clip_scorer, measure_figures
from scisynth.pipelines.scigenbench.pixels import check_reader, read_figures, summarize_pixels
from scisynth.pipelines.scigenbench.report import write_report
from scisynth.pipelines.scigenbench.results import figure_cards, figures_note, summarize_figures
from scisynth.reports.figures.gallery import write_figures_page
from scisynth.reports.figures.report import headline

IMAGE_PROMPT = (
    "A precise textbook figure for this problem: every given value labelled, the initial situation only, the result not shown, black "
    "lines on white.\n\n"
)


def run_figure_bench(
    config: FigureBenchConfig, out: Path, *, seed: int, spending: Spending | None = None
) -> dict[str, Any]:
    """Draws, asks, grades and reports what is missing in the run folder; returns the numbers."""
    spending = (spending or Spending()).renewed()
    given = _given_problems(config)
    check_access([(config.generator, config.access), (config.judge, config.judging)], out, spending)
    check_reader(config.ocr)
    references = find_references(given, config.references, None if config.is_families else Path(config.data))
    source = _load_source(config, out, spending)
    scorer = load_clip_scorer(config.clip) if config.clip else None
    if config.is_families:
        config = config.replace({"families": settle_families(config.families, out)})
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    problems = _own_problems(config, out, seed) if config.is_families else given
    if config.is_families and config.generator != FAMILIES:
        references = find_references(problems, "", out / FAMILIES / PROBLEMS)
    _keep_problems(problems, out / PROBLEMS)
    say(f"1/4 figures of {len(problems)} problems: {config.generator}")
    records, rows = _draw(config, problems, source, run, seed=seed, spending=spending)
    pictures = [run.stage(STAGE) / record.file if record.status == "ok" else None for record in records]
    judged = judge_figures(config, problems, pictures, run, seed=seed, spending=spending)
    say("4/4 results")
    read = read_figures(config.ocr, problems, pictures, run)
    result = {
        "out": str(out),
        "generator": config.generator,
        "judge": config.judge,
        "paper_compat": config.paper_compat,
        **summarize_figures(problems, records, rows, judged),
        **bill(replace(spending.usage(), total=sum((record.cost for record in records), judged.cost))).to_dict(),
        "pictures": measure_figures(
            problems, pictures, references, scorer, seed=seed, paper_compat=config.paper_compat
        ),
        "pixels": summarize_pixels(problems, read),
    }
    write_json(out / "results.json", result)
    write_scigenbench(result, problems, run.root)
    write_figures_page(
        figure_cards(problems, records, pictures, judged, read, rows),
        out / "gallery.html",
        title=f"{config.generator} on SciGenBench",
        headline="\n".join(headline(result)),
        note=figures_note(config, problems, result),
    )
    report = write_report(config, problems, records, judged, result, out)
    return {**result, "gallery": str(out / "gallery.html"), "report": str(report)}


def plan_figure_bench(config: FigureBenchConfig, out: Path, *, seed: int, spending: Spending) -> dict[str, Any]:
    """What the judge would take and what the run could tell; nothing is sent, drawn or written."""
    problems = _given_problems(config)
    if config.is_families:
        num = config.num or NUM_PER_TYPE
        scenes = family_scenes(settle_families(config.families, out), num, seed)
        problems = [scene.problem_record() for scene in scenes]
    prompts = [IMAGE_PROMPT + problem.question for problem in problems]
    drawing = estimate_images(_settings(config), config, prompts, out, spending)
    return plan_judging(config, problems, out, spending, drawing)


def _given_problems(config: FigureBenchConfig) -> list[FigureProblem]:
    """Those of a file, after everything that can be wrong with the request itself; none for the families."""
    if config.is_families or config.exam or config.generator.startswith(f"{IMGCODER}:"):
        require("figures", "drawing figures from code")
    if config.judge and not config.judge.startswith("api:"):
        raise ConfigError(f"--judge {config.judge}: expected api:MODEL, the chat model that looks at the figures")
    if config.generator == FAMILIES != config.data:
        raise ConfigError("generator families draws its own problems only; leave --data out, or name a generator")
    if config.families and not config.is_families:
        raise ConfigError("--families: problems come from a file; leave it out, or leave --data out")
    if config.is_families and config.references:
        raise ConfigError(
            "--references: problems of the families have figures of their own; leave it out, or give --data"
        )
    if config.exam and not config.judge:
        raise ConfigError("--exam: there is no judge to examine; add --judge api:MODEL")
    if config.generator == f"{IMGCODER}:":
        raise ConfigError("--generator imgcoder: expected imgcoder:MODEL, for example imgcoder:gpt-5")
    if config.is_families:
        return []
    problems = read_problems(Path(config.data))[: config.num]
    if not problems:
        raise DataError(f"{config.data}: expected at least one problem, found none")
    twice = [name for name, count in Counter(problem.id for problem in problems).items() if count > 1]
    if twice:
        raise DataError(f"{config.data}: the id {twice[0]!r} stands twice; give every problem its own")
    return problems


def _own_problems(config: FigureBenchConfig, out: Path, seed: int) -> list[FigureProblem]:
    drawn = FamiliesConfig(num=config.num or NUM_PER_TYPE, families=config.families)
    ensure_families(drawn, out / FAMILIES, seed=seed)
    return read_problems(out / FAMILIES / PROBLEMS)


def _keep_problems(problems: Sequence[FigureProblem], path: Path) -> None:
    """Writes the problems of a run; a run that started on others is not gone on with."""
    rows = [json.loads(json.dumps(problem.to_dict())) for problem in problems]
    if path.exists() and list(Journal(path)) != rows:
        raise DataError(f"{path}: the problems have changed since this run began; choose another --out")
    write_lines(path, rows)


def _settings(config: FigureBenchConfig) -> ImageSettings:
    return ImageSettings(label=config.generator, model=config.generator)


def _load_source(config: FigureBenchConfig, out: Path, spending: Spending) -> Generator | FolderImages | None:
    """The image model or folder; None where code draws, since its figures do not exist yet."""
    if config.generator == FAMILIES or config.generator.startswith(f"{IMGCODER}:"):
        return None
    return load_source(_settings(config), out, config, spending)


def _draw(
    config: FigureBenchConfig,
    problems: Sequence[FigureProblem],
    source: Generator | FolderImages | None,
    run: RunFolder,
    *,
    seed: int,
    spending: Spending,
) -> tuple[list[ImageRecord], dict[str, dict[str, Any]]]:
    """One image a problem, and a row for each of those that code has drawn."""
    rows: dict[str, dict[str, Any]] = {}
    if source is None:
        folder, rows = _draw_by_code(config, run, seed, spending)
        source = FolderImages(folder, name=config.generator, only_by_id=True)
    # A folder is looked up by the problem itself; an image model is told what a figure is.
    words = "" if isinstance(source, FolderImages) else IMAGE_PROMPT
    requests = [ImageRequest(prompt_id=problem.id, prompt=words + problem.question) for problem in problems]
    records = draw_images(_settings(config), source, requests, run, seed=seed)
    return [_as_coded(record, rows.get(record.prompt_id)) for record in records], rows


def _draw_by_code(
    config: FigureBenchConfig, run: RunFolder, seed: int, spending: Spending
) -> tuple[Path, dict[str, dict[str, Any]]]:
    """The folder of the figures, and a row for each problem."""
    if config.generator == FAMILIES:
        folder = run.root / FAMILIES
        rows = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    else:
        folder = run.root / IMGCODER
        coder = ImgCoderConfig(
            data=str(run.root / PROBLEMS),
            model=config.generator.partition(":")[2],
            max_repairs=config.max_repairs,
            flow=config.flow,
            single_call=config.paper_compat,
            ocr=config.ocr,
            **config.asked,
        )
        rows = run_imgcoder(coder, folder, seed=seed, spending=spending)["figures"]
    return folder, {row["id"]: row for row in rows}


def _as_coded(record: ImageRecord, row: dict[str, Any] | None) -> ImageRecord:
    """The record with what drawing by a model took, and with its reason where there is no figure."""
    if row is None or "cost" not in row:
        return record
    record = replace(record, cost=Cost(**row["cost"]))
    return record if row["file"] else replace(record, status=row["status"], reason=row["reason"])
