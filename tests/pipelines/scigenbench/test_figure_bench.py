"""SciGenBench whole: families as problems, a scripted judge, failures as states, the exam, and a run that goes on."""

import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal

from scisynth.clients.budget import Budget
from scisynth.core.errors import ConfigError, DataError, MissingExtraError
from scisynth.core.images import open_image
from scisynth.core.records import Cost
from scisynth.figures.families.registry import family_names
from scisynth.figures.pixels import reader
from scisynth.pipelines.providers.access import ApiAccess, Spending
from scisynth.pipelines.scigenbench import generate
from scisynth.pipelines.scigenbench import pixels as figure_pixels
from scisynth.pipelines.scigenbench.config import FigureBenchConfig
from scisynth.pipelines.scigenbench.results import CodedRow
from scisynth.pipelines.scigenbench.run import plan_figure_bench, run_figure_bench

TYPES = ["Math - Plane Geometric", "Universal - Table / Grid"]
TOP = {
    "reasoning": "fine",
    "fidelity": 2,
    "layout": 2,
    "readability": 2,
    "plausibility": 2,
    "expressiveness": 2,
    "failures": [],
}


@pytest.fixture(autouse=True)
def two_types(monkeypatch):
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: TYPES)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        running.behave = lambda call: json.dumps(TOP) if "expressiveness" in call.text else "A"
        yield running


def config(server=None, **changes):
    access = ApiAccess(base_url=server.base_url, backoff_s=0.002) if server else ApiAccess()
    return FigureBenchConfig(num=2, access=access, **{"ocr": "off", **changes})


def run(config, out, **options):
    """The JSON form of a run, whose keys users read."""
    return run_figure_bench(config, out, **options).to_dict()


def test_without_a_judge_code_alone_has_checked_everything(tmp_path):
    result = run(config(), tmp_path, seed=3)
    assert result["outcomes"]["pictures"] == {"ok": 4} and result["r_inv"] is None and result["dimensions"] is None
    assert result["structural"]["value"] == 1.0 and result["cost"]["requests"] == 0
    assert (tmp_path / "gallery.html").read_text().count("<article") == 4


def test_a_judge_answers_every_quiz_twice_and_grades(tmp_path, server, monkeypatch):
    result = run(config(server, judge="api:fake", exam=1), tmp_path, seed=3)
    # A judge that says A to everything: about a quarter right, the image adds nothing, and every twin passes it.
    assert result["information_gain"]["value"] == 0 and result["per_quiz"]["value"] == result["blind"]["value"]
    assert result["coverage"] == 1.0 and result["dimensions"]["ceiling"]["value"] == 1.0
    assert result["exam"]["sensitivity"]["value"] == 0.0 and result["exam"]["false_alarms"]["value"] == 0.0
    assert set(result["by_type"]) == set(TYPES) and set(result["by_subject"]) == {"Math", "Universal"}
    asked = len(server.calls)
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.SceneDrawer", None)  # nothing is drawn a second time
    again = run(config(server, judge="api:fake", exam=1), tmp_path, seed=3)
    assert len(server.calls) == asked and again["per_quiz"] == result["per_quiz"]


def test_failures_are_states_in_every_denominator(tmp_path, server):
    server.behave = lambda call: refusal()
    result = run(config(server, judge="api:fake", blind=False), tmp_path, seed=3)
    assert set(result["outcomes"]["quizzes"]) == set(result["outcomes"]["grades"]) == {"refused"}
    assert result["r_inv"]["value"] == 0.0 and result["r_inv"]["n"] == 4 and result["r_inv_answered"]["n"] == 0
    assert result["coverage"] == 0.0


def test_a_folder_made_elsewhere_is_graded_and_what_it_lacks_is_missing(tmp_path, server):
    made = tmp_path / "made"
    run(config(), made, seed=3)
    folder = made / "families"
    lines = (folder / "metadata.jsonl").read_text().splitlines()
    (folder / "metadata.jsonl").write_text("\n".join(lines[1:]) + "\n")
    changed = config(server, judge="api:fake", data=str(made / "problems.jsonl"), generator=f"folder:{folder}")
    result = run(changed.model_copy(update={"num": None}), tmp_path / "run", seed=3)
    assert result["outcomes"]["pictures"] == {"missing": 1, "ok": 3}
    assert result["outcomes"]["quizzes"]["missing"] >= 3 and result["r_inv"]["n"] == 4


def test_a_coder_without_budget_is_a_state_with_its_reason_and_cost_is_kept(tmp_path, server, monkeypatch):
    made = tmp_path / "made"
    run(config(), made, seed=3)
    asked = config(server, data=str(made / "problems.jsonl"), generator="imgcoder:m")
    result = run(asked, tmp_path / "run", seed=3, spending=Spending(budget=Budget(max_requests=0)))
    assert result["outcomes"]["pictures"] == {"budget": 2}

    def paid(coder, folder, **_):
        folder.mkdir(parents=True)
        (folder / "metadata.jsonl").write_text("")
        cost = {"requests": 3, "input_tokens": 5, "output_tokens": 7, "usd": 1.5}
        ids = [json.loads(line)["id"] for line in (folder.parent / "problems.jsonl").read_text().splitlines()]
        rows = [
            CodedRow(id=name, file="", status="refused", reason="no", score=None, cost=Cost(**cost)) for name in ids
        ]
        return SimpleNamespace(figures=rows)

    monkeypatch.setattr(generate, "run_imgcoder", paid)
    result = run(asked, tmp_path / "paid", seed=3)
    assert result["outcomes"]["pictures"] == {"refused": 2} and result["cost"]["usd"] == 3.0


def test_two_problems_in_the_same_words_keep_their_own_figures(tmp_path):
    rows = [{"id": name, "question": "the same words", "answer": "1"} for name in ("p1", "p2")]
    (tmp_path / "p.json").write_text(json.dumps(rows))
    lines = []
    for name, color in (("p2", "blue"), ("p1", "red")):
        Image.new("RGB", (40, 40), color).save(tmp_path / f"{name}.png")
        lines.append(json.dumps({"file_name": f"{name}.png", "id": name, "prompt": "the same words"}))
    (tmp_path / "metadata.jsonl").write_text("\n".join(lines) + "\n")
    same = FigureBenchConfig(data=str(tmp_path / "p.json"), generator=f"folder:{tmp_path}", ocr="off")
    run(same, tmp_path / "run", seed=0)
    records = [json.loads(line) for line in (tmp_path / "run" / "images" / "images.jsonl").read_text().splitlines()]
    colors = [open_image(tmp_path / "run" / "images" / row["file"]).getpixel((0, 0)) for row in records]
    (tmp_path / "p.json").write_text(json.dumps([{**row, "question": "other words"} for row in rows]))
    with pytest.raises(DataError, match="the problems have changed since this run began"):
        run(same, tmp_path / "run", seed=0)
    assert [row["prompt_id"] for row in records] == ["p1", "p2"] and colors == [(255, 0, 0), (0, 0, 255)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"judge": "", "exam": 2}, "no judge to validate"),
        ({"clip": "lab-judge"}, "lab-judge"),
        ({"generator": "folder:nowhere", "data": "one.json"}, "expected a folder of images"),
        ({"generator": "folder:y", "data": "none.json"}, "at least one problem, found none"),
        ({"generator": "folder:y", "data": "twice.json"}, "'p' stands twice"),
        ({"judge": "lab-judge"}, "expected api:MODEL"),
        ({"data": "x.json", "generator": "folder:y"}, "expected a JSON, JSON Lines, Parquet or CSV file of problems"),
        ({"data": "x.json"}, "draws only its own problems"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_drawn(tmp_path, monkeypatch, changes, words):
    monkeypatch.chdir(tmp_path)
    row = {"id": "p", "question": "?", "answer": "1"}
    for name, rows in (("none", []), ("one", [row]), ("twice", [row, row])):
        (tmp_path / f"{name}.json").write_text(json.dumps(rows))
    with pytest.raises(ValueError, match=words):
        run(config(**changes), tmp_path / "run", seed=0)
    assert not (tmp_path / "run").exists()


def test_the_prompt_of_a_image_model_says_what_a_figure_is():
    assert "result not shown" in generate.IMAGE_PROMPT


def test_the_multimodal_question_is_graded_by_code_and_joins_the_published_count(tmp_path, server):
    server.behave = lambda call: (
        json.dumps(TOP) if "expressiveness" in call.text else "A" if "\nA. " in call.text else "Answer: no idea"
    )
    result = run(config(server, judge="api:fake"), tmp_path, seed=3)
    # Every family's problem has such a question; words that are no answer are neither right nor wrong, and wrong of all.
    assert result["outcomes"]["questions"]["unparsed"] == result["questions"]["accuracy_all"]["n"] == 4
    assert result["questions"]["accuracy"]["n"] == 0 and result["questions"]["accuracy_all"]["value"] == 0
    assert result["r_inv_paper_with_question"] is None, "no question was graded"


def test_paper_compat_asks_unshuffled_and_never_blind(tmp_path, server):
    result = run(config(server, judge="api:fake", paper_compat=True), tmp_path, seed=3)
    assert result["blind"] is None and result["information_gain"] is None
    assert all(call.images for call in server.calls)
    problems = [json.loads(line) for line in (tmp_path / "problems.jsonl").read_text().splitlines()]
    first = problems[0]["quizzes"][0]
    options = "\n".join(f"{letter}. {text}" for letter, text in first["options"].items())
    assert any(call.text == f"{first['question']}\n{options}" for call in server.calls)


def test_figures_are_measured_against_the_references_that_the_data_names(tmp_path):
    made = run(config(), tmp_path / "made", seed=3)
    assert made["pictures"] is None, "the families' figures are their own references"
    folder = tmp_path / "made" / "families"
    again = FigureBenchConfig(
        data=str(folder / "problems.jsonl"), generator=f"folder:{folder}", clip="lab-clip", ocr="off"
    )
    measured = run(again, tmp_path / "again", seed=3)["pictures"]
    assert measured["num_references"] == 4 and measured["ssim"]["score"]["value"] == pytest.approx(1.0)
    assert measured["psnr"]["score"]["value"] > measured["psnr"]["blank"]["value"] > 0
    assert measured["sets"]["fid"]["status"] == "unreliable" and measured["sets"]["kid"]["value"] < 1e-6
    assert measured["clip"]["score"]["n"] == 4 and measured["clip_model"] == "lab-clip"


@pytest.mark.thorough
def test_real_references_lie_in_a_folder_of_their_own(tmp_path, shared_data):
    data, references = shared_data / "scigenbench" / "seephys.json", shared_data / "scigenbench" / "seephys_images"
    rows = [row for row in json.loads(data.read_text()) if (references / f"{row['id']}.png").is_file()][:6]
    (tmp_path / "seephys.json").write_text(json.dumps(rows))
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    lines = []
    # Every problem gets the figure of the next one, but for the last, which gets none.
    for row, other in pairwise(rows):
        (pictures / f"{row['id']}.png").write_bytes((references / f"{other['id']}.png").read_bytes())
        lines.append(json.dumps({"file_name": f"{row['id']}.png", "prompt": row["question"]}))
    (pictures / "metadata.jsonl").write_text("\n".join(lines) + "\n")
    wrong = FigureBenchConfig(
        data=str(tmp_path / "seephys.json"), generator=f"folder:{pictures}", references=str(references)
    )
    measured = run(wrong, tmp_path / "run", seed=0)["pictures"]
    assert measured["num_references"] == 6 and measured["edge_f1"]["score"]["n"] == 5
    assert measured["edge_f1"]["score"]["coverage"] == pytest.approx(5 / 6)
    assert measured["edge_f1"]["score"]["value"] < 0.6


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"references": "nowhere"}, "figures of their own"),
        (
            {"references": "nowhere", "generator": "folder:y", "data": "p.json"},
            "expected a folder of reference figures",
        ),
        ({"references": ".", "generator": "folder:y", "data": "p.json"}, "of at least one problem, found none"),
    ],
)
def test_references_that_are_none(tmp_path, monkeypatch, changes, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.json").write_text(json.dumps([{"id": "../../etc/passwd", "question": "?", "answer": "1"}]))
    with pytest.raises(ConfigError, match=words):
        run(config(**changes), tmp_path / "run", seed=0)


def test_the_plan_counts_calls_and_sends_none(tmp_path, server, monkeypatch):
    access = {"base_url": server.base_url, "price": {"usd_per_million_input": 1, "usd_per_million_output": 2}}
    asked = config(server, judge="api:fake").replace({"access": ApiAccess.parse(access)})
    planned = plan_figure_bench(asked, tmp_path / "run", seed=3, spending=Spending()).to_dict()
    assert not server.calls and not (tmp_path / "run").exists()
    assert "Minimum detectable difference" in planned["sentences"][-1] and planned["judge"]["usd"] > 0
    run(asked, tmp_path / "run", seed=3)
    assert len(server.calls) == planned["judge"]["calls"]


@pytest.mark.skipif(not reader.is_installed(), reason="the extra [ocr] is not installed")
def test_pixels_are_read_once_and_reported_with_the_readers_own_error(tmp_path, monkeypatch):
    result = run(config(ocr="on"), tmp_path, seed=3)
    pixels = result["pixels"]
    assert (
        pixels["states"] == {"read": 4} and pixels["label_recall"]["value"] >= 0.5 and pixels["label_recall"]["n"] >= 4
    )
    assert pixels["own_error"]["num_figures"] >= 100 and set(pixels["by_type"]) == set(TYPES)
    page = (tmp_path / "report" / "report.html").read_text()
    assert "Expected labels read in the pixels" in page and "PP-OCRv6" in page and "../gallery.html" in page
    monkeypatch.setattr(figure_pixels, "read_texts", None)  # nothing is read a second time
    assert run(config(ocr="on"), tmp_path, seed=3)["pixels"] == pixels


@pytest.mark.parametrize(("word", "meant"), [("off", "off"), ("on", "on"), ("auto", "auto"), ("false", "off")])
def test_on_and_off_are_words_and_no_booleans(word, meant):
    assert FigureBenchConfig().override([f"ocr={word}"]).ocr == meant


def test_without_the_reader_nothing_is_claimed_of_pixels(tmp_path, monkeypatch):
    assert run(config(ocr="off"), tmp_path / "off", seed=3)["pixels"] is None
    monkeypatch.setattr("scisynth.core.extras.find_spec", lambda name: None if name == "rapidocr" else name)
    with pytest.raises(MissingExtraError, match=r"scisynth\[ocr\]"):
        run(config(ocr="on"), tmp_path / "on", seed=3)
    assert not (tmp_path / "on").exists()


def test_the_report_of_a_run_tells_what_failed(tmp_path, server):
    server.behave = lambda call: refusal()
    result = run(config(server, judge="api:fake", blind=False, ocr="off"), tmp_path, seed=3)
    page = Path(result["report"]).read_text()
    assert "quizzes: refused" in page and "api:fake" in page and "say nothing about a generator" in page


def test_the_families_of_a_run_are_in_its_manifest_and_can_be_named(tmp_path):
    names = [family_names(TYPES[0])[2], family_names(TYPES[1])[0]]
    run(config(families=names), tmp_path / "named", seed=3)
    assert json.loads((tmp_path / "named/manifest.json").read_text())["config"]["families"] == names
    problems = [json.loads(line) for line in (tmp_path / "named/problems.jsonl").read_text().splitlines()]
    assert [row["id"].rpartition("-")[0] for row in problems] == [names[0]] * 2 + [names[1]] * 2
    run(config(), tmp_path / "all", seed=3)
    assert set(json.loads((tmp_path / "all/manifest.json").read_text())["config"]["families"]) == set(family_names())
    with pytest.raises(ConfigError, match="--families: problems come from a file"):
        run(config(families=names, data="problems.json", generator="folder:x"), tmp_path / "file", seed=3)
