"""The review over HTTP: two pages, what each may know, and what stands in the journal whatever is sent."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from support.curation_folder import make_folder, open_book, set_known
from support.visitor import Visitor, running

from scisynth.core.store import Journal
from scisynth.curation.records import CurationLog, read_items
from scisynth.curation.review.clicks import CLICKS_FILE

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from scisynth.curation.review import server as review_server
from scisynth.curation.review.server import open_review_server
from scisynth.web.page import HEADERS


@pytest.fixture
def serve(tmp_path):
    """Starts a server over the folder; the visitors with the reviewers' and with the adjudicators' link."""
    with ExitStack() as stack:

        def start(**config):
            book = open_book(tmp_path, **config)
            server, listener, links = open_review_server(book, tmp_path)
            stack.enter_context(running(server, listener))
            return Visitor(links["reviewer"]), Visitor(links["adjudicator"])

        yield start


def body(state, action="accept", **given):
    now = state["now"]
    return {"rater": state["rater"], "item": now["item"], "action": action, "seconds": 1.5, **now["chosen"], **given}


def post(visitor, path, values):
    reply, data = visitor.post(f"{visitor.home}/{path}", values)
    return reply.status, json.loads(data)


def sent(visitor, state, action="accept", **given):
    status, found = post(visitor, "answer", body(state, action, **given))
    assert status == 200, found
    return found


def rows(root):
    return Journal(root / CLICKS_FILE).read()


def test_a_reviewer_keeps_swaps_chooses_edits_and_rejects(serve, tmp_path):
    make_folder(tmp_path, 6, per_side=2)
    visitor, _ = serve(overlap=1)
    state = visitor.state("Anna ")
    assert (state["done"], state["left"], state["decided"], state["total"], state["last"]) == (0, 6, 0, 6, None)
    now = state["now"]
    assert now["facts"] == [
        {"name": "radius", "value": 0.5, "unit": "mm", "source": "CRC Handbook", "uncertainty": "0.05", "of": "tube"}
    ]
    assert now["derivation"].startswith("Water rises") and now["scene_rubric"] and now["reality_rubric"]
    assert len(now["candidates"]) == 4 and visitor.picture(now["candidates"][0]["image"]).size == (48, 40)
    swapped = {"explicit": now["chosen"]["superficial"], "superficial": now["chosen"]["explicit"]}
    state = sent(visitor, state)
    assert state["decided"] == 1 and state["last"] == now["item"]
    now = state["now"]
    swapped = {"explicit": now["chosen"]["superficial"], "superficial": now["chosen"]["explicit"]}
    state = sent(visitor, state, **swapped)
    other = next(c["id"] for c in state["now"]["candidates"] if c["side"] == "explicit" and c["id"] != state["now"]["shown"]["explicit"])  # fmt: skip
    state = sent(visitor, state, explicit=other)
    state = sent(visitor, state, words={"implicit_prompt": "A tube."}, note="shorter")
    state = sent(visitor, state, "reject", reason="image flawed")
    state = sent(visitor, state, "abstain")
    assert state["now"] is None and state["done"] == 6 and state["decided"] == 5
    assert [(row["action"], row["reason"]) for row in rows(tmp_path)] == [
        ("keep", ""), ("swap", ""), ("change", ""), ("change", ""), ("reject", "image flawed"), ("abstain", ""),
    ]  # fmt: skip
    assert rows(tmp_path)[3]["words"] == {"implicit_prompt": "A tube."} and rows(tmp_path)[3]["note"] == "shorter"
    assert all(row["rater"] == "anna" and row["seconds"] == 1.5 for row in rows(tmp_path))


def test_drafts_are_saved_and_undo_brings_them_back(serve, tmp_path):
    make_folder(tmp_path, 2, per_side=2)
    visitor, _ = serve(overlap=1)
    state = visitor.state("anna")
    other = next(c["id"] for c in state["now"]["candidates"] if c["id"] not in state["now"]["shown"].values())
    side = next(c["side"] for c in state["now"]["candidates"] if c["id"] == other)
    draft = {"rater": "anna", "item": state["now"]["item"], side: other, "words": {"explicit_prompt": "High."}}
    assert post(visitor, "draft", draft)[0] == 200
    again = visitor.state("anna")["now"]
    assert again["item"] == state["now"]["item"] and again["chosen"][side] == other
    assert again["words"] == {"explicit_prompt": "High."} and again["shown"] == state["now"]["shown"]
    state = sent(visitor, visitor.state("anna"), words=again["words"])
    status, state = post(visitor, "undo", {"rater": "anna", "item": state["last"]})
    assert status == 200 and state["now"]["chosen"][side] == other and state["done"] == 0
    assert [row["action"] for row in rows(tmp_path)] == ["draft", "change", "taken_back"]


def test_reviewers_never_learn_what_others_answered_nor_what_is_a_canary(serve, tmp_path):
    ids = make_folder(tmp_path, 6)
    set_known(tmp_path, (ids[0], "swap", "canary", "swapped"), (ids[1], "keep", "canary", ""))
    visitor, head = serve(overlap=2, canary_every=2, second_share=1)
    state = visitor.state("anna")
    while state["now"]:
        state = sent(visitor, state, "reject", reason="ambiguous", note="secret words of anna")
    heard = []
    state, keys = visitor.state("ben"), set()
    while state["now"]:
        keys.add(tuple(sorted(state["now"])))
        heard.append(json.dumps(state).lower())
        assert state["now"]["answers"] == [] and state["trial"] is None
        state = sent(visitor, state)
    assert len(keys) == 1, "canaries look like all others"
    for text in heard:
        assert not any(word in text for word in ("anna", "secret", "canary", "#swapped", 'expected":', "known", ids[0]))
    state = head.state("chief")
    assert state["role"] == "adjudicator" and state["left"] == 4
    assert [(a["who"], a["action"], a["reason"], a["note"]) for a in state["now"]["answers"]] == [
        ("reviewer 1", "reject", "ambiguous", "secret words of anna"), ("reviewer 2", "keep", "", ""),
    ]  # fmt: skip
    state = sent(head, state)
    assert state["decided"] == 1 and rows(tmp_path)[-1]["role"] == "adjudicator"


def test_the_link_of_reviewers_does_not_open_the_adjudicators_page(serve, tmp_path):
    make_folder(tmp_path, 2)
    visitor, head = serve()
    for path in (
        "/adjudicate/",
        "/adjudicate/state?rater=anna",
        "/adjudicate/review.js",
        f"/adjudicate/{visitor.arrival[1:]}",
    ):
        reply, data = visitor.get(path)
        assert reply.status == 403 and b"link" in data, path
    status = visitor.post("/adjudicate/answer", {"rater": "anna"})[0].status
    assert status == 403 and not (tmp_path / CLICKS_FILE).exists()
    reply, _ = head.get(head.arrival)
    assert reply.status == 200 and "Path=/adjudicate/" in reply.getheader("set-cookie")
    for path in (head.arrival, "/adjudicate/state?rater=a", "/adjudicate/nothing"):
        headers = dict(head.get(path)[0].getheaders())
        assert {name: headers[name] for name in HEADERS} == HEADERS
    assert head.get("/adjudicate/base.js")[0].status == 200 and head.get("/adjudicate/server.py")[0].status == 404


def test_trial_tasks_say_what_was_right_and_stop_who_fails(serve, tmp_path):
    ids = make_folder(tmp_path, 5)
    set_known(tmp_path, *[(item, "keep", "qualification", "") for item in ids[:2]])
    visitor, _ = serve()
    state = sent(visitor, visitor.state("anna"), "reject", reason="unsafe")
    assert state["trial"] == {"right": False, "expected": "keep", "why": ""} and state["last"] is None
    state = sent(visitor, state, "reject", reason="unsafe")
    assert state["now"] is None and state["stopped"]
    state = sent(visitor, visitor.state("ben"))
    assert state["trial"]["right"]
    assert sent(visitor, state)["now"] and not state["stopped"]


def test_what_is_no_answer_is_refused(serve, tmp_path):
    make_folder(tmp_path, 2)
    visitor, _ = serve()
    good = body(visitor.state("anna"))
    bad = [
        b"", b"{", {}, {**good, "action": "keep"}, {**good, "seconds": -1}, {**good, "more": 1}, {**good, "rater": ""},
        {**good, "reason": "both wrong"}, {**good, "action": "reject"}, {**good, "action": "reject", "reason": "ugly"},
        {**good, "explicit": "0" * 20}, {**good, "words": {"law": "x"}}, {**good, "words": {"implicit_prompt": " "}},
        {**good, "words": {"implicit_prompt": "x" * 1001}}, {**good, "explicit": good["superficial"]},
    ]  # fmt: skip
    for values in bad:
        assert visitor.post("/answer", values)[0].status == 400, values
    assert visitor.post("/answer", b" " * 40_000)[0].status == 413
    assert visitor.post("/answer", good, Origin="http://evil.example")[0].status == 403
    assert not (tmp_path / CLICKS_FILE).exists()
    assert visitor.post("/answer", good)[0].status == 200 and visitor.post("/answer", good)[0].status == 200
    assert len(rows(tmp_path)) == 1, "sent twice"


def test_three_people_at_once_share_the_work(serve, tmp_path):
    make_folder(tmp_path, 24)
    visitor, _ = serve(overlap=1)

    def work(name):
        state, num = visitor.state(name), 0
        while state["now"]:
            state, num = sent(visitor, state), num + 1
        return num

    with ThreadPoolExecutor(3) as pool:
        numbers = list(pool.map(work, ("anna", "ben", "cleo")))
    # Only at the very end may two have the last ones on their screens.
    assert 24 <= sum(numbers) == len(rows(tmp_path)) <= 26
    assert len({row["item"] for row in rows(tmp_path)}) == 24
    again = open_book(tmp_path, overlap=1)
    assert set(again.consensus.states.values()) == {"decided"}


def test_a_broken_image_is_said_and_its_item_left_out(serve, tmp_path, capsys):
    ids = make_folder(tmp_path, 3)
    image = read_items(tmp_path)[ids[1]].image("explicit")
    (tmp_path / image.file).write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    visitor, _ = serve(overlap=1)
    state = visitor.state("anna")
    for _ in range(2):
        state = sent(visitor, state)
    assert state["now"] is None and state["total"] == 2
    assert re.search(rf"{ids[1]}: not shown; .*broken image", capsys.readouterr().err)


def test_hostile_words_are_words(serve, tmp_path):
    (item,) = make_folder(tmp_path, 1)
    text = "<img src=x onerror=alert(1)> \u202e ../../etc/passwd"
    CurationLog(tmp_path).append(item, "edited", "author", {"prompts": {"implicit_prompt": text}})
    visitor, _ = serve(overlap=1)
    state = visitor.state("<script>alert(1)</script>")
    assert state["now"]["prompts"]["implicit_prompt"] == text
    assert sent(visitor, state, note=text)["now"] is None
    assert rows(tmp_path)[0]["note"] == text
    for path in ("/image/../../items.jsonl/x", "/image/x/y", "/items/items.jsonl", "/%2e%2e/items.jsonl"):
        assert visitor.get(path)[0].status == 404


def test_a_full_disk_is_said_and_nothing_counts(serve, tmp_path):
    make_folder(tmp_path, 2)
    visitor, _ = serve()
    state = visitor.state("anna")
    (tmp_path / CLICKS_FILE).mkdir()
    status, found = post(visitor, "answer", body(state))
    assert status == 507 and "disk" in found["error"]
    (tmp_path / CLICKS_FILE).rmdir()
    assert visitor.state("anna")["done"] == 0


def test_every_asset_is_there():
    names = {path.name for path in files("scisynth.curation.review").joinpath("page").iterdir()}
    assert names == set(review_server.ASSETS)
    assert urlsplit("http://x/adjudicate/?token=1").path == review_server.HOMES["adjudicator"]
