"""One question of a test set, whatever its layout was."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scisynth.core.images import content_hash, read_image_bytes
from scisynth.core.problems import Answer

StoredImage = Path | bytes
"""A file, or its bytes where a table holds it."""


@dataclass(frozen=True, kw_only=True)
class EvalItem:
    """A question about one image, or about several of one row."""

    id: str
    question: str
    """Without marks of images and without options."""
    answer: Answer
    """Its text is a letter where there are options."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Letter to text; empty for an open answer."""
    images: tuple[StoredImage, ...]
    image_hash: str
    """Of all of them: questions with the same images are no independent observations."""
    group: str = ""
    """Family, image type or subject; empty where the data names none."""
    part: str = ""
    """Of the families: whether the seed alone or the whole family is held out."""

    @property
    def identity(self) -> str:
        """What a digest of the test set is made of."""
        values = [self.id, self.question, asdict(self.answer), dict(self.options), self.image_hash]
        return json.dumps(values, ensure_ascii=False, sort_keys=True)


def hash_images(images: tuple[StoredImage, ...]) -> str:
    """Of the encoded bytes of all images; `ImageError` for one that cannot be read."""
    names = [content_hash(read_image_bytes(image)[1]) for image in images]
    return names[0] if len(names) == 1 else content_hash(" ".join(names).encode())
