"""Gravity, buoyancy and electricity: worked examples, counterfactuals and templates."""

from collections import Counter
from dataclasses import replace

import pytest

from scisynth.science import mechanics
from scisynth.science.laws import Condition, Law, Subject, get_law
from scisynth.science.rules import derive

LAWS = ("buoyancy", "gravity", "electricity")
GIVEAWAYS = ("float", "sink", "sunk", "bottom", "mid-air", "hover", "ground", "dark", "lit", "glow", "shin", "light")


def with_fact(subject: Subject, kind: str, value: float) -> Subject:
    return replace(subject, facts={**subject.facts, kind: replace(subject.facts[kind], value=value)})


def with_value(condition: Condition, key: str, value: float) -> Condition:
    return replace(condition, facts={**condition.facts, key: value})


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        ("apple", "floats"),
        ("ice cube", "floats"),
        ("pumice stone", "floats"),
        ("ebony block", "sinks"),
        ("raw egg", "sinks"),
    ],
)
def test_buoyancy_compares_with_water(subject: str, outcome: str):
    law = get_law("buoyancy")
    derivation = derive("buoyancy", subject, "box")
    assert derivation.outcome == outcome
    assert f"{law.subject(subject).facts['density'].value:g} kg/m3" in derivation.sentence
    assert "997 kg/m3" in derivation.sentence


def test_a_lighter_iron_block_floats():
    law = get_law("buoyancy")
    iron, box = law.subject("iron block"), law.conditions["box"]
    assert mechanics.buoyancy(law, iron, box).outcome == "sinks"
    assert mechanics.buoyancy(law, with_fact(iron, "density", 996), box).outcome == "floats"
    assert mechanics.buoyancy(law, with_fact(iron, "density", 998), box).outcome == "sinks"


def test_buoyancy_depends_on_the_subject():
    law = get_law("buoyancy")
    counts = Counter(derive("buoyancy", name, "tank").outcome for name in law.subjects)
    assert len(law.subjects) >= 28
    assert min(counts.values()) >= 0.4 * len(law.subjects)
    # Neither "wood floats" nor "stone sinks" is enough to answer.
    assert derive("buoyancy", "wooden block", "box").outcome != derive("buoyancy", "ebony block", "box").outcome
    assert derive("buoyancy", "pumice stone", "box").outcome != derive("buoyancy", "granite rock", "box").outcome


def test_no_weight_without_gravity():
    # 0.6 kg x 9.80665 m/s2 = 5.88 N on Earth
    derivation = derive("gravity", "basketball", "space")
    assert derivation.outcome == "floats"
    assert "0.6 kg x 0 m/s2 = 0 N" in derivation.sentence
    assert "5.88 N on Earth" in derivation.sentence


@pytest.mark.parametrize(("g", "weight"), [(9.80665, "5.88 N"), (1.62, "0.972 N")])
def test_with_gravity_it_lies(g: float, weight: str):
    law = get_law("gravity")
    verdict = mechanics.gravity(law, law.subject("basketball"), with_value(law.conditions["space"], "gravity_m_s2", g))
    assert verdict.outcome == "lies"
    assert f"= {weight}," in verdict.sentence


def test_dark_without_mains_and_store():
    derivation = derive("electricity", "laptop", "none")
    assert derivation.outcome == "dark"
    for part in ("60 W", "0 V", "0 Wh", "0 h"):
        assert part in derivation.sentence


def test_a_charged_battery_or_the_mains_light_it():
    law = get_law("electricity")
    laptop, none = law.subject("laptop"), law.conditions["none"]
    # 30 Wh / 60 W = 0.5 h
    charged = mechanics.electricity(law, with_fact(laptop, "stored_energy", 30), none)
    assert charged.outcome == "lit"
    assert "last 0.5 h" in charged.sentence
    assert mechanics.electricity(law, laptop, with_value(none, "mains_voltage_v", 230)).outcome == "lit"


@pytest.mark.parametrize("name", LAWS)
def test_every_template_reads_for_every_subject(name: str):
    law = get_law(name)
    assert len(law.implicit_templates) >= 6
    for subject in law.subjects.values():
        for condition in law.conditions.values():
            derivation = derive(name, subject.name, condition.name)
            assert {derivation.outcome, derivation.superficial} == set(law.outcomes)
            for template in all_templates(law):
                text = fill(template, subject, condition, **derivation.words)
                assert subject.name in text
                assert "  " not in text
                assert "{" not in text


@pytest.mark.parametrize("name", LAWS)
def test_implicit_prompts_keep_the_outcome_to_themselves(name: str):
    for template in get_law(name).implicit_templates:
        assert not [word for word in GIVEAWAYS if word in template]


def all_templates(law: Law) -> list[str]:
    return [*law.implicit_templates, *(template for shown in law.shown_templates.values() for template in shown)]


def fill(template: str, subject: Subject, condition: Condition, **words: str) -> str:
    named = {"subject": subject.name, "a_subject": subject.with_article, "condition": condition.phrase}
    return template.format(**named, **words)
