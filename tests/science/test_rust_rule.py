"""Rust: worked examples, counterfactuals and templates."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scisynth.science import chemistry
from scisynth.science.laws import get_law
from scisynth.science.rules import derive

LAW = get_law("rust")


def verdict(subject: str, *, air: Mapping[str, float] | None = None, years: float = 30, **facts: float):
    found = LAW.subject(subject)
    changed = {key: replace(found.facts[key], value=value) for key, value in facts.items()}
    outdoors = LAW.conditions["oxygen"]
    condition = replace(outdoors, facts={**outdoors.facts, **(air or {}), "years": years})
    return chemistry.rust(LAW, replace(found, facts={**found.facts, **changed}), condition)


@pytest.mark.parametrize(
    ("subject", "numbers", "seen"),
    [
        ("iron hammer", ("-0.447 V", "0.897 V", "FeO(OH)", "oxygen and water"), "red-brown rust"),
        ("bronze statue", ("0.3419 V", "Cu4SO4(OH)6", "sulfur dioxide"), "green patina"),
        ("silver spoon", ("0.7996 V", "Ag2S", "hydrogen sulfide"), "black tarnish"),
    ],
)
def test_each_metal_gets_its_own_corrosion(subject: str, numbers: tuple[str, ...], seen: str):
    derivation = derive("rust", subject, "oxygen")
    assert derivation.outcome == "corroded"
    assert derivation.words["corrosion"] == seen
    for number in (*numbers, "30 years"):
        assert number in derivation.sentence


@pytest.mark.parametrize(("metal", "potential"), [("palladium", 0.951), ("platinum", 1.18), ("gold", 1.498)])
def test_noble_metals_stay_bright(metal: str, potential: float):
    """Palladium and platinum lie below oxygen's 1.229 V in acid of pH 0, not below its 0.897 V in rain."""
    assert verdict("silver ring").outcome == "corroded"
    bright = verdict("silver ring", standard_potential=potential)
    assert bright.outcome == "pristine" and "0.897 V of oxygen in rain" in bright.sentence, metal


def test_the_oxidant_is_oxygen_in_rain():
    """1.229 V - 0.0592 V * 5.6 = 0.897 V; a metal just below corrodes, one just above does not."""
    assert verdict("silver ring", standard_potential=0.89).outcome == "corroded"
    assert verdict("silver ring", standard_potential=0.90).outcome == "pristine"


@pytest.mark.parametrize(
    ("subject", "missing", "said"),
    [
        ("iron key", {"oxygen_percent": 0}, "0 % oxygen"),
        ("iron key", {"humidity_percent": 40}, "no film of water"),
        ("copper coin", {"sulfur_dioxide_ug_m3": 0}, "no sulfur dioxide"),
        ("silver spoon", {"hydrogen_sulfide_ug_m3": 0}, "no hydrogen sulfide"),
    ],
)
def test_without_a_reagent_nothing_corrodes(subject: str, missing: dict[str, float], said: str):
    assert verdict(subject).outcome == "corroded"
    bright = verdict(subject, air=missing)
    assert bright.outcome == "pristine" and said in bright.sentence


def test_only_what_the_product_holds_is_needed():
    """Iron and brass need no sulfur gas, silver no sulfur dioxide."""
    clean = {"sulfur_dioxide_ug_m3": 0, "hydrogen_sulfide_ug_m3": 0}
    assert verdict("iron key", air=clean).outcome == verdict("brass bell", air=clean).outcome == "corroded"
    assert verdict("silver spoon", air={"sulfur_dioxide_ug_m3": 0}).outcome == "corroded"


def test_a_product_that_holds_sulfur_is_said_to_take_it_from_the_air():
    for subject in LAW.subjects.values():
        formula, reagent = (subject.facts[name].value for name in ("formula", "reagent"))
        assert ("S" in formula) == ("sulf" in reagent), subject.name
        assert reagent in derive("rust", subject.name, "weather").sentence


def test_patina_takes_longer_than_rust():
    assert verdict("iron key", years=5).outcome == "corroded"
    assert verdict("copper coin", years=5).outcome == "pristine"
    assert verdict("copper coin", years=20).outcome == "corroded"


def test_every_subject_corrodes_and_every_template_reads():
    assert len(LAW.implicit_templates) >= 6
    for subject in LAW.subjects.values():
        for condition in LAW.conditions.values():
            derivation = derive("rust", subject.name, condition.name)
            assert (derivation.outcome, derivation.superficial) == ("corroded", "pristine")
            words = {"subject": subject.name, "a_subject": subject.with_article, "condition": condition.phrase}
            for template in LAW.implicit_templates:
                text = template.format(**words)
                assert not [word for word in ("rust", "patina", "tarnish", "corro", "shiny") if word in text]
            for template in LAW.shown_templates["corroded"]:
                assert derivation.words["corrosion"] in template.format(**words, **derivation.words)
            for template in LAW.shown_templates["pristine"]:
                assert subject.name in template.format(**words, **derivation.words)


def test_the_air_of_every_condition_is_the_air_that_has_a_source():
    air = {name.removeprefix("air_"): fact for name, fact in LAW.constants.items() if name.startswith("air_")}
    assert all(fact.source for fact in air.values())
    for condition in LAW.conditions.values():
        given = {name.removesuffix("_percent").removesuffix("_ug_m3"): value for name, value in condition.facts.items()}
        assert {name: given[name] for name in air} == {name: fact.value for name, fact in air.items()}, condition.name
        assert set(given) == {*air, "years"}


@pytest.mark.parametrize(
    ("gas", "molar_mass", "low_ppb", "high_ppb"),
    [("sulfur_dioxide", 64.06, 0.02, 30), ("hydrogen_sulfide", 34.08, 0.02, 5.8)],
)
def test_traces_lie_between_clean_air_and_a_town(gas: str, molar_mass: float, low_ppb: float, high_ppb: float):
    """A mole of air takes 24.47 L at 25 C and 1 atm, so that 1 ug/m3 is 24.47 / molar mass in ppb."""
    assert low_ppb < LAW.constants[f"air_{gas}"].value * 24.47 / molar_mass < high_ppb
