"""Stage 1 on a part of the subjects: the same part whatever is drawn, of every law, never of those held out."""

from scisynth.pipelines.alignment.data import load_examples
from scisynth.pipelines.alignment.subjects import choose_subjects, trained_subjects
from scisynth.prompts.write import PromptsConfig, is_held_out, write_prompts
from scisynth.science.laws import get_law


def test_a_share_of_the_subjects_of_every_law():
    whole, half, fifth = (trained_subjects(share) for share in (1.0, 0.5, 0.2))
    assert fifth < half < whole and {law for law, _ in fifth} == {law for law, _ in whole}
    assert 0.4 * len(whole) < len(half) < 0.6 * len(whole)
    assert not any(is_held_out(get_law(law), subject) for law, subject in whole)
    # A subject more changes nothing but its own law's count.
    found = [("a", f"thing {n}") for n in range(10)]
    assert len(choose_subjects(found, 0.5) & choose_subjects([*found, ("b", "other")], 0.5)) == 5


def test_stage_1_sees_only_its_subjects_and_as_many_images():
    kept = trained_subjects(0.5)
    of_prompt = {
        item.implicit_prompt: (item.law, item.subject)
        for item in write_prompts(PromptsConfig(num=4000, split="train"), 3)
    }
    examples = load_examples("lab", num=48, size_px=16, seed=3, subject_share=0.5)
    assert len(examples) == 48 and {of_prompt[item.prompt] for item in examples} <= kept
    every = load_examples("lab", num=48, size_px=16, seed=3)
    assert not {of_prompt[item.prompt] for item in every} <= kept
