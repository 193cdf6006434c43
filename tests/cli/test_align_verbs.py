"""`align` and `generate` as a user runs them, on a tiny FLUX of random weights in a folder."""

import json
from pathlib import Path

import pytest
from diffusers import FluxPipeline
from support.verbs import run

from scisynth.backbones.tiny import tiny_flux

EVALUATION = {"judge": "none", "num_prompts": 2, "num_steps": 2}
LORA = {"rank": 2, "alpha": 2}


def error_line(*arguments: object) -> str:
    lines = run(*arguments, code=2).stderr.strip().splitlines()
    assert lines[-1].startswith("Error: ") and not any("Traceback" in line for line in lines)
    return lines[-1]


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    tiny_flux(0).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def sft_file(tmp_path_factory, model) -> Path:
    sft = {"max_steps": 2, "batch_size": 2, "micro_batch_size": 2, "size_px": 16, "eval_every": 2, "lora": LORA}
    config = {"model": str(model), "num_examples": 4, "sft": sft, "evaluation": EVALUATION}
    path = tmp_path_factory.mktemp("config") / "sft.yaml"
    path.write_text(json.dumps(config))
    return path


@pytest.fixture(scope="module")
def oft_file(tmp_path_factory, model) -> Path:
    oft = {
        "num_rounds": 1,
        "prompts_per_round": 2,
        "num_steps": 3,
        "window": [0, 2],
        "size_px": 16,
        "micro_batch_size": 4,
        "eval_every": 1,
        "lora": LORA,
        "optimizer": {"learning_rate": 1e-3},
    }
    config = {"model": str(model), "num_prompts": 4, "localizer": "whole-image", "oft": oft, "evaluation": EVALUATION}
    path = tmp_path_factory.mktemp("config") / "oft.yaml"
    path.write_text(json.dumps(config))
    return path


@pytest.fixture(scope="module")
def sft_run(tmp_path_factory, sft_file) -> Path:
    out = tmp_path_factory.mktemp("runs") / "sft"
    run("align", "sft", "--config", sft_file, "--out", out)
    return out


def test_both_stages_and_images(tmp_path, model, sft_run, oft_file):
    out = tmp_path / "oft"
    result = json.loads(run("align", "oft", "--config", oft_file, "--sft", sft_run, "--out", out, "--json").stdout)
    assert [row["step"] for row in result["log"]] == [0, 1]
    assert {"eval/reward", "eval/diversity", "mask/fallback_rate", "oft/margin"} <= result["log"][-1].keys()
    FluxPipeline.from_pretrained(model).load_lora_weights(result["policy"])
    assert "base_model" in Path(result["policy"], "README.md").read_text()
    assert json.loads((out / "timing.json").read_text())["seconds"] > 0
    again = json.loads(run("align", "oft", "--config", oft_file, "--sft", sft_run, "--out", out, "--json").stdout)
    assert again["log"] == result["log"]
    other = ("--sft", sft_run, "--out", out, "--set", "oft.objective.kind=nft")
    assert "other settings of 'oft'" in error_line("align", "oft", "--config", oft_file, *other)
    pictures = tmp_path / "pictures"
    options = ("--model", model, "--set", "size_px=16", "--set", "num_steps=2", "--prompt", "a ball", "--images", 2)
    drawn = json.loads(run("generate", "--policy", out, "--out", pictures, *options, "--json").stdout)
    assert [row["index"] for row in drawn["images"]] == [0, 1] and Path(drawn["sheet"]).stat().st_size > 0
    bare = json.loads(run("generate", "--out", tmp_path / "bare", *options, "--json").stdout)
    assert [row["seed"] for row in bare["images"]] == [row["seed"] for row in drawn["images"]]
    assert [row["file"] for row in bare["images"]] != [row["file"] for row in drawn["images"]]


def test_a_run_of_another_config_is_refused(sft_run, sft_file):
    assert "other settings of 'sft'" in error_line(
        "align", "sft", "--config", sft_file, "--set", "sft.batch_size=3", "--out", sft_run
    )


def test_mistakes_are_one_line(tmp_path, model, sft_run, oft_file):
    oft = ("align", "oft", "--config", oft_file, "--out", tmp_path / "x")
    assert "run `scisynth align sft` first" in error_line(*oft)
    assert "expected a policy" in error_line(*oft, "--sft", tmp_path / "nowhere")
    assert "images_per_prompt" in error_line(*oft, "--sft", sft_run, "--set", "oft.images_per_prompt=1")
    assert "unknown localizer" in error_line(*oft, "--sft", sft_run, "--localizer", "ladb")
    assert "NAME=WEIGHT" in error_line(*oft, "--sft", sft_run, "--reward", "lab-sciscore=much")
    assert "window" in error_line(*oft, "--sft", sft_run, "--set", "oft.window=[0, 9]")
    assert "multiple of 8 px, got 12" in error_line(
        *oft, "--sft", sft_run, "--set", "oft.sizes_px=[[16, 16], [16, 12]]"
    )
    assert "got none; start with: accelerate launch" in error_line(
        "align", "sft", "--model", "a/model", "--hardware", "8x80gb-sharded", "--out", tmp_path / "x"
    )
    assert "did you mean 'grpo'" in error_line(*oft, "--sft", sft_run, "--set", "oft.objective.kind=gpro")
    assert "known: clip" in error_line(*oft, "--sft", sft_run, "--set", "oft.objective=awm", "--set", "oft.beta=1")
    assert "expected inputs abc" in error_line(*oft, "--sft", sft_run, "--set", "inputs_digest=abc")
    no_policy = ("generate", "--model", model, "--out", tmp_path / "y", "--prompt", "a ball")
    assert "expected a policy" in error_line(*no_policy, "--policy", tmp_path)
    assert "expected I/N" in error_line(*no_policy, "--shard", "one")
    assert "got neither" in error_line("generate", "--model", model, "--out", tmp_path / "y")
    assert "no such pipeline folder" in error_line(
        "generate", "--model", "lab-fluxx", "--prompt", "a", "--out", tmp_path
    )


def test_prompts_whose_subject_cannot_be_read_are_refused(tmp_path, sft_run, oft_file):
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("xyzzy plugh\n")
    oft = ("align", "oft", "--config", oft_file, "--sft", sft_run, "--out", tmp_path / "x")
    assert "names no entity" in error_line(*oft, "--data", prompts)


def test_stages_are_compared_with_their_base(tmp_path, model, sft_run):
    out = tmp_path / "compare"
    small = ("--model", model, "--num", 4, "--set", "size_px=16", "--set", "num_steps=2")
    judges = ("--judge", "sciscore:lab-sciscore")
    stages = ("--stage", f"SFT={sft_run}", "--stage", f"again={sft_run}")
    found = json.loads(run("align", "compare", *small, *judges, *stages, "--out", out, "--json").stdout)
    pairs = {(row["first"], row["second"], row["split"]): row for row in found["differences"]}
    assert set(pairs) == {
        (first, second, split)
        for first, second in (("again", "SFT"), ("again", "base"), ("SFT", "base"))
        for split in ("all", "S", "C")
    }
    # The same policy drew the same images; another one did not.
    assert pairs["again", "SFT", "all"]["difference"]["value"] == 0
    gain = pairs["SFT", "base", "all"]
    means = {(row["stage"], row["tier"]): row["metric"]["value"] for row in found["means"] if row["split"] == "all"}
    assert gain["difference"]["value"] == pytest.approx(means["SFT", "implicit"] - means["base", "implicit"])
    assert gain["difference"]["value"] != 0 and gain["difference"]["n"] == 8
    overall = {
        row["stage"]: row["metric"]["value"]
        for row in found["improvements"]
        if row["split"] == "all" and not row.get("law")
    }
    gap = means["base", "explicit"] - means["base", "implicit"]
    expected = 100 * gain["difference"]["value"] / gap if gap > 0 else None
    assert overall["SFT"] == (None if expected is None else pytest.approx(expected))
    assert len({row["law"] for row in found["improvements"] if row.get("law")}) > 1
    assert Path(found["report"]).is_file() and json.loads((out / "results.json").read_text())["differences"]
    assert "expected at least one stage" in error_line("align", "compare", "--model", model, "--out", tmp_path / "x")
    assert "expected NAME=RUN" in error_line("align", "compare", "--stage", "sft", "--out", tmp_path / "x")
    assert "names" in error_line("align", "compare", "--stage", f"base={sft_run}", "--out", tmp_path / "x")
