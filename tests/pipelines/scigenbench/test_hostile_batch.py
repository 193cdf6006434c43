"""A batch of 30 problems, ten of them with hostile plans and figures: it ends, the others are unaffected, and nothing is asked twice."""

import json
from pathlib import Path

import pytest
from support.fake_openai import FakeOpenAI
from support.hostile_batch import NUM, batch, behave, is_hostile, repairs_of

from scisynth.pipelines.scigenbench.imgcoder import run_imgcoder
from scisynth.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().confines, reason=f"this kernel cannot confine: {probe().found}")
REPAIR_BYTES = 20_000


@pytest.fixture
def model(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        server.behave = behave
        yield server


def test_a_batch_with_hostile_figures_ends_and_is_resumed_without_a_question(model, tmp_path):
    config, out = batch(tmp_path, model.base_url), tmp_path / "run"
    first = run_imgcoder(config, out, seed=0).to_dict()
    assert len(first["figures"]) == NUM == 30
    for number, row in enumerate(first["figures"]):
        assert row["verified"] is not is_hostile(number), row
        assert not is_hostile(number) or row["reason"] or row["faults"] or row["score"] != 1.0
    assert {row["attempts"] for number, row in enumerate(first["figures"]) if not is_hostile(number)} == {1}
    prompts = [call.text for call in repairs_of(model.calls)]
    assert prompts and all(len(prompt.encode()) <= REPAIR_BYTES for prompt in prompts)
    told = [prompt.split("What is wrong:")[1].partition("\n\n")[0] for prompt in prompts]
    assert max(len(words.strip().splitlines()) for words in told) <= 45
    assert (out / "gallery.html").stat().st_size < 8 << 20
    asked = len(model.calls)
    again = run_imgcoder(config, out, seed=0).to_dict()
    assert len(model.calls) == asked, "a resumed run asks nothing again"
    assert _states(again) == _states(first)
    refused = [json.loads(path.read_text())["refused"] for path in Path(out, "coded").glob("*/plan.json")]
    assert sum(bool(reasons) for reasons in refused) == NUM / 3


def _states(result):
    keys = ("id", "status", "reason", "verified", "score", "faults")
    return [{key: row[key] for key in keys} for row in result["figures"]]
