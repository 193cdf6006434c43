"""Texts of the instruments of biomedicine: wordings, slots, quizzes that nobody can guess."""

import re
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from scisynth.figures.families.questions import check_names, word_question
from scisynth.figures.families.texts import MIN_WORDINGS
from scisynth.instruments.biomedicine.cell_cycle import CellCycle
from scisynth.instruments.biomedicine.confluence import Confluence
from scisynth.instruments.biomedicine.fluorescence import Fluorescence
from scisynth.instruments.biomedicine.mitosis import PHASES
from scisynth.instruments.instrument import registered

INSTRUMENTS = {item.name: item for item in registered("biomedicine")}
each = pytest.mark.parametrize("name", INSTRUMENTS)


def slots_of(item, p):
    solution = item.solve(p)
    fields = {name: p.quantity(name) if name in p.number_names() else getattr(p, name) for name in p.specs()}
    return {**fields, **solution.values, "answer": solution.answer}


def test_the_instruments_are_registered_in_their_world():
    assert {Fluorescence, CellCycle, Confluence} == {type(item) for item in INSTRUMENTS.values()}


@each
def test_every_text_has_enough_wordings_and_fills_its_slots(name):
    item = INSTRUMENTS[name]
    texts = item.texts()
    assert all(count >= MIN_WORDINGS for count in texts.wordings().values()), texts.wordings()
    for seed in range(24):
        slots = slots_of(item, item.sample(seed))
        for section in texts.sections:
            said = texts.say(section, slots, Random(seed))
            assert said and "{" not in said


@each
def test_the_question_about_the_image_does_not_tell_its_answer(name):
    item = INSTRUMENTS[name]
    for seed in range(24):
        slots = slots_of(item, item.sample(seed))
        told = re.compile(rf"(?<![\d.]){re.escape(slots['answer'].text)}(?![\d.])")
        assert not told.search(item.texts().say("question", slots, Random(seed)))


@each
def test_no_quiz_has_a_constant_key_and_keys_stand_at_every_letter(name):
    item = INSTRUMENTS[name]
    keys, letters = {}, Counter()
    for seed in range(30):
        p = item.sample(seed)
        exposure = item.expose(p, 64, np.random.default_rng(seed))
        for question in check_names(item.questions(p, exposure)):
            quiz = word_question(question, item.texts(), slots_of(item, p), Random(seed))
            keys.setdefault(question.name, set()).add(quiz.options[quiz.correct])
            letters[quiz.correct] += 1
            assert len(set(quiz.options.values())) == 4
    assert all(len(found) > 2 for found in keys.values()), keys
    assert min(letters[letter] for letter in "ABCD") > 0.1 * sum(letters.values())


@each
def test_a_number_that_is_asked_for_is_neither_the_least_nor_the_greatest_too_often(name):
    item = INSTRUMENTS[name]
    ranks = {}
    for seed in range(40):
        p = item.sample(seed)
        exposure = item.expose(p, 64, np.random.default_rng(seed))
        for question in item.questions(p, exposure):
            if isinstance(question.key, str):
                continue
            quiz = word_question(question, item.texts(), slots_of(item, p), Random(seed))
            values = sorted(quiz.options.values(), key=float)
            ranks.setdefault(question.name, Counter())[values.index(quiz.options[quiz.correct])] += 1
    for name, counted in ranks.items():
        assert counted.most_common(1)[0][1] <= 0.45 * counted.total(), (name, counted)


def test_the_next_phase_is_asked_in_the_order_of_the_cycle():
    item = INSTRUMENTS["cell_cycle"]
    for phase, following in zip(PHASES, PHASES[1:] + PHASES[:1], strict=True):
        p = replace(item.sample(1), phase=phase, separation=8.0)
        exposure = item.expose(p, 64, np.random.default_rng(0))
        asked = {question.name: question for question in item.questions(p, exposure)}
        assert asked["next"].key == following
        assert phase not in asked["next"].wrong


def test_what_a_law_demands_and_what_looks_like_it_are_told_apart():
    item = INSTRUMENTS["cell_cycle"]
    texts = item.texts()
    for phase in PHASES:
        slots = slots_of(item, replace(item.sample(0), phase=phase, separation=8.0))
        said = {name: texts.say(name, slots, Random(1)) for name in ("implicit", "explicit", "superficial")}
        assert len(set(said.values())) == 3
        assert not any(word in said["implicit"].lower() for word in PHASES), "the phase is to be inferred"


def test_growth_by_the_law_and_by_addition_are_never_the_same_numbers():
    item = INSTRUMENTS["confluence"]
    for seed in range(60):
        values = item.solve(item.sample(seed)).values
        assert values["series"] != values["straight"]
