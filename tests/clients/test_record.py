"""Records of exchanges: everything that was said and no secret, one file or many, replayed without a server."""

import json

import pytest
from PIL import Image
from support.fake_openai import refusal, status

from scisynth.clients.chat import ChatClient
from scisynth.clients.record import EXCHANGES, Record
from scisynth.clients.records import ChatRequest, Topic
from scisynth.core.errors import DataError
from scisynth.core.images import open_image

KEY = "sk-planted-0123456789abcdef"
PRICE = {"usd_per_million_input": 1000.0, "usd_per_million_output": 1000.0}


def ask(text, step="", item="", problem="", **more):
    topic = Topic(step=step, item=item, text=problem) if step else None
    return ChatRequest(content=(text,), topic=topic, **more)


@pytest.fixture
def recorded(tmp_path):
    return tmp_path / "record"


@pytest.fixture
def client_of(make_settings, recorded):
    """A client with a record: `live` writes, `replay` reads."""

    def make(mode="live", *, cache=None, folder=None, **changes):
        record = Record(folder or recorded, must_exist=mode == "replay")
        return ChatClient(make_settings(**changes), cache=cache, mode=mode, record=record)

    return make


def rows(folder):
    return [json.loads(line) for line in (folder / EXCHANGES).read_text().splitlines()]


def test_an_exchange_as_it_was(fake_openai, client_of, recorded, score_schema, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    fake_openai.behave = lambda call: json.dumps({"score": 3, "note": KEY}) if "score?" in call.text else "an answer"
    image = Image.new("RGB", (30, 20), "red")
    request = ChatRequest(
        content=("score?", image), system="be fair", schema=score_schema, topic=Topic(step="grade", item="p-1")
    )
    client = client_of()
    client.ask(request)
    client.ask(request)
    (row,) = rows(recorded)
    assert (row["step"], row["item"], row["asked"], row["status"], row["reason"]) == ("grade", "p-1", "fake", "ok", "")
    assert (row["model"], row["prompt_tokens"], row["completion_tokens"]) == ("fake-model-2026-01-01", 100, 20)
    assert row["date"][:2] == "20" and row["seconds"] >= 0
    system, user = row["request"]["messages"]
    assert system == {"role": "system", "content": "be fair"} and user["content"][0] == {
        "type": "text",
        "text": "score?",
    }
    assert row["request"]["temperature"] == 0.0 and row["request"]["response_format"]["type"] == "json_schema"
    name = user["content"][1]["image_url"]["url"]
    assert open_image(recorded / name).size == (30, 20)
    everything = (recorded / EXCHANGES).read_text()
    assert KEY not in everything and "127.0.0.1" not in everything and "base64" not in everything


def test_a_second_look_is_recorded_with_the_first_answer(fake_openai, client_of, recorded, score_schema):
    fake_openai.behave = lambda call: '{"score": 1}' if call.is_repair else "four"
    client_of().ask(ask("score?", schema=score_schema))
    (row,) = rows(recorded)
    assert [message["role"] for message in row["request"]["messages"]] == ["user", "assistant", "user"]
    assert row["request"]["messages"][1]["content"] == "four" and row["text"] == '{"score": 1}'
    assert '"properties"' in row["request"]["messages"][0]["content"], "as it was sent the second time"


def test_every_end_is_replayed_without_a_server(fake_openai, client_of, recorded, score_schema, tmp_path):
    ends = {"good": '{"score": 2}', "bad": "words", "refused": refusal(), "down": status(400, "no such model")}
    fake_openai.behave = lambda call: ends[call.text.partition("?")[0]]
    requests = [ask(f"{name}?", schema=score_schema) for name in ends]
    first = dict(client_of(price=PRICE).run(requests))
    assert [first[index].status for index in range(4)] == ["ok", "unparsed", "refused", "transport"]
    fake_openai.__exit__()
    for _ in range(2):
        client = client_of("replay", cache=tmp_path / "out" / "replies.jsonl", price=PRICE)
        again = dict(client.run(requests))
        for index, reply in first.items():
            same = ("status", "reason", "value", "text", "prompt_tokens", "completion_tokens")
            assert [getattr(again[index], name) for name in same] == [getattr(reply, name) for name in same]
            assert again[index].cached and again[index].attempts == 0
        usage = client.usage()
        assert usage.invocation.requests == 0 and usage.total.requests == sum(
            reply.attempts for reply in first.values()
        )
        assert usage.total.usd == pytest.approx(sum(reply.usd for reply in first.values()))


def test_what_is_not_recorded_is_one_line(client_of, recorded):
    client_of().ask(ask("known"))
    with pytest.raises(DataError, match=r"1 of 2 questions, the first being the plan of p-2: 'unknown'; replay what"):
        list(client_of("replay").run([ask("known"), ask("unknown", "plan", "p-2", "A circle.")]))
    with pytest.raises(DataError, match="expected a folder of recorded exchanges"):
        client_of("replay", folder=recorded / "none")
    (recorded / "more.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(DataError, match="no recorded exchange"):
        client_of("replay")


def test_a_reworded_question_is_known_by_its_topic_and_no_other(fake_openai, client_of, capsys):
    fake_openai.behave = lambda call: f"to {call.text}"
    client_of().ask(ask("old words", "plan", "p-1", "A circle."))
    client_of().ask(ask("a grade", "grade", "p-1"))
    assert client_of("replay").ask(ask("new words", "plan", "p-1", "A circle.")).text == "to old words"
    assert "plan" not in capsys.readouterr().out
    others = [
        ask("new words", "code", "p-1", "A circle."),
        ask("new words", "plan", "p-2", "A circle."),
        ask("new words", "plan", "p-1", "A square."),
        ask("new words", "plan", "p-1", "A circle.", repeat=1),
        ask("another image", "grade", "p-1"),
    ]
    for other in others:
        with pytest.raises(DataError, match="1 of 1 questions"):
            client_of("replay").ask(other)


def test_records_are_merged_by_their_files(fake_openai, client_of, recorded, tmp_path):
    answers = {"one": "1", "two": "2"}
    fake_openai.behave = lambda call: refusal() if call.text == "two" and not answers["two"] else answers[call.text]
    client_of(folder=tmp_path / "a").ask(ask("one"))
    client_of(folder=tmp_path / "a").ask(ask("two"))
    answers["two"] = ""
    client_of(folder=tmp_path / "b").ask(ask("two"))
    recorded.mkdir()
    for name in "ab":
        (recorded / f"{name}.jsonl").write_bytes((tmp_path / name / EXCHANGES).read_bytes())
    replies = dict(client_of("replay").run([ask("one"), ask("two")]))
    assert [replies[0].text, replies[1].text] == ["1", "2"], "an answer stands before a refusal"


def test_what_a_cache_holds_is_recorded_too(fake_openai, client_of, make_client, recorded, tmp_path):
    journal = tmp_path / "replies.jsonl"
    make_client(cache=journal).ask(ask("before"))
    client_of(cache=journal).ask(ask("before"))
    (row,) = rows(recorded)
    assert len(fake_openai.calls) == 1 and row["attempts"] == 1 and row["text"] == '{"score": 4}'
