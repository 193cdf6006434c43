"""Third step of `bench scigenbench`: quizzes seen and blind, the multimodal question, five dimensions, and the validation of the judge."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from scisynth.clients.chat import ChatClient
from scisynth.clients.records import CallEstimate
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import say
from scisynth.core.records import FREE, Cost, with_cost
from scisynth.core.store import Journal, RunFolder, write_lines
from scisynth.grading.five_dimensions import MAX_GRADE, DimensionRow, FiveDimensionsJudge
from scisynth.grading.problems import read_problems
from scisynth.grading.questions import QuestionRow, ask_questions, askable, estimate_questions
from scisynth.grading.quiz import QuizRow, ask_quizzes, estimate_quizzes
from scisynth.grading.validation import ValidationItem, ValidationResult, score_validation
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate
from scisynth.pipelines.scigenbench.config import FamiliesConfig, FigureJudging
from scisynth.pipelines.scigenbench.families import PROBLEMS, ensure_families

QUIZZES, QUESTIONS, GRADES = "quizzes", "questions", "grades"
ROWS = "rows.jsonl"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the judge said; all empty without one."""

    quizzes: Sequence[QuizRow] = ()
    blind: Sequence[QuizRow] = ()
    questions: Sequence[QuestionRow] = ()
    grades: Sequence[DimensionRow] = ()
    exam: ValidationResult | None = None
    cost: Cost = FREE
    """Of all its replies, in all invocations."""


def judge_figures(
    config: FigureJudging,
    problems: Sequence[FigureProblem],
    images: Sequence[Path | None],
    run: RunFolder,
    *,
    seed: int,
    spending: Spending,
) -> Judged:
    """Asks what the run's cache does not hold, and keeps a row of each answer in the run folder."""
    if not config.judge:
        return Judged()
    image_of_problem = {problem.id: image for problem, image in zip(problems, images, strict=True)}
    shuffle = not config.paper_compat
    with run.exclusive(QUIZZES):
        client = _client(config, run.stage(QUIZZES) / "replies.jsonl", spending)
        blind = config.asks_blind
        say("2/4 quizzes, from the image alone" + (" and blind" if blind else ""))
        quizzes = list(ask_quizzes(client, problems, images, shuffle=shuffle))
        unseen = list(ask_quizzes(client, problems, images, shuffle=shuffle, blind=True)) if blind else []
        asked = askable(problems)
        questions = ask_questions(client, asked, [image_of_problem[problem.id] for problem in asked])
        say("3/4 five dimensions")
        judge = FiveDimensionsJudge(client, name=config.judge)
        grades = judge.grade(problems, images)
        exam = _examine(config.exam, judge, run.root, seed) if config.exam else None
    write_lines(run.stage(QUIZZES) / ROWS, [asdict(row) for row in quizzes])
    write_lines(run.stage(QUIZZES) / "blind.jsonl", [asdict(row) for row in unseen])
    write_lines(run.stage(QUESTIONS) / ROWS, [row.to_dict() for row in questions])
    write_lines(run.stage(GRADES) / ROWS, [row.to_dict() for row in grades])
    return Judged(
        quizzes=quizzes, blind=unseen, questions=questions, grades=grades, exam=exam, cost=client.usage().total
    )


def read_quizzes(root: Path) -> list[QuizRow]:
    """The quizzes of a run with the image, as `judge_figures` kept them; none without a judge."""
    return list(Journal(root / QUIZZES / ROWS).parsed(lambda row: QuizRow(**with_cost(row))))


def estimate_judging(
    config: FigureJudging, problems: Sequence[FigureProblem], out: Path, spending: Spending
) -> CostEstimate | None:
    """What the judge would take at most, its validation not counted; None without a judge. Nothing is sent or written."""
    return cost_estimate(_estimate(config, problems, out, spending)) if config.judge else None


def _estimate(config: FigureJudging, problems: Sequence[FigureProblem], out: Path, spending: Spending) -> CallEstimate:
    """Images do not exist yet. Use distinct blank images, because identical requests are counted once."""
    client = _client(config, out / "none.jsonl", spending)
    blanks = [
        Image.new("RGB", (8, 8), (number % 256, number // 256 % 256, number // 65536))
        for number in range(len(problems))
    ]
    image_of = dict(zip((problem.id for problem in problems), blanks, strict=True))
    asked = askable(problems)
    parts = [
        estimate_quizzes(client, problems, blanks),
        estimate_questions(client, asked, [image_of[problem.id] for problem in asked]),
        FiveDimensionsJudge(client, name=config.judge).estimate(problems, blanks),
    ]
    if config.asks_blind:
        parts.append(estimate_quizzes(client, problems, blanks, blind=True))
    return CallEstimate(
        calls=sum(part.calls for part in parts),
        cached=sum(part.cached for part in parts),
        prompt_tokens=sum(part.prompt_tokens for part in parts),
        completion_tokens=sum(part.completion_tokens for part in parts),
        usd=None if parts[0].usd is None else sum(part.usd or 0.0 for part in parts),
    )


def _client(config: FigureJudging, cache: Path, spending: Spending) -> ChatClient:
    return spending.chat(config.judge_settings(config.judge.partition(":")[2]), cache)


def _examine(num: int, judge: FiveDimensionsJudge, out: Path, seed: int) -> ValidationResult:
    """The judge on figures whose truth is known; a figure is found wrong when any dimension is below the top."""
    drawn = ensure_families(FamiliesConfig(num=num, twins=1), out / "exam", seed=seed + 1)
    rows = [row for row in drawn if row.file]
    problems = {problem.id: problem for problem in read_problems(out / "exam" / PROBLEMS)}
    asked = [problems[row.id.removesuffix(f"-{row.defect}")] for row in rows]
    grades = judge.grade(asked, [out / "exam" / row.file for row in rows])
    items = [
        ValidationItem(id=row.id, image_type=row.image_type, defect=row.defect, visibility=row.visibility)
        for row in rows
    ]
    flagged = [min(grade.grades.values()) < MAX_GRADE if grade.status == "ok" else None for grade in grades]
    return score_validation(items, flagged)
