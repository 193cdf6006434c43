"""Stage 1: the loss falls on what can be learnt, and neither a kill nor a second process changes a number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image
from support.alignment_parts import OPTIMIZER, SIZE_PX, new_policy, sft_config

from scisynth.alignment.sft import TrainingImage, train_sft
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.training.curve import read_log

COLORS = ("red", "green", "blue", "white")
EXAMPLES = [
    TrainingImage(prompt=f"a {color} square", image=Image.new("RGB", (SIZE_PX, SIZE_PX), color)) for color in COLORS
]


def losses(folder: Path) -> list[float]:
    return [row["sft/loss"] for row in read_log(folder) if "sft/loss" in row]


def test_the_loss_falls(tmp_path, accelerator):
    optimizer = OPTIMIZER.model_copy(update={"learning_rate": 2e-2})
    config = sft_config(max_steps=60, batch_size=8, micro_batch_size=8, optimizer=optimizer, save_every=0)
    train_sft(config, new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    curve = losses(tmp_path)
    assert sum(curve[-10:]) < 0.95 * sum(curve[:10])


def test_a_killed_run_goes_on_as_if_nothing_had_happened(tmp_path, accelerator):
    config = sft_config(max_steps=4)
    whole = new_policy()
    train_sft(config, whole, EXAMPLES, tmp_path / "whole", seed=0, accelerator=accelerator)

    def stop(step: int):
        if step == 3:
            raise KeyboardInterrupt
        return {}

    broken = sft_config(max_steps=4, eval_every=1)
    with pytest.raises(KeyboardInterrupt):
        train_sft(broken, new_policy(), EXAMPLES, tmp_path / "cut", seed=0, accelerator=accelerator, evaluate=stop)
    resumed = new_policy()
    average = train_sft(config, resumed, EXAMPLES, tmp_path / "cut", seed=0, accelerator=accelerator)
    assert losses(tmp_path / "cut")[-4:] == losses(tmp_path / "whole")
    for name, parameter in whole.parameters.items():
        assert torch.equal(parameter, resumed.parameters[name])
    with average.applied():
        assert any(not torch.equal(p, whole.parameters[name]) for name, p in resumed.parameters.items())


def test_micro_batches_change_nothing(tmp_path, accelerator):
    for size in (1, 4):
        policy = new_policy()
        config = sft_config(micro_batch_size=size)
        train_sft(config, policy, EXAMPLES, tmp_path / str(size), seed=0, accelerator=accelerator)
    assert losses(tmp_path / "1") == pytest.approx(losses(tmp_path / "4"), rel=1e-5)


def test_two_processes_compute_what_one_does(tmp_path):
    script = Path(__file__).with_name("align_in_process.py")
    curves = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        launch = [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", str(processes)]
        port = ["--main_process_port", "0"] if processes == 2 else []
        subprocess.run([*launch, *port, str(script), "sft", str(out)], check=True, capture_output=True, timeout=240)
        curves.append([json.loads(line)["sft/loss"] for line in (out / "log.jsonl").read_text().splitlines()])
    assert curves[1] == pytest.approx(curves[0], rel=1e-3)


def test_bad_input_is_one_line(tmp_path, accelerator):
    with pytest.raises(DataError, match="expected images to train on"):
        train_sft(sft_config(), new_policy(), [], tmp_path, seed=0, accelerator=accelerator)
    with pytest.raises(ConfigError, match="15"):
        train_sft(sft_config(size_px=15), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    train_sft(sft_config(max_steps=1), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    state = tmp_path / "state.safetensors"
    state.write_bytes(state.read_bytes()[:1000])
    with pytest.raises(ModelError, match="not a whole checkpoint"):
        train_sft(sft_config(), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
