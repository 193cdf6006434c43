"""Planted faults in prompt triples are found by kind, and sound ones are let alone."""

from dataclasses import replace

import pytest

from scisynth.curation.blind_reader import read_blindly
from scisynth.curation.outcome_words import stems
from scisynth.curation.prompt_checks import check_prompts, clip_tokens, likeness
from scisynth.prompts.write import COMPLEX_STYLES, SIMPLE_STYLES, PromptsConfig, write_prompts
from scisynth.science.laws import get_law, load_laws


@pytest.fixture(scope="module")
def items():
    """200 sound triples of the sixteen laws, each situation once."""
    found = {}
    for split, num in (("train", 240), ("test_S", 48), ("test_C", 48)):
        for item in write_prompts(PromptsConfig(num=num, split=split), 3):
            found.setdefault((item.law, item.subject, item.condition, item.setting, item.place, item.paraphrase), item)
    sound = check_prompts(list(found.values()), load_laws())
    kept = [item for item in found.values() if all(check.status == "passed" for check in sound[item.id])]
    assert kept == list(found.values()), "false alarms"
    return kept[:160] + [item for item in kept if item.split.startswith("test")][:40]


def ending(text, words):
    return f"{text.removesuffix('.')}, {words}."


def law_of(item):
    return get_law(item.law)


FAULTS = {
    "the outcome in the implicit prompt": (
        "implicitness",
        lambda item: {"implicit_prompt": ending(item.implicit_prompt, law_of(item).outcomes[item.outcome])},
    ),
    "the wrong outcome in the implicit prompt": (
        "implicitness",
        lambda item: {"implicit_prompt": ending(item.implicit_prompt, law_of(item).outcomes[item.superficial_outcome])},
    ),
    "swapped images": (
        "contradiction",
        lambda item: {"explicit_prompt": item.superficial_prompt, "superficial_prompt": item.explicit_prompt},
    ),
    "the same twice": ("contradiction", lambda item: {"superficial_prompt": item.explicit_prompt}),
    "nothing": ("contradiction", lambda item: {"superficial_prompt": " "}),
    "another subject": ("subject", lambda item: {"explicit_prompt": "A zeppelin in the evening light, realistic."}),
    "another number": ("number", lambda item: {"implicit_prompt": ending(item.implicit_prompt, "at 731 degrees")}),
    "no situation": ("condition", lambda item: {"implicit_prompt": f"A photo of {item.subject}."}),
    "too long": ("length", lambda item: {"explicit_prompt": ending(item.explicit_prompt, "on a table " * 30)}),
    "a word twice": ("grammar", lambda item: {"explicit_prompt": ending(item.explicit_prompt, "on the the table")}),
    "an open brace": ("grammar", lambda item: {"implicit_prompt": ending(item.implicit_prompt, "with {a_subject}")}),
    "no full stop": ("grammar", lambda item: {"superficial_prompt": item.superficial_prompt.removesuffix(".")}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_its_kind(fault, items):
    kind, spoil = FAULTS[fault]
    places = range(3, len(items), 23)
    spoiled = [replace(item, **spoil(item)) if place in places else item for place, item in enumerate(items)]
    found = check_prompts(spoiled, load_laws())
    names = [{check.name for check in found[spoiled[place].id] if check.status == "failed"} for place in places]
    caught = sum(kind in each for each in names)
    assert caught >= 0.85 * len(names), [
        spoiled[place] for place, each in zip(places, names, strict=True) if kind not in each
    ]
    sound = [item for place, item in enumerate(items) if place not in places]
    alarms = [item.id for item in sound if any(check.status == "failed" for check in found[item.id])]
    assert len(alarms) <= 0.05 * len(sound), alarms


def test_duplicates_and_leaks_between_splits_name_the_other_item(items):
    one = next(item for item in items if item.split == "train")
    test = next(item for item in items if item.split == "test_S" and item.subject_seen)
    again = replace(one, id="again", explicit_prompt=one.explicit_prompt.replace(".", "!"))
    leaked = replace(test, id="leaked", split="train", explicit_prompt="Something else.")
    unseen = next(item for item in items if not item.subject_seen)
    held_out = replace(unseen, id="held-out", split="train", implicit_prompt="Something else of it.")
    found = check_prompts([*items, again, leaked, held_out], load_laws())
    by_name = {name: {check.name: check.message for check in found[name]} for name in ("again", "leaked", "held-out")}
    assert one.id in by_name["again"]["duplicate"]
    assert test.id in by_name["leaked"]["split leak"]
    assert "held out of train" in by_name["held-out"]["split leak"]


def test_a_wording_that_tells_is_seen_by_a_reader_of_words(items):
    law = get_law("buoyancy")
    drawn = write_prompts(PromptsConfig(num=120, laws=("buoyancy",)), 0)
    assert not read_blindly(drawn, law).tells
    telling = [
        replace(item, implicit_prompt=f"{'Behold' if item.outcome == 'floats' else 'See'}: {item.implicit_prompt}")
        for item in drawn
    ]
    reading = read_blindly(telling, law)
    assert reading.tells and reading.accuracy.value > 0.95 and "behold" in reading.words


def test_an_outcome_of_one_subject_changes_no_accuracy(items):
    law = get_law("buoyancy")
    drawn = write_prompts(PromptsConfig(num=120, laws=("buoyancy",)), 0)
    lone = [replace(item, id=f"lone-{n}", subject="moon", outcome="hovers") for n, item in enumerate(drawn[:60])]
    assert read_blindly([*drawn, *lone], law) == read_blindly(drawn, law)


def test_measures_of_texts():
    assert clip_tokens("A photo of a cat.") == 2 + 6
    assert likeness("A photo.", "a PHOTO") == 1 and likeness("abcdef", "uvwxyz") == 0


@pytest.mark.parametrize("style", [*SIMPLE_STYLES, *COMPLEX_STYLES])
def test_the_style_of_a_prompt_says_nothing(style):
    assert not stems(style)
