"""Generators from outside the package, held to one image a prompt; a batch that fails is a state with a reason.

class Mine:                                             def draw(prompts, seeds, size_px):
    name = "mine"                                           return [...]
    def draw(self, prompts, seeds, *, size_px):
        return [...]                                    # N PIL images, one a prompt
"""

from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from scisynth.core.errors import ModelError, one_line
from scisynth.core.images import to_rgb
from scisynth.core.plugins.references import IMPORT_FAILURES
from scisynth.core.plugins.roles import Role, as_role, find_part
from scisynth.core.protocols import Generator
from scisynth.core.records import DrawnImage


class OutsideGenerator:
    """Somebody's generator, its output checked."""

    def __init__(self, name: str, draw: Callable[..., Any]) -> None:
        self.name = name
        self._draw = draw

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> Sequence[Image.Image | DrawnImage]:
        """N prompts and N seeds to N RGB images; where the generator fails, N states with the reason.

        Raises:
            ModelError: another number of images than of prompts, or something other than images.
        """
        try:
            found = list(self._draw(list(prompts), list(seeds), size_px=size_px))
        except IMPORT_FAILURES as error:
            failed = DrawnImage(status="error", reason=f"{type(error).__name__}: {one_line(error)}")
            return [failed] * len(prompts)
        if len(found) != len(prompts):
            raise ModelError(
                f"{self.name}: expected {len(prompts)} images, one a prompt, got {len(found)}; correct the generator"
            )
        return [self._image(item) for item in found]

    def _image(self, item: Any) -> Image.Image | DrawnImage:
        if isinstance(item, DrawnImage):
            return item
        if not isinstance(item, Image.Image):
            raise ModelError(f"{self.name}: expected a PIL image, got {type(item).__name__}; correct the generator")
        return to_rgb(item)


GENERATOR = Role(
    noun="generator",
    group="scisynth.generators",
    method="draw",
    signature="(prompts, seeds, *, size_px) -> N images",
    wrap=OutsideGenerator,
)


def outside_generator(name: str, known: Sequence[str]) -> Generator:
    """The generator behind `package.module:name`, `file.py:name` or an entry point.

    Raises:
        ConfigError: there is none, or it has no `draw`.
    """
    return _checked(find_part(name, GENERATOR, known))


def as_generator(found: Any) -> Generator:
    """A generator from an object, a class or a function `(prompts, seeds, size_px) -> N images`."""
    return _checked(as_role(found, GENERATOR))


def _checked(found: Any) -> Generator:
    if type(found).__module__.startswith("scisynth."):
        generator: Generator = found
        return generator
    return OutsideGenerator(found.name, found.draw)
