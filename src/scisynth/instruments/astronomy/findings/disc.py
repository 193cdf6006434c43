"""What a validator says of the Moon or a planet: size, phase, side and shadow against what is claimed, or against a date.

A claim of a `date` needs `body` and `hemisphere` in its `given`: the body seen as it culminates, celestial north up for an observer in
the north and down for one in the south.
"""

from collections.abc import Sequence
from math import cos, radians, sin

from scisynth.core.errors import DataError
from scisynth.instruments.astronomy.ephemeris import DIAMETERS, Phase, moon, planet, read_date
from scisynth.instruments.astronomy.measure.disc import LitDisc, find_disc
from scisynth.instruments.findings import (
    COVERAGE,
    Claim,
    Finding,
    answer,
    cannot_tell,
    compare,
    decide,
    nearest_turn,
    number_of,
)
from scisynth.instruments.frame import Frame

NO_BODY = "No lit sphere stands free before a dark sky, well above its noise."
NEARLY_FULL, NEARLY_NEW = 0.965, 0.02
"""Fractions beyond which a side cannot be told."""
SIDES = ("left", "right")
SIDEWAYS = 0.12
"""Fraction of the direction to the lit limb that has to point sideways for a side."""
DATE_FRACTION, DATE_ANGLE = 0.02, 3.0
"""Tolerances of a date: of the fraction, and of the direction in degrees."""


def phase_on(body: str, date: str) -> Phase:
    """The phase of the Moon or of a planet; `DataError` for another body."""
    if body == "moon":
        return moon(read_date(date))
    if body not in DIAMETERS:
        raise DataError(f"body: expected moon or one of {', '.join(DIAMETERS)}, got {body!r}")
    return planet(body, read_date(date))


def limb_in_image(phase: Phase, hemisphere: str) -> float:
    """Direction of the lit limb in an image, degrees counter-clockwise from up; `hemisphere` is `north` or `south`."""
    if hemisphere not in ("north", "south"):
        raise DataError(f"hemisphere: expected north or south, got {hemisphere!r}")
    return (phase.bright_limb + (180 if hemisphere == "south" else 0)) % 360


def side_of(limb: float) -> str:
    """`left` or `right`, of a direction counter-clockwise from up."""
    return "left" if 0 < limb % 360 < 180 else "right"


def corner_of(limb: float) -> str:
    """Which corner of the image a direction points at, counter-clockwise from up."""
    return f"{'upper' if cos(radians(limb)) > 0 else 'lower'} {side_of(limb)}"


def disc_findings(frame: Frame, claims: Sequence[Claim], name: str) -> list[Finding]:
    """One finding a claim on a lit body."""
    disc = find_disc(frame)
    measures = {
        "illuminated_fraction": lambda claim: _number(disc, claim, "fraction"),
        "phase_angle": lambda claim: _number(disc, claim, "phase_angle"),
        "bright_limb_angle": lambda claim: _direction(disc, claim),
        "lit_side": lambda claim: _side(disc, claim),
        "lit_limb": lambda claim: _limb(disc, claim),
        "diameter": lambda claim: _diameter(disc, frame, claim),
        "date": lambda claim: _date(disc, claim),
    }
    return answer(claims, measures, name)


def _number(disc: LitDisc | None, claim: Claim, field: str) -> Finding:
    if disc is None:
        return cannot_tell(claim, NO_BODY)
    return compare(claim, getattr(disc, field), getattr(disc, f"{field}_u"))


def sideless(disc: LitDisc | None) -> str:
    """Why no direction can be told; empty where one can."""
    if disc is None:
        return NO_BODY
    if not NEARLY_NEW < disc.fraction < NEARLY_FULL:
        return "So much or so little of the disc is lit that no side of it can be told."
    return ""


def _direction(disc: LitDisc | None, claim: Claim) -> Finding:
    if (reason := sideless(disc)) or disc is None:
        return cannot_tell(claim, reason)
    turned = nearest_turn(disc.bright_limb, number_of(claim))
    return compare(claim, turned, disc.bright_limb_u, name="direction of the lit limb")


def _side(disc: LitDisc | None, claim: Claim) -> Finding:
    if (reason := sideless(disc)) or disc is None:
        return cannot_tell(claim, reason)
    if abs(sin(radians(disc.bright_limb))) < max(SIDEWAYS, COVERAGE * radians(disc.bright_limb_u)):
        return cannot_tell(claim, "It is lit from above or below, neither from the left nor from the right.")
    side = side_of(disc.bright_limb)
    agrees = side == claim.value
    claimed = ", as claimed" if agrees else f"; {claim.value} was claimed"
    return decide(claim, agrees, side, f"It is lit from the {side}{claimed}.")


def _limb(disc: LitDisc | None, claim: Claim) -> Finding:
    if (reason := sideless(disc)) or disc is None:
        return cannot_tell(claim, reason)
    return compare(claim, disc.lit_limb, disc.lit_limb_u, name="lit part of the limb")


def _diameter(disc: LitDisc | None, frame: Frame, claim: Claim) -> Finding:
    if disc is None:
        return cannot_tell(claim, NO_BODY)
    if frame.pixel_size is None or frame.unit != "arcsec":
        return cannot_tell(claim, "The size of a pixel in arcseconds is not known, so no diameter can be told.")
    return compare(claim, 2 * disc.radius * frame.pixel_size, 2 * disc.radius_u * frame.pixel_size)


def _date(disc: LitDisc | None, claim: Claim) -> Finding:
    """Fraction and direction of the date against those of the image."""
    if not {"body", "hemisphere"} <= claim.given.keys():
        return cannot_tell(claim, "A date needs the body, and the hemisphere that it is seen from.")
    phase = phase_on(str(claim.given["body"]), str(claim.value))
    limb = limb_in_image(phase, str(claim.given["hemisphere"]))
    parts = [
        _number(disc, _part(claim, "illuminated_fraction", phase.fraction, DATE_FRACTION), "fraction"),
        _direction(disc, _part(claim, "bright_limb_angle", limb, DATE_ANGLE)),
    ]
    if disc is None:
        return cannot_tell(claim, NO_BODY)
    measured = f"{disc.fraction:.0%} lit"
    if parts[1].verdict != "cannot tell":
        measured += f", towards {disc.bright_limb:.0f}°"
    failed = [part.sentence for part in parts if part.verdict == "fail"]
    verdict = "fail" if failed else parts[0].verdict
    said = " ".join(failed) or f"{measured}, which is {'that' if verdict == 'pass' else 'too uncertain'} for the date."
    return Finding(quantity=claim.quantity, verdict=verdict, claimed=claim.value, measured=measured, sentence=said)


def _part(claim: Claim, quantity: str, value: float, tolerance: float) -> Claim:
    return Claim(quantity=quantity, value=value, tolerance=tolerance, given=claim.given)
