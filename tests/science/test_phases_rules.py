"""Solidification, melting, evaporation and liquidation: worked examples, counterfactuals, templates."""

from dataclasses import replace

import pytest

from scisynth.science.laws import Law, Subject, get_law
from scisynth.science.phases import dew_point_c
from scisynth.science.rules import derive, rule_of

TRUTHS = {"solidification": "frozen", "melting": "melted", "evaporation": "boiling", "liquidation": "wet"}
PAIRS = [(law, condition) for law in TRUTHS for condition in get_law(law).conditions]


def with_fact(subject: Subject, key: str, value: float) -> Subject:
    return replace(subject, facts={**subject.facts, key: replace(subject.facts[key], value=value)})


def verdict(law: Law, subject: Subject, condition: str):
    return rule_of(law.name)(law, subject, law.conditions[condition])


@pytest.mark.parametrize(("law_name", "condition"), PAIRS)
def test_one_truth_for_every_subject(law_name: str, condition: str):
    """These laws are condition-oriented: a subject that would break the pattern does not belong to the list."""
    law = get_law(law_name)
    for subject in (name for name in law.subjects if condition in law.conditions_of(name)):
        assert derive(law_name, subject, condition).outcome == TRUTHS[law_name], subject


@pytest.mark.parametrize(
    ("law_name", "subject", "condition", "words"),
    [
        # -20 - (-1.17) = -18.83
        ("solidification", "bowl of orange juice", "glacier", ("freezes", "-20 C", "18.83 C below", "-1.17 C")),
        # 150 - 36 = 114
        ("melting", "stick of butter", "pan", ("melts", "150 C", "114 C above", "36 C")),
        # 300 - 100 = 200
        ("evaporation", "glass of water", "hundreds", ("boils", "300 C", "200 C above", "100 C")),
        # g = ln 0.98 + 17.625 * 25 / 268.04 = 1.62368; 243.04 * 1.62368 / 16.00132 = 24.66
        ("liquidation", "mirror", "room", ("covered with water droplets", "15 C", "24.7 C", "25 C", "98 %")),
    ],
)
def test_sentences_show_the_numbers(law_name: str, subject: str, condition: str, words: tuple[str, ...]):
    sentence = derive(law_name, subject, condition).sentence
    for word in words:
        assert word in sentence


@pytest.mark.parametrize(
    ("law_name", "fact", "value", "outcome"),
    [
        ("solidification", "freezing_point", -114.1, "liquid"),
        ("melting", "melting_point", 1538.0, "firm"),
        ("evaporation", "boiling_point", 2861.0, "calm"),
        ("liquidation", "surface_temperature", 45.0, "dry"),
    ],
)
def test_the_deciding_fact_flips_the_truth(law_name: str, fact: str, value: float, outcome: str):
    law = get_law(law_name)
    for subject in law.subjects.values():
        for condition in law.conditions:
            found = verdict(law, with_fact(subject, fact, value), condition)
            assert found.outcome == outcome
            assert law.superficial[outcome] == TRUTHS[law_name]
            assert f"{value:g} C" in found.sentence


def test_at_the_point_itself_nothing_changes_phase():
    law = get_law("solidification")
    subject = with_fact(law.subject("glass of water"), "freezing_point", -20)
    found = verdict(law, subject, "glacier")
    assert found.outcome == "liquid" and "exactly at" in found.sentence


def test_dew_point_worked_examples():
    """g = ln 0.5 + 17.625 * 25 / 268.04 = 0.95073; 243.04 * 0.95073 / (17.625 - 0.95073) = 13.858."""
    assert dew_point_c(25, 50) == pytest.approx(13.858, abs=0.001)
    for temperature in (5.0, 25.0, 40.0):
        assert dew_point_c(temperature, 100) == pytest.approx(temperature)
    assert dew_point_c(25, 40) < dew_point_c(25, 60) < dew_point_c(30, 60)


CRYOSCOPIC, EBULLIOSCOPIC = 1.86, 0.512
COMPOSITIONS = {
    "pitcher of lemonade": [(0.10, 342.3)],
    "bottle of white vinegar": [(0.05, 60.05)],
    "mug of beer": [(0.04, 46.07), (0.04, 500)],
    "mug of coffee": [(0.015, 200)],
    "cup of tea": [(0.004, 200)],
}
"""Mass fraction and molar mass (g/mol) of what is dissolved, as the law file states them."""


@pytest.mark.parametrize("subject", COMPOSITIONS)
def test_drinks_freeze_where_their_molality_says(subject: str):
    parts = COMPOSITIONS[subject]
    water = 1 - sum(share for share, _ in parts)
    molality = sum(1000 * share / molar_mass for share, molar_mass in parts) / water
    point = get_law("solidification").subject(subject).facts["freezing_point"].value
    assert point == pytest.approx(-CRYOSCOPIC * molality, abs=0.01)


LIQUIDS = ("milk", "tea", "coffee", "seawater", "orange juice", "apple juice", "cherry juice", "grape juice")
LIQUIDS += ("strawberry juice", "raspberry juice", "lemonade")


@pytest.mark.parametrize("liquid", LIQUIDS)
def test_boiling_points_agree_with_freezing_points(liquid: str):
    """Both follow from one molality: dT_boil / dT_freeze = 0.512 / 1.86."""
    freezing = next(s for n, s in get_law("solidification").subjects.items() if n.endswith(f" of {liquid}"))
    boiling = next(s for n, s in get_law("evaporation").subjects.items() if n.endswith(f" of {liquid}"))
    raised = boiling.facts["boiling_point"].value - 100
    assert raised == pytest.approx(-freezing.facts["freezing_point"].value * EBULLIOSCOPIC / CRYOSCOPIC, abs=0.006)


@pytest.mark.parametrize("law_name", TRUTHS)
def test_templates_fill_and_keep_the_secret(law_name: str):
    law = get_law(law_name)
    telling = ("frozen", "ice ", "icy", "melt", "puddle", "boil", "steam", "bubbl", "droplet", "wet", "dry", "fog")
    assert len(law.implicit_templates) >= 6 and len(law.subjects) in range(16, 19)
    assert all(len(law.shown_templates[outcome]) >= 3 for outcome in law.outcomes)
    for subject in law.subjects.values():
        for condition in law.conditions.values():
            words = {"subject": subject.name, "a_subject": subject.with_article, "condition": condition.phrase}
            shown = {key: [t.format(**words) for t in templates] for key, templates in law.shown_templates.items()}
            true, wrong = (set(texts) for texts in shown.values())
            assert not true & wrong
            for template in law.implicit_templates:
                text = template.format(**words)
                assert "{" not in text and not text.endswith(".")
                assert not any(word in text.replace(subject.name, "") for word in telling)
