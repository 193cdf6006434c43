"""The blind arm: the same items, and nothing to see. What is learned from them comes from the words alone.

Policies are known to keep or raise their accuracy with the image taken away (arXiv 2602.12506, 2605.14054), so a training on images is compared with
one on grey ones. They have the size of the originals, so that prompts are as long and the steps cost the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from scisynth.core.images import content_hash, open_image, png_bytes
from scisynth.students.items import IMAGES, TrainingItem

GREY = (128, 128, 128)


def hide_images(items: Sequence[TrainingItem], source: Path, folder: Path) -> list[TrainingItem]:
    """The items with grey images, which are written below `folder`, one a size."""
    (folder / IMAGES).mkdir(parents=True, exist_ok=True)
    of_size: dict[tuple[int, int], str] = {}
    hidden = []
    for item in items:
        size = open_image(source / item.image).size
        if size not in of_size:
            data = png_bytes(Image.new("RGB", size, GREY))
            of_size[size] = content_hash(data)
            (folder / IMAGES / f"{of_size[size]}.png").write_bytes(data)
        hidden.append(replace(item, image=f"{IMAGES}/{of_size[size]}.png", image_hash=of_size[size]))
    return hidden
