"""What a model must say before it draws: an understanding of the problem and a plan with claims that a program can check.

A plan may be wrong. Claims whose numbers stand neither in the problem nor among its parts are rejected, not enforced: a loop of
repairs must not bend a right figure to a false plan. Claims that no figure can meet (endless numbers, ids without end, lists of
points) are refused one by one when the plan is read, each with its reason; the other claims of the plan stay.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from scisynth.figures.labels.text import numbers, quantities
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import KINDS
from scisynth.imgcoder.defaults import describe_claim_kinds as describe_claim_kinds
from scisynth.imgcoder.loose_fields import NOTHING, Labels, Texts, with_known_keys
from scisynth.imgcoder.planned_claims import MAX_CLAIMS, PlannedClaim, read_claims

FROM_PROBLEM = frozenset({"label", "value", "names"})
"""Kinds whose numbers must be the problem's own."""
KEYS = {
    "content": ("contents", "elements", "objects"),
    "layout": ("layouts", "positions"),
    "labels": ("label", "texts"),
    "considerations": ("consideration", "notes", "drawing_considerations"),
    "claims": ("claim", "checks", "assertions"),
}


class Plan(BaseModel):
    """Step 2: content, layout, labels, considerations and claims. Any of it may be missing, not all of it."""

    model_config = ConfigDict(extra="ignore")
    refuses_endless_numbers: ClassVar[bool] = True
    """Tells the reader of replies to leave them to this class: one absurd claim is not to cost the plan."""

    content: Texts = []
    layout: Texts = []
    labels: Labels = []
    considerations: Texts = []
    claims: list[PlannedClaim] = Field(default=[], max_length=MAX_CLAIMS)
    _refused: tuple[str, ...] = PrivateAttr(default=())

    @property
    def refused(self) -> tuple[str, ...]:
        """Claims that were not read, each with its reason."""
        return self._refused

    @model_validator(mode="wrap")
    @classmethod
    def _without_absurd_claims(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        refused: list[str] = []
        data = with_known_keys(data, KEYS, shells=("plan", "figure_plan", "drawing_plan"))
        if isinstance(data, Mapping) and "claims" in data:
            kept, refused = read_claims(_rows(data["claims"]))
            data = {**data, "claims": kept}
        plan = handler(data)
        plan._refused = tuple(refused)
        return plan

    def split_claims(self, problem: str) -> tuple[list[Claim], list[Claim]]:
        """The claims to enforce, and those rejected since no check knows them or the problem does not support them."""
        known = numbers(problem)
        kept: list[Claim] = []
        aside: list[Claim] = []
        for planned in self.claims:
            claim = planned.to_claim()
            borne_out = claim.kind not in FROM_PROBLEM or _all_known(_values(str(claim.value)), known)
            (kept if claim.kind in KINDS and borne_out else aside).append(claim)
        return kept, aside


def _rows(claims: Any) -> list[Any]:
    """One entry for each claim, of a list, a mapping, one claim alone or lines of words."""
    if isinstance(claims, Mapping):
        return [claims] if {"kind", "type"} & claims.keys() else list(claims.values())
    if isinstance(claims, str):
        claims = [line.strip() for line in claims.splitlines()]
        return [line for line in claims if line.lower() not in NOTHING]
    return claims if isinstance(claims, list) else [] if claims is None else [claims]


def _values(text: str) -> list[float]:
    """The numbers of a text that state something: no single digit without a unit, as in n = 2."""
    measured = [found.value for found in quantities(text) if found.unit is not None]
    return [value for value in numbers(text) if value in measured or not (abs(value) < 10 and value == round(value))]


def _all_known(stated: Iterable[float], known: list[float]) -> bool:
    return all(any(abs(value - other) <= 1e-6 * max(abs(value), 1) for other in known) for value in stated)
