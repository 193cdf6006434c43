"""The texts of the sky's instruments: all of them said, in several wordings, and quizzes that no guesser gets."""

from collections import Counter
from random import Random

import numpy as np
import pytest

from scisynth.figures.families.questions import check_names, word_question
from scisynth.figures.families.texts import MIN_WORDINGS
from scisynth.instruments.astronomy import constellation, galaxy, moon_phase, planet_phase, star_field
from scisynth.instruments.instrument import registered

MODULES = (constellation, galaxy, moon_phase, planet_phase, star_field)
SKY = {item.name: item for item in registered("astronomy") if type(item).__module__ in {m.__name__ for m in MODULES}}
SECTIONS = (
    "problem", "question", "solution", "alt_text", "unknown", "prompt", "implicit", "explicit", "superficial",
)  # fmt: skip


def slots_of(name, p):
    solution = SKY[name].solve(p)
    own = {key: p.quantity(key) if spec.symbol else getattr(p, key) for key, spec in p.specs().items()}
    return {**own, "answer": solution.answer, "symbol": solution.symbol, **solution.values}


@pytest.mark.parametrize("name", SKY)
def test_every_text_can_be_said_and_none_gives_the_answer_away(name):
    texts = SKY[name].texts()
    for seed in range(24):
        p = SKY[name].sample(seed)
        slots = slots_of(name, p)
        said = {section: texts.say(section, slots, Random(seed)) for section in SECTIONS}
        assert all("{" not in text for text in said.values())
        assert slots["answer"].text not in said["question"]
        assert slots["answer"].text in said["solution"]


@pytest.mark.parametrize("name", SKY)
def test_texts_have_several_wordings(name):
    few = {section: num for section, num in SKY[name].texts().wordings().items() if num < MIN_WORDINGS}
    assert few == {}


@pytest.mark.parametrize("name", SKY)
def test_keys_of_quizzes_differ_from_image_to_image(name):
    item, keys = SKY[name], {}
    for seed in range(24):
        p = item.sample(seed)
        exposure = None
        for question in check_names(item.questions(p, exposure)):
            quiz = word_question(question, item.texts(), slots_of(name, p), Random(seed))
            assert quiz.is_sound
            keys.setdefault(question.name, Counter())[quiz.options[quiz.correct]] += 1
    for counts in keys.values():
        assert counts.total() < 6 or max(counts.values()) <= 0.7 * counts.total(), counts


@pytest.mark.parametrize("name", SKY)
def test_parameters_survive_json_and_masks_name_their_parts(name):
    item = SKY[name]
    p = item.sample(4)
    assert item.parameters.from_dict(p.to_dict()) == p
    made = item.expose(p, 64, np.random.default_rng(0))
    assert made.mask.shape == made.frame.pixels.shape[:2] == (64, 64)
    assert {int(value) for value in np.unique(made.mask)} - {0} <= set(made.mask_labels)
    assert made.shown is not None and made.shown.dtype == np.uint8
