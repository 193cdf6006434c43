"""Bar magnets and a horseshoe with their lines, which run outside from north to south; so their arrows tell which pole is which.

A bar magnet has the lines of two opposite charges at its poles, which holds outside a thin one. A line is traced from a north pole;
those that reach no south pole leave the page, and others come back to the south pole from outside.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import draw_line, free_way, leaves, trace_line
from scisynth.figures.parts.palette import BLUE, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path, role_of
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

BOX, PAIR_BOX = (4.4, 3.1), (6.2, 3.1)
"""Half the width and height of the lines of one and of two magnets."""
TALL, NEAR = 0.45, 0.15
"""Half the height of a magnet; distance from a pole at which lines begin and end."""
COMPASS = 0.32
OTHER = {"left": "right", "right": "left"}
Poles = Sequence[tuple[float, np.ndarray]]
"""Sign (+1 is north) and place of each."""


@dataclass(frozen=True, kw_only=True)
class Magnet(Parameters):
    """Poles with letters; which of them are north."""

    layout: str = one_of("bar", "pair", "horseshoe", level_1=("bar", "horseshoe"), level_3=("pair", "pair", "bar"))
    letters: tuple[str, ...] = several("ABCDEFGHJKLMRTUVWXYZ", 4)
    is_north_first: bool = one_of(False, True)
    is_attracting: bool = one_of(False, True)
    half: float = one_of(1.2, 1.4, 1.6)
    num_lines: int = one_of(8, 10, 12)
    compass: str = one_of("above", "below", "left", "right")
    point: str = one_of(*"PQS")
    is_mirrored: bool = one_of(False, True)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the poles from left to right as they are drawn."""
        used = self.letters if self.layout == "pair" else self.letters[:2]
        return used[::-1] if self.is_mirrored else used

    @property
    def signs(self) -> tuple[int, ...]:
        """+1 for north, in the order of `letters`."""
        first = 1 if self.is_north_first else -1
        return (first, -first, first, -first) if self.is_attracting else (first, -first, -first, first)

    @property
    def norths(self) -> tuple[str, ...]:
        """Letters of the north poles, in the order of the alphabet."""
        num = 4 if self.layout == "pair" else 2
        return tuple(sorted(name for name, sign in zip(self.letters[:num], self.signs, strict=False) if sign > 0))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Nothing is measured."""
        return ()

    @property
    def needle(self) -> str:
        """To which side the compass points, as drawn: outside along the lines, next to a bar against its direction."""
        to_right = self.is_north_first
        if self.layout == "bar" and self.compass in ("left", "right"):
            # On the axis a line leaves the north pole and comes home to the south pole.
            to_right = not to_right
        return "right" if to_right != self.is_mirrored else "left"


def field_at(poles: Poles, place: np.ndarray) -> np.ndarray:
    """The direction of the field of poles at a place, not to scale, float [2]."""
    return np.sum([sign * (place - at) / np.linalg.norm(place - at) ** 3 for sign, at in poles], axis=0)


@family("Physics - Field Diagram")
class BarMagnet(Family[Magnet]):
    """Which poles are north: outside a magnet the lines run from north to south, and a compass along them."""

    def solve(self, p: Magnet) -> Solution:
        """By the arrows of the lines."""
        answer = Answer(text=" and ".join(p.norths))
        souths = sorted(set(p.letters[: 4 if p.layout == "pair" else 2]) - set(p.norths))
        values = {
            "names": _listed(p.names), "souths": " and ".join(souths), "needle": p.needle,
            "place": OTHER.get(p.compass, p.compass) if p.is_mirrored else p.compass,
            "force": "attract" if p.is_attracting else "repel", "leaving": "come out of" if p.letters[1] in p.norths else "enter",
            "second": p.letters[1], "third": p.letters[2], "leaving_third": "come out of" if p.letters[2] in p.norths else "enter",
        }  # fmt: skip
        return Solution(
            answer=answer, symbol="N", values=values, hidden=(*(f"{name} = N" for name in p.norths), "north pole")
        )

    def draw(self, p: Magnet, sketch: Sketch) -> None:
        """Magnets, poles' letters, lines with arrows, and a compass."""
        {"bar": self._draw_bar, "pair": self._draw_pair, "horseshoe": self._draw_horseshoe}[p.layout](p, sketch)
        count_roles(sketch, "line", "pole", "sense")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_bar(self, p: Magnet, sketch: Sketch) -> None:
        places = (np.asarray([-p.half, 0.0]), np.asarray([p.half, 0.0]))
        poles = list(zip(p.signs[:2], places, strict=True))
        out = p.half + 1.25
        at = np.asarray({"above": (0, 1.5), "below": (0, -1.5), "left": (-out, 0), "right": (out, 0)}[p.compass], float)
        _trace(sketch, poles, p.num_lines, BOX, at)
        _bar(sketch, "bar", p.letters[:2], places)
        self._draw_compass(p, sketch, at, field_at(poles, at))

    def _draw_pair(self, p: Magnet, sketch: Sketch) -> None:
        """Two magnets on one axis; between unlike poles the lines cross over, between like ones they turn away."""
        gap, length = 0.95, 2.2
        xs = (-gap - length, -gap, gap, gap + length)
        places = [np.asarray([x, 0.0]) for x in xs]
        poles = list(zip(p.signs, places, strict=True))
        _trace(sketch, poles, p.num_lines, PAIR_BOX)
        _bar(sketch, "one", p.letters[:2], places[:2])
        _bar(sketch, "two", p.letters[2:], places[2:])
        sketch.claim("order", "magnet:one", "magnet:two", value="left_to_right")

    def _draw_horseshoe(self, p: Magnet, sketch: Sketch) -> None:
        """Two arms that face each other; the lines cross the gap straight and bulge outside it."""
        gap, top, thick, deep = p.half, 0.8, 0.7, 2.7
        for number, name in enumerate(p.letters[:2]):
            x = -gap - thick / 2 if number == 0 else gap + thick / 2
            sketch.text(f"pole:{name}", f"${name}$", (x, top - 0.7), size=14)
        outer, low = gap + thick, -deep
        corners = [
            (-outer, top), (-gap, top), (-gap, low + thick), (gap, low + thick), (gap, top), (outer, top), (outer, low),
            (-outer, low),
        ]  # fmt: skip
        sketch.area("magnet:horseshoe", *corners, fill=PALE_ORANGE, z=1)
        for name in p.letters[:2]:
            sketch.claim("inside", f"pole:{name}", "magnet:horseshoe")
        num = p.num_lines // 2
        flip = 1 if p.is_north_first else -1
        for number in range(num):
            y = top - 0.25 - 1.3 * number / (num - 1)
            bulge = (
                0.55 * max(0.0, 1 - 1.3 * number / (num - 1)) ** 2
                - 0.45 * max(0.0, 1.3 * number / (num - 1) - 0.6) ** 2
            )
            xs = np.linspace(-gap, gap, 61)
            line = np.stack([xs, y + bulge * np.cos(math.pi * xs / (2 * gap))], axis=1)
            draw_line(sketch, f"line:{number}", line[::flip], 0.22, BLUE)
            sketch.claim("connected", f"line:{number}", "magnet:horseshoe")
        at = np.asarray(line[len(line) // 2])
        self._draw_compass(p, sketch, at, np.asarray([float(flip), 0.0]))
        first, second = (f"pole:{name}" for name in p.letters[:2])
        sketch.claim("order", first, f"compass:{p.point}", second, value="left_to_right")
        sketch.entity("horseshoe magnet", "magnet:horseshoe")

    def _draw_compass(self, p: Magnet, sketch: Sketch, at: np.ndarray, along: np.ndarray) -> None:
        half = 0.81 * COMPASS * along / np.linalg.norm(along)
        compass = sketch.circle(f"compass:{p.point}", at, COMPASS, fill="white", z=6)
        sketch.arrow("needle:P", at - half, at + half, color=RED, width=1.8, z=8)
        toward = free_way(sketch, at, COMPASS + 0.16)
        spot, words = at + COMPASS * toward, f"${p.point}$"
        sketch.text("label:P", words, spot, of=compass, toward=toward, gap_pt=3, halo=True, size=13, z=9)
        sketch.claim("inside", "needle:P", compass)
        sketch.entity("compass", compass, "needle:P")

    def questions(self, p: Magnet) -> Iterator[Question]:
        """The needle, lines, where letters stand, and in a pair whether the magnets attract."""
        names = [*p.names, *(name for name in p.letters if name not in p.names), p.point]
        yield ask_word("first", p.names[0], names[1:])
        sketch = Sketch()
        self.draw(p, sketch)
        total = sum(role_of(mark.id) == "line" for mark in sketch.marks)
        yield ask_count("lines", total, likely=(total - 2, total + 2, total - 4, total + 4), low=2)
        if p.layout == "pair":
            yield ask_word("force", "attract" if p.is_attracting else "repel", ["attract", "repel", "turn", "no_force"])
            yield ask_word("source", p.letters[1] if p.signs[1] > 0 else p.letters[0], list(p.letters))
            return
        yield ask_word("needle", p.needle, ["left", "right", "up", "down"])
        yield ask_word("compass", p.point, [*"PQSN", *p.letters[:2]])
        if p.layout == "bar" and p.compass in ("left", "right"):
            return
        other = p.names[1] if p.needle == "right" else p.names[0]
        yield ask_word("towards", other, [*(p.names[:2]), "both", "neither", p.point])

    @defect(visibility=2)
    def against_the_lines(self, p: Magnet, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of one line points against those of its neighbours, back into the north pole."""
        arrow = scene.path(draw.choice(_ids(scene, "sense")))
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def wrong_compass(self, p: Magnet, scene: FigureScene, draw: Random) -> FigureScene:
        """The needle of the compass points against the field lines."""
        if p.layout == "pair":
            raise DoesNotApplyError
        needle = scene.path("needle:P")
        return change(scene, replace(needle, points=needle.points[::-1]))

    @defect(visibility=3)
    def broken_line(self, p: Magnet, scene: FigureScene, draw: Random) -> FigureScene:
        """A field line is broken off in empty space, where there is no pole."""
        name = draw.choice(_ids(scene, "line"))
        line, sense = scene.path(name), f"sense:{name.replace(':', '')}"
        arrow = scene.path(sense).points[0]
        until = min(range(len(line.points)), key=lambda index: math.dist(line.points[index], arrow))
        return change(scene, replace(line, points=line.points[: max(2, int(0.7 * until))])).without(sense)

    @defect(visibility=1)
    def lost_line(self, p: Magnet, scene: FigureScene, draw: Random) -> FigureScene:
        """A field line is missing on one side, though the field is the same on both sides of the axis."""
        gone = draw.choice(_ids(scene, "line"))
        return scene.without(gone, f"sense:{gone.replace(':', '')}")


def _ids(scene: FigureScene, role: str) -> list[str]:
    return [mark.id for mark in scene.marks if isinstance(mark, Path) and role_of(mark.id) == role]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _bar(sketch: Sketch, name: str, letters: Sequence[str], places: Sequence[np.ndarray]) -> None:
    """A magnet with its poles' letters and the stroke between its halves."""
    left, right = places[0][0] - 0.25, places[1][0] + 0.25
    sketch.rectangle(f"magnet:{name}", left, -TALL, right, TALL, fill=PALE_ORANGE, z=4)
    middle = (left + right) / 2
    sketch.line(f"middle:{name}", (middle, -TALL), (middle, TALL), dash="dashed", width=1.0, z=5)
    for letter, place in zip(letters, places, strict=True):
        sketch.text(f"pole:{letter}", f"${letter}$", place, of=f"magnet:{name}", size=14, z=6)
        sketch.claim("inside", f"pole:{letter}", f"magnet:{name}")
    first, second = (f"pole:{letter}" for letter in letters)
    sketch.claim("order", first, f"middle:{name}", second, value="left_to_right")
    sketch.entity(f"magnet {name}", f"magnet:{name}", f"middle:{name}")


def _trace(sketch: Sketch, poles: Poles, num: int, box: tuple[float, float], compass: np.ndarray | None = None) -> None:
    """The lines of all poles: from north to south, out of the page, or into it; their arrows keep clear of the compass."""
    norths, souths = ([at for sign, at in poles if sign == way] for way in (1, -1))
    number = 0
    for starts, ends, is_back in ((norths, souths, False), (souths, norths, True)):

        def stops(place: complex, ends: Sequence[np.ndarray] = ends) -> bool:
            return leaves(place, box) or any(abs(place - complex(*end)) <= NEAR for end in ends)

        for start in starts:
            for step in range(num):
                turn = 360 * (step + 0.5) / num
                points = trace_line(poles, start + polar(turn, NEAR), stops, backwards=is_back)
                is_bound = not leaves(complex(*points[-1]), box)
                if is_bound and is_back:
                    continue
                seen = _outside(points, poles)
                if len(seen) < 12:
                    continue
                position = 0.5 if is_bound else 0.4
                if compass is not None and math.dist(seen[int(position * len(seen))], compass) < 2 * COMPASS:
                    position = 0.25
                draw_line(sketch, f"line:{number}", seen[::-1] if is_back else seen, position, BLUE)
                number += 1


def _outside(points: np.ndarray, poles: Poles) -> np.ndarray:
    """The part of a line from where it last leaves the magnet of its start to where it meets one again."""
    inside = np.zeros(len(points), dtype=bool)
    for left, right in zip(poles[::2], poles[1::2], strict=True):
        inside |= (
            (points[:, 0] > left[1][0] - 0.25) & (points[:, 0] < right[1][0] + 0.25) & (np.abs(points[:, 1]) < TALL)
        )
    free = np.flatnonzero(~inside)
    return points[free[0] : free[-1] + 1] if len(free) else points[:0]
