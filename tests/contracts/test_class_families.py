"""Every family that is a class: its pages, its texts, its layouts, its defects, and how much is guessed without the figure."""

from collections import Counter, defaultdict
from dataclasses import fields
from random import Random

import numpy as np
import pytest

from scisynth.core.seeds import derive_seed
from scisynth.figures.corruptions import GENERIC, make_corrupted
from scisynth.figures.families.family import Family
from scisynth.figures.families.match import match_problem, patterns_of
from scisynth.figures.families.parameters import LEVELS
from scisynth.figures.families.proofread import find_slips, is_counted
from scisynth.figures.families.registry import families_of, image_types
from scisynth.figures.families.stock import NUM_ASKED, NUM_LEARNED, TemplateGuesser, content_of, top_answer
from scisynth.figures.families.texts import MIN_WORDINGS
from scisynth.figures.labels.text import contains_label
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.verify.leaks import check_leaks
from scisynth.figures.verify.verify import Verification, verify_scene
from scisynth.grading import check_answer
from scisynth.grading.values.numbers import read_number

FAMILIES = [item for kind in image_types() for item in families_of(kind)]
each_family = pytest.mark.parametrize("item", FAMILIES, ids=lambda item: item.name)
NUM_DISTINCT, NUM_DRAWS = 1000, 1500


def page_of(scene: FigureScene, drawn: FigureScene | None = None) -> tuple[Drawing, Verification]:
    drawing = Drawing.of(draw_scene(drawn or scene))
    return drawing, verify_scene(scene, drawing)


def inventory(scene: FigureScene) -> object:
    """What is drawn and how it hangs together, whatever its numbers and names."""
    related = {
        (claim.kind, claim.of) for claim in scene.claims if claim.kind not in ("label", "near", "value", "count")
    }
    return tuple(sorted(Counter(role_of(mark.id) for mark in scene.marks).items())), frozenset(related)


@each_family
def test_a_scene_is_true_on_the_page(item):
    """One page a family; `make test-all` draws every level and layout."""
    _check_page(item, derive_seed(0, item.name) % 60)


@pytest.mark.thorough
@each_family
def test_a_scene_is_true_on_the_page_at_every_level_and_in_every_layout(item):
    seen: set[object] = set()
    for seed in range(60):
        parameters = item.sample(seed)
        met = {parameters.level, str(getattr(parameters, "layout", ""))}
        if not met <= seen:
            seen |= met
            _check_page(item, seed)
    assert set(LEVELS) <= seen


def _check_page(item: Family, seed: int) -> None:
    scene = item.make(seed)
    drawing, found = page_of(scene)
    assert found.passed, (seed, scene.parameters, [fault.message for fault in found.faults])
    assert [claim.message for claim in found.claims if claim.status != "held"] == []
    _check_readable(item, scene, drawing)
    assert len(scene.claims) >= 3 and scene.hidden and check_leaks(drawing, scene.hidden) == []
    assert scene.entities and {name for entity in scene.entities for name in entity.marks} <= {
        x.id for x in scene.marks
    }
    assert FigureScene.from_json(scene.to_json()) == scene == item.make(seed)
    again = item.scene(item.parameters.from_dict(FigureScene.from_json(scene.to_json()).parameters), seed=seed)
    assert again.marks == scene.marks and again.problem == scene.problem


def _check_readable(item: Family, scene: FigureScene, drawing: Drawing) -> None:
    """No value is asked finer than a fifth of a step of a scale with its unit, unless it is printed."""
    ticks, names = defaultdict(list), {}
    for text in drawing.texts:
        if text.tick_of and (number := _number(text.text)) is not None:
            ticks[text.axes, text.tick_of].append(number)
        if text.axis:
            names[text.axes, text.axis] = text.text
    for question in item.questions(item.parameters.from_dict(scene.parameters)):
        quiz = next((quiz for quiz in scene.quizzes if quiz.evidence == question.name), None)
        if quiz is None or not question.unit:
            continue
        key = quiz.options[quiz.correct]
        scales = [place for place, name in names.items() if contains_label(name, question.unit)]
        if scales and not any(contains_label(text.text, key) for text in drawing.texts):
            values = [_number(option) for option in quiz.options.values() if option != key]
            step = min(_even_step(ticks[place]) for place in scales)
            assert min(abs(value - _number(key)) for value in values) >= 0.199 * step, (quiz, step)


def _number(text: str) -> float | None:
    found = read_number(text.replace("−", "-").replace("$", "").strip())
    return found[0].value if found else None


def _even_step(ticks: list[float]) -> float:
    """The step of a linear scale; 0 for another one, of which parts are read otherwise."""
    steps = np.diff(sorted(set(ticks)))
    return float(steps.min()) if len(steps) > 1 and np.allclose(steps, steps[0], rtol=0.01) else 0.0


@each_family
def test_texts_are_whole_and_their_answers_are_read(item):
    """Six scenes; `make test-all` takes as many as the stock table."""
    _check_texts(item, [item.make(seed) for seed in range(6)])


@pytest.mark.thorough
@each_family
def test_texts_layouts_and_quizzes_are_many_and_tell_nothing(item):
    scenes = [item.make(seed) for seed in range(NUM_LEARNED)]
    _check_patterns(item, scenes)
    fresh = [item.make(seed) for seed in range(100, 100 + NUM_ASKED)]
    _check_texts(item, scenes)
    _check_layouts(item, scenes)
    distinct = set()
    for seed in range(NUM_DRAWS):
        distinct.add(repr(item.sample(seed).to_dict()))
        if len(distinct) == NUM_DISTINCT:
            break
    assert len(distinct) == NUM_DISTINCT
    assert len({content_of(scene) for scene in scenes}) >= 0.9 * NUM_LEARNED
    assert item.few_answers or top_answer(scenes) <= 0.25, Counter(x.answer.text for x in scenes).most_common(3)
    guesser = TemplateGuesser()
    guesser.learn(scenes)
    right, asked = guesser.rate(fresh)
    by_quiz: Counter[str] = Counter()
    for scene in fresh:
        for quiz in scene.quizzes:
            by_quiz[quiz.evidence] += guesser.guess(item.name, quiz) == quiz.options[quiz.correct]
    assert right <= 0.45 * asked, f"{item.name}: {right} of {asked} guessed: {by_quiz}"


def _check_patterns(item, scenes):
    """A family that says what it can draw knows most of its own problems again."""
    if patterns_of(item):
        known = [match_problem(scene.problem, item.image_type, [item]).family for scene in scenes]
        assert known.count(item.name) >= 0.6 * len(known), next(
            (scene.problem, match_problem(scene.problem, item.image_type, [item]).reason)
            for scene, found in zip(scenes, known, strict=True)
            if not found
        )


def _check_texts(item: Family, scenes: list[FigureScene]) -> None:
    texts = item.texts()
    few = {name: count for name, count in texts.wordings().items() if count < MIN_WORDINGS}
    assert not few, f"{item.name}: fewer than {MIN_WORDINGS} wordings: {few}"
    assert all(3 <= len(scene.quizzes) <= 6 for scene in scenes)
    assert {quiz.evidence for scene in scenes for quiz in scene.quizzes} <= set(texts.quizzes)
    for scene in scenes:
        for text in (scene.problem, scene.multimodal_question, scene.solution, scene.alt_text, scene.unknown):
            assert text.strip() and "{" not in text.replace("{\\", "") and "  " not in text and " ," not in text, text
        assert scene.multimodal_question != scene.problem
        _check_words(scene)
        for quiz in scene.quizzes:
            assert quiz.is_sound and len(set(quiz.options.values())) == 4
        for spelling in (scene.answer.text, f"\\boxed{{{scene.answer.text}}}"):
            assert check_answer(spelling, scene.answer).status == "right", (spelling, scene.answer)
        if scene.answer.value:
            wrong = f"{1.3 * scene.answer.value:.12g} {scene.answer.unit}"
            assert check_answer(wrong, scene.answer).status == "wrong", scene.answer
    for language in item.languages:
        other = item.texts(language)
        assert set(other.sections) == set(texts.sections) and set(other.quizzes) == set(texts.quizzes)
        assert all(count >= MIN_WORDINGS for count in other.wordings().values()), other.wordings()
        for own in scenes[:12] if language != "en" else ():
            scene = item.make(own.seed, language=language)
            assert scene.marks == own.marks and scene.answer == own.answer and scene.problem != own.problem


def _check_words(scene: FigureScene) -> None:
    asked = [quiz.question for quiz in scene.quizzes]
    for text in (scene.problem, scene.multimodal_question, scene.solution, scene.alt_text, *asked):
        assert find_slips(text) == [], text
    if is_counted(f"{scene.answer.unit} {scene.unknown}") and scene.answer.value is not None:
        assert abs(scene.answer.value - round(scene.answer.value)) < 1e-9, (scene.unknown, scene.answer)


def _check_layouts(item: Family, scenes: list[FigureScene]) -> None:
    if item.one_layout:
        assert item.one_layout.endswith("."), "says why"
        return
    names = {field.name for field in fields(item.parameters)}
    assert "layout" in names, "a parameter `layout` with three options, or `one_layout` with the reason"
    layouts = {str(scene.parameters["layout"]) for scene in scenes}
    assert len(layouts) >= 3 and len({inventory(scene) for scene in scenes}) >= 3, layouts


@each_family
def test_its_own_defects_are_three_and_one_of_them_is_caught(item):
    """One page a family; `make test-all` draws every defect."""
    assert len(item.defects) >= 3
    for found in item.defects.values():
        assert found.sentence.endswith(".") and found.visibility in LEVELS
    chosen = list(item.defects)[derive_seed(0, item.name, "defect") % len(item.defects)]
    assert _check_defects(item, {chosen: 1}), chosen


@pytest.mark.thorough
@each_family
def test_its_defects_are_caught(item):
    """Its own on two scenes each; of the generic ones, which are the same code everywhere, every third on one."""
    generic = {name for name in GENERIC if derive_seed(0, item.name, name) % 3 == 0}
    drawn = _check_defects(item, dict.fromkeys(generic, 1) | dict.fromkeys(item.defects, 2))
    assert set(item.defects) <= set(drawn), "each applies to one of twelve scenes at least"


def _check_defects(item: Family, pages: dict[str, int]) -> Counter[str]:
    """Draws defects on as many of the first twelve scenes as `pages` says; how many were drawn."""
    drawn: Counter[str] = Counter()
    for seed in range(12):
        scene = item.make(seed)
        for corrupted in make_corrupted(scene, item, Random(seed)):
            if drawn[corrupted.defect] < pages.get(corrupted.defect, 0):
                drawn[corrupted.defect] += 1
                _, found = page_of(scene, corrupted.scene)
                assert not found.passed, (corrupted.defect, seed, scene.parameters)
        if drawn == pages:
            break
    return drawn
