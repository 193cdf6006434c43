"""Sizes are those of the real classes, FLOPs those that torch counts, and every recipe has its plan."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.errors import ConfigError
from scisynth.pipelines.students.plan import BANDWIDTH, plan_student, student_plan_config
from scisynth.pipelines.students.recipes import ACCELERATE, HARDWARE, PARITIES, student_recipe
from scisynth.students.size import MODELS, size_student

PUBLISHED = {"2B": 2_127_532_032, "4B": 4_437_815_808, "8B": 8_767_123_696}
PLANS = [(model, hardware, parity) for model in MODELS for hardware in HARDWARE for parity in PARITIES]


@pytest.mark.parametrize("model", MODELS)
def test_parameters_are_those_of_the_published_models(model):
    size = size_student(model, rank=32)
    assert size.parameters == PUBLISHED[model.removesuffix("-Instruct")[-2:]]
    assert size.image_tokens(1024 * 1024) == 1024


def test_the_adapter_is_as_large_as_pefts():
    from peft import LoraConfig, get_peft_model

    from scisynth.students.model import VISION_PARTS

    model = "Qwen/Qwen3-VL-2B-Instruct"
    with torch.device("meta"):
        made = Qwen3VLForConditionalGeneration(Qwen3VLConfig.from_dict(dict(MODELS[model])))
        config = LoraConfig(r=32, target_modules="all-linear", exclude_modules=VISION_PARTS, task_type="CAUSAL_LM")
        counted = get_peft_model(made, config).get_nb_trainable_parameters()[0]
    assert size_student(model, rank=32).lora_parameters == counted


@pytest.mark.parametrize("tokens", [256, 2048])
def test_a_forward_pass_has_the_flops_that_torch_counts(tokens):
    name = "Qwen/Qwen3-VL-2B-Instruct"
    size = size_student(name, rank=32)
    with torch.device("meta"):
        model = Qwen3VLForConditionalGeneration(Qwen3VLConfig.from_dict(dict(MODELS[name]))).eval()
        ids = torch.zeros(1, tokens, dtype=torch.long)
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            model.model.language_model(
                inputs_embeds=torch.empty(1, tokens, size.width), position_ids=ids.expand(3, 1, tokens)
            )
    head = 2 * size.width * size.vocabulary * tokens
    # torch counts every pair of tokens, although causal attention reads half of them.
    assert size.forward(tokens) - head + 2 * size.attention * tokens**2 == pytest.approx(
        counter.get_total_flops(), rel=0.01
    )


@pytest.mark.parametrize(("model", "hardware", "parity"), PLANS)
def test_every_recipe_fits_its_cards(model, hardware, parity):
    plan = plan_student(student_plan_config("grpo", model, hardware=hardware, parity=parity))
    assert plan.fits and plan.peak_gb < HARDWARE[hardware].memory_gb
    assert plan.hours.keys() == BANDWIDTH.keys() and all(found["total"] > 0 for found in plan.hours.values())
    assert plan.hours["RTX 4090"]["total"] > plan.hours["H200 SXM"]["total"]
    assert f"--hardware {hardware} --parity {parity}" in plan.launch
    sft = plan_student(student_plan_config("sft", model, hardware=hardware, parity=parity))
    assert sft.fits and sft.pflop["total"] < plan.pflop["total"]


@pytest.mark.parametrize(("model", "hardware", "parity"), PLANS)
def test_a_recipe_trains_the_same_on_all_cards(model, hardware, parity):
    sft, grpo = student_recipe(model, hardware, parity)
    cards = HARDWARE[hardware]
    for settings in (sft, grpo):
        assert settings.batch_size == settings.gradient_accumulation_steps * cards.num_processes * cards.sequences
    assert grpo.batch_size == (1024 if parity == "paper" else 128) and grpo.num_generations == 8
    assert grpo.answers_at_once % grpo.num_generations == 0


def test_names_of_nothing_are_one_line():
    with pytest.raises(ConfigError, match="unknown hardware '42gb'"):
        student_recipe("Qwen/Qwen3-VL-2B-Instruct", "42gb")
    with pytest.raises(ConfigError, match="unknown parity 'papre'"):
        student_recipe("Qwen/Qwen3-VL-2B-Instruct", "24gb", "papre")
    with pytest.raises(ConfigError, match="no facts about model"):
        size_student("Qwen/Qwen3-VL-3B-Instruct", rank=32)


@pytest.mark.parametrize("config", ["{}", "{", "[1]", '{"model_type": "llama"}', '{"model_type": "nothing"}'])
def test_a_folder_without_a_vision_language_model_is_one_line(tmp_path, config):
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(ConfigError, match=r"config\.json: expected the config of a vision-language model") as error:
        size_student(str(tmp_path), rank=2)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("method", ["sft", "grpo"])
def test_pixels_above_the_most_that_the_model_sees_change_no_plan(method):
    config = student_plan_config(method, "Qwen/Qwen3-VL-2B-Instruct", hardware="80gb", parity="paper")
    most = config.training.max_pixels
    assert plan_student(config.replace({"image_pixels": 9 * most})) == plan_student(
        config.replace({"image_pixels": most})
    )


@pytest.mark.parametrize(("name", "kind"), [("fsdp2", "FSDP"), ("deepspeed_zero3", "DEEPSPEED")])
def test_accelerate_reads_our_files(name, kind):
    from accelerate.commands.config.config_args import load_config_from_file

    config = load_config_from_file(str(ACCELERATE / f"{name}.yaml"))
    assert config.distributed_type == kind and config.num_processes == 8


def test_a_recipe_is_an_option_of_the_training():
    ran = CliRunner().invoke(
        app,
        ["student", "grpo", "items", "--model", "Qwen/Qwen3-VL-8B-Instruct", "--hardware", "24gb", "--print-config"],
    )
    assert ran.exit_code == 0, ran.output
    assert "quantize: nf4" in ran.output and "answers_at_once: 16" in ran.output and "dynamic_sampling: 2" in ran.output
    plan = CliRunner().invoke(app, ["student", "plan", "grpo", "--hardware", "24gb", "--set", "grpo.beta=0.01"])
    assert plan.exit_code == 0 and "fits" in plan.output and "Nothing was measured" in plan.output
