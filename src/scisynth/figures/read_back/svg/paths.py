"""Paths of an SVG as points: each stretch of the pen by itself, curves cut into short pieces."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from svgelements import Close, Move, Path
from svgelements import Line as StraightLine

CURVE_POINTS = 12


def stretches(path: Path, budget: list[int]) -> Iterator[list[Any]]:
    """The points of each stretch in units of the drawing; `budget[0]` counts down the pieces that may still be looked at."""
    for part in path.as_subpaths():
        points: list[Any] = []
        for segment in islice(Path(part), budget[0]):
            steps = 1 if isinstance(segment, StraightLine | Move | Close) else CURVE_POINTS
            places = [segment.end] if steps == 1 else [segment.point(step / steps) for step in range(1, steps + 1)]
            points += [place for place in places if place is not None]
            budget[0] -= 1
        yield points
