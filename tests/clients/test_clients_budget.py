"""Budgets are never passed: counted at the server, not in the client."""

import asyncio
import time
from collections import Counter

import pytest
from pydantic import ValidationError
from support.fake_openai import cut, drip, raw, status

from scisynth.clients.budget import Budget, Meter, read_usage
from scisynth.clients.settings import Price
from scisynth.core.errors import ConfigError

PRICE = {"usd_per_million_input": 10.0, "usd_per_million_output": 100.0}
# 100 tokens in at 10 a million, 20 out at 100 a million.
USD_PER_ANSWER = 0.003


@pytest.mark.parametrize("faults", [False, True])
def test_the_request_budget_holds_with_retries_counted(fake_openai, make_client, questions, faults):
    if faults:
        fake_openai.behave = lambda call: status(500) if call.nth % 2 else '{"score": 4}'
    budget = Budget(max_requests=37)
    replies = dict(make_client(budget=budget).run(questions(80)))
    assert len(fake_openai.calls) == budget.requests == 37
    states = Counter(reply.status for reply in replies.values())
    assert len(replies) == 80 and states["budget"] >= 80 - 37
    asked_for_nothing = [reply for reply in replies.values() if reply.status == "budget"]
    assert all(reply.attempts == 0 and "37 requests" in reply.reason for reply in asked_for_nothing)
    if not faults:
        assert states == {"ok": 37, "budget": 43}


@pytest.mark.parametrize("faults", [False, True])
def test_the_money_budget_holds_at_the_server(fake_openai, make_client, questions, faults):
    if faults:
        # Numbers with a 7 are cut, those with a 5 garbled; both may have been charged.
        broken = {"5": lambda: raw(b"{"), "7": cut}

        def behave(call):
            found = [broken[digit] for digit in broken if digit in call.text.split("\n")[0]]
            return found[0]() if found and call.nth == 1 else '{"score": 4}'

        fake_openai.behave = behave
    fake_openai.delay_s = 0.002
    budget = Budget(max_usd=0.2)
    replies = dict(make_client(budget=budget, price=PRICE).run(questions(200)))
    # Whatever reached the server may be charged, also what was cut.
    assert len(fake_openai.calls) * USD_PER_ANSWER <= 0.2
    assert budget.usd <= 0.2
    assert budget.usd == pytest.approx(sum(reply.usd for reply in replies.values()))
    # It is used, too: what remains is less than one request at its worst.
    assert budget.usd > 0.2 - 0.013
    # One that was cut and had no money left for another attempt is `transport`: it was asked.
    assert all(reply.attempts for reply in replies.values() if reply.status != "budget")
    assert {reply.status for reply in replies.values()} <= {"ok", "budget", "transport"}


@pytest.mark.parametrize(
    ("behave", "charged"),
    [
        (cut, True),
        (lambda: raw(b"{"), True),
        (lambda: raw(b'{"error": "late"}'), True),
        (lambda: drip(3), True),
        (lambda: status(500), False),
        (lambda: status(429), False),
        (lambda: status(400), False),
    ],
)
def test_what_may_have_been_charged_stays_booked(fake_openai, make_client, questions, behave, charged):
    fake_openai.behave = lambda call: behave()
    client = make_client(price=PRICE, max_attempts=1, timeout_s=1)
    planned = client.estimate(questions(1)).usd
    reply = client.ask(questions(1)[0])
    assert reply.status == "transport" and reply.usd == client.budget.usd
    # At its worst: the prompt in bytes, and the schema once more for servers that count it.
    assert planned <= reply.usd < 1.5 * planned if charged else reply.usd == 0


def test_a_server_that_counts_more_than_the_bound_teaches_it():
    meter = Meter(Price(usd_per_million_input=1e6, usd_per_million_output=0))
    assert meter.worst_usd(10, 0) == 10
    usage = {"usage": {"prompt_tokens": 30, "completion_tokens": 0}}
    assert meter.spent_usd(10, 1, usage) == 30
    # Three times what was thought; so is the next.
    assert meter.worst_usd(20, 0) == 60
    assert meter.spent_usd(20, 1, {}) == 60, "an answer without counts costs its worst case"


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"prompt_tokens": 1, "completion_tokens": 2}, (1, 2)),
        ({"input_tokens": 1, "output_tokens": 2}, (1, 2)),
        # Thinking that stands in the total alone is charged as output.
        ({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 10}, (1, 9)),
        ({"prompt_tokens": "1", "completion_tokens": 2}, None),
        ({"prompt_tokens": -1, "completion_tokens": 2}, None),
        (None, None),
    ],
)
def test_usage_in_every_dialect(usage, tokens):
    assert read_usage({"usage": usage}) == tokens


def test_the_clock_of_the_run_ends_waits_and_requests(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: drip(20) if "question 1" in call.text else '{"score": 4}'
    began = time.monotonic()
    client = make_client(budget=Budget(max_seconds=0.5), start_concurrency=2, max_concurrency=2)
    replies = dict(client.run(questions(20)))
    assert time.monotonic() - began < 3
    states = Counter(reply.status for reply in replies.values())
    assert len(replies) == 20 and states["budget"] >= 10 and states["ok"] >= 1
    assert "0.5 s" in next(reply.reason for reply in replies.values() if reply.status == "budget")


def test_a_wait_longer_than_the_run_is_not_waited(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: status(429, retry_after=600)
    began = time.monotonic()
    assert make_client(budget=Budget(max_seconds=0.3)).ask(questions(1)[0]).status == "budget"
    assert time.monotonic() - began < 2


def test_no_money_for_a_repair_turn_leaves_it_unparsed(fake_openai, make_client, questions):
    fake_openai.behave = lambda call: "no idea"
    reply = make_client(budget=Budget(max_requests=1)).ask(questions(1)[0])
    assert (reply.status, reply.attempts) == ("unparsed", 1)
    assert "no JSON object" in reply.reason and "1 requests" in reply.reason


@pytest.mark.parametrize(
    ("limits", "reserved", "words"),
    [
        ({"max_usd": 1.0}, (0.75, 0.75), "; repeat the command, or raise --max-usd to continue"),
        ({"max_usd": 1.0}, (2.0,), "may cost 2.0000; raise --max-usd to continue"),
        ({"max_requests": 1}, (0.0, 0.0), "; repeat the command, or raise --max-requests to continue"),
        ({"max_requests": 0}, (0.0,), "is spent; raise --max-requests to continue"),
    ],
)
def test_the_way_on_is_to_repeat_where_that_is_enough(limits, reserved, words):
    budget = Budget(**limits)
    for usd in reserved[:-1]:
        assert asyncio.run(budget.reserve(usd)) == ""
        budget.settle(usd, usd)
    assert asyncio.run(budget.reserve(reserved[-1])).endswith(words)


def test_one_budget_serves_two_clients(fake_openai, make_client, questions):
    budget = Budget(max_requests=5)
    list(make_client(budget=budget).run(questions(3)))
    states = Counter(reply.status for _, reply in make_client(budget=budget).run(questions(3)))
    assert states == {"ok": 2, "budget": 1} and len(fake_openai.calls) == 5


def test_money_without_a_price_is_refused(make_client):
    with pytest.raises(ConfigError, match="price of fake"):
        make_client(budget=Budget(max_usd=1))
    for limit in ("max_usd", "max_requests", "max_seconds"):
        for value in (-1, float("nan")):
            with pytest.raises(ConfigError, match=limit):
                Budget(**{limit: value})
    with pytest.raises(ValidationError):
        Price(usd_per_million_input=-1, usd_per_million_output=0)


def test_an_estimate_sends_nothing_and_bounds_the_bill(fake_openai, make_client, questions, tmp_path):
    asked = [*questions(6), *questions(2)]
    client = make_client(cache=tmp_path / "replies.jsonl", price=PRICE)
    planned = client.estimate(asked)
    assert not fake_openai.calls
    assert (planned.calls, planned.cached, planned.completion_tokens) == (6, 2, 6 * 50)
    # Bytes of the prompt at 10 a million and 50 tokens of each answer at 100.
    assert planned.usd == pytest.approx(planned.prompt_tokens * 10e-6 + 300 * 100e-6)
    list(client.run(asked))
    assert client.budget.usd <= planned.usd
    assert client.estimate(asked).calls == 0
    assert make_client().estimate(asked).usd is None
