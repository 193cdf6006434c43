"""Shapes of orbitals: lobes in a plane with their signs, with nodal lines, or two orbitals next to each other.

Shapes are polar plots of |Y_lm|^2 in the plane named, which shows lobes and nodal planes but not distances. An orbital has n - l - 1
radial nodes and l angular ones; 2l + 1 orbitals share n and l.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import canvas
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PALE_BLUE, PALE_RED, RED
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

Angular = Callable[[np.ndarray], np.ndarray]
COSINE, SINE = np.cos, np.sin
SHAPES: dict[str, tuple[int, dict[str, Angular]]] = {
    "s": (0, dict.fromkeys(("xy", "xz", "yz"), np.ones_like)),
    "p_x": (1, {"xy": COSINE, "xz": COSINE}),
    "p_y": (1, {"xy": SINE, "yz": COSINE}),
    "p_z": (1, {"xz": SINE, "yz": SINE}),
    "d_{xy}": (2, {"xy": lambda angle: np.sin(2 * angle)}),
    "d_{xz}": (2, {"xz": lambda angle: np.sin(2 * angle)}),
    "d_{yz}": (2, {"yz": lambda angle: np.sin(2 * angle)}),
    "d_{x^2-y^2}": (2, {"xy": lambda angle: np.cos(2 * angle)}),
    "d_{z^2}": (2, dict.fromkeys(("xz", "yz"), lambda angle: (3 * np.sin(angle) ** 2 - 1) / 2)),
}
"""l, and the angular function in each plane that shows the orbital; the angle is taken from the horizontal axis."""
PICTURES = [(name, plane) for name, (_, planes) in SHAPES.items() for plane in planes]
LETTERS = ("AB", "PQ", "XY", "ST")
GAP = 4.4
"""Between two orbitals."""


def lobes(function: Angular) -> list[tuple[np.ndarray, int]]:
    """Outlines of |Y|^2 between the zeros of Y, float [points, 2], with their signs."""
    turns = np.linspace(0, 2 * math.pi, 1441)
    values = function(turns)
    signs = np.sign(np.where(np.abs(values) < 1e-9, 0, values))
    if (signs == 1).all():
        return [(np.stack([values**2 * np.cos(turns), values**2 * np.sin(turns)], axis=1), 1)]
    start = int(np.argmax(signs[:-1] != np.roll(signs[:-1], 1)))
    order = np.roll(np.arange(1440), -start)
    cuts = [0, *(np.flatnonzero(np.diff(signs[order]) != 0) + 1).tolist(), 1440]
    found = []
    for low, high in itertools.pairwise(cuts):
        part = order[low:high]
        if len(part) > 8 and signs[part[len(part) // 2]]:
            reach = values[part] ** 2
            outline = np.stack([reach * np.cos(turns[part]), reach * np.sin(turns[part])], axis=1)
            found.append((np.concatenate([[[0.0, 0.0]], outline]), int(signs[part[len(part) // 2]])))
    return found


def nodal_angles(function: Angular) -> list[float]:
    """Directions, in degrees from 0 to below 180, of the lines on which Y is zero."""
    turns = np.radians(np.arange(0.25, 180.25, 0.5))
    values = function(turns)
    after = function(turns + math.radians(0.5))
    return [
        (float(np.degrees(turn)) + 0.5 * float(one / (one - two))) % 180
        for turn, one, two in zip(turns, values, after, strict=True)
        if one * two < 0
    ]


def written(name: str, n: int) -> str:
    """`3d_x²-y²` in running text: `3dx²−y²`."""
    return f"{n}" + name.replace("_", "").replace("{", "").replace("}", "").replace("^2", "²").replace("-", "−")


def _other(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    same = [place for place, picture in enumerate(PICTURES) if picture[0] != PICTURES[values["picture"]][0]]
    return draw.choice(same) if values["layout"] == "pair" else -1


@dataclass(frozen=True, kw_only=True)
class Shape(Parameters):
    """An orbital in a plane, perhaps next to another."""

    layout: str = one_of("lobes", "nodes", "pair", level_1=("lobes", "nodes"))
    picture: int = one_of(*range(len(PICTURES)))
    other: int = drawn(_other, words="another orbital, or none")
    n: int = drawn(
        lambda draw, _, values: draw.randint(SHAPES[PICTURES[values["picture"]][0]][0] + 1, 7), words="1 to 7"
    )
    other_n: int = drawn(
        lambda draw, _, values: (
            draw.randint(SHAPES[PICTURES[values["other"]][0]][0] + 1, 7) if values["other"] >= 0 else 0
        ),
        words="1 to 7, or 0",
    )
    asked: str = one_of("name", "radial", "angular", level_3=("name", "radial", "total", "states"))
    flip: int = one_of(1, -1)
    letters: str = one_of(*LETTERS)
    is_first: bool = one_of(True, False)

    @property
    def rows(self) -> list[tuple[str, str, str, int]]:
        """Letter, name, plane and n of each orbital, from left to right."""
        own = (self.letters[0], *PICTURES[self.picture], self.n)
        if self.other < 0:
            return [own]
        second = (self.letters[1], *PICTURES[self.other], self.other_n)
        return [own, second] if self.is_first else [second, own]


@family("Chemistry - Orbital / Quantum")
class OrbitalShape(Family[Shape]):
    """The lobes of one or two orbitals in a plane with their signs; name, nodes, or how many share n and l."""

    def solve(self, p: Shape) -> Solution:
        """From l of the shape and n."""
        name, plane = PICTURES[p.picture]
        ell = SHAPES[name][0]
        radial = p.n - ell - 1
        total = p.n - 1
        answer, hidden = {
            "name": (Answer(text=written(name, p.n)), written(name, p.n)),
            "radial": (Answer(text=str(radial), value=radial), f"{radial} radial nodes"),
            "angular": (Answer(text=str(ell), value=ell), f"{ell} angular nodes"),
            "total": (Answer(text=str(total), value=total), f"{total} nodes"),
            "states": (Answer(text=str(2 * p.n * p.n), value=2 * p.n * p.n), f"{2 * p.n * p.n} electrons"),
        }[p.asked]
        which = "orbital" if p.other < 0 else f"orbital {p.letters[0]}"
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={
                "which": which,
                "n_value": p.n,
                "l_value": ell,
                "kind": ("an s", "a p", "a d")[ell],
                "lobes": len(lobes(SHAPES[name][1][plane])),
                "plane": plane,
                "written": written(name, p.n),
                "axes": " and ".join(plane),
                "total_nodes": total,
                "count": 1 if p.other < 0 else 2,
            },
        )

    def draw(self, p: Shape, sketch: Sketch) -> None:
        """Axes, lobes with their signs, and nodal lines in one of the layouts."""
        num = 0
        for place, (letter, name, plane, n) in enumerate(p.rows):
            x = GAP * place
            tag = f"{place}-" if p.other >= 0 else ""
            for axis, (dx, dy) in zip(plane, ((1.45, 0.0), (0.0, 1.35)), strict=True):
                # Nodal lines may lie on the axes: there a small cross in the corner says how the axes run.
                tail, tip = ((x - dx, -dy), (x + dx, dy))
                if p.layout == "nodes":
                    tail, tip = (-1.55, -1.45), (-1.55 + 0.45 * (dx > 0), -1.45 + 0.45 * (dy > 0))
                sketch.arrow(f"axis:{tag}{axis}", tail, tip, width=1.0, color=GREY, z=1)
                words = f"${axis}$"
                sketch.text(f"name:{tag}{axis}", words, tip, of=f"axis:{tag}{axis}", toward=(dx, dy), gap_pt=4, size=14)
            sketch.claim("perpendicular", f"axis:{tag}{plane[0]}", f"axis:{tag}{plane[1]}")
            num += self._draw_lobes(p, sketch, tag, x, name, plane)
            sketch.text(
                f"note:{tag}shell", f"$n$ = {n}" if p.other < 0 else f"{letter}: $n$ = {n}", (x + 1.3, -1.3), size=13
            )
            sketch.claim("value", f"note:{tag}shell", value=n)
            if p.layout == "nodes":
                for step, angle in enumerate(nodal_angles(SHAPES[name][1][plane])):
                    turn = math.radians(angle)
                    end = np.asarray([math.cos(turn), math.sin(turn)]) * 1.25
                    sketch.line(f"node:{step}", tuple(-end), tuple(end), dash="dashed", width=1.3, color=ORANGE, z=5)
                sketch.claim("count", "node", value=len(nodal_angles(SHAPES[name][1][plane])))
        sketch.text(
            "note:part", "angular part only", (GAP / 2 * (p.other >= 0), 1.45 if p.layout == "nodes" else 1.85), size=12
        )
        sketch.claim("count", "lobe", value=num)
        canvas(sketch, -1.75, -1.6, 1.9 + GAP * (p.other >= 0), 1.6)
        sketch.entity("lobes", *(mark.id for mark in sketch.marks if mark.id.startswith("lobe:")))

    def _draw_lobes(self, p: Shape, sketch: Sketch, tag: str, x: float, name: str, plane: str) -> int:
        """Lobes in two colours with the sign of the wave function; gives their number."""
        ell, planes = SHAPES[name]
        outlines = lobes(planes[plane])
        for index, (outline, sign) in enumerate(outlines):
            positive = sign * p.flip > 0
            points = outline[:: max(1, len(outline) // 160)] + np.asarray([x, 0.0])
            lobe = sketch.area(
                f"lobe:{tag}{index}", *points, fill=PALE_BLUE if positive else PALE_RED, color=BLUE if positive else RED, width=1.6, z=2,
            )  # fmt: skip
            far = outline[np.argmax(np.linalg.norm(outline, axis=1))]
            # Nodal lines take the place of axes through the lobes, so there is nothing to step aside for.
            aside = _aside(far) if p.layout != "nodes" else np.zeros(2)
            middle = far * 0.66 + aside if ell else np.asarray([0.35, 0.35])
            large = float(np.linalg.norm(outline, axis=1).max()) > 0.5
            mark = sketch.text(
                f"sign:{tag}{index}", "+" if positive else "−", middle + np.asarray([x, 0.0]), size=15 if large else 9
            )
            sketch.claim("inside", mark, lobe)
            low, high = points.min(axis=0), points.max(axis=0)
            sketch.claim("at", lobe, value=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2))
        return len(outlines)

    def questions(self, p: Shape) -> Iterator[Question]:
        """Axes, signs, shells and directions."""
        letter, name, plane, n = p.rows[0]
        outlines = lobes(SHAPES[name][1][plane])
        slots: dict[str, Any] = {"of": f"orbital {letter}" if p.other >= 0 else "the orbital"}
        yield ask_word("axes", " and ".join(plane), ["x and y", "x and z", "y and z", "x alone"], **slots)
        yield ask_number("shell", n, likely=[n - 1, n + 1, n + 2], step=1, low=1, **slots)
        positive = sum(sign * p.flip > 0 for _, sign in outlines)
        yield ask_count("positive", positive, likely=[len(outlines) - positive, len(outlines)], **slots)
        yield ask_count("lobes", sum(len(lobes(SHAPES[a][1][b])) for _, a, b, _ in p.rows), low=1)
        if p.other >= 0:
            shells = {letter: n for letter, _, _, n in p.rows}
            key = "same" if len(set(shells.values())) == 1 else max(shells, key=lambda item: shells[item])
            yield ask_word("higher", key, [*shells, "same", "untold"])

    @defect(visibility=3)
    def turned_lobe(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """A lobe is turned against the axes, or a round one is off the nucleus."""
        lobe = draw.choice([mark for mark in scene.marks if mark.id.startswith("lobe:")])
        assert isinstance(lobe, Path)
        middle = GAP if lobe.id.startswith("lobe:1-") else 0.0
        is_round = (
            max(math.hypot(x - middle, y) for x, y in lobe.points)
            - min(math.hypot(x - middle, y) for x, y in lobe.points)
            < 0.05
        )
        turn, shift = (0.0, 0.45) if is_round else (math.radians(35), 0.0)
        points = tuple(
            (
                middle + (x - middle) * math.cos(turn) - y * math.sin(turn) + shift,
                (x - middle) * math.sin(turn) + y * math.cos(turn),
            )
            for x, y in lobe.points
        )
        return change(scene, replace(lobe, points=points))

    @defect(visibility=2)
    def missing_lobe(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """A lobe of the orbital is not drawn."""
        gone = draw.choice([mark.id.partition(":")[2] for mark in scene.marks if mark.id.startswith("lobe:")])
        return scene.without(f"lobe:{gone}", f"sign:{gone}")

    @defect(visibility=1)
    def wrong_sign(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """Two lobes that a nodal plane separates bear the same sign."""
        signs = [mark for mark in scene.marks if mark.id.startswith("sign:")]
        if len(signs) < 2:
            raise DoesNotApplyError
        one = draw.choice(signs)
        assert isinstance(one, Label)
        return change(scene, replace(one, text="−" if one.text == "+" else "+"))


def _aside(far: np.ndarray) -> np.ndarray:
    """A small step off an axis on which a lobe lies, so that the axis does not cross its sign."""
    if min(abs(far[0]), abs(far[1])) > 0.1:
        return np.zeros(2)
    size = 0.09 * float(np.linalg.norm(far))
    return np.asarray([0.0, size]) if abs(far[0]) > abs(far[1]) else np.asarray([size, 0.0])
