"""Where the Sun, the Moon and the planets stand on a date, as seen from the Earth's centre, and what of them is lit.

The Sun: Meeus, Astronomical Algorithms (2nd ed. 1998), chapter 25, good to 0.01°. The Moon: the largest terms of chapter 47, good to
0.1°. The planets: the elements of Standish and Williams, "Keplerian elements for approximate positions of the major planets" (JPL),
good to 0.01° between 1800 and 2050. Phases: chapters 41 and 48.

Times are UTC; the minute by which dynamical time runs ahead of it moves the Moon by 0.01° and is left out.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from scisynth.core.errors import DataError

ASTRONOMICAL_UNIT = 149_597_870.7
"""km."""
OBLIQUITY = 23.4393
"""Degrees; it changes by 0.013° in a century."""
J2000 = 2_451_545.0
FIRST_YEAR, LAST_YEAR = 1800, 2050
DIAMETERS = {"mercury": 4879.4, "venus": 12103.6, "mars": 6779.0, "jupiter": 139_822.0}
"""km (Archinal et al. 2018; the mean for Jupiter)."""
ELEMENTS = {
    "mercury": (
        (0.38709927, 0.20563593, 7.00497902, 252.25032350, 77.45779628, 48.33076593),
        (0.00000037, 0.00001906, -0.00594749, 149472.67411175, 0.16047689, -0.12534081),
    ),
    "venus": (
        (0.72333566, 0.00677672, 3.39467605, 181.97909950, 131.60246718, 76.67984255),
        (0.00000390, -0.00004107, -0.00078890, 58517.81538729, 0.00268329, -0.27769418),
    ),
    "earth": (
        (1.00000261, 0.01671123, -0.00001531, 100.46457166, 102.93768193, 0.0),
        (0.00000562, -0.00004392, -0.01294668, 35999.37244981, 0.32327364, 0.0),
    ),
    "mars": (
        (1.52371034, 0.09339410, 1.84969142, -4.55343205, -23.94362959, 49.55953891),
        (0.00001847, 0.00007882, -0.00813131, 19140.30268499, 0.44441088, -0.29257343),
    ),
    "jupiter": (
        (5.20288700, 0.04838624, 1.30439695, 34.39644051, 14.72847983, 100.47390909),
        (-0.00011607, -0.00013253, -0.00183714, 3034.74612775, 0.21252668, 0.20469106),
    ),
}
"""Semi-major axis in au, eccentricity, inclination, mean longitude, longitudes of perihelion and of the node in degrees at J2000,
and their changes in a century."""
_LONGITUDE = (
    (6.288774, 0, 0, 1, 0),
    (1.274027, 2, 0, -1, 0),
    (0.658314, 2, 0, 0, 0),
    (0.213618, 0, 0, 2, 0),
    (-0.185116, 0, 1, 0, 0),
    (-0.114332, 0, 0, 0, 2),
    (0.058793, 2, 0, -2, 0),
    (0.057066, 2, -1, -1, 0),
    (0.053322, 2, 0, 1, 0),
    (0.045758, 2, -1, 0, 0),
    (-0.040923, 0, 1, -1, 0),
    (-0.034720, 1, 0, 0, 0),
    (-0.030383, 0, 1, 1, 0),
)
"""Degrees, and the multiples of D, M, M' and F in the sine."""
_LATITUDE = (
    (5.128122, 0, 0, 0, 1),
    (0.280602, 0, 0, 1, 1),
    (0.277693, 0, 0, 1, -1),
    (0.173237, 2, 0, 0, -1),
    (0.055413, 2, 0, -1, 1),
    (0.046271, 2, 0, -1, -1),
    (0.032573, 2, 0, 0, 1),
)
_DISTANCE = (
    (-20905.355, 0, 0, 1, 0),
    (-3699.111, 2, 0, -1, 0),
    (-2955.968, 2, 0, 0, 0),
    (-569.925, 0, 0, 2, 0),
    (246.158, 2, 0, -2, 0),
    (-204.586, 2, -1, 0, 0),
    (-170.733, 2, 0, 1, 0),
    (-152.138, 2, -1, -1, 0),
)
"""km, and the multiples in the cosine."""

Vector = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """How a body is lit, as seen from the Earth's centre."""

    phase_angle: float
    """Between Sun and Earth at the body, degrees: 0 is full, 180 is new."""
    bright_limb: float
    """Position angle of the middle of the lit limb, degrees from celestial north through east."""
    distance: float
    """au from the Earth."""
    elongation: float
    """From the Sun in the sky, degrees, 0 to 180."""
    is_east: bool
    """Whether the body stands east of the Sun: an evening body, and a waxing Moon."""

    @property
    def fraction(self) -> float:
        """Of the disc that is lit: (1 + cos i)/2, Meeus (41.1)."""
        return (1 + math.cos(math.radians(self.phase_angle))) / 2


def read_date(text: str) -> datetime:
    """A UTC date such as `2024-04-08T18:00`; `DataError` for another form, or a year that the formulas are not good for."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise DataError(f"date: expected one like 2024-04-08T18:00 (UTC), got {text!r}") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DataError(f"date: expected a year from {FIRST_YEAR} to {LAST_YEAR}, got {found.year}")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def moon(date: datetime) -> Phase:
    """The Moon's phase."""
    return _phase(moon_vector(date), sun_vector(date))


def planet(name: str, date: datetime) -> Phase:
    """A planet's phase; the light's way of minutes is left out."""
    place, earth = _heliocentric(name, date), _heliocentric("earth", date)
    return _phase(_minus(place, earth), tuple(-value for value in earth))  # type: ignore[arg-type]


def diameter_arcsec(name: str, distance: float) -> float:
    """Apparent diameter of a planet at a distance in au."""
    return math.degrees(2 * math.asin(DIAMETERS[name] / 2 / (distance * ASTRONOMICAL_UNIT))) * 3600


def sun_vector(date: datetime) -> Vector:
    """Geocentric ecliptic x, y, z of the Sun in au."""
    return tuple(-value for value in _heliocentric("earth", date))  # type: ignore[return-value]


def moon_vector(date: datetime) -> Vector:
    """Geocentric ecliptic x, y, z of the Moon in au."""
    century = _century(date)
    mean = 218.3164477 + 481267.88123421 * century
    arguments = moon_arguments(century)
    longitude = mean + sum(row[0] * math.sin(_sum(row, arguments)) for row in _LONGITUDE)
    # The longitudes of chapter 47 count from the equinox of the date; the planets' from that of J2000.
    longitude -= 1.39697 * century
    latitude = sum(row[0] * math.sin(_sum(row, arguments)) for row in _LATITUDE)
    distance = 385000.56 + sum(row[0] * math.cos(_sum(row, arguments)) for row in _DISTANCE)
    return _vector(longitude, latitude, distance / ASTRONOMICAL_UNIT)


def moon_arguments(century: float) -> tuple[float, float, float, float]:
    """D, M, M' and F in radians: Meeus (47.2) to (47.5)."""
    return (
        math.radians(297.8501921 + 445267.1114034 * century),
        math.radians(357.5291092 + 35999.0502909 * century),
        math.radians(134.9633964 + 477198.8675055 * century),
        math.radians(93.2720950 + 483202.0175233 * century),
    )


def moon_face(date: datetime) -> tuple[float, float, float]:
    """Libration in longitude and latitude, and position angle of the axis, in degrees.

    To a degree: the Moon's equator is taken to lie in the ecliptic for the angle, tilted by 1.54° for the latitude (Cassini's laws).
    """
    century = _century(date)
    place = moon_vector(date)
    longitude = math.degrees(math.atan2(place[1], place[0]))
    latitude = math.degrees(math.asin(place[2] / _length(place)))
    mean = 218.3164477 + 481267.88123421 * century - 1.39697 * century
    in_longitude = (mean - longitude + 180) % 360 - 180
    node = math.degrees(moon_arguments(century)[3])
    tilt = -math.degrees(math.asin(math.sin(math.radians(1.54)) * math.sin(math.radians(node))))
    # Libration in longitude counts positive where more of the Moon's own east, its right side, turns into view.
    return -in_longitude, tilt - latitude, _north_angle(place)


def _phase(body: Vector, sun: Vector) -> Phase:
    """Of a body at geocentric ecliptic vectors of body and Sun in au."""
    to_sun = _minus(sun, body)
    angle = _angle(tuple(-value for value in body), to_sun)  # type: ignore[arg-type]
    ra, dec = _equatorial(body)
    sun_ra, sun_dec = _equatorial(sun)
    # Meeus (48.5).
    limb = math.atan2(
        math.cos(sun_dec) * math.sin(sun_ra - ra),
        math.sin(sun_dec) * math.cos(dec) - math.cos(sun_dec) * math.sin(dec) * math.cos(sun_ra - ra),
    )
    ahead = math.degrees(math.atan2(body[1], body[0]) - math.atan2(sun[1], sun[0])) % 360
    return Phase(
        phase_angle=angle,
        bright_limb=math.degrees(limb) % 360,
        distance=_length(body),
        elongation=_angle(body, sun),
        is_east=ahead < 180,
    )


def _heliocentric(name: str, date: datetime) -> Vector:
    """Ecliptic x, y, z in au."""
    century = _century(date)
    start, change = ELEMENTS[name]
    axis, eccentricity, inclination, mean, perihelion, node = (
        value + rate * century for value, rate in zip(start, change, strict=True)
    )
    anomaly = math.radians((mean - perihelion + 180) % 360 - 180)
    eccentric = anomaly + eccentricity * math.sin(anomaly)
    for _ in range(8):
        off = eccentric - eccentricity * math.sin(eccentric) - anomaly
        eccentric -= off / (1 - eccentricity * math.cos(eccentric))
    x = axis * (math.cos(eccentric) - eccentricity)
    y = axis * math.sqrt(1 - eccentricity**2) * math.sin(eccentric)
    turn, tilt, up = (math.radians(value) for value in (perihelion - node, inclination, node))
    along, across = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    level = across * math.cos(tilt)
    return (
        along * math.cos(up) - level * math.sin(up),
        along * math.sin(up) + level * math.cos(up),
        across * math.sin(tilt),
    )


def _north_angle(place: Vector) -> float:
    """Position angle of ecliptic north at a place in the sky, degrees from celestial north through east."""
    ra, dec = _equatorial(place)
    pole_ra, pole_dec = math.radians(270.0), math.radians(90 - OBLIQUITY)
    return math.degrees(
        math.atan2(
            math.cos(pole_dec) * math.sin(pole_ra - ra),
            math.sin(pole_dec) * math.cos(dec) - math.cos(pole_dec) * math.sin(dec) * math.cos(pole_ra - ra),
        )
    )


def _century(date: datetime) -> float:
    """Julian centuries since J2000."""
    return ((date - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400) / 36525


def _sum(row: tuple[float, int, int, int, int], arguments: tuple[float, float, float, float]) -> float:
    return sum(times * value for times, value in zip(row[1:], arguments, strict=True))


def _vector(longitude: float, latitude: float, length: float) -> Vector:
    lon, lat = math.radians(longitude), math.radians(latitude)
    level = length * math.cos(lat)
    return level * math.cos(lon), level * math.sin(lon), length * math.sin(lat)


def _equatorial(place: Vector) -> tuple[float, float]:
    """Right ascension and declination in radians."""
    tilt = math.radians(OBLIQUITY)
    x, y, z = place
    up, out = y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)
    return math.atan2(up, x), math.asin(out / _length(place))


def _minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _length(a: Vector) -> float:
    return math.sqrt(sum(value * value for value in a))


def _angle(a: Vector, b: Vector) -> float:
    """Between two vectors, degrees."""
    cosine = sum(x * y for x, y in zip(a, b, strict=True)) / (_length(a) * _length(b))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
