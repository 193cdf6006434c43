"""Knowledge inside a generator: what a validator's physics adds to lab-crystal while it samples, afterwards, and in training.

    simulator     micrographs of the instrument itself: what can be reached
    base          lab-crystal
    guided        sampling that projects on lattice and plane group (`--guide lattice`)
    best of 8     by `validator:hrtem`
    aligned       stage 2 with `validator:hrtem` as the reward, whole images as the region, since all of one is crystal
    both          the aligned policy, guided

Judged is by another setting of the validator that no arm has seen: the lattice of each quarter of an image, and its defects. An image
passes if three quarters of four have the claimed spacing within `QUARTER_TOLERANCE`, the fourth is none or within three times that, and the
whole shows no dislocation and no second grain. Next to it the reward itself, and how varied the images are: coverage and density of the
simulator's images (arXiv 2002.09797) over power spectra and histograms. Intervals resample structures.

    python benchmarks/lab_crystal.py [--images 6] [--seeds 3] [--rounds 24] [--out out/lab_crystal] [--store]

Everything resumes: give the same --out again. `--store` writes benchmarks/lab_crystal.json and the figure of the docs.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from scisynth.alignment.lora import install
from scisynth.alignment.lora_files import read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say, track
from scisynth.core.seeds import derive_seed
from scisynth.core.store import describe_measurement, write_atomic, write_json
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.generators.flow import FlowGenerator
from scisynth.generators.lattice_guide import LatticeGuide
from scisynth.instruments.congruence import image_features, manifold_scores
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.registry import named_instrument
from scisynth.instruments.said import read_said
from scisynth.lab.models.crystal import PIXEL, STRUCTURES, crystal_prompt, draw_micrograph
from scisynth.pipelines.alignment.config import EvaluationSettings, OftRunConfig, lab_flux_oft
from scisynth.pipelines.alignment.run import run_oft
from scisynth.rewards.measured.validator import ValidatorReward
from scisynth.stats.intervals import mean_with_interval

NUM_STEPS, BATCH, BEST_OF = 20, 32, 8
QUARTER_TOLERANCE = 0.02
"""Relative, of the spacing in a quarter; those of the simulator's images are within 0.005."""
WHERE_JUDGED = 40
"""Pixels a side of a quarter; they overlap."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One image that every arm draws."""

    structure: str
    seed: int

    @property
    def prompt(self) -> str:
        """Its prompt."""
        return crystal_prompt(self.structure)


def main() -> None:
    """Draws, trains, judges, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="lab-crystal")
    parser.add_argument("--images", type=int, default=6, help="of each structure, a seed")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=24, help="of the alignment")
    parser.add_argument("--out", type=Path, default=Path("out/lab_crystal"))
    parser.add_argument("--store", action="store_true")
    given = parser.parse_args()
    rows = [row for seed in range(given.seeds) for row in run_seed(given, seed)]
    summary = {
        arm: summarise([row for row in rows if row["arm"] == arm]) for arm in dict.fromkeys(row["arm"] for row in rows)
    }
    gains = {arm: gain(rows, arm) for arm in summary if arm not in ("simulator", "base")}
    config = {"images": given.images, "seeds": given.seeds, "rounds": given.rounds, "structures": len(STRUCTURES)}
    found = {**describe_measurement(config), "arms": summary, "gain over base, passed": gains}
    write_json(given.out / "results.json", found)
    plot(summary, given.out / "lab_crystal.png")
    if given.store:
        write_json(Path("benchmarks/lab_crystal.json"), found)
        plot(summary, Path("docs/images/lab_crystal.png"))
    print(json.dumps({"arms": summary, "gain over base, passed": gains}, indent=1))


def run_seed(given: argparse.Namespace, seed: int) -> list[dict[str, Any]]:
    """The rows of one seed: an arm with what was found on each of its images."""
    folder = given.out / f"seed{seed}"
    asked = [
        Asked(structure=name, seed=derive_seed(seed, "lab crystal", name, number))
        for name in STRUCTURES
        for number in range(given.images)
    ]
    policy = align(given.model, folder / "aligned", given.rounds, seed)
    reward = ValidatorReward("hrtem")
    draw: dict[str, Callable[[], list[Image.Image]]] = {
        "simulator": lambda: [simulated(item) for item in track(asked, total=len(asked), label="simulator")],
        "base": lambda: generator(given.model).draw(*prompts_and_seeds(asked), size_px=LAB_SIZE_PX),
        "guided": lambda: generator(given.model, guide=LatticeGuide()).draw(
            *prompts_and_seeds(asked), size_px=LAB_SIZE_PX
        ),
        f"best of {BEST_OF}": lambda: best_of(given.model, asked, reward),
        "aligned": lambda: generator(given.model, policy).draw(*prompts_and_seeds(asked), size_px=LAB_SIZE_PX),
        "both": lambda: generator(given.model, policy, LatticeGuide()).draw(
            *prompts_and_seeds(asked), size_px=LAB_SIZE_PX
        ),
    }
    images = {arm: kept(folder / arm.replace(" ", "_"), make) for arm, make in draw.items()}
    features = {arm: np.stack([image_features(frame_of(image)) for image in images[arm][0]]) for arm in images}
    rows = []
    for arm, (drawn, seconds) in images.items():
        scores = [score.value for score in reward.score_each([item.prompt for item in asked], drawn)]
        varied = manifold_scores(features["simulator"], features[arm])
        for item, image, score in zip(asked, drawn, scores, strict=True):
            rows.append(
                {
                    "arm": arm, "seed": seed, "structure": item.structure, "reward": score, "passed": passes(item, image),
                    "seconds": seconds / len(asked), "coverage": varied.coverage, "density": varied.density,
                }
            )  # fmt: skip
    return rows


def prompts_and_seeds(asked: Sequence[Asked]) -> tuple[list[str], list[int]]:
    """What a generator is asked."""
    return [item.prompt for item in asked], [item.seed for item in asked]


def generator(model: str, policy: Path | None = None, guide: LatticeGuide | None = None) -> FlowGenerator:
    """lab-crystal, with what is added."""
    backbone = load_backbone(model)
    if policy:
        install(backbone.transformer, read_lora(policy, backbone))
    return FlowGenerator(backbone, name=model, num_steps=NUM_STEPS, batch_size=BATCH, guide=guide)


def best_of(model: str, asked: Sequence[Asked], reward: ValidatorReward) -> list[Image.Image]:
    """Of `BEST_OF` images each the one of the highest reward; the first is that of the base."""
    drawer = generator(model)
    best: list[tuple[float, Image.Image]] = []
    for number in range(BEST_OF):
        seeds = [item.seed if not number else derive_seed(item.seed, number) for item in asked]
        drawn = drawer.draw([item.prompt for item in asked], seeds, size_px=LAB_SIZE_PX)
        scored = list(zip(reward.score([item.prompt for item in asked], drawn).tolist(), drawn, strict=True))
        best = (
            [max(one, two, key=lambda pair: pair[0]) for one, two in zip(best, scored, strict=True)] if best else scored
        )
    return [image for _, image in best]


def simulated(item: Asked) -> Image.Image:
    """A micrograph of the instrument."""
    gray, _ = draw_micrograph(Random(item.seed), (item.structure,))
    return Image.fromarray(gray).convert("RGB")


def align(model: str, out: Path, rounds: int, seed: int) -> Path:
    """The run of stage 2 from the base, by the lab's recipe."""
    table = out.parent / "prompts.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([("prompt", "entity"), *((crystal_prompt(name), name) for name in STRUCTURES)])
    recipe = lab_flux_oft()
    config = OftRunConfig.parse(
        {
            "model": model, "sft": "none", "data": str(table), "rewards": [{"name": "validator:hrtem"}], "localizer": "whole-image",
            "oft": recipe.model_copy(update={"num_rounds": rounds, "eval_every": 0, "prompts_per_round": len(STRUCTURES)}).model_dump(),
            "evaluation": EvaluationSettings(judge="none", data=str(table), num_samples=0).model_dump(),
        }
    )  # fmt: skip
    run_oft(config, out, seed=seed)
    return out


def kept(folder: Path, make: Callable[[], list[Image.Image]]) -> tuple[list[Image.Image], float]:
    """The images of an arm and the seconds they took, drawn now or before."""
    done = folder / "seconds.json"
    if not done.is_file():
        started = time.monotonic()
        images = make()
        seconds = time.monotonic() - started
        for number, image in enumerate(images):
            write_atomic(folder / f"{number:04d}.png", png_bytes(image))
        write_json(done, {"seconds": seconds})
        say(f"{folder}: {len(images)} images, {seconds:.0f} s")
    return [open_image(path) for path in sorted(folder.glob("*.png"))], json.loads(done.read_text())["seconds"]


def frame_of(image: Image.Image) -> Frame:
    """Gray, with the size of a pixel."""
    return Frame(pixels=np.asarray(image.convert("L"), np.float32), pixel_size=PIXEL, unit="Å")


def passes(item: Asked, image: Image.Image) -> bool:
    """By the setting that no arm has seen; see the head."""
    hrtem = named_instrument("hrtem")
    spacing = next(claim for claim in read_said(hrtem, item.prompt).claims if claim.quantity == "spacing")
    whole = frame_of(image)
    defects = (
        Claim(quantity="dislocations", value=0),
        Claim(quantity="misorientation", value=0.0, unit="°", tolerance=2.0),
    )
    if any(finding.verdict == "fail" for finding in hrtem.measure(whole, defects)):
        return False
    away = []
    for top in (0, LAB_SIZE_PX - WHERE_JUDGED):
        for left in (0, LAB_SIZE_PX - WHERE_JUDGED):
            part = whole.pixels[top : top + WHERE_JUDGED, left : left + WHERE_JUDGED]
            finding = hrtem.measure(Frame(pixels=part, pixel_size=PIXEL, unit="Å"), (spacing,))[0]
            measured = finding.measured
            away.append(abs(float(measured) / float(spacing.value) - 1) if measured is not None else np.inf)
    near = sum(one < QUARTER_TOLERANCE for one in away)
    return near >= 3 and not any(3 * QUARTER_TOLERANCE < one < np.inf for one in away)


def summarise(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Means with intervals of one arm."""
    groups = [row["structure"] for row in rows]
    return {
        "n": len(rows),
        "passed": mean_with_interval([float(row["passed"]) for row in rows], clusters=groups).to_dict(),
        "reward": mean_with_interval([row["reward"] for row in rows], clusters=groups).to_dict(),
        "coverage": round(float(np.mean([row["coverage"] for row in rows])), 4),
        "density": round(float(np.mean([row["density"] for row in rows])), 4),
        "seconds an image": round(float(np.mean([row["seconds"] for row in rows])), 3),
    }


def gain(rows: Sequence[Mapping[str, Any]], arm: str) -> dict[str, Any]:
    """Share of passed images over that of the base, image by image of one prompt and seed."""
    sides = {name: [row for row in rows if row["arm"] == name] for name in (arm, "base")}
    pairs = [float(one["passed"]) - float(two["passed"]) for one, two in zip(*sides.values(), strict=True)]
    return mean_with_interval(pairs, clusters=[row["structure"] for row in sides[arm]]).to_dict()


def plot(summary: Mapping[str, Mapping[str, Any]], file: Path) -> None:
    """Expressiveness against precision: coverage of the simulator's images over the share that passes."""
    figure, axes = plt.subplots(figsize=(6, 4.2))
    for arm, found in summary.items():
        passed = found["passed"]
        low, high = (passed["value"] - passed["low"], passed["high"] - passed["value"])
        axes.errorbar(
            100 * passed["value"], 100 * found["coverage"], xerr=[[100 * low], [100 * high]], fmt="o", capsize=3
        )
        axes.annotate(arm, (100 * passed["value"], 100 * found["coverage"]), xytext=(5, 6), textcoords="offset points")
    axes.set_xlabel("images that pass the held-out check, %")
    axes.set_ylabel("coverage of the simulator's images, %")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=130)


if __name__ == "__main__":
    main()
