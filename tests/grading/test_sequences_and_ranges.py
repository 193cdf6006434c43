"""Sequences, ranges, dates and words before a number: what differs in order, ends or name is never right."""

import pytest

from scisynth.grading import check_answer


@pytest.mark.parametrize(
    ("reply", "key", "status"),
    [
        ("A, C", "AC", "right"), ("AC", "A, C", "right"), ("\\boxed{GCA}", "GCA", "right"), ("BAD", "BAD", "right"),
        ("\\boxed{ACG}", "GCA", "unknown"), ("\\boxed{CAG}", "AGC", "unknown"), ("DAB", "BAD", "unknown"),
        ("90 to 110 h", "90–110 h", "right"), ("between 90 and 110 h", "90–110 h", "right"), ("from 90 h to 110 h", "90–110 h", "unknown"),
        ("1.5 to 1.8333 h", "90–110 min", "right"), ("50–70 h", "90–110 h", "wrong"), ("\\boxed{12-16 min}", "0-4 min", "wrong"),
        ("-20 h", "90–110 h", "wrong"), ("100 h", "90–110 h", "wrong"), ("3 to 5", "3-5", "right"), ("10-5", "5", "right"),
        ("1:2", "1 to 2", "right"), ("2:4", "1 to 2", "right"), ("3 and 5", "4 ± 1", "right"),
        ("T, F, T", "T, F, T", "right"), ("T, T, F", "T, F, T", "wrong"), ("2, 3, 2", "2, 2, 3", "right"), ("red, blue", "blue, red", "right"),
        ("It is April 2028.", "April 2028", "right"), ("September 2028", "April 2028", "wrong"), ("Monday 3", "Friday 3", "wrong"),
        ("The amplitude is 2", "amplitude 2", "right"), ("answer 2", "amplitude 2", "right"), ("2", "amplitude 2", "right"),
        ("\\boxed{8 π electrons}", "8 π electrons", "right"), ("8 π-electrons", "8", "right"), ("8π", "8", "wrong"), ("2 σ bonds", "2 π bonds", "unknown"),
        ("\\boxed{2+}", "+2", "right"), ("2−", "-2", "right"), ("+", "1+", "right"), ("2+", "-2", "wrong"), ("3+", "+2", "wrong"),
        ("speed 5 m/s", "velocity 5 m/s", "right"), ("ray 3", "wave 3", "unknown"),
        ("Answer: Night shift, Car", "Night shift, Car", "right"), ("La réponse est 5, car F = ma", "5", "right"),
    ],
)  # fmt: skip
def test_a_reply(reply, key, status):
    verdict = check_answer(reply, key)
    assert verdict.status == status, verdict
