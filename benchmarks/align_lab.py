"""Two-stage alignment of lab-flux: relative improvement over seeds, and the paper's ablations.

    full        SFT, then masked OFT with our kernel                         (every seed)
    no SFT      OFT from the base                                            (first seed)
    no mask     OFT on the whole image                                     (first seed)
    published   OFT with the published kernel and arithmetic                 (first seed)

Every run starts from the packaged lab-flux and is measured on held-out prompts by lab-sciscore, which it was trained on, and by
lab-judge, which it never saw. Runs resume: give the same --out again. Prints one JSON object and writes a figure.

    python benchmarks/align_lab.py [--seeds 3] [--num 240] [--out out/align_lab]
"""

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np

from scisynth.alignment.config import OftConfig
from scisynth.alignment.lora import install, read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.core.progress import say
from scisynth.core.records import PromptSet, Split, Tier
from scisynth.core.store import describe_machine, tracked_versions
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.lab.models.judge import LabJudge
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig, lab_flux_oft, lab_flux_sft
from scisynth.pipelines.alignment.report import improvements
from scisynth.pipelines.alignment.run import run_oft, run_sft
from scisynth.pipelines.alignment.stages import BASE, TIERS, StageImages, mean_score
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.sciscore import SciScore

SPLITS: tuple[Split, ...] = ("test_S", "test_C")


def published_oft() -> OftConfig:
    """The published kernel and arithmetic at the lab's steps: pairs, means over everything in bfloat16, beta 10, clip 0.1."""
    return lab_flux_oft().replace(
        {
            "parity": "paper",
            "kernel": "science_t2i",
            "kernel_params": {"s_churn": 0.1},
            "images_per_prompt": 2,
            "prompts_per_round": 40,
            "objective": {"kind": "step_dpo", "beta": 10.0, "clip": 0.1, "reduction": "all"},
        }
    )


def train(out: Path, seed: int, *, sft: Path | None, oft: OftConfig) -> Path:
    """One OFT run; returns its folder."""
    config = OftRunConfig(sft=str(sft) if sft else "none", oft=oft)
    run_oft(config, out, seed=seed)
    return out


def measure(policies: dict[str, Path | None], num: int, seed: int) -> list[StageImages]:
    """Both test splits by both scorers: policies answer implicit prompts, the base those of all tiers."""
    reward, judge = SciScore.from_pretrained("lab-sciscore"), LabJudge.from_pretrained()
    prompts = {split: write_prompts(PromptsConfig(num=num, split=split), seed) for split in SPLITS}
    measured = []
    for stage, policy in policies.items():
        say(f"drawing and scoring: {stage}")
        backbone = load_backbone("lab-flux")
        if policy:
            install(backbone.transformer, read_lora(policy, backbone))
        generator = FlowGenerator(backbone, name=stage, num_steps=12, batch_size=64)
        for split in SPLITS:
            for tier in TIERS if policy is None else TIERS[:1]:
                measured.append(_measure(generator, split, tier, prompts[split], reward, judge, seed))
    return measured


def _measure(
    generator: FlowGenerator,
    split: Split,
    tier: Tier,
    prompt_sets: list[PromptSet],
    reward: SciScore,
    judge: LabJudge,
    seed: int,
) -> StageImages:
    # One seed a situation, so that tiers and stages start from the same noise.
    seeds = [image_seed(seed, item.id, 0) for item in prompt_sets]
    images = generator.draw([item.prompt(tier) for item in prompt_sets], seeds, size_px=64)
    grades = [item.score for item in judge.grade(prompt_sets, images)]
    return StageImages(
        stage=generator.name,
        split=split,
        tier=tier,
        prompt_sets=tuple(prompt_sets),
        images=tuple(images),
        scores={
            "SciScore": reward.score([item.implicit_prompt for item in prompt_sets], images).double().numpy(),
            judge.name: np.array([np.nan if grade is None else grade for grade in grades], dtype=np.float64),
        },
    )


def describe(measured: list[StageImages]) -> dict[str, Any]:
    """Mean scores of the base by tier, and RI of every stage."""
    return {
        "base": {
            f"{item.split} {item.tier} {scorer}": mean_score(item, scorer).to_dict()
            for item in measured
            if item.stage == BASE
            for scorer in item.scores
        },
        "improvements": [item.model_dump(mode="json") for item in improvements(measured)],
    }


def draw_figure(results: dict[str, Any], path: Path) -> None:
    """RI by stage with its interval, a panel for each split; the first seed, by lab-judge."""
    rows = [row for row in results["seeds"][0]["improvements"] if row["scorer"] == "lab-judge"]
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    for axis, split in zip(axes, SPLITS, strict=True):
        own = [row for row in rows if row["split"] == split]
        values = [100 * row["metric"]["value"] for row in own]
        low = [100 * (row["metric"]["value"] - row["metric"]["low"]) for row in own]
        high = [100 * (row["metric"]["high"] - row["metric"]["value"]) for row in own]
        axis.bar([row["stage"] for row in own], values, yerr=[low, high], color="#4c78a8", capsize=3)
        axis.set_title(split.removeprefix("test_"))
        axis.tick_params(axis="x", rotation=20)
    axes[0].set_ylabel("share of the gap closed, %")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Runs and measures everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--num", type=int, default=128)
    parser.add_argument("--out", type=Path, default=Path("out/align_lab"))
    parser.add_argument("--figure", type=Path, default=Path("benchmarks/align_lab.png"))
    arguments = parser.parse_args()
    seeds = []
    for seed in range(arguments.seeds):
        folder = arguments.out / str(seed)
        sft = folder / "sft"
        run_sft(SftRunConfig(sft=lab_flux_sft()), sft, seed=seed)
        policies: dict[str, Path | None] = {BASE: None, "SFT": sft}
        policies["SFT+OFT"] = train(folder / "oft", seed, sft=sft, oft=lab_flux_oft())
        if seed == 0:
            no_mask = lab_flux_oft().replace({"mask_mode": "none"})
            policies["OFT, no SFT"] = train(folder / "no_sft", seed, sft=None, oft=lab_flux_oft())
            policies["SFT+OFT, no mask"] = train(folder / "no_mask", seed, sft=sft, oft=no_mask)
            policies["SFT+OFT, published"] = train(folder / "published", seed, sft=sft, oft=published_oft())
        seeds.append({"seed": seed, **describe(measure(policies, arguments.num, seed + 100))})
    sft, oft = lab_flux_sft(), lab_flux_oft()
    results = {
        "config": {
            "sft": sft.model_dump(mode="json"),
            "oft": oft.model_dump(mode="json"),
            "num": arguments.num,
            "seeds": arguments.seeds,
        },
        "config_digest": f"{sft.digest()}-{oft.digest()}",
        "seeds": seeds,
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }
    draw_figure(results, arguments.figure)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
