"""Graphs of motion: velocity against time in straight pieces; distances are areas, accelerations are slopes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, move_point, named, point, ticks
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

BODIES: Mapping[str, int] = {
    "car": 5, "train": 5, "drone": 2, "tram": 2, "motorboat": 2, "lift": 1, "cyclist": 1, "trolley": 1
}  # fmt: skip
"""With the largest step of velocity, in m/s, that suits it; the graph shows up to eight of them."""


def draw_times(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Corners of the graph from 0 on, in steps of the time axis."""
    times = [0]
    for _ in range(values["num"]):
        times.append(times[-1] + draw.choice((1, 2, 3)))
    return tuple(times)


def draw_speeds(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Velocities at the corners, in steps; of both signs where the motion turns back, and a stretch at constant velocity."""
    low = -4 if values["layout"] == "turning" else 0
    speeds = [draw.randint(max(low, 0), 6)]
    flat = draw.randrange(1, values["num"])
    for k in range(values["num"]):
        speeds.append(speeds[-1] if k == flat else draw.randint(low, 8))
    return tuple(speeds)


@dataclass(frozen=True, kw_only=True)
class Motion(Parameters):
    """A body whose velocity changes in straight pieces; a second one in the layout of two."""

    body: str = one_of(*BODIES)
    layout: str = one_of("forward", "turning", "two", level_1=("forward", "turning"))
    num: int = one_of(4, level_1=(3,), level_3=(4, 5))
    times: tuple[int, ...] = drawn(draw_times, words="corners in steps of time")
    speeds: tuple[int, ...] = drawn(draw_speeds, words="velocities at the corners in steps")
    other: tuple[int, int] = drawn(
        lambda draw, _, values: (draw.randint(0, 7), draw.randint(0, 7)),
        words="first and last velocity of a second body",
    )
    second: int = one_of(1, 2, 5)
    metre: int = one_of(1, 2, 5)
    piece: int = one_of(0, 1, 2, 3)
    asked: str = drawn(
        lambda draw, level, values: (
            "lead"
            if values["layout"] == "two"
            else draw.choice(
                ("distance", "acceleration", "mean")
                if level == 1
                else ("distance", "acceleration", "mean", "displacement")
            )
        ),
        words="distance, displacement, mean velocity, acceleration; lead of two",
    )

    def valid(self) -> bool:
        """A graph that bends, of both signs where it turns, and a piece that is not level where its slope is asked."""
        changes = [b - a for a, b in pairwise(self.speeds)]
        spans = [self.second * (t1 - t0) for t0, t1 in pairwise(self.times)]
        steepest = max(self.metre * abs(change) / span for change, span in zip(changes, spans, strict=True))
        if self.metre > BODIES[self.body] or steepest > (2 if self.body in ("train", "tram", "lift") else 4):
            return False
        if self.piece >= self.num or len(set(self.speeds)) < 3 or not 6 <= self.times[-1] <= 12:
            return False
        if self.asked == "acceleration" and not changes[self.piece]:
            return False
        if self.layout == "turning":
            return min(self.speeds) < 0 < max(self.speeds)
        if self.asked == "displacement" or (self.layout == "forward" and self.speeds.count(0) > 2):
            return False
        if self.layout == "two":
            start, end = self.other
            mine = travelled(self.times, self.speeds)[0]
            return start != end and abs(mine - self.times[-1] * (start + end) / 2) >= 3 and start != self.speeds[0]
        return True

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Times in s and velocities in m/s."""
        return [(float(self.second * t), float(self.metre * v)) for t, v in zip(self.times, self.speeds, strict=True)]


def travelled(times: Sequence[float], speeds: Sequence[float]) -> tuple[float, float]:
    """Displacement and distance of a motion in straight pieces: trapezia under the graph, split where the velocity turns.

    In units of time times velocity.
    """
    displacement = distance = 0.0
    for (t0, t1), (v0, v1) in zip(pairwise(times), pairwise(speeds), strict=True):
        span = t1 - t0
        displacement += span * (v0 + v1) / 2
        if v0 * v1 < 0:
            turn = span * v0 / (v0 - v1)
            distance += abs(v0) * turn / 2 + abs(v1) * (span - turn) / 2
        else:
            distance += span * abs(v0 + v1) / 2
    return displacement, distance


@family("Universal - Plot & Chart")
class VelocityGraph(Family[Motion]):
    """One motion forwards, one that turns back, or two bodies that start together."""

    def solve(self, p: Motion) -> Solution:
        """Areas and slopes of the graph."""
        times, speeds = zip(*p.corners, strict=True)
        displacement, distance = travelled(times, speeds)
        whole = times[-1]
        (t0, v0), (t1, v1) = p.corners[p.piece], p.corners[p.piece + 1]
        first, last = (p.metre * value for value in p.other)
        lead = abs(displacement - whole * (first + last) / 2)
        value, unit = {
            "distance": (distance, "m"),
            "displacement": (displacement, "m"),
            "mean": (displacement / whole, "m/s"),
            "acceleration": ((v1 - v0) / (t1 - t0), "m/s²"),
            "lead": (lead, "m"),
        }[p.asked]
        answer = number_answer(value, unit, digits=4, tolerance=0.01)
        areas = [(b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(p.corners)]
        pieces = " + ".join(_signed(area) for area in areas)
        crossing = any(a[1] * b[1] < 0 for a, b in pairwise(p.corners))
        return Solution(
            answer=answer,
            symbol="x",
            values={
                "listing": ", ".join(f"{_signed(v, False)} m/s at {format_number(t)} s" for t, v in p.corners),
                "listing_de": ", ".join(f"{_signed(v, False)} m/s bei {format_number(t)} s" for t, v in p.corners),
                "whole": format_number(whole),
                "areas": pieces,
                "total": _signed(displacement, False),
                "case": f"{p.asked} {'split' if crossing else 'whole'}" if p.asked == "distance" else p.asked,
                "t0": format_number(t0),
                "t1": format_number(t1),
                "v0": _signed(v0),
                "v1": _signed(v1, False),
                "first": format_number(first),
                "last": format_number(last),
                "theirs": format_number(whole * (first + last) / 2),
                "chart": p.layout,
            },
        )

    def draw(self, p: Motion, sketch: Sketch) -> None:
        """Corners lie on crossings of the grid."""
        every = (*p.speeds, *(p.other if p.layout == "two" else ()))
        low = (min(every) - 1) * p.metre if p.layout == "turning" else 0
        high, end = max(3, min(8, max(every) + 1)) * p.metre, p.times[-1] * p.second
        sketch.axes(
            CHART, (0.0, 0.0, 10.0, 6.2), x_limits=(0, end + 0.6 * p.second), y_limits=(low - 0.5 * p.metre * bool(low), high + 0.5 * p.metre),
            x_ticks=ticks(end, p.second), y_ticks=ticks(high, p.metre, low), x_label="time $t$ (s)",
            y_label="velocity $v$ (m/s)", grid=True,
        )  # fmt: skip
        sketch.claim("label", value="time $t$ (s)")
        sketch.claim("label", value="velocity $v$ (m/s)")
        if low:
            sketch.line("line:zero", (0, 0), (end + 0.6 * p.second, 0), width=1.3, axes=CHART)
            sketch.claim("at", "line:zero", value=((end + 0.6 * p.second) / 2, 0.0))
        if p.layout == "two":
            first, last = (float(p.metre * value) for value in p.other)
            self._graph(p, sketch, "B", [(0.0, first), (float(end), last)], RED, "dashed")
        self._graph(p, sketch, "A", p.corners, BLUE, "solid")
        count = len(p.corners) + (2 if p.layout == "two" else 0)
        sketch.claim("count", "point", value=count)

    def _graph(
        self, p: Motion, sketch: Sketch, name: str, corners: list[tuple[float, float]], color: str, dash: str
    ) -> None:
        sketch.line(f"line:{name}", *corners, color=color, dash=dash, width=2.2, axes=CHART, z=3)
        sketch.claim(
            "through", f"line:{name}", value=tuple(part for corner in corners for part in corner), tolerance=0.006
        )
        for k, corner in enumerate(corners):
            point(sketch, f"point:{name}{k}", corner, color)
        if p.layout == "two":
            sketch.text(
                f"name:{name}", name, corners[-1], of=f"line:{name}", toward=(1, 0), gap_pt=8, axes=CHART, color=color
            )
        sketch.entity(f"graph {name}", f"line:{name}")

    def questions(self, p: Motion) -> Iterator[Question]:
        """Velocities, times, and the kinds of motion."""
        corners = p.corners
        speeds = [v for _, v in corners]
        suffix = "_a" if p.layout == "two" else ""
        low = None if p.layout == "turning" else 0
        k = (p.piece + 1) % len(corners)
        yield ask_number(f"start{suffix}", speeds[0], unit="m/s", step=p.metre, low=low, likely=[speeds[-1]])
        if k:
            yield ask_number(
                f"at{suffix}", speeds[k], unit="m/s", step=p.metre, low=low, likely=speeds, t=corners[k][0]
            )
        yield ask_number(f"fastest{suffix}", max(speeds), unit="m/s", step=p.metre, low=0)
        flats = [b[0] - a[0] for a, b in pairwise(corners) if a[1] == b[1]]
        yield ask_number(f"steady{suffix}", sum(flats), unit="s", step=p.second, low=0)
        yield ask_count(f"braking{suffix}", sum(b < a for a, b in pairwise(speeds)))
        yield ask_number("whole", corners[-1][0], unit="s", step=p.second, low=p.second)

    @defect(visibility=2)
    def wrong_corner(self, p: Motion, scene: FigureScene, draw: Random) -> FigureScene:
        """A corner of the graph is marked at another velocity than the problem states."""
        return move_point(scene, named(scene, "point", draw), 0, (1 if draw.random() < 0.5 else -1) * 1.5 * p.metre)

    @defect(visibility=2)
    def line_off_its_corner(self, p: Motion, scene: FigureScene, draw: Random) -> FigureScene:
        """The graph ends at another velocity than its last corner has."""
        mark = scene.path("line:A")
        x, y = mark.points[-1]
        lift = 2 * p.metre if y < 4 * p.metre else -2 * p.metre
        return change(scene, replace(mark, points=(*mark.points[:-1], (x, y + lift))))

    @defect(visibility=1)
    def late_graph(self, p: Motion, scene: FigureScene, draw: Random) -> FigureScene:
        """The graph begins half a step of time too late."""
        mark = scene.path("line:A")
        return change(scene, replace(mark, points=tuple((x + 0.5 * p.second, y) for x, y in mark.points)))

    @defect(visibility=3)
    def missing_piece(self, p: Motion, scene: FigureScene, draw: Random) -> FigureScene:
        """The graph lacks its last piece, so that the motion stops short of its end."""
        mark = scene.path("line:A")
        return change(scene, replace(mark, points=mark.points[:-1]))


def _signed(value: float, bracketed: bool = True) -> str:
    text = format_number(abs(value), 4)
    return text if value >= 0 else f"(−{text})" if bracketed else f"−{text}"
