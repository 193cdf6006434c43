"""Layout as an eye sees it: flaws of many kinds are found, each with its remedy and place, and what looks like one is left alone."""

import json

import pytest

plt = pytest.importorskip("matplotlib.pyplot")

from layout_flawed import FLAWED  # noqa: E402
from layout_sound import SOUND  # noqa: E402

from scisynth.imgcoder.layout import check_layout  # noqa: E402
from scisynth.imgcoder.read_back import Drawing  # noqa: E402
from scisynth.imgcoder.read_figure import figure_marks  # noqa: E402

NOTES = ("uneven_label", "near_foreign", "coincident", "at_edge")


def found_on(draw):
    """Findings on a drawing as the sandbox hands it on, through JSON."""
    figure = draw()
    rows = json.loads(json.dumps(figure_marks(figure)))
    plt.close(figure)
    return check_layout(Drawing.from_rows(rows), fitted=True)


@pytest.mark.parametrize(("kind", "draw"), FLAWED, ids=[draw.__name__ for _, draw in FLAWED])
def test_a_flaw_is_found_with_its_place_and_a_remedy(kind, draw):
    found = found_on(draw)
    assert kind in {finding.kind for finding in found}, [finding.message for finding in found]
    finding = next(finding for finding in found if finding.kind == kind)
    assert finding.status == ("note" if kind in NOTES else "failed")
    assert finding.boxes
    if kind not in ("overlap", "tiny_text"):
        assert ": " in finding.message, "a remedy follows what is wrong"


@pytest.mark.parametrize("draw", SOUND, ids=[draw.__name__ for draw in SOUND])
def test_a_sound_drawing_is_left_alone(draw):
    assert [finding.message for finding in found_on(draw)] == []
