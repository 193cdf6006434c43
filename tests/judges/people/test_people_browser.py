"""The people page in a real browser: keys answer, undo and finish, and the answers stand in the journal.

No driver is needed: the server under test hands out one more script, which presses keys and waits for what they do. A
image that is not delivered until that script is through keeps the browser from calling the page loaded, and so from
dumping it.
"""

import asyncio
import re
import subprocess
import threading
from contextlib import contextmanager

import pytest
from support.browser import BROWSER, FLAGS, needs_browser

from scisynth.core.store import Journal
from scisynth.judges.people.answers import score_people

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from scisynth.judges.people.server import ANSWERS_FILE, open_people_server

WAIT_S = 60
DRIVER = """
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (what()) return;
    await sleep(25);
  }
  throw new Error(`never came true: ${what}; ${document.body.innerText}`);
}
const press = (code) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true }));
async function question(number) {
  await until(() => $("count").textContent.startsWith(`${number} of`) && $("images").classList.contains("ready") && !busy);
  await sleep(300); // the page takes no answer that is too quick to be one
}
const note = [];
(async () => { ACTIONS })()
  .catch((error) => note.push(String(error)))
  .finally(() => { document.title = note.join(" | "); return fetch("/finished"); });
"""

pytestmark = needs_browser


def driven(app, actions):
    """The app with one more script on its page, and the image that arrives when the script is through."""
    from starlette.responses import Response

    finished = asyncio.Event()

    async def wrapped(scope, receive, send):
        path = scope.get("path")
        if path == "/driver.js":
            script = DRIVER.replace("ACTIONS", actions)
            await Response(script, media_type="text/javascript")(scope, receive, send)
        elif path in ("/finished", "/held"):
            if path == "/finished":
                finished.set()
            await asyncio.wait_for(finished.wait(), WAIT_S)
            await Response(status_code=204)(scope, receive, send)
        elif path == "/":
            messages = []

            async def keep(message):
                messages.append(message)

            await app(scope, receive, keep)
            start, body = messages[0], messages[1]["body"]
            page = body.replace(b"</body>", b'<img src="held"><script src="driver.js" defer></script></body>')
            length = (b"content-length", str(len(page)).encode())
            kept = [pair for pair in start["headers"] if pair[0] != b"content-length"]
            await send({**start, "headers": [*kept, length]})
            await send({"type": "http.response.body", "body": page})
        else:
            await app(scope, receive, send)

    return wrapped


@contextmanager
def people_page(tuples, out, actions):
    """A running server whose page performs `actions`; its link."""
    server, listener, url = open_people_server(tuples, out, seed=5)
    server.config.app = driven(server.config.app, actions)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join(WAIT_S)
        listener.close()
        assert not thread.is_alive()


def dumped(url, profile):
    command = [BROWSER, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", url]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=True).stdout
    return dom, re.search(r"<title>(.*?)</title>", dom)[1]


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
