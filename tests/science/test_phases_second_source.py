"""Melting, freezing and boiling points against sources other than the ones the law files name."""

import pytest

from scisynth.science.laws import get_law
from scisynth.science.phases import dew_point_c

WATER, HEAVY_WATER, ETHANOL, GALLIUM = "7732-18-5", "7789-20-0", "64-17-5", "7440-55-3"


def fact(law: str, subject: str, key: str) -> float:
    return get_law(law).subject(subject).facts[key].value


@pytest.mark.parametrize(
    ("law", "subject", "cas"),
    [
        ("solidification", "glass of water", WATER),
        ("solidification", "beaker of heavy water", HEAVY_WATER),
        ("melting", "ice cube", WATER),
        ("melting", "gallium ingot", GALLIUM),
    ],
)
def test_melting_points_against_chemicals(law: str, subject: str, cas: str):
    """Data of the package `chemicals`; 0.1 K."""
    phase_change = pytest.importorskip("chemicals.phase_change", reason="needs the package `chemicals`")
    key = "freezing_point" if law == "solidification" else "melting_point"
    assert fact(law, subject, key) == pytest.approx(phase_change.Tm(cas) - 273.15, abs=0.1)


@pytest.mark.parametrize(
    ("subject", "cas"),
    [("glass of water", WATER), ("flask of heavy water", HEAVY_WATER), ("beaker of ethanol", ETHANOL)],
)
def test_boiling_points_against_chemicals(subject: str, cas: str):
    """Data of the package `chemicals`; 0.2 K."""
    phase_change = pytest.importorskip("chemicals.phase_change", reason="needs the package `chemicals`")
    assert fact("evaporation", subject, "boiling_point") == pytest.approx(phase_change.Tb(cas) - 273.15, abs=0.2)


@pytest.mark.parametrize(("temperature", "humidity"), [(25, 98), (30, 95), (20, 60), (25, 40)])
def test_dew_point_against_iapws95(temperature: float, humidity: float):
    """At the dew point water's vapour pressure is the partial pressure; 0.5 % is 0.08 K."""
    iapws = pytest.importorskip("chemicals.iapws", reason="needs the package `chemicals`")
    partial = humidity / 100 * iapws.iapws95_Psat(temperature + 273.15)
    assert iapws.iapws95_Psat(dew_point_c(temperature, humidity) + 273.15) == pytest.approx(partial, rel=0.005)


ASHRAE_INITIAL_FREEZING_C = {
    "bowl of orange juice": -0.8,
    "jar of apple juice": -1.1,
    "bottle of cherry juice": -1.7,
    "wine glass of grape juice": -1.6,
    "glass of strawberry juice": -0.8,
    "jug of raspberry juice": -0.6,
}
"""ASHRAE Handbook, Refrigeration (2018), ch. 19: the whole fruits, hence within 0.7 K of their juices."""


@pytest.mark.parametrize("subject", ASHRAE_INITIAL_FREEZING_C)
def test_juices_freeze_like_their_fruits(subject: str):
    point = fact("solidification", subject, "freezing_point")
    assert point == pytest.approx(ASHRAE_INITIAL_FREEZING_C[subject], abs=0.7)


def test_sea_water_freezes_where_its_ions_say():
    """1.16 mol of ions a kg of water (Millero, Chemical Oceanography), osmotic coefficient 0.90, 1.86 K kg/mol."""
    assert fact("solidification", "bucket of seawater", "freezing_point") == pytest.approx(
        -1.16 * 0.90 * 1.86, abs=0.05
    )


USP_NF_MELTING_RANGE_C = {
    "bar of beeswax": (62, 65),
    "paraffin candle": (47, 65),
    "block of lard": (36, 42),
    "chocolate bar": (31, 35),
    "block of coconut oil": (23, 26),
}
"""United States Pharmacopeia and National Formulary: white wax, paraffin, lard, cocoa butter, coconut oil."""


@pytest.mark.parametrize("subject", USP_NF_MELTING_RANGE_C)
def test_fats_and_waxes_within_their_official_ranges(subject: str):
    low, high = USP_NF_MELTING_RANGE_C[subject]
    assert low <= fact("melting", subject, "melting_point") <= high
