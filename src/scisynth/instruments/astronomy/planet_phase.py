"""Mercury, Venus and Mars on a date, as a telescope with a fast camera shows them.

Law: an inner planet shows all phases, as the Moon does, and is largest as a thin crescent, since it is then nearest to the Earth
(Galileo's letter of 11 December 1610 on Venus); an outer planet is never a crescent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.scene.scene import with_unit
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.astronomy.ephemeris import DIAMETERS, Phase, diameter_arcsec, planet, read_date
from scisynth.instruments.astronomy.findings.disc import corner_of, disc_findings, limb_in_image, side_of
from scisynth.instruments.astronomy.lit_bodies import (
    Ground,
    Law,
    Lit,
    lommel_seeliger,
    mars_ground,
    mercury_ground,
    minnaert,
    venus_ground,
)
from scisynth.instruments.astronomy.lit_frames import Shot, claims_of, expose, shape_of, spoken_date
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.astronomy import disc_marks

FIRST_DAY = datetime(1990, 1, 1)
NUM_DAYS = 50 * 365
LEAST_ELONGATION = 14.0
"""Degrees; nearer to the Sun no planet is photographed."""
LEAST_DIAMETER = 5.0
"""Arcseconds."""
SHAPES = ("crescent", "half", "gibbous disc", "full disc")


def _draw_date(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return (FIRST_DAY + timedelta(days=draw.randrange(NUM_DAYS), hours=draw.randrange(24))).isoformat("T", "minutes")


@dataclass(frozen=True, kw_only=True)
class PlanetPhaseParameters(Parameters):
    """A planet, a date, a hemisphere and a camera."""

    body: str = one_of("venus", "mercury", "mars", level_1=("venus",))
    date: str = drawn(_draw_date, words="a date of 1990 to 2039, UTC")
    hemisphere: str = one_of("north", "south", level_1=("north",))
    share: float = number(
        "d", "", (0.5, 0.55, 0.6, 0.65), meaning="fraction of the width that the disc takes", given=False
    )
    blur: float = number("s", "", (0.03, 0.045, 0.06), meaning="seeing as a fraction of the diameter", given=False)
    electrons: float = number("N", "", (2000, 5000, 20000), meaning="electrons in a bright pixel", given=False)
    spin: float = number("λ", "°", range(0, 360, 15), meaning="longitude that faces the Earth", given=False)
    asked: str = one_of("fraction", "distance")
    fraction_shift: float = 0.0
    """Added to the lit fraction."""
    limb_shift: float = 0.0
    """Degrees added to the direction of the Sun."""
    size_factor: float = 1.0

    def valid(self) -> bool:
        """Whether the planet can be seen, large enough, and lit from a side."""
        phase = planet(self.body, read_date(self.date))
        sideways = abs(np.sin(np.radians(phase.bright_limb))) > 0.5
        large = diameter_arcsec(self.body, phase.distance) > LEAST_DIAMETER
        return bool(large and phase.elongation > LEAST_ELONGATION and phase.fraction > 0.08 and sideways)


@instrument("astronomy")
class PlanetPhase(Instrument[PlanetPhaseParameters]):
    """A planet on a date."""

    def expose(self, p: PlanetPhaseParameters, size: int, draw: Generator) -> Exposure:
        """Electrons; the mask tells the lit from the dark part of the disc."""
        phase = planet(p.body, read_date(p.date))
        fraction = float(np.clip(phase.fraction + p.fraction_shift, 0.0, 1.0))
        diameter = diameter_arcsec(p.body, phase.distance)
        ground, law, tint = _surface(p.body)
        lit = Lit(
            phase_angle=float(np.degrees(np.arccos(2 * fraction - 1))),
            bright_limb=(limb_in_image(phase, p.hemisphere) + p.limb_shift) % 360,
            axis=180.0 if p.hemisphere == "south" else 0.0,
            longitude=p.spin,
        )
        shot = Shot(
            body=p.body,
            diameter=diameter,
            share=p.share * p.size_factor,
            lit=lit,
            seeing=p.blur * diameter,
            electrons=p.electrons,
            ground=ground,
            law=law,
            tint=tint,
        )
        made = expose(shot, size, draw)
        return replace(made, frame=replace(made.frame, pixel_size=diameter / (p.share * size)))

    def claims(self, p: PlanetPhaseParameters) -> tuple[Claim, ...]:
        """Size, phase, side and shadow that follow from the date, and the date."""
        phase = planet(p.body, read_date(p.date))
        return claims_of(p.body, p.date, p.hemisphere, phase, diameter_arcsec(p.body, phase.distance))

    def solve(self, p: PlanetPhaseParameters) -> Solution:
        """The lit share from the phase angle, or the distance from the apparent diameter."""
        phase = planet(p.body, read_date(p.date))
        side = side_of(limb_in_image(phase, p.hemisphere))
        values = {
            "day": spoken_date(p.date),
            "shape": shape_of(phase.fraction, SHAPES),
            "side": side,
            "other": "left" if side == "right" else "right",
            "lit": with_unit(100 * phase.fraction, "%"),
            "angle": with_unit(phase.phase_angle, "°"),
            "diameter": with_unit(diameter_arcsec(p.body, phase.distance), "arcsec"),
            "true_diameter": f"{DIAMETERS[p.body]:.0f} km",
            "seen": f"{p.hemisphere}ern hemisphere",
            "nearness": _nearness(p.body, phase),
        }
        if p.asked == "fraction":
            return Solution(answer=number_answer(100 * phase.fraction, "%"), symbol="k", values=values)
        return Solution(answer=number_answer(phase.distance, "au"), symbol="Δ", values=values)

    def questions(self, p: PlanetPhaseParameters, exposure: Exposure) -> Iterator[Question]:
        """The lit share, the diameter by the width of the image, and where the Sun stands."""
        phase = planet(p.body, read_date(p.date))
        diameter = diameter_arcsec(p.body, phase.distance)
        yield ask_number("share", round(100 * phase.fraction / 5) * 5, unit="%", step=10, low=1)
        width = with_unit(diameter / p.share, "arcsec")
        yield ask_number(
            "diameter", round(diameter, 1), unit="arcsec", step=round(diameter / 5, 1), low=0.5, width=width
        )
        limb = limb_in_image(phase, p.hemisphere)
        yield ask_word("sun", corner_of(limb), ("upper left", "upper right", "lower left", "lower right"))

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the sphere that is fitted to the lit part."""
        return disc_findings(frame, claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.astronomy`."""
        return disc_marks(frame)

    @violation(breaks="lit_side")
    def wrong_side(self, p: PlanetPhaseParameters, dose: float, draw: Random) -> PlanetPhaseParameters:
        """The planet is lit from the side away from the Sun."""
        if planet(p.body, read_date(p.date)).fraction > 0.94:
            raise DoesNotApplyError("a planet that is nearly full has no lit side")
        return replace(p, limb_shift=180.0)

    @violation(breaks="illuminated_fraction", doses=(0.02, 0.05, 0.10))
    def wrong_phase(self, p: PlanetPhaseParameters, dose: float, draw: Random) -> PlanetPhaseParameters:
        """More or less of the planet is lit than on its date."""
        fraction = planet(p.body, read_date(p.date)).fraction
        signs = [sign for sign in (-1, 1) if 0.03 < fraction + sign * dose < 0.99]
        return replace(p, fraction_shift=draw.choice(signs) * dose)

    @violation(breaks="diameter", doses=(0.02, 0.05, 0.10))
    def wrong_size(self, p: PlanetPhaseParameters, dose: float, draw: Random) -> PlanetPhaseParameters:
        """The planet is larger or smaller than it is at its distance."""
        return replace(p, size_factor=1 + draw.choice((-1, 1)) * dose)

    @violation(breaks="bright_limb_angle", doses=(5.0, 10.0, 20.0))
    def tilted(self, p: PlanetPhaseParameters, dose: float, draw: Random) -> PlanetPhaseParameters:
        """The line between day and night is tilted: the lit side does not point at the Sun."""
        if planet(p.body, read_date(p.date)).fraction > 0.94:
            raise DoesNotApplyError("a planet that is nearly full has no lit side")
        return replace(p, limb_shift=draw.choice((-1, 1)) * dose)


def _surface(body: str) -> tuple[Ground, Law, tuple[float, float, float]]:
    """Ground, law of reflection and colour."""
    if body == "venus":
        return venus_ground(), minnaert(0.95), (1.0, 0.96, 0.82)
    if body == "mars":
        return mars_ground(), minnaert(0.75), (1.0, 0.66, 0.42)
    return mercury_ground(), lommel_seeliger, (1.0, 0.95, 0.88)


def _nearness(body: str, phase: Phase) -> str:
    """Where on its way a planet stands, in words that say nothing of its looks."""
    if body == "mars":
        return "far from opposition" if phase.phase_angle > 25 else "not far from opposition"
    return "on the near side of its orbit" if phase.phase_angle > 90 else "on the far side of its orbit"
