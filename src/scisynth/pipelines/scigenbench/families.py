"""Figures from the families: problem, exact image, answer, quizzes and corrupted figures, each checked on the page.

figures/    <id>.png, and the scene it was drawn from as <id>.json; rows.jsonl has what is drawn, which is not drawn again
problems.jsonl      a row for each figure, as the benchmark reads it
metadata.jsonl      file_name and prompt, so that the folder opens as an image data set
gallery.html
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PIL import Image

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.engine.work import BatchWork
from scisynth.core.errors import ConfigError, nearest
from scisynth.core.images import open_image
from scisynth.core.plugins.references import is_reference
from scisynth.core.progress import progress_bar, say
from scisynth.core.results import Result
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
from scisynth.figures.scene.style import STYLES, TEXTBOOK_NAME
from scisynth.figures.verify.verify import Verification, verify_scene
from scisynth.imgcoder.checker import Checker
from scisynth.pipelines.scigenbench.checks import SCENE_CLAIMS, checks_of, figure_record
from scisynth.pipelines.scigenbench.config import ALL, FAMILIES_COMMAND, FamiliesConfig, FigureFiles
from scisynth.pipelines.scigenbench.files import checked_png, other_files
from scisynth.pipelines.scigenbench.results import FamiliesResult, FamilyRow, MetadataRow, QuizRow, TwinCount
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.parts.format import plural
from scisynth.sandbox import Limits, RenderResult, Sandbox
from scisynth.sandbox.probe import probe

STAGE, MANIFEST = "figures", "manifest.json"
PROBLEMS, FIGURES, METADATA = "problems.jsonl", "figures.json", "metadata.jsonl"
NEEDED = ("numpy", "matplotlib.pyplot", "scisynth.figures.scene.draw")
"""What drawing a scene takes; a smaller server forks faster."""
IN_PROCESS = "in-process"
"""Tier of scenes drawn by this process: they are data of ours, so no sandbox is needed where there is none."""
BATCH, CLUSTER_BATCH = 16, 4
"""Figures that go to a worker together: here, at least, and one of many elsewhere."""
Wanted = tuple[FigureScene, CorruptedFigure | None]


@dataclass(frozen=True, kw_only=True)
class DrawnScene:
    """A scene, its image, and what the checks say of the page."""

    scene: FigureScene
    image: Image.Image | None
    verification: Verification | None
    reason: str
    """Why there is no image, or no check of it."""
    tier: str


@dataclass(frozen=True, kw_only=True)
class StoredFigure(Result):
    """A figure that is in the run folder: a line of `rows.jsonl`."""

    row: FamilyRow
    checks: tuple[Check, ...]
    """Everything that was looked at, for its page."""


class SceneDrawer:
    """Draws and checks scenes, confined where the machine can, else in this process; its servers stay until it is closed."""

    def __init__(self, workers: int) -> None:
        self._servers = ExitStack()
        self._confined: tuple[Sandbox, Checker] | None = None
        if probe().confines:
            sandbox = Sandbox(limits=Limits(), workers=workers, preload=NEEDED)
            self._confined = self._servers.enter_context(sandbox), self._servers.enter_context(Checker())

    def draw(self, scenes: Iterable[FigureScene]) -> Iterator[DrawnScene]:
        """One a scene, in order; one that cannot be drawn has a reason."""
        if self._confined is None:
            yield from map(_draw_here, scenes)
            return
        sandbox, checker = self._confined
        given = list(scenes)
        results = sandbox.render_many(scene_script(as_checked(scene)) for scene in given)
        for scene, result in zip(given, results, strict=True):
            yield _examine(scene, result, checker)

    def close(self) -> None:
        """Ends the servers."""
        self._servers.close()


class FigureMaker:
    """Scenes to figures and their files, as a work of an engine."""

    def __init__(self, files: FigureFiles, workers: int) -> None:
        self._files = files
        self._drawer = SceneDrawer(workers)

    def __call__(self, batch: Sequence[Wanted]) -> list[tuple[StoredFigure, dict[str, bytes]]]:
        """Each figure with its files, by their place in the run folder; the image comes last."""
        drawn = self._drawer.draw([scene for scene, _ in batch])
        return [_figure_of(item, twin, self._files) for item, (_, twin) in zip(drawn, batch, strict=True)]

    def close(self) -> None:
        """Ends what draws."""
        self._drawer.close()


def run_families(config: FamiliesConfig, out: Path, *, seed: int, engine: Engine = LOCAL_ENGINE) -> FamiliesResult:
    """Draws and checks what is missing; returns one row a figure, what the checks found, and the speed.

    Args:
        config: which figures.
        out: the run folder, new or started with the same config and seed.
        seed: of the figures.
        engine: where they are drawn; changes no figure.
    """
    # First, since a type or a family with a slip is to leave nothing behind.
    config = _settled(config, out)
    options = SceneOptions(level=config.level, language=config.language, style=config.style, split=config.split)
    scenes = family_scenes(config.families, config.num, seed, options)
    run = RunFolder(out, config, command=FAMILIES_COMMAND, seed=seed)
    wanted = list(_with_corrupted(scenes, config.twins))
    began = time.perf_counter()
    figures, new = _draw_missing(config, wanted, run, engine)
    seconds = time.perf_counter() - began
    rows = [figure.row for figure in figures]
    _write_tables([scene for scene, _ in wanted], rows, run.root)
    records = [_record(scene, run.root, figure) for (scene, _), figure in zip(wanted, figures, strict=True)]
    true = [row for row in rows if not row.defect]
    write_figures_page(
        records, out / "gallery.html", title="Figure families", headline=_headline(rows), note=_note(rows, seed)
    )
    write_json(out / FIGURES, [row.to_dict() for row in rows])
    return FamiliesResult(
        out=out,
        gallery=out / "gallery.html",
        figures=tuple(rows),
        outcomes=Counter("ok" if row.passed else "error" for row in true),
        twins=TwinCount(drawn=len(rows) - len(true), caught=sum(not row.passed for row in rows if row.defect)),
        seconds=round(seconds, 2),
        figures_per_second=round(new / seconds, 2),
        tier=_tiers(rows),
    )


def _draw_missing(
    config: FamiliesConfig, wanted: Sequence[Wanted], run: RunFolder, engine: Engine
) -> tuple[list[StoredFigure], int]:
    """All figures, in order, and how many of them were drawn now; the files of one are there before its line."""
    with run.exclusive(STAGE):
        journal = run.journal(STAGE, "rows")
        made = {figure.row.id: figure for figure in journal.parsed(StoredFigure.from_dict)}
        todo = [item for item in wanted if not _stands(run.root, item[0], made.get(item[0].id))]
        is_here = engine is LOCAL_ENGINE
        size = max(BATCH, 4 * config.workers) if is_here else CLUSTER_BATCH
        batches = [todo[first : first + size] for first in range(0, len(todo), size)]
        # Elsewhere there is a worker a core already.
        work = BatchWork(partial(FigureMaker, config.files, config.workers if is_here else 1))
        with (
            progress_bar("draw", total=len(wanted), done=len(wanted) - len(todo)) as advance,
            closing(engine.map(work, batches, workers=0)) as found,
        ):
            # Where nothing is missing, nothing is started.
            for batch in found if batches else ():
                for figure, files in batch:
                    for name, data in files.items():
                        write_atomic(run.root / name, data, fsync=False)
                    journal.append(figure.to_dict())
                    made[figure.row.id] = figure
                advance(len(batch))
    return [made[scene.id] for scene, _ in wanted], len(todo)


def _stands(root: Path, scene: FigureScene, figure: StoredFigure | None) -> bool:
    """Whether a stored figure was checked to the end, and is of this scene: a family may have changed, or a power cut left a name empty."""
    if figure is None or figure.row.score is None:
        return False
    source, image = root / STAGE / f"{scene.id}.json", root / figure.row.file
    is_there = source.is_file() and image.is_file() and image.stat().st_size > 0
    return is_there and source.read_bytes() == scene.to_json().encode()


def ensure_families(config: FamiliesConfig, out: Path, *, seed: int, engine: Engine = LOCAL_ENGINE) -> list[FamilyRow]:
    """The rows of `run_families`, drawn where one is missing or failed; for runs that begin with them and go on."""
    path = out / FIGURES
    if path.is_file():
        RunFolder(out, _settled(config, out), command=FAMILIES_COMMAND, seed=seed)
        rows = [FamilyRow.from_dict(row) for row in json.loads(path.read_text(encoding="utf-8"))]
        if all(row.score is not None for row in rows):
            return rows
    return list(run_families(config, out, seed=seed, engine=engine).figures)


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
    """Draws and checks scenes, in order, each as it is asked for."""
    with closing(SceneDrawer(workers)) as drawer:
        yield from drawer.draw(scenes)


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
    return DrawnScene(
        scene=scene,
        image=open_image(render_png(checked)),
        verification=verify_scene(checked, Drawing.of(draw_scene(checked))),
        reason="",
        tier=IN_PROCESS,
    )


def _with_corrupted(scenes: Iterable[FigureScene], num: int) -> Iterator[Wanted]:
    """Each scene, and after it its corrupted figures."""
    for scene in scenes:
        yield scene, None
        if num:
            family = next(item for item in families_of(scene.image_type) if item.name == scene.family)
            for twin in sample_corrupted(scene, family, num):
                yield replace(twin.scene, id=f"{scene.id}-{twin.defect}"), twin


def _figure_of(
    item: DrawnScene, twin: CorruptedFigure | None, files: FigureFiles
) -> tuple[StoredFigure, dict[str, bytes]]:
    stem = f"{STAGE}/{item.scene.id}"
    made = {f"{stem}.json": item.scene.to_json().encode()}
    file = ""
    if item.image is not None:
        file = f"{stem}.png"
        made |= {f"{stem}.{kind}": data for kind, data in other_files(item.scene, files).items()}
        made[file] = checked_png(item.scene, item.image, files)
    found = item.verification
    faults = found.faults if found else ()
    row = FamilyRow(
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
    checks = [Check(status="failed", words=item.reason)] if item.reason else checks_of(found, claims=SCENE_CLAIMS)
    return StoredFigure(row=row, checks=tuple(checks)), made


def _write_tables(scenes: Sequence[FigureScene], rows: Sequence[FamilyRow], root: Path) -> None:
    true = [(scene, row) for scene, row in zip(scenes, rows, strict=True) if not row.defect]
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


def _record(scene: FigureScene, root: Path, figure: StoredFigure) -> FigureRecord:
    row = figure.row
    quizzes = [f"{quiz.question}  {dict(quiz.options)}  {quiz.correct}" for quiz in scene.quizzes]
    return figure_record(
        scene.problem_record(),
        root / row.file if row.file else None,
        title=scene.family.replace("_", " ") + (f", {row.defect.replace('_', ' ')}" if row.defect else ""),
        answer=f"{scene.answer.text} ({scene.solution})",
        verdict="corrupted, caught" if row.defect and not row.passed else "passes" if row.passed else "fails",
        passed=row.passed != bool(row.defect),
        checks=figure.checks,
        parts=[("what is wrong", row.defect_sentence), ("quizzes", "\n".join(quizzes))],
        alt=scene.alt_text,
    )


def _headline(rows: Sequence[FamilyRow]) -> str:
    passed, flawed = ([row.passed for row in rows if bool(row.defect) == is_twin] for is_twin in (False, True))
    twins = f" {flawed.count(False)} of {plural(len(flawed), 'corrupted figure')} caught." if flawed else ""
    return f"{passed.count(True)} of {plural(len(passed), 'figure')} pass every check.{twins}"


def _tiers(rows: Sequence[FamilyRow]) -> str:
    """All there are: machines differ, and a run may be resumed on another one."""
    return ", ".join(sorted({row.tier for row in rows}))


def _note(rows: Sequence[FamilyRow], seed: int) -> str:
    types = {row.image_type for row in rows}
    return (
        f"{len(rows)} figures, image types: {len(types)}, seed {seed}, confined by {_tiers(rows)}. "
        "No model took part: scenes, answers and quizzes are computed."
    )
