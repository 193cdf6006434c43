"""Physics - Optical Ray, images: principal rays of thin lenses and mirrors from 1/f = 1/u + 1/v, all through one image point.

Rays bend at the plane of the lens or mirror, which is what the thin approximation means.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, lens, ray, value_quiz
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Optical Ray"
OBJECT = 1.25
"""Height of the drawn object."""
Spot = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Image:
    """An object and its image in scene units: the element at the origin, light from the left."""

    u: float
    f: float
    v: float
    height: float
    mirror: bool

    @property
    def side(self) -> int:
        """Where a real image lies: right of a lens, left of a mirror."""
        return -1 if self.mirror else 1

    @property
    def tip(self) -> Spot:
        """Of the image."""
        return (self.side * self.v, self.height)


def image_of(u: float, f: float, *, mirror: bool = False, width: float = 8.6) -> Image:
    """The image of an object, scaled so that everything is `width` wide; f < 0 diverges, v < 0 is virtual."""
    v = u * f / (u - f)
    ends = (-u, -v if mirror else v, f, -f, 0.0)
    scale = width / (max(ends) - min(ends))
    return Image(u=scale * u, f=scale * f, v=scale * v, height=-v / u * OBJECT, mirror=mirror)


def _stage(sketch: Sketch, image: Image) -> None:
    """Axis, foci, object and image."""
    x, height = image.tip
    left, right = min(-image.u, x, -abs(image.f)) - 0.7, max(x, abs(image.f), 1.6) + 0.7
    if image.mirror:
        right = max(x, 0.4) + 0.6
    sketch.line("axis:optical", (left, 0), (right, 0), width=0.9, dash="dashdot", color=GREY, z=1)
    places = [("F", -abs(image.f))] if image.mirror else [("F", -abs(image.f)), ("F'", abs(image.f))]
    for number, (name, place) in enumerate(places):
        sketch.dot(f"focus:{number}", (place, 0), 0.06, z=6)
        sketch.text(
            f"name:{number}", f"${name}$", (place, 0), of=f"focus:{number}", toward=(0, -1), gap_pt=5, halo=True
        )
        sketch.claim("on", f"focus:{number}", "axis:optical")
    sketch.arrow("object:O", (-image.u, 0), (-image.u, OBJECT), color=GREEN, width=2.6, z=5)
    sketch.text("name:O", "object", (-image.u, OBJECT), of="object:O", toward=(0, 1), color=GREEN, halo=True)
    sketch.arrow("image:I", (x, 0), image.tip, color=BLUE, width=2.6, z=5, dash="solid" if image.v > 0 else "dashed")
    sketch.text("name:I", "image", image.tip, of="image:I", toward=(0, math.copysign(1, height)), color=BLUE)
    for name in ("object:O", "image:I"):
        sketch.claim("connected", name, "axis:optical")
        sketch.claim("perpendicular", name, "axis:optical")
    sketch.claim("ratio", "image:I", "object:O", value=abs(height) / OBJECT)


def _rays(sketch: Sketch, image: Image) -> None:
    """Parallel ray, ray through the middle and, for a real image, the ray through the front focus."""
    tip: Spot = (-image.u, OBJECT)
    real, far = image.v > 0, 3.4
    meets: Sequence[tuple[str, float, str]] = (
        ("a", OBJECT, RED),
        ("b", 0.0, ORANGE),
        *((("c", image.height, "#7a4fa3"),) if real else ()),
    )
    for name, y, color in meets:
        knee = (0.0, y)
        if real:
            legs = ray(sketch, f"ray:{name}", tip, knee, image.tip, color=color)
            sketch.claim("connected", legs[1], "image:I")
        else:
            way = np.asarray(knee) - np.asarray(image.tip)
            if abs(way[0]) < 1e-9:
                continue
            out = np.asarray(knee) + image.side * far * way / abs(way[0]) * math.copysign(1, way[0] * image.side)
            legs = ray(sketch, f"ray:{name}", tip, knee, out, color=color)
            back = sketch.line(f"back:{name}", knee, image.tip, color=color, width=1.1, dash="dashed", z=2)
            sketch.claim("parallel", back, legs[1])
            sketch.claim("connected", back, "image:I")
        sketch.claim("connected", legs[0], "object:O")
    sketch.claim("parallel", "ray:a1", "axis:optical")
    if not image.mirror:
        sketch.claim("parallel", "ray:b1", "ray:b2")
    count_roles(sketch, "ray", "sense", "focus")


def _sizes(sketch: Sketch, image: Image, low: float, u: Quantity, f: Quantity) -> None:
    """Dimension lines of the distances below the axis."""
    x = image.tip[0]
    focus = -abs(image.f)
    for name, end, depth, words in (("f", focus, low, f.label), ("u", -image.u, low - 0.62, u.label)):
        sketch.line(f"size:{name}", (end, depth), (0, depth), arrow="both", width=0.9)
        sketch.text(f"label:{name}", words, (end / 2, depth), of=f"size:{name}", toward=(0, -1), gap_pt=3, plate=True)
        sketch.line(f"end:{name}", (end, -0.4 if name == "f" else -0.1), (end, depth - 0.1), width=0.6, color=GREY)
    depth = low - 1.24 if x < 0 else low - 0.62
    sketch.line("size:v", (0, depth), (x, depth), arrow="both", width=0.9)
    sketch.text("label:v", "$v$", (x / 2, depth), of="size:v", toward=(0, -1), gap_pt=3)
    sketch.line("end:v", (x, min(0.0, image.height) - 0.4), (x, depth - 0.1), width=0.6, color=GREY)
    sketch.line("end:O", (0, low + 0.1), (0, depth - 0.1), width=0.6, color=GREY)
    sketch.claim("ratio", "size:u", "size:f", value=image.u / abs(image.f))
    sketch.claim("ratio", "size:v", "size:u", value=abs(image.v) / image.u)


def _scene(draw: Random, sketch: Sketch, image: Image, u: Quantity, f: Quantity, element: str) -> FigureScene:
    """Problem, answer and quizzes of any lens or mirror."""
    focal = -f.value if image.f < 0 else f.value
    v = u.value * focal / (u.value - focal)
    upright = image.height > 0
    asked = draw.choice(("v", "m"))
    answer = number_answer(abs(v), "cm") if asked == "v" else number_answer(abs(v) / u.value, "")
    name = "distance of the image" if asked == "v" else "size of the magnification"
    kind = f"{'virtual' if v < 0 else 'real'}, {'upright' if upright else 'inverted'}"
    larger = abs(v) > u.value
    sign = "-" if image.f < 0 else ""
    return sketch.scene(
        problem=f"An object stands {u.text} in front of a {element} of focal length {f.text}. Find the {name}.",
        multimodal_question=f"Find the {name} formed by the {element}.",
        givens=(u, f),
        unknown=f"the {name}",
        answer=answer,
        solution=f"1/v = 1/f - 1/u = {sign}1/{format_number(f.value)} - 1/{format_number(u.value)}, v = {format_number(v)} cm ({kind}); |m| = |v|/u = {format_number(abs(v) / u.value)}; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, "v") if asked == "v" else (f"m = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "Is the image upright or inverted?",
                "upright" if upright else "inverted",
                ["upright", "inverted", "no image is drawn", "there are two images"],
            ),
            make_quiz(
                draw,
                "Is the drawn image larger or smaller than the object?",
                "larger" if larger else "smaller",
                ["larger", "smaller", "equally large", "no image is drawn"],
            ),
            value_quiz(draw, "How far is the object from the optical element?", u, f),
            value_quiz(draw, "What is the focal length?", f, u),
        ),
        alt_text=f"An object {u.text} in front of a {element} of focal length {f.text} with principal rays; the image is {kind}.",
    )


def _distances(draw: Random, ratios: Sequence[float]) -> tuple[Quantity, Quantity]:
    focal = draw.choice((6, 8, 10, 12, 15, 20, 25, 30))
    u = Quantity(symbol="u", value=round(focal * draw.choice(ratios), 1), unit="cm", meaning="distance of the object")
    return u, Quantity(symbol="f", value=focal, unit="cm", meaning="focal length")


def _lens(draw: Random, ratios: Sequence[float], converging: bool) -> FigureScene:
    u, f = _distances(draw, ratios)
    image = image_of(u.value, f.value if converging else -f.value)
    half = 1.2 * max(OBJECT, abs(image.height) if image.v > 0 else OBJECT, 1.3)
    sketch = Sketch()
    lens(sketch, (0.0, 0.0), half, converging)
    _stage(sketch, image)
    _rays(sketch, image)
    _sizes(sketch, image, -max(half, -image.height + 0.4) - 0.35, u, f)
    sketch.entity("lens", *(f"face:{side}-{end}" for side in ("left", "right") for end in ("top", "bottom")))
    sketch.entity("object", "object:O")
    sketch.entity("image", "image:I")
    return _scene(draw, sketch, image, u, f, f"{'converging' if converging else 'diverging'} lens")


@family(TYPE, "real_image_of_lens")
def real_image_of_lens(draw: Random) -> FigureScene:
    """A converging lens with the object beyond its focus: a real, inverted image."""
    return _lens(draw, (1.5, 1.6, 1.75, 2.2, 2.5, 3.0), True)


@family(TYPE, "magnifier")
def magnifier(draw: Random) -> FigureScene:
    """A converging lens with the object within its focus: a virtual, upright, larger image."""
    return _lens(draw, (0.4, 0.45, 0.5, 0.55, 0.6), True)


@family(TYPE, "diverging_lens")
def diverging_lens(draw: Random) -> FigureScene:
    """A diverging lens: always a virtual, upright, smaller image."""
    return _lens(draw, (1.2, 1.5, 1.8, 2.0, 2.5), False)


def _reversed_lens(scene: FigureScene, draw: Random) -> FigureScene:
    """The other kind of lens is drawn: thick at the rims for thin at the rims, and the reverse."""
    old = Sketch()
    faces = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("face:")]
    lens(
        old,
        (0.0, 0.0),
        max(y for mark in faces for _, y in mark.points),
        any(mark.id.startswith("rim:") for mark in scene.marks),
    )
    kept = tuple(mark for mark in scene.marks if not mark.id.startswith(("face:", "lens:", "rim:")))
    return scene.with_marks((*old.marks, *kept))


def _missed_focus(scene: FigureScene, draw: Random) -> FigureScene:
    """The parallel ray leaves the lens at a wrong slope, and misses the image."""
    leg = scene.mark("ray:a2")
    assert isinstance(leg, Path)
    (x0, y0), (x1, y1) = leg.points
    return change(scene, replace(leg, points=((x0, y0), (x1, y0 + 0.6 * (y1 - y0)))))


for _name in ("real_image_of_lens", "magnifier", "diverging_lens"):
    defect(_name, "reversed_lens")(_reversed_lens)
    defect(_name, "missed_focus")(_missed_focus)


@family(TYPE, "concave_mirror")
def concave_mirror(draw: Random) -> FigureScene:
    """A concave mirror: rays through its focus come back parallel, that to its pole under the same angle."""
    u, f = _distances(draw, (1.4, 1.5, 1.6, 2.5, 3.0, 3.5))
    image = image_of(u.value, f.value, mirror=True)
    half = 1.2 * max(OBJECT, abs(image.height))
    sketch = Sketch()
    ys = np.linspace(-half, half, 41)
    xs = -0.3 * (ys / half) ** 2
    back = [(x + 0.22, y) for x, y in zip(xs, ys, strict=True)]
    front = list(zip(xs, ys, strict=True))
    sketch.area("hatch:mirror", *front, *back[::-1], hatch="////", width=0, color=GREY, z=0)
    sketch.line("mirror:concave", *front, width=2.2, color=BLUE, z=4)
    sketch.line("plane:mirror", (0, -half), (0, half), width=0.6, dash="dotted", color=GREY, z=1)
    _stage(sketch, image)
    _rays(sketch, image)
    sketch.dot("center:C", (-2 * image.f, 0), 0.06, z=6)
    sketch.text("name:C", "$C$", (-2 * image.f, 0), of="center:C", toward=(0, -1), gap_pt=5, halo=True)
    sketch.claim("on", "center:C", "axis:optical")
    sketch.claim("order", "focus:0", "mirror:concave", value="left_to_right")
    sketch.claim("order", "mirror:concave", "plane:mirror", value="left_to_right")
    _sizes(sketch, image, -half - 0.35, u, f)
    sketch.entity("mirror", "mirror:concave")
    sketch.entity("object", "object:O")
    sketch.entity("image", "image:I")
    return _scene(draw, sketch, image, u, f, "concave mirror")


@defect("concave_mirror", "convex_mirror")
def convex_mirror(scene: FigureScene, draw: Random) -> FigureScene:
    """The mirror bulges towards the object."""
    parts = [scene.mark(name) for name in ("mirror:concave", "hatch:mirror")]
    assert all(isinstance(part, Path) for part in parts)
    turned = [replace(part, points=tuple((-x, y) for x, y in part.points)) for part in parts if isinstance(part, Path)]
    return change(scene, *turned)
