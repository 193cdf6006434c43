"""A batch of 30 problems, ten of them with hostile plans and figures: it ends, the others are unaffected, and nothing is asked twice."""

import json
from pathlib import Path

import pytest
from fake_openai import FakeOpenAI, answer, raw
from hostile_figures import PAGES, PILED_TEXTS, forged, hostile_claims
from scripted_model import GOOD, PLAN, UNDERSTANDING, step_of

from scisynth.core.figures import Answer, FigureProblem
from scisynth.core.store import write_lines
from scisynth.imgcoder.sandbox import probe
from scisynth.recipes.access import ApiAccess
from scisynth.recipes.imgcoding import ImgCoderConfig, run_imgcoder

pytestmark = pytest.mark.skipif(not probe().confines, reason=f"this kernel cannot confine: {probe().found}")
FORGED = [
    "a number of 401 digits", "a box of three numbers", "points at the end of numbers", "half of a character", "crossing wires",
    "a molecule of 1,000 bonds",
]  # fmt: skip
ENDLESS = forged("@").replace("'@'", "'[' * 4_000_000")
SCRIPTS = [
    *(forged(PAGES[name]) for name in FORGED),
    ENDLESS,
    PILED_TEXTS,
    "x = '\ud800'  # \ud800",
    "while True: pass",
]
NUM, HOSTILE = 30, len(SCRIPTS)
REPAIR_BYTES = 20_000


def is_hostile(number: int) -> bool:
    return number % 3 == 0


@pytest.fixture
def model(monkeypatch):
    """Answers by the number of the problem; every hostile one has a hostile plan and a script of its own."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:

        def behave(call):
            step, number = step_of(call.text), int(call.text.split("Triangle number ")[1].split(":")[0])
            if step == "understand":
                return json.dumps(UNDERSTANDING)
            if step == "plan":
                good = json.dumps(PLAN)
                bad = json.dumps({**PLAN, "claims": ["@"]}).replace('"@"', hostile_claims(number)[1:-1])
                return bad if is_hostile(number) else good
            return _answer(f"```python\n{SCRIPTS[number // 3]}\n```") if is_hostile(number) else GOOD

        server.behave = behave
        yield server


def _answer(text):
    """Half of a character, which no encoding takes, arrives as an escape in the server's JSON."""
    response = answer("@")
    return raw(response.body.replace(b'"@"', json.dumps(text).encode()))


def test_a_batch_with_hostile_figures_ends_and_is_resumed_without_a_question(model, tmp_path):
    problems = [
        FigureProblem(
            id=f"p{number}", source="test", image_type="", answer=Answer(text="5 cm"),
            question=f"Triangle number {number}: the legs are a = 3 cm and b = 4 cm. Find the hypotenuse.",
        )
        for number in range(NUM)
    ]  # fmt: skip
    write_lines(tmp_path / "problems.jsonl", [problem.to_dict() for problem in problems])
    config = ImgCoderConfig(
        data=str(tmp_path / "problems.jsonl"), model="fake", wall_s=5, max_repairs=1,
        access=ApiAccess(base_url=model.base_url, backoff_s=0.002),
    )  # fmt: skip
    out = tmp_path / "run"
    first = run_imgcoder(config, out, seed=0)
    assert len(first["figures"]) == NUM and HOSTILE == 10
    for number, row in enumerate(first["figures"]):
        assert row["verified"] is not is_hostile(number), row
        assert not is_hostile(number) or row["reason"] or row["faults"] or row["score"] != 1.0
    assert {row["attempts"] for number, row in enumerate(first["figures"]) if not is_hostile(number)} == {1}
    repairs = [call.text for call in model.calls if step_of(call.text) == "repair"]
    assert repairs and all(len(prompt.encode()) <= REPAIR_BYTES for prompt in repairs)
    findings = [len(prompt.split("What went wrong:")[1].strip().splitlines()) for prompt in repairs]
    assert max(findings) <= 45
    assert (out / "gallery.html").stat().st_size < 8 << 20
    asked = len(model.calls)
    again = run_imgcoder(config, out, seed=0)
    assert len(model.calls) == asked, "a resumed run asks nothing again"
    assert _states(again) == _states(first)
    refused = [json.loads(path.read_text())["refused"] for path in Path(out, "coded").glob("*/plan.json")]
    assert sum(bool(reasons) for reasons in refused) == HOSTILE


def _states(result):
    return [
        {key: row[key] for key in ("id", "status", "reason", "verified", "score", "faults")}
        for row in result["figures"]
    ]
