"""What alignment trains on and is measured on: tuples as they pair, things to look for, data of the hub, prompts held out."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import constants

from scisynth.core.errors import DataError
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.pipelines.alignment.data import load_examples, load_prompts
from scisynth.pipelines.alignment.held_out import choose_held_out


def write_rows(folder, name, *rows):
    """A tuple data set of the published columns; images are never opened here."""
    values = [
        {
            "category": "physics",
            "law": "",
            "subject": "",
            "entity": "",
            "superficial_prompt": ["it sinks"],
            "explicit_prompt": ["it floats"],
            "superficial_image": [{"bytes": b"s", "path": None}],
            **row,
        }
        for row in rows
    ]
    for row in values:
        row["explicit_image"] = [{"bytes": data, "path": None} for data in row["explicit_image"]]
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.Table.from_pylist(values), folder / f"{name}.parquet")
    return folder


def row(number, words=None, images=(b"a",), **more):
    return {"id": f"t{number}", "implicit_prompt": words or [f"thing {number}"], "explicit_image": list(images), **more}


def test_one_prompt_stands_for_all_images_and_one_image_for_all_wordings(tmp_path):
    data = write_rows(
        tmp_path / "d", "train", row(0, images=(b"a", b"b")), row(1, words=["one", "two"], images=(b"c",))
    )
    found = [(item.prompt, item.image) for item in load_examples(str(data), num=0, size_px=8, seed=0)]
    assert found == [("thing 0", b"a"), ("thing 0", b"b"), ("one", b"c"), ("two", b"c")]


def test_lists_that_do_not_pair_are_refused(tmp_path):
    data = write_rows(tmp_path / "d", "train", row(0, words=["one", "two"], images=(b"a", b"b", b"c")))
    with pytest.raises(
        DataError, match="t0: expected as many explicit images as implicit prompts, or one, got 3 and 2"
    ):
        load_examples(str(data), num=0, size_px=8, seed=0)


def test_a_tuple_names_what_to_look_for(tmp_path):
    data = write_rows(tmp_path / "d", "train", row(0, subject="tomato", entity="the tomato"), row(1, subject="candle"))
    assert [item.entity for item in load_prompts(str(data), num=0, seed=0)] == ["the tomato", "candle"]


def test_data_of_the_hub_is_taken_at_its_revision(tmp_path, monkeypatch):
    """From the copy in the cache, laid out as `huggingface_hub` does; what the hub itself is asked is tested in `core`."""
    repo = tmp_path / "cache" / "datasets--org--set"
    (repo / "refs").mkdir(parents=True)
    for revision in ("main", "abc"):
        (repo / "refs" / revision).write_text(f"commit-of-{revision}")
        folder = repo / "snapshots" / f"commit-of-{revision}"
        folder.parent.mkdir(exist_ok=True)
        write_rows(folder, "train", row(0, words=[f"a thing of {revision}"]))
        (folder / ".gitattributes").write_text("")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    (example,) = load_examples("org/set", num=0, size_px=8, seed=0, revision="abc")
    assert example.prompt == "a thing of abc"
    assert [item.prompt for item in load_prompts("org/set", num=0, seed=0)] == ["a thing of main"]
    with pytest.raises(DataError, match="no such file"):
        load_prompts("nowhere.parquet", num=0, seed=0)


def test_the_validation_split_is_measured_and_no_test_split_ever(tmp_path):
    data = write_rows(tmp_path / "d", "train", *(row(n) for n in range(30)))
    write_rows(data, "test", *(row(100 + n) for n in range(5)))
    trained = {f"thing {n}": "thing" for n in range(30)}
    found = choose_held_out(EvaluationSettings(), str(data), "", trained, seed=0)
    assert len(found.kept_back) == 3 and {item.implicit_prompt for item in found.prompt_sets} == found.kept_back
    write_rows(data, "val", row(200, subject="candle", law="flammability"), row(201))
    found = choose_held_out(EvaluationSettings(num_prompts=1), str(data), "", trained, seed=0)
    assert not found.kept_back and len(found.prompt_sets) == 1
    both = choose_held_out(EvaluationSettings(), str(data), "", trained, seed=0).prompt_sets
    assert {item.implicit_prompt for item in both} == {"thing 200", "thing 201"}
    assert {item.entity for item in both} == {"candle", ""}


def test_validation_tuples_of_the_lab_keep_what_its_judge_asks_for(tmp_path):
    whole = {"condition": "c", "place": "", "outcome": "floats", "superficial_outcome": "sinks"}
    data = write_rows(tmp_path / "d", "val", row(0, law="buoyancy", subject="cork", **whole))
    write_rows(data, "train", row(1))
    (found,) = choose_held_out(EvaluationSettings(), str(data), "", {"thing 1": ""}, seed=0).prompt_sets
    assert (found.law, found.subject, found.outcome, found.split) == ("buoyancy", "cork", "floats", "val")


def test_prompts_of_ones_own_are_measured(tmp_path, capsys):
    trained = {f"thing {n}": "thing" for n in range(5)}
    path = tmp_path / "own.json"
    path.write_text(json.dumps([{"prompt": "a candle in a jar", "entity": "candle"}]))
    settings = EvaluationSettings(data=str(path))
    (own,) = choose_held_out(settings, "lab", "", {}, seed=0).prompt_sets
    assert (own.implicit_prompt, own.entity) == ("a candle in a jar", "candle")
    # The words alone decide, so a file that grows moves no prompt from one side to the other.
    few = tmp_path / "few.txt"
    few.write_text("\n".join(trained))
    assert len(choose_held_out(EvaluationSettings(), str(few), "", trained, seed=0).prompt_sets) == 5
    assert "none is held out" in capsys.readouterr().err
    many = {f"thing {n}": "thing" for n in range(100)}
    small = choose_held_out(EvaluationSettings(), str(few), "", dict(list(many.items())[:50]), seed=0).kept_back
    large = choose_held_out(EvaluationSettings(), str(few), "", many, seed=0).kept_back
    assert len(small) == 5 and len(large) == 10
