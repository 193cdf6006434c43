"""The flame reaction: wavelength to colour by worked examples and changed facts."""

from dataclasses import replace

import pytest

from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import get_law
from scisynth.science.rules import derive, rule_of

NAME = "flame reaction"


@pytest.mark.parametrize(
    ("subject", "color", "wrong", "number"),
    [
        ("lithium chloride powder", "red", "orange", "670.8 nm"),
        ("sodium chloride powder", "yellow", "blue", "589 nm"),
        ("copper sulfate powder", "green", "orange", "540 nm"),
        ("ethanol", "blue", "orange", "473.7 nm"),
        ("premixed propane", "blue", "orange", "473.7 nm"),
        ("potassium chloride powder", "violet", "orange", "404.4 nm"),
        ("candle wax", "orange", "blue", "589 nm"),
        ("unmixed propane", "orange", "blue", "soot"),
    ],
)
def test_worked_examples(subject, color, wrong, number):
    derivation = derive(NAME, subject, "loop")
    assert (derivation.outcome, derivation.superficial) == (color, wrong)
    assert number in derivation.sentence
    assert color in derivation.sentence


@pytest.mark.parametrize(
    ("emission", "color"),
    [(454.9, "violet"), (455, "blue"), (491.9, "blue"), (492, "green"), (577, "yellow"), (597, "orange"), (622, "red")],
)
def test_colour_follows_the_wavelength_up_to_the_border(emission, color):
    law = get_law(NAME)
    salt = law.subject("sodium chloride powder")
    moved = replace(salt, facts={**salt.facts, "emission": replace(salt.facts["emission"], value=emission)})
    assert rule_of(NAME)(law, moved, law.conditions["loop"]).outcome == color


def test_borders_are_facts_of_the_law():
    law = get_law(NAME)
    salt, loop = law.subject("sodium chloride powder"), law.conditions["loop"]
    border = replace(law.constants["green_below"], value=600)
    shifted = replace(law, constants={**law.constants, "green_below": border})
    assert rule_of(NAME)(law, salt, loop).outcome == "yellow"
    assert rule_of(NAME)(shifted, salt, loop).outcome == "green"


@pytest.mark.parametrize("emission", [570, 589, 605])
def test_soot_is_named_by_its_kind_and_says_how_sure_it_is(emission):
    """Its dominant wavelength lies on the border of yellow and orange: a number would decide by chance."""
    law = get_law(NAME)
    wax = law.subject("candle wax")
    moved = replace(wax, facts={**wax.facts, "emission": replace(wax.facts["emission"], value=emission)})
    verdict = rule_of(NAME)(law, moved, law.conditions["loop"])
    assert verdict.outcome == "orange" and "yellow-orange" in verdict.sentence and "590 to 597 nm" in verdict.sentence
    mixed = replace(moved, facts={**moved.facts, "light": replace(wax.facts["light"], value="molecular band")})
    assert (
        rule_of(NAME)(law, mixed, law.conditions["loop"]).outcome
        == {570: "green", 589: "yellow", 605: "orange"}[emission]
    )


def test_no_line_or_band_lies_within_its_uncertainty_of_a_border():
    law = get_law(NAME)
    borders = [fact.value for fact in law.constants.values()]
    for subject in law.subjects.values():
        emission = subject.facts["emission"]
        if subject.facts["light"].value != "glowing soot":
            assert min(abs(emission.value - border) for border in borders) > emission.uncertainty, subject.name


def test_salts_are_held_in_a_flame_and_fuels_are_lit():
    for subject in get_law(NAME).subjects:
        for condition in get_law(NAME).conditions:
            treated = derive(NAME, subject, condition).words["treated"]
            is_salt = subject.endswith("powder")
            assert treated.startswith("held in") == is_salt, subject
            assert bool({"lit", "ignited"} & set(treated.split())) != is_salt, subject
    for law_prompts in write_prompts(PromptsConfig(num=60, split="train", laws=(NAME,)), seed=2):
        if law_prompts.subject.endswith("powder"):
            for prompt in (law_prompts.implicit_prompt, law_prompts.explicit_prompt, law_prompts.superficial_prompt):
                assert not {"burning", "burns", "match", "fire"} & set(prompt.replace(",", "").split()), prompt


def test_every_colour_occurs_and_orange_never_competes_with_yellow():
    law = get_law(NAME)
    derived = [derive(NAME, subject, "loop") for subject in law.subjects]
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
            words = {
                "subject": subject.name,
                "a_subject": subject.with_article,
                "condition": condition.phrase,
                **derive(NAME, subject.name, condition.name).words,
            }
            for template in law.implicit_templates:
                text = template.format(**words)
                assert subject.name in text
                assert not [color for color in law.outcomes if f" {color} " in f" {text} "]
            for color, templates in law.shown_templates.items():
                assert all(color in template.format(**words) for template in templates)


def test_a_salt_under_another_name_is_held_in_the_flame():
    law = get_law(NAME)
    salt = replace(law.subject("lithium chloride powder"), name="lithium crystals")
    assert rule_of(NAME)(law, salt, law.conditions["loop"]).words["with"] == "held in"
