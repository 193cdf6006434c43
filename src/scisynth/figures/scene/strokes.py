"""The strokes of a sketch: marks added one by one, and the claims that follow from them."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from scisynth.figures.scene.marks import Axes, Box, Label, Mark, Path, Point, Round
from scisynth.figures.scene.plot_places import PlotPlaces
from scisynth.figures.scene.scene import Claim, Entity

Place = Sequence[float] | np.ndarray
"""(x, y) in scene units."""


class Strokes:
    """Marks, claims and entities under construction."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.claims: list[Claim] = []
        self.entities: list[Entity] = []
        self.symbol_size = 0.0
        """Of circuit symbols, in units; the first component sets it."""
        self.letters: dict[str, float] = {}
        """Labels that belong to a symbol or an atom, with their font size in units: they grow and shrink with it."""

    def add(self, mark: Mark) -> str:
        """Adds a mark and returns its id; an id is used once."""
        assert all(mark.id != other.id for other in self.marks), f"two marks are called {mark.id}"
        self.marks.append(mark)
        return mark.id

    def line(self, name: str, *points: Place, **style: Any) -> str:
        """Open line through points."""
        return self.add(Path(id=name, points=tuple(as_point(point) for point in points), **style))

    def area(self, name: str, *points: Place, **style: Any) -> str:
        """Closed outline."""
        return self.line(name, *points, closed=True, **style)

    def rectangle(self, name: str, left: float, bottom: float, right: float, top: float, **style: Any) -> str:
        """Upright rectangle."""
        return self.area(name, (left, bottom), (right, bottom), (right, top), (left, top), **style)

    def arrow(self, name: str, tail: Place, tip: Place, **style: Any) -> str:
        """Straight arrow."""
        # Its head and its direction are claimed.
        style.setdefault("arrow", "end")
        self.line(name, tail, tip, **style)
        self.claim("head", name, value=style["arrow"])
        if not style.get("axes"):
            self.claim("direction", name, value=math.degrees(math.atan2(tip[1] - tail[1], tip[0] - tail[0])) % 360)
        return name

    def circle(self, name: str, center: Place, radius: float, **style: Any) -> str:
        """Circle; with start_deg, end_deg an arc, with radius_y an ellipse."""
        return self.add(Round(id=name, center=as_point(center), radius=float(radius), **style))

    def dot(self, name: str, at: Place, radius: float, color: str = "#1a1a1a", **style: Any) -> str:
        """Filled point; its radius is one on the page, in axes too."""
        if style.get("axes") and "radius_y" not in style:
            radius, high = self._places(style["axes"]).radii(at, radius)
            style["radius_y"] = high if high != radius else 0.0
        return self.circle(name, at, radius, fill=color, color=color, width=0.5, **{"z": 4, **style})

    def text(
        self,
        name: str,
        words: str,
        at: Place,
        of: str = "",
        toward: Place | None = None,
        gap_pt: float = 5.0,
        **style: Any,
    ) -> str:
        """Text; `of` is the id of the mark it names. `toward` is a direction, not a place: (0, 1) puts it above `at`, (1, 0) to its
        right, gap_pt points away; without it the text is centred on `at`."""
        # The words are claimed, and with `of` the place.
        if toward is not None:
            style = {**_beside(toward, gap_pt), **style}
        self.add(Label(id=name, text=words, at=as_point(at), of=of, **style))
        self.claim("label", name, value=words)
        if of:
            self.claim("near", name, of)
        return name

    def axes(self, name: str, box: Box, **style: Any) -> str:
        """Coordinate system in box = (left, bottom, right, top); marks with axes=name are placed in it. x_ticks=(), y_ticks=() for none."""
        return self.add(Axes(id=name, box=box, **style))

    def curve(
        self,
        name: str,
        axes: str,
        formula: Callable[[np.ndarray], np.ndarray],
        low: float,
        high: float,
        num: int = 160,
        **style: Any,
    ) -> str:
        """Graph of formula, a Python function of a NumPy array, in an axes."""
        plot = self._axes(axes)
        x = np.geomspace(low, high, num) if plot.x_scale == "log" else np.linspace(low, high, num)
        y = np.asarray(formula(x), dtype=float)
        return self.line(name, *zip(x.tolist(), y.tolist(), strict=True), axes=axes, **style)

    def dimension(self, name: str, one: Place, two: Place, words: str, offset: float, **style: Any) -> str:
        """Dimension line next to the stretch from one to two, offset units to its left (negative: right). "dim:h" makes the text label:h."""
        plot = self._places(style["axes"]) if style.get("axes") else None
        start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
        if plot is not None:
            start, stop = plot.to_page(start), plot.to_page(stop)
            aside = plot.beside(start, stop, offset)
        else:
            along = (stop - start) / np.linalg.norm(stop - start)
            aside = np.asarray([-along[1], along[0]]) * offset
        tag, inside = name.partition(":")[2] or name, {"axes": style["axes"]} if plot is not None else {}
        ends = [(place + aside * 0.15, place + aside * 1.12) for place in (start, stop)]
        points = np.asarray([*ends[0], *ends[1], start + aside, stop + aside, (start + stop) / 2 + aside])
        points = plot.to_data(points) if plot is not None else points
        for end in (1, 2):
            self.line(f"extension:{tag}{end}", *points[2 * end - 2 : 2 * end], width=0.7, **inside)
        self.line(name, points[4], points[5], arrow="both", width=0.9, **inside)
        self.text(f"label:{tag}", words, points[6], of=name, **{"plate": True, **style})
        return name

    def angle(
        self,
        name: str,
        vertex: Place,
        one: Place,
        two: Place,
        words: str,
        radius: float,
        **style: Any,
    ) -> str:
        """Arc anticlockwise from the ray to `one` to the ray to `two`. "angle:A" makes the text label:A."""
        plot = self._places(style["axes"]) if style.get("axes") else None
        corner, one, two = (np.asarray(place) if plot is None else plot.to_page(place) for place in (vertex, one, two))
        start, stop = (math.degrees(math.atan2(end[1] - corner[1], end[0] - corner[0])) for end in (one, two))
        stop += 360 * (stop < start)
        middle, tag = math.radians((start + stop) / 2), name.partition(":")[2] or name
        aside = (math.cos(middle), math.sin(middle))
        if plot is None:
            self.circle(name, vertex, radius, start_deg=start, end_deg=stop, width=1.0)
            at: Place = (vertex[0] + radius * aside[0], vertex[1] + radius * aside[1])
        else:
            turns = np.radians(np.linspace(start, stop, 49))
            arc = corner + radius * plot.unit[0] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
            self.line(name, *plot.to_data(arc), width=1.0, axes=style["axes"])
            at = plot.to_data(arc[24])
        self.text(f"label:{tag}", words, at, of=name, **{"toward": aside, "gap_pt": 3.0, **style})
        return name

    def right_angle(self, name: str, vertex: Place, one: Place, two: Place, size: float) -> str:
        """Small square of a right angle."""
        corner = np.asarray(vertex, dtype=float)
        a, b = (size * (np.asarray(end) - corner) / np.linalg.norm(np.asarray(end) - corner) for end in (one, two))
        return self.line(name, corner + a, corner + a + b, corner + b, width=1.0)

    def ground(self, name: str, left: float, right: float, top: float, depth: float) -> str:
        """Floor: the line ground:name with a hatched strip of this depth below it."""
        self.rectangle(f"hatch:{name}", left, top - depth, right, top, hatch="////", width=0, color="#8a8a8a", z=0)
        return self.line(f"ground:{name}", (left, top), (right, top))

    def claim(self, kind: str, *of: str, value: Any = None, tolerance: float = 0.0) -> None:
        """What the drawing must show; kinds are those of `figures.verify.claim_checks.kinds.KINDS`."""
        self.claims.append(Claim(kind=kind, of=of, value=value, tolerance=tolerance))

    def _axes(self, name: str) -> Axes:
        return next(mark for mark in self.marks if isinstance(mark, Axes) and mark.id == name)

    def _places(self, axes: str) -> PlotPlaces:
        return PlotPlaces(self._axes(axes))


def _beside(toward: Place, gap_pt: float) -> dict[str, Any]:
    """Alignment and shift that put a text clear of its place, on the side of a direction."""
    size = math.hypot(*toward)
    x, y = toward[0] / size, toward[1] / size
    return {
        "align": "left" if x > 0.38 else "right" if x < -0.38 else "center",
        "valign": "bottom" if y > 0.38 else "top" if y < -0.38 else "center",
        "shift_pt": (gap_pt * x, gap_pt * y),
    }


def as_point(point: Place) -> Point:
    """A place as two floats."""
    x, y = point
    return float(x), float(y)
