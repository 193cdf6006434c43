"""Replies that were recorded once, played through the whole of ImgCoder from a server on this machine.

`played` asks as a user does, over HTTP, and keeps what was asked; `coded` gives the figures alone. The data lie in tests/data/imgcoder.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.core.images import png_bytes
from scisynth.core.problems import Answer, FigureProblem
from scisynth.figures.families.registry import image_types
from scisynth.figures.verify.claims import Finding
from scisynth.imgcoder.coder import CodedFigure, CoderSettings, ImgCoder
from scisynth.sandbox import Sandbox

TESTS = Path(__file__).parents[1] / "tests"
DATA = TESTS / "data" / "imgcoder"
sys.path.append(str(TESTS))
from support.fake_openai import FakeOpenAI  # noqa: E402  the path is set above
from support.scripted_model import step_of  # noqa: E402


@dataclass(frozen=True, kw_only=True)
class Case:
    """A problem with what the model answers, by step; a list is said one after the other, its last entry from then on."""

    problem: FigureProblem
    replies: Mapping[str, Sequence[str]]


def coded(cases: Sequence[Case], sandbox: Sandbox, **settings: Any) -> dict[str, CodedFigure]:
    """All cases through ImgCoder, by the problem's id."""
    return played(cases, sandbox, **settings)[0]


def played(
    cases: Sequence[Case], sandbox: Sandbox, **settings: Any
) -> tuple[dict[str, CodedFigure], dict[str, list[Any]]]:
    """All cases through ImgCoder, and what it asked for each; by the problem's id."""
    asked: Counter[tuple[str, str]] = Counter()
    calls: dict[str, list[Any]] = {case.problem.id: [] for case in cases}

    def behave(call: Any) -> str:
        step = step_of(call.text)
        case = max(cases, key=lambda item: shared(item.problem.question, call.text))
        asked[case.problem.id, step] += 1
        calls[case.problem.id].append(call)
        said = case.replies.get(step) or case.replies["code"]
        return said[min(asked[case.problem.id, step], len(said)) - 1]

    with FakeOpenAI() as server:
        server.behave = behave
        client = ChatClient(ApiSettings(model="recorded", base_url=server.base_url, timeout_s=60))
        coder = ImgCoder(client, sandbox, CoderSettings(**{"max_repairs": 0, **settings}), image_types=image_types())
        figures = coder.draw([case.problem for case in cases])
    return {figure.problem.id: figure for figure in figures}, calls


def shared(question: str, text: str) -> float:
    """Share of a question's words that stand in a prompt, whatever was done to its markup."""
    words = set(question.split())
    return len(words & set(text.split())) / max(len(words), 1) + len(words) * 1e-4


def problem_of(folder: Path) -> tuple[FigureProblem, dict[str, Any]]:
    """The problem of a folder, and all that is said of it."""
    row = json.loads((folder / "problem.json").read_text())
    answer = Answer(text=str(row.get("answer", "")))
    return FigureProblem(
        id=row["id"], source="own", question=row["question"], image_type=row["image_type"], answer=answer
    ), row


def in_fences(code: str) -> str:
    """As a model answers."""
    return f"```python\n{code}\n```"


def good_cases(codes: Mapping[str, str] | None = None, step: str = "code", plan: str = "plan.json") -> list[Case]:
    """The replies of the good model, with `plan` where there is one of that name; `codes` replaces scripts, by problem, and
    leaves the other problems out."""
    cases = []
    for folder in sorted((DATA / "good").iterdir()):
        problem, _ = problem_of(folder)
        if codes is not None and problem.id not in codes:
            continue
        code = (folder / "figure.py").read_text() if codes is None else codes[problem.id]
        replies = {
            "understand": [(folder / "understanding.json").read_text()],
            "plan": [plan_file(folder, plan).read_text()],
            step: [in_fences(code)],
        }
        cases.append(Case(problem=problem, replies=replies))
    return cases


def plan_file(folder: Path, plan: str) -> Path:
    """The plan of this name, `plan.json` where there is none."""
    return path if (path := folder / plan).is_file() else folder / "plan.json"


def findings(figure: CodedFigure) -> list[Finding]:
    """On claims, givens and labels."""
    found = figure.best.verification if figure.best else None
    return [*found.claims, *found.required] if found else []


def faults(figure: CodedFigure, part: str) -> list[Finding]:
    """Failed findings of one part."""
    found = figure.best.verification if figure.best else None
    return [item for item in getattr(found, part) if item.status == "failed"] if found else []


def keep(figures: Iterable[CodedFigure], out: Path | None, name: str) -> None:
    """Images of a set, for the eye."""
    if out is None:
        return
    (out / name).mkdir(parents=True, exist_ok=True)
    for figure in figures:
        if figure.best and figure.best.render and figure.best.render.image:
            (out / name / f"{figure.problem.id}.png").write_bytes(png_bytes(figure.best.render.image))
