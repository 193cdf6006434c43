"""Two-choice accuracy by hand: ties are wrong, broken rows are counted beside it, groups add up."""

from dataclasses import replace

import pytest
import torch

from scisynth.core.protocols import Reward
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


def test_a_picture_that_cannot_be_opened_becomes_a_row_with_a_reason(color_tuples, tiny_clip):
    from scisynth.rewards.sciscore import SciScore

    tuples = color_tuples(3)
    tuples[2] = replace(tuples[2], explicit_image=(b"\x89PNG\r\n\x1a\n torn",))
    result = evaluate_two_choice(SciScore.from_pretrained(tiny_clip), tuples).to_dict()
    assert result["outcomes"] == {"scored": 2, "broken": 1}
    assert "PNG" in result["broken"][0]["reason"] or "broken picture" in result["broken"][0]["reason"]


def test_groups_add_up(color_tuples):
    tuples = color_tuples(4)
    tuples[3] = replace(tuples[3], law="buoyancy", category="physics", type="ST", subject_seen=False)
    result = evaluate_two_choice(ByTable(1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0), tuples).to_dict()
    assert {law: (m["value"], m["n"]) for law, m in result["by_law"].items()} == {
        "buoyancy": (0.0, 1),
        "ripeness": (pytest.approx(2 / 3), 3),
    }
    assert result["by_field"].keys() == {"physics", "biology"}
    assert {name: metric["n"] for name, metric in result["by_subject_seen"].items()} == {"seen": 3, "unseen": 1}
    assert result["by_type_and_seen"]["ST unseen"]["n"] == 1
    assert sum(result["margins"]["counts"]) == 4


def test_nothing_scored_is_not_zero():
    result = evaluate_two_choice(ByTable(), []).to_dict()
    assert result["accuracy"] == {"value": None, "low": None, "high": None, "n": 0}
    assert result["calibration_error"] is None


def test_certain_and_right_is_calibrated(color_tuples):
    result = evaluate_two_choice(ByTable(*([50.0, 0.0] * 4)), color_tuples(4)).to_dict()
    assert result["calibration_error"] == pytest.approx(0.0, abs=1e-9)
    wrong = evaluate_two_choice(ByTable(*([0.0, 50.0] * 4)), color_tuples(4)).to_dict()
    assert wrong["calibration_error"] == pytest.approx(1.0, abs=1e-9)
