"""The check of a figure is bounded: whatever the marks and claims are, it ends as a state in time, memory and words."""

import json
import os
import signal

import pytest
from support.hostile_figures import CLAIMS, NUMBERS, PAGES, PILED_TEXTS, forged, hostile_claims, line, page, text

from scisynth.clients.parse import parse_reply
from scisynth.core.texts import shorten_middle
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.verify import MAX_OF_A_KIND, verify
from scisynth.imgcoder.checker import Checker, CheckLimits
from scisynth.imgcoder.coded import MAX_LINES, Attempt
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.prompting import REPAIR_BYTES
from scisynth.imgcoder.replies import Script
from scisynth.sandbox import RenderResult

GOOD = page(line("side:a", (100, 100), (300, 100)), text("3 cm", (180, 60), "label:a"))
HELD = [Claim(kind="near", of=("label:a", "side:a"))]
EVERYTHING = [
    *HELD,
    Claim(kind="ratio", of=("side:a", "side:b"), value=2.0),
    Claim(kind="netlist", value="resistor:R1 n1 n2"),
    Claim(kind="smiles", value="CCO"),
    Claim(kind="connected", of=("side:a", "side:b")),
]


@pytest.fixture(scope="module")
def checker():
    """Four times the usual limit, so that a slow machine passes, too."""
    with Checker(CheckLimits(cpu_s=20)) as opened:
        yield opened


@pytest.mark.parametrize("name", PAGES)
def test_no_page_gets_past_its_limits_and_the_next_figure_is_checked(checker, name):
    found = checker.check(PAGES[name].encode(), None, EVERYTHING, ["3 cm", "17"])
    assert found.status in ("checked", "unreadable"), f"{found.status}: {found.reason}"
    assert found.status == "checked" or found.reason
    kinds = [fault.kind for fault in found.faults]
    assert all(kinds.count(kind) <= MAX_OF_A_KIND + 1 for kind in kinds) and not found.passed
    assert len(json.dumps([vars(fault) for fault in found.faults])) < 30_000
    assert checker.check(GOOD.encode(), None, HELD).passed


@pytest.mark.parametrize("number", NUMBERS)
def test_no_claim_gets_past_its_limits(checker, number):
    rows = json.loads(json.dumps(CLAIMS).replace('"@"', number))
    claims = [Claim(kind=row["kind"], of=tuple(row.get("of", ())), value=_value(row.get("value"))) for row in rows]
    found = checker.check(GOOD.encode(), None, [*HELD, *claims])
    assert found.status == "checked" and found.claims[0].status == "held"
    assert len(found.claims) == len(claims) + 1


def _value(value):
    return tuple(value) if isinstance(value, list) else value


def test_the_count_of_what_is_not_told_is_exact(checker):
    found = checker.check(page(*(text(f"label {n}") for n in range(600))).encode(), None, HELD)
    overlaps = [fault for fault in found.layout if fault.kind == "overlap"]
    assert len(overlaps) == MAX_OF_A_KIND + 1 and overlaps[-1].message == "and 179,680 more of this kind"
    assert found.num_faults == 600 * 599 / 2


def test_what_a_repair_is_told_is_short(checker):
    found = checker.check(page(*(text("17", (1000, n)) for n in range(600))).encode(), None, EVERYTHING, ["17"])
    assert found.num_faults > 600
    told = Attempt(
        script=Script(code="x"), render=RenderResult(status="ok", reason="", tier="landlock", image=object()), verification=found
    ).complaints()  # fmt: skip
    assert len(told.splitlines()) <= MAX_LINES and len(told) < REPAIR_BYTES / 2
    assert len(shorten_middle("é" * 50_000, 4000).encode()) <= 4000


@pytest.mark.parametrize("cause", ["memory", "time", "death"])
def test_a_check_that_meets_a_limit_is_a_state_and_the_next_is_a_new_process(cause, monkeypatch):
    """The limits are so low here that an ordinary page meets them."""
    limits = {"memory": CheckLimits(memory_mb=150), "time": CheckLimits(cpu_s=0.1), "death": CheckLimits()}[cause]
    heavy = PAGES["many empty lists"]
    with Checker(limits) as checker:
        assert checker.check(GOOD.encode(), None, HELD).passed
        before = checker.pid
        if cause == "death":
            usual = checker._worker.stdin.flush
            monkeypatch.setattr(checker._worker, "stdin", _Killing(checker._worker.stdin, before, usual))
        found = checker.check((GOOD if cause == "death" else heavy).encode(), None, HELD)
        assert (found.status, found.passed, found.score) == ("check_failed", False, None)
        assert {"memory": "150 MB", "time": "0.1 s", "death": "ended"}[cause] in found.reason
        assert checker.check(GOOD.encode(), None, HELD).passed and checker.pid != before


class _Killing:
    """A line whose other end dies when it is written to."""

    def __init__(self, line, pid, flush):
        self.line, self.pid, self.flush = line, pid, flush

    def write(self, data):
        os.kill(self.pid, signal.SIGKILL)
        return len(data)

    def close(self):
        self.line.close()


def test_a_figure_without_marks_is_unreadable(checker):
    assert checker.check(None, None, HELD).status == "unreadable"


def test_the_process_answers_as_the_plain_function_does(checker, sandbox):
    result = sandbox.render(PILED_TEXTS.replace("600", "60"))
    claims = [Claim(kind="count", of=("side",), value=1), Claim(kind="label", value="label 7")]
    drawing = Drawing.from_rows(result.marks)
    here = verify(drawing, claims, ["label 9"], fitted=not drawing.is_exact, image=result.image)
    assert checker.check(result.marks_json, result.image, claims, ["label 9"]) == here
    assert here.claims[0].status == "held" and here.num_faults > MAX_OF_A_KIND


def test_a_forged_figure_is_drawn_and_its_marks_refused(checker, sandbox):
    result = sandbox.render(forged(PAGES["a number of 401 digits"]))
    assert result.ok and result.marks is None
    found = checker.check(result.marks_json, result.image, HELD)
    assert found.status == "unreadable" and "out of range" in found.reason


def test_absurd_claims_of_a_plan_are_refused_one_by_one():
    base = {key: [] for key in ("content", "layout", "labels", "considerations")}
    good = {"kind": "value", "of": ["label:m"], "value": 6.02e23}
    absurd = [
        {"kind": "count", "of": ["a"], "value": 10**401},
        {"kind": "count", "of": ["a"], "value": 5001},
        {"kind": "angle", "of": ["a", "b"], "value": 1e10},
        {"kind": "at", "of": ["a"], "value": [1] * 1000},
        {"kind": "at", "of": ["a"], "value": [1, {"x": 1}]},
        {"kind": "near", "of": ["a" * 500]},
        {"kind": "near", "of": ["a"] * 41},
        {"kind": "near", "of": "a"},
        {"kind": "label", "value": "x" * 5000},
        {"kind": "angle", "of": ["a", "b"], "value": True},
        {"kind": 3},
        7,
        None,
    ]
    plan = Plan.model_validate_json(json.dumps({**base, "claims": [good, *absurd, good]}))
    assert [claim.value for claim in plan.claims] == [6.02e23] * 2
    assert len(plan.refused) == len(absurd) and all("expected" in reason for reason in plan.refused)
    many = Plan.model_validate({**base, "claims": [good] * 5000 + [{"kind": "smiles", "value": "C"}]})
    assert len(many.claims) == 60 and len(many.refused) == 61 and "more claims" in many.refused[-1]
    slow = Plan.model_validate({**base, "claims": [{"kind": "smiles", "value": "C"}] * 9 + [good]})
    assert [claim.kind for claim in slow.claims] == ["smiles"] * 4 + ["value"]


@pytest.mark.parametrize("place", range(len(NUMBERS)))
def test_a_plan_with_endless_numbers_can_be_kept_as_json(place):
    base = {key: [] for key in ("content", "layout", "labels", "considerations")}
    plan = Plan.model_validate_json(json.dumps(base)[:-1] + f', "claims": {hostile_claims(place)}}}')
    json.dumps(plan.model_dump(), allow_nan=False)
    plan.split_claims("10^" + "9" * 5000 + " and 3 cm")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400, "NaN", "Infinity", "-Infinity"])
def test_an_endless_number_costs_its_claim_and_not_the_plan(number):
    base = {key: [] for key in ("content", "layout", "labels", "considerations")}
    good = {"kind": "value", "of": ["label:m"], "value": 3}
    absurd = {"kind": "count", "of": ["a"], "value": "@"}
    reply = json.dumps({**base, "claims": [good, absurd, good]}).replace('"@"', number)
    plan, reason = parse_reply(f"```json\n{reply}\n```", Plan)
    assert plan is not None, reason
    assert [claim.value for claim in plan.claims] == [3, 3] and len(plan.refused) == 1
