import re
from collections import Counter
from dataclasses import replace

import pytest

from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import Fact, get_law
from scisynth.science.rules import derive, rule_of

LAWS = ("light requirement", "watering requirement", "ripeness", "seasonal change")


def with_fact(law_name, subject_name, **values):
    subject = get_law(law_name).subject(subject_name)
    facts = {key: Fact(value=value, unit="", source="test") for key, value in values.items()}
    return replace(subject, facts={**subject.facts, **facts})


def verdict(law_name, subject, condition_name, **condition_facts):
    law = get_law(law_name)
    condition = law.conditions[condition_name]
    return rule_of(law_name)(law, subject, replace(condition, facts={**condition.facts, **condition_facts}))


# --- light and water: less than needed withers, as much as needed thrives ---


@pytest.mark.parametrize(
    ("law", "subject", "condition", "received", "needed"),
    [
        ("light requirement", "lily", "dark room", "0 mol m-2 d-1", "6"),
        ("light requirement", "pepper plant", "cellar", "0.2 mol m-2 d-1", "10"),
        ("watering requirement", "tulip", "unwatered", "0 mm per week", "25"),
        ("watering requirement", "sunflower", "rarely", "2 mm per week", "32"),
    ],
)
def test_a_plant_short_of_light_or_water_withers_and_the_sentence_shows_both_numbers(
    law, subject, condition, received, needed
):
    derivation = derive(law, subject, condition)
    assert (derivation.outcome, derivation.superficial) == ("withered", "thriving")
    assert f"receives {received}" in derivation.sentence
    assert f"less than the {needed} it needs" in derivation.sentence


def test_the_boundary_of_light_and_water_counts_as_enough():
    lily, tulip = get_law("light requirement").subject("lily"), get_law("watering requirement").subject("tulip")
    assert verdict("light requirement", lily, "cellar", daily_light_mol_m2=6).outcome == "thriving"
    assert verdict("light requirement", lily, "cellar", daily_light_mol_m2=5.9).outcome == "withered"
    assert verdict("watering requirement", tulip, "rarely", water_mm_per_week=25).outcome == "thriving"
    assert verdict("watering requirement", tulip, "rarely", water_mm_per_week=24.9).outcome == "withered"


def test_a_plant_that_needed_no_light_or_water_would_thrive():
    cave_lily = with_fact("light requirement", "lily", minimum_daily_light=0)
    assert verdict("light requirement", cave_lily, "dark room").outcome == "thriving"
    stone_tulip = with_fact("watering requirement", "tulip", water_need=1)
    assert verdict("watering requirement", stone_tulip, "rarely").outcome == "thriving"


# --- ripeness ---


def test_an_unripe_fruit_has_its_unripe_colour():
    derivation = derive("ripeness", "banana", "unripe")
    assert (derivation.outcome, derivation.superficial) == ("unripe", "ripe")
    assert derivation.sentence.startswith("A banana at colour stage 1 is green")
    assert dict(derivation.words) == {"unripe_color": "green", "ripe_color": "yellow"}


@pytest.mark.parametrize(("stage", "outcome"), [(1, "unripe"), (2, "unripe"), (3, "ripe"), (6, "ripe")])
def test_a_fruit_turns_at_stage_three(stage, outcome):
    tomato = get_law("ripeness").subject("tomato")
    assert verdict("ripeness", tomato, "unripe", color_stage=stage).outcome == outcome


# --- seasons: outcome and usual mistake, by hand ---

SEASONS = [
    ("sugar maple", "winter", "bare", "green"),
    ("sugar maple", "autumn", "autumn", "green"),
    ("sugar maple", "spring", "green", "bare"),
    ("European larch", "winter", "bare", "green"),
    ("bald cypress", "autumn", "autumn", "green"),
    ("Scots pine", "winter", "green", "bare"),
    ("holm oak", "autumn", "green", "autumn"),
    ("Italian cypress", "spring", "green", "bare"),
    ("cherry tree", "spring", "blossom", "bare"),
    ("cherry tree", "winter", "bare", "green"),
]


@pytest.mark.parametrize(("subject", "season", "outcome", "superficial"), SEASONS)
def test_seasonal_outcomes(subject, season, outcome, superficial):
    derivation = derive("seasonal change", subject, season)
    assert (derivation.outcome, derivation.superficial) == (outcome, superficial)


def test_the_seasonal_sentence_names_habit_leaves_and_colour():
    assert (
        "deciduous and its needles turn golden yellow" in derive("seasonal change", "European larch", "autumn").sentence
    )
    assert "evergreen and keeps green leaves" in derive("seasonal change", "holm oak", "winter").sentence


def test_swapping_the_leaf_habit_swaps_the_truth():
    larch = with_fact("seasonal change", "European larch", leaf_habit="evergreen")
    assert verdict("seasonal change", larch, "winter").outcome == "green"
    pine = with_fact("seasonal change", "Scots pine", leaf_habit="deciduous", autumn_color="yellow")
    assert verdict("seasonal change", pine, "winter").outcome == "bare"
    assert verdict("seasonal change", pine, "autumn").outcome == "autumn"
    cherry = with_fact("seasonal change", "cherry tree", blossom_color="none")
    assert verdict("seasonal change", cherry, "spring").outcome == "green"


def test_leaf_form_does_not_decide_the_habit():
    """The law's point: needles may fall and broad leaves may stay, so all four combinations must occur."""
    facts = [s.facts for s in get_law("seasonal change").subjects.values()]
    pairs = Counter((f["leaf_habit"].value, f["leaf_form"].value) for f in facts)
    assert set(pairs) == {(h, f) for h in ("deciduous", "evergreen") for f in ("needle", "broad")}
    habits = Counter(f["leaf_habit"].value for f in facts)
    assert min(habits.values()) >= 0.4 * len(facts)


def test_only_deciduous_trees_have_autumn_colours():
    for subject in get_law("seasonal change").subjects.values():
        evergreen = subject.facts["leaf_habit"].value == "evergreen"
        assert (subject.facts["autumn_color"].value == "none") == evergreen, subject.name


# --- language ---


def _all_prompts(law_name):
    law = get_law(law_name)
    for subject in law.subjects.values():
        for condition in law.conditions.values():
            derivation = derive(law_name, subject.name, condition.name)
            words = {
                "subject": subject.name,
                "a_subject": subject.with_article,
                "condition": condition.phrase,
                **derivation.words,
            }
            templates = [*law.implicit_templates]
            templates += [t for o in (derivation.outcome, derivation.superficial) for t in law.shown_templates[o]]
            for template in templates:
                yield template.format(**words)


def needs_an(word):
    """Whether English says `an` before the word, as far as these prompts go; eu- and u- sound like you, un- does not."""
    word = word.lower()
    return word.startswith(("a", "e", "i", "o", "un")) and not word.startswith("eu")


@pytest.mark.parametrize("law_name", LAWS)
def test_every_template_fills_and_reads_with_the_right_article(law_name):
    for text in _all_prompts(law_name):
        assert "{" not in text and "  " not in text and "none" not in text.split()
        for article, word in re.findall(r"\b(an?) ([\w-]+)", text):
            assert (article == "an") == needs_an(word), text


@pytest.mark.parametrize("law_name", LAWS)
def test_implicit_prompts_do_not_give_the_outcome_away(law_name):
    given_away = {
        "withered", "wilted", "brown", "dry", "thriving", "fresh", "green", "red", "yellow", "bare", "leafless",
        "blossom", "bloom", "droop", "cracked",
    }  # fmt: skip
    law = get_law(law_name)
    for template in law.implicit_templates:
        for condition in law.conditions.values():
            words = set(template.format(subject="X", a_subject="an X", condition=condition.phrase).split())
            assert not words & given_away, template


def test_both_seasonal_mistakes_are_written():
    prompts = write_prompts(PromptsConfig(num=90, split="train", laws=("seasonal change",)), seed=1)
    outcomes = Counter(p.outcome for p in prompts)
    assert set(outcomes) == {"bare", "green", "autumn", "blossom"}
    assert 0.3 < outcomes["green"] / len(prompts) < 0.75
    assert all(p.outcome != p.superficial_outcome for p in prompts)


def test_a_season_that_the_rule_does_not_know_is_no_autumn():
    law = get_law("seasonal change")
    summer = replace(law.conditions["autumn"], facts={"season": "summer"})
    with pytest.raises(ValueError, match="expected a season of winter, spring, autumn, got 'summer'"):
        rule_of(law.name)(law, next(iter(law.subjects.values())), summer)
