"""Rays at plane faces: n₁ sin θ₁ = n₂ sin θ₂ at each face that a ray meets, and a reflected part at the same angle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, PALE_BLUE, PALE_GREY
from scisynth.figures.parts.physics import incidence, pick_letters, ray, turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

LIQUIDS = {"water": 1.33, "ethanol": 1.36, "glycerol": 1.47}
SOLIDS = {"acrylic": 1.49, "crown glass": 1.52, "flint glass": 1.62, "sapphire": 1.77}
MEDIA = {**LIQUIDS, **SOLIDS}
"""Index of refraction at 589 nm."""


def refracted(angle: float, n1: float, n2: float) -> float:
    """The angle behind a face, degrees; `ValueError` under total reflection."""
    return math.degrees(math.asin(n1 / n2 * math.sin(math.radians(angle))))


def index_of(medium: str, symbol: str = "n") -> Quantity:
    """The index of refraction of a medium."""
    return Quantity(symbol=symbol, value={"air": 1.0, **MEDIA}[medium], meaning=f"index of {medium}")


@dataclass(frozen=True, kw_only=True)
class Faces(Parameters):
    """A ray that comes from above and passes one face, or two."""

    layout: str = one_of("into", "out", "layers", level_1=("into",), level_3=("out", "layers"))
    liquid: str = one_of(*LIQUIDS)
    solid: str = one_of(*SOLIDS)
    is_liquid: bool = one_of(False, True)
    angle: float = drawn(
        lambda draw, level, values: draw.randint(22, 36) if values["layout"] == "out" else draw.randint(34, 66),
        words="22 to 66°", symbol=r"\theta_1", unit="°", meaning="angle of incidence", given=True,
    )  # fmt: skip
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Light that leaves a solid does so at an angle that can be drawn."""
        return self.layout != "out" or MEDIA[self.solid] * math.sin(math.radians(self.angle)) < 0.93

    @property
    def media(self) -> tuple[str, ...]:
        """From above downwards; only a solid can lie above air."""
        if self.layout == "layers":
            return ("air", self.liquid, self.solid) if self.is_liquid else ("air", self.solid, self.liquid)
        if self.layout == "out":
            return (self.solid, "air")
        return ("air", self.liquid if self.is_liquid else self.solid)

    @property
    def angles(self) -> list[float]:
        """With the normal, in each medium, degrees."""
        found = [float(self.angle)]
        for one, two in zip(self.media, self.media[1:], strict=False):
            found.append(refracted(found[-1], index_of(one).value, index_of(two).value))
        return found

    @property
    def indices(self) -> tuple[Quantity, ...]:
        """Of each medium, numbered."""
        return tuple(index_of(name, f"n_{place}") for place, name in enumerate(self.media, 1))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The angle and the indices."""
        return (self.quantity("angle"), *self.indices)

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the rays: coming, passing on (one for each further medium), reflected."""
        return pick_letters(self.first, len(self.media) + 1)


@family("Physics - Optical Ray")
class SnellRefraction(Family[Faces]):
    """A ray enters a denser medium, leaves one, or passes a layer into what lies below it."""

    def solve(self, p: Faces) -> Solution:
        """By the law of refraction; over parallel faces n sin θ keeps its value."""
        last = len(p.media)
        values = {
            "media_words": p.layout,
            "first_medium": p.media[0],
            "last_medium": p.media[-1],
            "n_first": p.indices[0],
            "n_last": p.indices[-1],
            "middle": p.media[1],
            "n_middle": p.indices[1],
            "number": str(last),
        }
        symbol = "θ" + "₀₁₂₃"[last]
        return Solution(answer=number_answer(p.angles[-1], "°"), symbol=symbol, values=values)

    def draw(self, p: Faces, sketch: Sketch) -> None:
        """Faces lie level, normals upright; a reflected ray starts at the first face."""
        half, reach = 4.6, 3.0
        tall = 2.0 if p.layout == "layers" else reach
        spot, way = np.zeros(2), polar(90 + p.angle, reach)
        fills = {"air": ""} | dict.fromkeys(LIQUIDS, PALE_BLUE) | dict.fromkeys(SOLIDS, PALE_GREY)
        edges = [reach, 0.0, *(-tall * step for step in range(1, len(p.media)))]
        for place, name in enumerate(p.media, 1):
            top, low = edges[place - 1], edges[place]
            if fills[name]:
                sketch.rectangle(f"medium:{place}", -half, low, half, top, fill=fills[name], width=0, z=0)
            words = f"{name}, {p.indices[place - 1].label}"
            inner = (0, -1) if place > 1 else (0, 1)
            at = (half - 0.1, top if place > 1 else low)
            sketch.text(f"name:{place}", words, at, toward=inner, gap_pt=6, align="right")
        legs = [ray(sketch, "ray:in", way, spot)[0]]
        for place, angle in enumerate(p.angles[1:], 2):
            sketch.line(f"face:{place - 1}", (-half, spot[1]), (half, spot[1]), width=1.8)
            sketch.line(
                f"normal:{place - 1}",
                (spot[0], spot[1] + 0.9 * tall),
                (spot[0], spot[1] - 0.9 * tall),
                dash="dashed",
                width=1.0,
                color=GREY,
                z=1,
            )
            long = tall / math.cos(math.radians(angle))
            end = spot + polar(270 + angle, long if place < len(p.media) else min(long, reach))
            legs += ray(sketch, f"ray:out{place}", spot, end)
            sketch.claim("angle", legs[-2], f"normal:{place - 1}", value=p.angles[place - 2])
            sketch.claim("angle", legs[-1], f"normal:{place - 1}", value=angle)
            sketch.claim("connected", legs[-2], legs[-1])
            if place == len(p.media):
                below = (spot[0], spot[1] - 1)
                sketch.angle(f"angle:{place}", spot, below, end, rf"$\theta_{place}$", 1.1)
            spot = end
        incidence(sketch, "angle:1", (0, 1), way, p.angle, p.label("angle"), 1.5)
        back = ray(sketch, "ray:back", (0, 0), polar(90 - p.angle, reach * 0.8), color=ORANGE, dash="dashed")
        sketch.claim("angle", back[0], "normal:1", value=p.angle)
        sketch.claim("perpendicular", "normal:1", "face:1")
        sketch.claim("count", "ray", value=len(p.media) + 1)
        if p.layout == "out":
            sketch.circle("lamp:S", way, 0.16, fill="#fff6d6", z=5)
            sketch.claim("connected", "ray:in1", "lamp:S")
        self._name_rays(p, sketch, [*legs, back[0]])
        sketch.entity("rays", *legs, back[0])
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _name_rays(p: Faces, sketch: Sketch, names: list[str]) -> None:
        """A letter at the outer end of each ray, or next to the middle of one between two faces."""
        for letter, name in zip(p.letters, names, strict=True):
            mark = next(item for item in sketch.marks if item.id == name)
            (x0, y0), (x1, y1) = mark.points[0], mark.points[-1]  # type: ignore[union-attr]
            share = 0.45 if name == "ray:out21" and len(names) > 3 else 0.78
            at = (
                (x0 + 0.2 * (x1 - x0), y0 + 0.2 * (y1 - y0))
                if name == "ray:in1"
                else (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
            )
            long = math.dist((x0, y0), (x1, y1))
            side = (abs(y1 - y0) / long, (x0 - x1) / long if name == "ray:back1" else abs(x1 - x0) / long)
            if name == "ray:in1" and p.layout != "out":
                at, side = (x0, y0), (x0 - x1, y0 - y1)
            sketch.text(f"letter:{name[4:]}", f"${letter}$", at, of=name, toward=side, gap_pt=6, halo=True, size=12)

    def questions(self, p: Faces) -> Iterator[Question]:
        """Angle and index; which ray is which; where the ray comes from and how it bends."""
        yield ask_number("angle", p.angle, unit="°", step=6)
        index = p.indices[-1] if p.layout != "out" else p.indices[0]
        yield ask_number(
            "index", index.value, likely=[n for n in MEDIA.values() if n != index.value], step=0.08, low=1.0
        )
        every = [*p.letters, "none"]
        yield ask_word("reflected", p.letters[-1], every)
        yield ask_word("last", p.letters[-2], every)
        media = ["air", *MEDIA]
        yield ask_word("into", p.media[-1], [p.media[0], *Random(p.first).sample(media, len(media))])
        yield ask_word("from", "right" if p.is_mirrored else "left", ["left", "right", "above", "nowhere"])

    @defect(visibility=2)
    def bent_wrong_way(self, p: Faces, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray bends to the wrong side at the face: away from the normal where it should bend towards it, or the reverse."""
        leg = scene.path("ray:out21")
        turn = p.angles[0] - p.angles[1]
        sign = -1 if p.is_mirrored else 1
        return change(scene, turned(leg, sign * 2 * turn))

    @defect(visibility=2)
    def unequal_reflection(self, p: Faces, scene: FigureScene, draw: Random) -> FigureScene:
        """The reflected ray leaves the face at another angle than the ray that meets it."""
        return change(scene, turned(scene.path("ray:back1"), draw.choice((-14, 14))))

    @defect(visibility=2)
    def slanting_normal(self, p: Faces, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the face."""
        return change(scene, turned(scene.path("normal:1"), draw.choice((-12, 12))))


@dataclass(frozen=True, kw_only=True)
class Plates(Parameters):
    """A plate in air, in a liquid, or two plates on each other."""

    layout: str = one_of("air", "liquid", "two", level_1=("air",), level_3=("liquid", "two"))
    solid: str = one_of(*SOLIDS)
    other: str = one_of(*SOLIDS)
    around: str = one_of("water", "ethanol")
    angle: float = number(r"\theta", "°", range(38, 69), meaning="angle of incidence")
    thick: float = number("t_1", "cm", (2, 2.5, 3, 3.5, 4, 5, 6, 8), meaning="thickness")
    second: float = number("t_2", "cm", (2, 2.5, 3, 3.5, 4, 5, 6), meaning="thickness of the second plate")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Two plates differ, and both are seen; in a liquid the shift must not be too small to draw."""
        if self.layout == "two":
            return self.solid != self.other and 0.5 <= self.thick / self.second <= 2
        return self.layout == "air" or MEDIA[self.solid] > 1.6

    @property
    def plates(self) -> list[tuple[str, Quantity]]:
        """(medium, thickness) from above."""
        first = self.quantity("thick")
        return [(self.solid, first)] + ([(self.other, self.quantity("second"))] if self.layout == "two" else [])

    @property
    def outside(self) -> str:
        """The medium around."""
        return self.around if self.layout == "liquid" else "air"

    @property
    def indices(self) -> tuple[Quantity, ...]:
        """Of the medium around, and of each plate."""
        plates = tuple(index_of(name, f"n_{place}") for place, (name, _) in enumerate(self.plates, 1))
        return (index_of(self.outside, "n_0"), *plates)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Angle, indices and thicknesses."""
        return (self.quantity("angle"), *self.indices, *(size for _, size in self.plates))


def slab_shift(angle_deg: float, outside: float, plates: list[tuple[float, float]]) -> float:
    """Sideways shift of a ray by parallel plates of (index, thickness), in the unit of the thickness.

    Each plate shifts it by t sin(θ − θ') / cos θ', with n' sin θ' = n₀ sin θ.
    """
    shift = 0.0
    for index, thick in plates:
        inner = math.radians(refracted(angle_deg, outside, index))
        shift += thick * math.sin(math.radians(angle_deg) - inner) / math.cos(inner)
    return shift


@family("Physics - Optical Ray")
class ParallelSlab(Family[Plates]):
    """Plates with parallel faces shift a ray and keep its direction: one in air, one in a liquid, or two."""

    def solve(self, p: Plates) -> Solution:
        """By the law of refraction at each face."""
        plates = [(MEDIA[name], size.value) for name, size in p.plates]
        inner = [number_answer(refracted(p.angle, p.indices[0].value, index), "°") for index, _ in plates]
        values = {
            "outside": p.outside,
            "n_out": p.indices[0],
            "n_in": p.indices[1],
            "n_two": p.indices[-1],
            "inner": inner[0],
            "inner_two": inner[-1],
        }
        return Solution(
            answer=number_answer(slab_shift(p.angle, p.indices[0].value, plates), "cm"), symbol="d", values=values
        )

    def draw(self, p: Plates, sketch: Sketch) -> None:
        """The plates lie level; the way that the ray would have gone on is dotted."""
        total = sum(size.value for _, size in p.plates)
        scale, left, right = 3.0 / total, -3.2, 7.0
        if p.layout == "liquid":
            sketch.rectangle("medium:around", left, -5.0, right, 2.4, fill=PALE_BLUE, width=0, z=0)
        spots, y = [np.zeros(2)], 0.0
        sketch.line("face:0", (left, 0), (right, 0), width=1.8)
        for place, (name, size) in enumerate(p.plates, 1):
            tall = scale * size.value
            angle = math.radians(refracted(p.angle, p.indices[0].value, MEDIA[name]))
            sketch.rectangle(
                f"medium:{place}", left, y - tall, right, y, fill=PALE_GREY if place == 1 else "#e9e2d3", width=0, z=1
            )
            sketch.line(f"face:{place}", (left, y - tall), (right, y - tall), width=1.8)
            x = left + 0.5
            sketch.line(f"size:{place}", (x, y), (x, y - tall), arrow="both", width=0.9)
            sketch.text(f"label:t{place}", size.label, (x, y - tall / 2), of=f"size:{place}", toward=(1, 0), gap_pt=3)
            words = f"{name}, {p.indices[place].label}"
            sketch.text(f"name:{place}", words, (right - 0.1, y), toward=(0, -1), gap_pt=5, align="right", halo=True)
            spots.append(spots[-1] + np.asarray((tall * math.tan(angle), -tall)))
            y -= tall
        words = f"{p.outside}, {p.indices[0].label}"
        sketch.text("name:0", words, (right - 0.1, 0), of="face:0", toward=(0, 1), gap_pt=5, align="right")
        sketch.line("normal:1", (0, 1.9), (0, -1.2), dash="dashed", width=0.9, color=GREY, z=2)
        way, last = polar(p.angle - 90), spots[-1]
        end = last + 2.3 * way
        legs = ray(sketch, "ray:s", polar(90 + p.angle, 2.4), *spots, end)
        # Far enough along the ray for its letter to keep off the last face.
        foot = last + 1.3 * way
        cross = float(foot @ way)
        sketch.line("ahead:in", (0, 0), way * (cross + 0.7), dash="dotted", width=1.1, color=ORANGE, z=2)
        sketch.line("shift:d", foot, way * cross, arrow="both", width=1.0, color=GREEN, z=3)
        sketch.text(
            "label:d", "$d$", foot, of="shift:d", toward=foot - way * cross, gap_pt=4, size=12, color=GREEN, halo=True
        )
        sketch.text(
            "name:below",
            p.outside,
            (right - 0.1, y),
            of=f"face:{len(p.plates)}",
            toward=(0, -1),
            gap_pt=6,
            align="right",
        )
        incidence(sketch, "angle:1", (0, 1), polar(90 + p.angle), p.angle, p.label("angle"), 1.3)
        sketch.claim("parallel", legs[0], legs[-1])
        sketch.claim("angle", legs[0], "normal:1", value=p.angle)
        sketch.claim("perpendicular", "normal:1", "face:0")
        sketch.claim("perpendicular", "shift:d", legs[-1])
        sketch.claim("parallel", "ahead:in", legs[0])
        plates = [(MEDIA[name], size.value) for name, size in p.plates]
        shift = slab_shift(p.angle, p.indices[0].value, plates)
        sketch.claim("ratio", "shift:d", "size:1", value=shift / p.thick)
        for place, (index, _) in enumerate(plates, 1):
            sketch.claim("angle", legs[place], "normal:1", value=refracted(p.angle, p.indices[0].value, index))
        sketch.claim("count", "face", value=len(plates) + 1)
        sketch.entity("plates", *(f"face:{place}" for place in range(len(plates) + 1)))
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Plates) -> Iterator[Question]:
        """Angle, thickness, index; which plate, and where the ray comes from."""
        yield ask_number("angle", p.angle, unit="°", step=6)
        yield ask_value("thick", p.plates[0][1], *(size for _, size in p.plates[1:]))
        first = p.indices[1].value
        yield ask_number("index", first, likely=[n for n in SOLIDS.values() if n != first], step=0.08, low=1.0)
        yield ask_word("medium", p.solid, [*SOLIDS, "water"])
        yield ask_word("from", "right" if p.is_mirrored else "left", ["left", "right", "above", "nowhere"])

    @defect(visibility=2)
    def turned_ray(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """Behind the plates the ray runs in another direction than before them."""
        leg = scene.path(f"ray:s{len(p.plates) + 2}")
        return change(scene, turned(leg, draw.choice((-13, 13))))

    @defect(visibility=2)
    def straight_through(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray is not bent at all where it enters the plate."""
        leg = scene.path("ray:s2")
        bend = p.angle - refracted(p.angle, p.indices[0].value, MEDIA[p.solid])
        return change(scene, turned(leg, -bend if p.is_mirrored else bend))

    @defect(visibility=2)
    def slanting_normal(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the face."""
        return change(scene, turned(scene.path("normal:1"), draw.choice((-12, 12))))
