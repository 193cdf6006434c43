"""The Moon on a date, as a small telescope shows it while it culminates, from the north or from the south.

Law: the half of the Moon that faces the Sun is lit, so the line between day and night is half an ellipse that ends at opposite
points of the limb, and the lit side points at the Sun: a waxing Moon is lit on the right from the north, on the left from the south.
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
from scisynth.instruments.astronomy.ephemeris import ASTRONOMICAL_UNIT, Phase, moon, moon_face, read_date
from scisynth.instruments.astronomy.findings.disc import corner_of, disc_findings, limb_in_image, side_of
from scisynth.instruments.astronomy.lit_bodies import Lit, lommel_seeliger, moon_ground
from scisynth.instruments.astronomy.lit_frames import Shot, claims_of, expose, shape_of, spoken_date
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.astronomy import disc_marks

RADIUS = 1737.4
"""km (Archinal et al. 2018)."""
FIRST_DAY = datetime(1990, 1, 1)
NUM_DAYS = 50 * 365
PHASES = (
    "waxing crescent", "first quarter", "waxing gibbous", "full Moon", "waning gibbous", "last quarter",
    "waning crescent",
)  # fmt: skip


def _draw_date(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return (FIRST_DAY + timedelta(days=draw.randrange(NUM_DAYS), hours=draw.randrange(24))).isoformat("T", "minutes")


@dataclass(frozen=True, kw_only=True)
class MoonPhaseParameters(Parameters):
    """A date, a hemisphere and a camera."""

    date: str = drawn(_draw_date, words="a date of 1990 to 2039, UTC")
    hemisphere: str = one_of("north", "south", level_1=("north",))
    share: float = number(
        "d", "", (0.6, 0.65, 0.7, 0.75, 0.8), meaning="fraction of the width that the disc takes", given=False
    )
    seeing: float = number("s", "arcsec", (4, 8, 12), meaning="blur", given=False)
    electrons: float = number("N", "", (2000, 5000, 20000), meaning="electrons in a bright pixel", given=False)
    asked: str = one_of("fraction", "angle")
    fraction_shift: float = 0.0
    """Added to the lit fraction."""
    limb_shift: float = 0.0
    """Degrees added to the direction of the Sun."""
    size_factor: float = 1.0
    is_bitten: bool = False

    def valid(self) -> bool:
        """Whether something of the Moon is seen, and it does not stand so that its lit side is up or down."""
        phase = moon(read_date(self.date))
        sideways = abs(np.sin(np.radians(phase.bright_limb))) > 0.5
        return phase.fraction > 0.06 and bool(sideways or phase.fraction > 0.97)


@instrument("astronomy")
class MoonPhase(Instrument[MoonPhaseParameters]):
    """The Moon on a date."""

    def expose(self, p: MoonPhaseParameters, size: int, draw: Generator) -> Exposure:
        """Electrons; the mask tells the lit from the dark part of the disc."""
        date = read_date(p.date)
        phase = moon(date)
        longitude, latitude, axis = moon_face(date)
        turned = 180.0 if p.hemisphere == "south" else 0.0
        fraction = float(np.clip(phase.fraction + p.fraction_shift, 0.0, 1.0))
        lit = Lit(
            phase_angle=float(np.degrees(np.arccos(2 * fraction - 1))),
            bright_limb=(limb_in_image(phase, p.hemisphere) + p.limb_shift) % 360,
            axis=axis + turned,
            latitude=latitude,
            longitude=longitude,
            is_bitten=p.is_bitten,
        )
        shot = Shot(
            body="moon",
            diameter=apparent_diameter(phase),
            share=p.share,
            lit=lit,
            seeing=p.seeing,
            electrons=p.electrons,
            ground=moon_ground(),
            law=lommel_seeliger,
            tint=(1.0, 0.98, 0.94),
        )
        if p.size_factor == 1:
            return expose(shot, size, draw)
        made = expose(replace(shot, share=p.share * p.size_factor), size, draw)
        pixel = shot.diameter / (p.share * size)
        return replace(made, frame=replace(made.frame, pixel_size=pixel))

    def claims(self, p: MoonPhaseParameters) -> tuple[Claim, ...]:
        """Size, phase, side and shadow that follow from the date, and the date."""
        phase = moon(read_date(p.date))
        return claims_of("moon", p.date, p.hemisphere, phase, apparent_diameter(phase))

    def solve(self, p: MoonPhaseParameters) -> Solution:
        """k = (1 + cos i)/2, one way or the other."""
        phase = moon(read_date(p.date))
        side = side_of(limb_in_image(phase, p.hemisphere))
        values = {
            "day": spoken_date(p.date),
            "phase": phase_name(phase),
            "side": side,
            "other": "left" if side == "right" else "right",
            "lit": with_unit(100 * phase.fraction, "%"),
            "angle": with_unit(phase.phase_angle, "°"),
            "seen": f"{p.hemisphere}ern hemisphere",
            "lighting": "lit all over" if shape_of(phase.fraction) == "full disc" else f"lit on the {side}",
        }
        if p.asked == "fraction":
            return Solution(answer=number_answer(100 * phase.fraction, "%"), symbol="k", values=values)
        return Solution(answer=number_answer(phase.phase_angle, "°"), symbol="i", values=values)

    def questions(self, p: MoonPhaseParameters, exposure: Exposure) -> Iterator[Question]:
        """The lit share, the name of the phase, and where the Sun stands."""
        phase = moon(read_date(p.date))
        limb = limb_in_image(phase, p.hemisphere)
        percent = round(100 * phase.fraction / 5) * 5
        yield ask_number("share", percent, unit="%", step=10, low=1)
        yield ask_word("phase", phase_name(phase), PHASES, seen=f"{p.hemisphere}ern hemisphere")
        if shape_of(phase.fraction) != "full disc":
            yield ask_word("sun", corner_of(limb), ("upper left", "upper right", "lower left", "lower right"))

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the sphere that is fitted to the lit part."""
        return disc_findings(frame, claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.astronomy`."""
        return disc_marks(frame)

    @violation(breaks="lit_side")
    def wrong_side(self, p: MoonPhaseParameters, dose: float, draw: Random) -> MoonPhaseParameters:
        """The Moon is lit from the wrong side for its date and hemisphere."""
        _need_side(p)
        return replace(p, limb_shift=180.0)

    @violation(breaks="illuminated_fraction", doses=(0.02, 0.05, 0.10))
    def wrong_phase(self, p: MoonPhaseParameters, dose: float, draw: Random) -> MoonPhaseParameters:
        """More or less of the Moon is lit than on its date."""
        fraction = moon(read_date(p.date)).fraction
        signs = [sign for sign in (-1, 1) if 0.03 < fraction + sign * dose < 0.99]
        return replace(p, fraction_shift=draw.choice(signs) * dose)

    @violation(breaks="bright_limb_angle", doses=(5.0, 10.0, 20.0))
    def tilted(self, p: MoonPhaseParameters, dose: float, draw: Random) -> MoonPhaseParameters:
        """The line between day and night is tilted: the lit side does not point at the Sun."""
        _need_side(p)
        return replace(p, limb_shift=draw.choice((-1, 1)) * dose)

    @violation(breaks="diameter", doses=(0.02, 0.05, 0.10))
    def wrong_size(self, p: MoonPhaseParameters, dose: float, draw: Random) -> MoonPhaseParameters:
        """The Moon is larger or smaller than it is at its distance."""
        return replace(p, size_factor=1 + draw.choice((-1, 1)) * dose)

    @violation(breaks="lit_limb")
    def bitten(self, p: MoonPhaseParameters, dose: float, draw: Random) -> MoonPhaseParameters:
        """A round bite is taken out of the Moon, as in an eclipse; the shadow of night ends at opposite points of the limb."""
        if not 0.25 < moon(read_date(p.date)).fraction < 0.85:
            raise DoesNotApplyError("bite and night differ too little at this phase")
        return replace(p, is_bitten=True)


def apparent_diameter(phase: Phase) -> float:
    """Of the Moon at its distance, in arcseconds."""
    return float(np.degrees(2 * np.arcsin(RADIUS / (phase.distance * ASTRONOMICAL_UNIT))) * 3600)


def phase_name(phase: Phase) -> str:
    """One of `PHASES`."""
    shape = shape_of(phase.fraction, ("crescent", "quarter", "gibbous", "full Moon"))
    if shape == "full Moon":
        return shape
    if shape == "quarter":
        return "first quarter" if phase.is_east else "last quarter"
    return f"{'waxing' if phase.is_east else 'waning'} {shape}"


def _need_side(p: MoonPhaseParameters) -> None:
    if moon(read_date(p.date)).fraction > 0.94:
        raise DoesNotApplyError("a Moon that is nearly full has no lit side")
