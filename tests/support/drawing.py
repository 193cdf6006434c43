"""Fixtures: a fake chat server that plays a drawing model step by step, and one sandbox for all tests of a worker."""

import json

import pytest

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.sandbox import Limits, Sandbox, probe
from support.fake_openai import FakeOpenAI
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of


@pytest.fixture(scope="session")
def sandbox():
    if not probe().confines:
        pytest.skip(f"this kernel confines nothing: {probe().found}")
    with Sandbox(limits=Limits(wall_s=20), workers=1) as shared:
        yield shared


@pytest.fixture
def drawing_model(monkeypatch):
    """A server whose answers are scripts by step: a text, or a list of texts for the first, second, ... time."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        server.script = {
            "understand": json.dumps(UNDERSTANDING),
            "plan": json.dumps(PLAN),
            "code": GOOD,
            "repair": GOOD,
            "single": GOOD,
        }
        server.steps = []

        def behave(call):
            step = step_of(call.text)
            server.steps.append(step)
            planned = server.script[step]
            return planned.pop(0) if isinstance(planned, list) else planned

        server.behave = behave
        yield server


@pytest.fixture
def client_of(drawing_model):
    def make(**more):
        settings = ApiSettings.parse(
            {"model": "fake", "base_url": drawing_model.base_url, "timeout_s": 5.0, "backoff_s": 0.002}
        )
        return ChatClient(settings, **more)

    return make
