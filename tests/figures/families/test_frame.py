"""The frame of a family: parameters, texts and questions, and what it says of a slip in them."""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import get_args

import pytest

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.problems import Answer
from scisynth.figures.families.family import Family, Solution, hidden_texts
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of, several
from scisynth.figures.families.questions import ask_count, ask_number, ask_value, ask_word, word_question
from scisynth.figures.families.registry import family, get_family
from scisynth.figures.families.texts import load_texts
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import Quantity
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.scene.style import MIXED, STYLES
from scisynth.pipelines.scigenbench.config import FamiliesConfig

TEXTS = """
lamp:
  en:
    words: {colour: {red: "a red lamp", green: "a green lamp"}}
    problem: ["<How bright|How strong> is {colour} of {power} with {num:wire|wires}?", "{power:n} W, {power:s}"]
    question: {by: colour, red: ["red one"], green: ["green one"]}
    unknown: "the light"
    solution: ["{answer}"]
    alt_text: ["{nothing}"]
    quizzes: {power: ["<a|b|c> <d|e>"], many: ["How many?"]}
    options: {up: "upwards"}
"""


@dataclass(frozen=True, kw_only=True)
class Lamp(Parameters):
    power: float = number("P_1", "W", (40, 60), meaning="power", level_3=(100,))
    colour: str = one_of("red", "green", level_1=("red",))
    names: tuple[str, ...] = several("ABCDEF", (2, 3), level_3=(6,))
    twice: float = drawn(lambda draw, level, values: 2 * values["power"], words="twice the power")

    def valid(self) -> bool:
        return self.names[0] != "A"


class Unlit(Lamp):
    def valid(self) -> bool:
        return False


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "lamp.yaml"
    path.write_text(TEXTS)
    return load_texts(path)["lamp"]["en"]


def test_levels_change_the_choices_and_what_is_not_valid_is_drawn_again():
    draw = Random(1)
    samples = {level: [Lamp.sample(draw, level) for _ in range(60)] for level in (1, 2, 3)}
    assert {p.colour for p in samples[1]} == {"red"} and {p.colour for p in samples[2]} == {"red", "green"}
    assert {p.power for p in samples[3]} == {100} and {len(p.names) for p in samples[3]} == {6}
    assert all(p.names[0] != "A" and p.twice == 2 * p.power for found in samples.values() for p in found)


def test_parameters_are_stored_and_varied_by_hand():
    p = Lamp.sample(Random(0), 2)
    assert Lamp.from_dict({**p.to_dict(), "names": list(p.names)}) == p
    with pytest.raises(DataError, match="Lamp: unknown parameter 'watt'; known: colour, level, names, power, twice"):
        Lamp.from_dict({**p.to_dict(), "watt": 3})
    with pytest.raises(DataError, match="Lamp: expected the parameter 'power', found none; add it"):
        Lamp.from_dict({name: value for name, value in p.to_dict().items() if name != "power"})
    with pytest.raises(DataError, match="expected values of which a figure can be drawn"):
        Lamp.from_dict({**p.to_dict(), "names": ["A", "B"]})


def test_a_family_without_a_valid_draw_and_a_level_that_does_not_exist_are_one_line():
    with pytest.raises(
        DataError, match=r"Unlit: expected a valid draw at level 2, found none in 500; widen the ranges"
    ):
        Unlit.sample(Random(0), 2)
    with pytest.raises(DataError, match="level: expected one of 1, 2, 3, got 4"):
        get_family("incline_block").make(0, level=4)


def test_slots_are_filled_and_wordings_multiply(texts):
    slots = {"colour": "green", "power": Quantity(symbol="P_1", value=40, unit="W"), "num": 1}
    said = {texts.say("problem", slots, Random(seed)) for seed in range(40)}
    assert said == {
        "How bright is a green lamp of 40 W with 1 wire?",
        "How strong is a green lamp of 40 W with 1 wire?",
        "40 W, P_1",
    }
    assert texts.say("question", slots, Random(0)) == "green one" and texts.option("up") == "upwards"
    assert texts.wordings()["problem"] == 3 and texts.wordings()["quizzes, power"] == 6
    assert texts.wordings()["question"] == 1, "the case with the fewest"


def test_an_unknown_slot_a_missing_case_and_a_missing_text_name_their_place(texts):
    with pytest.raises(DataError, match=r"lamp\.yaml: lamp, en: alt_text: unknown slot \{nothing\}"):
        texts.say("alt_text", {"power": 1}, Random(0))
    with pytest.raises(DataError, match=r"lamp, en: question: expected the case 'blue' of 'colour'; write it"):
        texts.say("question", {"colour": "blue"}, Random(0))
    with pytest.raises(DataError, match="lamp, en: expected quizzes, colour, found none; write it"):
        texts.ask("colour", {}, Random(0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lamp: {en: {problems: [x]}}", "unknown section 'problems'; did you mean 'problem'"),
        ("lamp:\n  en:\n    unknown: a\n    unknown: b", "'unknown' stands twice, in lines 3 and 4; keep one"),
        ("lamp: {en: [", "bad.yaml: expected the texts of families as YAML"),
    ],
)
def test_a_slip_in_the_file_of_texts_is_one_line(tmp_path, text, expected):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=expected):
        load_texts(path)
    with pytest.raises(DataError, match="expected the texts of families as YAML"):
        load_texts(tmp_path / "nowhere.yaml")


def test_the_rank_of_a_number_among_its_options_is_uniform(texts):
    draw, ranks = Random(3), Counter()
    for _ in range(400):
        key = draw.randint(20, 90)
        quiz = word_question(ask_number("power", key, unit="W", likely=[key + 10, key / 2]), texts, {}, draw)
        values = sorted(quiz.options.values(), key=lambda text: float(text.split()[0]))
        assert len(set(values)) == 4
        ranks[values.index(quiz.options[quiz.correct])] += 1
    assert set(ranks) == {0, 1, 2, 3} and max(ranks.values()) < 150, ranks


def test_counts_stay_above_their_least_and_no_wrong_option_is_right(texts):
    for seed in range(40):
        quiz = word_question(ask_count("many", 1, low=1), texts, {}, Random(seed))
        assert min(float(text) for text in quiz.options.values()) == 1 and len(set(quiz.options.values())) == 4
        near = word_question(
            ask_value("power", Quantity(symbol="P", value=50, unit="W"), Quantity(symbol="Q", value=50.4, unit="W")),
            texts,
            {},
            Random(seed),
        )
        assert "50.4 W" not in near.options.values()


def test_too_few_wrong_words_are_refused(texts):
    with pytest.raises(DataError, match="lamp, en: quizzes, power: expected three wrong options"):
        word_question(ask_word("power", "up", ["down", "up"]), texts, {}, Random(0))


def test_an_answer_that_is_also_a_given_is_hidden_with_its_symbol():
    sketch = Sketch()
    sketch.line("rod:1", (0, 0), (1, 0))
    sketch.text("label:L", "$L$ = 4 m", (0.5, 0), of="rod:1", toward=(0, 1))
    assert hidden_texts(sketch, Solution(answer=Answer(text="4 m"), symbol="x")) == ("x = 4 m",)
    assert hidden_texts(sketch, Solution(answer=Answer(text="7 m"), symbol="x")) == ("7 m",)
    assert hidden_texts(sketch, Solution(answer=Answer(text="4 m"), hidden=())) == ()


def test_a_mirrored_drawing_has_its_claims_mirrored_and_refuses_axes():
    sketch = Sketch()
    sketch.arrow("force:F", (0, 0), (2, 1))
    sketch.text("label:F", "F", (2, 1), of="force:F", toward=(1, 0))
    sketch.claim("order", "force:F", "label:F", value="left_to_right")
    mirror(sketch)
    (arrow, label), claims = sketch.marks, {claim.kind: claim.value for claim in sketch.claims}
    assert arrow.points == ((0.0, 0.0), (-2.0, 1.0)) and label.align == "right"
    assert claims["direction"] == pytest.approx(153.4, abs=0.1) and claims["order"] == "right_to_left"
    sketch.axes("axes:1", (0, 0, 1, 1), x_limits=(0, 1), y_limits=(0, 1))
    with pytest.raises(DataError, match="axes:1: expected a drawing without coordinate systems to mirror"):
        mirror(sketch)


def test_a_family_without_its_parameters_in_brackets_says_so():
    class Bare(Family):  # type: ignore[type-arg]
        solve = draw = questions = None

    with pytest.raises(DataError, match=r"Bare: expected its parameters in brackets, as Family\[BareParameters\]"):
        Bare().parameters  # noqa: B018


def test_the_science_of_the_incline_is_the_balance_of_its_forces():
    import numpy as np

    from scisynth.figures.families.physics.mechanical.inclines import forces_on_block

    for held_by in ("friction", "rope", "push"):
        for angle in (10.0, 25.0, 38.0):
            found = forces_on_block(3.0, angle, held_by)
            turn = np.radians([270, angle + 90, 0 if held_by == "push" else angle])
            arrows = np.stack([np.cos(turn), np.sin(turn)], axis=1)
            total = np.asarray([found["weight"], found["normal"], found["holding"]]) @ arrows
            assert np.abs(total).max() < 1e-9


def test_the_same_seed_gives_the_same_scene_and_another_level_another_one():
    family = get_family("incline_block")
    assert family.make(7) == family.make(7) and family.make(7).level == 2
    assert {family.make(7, level).level for level in (1, 2, 3)} == {1, 2, 3}
    assert replace(family.make(7), level=0) != replace(family.make(7, 3), level=0)


def test_a_parameter_that_hides_a_method_is_refused_where_it_is_registered():
    @dataclass(frozen=True, kw_only=True)
    class Hiding(Parameters):
        sample: int = one_of(1, 2)

    class Hidden(Family[Hiding]):
        solve = draw = questions = None

    with pytest.raises(ConfigError, match="Hidden: the parameter 'sample' hides what every `Parameters` has"):
        family("Physics - Mechanical")(Hidden)


def test_a_mark_is_taken_from_a_scene_by_its_kind():
    scene = get_family("incline_block").make(7)
    assert scene.path("side:slope") == scene.mark("side:slope") and scene.label("label:m").text
    with pytest.raises(LookupError, match="label:m: expected a Path, got a Label"):
        scene.path("label:m")
    with pytest.raises(LookupError):
        scene.round("no:mark")


def test_a_family_that_lacks_a_method_is_refused_where_it_is_registered():
    class HalfDone(Family[Lamp]):
        def solve(self, p):
            return Solution(answer=Answer(text="1"))

    with pytest.raises(
        ConfigError, match="HalfDone: expected the methods solve, draw and questions; write draw, questions"
    ):
        family("Physics - Circuit")(HalfDone)


def test_the_settings_know_every_style():
    assert set(get_args(FamiliesConfig.model_fields["style"].annotation)) == {*STYLES, MIXED}
