"""What a reply is beside its words: thinking kept apart, tools instead of words, refusals in words, and what a filter stopped."""

import json

import pytest
from starlette.responses import JSONResponse
from support.fake_openai import completion, raw, status

from scisynth.clients.records import ChatRequest

GOOD = '{"score": 3}'
WRONG = '{"score": 1}'


def call_of(arguments, name="grade"):
    return {"id": "1", "type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.mark.parametrize(
    ("message", "thinking"),
    [
        ({"content": GOOD, "reasoning_content": f"perhaps {WRONG}"}, f"perhaps {WRONG}"),
        ({"content": GOOD, "reasoning": f"perhaps {WRONG}"}, f"perhaps {WRONG}"),
        ({"content": f"<think>perhaps {WRONG}</think>\n{GOOD}"}, f"perhaps {WRONG}"),
        ({"content": GOOD, "reasoning_details": [{"type": "reasoning.text", "text": WRONG}]}, WRONG),
        ({"content": GOOD, "reasoning_details": [{"type": "reasoning.summary", "summary": WRONG}]}, WRONG),
        ({"content": [{"type": "thinking", "thinking": WRONG}, {"type": "text", "text": GOOD}]}, WRONG),
        (
            {
                "content": [
                    {"type": "thinking", "thinking": [{"type": "text", "text": WRONG}]},
                    {"type": "text", "text": GOOD},
                ]
            },
            WRONG,
        ),
        ({"content": [{"type": "reasoning", "text": WRONG}, {"type": "text", "text": GOOD}]}, WRONG),
        ({"content": [{"type": "reasoning", "text": WRONG}, {"text": GOOD}]}, WRONG),
        ({"content": None, "tool_calls": [call_of(GOOD)], "reasoning_content": "hm"}, "hm"),
        ({"content": "", "tool_calls": [call_of(json.loads(GOOD))]}, ""),
        ({"content": None, "function_call": {"name": "grade", "arguments": GOOD}}, ""),
    ],
)
def test_the_answer_is_read_and_the_thinking_kept(fake_openai, make_client, questions, tmp_path, message, thinking):
    fake_openai.behave = lambda call: completion(message)
    cache = tmp_path / "r.jsonl"
    reply = make_client(cache=cache).ask(questions(1)[0])
    assert (reply.status, reply.value.score, reply.thinking, len(fake_openai.calls)) == ("ok", 3, thinking, 1)
    kept = make_client(cache=cache).ask(questions(1)[0])
    assert kept.cached and (kept.value, kept.thinking, kept.text) == (reply.value, thinking, reply.text)
    assert WRONG not in reply.text
    # What it cost is known of a kept reply too, though nobody pays for it again.
    assert kept.usd == 0 and kept.cost == reply.cost


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"content": None, "reasoning_content": f"it is {WRONG}"}, "thinking and no answer"),
        ({"content": "", "reasoning": WRONG}, "thinking and no answer"),
        ({"content": f"<think>it is {WRONG}"}, "thinking and no answer"),
        ({"content": None, "tool_calls": [call_of('{"query": "density of ice"}', "search")]}, "score"),
        ({"content": None, "tool_calls": [call_of(GOOD), call_of(WRONG)]}, "different"),
        ({"content": None}, "no JSON object"),
    ],
)
def test_thinking_and_other_tools_are_no_answer(fake_openai, make_client, questions, message, words):
    fake_openai.behave = lambda call: completion(message)
    reply = make_client().ask(questions(1)[0])
    assert (reply.status, reply.value) == ("unparsed", None)
    fake_openai.behave = lambda call: GOOD if call.is_repair else completion(message)
    fake_openai.calls.clear()
    reply = make_client().ask(questions(1)[0])
    assert reply.status == "ok" and reply.value.score == 3, "it may mend it once"
    assert words in fake_openai.calls[1].body["messages"][-1]["content"]


def test_without_a_schema_the_reason_says_what_came_instead(fake_openai, make_client):
    for message, words in (
        ({"content": None, "reasoning_content": "B"}, "thinking and no answer"),
        ({"content": None, "tool_calls": [call_of('{"a": 1}')]}, "called a tool"),
        ({"content": " "}, "empty"),
    ):
        fake_openai.behave = lambda call, message=message: completion(message)
        reply = make_client().ask(ChatRequest(content=("which letter?",)))
        assert reply.status == "unparsed" and words in reply.reason


def test_thinking_that_reaches_the_limit_is_truncated(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: completion({"content": "", "reasoning_content": WRONG}, "length")
    reply = make_client().ask(questions(1)[0])
    assert (reply.status, reply.thinking) == ("truncated", WRONG) and len(fake_openai.calls) == 2
    for finish in ("max_tokens", "MAX_TOKENS", "model_context_window_exceeded"):
        fake_openai.behave = lambda call, finish=finish: completion({"content": GOOD[:5]}, finish)
        assert make_client().ask(questions(1)[0]).status == "truncated"


@pytest.mark.parametrize(
    "words",
    ["I'm sorry, but I can't assist with that.", "I cannot grade this image.", "I can't help with identifying people."],
)
def test_a_refusal_in_words_is_refused_and_not_asked_to_mend(fake_openai, make_client, questions, words):
    fake_openai.behave = lambda call: words
    reply = make_client().ask(questions(1)[0])
    assert (reply.status, len(fake_openai.calls)) == ("refused", 1) and words[:20] in reply.reason
    fake_openai.behave = lambda call: words if call.is_repair else "hm"
    assert make_client().ask(questions(1)[0]).status == "refused"


def filtered_by_azure(name, where):
    results = {"hate": {"filtered": False, "severity": "safe"}, name: {"filtered": True, "severity": "high"}}
    if where == "answer":
        choice = {"index": 0, "finish_reason": "stop", "message": {"content": GOOD}, "content_filter_results": results}
        return JSONResponse({"model": "m", "choices": [choice]})
    return JSONResponse(
        {"model": "m", "choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": results}]}
    )


@pytest.mark.parametrize(
    "behave",
    [
        *[
            lambda finish=finish: completion({"content": GOOD}, finish)
            for finish in (
                "SAFETY", "safety", "content_filter", "content_filter: RECITATION", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST",
                "SPII", "IMAGE_SAFETY", "sensitive",
            )
        ],
        lambda: completion({"content": None}, "stop", native=1, promptFeedback={"blockReason": "SAFETY"}),
        lambda: raw(b'{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "candidates": []}'),
        lambda: raw(b'{"prompt_feedback": {"block_reason": "OTHER"}}'),
        lambda: filtered_by_azure("violence", "answer"),
        lambda: filtered_by_azure("sexual", "prompt"),
        lambda: status(400, "The response was filtered due to Azure OpenAI's content management policy.", error_code="content_filter"),
        lambda: status(400, "no", error_code="data_inspection_failed"),
        lambda: status(400, "Input data may contain inappropriate content."),
        lambda: status(400, "Content Exists Risk"),
        lambda: status(400, "The request was rejected because it was considered high risk"),
        lambda: status(403, "Your chosen model requires moderation and your input was flagged for violence"),
        lambda: status(400, "Output blocked by content filtering policy"),
        lambda: status(400, "Your request was rejected as a result of our safety system."),
        lambda: raw(b'{"error": {"code": "ResponsibleAIPolicyViolation", "message": "no"}}', code=400),
        lambda: raw(b'{"error": {"message": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}}}', code=400),
        lambda: raw(b'{"error": {"code": 403, "message": "flagged", "metadata": {"raw": "{\\"code\\": \\"content_policy_violation\\"}"}}}', code=403),
    ],
)  # fmt: skip
def test_what_a_filter_stops_is_filtered_and_never_asked_again(fake_openai, make_client, questions, behave):
    fake_openai.behave = lambda call: behave()
    reply = make_client(max_attempts=3).ask(questions(1)[0])
    assert (reply.status, reply.value, len(fake_openai.calls)) == ("filtered", None, 1) and reply.reason


def test_trouble_that_is_no_filter_is_not_taken_for_one(fake_openai, make_client, questions):
    for words in ("rate policy", "unknown parameter: foo", "the prompt is too long", "invalid api key"):
        fake_openai.behave = lambda call, words=words: status(400, words)
        assert make_client().ask(questions(1)[0]).status == "transport", words


def test_what_gave_no_answer_is_kept_with_its_words_and_its_cost(fake_openai, make_client, questions, tmp_path):
    price = {"usd_per_million_input": 10.0, "usd_per_million_output": 100.0}
    cache = tmp_path / "replies.jsonl"
    fake_openai.behave = lambda call: "no idea" if "question 1" in call.text else GOOD
    first = make_client(cache=cache, price=price)
    list(first.run(questions(3)))
    assert first.usage().invocation == first.usage().total and first.usage().total.requests == 4
    (row,) = [json.loads(line) for line in (tmp_path / "replies.failed.jsonl").read_text().splitlines()]
    assert (row["status"], row["text"], row["attempts"]) == ("unparsed", "no idea", 2)
    # The next session pays for what it asks, and says what the whole run has cost.
    second = make_client(cache=cache, price=price)
    list(second.run(questions(3)))
    usage = second.usage()
    assert len(fake_openai.calls) == usage.total.requests == 6 and usage.replayed == 2
    assert usage.invocation.requests == 2 and usage.total.usd == pytest.approx(6 * 0.003)
    assert usage.run_cost.usd_this_session == pytest.approx(2 * 0.003)
