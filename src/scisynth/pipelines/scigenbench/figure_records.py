"""What the gallery of `bench scigenbench` shows: quizzes, grades, checks of code, and what was read in the pixels."""

from collections.abc import Sequence
from pathlib import Path

from scisynth.core.problems import FigureProblem
from scisynth.core.records import ImageRecord
from scisynth.figures.pixels.labels import PixelRow
from scisynth.grading.five_dimensions import MAX_GRADE, DimensionRow
from scisynth.grading.questions import QuestionRow
from scisynth.grading.quiz import QuizRow
from scisynth.pipelines.scigenbench.checks import figure_record
from scisynth.pipelines.scigenbench.generate import DrawnFigures
from scisynth.pipelines.scigenbench.judge import Judged
from scisynth.reports.figures.gallery import Check, FigureRecord

GRADES, PIXELS = "five dimensions", "read in the pixels"


def judged_records(
    problems: Sequence[FigureProblem], drawn: DrawnFigures, judged: Judged, read: Sequence[PixelRow]
) -> list[FigureRecord]:
    """The records of a benchmark run, in the order of the problems."""
    quizzes: dict[str, list[QuizRow]] = {problem.id: [] for problem in problems}
    for row in judged.quizzes:
        quizzes[row.problem].append(row)
    questions = {row.problem: row for row in judged.questions}
    grades = {row.problem: row for row in judged.grades}
    pixels = {row.problem: row for row in read}
    records = []
    for problem, record, image in zip(problems, drawn.records, drawn.images, strict=True):
        own, question, grade = quizzes[problem.id], questions.get(problem.id), grades.get(problem.id)
        by_code = drawn.by_code.get(problem.id)
        perfect = _all_right(own)
        records.append(
            figure_record(
                problem,
                image,
                verdict=_verdict(record, image, perfect),
                passed=image is not None and (perfect or not own),
                checks=[
                    *_quiz_checks(own),
                    *_question_checks(question),
                    *_grade_checks(grade),
                    *(by_code.checks if by_code else ()),
                    *_pixel_checks(pixels.get(problem.id)),
                ],
                parts=[
                    ("the judge's words", grade.raw or grade.reason if grade else ""),
                    ("the solver's words", question.raw or question.reason if question else ""),
                ],
                alt=by_code.alt_text if by_code else "",
            )
        )
    return records


def _all_right(quizzes: Sequence[QuizRow]) -> bool:
    keyed = [row for row in quizzes if row.has_key]
    return bool(keyed) and all(row.correct for row in keyed)


def _verdict(record: ImageRecord, image: Path | None, perfect: bool) -> str:
    return f"no image: {record.reason}" if image is None else "all quizzes right" if perfect else "drawn"


def _quiz_checks(rows: Sequence[QuizRow]) -> list[Check]:
    return [
        Check(
            status=_status(row.correct),
            words=f"quiz {row.index + 1}: answered {row.letter or row.status}, right is {row.key}"
            if row.has_key
            else row.reason,
            part="quizzes",
        )
        for row in sorted(rows, key=lambda row: row.index)
    ]


def _question_checks(row: QuestionRow | None) -> list[Check]:
    if row is None:
        return []
    return [
        Check(status=_status(row.correct), words=f"multimodal question: {row.reason or row.status}", part="quizzes")
    ]


def _grade_checks(row: DimensionRow | None) -> list[Check]:
    if row is None:
        return []
    points = [
        Check(status=_status(grade == MAX_GRADE), words=f"{name}: {grade} of {MAX_GRADE}", part=GRADES)
        for name, grade in row.grades.items()
    ]
    failures = [f"failure mode: {name.replace('_', ' ')}" for name in row.failures or ()]
    return [*points, *(Check(status="failed", words=words, part=GRADES) for words in failures)]


def _pixel_checks(read: PixelRow | None) -> list[Check]:
    """A label that was not read fails nothing: the reader misses some that are there."""
    if read is None or read.status == "missing":
        return []
    found = [
        ("held" if is_read else "unchecked", f"label {label!r}: {'read' if is_read else 'not read'}")
        for label, is_read in read.labels.items()
    ]
    if read.leak:
        found.append(("failed", "the answer can be read in the image"))
    found = found or [("unchecked", read.reason or "no label to look for")]
    return [Check(status=status, words=words, part=PIXELS) for status, words in found]


def _status(correct: bool | None) -> str:
    return "unchecked" if correct is None else "held" if correct else "failed"
