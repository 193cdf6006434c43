"""Parameters that a server refuses, in every form of refusal: changed or left out, remembered, noted, free of charge."""

import json
from collections import Counter

import pytest
from starlette.responses import JSONResponse
from support.fake_openai import answer, pictures, raw, reasoning_model, refused, status, too_long

from scisynth.clients.budget import Budget
from scisynth.clients.dialect import MAX_CHANGES, Dialect
from scisynth.clients.images import ImageClient
from scisynth.clients.records import ChatRequest, ImageRequest
from scisynth.clients.transport import Failure

PRICE = {"usd_per_million_input": 10.0, "usd_per_million_output": 100.0}
GOOD = '{"score": 2}'


def body_of(code, payload):
    return JSONResponse(payload, status_code=code)


def relay(message, param=None):
    inner = json.dumps({"error": {"message": message, "type": "invalid_request_error", "param": param, "code": None}})
    metadata = {"raw": inner, "provider_name": "OpenAI"}
    return body_of(400, {"error": {"message": "Provider returned error", "code": 400, "metadata": metadata}})


def places(*locations):
    items = [
        {"type": "extra_forbidden", "loc": ["body", *loc], "msg": "Extra inputs are not permitted"} for loc in locations
    ]
    return body_of(422, {"detail": items})


REFUSALS_OF_TEMPERATURE = [
    lambda: refused("temperature", "Unsupported value: 'temperature' does not support 0 with this model.", "unsupported_value"),
    lambda: status(400, "Unsupported parameter: temperature"),
    lambda: status(400, "`temperature` is deprecated for this model."),
    lambda: status(422, "Temperature must be 1 when thinking is enabled"),
    lambda: relay("Unsupported value: 'temperature' does not support 0.0 with this model.", "temperature"),
    lambda: relay("temperature may only be set to 1"),
    lambda: places(["temperature"]),
    lambda: raw(b"temperature is not supported by this model", code=400, media_type="text/plain"),
    lambda: raw(b'{"object": "error", "message": "temperature: expected 1", "code": 400}', code=400),
    lambda: raw(b'{"detail": "Unknown field: temperature"}', code=422),
    lambda: raw(b'[{"error": {"code": 400, "message": "Invalid value for temperature", "status": "INVALID_ARGUMENT"}}]', code=400),
    lambda: raw(b'{"errors": [{"field": "temperature", "message": "not allowed"}]}', code=400),
    lambda: raw(b'{"error": {"code": 400, "message": "temperature is not supported"}}', code=200),
    lambda: raw(b'{"error": "temperature is not supported"}', code=400),
]  # fmt: skip


@pytest.mark.parametrize("refuse", REFUSALS_OF_TEMPERATURE)
def test_a_refused_temperature_is_left_out_in_every_form_of_refusal(
    fake_openai, make_client, questions, refuse, tmp_path
):
    fake_openai.behave = lambda call: refuse() if "temperature" in call.body else GOOD
    client = make_client(
        cache=tmp_path / "r.jsonl", start_concurrency=1, max_concurrency=1, price=PRICE, max_attempts=1
    )
    replies = dict(client.run(questions(3)))
    assert [replies[index].status for index in range(3)] == ["ok"] * 3
    assert len(fake_openai.calls) == 4 and "temperature" not in fake_openai.calls[-1].body
    # 100 tokens in and 20 out, three times; the refusal is free.
    assert client.budget.usd == pytest.approx(3 * 0.003)
    (change,) = client.usage().changes
    assert (change["endpoint"], change["model"], change["parameter"]) == (fake_openai.base_url, "fake", "temperature")
    assert change["done"] == "left out" and "temperature" in change["reason"].lower()


def test_what_is_kept_is_kept_under_the_question_that_was_asked(fake_openai, make_client, questions, tmp_path):
    fake_openai.behave = reasoning_model(lambda call: GOOD)
    cache = tmp_path / "r.jsonl"
    first = dict(make_client(cache=cache).run(questions(4, max_tokens=2000)))
    assert {reply.status for reply in first.values()} == {"ok"}
    asked = len(fake_openai.calls)
    for mode in ("live", "replay"):
        client = make_client(cache=cache, mode=mode)
        again = dict(client.run(questions(4, max_tokens=2000)))
        assert all(reply.cached for reply in again.values()) and len(fake_openai.calls) == asked
        # The note survives the session that made it.
        assert {(item["parameter"], item["done"]) for item in client.usage().changes} == {
            ("temperature", "left out"),
            ("max_tokens", "sent as max_completion_tokens"),
        }


def test_requests_under_way_learn_from_one_refusal(fake_openai, make_client, questions):
    fake_openai.behave, fake_openai.delay_s = reasoning_model(lambda call: GOOD), 0.02
    replies = dict(make_client(start_concurrency=8, max_concurrency=8).run(questions(60, max_tokens=2000)))
    assert {reply.status for reply in replies.values()} == {"ok"}
    # Each of the eight of the first wave may be refused once a parameter, and nobody after them.
    assert len(fake_openai.calls) <= 60 + 2 * 8
    assert max(reply.attempts for reply in replies.values()) <= 3


@pytest.mark.parametrize(
    ("name", "refuse"),
    [
        ("seed", lambda: refused("seed")),
        ("seed", lambda: status(400, "Unrecognized request argument supplied: seed")),
        ("seed", lambda: places(["seed"])),
        ("response_format", lambda: refused("response_format.json_schema.strict")),
        ("response_format", lambda: status(400, "This response_format type is unavailable now")),
        ("response_format", lambda: status(400, "guided decoding is not enabled")),
        ("reasoning_effort", lambda: refused("reasoning_effort")),
        ("reasoning_effort", lambda: status(400, "Unsupported value: 'reasoning.effort' does not support 'minimal'")),
        ("top_p", lambda: status(400, "`temperature` and `top_p` cannot both be specified")),
        ("min_p", lambda: status(400, "Extra inputs are not permitted: 'min_p'")),
        ("n", lambda: status(400, "Parameter 'n' must be 1 for this model")),
    ],
)  # fmt: skip
def test_every_other_parameter_is_left_out(fake_openai, make_client, questions, name, refuse):
    fake_openai.behave = lambda call: refuse() if name in call.body else GOOD
    extra = {} if name in ("seed", "response_format", "reasoning_effort") else {name: 1}
    client = make_client(sampling={"reasoning_effort": "minimal", "extra_body": extra, "temperature": "none"})
    assert client.ask(questions(1, seed=3)[0]).status == "ok"
    assert [change["parameter"] for change in client.usage().changes] == [name]


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("max_tokens is too large: 9000. This model supports at most 4096 completion tokens, whereas you provided 9000.", 4096),
        ("max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens for m-20241022", 8192),
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", 8192),
        ("Range of max_tokens should be [1, 2,048]", 2048),
        ("`max_completion_tokens` must be less than or equal to `8,192`, the maximum value for this model", 8192),
        ("max_tokens exceeds what is allowed", 4500),
    ],
)  # fmt: skip
def test_a_limit_that_is_too_large_is_lowered(fake_openai, make_client, questions, words, limit):
    fake_openai.behave = lambda call: status(400, words) if call.body["max_tokens"] > limit else GOOD
    client = make_client(start_concurrency=1, max_concurrency=1)
    assert {reply.status for _, reply in client.run(questions(3, max_tokens=9000))} == {"ok"}
    assert [call.body["max_tokens"] for call in fake_openai.calls] == [9000, limit, limit, limit]
    assert [change["done"] for change in client.usage().changes] == [f"lowered to {limit}"]


@pytest.mark.parametrize(
    "words",
    [
        "'max_tokens' or 'max_completion_tokens' is too large: 3500. This model's maximum context length is 4096 tokens and your "
        "request has {used} input tokens (3500 > 4096 - {used}). (parameter=max_tokens, value=3500)",
        "This model's maximum context length is 4096 tokens. However, you requested 9999 tokens ({used} in the messages, 3500 in the "
        "completion). Please reduce the length of the messages or completion.",
        "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 9999 tokens: "
        "{used} tokens from the input messages and 3500 tokens for the completion.",
        "This endpoint's maximum context length is 4096 tokens. However, you requested about 9999 tokens ({used} of text input, "
        "3500 in the output).",
    ],
)
def test_a_prompt_that_leaves_less_room_lowers_its_own_limit_alone(fake_openai, make_client, words):
    used = {"long": 1000, "short": 10}

    def behave(call):
        fits = call.body["max_tokens"] <= 4096 - used[call.text]
        return "fine" if fits else status(400, words.format(used=used[call.text]))

    fake_openai.behave = behave
    client = make_client(start_concurrency=1, max_concurrency=1)
    for text in used:
        assert client.ask(ChatRequest(content=(text,), max_tokens=3500)).status == "ok"
    assert [call.body["max_tokens"] for call in fake_openai.calls] == [3500, 3096, 3500]
    assert not client.usage().changes


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Unsupported value: 'messages[0].role' does not support 'system' with this model.", "user"),
        ("System role not supported", "user"),
        ("Developer instruction is not enabled for models/gemma", "user"),
        ("Conversation roles must alternate user/assistant/user/assistant/...", "user"),
        ("'system' is no longer a role; use 'developer' instead. Invalid role", "developer"),
    ],
)
def test_a_refused_system_message_is_said_in_another_role(fake_openai, make_client, score_schema, words, role):
    fake_openai.behave = lambda call: status(400, words) if call.body["messages"][0]["role"] == "system" else GOOD
    client = make_client()
    request = ChatRequest(content=("how true?",), system="be strict", schema=score_schema)
    assert client.ask(request).status == "ok"
    first = fake_openai.calls[-1].body["messages"][0]
    assert first["role"] == role and first["content"].startswith("be strict")
    assert "how true?" in json.dumps(fake_openai.calls[-1].body["messages"])
    assert [change["done"] for change in client.usage().changes] == [f"sent as role {role}"]


def test_refusals_about_nothing_that_could_change_are_final(fake_openai, make_client, questions):
    for words in (
        "bad question",
        "Invalid image at messages[0].content[1]",
        "the size of the seed cake",
        "model not found",
    ):
        fake_openai.calls.clear()
        fake_openai.behave = lambda call, words=words: status(400, words)
        reply = make_client().ask(questions(1)[0])
        assert (reply.status, len(fake_openai.calls)) == ("transport", 1), words
    fake_openai.behave = lambda call: body_of(
        400, {"error": {"message": "temperature of the image", "param": "messages[0].content"}}
    )
    fake_openai.calls.clear()
    assert make_client().ask(questions(1)[0]).status == "transport" and len(fake_openai.calls) == 1


def test_a_server_that_refuses_everything_is_left_after_a_bounded_number_of_changes(
    fake_openai, make_client, questions
):
    def behave(call):
        name = next((name for name in call.body if name not in ("model", "messages")), "model")
        return refused(name)

    fake_openai.behave = behave
    reply = make_client().ask(questions(1, seed=1)[0])
    assert reply.status == "transport" and 4 < len(fake_openai.calls) <= MAX_CHANGES
    # Whatever the words, the number of changes is bounded.
    dialect, wanted = Dialect(), {"model": "m", "messages": [], "max_tokens": 10**9}
    num_changes = 0
    while num_changes < 100:
        num_changes += 1
        sent = dialect.translate(wanted)
        failure = Failure(kind="rejected", reason="", code=400, detail="max_tokens exceeds the maximum allowed")
        if dialect.adapt(failure, wanted, sent) is None:
            break
    assert num_changes < 40


def test_a_change_costs_no_attempt(fake_openai, make_client, questions):
    fake_openai.behave = reasoning_model(lambda call: GOOD)
    assert make_client(max_attempts=1).ask(questions(1, max_tokens=2000)[0]).status == "ok"


def test_a_truncated_answer_is_asked_for_once_more_with_more_room(fake_openai, make_client, questions):
    fake_openai.behave = reasoning_model(lambda call: f"Here is my grade:\n{GOOD}")
    client = make_client(price=PRICE)
    reply = client.ask(questions(1, max_tokens=300)[0])
    assert (reply.status, reply.value.score) == ("ok", 2)
    limits = [call.body.get("max_completion_tokens") for call in fake_openai.calls]
    assert limits == [None, None, 300, 1200]
    # The tokens of both answers are paid for: 300, then 700 of thinking and the words.
    assert reply.completion_tokens == 300 + 700 + len(f"Here is my grade:\n{GOOD}") // 4 + 1
    assert reply.usd == client.budget.usd == pytest.approx(200 * 10e-6 + reply.completion_tokens * 100e-6)


def test_a_second_cut_and_a_spent_budget_leave_it_truncated(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: too_long()
    reply = make_client().ask(questions(1)[0])
    assert reply.status == "truncated" and "asked twice, the second time with 200 tokens" in reply.reason
    reply = make_client(budget=Budget(max_requests=1)).ask(questions(1)[0])
    assert reply.status == "truncated" and "not asked again with more room: the budget of 1 requests" in reply.reason
    # Money: the first answer fits, four times its limit does not.
    once = 1.2 * make_client(price=PRICE).ask(questions(1)[0]).usd + make_client(price=PRICE).estimate(questions(1)).usd
    client = make_client(budget=Budget(max_usd=once), price=PRICE)
    reply = client.ask(questions(1)[0])
    assert reply.status == "truncated" and "USD" in reply.reason and client.budget.usd <= once


def test_what_the_user_sets_is_sent_and_is_part_of_the_question(fake_openai, make_client, questions, tmp_path):
    sampling = {
        "temperature": 0.7,
        "max_tokens": 333,
        "reasoning_effort": "low",
        "extra_body": {"top_k": 5, "a": {"b": [1]}},
    }
    cache = tmp_path / "r.jsonl"
    client = make_client(cache=cache, sampling=sampling)
    assert client.ask(questions(1)[0]).status == "ok"
    body = fake_openai.calls[-1].body
    assert (body["temperature"], body["max_tokens"], body["reasoning_effort"]) == (0.7, 333, "low")
    assert (body["top_k"], body["a"]) == (5, {"b": [1]}) and client.estimate(questions(1)).calls == 0
    assert make_client(cache=cache).estimate(questions(1)).calls == 1, "asked otherwise, it is another question"
    assert make_client(cache=cache, sampling={"temperature": "none"}).ask(questions(1)[0]).status == "ok"
    assert "temperature" not in fake_openai.calls[-1].body


def test_image_servers_may_refuse_too(fake_openai, make_settings, tmp_path):
    refusals = Counter()

    def behave(call):
        for name in ("quality", "size", "n"):
            if name in call.body:
                refusals[name] += 1
                return refused(name, f"Unknown parameter: '{name}'.", "unknown_parameter")
        return pictures({"b64_json": "iVBORw0KGgo="})

    fake_openai.behave = behave
    client = ImageClient(make_settings(), cache=tmp_path / "r.jsonl")
    reply = client.ask(ImageRequest(prompt="a cat", size="64x64", quality="high"))
    assert reply.status == "unparsed" and "prompt" in fake_openai.calls[-1].body
    assert refusals == {"quality": 1, "size": 1, "n": 1}
    assert {change["parameter"] for change in client.usage().changes} == set(refusals)


def test_thinking_in_the_open_is_no_answer_and_is_kept(fake_openai, make_client, questions, tmp_path):
    fake_openai.behave = reasoning_model(lambda call: f"Here is my grade:\n{GOOD}", in_the_open=True)
    cache = tmp_path / "r.jsonl"
    reply = make_client(cache=cache).ask(questions(1, max_tokens=2000)[0])
    assert reply.status == "ok" and "draft" not in reply.text and "Second, B" in reply.thinking
    again = make_client(cache=cache).ask(questions(1, max_tokens=2000)[0])
    assert again.cached and (again.text, again.thinking) == (reply.text, reply.thinking)
    fake_openai.behave = lambda call: answer("fine")
