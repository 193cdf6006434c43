"""Densities, masses and potentials against sources other than those the YAML names."""

import math

import pytest

from scisynth.science.laws import get_law

FARADAY = 96485.332
"""C/mol, CODATA 2018."""


def density(subject: str) -> float:
    return get_law("buoyancy").subject(subject).facts["density"].value


@pytest.mark.parametrize(
    ("subject", "element", "cas"),
    [
        ("iron block", "Fe", "7439-89-6"),
        ("copper coin", "Cu", "7440-50-8"),
        ("silver spoon", "Ag", "7440-22-4"),
        ("gold ring", "Au", "7440-57-5"),
    ],
)
def test_metal_densities_against_chemicals(subject: str, element: str, cas: str):
    """Molar mass over the molar volume of the package `chemicals`; 1 %."""
    elements = pytest.importorskip("chemicals.elements", reason="needs the package `chemicals`")
    volume = pytest.importorskip("chemicals.volume", reason="needs the package `chemicals`")
    molar_volume = volume.rho_data_CRC_inorg_s_const.loc[cas, "Vm"]
    expected = elements.periodic_table[element].MW / 1000 / molar_volume
    assert density(subject) == pytest.approx(expected, rel=0.01)


def test_water_against_iapws95():
    iapws = pytest.importorskip("chemicals.iapws", reason="needs the package `chemicals`")
    water = get_law("buoyancy").constants["water_density"].value
    assert water == pytest.approx(iapws.iapws95_rho(298.15, 101325.0), rel=0.001)


SMITHSONIAN_G_CM3 = {
    "oak log": (0.60, 0.90),
    "ebony block": (1.11, 1.33),
    "cork stopper": (0.22, 0.26),
    "brick": (1.4, 2.2),
    "granite rock": (2.64, 2.76),
    "glass marble": (2.4, 2.8),
    "ice cube": (0.916, 0.918),
    "wax candle": (0.87, 0.91),
    "pumice stone": (0.37, 0.90),
}
"""Smithsonian Physical Tables, 9th ed. (1954), density of various solids."""


@pytest.mark.parametrize("subject", SMITHSONIAN_G_CM3)
def test_solids_within_the_smithsonian_ranges(subject: str):
    low, high = SMITHSONIAN_G_CM3[subject]
    assert low * 1000 <= density(subject) <= high * 1000


BALLS = {
    "tennis ball": ((56.0, 59.4), (6.54, 6.86)),  # ITF rules of tennis, appendix I
    "ping-pong ball": ((2.67, 2.77), (4.0, 4.06)),  # ITTF leaflet T3
    "golf ball": ((45.0, 45.93), (4.267, 4.30)),  # R&A: at most 45.93 g, at least 42.67 mm
    "baseball": ((141.7, 148.8), (7.28, 7.48)),  # MLB rule 3.01: 5-5.25 oz, 9-9.25 in round
    "billiard ball": ((156, 170), (5.702, 5.728)),  # WPA: 5.5-6 oz, 2.25 in
    "basketball": ((580, 650), (23.9, 24.8)),  # FIBA size 7
    "soccer ball": ((410, 450), (21.65, 22.28)),  # IFAB law 2: 68-70 cm round
}
"""Mass in g and diameter in cm."""


@pytest.mark.parametrize("subject", BALLS)
def test_ball_densities_follow_from_their_rules(subject: str):
    """Mass over pi d^3 / 6; between the lightest large one and the heaviest small one, within 2 %."""
    (light, heavy), (small, large) = BALLS[subject]
    low = 1000 * light / (math.pi * large**3 / 6)
    high = 1000 * heavy / (math.pi * small**3 / 6)
    assert 0.98 * low <= density(subject) <= 1.02 * high


@pytest.mark.parametrize("subject", ["tennis ball", "basketball", "soccer ball"])
def test_ball_masses_follow_their_rules(subject: str):
    light, heavy = BALLS[subject][0]
    assert light <= 1000 * get_law("gravity").subject(subject).facts["mass"].value <= heavy


@pytest.mark.parametrize(
    ("subject", "formation_kj_mol", "electrons"),
    [("copper pot", 65.1, 2), ("silver spoon", 77.096, 1)],
)
def test_potentials_from_free_energies(subject: str, formation_kj_mol: float, electrons: int):
    """E = dG_f(ion) / (n F), with the CODATA key values (Cox, Wagman and Medvedev 1989); 10 mV."""
    potential = get_law("rust").subject(subject).facts["standard_potential"].value
    assert potential == pytest.approx(1000 * formation_kj_mol / (electrons * FARADAY), abs=0.01)


def test_oxygen_potential_from_the_free_energy_of_water():
    """2 H2 + O2 = 2 H2O, four electrons: E = 237.14 kJ/mol / (2 F) = 1.229 V (CODATA key values)."""
    oxygen = get_law("rust").constants["oxygen_potential"].value
    assert oxygen == pytest.approx(237_140 / (2 * FARADAY), abs=0.001)


def test_oxygen_in_rain_from_the_nernst_equation():
    """R T ln(10) / F = 8.3145 * 298.15 * 2.3026 / 96485 = 0.05916 V; rain from the constants of carbonic acid at 25 C."""
    constants = get_law("rust").constants
    assert constants["volts_per_ph"].value == pytest.approx(8.314462 * 298.15 * math.log(10) / FARADAY, abs=1e-4)
    # 400 ppm CO2: [H+]^2 = K_H K_1 p = 10^-1.47 * 10^-6.35 * 400e-6 (Stumm and Morgan, Aquatic Chemistry)
    assert constants["rain_ph"].value == pytest.approx(-math.log10(10**-1.47 * 10**-6.35 * 400e-6) / 2, abs=0.1)


@pytest.mark.parametrize(("metal", "formation_kj_mol", "electrons"), [("palladium", 176.5, 2), ("platinum", 254.8, 2)])
def test_noble_metals_lie_above_oxygen_in_rain_by_free_energies_too(
    metal: str, formation_kj_mol: float, electrons: int
):
    """Pd2+ and Pt2+ (NBS tables of chemical thermodynamic properties, 1982): 0.915 and 1.320 V, above 0.897 V."""
    constants = {name: fact.value for name, fact in get_law("rust").constants.items()}
    oxygen = constants["oxygen_potential"] - constants["volts_per_ph"] * constants["rain_ph"]
    assert 1000 * formation_kj_mol / (electrons * FARADAY) > oxygen, metal
