"""The cache: exact keys, nothing but answers, nothing mixed, nothing asked twice, nothing lost."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace

import pytest
from PIL import Image
from pydantic import BaseModel, Field
from support.fake_openai import answer, raw, refusal

from scisynth.clients.cache import ReplyCache
from scisynth.clients.records import ChatRequest
from scisynth.clients.render import prepare
from scisynth.core.errors import ConfigError, DataError, ModelError

NUM_KILLS = int(os.environ.get("SCISYNTH_NUM_KILLS", "4"))

SCRIPT = """
import json, sys
from pathlib import Path
from scisynth.clients.chat import ChatClient
from scisynth.clients.records import ChatRequest
from scisynth.clients.settings import ApiSettings

url, cache, count = sys.argv[1:]
client = ChatClient(ApiSettings(model="fake", base_url=url, backoff_s=0.01), cache=Path(cache))
requests = [ChatRequest(content=(f"question {number}",)) for number in range(int(count))]
for index, reply in client.run(requests):
    sys.stdout.write(f"{index} {reply.status} {reply.cached}\\n")
    sys.stdout.flush()
"""


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "judge" / "replies.jsonl"


@pytest.fixture
def start(tmp_path, fake_openai, journal):
    """Starts a run in a process of its own."""

    def start(count):
        # A suite started in the background inherits an ignored SIGINT; a terminal's process does not.
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, fake_openai.base_url, str(journal), str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    return start


class Other(BaseModel):
    score: int = Field(ge=0, le=6)


def test_each_field_of_the_question_is_in_the_key(score_schema, tmp_path):
    picture, pixel_off = Image.new("RGB", (4, 4), "red"), Image.new("RGB", (4, 4), "red")
    pixel_off.putpixel((3, 3), (254, 0, 0))
    base = ChatRequest(content=("look", picture), schema=score_schema, seed=1)
    variants = [
        base,
        replace(base, content=("look!", picture)),
        replace(base, content=(picture, "look")),
        replace(base, content=("look", pixel_off)),
        replace(base, content=("look", picture, picture)),
        replace(base, content=("look", Image.new("RGB", (2, 8), "red"))),
        replace(base, content=("lo", "ok", picture)),
        replace(base, system="s"),
        replace(base, schema=None),
        replace(base, schema=Other),
        replace(base, temperature=0.1),
        replace(base, temperature=None),
        replace(base, max_tokens=1000),
        replace(base, seed=2),
        replace(base, seed=None),
        replace(base, repeat=1),
    ]
    keys = [prepare(request, "m").key for request in variants]
    assert len({*keys, prepare(base, "n").key}) == len(variants) + 1
    assert prepare(replace(base), "m").key == keys[0]
    # Bytes and the file that holds them are one image.
    picture.save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    assert (
        prepare(replace(base, content=(data,)), "m").key
        == prepare(replace(base, content=(tmp_path / "a.png",)), "m").key
    )


def test_a_finished_run_replays_with_the_server_down(fake_openai, make_client, make_settings, questions, journal):
    first = dict(make_client(cache=journal).run(questions(12)))
    fake_openai.__exit__()
    for mode in ("live", "replay"):
        client = make_client(cache=journal, mode=mode, price={"usd_per_million_input": 1, "usd_per_million_output": 1})
        again = dict(client.run(questions(12)))
        assert all(reply.cached and reply.usd == 0 and reply.attempts == 0 for reply in again.values())
        same = ("status", "value", "text", "model", "prompt_tokens", "completion_tokens")
        for index, reply in first.items():
            assert [getattr(again[index], name) for name in same] == [getattr(reply, name) for name in same]
        assert client.budget.requests == 0


def test_a_replay_names_what_it_lacks(fake_openai, make_client, questions, journal, tmp_path):
    list(make_client(cache=journal).run(questions(3)))
    with pytest.raises(DataError, match="2 of 5 questions, the first being 'question 3'"):
        list(make_client(cache=journal, mode="replay").run(questions(5)))
    with pytest.raises(DataError, match="expected the answers of a finished run"):
        make_client(cache=tmp_path / "none.jsonl", mode="replay")
    with pytest.raises(ConfigError, match="live, record or replay"):
        make_client(mode="again")
    assert len(fake_openai.calls) == 3


def test_only_answers_are_kept(fake_openai, make_client, questions, journal):
    fake_openai.behave = lambda call: refusal() if call.nth == 1 else '{"score": 4}'
    assert make_client(cache=journal).ask(questions(1)[0]).status == "refused"
    assert not journal.exists()
    assert make_client(cache=journal).ask(questions(1)[0]).status == "ok"
    assert make_client(cache=journal).ask(questions(1)[0]).cached


def test_equal_questions_of_one_run_are_asked_once(fake_openai, make_client, questions, journal):
    fake_openai.delay_s = 0.02
    replies = dict(make_client(cache=journal).run(questions(2) * 5))
    assert len(replies) == 10 and len(fake_openai.calls) == 2
    repeats = [replace(questions(1)[0], repeat=number) for number in range(3)]
    assert len(dict(make_client(cache=journal).run(repeats))) == 3 and len(fake_openai.calls) == 4


def test_record_asks_anew_and_the_last_answer_counts(fake_openai, make_client, questions, journal):
    make_client(cache=journal).ask(questions(1)[0])
    fake_openai.behave = lambda call: '{"score": 1}'
    assert make_client(cache=journal, mode="record").ask(questions(1)[0]).value.score == 1
    assert make_client(cache=journal, mode="replay").ask(questions(1)[0]).value.score == 1


def test_a_model_that_changed_under_its_name_is_never_mixed_in(fake_openai, make_client, questions, journal):
    list(make_client(cache=journal).run(questions(3)))
    rows = journal.read_text()
    fake_openai.behave = lambda call: answer('{"score": 0}', model="fake-model-2026-09-09")
    with pytest.raises(ModelError, match=r"answers as 'fake-model-2026-09-09', .*holds answers of '.*-01-01'"):
        list(make_client(cache=journal).run(questions(6)))
    assert journal.read_text() == rows
    # Also when its answer is none that would be kept.
    fake_openai.behave = lambda call: answer("no idea", model="fake-model-2026-09-09")
    with pytest.raises(ModelError, match="must not be mixed"):
        list(make_client(cache=journal).run(questions(6)))
    # Without a cache as well, within one run.
    fake_openai.behave = lambda call: answer('{"score": 0}', model=f"model {call.text[:10]}")
    with pytest.raises(ModelError, match="this run"):
        list(make_client().run(questions(6)))


def test_foreign_and_damaged_journals_are_refused(make_client, journal):
    journal.parent.mkdir(parents=True)
    journal.write_text('{"id": 1}\n')
    with pytest.raises(DataError, match="not an answer"):
        make_client(cache=journal)
    journal.write_text("nonsense\n")
    with pytest.raises(DataError, match="not JSON"):
        make_client(cache=journal)


def test_what_utf8_cannot_hold_does_not_stop_the_journal(fake_openai, make_client, journal):
    body = r'{"model": "m", "choices": [{"message": {"content": "half a pair: \ud83d"}, "finish_reason": "stop"}]}'
    fake_openai.behave = lambda call: raw(body.encode())
    reply = make_client(cache=journal).ask(ChatRequest(content=("say",)))
    assert reply.status == "ok" and make_client(cache=journal).ask(ChatRequest(content=("say",))).text == reply.text


def test_a_torn_row_is_cut_off_before_the_next(journal):
    row = {"key": "a", "asked": "m", "model": "m", "text": "x" * 50, "prompt_tokens": 1, "completion_tokens": 1}
    first, second = ReplyCache(journal, "live"), ReplyCache(journal, "live")
    first.put(row)
    with journal.open("ab") as file:
        file.write(b'{"key": "torn", "as')
    second.put({**row, "key": "b"})
    assert {json.loads(line)["key"] for line in journal.read_text().splitlines()} == {"a", "b"}
    assert ReplyCache(journal, "live").get("b")


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_row_waits_while_another_process_writes_or_mends(journal):
    import fcntl

    row = {"key": "a", "asked": "m", "model": "m", "text": "x", "prompt_tokens": 1, "completion_tokens": 1}
    cache = ReplyCache(journal, "live")
    journal.parent.mkdir()
    with journal.with_name(f".{journal.name}.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        thread = threading.Thread(target=cache.put, args=(row,))
        thread.start()
        thread.join(0.1)
        assert thread.is_alive() and not journal.exists()
    thread.join()
    assert ReplyCache(journal, "live").get("a") == row


def test_two_processes_may_write_at_once(fake_openai, start, journal):
    fake_openai.behave, fake_openai.delay_s = lambda call: "x" * 5000, 0.002
    processes = [start(150), start(150)]
    assert [process.wait(60) for process in processes] == [0, 0]
    rows = [json.loads(line) for line in journal.read_text().splitlines()]
    assert len({row["key"] for row in rows}) == 150 and len(rows) == len(fake_openai.calls)
    for process in processes:
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_run_asks_nothing_twice_that_it_had_kept(fake_openai, start, journal):
    fake_openai.behave, fake_openai.delay_s = lambda call: f"answer to {call.text}", 0.01
    draw, count = random.Random(5), 200
    kept_at_kill = []
    for _ in range(NUM_KILLS):
        process = start(count)
        process.stdout.readline()
        time.sleep(draw.uniform(0.0, 0.1))
        process.kill()
        process.communicate()
        lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
        kept = {json.loads(line)["text"].removeprefix("answer to ") for line in lines if line.endswith(b"\n")}
        kept_at_kill.append((len(fake_openai.calls), kept))
    assert any(0 < len(kept) < count for _, kept in kept_at_kill), "no kill fell into the run"
    last = start(count)
    out, _ = last.communicate(timeout=60)
    assert last.returncode == 0 and out.count(" ok ") == count
    for calls_before, kept in kept_at_kill:
        later = Counter(call.text for call in fake_openai.calls[calls_before:])
        assert not kept & later.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_promptly_and_loses_no_finished_answer(fake_openai, start, journal):
    fake_openai.delay_s = 0.05
    process = start(2000)
    told = [process.stdout.readline() for _ in range(20)]
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    rest, errors = process.communicate(timeout=20)
    assert time.monotonic() - began < 5 and process.returncode != 0 and "KeyboardInterrupt" in errors
    finished = [line for line in [*told, *rest.splitlines()] if " ok " in line]
    assert len(journal.read_text().splitlines()) >= len(finished) >= 20
