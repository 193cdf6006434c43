"""The requests of other trainers, written as their public clients write them, and their answers, read as those read them.

UniRL: `unirl/reward/remote.py` (protocol 1). Flow-Factory: `rewards/my_reward_remote.py`, `reward_server/example_server.py`. verl-omni:
`utils/reward_score/http_scorer_client.py`. TRL: functions (prompts, completions, **columns) -> list[float | None].
"""

import json
import pickle
import pickletools
from pathlib import Path

import pytest
from support.documents import blocks
from support.reward_server import Green, ask, b64, picture, png, post, serving

pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from scisynth.figures.pixels.reader import is_installed
from scisynth.serve.plain_pickle import dump_plain, load_plain

ROOT = Path(__file__).parents[2]
PROMPT = "an unripe tomato"
SCORE = Green.of(PROMPT, picture(0, 255))
BROKEN = b64(b"no image")


@pytest.fixture(scope="module")
def url():
    with serving(
        checks=["answers", "figures"] + (["texts"] if is_installed() else []), rewards=["green", "org/two=green"]
    ) as found:
        yield found


def unirl_item(image, *rewards, **more):
    identity = {"sample_id": "s1", "group_id": "g1", "source_rank": 3, "policy_version": 7, "idempotency_key": "k"}
    return {
        "history": [{"text": PROMPT, "image_b64": image}], "required_rewards": list(rewards), "metadata": {"a": 1},
        "request_id": "r1", "scorer_version": None, **identity, **more,
    }  # fmt: skip


def test_unirl(url):
    health = json.loads(ask(url, "GET", "/health")[2])
    assert isinstance(health["rewards"], dict) and set(health["rewards"]) == {"green", "org/two"}
    edit = unirl_item(b64(png()), "green")
    edit["history"].insert(0, {"text": PROMPT, "image_b64": b64(png(255, 0))})
    requests = [
        unirl_item(b64(png()), "green", "org/two"),
        unirl_item(BROKEN, "green"),
        edit,
        unirl_item(b64(png()), "green", "unknown"),
        unirl_item(None, "green", history=[{"text": PROMPT, "video_b64": "AAAA"}]),
        unirl_item(b64(png()), "green", scorer_version="other"),
    ]
    found = post(url, "/score", {"protocol_version": "1", "requests": requests})
    assert found["protocol_version"] == "1" and len(found["results"]) == len(found["errors"]) == 6
    results, errors = found["results"], found["errors"]
    assert results[0] == {"green": {"score": pytest.approx(SCORE)}, "org/two": {"score": pytest.approx(SCORE)}}
    assert errors[0] == {} and results[2] == {"green": {"score": pytest.approx(SCORE)}}
    assert results[1] == {} and "expected a PNG" in errors[1]["green"]
    assert set(results[3]) == {"green"} and "served are" in errors[3]["unknown"]
    assert "videos" in errors[4]["green"] and "scorer_version other" in errors[5]["green"]
    for sent, echoed in zip(requests, found["identities"], strict=True):
        for key in ("request_id", "sample_id", "group_id", "source_rank", "policy_version", "idempotency_key"):
            assert echoed[key] == sent[key]
    for body in ({"requests": [], "protocol_version": "2"}, {}, {"requests": [7]}, {"requests": [], "grad_mode": True}):
        assert ask(url, "POST", "/score", body)[0] == 400


def test_a_request_of_unirl_that_names_too_many_rewards_is_refused(url):
    names = [f"unknown {number}" for number in range(19)]
    status, _, data = ask(url, "POST", "/score", {"requests": [unirl_item(b64(png()), name) for name in names]})
    assert status == 400 and "at most 18 names" in json.loads(data)["error"]
    found = post(url, "/score", {"requests": [unirl_item(b64(png()), "green", *names[:17])] * 2})
    assert [len(row) for row in found["errors"]] == [17, 17] and all(
        row.keys() == {"green"} for row in found["results"]
    )


@pytest.mark.parametrize("base", ["", "/rewards/org/two"])
def test_flow_factory(url, base):
    assert ask(url, "GET", f"{base}/health")[0] == 200
    image = [b64(png()), b64(png(255, 0))]
    expected = [pytest.approx(SCORE), pytest.approx(Green.of(PROMPT, picture(255, 0)))]
    client = {
        "prompt": [PROMPT] * 2,
        "image": image,
        "video": None,
        "condition_images": None,
        "condition_videos": None,
        "kwargs": None,
    }
    assert post(url, f"{base}/compute", client) == {"rewards": expected}
    assert post(url, f"{base}/compute", {"prompts": [PROMPT] * 2, "images": image, "extra": {}}) == {
        "rewards": expected
    }
    broken = post(url, f"{base}/compute", {**client, "image": [image[0], BROKEN]})
    assert "1 of 2 images have no score; item 1" in broken["error"], "its client raises where `error` stands"
    assert broken["rewards"] == [expected[0], None]
    assert ask(url, "POST", f"{base}/compute", {**client, "video": [["AAAA"]]})[0] == 400


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_verl_omni(url, protocol):
    body = pickle.dumps({"images": [png()], "prompts": [PROMPT], "metadata": {}}, protocol)
    if protocol == 2:
        # Before protocol 3 bytes are written as a call, which is refused.
        assert ask(url, "POST", "/verl", body)[0] == 400
        return
    status, _, data = ask(url, "POST", "/verl", body)
    assert status == 200 and pickle.loads(data) == {"scores": [pytest.approx(SCORE)]}
    status, _, data = ask(
        url, "POST", "/rewards/green/verl", pickle.dumps({"images": [b"x"], "prompts": [PROMPT]}, protocol)
    )
    assert status == 422 and "expected a PNG" in pickle.loads(data)["error"], "no retry, and no score"


class Hostile:
    def __reduce__(self):
        return open, ("pwned", "w")


def test_no_pickle_is_ever_run(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for protocol in range(6):
        status, _, data = ask(url, "POST", "/verl", pickle.dumps({"images": [Hostile()], "prompts": ["a"]}, protocol))
        assert status == 400 and "is refused" in pickle.loads(data)["error"]
    assert list(tmp_path.iterdir()) == []
    good = pickle.dumps({"images": [png()], "prompts": [PROMPT]})
    for cut in range(0, len(good), 7):
        with pytest.raises(ValueError):
            load_plain(good[:cut])
    for body in (
        b"",
        b"\x80\x04e.",
        b"}s.",
        b".",
        b"(]e.",
        b"}K\x01s.",
        b"]q\x00h\x05.",
        b"]" + b"(" * 9 + b"e" * 10 + b".",
    ):
        with pytest.raises(ValueError):
            load_plain(body)
    for value in ({"a": [1, -2, 300, 2**40, 1.5, None, True, "ü", b"x" * 300]}, [], {"b": {"c": [[]]}}):
        assert load_plain(pickle.dumps(value)) == value == load_plain(pickletools.optimize(pickle.dumps(value)))
    assert pickle.loads(dump_plain({"scores": [0.1, -2.0], "error": "ü"})) == {"scores": [0.1, -2.0], "error": "ü"}


def test_trl(url):
    body = {
        "prompts": ["?"] * 4,
        "completions": [r"\boxed{12 m/s}", [{"role": "assistant", "content": "It is 43.2 km/h."}], "13 m/s", "12 m/s"],
        "solution": ["12 m/s", '{"text": "12 m/s", "value": 12.0, "unit": "m/s"}', "12 m/s", ""],
    }
    found = post(url, "/trl", body)
    assert found["rewards"] == [1.0, 1.0, 0.0, None]
    assert found["errors"][:3] == [None] * 3 and "empty" in found["errors"][3]
    assert ask(url, "POST", "/trl", {"completions": ["a"]})[0] == 400


def test_the_lines_for_trl_of_the_guide(url, monkeypatch):
    (code,) = [
        block for block in blocks(ROOT / "docs" / "guides" / "serve.md", "python") if "def answer_reward" in block
    ]
    monkeypatch.setenv("REWARD_URL", url)
    names = {}
    exec(code, names)
    reply = [{"role": "assistant", "content": r"\boxed{12 m/s}"}]
    rewards = names["answer_reward"](
        prompts=["?"] * 2, completions=[reply, reply], solution=["12 m/s", "13 m/s"], image=[1, 2]
    )
    assert rewards == [1.0, 0.0]
    with pytest.raises(RuntimeError, match="empty"):
        names["answer_reward"](prompts=["?"], completions=[reply], solution=[""])


def test_answers(url):
    items = [
        {"reply": "0.169 A", "answer": "169 mA"},
        {"reply": "It is 13 A.", "answer": {"text": "12 A", "value": 12, "unit": "A"}},
        {"reply": 3, "answer": "3"},
        {"reply": "3", "answer": {"txt": "3"}},
        "3",
        {"reply": "x" * 200_001, "answer": "3"},
    ]
    found = post(url, "/v1/answers", {"items": items})
    assert [row and row["status"] for row in found["results"]] == ["right", "wrong", None, None, None, None]
    assert [error is None for error in found["errors"]] == [True, True, False, False, False, False]
    assert ask(url, "POST", "/v1/answers", {"items": 3})[0] == 400


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<line id="side:a" x1="10" y1="50" x2="130" y2="50" stroke="black" stroke-width="2"/>
<line id="side:b" x1="10" y1="80" x2="70" y2="80" stroke="black" stroke-width="2"/>
<text id="label:x" x="150" y="50" font-size="14">x = 3</text></svg>"""


def test_figures(url):
    claims = [
        {"kind": "ratio", "of": ["side:a", "side:b"], "value": 2.0},
        {"kind": "ratio", "of": ["side:a", "side:b"], "value": 3.0},
    ]
    items = [
        {"svg": SVG, "claims": claims, "hidden": ["x = 3"]},
        {"svg": SVG.replace("<line", "<script>1</script><line", 1), "claims": claims},
        {"svg": "<svg", "claims": []},
        {"svg": SVG, "claims": claims[:1], "image": b64(png(255, 255, (200, 100)))},
        {},
        {"marks": [{"width_px": 9}], "claims": []},
        {"svg": SVG, "image": BROKEN},
    ]
    found = post(url, "/v1/figures", {"items": items})
    results, errors = found["results"], found["errors"]
    assert errors[0] is None and [row["status"] for row in results[0]["claims"]] == ["held", "failed"]
    assert results[0]["score"] == 0.5 and results[0]["leaks"], "the answer is on the page"
    assert results[1:3] == [None, None] and "shapes and texts alone" in errors[1]
    assert errors[3] is None and not results[3]["passed"], "the image has no ink where the lines should be"
    assert results[4:] == [None] * 3 and "svg" in errors[4] and "expected a PNG" in errors[6]


@pytest.mark.skipif(not is_installed(), reason="the extra [ocr] is not installed")
def test_texts(url):
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (400, 120), "white")
    ImageDraw.Draw(image).text((30, 30), "Force 12 N", fill="black", font=ImageFont.load_default(40))
    import io

    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    found = post(
        url, "/v1/texts", {"items": [{"image": b64(buffer.getvalue()), "labels": ["Force", "Mass"]}, {"image": BROKEN}]}
    )
    assert found["results"][0]["labels"] == {"Force": True, "Mass": False} and found["results"][0]["score"] == 0.5
    assert found["results"][1] is None and "expected a PNG" in found["errors"][1]
