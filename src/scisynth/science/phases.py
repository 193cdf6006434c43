"""Rules of temperature: solidification, melting, evaporation, liquidation, incandescence. Temperatures in degrees C.

A pure substance changes phase where the surroundings cross its melting or boiling point; time enough to cool or to
warm through is taken as given. Water leaves humid air on a surface colder than the dew point T_d of the Magnus
formula over water (Alduchov and Eskridge 1996): with a = 17.625, b = 243.04 C and

    g = ln(RH / 100) + a T / (b + T),        T_d = b g / (a - g)

A hot solid glows by its temperature alone: not to be seen below the Draper point, 525 C, then red, orange, yellow and white, from the
temperatures on that the law's file gives.

Not covered: supercooling, pressures other than the atmosphere's, and the emissivity of a surface.
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


def incandescence(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """The glow of a hot solid follows from its temperature, whatever it is made of.

    Raises:
        ValueError: it would be liquid.
    """
    temperature, melting = condition.facts["temperature_c"], subject.facts["melting_point"].value
    if temperature >= melting:
        raise ValueError(f"{subject.name} is liquid at {temperature:g} C")
    starts = {name: law.constants[f"{name}_from"].value for name in ("red", "orange", "yellow", "white")}
    reached = [name for name, start in starts.items() if temperature >= start]
    glow = reached[-1] if reached else "dark"
    why = f"from {starts[glow]:g} C on" if reached else f"below the Draper point, {starts['red']:g} C"
    sentence = (
        f"{subject.with_article} at {temperature:g} C is {law.outcomes[glow]}: {why}; it melts only at {melting:g} C."
    )
    return Verdict(outcome=glow, sentence=sentence)


def dew_point_c(temperature_c: float, relative_humidity_percent: float) -> float:
    """The temperature at which air of that humidity is saturated, by the Magnus formula."""
    g = math.log(relative_humidity_percent / 100) + MAGNUS_A * temperature_c / (MAGNUS_B_C + temperature_c)
    return MAGNUS_B_C * g / (MAGNUS_A - g)


def _against(around: float, point: float) -> str:
    """`20 C below`: how far the surroundings are from a point."""
    gap = around - point
    return f"{abs(gap):g} C {'above' if gap > 0 else 'below'}" if gap else "exactly at"
