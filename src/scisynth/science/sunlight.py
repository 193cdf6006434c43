"""The rule of shadows. Angles in degrees; its sentence prints the numbers it used.

The height of the sun, h, follows from the latitude phi, the sun's declination d and its hour angle H = 15 (t - 12) at solar time t:

    sin h = sin phi sin d + cos phi cos d cos H

where d on day n of the year is Spencer's series in B = 360 (n - 1) / 365 (Search 2 (1971) 172), good to 0.04 degrees. A thing of height a
throws a shadow of length a / tan h on level ground (Duffie and Beckman, Solar Engineering of Thermal Processes).

Not covered: the equation of time and longitude (times are solar), slopes, refraction of the air, the width of the sun.
"""

import math

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict

SPENCER = ((0, 0.006918, 0.0), (1, -0.399912, 0.070257), (2, -0.006758, 0.000907), (3, -0.002697, 0.00148))
"""(k, a, b): the declination in radians is the sum of a cos kB + b sin kB."""


def shadow_length(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A low sun throws long shadows, a high sun short ones."""
    elevation = sun_elevation_deg(
        condition.facts["latitude_deg"], condition.facts["day_of_year"], condition.facts["solar_hour"]
    )
    if elevation <= 0:
        raise ValueError(
            f"expected a sun above the horizon, which throws shadows, got one {elevation:.0f} degrees high"
        )
    height, even = subject.facts["height"].value, law.constants["even_elevation"].value
    ratio = 1 / math.tan(math.radians(elevation))
    is_long = elevation < even
    return Verdict(
        outcome="long" if is_long else "short",
        sentence=(
            f"{subject.with_article} throws a {'long' if is_long else 'short'} shadow {condition.phrase}: the sun stands "
            f"{elevation:.0f} degrees high, {'below' if is_long else 'above'} {even:g}, so that {height:g} m throw {height * ratio:.2g} m."
        ),
        words={"ratio": f"{ratio:.3g}"},
    )


def sun_elevation_deg(latitude_deg: float, day_of_year: float, solar_hour: float) -> float:
    """Height of the sun above the horizon; negative at night."""
    latitude, hour_angle = math.radians(latitude_deg), math.radians(15 * (solar_hour - 12))
    turn = 2 * math.pi * (day_of_year - 1) / 365
    declination = sum(a * math.cos(k * turn) + b * math.sin(k * turn) for k, a, b in SPENCER)
    sine = math.sin(latitude) * math.sin(declination)
    return math.degrees(math.asin(sine + math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)))
