"""Every family that is a class: texts, layouts, levels, defects, and how much can be guessed without the figure."""

from collections import Counter
from dataclasses import fields
from random import Random

import pytest

from scisynth.core.errors import DataError
from scisynth.figures.corruptions import make_corrupted
from scisynth.figures.families.family import Family
from scisynth.figures.families.parameters import LEVELS
from scisynth.figures.families.registry import MODULES, families_of
from scisynth.figures.families.stock import TemplateGuesser, content_of, top_answer
from scisynth.figures.families.texts import MIN_WORDINGS
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.verify.verify import verify_scene

FAMILIES = [item for kind in MODULES for item in families_of(kind) if isinstance(item, Family)]
each_family = pytest.mark.parametrize("item", FAMILIES, ids=lambda item: item.name)
NUM_DISTINCT, NUM_DRAWS = 1000, 1500


def inventory(scene: FigureScene) -> object:
    """What is drawn and how it hangs together, whatever its numbers and names."""
    related = {
        (claim.kind, claim.of) for claim in scene.claims if claim.kind not in ("label", "near", "value", "count")
    }
    return tuple(sorted(Counter(role_of(mark.id) for mark in scene.marks).items())), frozenset(related)


@each_family
@pytest.mark.parametrize("level", LEVELS)
def test_a_scene_is_true_on_the_page_at_every_level_and_in_every_layout(item, level):
    seen: set[str] = set()
    for seed in range(24):
        p = item.sample(seed, level)
        layout = str(getattr(p, "layout", ""))
        if layout in seen and seed > 1:
            continue
        seen.add(layout)
        scene = item.make(seed, level)
        drawing = Drawing.of(draw_scene(scene))
        found = verify_scene(scene, drawing)
        assert found.passed, (seed, scene.parameters, [fault.message for fault in found.faults])
        assert [claim.message for claim in found.claims if claim.status != "held"] == []
        assert FigureScene.from_json(scene.to_json()) == scene
        again = item.scene(item.parameters.from_dict(FigureScene.from_json(scene.to_json()).parameters), seed=seed)
        assert again.marks == scene.marks and scene.level == level


@each_family
def test_texts_have_wordings_enough_and_every_slot_is_filled(item):
    every = [item.make(seed, level) for level in LEVELS for seed in range(10)]
    assert all(3 <= len(scene.quizzes) <= 6 for scene in every)
    few = {name: count for name, count in item.texts().wordings().items() if count < MIN_WORDINGS}
    assert not few, f"{item.name}: fewer than {MIN_WORDINGS} wordings: {few}"
    asked = {quiz.evidence for scene in every for quiz in scene.quizzes}
    assert asked <= set(item.texts().quizzes)
    for scene in every:
        for text in (scene.problem, scene.multimodal_question, scene.solution, scene.alt_text, scene.unknown):
            assert text.strip() and "{" not in text.replace("{\\", "") and "  " not in text and " ," not in text, text
        assert scene.multimodal_question != scene.problem


@each_family
def test_its_texts_in_other_languages_say_the_same(item):
    for language in ("de",):
        try:
            other = item.texts(language)
        except DataError:
            continue
        assert set(other.sections) == set(item.texts().sections) and set(other.quizzes) == set(item.texts().quizzes)
        for seed in range(9):
            scene, own = item.make(seed, language=language), item.make(seed)
            assert scene.marks == own.marks and scene.answer == own.answer and scene.problem != own.problem
        assert all(count >= MIN_WORDINGS for count in other.wordings().values())


@each_family
def test_layouts_differ_in_their_marks(item):
    if item.one_layout:
        assert item.one_layout.endswith("."), "says why"
        return
    names = {field.name for field in fields(item.parameters)}
    assert "layout" in names, "a parameter `layout` with three options, or `one_layout` with the reason"
    found: dict[str, set[object]] = {}
    for seed in range(60):
        scene = item.make(seed, LEVELS[seed % 3])
        found.setdefault(str(scene.parameters["layout"]), set()).add(inventory(scene))
    every = {kind for kinds in found.values() for kind in kinds}
    assert len(found) >= 3 and len(every) >= 3, found.keys()


@each_family
def test_figures_are_many_and_no_answer_is_too_frequent(item):
    samples = [item.sample(seed) for seed in range(NUM_DRAWS)]
    assert len({repr(sample.to_dict()) for sample in samples}) >= NUM_DISTINCT
    scenes = [item.make(seed) for seed in range(60)]
    assert item.few_answers or top_answer(scenes) <= 0.25, Counter(x.answer.text for x in scenes).most_common(3)
    assert len({content_of(scene) for scene in scenes}) >= 55


@each_family
def test_its_quizzes_cannot_be_guessed_without_the_figure(item):
    guesser = TemplateGuesser()
    guesser.learn([item.make(seed) for seed in range(18 * 3)])
    fresh = [item.make(seed) for seed in range(100, 100 + 8 * 3)]
    right, asked = guesser.rate(fresh)
    by_quiz: Counter[str] = Counter()
    for scene in fresh:
        for quiz in scene.quizzes:
            by_quiz[quiz.evidence] += guesser.guess(item.name, quiz) == quiz.options[quiz.correct]
    assert right <= 0.45 * asked, f"{item.name}: {right} of {asked} guessed: {by_quiz}"


@each_family
def test_its_own_defects_are_three_and_are_caught(item):
    assert len(item.defects) >= 3
    for found in item.defects.values():
        assert found.sentence.endswith(".") and found.visibility in (1, 2, 3)
    drawn: Counter[str] = Counter()
    for seed in range(6):
        scene = item.make(seed)
        for corrupted in make_corrupted(scene, item, Random(seed)):
            # Generic defects are examined on two scenes, the family's own on all.
            if corrupted.defect in item.defects or seed < 2:
                drawn[corrupted.defect] += 1
                is_missed = verify_scene(scene, Drawing.of(draw_scene(corrupted.scene))).passed
                assert not is_missed, (corrupted.defect, seed, scene.parameters)
    assert set(item.defects) <= set(drawn), "each applies to one of six scenes at least"
