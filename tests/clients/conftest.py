"""A fake server for every test, and clients whose waits are milliseconds."""

import pytest
from pydantic import BaseModel, Field
from support.fake_openai import FakeOpenAI

from scisynth.clients.chat import ChatClient
from scisynth.clients.records import ChatRequest
from scisynth.clients.settings import ApiSettings


class Score(BaseModel):
    """What the questions of these tests ask for."""

    score: int = Field(ge=0, le=5)


@pytest.fixture
def score_schema():
    return Score


@pytest.fixture
def fake_openai(monkeypatch):
    """A running server without a script: every question is answered with a score of 4."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def make_settings(fake_openai):
    """Settings for the fake server, changed as told."""

    def make(**changes):
        values = {"model": "fake", "base_url": fake_openai.base_url, "timeout_s": 5.0, "backoff_s": 0.002}
        return ApiSettings.parse({**values, **changes})

    return make


@pytest.fixture
def make_client(make_settings):
    """A client of the fake server; `cache`, `mode` and `budget` go to the client, everything else to its settings."""

    def make(*, cache=None, mode="live", budget=None, **changes):
        return ChatClient(make_settings(**changes), cache=cache, mode=mode, budget=budget)

    return make


@pytest.fixture
def questions(score_schema):
    """Numbered questions that want a score."""

    def make(count, **changes):
        fields = {"schema": score_schema, "max_tokens": 50, **changes}
        return [ChatRequest(content=(f"question {number}",), **fields) for number in range(count)]

    return make
