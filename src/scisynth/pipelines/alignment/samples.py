"""What an evaluation drew, to look at: the same prompts and seeds every time, the region that is trained outlined.

samples/step-000010.png    a row a prompt, its words and scores next to the images
curve.png                  the reward and the judge over the steps, and the one against the other
"""

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from scisynth.core.images import png_bytes
from scisynth.core.store import write_atomic

CELL_PX, WORDS_PX, EDGE_PX = 192, 260, 4
OUTLINE = (255, 0, 200)


@dataclass(frozen=True, kw_only=True)
class SampleRow:
    """One prompt of the picture."""

    words: str
    scores: Mapping[str, float | None]
    """Of its first image."""
    images: tuple[Image.Image, ...]
    masks: tuple[np.ndarray, ...] = ()
    """[H, W] in [0, 1] an image; none where no region is trained."""


def draw_samples(rows: Sequence[SampleRow], path: Path) -> Image.Image:
    """Writes the picture of an evaluation."""
    columns = max(len(row.images) for row in rows)
    step = CELL_PX + EDGE_PX
    sheet = Image.new("RGB", (WORDS_PX + columns * step, len(rows) * step), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for place, row in enumerate(rows):
        lines = textwrap.wrap(row.words, 36)[:7]
        lines += [f"{name} {value:.3g}" for name, value in row.scores.items() if value is not None][:4]
        draw.multiline_text((6, place * step + 6), "\n".join(lines), fill="black", font=font)
        for column, image in enumerate(row.images):
            cell = image.convert("RGB").resize((CELL_PX, CELL_PX), Image.Resampling.LANCZOS)
            if row.masks:
                cell = outline_region(cell, row.masks[column])
            sheet.paste(cell, (WORDS_PX + column * step, place * step))
    write_atomic(path, png_bytes(sheet))
    return sheet


def outline_region(image: Image.Image, mask_HW: np.ndarray) -> Image.Image:
    """The image with a line around the region; the whole image as region has none."""
    inside = Image.fromarray((np.asarray(mask_HW) > 0.5).astype(np.uint8) * 255)
    region = np.asarray(inside.resize(image.size, Image.Resampling.NEAREST)) > 0
    if region.all():
        return image
    padded = np.pad(region, 2, mode="edge")
    size_y, size_x = region.shape
    shifted = [padded[2 + y : 2 + y + size_y, 2 + x : 2 + x + size_x] for y in (-2, 0, 2) for x in (-2, 0, 2)]
    edge = region & ~np.logical_and.reduce(shifted)
    pixels = np.array(image.convert("RGB"))
    pixels[edge] = OUTLINE
    return Image.fromarray(pixels)


def draw_curve(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Writes the reward and the judge of all evaluations as one picture; nothing without matplotlib or a second evaluation."""
    if len(rows) < 2 or not find_spec("matplotlib"):
        return
    from matplotlib.figure import Figure

    steps = [row["step"] for row in rows]
    scores = {name: [_number(row.get(f"eval/{name}")) for row in rows] for name in ("reward", "judge")}
    has_judge = not all(np.isnan(scores["judge"]))
    figure = Figure(figsize=(9 if has_judge else 4.5, 3.4), layout="constrained")
    axes = figure.subplots(1, 2 if has_judge else 1, squeeze=False)[0]
    axes[0].plot(steps, scores["reward"], marker="o", color="#4c78a8", label="reward (trained on)")
    axes[0].set(xlabel="step", ylabel="reward")
    if has_judge:
        other = axes[0].twinx()
        other.plot(steps, scores["judge"], marker="s", color="#e45756", label="judge (held out)")
        other.set_ylabel("judge")
        axes[1].plot(scores["reward"], scores["judge"], marker="o", color="#777777")
        for step, reward, judge in zip(steps, scores["reward"], scores["judge"], strict=True):
            axes[1].annotate(str(step), (reward, judge), textcoords="offset points", xytext=(4, 4), fontsize=8)
        axes[1].set(xlabel="reward (trained on)", ylabel="judge (held out)", title="numbers are steps")
    figure.legend(loc="outside upper left", ncols=2, fontsize=8)

    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    write_atomic(path, data.getvalue())


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)
