"""The review page in a real browser: keep, choose, edit, reject, undo, a reload, a phone, and the adjudicators' page."""

from contextlib import contextmanager

import pytest
from support.browser import needs_browser
from support.curation_folder import click, make_folder, open_book
from support.driven_page import driven, dumped
from support.visitor import running

from scisynth.core.store import Journal
from scisynth.curation.review.clicks import CLICKS_FILE

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from scisynth.curation.review.server import HOMES, open_review_server

HELPERS = """
async function looked(done) {
  await until(() => state && state.now && state.done === done && shownAt !== null && !busy);
  await sleep(300); // the page takes no answer that is too quick to be one
}
const big = (side) => $(side).querySelector(".big").getAttribute("src");
"""

pytestmark = needs_browser


@contextmanager
def review_page(root, actions, role="reviewer", **config):
    """A running server whose page performs `actions`; the link of the role."""
    book = open_book(root, **config)
    server, listener, links = open_review_server(book, root)
    server.config.app = driven(server.config.app, HELPERS, actions, HOMES[role])
    with running(server, listener):
        yield links[role]


def rows(root):
    return Journal(root / CLICKS_FILE).read()


def test_an_expert_works_with_the_keyboard(tmp_path):
    make_folder(tmp_path, 7, per_side=2)
    actions = """
      $("name").value = "<b>Eva</b>"; $("who").requestSubmit();
      await looked(0); press("KeyK");
      await looked(1); const before = big("explicit"); press("KeyS");
      await looked(2); press("KeyU");
      await looked(1); note.push($("keep-words").textContent, String(big("superficial") === before)); press("KeyK");
      await looked(2); $("explicit").querySelectorAll(".thumb")[1].click();
      await until(() => $("keep-words").textContent === "Accept with changes"); $("keep").click();
      await looked(3); press("KeyE");
      const area = $("implicit_prompt").querySelector("textarea");
      area.value = "A <i>tube</i>."; area.dispatchEvent(new Event("input"));
      area.focus(); press("KeyR"); note.push(String($("why").hidden)); // typing is no command
      press("Escape"); note.push($("implicit_prompt").textContent); press("KeyK");
      await looked(4); press("KeyR"); note.push(String($("why").hidden)); press("Digit3");
      await looked(5); press("KeyN");
      await looked(6); press("KeyK");
      await until(() => !$("thanks").hidden);
      note.push($("all").textContent);
    """
    with review_page(tmp_path, actions, overlap=1) as url:
        dom, title = dumped(url, tmp_path / "profile")
    assert title.split(" | ") == [
        "Accept with changes", "true", "true", "A &lt;i&gt;tube&lt;/i&gt;.", "false",
        "There is nothing for you to do now. 6 of 7 items are decided.",
    ]  # fmt: skip
    answers = [row for row in rows(tmp_path) if row["action"] != "draft"]
    assert [row["action"] for row in answers] == [
        "keep", "swap", "taken_back", "swap", "change", "change", "reject", "abstain", "keep",
    ]  # fmt: skip
    assert answers[1]["item"] == answers[3]["item"]
    assert answers[5]["words"] == {"implicit_prompt": "A <i>tube</i>."} and answers[6]["reason"] == "ambiguous"
    assert all(row["seconds"] >= 0.25 for row in answers if row["action"] != "taken_back")
    assert {row["rater"] for row in answers} == {"<b>eva</b>"} and "<b>eva" not in dom and "&lt;b&gt;eva" in dom
    # Each choice was on disk before the answer.
    assert [row["action"] for row in rows(tmp_path)].count("draft") >= 2


def test_a_reload_goes_on_with_what_was_chosen_and_typed(tmp_path):
    make_folder(tmp_path, 1, per_side=3)
    first = """
      await looked(0); $("superficial").querySelectorAll(".thumb")[2].click(); press("KeyE");
      const area = $("explicit_prompt").querySelector("textarea");
      area.value = "Water climbs."; area.dispatchEvent(new Event("input")); press("KeyE");
      await until(() => timer === null); await saving; note.push(big("superficial").length > 0);
    """
    with review_page(tmp_path, first, overlap=1) as url:
        dumped(f"{url}&rater=eva", tmp_path / "profile")
    draft = rows(tmp_path)[-1]
    assert draft["action"] == "draft" and draft["words"] == {"explicit_prompt": "Water climbs."}
    second = """
      await looked(0); note.push($("explicit_prompt").textContent, $("keep-words").textContent); press("KeyK");
      await until(() => !$("thanks").hidden); press("KeyU"); await looked(0); note.push($("explicit_prompt").textContent); press("KeyK");
      await until(() => !$("thanks").hidden);
    """
    with review_page(tmp_path, second, overlap=1) as url:
        _, title = dumped(f"{url}&rater=eva", tmp_path / "again")
    assert title == "Water climbs. | Accept with changes | Water climbs."
    answer = rows(tmp_path)[-1]
    assert answer["action"] == "change" and answer["superficial"] == draft["superficial"]


def test_it_fits_a_phone_and_says_when_the_server_is_gone(tmp_path):
    make_folder(tmp_path, 3, per_side=3, warned=True)
    actions = """
      await looked(0);
      note.push($("explicit").querySelector(".flags").textContent, $("about").textContent.split(" · ")[2]);
      const frame = document.documentElement;
      note.push(String(frame.scrollWidth <= innerWidth), String(innerWidth < 600));
      const boxes = ["keep", "swap", "edit", "reject", "abstain", "undo"].map((id) => $(id).getBoundingClientRect());
      note.push(String(boxes.every((box) => box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && box.height >= 36)));
      const sides = ["explicit", "superficial"].map((id) => $(id).getBoundingClientRect());
      note.push(String(sides[1].top >= sides[0].bottom));
      const reach = window.fetch;
      window.fetch = () => Promise.reject(new TypeError("no network"));
      $("keep").click(); await until(() => !$("trouble").hidden && !busy);
      note.push($("trouble").textContent.split(".")[0], String(state.done));
      window.fetch = reach; $("keep").click(); await looked(1);
      note.push(String($("trouble").hidden));
    """
    with review_page(tmp_path, actions) as url:
        _, title = dumped(f"{url}&rater=eva", tmp_path / "profile", "--window-size=500,780")
    assert title.split(" | ") == [
        "text: says STOP", "as usual. ", "true", "true", "true", "true", "Not saved", "0", "true",
    ]  # fmt: skip
    assert [row["action"] for row in rows(tmp_path)] == ["keep"]


def test_the_adjudicator_takes_over_what_a_reviewer_wrote(tmp_path):
    make_folder(tmp_path, 1, per_side=2)
    book = open_book(tmp_path, overlap=2)
    click(book, "anna")
    task = book.next_task(("reviewer", "ben"))
    other = next(found.id for found in task.item.candidates if found.id not in task.shown.values())
    click(book, "ben", words={"implicit_prompt": "A wet tube."}, **{other.split("-")[0]: other})
    actions = """
      await looked(0); $("answers").querySelector("button").click();
      await until(() => $("implicit_prompt").textContent === "A wet tube."); await saving; press("KeyK");
      await until(() => !$("thanks").hidden);
    """
    with review_page(tmp_path, actions, role="adjudicator", overlap=2) as url:
        _, title = dumped(f"{url}&rater=chief", tmp_path / "profile")
    *_, draft, answer = rows(tmp_path)
    assert title == "" and draft["action"] == "draft" and answer["role"] == "adjudicator"
    assert answer["words"] == {"implicit_prompt": "A wet tube."} and other in (
        answer["explicit"],
        answer["superficial"],
    )


def test_the_adjudicator_sees_the_answers_and_decides(tmp_path):
    make_folder(tmp_path, 1)
    book = open_book(tmp_path, overlap=2)
    click(book, "anna", "swap", note="the other way <round>")
    click(book, "ben", "reject", reason="ambiguous")
    actions = """
      await looked(0); note.push($("answers").innerText.replace(/\\n+/g, "; "), $("rater").textContent); press("KeyS");
      await until(() => !$("thanks").hidden);
    """
    with review_page(tmp_path, actions, role="adjudicator", overlap=2) as url:
        _, title = dumped(f"{url}&rater=chief", tmp_path / "profile")
    heard, who = title.split(" | ")
    assert heard == (
        "The reviewers answered; reviewer 1: swap; the other way &lt;round&gt;; reviewer 2: reject; ambiguous"
    )
    assert who == "chief, adjudicator" and rows(tmp_path)[-1]["role"] == "adjudicator"
