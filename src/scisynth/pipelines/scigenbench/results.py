"""results.json and gallery.html of a `bench scigenbench` run, from what was drawn and judged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scisynth.core.problems import FigureProblem
from scisynth.core.records import ImageRecord, Metric
from scisynth.figures.pixels.labels import PixelRow
from scisynth.grading.five_dimensions import MAX_GRADE, DimensionRow, summarize_dimensions
from scisynth.grading.problems import check_problems
from scisynth.grading.questions import QuestionRow, summarize_questions
from scisynth.grading.quiz import QuizRow, information_gain, paper_r_inv, score_quizzes
from scisynth.pipelines.scigenbench.checks import check_from_dict
from scisynth.pipelines.scigenbench.judge import Judged
from scisynth.reports.figures.gallery import Check, FigureRecord
from scisynth.stats.intervals import mean_with_interval

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig

GRADES, PIXELS = "five dimensions", "read in the pixels"
MIN_PAIRS = 3
"""Figures from which on a correlation is given."""


def summarize_figures(
    problems: Sequence[FigureProblem],
    records: Sequence[ImageRecord],
    coded: Mapping[str, Mapping[str, Any]],
    judged: Judged,
) -> dict[str, Any]:
    """Everything that is a number: quizzes, question, dimensions, structure, outcomes; `coded`: rows of what code drew, by problem."""
    structure = {name: row["score"] for name, row in coded.items() if row["score"] is not None}
    verified = [float(_is_verified(coded.get(problem.id, {}))) for problem in problems]
    return {
        **_quiz_numbers(problems, judged),
        "questions": summarize_questions(judged.questions) if judged.questions else None,
        "dimensions": summarize_dimensions(judged.grades) if judged.grades else None,
        "structural": mean_with_interval(list(structure.values())).to_dict(),
        "verified": mean_with_interval(verified).to_dict() if coded else None,
        "structure_against_judge": _structure_against_judge(structure, judged.grades),
        "exam": judged.exam,
        "data_defects": [
            {"kind": defect.kind, "count": len(defect.ids), "words": defect.words}
            for defect in check_problems(problems)
        ],
        "outcomes": {
            "pictures": dict(Counter(record.status for record in records)),
            "quizzes": dict(Counter(row.status for row in judged.quizzes)),
            "questions": dict(Counter(row.status for row in judged.questions)),
            "grades": dict(Counter(row.status for row in judged.grades)),
        },
    }


def _is_verified(row: Mapping[str, Any]) -> bool:
    """Of a figure by a model or by a family; a problem without a figure is not."""
    return bool(row.get("verified", row.get("passed", False)))


def _quiz_numbers(problems: Sequence[FigureProblem], judged: Judged) -> dict[str, Any]:
    if not judged.quizzes:
        return {"r_inv": None}
    rows, blind = judged.quizzes, judged.blind
    scores = score_quizzes(rows)
    type_of = {problem.id: problem.image_type for problem in problems}
    types = sorted({name for name in type_of.values() if name})
    vqa = {row.problem: row.correct for row in judged.questions if row.correct is not None}
    return {
        "r_inv": scores.r_inv_all.to_dict(),
        "r_inv_answered": scores.r_inv.to_dict(),
        "r_inv_paper": paper_r_inv(rows).to_dict(),
        "r_inv_paper_with_question": paper_r_inv(rows, vqa).to_dict() if vqa else None,
        "per_quiz": scores.per_quiz_all.to_dict(),
        "blind": score_quizzes(blind).per_quiz.to_dict() if blind else None,
        "information_gain": information_gain(rows, blind).to_dict() if blind else None,
        "coverage": scores.coverage,
        "quizzes_without_key": scores.without_key,
        "by_type": {name: _r_inv(rows, {key for key, value in type_of.items() if value == name}) for name in types},
        "by_subject": {
            subject: _r_inv(rows, {key for key, value in type_of.items() if value.startswith(f"{subject} - ")})
            for subject in dict.fromkeys(name.split(" - ")[0] for name in types)
        },
    }


def _r_inv(rows: Sequence[QuizRow], wanted: set[str]) -> dict[str, Any]:
    own = [row for row in rows if row.problem in wanted]
    return (score_quizzes(own).r_inv_all if own else Metric(value=None, low=None, high=None, n=0)).to_dict()


def _structure_against_judge(structure: Mapping[str, float], grades: Sequence[DimensionRow]) -> dict[str, Any] | None:
    """Do the checks of code and the judge's eyes rank the figures alike? Kendall's tau-b; undefined where one never differs."""
    pairs = [
        (structure[row.problem], sum(row.grades.values()))
        for row in grades
        if row.status == "ok" and row.problem in structure
    ]
    if len(pairs) < MIN_PAIRS:
        return None
    from scipy.stats import kendalltau

    checks, points = zip(*pairs, strict=True)
    tau = float(kendalltau(checks, points).statistic) if len(set(checks)) > 1 < len(set(points)) else None
    return {"kendall_tau": tau, "n": len(pairs)}


def figure_cards(
    problems: Sequence[FigureProblem],
    records: Sequence[ImageRecord],
    pictures: Sequence[Path | None],
    judged: Judged,
    read: Sequence[PixelRow],
    coded: Mapping[str, Mapping[str, Any]],
) -> list[FigureRecord]:
    """What the gallery shows of every problem; `coded` as in `summarize_figures`."""
    quizzes: dict[str, list[QuizRow]] = {problem.id: [] for problem in problems}
    for row in judged.quizzes:
        quizzes[row.problem].append(row)
    questions = {row.problem: row for row in judged.questions}
    grades = {row.problem: row for row in judged.grades}
    pixels = {row.problem: row for row in read}
    return [
        _with_readings(
            _card(problem, record, picture, quizzes[problem.id], questions.get(problem.id), grades.get(problem.id)),
            pixels.get(problem.id),
            coded.get(problem.id, {}),
        )
        for problem, record, picture in zip(problems, records, pictures, strict=True)
    ]


def _card(
    problem: FigureProblem,
    record: ImageRecord,
    picture: Path | None,
    quizzes: Sequence[QuizRow],
    question: QuestionRow | None,
    grade: DimensionRow | None,
) -> FigureRecord:
    keyed = [row for row in quizzes if row.has_key]
    perfect = bool(keyed) and all(row.correct for row in keyed)
    checks = [
        Check(
            status=_verdict(row.correct),
            words=f"quiz {row.index + 1}: answered {row.letter or row.status}, right is {row.key}"
            if row.has_key
            else row.reason,
            part="quizzes",
        )
        for row in sorted(quizzes, key=lambda row: row.index)
    ]
    if question:
        words_of = f"multimodal question: {question.reason or question.status}"
        checks.append(Check(status=_verdict(question.correct), words=words_of, part="quizzes"))
    if grade:
        checks += [
            Check(status=_verdict(points == MAX_GRADE), words=f"{name}: {points} of {MAX_GRADE}", part=GRADES)
            for name, points in grade.grades.items()
        ]
        checks += [
            Check(status="failed", words=f"failure mode: {name.replace('_', ' ')}", part=GRADES)
            for name in grade.failures or ()
        ]
    words = {
        "the judge's words": grade.raw or grade.reason if grade else "",
        "the solver's words": question.raw or question.reason if question else "",
    }
    return FigureRecord(
        id=problem.id,
        group=problem.image_type or problem.source,
        title=problem.id,
        picture=picture,
        problem=problem.question,
        answer=problem.answer.text,
        verdict=f"no image: {record.reason}" if picture is None else "all quizzes right" if perfect else "drawn",
        passed=picture is not None and (perfect or not quizzes),
        checks=tuple(checks),
        parts=tuple((name, text) for name, text in words.items() if text),
    )


def _with_readings(card: FigureRecord, read: PixelRow | None, coded: Mapping[str, Any]) -> FigureRecord:
    """With what was read in the pixels, and what code found on a page that code drew."""
    by_code = [check_from_dict(row) for row in coded.get("checks", ())]
    return replace(card, alt=coded.get("alt_text", ""), checks=(*card.checks, *by_code, *_pixel_checks(read)))


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


def _verdict(correct: bool | None) -> str:
    return "unchecked" if correct is None else "held" if correct else "failed"


def figures_note(config: "FigureBenchConfig", problems: Sequence[FigureProblem], result: Mapping[str, Any]) -> str:
    """The line under the gallery's title."""
    origin = "problems and figures of the families, no real data" if config.is_families else Path(config.data).name
    protocol = ", as published" if config.paper_compat else ""
    pictures = ", ".join(f"{state} {count}" for state, count in result["outcomes"]["pictures"].items())
    without = result.get("quizzes_without_key")
    keys = f"; {without} quizzes without a right answer in the data are not asked" if without else ""
    return f"{len(problems)} problems ({origin}), judge {config.judge or 'none'}{protocol}; images: {pictures}{keys}."
