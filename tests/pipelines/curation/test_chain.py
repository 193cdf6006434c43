"""The whole chain on a law that is not ours, by a scripted server: killed ten times, and the same set in the end."""

import json
import os
import random
import signal
from collections import Counter

import pytest
from support.capillary import SENTENCE, drafting
from support.fake_openai import FakeOpenAI
from support.forked import Forked
from support.laws import forget_added_laws
from support.thorough import kill_counts
from support.verbs import run_json

from scisynth.curation.records import CurationLog, read_items
from scisynth.tuples.parquet import read_tuples

NUM = 24
PAINTER = '''
"""Draws a coloured field that follows from the prompt alone."""

import hashlib

from PIL import Image


class Painter:
    name = "painter"

    def draw(self, prompts, seeds, *, size_px):
        return [self._one(f"{prompt} {seed}", size_px) for prompt, seed in zip(prompts, seeds, strict=True)]

    def _one(self, text, size_px):
        data = hashlib.sha256(text.encode()).digest() * 2
        return Image.frombytes("RGB", (4, 4), data[:48]).resize((size_px, size_px), Image.Resampling.NEAREST)
'''


class Killer:
    """Kills the process that asks, at calls that were drawn beforehand."""

    def __init__(self, server, kills):
        self.server, self.kills, self.process = server, set(kills), None
        self.answer = drafting()

    def __call__(self, call):
        if len(self.server.calls) in self.kills and self.process:
            os.kill(self.process.pid, signal.SIGKILL)
        return self.answer(call)


def commands(out, server, painter):
    model = ["--model", "api:m", "--base-url", server.base_url, "--set", "access.max_concurrency=2"]
    judge = ["--judge", "api:judge", "--judge-base-url", server.base_url]
    yield ["law", SENTENCE, *model, "--out", out]
    yield ["prompts", "--num", NUM, *model, "--out", out]
    yield [
        "images",
        "--model",
        f"{painter}:Painter",
        "--images",
        2,
        "--size",
        16,
        *judge,
        "--set",
        "access.max_concurrency=2",
        "--out",
        out,
    ]


def run_killed(words, killer):
    """Runs a verb again and again until it is not killed; returns how often it was."""
    for kills in range(100):
        killer.process = Forked(["-m", "scisynth", "curate", *words])
        _, errors = killer.process.communicate()
        if killer.process.returncode != -signal.SIGKILL:
            assert killer.process.returncode == 0, errors
            return kills
    raise AssertionError("killed for ever")


def answers(call):
    """Prompts and drafts as `capillary` has them; a judge's grade."""
    return (
        '{"description": "a field", "scene_complete": true, "reality": 2}'
        if "Grade the picture" in call.text
        else drafting()(call)
    )


def finished(out):
    """What a reader gets of a folder whose items are all accepted."""
    forget_added_laws()
    log = CurationLog(out)
    for name in read_items(out):
        log.append(name, "accepted", "reviewer:a", {"status": "accepted"})
    run_json("curate", "publish", "--out", out)
    return {
        (item.id, item.implicit_prompt, item.explicit_prompt, item.explicit_image, item.superficial_image, item.split)
        for item in read_tuples(out / "published" / "v1")
    }


@pytest.mark.slow
@kill_counts(2, 10)
def test_a_chain_that_is_killed_ends_with_the_same_set_and_sends_no_finished_call_twice(tmp_path, num_kills):
    painter = tmp_path / "painter.py"
    painter.write_text(PAINTER)
    with FakeOpenAI() as server:
        server.behave = answers
        for words in commands(tmp_path / "whole", server, painter):
            run_json("curate", *words)
        total = len(server.calls)
        whole = finished(tmp_path / "whole")
    with FakeOpenAI() as server:
        rng = random.Random(7)
        killer = Killer(server, sorted(rng.sample(range(2, total), num_kills)))
        killer.answer = answers
        server.behave = killer
        kills = sum(run_killed(words, killer) for words in commands(tmp_path / "killed", server, painter))
        killed = finished(tmp_path / "killed")
        asked = Counter(json.dumps(call.body, sort_keys=True) for call in server.calls)
    assert len(whole) == NUM and killed == whole
    assert kills >= num_kills / 2
    # A call that was under way when its process was killed is asked again; a finished one never is.
    assert sum(num - 1 for num in asked.values()) <= 2 * kills
    assert all(num <= 1 + kills for num in asked.values())
    status = run_json("curate", "status", "--out", tmp_path / "killed")
    assert status["by_status"] == {"accepted": NUM} and status["versions"] == ["v1"]
