"""The stock table, and the guesser that has never seen a figure."""

import json
from dataclasses import replace
from random import Random

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.problems import Quiz
from scisynth.figures.families.registry import get_family
from scisynth.figures.families.stock import TemplateGuesser, looks_of, top_answer
from scisynth.figures.scene.scene import FigureScene


def scene_with(*quizzes: Quiz) -> FigureScene:
    return replace(get_family("incline_block").make(0), quizzes=quizzes)


def number_quiz(draw: Random, rank: int) -> Quiz:
    numbers = sorted(draw.sample(range(100, 1000), 4))
    options = [f"{number} N" for number in numbers]
    key = options[rank]
    draw.shuffle(options)
    letters = dict(zip("ABCD", options, strict=True))
    return Quiz(question="?", options=letters, correct=next(x for x in letters if letters[x] == key), evidence="force")


@pytest.mark.parametrize(("ranks", "low", "high"), [((1,), 1.0, 1.0), ((0, 1, 2, 3), 0.1, 0.42)])
def test_a_usual_rank_is_guessed_and_a_uniform_one_is_not(ranks, low, high):
    draw, guesser = Random(1), TemplateGuesser()
    guesser.learn(scene_with(number_quiz(draw, draw.choice(ranks))) for _ in range(200))
    right, asked = guesser.rate([scene_with(number_quiz(draw, draw.choice(ranks))) for _ in range(200)])
    assert asked == 200 and low <= right / asked <= high


def test_a_usual_key_is_guessed_wherever_it_stands():
    draw, guesser = Random(2), TemplateGuesser()

    def quiz() -> Quiz:
        options = draw.sample(["left", "right", "up", "down"], 4)
        return Quiz(
            question="?",
            options=dict(zip("ABCD", options, strict=True)),
            correct="ABCD"[options.index("up")],
            evidence="w",
        )

    guesser.learn(scene_with(quiz()) for _ in range(20))
    assert guesser.rate([scene_with(quiz()) for _ in range(50)]) == (50, 50)


def test_looks_are_the_same_for_the_same_page_and_differ_with_a_text():
    family = get_family("incline_block")
    p = family.sample(4)
    assert looks_of(family.scene(p, seed=1)) == looks_of(family.scene(p, seed=2, language="de"))
    assert looks_of(family.scene(p)) != looks_of(family.scene(replace(p, mass=p.mass + 0.25)))
    scenes = [family.make(seed) for seed in range(3)]
    assert top_answer([scenes[0], scenes[0], scenes[1]]) == pytest.approx(2 / 3)


def test_the_command_writes_the_table(tmp_path):
    done = CliRunner().invoke(
        app, ["imgcoder", "stock", "--families", "incline_block", "--num", "60", "--out", str(tmp_path), "--json"]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    (row,) = found["families"]
    assert row["family"] == "incline_block" and row["layouts"] == 3 and row["distinct"] == row["draws"] == 60
    assert found["guess_rate"] == row["guess_rate"] == found["guess_rate_of_type"]["Physics - Mechanical"] <= 0.45
    assert "| incline block | 3 | 60 of 60 |" in (tmp_path / "stock.md").read_text()
