"""Rules of changing phase: solidification, melting, evaporation, liquidation. Temperatures in degrees C.

A pure substance changes phase where the surroundings cross its melting or boiling point; time enough to cool or to
warm through is taken as given. Water leaves humid air on a surface colder than the dew point T_d of the Magnus
formula over water (Alduchov and Eskridge 1996): with a = 17.625, b = 243.04 C and

    g = ln(RH / 100) + a T / (b + T),        T_d = b g / (a - g)

Not covered: supercooling, pressures other than the atmosphere's.
"""

import math

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict

MAGNUS_A = 17.625
MAGNUS_B_C = 243.04


def solidification(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A liquid freezes below its freezing point."""
    point, around = subject.facts["freezing_point"].value, condition.facts["temperature_c"]
    frozen = around < point
    return Verdict(
        outcome="frozen" if frozen else "liquid",
        sentence=(
            f"{subject.with_article} {'freezes' if frozen else 'stays liquid'}: the surroundings are at {around:g} C, "
            f"{_against(around, point)} its freezing point of {point:g} C."
        ),
    )


def melting(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A solid melts above its melting point."""
    point, around = subject.facts["melting_point"].value, condition.facts["temperature_c"]
    melted = around > point
    return Verdict(
        outcome="melted" if melted else "firm",
        sentence=(
            f"{subject.with_article} {'melts' if melted else 'stays firm'}: the surroundings are at {around:g} C, "
            f"{_against(around, point)} its melting point of {point:g} C."
        ),
    )


def evaporation(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A liquid boils above its boiling point."""
    point, around = subject.facts["boiling_point"].value, condition.facts["temperature_c"]
    boils = around > point
    return Verdict(
        outcome="boiling" if boils else "calm",
        sentence=(
            f"{subject.with_article} {'boils' if boils else 'stays calm'}: the surroundings are at {around:g} C, "
            f"{_against(around, point)} its boiling point of {point:g} C."
        ),
    )


def liquidation(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Humid air leaves water on a surface at or below its dew point."""
    surface = subject.facts["surface_temperature"].value
    around, humidity = condition.facts["temperature_c"], condition.facts["relative_humidity_percent"]
    dew_point = dew_point_c(around, humidity)
    wet = surface <= dew_point
    return Verdict(
        outcome="wet" if wet else "dry",
        sentence=(
            f"{subject.with_article} {'is covered with water droplets' if wet else 'stays dry'}: its surface, at {surface:g} C, "
            f"is {'no warmer' if wet else 'warmer'} than {dew_point:.1f} C, the dew point of air at {around:g} C and {humidity:g} % humidity."
        ),
    )


def dew_point_c(temperature_c: float, relative_humidity_percent: float) -> float:
    """The temperature at which air of that humidity is saturated, by the Magnus formula."""
    g = math.log(relative_humidity_percent / 100) + MAGNUS_A * temperature_c / (MAGNUS_B_C + temperature_c)
    return MAGNUS_B_C * g / (MAGNUS_A - g)


def _against(around: float, point: float) -> str:
    """`20 C below`: how far the surroundings are from a point."""
    gap = around - point
    return f"{abs(gap):g} C {'above' if gap > 0 else 'below'}" if gap else "exactly at"
