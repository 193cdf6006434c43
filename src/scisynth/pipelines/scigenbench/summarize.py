"""Fourth step of `bench scigenbench`: from what was drawn, judged and read to the numbers of `FigureBenchResult`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scisynth.core.problems import FigureProblem
from scisynth.core.records import Metric
from scisynth.figures.pixels.labels import PixelRow
from scisynth.grading.five_dimensions import DimensionRow, summarize_dimensions
from scisynth.grading.problems import check_problems
from scisynth.grading.questions import summarize_questions
from scisynth.grading.quiz import QuizRow, information_gain, paper_r_inv, score_quizzes
from scisynth.pipelines.providers.access import Spending, bill
from scisynth.pipelines.scigenbench.config import FigureBenchConfig
from scisynth.pipelines.scigenbench.generate import DrawnFigures
from scisynth.pipelines.scigenbench.judge import Judged
from scisynth.pipelines.scigenbench.pixels import summarize_pixels
from scisynth.reports.figures.results import (
    DefectCount,
    FigureBenchResult,
    FigureMetrics,
    FigureOutcomes,
    QuizNumbers,
    RankAgreement,
)
from scisynth.stats.intervals import mean_with_interval

MIN_PAIRS = 3
"""Figures from which on a correlation is given."""
NOTHING = Metric(value=None, low=None, high=None, n=0)


def summarize_figures(
    config: FigureBenchConfig,
    out: Path,
    problems: Sequence[FigureProblem],
    drawn: DrawnFigures,
    judged: Judged,
    read: Sequence[PixelRow],
    metrics: FigureMetrics | None,
    spending: Spending,
) -> FigureBenchResult:
    """All numbers of a run; the names of generator, judge, data and protocol are those of `config`."""
    scores = {name: figure.score for name, figure in drawn.by_code.items() if figure.score is not None}
    verified = [float(problem.id in drawn.by_code and drawn.by_code[problem.id].is_verified) for problem in problems]
    total = sum((record.cost for record in drawn.records), judged.cost)
    paid = bill(replace(spending.usage(), total=total))
    return FigureBenchResult(
        out=out,
        generator=config.generator,
        judge=config.judge,
        paper_compat=config.paper_compat,
        data=config.data,
        num_problems=len(problems),
        quizzes=quiz_numbers(problems, judged),
        questions=summarize_questions(judged.questions) if judged.questions else None,
        dimensions=summarize_dimensions(judged.grades) if judged.grades else None,
        structural=mean_with_interval(list(scores.values())),
        verified=mean_with_interval(verified) if drawn.by_code else None,
        structure_against_judge=rank_agreement(scores, judged.grades),
        exam=judged.exam,
        data_defects=tuple(
            DefectCount(kind=defect.kind, count=len(defect.ids), words=defect.words)
            for defect in check_problems(problems)
        ),
        outcomes=FigureOutcomes(
            pictures=Counter(record.status for record in drawn.records),
            quizzes=Counter(row.status for row in judged.quizzes),
            questions=Counter(row.status for row in judged.questions),
            grades=Counter(row.status for row in judged.grades),
        ),
        cost=paid.cost,
        changed_parameters=paid.changed_parameters,
        pictures=metrics,
        pixels=summarize_pixels(problems, read),
    )


def quiz_numbers(problems: Sequence[FigureProblem], judged: Judged) -> QuizNumbers:
    """R_inv, rates and gain, overall and by kind of problem; all None without a judge."""
    if not judged.quizzes:
        return QuizNumbers()
    rows, blind = judged.quizzes, judged.blind
    scores = score_quizzes(rows)
    type_of = {problem.id: problem.image_type for problem in problems}
    types = sorted({name for name in type_of.values() if name})
    subjects = dict.fromkeys(name.split(" - ")[0] for name in types)
    correct = {row.problem: row.correct for row in judged.questions if row.correct is not None}
    return QuizNumbers(
        r_inv=scores.r_inv_all,
        r_inv_answered=scores.r_inv,
        r_inv_paper=paper_r_inv(rows),
        r_inv_paper_with_question=paper_r_inv(rows, correct) if correct else None,
        per_quiz=scores.per_quiz_all,
        blind=score_quizzes(blind).per_quiz if blind else None,
        information_gain=information_gain(rows, blind) if blind else None,
        coverage=scores.coverage,
        quizzes_without_key=scores.without_key,
        by_type={name: _r_inv(rows, {key for key, value in type_of.items() if value == name}) for name in types},
        by_subject={
            subject: _r_inv(rows, {key for key, value in type_of.items() if value.startswith(f"{subject} - ")})
            for subject in subjects
        },
    )


def _r_inv(rows: Sequence[QuizRow], wanted: set[str]) -> Metric:
    own = [row for row in rows if row.problem in wanted]
    return score_quizzes(own).r_inv_all if own else NOTHING


def rank_agreement(scores: Mapping[str, float], grades: Sequence[DimensionRow]) -> RankAgreement | None:
    """Kendall's tau-b between claims that hold and the judge's points; None for fewer than three figures with both."""
    pairs = [
        (scores[row.problem], sum(row.grades.values()))
        for row in grades
        if row.status == "ok" and row.problem in scores
    ]
    if len(pairs) < MIN_PAIRS:
        return None
    from scipy.stats import kendalltau

    checks, points = zip(*pairs, strict=True)
    tau = float(kendalltau(checks, points).statistic) if len(set(checks)) > 1 < len(set(points)) else None
    return RankAgreement(kendall_tau=tau, n=len(pairs))
