"""Solids between surfaces in space, as triple integrals and fluxes are asked over: bowl, dome, cone, ball, cylinder, corner, box.

A solid of revolution about z is drawn by its circles, which are ellipses of ratio sin e, and by its outline. On a surface z = f(r) the
outline runs where the normal is at a right angle to the line of sight: on z = k r² in the plane d = tan e / (2k), d towards the reader.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.math.lettered import redrawn
from scisynth.figures.families.math.solid_geometric.bounded_shapes import (
    COS,
    EDGED,
    HANGING,
    LIDLESS,
    SIN,
    Bounded,
    volume_and_moment,
)
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_BLUE
from scisynth.figures.parts.plane import as_math
from scisynth.figures.parts.solid import BOX_FACES, HIDDEN, box_corners, disc, edge_id, hidden_edges, outline
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

SIZE = 3.0
"""Of the solid, in units of the scene."""
LID = "#f2f7fc"
"""A level face that is seen from above."""
FACES = {
    "bowl": 1,
    "dome": 1,
    "cone": 1,
    "scoop": 0,
    "half": 1,
    "ball": 0,
    "hollow": 0,
    "eighth": 3,
    "quarter": 3,
    "shell": 1,
    "cylinder": 2,
    "cut": 2,
    "corner": 4,
    "box": 6,
}
"""Plane faces of the solid."""
KINDS = {
    "bowl": "paraboloid up", "dome": "paraboloid down", "cone": "cone", "scoop": "cone and sphere", "half": "hemisphere", "ball": "sphere", "hollow": "two spheres", "eighth": "eighth of a ball", "quarter": "quarter of a dome", "shell": "two hemispheres",
    "cylinder": "cylinder", "cut": "cut cylinder", "corner": "tetrahedron", "box": "box",
}  # fmt: skip
"""What bounds it."""
BODIES = {
    "half": "hemisphere", "ball": "sphere", "hollow": "inner sphere", "eighth": "sphere", "shell": "inner hemisphere", "scoop": "sphere",
    "cylinder": "cylinder", "cut": "cylinder",
}  # fmt: skip
"""Whose radius is a."""


class Page:
    """The solid of parameters on a sketch, to scale."""

    def __init__(self, p: Bounded, sketch: Sketch) -> None:
        self.p, self.sketch = p, sketch
        self.scale = SIZE / p.size
        self.top, self.radius, self.k = p.top * self.scale, p.radius * self.scale, float(p.k)
        self.steep = self.k / self.scale
        """Of a paraboloid, on the page."""

    def at(self, x: float, y: float, z: float) -> np.ndarray:
        """A point of space, in units of the solid times `scale`."""
        return self.p.view((x, y, z))

    def draw_solid(self) -> None:
        """Its surfaces, its edges or outline, and the equations of its surfaces."""
        {
            "bowl": self._bowl, "dome": self._dome, "cone": self._cone, "scoop": self._scoop, "half": self._half,
            "shell": self._shell, "cylinder": self._cylinder, "cut": self._cut, "eighth": self._octant, "ball": self._ball, "hollow": self._hollow, "quarter": self._octant,
        }.get(self.p.layout, self._edged)()  # fmt: skip

    def equation(self, words: str, at: Place, toward: Place, of: str) -> None:
        """A surface's equation next to its outline."""
        self.sketch.text(f"equation:{of.partition(':')[2]}", as_math(words), at, of=of, toward=toward, gap_pt=8)

    def _lid(self) -> None:
        disc(self.sketch, "top", (0, self.top * COS), self.radius, SIN, z=3, fill=LID)

    def _parabola(self, sign: int) -> np.ndarray:
        depth = SIN / COS / (2 * self.steep)
        wide = math.sqrt(self.radius**2 - depth**2)
        s = np.linspace(-wide, wide, 61)
        height = self.steep * (s * s + depth**2)
        return np.stack([s, (height if sign > 0 else self.top - height) * COS - sign * depth * SIN], axis=1)

    def _bowl(self) -> None:
        spots = self._parabola(1)
        self._shade(spots)
        self.sketch.line("outline:S", *spots, z=3)
        self._lid()
        self.sketch.claim("connected", "outline:S", "rim:top")
        self.equation(self.p.surface, spots[50], (1, -0.3), "outline:S")
        self.equation(f"z = {self.p.c}", (-self.radius, self.top * COS), (-1, 0.3), "rim:top")

    def _dome(self) -> None:
        spots = self._parabola(-1)
        turn = math.degrees(math.asin(SIN / COS / (2 * self.steep) / self.radius))
        self._shade(spots, self._front(turn))
        self.sketch.line("outline:S", *spots, z=3)
        disc(self.sketch, "base", (0, 0), self.radius, SIN, back=(turn, 180 - turn))
        self.sketch.claim("connected", "outline:S", "rim:base")
        self.equation(self.p.surface, spots[42], (1, 0.3), "outline:S")

    def _front(self, turn: float) -> np.ndarray:
        angles = np.radians(np.linspace(turn, -180 - turn, 61))
        return np.stack([self.radius * np.cos(angles), self.radius * SIN * np.sin(angles)], axis=1)

    def _sides(self, up: float) -> np.ndarray:
        """A cone's outline with its apex in the origin, to a circle `up` above it in space; gives its end on the right."""
        foot, _, _ = outline(self.radius, 0, up * COS, SIN)
        end = np.asarray([foot[0], up * COS - foot[1]])
        for name, sign in (("right", 1), ("left", -1)):
            self.sketch.line(f"outline:{name}", (0, 0), (sign * end[0], end[1]), z=3)
        self.sketch.claim("ratio", "outline:left", "outline:right", value=1)
        return end

    def _cone(self) -> None:
        end = self._sides(self.top)
        self._shade(np.asarray([(-end[0], end[1]), (0, 0), end]))
        self._lid()
        self.sketch.claim("connected", "outline:right", "rim:top")
        self.equation(self.p.surface, 0.7 * end, (1, -0.4), "outline:right")
        self.equation(f"z = {self.p.c}", (-self.radius, self.top * COS), (-1, 0.3), "rim:top")

    def _scoop(self) -> None:
        level, ball = self.radius, self.top
        turn = math.asin(math.sqrt(0.5) / COS)
        angles = np.linspace(turn, math.pi - turn, 61)
        spots = ball * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        low = math.degrees(math.atan2((spots[0, 1] - level * COS) / SIN, spots[0, 0]))
        end = self._sides(level)
        rim = self._front(0)[::-1] * (1, 1) + (0, level * COS)
        self._shade(
            np.asarray([(0, 0), end]),
            rim[rim[:, 0] > end[0]],
            spots,
            rim[rim[:, 0] < -end[0]],
            np.asarray([(-end[0], end[1])]),
        )
        self.sketch.line("outline:ball", *spots, z=3)
        disc(self.sketch, "top", (0, level * COS), level, SIN, back=(low, 180 - low))
        self.sketch.claim("connected", "outline:ball", "rim:top")
        self.equation(self.p.surface, 0.6 * end, (1, -0.4), "outline:right")
        self.equation(f"x² + y² + z² = {self.p.a**2}", spots[6], (1, 0.4), "outline:ball")

    def _arch(self, name: str, radius: float, **style: object) -> np.ndarray:
        angles = np.linspace(0, math.pi, 61)
        spots = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        self.sketch.circle(f"outline:{name}", (0, 0), radius, start_deg=0, end_deg=180, **style)
        return spots

    def _half(self) -> None:
        self._shade(self._arch("S", self.radius, z=3), self._front(0)[::-1])
        disc(self.sketch, "base", (0, 0), self.radius, SIN, back=(0, 180))
        self.sketch.claim("connected", "outline:S", "rim:base")

    def _ball(self) -> None:
        around = np.linspace(0, 2 * math.pi, 121)[:-1]
        self._shade(self.radius * np.stack([np.cos(around), np.sin(around)], axis=1))
        self.sketch.circle("outline:S", (0, 0), self.radius, z=3)
        disc(self.sketch, "base", (0, 0), self.radius, SIN, back=(0, 180))
        self.sketch.claim("width_ratio", "outline:S", "rim:base", value=1)

    def _hollow(self) -> None:
        inner = self.p.a * self.scale
        self._ball()
        self.sketch.circle("outline:inner", (0, 0), inner, **HIDDEN)
        self.sketch.circle("rim:inner", (0, 0), inner, radius_y=inner * SIN, **HIDDEN)
        self.sketch.claim("width_ratio", "outline:inner", "outline:S", value=self.p.a / self.p.b)

    def _octant(self) -> None:
        """What a ball or a dome has in the first octant: a curve in each plane of two axes."""
        share = np.linspace(0, 1, 41)
        across = self.radius * np.sin(share * math.pi / 2)
        up = self.top * (np.cos(share * math.pi / 2) if self.p.layout == "eighth" else 1 - (across / self.radius) ** 2)
        none = np.zeros_like(share)
        level = self.radius * np.cos(share * math.pi / 2)
        curves = {"S": (none, across, up), "xz": (across, none, up), "xy": (across, level, none)}
        drawn = {
            name: np.stack([self.at(*place) for place in zip(*spots, strict=True)]) for name, spots in curves.items()
        }
        self._shade(drawn["S"], drawn["xy"], drawn["xz"][::-1])
        for name, spots in drawn.items():
            self.sketch.line(f"outline:{name}", *spots, z=3)
        for one, two in (("S", "xz"), ("S", "xy"), ("xy", "xz")):
            self.sketch.claim("connected", f"outline:{one}", f"outline:{two}")
        if self.p.surface:
            self.equation(self.p.surface, drawn["S"][18], (1, 0.4), "outline:S")

    def _shell(self) -> None:
        inner = self.p.a * self.scale
        self._half()
        self._arch("inner", inner, **HIDDEN)
        self.sketch.circle("rim:inner", (0, 0), inner, radius_y=inner * SIN, **HIDDEN)
        self.sketch.claim("width_ratio", "outline:inner", "outline:S", value=self.p.a / self.p.b)

    def _walls(self, right: float, left: float) -> None:
        for name, sign, high in (("right", 1, right), ("left", -1, left)):
            self.sketch.line(f"outline:{name}", (sign * self.radius, 0), (sign * self.radius, high * COS), z=3)
        self.sketch.claim("parallel", "outline:left", "outline:right")
        self.sketch.claim("ratio", "outline:right", "outline:left", value=right / left)
        disc(self.sketch, "base", (0, 0), self.radius, SIN, back=(0, 180))

    def _cylinder(self) -> None:
        wide, high = self.radius, self.top * COS
        self._shade(
            np.asarray([(-wide, high), (-wide, 0)]), self._front(0)[::-1], np.asarray([(wide, 0), (wide, high)])
        )
        self._walls(self.top, self.top)
        self._lid()

    def _cut(self) -> None:
        angles = np.linspace(0, 2 * math.pi, 121)[:-1]
        x, y = self.radius * np.cos(angles), self.radius * np.sin(angles)
        spots = np.stack([self.at(*place) for place in zip(x, y, self.top - self.k * y, strict=True)])
        slope = self.k * self.radius * math.sin(math.radians(self.p.azimuth))
        right, left = self.top - slope, self.top + slope
        wide = self.radius
        self._shade(
            np.asarray([(-wide, left * COS), (-wide, 0)]),
            self._front(0)[::-1],
            np.asarray([(wide, 0), (wide, right * COS)]),
        )
        self._walls(right, left)
        self.sketch.area("rim:top", *spots, z=3, fill=LID)
        self.equation(self.p.surface, (-wide, left * COS), (-1, 0.5), "rim:top")

    def _edged(self) -> None:
        a, b, c = (self.scale * value for value in (self.p.a, self.p.b, self.p.c))
        corners = dict(box_corners(a, b, c))
        faces: Sequence[str] = BOX_FACES
        if self.p.layout == "corner":
            corners = {"A": (0.0, 0.0, 0.0), "B": (a, 0.0, 0.0), "C": (0.0, b, 0.0), "D": (0.0, 0.0, c)}
            faces = ("ABC", "ABD", "ACD", "BCD")
        edges = hidden_edges(corners, faces, self.p.view)
        for (one, two), is_hidden in edges.items():
            look = HIDDEN if is_hidden else {"z": 3}
            name = f"{'hidden' if is_hidden else 'edge'}:{one}{two}"
            self.sketch.line(name, self.at(*corners[one]), self.at(*corners[two]), **look)
        for role, num in (("hidden", sum(edges.values())), ("edge", len(edges) - sum(edges.values()))):
            self.sketch.claim("count", role, value=num)
        for face in faces:
            sides = [edge_id(edges, *pair) for pair in zip(face, face[1:] + face[0], strict=True)]
            if all(side.startswith("edge:") for side in sides):
                self.sketch.area(
                    f"face:{face}", *(self.at(*corners[name]) for name in face), fill=PALE_BLUE, width=0, z=0
                )

    def _shade(self, *parts: np.ndarray) -> None:
        self.sketch.area("body:E", *np.concatenate(parts), fill=PALE_BLUE, width=0, z=0)

    def draw_axes(self) -> None:
        """Dashed inside the solid, with the numbers where they leave it."""
        p, sketch, reach = self.p, self.sketch, 0.3 * SIZE
        is_edged = p.layout in EDGED
        ends = {"x": self.radius, "y": self.radius, "z": self.top}
        if is_edged:
            ends = {name: self.scale * value for name, value in zip("xyz", (p.a, p.b, p.c), strict=True)}
        if p.layout in HANGING:
            ends |= {"x": 0.0, "y": 0.0}
        shortest = 0 if is_edged else 0.5 * self.radius
        for step, (name, end) in zip(np.eye(3), ends.items(), strict=True):
            over = 0.3 * self.k if p.layout == "cut" else 0
            beyond = reach + (self.radius * (SIN / COS + over) if name == "z" and p.layout not in LIDLESS else 0)
            stop, tip = self.at(*(end * step)), self.at(*((max(end, shortest) + beyond) * step))
            if end and not is_edged:
                sketch.line(f"inner:{name}", (0, 0), stop, **HIDDEN)
            if name == "y" and p.layout in HANGING:
                level, look = (self.radius, HIDDEN) if p.layout == "scoop" else (self.top, {**HIDDEN, "z": 4})
                sketch.line("radius:r", self.at(0, 0, level), self.at(0, self.radius, level), **look)
                sketch.claim("connected", "radius:r", "rim:top")
            sketch.arrow(f"axis:{name}", stop, tip, width=1.2, z=4)
            sketch.text(f"name:{name}", f"${name}$", tip, of=f"axis:{name}", toward=tip - stop, gap_pt=3)
        self._numbers(ends)

    def _numbers(self, ends: dict[str, float]) -> None:
        """Where surfaces cut the axes, next to a dot."""
        p = self.p
        spots = {
            "half": (("y", p.a),), "ball": (("y", p.a),), "hollow": (("y", p.a), ("y", p.b)), "eighth": (("x", p.a), ("y", p.a), ("z", p.a)), "shell": (("y", p.a), ("y", p.b)), "cylinder": (("y", p.a), ("z", p.c)), "cut": (("y", p.a),),
            "corner": (("x", p.a), ("y", p.b), ("z", p.c)), "box": (("x", p.a), ("y", p.b), ("z", p.c)),
        }.get(p.layout, ())  # fmt: skip
        for name, value in spots:
            place = self.at(*(value * self.scale * np.eye(3)["xyz".index(name)]))
            toward = {
                "x": (-1, 0.6),
                "y": (1, 0.8) if p.layout in EDGED or p.layout == "eighth" else (0.1, -1),
                "z": (-1, 0.6),
            }[name]
            self.sketch.dot(f"number:{name}{value}", place, 0.045)
            self.sketch.text(
                f"label:{name}{value}", f"${value}$", place, of=f"number:{name}{value}", toward=toward, gap_pt=4
            )
            self.sketch.claim(
                "on",
                f"number:{name}{value}",
                f"axis:{name}" if value * self.scale >= ends[name] - 1e-6 else f"inner:{name}",
            )


@family("Math - Solid Geometric")
class BoundedSolid(Family[Bounded]):
    """Volume, moment or flux of a solid between surfaces in space."""

    def solve(self, p: Bounded) -> Solution:
        """By integration over z; the flux by the divergence theorem."""
        volume, moment = volume_and_moment(p)
        divergence = sum(p.field)
        value = {"volume": volume, "moment": moment, "flux": divergence * volume}[p.asked]
        symbol = {"volume": "V", "moment": "M", "flux": r"\Phi"}[p.asked]
        values = {
            "where": p.where, "arrows": p.arrows, "divergence": str(divergence).replace("-", "−"), "found": format_number(round(volume, 4)), "top": format_number(p.top),
        }  # fmt: skip
        return Solution(answer=number_answer(value, "", digits=4), symbol=symbol, values=values)

    def draw(self, p: Bounded, sketch: Sketch) -> None:
        """The solid, then its axes."""
        page = Page(p, sketch)
        page.draw_solid()
        page.draw_axes()
        sketch.claim("count", "axis", value=3)
        lengths = {"x": p.a, "y": p.b, "z": p.c} if p.layout in EDGED else {"y": p.radius, "z": p.top}
        up, aside = {"box": ("hidden:AE", "hidden:AD"), "corner": ("hidden:AD", "hidden:AC")}.get(
            p.layout, ("inner:z", "radius:r" if p.layout in HANGING else "inner:y")
        )
        level = float(np.linalg.norm(p.view((0, lengths["y"], 0))))
        sketch.claim("ratio", up, aside, value=lengths["z"] * COS / level)
        sketch.claim("connected", "axis:z", up)
        sketch.entity("axes", "axis:x", "axis:y", "axis:z")

    def questions(self, p: Bounded) -> Iterator[Question]:
        """What bounds it, where it ends, and how many plane faces it has."""
        numbers = list(p.names.values())
        yield ask_count("faces", FACES[p.layout], likely=(1, 2, 0, 4, 3), low=0)
        every = list(KINDS.values())
        near = every.index(KINDS[p.layout])
        yield ask_word("kind", KINDS[p.layout], [every[(near + step) % len(every)] for step in (1, 3, 5, 7)])
        yield ask_number("top", p.top, likely=numbers, step=1, low=0.5)
        if "a" in p.names:
            name = "x_end" if p.layout in EDGED else "radius"
            yield ask_number(name, float(p.a), likely=numbers, step=1, low=0.5, body=BODIES.get(p.layout, ""))
        else:
            wrong = [replace(p, steep=steep).surface for steep in ("1/2", "1", "2", "3", "1/3")]
            yield ask_word("equation", p.surface, [words for words in wrong if words != p.surface])

    @defect(visibility=2)
    def left_handed_axes(self, p: Bounded, scene: FigureScene, draw: Random) -> FigureScene:
        """The axes x and y are exchanged, so that the system is left-handed."""
        return swap_texts(scene, "name:x", "name:y")

    @defect(visibility=1)
    def wrong_height(self, p: Bounded, scene: FigureScene, draw: Random) -> FigureScene:
        """The solid is drawn much too high for the numbers that it carries."""
        if "c" not in p.names:
            raise DoesNotApplyError
        return redrawn(self, scene, replace(p, c=round(1.6 * p.c) + 1))

    @defect(visibility=2)
    def leaning_axis(self, p: Bounded, scene: FigureScene, draw: Random) -> FigureScene:
        """The z axis leaves the solid next to the point where it should."""
        mark = scene.path("axis:z")
        return change(scene, replace(mark, points=tuple((x + 0.4, y) for x, y in mark.points)))

    @defect(visibility=3)
    def missing_plane(self, p: Bounded, scene: FigureScene, draw: Random) -> FigureScene:
        """The outline ends before the circle that closes the solid."""
        if p.layout in EDGED:
            raise DoesNotApplyError
        mark = scene.mark("outline:right" if p.layout in ("cone", "scoop", "cylinder", "cut") else "outline:S")
        if isinstance(mark, Round):
            return change(scene, replace(mark, start_deg=35, end_deg=145))
        assert isinstance(mark, Path)
        return change(scene, replace(mark, points=tuple((0.75 * x, 0.75 * y) for x, y in mark.points)))
