"""Remembers which component each line of schemdraw belongs to, so that its drawings are read back as circuits.

schemdraw draws a component as plain lines that carry no names. While it draws, in the process that runs the code, the first line of
every component is given the shapes that `figures.circuits.read` reads: its two leads, its symbol, its plates or its plus sign, each with
an id (`lead:R1.1`, `resistor:R1`); its texts get the id `label:R1`. The name comes from the label (`$R_1$ = 4 Ω` is R1), else it is a
number. What comes of it lies where the component was drawn, and counts only where its line is seen.
"""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from itertools import groupby
from typing import Any

from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.netlists import ANY_SOURCE, KIND_OF, SOURCES, kind_of, name_in_label, name_key

SHAPES = "_scisynth_shapes"
"""Attribute of an artist of Matplotlib, a list of `Shape` in the units of its axes."""
SVG_SHAPES = "data-shapes"
"""Attribute of an element of SVG, the same as JSON in the units of the drawing."""
CLOSED = 0.2
"""How far off its line the lever of a closed switch may reach, in units of schemdraw."""
MAX_SHAPES = 12
MAX_CORNERS = 100
ARC_DEG = 15.0
"""A step along an arc."""
WHOLE = 0.02
"""How far a line may fall short of reaching from one lead of its component to the other, in units of schemdraw."""
Shape = tuple[str, list[tuple[float, float]]]
"""An id and its points; closed where the last is the first."""
KINDS = {
    "SourceSin": "ac_source", "SourceSquare": "ac_source", "SourcePulse": "ac_source", "SourceTriangle": "ac_source",
    "SourceRamp": "ac_source", "SourceI": "current_source", "SourceV": "battery", "Battery": "battery",
    "BatteryCell": "battery", "BatteryDouble": "battery", "Solar": "battery", "MeterV": "voltmeter", "MeterA": "ammeter",
    "MeterI": "ammeter", "MeterOhm": "ohmmeter", "MeterArrow": "galvanometer", "Lamp": "lamp", "Lamp2": "lamp",
    "Neon": "lamp", "Source": "battery", "LED": "led", "LED2": "led", "Photodiode": "diode", "Diode": "diode",
    "Capacitor": "capacitor", "Capacitor2": "capacitor", "Inductor": "coil", "Inductor2": "coil", "FuseUS": "fuse",
    "FuseIEEE": "fuse", "FuseIEC": "fuse", "PotentiometerIEEE": "part", "PotentiometerIEC": "part", "SCR": "part",
    "ResistorIEEE": "resistor", "ResistorIEC": "resistor", "SwitchSpdt": "part", "Switch": "switch", "Button": "switch",
    "SwitchReed": "switch", "Motor": "motor", "Ground": "ground", "GroundSignal": "ground", "GroundChassis": "ground",
    "Line": "wire", "Wire": "wire", "Dot": "node",
}  # fmt: skip
"""Class to kind; the first class of a component's own line of descent that stands here counts."""
NO_PARTS = ("lines", "elements", "oneterm", "image", "container", "connectors", "outlets")
"""Modules of schemdraw whose other classes are no components."""
PLUS_FIRST = frozenset({"Battery", "BatteryCell", "BatteryDouble", "Diode", "LED", "LED2"})
PLUS_LAST = frozenset({"SourceV", "SourceI"})


def watch_schematics() -> None:
    """From now on drawings that this process makes with schemdraw say what they are; nothing where it is not loaded."""
    import sys

    module = sys.modules.get("schemdraw.elements.elements")
    if module is None or hasattr(module.Element._draw, "__wrapped__"):
        return
    draw = module.Element._draw

    @wraps(draw)
    def noted(element: Any, figure: Any) -> None:
        before = len(_drawn(figure))
        draw(element, figure)
        _note(element, figure, _drawn(figure)[before:])

    module.Element._draw = noted


def _drawn(figure: Any) -> list[Any]:
    """What a figure of schemdraw, of either kind, holds so far."""
    if hasattr(figure, "svgelements"):
        return [item for _, item in figure.svgelements]
    return [*figure.ax._children] if hasattr(figure.ax, "_children") else []


def _note(element: Any, figure: Any, items: Sequence[Any]) -> None:
    """Gives the shapes to the first line and the label's id to the texts."""
    kind = _kind(element)
    if not kind or not items or not getattr(element, "absanchors", None):
        return
    labels = [text for label in element._userlabels for text in _strings(label.label)]
    names: set[str] = figure.__dict__.setdefault("_scisynth_names", set())
    name = next(filter(None, map(name_in_label, labels)), "")
    if not name_key(name) or name in names or kind in ("wire", "node"):
        name = f"{name}#{len(names) + 1}"
    names.add(name)
    shapes = list(_shapes(element, kind, name))[:MAX_SHAPES]
    if hasattr(figure, "svgelements"):
        scaled = [(key, [tuple(map(float, figure.xform(*point))) for point in points]) for key, points in shapes]
        items[0].set(SVG_SHAPES, json.dumps(scaled))
        texts = [item for item in items if item.tag.rpartition("}")[2] == "text"]
        if kind not in ("wire", "node"):
            for number, item in enumerate(texts[-len(labels) :] if labels else ()):
                item.set("id", f"label:{name}{f'.{number + 1}' if number else ''}")
        return
    setattr(items[0], SHAPES, shapes)
    texts = [item for item in items if hasattr(item, "get_text") and item.get_text() in labels]
    for number, item in enumerate(texts if kind not in ("wire", "node") else ()):
        item.set_gid(f"label:{name}{f'.{number + 1}' if number else ''}")


def _strings(label: Any) -> list[str]:
    return [label] if isinstance(label, str) else [str(item) for item in label][:MAX_SHAPES]


def _kind(element: Any) -> str:
    """Empty for what is no component, `part` for one that is not read."""
    line = type(element).__mro__
    known = next((KINDS[cls.__name__] for cls in line if cls.__name__ in KINDS), "")
    if known:
        return known
    home = next((cls.__module__ for cls in line if cls.__module__.startswith("schemdraw.elements.")), "")
    return "part" if home and home.rpartition(".")[2] not in NO_PARTS else ""


def _shapes(element: Any, kind: str, name: str) -> Iterator[Shape]:
    anchors = {key: (float(point[0]), float(point[1])) for key, point in element.absanchors.items()}
    start, end = anchors.get("start"), anchors.get("end")
    if kind == "part" or start is None or end is None:
        yield f"part:{type(element).__name__}", [next(iter(anchors.values()))] * 2
    elif kind == "wire":
        path = [element.transform.transform(point) for point in element.segments[0].path]
        whole = [(float(x), float(y)) for x, y in path if x == x and y == y]
        yield f"wire:{name}", whole if type(element).__name__ == "Wire" else [start, end]
    elif kind == "node":
        yield f"node:{name}", [start]
    elif kind == "ground":
        yield f"lead:{name}.1", [start, _tail(element, start)]
        yield f"ground:{name}", [_tail(element, start), _tail(element, start)]
    else:
        yield from _component(element, kind, name, anchors)


def _tail(element: Any, start: tuple[float, float]) -> tuple[float, float]:
    """The end of the lead of a ground."""
    path = element.segments[0].path
    x, y = element.transform.transform(path[1] if len(path) > 1 else path[0])
    return (float(x), float(y)) if x == x else start


def _component(element: Any, kind: str, name: str, anchors: dict[str, tuple[float, float]]) -> Iterator[Shape]:
    one, two = anchors.get("istart", anchors["start"]), anchors.get("iend", anchors["end"])
    yield f"lead:{name}.1", [anchors["start"], one]
    yield f"lead:{name}.2", [two, anchors["end"]]
    yield f"{kind}:{name}", _symbol(element)
    classes = {cls.__name__ for cls in type(element).__mro__}
    if classes & (PLUS_FIRST | PLUS_LAST):
        is_first = bool(classes & PLUS_FIRST) != bool(element._userparams.get("reverse"))
        yield f"plus:{name}", [one if is_first else two]
    if kind == "switch" and element.segments[0].path[2:3] and _lies_closed(element):
        yield f"lever:{name}", [one, two]


def _lies_closed(element: Any) -> bool:
    """Whether the lever of a switch lies in its line."""
    return max((abs(float(y)) for x, y in element.segments[0].path if x == x), default=1.0) < CLOSED


def _symbol(element: Any) -> list[tuple[float, float]]:
    """The line or outline that makes the symbol from lead to lead; the rectangle around one that no single line makes."""
    corners = _rectangle(element)
    low, high = corners[0][0], corners[1][0]
    pieces = [
        [(x, y) for x, y in piece if low - WHOLE <= x <= high + WHOLE]
        for piece in (*(piece for segment in element.segments for piece in _pieces(segment)), _arcs(element))
    ]
    whole = [
        piece
        for piece in pieces
        if len(piece) > 2 and min(piece)[0] - low <= WHOLE and high - max(piece)[0] <= WHOLE and _height(piece) > WHOLE
    ]
    points = max(whole, key=_height, default=corners)
    step = -(-len(points) // MAX_CORNERS)
    return [(float(x), float(y)) for x, y in map(element.transform.transform, [*points[:-1][::step], points[-1]])]


def _height(piece: list[tuple[float, float]]) -> float:
    heights = [y for _, y in piece]
    return max(heights) - min(heights)


def _pieces(segment: Any) -> Iterator[list[tuple[float, float]]]:
    """The lines and outlines that a segment draws, in the component's own units; none of an arc or a text."""
    kind = type(segment).__name__
    if kind == "Segment":
        points = [(float(x), float(y)) for x, y in segment.path]
        yield from (list(run) for drawn, run in groupby(points, lambda point: point[0] == point[0]) if drawn)
    elif kind == "SegmentPoly" and segment.closed:
        yield [(float(x), float(y)) for x, y in (*segment.verts, segment.verts[0])]
    elif kind == "SegmentCircle":
        yield _arc(segment.center, 2 * segment.radius, 2 * segment.radius, 0.0, 360.0)


def _arcs(element: Any) -> list[tuple[float, float]]:
    """The arcs of a coil as one line from left to right."""
    arcs = [segment for segment in element.segments if type(segment).__name__ == "SegmentArc"]
    lines = [_arc(arc.center, arc.width, arc.height, float(arc.theta1), float(arc.theta2)) for arc in arcs]
    return [point for line in sorted(line if line[0] <= line[-1] else line[::-1] for line in lines) for point in line]


def _arc(center: Any, width: float, height: float, start: float, stop: float) -> list[tuple[float, float]]:
    """Points of an ellipse from one angle to another, degrees; one all around ends where it begins."""
    steps = max(4, round(abs(stop - start) / ARC_DEG))
    angles = [math.radians(start + (stop - start) * step / steps) for step in range(steps + 1)]
    points = [
        (float(center[0]) + width / 2 * math.cos(angle), float(center[1]) + height / 2 * math.sin(angle))
        for angle in angles
    ]
    return [*points[:-1], points[0]] if stop - start == 360 else points


def _rectangle(element: Any) -> list[tuple[float, float]]:
    """Around what lies between the leads, in the component's own units, along it."""
    xs, ys = [], []
    for place, segment in enumerate(element.segments):
        if type(segment).__name__ == "SegmentText":
            continue
        box = segment.get_bbox()
        ys += [box.ymin, box.ymax]
        if place:
            xs += [box.xmin, box.xmax]
    inner = [element.anchors[key][0] for key in ("istart", "iend") if key in element.anchors]
    xs = inner if len(inner) == 2 else xs
    return [(min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys)), (min(xs), min(ys))]


def named_shapes(given: Any, mark_id: str) -> list[Shape]:
    """Shapes that a line carries, under the name that a program gave the line later: `resistor:#3` of `resistor:R1` is R1."""
    shapes = _readable(given)
    role, _, name = mark_id.partition(":")
    symbol = next((key for key, _ in shapes if role in (key.partition(":")[0], *_loose_roles(key))), "") if name else ""
    if not symbol:
        return shapes
    old = symbol.partition(":")[2]
    return [
        (
            mark_id if key == symbol else f"{kind}:{name}{tail.removeprefix(old)}" if tail.startswith(old) else key,
            points,
        )
        for key, points in shapes
        for kind, _, tail in [key.partition(":")]
    ]


def _loose_roles(key: str) -> tuple[str, ...]:
    """Other words for a symbol's kind: a source of any kind is called `source`, a coil `inductor`."""
    kind = kind_of(key.partition(":")[0])
    others = tuple(word for word, meant in KIND_OF.items() if meant == kind and kind)
    return (*others, *ANY_SOURCE) if kind in SOURCES else others


def shape_marks(
    given: Any, place: Callable[[tuple[float, float]], tuple[float, float]], like: DrawnMark
) -> list[DrawnMark]:
    """The marks of shapes that a line carries, with `place` from its units to pixels, in the colour and axes of `like`."""
    marks = []
    for key, points in _readable(given):
        pixels = tuple(place(point) for point in points)
        xs, ys = zip(*pixels, strict=True)
        closed = len(points) > 2 and points[0] == points[-1]
        box = (min(xs), min(ys), max(xs), max(ys))
        marks.append(replace(like, kind="path", id=key, points=pixels, data=(), bbox=box, closed=closed, filled=False))
    return marks


def _readable(given: Any) -> list[Shape]:
    """Shapes that a stranger gave, as Python or JSON, as far as they are such."""
    if isinstance(given, str):
        try:
            given = json.loads(given[:20_000])
        except (ValueError, RecursionError):
            return []
    found: list[Shape] = []
    for row in given[:MAX_SHAPES] if isinstance(given, list | tuple) else ():
        try:
            key, points = row
            found.append((str(key)[:80], [(float(x), float(y)) for x, y in points[:MAX_CORNERS]]))
        except (TypeError, ValueError):
            continue
    return [(key, points) for key, points in found if points]
