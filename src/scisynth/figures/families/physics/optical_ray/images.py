"""Images of thin lenses and of a concave mirror: 1/f = 1/u + 1/v, and all rays from the tip of the object meet in the tip of its image."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, ClassVar

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.imaging import (
    Image,
    draw_axis,
    draw_mirror,
    draw_object,
    draw_rays,
    draw_sizes,
    image_distance,
    place_image,
    ray_letters,
)
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import DARK_GREY, GREY
from scisynth.figures.parts.physics import lens
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

FOCAL = (4, 5, 6, 8, 10, 12, 15, 16, 18, 20, 24, 25, 30, 36, 40, 50)
HEIGHTS = (1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6)
TENTH = 1e-9
"""How exactly a printed distance has one decimal."""


@dataclass(frozen=True, kw_only=True)
class Imaging(Parameters):
    """An object before a lens: its rays, object and image at labelled distances, or both on squared paper."""

    kind: ClassVar[str] = "converging"
    cells: ClassVar[Sequence[tuple[int, int]]] = ()
    """(object, image) distances in squares, for squared paper."""
    layout: str = one_of("rays", "labelled", "squares", level_1=("rays", "squares"))
    focal: float = number("f", "cm", FOCAL, meaning="focal length", given=False)
    times: float = one_of(2)
    tall: float = number("h", "cm", HEIGHTS, meaning="height of the object", given=False)
    pair: int = one_of(*range(6))
    square: float = one_of(2, 2.5, 3, 4, 5, 6, 8, 10)
    asked: str = one_of("v", "m", level_1=("v",), level_3=("m", "height"))
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Printed distances have one decimal at most."""
        sizes = (self.u,) if self.layout == "rays" else (self.u, self.v)
        return self.pair < len(self.cells) and all(abs(round(size, 1) - size) < TENTH for size in sizes)

    @property
    def u(self) -> float:
        """Distance of the object, cm."""
        return self.cells[self.pair][0] * self.square if self.layout == "squares" else round(self.focal * self.times, 3)

    @property
    def f(self) -> float:
        """Focal length, cm, negative where the lens diverges."""
        if self.layout == "squares":
            v = self.v
            return self.u * v / (self.u + v)
        return -self.focal if self.kind == "diverging" else self.focal

    @property
    def v(self) -> float:
        """Signed distance of the image, cm."""
        if self.layout == "squares":
            return self.cells[self.pair][1] * self.square
        return image_distance(self.u, self.f)

    @property
    def image(self) -> Image:
        """As drawn."""
        return place_image(self.u, self.f, is_mirror=self.kind == "concave", with_foci=self.layout != "squares")

    @property
    def wanted(self) -> str:
        """f where object and image are given."""
        return self.asked if self.layout == "rays" else "f"

    @property
    def distances(self) -> dict[str, Quantity]:
        """Sizes of f, u and v, whatever their sign."""
        sizes = (("f", self.f, "focal length"), ("u", self.u, "distance of the object"), ("v", self.v, "of the image"))
        return {
            name: Quantity(symbol=name, value=round(abs(size), 6), unit="cm", meaning=words)
            for name, size, words in sizes
        }

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What is printed."""
        found = self.distances
        if self.layout == "squares":
            return (Quantity(symbol="a", value=self.square, unit="cm", meaning="side of a square"),)
        if self.layout == "labelled":
            return (found["u"], found["v"])
        return (found["u"], found["f"], *((self.quantity("tall"),) if self.asked == "height" else ()))

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the rays."""
        return ray_letters(self.first)


@dataclass(frozen=True, kw_only=True)
class RealImage(Imaging):
    """Beyond the focus."""

    cells: ClassVar[Sequence[tuple[int, int]]] = ((3, 6), (4, 6), (6, 3), (6, 4), (5, 3), (8, 4))
    times: float = one_of(1.5, 1.6, 1.75, 1.8, 2.25, 2.5, 3, 3.5)


@dataclass(frozen=True, kw_only=True)
class NearObject(Imaging):
    """Within the focus."""

    cells: ClassVar[Sequence[tuple[int, int]]] = ((2, -4), (2, -5), (3, -6), (3, -7), (4, -8), (3, -8))
    times: float = one_of(0.4, 0.5, 0.55, 0.6, 0.625)


@dataclass(frozen=True, kw_only=True)
class DivergingLensObject(Imaging):
    """Anywhere before a diverging lens."""

    kind: ClassVar[str] = "diverging"
    cells: ClassVar[Sequence[tuple[int, int]]] = ((6, -3), (6, -2), (8, -4), (8, -3), (5, -3), (7, -4))
    times: float = one_of(0.75, 1.2, 1.25, 1.5, 1.8, 2, 2.5)


def draw_squares(sketch: Sketch, image: Image, cell: float, words: str) -> None:
    """Squared paper below everything, with the size of a square printed."""
    rows = math.ceil(image.half / cell + 0.3)
    columns = range(math.floor(image.left / cell), math.ceil(image.right / cell) + 1)
    left, right = columns[0] * cell, columns[-1] * cell
    for k in columns:
        sketch.line(f"grid:x{k}", (k * cell, -rows * cell), (k * cell, rows * cell), width=0.5, color=GREY, z=0)
    for k in range(-rows, rows + 1):
        sketch.line(f"grid:y{k}", (left, k * cell), (right, k * cell), width=0.5, color=GREY, z=0)
    corner = (left, -rows * cell)
    sketch.text("label:square", words, corner, toward=(0, -1), gap_pt=6, align="left", color=DARK_GREY)
    for name, mark, place in (("u", "object:O", -image.u), ("v", "image:I", image.x)):
        spot = sketch.dot(f"foot:{name}", (place, 0), 0.05, z=6)
        sketch.claim("connected", mark, f"grid:x{round(place / cell)}")
        sketch.claim("on", spot, f"grid:x{round(place / cell)}")


def draw_imaging(p: Imaging, sketch: Sketch, image: Image, low: float) -> None:
    """All but the element, for each layout."""
    words = {name: item.label for name, item in p.distances.items()} | {p.wanted: f"${p.wanted}$"}
    draw_axis(sketch, image, with_foci=p.layout != "squares")
    named = "object" if p.wanted != "height" else f"object, {p.label('tall')}"
    draw_object(sketch, image, named)
    if p.layout == "rays":
        draw_rays(sketch, image, p.letters)
        shown = ("f", "u", "v") if p.asked == "v" else ("f", "u")
        draw_sizes(sketch, image, low, {name: words[name] for name in shown})
    elif p.layout == "labelled":
        draw_sizes(sketch, image, low, {name: words[name] for name in ("u", "v")})
        sketch.line("ray:b1", (-image.u, image.tall), image.on_mirror(0), color=GREY, width=1.0, dash="dotted")
        sketch.line("ray:b2", image.on_mirror(0), (image.x, image.height), color=GREY, width=1.0, dash="dotted")
        if image.is_mirror and image.v < 0:
            # The reflected ray, of which that to the image is the continuation backwards.
            end = (-0.7 * image.u, -0.7 * image.tall)
            sketch.line("ray:b3", image.on_mirror(0), end, color=GREY, width=1.0, dash="dotted")
        for name, mark in (("ray:b1", "object:O"), ("ray:b2", "image:I")):
            sketch.claim("connected", name, mark)
    else:
        draw_squares(sketch, image, image.u * p.square / p.u, f"1 square = {format_number(p.square)} cm")
    sketch.entity("object", "object:O")
    sketch.entity("image", "image:I")
    if p.is_mirrored:
        mirror(sketch)


def imaging_solution(p: Imaging) -> Solution:
    """By the equation of thin lenses and mirrors."""
    element = {"converging": "converging lens", "diverging": "diverging lens", "concave": "concave mirror"}[p.kind]
    u, f, v = p.u, p.f, p.v
    times = abs(v) / u
    answer, symbol = {
        "v": (number_answer(abs(v), "cm"), "v"),
        "m": (number_answer(times, ""), "m"),
        "height": (number_answer(times * p.tall, "cm"), "h'"),
        "f": (number_answer(abs(f), "cm"), "f"),
    }[p.wanted]
    values = {
        **{f"size_{name}": item for name, item in p.distances.items()},
        "element": element,
        "what": p.wanted,
        "case": p.wanted if p.layout == "rays" else p.layout,
        "v_signed": _minus(v),
        "f_minus": "−" if f < 0 else "",
        "v_minus": "−" if v < 0 else "",
        "v_sign": "−" if v < 0 else "+",
        "times": format_number(times),
        "kind": ("virtual and upright" if v < 0 else "real and inverted"),
        "square": Quantity(symbol="a", value=p.square, unit="cm"),
        "u_cells": p.cells[p.pair][0],
        "v_cells": abs(p.cells[p.pair][1]),
    }  # fmt: skip
    return Solution(answer=answer, symbol=symbol, values=values)


def _minus(value: float) -> str:
    return f"{'−' if value < 0 else ''}{format_number(abs(value))} cm"


def imaging_questions(p: Imaging) -> Iterator[Question]:
    """Printed or counted distances; which ray is which; on which side the object stands, and which arrow is longer."""
    found = p.distances
    if p.layout == "squares":
        yield ask_number("square", p.square, unit="cm", step=1, low=0.1)
        u, v = p.cells[p.pair][0], abs(p.cells[p.pair][1])
        yield ask_number("u_cells", u, likely=(v,), step=1, low=1)
        yield ask_number("v_cells", v, likely=(u,), step=1, low=1)
    else:
        printed = ("u", "f") if p.layout == "rays" else ("u", "v")
        for name, other in (printed, printed[::-1]):
            likely = (found[other].value, found[name].value / 2, found[name].value * 2)
            yield ask_number(f"size_{name}", found[name].value, unit="cm", likely=likely, low=0.1)
    if p.layout == "rays":
        every = [*p.letters, "none"]
        yield ask_word("parallel", p.letters[0], every)
        yield ask_word("middle", p.letters[1], every)
    sides = ("left", "right")
    yield ask_word("side", sides[p.is_mirrored], [*sides, "both", "nowhere"])


@defect(visibility=2)
def missed_image(self: Any, p: Imaging, scene: FigureScene, draw: Random) -> FigureScene:
    """The image stands at another distance than the equation of thin lenses says."""
    step = draw.choice((0.72, 1.3))
    if p.layout == "rays":
        leg = scene.path("ray:a2")
        (x0, y0), (x1, y1) = leg.points
        return change(scene, replace(leg, points=((x0, y0), (x1, y0 + 0.6 * (y1 - y0)))))
    arrow = scene.path("image:I")
    return change(scene, replace(arrow, points=tuple((step * x, y) for x, y in arrow.points)))


@defect(visibility=2)
def turned_image(self: Any, p: Imaging, scene: FigureScene, draw: Random) -> FigureScene:
    """The image stands on the wrong side of the axis: upright where it should be inverted, or the reverse."""
    arrow = scene.path("image:I")
    return change(scene, replace(arrow, points=tuple((x, -y) for x, y in arrow.points)))


@defect(visibility=1)
def wrong_size(self: Any, p: Imaging, scene: FigureScene, draw: Random) -> FigureScene:
    """The image is not as tall as its distance and that of the object demand."""
    arrow, times = scene.path("image:I"), draw.choice((0.7, 1.35))
    return change(scene, replace(arrow, points=tuple((x, times * y) for x, y in arrow.points)))


@defect(visibility=3)
def other_lens(self: Any, p: Imaging, scene: FigureScene, draw: Random) -> FigureScene:
    """The other kind of lens is drawn: thick at its rims for thin at its rims, or the reverse."""
    faces = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("face:")]
    if not faces:
        raise DoesNotApplyError("no lens is drawn")
    new = Sketch()
    lens(new, (0.0, 0.0), max(y for mark in faces for _, y in mark.points), p.kind == "diverging")
    if p.is_mirrored:
        mirror(new)
    kept = tuple(mark for mark in scene.marks if not mark.id.startswith(("face:", "lens:", "rim:")))
    return scene.with_marks((*new.marks, *kept))


def _draw_with_lens(p: Imaging, sketch: Sketch) -> None:
    image = p.image
    lens(sketch, (0.0, 0.0), image.half, p.kind == "converging")
    sketch.entity("lens", *(f"face:{side}-{end}" for side in ("left", "right") for end in ("top", "bottom")))
    draw_imaging(p, sketch, image, -image.half - 0.35)


@family("Physics - Optical Ray")
class RealImageOfLens(Family[RealImage]):
    """A converging lens with the object beyond its focus: a real, inverted image."""

    def solve(self, p: RealImage) -> Solution:
        """By the lens equation."""
        return imaging_solution(p)

    def draw(self, p: RealImage, sketch: Sketch) -> None:
        """Light from the left, or mirrored as a whole."""
        _draw_with_lens(p, sketch)

    def questions(self, p: RealImage) -> Iterator[Question]:
        """Those of every image."""
        yield from imaging_questions(p)
        if p.layout != "squares":
            yield ask_word("longer", "image" if p.v > p.u else "object", ["image", "object", "equal", "none"])

    missed_image, turned_image, wrong_size, other_lens = missed_image, turned_image, wrong_size, other_lens


@family("Physics - Optical Ray")
class Magnifier(Family[NearObject]):
    """A converging lens with the object within its focus: a virtual, upright, larger image."""

    def solve(self, p: NearObject) -> Solution:
        """By the lens equation."""
        return imaging_solution(p)

    def draw(self, p: NearObject, sketch: Sketch) -> None:
        """Light from the left, or mirrored as a whole."""
        _draw_with_lens(p, sketch)

    def questions(self, p: NearObject) -> Iterator[Question]:
        """Those of every image."""
        yield from imaging_questions(p)

    missed_image, turned_image, wrong_size, other_lens = missed_image, turned_image, wrong_size, other_lens


@family("Physics - Optical Ray")
class DivergingLens(Family[DivergingLensObject]):
    """A diverging lens: always a virtual, upright, smaller image."""

    def solve(self, p: DivergingLensObject) -> Solution:
        """By the lens equation with f < 0."""
        return imaging_solution(p)

    def draw(self, p: DivergingLensObject, sketch: Sketch) -> None:
        """Light from the left, or mirrored as a whole."""
        _draw_with_lens(p, sketch)

    def questions(self, p: DivergingLensObject) -> Iterator[Question]:
        """Those of every image."""
        yield from imaging_questions(p)

    missed_image, turned_image, wrong_size, other_lens = missed_image, turned_image, wrong_size, other_lens


@dataclass(frozen=True, kw_only=True)
class BeforeMirror(Imaging):
    """Beyond the focus of a concave mirror, or within it."""

    kind: ClassVar[str] = "concave"
    cells: ClassVar[Sequence[tuple[int, int]]] = ((3, 6), (4, 6), (6, 3), (6, 4), (2, -4), (3, -6))
    times: float = one_of(0.4, 0.5, 0.6, 1.5, 1.6, 1.75, 2.5, 3, 3.5)


@family("Physics - Optical Ray")
class ConcaveMirror(Family[BeforeMirror]):
    """A concave mirror with an object beyond its focus, or within it as before a shaving mirror."""

    def solve(self, p: BeforeMirror) -> Solution:
        """By the mirror equation."""
        return imaging_solution(p)

    def draw(self, p: BeforeMirror, sketch: Sketch) -> None:
        """Light from the left, or mirrored as a whole."""
        image = p.image
        draw_mirror(sketch, image)
        draw_imaging(p, sketch, image, -image.half - 0.35)

    def questions(self, p: BeforeMirror) -> Iterator[Question]:
        """Those of every image, and how it is."""
        yield from imaging_questions(p)
        yield ask_word("kind", "virtual" if p.v < 0 else "real", ["real", "virtual", "none", "two"])

    missed_image, turned_image, wrong_size = missed_image, turned_image, wrong_size

    @defect(visibility=3)
    def convex_mirror(self, p: BeforeMirror, scene: FigureScene, draw: Random) -> FigureScene:
        """The mirror bulges towards the object."""
        parts = [scene.path(name) for name in ("mirror:concave", "hatch:mirror")]
        return change(scene, *(replace(part, points=tuple((-x, y) for x, y in part.points)) for part in parts))
