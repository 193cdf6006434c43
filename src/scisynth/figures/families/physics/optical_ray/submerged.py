"""Light that leaves a denser medium: up to the critical angle a part passes the face, beyond it all is reflected."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.refraction import LIQUIDS, MEDIA, SOLIDS, index_of, refracted
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, PALE_BLUE, PALE_GREY, RED
from scisynth.figures.parts.physics import incidence, pick_letters, ray, turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

DEEP = 2.6
"""The lamp below the surface, in units of the scene."""
LAMP = "#fff6d6"


@dataclass(frozen=True, kw_only=True)
class Submerged(Parameters):
    """A lamp in a liquid, or a ray in a half cylinder of glass."""

    layout: str = one_of("lamp", "patch", "block", level_1=("lamp", "block"), level_3=("patch", "block"))
    liquid: str = one_of(*LIQUIDS)
    solid: str = one_of(*SOLIDS)
    depth: float = number("h", "m", (0.5, 0.6, 0.8, 0.9, 1.0, 1.2, 1.4, 1.5, 1.8, 2.0, 2.4, 2.5, 3.0), meaning="depth")
    over: int = one_of(*range(10, 20))
    angle: float = number(r"\theta", "°", range(20, 36), meaning="angle of incidence")
    asked: str = one_of("radius", "angle")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """In a block, either the ray passes with an angle that is seen, or nothing passes."""
        return self.layout != "block" or MEDIA[self.solid] * math.sin(math.radians(self.angle)) < 0.96

    @property
    def medium(self) -> str:
        """In which the light starts."""
        return self.solid if self.layout == "block" else self.liquid

    @property
    def critical(self) -> float:
        """Degrees."""
        return critical_deg(MEDIA[self.medium])

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The index, and depth or angle."""
        index = index_of(self.medium)
        return (index, self.quantity("angle")) if self.layout == "block" else (index, self.quantity("depth"))

    @property
    def letters(self) -> tuple[str, ...]:
        """Of three rays, from the steepest to the flattest; of a block: coming, passing, reflected."""
        return pick_letters(self.first, 3)


def critical_deg(index: float) -> float:
    """Critical angle against air, degrees: sin θ = 1 / n."""
    return math.degrees(math.asin(1 / index))


@family("Physics - Optical Ray")
class CriticalAngle(Family[Submerged]):
    """A lamp in a liquid with three rays, the same with its bright patch, or a ray that leaves a half cylinder of glass."""

    def solve(self, p: Submerged) -> Solution:
        """By sin θ_c = 1/n; a lamp lights a circle of the radius h tan θ_c."""
        critical = number_answer(p.critical, "°")
        what = "leaving" if p.layout == "block" else p.asked
        answer, symbol = critical, "θ_c"
        if what == "radius":
            answer, symbol = number_answer(p.depth * math.tan(math.radians(p.critical)), "m"), "r"
        if what == "leaving":
            answer, symbol = number_answer(refracted(p.angle, MEDIA[p.solid], 1.0), "°"), "θ₂"
        values = {
            "medium": p.medium,
            "n": index_of(p.medium),
            "critical": critical,
            "what": what,
            "scene": "block" if p.layout == "block" else "lamp",
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Submerged, sketch: Sketch) -> None:
        """The surface lies level; a half cylinder stands on its round side."""
        if p.layout == "block":
            self._draw_block(p, sketch)
        else:
            self._draw_lamp(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    def _draw_lamp(self, p: Submerged, sketch: Sketch) -> None:
        index, critical = MEDIA[p.liquid], p.critical
        angles = (0.5 * critical, critical, min(critical + p.over, 66))
        places = [DEEP * math.tan(math.radians(angle)) for angle in angles]
        left = -(places[1] + 0.9) if p.layout == "patch" else -1.9
        right = max(places[2] + 3.0, 6.0)
        sketch.rectangle("medium:2", left, -DEEP - 0.7, right, 0, fill=PALE_BLUE, width=0, z=0)
        sketch.line("face:1", (left, 0), (right, 0), width=1.8)
        sketch.circle("lamp:S", (0, -DEEP), 0.16, fill=LAMP, z=5)
        sketch.text("name:S", "lamp", (0, -DEEP), of="lamp:S", toward=(0, -1), gap_pt=10)
        sketch.claim("inside", "lamp:S", "medium:2")
        outs = [polar(90 - refracted(angles[0], index, 1.0), 2.0), np.asarray((1.9, 0.0)), polar(angles[2] - 90, 2.2)]
        sketch.claim("angle", "ray:12", "normal:1", value=refracted(angles[0], index, 1.0))
        sketch.claim("parallel", "ray:22", "face:1")
        sketch.claim("angle", "ray:32", "normal:3", value=angles[2])
        for place, (x, color) in enumerate(zip(places, (GREEN, RED, ORANGE), strict=True), 1):
            sketch.line(f"normal:{place}", (x, 0.8), (x, -0.9), dash="dashed", width=0.9, color=GREY, z=1)
            end = np.asarray((x, 0.0)) + outs[place - 1]
            ray(sketch, f"ray:{place}", (0, -DEEP), (x, 0.0), end, color=color)
            sketch.claim("angle", f"ray:{place}1", f"normal:{place}", value=angles[place - 1])
            sides = ((1, 0.2), (0, 1), (1, -0.4))
            letter = f"${p.letters[place - 1]}$"
            sketch.text(f"letter:{place}", letter, end, of=f"ray:{place}2", toward=sides[place - 1], halo=True)
        sketch.claim("count", "ray", value=6)
        if p.layout == "patch":
            sketch.line("patch:r", (-places[1], 0.0), (places[1], 0.0), width=4.0, color=ORANGE, z=2)
            sketch.line("size:r", (0, 1.2), (-places[1], 1.2), arrow="both", width=0.9)
            sketch.line("end:r", (-places[1], 0.1), (-places[1], 1.32), width=0.6)
            sketch.line("end:0", (0, 0.1), (0, 1.32), width=0.6)
            sketch.text("label:r", "$r$", (-places[1] / 2, 1.2), of="size:r", toward=(0, 1), gap_pt=3)
            sketch.line("edge:left", (0, -DEEP), (-places[1], 0), width=1.0, dash="dashed", color=RED)
            sketch.claim("ratio", "size:r", "size:h", value=math.tan(math.radians(critical)))
        sketch.angle("angle:c", (places[1], 0), (0, -DEEP), (places[1], -1), r"$\theta_c$", 0.7, halo=True)
        x = left + 0.4
        sketch.line("size:h", (x, 0), (x, -DEEP), arrow="both", width=0.9)
        sketch.text("label:h", p.label("depth"), (x, -DEEP * 0.8), of="size:h", toward=(1, 0), gap_pt=3, halo=True)
        words = f"{p.liquid}, {index_of(p.liquid).label}"
        sketch.text("name:2", words, (right - 0.1, -DEEP - 0.7), toward=(0, 1), gap_pt=4, align="right")
        sketch.text("name:1", "air", (right - 0.1, 0), of="face:1", toward=(0, 1), gap_pt=8, align="right")
        sketch.entity("lamp", "lamp:S")

    @staticmethod
    def _draw_block(p: Submerged, sketch: Sketch) -> None:
        """Along a radius the ray enters straight on, and meets the flat face in its middle."""
        radius = 2.9
        sketch.circle("body:block", (0, 0), radius, start_deg=180, end_deg=360, fill=PALE_GREY, width=1.6, z=0)
        sketch.line("face:1", (-radius, 0), (radius, 0), width=1.8)
        sketch.line("normal:1", (0, 2.6), (0, -2.6), dash="dashed", width=0.9, color=GREY, z=1)
        start = polar(270 - p.angle, radius + 1.2)
        out = refracted(p.angle, MEDIA[p.solid], 1.0)
        legs = [
            *ray(sketch, "ray:in", start, (0, 0), senses=(0.4,)),
            *ray(sketch, "ray:out", (0, 0), polar(90 - out, 3.0)),
        ]
        back = ray(sketch, "ray:back", (0, 0), polar(270 + p.angle, radius + 0.9), color=ORANGE, dash="dashed")
        incidence(sketch, "angle:1", (0, -1), start, p.angle, p.label("angle"), 1.5)
        sketch.angle("angle:2", (0, 0), polar(90 - out), (0, 1), r"$\theta_2$", 1.0)
        for letter, name, place in zip(
            p.letters, [*legs, *back], (start, polar(90 - out, 3.0), polar(270 + p.angle, radius + 0.9)), strict=True
        ):
            sketch.text(f"letter:{name[4:]}", f"${letter}$", place, of=name, toward=place, gap_pt=4, size=12)
        words = f"{p.solid}, {index_of(p.solid).label}"
        sketch.text("name:2", words, (-radius + 0.2, 0), of="face:1", toward=(0, -1), gap_pt=6, align="left")
        sketch.text("name:1", "air", (-radius, 0), of="face:1", toward=(0, 1), gap_pt=6, align="left")
        sketch.claim("angle", "ray:in1", "normal:1", value=p.angle)
        sketch.claim("angle", "ray:out1", "normal:1", value=out)
        sketch.claim("angle", "ray:back1", "normal:1", value=p.angle)
        sketch.claim("perpendicular", "normal:1", "face:1")
        sketch.claim("count", "ray", value=3)
        sketch.entity("block", "body:block")

    def questions(self, p: Submerged) -> Iterator[Question]:
        """Medium and sizes; which ray is reflected, which passes."""
        index = index_of(p.medium).value
        yield ask_number("index", index, likely=[n for n in MEDIA.values() if n != index], step=0.08, low=1.0)
        if p.layout == "block":
            yield ask_number("angle", p.angle, unit="°", step=5, low=1)
        else:
            yield ask_value("depth", p.quantity("depth"))
        every = [*p.letters, "none"]
        yield ask_word("reflected", p.letters[2], every)
        yield ask_word("passing", p.letters[1 if p.layout == "block" else 0], every)
        if p.layout != "block":
            yield ask_word("grazing", p.letters[1], every)
        yield ask_word("medium", p.medium, list(Random(p.first).sample(list(MEDIA), len(MEDIA))))

    @defect(visibility=2)
    def wrong_passage(self, p: Submerged, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray that passes into the air is bent towards the normal, not away from it."""
        name, angle = ("ray:out1", p.angle) if p.layout == "block" else ("ray:12", 0.5 * p.critical)
        turn = refracted(angle, MEDIA[p.medium], 1.0) - 0.6 * angle
        return change(scene, turned(scene.path(name), -turn if p.is_mirrored else turn))

    @defect(visibility=3)
    def leaving_ray(self, p: Submerged, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray that should be wholly or partly reflected passes through the face into the air."""
        leg = scene.path("ray:back1" if p.layout == "block" else "ray:32")
        return change(scene, turned(leg, draw.choice((118, 124)) * (-1 if p.is_mirrored else 1)))

    @defect(visibility=2)
    def slanting_normal(self, p: Submerged, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the face."""
        return change(scene, turned(scene.path("normal:1"), draw.choice((-14, 14))))
