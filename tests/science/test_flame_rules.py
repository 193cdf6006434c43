"""The flame reaction: wavelength to colour by worked examples and changed facts."""

from dataclasses import replace

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive, rule_of

NAME = "flame reaction"


@pytest.mark.parametrize(
    ("subject", "color", "wrong", "number"),
    [
        ("lithium chloride powder", "red", "orange", "670.8 nm"),
        ("calcium chloride powder", "orange", "blue", "622 nm"),
        ("sodium chloride powder", "yellow", "blue", "589 nm"),
        ("copper sulfate powder", "green", "orange", "540 nm"),
        ("cesium chloride powder", "blue", "orange", "455.5 nm"),
        ("natural gas", "blue", "orange", "473.7 nm"),
        ("potassium chloride powder", "violet", "orange", "404.4 nm"),
        ("candle wax", "yellow", "blue", "589 nm"),
    ],
)
def test_worked_examples(subject, color, wrong, number):
    derivation = derive(NAME, subject, "match")
    assert (derivation.outcome, derivation.superficial) == (color, wrong)
    assert number in derivation.sentence
    assert color in derivation.sentence


@pytest.mark.parametrize(
    ("emission", "color"),
    [(449.9, "violet"), (450, "blue"), (499.9, "blue"), (500, "green"), (565, "yellow"), (590, "orange"), (625, "red")],
)
def test_colour_follows_the_wavelength_up_to_the_border(emission, color):
    law = get_law(NAME)
    salt = law.subject("sodium chloride powder")
    moved = replace(salt, facts={"emission": replace(salt.facts["emission"], value=emission)})
    assert rule_of(NAME)(law, moved, law.conditions["match"]).outcome == color


def test_borders_are_facts_of_the_law():
    law = get_law(NAME)
    salt, match = law.subject("sodium chloride powder"), law.conditions["match"]
    border = replace(law.constants["green_below"], value=600)
    shifted = replace(law, constants={**law.constants, "green_below": border})
    assert rule_of(NAME)(law, salt, match).outcome == "yellow"
    assert rule_of(NAME)(shifted, salt, match).outcome == "green"


def test_every_colour_occurs_and_orange_never_competes_with_yellow():
    law = get_law(NAME)
    derived = [derive(NAME, subject, "match") for subject in law.subjects]
    colors = [derivation.outcome for derivation in derived]
    assert 26 <= len(colors) <= 30
    assert all(colors.count(color) >= 4 for color in law.outcomes)
    warm = {"yellow", "orange"}
    assert not [d for d in derived if d.outcome in warm and d.superficial in warm]
    assert not [d for d in derived if d.outcome == d.superficial]


def test_templates_fill_and_only_shown_ones_name_a_colour():
    law = get_law(NAME)
    assert law.entity == "flame"
    for subject in law.subjects.values():
        for condition in law.conditions.values():
            words = {"subject": subject.name, "a_subject": subject.with_article, "condition": condition.phrase}
            for template in law.implicit_templates:
                text = template.format(**words)
                assert subject.name in text
                assert not [color for color in law.outcomes if f" {color} " in f" {text} "]
            for color, templates in law.shown_templates.items():
                assert all(color in template.format(**words) for template in templates)
