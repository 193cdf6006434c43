"""Figures from the families: problem, exact image, answer, quizzes and corrupted figures, each checked on the page.

figures/    <id>.png, and the scene it was drawn from as <id>.json
problems.jsonl      a row for each figure, as the benchmark reads it
metadata.jsonl      file_name and prompt, so that the folder opens as an image data set
gallery.html
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from scisynth.core.errors import ConfigError, nearest
from scisynth.core.images import open_image, png_bytes
from scisynth.core.plugins.references import is_reference
from scisynth.core.progress import say, track
from scisynth.core.store import RunFolder, read_manifest, write_atomic, write_json, write_lines
from scisynth.figures.corruptions import CorruptedFigure, sample_corrupted
from scisynth.figures.families.registry import (
    SceneOptions,
    families_of,
    family_names,
    image_types,
    is_registered,
    make_scenes,
    named_family,
)
from scisynth.figures.families.split import split_of
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene, render_png
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.style import STYLES, TEXTBOOK_NAME, add_texture
from scisynth.figures.verify.verify import Verification, verify_scene
from scisynth.imgcoder.checker import Checker
from scisynth.pipelines.scigenbench.checks import SCENE_CLAIMS, checks_of, figure_record
from scisynth.pipelines.scigenbench.config import ALL, FAMILIES_COMMAND, FamiliesConfig, FigureFiles
from scisynth.pipelines.scigenbench.files import draw_png, write_other_files
from scisynth.pipelines.scigenbench.results import FamiliesResult, FamilyRow, MetadataRow, QuizRow, TwinCount
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.parts.format import plural
from scisynth.sandbox import Limits, RenderResult, Sandbox
from scisynth.sandbox.probe import probe

STAGE = "figures"
PROBLEMS, FIGURES, METADATA = "problems.jsonl", "figures.json", "metadata.jsonl"
MANIFEST = "manifest.json"
NEEDED = ("numpy", "matplotlib.pyplot", "scisynth.figures.scene.draw")
"""What drawing a scene takes; a smaller server forks faster."""
IN_PROCESS = "in-process"
"""Tier of scenes drawn by this process: they are data of ours, so no sandbox is needed where there is none."""


@dataclass(frozen=True, kw_only=True)
class DrawnScene:
    """A scene, its image, and what the checks say of the page."""

    scene: FigureScene
    image: Image.Image | None
    verification: Verification | None
    reason: str
    """Why there is no image, or no check of it."""
    tier: str


def run_families(config: FamiliesConfig, out: Path, *, seed: int) -> FamiliesResult:
    """Draws and checks; returns one row a figure, what the checks found, and the speed."""
    # First, since a type or a family with a slip is to leave nothing behind.
    config = _settled(config, out)
    options = SceneOptions(level=config.level, language=config.language, style=config.style, split=config.split)
    scenes = family_scenes(config.families, config.num, seed, options)
    run = RunFolder(out, config, command=FAMILIES_COMMAND, seed=seed)
    wanted = list(_with_corrupted(scenes, config.twins))
    began = time.perf_counter()
    pages = draw_scenes([scene for scene, _ in wanted], workers=config.workers)
    drawn = list(track(pages, total=len(wanted), label="draw"))
    seconds = time.perf_counter() - began
    rows = [_store(item, twin, run, config.files) for item, (_, twin) in zip(drawn, wanted, strict=True)]
    _write_tables(drawn, rows, run.root)
    records = [_record(item, run.root, row) for item, row in zip(drawn, rows, strict=True)]
    true = [row for row in rows if not row.defect]
    write_figures_page(
        records, out / "gallery.html", title="Figure families", headline=_headline(rows), note=_note(drawn, seed)
    )
    write_json(out / FIGURES, [row.to_dict() for row in rows])
    return FamiliesResult(
        out=out,
        gallery=out / "gallery.html",
        figures=tuple(rows),
        outcomes=Counter("ok" if row.passed else "error" for row in true),
        twins=TwinCount(drawn=len(rows) - len(true), caught=sum(not row.passed for row in rows if row.defect)),
        seconds=round(seconds, 2),
        figures_per_second=round(len(rows) / seconds, 2),
        tier=drawn[0].tier,
    )


def ensure_families(config: FamiliesConfig, out: Path, *, seed: int) -> list[FamilyRow]:
    """The rows of `run_families`, drawn if they are not there already; for runs that begin with them and go on."""
    path = out / FIGURES
    if not path.is_file():
        run_families(config, out, seed=seed)
    RunFolder(out, _settled(config, out), command=FAMILIES_COMMAND, seed=seed)
    return [FamilyRow.from_dict(row) for row in json.loads(path.read_text(encoding="utf-8"))]


def _settled(config: FamiliesConfig, out: Path) -> FamiliesConfig:
    return config.replace({"families": settle_families(config.families, out, config.image_type)})


def settle_families(given: Sequence[str], out: Path, image_type: str = ALL) -> tuple[str, ...]:
    """Families by name: those given, else those that the run in `out` began with, else all there are today.

    Raises:
        ConfigError: an unknown family, one of another image type, or one that stands twice.
    """
    kind = "" if image_type == ALL else image_type
    today = family_names(kind)
    if not given and (out / MANIFEST).is_file():
        started = tuple(read_manifest(out)["config"].get("families", ()))
        if started and set(started) < set(today):
            say(f"{out}: resumes with the {len(started)} families it started with, of the {len(today)} there are now")
        return started if set(started) <= set(today) and started else today
    for number, name in enumerate(given):
        if is_reference(name) or is_registered(name):
            found = named_family(name)
            if kind and found.image_type != kind:
                raise ConfigError(
                    f"{name}: expected a family of {kind}, got one of {found.image_type}; {nearest(name, today)}"
                )
        elif name not in today:
            raise ConfigError(f"unknown family {name!r}{f' of {kind}' if kind else ''}; {nearest(name, today)}")
        if name in given[:number]:
            raise ConfigError(f"families: {name!r} stands twice; name each once")
    return tuple(given) or today


def family_scenes(names: Sequence[str], num: int, seed: int, options: SceneOptions | None = None) -> list[FigureScene]:
    """`num` scenes of each image type that has a family among `names`."""
    drawn = {named_family(name).image_type for name in names}
    kinds = [kind for kind in image_types() if kind in drawn]
    return [scene for kind in kinds for scene in make_scenes(kind, num, seed, names, options)]


def draw_scenes(scenes: Sequence[FigureScene], *, workers: int) -> Iterator[DrawnScene]:
    """Draws and checks scenes, in order; confined where the machine can, else in this process."""
    if not probe().confines:
        yield from map(_draw_here, scenes)
        return
    with Sandbox(limits=Limits(), workers=workers, preload=NEEDED) as sandbox, Checker() as checker:
        results = sandbox.render_many(scene_script(as_checked(scene)) for scene in scenes)
        for scene, result in zip(scenes, results, strict=True):
            yield _examine(scene, result, checker)


def as_checked(scene: FigureScene) -> FigureScene:
    """The scene on the page on which it is checked: a dark one has the places and texts of the light one."""
    return replace(scene, style=TEXTBOOK_NAME) if STYLES[scene.style].is_dark else scene


def scene_script(scene: FigureScene) -> str:
    """The script that draws a scene; the scene travels as a text, so that its words cannot become code."""
    return f"from scisynth.figures.scene.draw import draw_scene\n\nfigure = draw_scene({scene.to_json()!r})\n"


def _examine(scene: FigureScene, result: RenderResult, checker: Checker) -> DrawnScene:
    found = None
    if result.image is not None:
        found = checker.check(result.marks_json, result.image, scene.claims, scene.hidden, scene.places)
    return DrawnScene(
        scene=scene,
        image=result.image,
        verification=found,
        reason=f"{result.status}: {result.reason}" if found is None else found.reason,
        tier=result.tier,
    )


def _draw_here(scene: FigureScene) -> DrawnScene:
    checked = as_checked(scene)
    figure = draw_scene(checked)
    return DrawnScene(
        scene=scene,
        image=open_image(render_png(checked)),
        verification=verify_scene(checked, Drawing.of(figure)),
        reason="",
        tier=IN_PROCESS,
    )


def _with_corrupted(scenes: Iterable[FigureScene], num: int) -> Iterator[tuple[FigureScene, CorruptedFigure | None]]:
    """Each scene, and after it its corrupted figures."""
    for scene in scenes:
        yield scene, None
        if num:
            family = next(item for item in families_of(scene.image_type) if item.name == scene.family)
            for twin in sample_corrupted(scene, family, num):
                yield replace(twin.scene, id=f"{scene.id}-{twin.defect}"), twin


def _store(item: DrawnScene, twin: CorruptedFigure | None, run: RunFolder, files: FigureFiles) -> FamilyRow:
    folder = run.stage(STAGE)
    write_atomic(folder / f"{item.scene.id}.json", item.scene.to_json().encode())
    file = ""
    if item.image is not None:
        file = f"{STAGE}/{item.scene.id}.png"
        png = _png(item.scene, item.image, files)
        write_atomic(run.root / file, png, fsync=False)
        write_other_files(item.scene, folder / item.scene.id, files)
    found = item.verification
    faults = found.faults if found else ()
    return FamilyRow(
        id=item.scene.id,
        image_type=item.scene.image_type,
        family=item.scene.family,
        alt_text=item.scene.alt_text,
        defect=twin.defect if twin else "",
        defect_sentence=twin.sentence if twin else "",
        visibility=twin.visibility if twin else None,
        file=file,
        passed=bool(found and found.passed),
        score=found.score if found else None,
        num_claims=len(item.scene.claims),
        faults=(item.reason,) if item.reason else tuple(f"{fault.kind}: {fault.message}" for fault in faults),
        answer=item.scene.answer,
        tier=item.tier,
        level=item.scene.level,
        style=item.scene.style,
        parameters=item.scene.parameters,
    )


def _png(scene: FigureScene, image: Image.Image, files: FigureFiles) -> bytes:
    """The image that was checked, with the texture of its style; drawn again for another size or a dark page."""
    style = STYLES[scene.style]
    if style.is_dark or not files.is_plain:
        return draw_png(scene, files)
    return png_bytes(add_texture(image, style.texture, scene.seed))


def _write_tables(drawn: Sequence[DrawnScene], rows: Sequence[FamilyRow], root: Path) -> None:
    true = [(item.scene, row) for item, row in zip(drawn, rows, strict=True) if not row.defect]
    problems = [replace(scene.problem_record(), image=row.file).to_dict() for scene, row in true]
    write_lines(root / PROBLEMS, problems)
    write_lines(root / METADATA, [_metadata_of(scene, row).to_dict() for scene, row in true if row.file])


def _metadata_of(scene: FigureScene, row: FamilyRow) -> MetadataRow:
    return MetadataRow(
        file_name=row.file,
        id=scene.id,
        image_type=scene.image_type,
        family=scene.family,
        prompt=scene.problem,
        question=scene.problem,
        multimodal_question=scene.multimodal_question,
        answer=scene.answer,
        quizzes=tuple(
            QuizRow(question=quiz.question, options=tuple(quiz.options.values()), correct=quiz.correct)
            for quiz in scene.quizzes
        ),
        level=scene.level,
        split=split_of(scene),
        language=scene.language,
        style=scene.style,
        alt_text=scene.alt_text,
        verified=row.passed,
    )


def _record(item: DrawnScene, root: Path, row: FamilyRow) -> FigureRecord:
    scene = item.scene
    quizzes = [f"{quiz.question}  {dict(quiz.options)}  {quiz.correct}" for quiz in scene.quizzes]
    return figure_record(
        scene.problem_record(),
        root / row.file if row.file else None,
        title=scene.family.replace("_", " ") + (f", {row.defect.replace('_', ' ')}" if row.defect else ""),
        answer=f"{scene.answer.text} ({scene.solution})",
        verdict="corrupted, caught" if row.defect and not row.passed else "passes" if row.passed else "fails",
        passed=row.passed != bool(row.defect),
        checks=[Check(status="failed", words=item.reason)]
        if item.reason
        else checks_of(item.verification, claims=SCENE_CLAIMS),
        parts=[("what is wrong", row.defect_sentence), ("quizzes", "\n".join(quizzes))],
        alt=scene.alt_text,
    )


def _headline(rows: Sequence[FamilyRow]) -> str:
    passed, flawed = ([row.passed for row in rows if bool(row.defect) == is_twin] for is_twin in (False, True))
    twins = f" {flawed.count(False)} of {plural(len(flawed), 'corrupted figure')} caught." if flawed else ""
    return f"{passed.count(True)} of {plural(len(passed), 'figure')} pass every check.{twins}"


def _note(drawn: Sequence[DrawnScene], seed: int) -> str:
    num_types = len({item.scene.image_type for item in drawn})
    return (
        f"{len(drawn)} figures, image types: {num_types}, seed {seed}, confined by {drawn[0].tier}. "
        "No model took part: scenes, answers and quizzes are computed."
    )
