"""`.eval_results/scigenbench.yaml` of a run: its R_inv as model repositories of the hub show it (`providers.hub_results`)."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scisynth.core.problems import FigureProblem
from scisynth.pipelines.providers.hub_results import SCIGENBENCH, write_entry
from scisynth.reports.figures.results import FigureBenchResult

DATASET = "J017athan/SciGenBench"
SIZES = {"scigen": (1053, 1057), "seephys": (330,)}
"""Splits of the data set, which are the sources of its problems, and how many each has on the hub or in the published JSON."""


def write_evaluation_entry(result: FigureBenchResult, problems: Sequence[FigureProblem], root: Path) -> None:
    """Of a run on all published problems, or on one of their splits, with a judge; nothing for other runs."""
    found, sizes = result.quizzes.r_inv, Counter(problem.source for problem in problems)
    is_whole = all(size in SIZES.get(source, ()) for source, size in sizes.items())
    if found is None or found.value is None or not is_whole:
        return
    protocol = ", asked as published" if result.paper_compat else ""
    write_entry(
        root,
        SCIGENBENCH,
        dataset={"id": DATASET, "task_id": next(iter(sizes)) if len(sizes) == 1 else SCIGENBENCH},
        value=100 * found.value,
        notes=f"R_inv in percent by {result.judge}{protocol}, n={found.n}",
    )
