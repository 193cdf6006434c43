"""The server over HTTP: a real one on loopback, asked by friends and by others."""

import http.client
import json
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from PIL import Image
from support.reward_server import Green, ask, b64, picture, png, post, serving
from typer.testing import CliRunner

pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from scisynth.cli.main import app
from scisynth.core.errors import ConfigError
from scisynth.core.plugins.references import register
from scisynth.rewards.remote import binary_form
from scisynth.serve.config import ServeConfig
from scisynth.serve.run import opened

PROMPT = "an unripe tomato"


@pytest.fixture(scope="module")
def url():
    with serving(queue={"max_wait_ms": 2}) as found:
        yield found


def bomb():
    """A PNG of a few bytes that says it has 10^10 pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


HOSTILE = {
    "a bomb": (PROMPT, b64(bomb()), "pixels"),
    "a truncated file": (PROMPT, b64(png(size=(64, 64))[:80]), "broken"),
    "an SVG": (PROMPT, b64(b"<svg/>"), "expected a PNG"),
    "no base64": (PROMPT, "%%%", "base64"),
    "no image": (PROMPT, None, "base64"),
    "an empty image": (PROMPT, "", "nothing"),
    "an empty prompt": ("  ", b64(png()), "empty"),
    "no prompt": (7, b64(png()), "as a text"),
    "half a surrogate": ("a \ud800", b64(png()), "Unicode"),
    "a reward that raises": ("boom", b64(png()), "RuntimeError: it went boom"),
    "a reward without a number": ("nothing", b64(png()), "got nan"),
}


def test_what_is_hostile_costs_its_own_item_and_no_other(url):
    body = {"prompts": [], "images": []}
    for prompt, image, _ in HOSTILE.values():
        body["prompts"] += [prompt, PROMPT]
        body["images"] += [image, b64(png(0, 128))]
    found = post(url, "/v1/score", body)
    expected = Green.of(PROMPT, picture(0, 128))
    assert found["scores"][1::2] == [pytest.approx(expected)] * len(HOSTILE) and found["errors"][1::2] == [None] * len(
        HOSTILE
    )
    assert found["scores"][0::2] == [None] * len(HOSTILE), "an error is never a number"
    for (name, (_, _, reason)), error in zip(HOSTILE.items(), found["errors"][0::2], strict=True):
        assert reason in error, (name, error)


def test_both_forms_and_one_prompt_for_all(url):
    images = [png(shade, 200) for shade in (0, 50, 100)]
    expected = [pytest.approx(Green.of(PROMPT, picture(shade, 200))) for shade in (0, 50, 100)]
    asked = {"prompt": PROMPT, "images": [b64(images[0]), f"data:image/png;base64,{b64(images[1])}", b64(images[2])]}
    assert post(url, "/v1/score", asked)["scores"] == expected
    binary = binary_form.pack({"prompts": [PROMPT] * 3, "reward": "green"}, images)
    found = post(url, "/v1/score", binary, **{"Content-Type": binary_form.MEDIA_TYPE})
    assert found["scores"] == expected and (found["reward"], found["revision"]) == ("green", "first")
    assert post(url, "/v1/score", {"prompts": [], "images": []})["scores"] == []
    assert post(url, "/rewards/green/v1/score", asked)["scores"] == expected


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "expected a JSON object"),
        (b"[" * 200_000, 400, "JSON"),
        (b"[1]", 400, "expected a JSON object, got list"),
        ({"prompts": ["a"], "images": []}, 400, "one for each of 0 images, got 1 prompts"),
        ({"prompts": ["a"], "images": "x"}, 400, "expected `images` as a list"),
        ({"images": [], "prompts": [], "model": "x"}, 400, "unknown key 'model'"),
        ({"images": [], "prompts": [], "reward": "red"}, 404, "served are: green"),
        ({"images": [], "prompts": [], "reward": ["green"]}, 400, "expected `reward` as a name, got list"),
        ({"images": [""] * 1025, "prompt": "a"}, 413, "at most 1,024 items"),
    ],
)
def test_a_request_that_is_none_is_refused_in_one_line(url, body, status, reason):
    got, _, data = ask(url, "POST", "/v1/score", body)
    error = json.loads(data)["error"]
    assert got == status and reason in error and "\n" not in error


@pytest.mark.parametrize(
    "body", [b"", b"\0\0", b"\xff\xff\xff\xff{}", binary_form.pack({"prompt": "a"}, [b"x"])[:-1], b"\0\0\0\x02{}"]
)
def test_a_broken_binary_form_is_refused(url, body):
    status, _, data = ask(url, "POST", "/v1/score", body, **{"Content-Type": binary_form.MEDIA_TYPE})
    assert status == 400 and json.loads(data)["error"].startswith("expected")


def test_sixteen_clients_get_their_own_scores(url):
    def scores(client):
        shades = [(client * 16 + row) % 256 for row in range(12)]
        found = post(url, "/v1/score", {"prompt": "x" * (client + 1), "images": [b64(png(s, 255 - s)) for s in shades]})
        return found["scores"] == [pytest.approx(Green.of("x" * (client + 1), picture(s, 255 - s))) for s in shades]

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(scores, range(16)))


def test_requests_become_batches_and_a_full_queue_says_when_to_come_back():
    reward = Green()
    with (
        serving(reward, queue={"max_queue": 8, "max_wait_ms": 0, "max_batch": 8}) as url,
        ThreadPoolExecutor(16) as pool,
    ):
        reward.gate.clear()
        one = {"prompt": "a", "images": [b64(png())]}
        first = pool.submit(post, url, "/v1/score", one)
        assert reward.is_busy.wait(60)
        # One is with the model, one decoded beside it; the others wait.
        waiting = [pool.submit(post, url, "/v1/score", one) for _ in range(9)]
        while (health := json.loads(ask(url, "GET", "/health")[2]))["waiting"] < 8:
            pass
        assert health["max_waiting"] == 8
        status, headers, data = ask(url, "POST", "/v1/score", one)
        assert status == 429 and 1 <= int(headers["retry-after"]) <= 60 and "again later" in json.loads(data)["error"]
        assert ask(url, "POST", "/v1/score", {"prompt": "a", "images": [""] * 9})[0] == 429
        reward.gate.set()
        assert all(future.result()["errors"] == [None] for future in [first, *waiting])
        assert sum(reward.batches) == 10 and max(reward.batches) == 8, reward.batches
        assert post(url, "/v1/score", one)["errors"] == [None]
        text = ask(url, "GET", "/metrics")[2].decode()
    assert 'scisynth_requests_total{route="/v1/score",status="429"} 2.0' in text
    assert 'scisynth_items_total{name="green",outcome="ok"} 11.0' in text
    assert 'scisynth_batch_size_count{name="green"} 4.0' in text
    assert "scisynth_waiting_items" in text and "process_resident_memory_bytes" in text


def test_what_nobody_waits_for_is_not_scored():
    reward = Green()
    with serving(reward, queue={"max_wait_ms": 0}) as url, ThreadPoolExecutor(2) as pool:
        reward.gate.clear()
        first = pool.submit(post, url, "/v1/score", {"prompt": "a", "images": [b64(png())]})
        assert reward.is_busy.wait(60)
        gone = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        gone.request("POST", "/v1/score", json.dumps({"prompt": "b", "images": [b64(png())] * 5}))
        gone.close()
        while b'status="499"} 1.0' not in ask(url, "GET", "/metrics")[2]:
            pass
        reward.gate.set()
        assert first.result()["errors"] == [None]
        assert post(url, "/v1/score", {"prompt": "a", "images": [b64(png())]})["errors"] == [None]
        assert sum(reward.batches) == 2


def test_a_reward_that_cannot_count_tokens_loses_the_note_and_no_score():
    class Uncounted(Green):
        def cut_prompts(self, prompts):
            raise RuntimeError("no tokenizer")

    with serving(Uncounted()) as url:
        assert post(url, "/v1/score", {"prompt": "a", "images": [b64(png())]})["errors"] == [None]
        assert json.loads(ask(url, "GET", "/health")[2])["status"] != "dead"


def test_memory_is_reserved_before_a_body_is_read():
    with serving(limits={"max_body_mb": 0.01, "max_inflight_mb": 0.015}) as url:
        assert ask(url, "POST", "/v1/score", b"x" * 20_000)[0] == 413
        slow = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        slow.putrequest("POST", "/v1/score")
        slow.putheader("Content-Length", "9000")
        slow.endheaders(b"{")
        status = 200
        while status != 429:
            status, headers, _ = ask(url, "POST", "/v1/score", b"x" * 9000)
        assert headers["retry-after"] == "1"
        slow.close()
        while status == 429:
            status, _, _ = ask(url, "POST", "/v1/score", b"x" * 9000)
        assert status == 400, "the place of the one that left is free again"


def test_the_token_is_asked_of_everybody(monkeypatch):
    token = "a-token-of-some-length"
    monkeypatch.setenv("SCISYNTH_TOKEN", token)
    with serving() as url:
        assert ask(url, "GET", "/live")[0] == 200
        for path in ("/health", "/metrics", "/canary"):
            assert ask(url, "GET", path)[0] == 401
        status, headers, data = ask(url, "POST", "/v1/score", {})
        assert status == 401 and headers["www-authenticate"] == "Bearer" and b"Bearer TOKEN" in data
        for wrong in ("Bearer x", f"Token {token}", "Basic %%", f"Basic {b64(b'me:x')}", "Bearer"):
            assert ask(url, "GET", "/health", Authorization=wrong)[0] == 401
        for right in (f"Bearer {token}", f"Basic {b64(f'me:{token}'.encode())}"):
            assert ask(url, "GET", "/health", Authorization=right)[0] == 200
        assert ask(url, "GET", "/health", Authorization=f"Bearer {token}", Origin="http://evil.example")[0] == 403
        for host in ("x/live?", "x/live#", "live"):
            assert ask(url, "GET", "/health", Host=host)[0] == 401, "what is routed decides, not what a client calls us"


@pytest.mark.parametrize("token", ["", "short", "with spaces in it, and long"])
def test_beyond_this_machine_nothing_is_served_without_a_token(monkeypatch, token):
    monkeypatch.setenv("SCISYNTH_TOKEN", token)
    found = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--reward", "no such reward"])
    assert found.exit_code == 2 and "token" in found.output and "secrets.token_urlsafe" in found.output
    assert found.output.count("\n") == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"rewards": ["nonsense:x"]}, "unknown reward 'nonsense'"),
        ({"rewards": ["green", "green"]}, "'green' is served already"),
        ({"rewards": ["=x"]}, "ALIAS=NAME"),
        ({"rewards": [], "checks": []}, "something to serve"),
        ({"tls_cert": "x.pem"}, "--tls-cert and --tls-key"),
        ({"tls_cert": "x.pem", "tls_key": "y.pem"}, "PEM"),
        ({"host": "999.1.1.1"}, "token"),
    ],
)
def test_a_wrong_config_is_one_line(values, reason):
    register("scisynth.rewards", "green", Green())
    values = {"rewards": ["green"], "port": 0, "canary": "off", "checks": ["answers"], **values}
    with pytest.raises(ConfigError, match=reason), opened(ServeConfig.parse(values)):
        pass


def test_health_says_what_is_served_and_the_canary_tells_a_reward_that_prefers_nothing():
    class Same:
        name = "same"

        def score(self, prompts, images):
            return [1.0] * len(prompts)

    with serving(Same(), canary="warn", canary_num=2) as url:
        found = json.loads(ask(url, "GET", "/health")[2])
        assert found["status"] == "degraded" and "in 0 of 2 pairs" in found["reason"]
        assert found["rewards"] == {"green": ["score"]} and found["checks"] == ["answers"]
        assert found["models"]["green"]["kind"] == "outside" and not found["models"]["green"]["canary"]["passed"]
        status, _, data = ask(url, "GET", "/canary")
        assert status == 503 and json.loads(data)["green"]["lower"] == 0
        assert b'scisynth_canary_passed{name="green"} 0.0' in ask(url, "GET", "/metrics")[2]
    with pytest.raises(ConfigError, match="in 0 of 2 pairs"), serving(Same(), canary="refuse", canary_num=2):
        pass


def test_a_reward_that_brings_pairs_is_asked_about_those():
    class Gold:
        """Knows one pair, which no drawing of the lab resembles."""

        name = "gold"

        def known_pairs(self, num):
            return [("gold", Image.new("RGB", (8, 8), "gold"), Image.new("RGB", (8, 8), "gray"))]

        def score(self, prompts, images):
            return [float(image.getpixel((0, 0))[2] == 0) for image in images]

    with serving(Gold(), canary="refuse", canary_num=2) as url:
        assert json.loads(ask(url, "GET", "/canary")[2])["green"] == {"passed": True, "lower": 1, "of": 1, "reason": ""}


def test_every_thread_ends_with_the_server():
    before = set(threading.enumerate())
    with serving() as url:
        post(url, "/v1/answers", {"items": []})
        assert post(url, "/v1/score", {"prompt": "a", "images": [b64(png())]})["errors"] == [None]
    assert set(threading.enumerate()) <= before
