"""Every way in which a request can end, against a server that fails to order."""

import asyncio
import io
import sys
import threading
import time
from collections import Counter

import pytest
from PIL import Image
from support.fake_openai import answer, completion, cut, drip, filtered, raw, refusal, status, too_long

from scisynth.clients.records import ChatRequest
from scisynth.core.errors import MissingExtraError, ModelError


def first(text):
    """The question's own words; the note about the schema follows them."""
    return text.split("\n")[0]


def test_an_answer_carries_its_value_model_and_cost(fake_openai, make_client, score_schema):
    client = make_client(price={"usd_per_million_input": 10, "usd_per_million_output": 100})
    reply = client.ask(ChatRequest(content=("how true?",), schema=score_schema, system="be strict", seed=7))
    assert (reply.status, reply.reason, reply.value) == ("ok", "", score_schema(score=4))
    assert (reply.model, reply.attempts, reply.cached) == ("fake-model-2026-01-01", 1, False)
    # 100 tokens in at 10 per million and 20 out at 100 per million.
    assert reply.usd == pytest.approx(100 * 10e-6 + 20 * 100e-6)
    assert client.budget.usd == pytest.approx(reply.usd)
    body = fake_openai.calls[0].body
    assert (body["model"], body["temperature"], body["max_tokens"], body["seed"]) == ("fake", 0.0, 1024, 7)
    assert body["messages"][0] == {"role": "system", "content": "be strict"}
    sent = body["response_format"]["json_schema"]
    assert sent["strict"] and sent["schema"]["additionalProperties"] is False


def test_images_travel_in_order_as_png(fake_openai, make_client, tmp_path):
    red, blue = Image.new("RGB", (3, 2), "red"), Image.new("RGBA", (2, 2), (0, 0, 255, 255))
    red.save(tmp_path / "red.jpg", quality=100)
    buffer = io.BytesIO()
    blue.save(buffer, "PNG")
    client = make_client()
    assert client.ask(ChatRequest(content=("a", tmp_path / "red.jpg", "b", buffer.getvalue(), red))).status == "ok"
    call = fake_openai.calls[0]
    kinds = [part["type"] for part in call.body["messages"][0]["content"]]
    assert kinds == ["text", "image_url", "text", "image_url", "image_url"]
    opened = [Image.open(io.BytesIO(data)) for data in call.images]
    assert [(image.format, image.mode, image.size) for image in opened] == [
        ("PNG", "RGB", (3, 2)),
        ("PNG", "RGB", (2, 2)),
        ("PNG", "RGB", (3, 2)),
    ]
    assert opened[1].getpixel((0, 0)) == (0, 0, 255)


@pytest.mark.parametrize(
    ("behave", "state", "words", "attempts"),
    [
        (lambda call: refusal("I must not."), "refused", "I must not.", 1),
        (lambda call: filtered(), "filtered", "withheld", 1),
        (lambda call: status(400, "no", error_code="content_policy_violation"), "filtered", "400 no", 1),
        (lambda call: too_long(), "truncated", "max_tokens", 2),
        (lambda call: "no idea", "unparsed", "no JSON object", 2),
        (lambda call: "", "unparsed", "no JSON object", 2),
        (lambda call: '{"score": 9}', "unparsed", "score", 2),
        (lambda call: '{"score": 1} or rather {"score": 2}', "unparsed", "2 different", 2),
        (lambda call: raw(b"{not json"), "transport", "JSON object", 4),
        (lambda call: raw(b"<html>hello</html>", media_type="text/html"), "transport", "check base_url", 4),
        (lambda call: raw(b'{"error": {"message": "relay trouble"}}'), "transport", "relay trouble", 4),
        (lambda call: status(500, "broken"), "transport", "500 broken", 4),
        (lambda call: status(429, "slower"), "transport", "429 slower", 4),
        (lambda call: status(429, "pay first", error_code="insufficient_quota"), "transport", "pay first", 1),
        (lambda call: status(429, "tomorrow", retry_after=86400), "transport", "tomorrow", 1),
        (lambda call: status(400, "bad question"), "transport", "400 bad question", 1),
        (lambda call: status(401, "who are you"), "transport", "401 who are you", 1),
        (lambda call: status(404, "no such model"), "transport", "404 no such model", 1),
        (lambda call: raw(b"", code=302), "transport", "302", 1),
        (lambda call: cut(), "transport", "connection broke", 4),
    ],
)
def test_every_fault_ends_in_its_state(fake_openai, make_client, questions, behave, state, words, attempts):
    fake_openai.behave = behave
    reply = make_client(max_attempts=4).ask(questions(1)[0])
    assert (reply.status, reply.value) == (state, None)
    assert words in reply.reason and "\n" not in reply.reason
    assert reply.attempts == len(fake_openai.calls) == attempts


def test_an_empty_answer_is_no_answer(fake_openai, make_client):
    client = make_client()
    for behave in (lambda call: " ", lambda call: raw(b'{"choices": []}'), lambda call: completion({"content": None})):
        fake_openai.behave = behave
        fresh = make_client()
        assert fresh.ask(ChatRequest(content=("say anything",))).status == "unparsed"
    fake_openai.behave = lambda call: "hello"
    assert client.ask(ChatRequest(content=("say anything",))).text == "hello"


def test_a_slow_drip_is_cut_at_the_deadline(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: drip(3)
    began = time.monotonic()
    reply = make_client(timeout_s=0.2, max_attempts=2).ask(questions(1)[0])
    assert (reply.status, reply.attempts) == ("transport", 2)
    assert "0.2 s" in reply.reason and time.monotonic() - began < 2


def test_one_repair_turn_shows_what_was_wrong(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: '{"score": 3}' if call.is_repair else '{"score": "many"}'
    reply = make_client().ask(questions(1)[0])
    assert (reply.status, reply.value.score, reply.attempts) == ("ok", 3, 2)
    assert (reply.prompt_tokens, reply.completion_tokens) == (200, 40)
    mended = fake_openai.calls[1].body["messages"]
    assert mended[-2] == {"role": "assistant", "content": '{"score": "many"}'}
    assert "score" in mended[-1]["content"] and "integer" in mended[-1]["content"]


def test_retries_recover_and_honour_retry_after(fake_openai, make_client, questions):
    faults = [status(429, retry_after=0.3), status(500), cut()]
    fake_openai.behave = lambda call: faults[call.nth - 1] if call.nth <= len(faults) else '{"score": 4}'
    reply = make_client().ask(questions(1)[0])
    assert (reply.status, reply.attempts) == ("ok", 4)
    assert fake_openai.calls[1].at - fake_openai.calls[0].at >= 0.3


@pytest.mark.parametrize("words", ["Unknown parameter: response_format", "json_schema is not supported"])
def test_servers_without_schemas_are_remembered(fake_openai, make_client, questions, words):
    fake_openai.behave = lambda call: status(400, words) if "response_format" in call.body else '{"score": 2}'
    client = make_client(start_concurrency=1, max_concurrency=1)
    replies = dict(client.run(questions(3)))
    assert [replies[index].attempts for index in range(3)] == [2, 1, 1]
    assert all(reply.value.score == 2 for reply in replies.values())
    spelled = ['"score"' in call.text for call in fake_openai.calls]
    assert spelled == ["response_format" not in call.body for call in fake_openai.calls], "the schema stands once"


def test_servers_with_another_name_for_the_limit_are_remembered(fake_openai, make_client, questions):
    refused = status(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    fake_openai.behave = lambda call: refused if "max_tokens" in call.body else '{"score": 2}'
    client = make_client(start_concurrency=1, max_concurrency=1)
    assert [client.ask(question).attempts for question in questions(2)] == [2, 1]
    assert fake_openai.calls[-1].body["max_completion_tokens"] == 50


def test_a_broken_image_is_missing_and_never_sent(fake_openai, make_client, tmp_path):
    torn = tmp_path / "torn.png"
    Image.new("RGB", (64, 64), "red").save(torn)
    torn.write_bytes(torn.read_bytes()[:60])
    client = make_client()
    for source in (torn, tmp_path / "absent.png", b"not an image"):
        reply = client.ask(ChatRequest(content=("look", source)))
        assert reply.status == "missing" and reply.reason and reply.attempts == 0
    assert client.estimate([ChatRequest(content=("look", torn)), ChatRequest(content=("look", b""))]).calls == 1
    assert not fake_openai.calls


def test_without_the_library_the_command_that_installs_it_is_named(make_client, questions, monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(MissingExtraError, match=r"scisynth\[api\]"):
        make_client().ask(questions(1)[0])


def test_equal_questions_without_a_cache_run_side_by_side(fake_openai, make_client, questions):
    fake_openai.delay_s = 0.05
    assert len(list(make_client().run(questions(1) * 8))) == 8
    assert fake_openai.peak > 1 and len(fake_openai.calls) == 8


def test_states_add_up_under_a_fifth_of_mixed_faults(fake_openai, make_client, questions):
    """One question in five meets trouble; transient trouble passes, lasting trouble ends in its own state."""
    lasting = {5: refusal, 15: filtered, 25: too_long, 35: lambda: "what?", 45: lambda: status(400)}
    passing = (lambda: status(429), lambda: status(500), cut, lambda: raw(b"{"), lambda: status(503, retry_after=0.01))

    def behave(call):
        number = int(first(call.text).split()[1])
        if number % 10 == 5 and number % 50 in lasting:
            return lasting[number % 50]()
        if number % 10 == 0 and call.nth <= 2:
            return passing[number // 10 % 5]()
        return f'{{"score": {number % 6}}}'

    fake_openai.behave, fake_openai.delay_s = behave, 0.001
    replies = dict(make_client(start_concurrency=8, max_concurrency=16).run(questions(300)))
    assert sorted(replies) == list(range(300))
    states = Counter(reply.status for reply in replies.values())
    assert states == {"ok": 270, "refused": 6, "filtered": 6, "truncated": 6, "unparsed": 6, "transport": 6}
    for index, reply in replies.items():
        assert (reply.value is None) == (reply.status != "ok") == bool(reply.reason)
        if reply.value is not None:
            assert reply.value.score == index % 6
    assert sum(reply.attempts for reply in replies.values()) == len(fake_openai.calls)


def test_the_limiter_holds_a_real_server_near_its_limit(fake_openai, make_client, questions):
    fake_openai.most_at_once, fake_openai.delay_s = 6, 0.01
    replies = dict(make_client(start_concurrency=2, max_concurrency=32).run(questions(300)))
    assert {reply.status for reply in replies.values()} == {"ok"}
    assert fake_openai.peak == 6
    assert fake_openai.refused < 100


def test_nobody_there_is_one_clear_error(make_client, questions, fake_openai):
    client = make_client(base_url="http://127.0.0.1:9/v1", backoff_s=0.0)
    reply = client.ask(questions(1)[0])
    # Three attempts reach the conclusion; a server that once answered gets all of them.
    assert reply.attempts == 3
    assert reply.status == "transport" and "cannot connect to http://127.0.0.1:9/v1" in reply.reason
    seen = []
    with pytest.raises(ModelError, match="no answer to any of 8 requests"):
        seen.extend(client.run(questions(100)))
    assert len(seen) < 100 and all(reply.status == "transport" for _, reply in seen)
    fake_openai.behave = lambda call: status(401, "who are you")
    with pytest.raises(ModelError, match="401 who are you"):
        list(make_client().run(questions(100)))
    assert len(fake_openai.calls) <= 8 + 16


def test_it_runs_in_a_worker_thread_and_inside_a_running_loop(make_client, questions):
    client, found = make_client(), []
    thread = threading.Thread(target=lambda: found.extend(client.run(questions(3))))
    thread.start()
    thread.join()

    async def notebook():
        return list(client.run(questions(3)))

    assert len(found) == len(asyncio.run(notebook())) == 3


def test_leaving_early_stops_at_once_and_keeps_what_finished(fake_openai, make_client, questions, tmp_path):
    fake_openai.behave = lambda call: drip(20) if "question 9" in first(call.text) else '{"score": 1}'
    client = make_client(cache=tmp_path / "replies.jsonl", start_concurrency=4, max_concurrency=4)
    began = time.monotonic()
    for _ in client.run(questions(10)):
        break
    assert time.monotonic() - began < 3
    kept = len((tmp_path / "replies.jsonl").read_text().splitlines())
    assert 1 <= kept <= 10


def test_answers_come_as_they_finish(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: (
        drip(0.4) if call.nth == 1 and "question 0" in call.text else answer('{"score": 0}')
    )
    order = [index for index, _ in make_client().run(questions(4))]
    assert order[-1] == 0 and sorted(order) == [0, 1, 2, 3]
