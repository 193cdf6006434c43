"""What `align` refuses before it fetches, draws or claims anything."""

import pytest
import torch

from scisynth.core.errors import ConfigError
from scisynth.pipelines.alignment import run
from scisynth.pipelines.alignment.config import oft_recipe, sft_recipe
from scisynth.pipelines.alignment.flux import ACCELERATE, hardware_plan, launch_command

PIECES = {"ACCELERATE_USE_FSDP": "true", "FSDP_VERSION": "2", "FSDP_CPU_RAM_EFFICIENT_LOADING": "false"}


@pytest.fixture
def refused(tmp_path):
    """The words with which a run is refused; nothing is left behind."""

    def start(recipe, *settings):
        start_run = run.run_oft if hasattr(recipe, "oft") else run.run_sft
        with pytest.raises(ConfigError) as found:
            start_run(recipe.override(settings), tmp_path / "out", seed=0)
        assert not (tmp_path / "out").exists()
        return str(found.value)

    return start


@pytest.fixture
def launched(monkeypatch):
    def launch(processes, *, sharded):
        for name, value in {**(PIECES if sharded else {}), "WORLD_SIZE": str(processes)}.items():
            monkeypatch.setenv(name, value)

    return launch


def test_fewer_processes_than_planned(refused, launched):
    recipe = oft_recipe("black-forest-labs/FLUX.1-dev", "8x80gb-sharded")
    launched(2, sharded=True)
    words = refused(recipe, "oft.prompts_per_round=32")
    assert "expected 8 processes that hold pieces" in words and "got 2; start with: accelerate launch" in words


def test_the_command_to_start_with_makes_pieces(refused):
    words = refused(
        oft_recipe("black-forest-labs/FLUX.1-dev", "80gb"), "hardware.sharded=true", "hardware.num_processes=4"
    )
    assert (
        f"got none; start with: accelerate launch --config_file {ACCELERATE / 'fsdp.yaml'} --num_processes 4" in words
    )
    eight = hardware_plan("8x80gb").replace({"sharded": True, "num_processes": 2})
    assert "fsdp.yaml --num_processes 2" in launch_command(eight)
    four = hardware_plan("80gb").replace({"num_processes": 4})
    assert launch_command(four) == "accelerate launch --num_processes 4 -m scisynth align"


@pytest.mark.parametrize(
    ("recipe", "setting", "words"),
    [
        (sft_recipe("lab-flux"), "sft.batch_size=7", "'sft.batch_size': expected a multiple of the 2"),
        (sft_recipe("lab-flux"), "sft.sizes_px=[[64, 32], [32, 64]]", "'sft.sizes_px'"),
        (oft_recipe("lab-flux"), "oft.prompts_per_round=7", "'oft.prompts_per_round': expected a multiple of the 2"),
    ],
)
def test_steps_that_processes_with_pieces_cannot_share(refused, launched, recipe, setting, words):
    launched(2, sharded=True)
    assert words in refused(recipe, setting)


def test_a_square_that_only_evaluations_draw(refused):
    sizes = ("sft.size_px=100", "sft.sizes_px=[[64, 96]]")
    assert "expected a multiple of" in refused(sft_recipe("lab-flux"), *sizes)
    run._check_sizes(sft_recipe("lab-flux").override([*sizes, "sft.eval_every=0"]))


def test_blocks_without_a_compiler(refused, monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert "--compile: expected a compiler" in refused(sft_recipe("lab-flux"), "sft.compile_blocks=true")


def test_four_bits_want_cuda_and_no_other_card(refused, monkeypatch):
    monkeypatch.setattr(run, "require", lambda *words: None)
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "needs a GPU of CUDA" in refused(sft_recipe("black-forest-labs/FLUX.1-dev", "24gb"))
