"""The lab's study: its arms differ in images alone, its tests are of held-out subjects, and every cell has its items."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
import student_lab

from scisynth.pipelines.students.study.cells import cells_of, check_study
from scisynth.pipelines.students.study.lab import DRAWN, lab_study
from scisynth.prompts.write import is_held_out
from scisynth.science.laws import get_law
from scisynth.students.check import check_reward
from scisynth.students.items import check_images, read_items
from scisynth.students.reward import reward_of

NUM = 6


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Items of generators that paint one colour an attempt; the judge likes the third, and SciScore the second."""

    def generated(prompts, policy, number, seed):
        image = Image.new("RGB", (64, 64), (60 * number, 200 if policy else 10, 90))
        return [student_lab.Shown(item, side, image) for item in prompts for side in student_lab.SIDES]

    def likes(level):
        return lambda shown: np.array([-abs(one.image.getpixel((0, 0))[0] - level) for one in shown])

    monkeypatch.setattr(student_lab, "generated", generated)
    monkeypatch.setattr(student_lab, "score_by_judge", likes(120))
    monkeypatch.setattr(student_lab, "score_by_reward", likes(60))
    student_lab.draw_items(tmp_path, tmp_path / "policy", NUM, 8, 0)
    return tmp_path


def test_arms_ask_the_same_and_show_other_images(root):
    arms = {name: read_items(root / "items" / name) for name in (*DRAWN, "exact")}
    asked = {
        name: [(item.id, item.question, item.answer.text, item.split) for item in items] for name, items in arms.items()
    }
    assert all(rows == asked["exact"] for rows in asked.values()) and len(asked["exact"]) == 2 * NUM
    colour = {}
    for name, items in arms.items():
        assert not check_images(root / "items" / name, items) and check_reward(items, reward_of).passed
        with Image.open(root / "items" / name / items[0].image) as image:
            colour[name] = image.convert("RGB").getpixel((0, 0))
    assert colour["unfiltered"][0] == 0 and colour["sciscore"][0] == 60 and colour["lab-judge"][0] == 120
    assert colour["aligned"][1] == 200


def test_a_filter_keeps_the_truest_true_image_and_the_falsest_false_one(root):
    items = read_items(root / "items" / "lab-judge")
    for item, wanted in zip(items[:2], (120, 0), strict=True):
        with Image.open(root / "items" / "lab-judge" / item.image) as image:
            assert image.convert("RGB").getpixel((0, 0))[0] == wanted, item.id


def test_tests_are_of_held_out_subjects_alone(root):
    items = read_items(root / "items" / "test")
    assert len(items) == 16 and {item.split for item in items} == {"test"}
    assert all(is_held_out(get_law(item.law), item.subject) for item in student_lab.held_out_prompts(8, 0))
    assert sum(item.answer.text == "yes" for item in items) == 8


def test_the_study_finds_the_items_of_every_cell(root):
    config = student_lab.study_config(root)
    assert config.reference == "unfiltered" and len(config.seeds) == 3 and len(config.sizes_of("exact")) >= 4
    small = {name: arm.model_copy(update={"curve": ()}) for name, arm in config.arms.items()}
    found = check_study(config.model_copy(update={"arms": small, "sizes": (2 * NUM,)}))
    assert found == dict.fromkeys(config.arms, 2 * NUM)
    both = student_lab.study_config(root, has_photos=True).named_tests()
    assert list(both) == ["families", "families.2"] and both["families.2"].data.endswith("items/photos")


def test_the_plan_counts_every_training():
    config = lab_study()
    words = student_lab.plan(config, 400, needs_aligned=True)
    assert len(cells_of(config)) == 33 and "27 trainings by SFT, 200 steps" in words and "34 evaluations" in words
    assert 80 < float(words.rpartition("about ")[2].split()[0]) < 150
