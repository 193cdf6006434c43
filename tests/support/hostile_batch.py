"""30 problems whose every third has a hostile plan and a hostile script: for tests and `benchmarks/verification_bounds.py`."""

import json
from pathlib import Path

from scisynth.core.problems import Answer, FigureProblem
from scisynth.core.store import write_lines
from scisynth.pipelines.providers.access import ApiAccess
from scisynth.pipelines.scigenbench.config import ImgCoderConfig
from support.fake_openai import answer, raw
from support.hostile_figures import PAGES, PILED_TEXTS, forged, hostile_claims
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of

FORGED = [
    "a number of 401 digits", "a box of three numbers", "points at the end of numbers", "half of a character", "crossing wires",
    "a molecule of 1,000 bonds",
]  # fmt: skip
ENDLESS = forged("@").replace("'@'", "'[' * 4_000_000")
SCRIPTS = [
    *(forged(PAGES[name]) for name in FORGED), ENDLESS, PILED_TEXTS, "x = '\ud800'  # \ud800", "while True: pass",
]  # fmt: skip
NUM = 3 * len(SCRIPTS)


def is_hostile(number: int) -> bool:
    """Every third problem."""
    return number % 3 == 0


def batch(folder: Path, base_url: str) -> ImgCoderConfig:
    """The problems, written into a folder, and the run over them."""
    problems = [
        FigureProblem(
            id=f"p{number}", source="test", image_type="", answer=Answer(text="5 cm"),
            question=f"Triangle number {number}: the legs are a = 3 cm and b = 4 cm. Find the hypotenuse.",
        )
        for number in range(NUM)
    ]  # fmt: skip
    write_lines(folder / "problems.jsonl", [problem.to_dict() for problem in problems])
    access = ApiAccess(base_url=base_url, backoff_s=0.002)
    return ImgCoderConfig(
        data=str(folder / "problems.jsonl"), model="fake", wall_s=5, max_repairs=1, ocr="off", access=access
    )


def behave(call):
    """The model: answers by the number of the problem."""
    step, number = step_of(call.text), int(call.text.split("Triangle number ")[1].split(":")[0])
    if step == "understand":
        return json.dumps(UNDERSTANDING)
    if step == "plan" and not is_hostile(number):
        return json.dumps(PLAN)
    if step == "plan":
        return json.dumps({**PLAN, "claims": ["@"]}).replace('"@"', hostile_claims(number)[1:-1])
    return _answer(f"```python\n{SCRIPTS[number // 3]}\n```") if is_hostile(number) else GOOD


def _answer(text):
    """Half of a character, which no encoding takes, arrives as an escape in the server's JSON."""
    return raw(answer("@").body.replace(b'"@"', json.dumps(text).encode()))


def repairs_of(calls):
    """Those of the questions that ask for a repair."""
    return [call for call in calls if step_of(call.text) == "repair"]
