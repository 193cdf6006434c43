"""What a validator says of a galaxy: size, shape, profile, brightness and arms against what is claimed.

Every claim needs `seeing` in its `given` (FWHM of a star in arcseconds), a magnitude the `zero_point` too.
"""

from collections.abc import Callable, Sequence
from math import acos, degrees, log10, sin

from scisynth.instruments.astronomy.findings.stars import POGSON
from scisynth.instruments.astronomy.measure.galaxy import ARM_LEAD, Light, fit_galaxy
from scisynth.instruments.findings import (
    Claim,
    Finding,
    answer,
    cannot_tell,
    compare,
    decide,
    given_number,
    nearest_turn,
    number_of,
)
from scisynth.instruments.frame import Frame

DISC_CLAIMS = ("inclination", "disc_radius", "num_arms", "winding")
"""Those that are said of a disc with a bulge; the others of one profile."""
NO_GALAXY = "No galaxy stands out of a sky with noise, or the seeing is not known."
ROUND = 0.12
"""Ellipticity below which a galaxy has no direction."""


def galaxy_findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim on a galaxy."""
    found = light_of(frame, claims)
    scale = _pixel_of(frame) or 1.0

    def on(measure: Callable[[Light, Claim], Finding]) -> Callable[[Claim], Finding]:
        return lambda claim: cannot_tell(claim, NO_GALAXY) if found is None else measure(found, claim)

    measures = {
        "half_light_radius": on(lambda light, claim: _radius(light, claim, scale)),
        "disc_radius": on(lambda light, claim: _radius(light, claim, scale)),
        "axis_ratio": on(lambda light, claim: compare(claim, light.axis_ratio, light.axis_ratio_u)),
        "inclination": on(_inclination),
        "position_angle": on(_angle),
        "sersic_index": on(_index),
        "magnitude": on(_magnitude),
        "num_arms": on(_arms),
        "winding": on(_winding),
    }
    return answer(claims, measures, "galaxy")


def light_of(frame: Frame, claims: Sequence[Claim]) -> Light | None:
    """The galaxy of an image, fitted as what is claimed of it: a disc with a bulge, or one profile."""
    seeing = next((given_number(claim, "seeing") for claim in claims if "seeing" in claim.given), None)
    band = next((str(claim.given["band"]) for claim in claims if "band" in claim.given), "r")
    pixel = _pixel_of(frame)
    if seeing is None or pixel is None:
        return None
    has_disc = any(claim.quantity in DISC_CLAIMS for claim in claims)
    return fit_galaxy(frame, seeing=seeing / pixel, band=band, has_disc=has_disc)


def _pixel_of(frame: Frame) -> float | None:
    return frame.pixel_size if frame.unit == "arcsec" else None


def _radius(light: Light, claim: Claim, scale: float) -> Finding:
    return compare(claim, light.half_light * scale, light.half_light_u * scale)


def _inclination(light: Light, claim: Claim) -> Finding:
    """Of a thin disc: cos i = b/a (Hubble 1926)."""
    angle = acos(min(max(light.axis_ratio, 0.0), 1.0))
    spread = degrees(light.axis_ratio_u / max(sin(angle), 0.15))
    return compare(claim, degrees(angle), spread)


def _angle(light: Light, claim: Claim) -> Finding:
    if 1 - light.axis_ratio < ROUND:
        return cannot_tell(claim, "The galaxy is too round to have a direction.")
    turned = nearest_turn(light.angle, number_of(claim), period=180)
    return compare(claim, turned, max(light.angle_u, 0.5))


def _index(light: Light, claim: Claim) -> Finding:
    if light.index is None or light.index_u is None:
        return cannot_tell(claim, "A disc and a bulge were fitted, not one profile.")
    return compare(claim, light.index, light.index_u, name="Sérsic index")


def _magnitude(light: Light, claim: Claim) -> Finding:
    if "zero_point" not in claim.given:
        return cannot_tell(claim, "A magnitude needs the zero point of the exposure.")
    magnitude = given_number(claim, "zero_point") - 2.5 * log10(light.flux)
    return compare(claim, magnitude, POGSON * light.flux_u / light.flux)


def _arms(light: Light, claim: Claim) -> Finding:
    if light.arms is None or light.arms.lead < ARM_LEAD:
        return cannot_tell(claim, "No number of arms leads clearly.")
    return compare(claim, float(light.arms.num), 0.0, name="number of arms")


def _winding(light: Light, claim: Claim) -> Finding:
    if light.arms is None or light.arms.lead < ARM_LEAD:
        return cannot_tell(claim, "No arms lead clearly enough to tell how they turn.")
    found = "counter-clockwise" if light.arms.is_counter_clockwise else "clockwise"
    agrees = found == claim.value
    claimed = ", as claimed" if agrees else f"; {claim.value} was claimed"
    return decide(claim, agrees, found, f"Outwards the arms turn {found}{claimed}.")
