"""Label Studio: what goes out comes back the same, and annotations that say two things are named."""

import json
from xml.etree import ElementTree

import pytest
from support.curation_folder import click, make_folder, open_book, set_known

from scisynth.core.errors import DataError
from scisynth.core.store import Journal
from scisynth.curation.review.clicks import CLICKS_FILE
from scisynth.curation.review.label_studio import export_label_studio, import_label_studio, interface


@pytest.fixture
def exported(tmp_path):
    """A folder of five items with answers of two reviewers, and the tasks as Label Studio gets them."""
    ids = make_folder(tmp_path / "a", 5, per_side=2)
    set_known(tmp_path / "a", (ids[4], "swap", "canary", "swapped"))
    book = open_book(tmp_path / "a")
    for action, more in (
        ("keep", {}),
        ("swap", {}),
        ("reject", {"reason": "ambiguous", "note": "which?"}),
        ("abstain", {}),
    ):
        click(book, "anna", action, **more)
    click(book, "ben", words={"implicit_prompt": "A tube."})
    assert export_label_studio(book.standing, tmp_path / "ls") == 5
    return json.loads((tmp_path / "ls" / "tasks.json").read_text())


def answers(root):
    names = ("item", "action", "explicit", "superficial", "words", "reason", "note", "seconds", "version")
    return sorted(str([row[name] for name in names]) for row in Journal(root / CLICKS_FILE).read())


def annotated(exported, tmp_path, *results, **fields):
    """An export with one annotation of the first task, of (control, kind, words) each."""
    kinds = {"choices": "choices", "text": "text"}
    result = [
        {"from_name": name, "to_name": "x", "type": kind, "value": {kinds[kind]: words}}
        for name, kind, words in results
    ]
    row = {"completed_by": 7, "lead_time": 4.5, "created_at": "2026-01-02T03:04:05.678901Z", "result": result, **fields}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{**exported[0], "annotations": [row]}]))
    return path


def tasks_of(tmp_path):
    return open_book(tmp_path / "a").tasks


def test_there_and_back_again(exported, tmp_path):
    ids = make_folder(tmp_path / "b", 5, per_side=2)
    set_known(tmp_path / "b", (ids[4], "swap", "canary", "swapped"))
    tasks = open_book(tmp_path / "b").tasks
    found = import_label_studio(tasks, tmp_path / "b", tmp_path / "ls" / "tasks.json")
    assert (found.taken, found.known, found.cancelled, found.left_out) == (5, 0, 0, [])
    assert answers(tmp_path / "b") == answers(tmp_path / "a")
    again = import_label_studio(tasks, tmp_path / "b", tmp_path / "ls" / "tasks.json")
    assert (again.taken, again.known) == (0, 5) and len(answers(tmp_path / "b")) == 5
    row = Journal(tmp_path / "b" / CLICKS_FILE).read()[0]
    assert row["rater"] == "reviewer-1" and row["source"] == "label studio"
    # At home everybody is known, and nothing is counted twice.
    home = import_label_studio(tasks_of(tmp_path), tmp_path / "a", tmp_path / "ls" / "tasks.json")
    assert (home.taken, home.known) == (0, 5) and len(answers(tmp_path / "a")) == 5


def test_tasks_tell_no_names_and_no_truths_and_the_interface_fits_them(exported):
    text = json.dumps(exported)
    assert "anna" not in text and "expected" not in text
    view = ElementTree.fromstring(interface())
    controls = {node.get("name"): node for node in view.iter() if node.get("name")}
    used = {part["from_name"] for task in exported for row in task["annotations"] for part in row["result"]}
    assert used <= controls.keys()
    # Label Studio takes no annotations of people who are not its users.
    assert not any("completed_by" in row for task in exported for row in task["annotations"])
    values = {node.get("value")[1:] for node in view.iter() if (node.get("value") or "").startswith("$")}
    assert all(values <= task["data"].keys() for task in exported)
    assert all(controls[node.get("toName")] is not None for node in view.iter() if node.get("toName"))
    assert exported[0]["data"]["explicit_image"].startswith("/data/local-files/?d=images/images/")


def test_an_annotation_of_a_stranger_is_an_answer(exported, tmp_path):
    other = exported[0]["data"]["explicit_candidates"][1]["value"]
    path = annotated(
        exported, tmp_path, ("verdict", "choices", ["change"]), ("explicit_choice", "choices", [other]),
        ("new_implicit_prompt", "text", ["A  tube, wet."]), ("note", "text", ["sharper"]),
    )  # fmt: skip
    assert import_label_studio(tasks_of(tmp_path), tmp_path / "a", path).taken == 1
    row = Journal(tmp_path / "a" / CLICKS_FILE).read()[-1]
    assert (row["rater"], row["action"], row["explicit"], row["note"]) == ("annotator 7", "change", other, "sharper")
    assert row["words"] == {"implicit_prompt": "A tube, wet."} and row["seconds"] == 4.5
    assert row["time"] == "2026-01-02T03:04:05.678+00:00"


def test_cancelled_is_skipped_and_the_later_of_two_stands(exported, tmp_path):
    path = annotated(exported, tmp_path, ("verdict", "choices", ["keep"]), was_cancelled=True)
    assert import_label_studio(tasks_of(tmp_path), tmp_path / "a", path).cancelled == 1
    rows = json.loads(annotated(exported, tmp_path, ("verdict", "choices", ["keep"])).read_text())
    later = json.loads(annotated(exported, tmp_path, ("verdict", "choices", ["swap"])).read_text())[0]["annotations"][0]
    rows[0]["annotations"].insert(0, {**later, "updated_at": "2026-01-03T00:00:00Z"})
    path.write_text(json.dumps(rows))
    found = import_label_studio(tasks_of(tmp_path), tmp_path / "a", path)
    assert (found.taken, found.known) == (1, 1)
    assert Journal(tmp_path / "a" / CLICKS_FILE).read()[-1]["action"] == "swap"


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([("verdict", "choices", ["keep", "reject"])], "task 1: verdict: expected one answer, got 'keep' and 'reject'"),
        ([("verdict", "choices", ["keep"]), ("new_implicit_prompt", "text", ["New."])], "verdict is keep, but"),
        ([("verdict", "choices", ["change"])], "nothing was changed"),
        ([("verdict", "choices", ["reject"])], "expected one reason"),
        ([("verdict", "choices", ["splendid"])], "expected one verdict of keep, .*'splendid'"),
        ([], "expected one verdict"),
        (
            [("verdict", "choices", ["change"]), ("explicit_choice", "choices", ["explicit-x"])],
            "expected images of this item",
        ),
    ],
)
def test_what_contradicts_itself_is_named_and_nothing_is_taken(exported, tmp_path, results, words):
    path = annotated(exported, tmp_path, *results)
    before = answers(tmp_path / "a")
    with pytest.raises(DataError, match=words):
        import_label_studio(tasks_of(tmp_path), tmp_path / "a", path)
    assert answers(tmp_path / "a") == before
    found = import_label_studio(tasks_of(tmp_path), tmp_path / "a", path, skip_broken=True)
    assert found.taken == 0 and len(found.left_out) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ('{"data": {}}', "expected a list of Label Studio tasks"),
        ('[{"item": "x", "verdict": "keep"}]', "not JSON-MIN"),
        ('[{"data": {"item": "nobody"}, "annotations": [{"result": []}]}]', "'nobody' is none of this review"),
    ],
)
def test_other_files_are_refused(exported, tmp_path, text, words):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        import_label_studio(tasks_of(tmp_path), tmp_path / "a", path)


def test_a_changed_item_takes_no_old_annotation(exported, tmp_path):
    path = annotated(exported, tmp_path, ("verdict", "choices", ["keep"]))
    rows = json.loads(path.read_text())
    rows[0]["data"]["version"] = "0" * 12
    path.write_text(json.dumps(rows))
    with pytest.raises(DataError, match="was changed since it was exported"):
        import_label_studio(tasks_of(tmp_path), tmp_path / "a", path)
