"""`bench scigenbench --plan`: what a run would cost, and the smallest difference that it could find."""

from collections.abc import Sequence

from scisynth.core.problems import FigureProblem
from scisynth.pipelines.providers.estimates import CostEstimate, cost_sentences
from scisynth.pipelines.scigenbench.results import FigurePlan
from scisynth.stats.power import MIN_CLUSTERS, Assumptions, minimum_detectable_effect

EXAM_LEFT_OUT = "The exam is not in it."
PLAN_LEAVES_OUT = "The exam and the drawing of the figures are not in it."
ASSUMPTIONS = Assumptions(score_sd=0.5, rho=0.5)
"""Of two generators' figures: half of them perfect, and both find the same problems hard."""


def describe_plan(
    problems: Sequence[FigureProblem],
    *,
    generator: str,
    drawing: CostEstimate | None,
    judge: str,
    judging: CostEstimate | None,
) -> FigurePlan:
    """Calls, tokens and money at most, and the minimum detectable difference of R_inv.

    Args:
        problems: those of the run.
        generator: its name.
        drawing: of figures by an image API; None for other generators.
        judge: its name; empty without one.
        judging: of the judge; None without one.
    """
    left_out = PLAN_LEAVES_OUT if drawing is None else EXAM_LEFT_OUT
    sentences = [
        f"{len(problems):,} problems, {sum(len(item.quizzes) for item in problems):,} quizzes, one image each.",
        *cost_sentences({generator: drawing, judge: judging}),
        *([left_out] if judging else []),
        _detectable(len(problems)),
    ]
    return FigurePlan(num_problems=len(problems), judge=judging, generator=drawing, sentences=tuple(sentences))


def _detectable(num_problems: int) -> str:
    if num_problems < MIN_CLUSTERS:
        return "Fewer than three problems: no difference between generators can be significant."
    return f"R_inv. {minimum_detectable_effect([1] * num_problems, ASSUMPTIONS).sentence('problems')}"
