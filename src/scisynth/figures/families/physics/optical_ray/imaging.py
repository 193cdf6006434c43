"""Parts of optics figures: an object, its image, the principal rays and the sizes along the axis of a thin lens or a mirror.

Rays bend at the plane of a lens, and at the drawn mirror, which is nearly flat, as the thin approximation has it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED
from scisynth.figures.parts.physics import count_roles, ray
from scisynth.figures.scene.sketch import Place, Sketch

WIDTH = 9.0
"""Of the drawing along the axis, in units of the scene."""
TALL = 1.5
"""Height of the larger of object and image, units."""
RAY_COLORS = {"a": RED, "b": ORANGE, "c": PURPLE}


def image_distance(u: float, f: float) -> float:
    """Signed distance of the image, from 1/f = 1/u + 1/v; negative for a virtual one. f < 0 is a diverging element."""
    return u * f / (u - f)


@dataclass(frozen=True, kw_only=True)
class Image:
    """An object and its image in units of the scene: the element at the origin, light from the left."""

    u: float
    f: float
    v: float
    tall: float
    """Height of the object; that of the image is -v/u times as much."""
    is_mirror: bool = False
    left: float = 0.0
    right: float = 0.0
    """Ends of the axis."""

    @property
    def height(self) -> float:
        """Signed, of the image."""
        return -self.v / self.u * self.tall

    @property
    def x(self) -> float:
        """Of the image: a real one lies right of a lens, and left of a mirror."""
        return -self.v if self.is_mirror else self.v

    @property
    def half(self) -> float:
        """Half the height of the element."""
        return 1.2 * max(self.tall, abs(self.height), 1.2)

    def on_mirror(self, y: float) -> tuple[float, float]:
        """Where the element is at a height."""
        bend = y * y / (7 * self.f) if self.is_mirror else 0.0
        return (-bend, y)


def place_image(u: float, f: float, *, is_mirror: bool = False, with_foci: bool = True) -> Image:
    """The image of an object, scaled so that the drawing is `WIDTH` wide."""
    v = image_distance(u, f)
    ends = [-u, -v if is_mirror else v, 0.0, *([-abs(f), 0.0 if is_mirror else abs(f)] if with_foci else [])]
    scale = WIDTH / (max(ends) - min(ends))
    left, right = scale * min(ends) - 0.7, max(scale * max(ends), 1.0) + 0.6
    tall = (1.5 if is_mirror else 1.0) * TALL / max(1.0, abs(v / u))
    return Image(u=scale * u, f=scale * f, v=scale * v, tall=tall, is_mirror=is_mirror, left=left, right=right)


def ray_letters(first: int) -> tuple[str, ...]:
    """Three letters of rays that follow from a number of 0 to 7; F is left to the focus."""
    return tuple("PQRSABDE"[(first + step) % 8] for step in (0, 3, 5))


def draw_axis(sketch: Sketch, image: Image, with_foci: bool = True) -> None:
    """The optical axis with its foci."""
    sketch.line("axis:optical", (image.left, 0), (image.right, 0), width=0.9, dash="dashdot", color=GREY, z=1)
    places = [("F", -abs(image.f)), *([] if image.is_mirror else [("F'", abs(image.f))])]
    for number, (name, place) in enumerate(places if with_foci else ()):
        focus = sketch.dot(f"focus:{number}", (place, 0), 0.06, z=6)
        sketch.text(f"name:{number}", f"${name}$", (place, 0), of=focus, toward=(0, -1), gap_pt=5, halo=True)
        sketch.claim("on", focus, "axis:optical")


def draw_object(sketch: Sketch, image: Image, words: str = "object", image_words: str = "image") -> None:
    """Object and image as upright arrows; a virtual image is dashed."""
    sketch.arrow("object:O", (-image.u, 0), (-image.u, image.tall), color=GREEN, width=2.6, z=5)
    # The smaller of two on one side is named below the axis, where no ray runs.
    below = {
        "O": image.v < 0 and abs(image.v) > image.u,
        "I": image.v < 0 and abs(image.v) < image.u and not image.is_mirror,
    }
    at = (-image.u, 0.0) if below["O"] else (-image.u, image.tall)
    up: Place = (0, -1) if below["O"] else (0, 1)
    sketch.text("name:O", words, at, of="object:O", toward=up, color=GREEN, halo=True)
    # A thick line has long dashes, of which a short arrow would show one.
    style: dict[str, Any] = {"width": 2.6} if image.v > 0 else {"width": 1.5, "dash": "dashed"}
    tip = (image.x, image.height)
    sketch.arrow("image:I", (image.x, 0), tip, color=BLUE, z=5, **style)
    at = (image.x, 0.0) if below["I"] else tip
    up = (0, -1) if below["I"] else (0, math.copysign(1, image.height))
    sketch.text("name:I", image_words, at, of="image:I", toward=up, color=BLUE, halo=True)
    for name in ("object:O", "image:I"):
        sketch.claim("connected", name, "axis:optical")
        sketch.claim("perpendicular", name, "axis:optical")
    sketch.claim("ratio", "image:I", "object:O", value=abs(image.height) / image.tall)


def draw_rays(sketch: Sketch, image: Image, letters: Sequence[str]) -> None:
    """The parallel ray, that through the middle and, for a real image, that through the front focus; each has a letter."""
    is_real = image.v > 0
    heights = [("a", image.tall), ("b", 0.0), *([("c", image.height)] if is_real else [])]
    far = 3.2 if abs(abs(image.f) - 3.3) > 0.7 else 2.3
    tip, end = np.asarray((-image.u, image.tall)), np.asarray((image.x, image.height))
    for (name, y), letter in zip(heights, letters, strict=False):
        knee, color = np.asarray(image.on_mirror(y)), RAY_COLORS[name]
        if is_real:
            legs = ray(sketch, f"ray:{name}", tip, knee, end, color=color)
            sketch.claim("connected", legs[1], "image:I")
        else:
            way = (knee - end) / np.linalg.norm(knee - end)
            way = -way if (way[0] > 0) == image.is_mirror else way
            legs = ray(sketch, f"ray:{name}", tip, knee, knee + far * way / abs(way[0]), color=color)
            back = sketch.line(f"back:{name}", knee, end, color=color, width=1.1, dash="dashed", z=2)
            sketch.claim("parallel", back, legs[1])
            sketch.claim("connected", back, "image:I")
        sketch.claim("connected", legs[0], "object:O")
        if image.is_mirror:
            sketch.claim("connected", legs[0], "mirror:concave")
        if not is_real:
            out = knee + far * way / abs(way[0])
            sketch.text(f"letter:{name}", f"${letter}$", out, of=legs[1], toward=way, gap_pt=3, color=color)
    if is_real:
        knees = [np.asarray(image.on_mirror(y)) for _, y in heights]
        for place, ((name, _), letter) in enumerate(zip(heights, letters, strict=True)):
            at, aside = _free_place(tip, end, knees, place)
            style = {"color": RAY_COLORS[name], "halo": True}
            sketch.text(f"letter:{name}", f"${letter}$", at, of=f"ray:{name}1", toward=aside, gap_pt=3, **style)
    sketch.claim("parallel", "ray:a1", "axis:optical")
    if not image.is_mirror:
        sketch.claim("parallel", "ray:b1", "ray:b2")
    count_roles(sketch, "ray", "sense")


def _free_place(tip: np.ndarray, end: np.ndarray, knees: list[np.ndarray], own: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the first leg of a ray is farthest from the other rays and the axis, and the side on which a letter has room."""
    lines = [(tip, knee) for k, knee in enumerate(knees) if k != own] + [(knee, end) for knee in knees]
    lines.append((np.asarray((-WIDTH, 0.0)), np.asarray((WIDTH, 0.0))))
    along = (knees[own] - tip) / np.linalg.norm(knees[own] - tip)
    across = np.asarray((-along[1], along[0])) * (1 if along[0] > 0 else -1)
    places = [
        (tip + share * (knees[own] - tip), side * across) for share in np.linspace(0.15, 0.85, 29) for side in (1, -1)
    ]
    return max(places, key=lambda place: min(_distance(place[0] + 0.25 * place[1], *line) for line in lines))


def _distance(place: np.ndarray, start: np.ndarray, stop: np.ndarray) -> float:
    """From a place to a stretch."""
    way = stop - start
    share = min(max(float((place - start) @ way / (way @ way)), 0.0), 1.0)
    return float(np.linalg.norm(place - start - share * way))


def draw_sizes(sketch: Sketch, image: Image, low: float, words: dict[str, str]) -> None:
    """Dimension lines of `f`, `u` and `v`, as far as they have words, one below the other."""
    ends = {"f": -abs(image.f), "u": -image.u, "v": image.x}
    lengths = {"f": abs(image.f), "u": image.u, "v": abs(image.v)}
    order = sorted(words, key=lambda name: lengths[name])
    depths: dict[str, float] = {}
    for name in order:
        same_side = [depth for other, depth in depths.items() if ends[other] * ends[name] > 0]
        depths[name] = min(same_side, default=low + 0.62) - 0.62
    for name in order:
        end, depth = ends[name], depths[name]
        size = sketch.line(f"size:{name}", (end, depth), (0, depth), arrow="both", width=0.9)
        sketch.text(f"label:{name}", words[name], (end / 2, depth), of=size, toward=(0, -1), gap_pt=3)
        top = min(0.0, image.height if name == "v" else 0.0) - (0.5 if name != "u" or image.v < 0 else 0.1)
        sketch.line(f"end:{name}", (end, top), (end, depth - 0.1), width=0.6, color=GREY)
    sketch.line("end:0", (0, low + 0.1), (0, min(depths.values()) - 0.1), width=0.6, color=GREY)
    first, *others = order
    for name in others:
        sketch.claim("ratio", f"size:{name}", f"size:{first}", value=lengths[name] / lengths[first])


def draw_mirror(sketch: Sketch, image: Image) -> None:
    """A concave mirror with its hatched back."""
    ys = np.linspace(-image.half, image.half, 41).tolist()
    front = [image.on_mirror(y) for y in ys]
    back = [(x + 0.22, y) for x, y in front]
    sketch.area("hatch:mirror", *front, *back[::-1], hatch="////", width=0, color=GREY, z=0)
    sketch.line("mirror:concave", *front, width=2.2, color=BLUE, z=4)
    # A place without ink: the mirror lies in front of the plane that touches it in the middle.
    sketch.line("plane:mirror", (0, -image.half), (0, image.half), width=0)
    sketch.claim("order", "mirror:concave", "plane:mirror", value="left_to_right")
    sketch.entity("mirror", "mirror:concave")
