"""Progress of a long run in a log file: a line now and then, with the time left."""

import pytest

from scisynth.core import progress
from scisynth.core.progress import StepLines, duration


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_line_now_and_then_with_the_time_left(clock, capsys):
    lines = StepLines("sft", total=100, done=10)
    for step in range(11, 101):
        clock[0] += 10
        lines.tell(step, {"loss": 0.125})
    said = capsys.readouterr().err.splitlines()
    # The first step, every third one (30 seconds), and the last.
    assert len(said) == 31 and said[0] == "sft: step 11 of 100, loss 0.125, 15 min left"
    assert said[-1] == "sft: step 100 of 100, loss 0.125"


def test_an_evaluation_is_told_at_once(clock, capsys):
    lines = StepLines("oft", total=9)
    lines.tell(0, {"held-out reward": 20.5}, now=True)
    lines.tell(5, {})
    assert capsys.readouterr().err == "oft: step 0 of 9, held-out reward 20.5\n"


def test_durations_are_words():
    assert [duration(seconds) for seconds in (5, 700, 12_000)] == ["5 s", "12 min", "3 h 20 min"]
