"""Items follow from their events, whole and in order."""

import json

import pytest

from scisynth.core.errors import DataError
from scisynth.core.records import PromptSet
from scisynth.curation.records import Candidate, CheckResult, CurationLog, DecidingFact, read_answers, read_items


def prompt_set(name="rise-00000"):
    return PromptSet(
        id=name,
        law="capillary rise",
        field="physics",
        type="ST",
        subject="narrow tube",
        condition="water",
        setting="S",
        place="",
        entity="tube",
        implicit_prompt="A narrow tube dipped in water.",
        explicit_prompt="Water standing high in a narrow tube.",
        superficial_prompt="Water standing level in a narrow tube.",
        paraphrase=0,
        outcome="high",
        superficial_outcome="level",
        derivation="Water rises 30 mm.",
        split="train",
        subject_seen=True,
        scene_rubric="a tube",
        reality_rubric="0-3",
    )


def write_item(log):
    fact = DecidingFact(name="radius", value=0.5, unit="mm", source="measured", uncertainty="0.05", of="narrow tube")
    log.append("rise-00000", "written", "model:gpt-4o", {"prompts": prompt_set(), "facts": [fact]})
    image = Candidate(
        id="explicit-1",
        side="explicit",
        file="images/images/1.png",
        model="lab",
        checks=(CheckResult(name="entity", status="passed"),),
        rank=0,
    )
    other = Candidate(id="superficial-2", side="superficial", file="images/images/2.png", model="lab", rank=0)
    log.append("rise-00000", "drawn", "model:lab", {"candidates": [image, other], "chosen": {"explicit": "explicit-1"}})
    log.append("rise-00000", "chosen", "reviewer:a", {"chosen": {"superficial": "superficial-2"}})
    return fact, image


def test_an_item_is_what_its_events_make_of_it(tmp_path):
    log = CurationLog(tmp_path)
    fact, image = write_item(log)
    item = read_items(tmp_path)["rise-00000"]
    assert item.prompts == prompt_set() and item.facts == (fact,) and item.image("explicit") == image
    assert item.is_reviewable
    log.append("rise-00000", "edited", "reviewer:a", {"prompts": {"explicit_prompt": "New."}}, reason="typo")
    log.append("rise-00000", "checked", "check", {"checks": [CheckResult(name="grammar", status="failed")]})
    item = read_items(tmp_path)["rise-00000"]
    assert item.prompts.explicit_prompt == "New." and item.prompts.superficial_prompt
    assert not item.is_reviewable
    assert [(event.action, event.by) for event in item.history][-2:] == [("edited", "reviewer:a"), ("checked", "check")]


def test_a_torn_last_event_is_dropped_and_the_next_one_stands_on_a_line_of_its_own(tmp_path):
    log = CurationLog(tmp_path)
    write_item(log)
    path = tmp_path / "items" / "items.jsonl"
    path.write_bytes(path.read_bytes() + b'{"item": "rise-0')
    assert len(read_items(tmp_path)["rise-00000"].history) == 3
    log.repair()
    log.append("rise-00000", "accepted", "reviewer:a", {"status": "accepted"})
    assert read_items(tmp_path)["rise-00000"].status == "accepted"


def test_a_folder_without_items_and_an_unknown_field_are_one_line(tmp_path):
    with pytest.raises(DataError, match="expected a curation folder with items, found none"):
        read_items(tmp_path)
    log = CurationLog(tmp_path)
    write_item(log)
    log.append("rise-00000", "edited", "author", {"promts": {}})
    with pytest.raises(DataError, match="unknown field 'promts'; did you mean 'prompts'"):
        read_items(tmp_path)


def test_answers_keep_what_the_long_table_needs(tmp_path):
    (tmp_path / "review").mkdir()
    row = {"item": "a", "question": "decision", "annotator": "r1", "answer": "keep", "seconds": 3.5, "left": "explicit"}
    (tmp_path / "review" / "answers.jsonl").write_text(json.dumps(row) + "\n")
    assert [(found.annotator, found.seconds) for found in read_answers(tmp_path)] == [("r1", 3.5)]
