"""SciGenBench: any generator of scientific figures, graded by quizzes, a five-dimension judge, and what code can check.

    problems   = load(...)          the published file, or the families' own problems
    pictures   = draw(...)          a picture model, ImgCoder, the families, or a folder made elsewhere
    quizzes    = ask_quizzes(...)   each answered from the picture alone, and once more blind
    grades     = judge(...)         five dimensions, 0 to 2
    exam       = mark_exam(...)     the same judge on true figures and their flawed twins
    results    = summarize(...)     R_inv, rates, gain, dimensions, structure, outcomes, cost

Pictures and replies are kept as they come; the same command goes on where it stopped. A problem without a picture, or a
question without an answer, stays in the denominator as a state.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import NonNegativeInt, PositiveInt

from scisynth.clients.chat import ChatClient
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.figures import FigureProblem
from scisynth.core.progress import say
from scisynth.core.records import FREE, Cost, ImageRecord, Metric
from scisynth.core.stats import mean_with_interval
from scisynth.core.store import RunFolder, write_json, write_lines
from scisynth.generators.folder import FolderPictures
from scisynth.generators.run import STAGE, BatchGenerator, PictureRequest
from scisynth.judges.exam import ExamItem, mark_exam
from scisynth.judges.five_dimensions import MAX_GRADE, DimensionRow, FiveDimensionsJudge, summarize_dimensions
from scisynth.judges.quiz import QuizRow, ask_quizzes, information_gain, paper_r_inv, score_quizzes
from scisynth.judges.scigenbench_data import check_problems, read_problems
from scisynth.recipes.access import ApiAccess, Spending
from scisynth.recipes.drawing import PictureSettings, draw_pictures, load_source
from scisynth.recipes.families import FamiliesConfig, run_families
from scisynth.recipes.imgcoding import ImgCoderConfig, run_imgcoder
from scisynth.reports.figures_page import FigureCard, write_figures_page

COMMAND = "bench scigenbench"
FAMILIES = "families"
QUIZZES, GRADES = "quizzes", "grades"
PICTURE_PROMPT = (
    "A precise textbook figure for this problem: every given value labelled, the initial situation only, the result not shown, black "
    "lines on white.\n\n"
)


class FigureBenchConfig(Config):
    """Everything that decides the numbers."""

    data: str = FAMILIES
    """`families`, a SciGenBench file (JSON, Parquet), or the `problems.jsonl` of a run."""
    num: PositiveInt | None = None
    """Problems of each image type (families, 4 when left out), or the first ones of a file."""
    generator: str = FAMILIES
    """`families` (their own figures), `imgcoder:MODEL`, or a picture model: `api:MODEL`, `diffusers:ID`, `folder:PATH`, `lab-flux`."""
    judge: str = ""
    """`api:MODEL` answers quizzes and grades; empty: only what code can check."""
    blind: bool = True
    """Ask every quiz once more without the picture."""
    exam: NonNegativeInt = 0
    """Figures of each type, with a flawed twin each, on which the judge is examined."""
    max_repairs: NonNegativeInt = 2
    """Of ImgCoder."""
    access: ApiAccess = ApiAccess()


def run_figure_bench(
    config: FigureBenchConfig, out: Path, *, seed: int, spending: Spending | None = None
) -> dict[str, Any]:
    """Draws, asks, grades and reports what is missing in the run folder; returns the numbers."""
    spending = spending or Spending()
    if config.judge and not config.judge.startswith("api:"):
        raise ConfigError(f"--judge {config.judge}: expected api:MODEL, the chat model that looks at the figures")
    if config.generator == FAMILIES != config.data:
        raise ConfigError("generator families draws its own problems only; leave --data out, or name a generator")
    given = [] if config.data == FAMILIES else read_problems(Path(config.data))[: config.num]
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    problems = given or _own_problems(config, out, seed)
    write_lines(out / "problems.jsonl", [problem.to_dict() for problem in problems])
    say(f"1/4 figures of {len(problems)} problems: {config.generator}")
    records, structure = _draw(config, problems, run, seed=seed, spending=spending)
    pictures = [run.stage(STAGE) / record.file if record.status == "ok" else None for record in records]
    quizzes, blind, grades, exam = _judge(config, problems, pictures, run, seed=seed, spending=spending)
    say("4/4 results")
    result = {
        "out": str(out),
        "generator": config.generator,
        "judge": config.judge,
        **_quiz_numbers(problems, quizzes, blind),
        "dimensions": summarize_dimensions(grades) if grades else None,
        "structural": mean_with_interval(list(structure.values())).to_dict(),
        "exam": exam,
        "data_defects": [
            {"kind": defect.kind, "count": len(defect.ids), "words": defect.words}
            for defect in check_problems(problems)
        ],
        "outcomes": {
            "pictures": dict(Counter(record.status for record in records)),
            "quizzes": dict(Counter(row.status for row in quizzes)),
            "grades": dict(Counter(row.status for row in grades)),
        },
        "cost": asdict(_cost(records, quizzes, blind, grades)),
    }
    write_json(out / "results.json", result)
    cards = [
        _card(*item)
        for item in zip(
            problems, records, pictures, _by_problem(problems, quizzes), _one_each(problems, grades), strict=True
        )
    ]
    title = f"{config.generator} on SciGenBench"
    write_figures_page(cards, out / "gallery.html", title=title, note=_note(config, problems, result))
    return {**result, "gallery": str(out / "gallery.html")}


def _own_problems(config: FigureBenchConfig, out: Path, seed: int) -> list[FigureProblem]:
    run_families(FamiliesConfig(num=config.num or 4), out / FAMILIES, seed=seed)
    return read_problems(out / FAMILIES / "problems.jsonl")


def _draw(
    config: FigureBenchConfig, problems: Sequence[FigureProblem], run: RunFolder, *, seed: int, spending: Spending
) -> tuple[list[ImageRecord], dict[str, float]]:
    """One picture a problem, and the structural score of those that code has drawn."""
    kind, _, model = config.generator.partition(":")
    structure: dict[str, float] = {}
    settings = PictureSettings(label=config.generator, model=config.generator)
    source: BatchGenerator | FolderPictures
    if config.generator == FAMILIES:
        source = FolderPictures(run.root / FAMILIES, name=FAMILIES)
        rows = _families_rows(run.root / FAMILIES)
        structure = {row["id"]: row["score"] for row in rows if row["score"] is not None}
    elif kind == "imgcoder":
        folder = run.root / "imgcoder"
        coder = ImgCoderConfig(
            data=str(run.root / "problems.jsonl"), model=model, max_repairs=config.max_repairs, access=config.access
        )
        coded = run_imgcoder(coder, folder, seed=seed, spending=spending)
        structure = {row["id"]: row["score"] for row in coded["figures"] if row["score"] is not None}
        source = FolderPictures(folder, name=config.generator)
    else:
        source = load_source(settings, run.root, config.access, spending)
    # A folder is looked up by the problem itself; a picture model is told what a figure is.
    words = "" if isinstance(source, FolderPictures) else PICTURE_PROMPT
    requests = [PictureRequest(prompt_id=problem.id, prompt=words + problem.question) for problem in problems]
    return draw_pictures(settings, source, requests, run, seed=seed), structure


def _families_rows(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "figures.json").read_text(encoding="utf-8"))


def _judge(
    config: FigureBenchConfig,
    problems: Sequence[FigureProblem],
    pictures: Sequence[Path | None],
    run: RunFolder,
    *,
    seed: int,
    spending: Spending,
) -> tuple[list[QuizRow], list[QuizRow], list[DimensionRow], dict[str, Any] | None]:
    if not config.judge:
        return [], [], [], None
    with run.exclusive(QUIZZES):
        client = ChatClient(
            config.access.settings(config.judge.partition(":")[2]),
            cache=run.stage(QUIZZES) / "replies.jsonl",
            mode=spending.mode,
            budget=spending.budget,
        )
        say("2/4 quizzes, from the picture alone" + (" and blind" if config.blind else ""))
        quizzes = list(ask_quizzes(client, problems, pictures))
        blind = list(ask_quizzes(client, problems, pictures, blind=True)) if config.blind else []
        say("3/4 five dimensions")
        judge = FiveDimensionsJudge(client, name=config.judge)
        grades = judge.grade(problems, pictures)
        exam = _examine(config, judge, run.root, seed) if config.exam else None
    write_lines(run.stage(QUIZZES) / "rows.jsonl", [asdict(row) for row in quizzes])
    write_lines(run.stage(QUIZZES) / "blind.jsonl", [asdict(row) for row in blind])
    write_lines(run.stage(GRADES) / "rows.jsonl", [row.to_dict() for row in grades])
    return quizzes, blind, grades, exam


def _examine(config: FigureBenchConfig, judge: FiveDimensionsJudge, out: Path, seed: int) -> dict[str, Any]:
    """The judge on figures whose truth is known; a figure is found wrong when any dimension is below the top."""
    made = run_families(FamiliesConfig(num=config.exam, twins=1), out / "exam", seed=seed + 1)
    rows = [row for row in made["figures"] if row["file"]]
    problems = {problem.id: problem for problem in read_problems(out / "exam" / "problems.jsonl")}
    asked = [problems[row["id"].removesuffix(f"-{row['defect']}")] for row in rows]
    grades = judge.grade(asked, [out / "exam" / row["file"] for row in rows])
    items = [ExamItem(id=row["id"], image_type=row["image_type"], defect=row["defect"]) for row in rows]
    flagged = [min(grade.grades.values()) < MAX_GRADE if grade.status == "ok" else None for grade in grades]
    return asdict(mark_exam(items, flagged))


def _quiz_numbers(
    problems: Sequence[FigureProblem], rows: Sequence[QuizRow], blind: Sequence[QuizRow]
) -> dict[str, Any]:
    if not rows:
        return {"r_inv": None}
    scores = score_quizzes(rows)
    type_of = {problem.id: problem.image_type for problem in problems}
    types = sorted({name for name in type_of.values() if name})
    return {
        "r_inv": scores.r_inv_all.to_dict(),
        "r_inv_answered": scores.r_inv.to_dict(),
        "r_inv_paper": paper_r_inv(rows).to_dict(),
        "per_quiz": scores.per_quiz_all.to_dict(),
        "blind": score_quizzes(blind).per_quiz.to_dict() if blind else None,
        "information_gain": information_gain(rows, blind).to_dict() if blind else None,
        "coverage": scores.coverage,
        "by_type": {name: _r_inv(rows, {key for key, value in type_of.items() if value == name}) for name in types},
        "by_subject": {
            subject: _r_inv(rows, {key for key, value in type_of.items() if value.startswith(f"{subject} - ")})
            for subject in dict.fromkeys(name.split(" - ")[0] for name in types)
        },
    }


def _r_inv(rows: Sequence[QuizRow], wanted: set[str]) -> dict[str, Any]:
    own = [row for row in rows if row.problem in wanted]
    return (score_quizzes(own).r_inv_all if own else Metric(value=None, low=None, high=None, n=0)).to_dict()


def _cost(records: Sequence[ImageRecord], *parts: Sequence[QuizRow] | Sequence[DimensionRow]) -> Cost:
    drawing = sum((record.cost for record in records), FREE)
    return sum((row.cost for part in parts for row in part), drawing)


def _by_problem(problems: Sequence[FigureProblem], rows: Sequence[QuizRow]) -> list[list[QuizRow]]:
    return [[row for row in rows if row.problem == problem.id] for problem in problems]


def _one_each(problems: Sequence[FigureProblem], grades: Sequence[DimensionRow]) -> list[DimensionRow | None]:
    found = {grade.problem: grade for grade in grades}
    return [found.get(problem.id) for problem in problems]


def _card(
    problem: FigureProblem,
    record: ImageRecord,
    picture: Path | None,
    quizzes: Sequence[QuizRow],
    grade: DimensionRow | None,
) -> FigureCard:
    perfect = bool(quizzes) and all(row.correct for row in quizzes)
    checks = [
        (
            "held" if row.correct else "unchecked" if row.correct is None else "failed",
            f"quiz {row.index + 1}: {row.letter or row.status}, right: {row.key}",
        )
        for row in quizzes
    ]
    if grade:
        checks += [
            ("held" if points == MAX_GRADE else "failed", f"{name}: {points} of {MAX_GRADE}")
            for name, points in grade.grades.items()
        ]
    return FigureCard(
        id=problem.id,
        group=problem.image_type or problem.source,
        title=problem.id,
        picture=picture,
        problem=problem.question,
        answer=problem.answer.text,
        verdict=f"no picture: {record.reason}" if picture is None else "all quizzes right" if perfect else "drawn",
        passed=picture is not None and (perfect or not quizzes),
        checks=tuple(checks),
        parts=(("the judge's words", grade.raw or grade.reason),) if grade else (),
    )


def _note(config: FigureBenchConfig, problems: Sequence[FigureProblem], result: dict[str, Any]) -> str:
    found = result["r_inv"]
    r_inv = (
        f"R_inv {100 * found['value']:.1f} % [{100 * found['low']:.1f}, {100 * found['high']:.1f}] of all {found['n']} problems"
        if found and found["value"] is not None
        else "no judge looked at them"
    )
    origin = "problems and figures of the families, no real data" if config.data == FAMILIES else Path(config.data).name
    return f"{len(problems)} problems ({origin}), judge {config.judge or 'none'}: {r_inv}; pictures: {result['outcomes']['pictures']}."
