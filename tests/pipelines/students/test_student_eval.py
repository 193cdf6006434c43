"""`student eval`: a scripted model over HTTP on real and own problems with known answers, its controls, states, kills and bad input."""

import json
import os
import signal
import time
from dataclasses import replace

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, cut, status, too_long
from support.forked import Forked, run_forked
from support.thorough import kill_counts, some
from support.verbs import error_line, run, run_json

from scisynth.core.images import open_image, png_bytes
from scisynth.core.problems import Answer
from scisynth.grading.answers import check_answer
from scisynth.pipelines.students.evaluation import board
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.evaluation.load import load_items
from scisynth.pipelines.students.evaluation.run import detectable_sentence
from scisynth.students.evaluation.grading import AnswerRow
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.questions import wrong_items
from scisynth.students.items import TrainingItem, write_items

WRONG = "\\boxed{-987654321}"
NUM = 60


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        yield running


class Script:
    """What the model of these tests says to each item: by its place, and by whose image it sees.

    With its own image 6 of 10 items are right, one wrong, one cut off, one refused and one vague; blind every fifth is right, and with
    another item's image one of ten.
    """

    def __init__(self, items):
        self.items = {item.question: (place, item) for place, item in enumerate(items)}
        self.id_of = {png_bytes(open_image(item.images[0])): item.id for item in items}
        self.longest = sorted(self.items, key=len, reverse=True)

    def __call__(self, call):
        question = next(text for text in self.longest if text in call.text)
        place, item = self.items[question]
        gold = f"It follows that\n\n\\boxed{{{item.answer.text}}}"
        if not call.images:
            assert "The image is not shown" in call.text
            return gold if place % 5 == 0 else WRONG
        if self.id_of[call.images[0]] != item.id:
            return gold if place % 10 == 1 else WRONG
        last = place % 10
        special = {
            6: WRONG,
            7: too_long("so far"),
            8: "I'm sorry, but I can't assist with that.",
            9: "I see several lines and a few letters in it, and they look nice.",
        }
        return special.get(last, gold)


def known_problems(rows, folder, num=NUM):
    """The first rows whose key code can read, and whose answer the wrong one is not; each with an image that no other shows."""
    found, shown = [], set()
    for row in rows:
        key, path = str(row["answer"]), folder / f"{row['id']}.png"
        if check_answer(f"\\boxed{{{key}}}", key).status != "right" or check_answer(WRONG, key).status != "wrong":
            continue
        if not path.exists():
            Image.new("RGB", (32, 24), (len(found), 0, 99)).save(path)
        image = png_bytes(open_image(path))
        if image not in shown:
            shown.add(image)
            found.append(row)
        if len(found) == num:
            return found
    raise AssertionError(f"only {len(found)}")


def own_rows(num=20):
    return [
        {
            "id": f"q{n}",
            "question": f"Which force acts in figure number {n}, in newtons?",
            "multimodal_question": f"Read the force of figure {n} and give it in newtons, please.",
            "answer": f"{n + 2} N",
            "image_type": f"Physics - Type {n % 9}",
        }
        for n in range(num)
    ]


@pytest.fixture
def own(tmp_path):
    """20 problems of our own in the layout of SciGenBench, with images."""
    (tmp_path / "images").mkdir()
    rows = known_problems(own_rows(), tmp_path / "images", 20)
    (tmp_path / "problems.json").write_text(json.dumps(rows))
    return tmp_path


def options(data, server, *further):
    base = ["--data", data / "problems.json", "--images", data / "images", "--model", "api:m"]
    return [*base, "--base-url", server.base_url, "--set", "access.backoff_s=0.002", *further]


def asks(protocol, data, server, out, *further):
    return ["student", "eval", "--protocol", protocol, *options(data, server), "--out", out, *further]


def numbers(result):
    """What a result says of the model; not what asking took, and where it lies."""
    return {key: value for key, value in result.items() if key not in ("cost", "out", "report", "gallery")}


@pytest.mark.slow
@kill_counts(2, 5)
@pytest.mark.parametrize("protocol", some(["seephys", "scigenbench"], 1))
def test_killed_it_ends_with_the_known_table_to_the_digit(protocol, num_kills, shared_data, tmp_path, server):
    real = shared_data / "scigenbench"
    (tmp_path / "images").mkdir()
    if protocol == "seephys":
        for path in (real / "seephys_images").iterdir():
            (tmp_path / "images" / path.name).symlink_to(path)
    name = "seephys" if protocol == "seephys" else "scigen"
    rows = json.loads((real / f"{name}.json").read_text())
    asked = [row for row in rows if row.get("multimodal_question") or protocol == "seephys"]
    # Two questions with the same words could not be told from each other by a server.
    once = {row.get("multimodal_question") or row["question"]: row for row in asked}
    (tmp_path / "problems.json").write_text(json.dumps(known_problems(once.values(), tmp_path / "images")))
    config = EvalConfig(protocol=protocol, data=str(tmp_path / "problems.json"), images=str(tmp_path / "images"))
    server.behave = Script(load_items(config))

    command = asks(protocol, tmp_path, server, tmp_path / "run", "--samples", "1", "--json")
    line = ["-m", "scisynth", *command, "--set", "access.max_concurrency=2"]
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    server.delay_s = 0.02
    for stop in sorted((60, 125, 20, 110, 150)[:num_kills]):
        child = Forked(line, env=environment)
        while child.poll() is None and len(server.calls) < stop:
            time.sleep(0.005)
        assert child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
    done = run_forked(line, env=environment)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    # Only what was under way when the process died is asked again: two at the server, and a cut answer on its way to the disk.
    assert 3 * NUM <= len(server.calls) <= 3 * NUM + num_kills * 3

    value = {name: result[name]["value"] for name in ("avg_at_k", "pass_at_k", "blind", "wrong_image", "truncated")}
    assert value == {"avg_at_k": 0.6, "pass_at_k": 0.6, "blind": 0.2, "wrong_image": 0.1, "truncated": 0.1}
    assert result["graded"] | {"low": 0, "high": 0, "resampled": ""} == {
        "value": 36 / 42, "low": 0, "high": 0, "n": 42, "resampled": "",
    }  # fmt: skip
    assert result["image_gain"]["value"] == pytest.approx(0.4) and result["image_gain"]["low"] > 0
    assert result["outcomes"]["image"] == {"ok": 42, "truncated": 6, "refused": 6, "unparsed": 6}
    assert result["outcomes"]["blind"] == {"ok": 60} == result["outcomes"]["wrong image"]
    assert result["coverage"] == 1 and result["num_items"] == NUM

    server.delay_s = 0
    whole = run_json(*asks(protocol, tmp_path, server, tmp_path / "whole", "--samples", "1"))
    assert numbers(whole) == numbers(result)
    assert (tmp_path / "run" / "gallery.html").read_text().count("<img") == NUM
    page = (tmp_path / "run" / "report" / "report.html").read_text()
    assert page.count("<img") == 9 and "60.0 %" in page and "+40.0" in page


def test_the_plan_tells_calls_and_cost_and_sends_nothing(own, server):
    plan = run_json(*asks("scigenbench", own, server, own / "run", "--plan", "--price", "2", "8"))
    # 20 questions four times with the image, once without it and once with a wrong one.
    assert plan["num_questions"] == plan["api"]["calls"] == 120 and plan["api"]["completion_tokens"] == 120 * 8192
    assert plan["api"]["usd"] > 120 * 8192 * 8e-6 and "Minimum detectable difference" in plan["sentences"][-1]
    assert not server.calls and not (own / "run").exists()


def test_samples_are_averaged_and_any_right_one_passes(own, server):
    asked = {}

    def behave(call):
        """Right the second time that an item is shown with its own image; never without it."""
        number = call.text.split()[5]
        key = (number, bool(call.images), call.images[0] if call.images else b"")
        asked[key] = asked.get(key, 0) + 1
        return f"\\boxed{{{int(number) + 2} N}}" if asked[key] == 2 else WRONG

    server.behave = behave
    result = run_json(*asks("scigenbench", own, server, own / "run", "--samples", "2"))
    assert result["avg_at_k"]["value"] == 0.5 and result["avg_at_k"]["n"] == 40
    assert result["pass_at_k"]["value"] == 1.0 and result["blind"]["value"] == 0.0
    assert result["avg_at_k"]["resampled"] == "clusters" and len(result["by_group"]) == 9
    again = run_json(*asks("scigenbench", own, server, own / "run", "--samples", "2"))
    assert numbers(again) == numbers(result) and len(server.calls) == 80


def test_what_the_model_answered_is_final_and_what_nobody_answered_is_asked_again(own, server):
    server.behave = lambda call: too_long("so far") if "figure 3 " in call.text else status(500)
    half = run_json(
        *asks("scigenbench", own, server, own / "run", "--samples", "1", "--set", "access.max_attempts=1"), code=3
    )
    assert half["outcomes"]["image"] == {"transport": 19, "truncated": 1} and half["coverage"] == 3 / 60
    # What nobody answered is in no number: one truncated answer is all there is.
    assert half["avg_at_k"]["value"] == 0 and half["avg_at_k"]["n"] == 1
    asked = server.counts[next(text for text in server.counts if "figure 3 " in text)]
    server.behave = lambda call: f"\\boxed{{{int(call.text.split()[5]) + 2} N}}"
    whole = run_json(*asks("scigenbench", own, server, own / "run", "--samples", "1", "--set", "access.max_attempts=1"))
    assert whole["outcomes"]["image"] == {"ok": 19, "truncated": 1} and whole["coverage"] == 1
    assert server.counts[next(text for text in server.counts if "figure 3 " in text)] == asked
    assert "cut off at 8,192 tokens" in (own / "run" / "report" / "report.html").read_text()


def test_a_cut_answer_is_not_asked_again_with_more_room(own, server):
    server.behave = lambda call: too_long("so far")
    run_json(*asks("scigenbench", own, server, own / "run", "--samples", "1", "--num", "2"))
    assert {call.body["max_tokens"] for call in server.calls} == {8192} and len(server.calls) == 6
    assert {call.body["temperature"] for call in server.calls} == {0.6}


def test_a_server_that_stops_half_way_leaves_what_is_done(own, server):
    script = Script(
        load_items(EvalConfig(protocol="scigenbench", data=str(own / "problems.json"), images=str(own / "images")))
    )
    server.behave = lambda call: script(call) if call.number <= 25 else cut()
    command = asks("scigenbench", own, server, own / "run", "--samples", "1", "--set", "access.max_attempts=2")
    half = run_json(*command, code=3)
    assert half["coverage"] == 25 / 60
    server.behave = script
    whole = run_json(*command)
    # 6 + 6 of 20 right with the image, 4 blind, 2 with a wrong one.
    assert [whole[name]["value"] for name in ("avg_at_k", "blind", "wrong_image")] == [0.6, 0.2, 0.1]


def test_a_model_behind_an_api_that_takes_no_images_is_told(own, server):
    server.behave = lambda call: status(400, "image input is not supported") if call.images else WRONG
    command = asks("scigenbench", own, server, own / "run", "--samples", "1", "--num", "4")
    said = run(*command, code=3)
    assert "the model may take no images" in said.stdout and "Coverage 33.3%" in said.stdout
    result = run_json(*command, code=3)
    assert (
        result["avg_at_k"]["value"] is None and result["image_gain"]["value"] is None and result["blind"]["value"] == 0
    )
    assert "image input is not supported" in (own / "run" / "report" / "report.html").read_text()


def test_another_image_is_of_the_same_group_with_another_answer(own):
    config = EvalConfig(protocol="scigenbench", data=str(own / "problems.json"), images=str(own / "images"))
    items = load_items(config)
    other = wrong_items(items, 0)
    for item in items:
        assert other[item.id].image_hash != item.image_hash and other[item.id].group == item.group
    assert wrong_items(items[::-1], 0) == other


def write_parquet(path, rows):
    datasets = pytest.importorskip("datasets")
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    table = datasets.Dataset.from_dict(columns)
    for name in ("images", "decoded_image", "image"):
        if name in columns and not isinstance(columns[name][0], str):
            kind = datasets.Image()
            table = table.cast_column(name, [kind] if isinstance(columns[name][0], list) else kind)
    path.parent.mkdir(exist_ok=True, parents=True)
    table.to_parquet(str(path))
    return path


def drawing(number):
    return {"bytes": png_bytes(Image.new("RGB", (20, 10), (number, 0, 0))), "path": None}


LAYOUTS = {
    "geo3k-open": [
        {"images": [drawing(n)], "problem": f"<image>Find x in {n}.", "answer": f"2 \\sqrt {{ {n + 2} }}"}
        for n in range(4)
    ],
    "geo3k-mc": [
        {
            "images": [drawing(n)],
            "problem": f"<image>Find y in {n}.",
            "answer": "7",
            "choices": ["5", "6", "7", "8"],
            "ground_truth": "C",
        }
        for n in range(4)
    ],
    "mathvision-mini": [
        {
            "id": str(n),
            "question": f"How many, {n}? <image1>",
            "options": ["A", "B", "C", "D", "E"] if n % 2 else [],
            "image": f"images/{n}.jpg",
            "decoded_image": drawing(n),
            "answer": "B" if n % 2 else str(n + 3),
            "level": 1,
            "subject": "counting",
        }
        for n in range(4)
    ],
    "seephys": [
        {
            "index": n,
            "question": f"How fast is body {n}?",
            "answer": f"{n + 2} m/s",
            "images": [drawing(n), drawing(n + 50)],
        }
        for n in range(4)
    ],
}


@pytest.mark.parametrize("protocol", LAYOUTS)
def test_published_layouts_are_read_from_a_folder_of_the_hub(protocol, tmp_path, server):
    split = {"mathvision-mini": "testmini", "seephys": "train"}.get(protocol, "test")
    rows = LAYOUTS[protocol]
    write_parquet(tmp_path / "set" / "data" / f"{split}-00000-of-00001.parquet", rows)
    if split == "testmini":
        write_parquet(tmp_path / "set" / "data" / "test-00000-of-00001.parquet", rows[:2])

    def behave(call):
        assert "<image" not in call.text
        has_options = "\nC. " in call.text
        assert ("letter" in call.text) == has_options
        return "\\boxed{C}" if "Find y" in call.text else "\\boxed{B}" if has_options else "\\boxed{5}"

    server.behave = behave
    base = ["--data", tmp_path / "set", "--model", "api:m", "--base-url", server.base_url, "--samples", "1"]
    result = run_json("student", "eval", "--protocol", protocol, *base, "--out", tmp_path / "run")
    right = {"geo3k-open": 0, "geo3k-mc": 4, "mathvision-mini": 3, "seephys": 1}[protocol]
    assert result["num_items"] == 4 and result["avg_at_k"]["value"] == right / 4
    assert max(len(call.images) for call in server.calls) == (2 if protocol == "seephys" else 1)
    page = (tmp_path / "run" / "report" / "report.html").read_text()
    assert ("published questions: not a result" in page) and ("50.45" in page) == (protocol != "seephys")
    assert page.count("<img") >= 3


def test_what_is_wrong_with_the_request_is_one_line(own, tmp_path, server):
    def wrong(protocol, data, *further):
        return error_line(
            "student", "eval", "--protocol", protocol, "--data", data, "--model", "api:m", "--out", tmp_path / "x",
            "--base-url", server.base_url, *further,
        )  # fmt: skip

    assert "protocol" in (line := wrong("geo3k", own / "problems.json")) and "geo3k-open" in line
    assert "expected the columns problem" in (line := wrong("geo3k-open", own / "problems.json")), line
    assert "they fit --protocol scigenbench or seephys" in line
    assert (
        "entry 1: expected an image of 'q0'" in (line := wrong("scigenbench", own / "problems.json"))
        and "--images" in line
    )
    write_parquet(tmp_path / "geo.parquet", LAYOUTS["geo3k-open"])
    assert "missing choices, ground_truth" in wrong("geo3k-mc", tmp_path / "geo.parquet")
    write_parquet(tmp_path / "none.parquet", [*LAYOUTS["geo3k-open"][:2], {**LAYOUTS["geo3k-open"][2], "images": []}])
    assert "none.parquet, entry 3: expected an image" in wrong("geo3k-open", tmp_path / "none.parquet")
    (own / "images" / "q3.png").write_bytes(b"no image")
    assert "q3.png" in wrong("scigenbench", own / "problems.json", "--images", own / "images")
    assert "expected a folder of `scisynth student data`" in error_line(
        "student", "eval", "--model", "api:m", "--out", tmp_path / "x"
    )
    assert "--model" in error_line("student", "eval", "--data", own, "--out", tmp_path / "x")
    assert not (tmp_path / "x").exists() and not server.calls


def test_changed_data_and_another_protocol_are_refused_in_a_run(own, server):
    server.behave = lambda call: "\\boxed{1 N}"
    command = asks("scigenbench", own, server, own / "run", "--samples", "1", "--num", "3")
    run(*command)
    rows = json.loads((own / "problems.json").read_text())
    rows[0]["answer"] = "77 N"
    (own / "problems.json").write_text(json.dumps(rows))
    assert "the test set has changed" in error_line(*command)


def test_families_tell_held_out_seeds_and_held_out_families(tmp_path, server, monkeypatch, capsys):
    monkeypatch.setattr("scisynth.pipelines.students.evaluation.load.is_held_out", lambda family: family == "f1")
    monkeypatch.setattr("scisynth.pipelines.students.evaluation.load.family_names", lambda kind: ["f0", "f1"])
    (tmp_path / "items" / "images").mkdir(parents=True)
    items = []
    for number in range(8):
        path = f"images/{number}.png"
        Image.new("RGB", (30, 30), (number * 9, 1, 1)).save(tmp_path / "items" / path)
        items.append(
            TrainingItem(
                id=f"fig{number}#problem", image=path, question=f"What is F in {number}?", group=f"f{number % 2}", split="test",
                answer=Answer(text=f"{number + 1} N", value=number + 1, unit="N"), source="families", verification="verified",
                content=str(number), image_hash="",
            )
        )  # fmt: skip
    failed = replace(items[0], id="fig9#problem", verification="failed")
    write_items(tmp_path / "items", [*items, failed])
    assert [item.id for item in load_items(EvalConfig(data=str(tmp_path / "items")))] == [item.id for item in items]
    assert "1 of 9 items are left out, since their check failed" in capsys.readouterr().err
    write_items(tmp_path / "items", items)
    server.behave = lambda call: "\\boxed{2 N}"
    base = ["--data", tmp_path / "items", "--model", "api:m", "--base-url", server.base_url, "--samples", "1"]
    result = run_json("student", "eval", *base, "--out", tmp_path / "run")
    assert {name: found["value"] for name, found in result["by_part"].items()} == {
        "held-out families": 0.25, "held-out seeds": 0.0,
    }  # fmt: skip
    # It says the same to everything, so the gain is 0, and it might be below as well as above.
    assert (
        result["image_gain"]["value"] == 0 and -1 < result["image_gain"]["low"] < 0 < result["image_gain"]["high"] < 1
    )
    (tmp_path / "items" / "images" / "3.png").rename(tmp_path / "lost.png")
    line = error_line("student", "eval", *base, "--out", tmp_path / "lost")
    assert "fig3#problem: " in line and "3.png: no such image" in line
    (tmp_path / "lost.png").rename(tmp_path / "items" / "images" / "3.png")
    some = run_json("student", "eval", *base, "--num", "4", "--out", tmp_path / "some")
    assert set(some["by_part"]) == set(result["by_part"]) and some["digest"] != result["digest"]
    page = (tmp_path / "run" / "report" / "report.html").read_text()
    assert "does not show that the model answers from the image" in page


def test_the_board_compares_runs_of_one_protocol_and_shows_the_published_rows(tmp_path, server):
    rows = [{"images": [drawing(n)], "problem": f"<image>Find x in {n}.", "answer": str(n + 2)} for n in range(24)]
    write_parquet(tmp_path / "geo.parquet", rows)

    def model(right):
        """Right on the items of `right` with an image, and never without."""

        def behave(call):
            number = int(call.text.split()[3].rstrip("."))
            return f"\\boxed{{{number + 2}}}" if call.images and number in right else WRONG

        return behave

    base = ["student", "eval", "--protocol", "geo3k-open", "--data", tmp_path / "geo.parquet", "--samples", "1"]
    for name, right in (("good", range(18)), ("bad", range(6, 9)), ("short", range(3))):
        server.behave = model(right)
        further = ["--num", "6"] if name == "short" else []
        run(*base, "--model", f"api:{name}", "--base-url", server.base_url, "--out", tmp_path / name, *further)
    board = run_json(
        "bench", "leaderboard", *(tmp_path / name for name in ("good", "bad", "short")), "--out", tmp_path / "b"
    )
    # `short` asked other items, so it is compared with nobody.
    (found,) = board["comparisons"]
    assert (found["pair"]["first"], found["pair"]["second"]) == ("api:good", "api:bad")
    assert found["mcnemar"] == {"only_first": 15, "only_second": 0, "p_value": 2 / 2**15}
    assert found["pair"]["test"]["difference"]["value"] == pytest.approx(15 / 24)
    assert found["pair"]["test"]["difference"]["low"] > 0
    page = (tmp_path / "b" / "leaderboard.html").read_text()
    assert "api:good is better" in page and "15 : 0" in page and "Nanobanana-Pro (Filt)" in page
    assert "54.5, is not the mean of its row, which is 50.45" in page

    command = [*base, "--model", "api:bad", "--base-url", server.base_url, "--out", tmp_path / "bad"]
    gated = run_json(*command, "--baseline", tmp_path / "good", code=4)
    assert gated["gate"]["ok"] is False and gated["gate"]["baseline"]["difference"]["value"] == pytest.approx(-62.5)


def test_questions_about_one_image_are_not_counted_as_independent():
    def rows(right, hashed=True):
        return [
            AnswerRow(
                item=f"q{n}", group=f"f{n % 3}", arm="image", sample=0, status="ok", correct=n in right, image_hash=f"i{n // 4}" * hashed
            )
            for n in range(80)
        ]  # fmt: skip

    def compared(*found):
        (pair,) = board._compare("families", [(name, None, rows) for name, rows in zip("ab", found, strict=True)])
        return pair

    together = compared(rows(range(40)), rows(()))
    assert together.pair.test.num_clusters == 20 and together.mcnemar is None
    early = [AnswerRow.from_dict({k: v for k, v in row.to_dict().items() if k != "image_hash"}) for row in rows(())]
    assert compared(rows(range(40)), early).pair.test.num_clusters == 20
    assert compared(rows(range(40), hashed=False), early).mcnemar.only_first == 40
    item = EvalItem(id="", question="", answer=Answer(text=""), images=(), image_hash="")
    items = [replace(item, group=f"f{n % 3}", image_hash=f"i{n // 4}") for n in range(80)]
    assert "80 items, 20 images" in detectable_sentence(items)
    assert "80 items, 16 groups" in detectable_sentence([replace(x, group=f"f{n % 16}") for n, x in enumerate(items)])
    assert "Fewer than three images" in detectable_sentence(items[:8])


def test_figures_of_the_test_split_are_asked_as_they_were_drawn(tmp_path, server):
    server.behave = lambda call: "\\boxed{1}"
    kind = ["--type", "Universal - Table / Grid", "--num", "3", "--split"]
    run("imgcoder", "families", *kind, "test", "--out", tmp_path / "figures")
    run("imgcoder", "families", *kind, "train", "--out", tmp_path / "train")
    base = [
        "student",
        "eval",
        "--model",
        "api:m",
        "--base-url",
        server.base_url,
        "--samples",
        "1",
        "--out",
        tmp_path / "run",
    ]
    result = run_json(*base, "--data", tmp_path / "figures")
    assert result["num_items"] == 3 and sum(map(len, (call.images for call in server.calls))) == 6
    assert "expected items of the split 'test'" in error_line(*base, "--data", tmp_path / "train")
