"""Second step of `bench scigenbench`: an image for each problem, by code, by an image model, or from a folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import say
from scisynth.core.protocols import Generator
from scisynth.core.records import ImageRecord
from scisynth.core.store import RunFolder
from scisynth.generators.folder import FolderImages
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.pipelines.providers.access import AskingConfig, Spending, part_of
from scisynth.pipelines.providers.generators import ImageSettings, draw_images, load_source
from scisynth.pipelines.scigenbench.config import FAMILIES, IMGCODER, DrawingConfig, ImgCoderConfig
from scisynth.pipelines.scigenbench.families import FIGURES, PROBLEMS
from scisynth.pipelines.scigenbench.imgcoder import run_imgcoder
from scisynth.pipelines.scigenbench.results import CodeFigure, FamilyRow

IMAGE_PROMPT = (
    "A precise textbook figure for this problem: every given value labelled, the initial situation only, the result not shown, black "
    "lines on white.\n\n"
)


@dataclass(frozen=True, kw_only=True)
class DrawnFigures:
    """N problems' images, in the order of the problems."""

    records: Sequence[ImageRecord]
    images: Sequence[Path | None]
    """None where there is no image; its record has the reason."""
    by_code: Mapping[str, CodeFigure]
    """What is known of figures that code drew, by problem; empty for other generators."""


def image_settings(config: DrawingConfig) -> ImageSettings:
    """How an image model draws."""
    return ImageSettings(label=config.generator, model=config.generator)


def load_figure_source(config: DrawingConfig, out: Path, spending: Spending) -> Generator | FolderImages | None:
    """The image model or folder; None where code draws, since its figures do not exist yet."""
    return None if config.is_by_code else load_source(image_settings(config), out, config, spending)


def draw_figures(
    config: DrawingConfig,
    problems: Sequence[FigureProblem],
    source: Generator | FolderImages | None,
    run: RunFolder,
    *,
    seed: int,
    spending: Spending,
    engine: Engine = LOCAL_ENGINE,
) -> DrawnFigures:
    """One image a problem; what is in the run folder is not drawn again. `engine` is where an image model draws."""
    say(f"1/4 figures of {len(problems)} problems: {config.generator}")
    by_code: dict[str, CodeFigure] = {}
    if source is None:
        folder, by_code = _draw_by_code(config, run, seed, spending)
        source = FolderImages(folder, name=config.generator, only_by_id=True)
    # A folder is looked up by the problem itself; an image model is told what a figure is.
    prompt = "" if isinstance(source, FolderImages) else IMAGE_PROMPT
    requests = [ImageRequest(prompt_id=problem.id, prompt=prompt + problem.question) for problem in problems]
    found = draw_images(image_settings(config), source, requests, run, seed=seed, engine=engine)
    records = [_with_code(record, by_code.get(record.prompt_id)) for record in found]
    images = [run.stage(STAGE) / record.file if record.status == "ok" else None for record in records]
    return DrawnFigures(records=records, images=images, by_code=by_code)


def _draw_by_code(
    config: DrawingConfig, run: RunFolder, seed: int, spending: Spending
) -> tuple[Path, dict[str, CodeFigure]]:
    """The folder of the figures, and what is known of each, by problem."""
    if config.generator == FAMILIES:
        folder = run.root / FAMILIES
        rows = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
        return folder, {row["id"]: FamilyRow.from_dict(row).figure for row in rows}
    folder = run.root / IMGCODER
    coder = ImgCoderConfig(
        data=str(run.root / PROBLEMS),
        model=config.generator.partition(":")[2],
        max_repairs=config.max_repairs,
        flow=config.flow,
        single_call=config.paper_compat,
        ocr=config.ocr,
        **dict(part_of(config, AskingConfig)),
    )
    result = run_imgcoder(coder, folder, seed=seed, spending=spending)
    return folder, {row.id: row.figure for row in result.figures}


def _with_code(record: ImageRecord, figure: CodeFigure | None) -> ImageRecord:
    """The record with what drawing by a model took, and with its reason where there is no figure."""
    if figure is None or figure.cost is None:
        return record
    record = replace(record, cost=figure.cost)
    return record if figure.file else replace(record, status=figure.status, reason=figure.reason)
