"""The people page in a real browser: keys answer, undo and finish, and the answers stand in the journal."""

from contextlib import contextmanager

import pytest
from support.browser import needs_browser
from support.driven_page import WAIT_S, driven, dumped
from support.visitor import running

from scisynth.core.store import Journal
from scisynth.judges.people.answers import score_people

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from scisynth.judges.people.server import ANSWERS_FILE, open_people_server

QUESTION = """
async function question(number) {
  await until(() => $("count").textContent.startsWith(`${number} of`) && $("images").classList.contains("ready") && !busy);
  await sleep(300); // the page takes no answer that is too quick to be one
}
"""

pytestmark = needs_browser


@contextmanager
def people_page(tuples, out, actions):
    """A running server whose page performs `actions`; its link."""
    server, listener, url = open_people_server(tuples, out, seed=5)
    server.config.app = driven(server.config.app, QUESTION, actions)
    with running(server, listener):
        yield url


def test_keys_answer_undo_and_finish(color_tuples, tmp_path):
    tuples, out = color_tuples(4), tmp_path / "out"
    actions = """
      await question(1); note.push(location.search); press("ArrowLeft");
      await question(2); press("KeyJ");
      await question(3); press("Backspace");
      await question(2); press("KeyF"); press("KeyF");
      await question(3); press("ArrowDown");
      await question(4); note.push($("rater").textContent); press("ArrowRight");
      await until(() => !$("thanks").hidden);
    """
    with people_page(tuples, out, actions) as url:
        dom, title = dumped(f"{url}&rater=Anna", tmp_path / "profile")
    # The token is gone from the address; the name is there, so that a reload goes on.
    assert title == "?rater=anna | anna"
    rows = Journal(out / ANSWERS_FILE).read()
    assert [row["answer"] for row in rows] == ["left", "right", "taken_back", "left", "cannot_tell", "right"]
    assert rows[1]["item"] == rows[2]["item"] == rows[3]["item"]
    assert {row["rater"] for row in rows} == {"anna"}
    assert all(0.25 <= row["seconds"] < WAIT_S for row in rows if row["answer"] != "taken_back")
    assert "Thank you<span" in dom and "All 4 questions are answered." in dom
    assert not any(word in dom.lower() for word in ("explicit", "superficial", "accuracy", "correct", "tuple-0"))
    result = score_people(tuples, out / ANSWERS_FILE)
    assert (result.num_answers, result.num_cannot_tell, result.num_items_answered) == (4, 1, 4)


def test_a_person_who_looks_answers_right(color_tuples, tmp_path):
    # The eye of this person: the greener image is the unripe tomato.
    actions = """
      const green = (id) => {
        const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
        brush.drawImage($(id), 0, 0);
        const [red, greenish] = brush.getImageData(5, 5, 1, 1).data;
        return greenish - red;
      };
      $("name").value = "<b>Bo</b>"; $("who").requestSubmit();
      for (let number = 1; number <= 6; number += 1) {
        await question(number);
        const side = green("left-image") > green("right-image") ? "left" : "right";
        note.push(side);
        if (number === 3) {
          // A server that cannot be reached: it is said, nothing moves on, and the next press is the answer.
          const reach = window.fetch;
          window.fetch = () => Promise.reject(new TypeError("no network"));
          press("ArrowLeft");
          await until(() => !$("trouble").hidden && !busy);
          note.push($("trouble").textContent.split(".")[0], $("count").textContent);
          window.fetch = reach;
        }
        side === "left" ? press("ArrowLeft") : $("right").click();
      }
      await until(() => !$("thanks").hidden);
    """
    tuples, out = color_tuples(6), tmp_path / "out"
    with people_page(tuples, out, actions) as url:
        dom, title = dumped(url, tmp_path / "profile")
    result = score_people(tuples, out / ANSWERS_FILE)
    assert result.accuracy.value == 1.0 and result.accuracy.n == 6
    assert set(title.split(" | ")) == {"left", "right", "Not saved", "3 of 6"}
    assert 'role="alert" hidden' in dom, "the trouble is over"
    # A name is text and nothing else.
    assert "&lt;b&gt;bo&lt;/b&gt;" in dom and "<b>" not in dom
