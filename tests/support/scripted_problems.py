"""Real problems with what a good model would say to each: `scripted/<problem id>.py`, and a first bad answer in some `.broken.py`.

A script's docstring holds the plan as JSON, and under `hidden` what the understanding wants hidden. The published problems are no part of
the project; `OWN` holds some that are. Both are found by the number that ends their id, and a question to the model by the problem's text in it.
"""

import ast
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from scisynth.core.problems import Answer, FigureProblem, Quiz
from scisynth.grading.values.readable import readable
from support.scripted_model import step_of

FOLDER = Path(__file__).with_name("scripted")
OWN = Path(__file__).parents[1] / "data" / "scigenbench" / "problems.json"
"""Problems of this project, in the form of the published ones."""
BROKEN = ".broken"


@dataclass(frozen=True)
class ScriptedProblem:
    """A problem, the plan for it, the good script, and perhaps a reply that comes before."""

    problem: FigureProblem
    plan: dict[str, Any]
    hidden: list[str]
    script: str
    broken: str = ""

    def reply(self, step: str) -> str:
        """What the model says at a step."""
        if step == "understand":
            return json.dumps(self.understanding)
        if step == "plan":
            return json.dumps(self.plan)
        if step == "code" and self.broken:
            return self.broken
        return f"```python\n{self.script}```"

    @property
    def understanding(self) -> dict[str, Any]:
        """Taken from the plan, for it says nothing that a check needs but `hidden`."""
        return {
            "image_type": self.problem.image_type,
            "summary": self.plan["content"][0],
            "givens": [{"symbol": "", "value": label, "unit": ""} for label in self.plan["labels"]],
            "unknown": "what the problem asks for",
            "hidden": self.hidden,
        }


@dataclass
class ScriptedProblems:
    """All of them; the model's side of the talk."""

    items: list[ScriptedProblem]
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each step of each problem was asked."""

    @cached_property
    def _longest_first(self) -> list[ScriptedProblem]:
        return sorted(self.items, key=lambda item: -len(item.problem.question))

    @property
    def problems(self) -> list[FigureProblem]:
        """In the order of their ids."""
        return [item.problem for item in self.items]

    def item_of(self, call_text: str) -> ScriptedProblem:
        """Whose problem stands in a prompt; the longest, should one contain another."""
        return next(item for item in self._longest_first if readable(item.problem.question) in call_text)

    def script_of(self, call_text: str) -> str:
        """The reply to a prompt."""
        item, step = self.item_of(call_text), step_of(call_text)
        self.asked[item.problem.id, step] += 1
        return item.reply(step)


def number_of(name: str) -> str:
    """What ends an id, or the name of a script: `own-15621` and `webinstruct-15621` have one script."""
    return name.rpartition("-")[2]


def scripted_problems(data: Path) -> ScriptedProblems:
    """Every problem of a file that has a script, in the order of the scripts."""
    rows = json.loads(data.read_text(encoding="utf-8"))
    by_number = {number_of(row["id"]): row for row in rows}
    good = sorted(path for path in FOLDER.glob("*.py") if BROKEN not in path.name)
    return ScriptedProblems(
        [_read(path, by_number[number]) for path in good if (number := number_of(path.stem)) in by_number]
    )


def _read(path: Path, row: dict[str, Any]) -> ScriptedProblem:
    text = path.read_text(encoding="utf-8")
    module = ast.parse(text)
    plan = json.loads(ast.get_docstring(module) or "")
    hidden = plan.pop("hidden")
    script = "".join(text.splitlines(keepends=True)[module.body[0].end_lineno :]).lstrip("\n")
    broken = path.with_name(f"{path.stem}{BROKEN}.py")
    first = broken.read_text(encoding="utf-8") if broken.exists() else ""
    return ScriptedProblem(_problem(row), plan, hidden, script, _as_reply(first))


def _as_reply(first: str) -> str:
    """A file that holds a whole reply, fences and all, is taken as it is; anything else is code."""
    if not first:
        return ""
    marker = '"""'
    if first.startswith(marker):
        return first.split(marker)[1].strip() + "\n"
    return f"```python\n{first}```"


def _problem(row: dict[str, Any]) -> FigureProblem:
    return FigureProblem(
        id=row["id"],
        source="scigen",
        question=row["question"],
        image_type=row["image_type"],
        answer=Answer(text=row["answer"]),
        elements=tuple(row["elements"]),
        quizzes=tuple(
            Quiz(question=quiz["question"], options=quiz["options"], correct=quiz["correct_option"])
            for quiz in row["quizzes"]
        ),
    )
