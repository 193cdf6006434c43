"""A law from a sentence: drafted, repaired, checked, and never overwritten."""

import pytest
from support.capillary import SENTENCE, draft, drafting
from support.fake_openai import FakeOpenAI
from support.laws import forget_added_laws
from support.verbs import error_line, run, run_json

from scisynth.curation.law_draft import LawDraft, law_yaml, to_law_file
from scisynth.science.rules import derive


@pytest.fixture
def server():
    with FakeOpenAI() as found:
        yield found


def law(server, out, *further, code=0):
    return run_json(
        "curate", "law", SENTENCE, "--model", "api:m", "--base-url", server.base_url, "--out", out, *further, code=code
    )


def failed(result):
    return {check["name"] for item in result["laws"] for check in item["checks"] if check["status"] == "failed"}


def test_a_sentence_becomes_a_law_that_runs_without_code(server, tmp_path):
    server.behave = drafting()
    result = law(server, tmp_path)
    assert result["written"] == "capillary rise" and not failed(result)
    assert derive("capillary rise", "thermometer tube", "water").outcome == "climbs"
    assert derive("capillary rise", "garden hose", "ink").outcome == "even"
    written = run_json("prompts", "write", "--laws", tmp_path / "law", "--num", 3, "--split", "test_S")
    assert {row["law"] for row in written["prompts"]} == {"capillary rise"}
    assert written["prompts"][0]["reality_rubric"].startswith("3: the water")


def test_the_same_command_asks_nothing_again_and_keeps_an_edited_file(server, tmp_path):
    server.behave = drafting()
    law(server, tmp_path)
    file = tmp_path / "law" / "capillary_rise.yaml"
    text = file.read_text().replace("thermometer tube", "barometer tube")
    file.write_text(text)
    law(server, tmp_path)
    assert file.read_text() == text and len(server.calls) == 1


def test_the_model_corrects_what_the_checks_find(server, tmp_path):
    wrong = draft(facts=[{"name": "inner_radius", "unit": "kg", "source": "common knowledge"}])
    server.behave = drafting(wrong, draft())
    assert not failed(law(server, tmp_path))
    assert len(server.calls) == 2 and "expected a unit such as m" in server.calls[1].text


def test_what_is_not_corrected_is_named(server, tmp_path):
    leaking = draft(implicit=["{a_subject} in which the liquid climbs out of {condition}"] * 4)
    server.behave = drafting(leaking)
    assert failed(law(server, tmp_path, code=3)) == {"implicitness"}
    assert "implicitness" in error_line("curate", "prompts", "--out", tmp_path)


def test_a_law_that_exists_and_prose_are_refused(server, tmp_path):
    server.behave = drafting(draft(name="buoyancy"))
    taken = law(server, tmp_path, code=3)["laws"][0]["checks"][0]
    assert taken["status"] == "failed" and "called 'buoyancy' already" in taken["message"]
    server.behave = drafting("I would rather talk about the weather.")
    line = error_line(
        "curate", "law", "x y", "--model", "api:m", "--base-url", server.base_url, "--out", tmp_path / "b"
    )
    assert "the model gave no law (unparsed" in line and not (tmp_path / "b" / "law" / "x_y.yaml").exists()


def test_a_recorded_draft_is_replayed_without_a_server(server, tmp_path):
    server.behave = drafting()
    law(server, tmp_path / "first", "--record", tmp_path / "record")
    forget_added_laws()
    replayed = law(server, tmp_path / "second", "--replay", tmp_path / "record")
    assert len(server.calls) == 1 and replayed["written"] == "capillary rise"
    texts = [(tmp_path / name / "law" / "capillary_rise.yaml").read_text() for name in ("first", "second")]
    assert texts[0] == texts[1]


def test_a_rule_without_its_parts_is_drafted_again_or_one_line(server, tmp_path):
    broken = draft(rule={"kind": "threshold", "facts": [], "limits": [], "outcomes": ["even"]})
    server.behave = drafting(broken, draft())
    assert not failed(law(server, tmp_path)) and len(server.calls) == 2
    server.behave = drafting(broken)
    words = (SENTENCE, "--model", "api:m", "--base-url", server.base_url, "--out", tmp_path / "again")
    assert "has not what a threshold needs" in error_line("curate", "law", *words)


def test_a_law_of_ones_own_is_taken_over_with_its_code(tmp_path):
    values = to_law_file(LawDraft.model_validate(draft(rule={"kind": "function", "facts": ["inner_radius"]})))
    file = tmp_path / "mine" / "capillary_rise.yaml"
    file.parent.mkdir()
    file.write_text(law_yaml(values, origin="mine"))
    assert "expected the Python file" in error_line("curate", "law", "--file", file, "--out", tmp_path / "out")
    code = """
from scisynth.science.verdict import Verdict

def rule(law, subject, condition):
    wide = subject.facts["inner_radius"].value > law.constants["widest_radius"].value
    return Verdict(outcome="even" if wide else "climbs", sentence="It follows.")
"""
    (file.parent / "capillary_rise.py").write_text(code)
    result = run_json("curate", "law", "--file", file, "--out", tmp_path / "out")
    assert result["written"] == "capillary rise" and not failed(result)
    assert not failed(run_json("curate", "law", "--file", file, "--out", tmp_path / "out"))
    assert derive("capillary rise", "garden hose", "ink").outcome == "even"
    (file.parent / "capillary_rise.py").write_text(code + "# changed")
    assert "differs from" in error_line("curate", "law", "--file", file, "--out", tmp_path / "out")


def test_by_hand_the_skeleton_is_told_what_is_missing(tmp_path):
    result = run_json("curate", "law", SENTENCE, "--out", tmp_path, code=3)
    assert result["written"] == "capillary rise in" and failed(result) >= {"placeholder", "subjects"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--model", "api:m"], "expected a sentence to draft a law from"),
        (["a law", "--model", "gpt-4o"], "expected api:MODEL"),
        (["a law", "--file", "x.yaml"], "got both"),
        ([], "expected a law file, found none"),
        (["--file", "nowhere.yaml"], "expected a YAML file"),
    ],
)
def test_settings_that_cannot_be_are_one_line(words, message, tmp_path):
    assert message in error_line("curate", "law", *words, "--out", tmp_path)


def test_the_plan_sends_nothing(server, tmp_path):
    result = run_json(
        "curate",
        "law",
        SENTENCE,
        "--model",
        "api:m",
        "--base-url",
        server.base_url,
        "--price",
        1,
        2,
        "--plan",
        "--out",
        tmp_path,
    )
    assert result["estimates"]["api:m"]["calls"] == 2 and not server.calls
    assert run("curate", "law", "--plan", "--out", tmp_path).stdout.strip() == "No model is asked."
