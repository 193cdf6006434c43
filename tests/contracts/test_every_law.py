"""What every law must provide, whoever adds it."""

from collections import Counter

import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab.places import PLACES
from scisynth.lab.render import render
from scisynth.prompts.write import PromptsConfig, is_held_out, write_prompts
from scisynth.science.laws import (
    EXTENDED_LAW_NAMES,
    FIELDS,
    LAW_NAMES,
    PAPER_LAWS,
    choose_laws,
    get_law,
    load_laws,
    load_places,
)
from scisynth.science.rules import derive

EVERY = (*LAW_NAMES, *EXTENDED_LAW_NAMES)
every_law = pytest.mark.parametrize("name", EVERY)
SUBJECT_ORIENTED = {
    "absorption", "buoyancy", "diffusion", "immiscibility", "flame reaction", "seasonal change",
}  # fmt: skip


def test_the_papers_sixteen_are_of_the_right_kinds():
    laws = load_laws()
    assert tuple(laws) == EVERY and len(set(EVERY)) == len(EVERY)
    assert {name for name in PAPER_LAWS if laws[name].type == "ST"} == SUBJECT_ORIENTED
    by_field = Counter(laws[name].field for name in PAPER_LAWS)
    assert by_field == {"physics": 9, "chemistry": 3, "biology": 4} and set(by_field) <= set(FIELDS)


def test_extended_laws_are_used_where_they_are_named():
    assert [law.name for law in choose_laws(())] == [*LAW_NAMES]
    assert [law.name for law in choose_laws(["extended"])] == [*EVERY]
    assert choose_laws(["rust", "extended"])[0].name == "rust"


def shown_pairs(law, subjects):
    return [(subject, condition) for subject in subjects for condition in law.conditions_of(subject)]


@every_law
def test_enough_subjects_with_sourced_facts(name):
    law = get_law(name)
    assert len(law.subjects) >= (25 if law.type == "ST" else 12)
    for subject in law.subjects.values():
        for kind, fact in subject.facts.items():
            assert fact.value is not None and fact.unit and fact.source, f"{subject.name}: {kind}"
    for kind, fact in law.constants.items():
        assert fact.unit and fact.source, kind


@every_law
def test_truth_is_derived_for_every_subject_under_every_condition(name):
    law = get_law(name)
    for subject, condition in shown_pairs(law, law.subjects):
        derivation = derive(name, subject, condition)
        assert derivation.outcome in law.outcomes and derivation.superficial in law.outcomes
        assert derivation.outcome != derivation.superficial
        sentence = derivation.sentence
        assert sentence[0].isupper() and sentence.endswith(".") and "\n" not in sentence
        assert any(word in sentence.lower() for word in subject.lower().split()), sentence


@every_law
def test_subject_oriented_truth_depends_on_the_subject(name):
    law = get_law(name)
    for condition in law.conditions:
        shown = [subject for subject in law.subjects if condition in law.conditions_of(subject)]
        outcomes = [derive(name, subject, condition).outcome for subject in shown]
        if law.type == "CT":
            assert len(set(outcomes)) == 1, "one condition, one outcome"
        else:
            commonest = max(outcomes.count(outcome) for outcome in set(outcomes))
            assert len(set(outcomes)) > 1 and commonest / len(outcomes) <= 0.85


@every_law
def test_held_out_subjects_leave_enough_to_train_on(name):
    law = get_law(name)
    held_out = sum(is_held_out(law, subject) for subject in law.subjects)
    assert held_out <= 0.35 * len(law.subjects)
    if name in PAPER_LAWS:
        assert held_out == round(0.2 * len(law.subjects)) >= 2, "as when the packaged models were trained"


@every_law
def test_every_template_fills_and_no_implicit_prompt_tells_the_outcome(name):
    for split in ("train", "test_C"):
        for prompt_set in write_prompts(PromptsConfig(num=120, split=split, laws=(name,)), seed=5):
            prompts = (prompt_set.implicit_prompt, prompt_set.explicit_prompt, prompt_set.superficial_prompt)
            assert len(set(prompts)) == 3
            for prompt in prompts:
                assert prompt[0].isupper() and prompt.endswith(".") and "{" not in prompt and "  " not in prompt
            assert prompt_set.implicit_prompt not in (prompt_set.explicit_prompt, prompt_set.superficial_prompt)


@every_law
def test_places_are_known(name):
    law = get_law(name)
    assert len(law.places) >= 3
    assert set(law.places) <= set(load_places()) == set(PLACES)


@every_law
@pytest.mark.parametrize("size_px", [33, 64])
def test_both_sides_can_be_drawn_and_differ_where_the_mask_is(name, size_px):
    law = get_law(name)
    for number, (subject, condition) in enumerate(shown_pairs(law, list(law.subjects)[::5])):
        derivation = derive(name, subject, condition)
        place = law.places[number % len(law.places)] if number % 2 else ""

        def draw(outcome, seed, subject=subject, condition=condition, place=place):
            scene = Scene(law=name, subject=subject, condition=condition, outcome=outcome, place=place)
            return render(scene, size_px=size_px, seed=seed, with_mask=True)

        true, wrong = draw(derivation.outcome, 1), draw(derivation.superficial, 1)
        assert true.image.size == (size_px, size_px) and true.image.mode == "RGB"
        assert true.image.tobytes() == draw(derivation.outcome, 1).image.tobytes(), "same seed, same bytes"
        assert true.image.tobytes() != draw(derivation.outcome, 2).image.tobytes(), "seeds vary the image"
        masks = [np.asarray(side.region_mask) for side in (true, wrong)]
        for mask in masks:
            assert set(np.unique(mask)) <= {0, 255} and 0.003 < (mask > 0).mean() < 0.8
        inside = (masks[0] | masks[1]) > 0
        change = np.abs(np.asarray(true.image, dtype=float) - np.asarray(wrong.image, dtype=float)).mean(axis=-1)
        assert change[inside].mean() > 8, f"{subject}, {condition}: the sides look alike"


def test_unknown_law_subject_and_condition_name_the_nearest():
    from scisynth.core.errors import DataError

    with pytest.raises(DataError, match="did you mean 'buoyancy'"):
        get_law("bouyancy")
    with pytest.raises(DataError, match="did you mean"):
        derive("buoyancy", "iron blok", next(iter(get_law("buoyancy").conditions)))
    with pytest.raises(DataError, match="unknown condition 'mars'"):
        derive("buoyancy", "iron block", "mars")
    assert get_law("water requirement").name == "watering requirement"
