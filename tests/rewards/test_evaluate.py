"""Two-choice accuracy by hand: ties are wrong, broken rows are counted beside it, groups add up."""

import json
import math
from dataclasses import replace

import pytest
import torch

from scisynth.core.protocols import Reward
from scisynth.core.trained_on import TrainedOn
from scisynth.rewards.evaluate import evaluate_two_choice


class ByTable:
    """A reward whose scores are given in order: explicit, superficial, explicit, ..."""

    name = "table"

    def __init__(self, *scores: float) -> None:
        self._scores = list(scores)

    def score(self, prompts, images):
        assert len(prompts) == len(images)
        given, self._scores = self._scores[: len(prompts)], self._scores[len(prompts) :]
        return torch.tensor(given)


def test_the_fake_is_a_reward():
    assert isinstance(ByTable(), Reward)


def test_a_tie_is_wrong(color_tuples):
    result = evaluate_two_choice(ByTable(2.0, 1.0, 1.0, 1.0, 0.0, 5.0, 3.0, 2.0), color_tuples(4)).to_dict()
    assert result["accuracy"]["value"] == 0.5  # right, tie, wrong, right
    assert result["accuracy"]["n"] == 4
    assert result["accuracy"]["low"] < 0.5 < result["accuracy"]["high"]


def test_broken_rows_are_counted_and_never_scored(color_tuples):
    tuples = color_tuples(3)
    tuples[1] = replace(tuples[1], status="broken", reason="superficial_image is missing")
    result = evaluate_two_choice(ByTable(2.0, 1.0, 2.0, 1.0), tuples).to_dict()
    assert result["accuracy"]["value"] == 1.0 and result["accuracy"]["n"] == 2
    assert result["outcomes"] == {"scored": 2, "broken": 1}
    assert result["broken"] == [{"id": tuples[1].id, "reason": "superficial_image is missing"}]


def test_a_image_that_cannot_be_opened_becomes_a_row_with_a_reason(color_tuples, tiny_clip):
    from scisynth.rewards.sciscore import SciScore

    tuples = color_tuples(3)
    tuples[2] = replace(tuples[2], explicit_image=(b"\x89PNG\r\n\x1a\n torn",))
    result = evaluate_two_choice(SciScore.from_pretrained(tiny_clip), tuples).to_dict()
    assert result["outcomes"] == {"scored": 2, "broken": 1}
    assert "PNG" in result["broken"][0]["reason"] or "broken image" in result["broken"][0]["reason"]


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_no_number_is_broken_and_not_wrong(color_tuples, score):
    tuples = color_tuples(4)
    result = evaluate_two_choice(ByTable(2.0, 1.0, score, 0.0, 0.0, score, 1.0, 2.0), tuples).to_dict()
    assert result["accuracy"]["value"] == 0.5 and result["accuracy"]["n"] == 2
    assert result["outcomes"] == {"scored": 2, "broken": 2}
    assert [row["id"] for row in result["broken"]] == [tuples[1].id, tuples[2].id]
    assert all(str(score) in row["reason"] and "table" in row["reason"] for row in result["broken"])
    json.dumps(result, allow_nan=False)


def test_tuples_of_one_subject_are_one_cluster(color_tuples):
    def width(tuples):
        scores = [score for number in range(40) for score in ((1.0, 0.0) if number < 20 else (0.0, 1.0))]
        accuracy = evaluate_two_choice(ByTable(*scores), tuples).to_dict()["accuracy"]
        assert (accuracy["value"], accuracy["n"]) == (0.5, 40)
        return accuracy["high"] - accuracy["low"]

    alone = [replace(item, subject=f"thing {number}") for number, item in enumerate(color_tuples(40))]
    nameless = [replace(item, subject="") for item in alone]
    by_four = [replace(item, subject=f"thing {number // 4}") for number, item in enumerate(alone)]
    other_law = [replace(item, law="rust" if number % 4 < 2 else "melting") for number, item in enumerate(by_four)]
    assert width(alone) == width(nameless), "a tuple without a subject stands for itself"
    # Groups of four that agree: twice as wide; a subject of two laws is two groups, of two: sqrt(2) times.
    assert width(by_four) / width(alone) == pytest.approx(2, rel=0.2)
    assert width(other_law) / width(alone) == pytest.approx(math.sqrt(2), rel=0.2)


def test_groups_add_up(color_tuples):
    tuples = color_tuples(4)
    tuples[3] = replace(tuples[3], law="buoyancy", category="physics", type="ST", subject_seen=False)
    told = TrainedOn.of([("ripeness", "tomato")])
    reward = ByTable(1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0)
    result = evaluate_two_choice(reward, tuples, trained_on=told).to_dict()
    assert {law: (m["value"], m["n"]) for law, m in result["by_law"].items()} == {
        "buoyancy": (0.0, 1),
        "ripeness": (pytest.approx(2 / 3), 3),
    }
    assert result["by_field"].keys() == {"physics", "biology"}
    assert {name: metric["n"] for name, metric in result["by_subject_seen"].items()} == {"seen": 3, "unseen": 1}
    assert result["by_type_and_seen"]["ST unseen"]["n"] == 1
    assert sum(result["margins"]["counts"]) == 4


def test_seen_is_what_the_model_was_trained_on_not_what_the_split_says(color_tuples):
    """Whether a subject was held out of somebody's training is no word on this model's."""

    def groups(trained_on, **changes):
        tuples = [replace(item, **changes) for item in color_tuples(4)]
        result = evaluate_two_choice(ByTable(*([1.0, 0.0] * 4)), tuples, trained_on=trained_on).to_dict()
        return {name: metric["n"] for name, metric in result["by_subject_seen"].items()}

    seen, other = TrainedOn.of([("ripeness", "tomato")]), TrainedOn.of([("ripeness", "plum")])
    for split_says in (True, False):
        assert groups(seen, subject_seen=split_says) == {"seen": 4}
        assert groups(other, subject_seen=split_says) == {"unseen": 4}
        assert groups(None, subject_seen=split_says) == {"unknown": 4}
    partial = TrainedOn.of([("ripeness", "plum")], has_base=True)
    assert groups(partial) == {"unknown": 4}
    assert groups(None, subject_seen=None) == {}, "real photos have no such notion"
    assert groups(seen, subject_seen=None) == {"seen": 4}, "unless the model was trained on tuples with subjects"
    assert groups(None, subject="", subject_seen=True) == {"unknown": 4}


def test_nothing_scored_is_not_zero():
    result = evaluate_two_choice(ByTable(), []).to_dict()
    assert result["accuracy"] == {"value": None, "low": None, "high": None, "n": 0, "resampled": ""}
    assert result["calibration_error"] is None


def test_certain_and_right_is_calibrated(color_tuples):
    result = evaluate_two_choice(ByTable(*([50.0, 0.0] * 4)), color_tuples(4)).to_dict()
    assert result["calibration_error"] == pytest.approx(0.0, abs=1e-9)
    wrong = evaluate_two_choice(ByTable(*([0.0, 50.0] * 4)), color_tuples(4)).to_dict()
    assert wrong["calibration_error"] == pytest.approx(1.0, abs=1e-9)
