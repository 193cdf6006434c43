"""Absorption, diffusion, immiscibility: from facts to truth by worked examples, and the other way by changed facts."""

from dataclasses import replace

import pytest

from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import Subject, get_law
from scisynth.science.rules import derive, rule_of

LAWS = ("absorption", "diffusion", "immiscibility")


def changed(subject: Subject, **values) -> Subject:
    facts = {key: replace(fact, value=values.get(key, fact.value)) for key, fact in subject.facts.items()}
    return replace(subject, facts=facts)


def outcome(law_name: str, subject_name: str, **values) -> str:
    law = get_law(law_name)
    condition = next(iter(law.conditions.values()))
    return rule_of(law_name)(law, changed(law.subject(subject_name), **values), condition).outcome


@pytest.mark.parametrize(
    ("law", "subject", "condition", "expected", "parts"),
    [
        # 27 % > 5 %: the brick drinks; 0.8 % < 5 %: polished granite does not.
        ("absorption", "clay brick", "blue_dye", "spreads", ("27 %", "5 %", "above", "blue dye")),
        ("absorption", "polished granite slab", "red_wine", "beads", ("0.8 %", "5 %", "not above", "red wine")),
        # 0.89 < 100 mPa s and mixing; 934 > 100; 52 < 100 but not mixing.
        ("diffusion", "water", "red", "plumes", ("0.89 mPa s", "100 mPa s", "Red dye")),
        ("diffusion", "glycerin", "blue", "intact", ("934 mPa s", "100 mPa s")),
        ("diffusion", "sunflower oil", "green", "intact", ("does not mix",)),
        # Oil 911 < milk 1030: oil above. Chloroform 1489 > water 998: here the oily one is below.
        ("immiscibility", "milk and olive oil", "jar", "layers", ("911 kg/m3", "1030 kg/m3")),
        ("immiscibility", "chloroform and water", "glass", "layers", ("1489 kg/m3", "998 kg/m3")),
        ("immiscibility", "olive oil and sunflower oil", "glass", "mixed", ("both are oil-like",)),
    ],
)
def test_worked_examples(law, subject, condition, expected, parts):
    derivation = derive(law, subject, condition)
    assert derivation.outcome == expected
    assert derivation.superficial != expected
    for part in parts:
        assert part in derivation.sentence


def test_other_facts_other_truth():
    assert outcome("absorption", "clay brick") == "spreads"
    assert outcome("absorption", "clay brick", open_porosity=0.5) == "beads"
    assert outcome("diffusion", "water") == "plumes"
    assert outcome("diffusion", "water", viscosity=934) == "intact"
    assert outcome("diffusion", "water", mixes_with_water=False) == "intact"
    assert outcome("diffusion", "glycerin", viscosity=1.2) == "plumes"
    assert outcome("immiscibility", "milk and olive oil", second_kind="water-like") == "mixed"
    assert outcome("immiscibility", "water and vinegar", second_kind="oil-like") == "layers"


def test_the_lighter_liquid_lies_on_top_whichever_is_named_first():
    law = get_law("immiscibility")
    condition = law.conditions["glass"]
    oil_second = law.subject("milk and olive oil")
    words = rule_of("immiscibility")(law, oil_second, condition).words
    assert (words["upper"], words["lower"]) == ("olive oil", "milk")
    heavy_oil = rule_of("immiscibility")(law, changed(oil_second, second_density=1100), condition).words
    assert (heavy_oil["upper"], heavy_oil["lower"]) == ("milk", "olive oil")
    assert derive("immiscibility", "kerosene and water", "glass").words["upper"] == "kerosene"


def test_wrong_image_of_thin_liquids_is_even_and_of_thick_ones_streams():
    assert derive("diffusion", "water", "blue").superficial == "uniform"
    assert derive("diffusion", "honey", "blue").superficial == "plumes"


@pytest.mark.parametrize("law_name", LAWS)
def test_truth_depends_on_the_subject(law_name):
    law = get_law(law_name)
    true = [derive(law_name, subject, next(iter(law.conditions))).outcome for subject in law.subjects]
    assert law.type == "ST"
    assert 26 <= len(true) <= 30
    for one in set(true):
        assert 0.4 <= true.count(one) / len(true) <= 0.6


@pytest.mark.parametrize("law_name", LAWS)
def test_no_fact_lies_near_its_threshold(law_name):
    """Thresholds are stated to run through an empty range; the facts must leave it empty."""
    law = get_law(law_name)
    for subject in law.subjects.values():
        facts = {key: fact.value for key, fact in subject.facts.items()}
        if law_name == "absorption":
            assert facts["open_porosity"] <= 2 or facts["open_porosity"] >= 10
        elif law_name == "diffusion" and facts["mixes_with_water"]:
            assert facts["viscosity"] <= 3 or facts["viscosity"] >= 600
        elif law_name == "immiscibility" and facts["first_kind"] != facts["second_kind"]:
            assert abs(facts["first_density"] - facts["second_density"]) > 50


@pytest.mark.parametrize("law_name", LAWS)
def test_templates_fill_for_every_subject_and_outcome(law_name):
    law = get_law(law_name)
    for subject in law.subjects.values():
        for key, condition in law.conditions.items():
            words = {
                "subject": subject.name,
                "a_subject": subject.with_article,
                "condition": condition.phrase,
                **derive(law_name, subject.name, key).words,
            }
            shown = [text for texts in law.shown_templates.values() for text in texts]
            for template in (*law.implicit_templates, *shown, law.entity):
                text = template.format(**words)
                assert "  " not in text
                assert text == text.strip()


def test_entity_is_what_a_localizer_can_look_for():
    entities = {law: {p.entity for p in write_prompts(PromptsConfig(num=40, laws=(law,)), seed=0)} for law in LAWS}
    assert entities["absorption"] <= {"blue dye", "red wine", "black ink", "green food coloring"}
    assert entities["diffusion"] <= {"blue dye", "red dye", "green dye", "purple dye"}
    assert entities["immiscibility"] == {"liquid in the glass", "liquid in the jar", "liquid in the beaker"}


def test_implicit_prompts_keep_the_outcome_to_themselves():
    telling = (
        "spread",
        "stain",
        "bead",
        "soak",
        "absorb",
        "plume",
        "swirl",
        "blob",
        "uniform",
        "layer",
        "mixed",
        "separate",
    )
    for name in LAWS:
        for template in get_law(name).implicit_templates:
            assert not [word for word in telling if word in template]
