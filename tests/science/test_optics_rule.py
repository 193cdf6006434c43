"""Index matching: worked examples, changed facts, and a second source for the refractive indices."""

from dataclasses import replace

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive, rule_of

LAW = "index matching"
CAS = {
    "glycerol": "56-81-5",
    "dimethyl sulfoxide": "67-68-5",
    "carbon tetrachloride": "56-23-5",
    "ethylene glycol": "107-21-1",
    "propylene glycol": "57-55-6",
    "chlorobenzene": "108-90-7",
    "cinnamaldehyde": "14371-10-9",
    "ethanol": "64-17-5",
    "methanol": "67-56-1",
}


def decide(subject: str, **values):
    law = get_law(LAW)
    known = law.subject(subject)
    facts = {key: replace(fact, value=values.get(key, fact.value)) for key, fact in known.facts.items()}
    return rule_of(LAW)(law, replace(known, facts=facts), law.conditions["beaker"])


def test_worked_examples():
    # 1.4746 - 1.473 = 0.0016 < 0.01; 1.473 - 1.333 = 0.14, of which (0.14 / 2.806)^2 = 0.25 % is reflected.
    vanished = derive(LAW, "borosilicate glass rod in glycerol", "beaker")
    assert (vanished.outcome, vanished.superficial) == ("vanishes", "shows") and "0.002, below" in vanished.sentence
    seen = derive(LAW, "borosilicate glass rod in water", "glass")
    assert (seen.outcome, seen.superficial) == ("shows", "vanishes")
    assert "0.140, above" in seen.sentence and "0.002." in seen.sentence
    assert seen.words["a_thing"] == "a borosilicate glass rod" and seen.words["liquid"] == "water"


def test_other_facts_other_truth():
    assert decide("acrylic rod in water").outcome == "shows"
    assert decide("acrylic rod in water", liquid_index=1.495).outcome == "vanishes"
    assert decide("borosilicate glass rod in olive oil", solid_index=1.52).outcome == "shows"
    # It is the difference that counts, whichever is larger.
    assert decide("crown glass rod in immersion oil", liquid_index=1.53).outcome == "shows"


def test_no_pair_lies_near_the_limit():
    law = get_law(LAW)
    limit = law.constants["seen_above"].value
    for subject in law.subjects.values():
        solid, liquid = subject.facts["solid_index"], subject.facts["liquid_index"]
        step, doubt = abs(solid.value - liquid.value), solid.uncertainty + liquid.uncertainty
        assert step + doubt < limit or step - doubt > 3 * limit, subject.name


def test_no_solid_and_no_liquid_decides_alone():
    outcomes = {name: derive(LAW, name, "jar").outcome for name in get_law(LAW).subjects}
    vanishing = list(outcomes.values()).count("vanishes")
    assert 0.4 <= vanishing / len(outcomes) <= 0.6
    for part in ("borosilicate", "fused silica", "soda-lime", "crown", "flint", "sunflower", "glycerol", "immersion"):
        assert {outcome for name, outcome in outcomes.items() if part in name} == {"vanishes", "shows"}, part


def _index(liquid: str) -> float:
    subjects = get_law(LAW).subjects.values()
    found = {item.facts["liquid_index"].value for item in subjects if item.name.endswith(f" in {liquid}")}
    (value,) = found
    return value


def test_a_material_has_one_index_wherever_it_is_named():
    solids: dict[str, set[float]] = {}
    liquids: dict[str, set[float]] = {}
    for subject in get_law(LAW).subjects.values():
        thing, _, liquid = subject.name.partition(" in ")
        solids.setdefault(thing.rpartition(" ")[0], set()).add(subject.facts["solid_index"].value)
        liquids.setdefault(liquid, set()).add(subject.facts["liquid_index"].value)
    assert not [name for name, values in {**solids, **liquids}.items() if len(values) > 1]


@pytest.mark.parametrize("liquid", CAS)
def test_second_source_of_pure_liquids(liquid):
    """The compilation of the package `chemicals`, sodium D line; CRC values have been read for some of its rows, too."""
    refractivity = pytest.importorskip("chemicals.refractivity", reason="needs the package `chemicals`")
    assert _index(liquid) == pytest.approx(refractivity.RI(CAS[liquid])[0], abs=0.002)


def test_second_source_of_water_iapws():
    refractivity = pytest.importorskip("chemicals.refractivity", reason="needs the package `chemicals`")
    assert _index("water") == pytest.approx(refractivity.RI_IAPWS(293.15, 998.2, 0.5893e-6), abs=0.001)


# (low, high) at 20 C: Gemological tables of immersion liquids (International Gem Society), Merck Index, 14th ed.
RANGES = {
    "sunflower oil": (1.472, 1.477),
    "soybean oil": (1.470, 1.477),
    "corn oil": (1.470, 1.477),
    "olive oil": (1.466, 1.471),
    "canola oil": (1.470, 1.475),
    "mineral oil": (1.466, 1.480),
    "turpentine": (1.467, 1.474),
    "immersion oil": (1.512, 1.520),
}


@pytest.mark.parametrize("oil", RANGES)
def test_second_source_of_oils(oil):
    low, high = RANGES[oil]
    assert low <= _index(oil) <= high


# Sellmeier terms (B, C in um2) of other tables than the data sheets: refractiveindex.info, main shelf.
SELLMEIER = {
    "fused silica": ((0.6961663, 0.0684043**2), (0.4079426, 0.1162414**2), (0.8974794, 9.896161**2)),
    "crown glass": ((1.03961212, 0.00600069867), (0.231792344, 0.0200179144), (1.01046945, 103.560653)),
    "flint glass": ((1.34533359, 0.00997743871), (0.209073176, 0.0470450767), (0.937357162, 111.886764)),
    "sapphire": ((1.4313493, 0.0726631**2), (0.65054713, 0.1193242**2), (5.3414021, 18.028251**2)),
    "calcium fluoride": ((0.5675888, 0.050263605**2), (0.4710914, 0.1003909**2), (3.8484723, 34.649040**2)),
}


@pytest.mark.parametrize("solid", SELLMEIER)
def test_second_source_of_solids_sellmeier(solid):
    """n^2 = 1 + sum B L^2 / (L^2 - C) at the sodium line, L = 0.5893 um."""
    square = 0.5893**2
    second = (1 + sum(b * square / (square - c) for b, c in SELLMEIER[solid])) ** 0.5
    subjects = get_law(LAW).subjects.values()
    ours = {item.facts["solid_index"].value for item in subjects if item.name.startswith(f"{solid} ")}
    assert ours.pop() == pytest.approx(second, abs=0.001) and not ours
