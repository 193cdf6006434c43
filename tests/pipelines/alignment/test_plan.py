"""The arithmetic of a plan by hand, and what its words promise."""

import json

import pytest
import typer
import yaml
from typer.testing import CliRunner

from scisynth.alignment.config import OftConfig, OptimizerSettings, SftConfig
from scisynth.backbones.size import ForwardFlops, ModelSize
from scisynth.backbones.tiny import tiny_flux
from scisynth.cli.plan import plan as plan_verb
from scisynth.cli.verb import Verb
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.store import RunFolder
from scisynth.pipelines.alignment import cost
from scisynth.pipelines.alignment.config import EvaluationSettings, oft_recipe, sft_recipe
from scisynth.pipelines.alignment.flux import (
    ACCELERATE,
    HARDWARE,
    LATENT_ELEMENTS,
    HardwarePlan,
    hardware_plan,
    science_t2i_flux,
)
from scisynth.pipelines.alignment.plan import (
    CARDS,
    PlanConfig,
    compare_with_run,
    make_plan,
    plan_config,
    refuse_too_small,
)

MODEL = ModelSize(
    parameters=1000,
    linear_parameters=800,
    gathered_parameters=300,
    lora_parameters=50,
    blocks=3,
    width=8,
    text_encoder_parameters=400,
    vae_parameters=100,
    text_tokens=4,
    text_width=5,
    image_tokens=16,
    latent_elements=64,
    flops=ForwardFlops(linear=80.0, attention=20.0),
)
EVALUATION = EvaluationSettings(num_prompts=3, images_per_prompt=2, num_steps=5)
BF16 = HardwarePlan(memory_gb=80)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    tiny_flux(text_length=12).save_pretrained(folder)
    return str(folder)


def tiny_plan(model, **changes):
    small = {"size_px": 64}
    values = {
        "model": model,
        "sft": SftConfig(**small, max_steps=7, batch_size=4),
        "oft": OftConfig(**small, num_rounds=3),
        "hardware": BF16,
    }
    return PlanConfig(**values | changes)


# --- FLOPs -----------------------------------------------------------------------------------------------------


def test_sft_flops_by_hand():
    config = SftConfig(max_steps=10, batch_size=6, eval_every=4)
    flops = cost.sft_flops(config, EVALUATION, MODEL)
    # 60 images of a forward pass (100) and a backward pass (80 + 2 x 20); evaluations at 0, 4 and 8.
    assert flops.training == 60 * (100 + 120)
    assert flops.evaluation == 3 * (3 * 2 * 5 * 100)
    assert (flops.rollout, flops.reference) == (0, 0)
    again = cost.sft_flops(config.replace({"gradient_checkpointing": True}), EVALUATION, MODEL)
    assert again.training == 60 * (100 + 120 + 100)
    assert flops.per_card(2) == flops.total / 2


def test_oft_flops_by_hand():
    config = OftConfig(
        num_rounds=5, prompts_per_round=4, images_per_prompt=3, num_steps=10, window=(1, 5), eval_every=2
    )
    flops = cost.oft_flops(config, EVALUATION, MODEL)
    assert flops.rollout == 5 * 4 * 3 * 10 * 100
    assert flops.training == 5 * 4 * 2 * 4 * 220
    assert flops.reference == 5 * 4 * 2 * 4 * 100
    assert flops.evaluation == 4 * 3000  # at 0, 2, 4 and the end
    grpo = config.replace({"objective": "grpo"})
    assert cost.oft_flops(grpo, EVALUATION, MODEL).reference == 0
    assert cost.oft_flops(grpo, EVALUATION, MODEL).training == 5 * 4 * 3 * 4 * 220
    held = config.replace({"objective": {"kind": "grpo", "kl_weight": 0.1}})
    assert cost.oft_flops(held, EVALUATION, MODEL).reference == 5 * 4 * 3 * 4 * 100
    shared = grpo.replace({"initial_noise": "shared", "window_motion": "random", "window_size": 2})
    # One step before the window for all three images, nine for each; two of the window's steps are trained.
    assert cost.oft_flops(shared, EVALUATION, MODEL).rollout == 5 * 4 * (1 + 3 * 9) * 100
    assert cost.oft_flops(shared, EVALUATION, MODEL).training == 5 * 4 * 3 * 2 * 220
    nft = config.replace({"objective": {"kind": "nft", "draws": 5}, "updates_per_round": 4})
    # The old policy is asked in three of four updates.
    assert cost.oft_flops(nft, EVALUATION, MODEL).reference == pytest.approx(5 * 4 * 3 * 5 * 75)
    quiet = cost.oft_flops(config.replace({"eval_every": 0}), EVALUATION, MODEL)
    assert quiet.evaluation == 0 and quiet.total == flops.total - flops.evaluation


# --- memory ----------------------------------------------------------------------------------------------------


def test_base_and_adapter_bytes_by_hand():
    assert cost.base_bytes(MODEL, BF16) == 2000
    assert cost.base_bytes(MODEL, BF16.replace({"dtype": "float32"})) == 4000
    packed = cost.base_bytes(MODEL, BF16.replace({"quantize": "nf4"}))
    # 4.127 bits a weight (QLoRA, section 3), and 200 numbers that stay as they are.
    assert packed == pytest.approx(800 * 4.127 / 8 + 400, rel=1e-4)
    assert cost.adapter_bytes(MODEL, OptimizerSettings()) == 50 * 16
    assert cost.adapter_bytes(MODEL, OptimizerSettings(ema_decay=0.9)) == 50 * 20


def test_a_base_in_pieces_by_hand():
    """A quarter of 1000 weights of two bytes, and the 300 that are gathered at once."""
    pieces = BF16.replace({"sharded": True, "num_processes": 4})
    assert cost.held_base_bytes(MODEL, pieces) == 500 + 600
    assert cost.held_base_bytes(MODEL, BF16) == cost.base_bytes(MODEL, BF16)
    parts = cost.oft_memory(OftConfig(size_px=16), pieces, MODEL, EVALUATION, sft_lora_parameters=0)
    assert parts["training"]["base"] == 1100 and "base" not in parts["caching"]
    for wrong, words in (({"quantize": "nf4"}, "4 bits"), ({"num_processes": 1}, "2 or more")):
        with pytest.raises(ConfigError, match=words):
            pieces.replace(wrong)


def test_the_vae_leaves_where_nothing_is_drawn():
    for every, held in ((0, False), (5, True)):
        phases = cost.sft_memory(SftConfig(size_px=16, eval_every=every), BF16, MODEL, EVALUATION)
        assert ("VAE" in phases["training"]) is held and "VAE" in phases["caching"]


def test_memory_of_the_phases_by_hand():
    sft = cost.sft_memory(SftConfig(micro_batch_size=4, size_px=16), BF16, MODEL, EVALUATION)
    assert sft["caching"] == {
        "VAE": 200,
        "text encoders": 800,
        "encoding images": 16 * 16 * 16 * cost.ENCODED * 2,
    }
    packed = cost.sft_memory(SftConfig(), BF16.replace({"quantize": "nf4"}), MODEL, EVALUATION)
    assert "base" in packed["caching"]
    assert sft["training"]["activations"] == 4 * 20 * 8 * (39 * 3 + 26)
    oft = OftConfig(prompts_per_round=4, num_steps=10, window=(0, 2), rollout_batch_size=64, size_px=16)
    parts = cost.oft_memory(oft, BF16, MODEL, EVALUATION, sft_lora_parameters=30)
    # 8 images: 2 steps of 3 tensors and the clean latents, 64 numbers each, and 4 x 5 of text in bfloat16.
    assert parts["rollout"]["experience of a round"] == 8 * (7 * 64 * 4 + 4 * 5 * 2)
    assert parts["rollout"]["forward or decode"] == 8 * 256 * cost.DECODED * 2
    assert parts["training"]["frozen SFT adapter"] == 120
    assert [name for name, phase in parts.items() if "text encoders" in phase] == ["caching"]
    folded = cost.oft_memory(oft, BF16.replace({"dtype": "float32"}), MODEL, EVALUATION, sft_lora_parameters=30)
    assert folded["training"]["frozen SFT adapter"] == 0
    assert cost.peak_bytes({"a": {"x": 1.0, "y": 2.0}, "b": {"x": 2.5}}) == 3.0


def test_evaluations_are_in_the_memory():
    """6 images of an evaluation are decoded at once, by SFT and OFT alike, next to the rewards that only watch."""
    config = SftConfig(size_px=16, eval_every=5)
    watched = EVALUATION.replace(
        {"held_out": ["org/one", "org/two"], "judge": "reward:org/three", "reward": "lab-clip"}
    )
    phase = cost.sft_memory(config, BF16, MODEL, watched)["evaluation"]
    assert phase["forward or decode"] == 6 * 256 * cost.DECODED * 2
    assert phase["held-out rewards"] == 3 * 2 * cost.REWARD_PARAMETERS
    for judge, count in (
        ("sciscore:org/three", 3), ("reward:org/three", 3), ("clip:lab-clip", 2), ("lab-judge", 2), ("api:gpt", 2), ("reward:validator:hrtem", 2),
        ("http://127.0.0.1:8000", 2),
    ):  # fmt: skip
        phase = cost.sft_memory(config, BF16, MODEL, watched.replace({"judge": judge}))["evaluation"]
        assert phase["held-out rewards"] == count * 2 * cost.REWARD_PARAMETERS, judge
    assert "text encoders" not in phase
    small = watched.replace({"batch_size": 2})
    assert cost.sft_memory(config, BF16, MODEL, small)["evaluation"]["forward or decode"] == 2 * 256 * cost.DECODED * 2
    assert "evaluation" not in cost.sft_memory(config.replace({"eval_every": 0}), BF16, MODEL, watched)
    oft = cost.oft_memory(OftConfig(size_px=16), BF16, MODEL, watched, sft_lora_parameters=0)
    assert oft["evaluation"]["forward or decode"] == 6 * 256 * cost.DECODED * 2


def test_a_plan_draws_the_evaluations_that_the_recipe_draws():
    for hardware, plan in HARDWARE.items():
        planned = plan_config("black-forest-labs/FLUX.1-dev", hardware=hardware).evaluation
        assert planned == oft_recipe("black-forest-labs/FLUX.1-dev", hardware).evaluation
        assert (planned.num_steps, planned.batch_size) == (28, plan.rollout_batch_size)


def test_a_reserve_is_kept():
    assert cost.fits([{"a": {"x": 73.6e9}}], 80) and not cost.fits([{"a": {"x": 73.7e9}}], 80)


def test_checkpointing_trades_memory_for_work():
    with_it, without = ({"checkpointing": value, "images": 2} for value in (True, False))
    big = MODEL.__class__(**{**MODEL.__dict__, "blocks": 57})
    assert cost.activation_bytes(big, BF16, **with_it) < 0.1 * cost.activation_bytes(big, BF16, **without)


# --- recipes ---------------------------------------------------------------------------------------------------


def test_paper_recipe_is_what_was_published():
    sft, oft = science_t2i_flux("80gb", "paper")
    assert (sft.lora.rank, sft.lora.alpha, sft.optimizer.learning_rate, sft.guidance) == (16, 16, 2e-5, 0.0)
    assert (sft.sigma_sampling, sft.size_px, sft.max_steps) == ("uniform", 512, 2000)
    assert (oft.optimizer.learning_rate, oft.objective.beta, oft.objective.clip, oft.guidance) == (3e-4, 10, 0.1, 0.0)
    assert (oft.kernel, oft.kernel_params, oft.num_steps, oft.window) == ("science_t2i", {"s_churn": 0.1}, 30, (0, 30))
    assert (oft.prompts_per_round, oft.images_per_prompt, oft.updates_per_round) == (32, 2, 4)
    assert (oft.parity, oft.objective.reduction, oft.mask_mode) == ("paper", "all", "union")
    assert oft.objective.kind == "step_dpo" and oft.initial_noise == "own"


def test_the_two_betas_are_one_strength():
    """The mean over all elements of zeros outside the region, times 10, is the region's sum times our beta."""
    (_, fixed), (_, paper) = science_t2i_flux(parity="fixed"), science_t2i_flux(parity="paper")
    inside = [0.3, -1.2, 2.0]
    mean_over_all = sum(inside) / LATENT_ELEMENTS
    ours, published = fixed.objective, paper.objective
    assert ours.reduction == "sum" and ours.beta * sum(inside) == pytest.approx(published.beta * mean_over_all)


@pytest.mark.parametrize("hardware", HARDWARE)
def test_every_plan_of_hardware_reaches_the_configs(hardware):
    plan = hardware_plan(hardware)
    for parity in ("fixed", "paper"):
        sft, oft = science_t2i_flux(hardware, parity)
        assert sft.micro_batch_size == oft.micro_batch_size == plan.micro_batch_size
        assert sft.gradient_checkpointing == oft.gradient_checkpointing == plan.gradient_checkpointing
        assert oft.rollout_batch_size == plan.rollout_batch_size
    if plan.accelerate_config:
        values = yaml.safe_load((ACCELERATE / plan.accelerate_config).read_text())
        assert values["num_processes"] == plan.num_processes


@pytest.mark.parametrize("name", ["multi_gpu.yaml", "fsdp.yaml"])
def test_accelerate_reads_our_files(name):
    from accelerate.commands.config.config_args import load_config_from_file

    config = load_config_from_file(str(ACCELERATE / name))
    assert (config.num_machines, config.use_cpu) == (1, False)


def test_quantisation_is_what_diffusers_takes():
    from diffusers import BitsAndBytesConfig

    assert hardware_plan("80gb").quantization() is None
    arguments = hardware_plan("24gb").quantization()
    assert arguments and set(arguments) <= set(BitsAndBytesConfig.__init__.__code__.co_varnames)
    with pytest.raises(ConfigError, match="did you mean '24gb'"):
        science_t2i_flux("24")


# --- the whole plan --------------------------------------------------------------------------------------------


def test_flux_fits_where_it_should():
    """One test for the real model, because counting its FLOPs takes seconds."""
    flux = "black-forest-labs/FLUX.1-dev"
    small = make_plan(plan_config(flux, hardware="24gb"))
    assert small.fits and small.peak_gb < 24 and small.forward.text_tokens == 128
    packed = plan_config(flux, hardware="24gb")
    whole = make_plan(packed.override(["hardware.quantize=null"]))
    assert not whole.fits and whole.peak_gb > 24 and not whole.cards["RTX 4090"].fits
    for name in ("40gb", "48gb"):
        middle = make_plan(plan_config(flux, hardware=name))
        assert middle.fits and middle.hardware.quantize is None, middle.peak_gb
    one, eight = (make_plan(plan_config(flux, hardware=name)) for name in ("80gb", "8x80gb"))
    assert one.fits and eight.fits
    refuse_too_small(oft_recipe(flux, "80gb"))
    small_card = {"hardware": HARDWARE["40gb"].replace({"memory_gb": 20}).model_dump()}
    for recipe in (sft_recipe(flux, "40gb"), oft_recipe(flux, "40gb")):
        with pytest.raises(
            ConfigError, match=r"FLUX\.1-dev: \w+ needs about 3\d GB.*choose another --hardware \(it fits 24gb, 40gb"
        ):
            refuse_too_small(recipe.replace(small_card))
    # A batch set by hand stays whatever --hardware says, and the advice knows it.
    wide = make_plan(packed.override(["sft.micro_batch_size=64"]))
    assert not wide.fits and "24gb" not in wide.fitting and "24gb" in small.fitting
    with pytest.raises(ConfigError, match=r"choose another --hardware \((?!.*24gb)"):
        refuse_too_small(sft_recipe(flux, "24gb").override(["sft.micro_batch_size=64"]))
    assert str(ACCELERATE / "multi_gpu.yaml") in eight.launch and "accelerate" not in one.launch
    for stage in ("sft", "oft"):
        assert one.stages[stage].pflop == eight.stages[stage].pflop
        assert eight.stages[stage].hours["H100 SXM"] < one.stages[stage].hours["H100 SXM"]
    # 2,000 steps of 32 images, a forward and a backward pass each: 2 x 15.8 TFLOP and attention once more.
    assert one.stages["sft"].pflop["training"] == pytest.approx(64_000 * (2 * 15.81 + 0.93) / 1000, rel=0.001)
    half = make_plan(plan_config(flux).replace({"mfu": 0.2}))
    ratio = half.stages["oft"].hours["A100 80GB"] / one.stages["oft"].hours["A100 80GB"]
    assert ratio == pytest.approx(2)


def test_hours_are_flops_over_rate(tiny):
    result = make_plan(tiny_plan(tiny))
    for stage in result.stages.values():
        expected = stage.pflop["total"] * 1e15 / (CARDS["A100 80GB"].bf16_tflops * 1e12 * 0.4) / 3600
        assert stage.hours["A100 80GB"] == pytest.approx(expected)
    assert make_plan(tiny_plan(tiny, hardware=BF16.replace({"dtype": "float32"}))).stages["sft"].hours == {}


def test_more_of_anything_costs_more(tiny):
    def total(*settings):
        plan = make_plan(tiny_plan(tiny).override(settings))
        return sum(stage.pflop["total"] for stage in plan.stages.values())

    for setting in ("oft.num_rounds=4", "oft.num_steps=12", "oft.window=[0, 8]", "sft.batch_size=5", "text_tokens=13"):
        assert total(setting) > total(), setting


def write_run(folder, model, stage, config, rows):
    values = PlanRun(model=model, **{stage: config})
    run = RunFolder(folder, values, command=f"align {stage}", seed=0)
    journal = run.journal(stage, "log")
    for row in rows:
        journal.append(row)


class PlanRun(PlanConfig):
    """What a run folder's manifest holds of an `align` run: a model and a stage."""

    sft: SftConfig | None = None
    oft: OftConfig | None = None
    hardware: HardwarePlan | None = None


def test_measured_beside_planned(tiny, tmp_path):
    config = OftConfig(size_px=64, num_rounds=50)
    rows = [
        {"step": 0, "eval/reward": 1.0},
        {"step": 1, "seconds": 2.0},
        {"step": 2, "seconds": 3.0, "eval/reward": 1.0},
    ]
    write_run(tmp_path / "run", tiny, "oft", config, rows)
    found = compare_with_run(tmp_path / "run")
    plan = make_plan(tiny_plan(tiny, oft=config.replace({"num_rounds": 2, "eval_every": 2})))
    assert (found.steps, found.seconds) == (2, 5.0)
    assert found.pflop == pytest.approx(plan.stages["oft"].pflop)
    assert found.tflop_per_second == pytest.approx(found.pflop["total"] * 1000 / 5)
    (tmp_path / "run" / "timing.json").write_text('{"seconds": 10}')
    assert compare_with_run(tmp_path / "run").seconds == 10
    (tmp_path / "run" / "timing.json").write_text("[]")
    with pytest.raises(DataError, match=r"timing\.json"):
        compare_with_run(tmp_path / "run")


def test_measured_without_times_is_a_mistake(tiny, tmp_path):
    write_run(tmp_path / "run", tiny, "sft", SftConfig(size_px=64), [{"step": 3, "sft/loss": 1.0}])
    with pytest.raises(DataError, match="seconds"):
        compare_with_run(tmp_path / "run")
    RunFolder(tmp_path / "other", SftConfig(), command="reward train", seed=0)
    with pytest.raises(DataError, match="reward train"):
        compare_with_run(tmp_path / "other")


# --- the verb --------------------------------------------------------------------------------------------------

app = typer.Typer()
app.command(cls=Verb)(plan_verb)


def run(*arguments, code=0):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output + str(result.exception)
    return result


def test_the_verb_speaks_json_and_words(tiny):
    small = ("--set", "sft.size_px=64", "--set", "oft.size_px=64")
    result = json.loads(run("--model", tiny, "--mfu", "0.3", "--json", *small).stdout)
    assert {"parameters", "forward", "stages", "fits", "peak_gb", "cards", "assumptions"} <= set(result)
    assert set(result["stages"]) == {"sft", "oft"} and result["mfu"] == 0.3
    text = run("--model", tiny, *small).stdout
    assert "fits on 1 x 80 GB" in text and "hours at 40% of peak" in text
    assert all(f"- {line}" in text for line in json.loads(run("--model", tiny, "--json", *small).stdout)["assumptions"])
    tight = run("--model", tiny, *small, "--set", "hardware.memory_gb=0.001").stdout
    assert "does NOT fit" in tight


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--model", "Qwen/QwenImage"), "did you mean 'Qwen/Qwen-Image'"),
        (("--recipe", "science_t2i_flx"), "did you mean 'science_t2i_flux'"),
        (("--hardware", "80gbb"), "did you mean '80gb'"),
        (("--parity", "papers"), "did you mean 'paper'"),
        (("--mfu", "1.5"), "mfu"),
        (("--set", "oft.num_round=3"), "did you mean 'num_rounds'"),
        (("--set", "oft.size_px=500"), "multiple of 16"),
        (("--measured", "nowhere", "--set", "oft.size_px=512"), "nowhere"),
    ],
)
def test_mistakes_are_one_line(arguments, words):
    result = run(*arguments, code=2)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and words in lines[0] and not result.stdout
