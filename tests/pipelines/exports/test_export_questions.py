"""Questions as tasks of lmms-eval and VLMEvalKit: what is written, and that their hooks ask and grade as `student eval` does."""

import base64
import csv
import importlib.util
import io
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
import yaml
from PIL import Image
from support.verbs import error_line, run, run_json

from scisynth.core.images import open_image


@pytest.fixture
def data(tmp_path):
    """Two open questions of SciGenBench's layout with images, and MathVision's with options."""
    (tmp_path / "images").mkdir()
    for n in range(2):
        Image.new("RGB", (48, 48), (n, 0, 200)).save(tmp_path / "images" / f"q{n}.png")
    rows = [
        {"id": f"q{n}", "multimodal_question": f'Read\tthe "force"\nof {n}.', "answer": f"{n + 2} N", "image_type": "x"}
        for n in range(2)
    ]
    (tmp_path / "open.json").write_text(json.dumps(rows))
    choice = {"id": "q0", "question": "<image1>Which?", "options": ["1", "2", "3"], "answer": "B", "subject": "algebra"}
    (tmp_path / "choice.json").write_text(json.dumps([choice]))
    return tmp_path


def export(data, protocol, file, name, *further):
    given = ["--protocol", protocol, "--data", data / file, "--images", data / "images", "--format", name]
    return run_json("export", "questions", *given, *further, "--out", data / "out")


class Loader(yaml.SafeLoader):
    """YAML in which `!function x.y` is a text, as lmms-eval reads it."""


Loader.add_constructor("!function", lambda loader, node: loader.construct_scalar(node))


def load_utils(folder):
    spec = importlib.util.spec_from_file_location("exported_utils", folder / "utils.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_task_of_lmms_eval_asks_and_grades(data):
    result = export(data, "scigenbench", "open.json", "lmms-eval")
    assert (result["task"], result["questions"]) == ("scisynth_scigenbench", 2)
    task = yaml.load((data / "out" / "scisynth_scigenbench.yaml").read_text(), Loader)
    assert task["task"] == "scisynth_scigenbench" and task["output_type"] == "generate_until"
    assert task["generation_kwargs"] == {"max_new_tokens": 8192, "temperature": 0.6, "do_sample": True}
    rows = pq.read_table(task["dataset_kwargs"]["data_files"]["test"]).to_pylist()
    utils = load_utils(data / "out")
    hooks = {task[name].removeprefix("utils.") for name in ("doc_to_visual", "doc_to_text", "doc_to_target", "process_results")}  # fmt: skip
    assert all(callable(getattr(utils, name)) for name in hooks)
    first = rows[0]
    assert first["id"] == "q0" and utils.doc_to_target(first) == "2 N"
    assert utils.doc_to_text(first).startswith('Read\tthe "force"\nof 0.\n') and "\\boxed{}" in utils.doc_to_text(first)
    (shown,) = utils.doc_to_visual(first)
    assert shown.size == (48, 48) and shown.getpixel((0, 0)) == (0, 0, 200)
    names = {metric["metric"] for metric in task["metric_list"]}
    for reply, right, readable in (("\\boxed{2.0 N}", 1, 1), ("\\boxed{3 N}", 0, 1), ("It pulls.", 0, 0)):
        found = utils.process_results(first, [reply])
        assert found == {"scisynth_accuracy": right, "scisynth_readable": readable} and set(found) == names


def test_options_are_graded_by_their_letter(data):
    export(data, "mathvision", "choice.json", "lmms-eval")
    (row,) = pq.read_table(data / "out" / "data" / "test.parquet").to_pylist()
    utils = load_utils(data / "out")
    assert "B. 2" in utils.doc_to_text(row) and "<image1>" not in utils.doc_to_text(row)
    assert utils.process_results(row, ["\\boxed{B}"])["scisynth_accuracy"] == 1
    assert utils.process_results(row, ["\\boxed{C}"])["scisynth_accuracy"] == 0


def test_a_table_of_vlmevalkit_and_its_grader(data):
    result = export(data, "scigenbench", "open.json", "vlmevalkit")
    assert "--mode infer" in result["command"]
    with (data / "out" / "scisynth_scigenbench.tsv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["index"] for row in rows] == ["0", "1"] and rows[1]["answer"] == "3 N" and rows[0]["category"] == "x"
    assert rows[0]["question"].startswith('Read\tthe "force"\nof 0.\n')
    assert len(rows[0]["image"]) > 64 and open_image(base64.b64decode(rows[0]["image"])).size == (48, 48)
    pytest.importorskip("pandas", reason="VLMEvalKit brings pandas along")
    replies = ["\\boxed{2 N}", "no idea"]
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, [*rows[0], "prediction"], delimiter="\t")
    table.writeheader()
    table.writerows({**row, "prediction": reply} for row, reply in zip(rows, replies, strict=True))
    (data / "m.tsv").write_text(text.getvalue())
    done = subprocess.run([sys.executable, data / "out" / "grade.py", data / "m.tsv"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 of 2 right (50.0 %), 1 without an answer that can be read\n"
    assert (data / "m_graded.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--data", "open.json", "--images", "images", "--format", "lm-eval"], "did you mean 'lmms-eval'"),
        (["--images", "images"], "--data: expected the file or the folder of scigenbench"),
        (["--data", "open.json"], "expected an image of 'q0'"),
        (["--data", "open.json", "--images", "images", "--protocol", "mathvision"], "they fit --protocol scigenbench"),
        (["--data", "nowhere.json", "--images", "images"], "nowhere.json"),
    ],
)
def test_what_cannot_be_exported_is_one_line_and_leaves_nothing(data, monkeypatch, arguments, expected):
    monkeypatch.chdir(data)
    assert expected in error_line("export", "questions", *arguments, "--out", "out")
    assert not (data / "out").exists()


def test_vlmevalkit_takes_one_image_a_row(data):
    (row,) = json.loads((data / "choice.json").read_text())
    images = [f"images/q{n}.png" for n in range(2)]
    several = {"id": "s", "question": "Which?", "answer": "2", "subject": "x", "images": images}
    (data / "several.json").write_text(json.dumps([several]))
    given = ["--protocol", "seephys", "--data", data / "several.json", "--out", data / "out"]
    assert "expected one image, found 2" in error_line("export", "questions", *given, "--format", "vlmevalkit")
    run("export", "questions", *given, "--format", "lmms-eval")
    assert row["answer"] == "B"
