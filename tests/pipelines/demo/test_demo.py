"""The demo, small: the whole chain in one folder, resumable, with a report that says what it is."""

import itertools
import json

import pytest

from scisynth.core.errors import ConfigError, DataError
from scisynth.pipelines.demo.plan import demo_config
from scisynth.pipelines.demo.run import _pairs, run_demo
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.pipelines.reports import rebuild_report
from scisynth.pipelines.reward.config import RewardRunConfig, lab_reward, reward_recipe
from scisynth.pipelines.reward.data import read_train_and_val
from scisynth.pipelines.reward.train import run_reward_training
from scisynth.rewards.evaluate import Choice, Evaluation

SMALL = (
    "tuples.num=64",
    "num_test=16",
    "num_shown=4",
    "reward.max_steps=4",
    "reward.eval_every=2",
    "reward.log_every=1",
    "reward.batch_size=8",
    "align.sft.max_steps=2",
    "align.sft.batch_size=4",
    "align.sft.micro_batch_size=4",
    "align.sft.eval_every=0",
    "align.oft.num_rounds=1",
    "align.oft.prompts_per_round=4",
    "align.oft.num_steps=3",
    "align.oft.window=[0,2]",
    "align.oft.eval_every=0",
    "align.oft.max_fallback_rate=1",
    "align.num_test=16",
    "align.num_steps=2",
    "align.num_shown=2",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "run"
    return out, run_demo(demo_config().override(SMALL), out, seed=0)


def test_the_run_folder_tells_the_flow(demo):
    out, _ = demo
    stages = {"manifest.json", "prompts", "tuples", "reward", "sft", "oft", "bench", "report"}
    assert stages <= {path.name for path in out.iterdir()}
    manifest = json.loads((out / "manifest.json").read_text())
    assert (
        manifest["command"] == "demo" and manifest["config"]["tuples"]["num"] == 64 and "torch" in manifest["versions"]
    )


def test_the_report_holds_what_was_measured(demo):
    out, result = demo
    stored = json.loads((out / "report" / "results.json").read_text())
    assert stored["is_lab"] is True
    assert {model["role"] for model in stored["models"]} == {"base", "trained"}
    headline = {(row.model, row.split): row.accuracy.to_dict() for row in result.accuracies}
    for model in stored["models"]:
        for split, measured in model["splits"].items():
            assert measured["accuracy"] == headline[(model["name"], split)]
    assert len(stored["pairs"]) == 8 and all(pair["derivation"] for pair in stored["pairs"])
    assert any("val_accuracy" in row for row in stored["training"])


def test_the_three_stages_stand_in_one_leaderboard(demo):
    out, result = demo
    board = json.loads((out / "bench" / "leaderboard" / "leaderboard.json").read_text())
    cells = {(row["generator"], row["tier"]) for row in board["rows"] if row["judge"] == "lab-judge"}
    assert cells == set(itertools.product(("base", "SFT", "SFT+OFT"), ("implicit", "explicit", "superficial")))
    assert result.leaderboard.is_file()


def test_the_generator_was_aligned_and_measured_by_both_scorers(demo):
    out, result = demo
    stored = json.loads((out / "report" / "results.json").read_text())["alignment"]
    assert stored["stages"] == ["base", "SFT", "SFT+OFT"]
    assert {row["name"] for row in stored["curves"]} == {"SFT", "OFT"} and all(row["rows"] for row in stored["curves"])
    cells = {(row.stage, row.split, row.scorer) for row in result.improvements}
    stages, splits, scorers = ("SFT", "SFT+OFT"), ("test_S", "test_C"), ("SciScore", "lab-judge")
    assert cells == set(itertools.product(stages, splits, scorers)) and len(result.improvements) == len(cells)
    assert all(row["metric"]["n"] == 16 for row in stored["scores"])
    assert len(stored["samples"]) == 4 and all(
        set(item["stages"]) == set(stored["stages"]) for item in stored["samples"]
    )
    assert (result.policy / "pytorch_lora_weights.safetensors").is_file()


def test_again_is_the_same_report(demo):
    out, result = demo
    page = (out / "report" / "report.html").read_bytes()
    assert run_demo(demo_config().override(SMALL), out, seed=0) == result
    assert (out / "report" / "report.html").read_bytes() == page
    assert rebuild_report(out).read_bytes() == page


def test_a_pair_that_one_model_could_not_score_keeps_the_choices_of_the_other():
    """Pairs are matched by id: what one model left out must not shift another's choices."""
    tuples = draw_lab_tuples("test_S", num=3, seed=5)
    whole = [Choice(tuple=item, explicit=float(number), superficial=0.5) for number, item in enumerate(tuples)]
    evaluations = {
        "base": {"test_S": Evaluation(choices=whole, broken=[])},
        "SciScore": {"test_S": Evaluation(choices=whole[1:], broken=[(tuples[0].id, "not finite")])},
    }
    pairs = _pairs(evaluations, "test_S", 3, 5)
    assert [(pair.id, sorted(pair.choices)) for pair in pairs] == [
        (tuples[0].id, ["base"]), (tuples[1].id, ["SciScore", "base"]), (tuples[2].id, ["SciScore", "base"]),
    ]  # fmt: skip
    assert [choice.explicit for pair in pairs for choice in pair.choices.values()] == [0.0, 1.0, 1.0, 2.0, 2.0]


def test_a_run_without_results_has_no_report(tmp_path):
    with pytest.raises(DataError, match=r"expected a run with report/results\.json"):
        rebuild_report(tmp_path)


def test_recipes_by_base():
    assert reward_recipe("lab-clip") == lab_reward("lab-clip")
    paper = reward_recipe("laion/CLIP-ViT-H-14-laion2B-s32B-b79K")
    assert (paper.learning_rate, paper.weight_decay, paper.max_steps, paper.iee_weight) == (2e-6, 0.3, 600, 0.25)


def test_data_without_a_val_split_lends_a_tenth_of_train(shared_data, color_tuples):
    train, val = read_train_and_val(shared_data / "science_t2i" / "tuples.parquet")
    assert len(train) + len(val) == 10 and val
    assert {item.id for item in train}.isdisjoint({item.id for item in val})


def test_a_run_is_not_resumed_on_other_data(tiny_clip, shared_data, tmp_path):
    small = {"max_steps": 1, "eval_every": 1, "warmup_steps": 0, "batch_size": 2}
    reward = lab_reward(str(tiny_clip)).replace(small)
    config = RewardRunConfig(reward=reward, data=str(shared_data / "science_t2i" / "tuples.parquet"))
    run_reward_training(config, tmp_path / "run", seed=0)
    changed = config.model_copy(update={"data_digest": "0123456789ab"})
    with pytest.raises(DataError, match="it changed since"):
        run_reward_training(changed, tmp_path / "run", seed=0)
    with pytest.raises(ConfigError, match="seed 1"):
        run_reward_training(config, tmp_path / "run", seed=1)
