"""scisynth makes text-to-image models scientifically right: measure, reward, train, draw.

    laws -> PromptSet -> ContrastTuple -> Reward -> Policy -> ImageRecord -> Judgement -> Report

Importing this package loads no torch; the names below are resolved on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scisynth.rewards.sciscore import SciScore as SciScore

__version__ = "0.1.0"
__all__ = ["SciScore", "__version__"]

_LAZY = {"SciScore": "scisynth.rewards.sciscore"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'scisynth' has no attribute {name!r}")
