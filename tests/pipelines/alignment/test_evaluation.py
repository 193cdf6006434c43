"""Evaluations while a policy is trained: shared, paired, kept, and by what does not enter training."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from accelerate import Accelerator
from PIL import Image
from support.alignment_parts import SIZE_PX, held_out_evaluation, left_half, new_policy
from support.processes import run_processes

from scisynth.alignment.watch import RewardHackingMonitor
from scisynth.core.errors import ConfigError
from scisynth.core.store import Journal
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.pipelines.alignment.evaluate import PolicyEvaluation
from scisynth.pipelines.alignment.samples import OUTLINE, outline_region


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.mark.thorough
def test_two_processes_share_the_prompts_and_find_what_one_finds(tmp_path):
    script = Path(__file__).with_name("evaluate_in_process.py")
    found = {}
    for processes in (1, 2):
        out = tmp_path / str(processes)
        out.mkdir()
        run_processes(processes, script, out)
        found[processes] = [json.loads((out / f"process-{n}.json").read_text()) for n in range(processes)]
    (one,), (first, second) = found[1], found[2]
    # 5 prompts, 2 images each, twice: 20 images once, not once a process.
    assert (len(one["drawn"]), len(first["drawn"]), len(second["drawn"])) == (20, 12, 8)
    assert first["rows"] == second["rows"]
    for key in ("eval/reward", "eval/held_out/redness", "eval/diversity"):
        assert first["rows"][1][key] == pytest.approx(one["rows"][1][key], rel=1e-3)


def test_scores_are_kept_and_gains_are_paired(tmp_path):
    policy = new_policy()
    evaluation, _ = held_out_evaluation(
        policy.backbone, tmp_path, Accelerator(cpu=True), num=12, num_samples=2, locate=left_half
    )
    start = evaluation(0)
    assert start["eval/judge_coverage"] == pytest.approx(23 / 24) and "eval/reward_gain" not in start
    with torch.no_grad():
        for name, parameter in policy.parameters.items():
            if "lora_B" in name:
                parameter.add_(0.5 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(0)))
    later = evaluation(4)
    gain = later["eval/reward"] - start["eval/reward"]
    assert abs(gain) > 0.01 and later["eval/reward_gain"] == pytest.approx(gain, rel=1e-4)
    assert later["eval/reward_gain_low"] < gain < later["eval/reward_gain_high"]
    rows = list(Journal(tmp_path / "evaluations.jsonl"))
    assert [row["step"] for row in rows] == [0, 4] and np.shape(rows[1]["scores"]["reward"]) == (12, 2)
    picture = np.asarray(Image.open(tmp_path / "samples" / "step-000004.png"))
    assert (picture == OUTLINE).all(-1).any()
    assert (tmp_path / "curve.png").stat().st_size > 1000
    # A run that goes on from step 2 measures step 4 once more, and keeps one row of it.
    evaluation(4)
    assert [row["step"] for row in Journal(tmp_path / "evaluations.jsonl")] == [0, 4]


def test_prompts_are_encoded_once(tmp_path):
    policy = new_policy()
    asked = []
    encode = policy.backbone.encode_text
    policy.backbone.encode_text = lambda prompts: asked.extend(prompts) or encode(prompts)
    evaluation, drawn = held_out_evaluation(policy.backbone, tmp_path, Accelerator(cpu=True))
    evaluation(0), evaluation(1)
    assert len(drawn) == 20 and len(asked) == 5


def test_what_is_trained_on_cannot_judge(tmp_path):
    for settings in (
        EvaluationSettings(judge="reward:lab-sciscore"),
        EvaluationSettings(judge="clip:lab-sciscore"),  # the same weights under another kind
        EvaluationSettings(judge="none", held_out=("lab-sciscore",)),
    ):
        with pytest.raises(ConfigError, match="lab-sciscore is trained on"):
            PolicyEvaluation.build(
                settings, new_policy().backbone, [], size_px=SIZE_PX, guidance=None, seed=0, folder=tmp_path,
                accelerator=Accelerator(cpu=True), trained=["sciscore:lab-sciscore"],
            )  # fmt: skip


def test_a_reward_that_likes_red_is_seen_by_what_is_held_out():
    """Reward hacking without a judge: the watched reward falls by more than its noise, so no such policy is kept."""
    watch = RewardHackingMonitor(patience=2)
    key = "eval/held_out/pickscore"
    assert watch.update({"step": 0, "eval/reward": 1.0, key: 5.0}) == (True, "")
    noise = {key: 4.9, f"{key}_gain": -0.1, f"{key}_gain_high": 0.1}
    assert watch.update({"step": 1, "eval/reward": 2.0, **noise}) == (True, "")
    fallen = {key: 4.0, f"{key}_gain": -1.0, f"{key}_gain_high": -0.5}
    assert watch.update({"step": 2, "eval/reward": 3.0, **fallen}) == (False, "")
    assert watch.update({"step": 3, "eval/reward": 4.0, **fallen}) == (
        False, "the reward rises while pickscore falls for 2 evaluations",
    )  # fmt: skip
    assert "step 1" in watch.verdict


def test_an_evaluation_in_which_the_judge_is_silent_is_none_of_the_best():
    watch = RewardHackingMonitor(patience=0)
    assert watch.update({"step": 0, "eval/reward": 10.0, "eval/judge": 0.5}) == (True, "")
    assert watch.update({"step": 1, "eval/reward": 20.0}) == (False, "")


def test_the_region_is_outlined_and_nothing_inside_changes():
    image = Image.new("RGB", (64, 64), "white")
    mask = np.zeros((8, 8))
    mask[2:6, 2:6] = 1
    pixels = np.asarray(outline_region(image, mask))
    lined = (pixels == OUTLINE).all(-1)
    assert lined.any() and not lined[20:44, 20:44].any() and not lined[:16].any()
    assert outline_region(image, np.ones((8, 8))) is image
