"""`judge two-choice`: rewards and chat models give the same table, resumed, on lab and real tuples."""

import json

import pytest
from support.fake_openai import FakeOpenAI

from scisynth.core.errors import ScisynthError
from scisynth.pipelines.reward.evaluate import evaluate_model
from scisynth.pipelines.science_t2i.two_choice import ChoosingConfig, run_two_choice

NAMES = {
    "accuracy", "accuracy_by_order", "right_in_both_orders", "consistency", "position_bias", "by_field", "by_law", "by_subject",
    "outcomes", "failures", "cost", "judge", "is_lab", "num_pairs", "out",
}  # fmt: skip


def test_a_reward_has_the_accuracy_of_reward_eval(tmp_path):
    config = ChoosingConfig(judge="sciscore:lab-sciscore", num=32, split="test_S")
    result = run_two_choice(config, tmp_path, seed=3).to_dict()
    assert set(result) == NAMES
    expected = evaluate_model("lab-sciscore", "lab", "test_S", num=32, seed=3).to_dict()["accuracy"]
    assert result["accuracy"]["value"] == expected["value"] and result["num_pairs"] == 32
    assert result["consistency"]["value"] == 1 and result["position_bias"]["value"] == 0
    assert run_two_choice(config, tmp_path, seed=3).to_dict() == result


def test_a_chat_model_on_real_photos_is_asked_once_a_pair_and_order(shared_data, tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    data = str(shared_data / "science_t2i" / "tuples.parquet")
    with FakeOpenAI() as server:
        server.behave = lambda call: json.dumps({"reasoning": "", "choice": "first"})
        config = ChoosingConfig.parse({"data": data, "judge": "api:m", "access": {"base_url": server.base_url}})
        result = run_two_choice(config, tmp_path, seed=0).to_dict()
        again = run_two_choice(config, tmp_path, seed=0).to_dict()
        assert len(server.calls) == 20 and again == result
    assert result["accuracy"]["value"] == 0.5 and result["consistency"]["value"] == 0
    assert result["cost"]["requests"] == 20 and result["outcomes"]["ok"] == 20


def test_a_reward_is_not_asked_blind(tmp_path):
    with pytest.raises(ScisynthError, match="--blind: expected a chat model"):
        run_two_choice(ChoosingConfig(num=4, blind=True), tmp_path / "out", seed=0)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("judge", "words"),
    [
        ("scisore:x", "unknown reward"),
        ("sciscore:nope", "no such model folder"),
        ("lab-judge", "lab-judge: grades single images"),
    ],
)
def test_an_unknown_judge_is_one_line_and_leaves_the_folder_free(tmp_path, judge, words):
    with pytest.raises(ScisynthError, match=words):
        run_two_choice(ChoosingConfig(judge=judge, num=4), tmp_path / "out", seed=0)
    assert not (tmp_path / "out").exists()
