"""What is claimed of an image, and what its pixels say of it.

A claim comes from the parameters of a simulated image, or from whoever hands in an image ("this is gold, 0.02 nm a pixel"). A
validator measures and returns one finding a claim. It never sees the parameters, only the claims.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from scisynth.core.errors import DataError, nearest
from scisynth.core.results import Result

Verdict = Literal["pass", "fail", "cannot tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
COVERAGE = 2.0
"""Standard uncertainties on either side of a measured value within which the truth is expected in 95 of 100 images."""
ANGSTROM: Mapping[str, float] = {"Å": 1.0, "nm": 10.0, "pm": 0.01, "µm": 1e4}
"""Å of a unit: lengths in crystals are measured in the unit of their claim."""


@dataclass(frozen=True, kw_only=True)
class Claim(Result):
    """One thing said of an image, such as `spacing = 2.355 Å` or `plane_group = p4mm`."""

    quantity: str
    """Snake case; a validator knows it by this name."""
    value: float | str
    unit: str = ""
    tolerance: float = 0.0
    """Absolute, in `unit`: what counts as agreement in addition to the uncertainty of the measurement; finite, 0 or more; 0 for words
    and counts."""
    given: Mapping[str, float | str] = field(default_factory=dict)
    """What it is said under, such as `{"band": "r", "zero_point": 25.0}`: known to whoever reads the image, not measured."""


@dataclass(frozen=True, kw_only=True)
class Finding(Result):
    """What the pixels say of one claim."""

    quantity: str
    verdict: Verdict
    claimed: float | str
    measured: float | str | None = None
    """None: nothing could be measured, which is not zero."""
    uncertainty: float | None = None
    """Standard uncertainty of `measured`, in `unit`."""
    unit: str = ""
    sentence: str
    """For a reader: what was measured, against what, and why it cannot be told where it cannot."""


def compare(claim: Claim, measured: float, uncertainty: float, *, name: str = "") -> Finding:
    """The finding for a number: a fail only where the claim lies outside of tolerance and `COVERAGE` uncertainties together.

    Where the uncertainty is so large that a departure of four tolerances could hide in it, the verdict is `cannot tell`.

    Raises:
        DataError: the claim is a word.
    """
    claimed = number_of(claim)
    if not (math.isfinite(measured) and math.isfinite(uncertainty)):
        return cannot_tell(claim, "The measurement came to no number.")
    said = name or claim.quantity.replace("_", " ")
    value = f"{measured:.4g} ± {uncertainty:.2g} {claim.unit}".rstrip()
    stated = f"{claimed:.4g} {claim.unit}".rstrip()
    away = abs(measured - claimed)
    if away > claim.tolerance + COVERAGE * uncertainty:
        verdict: Verdict = "fail"
        sentence = f"The {said} is {value}; {stated} was claimed."
    elif claim.tolerance and COVERAGE * uncertainty > 4 * claim.tolerance:
        verdict, sentence = "cannot tell", f"The {said} is {value}, too uncertain to hold against {stated}."
    else:
        verdict, sentence = "pass", f"The {said} is {value}, as claimed ({stated})."
    return Finding(
        quantity=claim.quantity,
        verdict=verdict,
        claimed=claim.value,
        measured=measured,
        uncertainty=uncertainty,
        unit=claim.unit,
        sentence=sentence,
    )


def decide(claim: Claim, agrees: bool, measured: float | str, sentence: str) -> Finding:
    """The finding for what is a word or a count, or holds or does not."""
    return Finding(
        quantity=claim.quantity,
        verdict="pass" if agrees else "fail",
        claimed=claim.value,
        measured=measured,
        unit=claim.unit,
        sentence=sentence,
    )


def nearest_turn(measured: float, claimed: float, period: float = 360) -> float:
    """A measured angle in degrees on the turn that comes nearest to the claimed one, since angles count on a circle."""
    return claimed + (measured - claimed + period / 2) % period - period / 2


def number_of(claim: Claim) -> float:
    """The value of a claim that has to be a number; `DataError` where it is a word."""
    if isinstance(claim.value, str):
        raise DataError(f"{claim.quantity}: expected a number, got {claim.value!r}; claim one")
    return float(claim.value)


def given_number(claim: Claim, name: str) -> float:
    """A number that a claim is said under; `DataError` where it is a word."""
    try:
        return float(claim.given[name])
    except ValueError:
        raise DataError(
            f"{claim.quantity}: given {name}: expected a number, got {claim.given[name]!r}; give one"
        ) from None


def cannot_tell(claim: Claim, reason: str) -> Finding:
    """The finding where nothing could be measured; `reason` is a sentence."""
    return Finding(
        quantity=claim.quantity, verdict="cannot tell", claimed=claim.value, unit=claim.unit, sentence=reason
    )


def answer(claims: Sequence[Claim], measures: Mapping[str, Callable[[Claim], Finding]], name: str) -> list[Finding]:
    """One finding a claim, by the function that is named after its quantity.

    Raises:
        DataError: a claim that none of `measures` is for; the line names those that `name` knows.
    """
    for claim in claims:
        if claim.quantity not in measures:
            known = nearest(claim.quantity, measures)
            raise DataError(f"{name}: measures no {claim.quantity!r}; {known}")
    return [measures[claim.quantity](claim) for claim in claims]


def overall(findings: Iterable[Finding]) -> Verdict:
    """Fail where one claim fails; pass where none fails and one passes at least; else nothing can be told."""
    verdicts = {item.verdict for item in findings}
    if "fail" in verdicts:
        return "fail"
    return "pass" if "pass" in verdicts else "cannot tell"
