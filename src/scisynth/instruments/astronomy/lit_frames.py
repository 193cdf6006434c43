"""What the Moon's and the planets' images share: from a body, a date and a camera to an exposure with its truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from scisynth.instruments.astronomy.ephemeris import Phase
from scisynth.instruments.astronomy.findings.disc import NEARLY_FULL, NEARLY_NEW, limb_in_image, side_of
from scisynth.instruments.astronomy.lit_bodies import Ground, Law, Lit, draw_body
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure

READ_NOISE = 8.0
"""Electrons."""
LIT, DARK = 1, 2
LABELS = {LIT: "lit part of the disc", DARK: "dark part of the disc"}
SKY = 0.004
"""Of the brightest ground: the sky near a bright body."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One image of a lit body."""

    body: str
    diameter: float
    """Arcseconds."""
    share: float
    """Of the image's width that the disc takes."""
    lit: Lit
    seeing: float
    """FWHM of the blur in arcseconds."""
    electrons: float
    """In a pixel of the brightest ground."""
    ground: Ground
    law: Law
    tint: tuple[float, float, float]
    """Red, green and blue as the eye sees it."""


def expose(shot: Shot, size: int, draw: Generator) -> Exposure:
    """The image, its parts, and one row of truth."""
    from scipy.ndimage import gaussian_filter

    pixel = shot.diameter / (shot.share * size)
    radius = shot.share * size / 2
    centre = tuple(float(size / 2 - 0.5 + draw.uniform(-1, 1) * 0.35 * (size / 2 - radius)) for _ in range(2))
    sharp = draw_body(size, (centre[0], centre[1]), radius, shot.lit, shot.ground, shot.law)
    blurred = gaussian_filter(sharp, shot.seeing / pixel / 2.3548)
    detector = Detector(exposure=shot.electrons, background=SKY * shot.electrons, read_noise=READ_NOISE)
    counts = detector.count(blurred.astype(np.float32), draw)
    grid_y, grid_x = np.mgrid[:size, :size]
    disc = np.hypot(grid_x - centre[0], grid_y - centre[1]) <= radius
    mask = np.where(disc, np.where(sharp > 0.01, LIT, DARK), 0).astype(np.uint16)
    fraction = (1 + np.cos(np.radians(shot.lit.phase_angle))) / 2
    row = {
        "id": 1,
        "kind": shot.body,
        "x": centre[0],
        "y": centre[1],
        "radius": radius,
        "illuminated_fraction": float(fraction),
        "bright_limb_angle": shot.lit.bright_limb,
    }
    bright = np.clip((counts - SKY * shot.electrons) / (np.percentile(blurred, 99.7) * shot.electrons), 0, 1)
    shown = np.rint(255 * bright[..., None] ** 0.6 * np.array(shot.tint)).astype(np.uint8)
    frame = Frame(pixels=counts, pixel_size=pixel, unit="arcsec")
    return Exposure(frame=frame, mask=mask, mask_labels=LABELS, objects=[row], shown=shown)


def claims_of(body: str, date: str, hemisphere: str, phase: Phase, diameter: float) -> tuple[Claim, ...]:
    """What geometry says of the image of a body on a date."""
    limb = limb_in_image(phase, hemisphere)
    found = [
        Claim(quantity="diameter", value=diameter, unit="arcsec", tolerance=0.02 * diameter),
        Claim(quantity="illuminated_fraction", value=phase.fraction, tolerance=0.015),
    ]
    if NEARLY_NEW + 0.02 < phase.fraction < NEARLY_FULL - 0.02:
        found += [
            Claim(quantity="phase_angle", value=phase.phase_angle, unit="°", tolerance=3.0),
            Claim(quantity="bright_limb_angle", value=limb, unit="°", tolerance=3.0),
            Claim(quantity="lit_side", value=side_of(limb)),
            Claim(quantity="lit_limb", value=180.0, unit="°", tolerance=20.0),
        ]
    given: dict[str, float | str] = {"body": body, "hemisphere": hemisphere}
    return (*found, Claim(quantity="date", value=date, given=given))


def spoken_date(date: str) -> str:
    """`8 April 2024, 18:00 UTC`."""
    from scisynth.instruments.astronomy.ephemeris import read_date

    found = read_date(date)
    return f"{found.day} {found:%B %Y, %H:%M} UTC"


def shape_of(fraction: float, names: Sequence[str] = ("crescent", "half", "gibbous disc", "full disc")) -> str:
    """The name of a shape by its lit fraction."""
    return names[0 if fraction < 0.44 else 1 if fraction < 0.56 else 2 if fraction < NEARLY_FULL else 3]
