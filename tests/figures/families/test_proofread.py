"""Slips that code can see in a text, and texts without one."""

import pytest

from scisynth.figures.families.proofread import find_slips, is_counted


@pytest.mark.parametrize(
    "text",
    [
        "The lines 1x + 3y = 11 meet.",
        "An orbital with 1 radial nodes.",
        "Tuesday + 1 days = Wednesday",
        "A charge of -4 nC",
        "a current of 1e+06 A",
        "an closed switch",
        "a electron",
        "the the block",
        "Find the mass , in kg.",
    ],
)
def test_a_slip_is_found(text):
    assert find_slips(text), text


@pytest.mark.parametrize(
    "text",
    [
        "The vectors a and b lead from the origin; find the side a of the triangle.",
        "A ratio of 3 : 1, an hour, a unit, a one-way street, an X-ray, a European car.",
        "It takes 1 s; 11 nodes; 2.1 rings; a charge of −4 nC at 10⁻³ m.",
        "C₂H₅-OH and x-axis, pages 3-4; $-4x^2$ is set as mathematics.",
        "He said that that was right.",
    ],
)
def test_a_sound_text_has_none(text):
    assert find_slips(text) == []


def test_things_that_are_counted():
    assert is_counted("the number of patients") and not is_counted("the force on the sheet")
