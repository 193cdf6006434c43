"""`lab-crystal`: a small `diffusers.FluxPipeline` that draws HRTEM micrographs of named crystals, and does not know what a lattice is.

It is `lab-flux` by architecture and training (`lab.models.flux`), on images of one instrument (`instruments.materials.hrtem`): crystals
along zone axes and layers, without defects, at any turn, 64 px of 0.4 Å. Its lattices look right and are often a few percent off, or
not one lattice: what a generator makes of a law that it only saw. `validator:hrtem` measures it.

A micrograph is drawn at 128 px of 0.2 Å and joined 2 x 2; mirror images and quarter turns, which are micrographs as well, are added.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from pydantic import Field, PositiveInt

from scisynth.core.config import Config
from scisynth.core.progress import track
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.instruments.materials.hrtem import CRYSTAL_NAMES, LAYER_NAMES, Hrtem, HrtemParameters
from scisynth.instruments.materials.patches import NO_DEFECT
from scisynth.instruments.registry import named_instrument
from scisynth.lab.models.flux import CaptionedPixels, LabFluxConfig, build_flux
from scisynth.lab.models.flux_text import LabT5Config
from scisynth.lab.models.flux_train import LabFlowConfig, LabGuidanceConfig
from scisynth.lab.models.flux_vae import LabVaeConfig

PIXEL = 0.4
"""Å, of its images."""
JOINED = 2
"""Pixels of the drawing a side that make one of the image."""
STRUCTURES = tuple(name for name in (*CRYSTAL_NAMES, *LAYER_NAMES) if not name.startswith("strontium titanate"))
"""What may be asked for, as `gold [110]` or `graphene`; those whose lattice the instrument's microscopes show."""
CHUNK = 50


def _small_flux() -> LabFluxConfig:
    return LabFluxConfig(
        double_layers=2,
        single_layers=4,
        t5=LabT5Config(max_length=20, width=128, heads=2, feed_forward=256),
        vae=LabVaeConfig(max_steps=1500),
        flow=LabFlowConfig(max_steps=1500, region_weight=1.0),
        guidance=LabGuidanceConfig(max_steps=120, scale=2.0),
    )


class LabCrystalConfig(Config):
    """Corpus and training of `lab-crystal`."""

    num_micrographs: PositiveInt = 4000
    """Micrographs drawn; each is learned in four positions."""
    flux: LabFluxConfig = Field(default_factory=_small_flux)
    """Model and training."""


def build_lab_crystal(config: LabCrystalConfig, folder: Path, *, seed: int) -> dict[str, Any]:
    """Draws the micrographs, trains, writes the pipeline; returns facts for the model card."""
    gray, structures = draw_micrographs(config.num_micrographs, seed=seed, workers=config.flux.workers)
    positions = [gray, gray[:, ::-1], np.rot90(gray, axes=(1, 2)), np.rot90(gray[:, ::-1], axes=(1, 2))]
    pixels = np.repeat(np.concatenate(positions)[..., None], 3, axis=3)
    draw = Random(derive_seed(seed, "captions of crystals"))
    captions = [draw.choice(captions_of(name)) for _ in positions for name in structures]
    corpus = CaptionedPixels(
        captions=captions, pixels_NHWC=pixels, regions_NHW=np.full(pixels.shape[:3], 255, np.uint8)
    )
    del pixels, positions, gray
    texts = (text for name in STRUCTURES for text in captions_of(name))
    return build_flux(config.flux, corpus, texts, folder, label="lab-crystal", seed=seed)


def captions_of(structure: str) -> tuple[str, ...]:
    """All captions of a structure, the prompt of `crystal_prompt` first."""
    along = structure.replace(" [", " along [")
    return (
        crystal_prompt(structure),
        f"HRTEM micrograph of {structure}",
        f"A lattice image of {along}",
        f"A lattice image of {along}, {PIXEL:g} Å a pixel",
    )


def crystal_prompt(structure: str) -> str:
    """What asks for a structure: `HRTEM micrograph of gold [110], 0.4 Å a pixel`."""
    return f"HRTEM micrograph of {structure}, {PIXEL:g} Å a pixel"


def draw_micrographs(num: int, *, seed: int, workers: int) -> tuple[np.ndarray, list[str]]:
    """uint8 [num, 64, 64], and the structure of each."""
    starts = list(range(0, num, CHUNK))
    sizes = [min(CHUNK, num - start) for start in starts]
    seeds = [derive_seed(seed, "micrographs", start) for start in starts]
    # forkserver: a forked copy of a process that runs torch threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) if workers > 1 else nullcontext() as pool:
        drawn = pool.map(_draw_chunk, sizes, seeds) if pool else map(_draw_chunk, sizes, seeds)
        parts = list(track(drawn, total=len(starts), label=f"micrographs, {CHUNK} a step"))
    return np.concatenate([part for part, _ in parts]), [name for _, names in parts for name in names]


def _draw_chunk(num: int, seed: int) -> tuple[np.ndarray, list[str]]:
    found = [draw_micrograph(Random(derive_seed(seed, number))) for number in range(num)]
    return np.stack([gray for gray, _ in found]), [name for _, name in found]


def draw_micrograph(draw: Random, structures: Sequence[str] = STRUCTURES) -> tuple[np.ndarray, str]:
    """uint8 [64, 64] of a crystal at random, and its structure."""
    hrtem = named_instrument("hrtem")
    assert isinstance(hrtem, Hrtem)
    p = _perfect(hrtem.sample(draw.randrange(2**31), 1))
    while p.structure not in structures or not p.valid():
        p = _perfect(hrtem.sample(draw.randrange(2**31), 1))
    exposure = hrtem.expose(p, JOINED * LAB_SIZE_PX, np.random.default_rng(draw.randrange(2**31)))
    counts = exposure.frame.pixels.astype(np.float64)
    joined = counts.reshape(LAB_SIZE_PX, JOINED, LAB_SIZE_PX, JOINED).mean(axis=(1, 3))
    low, high = np.percentile(joined, (0.5, 99.5))
    return np.rint(255 * np.clip((joined - low) / (high - low), 0, 1)).astype(np.uint8), p.structure


def _perfect(p: HrtemParameters) -> HrtemParameters:
    """The same crystal without defects and film, at the pixel of the drawings."""
    return replace(p, pixel=PIXEL / JOINED, defect=NO_DEFECT, num_vacancies=0, film=0.0)
