"""What the checker says of one reply."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["right", "wrong", "unknown"]
Method = Literal[
    "number",
    "formula",
    "choice",
    "text",
    "equation",
    "chemistry",
    "list",
    "interval",
    "ratio",
    "vector",
    "direction",
    "none",
]


@dataclass(frozen=True, kw_only=True)
class AnswerVerdict:
    """Right, wrong or unknown, how it was decided, and why."""

    status: Status
    method: Method
    """How it was decided; `none` where it was not."""
    reason: str = ""


def decided(same: bool | None, method: Method, reason: str) -> AnswerVerdict:
    """The verdict that a comparison of this kind gives; undecided is unknown."""
    if same is None:
        return AnswerVerdict(status="unknown", method="none", reason=reason)
    return AnswerVerdict(status="right" if same else "wrong", method=method, reason=reason)


def unknown(reason: str) -> AnswerVerdict:
    """A verdict of neither right nor wrong."""
    return decided(None, "none", reason)
