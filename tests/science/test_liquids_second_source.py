"""Facts of liquids and flames against sources other than the ones they were taken from."""

import math

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive

# CAS numbers of pure liquids; the `chemicals` package holds correlations for them: densities from Perry's
# Handbook, 8th ed., viscosities from the VDI Heat Atlas, 2nd ed.
CAS = {
    "water": "7732-18-5",
    "ethanol": "64-17-5",
    "methanol": "67-56-1",
    "acetone": "67-64-1",
    "hexane": "110-54-3",
    "toluene": "108-88-3",
    "chloroform": "67-66-3",
    "glycerin": "56-81-5",
}


@pytest.mark.parametrize("liquid", ["water", "ethanol", "methanol", "acetone", "hexane", "glycerin"])
def test_viscosity_agrees_with_the_heat_atlas(liquid):
    viscosity = pytest.importorskip("chemicals.viscosity")
    row = viscosity.mu_data_VDI_PPDS_7.loc[CAS[liquid]]
    second_mpa_s = 1000 * viscosity.PPDS9(298.15, *(row[letter] for letter in "ABCDE"))
    # Glycerin's viscosity halves every 8 K, so that the last digits of a table depend on its tenths of a degree.
    assert get_law("diffusion").subject(liquid).facts["viscosity"].value == pytest.approx(second_mpa_s, rel=0.1)


def _densities() -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for subject in get_law("immiscibility").subjects.values():
        for place, name in zip(("first", "second"), subject.name.split(" and "), strict=True):
            found.setdefault(name, set()).add(subject.facts[f"{place}_density"].value)
    return found


def test_a_liquid_has_one_density_and_one_kind_wherever_it_is_named():
    assert not {name: values for name, values in _densities().items() if len(values) > 1}
    kinds: dict[str, set[str]] = {}
    for subject in get_law("immiscibility").subjects.values():
        for place, name in zip(("first", "second"), subject.name.split(" and "), strict=True):
            kinds.setdefault(name, set()).add(subject.facts[f"{place}_kind"].value)
    assert not {name: values for name, values in kinds.items() if len(values) > 1}


def _density_of_perry(liquid: str) -> float:
    volume = pytest.importorskip("chemicals.volume")
    dippr = pytest.importorskip("chemicals.dippr")
    identifiers = pytest.importorskip("chemicals.identifiers")
    row = volume.rho_data_Perry_8E_105_l.loc[CAS[liquid]]
    mol_per_m3 = dippr.EQ105(293.15, *(row[f"C{number}"] for number in range(1, 5)))
    return float(mol_per_m3 * identifiers.MW(CAS[liquid]) / 1000)


@pytest.mark.parametrize("liquid", ["ethanol", "acetone", "hexane", "toluene", "chloroform"])
def test_density_agrees_with_perry(liquid):
    (ours,) = _densities()[liquid]
    assert ours == pytest.approx(_density_of_perry(liquid), rel=0.01)


@pytest.mark.parametrize("liquid", ["ethanol", "methanol", "acetone", "hexane"])
def test_density_under_a_drop_of_dye_agrees_with_perry(liquid):
    assert get_law("diffusion").subject(liquid).facts["density"].value == pytest.approx(
        _density_of_perry(liquid), rel=0.01
    )


def test_a_liquid_is_as_dense_under_dye_as_in_layers():
    dyed = {name: subject.facts["density"] for name, subject in get_law("diffusion").subjects.items()}
    shared = dyed.keys() & _densities().keys()
    assert len(shared) > 5
    for name in shared:
        (layered,) = _densities()[name]
        assert dyed[name].value == pytest.approx(layered, abs=dyed[name].uncertainty), name


# Dispersion parts of surface energies, mJ/m2: Fowkes, Ind. Eng. Chem. 56 (12) (1964) 40, for polytetrafluoroethylene,
# paraffin wax and polyethylene.
DISPERSION_MJ_M2 = {"Teflon pan": 19.5, "sheet of wax paper": 25.5, "plastic sheet": 35.0}
WATER_MJ_M2, WATER_DISPERSION_MJ_M2 = 72.8, 21.8


@pytest.mark.parametrize("material", DISPERSION_MJ_M2)
def test_contact_angle_follows_from_surface_energies(material):
    """Young's equation with Fowkes' work of adhesion: gamma (1 + cos theta) = 2 sqrt(gamma_d of water x gamma_d of the solid)."""
    adhesion = 2 * math.sqrt(WATER_DISPERSION_MJ_M2 * DISPERSION_MJ_M2[material])
    second = math.degrees(math.acos(adhesion / WATER_MJ_M2 - 1))
    ours = get_law("absorption").subject(material).facts["contact_angle"]
    assert ours.value == pytest.approx(second, abs=ours.uncertainty)


# (low, high): Kaye and Laby, Tables of Physical and Chemical Constants, 16th ed., section 2.2 and common food tables
# (USDA FoodData Central portion weights) for densities at room temperature.
DENSITY_RANGES = {
    "milk": (1026, 1036),
    "mercury": (13530, 13600),
    "olive oil": (905, 920),
    "sunflower oil": (915, 925),
    "honey": (1380, 1450),
    "gasoline": (710, 775),
    "diesel": (820, 860),
    "kerosene": (775, 840),
}


@pytest.mark.parametrize("liquid", DENSITY_RANGES)
def test_density_lies_in_the_range_of_a_second_table(liquid):
    low, high = DENSITY_RANGES[liquid]
    (ours,) = _densities()[liquid]
    assert low <= ours <= high


# Ranges of open porosity in percent: Schoen, Physical Properties of Rocks, 2nd ed. (stones); Dullien, Porous Media,
# 2nd ed., table 1.3 (brick); ISO 10545-1 groups AIII and BIa (terracotta, porcelain).
POROSITY_RANGES = {
    "clay brick": (12, 40),
    "sandstone slab": (5, 30),
    "block of chalk": (30, 50),
    "unglazed terracotta tile": (15, 35),
    "polished granite slab": (0.2, 2),
    "polished marble slab": (0.2, 2),
    "porcelain plate": (0, 1.2),
}


@pytest.mark.parametrize("material", POROSITY_RANGES)
def test_porosity_lies_in_the_range_of_a_second_table(material):
    low, high = POROSITY_RANGES[material]
    assert low <= get_law("absorption").subject(material).facts["open_porosity"].value <= high


# Flame-test lines in nm: Vogel, Qualitative Inorganic Analysis, 7th ed., section 2.2.
VOGEL_LINES_NM = {
    "sodium chloride powder": 589.3,
    "potassium chloride powder": 404.4,
    "lithium chloride powder": 670.8,
    "strontium chloride powder": 662.8,
    "barium chloride powder": 524.3,
    "thallium sulfate powder": 535.0,
}


@pytest.mark.parametrize("salt", VOGEL_LINES_NM)
def test_emission_agrees_with_the_flame_test_tables(salt):
    ours = get_law("flame reaction").subject(salt).facts["emission"].value
    assert ours == pytest.approx(VOGEL_LINES_NM[salt], abs=3)


def _lobe(wavelength: float, peak: float, left: float, right: float) -> float:
    return math.exp(-0.5 * ((wavelength - peak) / (left if wavelength < peak else right)) ** 2)


def _cie(wavelength: float) -> tuple[float, float, float]:
    """CIE 1931 observer, the analytic fit of Wyman, Sloan and Shirley (JCGT 2013)."""
    x = 1.056 * _lobe(wavelength, 599.8, 37.9, 31.0) + 0.362 * _lobe(wavelength, 442.0, 16.0, 26.7)
    x -= 0.065 * _lobe(wavelength, 501.1, 20.4, 26.2)
    y = 0.821 * _lobe(wavelength, 568.8, 46.9, 40.5) + 0.286 * _lobe(wavelength, 530.9, 16.3, 31.1)
    z = 1.217 * _lobe(wavelength, 437.0, 11.8, 36.0) + 0.681 * _lobe(wavelength, 459.0, 26.0, 13.8)
    return x, y, z


def _hue(xyz: tuple[float, float, float]) -> float:
    """Direction from the equal-energy white point in the chromaticity diagram."""
    total = sum(xyz)
    return math.atan2(xyz[1] / total - 1 / 3, xyz[0] / total - 1 / 3)


def _dominant_nm(kelvin: float) -> float:
    """Dominant wavelength of Planck's light: its law integrated against the CIE observer."""
    total = (0.0, 0.0, 0.0)
    for wavelength in range(380, 781, 2):
        # Second radiation constant 14.388 mm K; the scale does not matter for the hue.
        power = (wavelength / 600) ** -5 / (math.exp(14.388e6 / (wavelength * kelvin)) - 1)
        total = tuple(sum_ + power * value for sum_, value in zip(total, _cie(wavelength), strict=True))
    hue = _hue(total)
    return min(range(5600, 6300), key=lambda tenth: abs(_hue(_cie(tenth / 10)) - hue)) / 10


@pytest.mark.parametrize(
    ("fuel", "kelvin"),
    [
        ("candle wax", 1900),
        ("olive oil", 1900),
        ("unmixed propane", 1900),
        ("kerosene", 2000),
        ("gasoline", 1450),
        ("wood shavings", 1450),
        ("firewood", 1450),
    ],
)
def test_soot_flames_have_the_hue_of_planck_light(fuel, kelvin):
    found = get_law("flame reaction").subject(fuel).facts["emission"].value
    assert found == pytest.approx(_dominant_nm(kelvin), abs=1.5)


@pytest.mark.parametrize("kelvin", [1300, 1500, 1700, 1900, 2200])
def test_soot_of_any_flame_lies_where_tables_let_yellow_meet_orange(kelvin):
    """590 nm (Bruno and Svoronos) to 597 nm (Hecht), 5 nm of uncertainty: so soot is named by its kind."""
    assert 590 - 5 <= _dominant_nm(kelvin) <= 597 + 5


# Upper borders of violet, blue, green, yellow and orange, nm: Bruno and Svoronos, CRC Handbook of Fundamental Spectroscopic
# Correlation Charts (2005), with cyan counted as blue.
SECOND_BORDERS = {"violet": 450, "blue": 500, "green": 565, "yellow": 590, "orange": 625}


def test_lines_and_bands_have_the_same_colour_by_a_second_table_of_names():
    law = get_law("flame reaction")
    for subject in law.subjects.values():
        if subject.facts["light"].value == "glowing soot":
            continue
        emission = subject.facts["emission"].value
        second = next((name for name, border in SECOND_BORDERS.items() if emission < border), "red")
        assert derive(law.name, subject.name, "loop").outcome == second, subject.name
