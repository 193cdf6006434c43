"""Images from an API: every form in which they come, and every form in which they must not."""

import base64
import io

import pytest
from PIL import Image
from support.fake_openai import cut, filtered, pictures, refusal, status

from scisynth.clients.budget import Budget
from scisynth.clients.images import ImageClient, decode_source
from scisynth.clients.records import ImageRequest
from scisynth.core.errors import DataError


def encode(color, kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, kind)
    return buffer.getvalue()


def in_base64(data):
    return base64.b64encode(data).decode()


@pytest.fixture
def make_image_client(make_settings):
    def make(*, route="image", cache=None, mode="live", budget=None, **changes):
        return ImageClient(make_settings(**changes), route=route, cache=cache, mode=mode, budget=budget)

    return make


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_base64_images_keep_their_bytes(fake_openai, make_image_client, tmp_path, kind):
    data = encode("red", kind)
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(data), "revised_prompt": "a red square"})
    client = make_image_client(cache=tmp_path / "replies.jsonl")
    reply = client.ask(ImageRequest(prompt="red", size="8x8", seed=3))
    assert (reply.status, reply.data, reply.text) == ("ok", data, "a red square")
    body = fake_openai.calls[0].body
    assert (body["prompt"], body["size"], body["seed"], body["n"]) == ("red", "8x8", 3, 1)
    assert [path.read_bytes() for path in (tmp_path / "images").iterdir()] == [data]


def test_a_chat_model_that_draws(fake_openai, make_image_client):
    from support.fake_openai import completion

    url = "data:image/png;base64," + in_base64(encode("blue"))
    part = {"type": "image_url", "image_url": {"url": url}}
    for message in ({"content": "here", "images": [part]}, {"content": [{"type": "text", "text": "here"}, part]}):
        fake_openai.behave = lambda call, message=message: completion(message)
        reply = make_image_client(route="chat").ask(ImageRequest(prompt="blue"))
        assert (reply.status, reply.data, reply.text) == ("ok", encode("blue"), "here")
        assert reply.model == "fake-model-2026-01-01"


def test_links_are_followed_on_this_machine_only_when_the_server_is_there(fake_openai, make_image_client):
    fake_openai.files["a.png"] = encode("green")
    here = fake_openai.base_url.removesuffix("/v1") + "/files/a.png"
    fake_openai.behave = lambda call: pictures({"url": here})
    assert make_image_client().ask(ImageRequest(prompt="green")).data == encode("green")
    for link in ("http://example.com/a.png", "file:///etc/passwd", "ftp://127.0.0.1/a.png", "https://[", "//x"):
        fake_openai.behave = lambda call, link=link: pictures({"url": link})
        reply = make_image_client().ask(ImageRequest(prompt="green"))
        assert reply.status == "transport" and not reply.data
        assert "not on https" in reply.reason or "broken link" in reply.reason, "refused, not tried"


@pytest.mark.parametrize(
    ("behave", "state"),
    [
        (lambda call: pictures(), "unparsed"),
        (lambda call: pictures({"b64_json": "!!!"}), "unparsed"),
        (lambda call: pictures({"b64_json": in_base64(b"GIF89a nothing")}), "unparsed"),
        (lambda call: pictures({"b64_json": in_base64(encode("red")[:40])}), "unparsed"),
        (lambda call: status(400, "blocked", error_code="moderation_blocked"), "filtered"),
        (lambda call: status(500), "transport"),
        (lambda call: cut(), "transport"),
    ],
)
def test_faults_are_states_and_leave_no_image(fake_openai, make_image_client, tmp_path, behave, state):
    fake_openai.behave = behave
    reply = make_image_client(cache=tmp_path / "r.jsonl", max_attempts=2).ask(ImageRequest(prompt="x"))
    assert (reply.status, reply.data) == (state, b"") and reply.reason
    assert not (tmp_path / "r.jsonl").exists() and not (tmp_path / "images").exists()


@pytest.mark.parametrize(("behave", "state"), [(refusal, "refused"), (filtered, "filtered")])
def test_a_chat_model_that_declines_to_draw(fake_openai, make_image_client, behave, state):
    fake_openai.behave = lambda call: behave()
    assert make_image_client(route="chat").ask(ImageRequest(prompt="x")).status == state


def test_images_replay_offline_and_a_damaged_file_is_noticed(fake_openai, make_image_client, tmp_path):
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(encode("red"))})
    cache, asked = tmp_path / "r.jsonl", [ImageRequest(prompt="x", repeat=number) for number in range(3)]
    list(make_image_client(cache=cache).run(asked))
    assert len(fake_openai.calls) == 3
    replies = [reply for _, reply in make_image_client(cache=cache, mode="replay").run(asked)]
    assert all(reply.cached and reply.data == encode("red") for reply in replies)
    (file,) = (tmp_path / "images").iterdir()
    file.write_bytes(b"other")
    with pytest.raises(DataError, match="missing or damaged"):
        list(make_image_client(cache=cache, mode="replay").run(asked))
    assert make_image_client(cache=cache).ask(asked[0]).data == encode("red")
    assert len(fake_openai.calls) == 4 and file.read_bytes() == encode("red")
    with pytest.raises(DataError, match="1 of 1"):
        make_image_client(cache=cache, mode="replay").ask(ImageRequest(prompt="y"))


def test_a_name_in_the_journal_cannot_point_elsewhere(make_image_client, tmp_path):
    from scisynth.clients.cache import ReplyCache

    (tmp_path / "secret").write_bytes(b"x")
    assert ReplyCache(tmp_path / "r.jsonl", "live").read_image("../secret") is None


def test_the_price_of_a_image_counts(fake_openai, make_image_client):
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(encode("red"))})
    price = {"usd_per_million_input": 0, "usd_per_million_output": 0, "usd_per_image": 0.04}
    client = make_image_client(budget=Budget(max_usd=0.1), price=price)
    asked = [ImageRequest(prompt=f"{number}") for number in range(5)]
    assert client.estimate(asked).usd == pytest.approx(0.2)
    states = sorted(reply.status for _, reply in client.run(asked))
    # Two at 0.04 fit into 0.10; a third would not.
    assert states == ["budget"] * 3 + ["ok"] * 2 and len(fake_openai.calls) == 2


def test_an_estimate_takes_the_limit_that_was_set(make_image_client):
    price = {"usd_per_million_input": 0, "usd_per_million_output": 10}
    asked = [ImageRequest(prompt="a stone", max_tokens=8000)]
    assert make_image_client(price=price).estimate(asked).completion_tokens == 8000
    limited = make_image_client(price=price, sampling={"max_tokens": 100}).estimate(asked)
    assert limited.completion_tokens == 100 and limited.usd == pytest.approx(0.001)


def spellings(data):
    """Base64 as servers write it."""
    plain = in_base64(data)
    lines = "\r\n".join(plain[start : start + 76] for start in range(0, len(plain), 76))
    return {
        "data URL": f"data:image/png;base64,{plain}",
        "data URL, loud": f"DATA:image/png;BASE64,{plain}",
        "line breaks": lines,
        "data URL with line breaks": f"data:image/png;base64,\n{lines}\n",
        "spaces": " " + plain.replace("A", "A ", 5) + "\n",
        "alphabet of URLs": base64.urlsafe_b64encode(data).decode(),
        "no padding": plain.rstrip("="),
        "alphabet of URLs, no padding": base64.urlsafe_b64encode(data).decode().rstrip("="),
        "escaped": f"data:image/png;base64,{plain.replace('+', '%2B').replace('/', '%2F').replace('=', '%3D')}",
    }


@pytest.mark.parametrize("name", list(spellings(b"")))
def test_base64_in_other_spellings_is_the_same_image(fake_openai, make_image_client, name):
    buffer = io.BytesIO()
    Image.effect_noise((23, 17), 90).save(buffer, "PNG")
    data = buffer.getvalue()
    text = spellings(data)[name]
    fake_openai.behave = lambda call: pictures({"b64_json": text})
    assert make_image_client().ask(ImageRequest(prompt="x")).data == data
    fake_openai.behave = lambda call: pictures({"url": text if "," in text else f"data:image/png;base64,{text}"})
    assert make_image_client().ask(ImageRequest(prompt="x")).data == data


def test_images_in_every_place_of_a_chat_answer(fake_openai, make_image_client):
    from support.fake_openai import completion

    data = encode("blue")
    url = "data:image/png;base64," + in_base64(data)
    for message in (
        {"content": "", "images": [{"type": "image_url", "image_url": {"url": url}}]},
        {"content": "", "images": [{"type": "image_url", "image_url": url}]},
        {"content": None, "images": [{"b64_json": in_base64(data)}]},
        {"content": [{"type": "image", "source": {"type": "base64", "data": in_base64(data)}}]},
        {"content": [{"inline_data": {"mime_type": "image/png", "data": in_base64(data)}}]},
        {"content": f"Here it is:\n\n![an image]({url})\n\nDo you like it?"},
        {"content": "<think>blue</think>", "images": [{"type": "image_url", "image_url": {"url": url}}]},
    ):
        fake_openai.behave = lambda call, message=message: completion(message)
        reply = make_image_client(route="chat").ask(ImageRequest(prompt="blue"))
        assert (reply.status, reply.data) == ("ok", data), message


def test_a_chat_answer_without_a_image_says_what_came(fake_openai, make_image_client):
    fake_openai.behave = lambda call: "I'm sorry, but I can't create that image."
    assert make_image_client(route="chat").ask(ImageRequest(prompt="x")).status == "refused"
    fake_openai.behave = lambda call: "A blue square."
    reply = make_image_client(route="chat").ask(ImageRequest(prompt="x"))
    assert reply.status == "unparsed" and "A blue square." in reply.reason


def test_a_image_without_counts_costs_its_price_and_nothing_else(fake_openai, make_image_client, tmp_path):
    price = {"usd_per_million_input": 5, "usd_per_million_output": 40, "usd_per_image": 0.04}
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(encode("red"))})
    client = make_image_client(price=price, cache=tmp_path / "r.jsonl")
    asked = [ImageRequest(prompt=f"{number}") for number in range(5)]
    assert client.estimate(asked).usd == pytest.approx(5 * 0.04)
    list(client.run(asked))
    assert client.budget.usd == client.usage().total.usd == pytest.approx(5 * 0.04)
    # With counts, the tokens are charged as well; without a price by the piece, at their worst.
    usage = {"input_tokens": 10, "output_tokens": 1000, "total_tokens": 1010}
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(encode("red"))}, usage=usage)
    assert make_image_client(price=price).ask(asked[0]).usd == pytest.approx(0.04 + 10 * 5e-6 + 1000 * 40e-6)
    fake_openai.behave = lambda call: pictures({"b64_json": in_base64(encode("red"))})
    by_tokens = make_image_client(price={**price, "usd_per_image": 0})
    assert (
        by_tokens.ask(asked[0]).usd == pytest.approx(by_tokens.estimate(asked[:1]).usd) and by_tokens.budget.usd > 0.3
    )


def test_broken_data_urls_hold_nothing():
    assert decode_source("data:image/png;base64,!!!") == decode_source("data:text/plain,abc") == b""
