"""Prompt triples of a law that is not ours: written, worded by a model, checked, resumed."""

import pytest
from support.capillary import SENTENCE, drafting
from support.fake_openai import FakeOpenAI, status
from support.verbs import error_line, run_json

from scisynth.curation.records import CurationLog, read_items


@pytest.fixture
def server():
    with FakeOpenAI() as found:
        found.behave = drafting()
        yield found


@pytest.fixture
def folder(server, tmp_path):
    out = tmp_path / "capillary"
    run_json("curate", "law", SENTENCE, "--model", "api:m", "--base-url", server.base_url, "--out", out)
    return out


def prompts(out, *further, code=0):
    return run_json("curate", "prompts", "--num", 40, "--out", out, *further, code=code)


def test_templates_give_triples_with_their_facts_and_no_false_alarm(folder):
    result = prompts(folder)
    assert result["written"] == result["items"] == result["sound"] == 40 and not result["findings"]
    item = next(iter(read_items(folder).values()))
    assert {fact.name for fact in item.facts} == {"inner_radius", "widest_radius"}
    assert all(fact.unit == "mm" and fact.source for fact in item.facts)
    assert [(event.action, event.by) for event in item.history] == [("written", "templates"), ("checked", "check")]
    assert prompts(folder)["written"] == 0
    assert run_json("curate", "prompts", "--num", 60, "--out", folder)["written"] == 20


def test_a_model_words_them_and_no_question_is_sent_twice(server, folder):
    asked = ("--model", "api:m", "--base-url", server.base_url, "--price", 1, 2)
    before = len(server.calls)
    plan = prompts(folder, *asked, "--plan")
    assert plan["estimates"]["api:m"]["calls"] == 40 and len(server.calls) == before
    server.behave = lambda call: status(400, "no") if "test tube" in call.text else drafting()(call)
    result = prompts(folder, *asked, code=3)
    assert 0 < result["written"] < 40 and result["outcomes"]["ok"] == result["written"]
    server.behave = drafting()
    again = prompts(folder, *asked)
    assert result["written"] + again["written"] == 40
    texts = [call.text for call in server.calls[before:]]
    assert all(texts.count(text) == 1 for text in texts if "test tube" not in text)
    before = len(server.calls)
    prompts(folder, "--model", "api:m", "--base-url", server.base_url, "--price", 3, 4)
    assert len(server.calls) == before, "another price asks nothing again"
    item = next(iter(read_items(folder).values()))
    assert item.history[0].by.startswith("model:") and item.prompts.implicit_prompt.startswith("A close view")
    assert 0 < again["cost"]["usd"] <= plan["estimates"]["api:m"]["usd"]


def test_an_edited_prompt_is_checked_again_and_not_written_again(folder):
    prompts(folder)
    name, item = next(iter(read_items(folder).items()))
    leak = f"{item.prompts.implicit_prompt[:-1]}, where the water climbs."
    CurationLog(folder).append(name, "edited", "author", {"prompts": {"implicit_prompt": leak}})
    assert prompts(folder)["findings"] == {"implicitness": 1}
    found = read_items(folder)[name]
    assert found.prompts.implicit_prompt == leak and not found.is_sound


def test_bad_settings_are_one_line(folder, tmp_path):
    assert "expected api:MODEL" in error_line("curate", "prompts", "--model", "gpt", "--out", folder)
    assert "expected a law file, found none" in error_line("curate", "prompts", "--out", tmp_path / "none")
    assert "unknown law 'buoyanci'" in error_line("curate", "prompts", "--law", "buoyanci", "--out", tmp_path / "none")
