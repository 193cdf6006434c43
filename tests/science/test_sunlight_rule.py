"""Shadow length: worked examples of the sun's height, margins, and a second source for it."""

import math
from dataclasses import replace

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive, rule_of
from scisynth.science.sunlight import sun_elevation_deg

LAW = "shadow length"


def elevation(condition: str) -> float:
    facts = get_law(LAW).conditions[condition].facts
    return sun_elevation_deg(facts["latitude_deg"], facts["day_of_year"], facts["solar_hour"])


def test_the_sun_at_noon_of_the_solstices_and_the_equinox():
    # At noon h = 90 - |phi - d|: d = 23.45 on day 172, -23.45 on day 355, 0 in the night after day 80.
    assert sun_elevation_deg(41.9, 172, 12) == pytest.approx(90 - (41.9 - 23.45), abs=0.05)
    assert sun_elevation_deg(59.91, 355, 12) == pytest.approx(90 - (59.91 + 23.45), abs=0.05)
    assert sun_elevation_deg(-33.87, 80.5, 12) == pytest.approx(90 - 33.87, abs=0.2)
    # On the equator at an equinox the sun climbs 15 degrees an hour, from 0 at six.
    assert sun_elevation_deg(0, 80.5, 6) == pytest.approx(0, abs=0.2)
    assert sun_elevation_deg(0, 80.5, 9) == pytest.approx(45, abs=0.2)
    assert sun_elevation_deg(50, 100, 9) == pytest.approx(sun_elevation_deg(50, 100, 15))
    assert sun_elevation_deg(40, 172, 0) < 0


def test_the_derivation_prints_lengths_that_fit():
    # 10 m / tan 6.6 degrees = 86 m; 10 m / tan 71.5 = 3.3 m.
    assert "10 m throw 86 m" in derive(LAW, "flagpole", "oslo").sentence
    assert "10 m throw 3.3 m" in derive(LAW, "flagpole", "rome").sentence
    assert derive(LAW, "flagpole", "oslo").outcome == "long"
    assert derive(LAW, "flagpole", "singapore").outcome == "short", "the same day as in Oslo"


@pytest.mark.parametrize("condition", get_law(LAW).conditions)
def test_no_condition_lies_near_the_border(condition):
    height = elevation(condition)
    assert 5 < height < 20 or 55 < height < 75
    facts = get_law(LAW).conditions[condition].facts
    for minutes in (-30, 30):
        other = sun_elevation_deg(facts["latitude_deg"], facts["day_of_year"], facts["solar_hour"] + minutes / 60)
        assert (other < 45) == (height < 45), "half an hour changes nothing"


def test_neither_place_nor_season_nor_hour_decides_alone():
    outcomes = {name: derive(LAW, "flagpole", name).outcome for name in get_law(LAW).conditions}
    assert sorted(outcomes.values()).count("long") == len(outcomes) / 2
    phrases = {get_law(LAW).conditions[name].phrase: outcome for name, outcome in outcomes.items()}
    for part in ("Madrid", "Cairo", "Sydney", "Singapore", "21 December", "21 June", "noon", "morning"):
        assert {outcome for phrase, outcome in phrases.items() if part in phrase} == {"long", "short"}, part


def _low_precision_declination_deg(day: float) -> float:
    """The Astronomical Almanac's low-precision formula, good to 0.01 degrees, for noon of a day of 2025."""
    days = day - 1 + 9131.0  # from J2000.0 to noon of 1 January 2025
    anomaly = math.radians(357.528 + 0.9856003 * days)
    longitude = math.radians(280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    obliquity = math.radians(23.439 - 4e-7 * days)
    return math.degrees(math.asin(math.sin(obliquity) * math.sin(longitude)))


@pytest.mark.parametrize("day", [1, 41, 80, 110, 172, 182, 230, 266, 324, 355])
def test_second_source_of_the_declination(day):
    # At the pole the sun stands as high as its declination.
    assert sun_elevation_deg(90, day, 12) == pytest.approx(_low_precision_declination_deg(day), abs=0.3)


@pytest.mark.parametrize(
    ("town", "latitude"),
    [("oslo", 59.9), ("edinburgh", 55.9), ("madrid_seven", 40.4), ("cairo", 30.0), ("sydney", -33.9), ("singapore", 1.3), ("nairobi", -1.3), ("rome", 41.9)],
)  # fmt: skip
def test_second_source_of_latitudes(town, latitude):
    """GeoNames, rounded."""
    assert get_law(LAW).conditions[town].facts["latitude_deg"] == pytest.approx(latitude, abs=0.1)


def test_no_shadow_is_derived_at_night():
    law = get_law("shadow length")
    day = next(iter(law.conditions.values()))
    night = replace(day, facts={**day.facts, "latitude_deg": 50, "solar_hour": 0})
    with pytest.raises(ValueError, match="expected a sun above the horizon"):
        rule_of(law.name)(law, next(iter(law.subjects.values())), night)
