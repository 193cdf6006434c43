"""What a validator says of an image of a constellation: whether its stars are those of the sky, and how far they are off.

Claims on places, magnitudes and colours are said under a `constellation`, in their `given` or as a claim of its own. Magnitudes and colours
are those relative to the figure's other stars, so that no zero point is needed; they need the bands g, r and i. V follows from g and r as in
star_catalogue.py. A star that is missing and one that was moved differ: the second stands within `STRAY` of its place, is as bright as it
should be, and is no other star of the catalogue.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.bands import magnitude_over_r
from scisynth.instruments.astronomy.constellation_figures import Figure, figures, named_figure
from scisynth.instruments.astronomy.findings.stars import MAGNITUDE_FLOOR, NO_STAR, POGSON
from scisynth.instruments.astronomy.measure.figure import (
    BLEND,
    FLOOR_PX,
    MIN_STARS,
    NEAR,
    Match,
    find_figure,
    seen_magnitudes,
)
from scisynth.instruments.astronomy.measure.stars import Star, StarField, find_stars
from scisynth.instruments.astronomy.star_catalogue import catalogue, temperature_of_b_v
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

Array = NDArray[np.float64]
PLACE_TOLERANCE, MAGNITUDE_TOLERANCE, COLOUR_TOLERANCE = 1.0, 0.15, 0.15
"""Percent of the figure's size, and magnitudes."""
SURE, DOUBT = -1.0, -4.0
"""lg of the chance below which a match is one, and above which it is held against the mirrored sky and other constellations."""
STRAY = 0.16
"""Of the figure's size: how far a star that was moved is looked for."""
AS_BRIGHT = 0.7
"""Magnitudes by which a star that was moved may differ from its own."""
LEAST_SNR = 8.0
"""Times the uncertainty of a faint star's flux below which a star may be lost in the noise."""
MODEL_U = 0.05
"""Magnitudes: of what the catalogue's V and B-V say of a band."""
WIDTHS = 1.5
"""In which a brighter neighbour hides a star."""
A_PART = "The image is no gnomonic view of what stands in its middle; it may be a part of one."
NAMELESS = "It needs the constellation that it is said of."
NO_LIGHT = "Fewer than three stars of the figure are measured in the bands g, r and i, unsaturated."


def figure_findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim on a constellation."""
    field = find_stars(frame)
    named = next((str(claim.value) for claim in claims if claim.quantity == "constellation"), "")
    readings: dict[str, FigureReading] = {}

    def reading_of(claim: Claim) -> FigureReading | None:
        name = str(claim.value if claim.quantity == "constellation" else claim.given.get("constellation", named))
        if not name:
            return None
        figure = named_figure(name)
        if figure.key not in readings:
            readings[figure.key] = FigureReading(figure=figure, field=field, frame=frame)
        return readings[figure.key]

    def with_reading(say: Callable[[FigureReading, Claim], Finding]) -> Callable[[Claim], Finding]:
        def found(claim: Claim) -> Finding:
            reading = reading_of(claim)
            return cannot_tell(claim, NAMELESS) if reading is None else say(reading, claim)

        return found

    def with_match(say: Callable[[FigureReading, Match, Claim], Finding]) -> Callable[[Claim], Finding]:
        def found(reading: FigureReading, claim: Claim) -> Finding:
            if reading.match is not None:
                return say(reading, reading.match, claim)
            return cannot_tell(claim, f"The figure of {reading.figure.name} was not found. {reading.why_none}".strip())

        return with_reading(found)

    return answer(
        claims,
        {
            "constellation": with_reading(_constellation),
            "figure_error": with_match(_figure_error),
            "missing_stars": with_match(_missing),
            "magnitude_error": with_match(_magnitude_error),
            "colour_error": with_match(_colour_error),
            "brightest_star": with_match(_brightest),
            "field_of_view": with_match(_field_of_view),
            "north_angle": with_match(_north_angle),
        },
        "constellation",
    )


def named_reading(frame: Frame, claims: Sequence[Claim]) -> "FigureReading | None":
    """Of the first constellation that the claims name."""
    names = (claim.value if claim.quantity == "constellation" else claim.given.get("constellation") for claim in claims)
    name = next((str(name) for name in names if name), "")
    return FigureReading(figure=named_figure(name), field=find_stars(frame), frame=frame) if name else None


@dataclass(frozen=True)
class FigureReading:
    """What an image says of one figure."""

    figure: Figure
    field: StarField
    frame: Frame

    @cached_property
    def match(self) -> Match | None:
        """Of the sky as it is; None where the figure is not there."""
        found = self.direct
        if found is None or found.log_chance > SURE:
            return None
        if found.log_chance > DOUBT and (self._is_better(self.mirrored) or self._is_better(self.other)):
            return None
        return found

    @cached_property
    def direct(self) -> Match | None:
        """The best match, however likely by chance."""
        return self._find(self.figure)

    @cached_property
    def mirrored(self) -> Match | None:
        """Of the figure as seen from outside the sphere."""
        return self._find(self.figure, is_mirrored=True)

    @cached_property
    def other(self) -> Match | None:
        """The best match of another figure."""
        found = [self._find(item) for key, item in figures().items() if key != self.figure.key]
        return min((item for item in found if item is not None), key=lambda item: item.log_chance, default=None)

    @property
    def why_none(self) -> str:
        """What there is instead, as a sentence; empty where that cannot be told."""
        if self.mirrored is not None and self.mirrored.log_chance <= SURE - 1 and self._is_better(self.mirrored):
            return "Its mirror image is there: east and west are exchanged."
        if self.other is not None and self.other.log_chance <= SURE - 2 and self._is_better(self.other):
            return f"The stars are those of {self.other.figure.name}."
        return ""

    @cached_property
    def stray_n(self) -> NDArray[np.intp]:
        """[n]: for stars of the figure that are not in their place, the star that was moved from it, -1 for none."""
        match, out = self.match, np.full(len(self.figure.names), -1)
        if match is None:
            return out
        stars = self.field.stars
        points = np.array([(star.x, star.y) for star in stars])
        known = match.aim.project(catalogue().directions_N3)
        known = known[np.isfinite(known).all(axis=1)]
        apart = np.hypot(*np.moveaxis(points[:, None] - known, 2, 0)).min(axis=1)
        is_free = apart > max(NEAR * match.size / 2, FLOOR_PX)
        is_free[match.partners_n[match.is_on]] = False
        for place in np.flatnonzero(~match.is_on):
            away = np.hypot(*(points - match.places_n2[place]).T)
            alike = np.abs(self.brightness - self.expected_n[place] - self.zero) < AS_BRIGHT
            likely = is_free & alike & (away < STRAY * match.size)
            if likely.any():
                out[place] = int(np.where(likely, away, np.inf).argmin())
                is_free[out[place]] = False
        return out

    @cached_property
    def unseen(self) -> tuple[list[int], list[int]]:
        """Stars of the figure that are nowhere: those that should be seen, and those that may be too faint, outside or hidden."""
        match = self.match
        assert match is not None
        lost: list[int] = []
        hidden: list[int] = []
        faintest = _magnitudes(np.array([LEAST_SNR * self.field.faint_u]))[0]
        height, width = self.frame.pixels.shape[:2]
        for place in map(int, np.flatnonzero(~match.is_on & (self.stray_n < 0))):
            x, y = match.places_n2[place]
            is_seen = 0 <= x < width and 0 <= y < height and self.expected_n[place] + self.zero < faintest
            (lost if is_seen and not _is_hidden(self, x, y) else hidden).append(place)
        return lost, hidden

    @cached_property
    def expected_n(self) -> Array:
        """[n]: V of the figure's stars, with what stands too near to be told from them."""
        return seen_magnitudes(self.figure, self._blend)

    @cached_property
    def brightness(self) -> Array:
        """Of the image's stars in magnitudes, V where there are bands, without a zero point."""
        names, flux = self.field.bands, np.array([star.flux for star in self.field.stars])
        if {"g", "r"} <= set(names):
            m_g, m_r = (_magnitudes(flux[:, names.index(band)]) for band in ("g", "r"))
            return m_g - 0.59 * (m_g - m_r)
        return _magnitudes(flux[:, self.field.reference])

    @cached_property
    def zero(self) -> float:
        """What the image's magnitudes are larger by than those of the sky."""
        assert self.match is not None
        on = self.match.is_on
        return float(np.median(self.brightness[self.match.partners_n[on]] - self.expected_n[on]))

    def light_u(self, star: Star) -> float:
        """Standard uncertainty of a star's magnitude."""
        first = self.field.reference
        shape = self.field.psf.flux_u if self.field.psf else 1.0
        return float(POGSON * np.hypot(star.flux_u[first] / max(star.flux[first], 1e-9), shape) + MAGNITUDE_FLOOR)

    def place_u(self, star: Star) -> float:
        """Standard uncertainty of a star's place along one axis, in pixels."""
        first = self.field.reference
        width = self.field.psf.fwhm if self.field.psf else 1.0
        return float(np.hypot(0.425 * width * star.flux_u[first] / max(star.flux[first], 1e-9), FLOOR_PX))

    def measured(self) -> tuple[NDArray[np.intp], list[Star]]:
        """Stars of the figure whose light is known in g, r and i, as places in the figure and as stars."""
        assert self.match is not None
        is_linear = {"g", "r", "i"} <= set(self.field.bands)
        chosen = [
            place
            for place in np.flatnonzero(self.match.is_on)
            if is_linear
            and not (star := self.field.stars[self.match.partners_n[place]]).is_saturated
            and min(star.flux) > 0
        ]
        return np.array(chosen, int), [self.field.stars[self.match.partners_n[place]] for place in chosen]

    @property
    def _blend(self) -> float:
        assert self.match is not None and self.field.psf is not None
        return BLEND * self.field.psf.fwhm / self.match.aim.focal

    def _find(self, figure: Figure, *, is_mirrored: bool = False) -> Match | None:
        if self.field.psf is None:
            return None
        stars, fwhm = self.field.stars, self.field.psf.fwhm
        return find_figure(stars, self.frame.pixels.shape, figure, fwhm=fwhm, is_mirrored=is_mirrored)

    def _is_better(self, rival: Match | None) -> bool:
        own = self.direct
        return rival is not None and (own is None or rival.log_chance < own.log_chance)


def _constellation(reading: FigureReading, claim: Claim) -> Finding:
    name, stars = reading.figure.name, reading.field.stars
    if not stars:
        return cannot_tell(claim, NO_STAR)
    if len(stars) < MIN_STARS:
        return cannot_tell(claim, f"Only {len(stars)} stars stand out; a figure needs {MIN_STARS}.")
    match = reading.match
    if match is not None:
        num, of = int(match.is_on.sum()), len(match.partners_n)
        error, u = 100 * match.rms, _rms_u(reading, match)
        said = (
            f"{num} of {of} stars of {name} stand where they do in the sky, within {error:.2f} ± {u:.2f} % of the figure's size; "
            f"stars at random would do so once in 10^{-match.log_chance:.0f} images."
        )
        return decide(claim, True, name, said)
    if why := reading.why_none:
        return decide(claim, False, why, f"This is not {name} as it is seen in the sky. {why}")
    if len(stars) < len(reading.figure.names):
        return cannot_tell(claim, f"Only {len(stars)} stars stand out; {name} has {len(reading.figure.names)}.")
    near = reading.direct
    if near is not None and near.log_chance <= 0:
        found = f"{int(near.is_on.sum())} of {len(near.partners_n)} stars of {name}"
        return cannot_tell(claim, f"{found} seem to be there, too few to exclude that they fell there by chance.")
    found = f"fewer than {MIN_STARS}" if near is None else f"{int(near.is_on.sum())}"
    said = f"The figure of {name} is not there: {found} of its stars fall on stars of the image, as they would on stars at random."
    return decide(claim, False, "no match", said)


def _figure_error(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    """The greatest departure from its place, in percent of the figure's size."""
    away = np.where(match.is_on, match.away_n, -1.0)
    for place in np.flatnonzero(reading.stray_n >= 0):
        star = reading.field.stars[reading.stray_n[place]]
        away[place] = np.hypot(*(np.array([star.x, star.y]) - match.places_n2[place]))
    worst = int(away.argmax())
    partner = match.partners_n[worst] if match.is_on[worst] else reading.stray_n[worst]
    fit_u = match.rms * match.size / np.sqrt(match.is_on.sum())
    u = float(np.hypot(reading.place_u(reading.field.stars[partner]), fit_u))
    name = f"distance of {reading.figure.names[worst]} from its place, the greatest in the figure,"
    return compare(claim, float(100 * away[worst] / match.size), 100 * u / match.size, name=name)


def _missing(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    """Stars of the figure that should be seen and are not."""
    lost, hidden = ([reading.figure.names[place] for place in places] for places in reading.unseen)
    seen = len(match.partners_n) - len(hidden)
    if not lost and hidden:
        return cannot_tell(
            claim, f"{', '.join(hidden)} may be too faint, outside of the image, or hidden by a neighbour."
        )
    said = f"All {seen} stars of {reading.figure.name} are there."
    if lost:
        said = f"{', '.join(lost)} {'is' if len(lost) == 1 else 'are'} missing."
    return decide(claim, len(lost) == number_of(claim), float(len(lost)), said)


def _magnitude_error(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    """Root mean square of the magnitudes' departures from those of the sky, less a common one."""
    places, stars = reading.measured()
    if len(places) < 3:
        return cannot_tell(claim, NO_LIGHT)
    off = reading.brightness[match.partners_n[places]] - reading.expected_n[places]
    return _scatter(claim, off, [reading.light_u(star) for star in stars], "scatter of the magnitudes")


def _colour_error(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    """The same of the colours between g and i."""
    places, stars = reading.measured()
    if len(places) < 3:
        return cannot_tell(claim, NO_LIGHT)
    blue, red = (reading.field.bands.index(band) for band in ("g", "i"))
    shown = np.array([_magnitudes(np.array(star.flux))[[blue, red]] @ [1, -1] for star in stars])
    b_v = catalogue().b_v_N[reading.figure.indices[places]]
    own = np.array([_colour(temperature_of_b_v(float(value))) for value in b_v])
    spreads = [
        float(POGSON * np.hypot(star.flux_u[blue] / star.flux[blue], star.flux_u[red] / star.flux[red]))
        for star in stars
    ]
    return _scatter(claim, shown - own, spreads, "scatter of the colours g-i")


def _scatter(claim: Claim, off: Array, spreads: Sequence[float], name: str) -> Finding:
    left = off - np.median(off)
    u = float(np.sqrt((np.array(spreads) ** 2).mean() + MODEL_U**2) / np.sqrt(len(left)))
    return compare(claim, float(np.sqrt((left**2).mean())), u, name=name)


def _brightest(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    """By V, or by the image's light where it has no bands."""
    on = np.flatnonzero(match.is_on)
    stars = [reading.field.stars[match.partners_n[place]] for place in on]
    full = [place for place, star in zip(on, stars, strict=True) if star.is_saturated]
    if len(full) > 1:
        return cannot_tell(claim, "Several stars of the figure are saturated: which gives most light was not recorded.")
    light = reading.brightness[match.partners_n[on]]
    first, second = (int(rank) for rank in np.argsort(light)[:2])
    spread = float(np.hypot(reading.light_u(stars[first]), reading.light_u(stars[second])))
    if not {"g", "r"} <= set(reading.field.bands):
        # Without bands the colours of two stars decide, too.
        spread = float(np.hypot(spread, 0.3))
    name = reading.figure.names[full[0] if full else on[first]]
    if not full and light[second] - light[first] < COVERAGE * np.hypot(spread, MODEL_U):
        other = reading.figure.names[on[second]]
        return cannot_tell(claim, f"{name} and {other} are too alike in brightness to say which leads.")
    agrees = str(claim.value).casefold() == name.casefold()
    claimed = "" if agrees else f"; {claim.value} was claimed"
    return decide(claim, agrees, name, f"{name} is the brightest star of the figure{claimed}.")


def _field_of_view(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    if not match.aim.is_aimed:
        return cannot_tell(claim, A_PART)
    half = reading.frame.pixels.shape[1] / 2 / match.aim.focal
    relative = match.aim.focal_u / match.aim.focal
    u = 2 * np.degrees(half / (1 + half**2)) * relative
    return compare(claim, float(2 * np.degrees(np.arctan(half))), float(u), name="field of view")


def _north_angle(reading: FigureReading, match: Match, claim: Claim) -> Finding:
    if not match.aim.is_aimed:
        return cannot_tell(claim, A_PART)
    measured = nearest_turn(match.aim.camera.north, number_of(claim))
    return compare(claim, measured, match.aim.north_u, name="direction of north")


def _rms_u(reading: FigureReading, match: Match) -> float:
    """Of the departures' root mean square, percent of the figure's size."""
    stars = [reading.field.stars[partner] for partner in match.partners_n[match.is_on]]
    return float(100 * np.sqrt(np.mean([reading.place_u(star) ** 2 for star in stars]) / len(stars)) / match.size)


def _is_hidden(reading: FigureReading, x: float, y: float) -> bool:
    width = reading.field.psf.fwhm if reading.field.psf else 1.0
    return any(np.hypot(star.x - x, star.y - y) < WIDTHS * width for star in reading.field.stars)


def _colour(temperature: float) -> float:
    return magnitude_over_r(temperature, "g") - magnitude_over_r(temperature, "i")


def _magnitudes(flux: Array) -> Array:
    return np.asarray(-2.5 * np.log10(np.clip(flux, 1e-9, None)))
