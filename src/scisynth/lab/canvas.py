"""A small anti-aliased canvas in unit coordinates, with the region mask drawn along.

Coordinates run from 0 to 1, x to the right and y down, whatever the resolution; widths are fractions too. Shapes are
drawn several times larger and averaged down. Everything drawn inside `with canvas.region():` also paints the region
mask; opaque shapes drawn later outside of it cover the mask again, so that the mask is what is *seen* of the region.
Colours are `#rrggbb` or `#rrggbbaa`; translucent ones blend and do not cover the mask.
"""

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

Point = tuple[float, float]
Color = str


class Canvas:
    """What a scene function draws on."""

    def __init__(self, size_px: int, rng: random.Random, *, with_mask: bool = False) -> None:
        # 64 px images need strong averaging for thin lines; large ones would only get slower.
        self.scale = 4 if size_px <= 96 else 2
        self.size_px = size_px
        self.px = size_px * self.scale
        self.rng = rng
        self.image = Image.new("RGB", (self.px, self.px), "white")
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self.mask = Image.new("L", (self.px, self.px), 0) if with_mask else None
        self.mask_draw = ImageDraw.Draw(self.mask) if self.mask is not None else None
        self._in_region = False
        self.mirrored = False
        """Whether the finished image is mirrored: text is drawn the other way round then."""
        self.season = ""
        """The season that the scene names; empty where it names none. Backgrounds follow it."""
        self._zoom, self._shift_x, self._shift_y = 1.0, 0.0, 0.0

    # --- coordinates -------------------------------------------------------------------------------------------

    def jitter(self, zoom: float, shift_x: float, shift_y: float) -> None:
        """Moves the camera for everything drawn afterwards: zoom about the centre, then shift."""
        self._zoom, self._shift_x, self._shift_y = zoom, shift_x, shift_y

    def to_px(self, point: Point) -> Point:
        """Unit coordinates to canvas pixels."""
        x = (point[0] - 0.5) * self._zoom + 0.5 + self._shift_x
        y = (point[1] - 0.5) * self._zoom + 0.5 + self._shift_y
        return (x * self.px, y * self.px)

    def length_px(self, length: float) -> float:
        """A length in unit coordinates to canvas pixels."""
        return length * self._zoom * self.px

    # --- region ------------------------------------------------------------------------------------------------

    @contextmanager
    def region(self) -> Iterator[None]:
        """Everything drawn inside belongs to the science-bearing thing."""
        before, self._in_region = self._in_region, True
        try:
            yield
        finally:
            self._in_region = before

    def _mask_value(self, fill: Color | None) -> int | None:
        """What a shape does to the mask: 255 adds, 0 covers, None leaves it."""
        if self.mask_draw is None or fill is None:
            return None
        if self._in_region:
            return 255
        return 0 if alpha_of(fill) >= 200 else None

    # --- shapes ------------------------------------------------------------------------------------------------

    def polygon(self, points: Sequence[Point], fill: Color, outline: Color | None = None, width: float = 0.006) -> None:
        """A filled polygon."""
        pixels = [self.to_px(point) for point in points]
        self.draw.polygon(pixels, fill=fill)
        if (value := self._mask_value(fill)) is not None:
            self.mask_draw.polygon(pixels, fill=value)  # type: ignore[union-attr]
        if outline:
            self.line([*points, points[0]], outline, width)

    def rectangle(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: Color,
        *,
        radius: float = 0.0,
        outline: Color | None = None,
        width: float = 0.006,
    ) -> None:
        """A rectangle between two corners, with rounded corners where `radius` > 0."""
        box = [*self.to_px((x0, y0)), *self.to_px((x1, y1))]
        r = self.length_px(radius)
        stroke = max(1, round(self.length_px(width))) if outline else 0
        self.draw.rounded_rectangle(box, radius=r, fill=fill, outline=outline, width=stroke)
        if (value := self._mask_value(fill)) is not None:
            self.mask_draw.rounded_rectangle(box, radius=r, fill=value)  # type: ignore[union-attr]

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: Color | None,
        *,
        outline: Color | None = None,
        width: float = 0.006,
    ) -> None:
        """An ellipse about (x, y)."""
        box = [*self.to_px((x - rx, y - ry)), *self.to_px((x + rx, y + ry))]
        stroke = max(1, round(self.length_px(width))) if outline else 0
        self.draw.ellipse(box, fill=fill, outline=outline, width=stroke)
        if (value := self._mask_value(fill)) is not None:
            self.mask_draw.ellipse(box, fill=value)  # type: ignore[union-attr]

    def line(self, points: Sequence[Point], fill: Color, width: float = 0.01) -> None:
        """A polyline with round joints."""
        pixels = [self.to_px(point) for point in points]
        stroke = max(1, round(self.length_px(width)))
        self.draw.line(pixels, fill=fill, width=stroke, joint="curve")
        if (value := self._mask_value(fill)) is not None:
            self.mask_draw.line(pixels, fill=value, width=stroke, joint="curve")  # type: ignore[union-attr]

    def blob(
        self, x: float, y: float, rx: float, ry: float, fill: Color, *, wobble: float = 0.15, points: int = 14
    ) -> list[Point]:
        """An irregular round shape; returns its outline."""
        phases = [1 + self.rng.uniform(-wobble, wobble) for _ in range(points)]
        outline = []
        for step in range(points * 3):
            turn = step / (points * 3)
            before = int(turn * points)
            fraction = turn * points - before
            fraction = fraction * fraction * (3 - 2 * fraction)
            radius = phases[before] * (1 - fraction) + phases[(before + 1) % points] * fraction
            angle = 2 * math.pi * turn
            outline.append((x + rx * radius * math.cos(angle), y + ry * radius * math.sin(angle)))
        self.polygon(outline, fill)
        return outline

    def gradient(self, x0: float, y0: float, x1: float, y1: float, top: Color, bottom: Color) -> None:
        """An opaque vertical gradient in a rectangle."""
        left, upper = (round(value) for value in self.to_px((x0, y0)))
        right, lower = (round(value) for value in self.to_px((x1, y1)))
        if right <= left or lower <= upper:
            return
        ramp = Image.linear_gradient("L").resize((1, lower - upper)).resize((right - left, lower - upper))
        size = ramp.size
        self.image.paste(
            Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp), (left, upper)
        )
        if (value := self._mask_value(top)) is not None:
            self.mask_draw.rectangle([left, upper, right, lower], fill=value)  # type: ignore[union-attr]

    def text(self, x: float, y: float, height: float, text: str, fill: Color) -> None:
        """One line of text about (x, y), its capitals `height` tall; never part of the region."""
        font = _font(max(6, round(self.length_px(height) / CAPITALS)))
        left, top, right, bottom = font.getbbox(text)
        ink = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))), 0)
        ImageDraw.Draw(ink).text((-left, -top), text, font=font, fill=255)
        ink = ImageOps.mirror(ink) if self.mirrored else ink
        center_x, center_y = self.to_px((x, y))
        corner = (round(center_x - ink.width / 2), round(center_y - ink.height / 2))
        self.image.paste(Image.new("RGB", ink.size, fill), corner, ink)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float = 0.8) -> None:
        """Soft light about a point; never covers the mask."""
        side = max(2, round(self.length_px(2 * radius)))
        # A radial ramp is black in the middle; its inverse is the light.
        ramp = (
            Image.radial_gradient("L").resize((side, side)).point(lambda v: max(0, round((181 - v) * 1.4 * strength)))
        )
        cx, cy = self.to_px((x, y))
        self.image.paste(Image.new("RGB", (side, side), color), (round(cx - side / 2), round(cy - side / 2)), ramp)

    # --- result ------------------------------------------------------------------------------------------------

    def finish(self) -> Image.Image:
        """The image at its final size."""
        return self.image.reduce(self.scale)

    def finish_mask(self) -> Image.Image:
        """The region mask at the final size, mode L, 0 or 255."""
        assert self.mask is not None, "canvas was made without a mask"
        return self.mask.reduce(self.scale).point(lambda v: 255 if v > 127 else 0)

    def blur(self, radius: float) -> None:
        """Softens everything drawn so far (depth of field behind the subject)."""
        self.image = self.image.filter(ImageFilter.BoxBlur(self.length_px(radius)))
        self.draw = ImageDraw.Draw(self.image, "RGBA")


CAPITALS = 0.72
"""Height of capitals, in sizes of the font."""


@lru_cache(maxsize=32)
def _font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that comes with Pillow: the same on every machine."""
    return ImageFont.load_default(size_px)


def alpha_of(color: Color) -> int:
    """Opacity of a colour, 0 to 255."""
    channels = ImageColor.getrgb(color)
    return channels[3] if len(channels) == 4 else 255


def mix(a: Color, b: Color, fraction: float) -> Color:
    """Colour between a (fraction 0) and b (fraction 1)."""
    first, second = ImageColor.getrgb(a)[:3], ImageColor.getrgb(b)[:3]
    return "#" + "".join(f"{round(p + (q - p) * fraction):02x}" for p, q in zip(first, second, strict=True))


def luminance(color: Color) -> float:
    """Brightness to the eye, 0 to 255 (ITU-R BT.601)."""
    red, green, blue = ImageColor.getrgb(color)[:3]
    return 0.299 * red + 0.587 * green + 0.114 * blue


def darker(color: Color, fraction: float = 0.25) -> Color:
    """The colour moved towards black."""
    return mix(color, "#000000", fraction)


def lighter(color: Color, fraction: float = 0.25) -> Color:
    """The colour moved towards white."""
    return mix(color, "#ffffff", fraction)
