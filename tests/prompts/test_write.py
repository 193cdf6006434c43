"""Prompt sets: deterministic, split by name, nothing of the test in training."""

import re

import pytest

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.records import SPLITS, PromptSet
from scisynth.core.seeds import derive_fraction
from scisynth.prompts.write import COMPLEX_STYLES, SIMPLE_STYLES, PromptsConfig, is_held_out, split_of, write_prompts
from scisynth.science.laws import LAW_NAMES, get_law


def write(split: str, num: int = 640, seed: int = 0, **settings) -> list[PromptSet]:
    return write_prompts(PromptsConfig(num=num, split=split, **settings), seed)


def test_same_seed_same_prompts_and_other_seeds_others():
    assert write("train", 64) == write("train", 64)
    assert {p.id for p in write("train", 64)}.isdisjoint({p.id for p in write("train", 64, seed=1)})


def test_laws_come_in_turn():
    assert [p.law for p in write("test_S", 2 * len(LAW_NAMES))] == [*LAW_NAMES, *LAW_NAMES]


def test_more_prompts_only_add_to_fewer():
    assert write("train", 200)[:50] == write("train", 50)


def test_no_subject_and_wording_stands_in_two_of_train_val_test():
    pairs = {
        split: {(p.law, p.subject, p.paraphrase) for seed in range(3) for p in write(split, seed=seed)}
        for split in SPLITS
    }
    assert pairs["train"].isdisjoint(pairs["val"])
    assert (pairs["train"] | pairs["val"]).isdisjoint(pairs["test_S"] | pairs["test_C"])
    texts = {split: {p.implicit_prompt for p in write(split)} for split in SPLITS}
    assert texts["train"].isdisjoint(texts["test_S"] | texts["test_C"] | texts["val"])


def words_of(text):
    return tuple(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("styles", [SIMPLE_STYLES, COMPLEX_STYLES], ids=["simple", "complex"])
def test_styles_differ_in_their_words(styles):
    """By punctuation alone, one wording would be held out and seen."""
    assert len(set(map(words_of, styles))) == len(styles)


def test_no_wording_of_a_test_stands_in_training_up_to_punctuation():
    seen = {words_of(item.implicit_prompt) for item in write("train", 6000, 5, laws=["extended"])}
    for split in ("test_S", "test_C"):
        held_out = write_prompts(PromptsConfig(num=1500, split=split, laws=["extended"]), 5)
        assert not [item.implicit_prompt for item in held_out if words_of(item.implicit_prompt) in seen]


def test_only_implicit_wordings_are_split():
    """As docs/guides/prompts.md says: what describes an image of a seen subject stands in train and test alike."""
    for tier in ("explicit_prompt", "superficial_prompt"):
        texts = {split: {getattr(p, tier) for p in write(split)} for split in ("train", "test_S")}
        assert texts["train"] & texts["test_S"]


def test_held_out_subjects_appear_in_test_only_and_are_marked():
    for split in ("train", "val"):
        assert all(p.subject_seen and not is_held_out(get_law(p.law), p.subject) for p in write(split))
    test = write("test_S")
    assert {p.subject_seen for p in test} == {True, False}
    assert all(p.subject_seen != is_held_out(get_law(p.law), p.subject) for p in test)
    # Subjects are visited equally often, so a fifth of the test is unseen.
    assert 0.15 < sum(not p.subject_seen for p in test) / len(test) < 0.25


def test_a_new_subject_moves_no_other_between_train_and_test(law_files, forget_laws):
    """Fifty new subjects, before, between and after the others: those stay where they were, wording by wording."""

    def places():
        law = get_law("buoyancy")
        return {name: [split_of(law, name, wording) for wording in range(60)] for name in law.subjects}

    before = places()
    path = law_files / "buoyancy.yaml"
    head, subjects = path.read_text(encoding="utf-8").split("\nsubjects:\n")
    lines = subjects.rstrip().splitlines()
    for number in range(50):
        line = f'  thing {number}: {{density: {500 + 20 * number}, look: {{shape: brick, color: "#b5523a"}}}}'
        lines.insert((number * 7) % (len(lines) + 1), line)
    path.write_text(f"{head}\nsubjects:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    forget_laws()
    after = places()
    assert len(after) == len(before) + 50 and before.items() <= after.items()


def test_a_subject_is_held_out_by_its_own_hash_and_the_threshold_of_its_law():
    for name in LAW_NAMES:
        law = get_law(name)
        for subject in law.subjects:
            assert is_held_out(law, subject) == (derive_fraction("held-out", name, subject) < law.held_out_below)


def test_a_law_may_hold_out_nothing(law_files):
    path = law_files / "rust.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("held_out_below: 0.23", "held_out_below: 0"))
    assert all(p.subject_seen for p in write("test_S", 40, laws=("rust",)))


def test_simple_prompts_have_no_place_and_complex_ones_name_theirs():
    from scisynth.science.laws import load_places

    assert all(p.setting == "S" and not p.place for p in write("test_S", 160))
    for prompt_set in write("test_C", 160):
        assert prompt_set.setting == "C"
        assert load_places()[prompt_set.place].lower() in prompt_set.implicit_prompt.lower()
    settings = [p.setting for p in write("train", complex_share=0.25)]
    assert 0.18 < settings.count("C") / len(settings) < 0.32


def test_true_and_wrong_scenes():
    for prompt_set in write("test_C", 48):
        assert prompt_set.scene("explicit") == prompt_set.scene("implicit")
        assert prompt_set.scene("explicit").outcome == prompt_set.outcome
        assert prompt_set.scene("superficial").outcome == prompt_set.superficial_outcome


def test_records_survive_json():
    import json

    for prompt_set in write("val", 16):
        assert PromptSet.from_dict(json.loads(json.dumps(prompt_set.to_dict()))) == prompt_set


def test_there_are_many_wordings():
    for law in LAW_NAMES:
        subject = next(name for name in get_law(law).subjects if not is_held_out(get_law(law), name))
        wordings = {p.paraphrase for p in write("train", 900, laws=(law,)) if p.subject == subject}
        assert len(wordings) >= 15, law


def test_mistakes_are_named():
    with pytest.raises(ConfigError, match=r"setting 'num'.*greater than 0"):
        PromptsConfig.parse({"num": 0})
    with pytest.raises(DataError, match="unknown law 'gravitiy'; did you mean 'gravity'"):
        write("train", 4, laws=("gravitiy",))
    with pytest.raises(ConfigError, match="split"):
        PromptsConfig.parse({"split": "test"})
