"""A planted key is found nowhere, and clear text goes nowhere but to this machine."""

import logging
import traceback

import pytest
from support.fake_openai import FakeOpenAI, raw, status

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings, is_loopback, read_key
from scisynth.core.errors import ConfigError, ScisynthError

KEY = "sk-planted/0123456789+abcdef"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1",
        "http://192.168.0.4:8000/v1",
        "http://0.0.0.0:8000/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "https://user:hunter2@api.example.com/v1",
        "http://hunter2@localhost/v1",
        "https://api.example.com/v1?key=hunter2",
        "https://api.example.com/v1#hunter2",
        "ftp://localhost/v1",
        "localhost:8000/v1",
        "https://",
        "https://[::1/v1",
        "https://a:hunter2/v1",
    ],
)
def test_unsafe_urls_are_refused_without_repeating_them(url):
    with pytest.raises(ConfigError) as caught:
        ApiSettings.parse({"model": "m", "base_url": url})
    assert "base_url" in str(caught.value) and "hunter2" not in str(caught.value)
    with pytest.raises(ValueError, match="base_url") as caught:
        ApiSettings(model="m", base_url=url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://api.example.com/v1", "http://localhost:8000/v1", "http://[::1]:8000/v1"])
def test_safe_urls_pass(url):
    assert ApiSettings(model="m", base_url=url).base_url == url


def test_only_this_machine_is_loopback():
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.8.8", "::1")))
    assert not any(map(is_loopback, ("", "0.0.0.0", "10.0.0.1", "localhost.", "127.1.example.com")))


def test_a_key_comes_from_the_environment_alone(monkeypatch):
    settings = ApiSettings(model="m", api_key_env="SOME_KEY")
    monkeypatch.delenv("SOME_KEY", raising=False)
    with pytest.raises(ConfigError, match="SOME_KEY"):
        read_key(settings)
    monkeypatch.setenv("SOME_KEY", " sk-1 ")
    assert read_key(settings) == "sk-1"
    monkeypatch.setenv("SOME_KEY", "sk-1\r\nx: y")
    with pytest.raises(ConfigError, match="SOME_KEY") as caught:
        read_key(settings)
    assert "sk-1" not in str(caught.value)
    # Pasted where its name belongs, it is not repeated either.
    for values in ({"api_key_env": KEY}, {"api_key": KEY}):
        with pytest.raises(ConfigError) as caught:
            ApiSettings.parse({"model": "m", **values})
        assert KEY not in str(caught.value)


def test_a_missing_key_is_one_clear_line_and_nothing_is_sent(monkeypatch, questions):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        ChatClient(ApiSettings(model="m", base_url="https://localhost.invalid/v1")).ask(questions(1)[0])


def test_a_redirect_is_not_followed(fake_openai, make_client, questions):
    with FakeOpenAI() as other:
        there = {"location": f"{other.base_url}/chat/completions"}
        fake_openai.behave = lambda call: raw(b"", code=307, headers=there)
        reply = make_client().ask(questions(1)[0])
        assert reply.status == "transport" and other.base_url in reply.reason
        assert not other.calls


def test_a_planted_key_is_found_nowhere(fake_openai, make_client, questions, monkeypatch, caplog, capfd, tmp_path):
    """The server repeats it in every place it can, plain and escaped."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    fake_openai.key = KEY
    escaped = KEY.replace("/", "\\/")
    echoes = [
        lambda call: status(400, f"bad key {KEY}"),
        lambda call: status(500, f"bad key {KEY}"),
        # Where a reason is cut, half a key must not stay.
        lambda call: status(400, "x" * 285 + KEY),
        lambda call: raw(f"<b>{'x' * 65}{KEY}</b>".encode(), media_type="text/html"),
        lambda call: raw(f'{{"error": "{escaped}"}}'.encode()),
        lambda call: raw(b"", code=307),
        lambda call: f'{{"score": 4, "note": "{KEY}"}}',
        lambda call: f"no score, but {KEY}",
        lambda call: raw(
            f'{{"model": "m", "choices": [{{"message": {{"refusal": "{escaped}"}}, "finish_reason": "stop"}}]}}'.encode()
        ),
    ]
    caplog.set_level(logging.DEBUG)
    before = {name: logging.getLogger(name).level for name in ("openai", "httpx", "httpx2", "httpcore", "httpcore2")}
    heard = []
    for number, echo in enumerate(echoes):
        fake_openai.behave = echo
        client = make_client(max_attempts=2, cache=tmp_path / f"{number}.jsonl")
        heard += [client, client.settings, client.__dict__, client.ask(questions(1)[0])]
    fake_openai.key = "another"
    fake_openai.behave = lambda call: status(401, f"wrong: {KEY}")
    try:
        list(make_client().run(questions(50)))
    except ScisynthError as error:
        heard.append("".join(traceback.format_exception(error)))
    assert {call.authorization for call in fake_openai.calls} == {f"Bearer {KEY}"}, "it was really sent"
    written = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert '"note": "[key]"' in written.replace('\\"', '"')
    everything = " ".join(map(repr, heard)) + written + caplog.text + "".join(capfd.readouterr())
    for secret in (KEY, escaped, KEY[:10], KEY[-8:]):
        assert secret not in everything
    assert before == {name: logging.getLogger(name).level for name in before}
