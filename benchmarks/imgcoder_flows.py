"""Which flow of ImgCoder is better: the same problems through each, with replies that one model wrote for all.

    single   one prompt, one script without ids; read by the claims of the plan that the other flows have
    plan     understand, plan and code; nothing is repaired
    verify   the same script, checked, and repaired at most twice
    sketch   the same plan, drawn with Sketch, repaired at most twice

Replies: single.py; figure.py; repair-1.py and repair-2.py; sketch.py and sketch-repair-1.py in tests/data/imgcoder/good. Where a repair
was not recorded the model repeats its script. A claim of a mark without an id cannot be checked and counts nowhere, so the share of
`single` is one of fewer claims, and the labels that it is held against were planned without it. Labels that the reader of pixels looks
for are those of the plan, in all flows the same. Calls, tokens (of texts, `of_repairs` among them) and repairs are means of a figure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from recorded_replies import DATA, Case, coded, faults, good_cases, in_fences, keep, played, problem_of, step_of
from support.tokens import estimate_tokens

from scisynth.figures.pixels.matching import candidates, is_checkable, stands_in
from scisynth.figures.pixels.reader import is_installed, read_texts
from scisynth.figures.verify.claims import Finding
from scisynth.imgcoder.coder import CodedFigure
from scisynth.sandbox import Sandbox

SCRIPTS = {"single": "single", "plan": "figure", "verify": "figure", "sketch": "sketch"}
"""The first script of each flow."""
REPAIRS = {"verify": "repair", "sketch": "sketch-repair"}


def measure_flows(sandbox: Sandbox, out: Path | None) -> dict[str, Any]:
    """Each flow over the problems that have a reply for all of them."""
    measured = {}
    for flow in SCRIPTS:
        cases = flow_cases(flow)
        figures, calls = played(cases, sandbox, flow=flow, max_repairs=2)
        if flow == "single":
            codes = {case.problem.id: (DATA / "good" / case.problem.id / "single.py").read_text() for case in cases}
            figures = coded(good_cases(codes), sandbox)
        measured[flow] = measure_flow(figures, calls)
        keep(figures.values(), out, flow)
    return measured


def flow_cases(flow: str) -> list[Case]:
    """What the model answers in one flow."""
    cases = []
    for folder in sorted(path.parent for path in (DATA / "good").glob("*/sketch.py")):
        code = in_fences((folder / f"{SCRIPTS[flow]}.py").read_text())
        repairs = [in_fences(path.read_text()) for path in sorted(folder.glob(f"{REPAIRS.get(flow, '-')}-*.py"))]
        replies = {
            "understand": [(folder / "understanding.json").read_text()],
            "plan": [(folder / "plan.json").read_text()],
            "code": [code],
            "single": [code],
            "repair": repairs or [code],
        }
        cases.append(Case(problem=problem_of(folder)[0], replies=replies))
    return cases


def measure_flow(figures: Mapping[str, CodedFigure], calls: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The final figures of one flow, and what they cost."""
    drawn = [figure for figure in figures.values() if figure.best and figure.best.is_drawn]
    claims = count(item for figure in drawn for item in of(figure, "claims"))
    texts = count(item for figure in drawn for item in of(figure, "required"))
    repairs = [call for asked in calls.values() for call in asked if step_of(call.text) == "repair"]
    tokens, repair_tokens = (sum(map(tokens_in, asked)) for asked in ([*chain(*calls.values())], repairs))
    return {
        "figures": len(drawn),
        "verified": sum(figure.verified for figure in drawn),
        "verified_at_first": sum(is_verified_at_first(figure) for figure in drawn),
        "claims_held_of_checked": [claims["held"], claims["held"] + claims["failed"]],
        "claims_unchecked": claims["unchecked"],
        "givens_and_labels_held_of_checked": [texts["held"], texts["held"] + texts["failed"]],
        "layout_faults": sum(len(faults(figure, "layout")) for figure in drawn),
        "leaks": sum(len(faults(figure, "leaks")) for figure in drawn),
        "labels_read": labels_read(drawn),
        "calls": sum(map(len, calls.values())) / len(figures),
        "tokens_in": round(tokens / len(figures)),
        "of_repairs": round(repair_tokens / len(figures)),
        "repairs": len(repairs) / len(figures),
        "not_verified": {figure.problem.id: complaints(figure) for figure in drawn if not figure.verified},
        "without": {name: figure.reason for name, figure in figures.items() if figure not in drawn},
    }


def is_verified_at_first(figure: CodedFigure) -> bool:
    """Whether the first script needed no repair."""
    found = figure.attempts[0].verification
    return found is not None and found.passed


def of(figure: CodedFigure, part: str) -> Sequence[Finding]:
    """Findings of one part on the best attempt."""
    found = figure.best.verification if figure.best else None
    return getattr(found, part) if found else ()


def count(findings: Any) -> Counter[str]:
    """Findings by status."""
    return Counter(item.status for item in findings)


def tokens_in(call: Any) -> int:
    """Of all texts of one request, the system's too; images not counted."""
    contents = [message["content"] for message in call.body["messages"]]
    parts = [
        [content] if isinstance(content, str) else [part.get("text", "") for part in content] for content in contents
    ]
    return sum(estimate_tokens(text) for texts in parts for text in texts)


def labels_read(figures: Sequence[CodedFigure]) -> list[int] | None:
    """Labels of the plans that the reader of pixels finds, and how many it looks for; None without `[ocr]`."""
    if not is_installed():
        return None
    read = []
    for figure in figures:
        assert figure.plan is not None and figure.best is not None and figure.best.render is not None
        assert figure.best.render.image is not None
        places = candidates(read_texts(figure.best.render.image))
        read += [stands_in(label, places) for label in dict.fromkeys(figure.plan.labels) if is_checkable(label)]
    return [sum(read), len(read)]


def complaints(figure: CodedFigure) -> list[str]:
    """Why a figure is not verified."""
    found = figure.best.verification if figure.best else None
    lines = [f"{fault.kind} {', '.join(fault.of)}: {fault.message}" for fault in (found.faults if found else ())]
    return lines or [item.message for item in of(figure, "required") if item.status == "unchecked"]
