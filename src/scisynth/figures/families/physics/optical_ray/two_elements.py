"""Two elements on one axis: the image of the first one is the object of the second, at the distance d − v₁ from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.imaging import WIDTH, image_distance
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PURPLE, RED
from scisynth.figures.parts.physics import count_roles, lens, ray
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

FLAT = 26.0
"""y² through this is the depth of the drawn mirror."""
TALL = 1.3
"""Height of the tallest of object and images, units."""


@dataclass(frozen=True, kw_only=True)
class Pair(Parameters):
    """Two converging lenses, a converging and a diverging one, a lens and a concave mirror, or a parallel beam."""

    layout: str = one_of(
        "lenses", "diverging", "mirror", "beam", level_1=("lenses", "beam"), level_3=("diverging", "mirror", "lenses")
    )
    u: float = number(
        "u_1",
        "cm",
        (9, 10, 12, 14, 15, 16, 18, 20, 21, 24, 25, 28, 30, 36, 40, 45),
        meaning="distance of the object",
        given=False,
    )
    one: float = number(
        "f_1", "cm", (4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20), meaning="focal length of the first lens"
    )
    two: float = number(
        "f_2",
        "cm",
        (4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20),
        meaning="focal length of the second element",
        given=False,
    )
    apart: float = number(
        "d",
        "cm",
        (10, 12, 15, 16, 18, 20, 22, 24, 25, 28, 30, 32, 35, 36, 40, 45, 48, 50),
        meaning="distance of the elements",
        given=False,
    )
    asked: str = one_of("v", "m", level_1=("v",), level_3=("v", "m"))
    second_diverges: bool = one_of(False, True)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """All images lie well apart and on the page; the second element meets the rays where it is drawn."""
        if self.layout == "beam":
            return (
                self.one != self.two
                and self.distance >= 8
                and 0.35 < self.one / self.two < 2.8
                and (not self.second_diverges or self.one > self.two)
            )
        if abs(self.u - self.one) < 2 or self.u < self.one:
            return False
        v1, u2 = self.first_image, self.apart - self.first_image
        if abs(u2 - self.focal_two) < 1.5 or min(abs(u2), v1) < 3:
            return False
        v2 = self.last_image
        spots = self.spots
        if self.layout == "mirror" and not (u2 > self.two and 3 < v2 < 0.85 * self.apart and abs(v2 - u2) > 3):
            return False
        if self.layout != "mirror" and u2 < 0 and self.layout != "diverging":
            return False
        near = min(abs(a - b) for k, a in enumerate(spots) for b in spots[:k])
        span = max(spots) - min(spots)
        sizes = [abs(size) for size in self.sizes]
        if self.tall * min(sizes) < 0.45 or self.u / span * WIDTH * 1.15 < 1.5:
            return False
        return near > span / 14 and abs(v2) < 3 * self.apart and min(sizes) > 0.2 * max(sizes) and span < 130

    @property
    def focal_two(self) -> float:
        """Signed."""
        return -self.two if self.layout == "diverging" or (self.layout == "beam" and self.second_diverges) else self.two

    @property
    def distance(self) -> float:
        """Of the elements; a parallel beam leaves them parallel where their foci fall together."""
        return self.one + self.focal_two if self.layout == "beam" else self.apart

    @property
    def first_image(self) -> float:
        """v₁, cm."""
        return image_distance(self.u, self.one)

    @property
    def last_image(self) -> float:
        """v₂, cm; negative for a virtual image."""
        return image_distance(self.apart - self.first_image, self.focal_two)

    @property
    def spots(self) -> tuple[float, float, float, float, float]:
        """Along the axis, cm: object, first element, second one, first image, last image."""
        last = -self.last_image if self.layout == "mirror" else self.last_image
        return -self.u, 0.0, self.apart, self.first_image, self.apart + last

    @property
    def sizes(self) -> tuple[float, float, float]:
        """Heights of object, first and last image, for an object 1 high."""
        first = -self.first_image / self.u
        return 1.0, first, first * -self.last_image / (self.apart - self.first_image)

    @property
    def knees(self) -> tuple[float, float]:
        """Heights at the second element, for an object 1 high, of the ray through the middle of the lens and the parallel one."""
        slope = self.apart / self.first_image
        return self.sizes[1] * slope, 1 + (self.sizes[1] - 1) * slope

    @property
    def tall(self) -> float:
        """Height of the drawn object: images and rays stay on the page."""
        return min(TALL / max(map(abs, self.sizes)), 1.6 / max(map(abs, self.knees)))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of a beam all but the second focal length."""
        apart = replace(self.quantity("apart"), value=self.distance)
        if self.layout == "beam":
            return (self.quantity("one"), apart)
        return (self.quantity("u"), self.quantity("one"), self.quantity("two"), apart)


@family("Physics - Optical Ray")
class TwoElements(Family[Pair]):
    """A lens and a second lens or a mirror: the last image, the magnification, or a focal length."""

    def solve(self, p: Pair) -> Solution:
        """One element after the other."""
        kind = {"lenses": "second converging lens", "diverging": "diverging lens", "mirror": "concave mirror"}.get(
            p.layout, ""
        )
        if p.layout == "beam":
            kind = "diverging lens" if p.second_diverges else "second converging lens"
            values = {
                "what": "f",
                "goal": "the focal length f₂ of the second lens",
                "kind": kind,
                "apart_q": p.givens[1],
                "sign": "−" if p.second_diverges else "+",
                "case": f"beam {p.second_diverges}",
            }
            return Solution(answer=number_answer(p.two, "cm"), symbol="f₂", values=values)
        v1, v2 = p.first_image, p.last_image
        times = abs(v1 / p.u * v2 / (p.apart - v1))
        answer, symbol = {"v": (number_answer(abs(v2), "cm"), "v₂"), "m": (number_answer(times, ""), "m")}[p.asked]
        values = {
            "what": p.asked,
            "goal": f"the distance v₂ of the last image from the {kind}"
            if p.asked == "v"
            else "the size m of the total magnification",
            "kind": kind,
            "apart_q": p.givens[-1],
            "v1": number_answer(v1, "cm"),
            "u2": _signed(p.apart - v1),
            "v2": _signed(v2),
            "minus": "−" if p.layout == "diverging" else "",
            "case": p.asked,
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Pair, sketch: Sketch) -> None:
        """Light from the left; everything is to scale along the axis."""
        if p.layout == "beam":
            self._draw_beam(p, sketch)
        else:
            self._draw_images(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_images(p: Pair, sketch: Sketch) -> None:
        spots = np.asarray(p.spots)
        scale = WIDTH * 1.15 / (spots.max() - spots.min())
        a, _, x2, x1, x3 = (scale * spots).tolist()
        h0, h1, h2 = (p.tall * size for size in p.sizes)
        sketch.line(
            "axis:optical",
            (min(a, x1, x3) - 0.6, 0),
            (max(x2, x1, x3) + 0.7, 0),
            width=0.9,
            dash="dashdot",
            color=GREY,
            z=1,
        )
        # Two rays from the tip: through the middle of the first lens, and parallel to the axis before it.
        knees = [p.tall * knee for knee in p.knees]
        half = 1.2 * max(1.4, *map(abs, knees))
        lens(sketch, (0.0, 0.0), 1.7, True)
        _second(p, sketch, x2, half)
        for name, at, size, color, words in (
            ("object:O", a, h0, GREEN, "object"),
            ("image:1", x1, h1, PURPLE, "$I_1$"),
            ("image:2", x3, h2, BLUE, "$I_2$"),
        ):
            is_real = name == "object:O" or (name == "image:1" and x1 < x2) or (name == "image:2" and p.last_image > 0)
            sketch.arrow(name, (at, 0), (at, size), color=color, width=2.4, z=5, dash="solid" if is_real else "dashed")
            side = (0, 1) if size > 0 else (0, -1)
            sketch.text(f"name:{name[-1]}", words, (at, size), of=name, toward=side, color=color, halo=True)
            sketch.claim("connected", name, "axis:optical")
        sketch.claim("ratio", "image:1", "object:O", value=abs(h1 / h0))
        sketch.claim("ratio", "image:2", "image:1", value=abs(h2 / h1))
        for name, start, knee, color in (("a", 0.0, knees[0], RED), ("b", h0, knees[1], "#b9770e")):
            bend = (x2, knee)
            if p.layout == "mirror":
                x = x2 - knee * knee / FLAT
                bend = (x, start + (knee - start) * x / x2)
            points = [(a, h0), (0.0, start), bend]
            if x1 > x2:
                sketch.line(f"ahead:{name}", bend, (x1, h1), color=GREY, width=0.9, dash="dotted", z=1)
                sketch.claim("connected", f"ahead:{name}", "image:1")
            if p.last_image > 0:
                legs = ray(sketch, f"ray:{name}", *points, (x3, h2), color=color)
                sketch.claim("connected", legs[-1], "image:2")
            else:
                way = np.asarray((x2 - x3, knee - h2)) / (x2 - x3)
                legs = ray(sketch, f"ray:{name}", *points, np.asarray((x2, knee)) + 1.6 * way, color=color)
                back = sketch.line(f"back:{name}", (x2, knee), (x3, h2), color=color, width=1.0, dash="dashed", z=2)
                sketch.claim("parallel", back, legs[-1])
                sketch.claim("connected", back, "image:2")
            if x1 < x2:
                sketch.claim("on", "tip:1", legs[1])
        if x1 < x2:
            sketch.dot("tip:1", (x1, h1), 0.03, z=6)
        low = -max(half, 1.7) - 0.35
        for name, start, stop, words in (("u", a, 0.0, p.label("u")), ("d", 0.0, x2, p.givens[-1].label)):
            sketch.line(f"size:{name}", (start, low), (stop, low), arrow="both", width=0.9)
            sketch.text(f"label:{name}", words, ((start + stop) / 2, low), of=f"size:{name}", toward=(0, -1), gap_pt=3)
        sketch.claim("ratio", "size:d", "size:u", value=x2 / -a)
        ends = [("O", a, -0.1), ("one", 0.0, -1.75), ("two", x2, -half - 0.05)]
        for name, x, top in ends:
            sketch.line(f"end:{name}", (x, top), (x, low - 0.1), width=0.6, color=GREY)
        sketch.text("label:f1", p.label("one"), (0.0, 1.7), of="face:left-top", toward=(0, 1), gap_pt=5)
        sketch.text("label:f2", p.label("two"), (x2, half), toward=(0, 1), gap_pt=5)
        count_roles(sketch, "image", "ray")
        sketch.entity("object", "object:O")
        sketch.entity("images", "image:1", "image:2")

    @staticmethod
    def _draw_beam(p: Pair, sketch: Sketch) -> None:
        """The rays through the rims of the beam meet in the common focus, or would meet there."""
        scale = 6.4 / (p.one + p.two)
        d, f1 = scale * p.distance, scale * p.one
        high = 1.3 if p.one >= p.two else 1.3 * p.one / p.two
        out = -high * (d - f1) / f1
        sketch.line("axis:optical", (-3.2, 0), (max(d, f1) + 3.2, 0), width=0.9, dash="dashdot", color=GREY, z=1)
        lens(sketch, (0.0, 0.0), 1.7, True)
        _second(p, sketch, d, 1.7)
        for name, sign in (("a", 1), ("b", -1)):
            points = [(-2.8, sign * high), (0, sign * high), (d, sign * out), (max(d, f1) + 2.6, sign * out)]
            legs = ray(sketch, f"ray:{name}", *points, color=RED)
            sketch.claim("parallel", legs[0], "axis:optical")
            sketch.claim("parallel", legs[2], "axis:optical")
            if p.second_diverges:
                back = sketch.line(f"back:{name}", (d, sign * out), (f1, 0), color=RED, width=1.0, dash="dashed", z=2)
                sketch.claim("parallel", back, legs[1])
        focus = sketch.dot("focus:F", (f1, 0), 0.06, z=6)
        sketch.text("name:F", "$F$", (f1, 0), of=focus, toward=(0, -1), gap_pt=9, halo=True)
        sketch.claim("on", focus, "back:a" if p.second_diverges else "ray:a2")
        low = -2.05
        sketch.line("size:d", (0, low), (d, low), arrow="both", width=0.9)
        sketch.text("label:d", p.givens[-1].label, (d / 2, low), of="size:d", toward=(0, -1), gap_pt=3)
        for name, x in (("one", 0.0), ("two", d)):
            sketch.line(f"end:{name}", (x, -1.75), (x, low - 0.1), width=0.6, color=GREY)
        sketch.text("label:f1", p.label("one"), (0.0, 1.7), of="face:left-top", toward=(0, 1), gap_pt=5)
        sketch.text("label:f2", "$f_2$", (d, 1.7), toward=(0, 1), gap_pt=5)
        count_roles(sketch, "ray", "sense")
        sketch.entity("beam", "ray:a1", "ray:b1", "ray:a3", "ray:b3")

    def questions(self, p: Pair) -> Iterator[Question]:
        """Printed values; where the images lie, and which is longest."""
        yield ask_number("one", p.one, unit="cm", likely=(p.two, p.distance), low=0.5)
        yield ask_number("apart", p.distance, unit="cm", likely=(p.u, p.one), low=0.5)
        if p.layout == "beam":
            wider = "before" if p.one > p.two else "behind"
            yield ask_word("wider", wider, ["before", "behind", "same", "none"])
        else:
            yield ask_number("two", p.two, unit="cm", likely=(p.one, p.apart), low=0.5)
            yield ask_number("u", p.u, unit="cm", likely=(p.apart, p.one), low=0.5)
            names = ("object", "first", "last")
            longest = names[int(np.argmax(np.abs(p.sizes)))]
            yield ask_word("longest", longest, [*names, "equal"])
        yield ask_word("from", "right" if p.is_mirrored else "left", ["left", "right", "above", "nowhere"])

    @defect(visibility=2)
    def moved_last_image(self, p: Pair, scene: FigureScene, draw: Random) -> FigureScene:
        """The last image does not stand where the rays meet."""
        if p.layout == "beam":
            raise DoesNotApplyError("no image is drawn")
        arrow, step = scene.path("image:2"), draw.choice((-0.8, 0.8))
        return change(scene, replace(arrow, points=tuple((x + step, y) for x, y in arrow.points)))

    @defect(visibility=2)
    def wrong_first_size(self, p: Pair, scene: FigureScene, draw: Random) -> FigureScene:
        """The first image is not as tall as its distance from the lens demands."""
        if p.layout == "beam":
            raise DoesNotApplyError("no image is drawn")
        arrow, times = scene.path("image:1"), draw.choice((0.65, 1.4))
        return change(scene, replace(arrow, points=tuple((x, times * y) for x, y in arrow.points)))

    @defect(visibility=2)
    def spreading_beam(self, p: Pair, scene: FigureScene, draw: Random) -> FigureScene:
        """The beam is not parallel behind the second lens."""
        if p.layout != "beam":
            raise DoesNotApplyError("no beam is drawn")
        leg = scene.path("ray:a3")
        start, (x, y) = leg.points
        return change(scene, replace(leg, points=(start, (x, y + draw.choice((-0.45, 0.45))))))

    @defect(visibility=1)
    def long_gap(self, p: Pair, scene: FigureScene, draw: Random) -> FigureScene:
        """A ray bends before it has reached the second element."""
        one, two = scene.path("ray:a2"), scene.path("ray:a3")
        (x0, y0), (x1, y1) = one.points
        bend = (x0 + 0.8 * (x1 - x0), y0 + 0.8 * (y1 - y0) + 0.4)
        return change(scene, replace(one, points=((x0, y0), bend)), replace(two, points=(bend, two.points[1])))


def _second(p: Pair, sketch: Sketch, x: float, half: float) -> None:
    """The second element: a lens of its own marks, or a concave mirror that opens to the left."""
    if p.layout == "mirror":
        ys = np.linspace(-half, half, 31).tolist()
        front = [(x - y * y / FLAT, y) for y in ys]
        sketch.area(
            "hatch:mirror", *front, *[(a + 0.22, y) for a, y in front][::-1], hatch="////", width=0, color=GREY, z=0
        )
        sketch.line("mirror:concave", *front, width=2.2, color=BLUE, z=4)
        sketch.entity("mirror", "mirror:concave")
        return
    own = Sketch()
    lens(own, (x, 0.0), half, p.focal_two > 0)
    names = {mark.id: mark.id.replace(":", ":second-") for mark in own.marks}
    for mark in own.marks:
        sketch.add(replace(mark, id=names[mark.id]))
    for claim in own.claims:
        sketch.claim(claim.kind, *(names[name] for name in claim.of), value=claim.value, tolerance=claim.tolerance)
    sketch.entity("second lens", *(name for name in names.values() if name.startswith("face:")))


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else ''}{format_number(abs(value))} cm"
