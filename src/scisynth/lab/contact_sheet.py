"""Contact sheets: true and false images side by side, for inspection."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps

from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.lab.render import render


def contact_sheet(
    prompt_sets: Sequence[PromptSet], *, size_px: int = 256, columns: int = 4, seed: int = 0
) -> Image.Image:
    """One cell a prompt set: subject and outcomes above the true (left, green) and false (right, red) image."""
    header, gap = 18, 6
    cell_w, cell_h = 2 * size_px + gap, size_px + header
    rows = -(-len(prompt_sets) // columns)
    sheet = Image.new("RGB", (columns * (cell_w + gap), rows * (cell_h + gap)), "white")
    draw = ImageDraw.Draw(sheet)
    for index, prompt_set in enumerate(prompt_sets):
        x, y = index % columns * (cell_w + gap), index // columns * (cell_h + gap)
        title = f"{prompt_set.law}: {prompt_set.subject} ({prompt_set.outcome} | {prompt_set.superficial_outcome})"
        draw.text((x + 2, y + 3), title, fill="black")
        for side, (tier, color) in enumerate((("explicit", "#1b8a3c"), ("superficial", "#c0392b"))):
            own_seed = derive_seed(seed, prompt_set.id, tier)
            image = render(prompt_set.scene(tier), size_px=size_px, seed=own_seed).image  # type: ignore[arg-type]
            sheet.paste(
                ImageOps.expand(image.crop((2, 2, size_px - 2, size_px - 2)), 2, color),
                (x + side * size_px, y + header),
            )
    return sheet
