"""What came of a script is kept in the run: a resumed run goes the same way, however busy the machine is."""

import json

import pytest
from support.hostile_figures import PAGES, forged

from scisynth.figures.pixels.reader import ReadText
from scisynth.figures.scene.scene import Claim
from scisynth.imgcoder.checker import Checker
from scisynth.imgcoder.kept import Draft, DrawnScripts
from scisynth.sandbox import Sandbox

DRAWING = "import matplotlib.pyplot as plt\nplt.plot([0, 1], [0, 1], gid='side:a')\nplt.title('3 cm')\n"
CLAIMS = (Claim(kind="count", of=("side",), value=1), Claim(kind="at", of=("side:a",), value=(0.5, 0.5)))
DRAFTS = [
    Draft(code=DRAWING, claims=CLAIMS, hidden=["3 cm"]),
    Draft(code="raise ValueError('\ud83d')", claims=(), hidden=[]),
    Draft(code=forged(PAGES["a number of 401 digits"]), claims=CLAIMS, hidden=[]),
    Draft(code=DRAWING, claims=CLAIMS, hidden=["3 cm"]),
]


class NoSandbox:
    """Runs nothing."""

    def render_many(self, codes):
        assert not list(codes), "a script was run a second time"
        return iter(())


@pytest.fixture
def checker():
    with Checker() as opened:
        yield opened


def test_every_end_is_replayed(sandbox, checker, tmp_path):
    first = DrawnScripts(tmp_path).draw(sandbox, checker, DRAFTS)
    assert [render.status for render, _ in first] == ["ok", "refused", "ok", "ok"]
    assert [found and found.status for _, found in first] == ["checked", None, "unreadable", "checked"]
    assert [finding.status for finding in first[0][1].claims] == ["held", "held"] and first[0][1].leaks
    again = DrawnScripts(tmp_path).draw(NoSandbox(), None, DRAFTS)
    for (one, found_one), (two, found_two) in zip(first, again, strict=True):
        assert (one.status, one.reason, one.tier, one.traceback) == (two.status, two.reason, two.tier, two.traceback)
        assert found_one == found_two
        assert (one.image is None) == (two.image is None)
        assert one.image is None or one.image.tobytes() == two.image.tobytes()


def test_another_plan_is_another_check_and_a_lost_image_is_drawn_again(sandbox, checker, tmp_path):
    DrawnScripts(tmp_path).draw(sandbox, checker, DRAFTS[:1])
    changed = Draft(code=DRAWING, claims=CLAIMS[:1], hidden=["3 cm"])
    (drawn,) = DrawnScripts(tmp_path).draw(sandbox, checker, [changed])
    assert len(drawn[1].claims) == 1
    for picture in tmp_path.glob("*.png"):
        picture.write_bytes(b"half a pict")
    (drawn,) = DrawnScripts(tmp_path).draw(sandbox, checker, DRAFTS[:1])
    assert drawn[0].image is not None and len(drawn[1].claims) == 2


def test_a_torn_row_is_drawn_again(sandbox, checker, tmp_path):
    DrawnScripts(tmp_path).draw(sandbox, checker, DRAFTS[:1])
    path = tmp_path / "drawn.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    (drawn,) = DrawnScripts(tmp_path).draw(sandbox, checker, DRAFTS[:1])
    assert drawn[0].ok and len([json.loads(line) for line in path.read_text().splitlines()]) == 1


def test_what_was_read_in_the_pixels_and_the_svg_are_kept_too(checker, tmp_path, monkeypatch):
    read = ReadText(text="3 cm", confidence=0.9, box_px=(0, 0, 10, 10))
    monkeypatch.setattr("scisynth.imgcoder.kept.read_texts", lambda image: (read,))
    # Drawn without the text, so that only the reader tells of it.
    draft = Draft(code=DRAWING.replace("plt.title('3 cm')", ""), claims=CLAIMS, hidden=["3 cm"])
    with Sandbox(workers=1, svg=True) as sandbox:
        ((first, found),) = DrawnScripts(tmp_path, reads_pixels=True).draw(sandbox, checker, [draft])
    assert [leak.kind for leak in found.leaks] == ["leak"] and first.svg
    monkeypatch.setattr("scisynth.imgcoder.kept.read_texts", None)
    ((again, kept),) = DrawnScripts(tmp_path, reads_pixels=True).draw(NoSandbox(), None, [draft])
    assert kept == found and again.svg == first.svg
