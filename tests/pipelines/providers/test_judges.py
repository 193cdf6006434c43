"""Judges by name: every reward stands as one under its own name."""

import pytest

from scisynth.core.errors import ConfigError
from scisynth.pipelines.providers.judges import RewardJudge, load_local_judge


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("validator:hrtem", "validator:hrtem"),
        ("reward:validator:hrtem", "validator:hrtem"),
        ("clip:lab-clip", "lab-clip"),
        ("sciscore:lab-sciscore", "lab-sciscore"),
        ("reward:lab-sciscore", "lab-sciscore"),
        ("lab-sciscore", "lab-sciscore"),
    ],
)
def test_a_reward_judges_under_its_own_name(name, known_as):
    judge = load_local_judge(name)
    assert isinstance(judge, RewardJudge) and judge.name == known_as


def test_a_kind_that_is_none_is_told_with_the_nearest():
    with pytest.raises(ConfigError, match=r"unknown judge 'validater' .*did you mean 'validator'"):
        load_local_judge("validater:hrtem")
