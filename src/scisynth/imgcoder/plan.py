"""What a model must say before it draws: an understanding of the problem and a plan with claims that a program can check.

A plan may be wrong. Claims whose numbers stand neither in the problem nor among its parts are set aside, not enforced: a loop of
repairs must not bend a right figure to a false plan. Claims that no figure can meet (endless numbers, ids without end, lists of
points) are refused one by one when the plan is read, each with its reason; the other claims of the plan stay.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from scisynth.imgcoder.claims import CHECKS
from scisynth.imgcoder.label_text import numbers
from scisynth.imgcoder.loose_fields import Labels, Text, Texts, tidy, with_known_keys
from scisynth.imgcoder.read_back import MAX_MARKS
from scisynth.imgcoder.scene import Claim

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


KEYS = {
    "content": ("contents", "elements", "objects"),
    "layout": ("layouts", "positions"),
    "labels": ("label", "texts"),
    "considerations": ("consideration", "notes", "drawing_considerations"),
    "claims": ("claim", "checks", "assertions"),
}
MAX_CLAIMS = 60
MAX_IDS, MAX_ID_CHARS = 40, 120
MAX_VALUE_CHARS = 500
MAX_VALUES = 8
"""Numbers in a list; `at` takes two."""
MAX_LENGTH, MAX_QUANTITY = 1e9, 1e100
"""Of what is measured on the page, and of quantities of the problem (6.02e23, 1e53 kg)."""
QUANTITIES = frozenset({"value", "label", "at"})
MAX_SLOW = {"smiles": 4, "netlist": 4}
"""Claims of kinds that take the whole figure apart."""


class PlannedClaim(BaseModel):
    """One machine-checkable assertion."""

    model_config = ConfigDict(extra="ignore")

    kind: Text
    of: list[Text] = Field(default=[], max_length=MAX_IDS)
    value: float | Text | list[float] | None = None

    def to_claim(self) -> Claim:
        """As the checks take it."""
        value: Any = tuple(self.value) if isinstance(self.value, list) else self.value
        return Claim(kind=self.kind, of=tuple(self.of), value=value)


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
        if isinstance(data, Mapping) and isinstance(data.get("claims"), Mapping):
            data = {**data, "claims": list(data["claims"].values())}
        if isinstance(data, Mapping) and isinstance(data.get("claims"), list):
            kept, refused = _readable_claims(data["claims"])
            data = {**data, "claims": kept}
        plan = handler(data)
        plan._refused = tuple(refused)
        return plan

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


def _readable_claims(rows: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """The rows that can be claims, and a line for each of the others."""
    kept: list[Any] = []
    refused: list[str] = []
    kinds: Counter[str] = Counter()
    for place, row in enumerate(rows, start=1):
        reason = _absurd(row)
        if not reason and len(kept) == MAX_CLAIMS:
            reason = f"a plan has at most {MAX_CLAIMS} claims"
        if not reason and kinds[row["kind"]] >= MAX_SLOW.get(row["kind"], MAX_CLAIMS):
            reason = f"a plan has at most {MAX_SLOW[row['kind']]} claims of this kind"
        if reason:
            name = row["kind"][:40] if isinstance(row, Mapping) and isinstance(row.get("kind"), str) else "claim"
            refused.append(tidy(f"claim {place} ({name}): {reason}"))
        else:
            kinds[row["kind"]] += 1
            kept.append(row)
    more = len(refused) - MAX_CLAIMS
    return kept, [*refused[:MAX_CLAIMS], *([f"and {more:,} more claims"] if more > 0 else [])]


def _absurd(row: Any) -> str:
    """Why a row of the plan can be no claim, or nothing."""
    if not isinstance(row, Mapping) or not isinstance(row.get("kind"), str):
        return "expected an object with a kind"
    names, value = row.get("of", []), row.get("value")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return "expected a list of ids in `of`"
    if len(names) > MAX_IDS or max(map(len, names), default=0) > MAX_ID_CHARS:
        return f"expected at most {MAX_IDS} ids of at most {MAX_ID_CHARS} characters"
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if len(value) <= MAX_VALUE_CHARS else f"expected a value of at most {MAX_VALUE_CHARS} characters"
    numbers_of = value if isinstance(value, list) else [value]
    if len(numbers_of) > MAX_VALUES:
        return f"expected at most {MAX_VALUES} numbers, got {len(numbers_of):,}"
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers_of):
        return "expected a number, a text or a list of numbers as its value"
    top = MAX_QUANTITY if row["kind"] in QUANTITIES else MAX_MARKS if row["kind"] == "count" else MAX_LENGTH
    # Whole numbers are compared as such: one of 400 digits is no float.
    if not all((isinstance(number, int) or math.isfinite(number)) and abs(number) <= top for number in numbers_of):
        return f"expected a number of at most {top:g} in size"
    return ""


def _all_known(stated: Iterable[float], known: list[float]) -> bool:
    return all(any(abs(value - other) <= 1e-6 * max(abs(value), 1) for other in known) for value in stated)


def describe_claim_kinds() -> str:
    """The kinds as lines of a prompt."""
    return "\n".join(f"  {kind}: {words}" for kind, words in CLAIM_KINDS.items())
