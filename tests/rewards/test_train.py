"""Training on the real Trainer: it learns, resumes bit for bit, and one process equals two or an accumulation."""

import json
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from support.forked import Forked, run_forked
from support.processes import run_processes
from transformers import CLIPModel

from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.core.trained_on import read_trained_on
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.train import COMPLETE, RewardConfig, best_row, is_trained, train_reward
from scisynth.training.curve import read_log

SCRIPT = Path(__file__).with_name("train_in_process.py")


def config(tiny_clip, **changes) -> RewardConfig:
    settings = {
        "base": str(tiny_clip),
        "learning_rate": 3e-3,
        "weight_decay": 0.01,
        "batch_size": 8,
        "max_steps": 12,
        "warmup_steps": 2,
        "eval_every": 4,
        "log_every": 1,
        "bf16": False,
    }
    return RewardConfig(**{**settings, **changes})


def losses(folder: Path) -> list[float]:
    return [row["loss"] for row in read_log(folder) if "loss" in row]


@pytest.fixture(scope="module")
def straight(tiny_clip, tmp_path_factory):
    """One uninterrupted run in a process of its own: what every interrupted one must equal."""
    folder = tmp_path_factory.mktemp("straight") / "reward"
    run_script(tiny_clip, folder)
    return folder


def run_script(base: Path, folder: Path, **changes) -> None:
    run_forked(command(base, folder, changes), check=True)


def command(base: Path, folder: Path, changes: dict) -> list[object]:
    return [SCRIPT, config(base, **changes).model_dump_json(), folder]


def test_it_learns_what_the_base_does_not_know(tiny_clip, color_tuples, tmp_path):
    test = color_tuples(40, seed=9)
    trained = train_reward(
        config(tiny_clip, max_steps=40), color_tuples(64), color_tuples(16, seed=1), tmp_path / "reward", seed=0
    )
    after = evaluate_two_choice(SciScore.from_pretrained(trained), test).to_dict()["accuracy"]
    assert after["value"] == 1.0
    assert losses(trained)[-1] < 0.5 * losses(trained)[0]
    told = read_trained_on(trained)
    assert told is not None and told.subjects == {"ripeness": {"tomato"}}
    assert told.state("ripeness", "plum") == "unknown", "the base does not say what it was trained on"


def test_the_result_is_a_plain_clip_folder(straight, tiny_clip):
    assert json.loads((straight / "config.json").read_text())["architectures"] == ["CLIPModel"]
    model, info = CLIPModel.from_pretrained(straight, output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"]
    base = CLIPModel.from_pretrained(tiny_clip)
    assert torch.equal(model.logit_scale, base.logit_scale), "the logit scale is frozen by default"
    assert not torch.equal(model.visual_projection.weight, base.visual_projection.weight)


def test_killed_and_resumed_equals_straight(straight, tiny_clip, tmp_path):
    folder = tmp_path / "reward"
    process = Forked(command(tiny_clip, folder, {}))
    deadline = time.monotonic() + 120
    while not (folder / "checkpoints" / "checkpoint-4" / COMPLETE).exists() and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (folder / COMPLETE).exists(), "the run ended before it could be killed"
    run_script(tiny_clip, folder)
    assert_same_run(folder, straight)


def test_killed_while_the_result_is_saved(straight, tiny_clip, tmp_path):
    folder = tmp_path / "reward"
    shutil.copytree(straight, folder)
    (folder / COMPLETE).unlink()
    (folder / "model.safetensors").write_bytes(b"torn")
    run_script(tiny_clip, folder)
    assert_same_run(folder, straight)


def test_a_torn_checkpoint_is_not_resumed(straight, tiny_clip, tmp_path):
    folder = tmp_path / "reward"
    torn = folder / "checkpoints" / "checkpoint-8"
    torn.mkdir(parents=True)
    (torn / "trainer_state.json").write_text('{"global_step": 8')
    run_script(tiny_clip, folder)
    assert_same_run(folder, straight)


def assert_same_run(folder: Path, straight: Path) -> None:
    assert (folder / "log.jsonl").read_bytes() == (straight / "log.jsonl").read_bytes()
    ours, theirs = load_file(folder / "model.safetensors"), load_file(straight / "model.safetensors")
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def swapped(tuples):
    """Tuples whose truth is the other way round: the better training goes, the worse they are judged."""
    return [
        replace(item, explicit_image=item.superficial_image, superficial_image=item.explicit_image) for item in tuples
    ]


def test_the_best_checkpoint_is_found_from_anywhere(tiny_clip, color_tuples, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    train, val = color_tuples(30), swapped(color_tuples(8, seed=1))
    folder = train_reward(config(tiny_clip), train, val, Path("run") / "reward", seed=0)
    assert best_row(read_log(folder))["step"] == 4, "the last checkpoint must not be the best for this test to tell"
    best = load_file(folder / "model.safetensors")
    # As a kill while the result is saved leaves it; then typed elsewhere, then after the folder was moved.
    for target in (folder, tmp_path / "moved" / "reward"):
        if target != folder:
            shutil.copytree(folder, target)
            shutil.rmtree(folder)
        (target / COMPLETE).unlink()
        (target / "model.safetensors").unlink()
        monkeypatch.chdir(tmp_path)
        resumed = load_file(train_reward(config(tiny_clip), train, val, target, seed=0) / "model.safetensors")
        assert all(torch.equal(resumed[name], best[name]) for name in best)


def test_a_diverged_training_is_an_error_and_never_complete(tiny_clip, color_tuples, tmp_path):
    diverging = config(tiny_clip, learning_rate=1e30, warmup_steps=0, max_steps=4)
    for _ in range(2):
        with pytest.raises(ModelError, match=r"training diverged.*lower reward\.learning_rate") as caught:
            train_reward(diverging, color_tuples(8), color_tuples(4, seed=1), tmp_path, seed=0)
        assert "\n" not in str(caught.value)
        assert not is_trained(tmp_path)

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    rows = [json.loads(line, parse_constant=refuse) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [row["val_loss"] for row in rows if "val_loss" in row] == [None]
    assert best_row(rows) == {}


def test_the_best_row_has_the_lowest_finite_loss():
    log = [
        {"step": 1, "loss": 9.0},
        {"step": 2, "val_loss": None},
        {"step": 2, "val_loss": 0.5},
        {"step": 4, "val_loss": 0.7},
    ]
    assert best_row(log) == {"step": 2, "val_loss": 0.5}


def test_a_finished_run_is_a_no_op(straight, tiny_clip):
    before = {path: path.stat().st_mtime_ns for path in straight.rglob("*")}
    run_script(tiny_clip, straight)
    assert {path: path.stat().st_mtime_ns for path in straight.rglob("*")} == before


def test_accumulation_equals_the_whole_batch(straight, tiny_clip, tmp_path):
    run_script(tiny_clip, tmp_path / "reward", gradient_accumulation_steps=2)
    assert losses(tmp_path / "reward") == pytest.approx(losses(straight), abs=1e-4)


def test_two_processes_equal_one(straight, tiny_clip, tmp_path):
    run_processes(2, SCRIPT, config(tiny_clip).model_dump_json(), tmp_path / "reward")
    assert losses(tmp_path / "reward") == pytest.approx(losses(straight), abs=1e-4)


def test_broken_tuples_are_left_out_and_an_empty_split_is_an_error(tiny_clip, color_tuples, tmp_path):
    broken = [replace(item, status="broken", reason="no image") for item in color_tuples(3)]
    with pytest.raises(DataError, match="train split, got 3 rows of which none is usable"):
        train_reward(config(tiny_clip), broken, color_tuples(2), tmp_path, seed=0)


def test_a_batch_that_cannot_be_shared_is_refused(tiny_clip, color_tuples, tmp_path):
    with pytest.raises(ConfigError, match="multiple of 3"):
        train_reward(
            config(tiny_clip, gradient_accumulation_steps=3), color_tuples(4), color_tuples(2), tmp_path, seed=0
        )


def test_a_base_that_is_no_clip_is_refused(color_tuples, tmp_path):
    with pytest.raises(ModelError, match="no-such-base"):
        train_reward(config("no-such-base"), color_tuples(4), color_tuples(2), tmp_path, seed=0)
