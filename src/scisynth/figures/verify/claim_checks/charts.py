"""Claims in the coordinates of an axes: places, curves and the values of bars and points.

Distances are parts of what an axis shows, in powers of ten where it is logarithmic.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.places import at_on_page
from scisynth.figures.verify.formula import every_reading, off_equation

OF_AXIS = 0.01
"""How far off a place may be, as a part of its axis."""
VALUE = 0.01
"""How far off the value of a bar or a point may be, as a part of the largest."""
MAX_BARS = 400
MAX_SAMPLES = 400
"""Points of a curve that are compared with a formula."""


def at(claim: Claim, drawing: Drawing) -> str:
    """A mark lies at (x, y) in its axes; with an origin and a unit, on the page."""
    if len(claim.of) >= 3:
        return at_on_page(claim, drawing)
    found = marks.pieces(drawing, marks.at_least(claim, 1)[0])
    wanted = marks.numbers(claim)
    scale = _Scale(drawing, found[0])
    within = claim.tolerance or OF_AXIS
    if len(wanted) == 1:
        return _guide_at(claim, found[0], float(wanted[0]), scale, within)
    if len(wanted) != 2:
        raise ValueError("at needs two numbers")
    if not any(mark.data for mark in found):
        return _text_at(claim, drawing, found[0], wanted, scale)
    offs = [scale.apart(scale.middle(mark), wanted) for mark in found if mark.data]
    offs += [scale.apart_from_line(wanted, mark) for mark in found if _is_guide(mark)]
    if min(offs) <= within:
        return ""
    where = ", ".join(f"{value:.4g}" for value in scale.middle(next(mark for mark in found if mark.data)))
    return f"expected {marks.short(claim.of[0])} at ({wanted[0]:g}, {wanted[1]:g}), drawn at ({where})"


def _is_guide(mark: DrawnMark) -> bool:
    """A straight line along an axis, which is at every place of it."""
    return len(mark.data) == 2 and bool((np.ptp(np.asarray(mark.data), axis=0) < 1e-9).any())


def _guide_at(claim: Claim, mark: DrawnMark, wanted: float, scale: "_Scale", within: float) -> str:
    """An upright line lies at an x, a level one at a y."""
    if not mark.data:
        raise ValueError("at needs a mark in axes")
    data = np.asarray(mark.data)
    axis = int(np.argmin(np.ptp(data, axis=0) / np.maximum(scale.spans, 1e-300)))
    place = scale.middle(mark)
    goal = place.copy()
    goal[axis] = wanted
    if scale.apart(place, goal) <= within:
        return ""
    return f"expected {marks.short(claim.of[0])} at {'xy'[axis]} = {wanted:g}, drawn at {place[axis]:.4g}"


def _text_at(claim: Claim, drawing: Drawing, mark: DrawnMark, wanted: np.ndarray, scale: "_Scale") -> str:
    """A text stands at, or just next to, a place."""
    if not mark.axes or drawing.find(mark.axes) is None:
        raise ValueError("at needs a mark in axes and two numbers")
    x, y = scale.on_page(wanted)
    gap = geometry.box_distance(mark.bbox, (x, y, x, y))
    height = mark.bbox[3] - mark.bbox[1]
    return (
        ""
        if gap <= 1.5 * height
        else f"expected {marks.short(claim.of[0])} at {tuple(wanted.tolist())}, it stands {gap:.0f} px away"
    )


def through(claim: Claim, drawing: Drawing) -> str:
    """A curve passes the points (x, y), one after another in the list."""
    curve, wanted = marks.path(drawing, marks.at_least(claim, 1)[0]), marks.numbers(claim)
    if len(wanted) < 2 or len(wanted) % 2 or not curve.data:
        raise ValueError("through needs a curve in axes and pairs of numbers")
    scale = _Scale(drawing, curve)
    for point in wanted.reshape(-1, 2):
        if (off := scale.apart_from_line(point, curve)) > (claim.tolerance or OF_AXIS):
            return f"{marks.short(claim.of[0])} misses ({point[0]:g}, {point[1]:g}) by {off:.0%} of the axis"
    return ""


def values(claim: Claim, drawing: Drawing) -> str:
    """Heights of bars, angles of sectors in proportion, or y of plotted points; in order of x, or as the ids are listed."""
    wanted = marks.numbers(claim)
    found = _plotted(drawing, marks.at_least(claim, 1))
    drawn = _values_of(found)
    if len(drawn) != len(wanted):
        return f"expected {len(wanted)} values in {marks.short(claim.of[0])}, drawn {len(drawn)}"
    listed = _in_list_order(claim.of, found, drawn)
    slack = (claim.tolerance or VALUE) * max(float(np.abs(wanted).max()), 1e-300)
    for order in (drawn, listed, _as_sectors(found, drawn, wanted)):
        if np.abs(order - wanted).max() <= slack:
            return ""
    shown = ", ".join(f"{value:.4g}" for value in drawn[:12])
    return f"expected the values {', '.join(f'{value:g}' for value in wanted[:12])} in {marks.short(claim.of[0])}, drawn {shown}"


def _plotted(drawing: Drawing, names: Sequence[str]) -> list[DrawnMark]:
    """The marks of ids or of a role; bars without ids where `bar` is asked for and none has one."""
    try:
        found = marks.of_role(drawing, names)
    except marks.MissingMarkError:
        bars = [mark for mark in drawing.marks if not mark.id and mark.closed and mark.filled and _is_bar(mark)]
        if not bars or not marks.same_role("bar", names[0]):
            raise
        found = bars
    return [mark for mark in found if mark.data][:MAX_BARS]


def _is_bar(mark: DrawnMark) -> bool:
    data = np.asarray(mark.data)
    return len(mark.data) in (4, 5) and all(len(np.unique(np.round(data[:, axis], 9))) == 2 for axis in (0, 1))


def _values_of(found: Sequence[DrawnMark]) -> np.ndarray:
    """In order of x (of level bars from the top), float [N]."""
    if found and all(_is_bar(mark) for mark in found):
        boxes = np.asarray([[*np.min(mark.data, axis=0), *np.max(mark.data, axis=0)] for mark in found])
        level = len(found) > 1 and np.ptp(boxes[:, 0]) < 1e-9 < np.ptp(boxes[:, 1])
        low, high = (boxes[:, 0], boxes[:, 2]) if level else (boxes[:, 1], boxes[:, 3])
        sizes = np.where(np.abs(high) < 1e-12, low - high, high - low)
        return np.asarray(sizes[np.argsort(-boxes[:, 1] if level else boxes[:, 0], kind="stable")])
    arcs = [geometry.arc_of(mark) if mark.closed else None for mark in found]
    if len(found) > 1 and all(arc and arc[2] < 359 for arc in arcs):
        return np.asarray([arc[2] for arc in arcs if arc])
    points = np.concatenate([_places(mark) for mark in found]) if found else np.empty((0, 2))
    return np.asarray(points[np.argsort(points[:, 0], kind="stable"), 1])


def _places(mark: DrawnMark) -> np.ndarray:
    """The points of a plot, of a body its middle, float [N, 2]."""
    data = np.asarray(mark.data)
    return (data.min(axis=0) + data.max(axis=0))[None] / 2 if mark.closed else data


def _as_sectors(found: Sequence[DrawnMark], drawn: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Angles of sectors, scaled to the sum of the values; all else as it is."""
    is_pie = len(found) == len(drawn) and all(mark.closed and not _is_bar(mark) for mark in found) and drawn.sum() > 0
    return drawn * wanted.sum() / drawn.sum() if is_pie else drawn


def _in_list_order(names: Sequence[str], found: Sequence[DrawnMark], drawn: np.ndarray) -> np.ndarray:
    """The same values as the ids are listed, where each id has one."""
    if len(names) != len(drawn) or len(found) != len(drawn):
        return drawn
    return np.concatenate([_values_of([mark]) for mark in found])


def monotone(claim: Claim, drawing: Drawing) -> str:
    """A curve rises, or falls, all the way."""
    curve = marks.path(drawing, marks.at_least(claim, 1)[0])
    data = np.asarray(curve.data if curve.data else curve.points)
    steps = np.diff(data[np.argsort(data[:, 0], kind="stable"), 1])
    slack = 1e-6 * max(float(np.ptp(data[:, 1])), 1e-12)
    held = (steps >= -slack).all() if claim.value == "increasing" else (steps <= slack).all()
    return "" if held else f"{marks.short(claim.of[0])} is not {claim.value} all the way"


def formula(claim: Claim, drawing: Drawing) -> str:
    """A curve follows y = f(x), or an equation in x and y, in the coordinates of its axes."""
    curve, said = marks.path(drawing, marks.at_least(claim, 1)[0]), str(claim.value)
    data = np.asarray(curve.data)
    if not len(data):
        raise ValueError(f"{claim.of[0]} is not in axes")
    scale = _Scale(drawing, curve)
    within = claim.tolerance or OF_AXIS
    data = data[np.unique(np.linspace(0, len(data) - 1, MAX_SAMPLES).astype(int))]
    readings = every_reading(said, data[:, 0])
    off = (
        min(scale.off_curve(data, expected) for expected in readings)
        if readings
        else off_equation(said, data, scale.spans)
    )
    if not np.isfinite(off):
        raise ValueError(f"{said} is defined nowhere on the curve")
    return "" if off <= within else f"{marks.short(claim.of[0])} leaves {said} by {off:.0%} of the axis"


class _Scale:
    """How far apart places of an axes are, as parts of what its axes show."""

    def __init__(self, drawing: Drawing, mark: DrawnMark) -> None:
        axes = drawing.find(mark.axes)
        self._axes = axes
        data = np.asarray(axes.data if axes and axes.data else mark.data or [(0.0, 0.0)])
        scales = axes.text.split() if axes else []
        self._logs = [place < len(scales) and scales[place] == "log" for place in (0, 1)]
        mapped = self._mapped(data)
        self._first, self._step = mapped[0], mapped[-1] - mapped[0]
        spans = np.ptp(mapped, axis=0)
        self.spans = np.where(spans > 0, spans, 1.0)

    def _mapped(self, points: np.ndarray) -> np.ndarray:
        points = np.array(points, dtype=float)
        for axis, is_log in enumerate(self._logs):
            if is_log:
                points[..., axis] = np.log10(np.maximum(points[..., axis], 1e-300))
        return points

    def middle(self, mark: DrawnMark) -> np.ndarray:
        """Of a mark as it is seen on the page, in the coordinates of the axes."""
        mapped = self._mapped(np.asarray(mark.data))
        found = (mapped.min(axis=0) + mapped.max(axis=0)) / 2
        return np.asarray([10.0**place if is_log else place for place, is_log in zip(found, self._logs, strict=True)])

    def apart(self, one: np.ndarray, two: Sequence[float] | np.ndarray) -> float:
        """The larger of the two differences."""
        return float((np.abs(self._mapped(one) - self._mapped(np.asarray(two, dtype=float))) / self.spans).max())

    def off_curve(self, data: np.ndarray, expected: np.ndarray) -> float:
        """The largest distance of points, float [N, 2], from heights, where these are finite; infinite where none is."""
        known = np.isfinite(expected)
        goals = np.column_stack([data[:, 0], expected])[known]
        gaps = np.abs(self._mapped(data[known]) - self._mapped(goals)) / self.spans
        return float(gaps.max()) if known.any() else float("inf")

    def apart_from_line(self, point: np.ndarray, mark: DrawnMark) -> float:
        """From a point to the nearest place of a line."""
        line = self._mapped(np.asarray(mark.data)) / self.spans
        scaled = DrawnMark(kind="path", points=tuple((x, y) for x, y in line.tolist()))
        return geometry.distance_to_path(self._mapped(point) / self.spans, scaled)

    def on_page(self, point: np.ndarray) -> tuple[float, float]:
        """A place of the axes in pixels."""
        assert self._axes is not None
        left, bottom, right, top = self._axes.bbox
        x, y = (self._mapped(point) - self._first) / np.where(self._step, self._step, 1.0)
        return left + x * (right - left), bottom + y * (top - bottom)
