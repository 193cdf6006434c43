"""The people page over HTTP: the real server on loopback, asked by friends and by others."""

import io
import json
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from importlib.resources import files
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from support.visitor import Visitor, running

from scisynth.core.errors import ConfigError, DataError, MissingExtraError
from scisynth.core.images import open_image
from scisynth.core.store import Journal
from scisynth.judges.people.answers import score_people

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from scisynth.judges.people import server as people_server
from scisynth.judges.people.server import ANSWERS_FILE, open_people_server, serve_people
from scisynth.web.page import HEADERS, SHARED


@pytest.fixture
def serve(tmp_path):
    """Starts a server for tuples and gives its link; all are stopped at the end."""
    with ExitStack() as stack:

        def start(tuples, seed=0):
            server, listener, url = open_people_server(tuples, tmp_path / "out", seed=seed)
            stack.enter_context(running(server, listener))
            return url

        yield start


@pytest.fixture
def answers(tmp_path):
    return Journal(tmp_path / "out" / ANSWERS_FILE)


def test_a_rater_from_the_first_question_to_the_last(serve, color_tuples, answers):
    tuples = color_tuples(5)
    visitor = Visitor(serve(tuples))
    state = visitor.state("Anna ")
    assert (state["rater"], state["done"], state["total"], state["last"]) == ("anna", 0, 5, None)
    seen = []
    while state["now"]:
        # The eye: green is the unripe tomato the prompt asks for.
        red, green = (visitor.picture(state["now"][side]).getpixel((5, 5))[:2] for side in ("left", "right"))
        side = "left" if red[1] > red[0] else "right"
        assert (green[1] > green[0]) == (side == "right")
        ahead = state["ahead"]
        seen.append(state["now"]["item"])
        state = visitor.answer("anna", state["now"]["item"], side)
        assert len(answers.read()) == len(seen), "saved before it is answered"
        assert state["now"] == ahead and state["last"] == seen[-1]
    assert len(set(seen)) == state["done"] == 5
    result = score_people(tuples, answers.path)
    assert result.accuracy.value == 1.0 and result.coverage == 1.0
    assert {row["item"] for row in answers} == {item.id for item in tuples}


def test_nothing_that_leaves_says_which_is_true(serve, color_tuples):
    # Hints a careless page would give away: in names, in the images' metadata, in the format.
    def encoded(image, form, **info):
        buffer = io.BytesIO()
        image.save(buffer, form, **info)
        return buffer.getvalue()

    exif = Image.Exif()
    exif[270] = "superficial image"
    tuples = [
        replace(
            item,
            id=f"explicit-is-first-{k}",
            explicit_image=(encoded(item.explicit_image[0], "PNG", icc_profile=b"explicit image"),),
            superficial_image=(encoded(item.superficial_image[0], "JPEG", exif=exif),),
        )
        for k, item in enumerate(color_tuples(12))
    ]
    visitor = Visitor(serve(tuples))
    sent, greens = [visitor.get(path) for path in ("/", "/people.js", "/people.css", "/state?rater=anna")], []
    state = visitor.state("anna")
    while state["now"]:
        sent += [visitor.get(f"/{state['now'][side]}") for side in ("left", "right")]
        greens.append([open_image(data).getpixel((5, 5))[1] > 120 for _, data in sent[-2:]])
        reply = visitor.post("/answer", {"rater": "anna", "item": state["now"]["item"], "answer": "left", "seconds": 1})
        sent.append(reply)
        state = json.loads(reply[1])
    for reply, data in sent:
        everything = (str(reply.getheaders()).encode() + data).lower()
        assert not any(word in everything for word in (b"explicit", b"superficial", b"chosen image", b"is-first"))
    assert all(left != right for left, right in greens)
    # Both sides get the true one; the names of the images differ in nothing but the side.
    assert set(Counter(left for left, _ in greens)) == {True, False}
    pictures = [dict(reply.getheaders()) for reply, _ in sent if reply.getheader("content-type") == "image/png"]
    assert len({(*sorted(set(headers) - {"date"}),) for headers in pictures}) == 1


def test_a_frame_cut_along_with_the_image_is_cut_off(serve, color_tuples):
    def framed(color):
        array = np.full((512, 512, 3), 128, np.uint8)
        array[:5] = array[-4:] = color
        return Image.fromarray(array)

    (item,) = color_tuples(1)
    item = replace(item, explicit_image=(framed((254, 172, 4)),), superficial_image=(framed((3, 116, 188)),))
    visitor = Visitor(serve([item]))
    now = visitor.state("anna")["now"]
    left, right = (np.asarray(visitor.picture(now[side])) for side in ("left", "right"))
    assert left.shape == (480, 480, 3) and (left == 128).all() and (right == 128).all()


def test_real_pairs_have_such_frames_and_lose_them(serve, shared_data):
    from scisynth.tuples.parquet import read_tuples

    tuples = read_tuples(shared_data / "science_t2i" / "tuples.parquet")

    def edge(image):
        """Red minus blue of the first row, against the rows further in."""
        rows = np.asarray(image, dtype=float)[..., 0] - np.asarray(image, dtype=float)[..., 2]
        return rows[0].mean() - rows[8:24].mean()

    assert all(edge(open_image(item.explicit_image[0])) > 100 for item in tuples)
    assert all(edge(open_image(item.superficial_image[0])) < -80 for item in tuples)
    visitor = Visitor(serve(tuples))
    state = visitor.state("anna")
    for _ in tuples:
        # What is left is shading of the images themselves, a tenth of what the frames were.
        assert max(abs(edge(visitor.picture(state["now"][side]))) for side in ("left", "right")) < 25
        state = visitor.answer("anna", state["now"]["item"])


def test_undo_twice_and_resume_after_a_restart(serve, color_tuples, answers):
    tuples = color_tuples(4)
    visitor = Visitor(serve(tuples))
    asked = [visitor.state("anna")]
    for _ in range(3):
        asked.append(visitor.answer("anna", asked[-1]["now"]["item"]))
    for number in (2, 1):
        last = visitor.state("anna")["last"]
        state = json.loads(visitor.post("/undo", {"rater": "anna", "item": last})[1])
        assert state["now"] == asked[number]["now"] and state["done"] == number
    # A new start makes new names of the same questions.
    again = Visitor(serve(tuples)).state("anna")
    assert again["done"] == 1 and again["now"]["prompt"] == asked[1]["now"]["prompt"]
    assert again["now"]["item"] != asked[1]["now"]["item"]
    assert [row["answer"] for row in answers] == ["left"] * 3 + ["taken_back"] * 2


def test_raters_do_not_disturb_each_other(serve, color_tuples, answers):
    visitor = Visitor(serve(color_tuples(3)))
    states = {rater: visitor.state(rater) for rater in ("anna", "bob")}
    for _ in range(3):
        states = {rater: visitor.answer(rater, state["now"]["item"]) for rater, state in states.items()}
    assert all(state["now"] is None for state in states.values())
    assert Counter(row["rater"] for row in answers) == {"anna": 3, "bob": 3}


def test_a_click_sent_twice_is_one_answer(serve, color_tuples, answers):
    visitor = Visitor(serve(color_tuples(3)))
    item = visitor.state("anna")["now"]["item"]
    assert visitor.answer("anna", item) == visitor.answer("anna", item, "right") == visitor.answer("anna", "0" * 20)
    assert [row["answer"] for row in answers] == ["left"]


def test_without_the_link_there_is_nothing(serve, color_tuples, answers):
    url = serve(color_tuples(2))
    visitor = Visitor(url)
    now = visitor.state("anna")["now"]
    cookie, visitor.headers = visitor.headers["Cookie"], {}
    paths = (
        "/",
        "/?token=",
        "/?token=wrong",
        "/people.js",
        "/state?rater=anna",
        f"/{now['left']}",
        f"/state{visitor.arrival[1:]}",
    )
    for path in paths:
        reply, data = visitor.get(path)
        assert reply.status == 403 and b"link" in data and reply.getheader("set-cookie") is None
    assert visitor.get("/state?rater=anna", Cookie=cookie[:-1] + "é".encode().decode("latin-1"))[0].status == 403
    reply, _ = visitor.post("/answer", {"rater": "anna", "item": now["item"], "answer": "left", "seconds": 1})
    assert reply.status == 403 and not answers.path.exists()
    reply, _ = visitor.get(visitor.arrival)
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in reply.getheader("set-cookie").split(";")}
    # A second page on this machine has a cookie of another name, so that both can be open.
    assert Visitor(serve(color_tuples(2))).headers["Cookie"].split("=")[0] != cookie.split("=")[0]


def test_posts_from_elsewhere_are_refused(serve, color_tuples, answers):
    visitor = Visitor(serve(color_tuples(2)))
    body = {"rater": "anna", "item": visitor.state("anna")["now"]["item"], "answer": "left", "seconds": 1}
    for origin in (
        "http://evil.example",
        "null",
        "",
        f"http://{visitor.place}.evil.example",
        "http://127.0.0.1:1",
        "http://[",
    ):
        for path in ("/answer", "/undo"):
            assert visitor.post(path, body, Origin=origin)[0].status == 403
    assert visitor.ask("POST", "/answer", json.dumps(body))[0].status == 403, "no origin at all"
    assert not answers.path.exists()
    assert visitor.post("/answer", body)[0].status == 200


def test_headers_keep_the_page_to_itself(serve, color_tuples):
    visitor = Visitor(serve(color_tuples(2)))
    for path in ("/", "/people.js", "/state?rater=anna", "/nothing", "/state"):
        headers = dict(visitor.get(path)[0].getheaders())
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "server" not in headers
    assert "'unsafe" not in HEADERS["content-security-policy"] and "http" not in HEADERS["content-security-policy"]
    assert b"http" not in visitor.get("/")[1].lower().replace(b"<!doctype html>", b"").replace(b"https", b"http")


def test_what_is_no_answer_is_refused(serve, color_tuples, answers):
    visitor = Visitor(serve(color_tuples(2)))
    good = {"rater": "anna", "item": visitor.state("anna")["now"]["item"], "answer": "left", "seconds": 1.0}
    bad = [
        b"", b"{", b"[" * 3000, b"\xff\xfe", {}, [], {**good, "answer": "explicit"}, {**good, "seconds": -1},
        {**good, "seconds": "1"}, {**good, "more": 1}, {**good, "rater": ""}, {**good, "rater": "\ud800"}, {**good, "item": 3},
        json.dumps({**good, "seconds": 0}).replace("0", "NaN").encode(),
    ]  # fmt: skip
    for body in bad:
        assert visitor.post("/answer", body)[0].status == 400, body
    assert visitor.post("/answer", b" " * 5000)[0].status == 413
    assert visitor.get("/answer")[0].status == 404
    assert not answers.path.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "../../../etc/passwd", "a&rater=b", 'o\'neil "x" %00'])
def test_hostile_names_and_ids_are_words(serve, color_tuples, answers, tmp_path, name):
    visitor = Visitor(serve([replace(color_tuples(1)[0], id=f"../{name}")]))
    state = visitor.state(name)
    assert state["rater"] == name.casefold()
    assert visitor.picture(state["now"]["left"]).size == (36, 36)
    assert visitor.answer(name, state["now"]["item"])["now"] is None
    (row,) = answers
    assert (row["rater"], row["item"]) == (name.casefold(), f"../{name}")
    assert sorted(path.name for path in tmp_path.rglob("*")) == [ANSWERS_FILE, "out"]


@pytest.mark.parametrize(
    "path", ["/picture/../../people.py/left", "/%2e%2e/people.py", "/people.py", "/people_page", "/picture/x/left"]
)
def test_only_the_page_is_served(serve, color_tuples, path):
    assert Visitor(serve(color_tuples(1))).get(path)[0].status == 404


def test_images_that_do_not_open_are_not_asked_about(serve, color_tuples, capsys):
    tuples = color_tuples(3)
    tuples[1] = replace(tuples[1], superficial_image=(b"\x89PNG\r\n\x1a\nbroken",))
    visitor = Visitor(serve(tuples))
    state = visitor.state("anna")
    for _ in range(2):
        state = visitor.answer("anna", state["now"]["item"])
    assert state["now"] is None and (state["done"], state["total"]) == (2, 2)
    assert tuples[1].id in capsys.readouterr().err


def test_a_full_disk_is_said_and_nothing_counts(serve, color_tuples, answers, capsys):
    visitor = Visitor(serve(color_tuples(2)))
    item = visitor.state("anna")["now"]["item"]
    answers.path.mkdir()
    reply, data = visitor.post("/answer", {"rater": "anna", "item": item, "answer": "left", "seconds": 1})
    assert reply.status == 507 and "disk" in json.loads(data)["error"]
    answers.path.rmdir()
    assert visitor.state("anna")["done"] == 0
    assert visitor.answer("anna", item)["done"] == 1 and len(answers.read()) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_large_images_are_shrunk(serve, color_tuples):
    (item,) = color_tuples(1)
    item = replace(item, explicit_image=(Image.new("RGB", (3200, 800)),), superficial_image=(Image.new("L", (1, 1)),))
    visitor = Visitor(serve([item]))
    now = visitor.state("anna")["now"]
    assert {visitor.picture(now[side]).size for side in ("left", "right")} == {(1600, 320), (1, 1)}


def test_what_cannot_be_served_is_refused(color_tuples, tmp_path, monkeypatch):
    tuples = color_tuples(2)
    with pytest.raises(DataError, match="none"):
        open_people_server([replace(tuples[0], status="broken")], tmp_path, seed=0)
    with pytest.raises(DataError, match="different ids"):
        open_people_server([tuples[0], tuples[0]], tmp_path, seed=0)
    with pytest.raises(ConfigError, match="host"):
        open_people_server(tuples, tmp_path, seed=0, host="203.0.113.1")
    _, listener, url = open_people_server(tuples, tmp_path, seed=0)
    with listener, pytest.raises(ConfigError, match="port"):
        open_people_server(tuples, tmp_path, seed=0, port=urlsplit(url).port)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtraError, match=r"scisynth\[people\]"):
        serve_people(tuples, tmp_path, seed=0, on_ready=lambda url: None)


def test_it_listens_on_this_machine_only_unless_told_otherwise(color_tuples, tmp_path):
    _, listener, url = open_people_server(color_tuples(1), tmp_path, seed=0)
    with listener:
        assert listener.getsockname()[0] == "127.0.0.1" == urlsplit(url).hostname
    _, listener, url = open_people_server(color_tuples(1), tmp_path, seed=0, host="0.0.0.0")
    with listener:
        assert urlsplit(url).hostname != "0.0.0.0"


def test_importing_it_needs_no_web_server():
    code = (
        "import sys; sys.modules.update(starlette=None, uvicorn=None); import scisynth.judges.people.server;"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


SCRIPT = """
import sys
from pathlib import Path
from PIL import Image
from scisynth.core.records import ContrastTuple
from scisynth.judges.people.server import serve_people
prompt, image = ("a",), (Image.new("RGB", (40, 40)),)
item = ContrastTuple(
    id="x", law="rust", category="chemistry", implicit_prompt=prompt, explicit_prompt=prompt, superficial_prompt=prompt,
    explicit_image=image, superficial_image=image,
)
serve_people([item], Path(sys.argv[1]), seed=0, on_ready=lambda url: print(url, flush=True))
print("ended")
"""


def test_ctrl_c_ends_it_and_keeps_the_answers(tmp_path):
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        visitor = Visitor(process.stdout.readline().strip())
        visitor.answer("anna", visitor.state("anna")["now"]["item"])
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "ended\n", "")
    assert len(Journal(tmp_path / "out" / ANSWERS_FILE).read()) == 1


def test_every_asset_is_there():
    names = {path.name for path in files("scisynth.judges.people").joinpath("page").iterdir()}
    assert names == set(people_server.ASSETS)
    assert {path.name for path in files("scisynth.web").joinpath("assets").iterdir()} == set(SHARED)
