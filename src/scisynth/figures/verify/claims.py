"""Checks a claim against a drawing that was read back: no model, no marks of the scene, only what is on the page.

A claim holds, fails, or cannot be checked because it makes no sense or because no mark of the page has an id (a figure of free code);
the last is counted apart, since it is neither. The kinds and their checks stand in `claim_checks.kinds`.
"""

from dataclasses import dataclass
from typing import Literal

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import KINDS
from scisynth.figures.verify.claim_checks.marks import MissingMarkError, describe_missing, short

MAX_MESSAGE = 300
"""Characters of a finding."""
MAX_OF_A_KIND = 20
"""Findings of one kind that are told one by one."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came of one check."""

    kind: str
    status: Literal["held", "failed", "unchecked", "note"]
    """`note`: a flaw that a figure is verified with all the same."""
    message: str
    """One sentence: what was expected, what is drawn and, where it is not plain from that, what to do."""
    of: tuple[str, ...] = ()
    count: int = 1
    """How many faults this line stands for."""
    boxes: tuple[Box, ...] = ()
    """Where it is: left, bottom, right, top in pixels of the page; `verify` makes them fractions of the image, from its upper left."""


def left_out(kind: str, count: int, status: Literal["failed", "note"] = "failed") -> list[Finding]:
    """The line that counts faults which are not told one by one; none for none."""
    line = Finding(kind=kind, status=status, message=f"and {count:,} more of this kind", count=count)
    return [line] if count else []


def check_claim(claim: Claim, drawing: Drawing) -> Finding:
    """One claim against one drawing."""
    kind = KINDS.get(claim.kind)
    if kind is None:
        return _finding(claim, "unchecked", f"no check is called {claim.kind!r}")
    try:
        wrong = kind.check(claim, drawing)
    except MissingMarkError as error:
        missing = str(error)
        hidden = next((mark for mark in drawing.unseen if mark.id == missing), None)
        if hidden is not None:
            return _finding(claim, "failed", f"{short(missing)} is not seen: {hidden.unseen}")
        has_ids = any(mark.id for mark in drawing.marks if mark.kind != "axes" and mark.id != "page")
        return _finding(claim, "failed" if has_ids else "unchecked", describe_missing(drawing, missing))
    except (ValueError, IndexError, TypeError, ArithmeticError) as error:
        return _finding(claim, "unchecked", f"the claim cannot be read: {error}")
    held = f"{short(claim.printed_value)}, as claimed" if claim.printed_value else "as claimed"
    return _finding(claim, "failed", wrong) if wrong else _finding(claim, "held", held)


def _finding(claim: Claim, status: Literal["held", "failed", "unchecked"], message: str) -> Finding:
    return Finding(kind=claim.kind, status=status, message=" ".join(message.split())[:MAX_MESSAGE], of=claim.of)
