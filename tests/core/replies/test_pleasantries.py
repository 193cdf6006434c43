"""Closing politeness is taken off, answers are not."""

import pytest

from scisynth.core.replies.pleasantries import drop_pleasantries


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("12 N. I hope this helps! Let me know if you have questions.", "12 N."),
        ("12 N\n\nLet me know if you want 5 more!", "12 N"),
        ("**B** 😊 Let me know!", "**B**"),
        ("B\n\n希望这对您有帮助。", "B"),
        ("I hope this helps! The answer is 5", "I hope this helps! The answer is 5"),
        ("enjoyment 5", "enjoyment 5"),
        ("", ""),
    ],
)
def test_closing_words(text, rest):
    assert drop_pleasantries(text) == rest
