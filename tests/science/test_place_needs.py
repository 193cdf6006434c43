"""Which place can hold which condition, over all laws: no freezer in a garden, no oven on a balcony."""

import re

import pytest

from scisynth.core.errors import DataError
from scisynth.prompts.write import COMPLEX_STYLES, SIMPLE_STYLES, PromptsConfig, write_prompts
from scisynth.science.law_files import read_law_file, read_places
from scisynth.science.laws import EXTENDED_LAW_NAMES, LAW_NAMES, get_law
from scisynth.science.places import ELSEWHERE
from scisynth.science.rules import derive

ALL_NAMES = (*LAW_NAMES, *EXTENDED_LAW_NAMES)
FOUND_ONLY_IN = {
    "freezer": {"kitchen", "laboratory", "garage", "workshop", "cafe"},
    "in an oven": {"kitchen", "laboratory", "workshop", "cafe"},
    "heated pan": {"kitchen", "laboratory", "workshop", "cafe"},
    "hot plate": {"kitchen", "laboratory", "workshop", "cafe"},
    "furnace": {"laboratory", "workshop"},
    "glacier": set(),
    "arctic": set(),
    "outdoors": {"garden", "park", "balcony", "street", "field", "forest", "beach", "desert"},
    "open air": {"garden", "park", "balcony", "street", "field", "forest", "beach", "desert"},
    "room temperature": {"kitchen", "living room", "bedroom", "bathroom", "office", "classroom", "laboratory", "cafe"},
    "without gravity": {"kitchen", "living room", "bedroom", "office", "classroom", "laboratory"},
    "traffic light": {"street"},
    "mercury": {"laboratory", "classroom", "workshop", "garage"},
}
"""Words of conditions and subjects, and the places that can hold them; written apart from `places.yaml`."""
DOUBLED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


def every_situation():
    for name in ALL_NAMES:
        law = get_law(name)
        for subject in law.subjects:
            for condition in law.conditions_of(subject):
                yield law, subject, condition


def test_no_place_holds_what_it_cannot():
    seen = set()
    for law, subject, condition in every_situation():
        words = f"{subject}, {law.conditions[condition].phrase}"
        for thing, places in FOUND_ONLY_IN.items():
            if re.search(rf"\b{thing}\b", words):
                seen.add(thing)
                assert places.issuperset(law.places_of(subject, condition)), (law.name, words)
    assert seen == set(FOUND_ONLY_IN)


def test_every_law_keeps_places_for_its_complex_scenes():
    for name in ALL_NAMES:
        law = get_law(name)
        held = {
            place for subject in law.subjects for c in law.conditions_of(subject) for place in law.places_of(subject, c)
        }
        assert len(held) >= 3, name
        for subject in law.subjects:
            assert any(law.places_of(subject, condition) for condition in law.conditions_of(subject)), (name, subject)


def test_every_need_is_offered_and_every_offer_is_needed():
    offered = {name for place in read_places().values() for name in place.offers}
    needed = {
        name
        for law in map(get_law, ALL_NAMES)
        for item in (*law.subjects.values(), *law.conditions.values())
        for name in item.needs
    }
    assert needed - {ELSEWHERE} == offered


@pytest.mark.parametrize("name", ALL_NAMES)
def test_no_prompt_doubles_a_word_in_any_place(name):
    """Every template of a law, filled for every subject and condition, in every style and in every place that holds it."""
    law = get_law(name)
    for subject in law.subjects:
        for condition in law.conditions_of(subject):
            found = derive(name, subject, condition)
            words = {
                "subject": subject,
                "a_subject": law.subject(subject).with_article,
                "condition": law.conditions[condition].phrase,
                **found.words,
            }
            shown = [*law.shown_templates[found.outcome], *law.shown_templates[found.superficial]]
            places = [read_places()[place].phrase for place in law.places_of(subject, condition)]
            for template in (*law.implicit_templates, *shown):
                text = template.format(**words)
                prompts = [style.format(text=text) for style in SIMPLE_STYLES]
                prompts += [style.format(text=text, place=place) for style in COMPLEX_STYLES for place in places]
                for prompt in prompts:
                    assert not DOUBLED.search(prompt), prompt


@pytest.mark.parametrize("split", ["train", "test_C"])
def test_a_place_is_no_tail_of_what_is_shown(split):
    for item in write_prompts(PromptsConfig(num=2000, split=split), 0):
        law = get_law(item.law)
        assert not item.place or item.place in law.places_of(item.subject, item.condition)
        assert item.condition in law.conditions_of(item.subject)
        for text in (item.implicit_prompt, item.explicit_prompt, item.superficial_prompt) if item.place else ():
            phrase = re.escape(read_places()[item.place].phrase)
            assert re.search(rf"(^{phrase}\b|taken {phrase}:|, seen {phrase},)", text, re.IGNORECASE), text


def test_snow_men_are_put_in_no_oven():
    for item in write_prompts(PromptsConfig(num=300, split="test_S", laws=("melting",)), 1):
        assert not (item.subject == "snowman" and re.search(r"oven|pan", item.implicit_prompt))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("needs: [freezer]", "needs: [frezer]", r"needs: unknown name 'frezer'; did you mean 'freezer'"),
        ("needs: [freezer]", "needs: freezer", r"needs: expected a list of .* got 'freezer'"),
        (
            "0, look: {vessel: glass",
            "0, not_under: [fridge], look: {vessel: glass",
            r"not_under: unknown name 'fridge'",
        ),
        (
            "0, look: {vessel: glass",
            "0, not_under: [freezer, glacier, cold_room, arctic], look: {vessel: glass",
            r"not_under: expected a condition to be left, found none",
        ),
    ],
)
def test_mistakes_are_named(law_files, old, new, message):
    path = law_files / "solidification.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_law_file("solidification", path)
