"""Which of a file's problems the figure families could draw, and the figures of those whose numbers can be read.

matches.jsonl   a row a problem: the family or none, the reason, the numbers read, the figure
figures/        <problem>.png, and the scene it was drawn from as <problem>.json
gallery.html    each figure with the problem that it was drawn for; none where nothing was drawn
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.images import png_bytes
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import track
from scisynth.core.results import Result
from scisynth.core.store import write_atomic, write_lines
from scisynth.figures.families.match import Match, match_problem
from scisynth.figures.families.registry import families_of, image_types, named_family
from scisynth.figures.scene.scene import FigureScene
from scisynth.grading.problems import read_problems
from scisynth.pipelines.scigenbench.checks import SCENE_CLAIMS, checks_of, figure_record
from scisynth.pipelines.scigenbench.families import DrawnScene, draw_scenes
from scisynth.pipelines.scigenbench.files import file_stem
from scisynth.reports.figures.gallery import FigureRecord, write_figures_page

MATCHES, GALLERY, FIGURES = "matches.jsonl", "gallery.html", "figures"


@dataclass(frozen=True, kw_only=True)
class ProblemMatch(Result):
    """One problem's row."""

    id: str
    image_type: str
    family: str
    """Empty where none could draw it."""
    reason: str
    """Why none could, or why there is no figure of its own numbers."""
    values: Mapping[str, float] = field(default_factory=dict)
    """Numbers read from it, by parameter."""
    file: str = ""
    """The figure, from the run folder."""


@dataclass(frozen=True, kw_only=True)
class TypeMatches(Result):
    """How many problems of an image type families could draw."""

    problems: int
    matched: int
    drawn: int


@dataclass(frozen=True, kw_only=True)
class MatchResult(Result):
    """All rows, and the counts of each image type."""

    problems: tuple[ProblemMatch, ...]
    types: Mapping[str, TypeMatches]
    matched: int
    drawn: int
    share: float
    """Of the problems that a family could draw."""
    out: Path | None = None
    gallery: Path | None = None


def run_match(file: Path, out: Path | None, *, image_type: str = "", workers: int = 2) -> MatchResult:
    """Matches every problem of a file, and draws those whose numbers were read where `out` is a folder.

    Args:
        file: problems as `grading.problems.read_problems` takes them.
        out: folder for rows, figures and gallery; None draws nothing.
        image_type: only problems of this type; empty for all.

    Raises:
        DataError: the file has no problem, or none of the image type.
    """
    problems = [problem for problem in read_problems(file) if image_type in ("", problem.image_type)]
    if not problems:
        raise DataError(f"{file}: expected problems{f' of {image_type}' if image_type else ''}, found none")
    families = [item for kind in image_types() for item in families_of(kind)]
    matches = [
        match_problem(problem.question, problem.image_type, families)
        for problem in track(problems, total=len(problems), label="match")
    ]
    rows = [_row(problem, match) for problem, match in zip(problems, matches, strict=True)]
    if out is not None:
        rows = _draw(problems, matches, rows, out, workers)
        write_lines(out / MATCHES, [row.to_dict() for row in rows])
    return _result(rows, out)


def _row(problem: FigureProblem, match: Match) -> ProblemMatch:
    return ProblemMatch(
        id=problem.id,
        image_type=problem.image_type,
        family=match.family,
        reason=match.reason,
        values=match.values,
    )


def _draw(
    problems: Sequence[FigureProblem], matches: Sequence[Match], rows: Sequence[ProblemMatch], out: Path, workers: int
) -> list[ProblemMatch]:
    """The rows with their figures; a figure that fails its checks is not kept, and its row says why."""
    places = [number for number, match in enumerate(matches) if match.parameters is not None]
    scenes = [_scene(matches[number], problems[number]) for number in places]
    drawn = track(draw_scenes(scenes, workers=workers), total=len(scenes), label="draw") if scenes else ()
    found, records = list(rows), []
    for number, item in zip(places, drawn, strict=True):
        found[number] = _store(rows[number], item, out)
        records.append(_record(problems[number], found[number], item, out))
    if records:
        num = sum(bool(row.family) for row in found)
        write_figures_page(
            records,
            out / GALLERY,
            title="Problems that figure families draw",
            headline=f"{num} of {len(found)} problems have a family that could draw them.",
            note="Names, and numbers that were not read, are the family's own.",
        )
    return found


def _scene(match: Match, problem: FigureProblem) -> FigureScene:
    family = named_family(match.family)
    assert match.parameters is not None
    scene = family.scene(match.parameters)
    return replace(scene, id=file_stem(problem.id), image_type=match.image_type, family=match.family)


def _store(row: ProblemMatch, item: DrawnScene, out: Path) -> ProblemMatch:
    if item.image is None or item.verification is None:
        return replace(row, reason=f"its figure was not drawn: {item.reason}")
    if not item.verification.passed:
        return replace(row, reason=f"its figure fails a check: {item.verification.faults[0].message}")
    folder = out / FIGURES
    folder.mkdir(parents=True, exist_ok=True)
    write_atomic(folder / f"{item.scene.id}.png", png_bytes(item.image))
    write_atomic(folder / f"{item.scene.id}.json", item.scene.to_json().encode())
    return replace(row, file=f"{FIGURES}/{item.scene.id}.png")


def _record(problem: FigureProblem, row: ProblemMatch, item: DrawnScene, out: Path) -> FigureRecord:
    return figure_record(
        problem,
        out / row.file if row.file else None,
        title=f"{problem.id}: {row.family.replace('_', ' ')}",
        verdict="drawn" if row.file else "not drawn",
        passed=bool(row.file),
        checks=checks_of(item.verification, claims=SCENE_CLAIMS),
        parts=[("problem of the figure", item.scene.problem)],
        alt=item.scene.alt_text,
    )


def _result(rows: Sequence[ProblemMatch], out: Path | None) -> MatchResult:
    kinds = Counter(row.image_type for row in rows)
    matched = Counter(row.image_type for row in rows if row.family)
    drawn = Counter(row.image_type for row in rows if row.file)
    return MatchResult(
        problems=tuple(rows),
        types={
            kind: TypeMatches(problems=num, matched=matched[kind], drawn=drawn[kind]) for kind, num in kinds.items()
        },
        matched=matched.total(),
        drawn=drawn.total(),
        share=round(matched.total() / len(rows), 4),
        out=out,
        gallery=out / GALLERY if out and (out / GALLERY).is_file() else None,
    )
