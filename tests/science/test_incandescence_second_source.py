"""The glow of hot metal, against sources other than those of its limits; and that none of the metals would have melted."""

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive

LAW = "incandescence"
# H. M. Howe, Engineering and Mining Journal 69 (1900), colours of heated steel in degrees C: lowest red visible in the dark 470,
# dull red 550 to 625, full cherry 700, light red 850, full yellow 950 to 1000, light yellow 1050, white 1150.
HOWE = {"dark": (0, 470), "red": (550, 850), "orange": (850, 950), "yellow": (950, 1100), "white": (1150, 2000)}
# Royal Society of Chemistry, Periodic Table (2024), in K.
MELTING_K = {
    "iron": 1811,
    "nickel": 1728,
    "cobalt": 1768,
    "titanium": 1943,
    "platinum": 2041,
    "tungsten": 3687,
    "molybdenum": 2895,
}
MARGIN_C = 100


@pytest.mark.parametrize("condition", get_law(LAW).conditions)
def test_the_colour_is_the_one_of_howes_scale(condition):
    law = get_law(LAW)
    low, high = HOWE[derive(LAW, "iron nail", condition).outcome]
    assert low <= law.conditions[condition].facts["temperature_c"] <= high


def test_every_colour_is_there_and_no_temperature_is_near_a_limit():
    law = get_law(LAW)
    assert {derive(LAW, "iron nail", condition).outcome for condition in law.conditions} == set(law.outcomes)
    for condition in law.conditions.values():
        for limit in law.constants.values():
            assert abs(condition.facts["temperature_c"] - limit.value) > 1.2 * float(limit.uncertainty), condition.name


def test_no_metal_melts_and_their_melting_points_are_those_of_another_table():
    law = get_law(LAW)
    hottest = max(condition.facts["temperature_c"] for condition in law.conditions.values())
    for subject in law.subjects.values():
        melting, metal = subject.facts["melting_point"].value, subject.name.split()[0]
        assert melting > hottest + MARGIN_C, subject.name
        assert metal == "steel" or melting == pytest.approx(MELTING_K[metal] - 273.15, abs=10), subject.name


def test_what_would_be_liquid_is_refused(law_files):
    from scisynth.core.errors import DataError

    path = law_files / "extended/incandescence.yaml"
    text = path.read_text()
    path.write_text(text.replace("iron nail: {<<: *iron,", "tin nail: {melting_point: 232,"))
    with pytest.raises(DataError, match="tin nail is liquid at 700 C"):
        derive(LAW, "iron key", "t700")
