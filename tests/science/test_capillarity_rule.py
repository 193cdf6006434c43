"""Capillarity: worked examples of Jurin's law, changed facts, and a second source for its facts."""

import math
from dataclasses import replace

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive, rule_of

LAW = "capillarity"
CAS = {
    "water": "7732-18-5",
    "ethanol": "64-17-5",
    "methanol": "67-56-1",
    "acetone": "67-64-1",
    "toluene": "108-88-3",
    "hexane": "110-54-3",
    "octane": "111-65-9",
    "decane": "124-18-5",
    "hexadecane": "544-76-3",
    "benzene": "71-43-2",
    "glycerol": "56-81-5",
    "mercury": "7439-97-6",
}


def decide(subject: str, condition: str = "one", **values):
    law = get_law(LAW)
    known = law.subject(subject)
    facts = {key: replace(fact, value=values.get(key, fact.value)) for key, fact in known.facts.items()}
    return rule_of(LAW)(law, replace(known, facts=facts), law.conditions[condition])


def step_mm(subject: str, condition: str) -> float:
    return float(derive(LAW, subject, condition).words["step_mm"])


def test_worked_examples():
    # 2 x 0.07199 N/m / (997 kg/m3 x 9.80665 m/s2 x 0.0005 m) = 29.5 mm above.
    assert step_mm("glass tube in water", "one") == pytest.approx(29.5, abs=0.1)
    assert "29 mm above" in derive(LAW, "glass tube in water", "one").sentence
    # 2 x 0.48548 x cos 140 / (13534 x 9.80665 x 0.0005) = -11.2 mm.
    assert step_mm("glass tube in mercury", "one") == pytest.approx(-11.2, abs=0.1)
    assert derive(LAW, "glass tube in mercury", "one").outcome == "dips"
    assert derive(LAW, "PTFE tube in hexane", "one").outcome == "climbs"


def test_the_angle_decides_the_sign_and_the_bore_how_far():
    assert decide("glass tube in water").outcome == "climbs"
    assert decide("glass tube in water", contact_angle=110).outcome == "dips"
    assert decide("glass tube in mercury", contact_angle=30).outcome == "climbs"
    for subject in get_law(LAW).subjects:
        # Half the radius, twice the step.
        assert step_mm(subject, "half") == pytest.approx(2 * step_mm(subject, "one"), rel=0.01)
        assert step_mm(subject, "one") == pytest.approx(2 * step_mm(subject, "two"), rel=0.01)


def test_every_step_can_be_seen_and_no_angle_lies_at_the_border():
    law = get_law(LAW)
    for subject in law.subjects.values():
        assert abs(step_mm(subject.name, "two")) >= 1
        angle = subject.facts["contact_angle"]
        assert abs(angle.value - 90) > angle.uncertainty
        # Jurin's law is for bores well below the capillary length.
        length_mm = 1000 * math.sqrt(
            subject.facts["surface_tension"].value / 1000 / (subject.facts["density"].value * 9.80665)
        )
        assert max(condition.facts["bore_mm"] for condition in law.conditions.values()) / 2 < length_mm


def test_the_same_tube_and_the_same_liquid_have_both_outcomes():
    outcomes = {name: derive(LAW, name, "one").outcome for name in get_law(LAW).subjects}
    for part in ("acrylic tube", "PTFE tube", "nylon tube", "glass tube", "in water"):
        assert {outcome for name, outcome in outcomes.items() if part in name} == {"climbs", "dips"}, part


def _facts(liquid: str, fact: str) -> set[float]:
    subjects = get_law(LAW).subjects.values()
    return {subject.facts[fact].value for subject in subjects if subject.name.endswith(f" in {liquid}")}


def test_a_liquid_has_the_same_facts_in_every_tube():
    for liquid in CAS:
        assert len(_facts(liquid, "surface_tension")) == len(_facts(liquid, "density")) == 1


@pytest.mark.parametrize("liquid", [name for name in CAS if name not in ("water", "benzene", "glycerol", "mercury")])
def test_second_source_of_surface_tension_jasper(liquid):
    """Jasper, J. Phys. Chem. Ref. Data 1 (1972) 841: gamma = a - b T, T in C."""
    interface = pytest.importorskip("chemicals.interface", reason="needs the package `chemicals`")
    row = interface.sigma_data_Jasper_Lange.loc[CAS[liquid]]
    (ours,) = _facts(liquid, "surface_tension")
    assert ours == pytest.approx(row["a"] - 25 * row["b"], rel=0.04)


def test_second_source_of_the_surface_tension_of_water_iapws():
    interface = pytest.importorskip("chemicals.interface", reason="needs the package `chemicals`")
    (ours,) = _facts("water", "surface_tension")
    assert ours == pytest.approx(1000 * interface.sigma_IAPWS(298.15), rel=0.005)


@pytest.mark.parametrize("liquid", ["benzene", "glycerol"])
def test_second_source_of_surface_tension_vdi(liquid):
    """VDI Heat Atlas, 2nd ed."""
    interface = pytest.importorskip("chemicals.interface", reason="needs the package `chemicals`")
    row = interface.sigma_data_VDI_PPDS_11.loc[CAS[liquid]]
    second = interface.PPDS14(298.15, *(row[letter] for letter in ("Tc", "A", "B", "C")))
    (ours,) = _facts(liquid, "surface_tension")
    assert ours == pytest.approx(1000 * second, rel=0.01)


def test_second_source_of_mercury_kaye_and_laby():
    """Kaye and Laby, Tables of Physical and Chemical Constants, 16th ed.: 13534 kg/m3 at 25 C, 472 to 488 mN/m."""
    (density,) = _facts("mercury", "density")
    assert density == pytest.approx(13534, rel=0.001)
    (ours,) = _facts("mercury", "surface_tension")
    assert 472 <= ours <= 488


@pytest.mark.parametrize(
    "liquid", ["ethanol", "methanol", "acetone", "toluene", "hexane", "octane", "decane", "hexadecane", "benzene"]
)
def test_second_source_of_density_perry(liquid):
    volume = pytest.importorskip("chemicals.volume", reason="needs the package `chemicals`")
    dippr = pytest.importorskip("chemicals.dippr")
    identifiers = pytest.importorskip("chemicals.identifiers")
    row = volume.rho_data_Perry_8E_105_l.loc[CAS[liquid]]
    mol_per_m3 = dippr.EQ105(298.15, *(row[f"C{number}"] for number in range(1, 5)))
    (ours,) = _facts(liquid, "density")
    assert ours == pytest.approx(mol_per_m3 * identifiers.MW(CAS[liquid]) / 1000, rel=0.01)


# (low, high) in degrees: Mark, Polymer Data Handbook, and Wu, Polymer Interface and Adhesion, tables of water contact angles.
WATER_ON = {
    "PTFE": (104, 115),
    "FEP": (104, 115),
    "silicone": (100, 112),
    "polypropylene": (95, 108),
    "polyethylene": (92, 104),
    "acrylic": (65, 80),
    "PET": (65, 82),
    "nylon": (55, 75),
    "wax-coated glass": (104, 112),
}


@pytest.mark.parametrize("material", WATER_ON)
def test_second_source_of_the_angle_of_water(material):
    low, high = WATER_ON[material]
    assert low <= get_law(LAW).subject(f"{material} tube in water").facts["contact_angle"].value <= high


def test_angles_on_ptfe_follow_the_surface_tension():
    """Zisman: on one solid the cosine falls with the surface tension of the alkanes; zero angle near 18.5 mN/m, the tension of PTFE."""
    alkanes = [get_law(LAW).subject(f"PTFE tube in {name}") for name in ("hexane", "octane", "decane", "hexadecane")]
    tensions = [subject.facts["surface_tension"].value for subject in alkanes]
    cosines = [math.cos(math.radians(subject.facts["contact_angle"].value)) for subject in alkanes]
    assert tensions == sorted(tensions) and cosines == sorted(cosines, reverse=True)
    slope = (cosines[0] - cosines[-1]) / (tensions[-1] - tensions[0])
    assert tensions[0] - (1 - cosines[0]) / slope == pytest.approx(18.5, abs=1.5)
