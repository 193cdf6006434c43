"""Rust: worked examples, counterfactuals and templates."""

from dataclasses import replace

import pytest

from scisynth.science import chemistry
from scisynth.science.laws import get_law
from scisynth.science.rules import derive

LAW = get_law("rust")


def verdict(subject: str, *, oxygen: float = 20.95, years: float = 30, **facts: float):
    found = LAW.subject(subject)
    changed = {key: replace(found.facts[key], value=value) for key, value in facts.items()}
    condition = replace(LAW.conditions["oxygen"], facts={"oxygen_percent": oxygen, "years": years})
    return chemistry.rust(LAW, replace(found, facts={**found.facts, **changed}), condition)


@pytest.mark.parametrize(
    ("subject", "numbers", "seen"),
    [
        ("iron hammer", ("-0.447 V", "1.229 V", "FeO(OH)"), "red-brown rust"),
        ("bronze statue", ("0.3419 V", "Cu4SO4(OH)6"), "green patina"),
        ("silver spoon", ("0.7996 V", "Ag2S"), "black tarnish"),
    ],
)
def test_each_metal_gets_its_own_corrosion(subject: str, numbers: tuple[str, ...], seen: str):
    derivation = derive("rust", subject, "oxygen")
    assert derivation.outcome == "corroded"
    assert derivation.words["corrosion"] == seen
    for number in (*numbers, "30 years"):
        assert number in derivation.sentence


def test_a_metal_nobler_than_oxygen_stays_bright():
    # gold: Au3+/Au at +1.498 V, above oxygen's 1.229 V
    assert verdict("silver ring").outcome == "corroded"
    assert verdict("silver ring", standard_potential=1.498).outcome == "pristine"


def test_without_oxygen_nothing_corrodes():
    assert verdict("iron key", oxygen=0).outcome == "pristine"


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
