"""`lab-crystal`, wired: micrographs -> pipeline -> what a validator says of its images."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import PositiveInt

from scisynth.backbones.registry import load_backbone
from scisynth.core.config import Config
from scisynth.core.extras import require
from scisynth.core.records import ImageSource
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.generators.flow import FlowGenerator
from scisynth.lab.models.crystal import STRUCTURES, LabCrystalConfig, build_lab_crystal, crystal_prompt
from scisynth.pipelines.lab.results import Facts
from scisynth.rewards.measured.validator import ValidatorReward

CHECKED = ("spacing", "plane_group")
"""Claims of the card's table: the lattice's size, and its symmetry."""


class LabCrystalRun(Config):
    """Corpus and model of `lab-crystal`."""

    num_checks: PositiveInt = 8
    """Images of each structure for the table of the model card."""
    crystal: LabCrystalConfig = LabCrystalConfig()
    """Model and training."""


def build_crystal(config: LabCrystalRun, folder: Path, *, seed: int) -> Facts:
    """Trains and draws each structure afresh; returns facts for the card."""
    require("instruments", "lab-crystal")
    facts = build_lab_crystal(config.crystal, folder, seed=seed)
    generator = FlowGenerator(load_backbone(str(folder)), name="lab-crystal", num_steps=20, batch_size=32)
    prompts = [crystal_prompt(name) for name in STRUCTURES for _ in range(config.num_checks)]
    seeds = [derive_seed(seed, "check", number) for number in range(len(prompts))]
    rows = check_crystal(prompts, generator.draw(prompts, seeds, size_px=LAB_SIZE_PX))
    right = {f"{name}_right": round(sum(found) / len(found), 4) for name, found in rows.items()}
    return {**facts, **right}


def check_crystal(prompts: Sequence[str], images: Sequence[ImageSource]) -> dict[str, list[bool]]:
    """Whether each of `CHECKED` passes, image by image; an image without a lattice passes nothing."""
    validator = ValidatorReward("hrtem")
    found: dict[str, list[bool]] = {name: [] for name in CHECKED}
    for prompt, image in zip(prompts, images, strict=True):
        for finding in validator.findings(prompt, image)[1]:
            if finding.quantity in found:
                found[finding.quantity].append(finding.verdict == "pass")
    return found
