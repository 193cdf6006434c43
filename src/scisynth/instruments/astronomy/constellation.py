"""A constellation as a small camera takes it: the stars of a catalogue through three bands, at their places, magnitudes and colours.

Law: the stars of the naked eye have kept their places, but for arcminutes in a century, so that a photograph of a constellation shows its
figure in one shape only, seen from inside the sphere (never mirrored), under the gnomonic projection of a lens. A star's flux falls by
10^0.4 a magnitude (Pogson 1856), its colour follows its temperature (Planck).

Camera: a lens of 5 mm, as a telephone has, exposed until a star of the limiting magnitude stands `LEAST_SNR` times above the noise. The
width of a star is that of the lens, which the air does not add to. Catalogue: star_catalogue.py. Not covered: the Milky Way, planets, a
horizon, distortion.
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
from scisynth.instruments.astronomy.camera import FULL_WELL, READ_NOISE, ZERO_POINT_1S
from scisynth.instruments.astronomy.constellation_figures import Figure, figures, named_figure
from scisynth.instruments.astronomy.findings.figure import (
    COLOUR_TOLERANCE,
    MAGNITUDE_TOLERANCE,
    PLACE_TOLERANCE,
    figure_findings,
)
from scisynth.instruments.astronomy.sky_camera import SkyCamera, half_width, turned
from scisynth.instruments.astronomy.star_catalogue import catalogue, r_of_v, temperature_of_b_v
from scisynth.instruments.astronomy.star_field import BETAS, COLOURS, QUARTERS, colour_of, quarter_of
from scisynth.instruments.astronomy.star_frames import StarShot, expose_stars
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.astronomy import figure_marks

LENS_ZERO_POINT = ZERO_POINT_1S - 5 * float(np.log10(300 / 5))
"""Magnitude of one electron in one second: of 5 mm where a telescope has 300 mm."""
LEAST_SNR = 8.0
SPREAD = 2.9
"""Pixels, in units of FWHM², whose noise a star's light is weighed against (Moffat, β about 3)."""
SHARP_PX = 2.5
"""Pixels in the width of a star, of the camera that the exposure time is reckoned for."""
ARCSEC = 3600 * 180 / float(np.pi)
FAINTER = 0.6
"""Magnitudes beyond the limit to which stars are drawn."""
ROOM = (1.15, 1.3, 1.5)
"""Half the width of the image, in units of the figure's radius."""
SHARPNESS = (60, 70, 80)
"""Widths of a star in the width of the image."""
SIDES = ("up", "upper left", "left", "lower left", "down", "lower right", "right", "upper right")
"""Of the image, counter-clockwise from up."""
MARGIN = 0.04
"""Of the image's width, that a star stands off the edge where it is put."""


@dataclass(frozen=True)
class SkyStar:
    """One star of the image."""

    hip: int
    x: float
    y: float
    """In focal lengths from the upper left corner."""
    v: float
    b_v: float

    @property
    def temperature(self) -> float:
        """Kelvin."""
        return temperature_of_b_v(self.b_v)


def _draw_field(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    reach = np.tan(np.radians(named_figure(values["constellation"]).radius))
    return float(np.ceil(2 * np.degrees(np.arctan(reach * draw.choice(ROOM)))))


def _draw_pointing(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[float, float]:
    reach = np.tan(np.radians(named_figure(values["constellation"]).radius))
    free = float(half_width(values["field"]) / 1.1 - reach)
    return tuple(round(float(np.degrees(draw.uniform(-0.7, 0.7) * free)), 2) for _ in range(2))  # type: ignore[return-value]


def _draw_width(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return round(2 * half_width(values["field"]) * ARCSEC / 60 / draw.choice(SHARPNESS), 1)


def _draw_pair(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    figure = named_figure(values["constellation"])
    pair = draw.sample(figure.names, 2)
    return tuple(name for name in figure.ranked() if name in pair)


@dataclass(frozen=True, kw_only=True)
class ConstellationParameters(Parameters):
    """A constellation and one exposure of it."""

    constellation: str = one_of(*figures())
    field: float = drawn(_draw_field, words="wide enough for the figure", symbol="w", unit="°", meaning="field of view")
    rotation: float = number(
        "θ",
        "°",
        range(-90, 91, 15),
        level_1=(0,),
        level_3=range(-165, 181, 15),
        meaning="direction of celestial north, counter-clockwise from up",
    )
    pointing: tuple[float, float] = drawn(
        _draw_pointing, words="degrees to the east and north of the figure's middle that the camera looks at"
    )
    limit: float = number("m_l", "mag", (4.8, 5.1, 5.4, 5.7), level_1=(4.8, 5.1), meaning="limiting magnitude")
    width: float = drawn(
        _draw_width, words="1/80 to 1/60 of the field", symbol="s", unit="arcmin", meaning="full width of a star at half height"
    )  # fmt: skip
    beta: float = one_of(*BETAS)
    sky: float = number("μ", "mag/arcsec²", (18.5, 19, 19.5, 20, 20.5), meaning="brightness of the sky", given=False)
    full_well: float = one_of(FULL_WELL, level_3=(FULL_WELL, FULL_WELL, 15_000.0))
    num_rays: int = number("N_c", "", range(0, 4), level_1=(0, 1), meaning="cosmic rays a band", given=False)
    pair: tuple[str, ...] = drawn(_draw_pair, words="two stars of the figure, the brighter first")
    asked: str = one_of("ratio", "separation")
    shown: str = ""
    """The constellation in the image, where it is another one."""
    is_mirrored: bool = False
    turned_by: float = 0.0
    """Degrees."""
    grown: float = 1.0
    """Factor of the field."""
    moved: tuple[int, float, float] = (0, 0.0, 0.0)
    """Number of a star in the catalogue, and how far it is moved in units of the figure's size, to the right and down."""
    missing: tuple[int, ...] = ()
    """Numbers in the catalogue."""
    magnitude_shifts: tuple[tuple[int, float], ...] = ()
    colour_shifts: tuple[tuple[int, float], ...] = ()
    """Of B-V."""

    @property
    def exposure_time(self) -> float:
        """Seconds until a star of the limiting magnitude stands out: (F t)² = SNR² ((F + S A) t + R)."""
        star = 10 ** (0.4 * (LENS_ZERO_POINT - self.limit))
        sky = 10 ** (0.4 * (LENS_ZERO_POINT - self.sky)) * SPREAD * (60 * self.width) ** 2
        rate, read = LEAST_SNR**2 * (star + sky), LEAST_SNR**2 * SPREAD * (SHARP_PX * READ_NOISE) ** 2
        return float((rate + np.sqrt(rate**2 + 4 * star**2 * read)) / (2 * star**2))


@instrument("astronomy")
class Constellation(Instrument[ConstellationParameters]):
    """A constellation of the catalogued sky through the bands g, r and i."""

    channels = ("g", "r", "i")

    def expose(self, p: ConstellationParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in g, r and i; the mask holds a disc of each star, and the table its name where the figure has one."""
        stars = sky_stars(p)
        shot = StarShot(
            field=2 * half_width(p.field) * ARCSEC,
            seeing=60 * p.width,
            beta=p.beta,
            limit=p.limit,
            zero_point=LENS_ZERO_POINT + 2.5 * float(np.log10(p.exposure_time)),
            sky=p.sky,
            num_rays=p.num_rays,
            full_well=p.full_well,
        )
        rows = [(s.x * ARCSEC, s.y * ARCSEC, r_of_v(s.v, s.temperature), s.temperature) for s in stars]
        made = expose_stars(rows, shot, size, draw)
        names = {hip: name for name, hip in _shown(p).stars.items()}
        objects = [
            {
                **row,
                "hip": star.hip,
                "name": names.get(star.hip, ""),
                "magnitude_v": round(star.v, 3),
                "b_v": round(star.b_v, 3),
                "is_counted": star.v < p.limit,
            }
            for row, star in zip(made.objects, stars, strict=True)
        ]
        labels = {row["id"]: row["name"] or f"HIP {row['hip']}" for row in objects}
        return replace(made, objects=objects, mask_labels=labels)

    def claims(self, p: ConstellationParameters) -> tuple[Claim, ...]:
        """Which constellation; places, magnitudes and colours of its stars; scale, direction of north, and the brightest."""
        figure = named_figure(p.constellation)
        under: dict[str, float | str] = {"constellation": figure.name}
        return (
            Claim(quantity="constellation", value=figure.name),
            Claim(quantity="figure_error", value=0.0, unit="%", tolerance=PLACE_TOLERANCE, given=under),
            Claim(quantity="missing_stars", value=0.0, given=under),
            Claim(quantity="magnitude_error", value=0.0, unit="mag", tolerance=MAGNITUDE_TOLERANCE, given=under),
            Claim(quantity="colour_error", value=0.0, unit="mag", tolerance=COLOUR_TOLERANCE, given=under),
            Claim(quantity="brightest_star", value=figure.ranked()[0], given=under),
            Claim(quantity="field_of_view", value=p.field, unit="°", tolerance=0.01 * p.field, given=under),
            Claim(quantity="north_angle", value=p.rotation, unit="°", tolerance=1.0, given=under),
        )

    def solve(self, p: ConstellationParameters) -> Solution:
        """Pogson's ratio of two stars, or the angle between them."""
        figure, (one, other) = named_figure(p.constellation), p.pair
        m1, m2 = (round(star_of(figure, name)[1], 2) for name in p.pair)
        first = figure.ranked()[0]
        values = {
            "name": figure.name,
            "shape": figure.shape,
            "first": first,
            "colour": colour_of(temperature_of_b_v(star_of(figure, first)[2])),
            "north": side_of(p.rotation),
            "one": one,
            "other": other,
            "m1": with_unit(m1, "mag"),
            "m2": with_unit(m2, "mag"),
            "place1": _place(figure, one),
            "place2": _place(figure, other),
        }
        if p.asked == "ratio":
            answer = number_answer(10 ** (0.4 * (m2 - m1)), "", tolerance=0.02)
            return Solution(answer=answer, symbol="F₁/F₂", values=values)
        return Solution(answer=number_answer(apart(figure, one, other), "°"), symbol="d", values=values)

    def questions(self, p: ConstellationParameters, exposure: Exposure) -> Iterator[Question]:
        """Which constellation, its brightest star, where a star stands, where north is, and an angle."""
        every, figure = figures(), named_figure(p.constellation)
        yield ask_word("constellation", figure.name, [item.name for item in every.values()])
        yield ask_word("brightest", figure.ranked()[0], [item.ranked()[0] for item in every.values()])
        place = next(star for star in sky_stars(p) if star.hip == figure.stars[p.pair[0]])
        yield ask_word("quarter", quarter_of(place.x, place.y, 2 * half_width(p.field)), QUARTERS)
        yield ask_word("north", side_of(p.rotation), SIDES)
        yield ask_word("colour", colour_of(place.temperature), [name for _, name in COLOURS])
        yield ask_number("apart", round(apart(figure, *p.pair), 1), unit="°", low=0.5)

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the stars that are found, and the figure that is laid on them."""
        return figure_findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.astronomy`."""
        return figure_marks(frame, claims)

    @violation(breaks="constellation")
    def other_constellation(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The stars are those of another constellation."""
        own, widest = named_figure(p.constellation), 0.9 * half_width(p.field)
        others = sorted((item for item in figures().values() if item is not own), key=lambda item: item.radius)
        fitting = [item for item in others if widest / 3 < np.tan(np.radians(item.radius)) < widest]
        # The smallest of all is cut off where none fits.
        return replace(p, shown=draw.choice(fitting or others[:1]).key, pointing=(0.0, 0.0))

    @violation(breaks="constellation")
    def mirrored(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The sky is mirrored: east and west are exchanged, as on a globe that is seen from outside."""
        return replace(p, is_mirrored=True)

    @violation(breaks="figure_error", doses=(0.02, 0.05, 0.10))
    def moved_star(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """A star of the figure is not in its place."""
        figure, side = named_figure(p.constellation), 2 * half_width(p.field)
        size = _size(p, figure)
        stars = {star.hip: star for star in sky_stars(p)}
        for _ in range(40):
            hip, angle = draw.choice(list(figure.stars.values())), draw.uniform(0, 2 * np.pi)
            across, down = dose * float(np.cos(angle)), dose * float(np.sin(angle))
            x, y = stars[hip].x + across * size, stars[hip].y + down * size
            if all(MARGIN * side < value < (1 - MARGIN) * side for value in (x, y)):
                return replace(p, moved=(hip, across, down))
        raise DoesNotApplyError("no star of the figure can be moved within the image")

    @violation(breaks="missing_stars", doses=(1.0, 2.0))
    def missing_star(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """Stars of the figure are missing."""
        return replace(p, missing=tuple(draw.sample(list(named_figure(p.constellation).stars.values()), int(dose))))

    @violation(breaks="magnitude_error", doses=(0.25, 0.5, 1.0))
    def wrong_magnitudes(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The stars of the figure are brighter and fainter than they are in the sky."""
        return replace(p, magnitude_shifts=_shifts(p, dose, draw))

    @violation(breaks="colour_error", doses=(0.2, 0.4, 0.6))
    def wrong_colours(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The stars of the figure are bluer and redder than they are in the sky."""
        return replace(p, colour_shifts=_shifts(p, dose, draw))

    @violation(breaks="brightest_star", doses=(0.25, 0.5, 1.0))
    def wrong_brightest(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """Another star of the figure is the brightest."""
        figure = named_figure(p.constellation)
        first, second = figure.ranked()[:2]
        gap = star_of(figure, second)[1] - star_of(figure, first)[1]
        return replace(p, magnitude_shifts=((figure.stars[first], gap + dose),))

    @violation(breaks="field_of_view", doses=(0.02, 0.05, 0.10))
    def wrong_scale(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The figure is larger or smaller than the field of view makes it."""
        return replace(p, grown=1 + dose)

    @violation(breaks="north_angle", doses=(2.0, 5.0, 10.0))
    def turned_sky(self, p: ConstellationParameters, dose: float, draw: Random) -> ConstellationParameters:
        """The sky is turned: celestial north is not where it is said to be."""
        return replace(p, turned_by=draw.choice((-1, 1)) * dose)


def sky_stars(p: ConstellationParameters) -> list[SkyStar]:
    """The stars of the catalogue that stand in the image, brightest first, as the violations leave them."""
    sky, shown = catalogue(), _shown(p)
    side = 2 * half_width(p.field)
    num = int(np.searchsorted(sky.v_N, p.limit + FAINTER))
    places = _camera(p, shown).project(sky.directions_N3[:num]) / p.grown + side / 2
    brighter, redder = dict(p.magnitude_shifts), dict(p.colour_shifts)
    size = _size(p, shown)
    found = []
    for index in np.flatnonzero(((places > 0) & (places < side)).all(axis=1)):
        hip = int(sky.hip_N[index])
        if hip in p.missing:
            continue
        x, y = (float(value) for value in places[index])
        if hip == p.moved[0]:
            x, y = x + p.moved[1] * size, y + p.moved[2] * size
        v, b_v = float(sky.v_N[index]) + brighter.get(hip, 0.0), float(sky.b_v_N[index]) + redder.get(hip, 0.0)
        found.append(SkyStar(hip=hip, x=x, y=y, v=v, b_v=float(np.clip(b_v, -0.35, 2.3))))
    return sorted(found, key=lambda star: star.v)


def star_of(figure: Figure, name: str) -> tuple[int, float, float]:
    """Place in the catalogue, V and B-V of a star by its name."""
    index = catalogue().index(figure.stars[name])
    return index, float(catalogue().v_N[index]), float(catalogue().b_v_N[index])


def apart(figure: Figure, one: str, other: str) -> float:
    """Degrees between two stars of a figure."""
    first, second = (catalogue().directions_N3[star_of(figure, name)[0]] for name in (one, other))
    return float(np.degrees(np.arccos(np.clip(first @ second, -1, 1))))


def side_of(angle: float) -> str:
    """One of `SIDES`, of a direction in degrees counter-clockwise from up."""
    return SIDES[round(angle / 45) % len(SIDES)]


def _shown(p: ConstellationParameters) -> Figure:
    return named_figure(p.shown or p.constellation)


def _camera(p: ConstellationParameters, figure: Figure) -> SkyCamera:
    axis = turned(figure.middle, *np.radians(p.pointing))
    return SkyCamera(
        axis=(float(axis[0]), float(axis[1]), float(axis[2])), north=p.rotation + p.turned_by, is_mirrored=p.is_mirrored
    )


def _size(p: ConstellationParameters, figure: Figure) -> float:
    """Between the two stars that are farthest apart in the image, in focal lengths."""
    places = _camera(p, figure).project(figure.directions_n3)
    return float(np.hypot(*np.moveaxis(places[:, None] - places, 2, 0)).max())


def _place(figure: Figure, name: str) -> str:
    """`right ascension 78.63°, declination −8.2°`."""
    x, y, z = catalogue().directions_N3[star_of(figure, name)[0]]
    ra, dec = np.degrees(np.arctan2(y, x)) % 360, np.degrees(np.arcsin(z))
    return f"right ascension {with_unit(float(ra), '°', 5)}, declination {with_unit(float(dec), '°', 4)}"


def _shifts(p: ConstellationParameters, dose: float, draw: Random) -> tuple[tuple[int, float], ...]:
    """Half of the figure's stars up by a dose, the others down, at random."""
    stars = list(named_figure(p.constellation).stars.values())
    draw.shuffle(stars)
    return tuple((hip, dose if rank % 2 else -dose) for rank, hip in enumerate(stars))
