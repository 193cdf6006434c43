"""Star fields as a CCD camera takes them through three bands, with seeing, sky, saturated stars and cosmic rays.

Law: a star's flux falls by 10^0.4 a magnitude (Pogson 1856), its colour follows its temperature (Planck), and every star, being a
point, has the same width in one exposure: that of the seeing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.scene.scene import with_unit
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.astronomy.bands import BANDS
from scisynth.instruments.astronomy.camera import zero_point
from scisynth.instruments.astronomy.findings.stars import star_findings
from scisynth.instruments.astronomy.star_frames import StarRow, StarShot, expose_stars
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.astronomy import star_marks

SLOPE = 0.35
"""Of lg N(< m) with m: 0.6 for stars spread evenly in space (Seeliger), less in the disc of the Galaxy."""
APART = 2.6
"""Least distance of two stars, in units of the seeing: nearer ones cannot be counted apart."""
EDGE = 1.8
"""Least distance of a star from the edge, in units of the seeing."""
GAP = 0.3
"""Magnitudes around the limit without a star, so that a count has one answer; and the lead of the brightest star."""
SATURATING = 6.5
"""Magnitudes by which a saturated star is brighter than the limit."""
WIEN = 2.897771955e-3
"""m K (CODATA 2018)."""
BETAS = (2.8, 3.2, 3.6, 4.2)
"""Of the Moffat profile, as telescopes find it (Trujillo et al. 2001, MNRAS 328, 977)."""
COLOURS = ((4200.0, "orange"), (6000.0, "yellow"), (8200.0, "white"), (np.inf, "blue"))
QUARTERS = ("upper left", "upper right", "lower left", "lower right")


def _draw_stars(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[StarRow, ...]:
    """Brighter than the limit, then fainter ones; none near another, and one brightest."""
    limit, field, seeing = values["limit"], values["field"], values["seeing"]
    bright = sorted(_magnitude(draw, limit - GAP) for _ in range(values["num_stars"]))
    if values["has_saturated"]:
        bright[0] = limit - SATURATING
    bright[0] = min(bright[0], bright[1] - GAP)
    faint = [limit + draw.uniform(GAP + 0.2, 2.5) for _ in range(values["num_faint"])]
    places: list[tuple[float, float]] = []
    while len(places) < len(bright) + len(faint):
        x, y = (draw.uniform(EDGE * seeing, field - EDGE * seeing) for _ in range(2))
        if all((x - a) ** 2 + (y - b) ** 2 > (APART * seeing) ** 2 for a, b in places):
            places.append((round(x, 3), round(y, 3)))
    return tuple(
        (x, y, round(m, 3), round(_temperature(draw), -1)) for (x, y), m in zip(places, bright + faint, strict=True)
    )


def _magnitude(draw: Random, faintest: float) -> float:
    """From a distribution that grows towards the faint end, over 4.2 magnitudes."""
    least = 10 ** (-SLOPE * 4.2)
    return faintest + float(np.log10(draw.uniform(least, 1.0))) / SLOPE


def _temperature(draw: Random) -> float:
    return float(np.exp(draw.triangular(np.log(3300), np.log(11000), np.log(5200))))


@dataclass(frozen=True, kw_only=True)
class StarFieldParameters(Parameters):
    """A field of the sky and one exposure of it."""

    field: float = number("w", "arcsec", (56, 60, 64, 68, 72), meaning="width of the field")
    seeing: float = number("s", "arcsec", (1.3, 1.5, 1.7, 1.9, 2.1, 2.3), meaning="full width of a star at half height")
    beta: float = one_of(*BETAS)
    exposure_time: float = number("t", "s", (60, 90, 120, 180, 240), meaning="exposure time")
    sky: float = number("μ", "mag/arcsec²", (19.5, 20, 20.5, 21), meaning="brightness of the sky", given=False)
    limit: float = number("m_l", "mag", (17, 17.4, 17.8, 18.2), meaning="magnitude to which stars are counted")
    num_stars: int = number(
        "N",
        "",
        range(9, 19),
        level_1=range(5, 12),
        level_3=range(14, 25),
        meaning="stars to the limit",
        given=False,
    )
    num_faint: int = number(
        "N_f", "", range(0, 8), level_1=(0,), level_3=range(4, 12), meaning="fainter stars", given=False
    )
    num_rays: int = number(
        "N_c", "", range(0, 4), level_1=(0, 1), level_3=range(2, 8), meaning="cosmic rays a band", given=False
    )
    has_saturated: bool = one_of(False, level_3=(False, False, True))
    asked: str = one_of("ratio", "wavelength", "electrons")
    stars: tuple[StarRow, ...] = drawn(
        _draw_stars, words="places, magnitudes in r and temperatures of the stars, brightest first"
    )
    ellipticity: float = 0.0
    """Of every star's image: a telescope that follows the sky leaves none."""

    def valid(self) -> bool:
        """Whether the brightest star leads."""
        return len(self.stars) == self.num_stars + self.num_faint


@instrument("astronomy")
class StarField(Instrument[StarFieldParameters]):
    """A star field through the bands g, r and i."""

    channels = BANDS
    needs_counts = "the brightness of a picture does not grow in proportion with the light"

    def expose(self, p: StarFieldParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in g, r and i; the mask holds a disc of each star, as wide as the seeing."""
        shot = StarShot(
            field=p.field,
            seeing=p.seeing,
            beta=p.beta,
            limit=p.limit,
            zero_point=zero_point(p.exposure_time),
            sky=p.sky,
            num_rays=p.num_rays,
            ellipticity=p.ellipticity,
        )
        return expose_stars(p.stars, shot, size, draw)

    def claims(self, p: StarFieldParameters) -> tuple[Claim, ...]:
        """Count to a limit, width and shape of the stars, magnitude and temperature of the brightest."""
        _, _, magnitude, temperature = p.stars[0]
        under: dict[str, float | str] = {"band": "r", "zero_point": round(zero_point(p.exposure_time), 4)}
        return (
            Claim(quantity="num_stars", value=float(p.num_stars), given={**under, "limit": p.limit}),
            Claim(quantity="seeing", value=p.seeing, unit="arcsec", tolerance=0.02 * p.seeing),
            Claim(quantity="ellipticity", value=p.ellipticity, tolerance=0.025),
            Claim(quantity="brightest_magnitude", value=magnitude, unit="mag", tolerance=0.02, given=under),
            Claim(quantity="brightest_temperature", value=temperature, unit="K", tolerance=0.02 * temperature),
        )

    def solve(self, p: StarFieldParameters) -> Solution:
        """Pogson's ratio, Wien's law, or the electrons of a magnitude."""
        first, second = p.stars[0], p.stars[1]
        values = {
            "count": p.num_stars,
            "m1": with_unit(first[2], "mag", 4),
            "m2": with_unit(second[2], "mag", 4),
            "temperature": with_unit(first[3], "K", 4),
            "zero_point": with_unit(zero_point(p.exposure_time), "mag", 4),
            "kind": "crowded" if p.num_stars > 15 else "sparse",
            "colour": colour_of(first[3]),
        }
        if p.asked == "ratio":
            return _solution(10 ** (0.4 * (second[2] - first[2])), "", "F₁/F₂", values)
        if p.asked == "wavelength":
            return _solution(WIEN / first[3] * 1e9, "nm", "λ", values)
        return _solution(10 ** (0.4 * (zero_point(p.exposure_time) - first[2])), "electrons", "N", values)

    def questions(self, p: StarFieldParameters, exposure: Exposure) -> Iterator[Question]:
        """Where the brightest stars stand, how far apart, and the colour of the first."""
        first, second = p.stars[0], p.stars[1]
        yield ask_word("brightest", quarter_of(first[0], first[1], p.field), QUARTERS)
        yield ask_word("second", quarter_of(second[0], second[1], p.field), QUARTERS)
        yield ask_word("colour", colour_of(first[3]), [name for _, name in COLOURS])
        apart = float(np.hypot(first[0] - second[0], first[1] - second[1]))
        yield ask_number("apart", round(apart), unit="arcsec", step=max(4, round(apart / 5)), low=2)

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the stars that are found, and the profile that is fitted to them."""
        return star_findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.astronomy`."""
        return star_marks(frame, claims)

    @violation(breaks="num_stars", doses=(0.05, 0.1, 0.2))
    def missing_stars(self, p: StarFieldParameters, dose: float, draw: Random) -> StarFieldParameters:
        """Stars are missing: there are fewer to the limit than stated."""
        lost = max(1, round(dose * p.num_stars))
        stars = p.stars[: p.num_stars]
        out = set(draw.sample(range(1, len(stars)), lost))
        left = tuple(star for index, star in enumerate(p.stars) if index not in out)
        return replace(p, stars=left, num_stars=p.num_stars - lost)

    @violation(breaks="seeing", doses=(0.02, 0.05, 0.10))
    def wrong_width(self, p: StarFieldParameters, dose: float, draw: Random) -> StarFieldParameters:
        """The stars are wider or narrower than the stated seeing makes them."""
        return replace(p, seeing=p.seeing * (1 + draw.choice((-1, 1)) * dose))

    @violation(breaks="ellipticity", doses=(0.02, 0.05, 0.10))
    def trailed(self, p: StarFieldParameters, dose: float, draw: Random) -> StarFieldParameters:
        """The stars are drawn out in one direction, though the telescope is said to follow the sky."""
        return replace(p, ellipticity=dose)

    @violation(breaks="brightest_magnitude", doses=(0.02, 0.05, 0.10))
    def wrong_brightness(self, p: StarFieldParameters, dose: float, draw: Random) -> StarFieldParameters:
        """The brightest star gives more or less light than its magnitude says."""
        if p.has_saturated:
            raise DoesNotApplyError("the brightest star is saturated")
        shift = -2.5 * float(np.log10(1 + draw.choice((-1, 1)) * dose))
        return _with_first(p, magnitude=p.stars[0][2] + shift)

    @violation(breaks="brightest_temperature", doses=(0.02, 0.05, 0.10))
    def wrong_colour(self, p: StarFieldParameters, dose: float, draw: Random) -> StarFieldParameters:
        """The colour of the brightest star is not that of its temperature."""
        if p.has_saturated:
            raise DoesNotApplyError("the brightest star is saturated")
        return _with_first(p, temperature=p.stars[0][3] * (1 + draw.choice((-1, 1)) * dose))


def quarter_of(x: float, y: float, side: float) -> str:
    """One of `QUARTERS`."""
    return f"{'upper' if y < side / 2 else 'lower'} {'left' if x < side / 2 else 'right'}"


def colour_of(temperature: float) -> str:
    """The colour of a star by its temperature in kelvin, as the eye names it."""
    return next(name for hottest, name in COLOURS if temperature < hottest)


def _with_first(
    p: StarFieldParameters, magnitude: float | None = None, temperature: float | None = None
) -> StarFieldParameters:
    x, y, m, t = p.stars[0]
    first = (x, y, m if magnitude is None else magnitude, t if temperature is None else temperature)
    return replace(p, stars=(first, *p.stars[1:]))


def _solution(value: float, unit: str, symbol: str, values: Mapping[str, Any]) -> Solution:
    return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)
