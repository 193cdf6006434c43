"""SFT and GRPO of a real vision-language class with tiny weights: resumed like never stopped, and the adapter is peft's."""

import json
import math
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image
from support.thorough import some
from typer.testing import CliRunner

pytest.importorskip("trl")

from datasets import load_dataset
from peft import PeftModel
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from support.processes import run_processes
from support.tiny_qwen import tiny_qwen
from support.tiny_vlm import tiny_llava
from transformers import AutoModelForImageTextToText, TrainerCallback

from scisynth.cli.main import app
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.problems import Answer
from scisynth.pipelines.students.config import StudentGrpoConfig, StudentSftConfig
from scisynth.pipelines.students.train import run_student_grpo, run_student_sft
from scisynth.students import train
from scisynth.students.evaluation.local import base_of
from scisynth.students.items import TrainingItem, write_items
from scisynth.students.model import load_adapter, load_processor, load_student, pixel_report
from scisynth.students.reward import decode_answer, text_of
from scisynth.training.curve import read_log

COMMON = {
    "batch_size": 2,
    "gradient_accumulation_steps": 1,
    "save_every": 2,
    "eval_every": 2,
    "num_val": 2,
    "num_samples": 1,
    "sample_tokens": 6,
    "log_every": 1,
    "bf16": False,
    "max_steps": 4,
}
SFT = {**COMMON, "learning_rate": 1e-3, "warmup_steps": 0, "lora_rank": 4, "lora_alpha": 8}
GRPO = {**SFT, "num_generations": 2, "max_completion_length": 8}
RUN = {"sft": (run_student_sft, StudentSftConfig, SFT), "grpo": (run_student_grpo, StudentGrpoConfig, GRPO)}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("students")
    tiny_llava(folder / "llava")
    tiny_qwen(folder / "qwen")
    (folder / "items" / "images").mkdir(parents=True)
    items = []
    for number in range(10):
        data = png_bytes(Image.new("RGB", (48, 40), (25 * number, 90, 200)))
        name = content_hash(data)
        (folder / "items" / "images" / f"{name}.png").write_bytes(data)
        items.append(
            TrainingItem(
                id=f"fig-{number}#problem", image=f"images/{name}.png", question=f"How large is F in figure {number}?",
                answer=Answer(text=f"{number + 2} N", value=number + 2, unit="N"), wrong=("1 N",), solution="F = m a",
                source="families", group=f"g{number % 3}", split="train" if number < 8 else "val", verification="verified", content=str(number), image_hash=name,
            )
        )  # fmt: skip
    write_items(folder / "items", items)
    return folder


def config_of(method, home, **changes):
    _, kind, settings = RUN[method]
    return kind.parse({method: {**settings, "model": str(home / "llava"), **changes}})


def run_command(home, method, model, out):
    """`scisynth student METHOD`, as somebody would type it."""
    sets = [
        part for name, value in RUN[method][2].items() for part in ("--set", f"{method}.{name}={json.dumps(value)}")
    ]
    given = [
        "student",
        method,
        str(home / "items"),
        "--model",
        str(home / model),
        *sets,
        "--out",
        str(out),
        "--seed",
        "3",
    ]
    return CliRunner().invoke(app, given)


def reward_of_length(prompts, completions, solution, **columns):
    """Random weights never answer right, so rewards must differ for another reason, or there is nothing to learn."""
    return [float(len(text_of(completion)) % 3) for completion in completions]


class Stop(TrainerCallback):
    """Ends the process at a step, as a kill does: after a checkpoint, before the next."""

    def on_step_end(self, args, state, control, **_):
        if state.global_step == 3:
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("method", "model"), some([("sft", "llava"), ("grpo", "qwen"), ("sft", "qwen"), ("grpo", "llava")], 2)
)
def test_a_killed_command_ends_as_if_it_had_never_stopped(home, tmp_path, monkeypatch, method, model):
    monkeypatch.setattr(train, "trl_reward", reward_of_length)
    whole = run_command(home, method, model, tmp_path / "whole")
    assert whole.exit_code == 0, whole.output
    assert "4 steps on 8 items" in whole.output
    with monkeypatch.context() as patch:
        patch.setattr(train, "KeepCurve", lambda path, row_of: Stop())
        assert run_command(home, method, model, tmp_path / "killed").exit_code == 130
    assert not (tmp_path / "killed" / "adapter").exists()
    assert run_command(home, method, model, tmp_path / "killed").exit_code == 0
    one, two = (
        [row for row in read_log(tmp_path / name) if row.get("loss") is not None] for name in ("whole", "killed")
    )
    assert [row["step"] for row in two] == [1, 2, 3, 4]
    assert any(row["grad_norm"] for row in one)
    for name in ("loss", "grad_norm"):
        assert [row[name] for row in two] == pytest.approx([row[name] for row in one], abs=1e-6)
    weights = [tensors_of(tmp_path / name / "adapter") for name in ("whole", "killed")]
    assert any(tensor.abs().max() > 0 for name, tensor in weights[0].items() if "lora_B" in name)
    assert weights[0].keys() == weights[1].keys()
    assert all(abs(weights[0][name] - weights[1][name]).max() < 1e-6 for name in weights[0])
    samples = [json.loads(line) for line in (tmp_path / "killed/samples/samples.jsonl").read_text().splitlines()]
    assert [row["step"] for row in samples] == [2, 4] and samples == [
        json.loads(line) for line in (tmp_path / "whole/samples/samples.jsonl").read_text().splitlines()
    ]
    page = (tmp_path / "killed/samples/index.html").read_text()
    assert samples[0]["question"] in page and "data:image/webp" in page
    results = json.loads((tmp_path / "killed/results.json").read_text())
    evaluations = {
        row["step"]: row[results["best_metric"]]
        for row in read_log(tmp_path / "whole")
        if results["best_metric"] in row
    }
    choose = max if method == "grpo" else min
    assert evaluations.keys() == {2, 4} and evaluations[results["best_step"]] == choose(evaluations.values())


def tensors_of(folder: Path):
    with safe_open(folder / "adapter_model.safetensors", "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def test_the_adapter_is_pefts_and_leaves_the_vision_tower_alone(home, tmp_path):
    result = run_student_sft(config_of("sft", home), home / "items", tmp_path / "out", seed=0)
    base = AutoModelForImageTextToText.from_pretrained(home / "llava")
    model = PeftModel.from_pretrained(base, result.adapter)
    names = [name for name, _ in model.named_parameters() if "lora" in name]
    assert names and not any("vision" in name for name in names)
    assert any(tensor.abs().max() > 0 for name, tensor in tensors_of(result.adapter).items() if "lora_B" in name)
    found = json.loads((tmp_path / "out/results.json").read_text())
    assert (found["items"], found["flawed"], found["steps"], found["method"]) == (8, 0, 4, "sft")
    assert found["pixels"]["images"] == 8 and found["best_step"] == 4 and found["top_answer"] == pytest.approx(3 / 8)


@pytest.mark.parametrize("method", some(["grpo", "sft"], 1))
def test_two_processes_compute_what_one_does(home, tmp_path, method):
    script = Path(__file__).with_name("train_in_process.py")
    curves = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        settings = {**RUN[method][2], "model": str(home / "llava"), "batch_size": 4, "gradient_accumulation_steps": 2}
        run_processes(processes, script, method, json.dumps(settings), home / "items", out)
        curves.append([row for row in read_log(out) if row.get("loss") is not None])
    assert any(row["grad_norm"] for row in curves[0])
    for name in ("loss", "grad_norm"):
        one, two = ([row[name] for row in curve] for curve in curves)
        assert two == pytest.approx(one, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("model", ["llava", "qwen"])
def test_groups_without_variance_are_drawn_again(home, tmp_path, monkeypatch, model):
    def reward(prompts, completions, solution, **columns):
        """Two of three figures earn the same whatever is said."""
        wanted = [decode_answer(text).value % 3 == 0 for text in solution]
        return [float(place % 2) if differs else 1.0 for place, differs in enumerate(wanted)]

    monkeypatch.setattr(train, "trl_reward", reward)
    left = {}
    for batches in (0, 4):
        changes = {"batch_size": 4, "gradient_accumulation_steps": 2, "dynamic_sampling": batches, "eval_every": 0}
        config = config_of("grpo", home, model=str(home / model), **changes)
        run_student_grpo(config, home / "items", tmp_path / str(batches), seed=1)
        rows = [row for row in read_log(tmp_path / str(batches)) if row.get("loss") is not None]
        left[batches] = sum(row.get("dynamic_sampling/empty", row["frac_reward_zero_std"]) for row in rows) / len(rows)
        assert all(math.isfinite(row["grad_norm"]) for row in rows)
    assert left[0] > 0.4 and left[4] < 0.2
    assert any(row["dynamic_sampling/batches"] > 0 for row in rows)


def test_answers_are_generated_in_parts_where_memory_is_small(home, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "trl_reward", reward_of_length)
    changes = {"batch_size": 8, "gradient_accumulation_steps": 4, "answers_at_once": 4, "eval_every": 0, "max_steps": 2}
    run_student_grpo(config_of("grpo", home, **changes), home / "items", tmp_path / "out", seed=0)
    rows = [row for row in read_log(tmp_path / "out") if row.get("loss") is not None]
    assert [row["step"] for row in rows] == [1, 2] and any(row["grad_norm"] > 0 for row in rows)
    with pytest.raises(ConfigError, match="'answers_at_once': expected a multiple"):
        run_student_grpo(config_of("grpo", home, answers_at_once=3), home / "items", tmp_path / "bad", seed=0)


def test_grpo_goes_on_from_the_adapter_of_sft(home, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "trl_reward", reward_of_length)
    first = run_student_sft(config_of("sft", home), home / "items", tmp_path / "sft", seed=0)
    config = config_of("grpo", home, start=str(tmp_path / "sft"), learning_rate=1e-9, max_steps=2)
    second = run_student_grpo(config, home / "items", tmp_path / "grpo", seed=0)
    before, after = (tensors_of(result.adapter) for result in (first, second))
    assert before.keys() == after.keys()
    assert all(abs(before[name] - after[name]).max() < 1e-6 for name in before)
    assert any(tensor.abs().max() > 1e-4 for name, tensor in after.items() if "lora_B" in name)
    with pytest.raises(ModelError, match="expected an adapter of peft or a run"):
        run_student_sft(config_of("sft", home, start=str(home)), home / "items", tmp_path / "none", seed=0)


@pytest.mark.parametrize("config", ["[]", "{}", '{"peft_type": "LORA", "r": []}', "{"])
def test_a_broken_adapter_is_one_line(tmp_path, config):
    (tmp_path / "adapter_config.json").write_text(config)
    with pytest.raises(ModelError, match="expected the name of its base model"):
        base_of(tmp_path)
    with pytest.raises(ModelError, match="cannot be loaded onto the model"):
        load_adapter(torch.nn.Linear(2, 2), tmp_path)


def test_a_blind_training_sees_grey_alone(home, tmp_path):
    config = StudentSftConfig.parse(
        {"selection": {"blind": True}, "sft": {**SFT, "model": str(home / "llava"), "max_steps": 2}}
    )
    run_student_sft(config, home / "items", tmp_path / "blind", seed=0)
    rows = load_dataset("parquet", data_files=str(tmp_path / "blind/rows/data/train.parquet"), split="train")
    assert len(rows) == 8 and {row["images"][0].size for row in rows} == {(48, 40)}
    assert {color for row in rows for _, color in row["images"][0].convert("RGB").getcolors()} == {(128, 128, 128)}
    assert "How large is F in figure" in rows[0]["prompt"][0]["content"]
    shutil.copytree(home / "items", tmp_path / "other")
    path = tmp_path / "other/items.jsonl"
    path.write_text(path.read_text().replace("How large", "How small"))
    with pytest.raises(ConfigError, match="began with other items"):
        run_student_sft(config, tmp_path / "other", tmp_path / "blind", seed=0)


def test_a_finished_training_is_not_trained_again(home, tmp_path, monkeypatch):
    first = run_student_sft(config_of("sft", home), home / "items", tmp_path / "out", seed=0)
    monkeypatch.setattr("trl.SFTTrainer.train", None)
    assert (
        run_student_sft(config_of("sft", home), home / "items", tmp_path / "out", seed=0).last_loss == first.last_loss
    )


def test_the_processor_that_enlarges_is_told(home):
    small, large = Image.new("RGB", (20, 10)), Image.new("RGB", (400, 300))
    found = pixel_report(load_processor(str(home / "llava")), [small, large])
    assert (found.images, found.upscaled) == (2, 1)


def test_pickled_or_incomplete_weights_are_refused(home, tmp_path):
    shutil.copytree(home / "llava", tmp_path / "pickled")
    whole = load_file(tmp_path / "pickled/model.safetensors")
    (tmp_path / "pickled/model.safetensors").unlink()
    torch.save(whole, tmp_path / "pickled/pytorch_model.bin")
    with pytest.raises(ModelError, match="cannot be loaded as a vision-language model"):
        load_student(str(tmp_path / "pickled"))
    shutil.copytree(home / "llava", tmp_path / "part")
    lost = next(name for name in whole if "q_proj" in name)
    save_file(
        {name: tensor for name, tensor in whole.items() if name != lost},
        tmp_path / "part/model.safetensors",
        {"format": "pt"},
    )
    with pytest.raises(ModelError, match="lacks 1 of its weights"):
        load_student(str(tmp_path / "part"))


def test_a_training_whose_rewards_are_all_equal_is_told(home, tmp_path, capsys):
    run_student_grpo(config_of("grpo", home, max_steps=6, eval_every=0), home / "items", tmp_path / "out", seed=0)
    assert "all answers to a prompt have earned the same (0.00 on average)" in capsys.readouterr().err


def test_the_check_tells_what_a_processor_makes_of_the_images(home, tmp_path):
    ran = CliRunner().invoke(app, ["student", "check", str(home / "items"), "--model", str(home / "qwen")])
    assert ran.exit_code == 0, ran.output
    assert "0 of 8 images are enlarged" in ran.output and "the largest (48 x 40) 6 of 2048" in ran.output
    small = tmp_path / "small"
    shutil.copytree(home / "qwen", small)
    config = json.loads((small / "config.json").read_text())
    config["text_config"]["max_position_embeddings"] = 5
    (small / "config.json").write_text(json.dumps(config))
    ran = CliRunner().invoke(app, ["student", "check", str(home / "items"), "--model", str(small)])
    assert ran.exit_code == 3 and "48 x 40 pixels make 6 tokens, more than the 5" in ran.output
    with pytest.raises(DataError, match="an image of 48 x 40 pixels makes 6 tokens, and the model reads 5"):
        run_student_sft(config_of("sft", home, model=str(small)), home / "items", tmp_path / "out", seed=0)


def test_what_cannot_train_is_one_line(home, tmp_path):
    with pytest.raises(ConfigError, match="multiple of num_generations"):
        run_student_grpo(config_of("grpo", home, batch_size=3), home / "items", tmp_path / "a", seed=0)
    with pytest.raises(ConfigError, match="'batch_size': expected a multiple of 4"):
        run_student_sft(config_of("sft", home, gradient_accumulation_steps=4), home / "items", tmp_path / "b", seed=0)
    with pytest.raises(ConfigError, match="'save_every': expected a multiple of eval_every"):
        run_student_sft(config_of("sft", home, save_every=3), home / "items", tmp_path / "e", seed=0)
    with pytest.raises(ConfigError, match="'tracker': expected one that is installed"):
        run_student_sft(config_of("sft", home, tracker="wnadb"), home / "items", tmp_path / "f", seed=0)
    with pytest.raises(ConfigError, match="'vllm': expected vllm for 'colocate', it is not installed"):
        run_student_grpo(config_of("grpo", home, vllm="colocate"), home / "items", tmp_path / "g", seed=0)
    with pytest.raises(ConfigError, match="expected bitsandbytes, it is not installed"):
        run_student_sft(config_of("sft", home, quantize="nf4"), home / "items", tmp_path / "h", seed=0)
    with pytest.raises(ModelError, match="cannot be loaded as a vision-language model"):
        run_student_sft(config_of("sft", home, model=str(tmp_path / "nowhere")), home / "items", tmp_path / "c", seed=0)
    text = json.loads((home / "llava/config.json").read_text())["text_config"]
    (tmp_path / "text").mkdir()
    (tmp_path / "text/config.json").write_text(json.dumps(text))
    with pytest.raises(ModelError, match="expected a model with a vision tower, got llama"):
        load_processor(str(tmp_path / "text"))
    bad = json.loads((home / "items/items.jsonl").read_text().splitlines()[0])
    bad["wrong"] = [bad["answer"]["text"]]
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/items.jsonl").write_text(json.dumps(bad) + "\n")
    (tmp_path / "bad/images").symlink_to(home / "items/images")
    with pytest.raises(DataError, match="the self-test finds 1 faults of the reward"):
        run_student_sft(config_of("sft", home), tmp_path / "bad", tmp_path / "d", seed=0)
