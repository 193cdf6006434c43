"""Stage 2 on lab-flux: every objective at equal compute, masked and not, and what each part of the experience is worth.

A *cell* is one setting of stage 2 on one seed: trained, drawn on held-out prompts, scored by lab-sciscore, which it was trained on, and
by lab-judge, which it never saw. All cells cost the FLOPs of the lab's recipe (`pipelines.alignment.cost`; rounds are chosen to fit),
times --budget. Cells with `own` noise, another K, kernel, gap or SFT differ from their neighbour in that alone.

The gain of a cell over its SFT, or over its neighbour, is a difference of RI,

    mean(cell - other) / mean(base explicit - base implicit),

on the same prompts and initial noise, with a cluster bootstrap over (law, subject) of all seeds together; the spread over seeds stands
beside it. A cell whose scores are stored is not run again and a killed one goes on, so the same command may be given again and again;
`--report` only joins what is there. `half`: SFT sees half of the subjects, stage 2 the prompts of all; its scores
are also told apart by which half a prompt's subject is in.

    python benchmarks/align_objectives.py --out out/align_objectives [--seeds 3] [--num 512] [--cells grpo nft] [--report]

A cell costs the lab's stage 2, a few minutes on two quiet cores, and the drawing of three times --num images. Prints one JSON object.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.alignment.lora import install, read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.backbones.size import find_model, size_model
from scisynth.core.progress import say
from scisynth.core.records import PromptSet, Split, Tier
from scisynth.core.store import describe_measurement, write_atomic
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.lab.models.judge import LabJudge
from scisynth.pipelines.alignment import cost
from scisynth.pipelines.alignment.config import (
    EvaluationSettings,
    OftRunConfig,
    SftRunConfig,
    lab_flux_oft,
    lab_flux_sft,
)
from scisynth.pipelines.alignment.run import run_oft, run_sft
from scisynth.pipelines.alignment.subjects import trained_subjects
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.sciscore import SciScore
from scisynth.stats.relative_improvement import improvement_ratio

SPLITS: tuple[Split, ...] = ("test_S", "test_C", "val")
SCORERS = ("SciScore", "lab-judge")
BASE_CELLS: tuple[Tier, ...] = ("implicit", "explicit")
EXPERIENCE = {"images_per_prompt": 8, "prompts_per_round": 16, "rollout_batch_size": 64}
"""Of all cells but `published`."""
SHARED = {"initial_noise": "shared", "kernel_params": {"noise_level": 0.5}}
SFT_STEPS = {"sft": 400, "sft150": 150, "half": 400}


@dataclass(frozen=True)
class Cell:
    """One setting of stage 2."""

    changes: Mapping[str, Any]
    other: str
    """What it is compared with: the cell from which it differs in one thing, or an SFT."""
    sft: str = "sft"
    experience: Mapping[str, Any] = field(default_factory=lambda: EXPERIENCE)


def cells() -> dict[str, Cell]:
    """All settings; objectives first."""
    steps = {**SHARED, "window": (0, 6)}
    objectives: dict[str, dict[str, Any]] = {
        "step_dpo": {"objective": "step_dpo", **steps},
        "step_dpo equal": {
            "objective": {"kind": "step_dpo", "beta": 1.0, "reduction": "root", "equal_steps": True},
            **steps,
        },
        "velocity_dpo": {"objective": "velocity_dpo"},
        "grpo": {"objective": "grpo", **steps},
        "awm": {"objective": "awm"},
        "nft": {"objective": "nft"},
    }
    found = {name: Cell(changes, "sft") for name, changes in objectives.items()}
    found |= {f"{name}, no mask": Cell({**changes, "mask_mode": "none"}, name) for name, changes in objectives.items()}
    published = {
        "parity": "paper",
        "objective": {"kind": "step_dpo", "beta": 10.0, "clip": 0.1, "reduction": "all"},
        "kernel": "science_t2i",
        "kernel_params": {"s_churn": 0.1},
    }
    found["published"] = Cell(published, "sft", experience={"images_per_prompt": 2, "prompts_per_round": 40})
    nft, grpo = objectives["nft"], objectives["grpo"]
    found |= {
        "grpo, own noise": Cell({**grpo, "initial_noise": "own"}, "grpo"),
        "grpo, dance_sde": Cell({**grpo, "kernel": "dance_sde"}, "grpo"),
        "grpo, cps": Cell({**grpo, "kernel": "cps"}, "grpo"),
        "grpo, random window": Cell({**grpo, "window_motion": "random", "window_size": 2}, "grpo"),
        "grpo, sliding window": Cell({**grpo, "window_motion": "sliding", "window_size": 2}, "grpo"),
        "grpo, gap 4": Cell({**grpo, "least_gap": 4.0}, "grpo"),
        "nft, K 4": Cell({**nft, "images_per_prompt": 4, "prompts_per_round": 32}, "nft"),
        "nft, K 16": Cell({**nft, "images_per_prompt": 16, "prompts_per_round": 8}, "nft"),
        "nft, gap 4": Cell({**nft, "least_gap": 4.0}, "nft"),
        "nft, curriculum": Cell({**nft, "curriculum": 0.5}, "nft"),
        "nft, norm penalty": Cell({**nft, "norm_penalty": 1.0}, "nft"),
        "nft, kl": Cell({**nft, "objective": {"kind": "nft", "kl_weight": 0.1}}, "nft"),
    }
    for sft in ("sft150", "half"):
        found |= {f"{name}, {sft}": Cell(objectives[name], sft, sft) for name in ("step_dpo", "grpo", "awm", "nft")}
    return found


def equal_compute(config: OftConfig, budget: float) -> OftConfig:
    """The config with as many rounds as the FLOPs of the lab's recipe pay for."""
    size = size_model(find_model("lab-flux"), size_px=config.size_px, targets=config.lora.targets)

    def flops(stage: OftConfig) -> float:
        return cost.oft_flops(stage.replace({"eval_every": 0}), EvaluationSettings(), size).total

    per_round = flops(config) / config.num_rounds
    return config.replace({"num_rounds": max(1, round(budget * flops(lab_flux_oft()) / per_round))})


class Bench:
    """The runs and scores of one output folder."""

    def __init__(self, out: Path, *, num: int, budget: float, is_smoke: bool) -> None:
        self._out, self._num, self._budget, self._is_smoke = out, num, budget, is_smoke
        self._scorers: tuple[SciScore, LabJudge] | None = None

    def sft_config(self, name: str) -> SftRunConfig:
        """Stage 1 of a name."""
        sft: SftConfig = lab_flux_sft().replace(
            {"max_steps": 2 if self._is_smoke else SFT_STEPS[name], "eval_every": 0}
        )
        values = {"sft": sft, "subject_share": 0.5 if name == "half" else 1.0}
        return SftRunConfig(**values, **({"num_examples": 32} if self._is_smoke else {}))

    def oft_config(self, cell: Cell) -> OftConfig:
        """Stage 2 of a cell."""
        config = lab_flux_oft().replace({**cell.experience, **cell.changes, "eval_every": 0})
        if not self._is_smoke:
            return equal_compute(config, self._budget)
        return config.replace({"num_rounds": 1, "prompts_per_round": 2, "images_per_prompt": 2, "num_steps": 7})

    def run(self, name: str, cell: Cell | None, seed: int) -> None:
        """Trains and measures what is not stored yet."""
        folder = self._out / str(seed) / name.replace(", ", "-").replace(" ", "_")
        scores = folder / "scores.json"
        if scores.exists():
            return
        say(f"seed {seed}: {name}")
        if cell:
            sft = self._out / str(seed) / cell.sft
            run_oft(OftRunConfig(sft=str(sft), oft=self.oft_config(cell)), folder, seed=seed)
        elif name != "base":
            run_sft(self.sft_config(name), folder, seed=seed)
        found = self._measure(None if name == "base" else folder, seed)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(scores, json.dumps(found).encode())

    def _measure(self, policy: Path | None, seed: int) -> dict[str, Any]:
        backbone = load_backbone("lab-flux")
        if policy:
            install(backbone.transformer, read_lora(policy, backbone))
        generator = FlowGenerator(backbone, name="policy", num_steps=12, batch_size=64)
        found: dict[str, Any] = {}
        for split in SPLITS:
            asked = prompts_of(split, self._num, seed)
            for tier in BASE_CELLS if policy is None else BASE_CELLS[:1]:
                found[f"{split} {tier}"] = self._score(generator, asked, tier, seed)
        return found

    def _score(self, generator: FlowGenerator, asked: Sequence[PromptSet], tier: Tier, seed: int) -> dict[str, Any]:
        self._scorers = self._scorers or (SciScore.from_pretrained("lab-sciscore"), LabJudge.from_pretrained())
        reward, judge = self._scorers
        # One noise a situation, so that tiers and cells start alike.
        seeds = [image_seed(seed, item.id, 0) for item in asked]
        images = generator.draw([item.prompt(tier) for item in asked], seeds, size_px=64)
        return {
            "SciScore": reward.score([item.implicit_prompt for item in asked], images).tolist(),
            "lab-judge": [grade.score for grade in judge.grade(asked, images)],
        }

    def stored(self, name: str, seed: int) -> dict[str, Any] | None:
        """The scores of a cell, if it is done."""
        path = self._out / str(seed) / name.replace(", ", "-").replace(" ", "_") / "scores.json"
        return json.loads(path.read_text()) if path.exists() else None

    def gain(self, name: str, other: str, split: Split, scorer: str, seeds: Sequence[int]) -> dict[str, Any] | None:
        """Paired gain of a cell in RI over all seeds that have both, its interval, and each seed's own."""
        rows, clusters, each = [], [], {}
        for seed in seeds:
            found = {key: self.stored(key, seed) for key in (name, other, "base")}
            if None in found.values():
                continue
            values = {key: _numbers(scores[f"{split} implicit"][scorer]) for key, scores in found.items() if scores}
            explicit = _numbers((found["base"] or {})[f"{split} explicit"][scorer])
            asked = prompts_of(split, self._num, seed)
            block = np.stack([values["base"] + values[name] - values[other], values["base"], explicit], axis=1)
            kept = ~np.isnan(block).any(axis=1)
            own = [(item.law, item.subject) for item, keep in zip(asked, kept, strict=True) if keep]
            rows.append(block[kept])
            clusters += own
            each[seed] = improvement_ratio(block[kept], own).value
        if not rows:
            return None
        return {**improvement_ratio(np.concatenate(rows), clusters).to_dict(), "by_seed": each}

    def halves(self, name: str, seeds: Sequence[int]) -> dict[str, float]:
        """Mean lab-judge on `val`, whose subjects all are train subjects, by whether SFT saw them."""
        kept = trained_subjects(0.5)
        parts: dict[str, list[float]] = {"seen by SFT": [], "not seen by SFT": []}
        for seed in seeds:
            for item, score in zip(
                prompts_of("val", self._num, seed),
                (self.stored(name, seed) or {"val implicit": {"lab-judge": []}})["val implicit"]["lab-judge"],
                strict=False,
            ):
                if score is not None:
                    part = "seen by SFT" if (item.law, item.subject) in kept else "not seen by SFT"
                    parts[part].append(score)
        return {part: float(np.mean(values)) for part, values in parts.items() if values}


def prompts_of(split: Split, num: int, seed: int) -> list[PromptSet]:
    """Held-out prompts of a seed, the same for every cell."""
    return write_prompts(PromptsConfig(num=num, split=split), seed + 100)


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def report(bench: Bench, seeds: Sequence[int]) -> dict[str, Any]:
    """Gains of everything that is done."""
    compared = [("sft", "base"), ("sft150", "base"), ("half", "base")]
    for name, cell in cells().items():
        compared += [(name, cell.sft), *([(name, cell.other)] if cell.other != cell.sft else [])]
    gains = [
        {"cell": name, "over": other, "split": split, "scorer": scorer, **found}
        for name, other in compared
        for split in SPLITS
        for scorer in SCORERS
        if (found := bench.gain(name, other, split, scorer, seeds))
    ]
    halves = {name: bench.halves(name, seeds) for name, cell in cells().items() if cell.sft == "half"}
    return {"gains": gains, "halves": {"half": bench.halves("half", seeds), **halves}}


def main() -> None:
    """Runs what is missing, seed by seed, and joins what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/align_objectives"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--num", type=int, default=512, help="held-out prompts a split")
    parser.add_argument("--budget", type=float, default=1.0, help="FLOPs of a cell, in those of the lab's recipe")
    parser.add_argument("--cells", nargs="*", choices=[*cells()], help="only these; default: all")
    parser.add_argument("--report", action="store_true", help="run nothing, join what is done")
    parser.add_argument("--smoke", action="store_true", help="the smallest sizes, to see that it runs")
    arguments = parser.parse_args()
    bench = Bench(arguments.out, num=arguments.num, budget=arguments.budget, is_smoke=arguments.smoke)
    chosen = {name: cell for name, cell in cells().items() if not arguments.cells or name in arguments.cells}
    if not arguments.report:
        for seed in range(arguments.seeds):
            for name in ("base", *dict.fromkeys(cell.sft for cell in chosen.values())):
                bench.run(name, None, seed)
            for name, cell in chosen.items():
                bench.run(name, cell, seed)
    config = {
        "sft": lab_flux_sft().model_dump(mode="json"),
        "cells": {name: bench.oft_config(cell).model_dump(mode="json") for name, cell in chosen.items()},
        **{name: getattr(arguments, name) for name in ("seeds", "num", "budget")},
    }
    print(json.dumps({**report(bench, range(arguments.seeds)), **describe_measurement(config)}))


if __name__ == "__main__":
    main()
