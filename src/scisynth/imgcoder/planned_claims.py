"""The claims of a plan: read as they were meant (`claim_spellings`), within bounds, each refusal with its reason.

Claims that no figure can meet (endless numbers, ids without end, more claims than a figure has parts) cost themselves and not the plan.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from scisynth.figures.read_back.drawn_mark import MAX_MARKS
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import KINDS
from scisynth.imgcoder.claim_spellings import read_row
from scisynth.imgcoder.loose_fields import Text, Tidy, tidy

MAX_CLAIMS = 60
MAX_IDS, MAX_ID_CHARS = 40, 120
MAX_VALUE_CHARS = 500
MAX_VALUES = 40
"""Numbers or texts in a list."""
MAX_LENGTH, MAX_QUANTITY = 1e9, 1e100
"""Of what is measured on the page, and of quantities of the problem (6.02e23, 1e53 kg)."""
QUANTITIES = frozenset({"value", "label", "names", "at", "through", "values", "heights", "row", "column"})
MAX_SLOW = {"smiles": 4, "netlist": 4}
"""Claims of kinds that take the whole figure apart."""


class PlannedClaim(BaseModel):
    """One machine-checkable assertion."""

    model_config = ConfigDict(extra="ignore")

    kind: Text
    of: list[Text] = Field(default=[], max_length=MAX_IDS)
    value: float | Tidy | list[float | Tidy] | None = None

    def to_claim(self) -> Claim:
        """As the checks take it."""
        value: Any = tuple(self.value) if isinstance(self.value, list) else self.value
        return Claim(kind=self.kind, of=tuple(self.of), value=value)


def read_claims(rows: Sequence[Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows that can be claims, in the spelling of the registry, and a line for each of the others."""
    kept: list[dict[str, Any]] = []
    refused: list[str] = []
    kinds: Counter[str] = Counter()
    for place, row in enumerate(rows, start=1):
        try:
            kind, names, value = read_row(row)
            reason = _beyond_bounds(kind, names, value) or _too_many(kind, len(kept), kinds)
        except ValueError as error:
            kind, names, value, reason = _kind_of(row), [], None, str(error)
        if reason:
            refused.append(tidy(f"claim {place} ({kind[:40]}): {reason}"))
        else:
            kinds[kind] += 1
            kept.append({"kind": kind, "of": names, "value": value})
    more = len(refused) - MAX_CLAIMS
    return kept, [*refused[:MAX_CLAIMS], *([f"and {more:,} more claims"] if more > 0 else [])]


def _kind_of(row: Any) -> str:
    named = row.get("kind") if isinstance(row, Mapping) else None
    return named if isinstance(named, str) else "claim"


def _too_many(kind: str, num_kept: int, kinds: Counter[str]) -> str:
    if num_kept == MAX_CLAIMS:
        return f"expected at most {MAX_CLAIMS} claims in a plan"
    if kinds[kind] >= MAX_SLOW.get(kind, MAX_CLAIMS):
        return f"expected at most {MAX_SLOW[kind]} claims of this kind"
    return ""


def _beyond_bounds(kind: str, names: Sequence[str], value: Any) -> str:
    """Why no figure can meet a claim, or nothing."""
    if len(names) > MAX_IDS or max(map(len, names), default=0) > MAX_ID_CHARS:
        return f"expected at most {MAX_IDS} ids of at most {MAX_ID_CHARS} characters"
    if kind in KINDS and len(names) < KINDS[kind].least:
        return f"expected at least {KINDS[kind].least} ids in `of`, got {len(names)}"
    parts = value if isinstance(value, list) else [] if value is None else [value]
    if len(parts) > MAX_VALUES:
        return f"expected at most {MAX_VALUES} values, got {len(parts):,}"
    if not all(isinstance(part, int | float | str) and not isinstance(part, bool) for part in parts):
        return "expected a number, a text or a list of them as its value"
    if max((len(part) for part in parts if isinstance(part, str)), default=0) > MAX_VALUE_CHARS:
        return f"expected a value of at most {MAX_VALUE_CHARS} characters"
    top = MAX_QUANTITY if kind in QUANTITIES else MAX_MARKS if kind == "count" else MAX_LENGTH
    # Whole numbers are compared as such: one of 400 digits is no float.
    sizes = [part for part in parts if not isinstance(part, str)]
    if not all((isinstance(size, int) or math.isfinite(size)) and abs(size) <= top for size in sizes):
        return f"expected a number of at most {top:g} in size"
    return ""
