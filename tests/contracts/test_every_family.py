"""Every figure family: its scenes pass their own checks, travel as JSON, hide their answer, and every corrupted figure is caught."""

import random
from collections import Counter
from random import Random

import pytest

from scisynth.core.errors import ConfigError
from scisynth.figures.corruptions import make_corrupted
from scisynth.figures.families.registry import (
    MODULES,
    FunctionFamily,
    families_of,
    family_names,
    make_scenes,
)
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.figures.verify.leaks import check_leaks
from scisynth.figures.verify.verify import verify_scene
from scisynth.grading import check_answer

FAMILIES = [item for image_type in MODULES for item in families_of(image_type)]
FUNCTIONS = [item for item in FAMILIES if isinstance(item, FunctionFamily)]
"""Families that are classes have a contract of their own, in `test_class_families`."""
each_family = pytest.mark.parametrize("item", FUNCTIONS, ids=lambda item: item.name)


def test_every_image_type_has_families_and_there_are_many():
    counts = Counter(item.image_type for item in FAMILIES)
    assert set(counts) == set(MODULES) and len(MODULES) == 25
    assert min(counts.values()) >= 4 and len(FAMILIES) >= 100


@each_family
@pytest.mark.parametrize("seed", [0, 41])
def test_a_scene_is_true_on_the_page(item, seed):
    scene = item.make(seed)
    assert FigureScene.from_json(scene.to_json()) == scene == item.make(seed)
    found = verify_scene(scene, Drawing.of(draw_scene(scene)))
    assert found.passed, [fault.message for fault in found.faults]
    assert all(finding.status == "held" for finding in found.claims), [
        x.message for x in found.claims if x.status != "held"
    ]
    assert len(scene.claims) >= 3 and scene.hidden and check_leaks(Drawing.of(draw_scene(scene)), scene.hidden) == []


@each_family
def test_the_problem_is_whole(item):
    scene = item.make(7)
    assert (
        scene.problem.strip()
        and scene.multimodal_question.strip()
        and scene.alt_text.strip()
        and scene.solution.strip()
    )
    assert scene.answer.text and scene.entities and 3 <= len(scene.quizzes) <= 6
    for quiz in scene.quizzes:
        assert quiz.is_sound and len(quiz.options) == 4 == len(set(quiz.options.values()))
    marks = {mark.id for mark in scene.marks}
    assert all(set(entity.marks) <= marks for entity in scene.entities)


@each_family
def test_seeds_give_different_problems_and_answers_that_state_their_value(item):
    scenes = [item.make(seed) for seed in range(12)]
    assert len({scene.problem for scene in scenes}) >= 6
    for scene in scenes:
        assert check_answer(scene.answer.text, scene.answer).status == "right", scene.answer
        if scene.answer.value:
            assert check_answer(f"{1.3 * scene.answer.value:.12g} {scene.answer.unit}", scene.answer).status == "wrong"


@each_family
def test_every_flawed_twin_is_caught(item):
    scene = item.make(3)
    corrupted_figures = make_corrupted(scene, item, random.Random(0))
    missed = [
        corrupted.defect
        for corrupted in corrupted_figures
        if verify_scene(scene, Drawing.of(draw_scene(corrupted.scene))).passed
    ]
    assert len(corrupted_figures) >= 3 and not missed


def _bar(draw: Random) -> FigureScene:
    """A family of nothing but a line."""
    sketch = Sketch()
    sketch.line("bar:1", (0, 0), (draw.randint(2, 9), 0))
    sketch.claim("count", "bar", value=1)
    return sketch.scene(
        problem="How long is the bar?", multimodal_question="How long is it?", givens=(), unknown="length",
        answer=number_answer(4.0, "m"), solution="", quizzes=(), alt_text="A bar.",
    )  # fmt: skip


def test_a_new_family_changes_no_scene_of_another(monkeypatch):
    """A family added first, in the middle or last: the k-th scene of every other stays as it was, word by word."""
    from scisynth.figures.families import registry

    image_type = "Physics - Circuit"
    # As if it stood in the package; families from outside draw only where they are named.
    monkeypatch.setattr(_bar, "__module__", f"{registry._FUNCTIONS}.physics.bars")
    before = {scene.id: scene.to_json() for scene in make_scenes(image_type, 40, seed=3)}
    names = [item.name for item in families_of(image_type)]
    for place in (0, len(names) // 2, len(names)):
        known = dict(registry._FAMILIES)
        order = [*names[:place], "brand_new", *names[place:]]
        known["brand_new"] = FunctionFamily(name="brand_new", image_type=image_type, build=_bar)
        with monkeypatch.context() as patch:
            patch.setattr(registry, "_FAMILIES", {name: known[name] for name in [*order, *(set(known) - set(order))]})
            after = {scene.id: scene.to_json() for scene in make_scenes(image_type, 60, seed=3)}
            shared = before.keys() & after.keys()
            assert len(shared) >= 40 - len(names) and "brand_new-300009" in after
            assert all(after[name] == before[name] for name in shared)
            named = {scene.id: scene.to_json() for scene in make_scenes(image_type, 40, seed=3, names=names)}
            assert named == before, "the families of a run, named, draw it again"


def test_families_are_chosen_by_name():
    image_type = "Physics - Circuit"
    first, second, *_ = family_names(image_type)
    scenes = make_scenes(image_type, 4, seed=0, names=[second, "block_on_incline", first])
    assert [scene.family for scene in scenes] == [second, first, second, first]
    assert len(family_names()) == len(FAMILIES) == len(set(family_names()))
    with pytest.raises(ConfigError, match=r"Physics - Circuit: expected one of its families, .*; got block_on_incline"):
        make_scenes(image_type, 4, seed=0, names=["block_on_incline"])


def test_a_types_scenes_take_its_families_in_turn():
    image_type = next(iter(MODULES))
    names = [item.name for item in families_of(image_type)]
    scenes = make_scenes(image_type, 2 * len(names), seed=1)
    assert [scene.family for scene in scenes] == 2 * names
    assert len({scene.id for scene in scenes}) == len(scenes)
