"""Stage 1: the loss falls on what can be learnt, and neither a kill nor a second process changes a number."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image
from support.alignment_parts import OPTIMIZER, SIZE_PX, new_policy, sft_config
from support.processes import run_processes

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


def test_images_of_several_aspect_ratios_come_in_batches_of_one_size(tmp_path, accelerator):
    wide = [
        TrainingImage(prompt=f"wide {n}", image=Image.new("RGB", (60, 31), color)) for n, color in enumerate(COLORS)
    ]
    tall = [TrainingImage(prompt="tall", image=Image.new("RGB", (20, 41), "red"))]
    curves = []
    for size in (1, 4):
        policy = new_policy()
        asked, velocity = [], policy.backbone.velocity
        policy.backbone.velocity = lambda sample, *rest, seen=asked, ask=velocity, **options: (
            seen.append(tuple(sample.shape)) or ask(sample, *rest, **options)
        )
        sizes = [[24, 24], [16, 32], [32, 16]]
        config = sft_config(size_px=24, sizes_px=sizes, batch_size=9, micro_batch_size=size, max_steps=2)
        folder = tmp_path / str(size)
        train_sft(config, policy, [*EXAMPLES, *wide, *tall], folder, seed=0, accelerator=accelerator)
        curves.append(losses(folder))
    # An epoch a step: four squares, four wide ones and a tall one, 4 px to a latent cell.
    assert sorted(asked) == sorted(2 * [(4, 4, 6, 6), (4, 4, 4, 8), (1, 4, 8, 4)])
    assert curves[0] == pytest.approx(curves[1], rel=1e-5)
    with pytest.raises(ConfigError, match=r"no larger an area than 16 x 16 px.*got 16 x 24"):
        sft_config(sizes_px=[[16, 24]])


@pytest.mark.thorough
def test_two_processes_compute_what_one_does(tmp_path):
    script = Path(__file__).with_name("align_in_process.py")
    curves = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        run_processes(processes, script, "sft", out)
        curves.append([json.loads(line)["sft/loss"] for line in (out / "log.jsonl").read_text().splitlines()])
    assert curves[1] == pytest.approx(curves[0], rel=1e-3)


def test_bad_input_is_one_line(tmp_path, accelerator):
    with pytest.raises(DataError, match="expected images to train on"):
        train_sft(sft_config(), new_policy(), [], tmp_path, seed=0, accelerator=accelerator)
    with pytest.raises(ConfigError, match="15"):
        train_sft(sft_config(size_px=15), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    with pytest.raises(ConfigError, match="width: expected a multiple of 8 px, got 12"):
        config = sft_config(sizes_px=[[16, 16], [16, 12]])
        train_sft(config, new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    train_sft(sft_config(max_steps=1), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
    state = tmp_path / "state.safetensors"
    state.write_bytes(state.read_bytes()[:1000])
    with pytest.raises(ModelError, match="not a whole checkpoint"):
        train_sft(sft_config(), new_policy(), EXAMPLES, tmp_path, seed=0, accelerator=accelerator)
