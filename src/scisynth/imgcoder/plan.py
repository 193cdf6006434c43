"""What a model must say before it draws: an understanding of the problem and a plan with claims that a program can check.

A plan may be wrong. Claims whose numbers stand neither in the problem nor among its parts are set aside, not enforced: a loop of
repairs must not bend a right figure to a false plan.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from scisynth.imgcoder.claims import CHECKS
from scisynth.imgcoder.scene import Claim
from scisynth.imgcoder.words import numbers

FROM_PROBLEM = frozenset({"label", "value"})
"""Kinds whose numbers must be the problem's own."""
CLAIM_KINDS = {
    "label": "the text `value` is printed; with `of`, on that label",
    "value": "the label `of` states the number `value`",
    "near": "the label of[0] stands by the mark of[1]",
    "ratio": "length of[0] / length of[1] = value",
    "angle": "degrees between the lines of[0] and of[1] = value",
    "direction": "the arrow of[0] points to `value` degrees, anticlockwise from the right",
    "parallel": "lines of[0] and of[1]",
    "perpendicular": "lines of[0] and of[1]",
    "tangent": "line or circle of[0] touches the circle of[1]",
    "on": "the middle of of[0] lies on the line of[1]",
    "inside": "of[0] lies inside of[1]",
    "connected": "an end of one of the two lines lies on the other",
    "count": "there are `value` marks whose role is of[0]",
    "monotone": "the curve of[0] is increasing or decreasing (value)",
    "formula": "the curve of[0] is y = value, a formula in x",
    "at": "of[0] lies at value = [x, y] in its axes",
    "points_to": "the arrow of[0] points at of[1]",
    "order": "the marks follow each other, value = left_to_right or bottom_to_top",
}
"""Kinds that a plan may use, in words."""


class Given(BaseModel):
    """A value that the problem states."""

    model_config = ConfigDict(extra="ignore")

    symbol: str
    value: str
    unit: str = ""


class Understanding(BaseModel):
    """Step 1: what the problem states, asks and hides."""

    model_config = ConfigDict(extra="ignore")

    image_type: str
    summary: str
    givens: list[Given] = Field(max_length=60)
    unknown: str
    hidden: list[str] = Field(max_length=20)


class PlannedClaim(BaseModel):
    """One machine-checkable assertion."""

    model_config = ConfigDict(extra="ignore")

    kind: str
    of: list[str] = Field(default=[], max_length=40)
    value: float | str | list[float] | None = None

    def to_claim(self) -> Claim:
        """As the checks take it."""
        value: Any = tuple(self.value) if isinstance(self.value, list) else self.value
        return Claim(kind=self.kind, of=tuple(self.of), value=value)


class Plan(BaseModel):
    """Step 2: content, layout, labels, considerations and claims."""

    model_config = ConfigDict(extra="ignore")

    content: list[str] = Field(max_length=40)
    layout: list[str] = Field(max_length=40)
    labels: list[str] = Field(max_length=80)
    considerations: list[str] = Field(max_length=40)
    claims: list[PlannedClaim] = Field(max_length=60)

    def split_claims(self, problem: str) -> tuple[list[Claim], list[Claim]]:
        """The claims to enforce, and those set aside since no check knows them or the problem does not bear them out."""
        known = numbers(problem)
        kept: list[Claim] = []
        aside: list[Claim] = []
        for planned in self.claims:
            claim = planned.to_claim()
            borne_out = claim.kind not in FROM_PROBLEM or _all_known(numbers(str(claim.value)), known)
            (kept if claim.kind in CHECKS and borne_out else aside).append(claim)
        return kept, aside


def _all_known(stated: Iterable[float], known: list[float]) -> bool:
    return all(any(abs(value - other) <= 1e-6 * max(abs(value), 1) for other in known) for value in stated)


def describe_claim_kinds() -> str:
    """The kinds as lines of a prompt."""
    return "\n".join(f"  {kind}: {words}" for kind, words in CLAIM_KINDS.items())
