"""Recorded replies of a good model through the whole flow: right figures are verified at once, mistakes in them are told.

A part of what `benchmarks/imgcoder_checks.py` measures on all of them.
"""

import json

import pytest
from recorded_replies import DATA, coded, good_cases

pytest.importorskip("rdkit")

RIGHT = (
    "webinstruct-730270", "webinstruct-230076", "webinstruct-905344", "webinstruct-599578", "amthinking-312812",
    "webinstruct-1187770", "webinstruct-1471121", "megascience-130650", "webinstruct2_2-1479027",
)  # fmt: skip
"""Mechanics, rays, geometry, a chart, sets, a table, a graph, a process and a circuit of schemdraw."""
MISTAKES = {
    1: "amthinking-312812", 8: "webinstruct-1187770", 9: "webinstruct-1471121", 14: "webinstruct-161898", 29: "webinstruct-230076",
    7: "webinstruct-1070013", 41: "webinstruct-599578", 49: "webinstruct-730270", 56: "webinstruct-905344", 59: "webinstruct2_2-12964",
}  # fmt: skip
"""By number; one of a figure."""


def test_right_figures_in_ordinary_habits_are_verified_at_the_first_attempt(sandbox):
    codes = {name: (DATA / "good" / name / "figure.py").read_text(encoding="utf-8") for name in RIGHT}
    figures = coded(good_cases(codes), sandbox)
    for name, figure in figures.items():
        found = figure.best.verification
        assert figure.verified, (name, [*found.faults, *found.unchecked])


def test_mistakes_are_told_by_claims_that_were_made_without_knowing_them(sandbox):
    rows = [
        json.loads(line) for line in (DATA / "mistakes" / "mistakes.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chosen = {row["of"]: row for row in rows if row["number"] in MISTAKES}
    assert {row["number"]: name for name, row in chosen.items()} == MISTAKES
    codes = {}
    for name, row in chosen.items():
        codes[name] = (DATA / "good" / name / "figure.py").read_text(encoding="utf-8")
        for edit in row["edits"]:
            codes[name] = codes[name].replace(edit["old"], edit["new"])
    figures = coded(good_cases(codes, plan="plan_proposed.json"), sandbox)
    missed = [
        f"{row['number']} {row['kind']}" for name, row in chosen.items() if not figures[name].best.verification.faults
    ]
    assert not missed
