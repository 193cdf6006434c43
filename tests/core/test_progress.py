"""Progress where nobody watches: lines in the log of long work, none for short work, none of a server."""

import pytest

from scisynth.core import progress


@pytest.fixture
def clock(monkeypatch):
    times = iter(range(0, 10_000, 20))
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(times)))


def test_a_long_loop_tells_now_and_then_how_much_is_left(clock, capsys):
    assert list(progress.track("abcdef", total=6, label="letters")) == list("abcdef")
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["letters: 2 of 6, 80 s left", "letters: 4 of 6, 40 s left", "letters: 6 of 6"]


def test_what_an_earlier_run_did_says_nothing_about_the_speed(clock, capsys):
    with progress.progress_bar("images", total=110, done=100) as advance:
        advance(0)
        advance(5)
    assert capsys.readouterr().err == "images: 105 of 110, 40 s left\n"


def test_a_loop_without_a_total_counts(clock, capsys):
    list(progress.track("abcd", label="letters"))
    assert capsys.readouterr().err == "letters: 2\nletters: 4\n"


def test_short_work_says_nothing(capsys):
    assert list(progress.track(range(1000), total=1000, label="numbers")) == list(range(1000))
    assert capsys.readouterr().err == ""


def test_a_hushed_process_says_nothing(clock, capsys, monkeypatch):
    monkeypatch.setattr(progress, "_HUSHED", True)
    list(progress.track("abcdef", total=6, label="letters"))
    assert capsys.readouterr().err == ""
