"""A coordinate plane: crossed axes with equal scales on which curves, segments and points are claimed as they are drawn.

Labels are set last and look for themselves: of eight sides of their place they take the one that keeps clearest of all that has
been drawn, of the numbers at the axes and of other labels.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from scisynth.figures.labels.text import plain
from scisynth.figures.parts.math import coordinates
from scisynth.figures.parts.palette import INK
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.draw import LONG_SIDE_IN
from scisynth.figures.scene.marks import Axes, Label
from scisynth.figures.scene.sketch import Place, Sketch
from scisynth.figures.verify.formula import evaluate

AXES = "axes:xy"


class Plane:
    """Axes through the origin in a sketch, and where there is still room on them."""

    def __init__(self, sketch: Sketch, x_limits: tuple[float, float], y_limits: tuple[float, float]) -> None:
        self.sketch = sketch
        self.limits = (x_limits, y_limits)
        span = max(x_limits[1] - x_limits[0], y_limits[1] - y_limits[0])
        self.unit_pt = 72 * LONG_SIDE_IN / span
        """Points of the page to a unit of the axes."""
        self.taken: list[np.ndarray] = []
        """What labels keep clear of, float [N, 2] each."""
        self.lines: list[np.ndarray] = []
        """Of these, all that is drawn but the axes."""
        self.texts: list[np.ndarray] = []
        """Texts, which they must not touch at all."""
        self.dots: list[np.ndarray] = []
        """Middles of points, float [1, 2] each."""
        step = 1 if span <= 13 else 2 if span <= 26 else 5
        ticks = [
            tuple(
                float(n) for n in range(math.ceil(low), math.floor(high) + 1) if n and n % step == 0 and n < high - 0.4
            )
            for low, high in self.limits
        ]
        sketch.axes(
            AXES,
            (x_limits[0], y_limits[0], x_limits[1], y_limits[1]),
            x_limits=x_limits,
            y_limits=y_limits,
            x_label="$x$",
            y_label="$y$",
            x_ticks=ticks[0],
            y_ticks=ticks[1],
            style="cross",
            grid=True,
        )
        sketch.text("vertex:O", "$O$", (0, 0), axes=AXES, toward=(-1, -1), gap_pt=4, halo=True)
        self._take((x_limits[0], 0), (x_limits[1], 0))
        self._take((0, y_limits[0]), (0, y_limits[1]))
        down, wide = 10 / self.unit_pt, 5 / self.unit_pt
        for x in ticks[0]:
            self._take_text((x, -down), (wide, wide))
        self.origin = len(self.texts)
        self._take_text((-8 / self.unit_pt, -8 / self.unit_pt), (wide, wide))
        self._take_text((x_limits[1] + down, 0), (wide, wide))
        self._take_text((0, y_limits[1] + down), (wide, wide))
        for y in ticks[1]:
            self._take_text((-down, y), (wide, wide))

    def curve(self, name: str, formula: str, low: float, high: float, num: int = 160, **style: Any) -> str:
        """The graph of a formula in x, which is claimed."""
        x = np.linspace(low, high, num)
        return self.path(name, np.stack([x, evaluate(formula, x)], axis=1), formula, **style)

    def path(self, name: str, points: np.ndarray, formula: str = "", **style: Any) -> str:
        """A line through points, float [N, 2]; with a formula, all of them follow it."""
        self.sketch.line(name, *points, axes=AXES, **{"width": 1.8, **style})
        if formula:
            self.sketch.claim("formula", name, value=formula)
        self.keep_clear(points)
        return name

    def keep_clear(self, points: np.ndarray) -> None:
        """Labels, and numbers at the axes, keep clear of a line through points, float [N, 2]."""
        before = len(self.taken)
        for one, two in pairwise(points):
            self._take(one, two)
        self.lines += self.taken[before:]

    def segment(self, name: str, one: Place, two: Place, **style: Any) -> str:
        """A straight stretch; its middle is claimed."""
        self.path(name, np.asarray([one, two], dtype=float), **style)
        self.sketch.claim("at", name, value=((one[0] + two[0]) / 2, (one[1] + two[1]) / 2))
        return name

    def arrow(self, name: str, tail: Place, tip: Place, **style: Any) -> str:
        """A vector; its middle and its head are claimed."""
        self.sketch.arrow(name, tail, tip, axes=AXES, **{"width": 1.8, **style})
        self.sketch.claim("at", name, value=((tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2))
        self.keep_clear(np.asarray([tail, tip], dtype=float))
        return name

    def region(self, name: str, *corners: Place, **style: Any) -> str:
        """A filled area without an outline."""
        return self.sketch.area(name, *corners, axes=AXES, width=0, z=1, **style)

    def dot(self, name: str, place: Place, color: str = INK) -> str:
        """A point `point:NAME`; its place is claimed."""
        dot = self.sketch.dot(f"point:{name}", place, 3.0 / self.unit_pt, color=color, axes=AXES)
        self.sketch.claim("at", dot, value=(float(place[0]), float(place[1])))
        self.dots.append(np.asarray([place], dtype=float))
        size = 3.0 / self.unit_pt
        self._take((place[0] - size, place[1]), (place[0] + size, place[1]))
        return dot

    def name_point(self, name: str, place: Place, *, with_coordinates: bool = True, letter: str = "") -> None:
        """The letter of a point, with its coordinates as a textbook writes them."""
        words = f"${letter or name}$" + (coordinates(place) if with_coordinates else "")
        self.label(f"vertex:{name}", words, place, of=f"point:{name}", size=12.0)

    def label(
        self,
        name: str,
        words: str,
        place: Place,
        of: str,
        size: float = 11.0,
        gap_pt: float = 5.0,
        also: Sequence[Place] = (),
        **style: Any,
    ) -> None:
        """A text of a mark on the side of its place, or of one of the places `also`, that has most room."""
        half = np.asarray([0.27 * size * max(len(plain(words)), 1.6), 0.55 * size]) / self.unit_pt
        taken = np.concatenate(self.taken)
        best, chosen, gap_chosen = -math.inf, (place, polar(0), np.zeros(2)), gap_pt
        for at, gap in ((at, gap) for gap in (gap_pt, gap_pt + 4) for at in (place, *also)):
            for degrees in (45, 135, 315, 225, 0, 180, 90, 270):
                toward = polar(degrees)
                sign = np.where(np.abs(toward) > 0.38, np.sign(toward), 0)
                middle = np.asarray(at, dtype=float) + sign * half + toward * gap / self.unit_pt
                score = self._room(taken, middle, half)
                if score > best + 0.3:
                    best, chosen, gap_chosen = score, (at, toward, middle), gap
        at, toward, middle = chosen
        self._take_text(middle, half)
        self.sketch.text(
            name, words, at, of=of, toward=toward, gap_pt=gap_chosen, size=size, axes=AXES, halo=True, **style
        )

    def clear_ticks(self) -> None:
        """Moves numbers that a line runs through to another side of their tick, or leaves them out; the ticks stay."""
        index = [mark.id for mark in self.sketch.marks].index(AXES)
        axes = self.sketch.marks[index]
        assert isinstance(axes, Axes)
        words = [
            tuple(self._number(value, side) for value in ticks or ())
            for side, ticks in enumerate((axes.x_ticks, axes.y_ticks))
        ]
        self.sketch.marks[index] = replace(axes, x_tick_labels=words[0], y_tick_labels=words[1])
        for side, ticks in enumerate((axes.x_ticks, axes.y_ticks)):
            for value, shown in zip(ticks or (), words[side], strict=True):
                if not shown:
                    self._move_number(value, side)
        self._move_origin()

    def _move_origin(self) -> None:
        """The O stands in the corner of the axes that has most room; below on the left where that is clear."""
        index = [mark.id for mark in self.sketch.marks].index("vertex:O")
        words = self.sketch.marks[index]
        assert isinstance(words, Label)
        lines = np.concatenate([np.empty((0, 2)), *self.lines])
        texts = np.concatenate([*self.texts[: self.origin], *self.texts[self.origin + 5 :]])
        best, side = -1.0, np.asarray((-1.0, -1.0))
        for toward in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            middle, half = np.asarray(toward) * 8 / self.unit_pt, np.full(2, 5 / self.unit_pt)
            room = min(self._gap(np.concatenate([lines, texts]), middle, half), 2.0)
            if room > best:
                best, side = room, np.asarray(toward, dtype=float)
        right, up = 4 * polar(math.degrees(math.atan2(side[1], side[0])))
        self.sketch.marks[index] = replace(
            words,
            shift_pt=(float(right), float(up)),
            align="left" if right > 0 else "right",
            valign="bottom" if up > 0 else "top",
        )

    def _number(self, value: float, side: int) -> str:
        """The number of a tick of the x or y axis, or no text where it has no room."""
        words = f"{value:g}".replace("-", "−")
        half = np.asarray([2.8 * len(words), 4.6]) / self.unit_pt
        aside = (9.0 if side == 0 else 5.0 + 2.8 * len(words)) / self.unit_pt
        middle = np.asarray([value, -aside] if side == 0 else [-aside, value])
        lines = np.concatenate([np.empty((0, 2)), *self.lines])
        return "" if len(lines) and self._gap(lines, middle, half) < 2.5 else words

    def _move_number(self, value: float, side: int) -> None:
        """The number of a tick on the other side of its axis, or aside of the tick, where there is room."""
        words = f"{value:g}".replace("-", "−")
        half = np.asarray([2.8 * len(words), 4.6]) / self.unit_pt
        at = np.asarray((value, 0.0) if side == 0 else (0.0, value))
        for degrees in (90, 225, 315, 135, 45) if side == 0 else (0, 225, 135, 315, 45):
            toward = polar(degrees)
            middle = at + np.where(np.abs(toward) > 0.38, np.sign(toward), 0) * half + toward * 4 / self.unit_pt
            clear = all(self._gap(taken, middle, half) >= 1.5 for taken in self.lines + self.texts)
            if clear and all(self._gap(dot, middle, half) >= 4.5 for dot in self.dots):
                self._take_text(middle, half)
                style: dict[str, Any] = {"toward": toward, "gap_pt": 4, "size": 9.5, "halo": True}
                self.sketch.text(f"number:{'xy'[side]}{value:g}", words, at, axes=AXES, **style)
                return

    def _room(self, taken: np.ndarray, middle: np.ndarray, half: np.ndarray) -> float:
        """How clear of everything a box stands, points, at most 8; less where it leaves the axes."""
        clear = self._gap(taken, middle, half)
        touches = 20.0 * (self._gap(np.concatenate(self.texts), middle, half) < 1.0)
        low, high = np.asarray(self.limits).T
        outside = float(np.minimum(np.minimum(middle - half - low, high - middle - half), 0).min())
        struck = float((np.abs(taken - middle) < half).all(axis=1).sum())
        return min(clear, 8.0) - touches - 1.0 * struck + 0.3 * outside * self.unit_pt

    def _gap(self, taken: np.ndarray, middle: np.ndarray, half: np.ndarray) -> float:
        gaps = np.maximum(np.abs(taken - middle) - half, 0)
        return float(np.hypot(*gaps.T).min()) * self.unit_pt

    def _take_text(self, middle: Place, half: Place) -> None:
        """A box of text, as five rows of points."""
        before = len(self.taken)
        for position in (-1, -0.5, 0, 0.5, 1):
            y = middle[1] + position * half[1]
            self._take((middle[0] - half[0], y), (middle[0] + half[0], y))
        self.texts += self.taken[before:]

    def _take(self, one: Place, two: Place) -> None:
        start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
        num = int(np.linalg.norm(stop - start) * self.unit_pt / 4) + 2
        self.taken.append(start + (stop - start) * np.linspace(0, 1, num)[:, None])


def limits_around(values: Sequence[float], margin: float = 1.0) -> tuple[float, float]:
    """Whole limits that hold all values and 0, with a margin on both sides."""
    return math.floor(min(*values, 0.0) - margin), math.ceil(max(*values, 0.0) + margin)


def polynomial(*coefficients: float) -> str:
    """Coefficients from the highest power down as a right side: `0.5x² − x + 3`.

    >>> polynomial(0.5, -1, 3), polynomial(-1, 0)
    ('0.5x² − x + 3', '−x')
    """
    words = ""
    for power, value in zip(range(len(coefficients) - 1, -1, -1), coefficients, strict=True):
        if not value:
            continue
        letter = {0: "", 1: "x", 2: "x²", 3: "x³"}[power]
        size = "" if abs(value) == 1 and letter else f"{abs(value):g}"
        sign = "−" if value < 0 else "+"
        words += (f" {sign} " if words else sign.replace("+", "")) + size + letter
    return words or "0"


def as_math(words: str) -> str:
    """An equation for a label, its letters in italics.

    >>> as_math("y = x² − 1")
    '$y = x^2 − 1$'
    """
    for raised, power in (("²", "^2"), ("³", "^3"), ("⁴", "^4")):
        words = words.replace(raised, power)
    return f"${words}$"
