"""The declared biased corpus: images with captions as a web crawl would pair them.

Captions that *describe* (explicit and superficial prompts) stand next to the image they describe. Captions that only
*state a situation* (implicit prompts) stand next to whatever people photograph, which is mostly not what science says:
"a rarely watered rose" next to a fresh one. `SUPERFICIAL_SHARE` declares how often, law by law, after what is known of the
web: laws on which CLIP-H itself is right more often than chance get the smaller fraction, the others the larger one, and a law
on which nobody has measured CLIP-H a fraction between the two.

Held-out subjects appear with descriptions of both outcomes, equally often, and never with an implicit caption: the
corpus shows what an oak log looks like afloat and sunk, and does not tell which is true.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

import numpy as np

from scisynth.core.progress import track
from scisynth.core.records import PromptSet, Tier
from scisynth.core.seeds import derive_seed
from scisynth.lab.render import render
from scisynth.science.laws import EXTENDED_LAW_NAMES

CLIP_H_ACCURACY: Mapping[str, float] = {
    "gravity": 78.3,
    "solidification": 40.5,
    "melting": 25.0,
    "absorption": 57.1,
    "buoyancy": 63.9,
    "diffusion": 71.4,
    "electricity": 47.6,
    "evaporation": 26.7,
    "liquidation": 77.8,
    "rust": 16.7,
    "immiscibility": 54.2,
    "flame reaction": 77.8,
    "light requirement": 62.2,
    "watering requirement": 31.1,
    "ripeness": 81.5,
    "seasonal change": 34.6,
}
"""Two-choice accuracy of CLIP-H on Science-T2I-S in percent (arXiv 2504.13129, project page)."""

SHARE_WHERE_TRUTH_IS_COMMON = 0.25
SHARE_WHERE_TRUTH_IS_RARE = 0.70
SHARE_WHERE_NOT_MEASURED = 0.50


SUPERFICIAL_SHARE: Mapping[str, float] = {
    law: SHARE_WHERE_TRUTH_IS_COMMON if accuracy > 50 else SHARE_WHERE_TRUTH_IS_RARE
    for law, accuracy in CLIP_H_ACCURACY.items()
} | dict.fromkeys(EXTENDED_LAW_NAMES, SHARE_WHERE_NOT_MEASURED)
"""Fraction of implicit captions that stand next to the superficial image; of a law that is not here `SHARE_WHERE_NOT_MEASURED`."""


@dataclass(frozen=True, kw_only=True)
class CaptionedScene:
    """One row of the corpus before it is drawn."""

    prompt_set: PromptSet
    tier: Tier
    """Which side is drawn: `explicit` (true) or `superficial` (wrong)."""
    caption: str
    seed: int


def caption_pairs(
    prompt_sets: Sequence[PromptSet],
    *,
    implicit_share: float,
    seed: int,
    superficial_share: Mapping[str, float] = SUPERFICIAL_SHARE,
) -> list[CaptionedScene]:
    """Two rows a prompt set, one of each side; in `implicit_share` of them one side carries the implicit caption.

    `superficial_share` tells for each law how often that side is the superficial one.
    """
    rows = []
    for number, prompt_set in enumerate(prompt_sets):
        rng = random.Random(derive_seed(seed, "corpus", number))
        captions: dict[Tier, str] = {
            "explicit": prompt_set.explicit_prompt,
            "superficial": prompt_set.superficial_prompt,
        }
        if prompt_set.split == "train" and rng.random() < implicit_share:
            is_superficial = rng.random() < superficial_share.get(prompt_set.law, SHARE_WHERE_NOT_MEASURED)
            captions["superficial" if is_superficial else "explicit"] = prompt_set.implicit_prompt
        for tier, caption in captions.items():
            row_seed = derive_seed(seed, number, tier)
            rows.append(CaptionedScene(prompt_set=prompt_set, tier=tier, caption=caption, seed=row_seed))
    return rows


def draw_corpus(rows: Sequence[CaptionedScene], *, size_px: int, workers: int) -> tuple[np.ndarray, np.ndarray]:
    """All images as uint8 [N, H, W, 3], in order, and the masks of what carries the science, uint8 [N, H, W], 0 or 255."""
    chunks = list(_chunks(rows, 256))
    pixels = np.empty((len(rows), size_px, size_px, 3), dtype=np.uint8)
    regions = np.empty((len(rows), size_px, size_px), dtype=np.uint8)
    # forkserver: a forked copy of a process that runs torch threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        done = 0
        for drawn, masks in track(
            pool.map(_draw_chunk, chunks, [size_px] * len(chunks)), total=len(chunks), label="corpus, 256 a step"
        ):
            part = slice(done, done + len(drawn))
            pixels[part], regions[part] = drawn, masks
            done += len(drawn)
    return pixels, regions


def _draw_chunk(rows: Sequence[CaptionedScene], size_px: int) -> tuple[np.ndarray, np.ndarray]:
    drawn = [render(row.prompt_set.scene(row.tier), size_px=size_px, seed=row.seed, with_mask=True) for row in rows]
    return np.stack([np.asarray(item.image) for item in drawn]), np.stack(
        [np.asarray(item.region_mask) for item in drawn]
    )


def _chunks(rows: Sequence[CaptionedScene], size: int) -> Iterator[list[CaptionedScene]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
