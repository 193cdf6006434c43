"""Scenes of changing phase: both outcomes, any resolution, an exact region."""

import random

import numpy as np
import pytest

from scisynth.core.records import Scene
from scisynth.lab.backdrop import STAND
from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.melting_pen import KEEP, MeltingPen
from scisynth.lab.objects.pen import Pen
from scisynth.lab.objects.vessels import KINDS, Vessel, draw_vessel_back, draw_vessel_front, fill_vessel, make_vessel
from scisynth.lab.render import render
from scisynth.lab.scenes.surfaces import inside
from scisynth.science.laws import get_law

LAWS = ("solidification", "melting", "evaporation", "liquidation")
CASES = [(law, subject) for law in LAWS for subject in get_law(law).subjects]


def draw(
    law_name: str, subject: str, outcome: str, *, size_px: int = 64, seed: int = 3, place: str = "", condition: str = ""
):
    condition = condition or next(iter(get_law(law_name).conditions))
    scene = Scene(law=law_name, subject=subject, condition=condition, outcome=outcome, place=place)
    drawn = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(drawn.image, dtype=np.float64), np.asarray(drawn.region_mask) > 0


@pytest.mark.parametrize(("law", "subject"), CASES)
def test_outcomes_differ_where_the_science_is(law: str, subject: str):
    pictures, masks = zip(*(draw(law, subject, outcome) for outcome in get_law(law).outcomes), strict=True)
    for mask in masks:
        assert 0.01 <= mask.mean() <= 0.7
    union = masks[0] | masks[1]
    assert np.abs(pictures[0] - pictures[1])[union].mean() > 15


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("size_px", [48, 64, 256])
def test_any_resolution_and_the_same_seed(law: str, size_px: int):
    subject = next(iter(get_law(law).subjects))
    place = get_law(law).places[0]
    for condition in get_law(law).conditions:
        for outcome in get_law(law).outcomes:
            given = {"size_px": size_px, "place": place, "condition": condition}
            first, mask = draw(law, subject, outcome, **given)
            again, _ = draw(law, subject, outcome, **given)
            other, _ = draw(law, subject, outcome, **given, seed=4)
            assert first.shape == (size_px, size_px, 3) and mask.shape == (size_px, size_px)
            assert np.array_equal(first, again)
            assert not np.array_equal(first, other)


def test_melting_lowers_and_widens_the_region():
    for subject in get_law("melting").subjects:
        (_, melted), (_, firm) = (draw("melting", subject, outcome, size_px=128) for outcome in ("melted", "firm"))
        tall = [np.flatnonzero(mask.any(axis=1)) for mask in (melted, firm)]
        wide = [np.flatnonzero(mask.any(axis=0)) for mask in (melted, firm)]
        assert np.ptp(tall[0]) < np.ptp(tall[1]), subject
        assert np.ptp(wide[0]) > np.ptp(wide[1]), subject


def test_steam_rises_above_boiling_liquid_only():
    for subject in get_law("evaporation").subjects:
        (_, boiling), (_, calm) = (draw("evaporation", subject, outcome) for outcome in ("boiling", "calm"))
        top = [np.flatnonzero(mask.any(axis=1))[0] / 64 for mask in (boiling, calm)]
        assert top[0] < 0.2 < top[1], subject


def test_a_melting_pen_sinks_what_is_above_its_base_and_keeps_what_is_below():
    canvas = Canvas(64, random.Random(0))
    soft = MeltingPen(canvas, 0.5, 0.5, 0.2, foot=1.0, base=0.5, rng=random.Random(1))
    firm = Pen(canvas, 0.5, 0.5, 0.2)
    assert soft.at(0.3, 0.8) == firm.at(0.3, 0.8)
    assert soft.at(0.0, 0.5)[1] == pytest.approx(firm.at(0.0, 0.5)[1])
    top_y, base_y = firm.at(0.0, -1.0)[1], firm.at(0.0, 0.5)[1]
    # 1.5 half-sizes of height: KEEP of them are left, give or take the wavy sag.
    assert (base_y - soft.at(0.0, -1.0)[1]) / (base_y - top_y) == pytest.approx(KEEP, abs=0.08)


def test_half_widths_meet_the_profile():
    """Straight walls are linear: a glass halfway up is as wide as the mean of its ends."""
    glass = Vessel(kind=KINDS["glass"], x=0.5, scale=1.0)
    assert glass.half(0.5) == pytest.approx((0.14 + 0.195) / 2)
    for kind in KINDS.values():
        vessel = Vessel(kind=kind, x=0.5, scale=2.0)
        for share, half in kind.profile:
            assert vessel.half(share) == pytest.approx(2 * half)
        assert vessel.y(0) == STAND and vessel.y(1) == pytest.approx(STAND - 2 * kind.height)


@pytest.mark.parametrize("kind", KINDS)
def test_every_vessel_shows_its_liquid(kind: str):
    canvas = Canvas(128, random.Random(0), with_mask=True)
    vessel = make_vessel(canvas, kind)
    draw_vessel_back(canvas, vessel, "#808080")
    with canvas.region():
        fill_vessel(canvas, vessel, "#ff0000")
    draw_vessel_front(canvas, vessel, "#808080")
    mask = np.asarray(canvas.finish_mask()) > 0
    x, y, rx, ry = vessel.surface()
    rows, columns = np.nonzero(mask)
    assert abs((columns.min() + columns.max()) / 2 / 128 - x) < 0.02
    assert rows.min() / 128 == pytest.approx(y - ry, abs=0.02)
    assert mask.mean() >= 3.14 * rx * ry * 0.8


def test_inside_a_concave_outline():
    outline = [(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]
    assert inside(outline, 0.5, 2) and inside(outline, 3.5, 2) and inside(outline, 2, 0.5)
    assert not inside(outline, 2, 2) and not inside(outline, 5, 2) and not inside(outline, -1, 2)
