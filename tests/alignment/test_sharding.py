"""A base in pieces (FSDP2) trains what a whole one trains; on the processor, with gloo, and real classes."""

import json
from pathlib import Path

import pytest
import torch
from support.alignment_parts import new_policy, velocity_of
from support.processes import run_processes
from support.thorough import some

from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.alignment.loop import check_shares, even_share
from scisynth.alignment.lora import install, read_lora
from scisynth.alignment.sharding import check_sharding
from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ConfigError
from scisynth.training.curve import read_log

SCRIPT = Path(__file__).with_name("align_in_process.py")
FSDP2 = {"ACCELERATE_USE_FSDP": "true", "FSDP_VERSION": "2", "FSDP_CPU_RAM_EFFICIENT_LOADING": "false"}


class Two:
    num_processes, process_index = 2, 1


@pytest.fixture
def sharded(monkeypatch):
    for name, value in {**FSDP2, "WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("stage", some(["oft", "sft"], 1))
def test_pieces_on_two_processes_train_what_a_whole_base_trains(tmp_path, monkeypatch, stage):
    """Of OFT the units are dealt unevenly, so that one process has to take empty passes."""
    run_processes(1, SCRIPT, stage, tmp_path / "whole")
    for name, value in FSDP2.items():
        monkeypatch.setenv(name, value)
    run_processes(2, SCRIPT, stage, tmp_path / "pieces")
    held = [json.loads((tmp_path / "pieces" / f"held-{rank}.json").read_text()) for rank in range(2)]
    assert held[0]["held"] < 0.6 * held[0]["of"] and sum(item["held"] for item in held) == held[0]["of"]
    for row, other in zip(read_log(tmp_path / "pieces"), read_log(tmp_path / "whole"), strict=True):
        keys = [key for key in other if key.endswith(("loss", "grad_norm", "reward", "pairs", "kl"))]
        assert keys and [row[key] for key in keys] == pytest.approx([other[key] for key in keys], rel=1e-3, abs=1e-8)
    answers = []
    for out in ("whole", "pieces"):
        backbone = wrap(tiny_flux(0))
        state = read_lora(tmp_path / out / "policy", backbone)
        assert {name: len(tensor) for name, tensor in state.items()} == {
            name: len(tensor) for name, tensor in new_policy().state().items()
        }
        install(backbone.transformer, state)
        answers.append(velocity_of(backbone).detach())
    moved = (answers[0] - velocity_of(wrap(tiny_flux(0))).detach()).norm()
    assert (answers[1] - answers[0]).norm() < 1e-3 * answers[0].norm() and moved > 0


def test_every_process_has_as_many_items(sharded):
    assert even_share(range(5), Two) == [1, 3, 0] and even_share(range(4), Two) == [1, 3]
    sharded.setenv("ACCELERATE_USE_FSDP", "false")
    assert even_share(range(5), Two) == [1, 3]
    check_shares(SftConfig(batch_size=5))


def test_a_launch_that_cannot_be_shared_is_one_line(sharded):
    check_sharding()
    for config, words in (
        (SftConfig(batch_size=5), r"'sft.batch_size': expected a multiple of the 2 processes .*, got 5"),
        (SftConfig(batch_size=4, sizes_px=((64, 128), (128, 64))), r"'sft.sizes_px': processes that hold"),
        (OftConfig(prompts_per_round=3), r"'oft.prompts_per_round': expected a multiple of the 2 .*, got 3"),
        (OftConfig(prompts_per_round=1), r"expected at least one for each of 2 processes, got 1"),
    ):
        with pytest.raises(ConfigError, match=words):
            check_shares(config)
    sharded.setenv("FSDP_CPU_RAM_EFFICIENT_LOADING", "true")
    with pytest.raises(ConfigError, match="fsdp_cpu_ram_efficient_loading false"):
        check_sharding()
    sharded.setenv("FSDP_VERSION", "1")
    with pytest.raises(ConfigError, match="fsdp_version 2"):
        check_sharding()
    assert torch.distributed.is_initialized() is False
