"""Marks over the sky: stars, the figure of a constellation, the ellipse and arms of a galaxy, the limb and terminator of a body in sunlight.

The terminator is the half ellipse on which the Sun stands at the horizon: a half circle of the sphere, seen at the measured phase angle. It
ends at two opposite points of the limb, the horns of a crescent.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.instruments.astronomy.findings.disc import sideless
from scisynth.instruments.astronomy.findings.figure import named_reading
from scisynth.instruments.astronomy.findings.galaxy import light_of
from scisynth.instruments.astronomy.findings.stars import COUNTED_UNDER, least_flux, stars_of
from scisynth.instruments.astronomy.measure.disc import LitDisc, find_disc
from scisynth.instruments.astronomy.measure.galaxy import ARM_LEAD, ARM_RADII, ArmsSeen, Array, Light
from scisynth.instruments.astronomy.measure.stars import Star
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.marks import Circle, Line, Mark, Polygon, Tone, arrow, circles, points_of, said

AROUND = 1.3
"""Radius of a circle around a star, in widths of a star at half height."""
HALF_LETTER = 0.01
"""Of the image's width."""
NUM_POINTS = 48
"""Of a curve."""


def star_marks(frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
    """Every star: those to the limit of a claimed count, fainter ones, and saturated ones."""
    field = stars_of(frame, claims)
    if field.psf is None or not field.stars:
        return []
    limits = [
        least_flux(claim) for claim in claims if claim.quantity == "num_stars" and claim.given.keys() >= COUNTED_UNDER
    ]
    least = limits[0] if limits else 0.0
    radius = max(AROUND * field.psf.fwhm, 2.0)
    found: list[Mark] = []
    for star in field.stars:
        name, tone = _star(star, field.reference, least)
        found.append(Circle(name=name, tone=tone, x=star.x, y=star.y, radius=radius))
    first = field.stars[0]
    above = -1 if first.y > 3 * radius else 1
    return [*found, said(np.array([first.x, first.y + 1.9 * above * radius]), "brightest star", "brightest")]


def _star(star: Star, band: int, least: float) -> tuple[str, Tone]:
    if star.is_saturated:
        return "saturated star", "odd"
    return ("star", "thing") if star.flux[band] >= least else ("star beyond the limit", "second")


def figure_marks(frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
    """Stars of the claimed constellation by their names, each with a line to where the catalogue puts it; moved and missing ones are odd."""
    reading = named_reading(frame, claims)
    if reading is None or reading.match is None or reading.field.psf is None:
        return []
    match, (lost, _) = reading.match, reading.unseen
    radius = max(AROUND * reading.field.psf.fwhm, 2.0)
    height, width = frame.pixels.shape[:2]
    middle = np.nanmean(match.places_n2[:, 1])
    found: list[Mark] = []
    for number, (name, place) in enumerate(zip(reading.figure.names, match.places_n2, strict=True)):
        seen = int(match.partners_n[number] if match.is_on[number] else reading.stray_n[number])
        at = place
        if seen >= 0:
            at = np.array([reading.field.stars[seen].x, reading.field.stars[seen].y])
            found.append(Line(name="way to its place", tone="second", points=points_of([at, place])))
        elif not (0 <= place[0] < width and 0 <= place[1] < height):
            continue
        word, tone = _of_figure(bool(match.is_on[number]), seen >= 0, number in lost)
        # Words stand on the outer side, where fewer lines meet.
        above = -1 if at[1] < middle else 1
        reach = HALF_LETTER * width * len(name)
        middle_of_name = np.array([np.clip(at[0], reach, width - reach), at[1] + 1.9 * above * radius])
        found += [*circles(at[None], radius, word, tone), said(middle_of_name, "name", name)]
    return found


def _of_figure(is_on: bool, is_seen: bool, is_lost: bool) -> tuple[str, Tone]:
    if is_on:
        return "star of the figure", "thing"
    if is_seen:
        return "star that was moved", "odd"
    return ("missing star" if is_lost else "perhaps a missing star"), "odd"


def galaxy_marks(frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
    """The ellipse of half the light with its major axis, and the crests of the arms; none where no galaxy stands out."""
    light = light_of(frame, claims)
    if light is None:
        return []
    turns = np.linspace(0, 2 * np.pi, NUM_POINTS, endpoint=False)
    ends = _in_plane(light, np.array([1.0, 1.0]), np.array([0.0, np.pi]))
    found: list[Mark] = [
        Polygon(name="ellipse of half the light", points=points_of(_in_plane(light, np.ones(NUM_POINTS), turns))),
        Line(name="major axis", tone="guide", points=points_of(ends)),
    ]
    if light.arms is not None and light.arms.lead >= ARM_LEAD:
        found += [
            Line(name="crest of an arm", tone="second", points=points_of(line)) for line in _crests(light, light.arms)
        ]
    return found


def _in_plane(light: Light, radii: Array, angles: Array) -> Array:
    """[N, 2]: x and y of places in the plane of the disc; radii in half-light radii, angles counter-clockwise from the major axis."""
    along = radii * light.half_light * np.cos(angles)
    across = radii * light.half_light * light.axis_ratio * np.sin(angles)
    turn = np.radians(light.angle)
    right = -along * np.sin(turn) - across * np.cos(turn)
    up = along * np.cos(turn) - across * np.sin(turn)
    return np.stack([light.x + right, light.y - up], axis=1)


def _crests(light: Light, arms: ArmsSeen) -> list[Array]:
    """Where m θ + p ln r is the phase of the crests, over the radii at which arms were looked for."""
    radii = np.geomspace(*ARM_RADII, NUM_POINTS)
    return [
        _in_plane(light, radii, (arms.phase + 2 * np.pi * arm - arms.wave * np.log(radii)) / arms.num)
        for arm in range(arms.num)
    ]


def disc_marks(frame: Frame) -> list[Mark]:
    """Limb, terminator with its two ends, and the way to the Sun; only the limb where too much or too little is lit for a side."""
    disc = find_disc(frame)
    if disc is None:
        return []
    found: list[Mark] = [Circle(name="limb", tone="second", x=disc.x, y=disc.y, radius=disc.radius)]
    if sideless(disc):
        return found
    centre, to_sun, to_horn = _axes(disc)
    horns = [centre + sign * disc.radius * to_horn for sign in (1, -1)]
    side = min(frame.pixels.shape[:2])
    return [
        *found,
        Line(name="terminator", points=points_of(terminator(disc))),
        *circles(np.array(horns), 0.02 * side, "end of the terminator"),
        Line(name="line through the ends of the terminator", tone="guide", points=points_of(horns)),
        *arrow(centre, 0.6 * disc.radius * to_sun, "way to the Sun", "Sun", beyond=0.05 * side),
    ]


def _axes(disc: LitDisc) -> tuple[Array, Array, Array]:
    """Centre, and the directions to the Sun and along the terminator, as x and y."""
    angle = np.radians(disc.bright_limb)
    to_sun = np.array([-np.sin(angle), -np.cos(angle)])
    return np.array([disc.x, disc.y]), to_sun, np.array([-to_sun[1], to_sun[0]])


def terminator(disc: LitDisc) -> Array:
    """[N, 2]: x and y of the line between day and night on the side that is seen."""
    centre, to_sun, to_horn = _axes(disc)
    turns = np.linspace(0, np.pi, NUM_POINTS)
    away = -np.cos(np.radians(disc.phase_angle)) * np.sin(turns)
    found: Array = centre + disc.radius * (np.outer(np.cos(turns), to_horn) + np.outer(away, to_sun))
    return found
