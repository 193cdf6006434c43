"""results.json and gallery.html of a `bench scigenbench` run, from what was drawn and judged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scisynth.core.figures import FigureProblem
from scisynth.core.records import ImageRecord, Metric
from scisynth.core.stats import mean_with_interval
from scisynth.imgcoder.pixels.labels import PixelRow
from scisynth.judges.five_dimensions import MAX_GRADE, DimensionRow, summarize_dimensions
from scisynth.judges.questions import QuestionRow, summarize_questions
from scisynth.judges.quiz import QuizRow, information_gain, paper_r_inv, score_quizzes
from scisynth.judges.scigenbench_data import check_problems
from scisynth.recipes.figure_judging import Judged
from scisynth.reports.figures_page import FigureCard

if TYPE_CHECKING:
    from scisynth.recipes.figure_bench import FigureBenchConfig

MIN_PAIRS = 3
"""Figures from which on a correlation is given."""


def summarize_figures(
    problems: Sequence[FigureProblem],
    records: Sequence[ImageRecord],
    structure: Mapping[str, float],
    judged: Judged,
) -> dict[str, Any]:
    """Everything that is a number: quizzes, question, dimensions, structure, outcomes."""
    return {
        **_quiz_numbers(problems, judged),
        "questions": summarize_questions(judged.questions) if judged.questions else None,
        "dimensions": summarize_dimensions(judged.grades) if judged.grades else None,
        "structural": mean_with_interval(list(structure.values())).to_dict(),
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
    alt_texts: Mapping[str, str],
) -> list[FigureCard]:
    """What the gallery shows of every problem; `alt_texts` say in words what figures show, where somebody has."""
    quizzes: dict[str, list[QuizRow]] = {problem.id: [] for problem in problems}
    for row in judged.quizzes:
        quizzes[row.problem].append(row)
    questions = {row.problem: row for row in judged.questions}
    grades = {row.problem: row for row in judged.grades}
    pixels = {row.problem: row for row in read}
    return [
        _with_pixels(
            _card(problem, record, picture, quizzes[problem.id], questions.get(problem.id), grades.get(problem.id)),
            pixels.get(problem.id),
            alt_texts.get(problem.id, ""),
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
) -> FigureCard:
    keyed = [row for row in quizzes if row.has_key]
    perfect = bool(keyed) and all(row.correct for row in keyed)
    checks = [
        (
            _verdict(row.correct),
            f"quiz {row.index + 1}: {row.letter or row.status}, right: {row.key}" if row.has_key else row.reason,
        )
        for row in quizzes
    ]
    if question:
        checks.append((_verdict(question.correct), f"multimodal question: {question.reason or question.status}"))
    if grade:
        checks += [
            ("held" if points == MAX_GRADE else "failed", f"{name}: {points} of {MAX_GRADE}")
            for name, points in grade.grades.items()
        ]
        checks += [("failed", f"failure mode: {name.replace('_', ' ')}") for name in grade.failures or ()]
    words = {
        "the judge's words": grade.raw or grade.reason if grade else "",
        "the solver's words": question.raw or question.reason if question else "",
    }
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
        parts=tuple((name, text) for name, text in words.items() if text),
    )


def _with_pixels(card: FigureCard, read: PixelRow | None, alt: str) -> FigureCard:
    return replace(card, alt=alt, checks=(*card.checks, *_pixel_checks(read)))


def _pixel_checks(read: PixelRow | None) -> list[tuple[str, str]]:
    """A label that was not read fails nothing: the reader misses some that are there."""
    if read is None or read.status == "missing":
        return []
    found = [
        ("held" if is_read else "unchecked", f"label {label!r}: {'read' if is_read else 'not read'} in the pixels")
        for label, is_read in read.labels.items()
    ]
    if read.leak:
        found.append(("failed", "the answer can be read in the image"))
    return found or [("unchecked", f"pixels: {read.reason or 'no label to look for'}")]


def _verdict(correct: bool | None) -> str:
    return "unchecked" if correct is None else "held" if correct else "failed"


def figures_note(config: "FigureBenchConfig", problems: Sequence[FigureProblem], result: Mapping[str, Any]) -> str:
    """The line under the gallery's title."""
    found = result["r_inv"]
    r_inv = (
        f"R_inv {100 * found['value']:.1f} % [{100 * found['low']:.1f}, {100 * found['high']:.1f}] of all {found['n']} problems"
        if found and found["value"] is not None
        else "no judge looked at them"
    )
    origin = "problems and figures of the families, no real data" if config.is_families else Path(config.data).name
    protocol = ", as published" if config.paper_compat else ""
    pictures = ", ".join(f"{state} {count}" for state, count in result["outcomes"]["pictures"].items())
    without = result.get("quizzes_without_key")
    keys = f"; {without} quizzes without a right answer in the data are not asked" if without else ""
    return f"{len(problems)} problems ({origin}), judge {config.judge or 'none'}{protocol}: {r_inv}; pictures: {pictures}{keys}."
