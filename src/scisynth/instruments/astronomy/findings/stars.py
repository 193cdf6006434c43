"""What a validator says of an image of stars: counts, magnitudes, temperature, seeing and shape against what is claimed.

A frame needs `pixel_size` in arcseconds for lengths; magnitudes need `zero_point` in the claim's `given`, counts need a `limit` too.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.instruments.astronomy.bands import temperature_of
from scisynth.instruments.astronomy.measure.stars import StarField, find_stars
from scisynth.instruments.findings import Claim, Finding, answer, cannot_tell, compare, given_number
from scisynth.instruments.frame import Frame

LEAST_SNR = 7.0
"""A limit at which a star stands less far above the noise cannot be counted to."""
MAGNITUDE_FLOOR = 0.005
"""Uncertainty of a magnitude that no number of electrons improves: flat fields, and the profile's shape."""
POGSON = 2.5 / float(np.log(10))
COUNTED_UNDER = {"limit", "zero_point"}
"""What a count of stars is said under."""
NO_STAR = "No star stands out of the noise."


def star_findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim on a star field."""
    field = stars_of(frame, claims)
    measures = {
        "num_stars": lambda claim: _count(field, claim),
        "seeing": lambda claim: _seeing(field, frame, claim),
        "ellipticity": lambda claim: _ellipticity(field, claim),
        "brightest_magnitude": lambda claim: _magnitude(field, claim),
        "brightest_temperature": lambda claim: _temperature(field, claim),
    }
    return answer(claims, measures, "star_field")


def stars_of(frame: Frame, claims: Sequence[Claim]) -> StarField:
    """The stars of an image, in the band that is spoken of."""
    return find_stars(frame, next((str(claim.given["band"]) for claim in claims if "band" in claim.given), "r"))


def least_flux(claim: Claim) -> float:
    """Electrons of a star at the limit to which they are counted."""
    return float(10 ** (0.4 * (given_number(claim, "zero_point") - given_number(claim, "limit"))))


def _count(field: StarField, claim: Claim) -> Finding:
    """Stars brighter than the limit; a star within its uncertainty of the limit counts by its probability."""
    from scipy.special import ndtr

    if not claim.given.keys() >= COUNTED_UNDER:
        return cannot_tell(claim, "A count of stars needs the magnitude to which they are counted, and a zero point.")
    least = least_flux(claim)
    if field.psf is None and not field.stars and not np.isfinite(field.faint_u):
        return cannot_tell(claim, f"{NO_STAR} Nothing says how faint a star could be seen.")
    if least < LEAST_SNR * field.faint_u:
        return cannot_tell(claim, "The noise hides stars at the limit to which they are to be counted.")
    flux = np.array([star.flux[field.reference] for star in field.stars])
    spread = np.hypot(np.array([star.flux_u[field.reference] for star in field.stars]), _shape_u(field) * flux)
    sure = np.array([star.is_saturated for star in field.stars], bool)
    chance = np.where(sure, 1.0, ndtr((flux - least) / np.maximum(spread, 1e-9)))
    uncertainty = float(np.sqrt((chance * (1 - chance)).sum()))
    return compare(claim, float((chance > 0.5).sum()), uncertainty, name="number of stars to the limit")


def _seeing(field: StarField, frame: Frame, claim: Claim) -> Finding:
    if field.psf is None:
        return cannot_tell(claim, NO_STAR)
    if frame.pixel_size is None or frame.unit != "arcsec":
        return cannot_tell(claim, "The size of a pixel in arcseconds is not known, so no width can be told.")
    width, u = field.psf.fwhm * frame.pixel_size, field.psf.fwhm_u * frame.pixel_size
    return compare(claim, width, u, name="width of a star at half height")


def _ellipticity(field: StarField, claim: Claim) -> Finding:
    if field.psf is None:
        return cannot_tell(claim, NO_STAR)
    return compare(claim, field.psf.ellipticity, field.psf.ellipticity_u, name="ellipticity of the stars")


def _magnitude(field: StarField, claim: Claim) -> Finding:
    if not field.stars:
        return cannot_tell(claim, NO_STAR)
    if "zero_point" not in claim.given:
        return cannot_tell(claim, "A magnitude needs the zero point of the exposure.")
    if any(star.is_saturated for star in field.stars):
        return cannot_tell(claim, "The brightest star is saturated: its light was not all counted.")
    star = field.stars[0]
    flux, spread = star.flux[field.reference], star.flux_u[field.reference]
    magnitude = given_number(claim, "zero_point") - 2.5 * np.log10(flux)
    u = POGSON * np.hypot(spread / flux, _shape_u(field)) + MAGNITUDE_FLOOR
    return compare(claim, float(magnitude), float(u), name="magnitude of the brightest star")


def _temperature(field: StarField, claim: Claim) -> Finding:
    """From the colour between the bluest and the reddest band."""
    if not field.stars:
        return cannot_tell(claim, NO_STAR)
    if not {"g", "i"} <= set(field.bands):
        return cannot_tell(claim, "A temperature needs the bands g and i.")
    if any(star.is_saturated for star in field.stars):
        return cannot_tell(claim, "The brightest star is saturated: it has lost its colour.")
    star = field.stars[0]
    blue, red = field.bands.index("g"), field.bands.index("i")
    if min(star.flux[blue], star.flux[red]) <= 0:
        return cannot_tell(claim, "The brightest star does not stand out in both bands.")
    colour = -2.5 * float(np.log10(star.flux[blue] / star.flux[red]))
    relative = np.hypot(star.flux_u[blue] / star.flux[blue], star.flux_u[red] / star.flux[red])
    spread = float(POGSON * np.hypot(relative, _shape_u(field)) + MAGNITUDE_FLOOR)
    found, hotter, cooler = (temperature_of(colour + shift) for shift in (0.0, -spread, spread))
    if found is None or hotter is None or cooler is None:
        return cannot_tell(claim, "The colour of the brightest star is not that of a black body of 2500 to 20000 K.")
    return compare(claim, found, (hotter - cooler) / 2, name="temperature of the brightest star")


def _shape_u(field: StarField) -> float:
    return field.psf.flux_u if field.psf else 1.0
