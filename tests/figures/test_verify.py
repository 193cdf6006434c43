"""What a verification tells: places of findings on the image, also after it was kept as JSON."""

import json
from dataclasses import asdict

import pytest

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.verify import verification_from_dict, verify

plt = pytest.importorskip("matplotlib.pyplot")


@pytest.fixture
def page():
    """A line across the upper half of a page, and two texts on one place in its lower left corner."""
    figure = plt.figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4), ylim=(0, 2), gid="page")
    axes.axis("off")
    axes.plot([1, 3], [1.5, 1.5], gid="side:AB")
    for words in ("3 m", "4 m"):
        axes.text(0.2, 0.2, words)
    yield Drawing.of(figure)
    plt.close(figure)


def test_findings_have_places_on_the_image(page):
    found = verify(page, [Claim(kind="direction", of=("side:AB",), value=90.0)])
    shown = page.picture_box
    left, top, right, bottom = found.claims[0].boxes[0]
    x, y = ((page.find("side:AB").xy[0] - shown[:2]) / (shown[2] - shown[0], shown[3] - shown[1])).tolist()
    assert (left, top) == pytest.approx((x, 1 - y), abs=1e-3) and right > left and top == bottom
    overlap = next(fault for fault in found.layout if fault.kind == "overlap")
    assert overlap.boxes and all(0 <= side <= 1 for side in overlap.boxes[0])
    assert overlap.boxes[0][1] > 0.5, "a text at the bottom of the page has its upper edge in the lower half"


def test_a_finding_without_a_place_has_none(page):
    assert verify(page, [Claim(kind="label", value="9 m")]).claims[0].boxes == ()


def test_kept_verifications_come_back_whole(page):
    found = verify(page, [Claim(kind="direction", of=("side:AB",), value=90.0)], ["3 m"])
    row = json.loads(json.dumps(asdict(found)))
    assert verification_from_dict(row) == found
    for finding in (*row["claims"], *row["layout"], *row["leaks"]):
        del finding["boxes"]
    assert verification_from_dict(row).claims[0].boxes == (), "a row of an earlier version"
