"""The deliberate mistakes of tests/data/imgcoder/mistakes fit the right figures that they change.

Each row names a figure of `good` and the edits that make it wrong. An edit must find its place exactly once, in the script as it
is stored, and the changed script must still be Python. Nothing is rendered here.
"""

import ast
import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data" / "imgcoder"
ROWS = [json.loads(line) for line in (DATA / "mistakes" / "mistakes.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['number']}-{row['kind']}")
def test_every_edit_fits_once_and_leaves_python(row: dict) -> None:
    script = (DATA / "good" / row["of"] / "figure.py").read_text(encoding="utf-8")
    changed = script
    for edit in row["edits"]:
        assert script.count(edit["old"]) == 1, edit["old"]
        assert changed.count(edit["old"]) == 1, edit["old"]
        changed = changed.replace(edit["old"], edit["new"])
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(script))


def test_the_mistakes_are_many_and_spread() -> None:
    problems = {
        row["of"]: json.loads((DATA / "good" / row["of"] / "problem.json").read_text(encoding="utf-8")) for row in ROWS
    }
    figures = [row["of"] for row in ROWS]
    assert [row["number"] for row in ROWS] == list(range(1, 65))
    assert all(problem["eye"]["right"] for problem in problems.values())
    assert max(figures.count(figure) for figure in problems) <= 3
    assert len({row["kind"] for row in ROWS}) >= 45
    assert len({problem["image_type"] for problem in problems.values()}) >= 16
