"""SciGenBench: any generator of scientific figures, graded by quizzes, a five-dimension judge, and what code can check.

    load        the problems of a file, or the families' own
    generate    images by an image model, ImgCoder, the families, or from a folder made elsewhere
    judge       quizzes with the image and without, the multimodal question, five dimensions, the judge's validation
    summarize   R_inv, rates, gain, dimensions, image metrics, text in the pixels, outcomes and cost: one `FigureBenchResult`
    report      results.json, gallery.html, report/report.html, and a file for the hub

Images and replies are kept as they come; the same command resumes where it stopped. A problem without an image, or a question
without an answer, stays in the denominator as a state. `paper_compat` asks as the published scripts do, for comparison: options
unshuffled, nothing blind, ImgCoder in one call, references stretched.
"""

from dataclasses import replace
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.progress import say
from scisynth.core.store import RunFolder
from scisynth.pipelines.assist.candidates_page import write_page
from scisynth.pipelines.providers.access import Spending, check_access, part_of
from scisynth.pipelines.providers.generators import estimate_images
from scisynth.pipelines.scigenbench.config import (
    COMMAND,
    FAMILIES,
    DrawingConfig,
    FigureBenchConfig,
    FigureJudging,
    MetricsConfig,
    ProblemsConfig,
)
from scisynth.pipelines.scigenbench.families import PROBLEMS, settle_families
from scisynth.pipelines.scigenbench.generate import IMAGE_PROMPT, draw_figures, image_settings, load_figure_source
from scisynth.pipelines.scigenbench.hub_export import write_evaluation_entry
from scisynth.pipelines.scigenbench.judge import estimate_judging, judge_figures
from scisynth.pipelines.scigenbench.load import (
    check_request,
    draw_families,
    keep_problems,
    planned_problems,
    read_given,
)
from scisynth.pipelines.scigenbench.metrics import find_references, load_clip_scorer, measure_figures
from scisynth.pipelines.scigenbench.pixels import check_reader, read_figures
from scisynth.pipelines.scigenbench.plan import describe_plan
from scisynth.pipelines.scigenbench.report import GALLERY, REPORT, RESULTS, write_pages
from scisynth.pipelines.scigenbench.results import FigurePlan
from scisynth.pipelines.scigenbench.summarize import summarize_figures
from scisynth.reports.figures.results import FigureBenchResult


def run_figure_bench(
    config: FigureBenchConfig,
    out: Path,
    *,
    seed: int,
    spending: Spending | None = None,
    engine: Engine = LOCAL_ENGINE,
) -> FigureBenchResult:
    """Draws, asks, grades and reports what is missing in the run folder; returns the numbers.

    `engine` is where families and image models draw and pixels are read; models behind an API are asked from this process.

    Raises:
        ConfigError: settings that do not go together, a missing key, or a folder of another run.
        DataError: problems that cannot be read, or that changed since the run began.
    """
    spending = (spending or Spending()).renewed()
    drawing, judging = part_of(config, DrawingConfig), part_of(config, FigureJudging)
    measuring = part_of(config, MetricsConfig)
    # Load. Whatever can be wrong is said before the folder is claimed and anything is paid for.
    check_request(config)
    problems = read_given(part_of(config, ProblemsConfig))
    assist = image_settings(drawing).assist
    sides = [(config.generator, config.access), (config.judge, config.judging), *assist.sides(drawing)]
    check_access(sides, out, spending)
    check_reader(config.ocr)
    references = find_references(problems, config.references, None if config.is_families else Path(config.data))
    source = load_figure_source(drawing, out, spending)
    scorer = load_clip_scorer(config.clip) if config.clip else None
    if config.is_families:
        config = config.replace({"families": settle_families(config.families, out)})
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    if config.is_families:
        problems = draw_families(part_of(config, ProblemsConfig), out, seed, engine)
    if config.is_families and config.generator != FAMILIES:
        references = find_references(problems, "", out / FAMILIES / PROBLEMS)
    keep_problems(problems, out / PROBLEMS)

    drawn = draw_figures(drawing, problems, source, run, seed=seed, spending=spending, engine=engine)
    if assist.is_on:
        say(f"every candidate: {write_page(out)}")
    judged = judge_figures(judging, problems, drawn.images, run, seed=seed, spending=spending)

    say("4/4 results")
    read = read_figures(config.ocr, problems, drawn.images, run, engine)
    metrics = measure_figures(measuring, problems, drawn.images, references, scorer, seed=seed)
    measured = summarize_figures(config, out, problems, drawn, judged, read, metrics, spending)

    measured.save(out / RESULTS)  # without the two places below, which change when the folder moves
    result = replace(measured, gallery=out / GALLERY, report=out / REPORT)
    write_evaluation_entry(result, problems, run.root)
    write_pages(result, problems, drawn, judged, read)
    return result


def plan_figure_bench(config: FigureBenchConfig, out: Path, *, seed: int, spending: Spending) -> FigurePlan:
    """What the judge would take and what the run could tell; nothing is sent, drawn or written."""
    check_request(config)
    problems = planned_problems(part_of(config, ProblemsConfig), out, seed)
    drawing, judging = part_of(config, DrawingConfig), part_of(config, FigureJudging)
    prompts = [IMAGE_PROMPT + problem.question for problem in problems]
    return describe_plan(
        problems,
        generator=config.generator,
        drawing=estimate_images(image_settings(drawing), drawing, prompts, out, spending),
        judge=config.judge,
        judging=estimate_judging(judging, problems, out, spending),
    )
