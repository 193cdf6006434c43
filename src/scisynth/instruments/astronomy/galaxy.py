"""Galaxies through three bands: ellipticals with Sérsic profiles, and inclined spirals with a bulge and log-spiral arms.

Law: a thin disc that is tilted by i shows an axis ratio of cos i (Hubble 1926), and an elliptical's light falls by Sérsic's profile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.scene.scene import with_unit
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.astronomy.bands import BANDS
from scisynth.instruments.astronomy.camera import FULL_WELL, Camera, asinh_shown, zero_point
from scisynth.instruments.astronomy.findings.galaxy import galaxy_findings
from scisynth.instruments.astronomy.galaxy_light import Arms, Canvas, Shape
from scisynth.instruments.astronomy.profiles import moffat_pixels
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.astronomy import galaxy_marks

BULGE_INDEX = 2.0
OLD, YOUNG, MIXED = (
    {"g": 0.75, "r": 0.0, "i": -0.38},
    {"g": 0.25, "r": 0.0, "i": -0.1},
    {"g": 0.55, "r": 0.0, "i": -0.28},
)
"""Magnitude in a band less that in r, of old, young and mixed populations (Fukugita et al. 1995, PASP 107, 945)."""
BETA = 3.0
ARM_STRENGTH = 0.6
"""κ of the arms: their crests are about three times as bright as the troughs between them."""

Row = tuple[float, float, float]
"""A foreground star: x and y as fractions of the field, magnitude in r."""


def _draw_stars(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[Row, ...]:
    """Away from the galaxy."""
    out: list[Row] = []
    while len(out) < values["num_stars"]:
        x, y = draw.uniform(0.06, 0.94), draw.uniform(0.06, 0.94)
        if np.hypot(x - 0.5, y - 0.5) > 0.33 and all(np.hypot(x - a, y - b) > 0.1 for a, b, _ in out):
            out.append((round(x, 4), round(y, 4), round(draw.uniform(17.5, 20.0), 2)))
    return tuple(out)


@dataclass(frozen=True, kw_only=True)
class GalaxyParameters(Parameters):
    """A galaxy, its foreground stars and one exposure."""

    kind: str = one_of("elliptical", "spiral", level_1=("elliptical",))
    field: float = number("w", "arcsec", (64, 72, 80), meaning="width of the field")
    seeing: float = number("s", "arcsec", (1.0, 1.2, 1.4, 1.6), meaning="full width of a star at half height")
    exposure_time: float = number("t", "s", (120, 180, 240, 300), meaning="exposure time")
    sky: float = number("μ", "mag/arcsec²", (20, 20.5, 21), meaning="brightness of the sky", given=False)
    magnitude: float = number("m", "mag", (13.2, 13.5, 13.8, 14.1), meaning="magnitude in r")
    half_light: float = drawn(
        lambda draw, level, v: draw.choice((4.0, 4.5, 5.0, 5.5) if v["kind"] == "elliptical" else (7.5, 8.0, 8.5, 9.0)),
        words="4 to 5.5 arcsec for ellipticals, 7.5 to 9 arcsec for discs",
        symbol="r_e",
        unit="arcsec",
        meaning="half-light radius along the major axis",
        given=True,
    )
    axis_ratio: float = drawn(
        lambda draw, level, v: round(
            draw.uniform(0.5, 0.95) if v["kind"] == "elliptical" else draw.uniform(0.45, 0.9), 3
        ),
        words="0.45 to 0.95",
        symbol="b/a",
        meaning="axis ratio",
        given=True,
    )
    angle: float = number(
        "φ", "°", range(0, 180, 5), meaning="direction of the major axis, counter-clockwise from up", given=False
    )
    index: float = number("n", "", (1.5, 2, 2.5, 3, 3.5, 4), meaning="Sérsic index")
    bulge: float = number("B/T", "", (0.1, 0.15, 0.2, 0.25), meaning="fraction of the bulge", given=False)
    num_arms: int = number("m_a", "", (2,), level_3=(2, 3, 4), meaning="arms", given=False)
    pitch: float = number("p", "°", (14, 17, 20, 23), meaning="pitch of the arms", given=False)
    winding: str = one_of("clockwise", "counter-clockwise")
    num_stars: int = number("N", "", range(2, 6), meaning="foreground stars", given=False)
    stars: tuple[Row, ...] = drawn(_draw_stars, words="places and magnitudes of foreground stars")
    asked: str = one_of("inclination", "size")
    distance: float = number("D", "Mpc", (15, 20, 30, 40, 60), meaning="distance")


@instrument("astronomy")
class Galaxy(Instrument[GalaxyParameters]):
    """A galaxy through the bands g, r and i."""

    channels = BANDS
    needs_counts = "the brightness of a picture does not grow in proportion with the light"

    def expose(self, p: GalaxyParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in g, r and i; the mask holds the ellipse of half the light and the foreground stars."""
        pixel = p.field / size
        middle = size / 2 - 0.5
        shape = Shape(
            x=middle + float(draw.uniform(-1, 1)),
            y=middle + float(draw.uniform(-1, 1)),
            half_light=p.half_light / pixel,
            axis_ratio=p.axis_ratio,
            angle=float(np.radians(p.angle)),
        )
        parts = _parts(p, shape, size, p.seeing / pixel)
        grid_y, grid_x = np.mgrid[:size, :size].astype(float)
        bands = []
        for band in BANDS:
            camera = Camera(zero_point=zero_point(p.exposure_time), sky=p.sky, pixel=pixel, num_rays=1)
            expected = sum(
                (share * camera.electrons(p.magnitude + colour[band]) * light for share, colour, light in parts),
                np.zeros((size, size)),
            )
            for x, y, magnitude in p.stars:
                dx, dy = grid_x - x * size, grid_y - y * size
                near = np.hypot(dx, dy) < 8 * p.seeing / pixel
                light = camera.electrons(magnitude + MIXED[band]) * moffat_pixels(
                    dx[near], dy[near], p.seeing / pixel, BETA
                )
                expected[near] += light
            bands.append(camera.take(expected, draw))
        counts = np.stack(bands, axis=2)
        mask, rows = _truth(p, shape, size, pixel)
        frame = Frame(pixels=counts, pixel_size=pixel, unit="arcsec", full_scale=FULL_WELL, channels=BANDS)
        labels = {index: str(row["kind"]) for index, row in enumerate(rows, 1)}
        return Exposure(frame=frame, mask=mask, mask_labels=labels, objects=rows, shown=asinh_shown(counts, top=1500))

    def claims(self, p: GalaxyParameters) -> tuple[Claim, ...]:
        """Size, shape and brightness; the profile of an elliptical, the tilt and the arms of a spiral."""
        under: dict[str, float | str] = {"band": "r", "seeing": p.seeing}
        bright: dict[str, float | str] = {**under, "zero_point": round(zero_point(p.exposure_time), 4)}
        radius = Claim(
            quantity="half_light_radius" if p.kind == "elliptical" else "disc_radius",
            value=p.half_light,
            unit="arcsec",
            tolerance=(0.025 if p.kind == "elliptical" else 0.04) * p.half_light,
            given=under,
        )
        found = [Claim(quantity="magnitude", value=p.magnitude, unit="mag", tolerance=0.03, given=bright)]
        if p.axis_ratio < 0.85:
            found.append(Claim(quantity="position_angle", value=p.angle, unit="°", tolerance=3.0, given=under))
        if p.kind == "elliptical":
            return (
                radius,
                Claim(quantity="axis_ratio", value=p.axis_ratio, tolerance=0.02, given=under),
                Claim(quantity="sersic_index", value=p.index, tolerance=0.04 * p.index, given=under),
                *found,
            )
        return (
            radius,
            Claim(quantity="inclination", value=inclination(p.axis_ratio), unit="°", tolerance=2.5, given=under),
            Claim(quantity="num_arms", value=float(p.num_arms), given=under),
            Claim(quantity="winding", value=p.winding, given=under),
            *found,
        )

    def solve(self, p: GalaxyParameters) -> Solution:
        """cos i = b/a, or the size at a distance."""
        values = {
            "count": p.num_stars,
            "ratio": with_unit(p.axis_ratio, ""),
            "tilt": with_unit(inclination(p.axis_ratio), "°"),
            "looks": _looks(p),
        }
        if p.asked == "inclination":
            return Solution(answer=number_answer(inclination(p.axis_ratio), "°"), symbol="i", values=values)
        size = p.distance * 1e3 * np.radians(p.half_light / 3600)
        return Solution(answer=number_answer(float(size), "kpc"), symbol="R", values=values)

    def questions(self, p: GalaxyParameters, exposure: Exposure) -> Iterator[Question]:
        """Foreground stars, direction of the long axis; flattening of an elliptical, tilt of a spiral."""
        yield ask_count("stars", p.num_stars, low=1)
        if p.axis_ratio < 0.85:
            directions = ("upright", "from upper left to lower right", "level", "from upper right to lower left")
            yield ask_word("axis", directions[round(p.angle / 45) % 4], directions)
        if p.kind == "elliptical":
            yield ask_number("flattening", round(100 * (1 - p.axis_ratio)), unit="%", step=18, low=0)
        if p.kind == "spiral":
            yield ask_number("tilt", round(inclination(p.axis_ratio)), unit="°", step=14, low=1)

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the profiles that are fitted through the stated seeing."""
        return galaxy_findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.astronomy`."""
        return galaxy_marks(frame, claims)

    @violation(breaks="half_light_radius", doses=(0.02, 0.05, 0.10))
    def wrong_size(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The elliptical is larger or smaller than stated."""
        _need(p, "elliptical")
        return replace(p, half_light=p.half_light * (1 + draw.choice((-1, 1)) * dose))

    @violation(breaks="sersic_index", doses=(0.05, 0.10, 0.20))
    def wrong_profile(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The light of the elliptical falls off faster or slower than its Sérsic index says."""
        _need(p, "elliptical")
        return replace(p, index=p.index * (1 + draw.choice((-1, 1)) * dose))

    @violation(breaks="magnitude", doses=(0.02, 0.05, 0.10))
    def wrong_brightness(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The galaxy gives more or less light than its magnitude says."""
        return replace(p, magnitude=p.magnitude - 2.5 * float(np.log10(1 + draw.choice((-1, 1)) * dose)))

    @violation(breaks="disc_radius", doses=(0.02, 0.05, 0.10))
    def wrong_disc(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The disc is larger or smaller than stated."""
        _need(p, "spiral")
        return replace(p, half_light=p.half_light * (1 + draw.choice((-1, 1)) * dose))

    @violation(breaks="inclination", doses=(0.05, 0.10, 0.20))
    def wrong_tilt(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The disc is thinner than its tilt makes it."""
        _need(p, "spiral")
        return replace(p, axis_ratio=p.axis_ratio * (1 - dose))

    @violation(breaks="winding")
    def mirrored(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """The arms turn the other way."""
        _need(p, "spiral")
        return replace(p, winding="clockwise" if p.winding == "counter-clockwise" else "counter-clockwise")

    @violation(breaks="num_arms")
    def another_arm(self, p: GalaxyParameters, dose: float, draw: Random) -> GalaxyParameters:
        """There is one arm more than stated."""
        _need(p, "spiral")
        return replace(p, num_arms=p.num_arms + 1)


def inclination(axis_ratio: float) -> float:
    """Tilt of a thin disc in degrees: 0 is face on."""
    return float(np.degrees(np.arccos(axis_ratio)))


def _parts(
    p: GalaxyParameters, shape: Shape, size: int, fwhm: float
) -> list[tuple[float, Mapping[str, float], np.ndarray]]:
    """Fractions of the light in r, colours, and blurred images of flux 1."""
    canvas = Canvas(size, fwhm, BETA)
    if p.kind == "elliptical":
        return [(1.0, OLD, canvas.blurred(canvas.sersic(shape, p.index)))]
    disc = canvas.sersic(shape, 1.0)
    sense = 1 if p.winding == "counter-clockwise" else -1
    arms = Arms(num=p.num_arms, pitch=float(np.radians(p.pitch)), sense=sense, strength=ARM_STRENGTH)
    middle = replace(shape, half_light=0.2 * shape.half_light, axis_ratio=1.0)
    bulge = canvas.blurred(canvas.sersic(middle, BULGE_INDEX))
    smooth, armed = canvas.blurred(disc), canvas.blurred(disc * canvas.armed(shape, arms))
    rest = 1 - p.bulge
    return [(p.bulge, OLD, bulge), (0.3 * rest, MIXED, smooth), (0.7 * rest, YOUNG, armed)]


def _truth(p: GalaxyParameters, shape: Shape, size: int, pixel: float) -> tuple[np.ndarray, list[dict[str, Any]]]:
    grid_y, grid_x = np.mgrid[:size, :size].astype(float)
    right, up = grid_x - shape.x, shape.y - grid_y
    along = -right * np.sin(shape.angle) + up * np.cos(shape.angle)
    across = (-right * np.cos(shape.angle) - up * np.sin(shape.angle)) / shape.axis_ratio
    mask = np.where(np.hypot(along, across) <= shape.half_light, 1, 0).astype(np.uint16)
    rows: list[dict[str, Any]] = [
        {
            "id": 1,
            "kind": f"{p.kind} galaxy",
            "x": shape.x,
            "y": shape.y,
            "half_light_arcsec": p.half_light,
            "axis_ratio": p.axis_ratio,
            "magnitude_r": p.magnitude,
        }
    ]
    for index, (x, y, magnitude) in enumerate(p.stars, 2):
        mask[np.hypot(grid_x - x * size, grid_y - y * size) <= p.seeing / pixel] = index
        rows.append({"id": index, "kind": "star", "x": x * size, "y": y * size, "magnitude_r": magnitude})
    return mask, rows


def _looks(p: GalaxyParameters) -> str:
    if p.kind == "elliptical":
        return "an elliptical galaxy" if p.axis_ratio < 0.85 else "a nearly round elliptical galaxy"
    tilt = inclination(p.axis_ratio)
    seen = "seen nearly face on" if tilt < 38 else "seen at a slant"
    return f"a spiral galaxy of {('two', 'three', 'four', 'five')[p.num_arms - 2]} arms, {seen}"


def _need(p: GalaxyParameters, kind: str) -> None:
    if p.kind != kind:
        raise DoesNotApplyError(f"the galaxy is no {kind}")
