"""The 25 image types of SciGenBench (arXiv 2601.17027), read from `data/image_types.yaml`.

A name is `subject - kind`, for instance "Math - Plane Geometric"; the subjects are Math, Physics, Chemistry, Biology and
Universal. The published counts are those of the released `scigen.json`; the paper's figure 7 counts four problems otherwise,
and its table 3 a subset of 748 that nobody can name. SeePhys problems have no type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from scisynth.core.errors import ConfigError, nearest

SUBJECTS = ("Math", "Physics", "Chemistry", "Biology", "Universal")


@dataclass(frozen=True, kw_only=True)
class ImageType:
    """One kind of scientific figure."""

    name: str
    """As the data sets spell it."""
    subject: str
    """One of `SUBJECTS`."""
    published: int
    """Problems of this type in the released `scigen.json`."""
    shows: str
    """One sentence: what is on such a figure."""
    elements: tuple[str, ...]
    """What it is usually made of."""


@lru_cache(maxsize=1)
def load_image_types() -> Mapping[str, ImageType]:
    """All 25 by name, in the paper's order."""
    text = files("scisynth.science").joinpath("data/image_types.yaml").read_text(encoding="utf-8")
    return {
        name: ImageType(
            name=name,
            subject=name.split(" - ")[0],
            published=row["published"],
            shows=row["shows"],
            elements=tuple(row["elements"]),
        )
        for name, row in yaml.safe_load(text).items()
    }


def image_type(name: str) -> ImageType:
    """The type of that name; `ConfigError` with the nearest name for an unknown one."""
    known = load_image_types()
    if name not in known:
        raise ConfigError(f"expected one of the {len(known)} image types, got {name!r}; {nearest(name, known)}")
    return known[name]
