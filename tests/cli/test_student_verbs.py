"""`scisynth student data | check | export` as a user runs them: from a folder, with relative paths, and with slips."""

import json

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app

RUN = CliRunner()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made = RUN.invoke(app, ["tuples", "build", "--num", "8", "--seed", "3", "--out", "tuples"])
        assert made.exit_code == 0, made.output
        command = ["student", "data", "--type", "Physics - Mechanical", "--num", "10", "--sources", "families,tuples"]
        made = RUN.invoke(app, [*command, "--out", "items", "--json"])
        assert made.exit_code == 0, made.output
        (folder / "said.json").write_text(made.stdout)
    return folder


@pytest.fixture
def run(home, monkeypatch):
    monkeypatch.chdir(home)

    def invoke(*words, code=0):
        result = RUN.invoke(app, ["student", *map(str, words)])
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def items(home):
    return [json.loads(line) for line in (home / "items/items.jsonl").read_text().splitlines()]


def test_items_have_sources_splits_and_corrupted_figures(home):
    said, rows = json.loads((home / "said.json").read_text()), items(home)
    assert said["items"] == len(rows) and set(said["by_source"]) == {"families", "tuples"}
    assert {"train", "val", "test"} <= set(said["by_split"])
    figures = [row for row in rows if row["source"] == "families"]
    sound = {row["id"]: row for row in figures if not row["defect"]}
    corrupted = [row for row in figures if row["defect"]]
    assert corrupted and all(row["verification"] == "failed" for row in corrupted)
    for row in corrupted:
        own = sound[row["id"].replace(f"-{row['defect']}#", "#")]
        assert (row["question"], row["answer"]) == (own["question"], own["answer"])
        assert row["image_hash"] != own["image_hash"]
    stems = {split: {row["content"] for row in figures if row["split"] == split} for split in ("train", "val", "test")}
    assert not stems["train"] & (stems["val"] | stems["test"])


def test_questions_of_tuples_need_the_image(home):
    rows = [row for row in items(home) if row["source"] == "tuples"]
    assert len({row["id"] for row in rows}) == len(rows) and len(rows) % 3 == 0
    assert {row["answer"]["text"] for row in rows} == {"left", "right", "yes", "no"}
    for row in rows:
        assert (home / "items" / row["image"]).is_file() and row["solution"]


def test_a_second_run_draws_nothing_again(home, run, monkeypatch):
    before = {path: path.stat().st_mtime_ns for path in (home / "items/images").iterdir()}
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.run_families", None)
    run("data", "--type", "Physics - Mechanical", "--num", 10, "--sources", "families,tuples", "--out", "items")
    assert {path: path.stat().st_mtime_ns for path in (home / "items/images").iterdir()} == before


def test_the_check_passes_and_tells_the_usual_answer(run):
    said = run("check", "items")
    assert "0 on which the reward errs" in said and "always gives the usual answer" in said


def test_a_test_set_that_overlaps_is_told_and_dropped(home, run):
    row = next(row for row in items(home) if row["split"] == "train" and row["kind"] == "problem")
    problem = {"id": "p", "question": row["question"], "image_type": "", "answer": "1", "quizzes": []}
    (home / "bench.json").write_text(json.dumps([problem]))
    assert "stands in bench.json (words" in run("check", "items", "--against", "bench.json", code=3)
    said = run("data", "--type", "Physics - Mechanical", "--num", 10, "--against", "bench.json", "--out", "clean")
    assert "stand in test sets and were left out" in said
    report = json.loads((home / "clean/report.json").read_text())
    assert {found["test_set"] for found in report["dropped"]} == {"bench.json"}


def test_rows_are_exported_with_a_dose(home, run):
    run("export", "items", "--format", "ms-swift", "--num", 8, "--flawed", 0.5, "--out", "dosed")
    rows = [json.loads(line) for line in (home / "dosed/train.jsonl").read_text().splitlines()]
    files = {f"{row['image_hash']}.png": row["defect"] for row in items(home)}
    assert [bool(files[row["images"][0].rpartition("/")[2]]) for row in rows].count(True) == 4 and len(rows) == 8


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "items", "--format", "trl", "--out", "x"), "unknown format 'trl'"),
        (("export", "nowhere", "--out", "x"), "expected items.jsonl, found none"),
        (("export", "items", "--num", 10_000, "--out", "x"), "ask for fewer"),
        (("export", "items", "--filter", "checked", "--out", "x"), "'verified', 'judged' or 'none'"),
        (("export", "items", "--flawed", 2, "--out", "x"), "less than or equal to 1"),
        (("data", "--sources", "nowhere", "--out", "y"), "--sources nowhere: expected `families`"),
        (("data", "--against", "nowhere", "--out", "y"), "--against nowhere: expected a file of problems"),
        (("check", "tuples"), "expected items.jsonl, found none"),
    ],
)
def test_slips_are_one_line(run, words, said):
    output = run(*words, code=2)
    assert said in " ".join(output.split()) and "Traceback" not in output


def test_an_item_without_its_image_is_told(home, run):
    lost = home / "lost"
    (lost / "images").mkdir(parents=True)
    (lost / "items.jsonl").write_text(json.dumps(items(home)[0]) + "\n")
    assert "1 without their image" in run("check", "lost", code=3)
    run("export", "lost", "--out", "rows", code=2)
    assert not (home / "rows").exists()


def test_everything_in_the_test_set_leaves_nothing(home, run):
    rows = [
        {"id": str(n), "question": row["question"], "image_type": "", "answer": "1", "quizzes": []}
        for n, row in enumerate(items(home))
    ]
    (home / "all.json").write_text(json.dumps(rows))
    said = run("data", "--type", "Physics - Mechanical", "--num", 10, "--against", "all.json", "--out", "empty", code=2)
    assert "all of them stand in the test sets" in " ".join(said.split())
