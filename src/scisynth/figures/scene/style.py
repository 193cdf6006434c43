"""How a figure looks, apart from what it shows: letters, strokes, colours, page, and the marks of a scanner.

A style changes no place and no word, so that the claims of a scene hold in each. `mixed` takes a style by the seed of the figure.
The texture of a scan or a JPEG file is laid on the finished image, after it was checked.
"""

import colorsys
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from PIL import Image, ImageFilter

from scisynth.core.errors import DataError, nearest
from scisynth.figures.scene.marks import INK, PAPER, Axes, Label, Mark, Path, Round

if TYPE_CHECKING:
    from collections.abc import Callable

_INKED = ("axes.edgecolor", "axes.labelcolor", "axes.titlecolor", "xtick.color", "ytick.color", "text.color")
"""What Matplotlib draws in its own ink."""
Texture = Literal["", "scan", "jpeg"]
TEXTBOOK_NAME, MIXED = "textbook", "mixed"


@dataclass(frozen=True, kw_only=True)
class Style:
    """One look."""

    fonts: tuple[str, ...] = ("STIXGeneral", "DejaVu Sans")
    """The first that has a letter draws it."""
    mathtext: str = "stix"
    stroke: float = 1.0
    """Widths of lines are multiplied by it."""
    letters: float = 1.0
    """Sizes of texts are multiplied by it."""
    pad_in: float = 0.18
    """Margin of the page, inches."""
    is_grey: bool = False
    """Colours become greys of the same lightness."""
    is_dark: bool = False
    """Light lines on a dark page; geometry and texts are those of the light page, on which the checks are made."""
    texture: Texture = ""

    @property
    def settings(self) -> dict[Any, Any]:
        """For Matplotlib."""
        return {
            "font.family": list(self.fonts),
            "mathtext.fontset": self.mathtext,
            "axes.linewidth": 1.0 * self.stroke,
            "hatch.linewidth": 0.6,
            "axes.unicode_minus": True,
            **dict.fromkeys(_INKED, self.ink if self.is_dark else "black"),
        }

    @property
    def paper(self) -> str:
        """Colour of the page."""
        return self.color(PAPER)

    @property
    def ink(self) -> str:
        """Colour of axes and their numbers."""
        return self.color(INK)

    def color(self, color: str) -> str:
        """A colour of the palette in this style; empty stays empty."""
        if not color.startswith("#") or len(color) < 7 or not (self.is_grey or self.is_dark):
            return color
        red, green, blue = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
        if self.is_grey:
            red = green = blue = 0.299 * red + 0.587 * green + 0.114 * blue
        if self.is_dark:
            hue, light, strong = colorsys.rgb_to_hls(red, green, blue)
            # From 0.08, not from 0: black pages make thin light lines flicker.
            red, green, blue = colorsys.hls_to_rgb(hue, 0.08 + 0.9 * (1 - light), strong)
        return "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))

    def restyle(self, marks: Sequence[Mark]) -> list[Mark]:
        """Marks with the widths, sizes and colours of this style."""
        if self == TEXTBOOK:
            return list(marks)
        return [self._mark(mark) for mark in marks]

    def _mark(self, mark: Mark) -> Mark:
        if isinstance(mark, Label):
            return replace(mark, size=mark.size * self.letters, color=self.color(mark.color))
        if isinstance(mark, Path | Round):
            return replace(
                mark, width=mark.width * self.stroke, color=self.color(mark.color), fill=self.color(mark.fill)
            )
        assert isinstance(mark, Axes)
        return mark


TEXTBOOK = Style()
STYLES: Mapping[str, Style] = {
    TEXTBOOK_NAME: TEXTBOOK,
    "sans": Style(fonts=("DejaVu Sans",), mathtext="dejavusans", letters=0.92),
    "serif": Style(fonts=("DejaVu Serif", "DejaVu Sans"), mathtext="dejavuserif", letters=0.92),
    "bold": Style(stroke=1.35),
    "fine": Style(stroke=0.75),
    "margins": Style(pad_in=0.55),
    "print": Style(is_grey=True),
    "dark": Style(is_dark=True),
    "scan": Style(texture="scan"),
    "jpeg": Style(texture="jpeg"),
}
"""`print` is for copiers, `dark` for screens; the others are what training images vary in."""


def settle_style(name: str, seed: int) -> str:
    """The name of a style; `mixed` becomes one of them by the seed."""
    if name == MIXED:
        return Random(f"style:{seed}").choice([key for key, style in STYLES.items() if not style.is_dark])
    if name not in STYLES:
        raise DataError(f"unknown style {name!r}; {nearest(name, (*STYLES, MIXED))}")
    return name


def add_texture(image: Image.Image, texture: Texture, seed: int) -> Image.Image:
    """The image as a scanner or a JPEG file would have it, at the same places; the same for the same seed."""
    textures: Mapping[str, Callable[[Image.Image, int], Image.Image]] = {"scan": _scanned, "jpeg": _compressed}
    return textures[texture](image, seed) if texture else image


def _scanned(image: Image.Image, seed: int) -> Image.Image:
    """Paper that is not quite white and unevenly lit, with grain and a little blur."""
    draw = np.random.default_rng(seed)
    pixels = np.asarray(image.convert("RGB").filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    height, width = pixels.shape[:2]
    slope = draw.uniform(-8, 8, size=2)
    light = slope[0] * np.linspace(-1, 1, height)[:, None] + slope[1] * np.linspace(-1, 1, width)[None, :]
    tint = np.asarray([0.975, 0.965, 0.94], dtype=np.float32)
    grain = draw.normal(0, 3.5, size=(height, width))
    return Image.fromarray(np.clip(pixels * tint + (light + grain)[..., None], 0, 255).astype(np.uint8))


def _compressed(image: Image.Image, seed: int) -> Image.Image:
    """What is left after a JPEG file of quality 35 to 60."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=Random(seed).randint(35, 60))
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
