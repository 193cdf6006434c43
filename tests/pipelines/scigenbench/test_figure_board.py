"""Figure runs joined: names, paired tests on common problems, the published rows as they were published, a page with a plot."""

import json

import pytest
from support.fake_openai import FakeOpenAI

from scisynth.core.errors import DataError
from scisynth.pipelines.providers.access import ApiAccess
from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.scigenbench.config import FigureBenchConfig
from scisynth.pipelines.scigenbench.leaderboard import PUBLISHED, build_figure_board, perfect_problems
from scisynth.pipelines.scigenbench.run import run_figure_bench


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same figures by a judge that is right with an image, by one that always says A, and by none."""
    root = tmp_path_factory.mktemp("runs")
    grades = {"reasoning": "", "fidelity": 2, "layout": 1, "readability": 2, "plausibility": 2, "expressiveness": 1}
    with pytest.MonkeyPatch.context() as patch, FakeOpenAI() as server:
        patch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: ["Math - Plane Geometric"])
        patch.delenv("OPENAI_API_KEY", raising=False)
        server.behave = lambda call: json.dumps({**grades, "failures": []}) if "expressiveness" in call.text else "A"
        access = ApiAccess(base_url=server.base_url, backoff_s=0.002)
        run_figure_bench(FigureBenchConfig(ocr="off", num=8, judge="api:a", access=access), root / "a", seed=1)
        folder = f"folder:{root / 'a' / 'families'}"
        problems = [json.loads(line) for line in (root / "a" / "problems.jsonl").read_text().splitlines()]
        right = {quiz["question"]: quiz["options"][quiz["correct"]] for row in problems for quiz in row["quizzes"]}

        def sees(call):
            if "expressiveness" in call.text:
                return json.dumps({**grades, "failures": ["structural"]})
            question, _, options = call.text.partition("\nA. ")
            lines = f"A. {options}".split("\n")
            return next((line[0] for line in lines if line[3:] == right.get(question)), "A")

        server.behave = sees
        data = {"data": str(root / "a" / "problems.jsonl"), "generator": folder}
        run_figure_bench(FigureBenchConfig(ocr="off", judge="api:a", access=access, **data), root / "b", seed=1)
    run_figure_bench(FigureBenchConfig(ocr="off", **data), root / "c", seed=1)
    return root


def test_runs_stand_side_by_side_with_what_can_be_told(runs, tmp_path):
    board = build_figure_board([runs / "a", runs / "b", runs / "c"], tmp_path / "board").to_dict()
    names = [row["generator"] for row in board["rows"]]
    assert names[0] == "families" and names[1].startswith("folder:") and names[2].endswith("by code alone")
    assert json.loads((tmp_path / "board" / "leaderboard.json").read_text())["rows"] == board["rows"]
    # The run without a judge has nothing to compare.
    (pair,) = board["comparisons"]
    assert pair["test"]["difference"]["value"] == pytest.approx(
        board["rows"][0]["r_inv"]["value"] - board["rows"][1]["r_inv"]["value"]
    )
    assert pair["test"]["difference"]["n"] == 8 and pair["p_holm"] == pair["test"]["p_value"] < 0.05


def test_a_quiz_without_a_key_counts_nowhere(tmp_path):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "problems.jsonl").write_text('{"id": "p", "question": "Why?"}\n{"id": "q", "question": "How?"}\n')
    rows = [
        {"problem": "p", "index": 0, "status": "ok", "correct": True, "has_key": True},
        {"problem": "p", "index": 1, "status": "missing", "correct": None, "has_key": False},
        {"problem": "q", "index": 0, "status": "missing", "correct": None, "has_key": False},
        {"problem": "of an earlier version", "index": 0, "status": "ok", "correct": False},
    ]
    (tmp_path / "quizzes" / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert perfect_problems(tmp_path) == {"p: Why?": 1.0, "of an earlier version: ": 0.0}


def test_the_page_shows_the_plot_the_tables_and_whose_rows_are_published(runs, tmp_path):
    page = (build_figure_board([runs / "a", runs / "b"], tmp_path / "board"), tmp_path / "board" / "leaderboard.html")[
        1
    ]
    html = page.read_text()
    assert html.count('<g class="theirs"') == 11 and html.count('<g class="ours"') == 2
    assert "Gemini-3-Pro-ImgCoder: R_inv 77.9 %, expressiveness 1.90 (published)" in html
    assert "is better" in html and "Fraction of figures with a failure of this kind" in html


def test_published_rows_are_complete_and_in_range():
    overall, subjects = map(read_published, PUBLISHED)
    assert len(overall.rows) == len(subjects.rows) == 11 and set(overall.rows) == set(subjects.rows)
    assert all(len(row) == len(table.columns) for table in (overall, subjects) for row in table.rows.values())
    # R_inv of nine rows are counts of 1,387 problems, as the source's own denominator implies.
    counts = [row[0] * 13.87 for row in overall.rows.values()]
    assert sum(abs(count - round(count)) < 0.08 for count in counts) >= 9
    assert all(0 <= grade <= 2 for row in overall.rows.values() for grade in row[1:6])


def test_what_is_no_finished_run_is_said(runs, tmp_path):
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    (unfinished / "manifest.json").write_bytes((runs / "a" / "manifest.json").read_bytes())
    for folder, words in ((tmp_path / "none", "no manifest.json"), (unfinished, "expected a finished run")):
        with pytest.raises(DataError, match=words):
            build_figure_board([runs / "a", folder], tmp_path / "board")
