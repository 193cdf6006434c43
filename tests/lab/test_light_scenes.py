"""Scenes of tubes, of clear things in clear liquids and of shadows: each outcome shows where the mask says."""

import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab.render import render
from scisynth.science.laws import get_law

LAWS = ("capillarity", "index matching", "shadow length")


def draw(law: str, subject: str, condition: str, outcome: str, *, size_px: int = 64, seed: int = 1, place: str = ""):
    scene = Scene(law=law, subject=subject, condition=condition, outcome=outcome, place=place)
    rendered = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(rendered.image, dtype=float), np.asarray(rendered.region_mask) > 0


@pytest.mark.parametrize("law", LAWS)
def test_every_subject_shows_both_outcomes(law):
    conditions, places = list(get_law(law).conditions), get_law(law).places
    for number, subject in enumerate(get_law(law).subjects):
        condition, place = conditions[number % len(conditions)], places[number % len(places)] if number % 2 else ""
        (one, here), (other, there) = (
            draw(law, subject, condition, outcome, seed=number, place=place) for outcome in get_law(law).outcomes
        )
        assert np.abs(one - other)[here | there].mean() > 8, subject
        assert 0.003 < here.mean() < 0.5 and 0.003 < there.mean() < 0.5, subject


def column_top(subject: str, condition: str, outcome: str) -> float:
    """Height above the foot of the column of liquid in the tube, as a fraction of the image."""
    _, mask = draw("capillarity", subject, condition, outcome, size_px=256, seed=3)
    rows = np.flatnonzero(mask.any(axis=1))
    return float(rows[-1] - rows[0]) / mask.shape[0]


def test_the_column_is_higher_in_a_narrower_tube_and_for_a_larger_step():
    heights = [column_top("glass tube in water", bore, "climbs") for bore in ("half", "one", "two")]
    assert heights == sorted(heights, reverse=True) and heights[0] - heights[2] > 0.05
    assert (
        column_top("glass tube in water", "one", "climbs") > column_top("glass tube in hexane", "one", "climbs") + 0.02
    )
    assert column_top("glass tube in mercury", "one", "dips") < heights[2] - 0.1


def test_a_vanished_thing_leaves_plain_liquid_in_the_region():
    """Below the surface the region is the liquid's own colour, but for the reflections of the vessel."""
    subject = "borosilicate glass rod in sunflower oil"
    spread = {}
    for outcome in ("vanishes", "shows"):
        image, mask = draw("index matching", subject, "glass", outcome, size_px=256, seed=5)
        rows = np.flatnonzero(mask.any(axis=1))
        below = mask & (np.arange(256)[:, None] > rows[0] + 0.7 * (rows[-1] - rows[0]))
        spread[outcome] = image[below].std(axis=0).mean()
    assert spread["vanishes"] < 12 < 20 < spread["shows"], spread


@pytest.mark.parametrize("subject", get_law("shadow length").subjects)
def test_shadows_are_long_or_short(subject):
    widths = {}
    for condition in ("oslo", "singapore"):
        for outcome in ("long", "short"):
            _, mask = draw("shadow length", subject, condition, outcome, size_px=128, seed=7)
            columns = np.flatnonzero(mask.any(axis=0))
            widths[condition, outcome] = (columns[-1] - columns[0]) / 128
    assert min(widths[condition, "long"] for condition in ("oslo", "singapore")) > 0.55
    assert max(widths[condition, "short"] for condition in ("oslo", "singapore")) < 0.4
