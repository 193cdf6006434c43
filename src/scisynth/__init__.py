"""scisynth makes text-to-image models scientifically right: measure, reward, train, draw.

    laws -> PromptSet -> ContrastTuple -> Reward -> Policy -> ImageRecord -> Judgement -> Report

    from scisynth import SciScore, score, compare                          is this image true?
    from scisynth import build_tuples, train_reward, align_sft, align_oft  teach a reward and a generator
    from scisynth import generate, run_bench                               draw, and measure a generator
    from scisynth import make_figures, draw_figure, check_answer           exact figures, and answers checked by code

Importing this package loads no torch; the names above are resolved on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scisynth.api.benchmarks import run_bench as run_bench
    from scisynth.api.figures import draw_figure as draw_figure
    from scisynth.api.figures import make_figures as make_figures
    from scisynth.api.images import generate as generate
    from scisynth.api.scores import compare as compare
    from scisynth.api.scores import score as score
    from scisynth.api.training import align_oft as align_oft
    from scisynth.api.training import align_sft as align_sft
    from scisynth.api.training import build_tuples as build_tuples
    from scisynth.api.training import train_reward as train_reward
    from scisynth.grading import check_answer as check_answer
    from scisynth.rewards.sciscore import SciScore as SciScore

__version__ = "0.1.0"
_LAZY = {
    "SciScore": "scisynth.rewards.sciscore",
    "align_oft": "scisynth.api.training",
    "align_sft": "scisynth.api.training",
    "build_tuples": "scisynth.api.training",
    "check_answer": "scisynth.grading",
    "compare": "scisynth.api.scores",
    "draw_figure": "scisynth.api.figures",
    "generate": "scisynth.api.images",
    "make_figures": "scisynth.api.figures",
    "run_bench": "scisynth.api.benchmarks",
    "score": "scisynth.api.scores",
    "train_reward": "scisynth.api.training",
}
__all__ = [
    "SciScore",
    "__version__",
    "align_oft",
    "align_sft",
    "build_tuples",
    "check_answer",
    "compare",
    "draw_figure",
    "generate",
    "make_figures",
    "run_bench",
    "score",
    "train_reward",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'scisynth' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
