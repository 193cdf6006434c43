"""Accepted items become a data set that everything else takes; a version is never changed."""

import json
import tarfile

import pyarrow.parquet as pq
import pytest
from support.curation_folder import click, open_book
from support.fake_hub import FakeHub
from support.verbs import error_line, run_json

from scisynth.curation.records import CurationLog, read_items
from scisynth.curation.review.settle import settle
from scisynth.tuples.check import check_tuples
from scisynth.tuples.parquet import read_tuples
from scisynth.tuples.prompt_sets import read_prompt_sets


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "buoyancy"
    run_json("curate", "prompts", "--law", "buoyancy", "--num", 20, "--out", out)
    run_json("curate", "images", "--model", "lab", "--images", 1, "--out", out)
    return out


def decide(out, names, status, reason=""):
    log = CurationLog(out)
    for name in names:
        log.append(name, status, "reviewer:a", {"status": status, "reason": reason}, reason=reason)


@pytest.fixture
def accepted(folder):
    names = list(read_items(folder))
    decide(folder, names[:15], "accepted")
    decide(folder, names[15:18], "rejected", "ambiguous")
    return folder


def publish(out, *words, code=0):
    return run_json("curate", "publish", "--out", out, *words, code=code)


def test_a_version_is_read_by_everything(accepted):
    result = publish(accepted, "--license", "CC-BY-4.0", "--formats", "imagefolder,webdataset")
    version = accepted / "published" / "v1"
    assert result["version"] == "v1" and result["is_new"] and result["items"] == 15
    tuples = read_tuples(version)
    report = check_tuples(tuples)
    assert report.ok == 15 and not report.leaks and not report.same_picture_on_both_sides
    names = pq.read_schema(next(version.glob("*.parquet"))).names
    assert {"scene_scoring", "real_scoring", "implicit_prompt", "category", "law", "split"} <= set(names)
    prompts = read_prompt_sets(version)
    assert len(prompts) == 15 and all(item.reality_rubric and item.scene_rubric for item in prompts)
    assert len(list((version / "imagefolder").rglob("*.png"))) == 30
    rows = [json.loads(line) for file in version.rglob("metadata.jsonl") for line in file.read_text().splitlines()]
    assert len(rows) == 15 and all(row["scene_scoring"] and row["real_scoring"] for row in rows)
    members = 0
    for path in (version / "webdataset").glob("*.tar"):
        with tarfile.open(path) as tar:
            members += len(tar.getnames())
    assert members == 45
    card = (version / "README.md").read_text()
    for words in ("license_name: CC-BY-4.0", "15 of 20 items accepted", "| ambiguous | 3 |", "CRC Handbook", "| lab |"):
        assert words in card, words


def test_datasets_opens_it(accepted):
    datasets = pytest.importorskip("datasets")
    publish(accepted)
    data = datasets.load_dataset(str(accepted / "published" / "v1"), cache_dir=str(accepted / "cache"))
    assert sum(map(len, data.values())) == 15
    row = data["train"][0]
    assert row["explicit_image"][0].size == (64, 64) and row["real_scoring"]


def test_the_same_items_are_the_same_version_and_others_a_new_one(accepted):
    publish(accepted)
    before = {path: path.read_bytes() for path in (accepted / "published").rglob("*") if path.is_file()}
    assert not publish(accepted)["is_new"]
    names = list(read_items(accepted))
    decide(accepted, names[18:], "accepted")
    decide(accepted, names[:1], "rejected", "unsafe")
    text = read_items(accepted)[names[1]].prompts.explicit_prompt.replace("realistic", "true to life")
    CurationLog(accepted).append(names[1], "edited", "reviewer:a", {"prompts": {"explicit_prompt": text}})
    assert "never changed" in error_line("curate", "publish", "--version", "v1", "--out", accepted)
    result = publish(accepted)
    assert result["version"] == "v2" and result["difference"]["before"] == "v1"
    assert result["difference"]["added"] == sorted(names[18:]) and result["difference"]["removed"] == names[:1]
    assert result["difference"]["changed"] == [names[1]]
    assert before == {path: path.read_bytes() for path in before}
    record = json.loads((accepted / "published" / "v2" / "version.json").read_text())
    assert set(record["files"]) >= {"train.parquet", "review/answers.parquet", "review/answers.csv"}


def test_a_lost_or_damaged_image_is_left_out_with_its_reason(accepted):
    first, second, *_ = read_items(accepted).values()
    (accepted / first.image("explicit").file).unlink()
    (accepted / second.image("superficial").file).write_bytes(b"something else")
    result = publish(accepted, code=3)
    assert "lost" in result["left_out"][first.id] and "damaged" in result["left_out"][second.id]
    assert result["items"] == 13


def test_an_edit_that_tells_the_outcome_is_published_and_named(accepted):
    name, item = next(iter(read_items(accepted).items()))
    leak = f"{item.prompts.implicit_prompt.removesuffix('.')}, where it floats."
    CurationLog(accepted).append(name, "edited", "reviewer:a", {"prompts": {"implicit_prompt": leak}})
    result = publish(accepted)
    assert list(result["findings"]) == [name] and "float" in result["findings"][name] and result["items"] == 15


def test_an_image_in_training_and_in_a_test_stays_in_the_test(accepted):
    items = [item for item in read_items(accepted).values() if item.status == "accepted"]
    train = next(item for item in items if item.prompts.split == "train")
    log = CurationLog(accepted)
    log.append(train.id, "edited", "author", {"prompts": {"split": "train"}})
    test = next(item for item in read_items(accepted).values() if item.prompts.split.startswith("test"))
    decide(accepted, [test.id], "accepted")
    image = test.image("explicit")
    log.append(
        train.id, "chosen", "reviewer:a", {"candidates": [image, *train.candidates], "chosen": {"explicit": image.id}}
    )
    result = publish(accepted, code=3)
    assert test.id in result["left_out"][train.id]


def test_nothing_accepted_and_a_hub_that_refuses_are_one_line(folder, monkeypatch):
    assert "expected accepted items, found none, and 20 undecided" in error_line("curate", "publish", "--out", folder)
    assert "expected v1" in error_line("curate", "publish", "--version", "final", "--out", _some(folder))
    with FakeHub() as hub:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        line = error_line("curate", "publish", "--push-to-hub", "me/data", "--out", folder)
        assert "me/data: the hub refused" in line and (folder / "published" / "v1" / "README.md").is_file()


def _some(folder):
    decide(folder, list(read_items(folder))[:3], "accepted")
    return folder


def test_what_reviewers_said_is_published_under_pseudonyms(folder):
    book = open_book(folder, overlap=2)
    for name in ("anna", "ben"):
        number = 0
        while book.next_task(("reviewer", name)):
            click(book, name, "reject" if number % 5 == 0 else "keep")
            number += 1
    settle(folder, book.standing)
    result = publish(folder)
    version = folder / "published" / "v1"
    rows = pq.read_table(version / "review" / "answers.parquet").to_pylist()
    assert {row["annotator"] for row in rows} == {"reviewer-1", "reviewer-2"}
    assert {row["question"] for row in rows} >= {"usable", "reason"} and all(row["seconds"] >= 0 for row in rows)
    assert result["items"] == sum(item.status == "accepted" for item in read_items(folder).values())
    card = (version / "README.md").read_text()
    assert "by 2 annotators" in card and "| usable | " in card and "anna" not in card


def test_status_counts_and_tells_a_history(accepted):
    result = run_json("curate", "status", "--out", accepted)
    assert result["by_status"] == {"accepted": 15, "rejected": 3, "waiting for review": 2}
    name = next(iter(read_items(accepted)))
    history = run_json("curate", "status", "--item", name, "--out", accepted)["item"]["history"]
    assert [event["action"] for event in history] == ["written", "checked", "drawn", "accepted"]
    assert "no item 'x'" in error_line("curate", "status", "--item", "x", "--out", accepted)
    assert "expected a curation folder" in error_line("curate", "status", "--out", accepted / "nowhere")
