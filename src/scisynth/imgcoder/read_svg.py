"""Reads an SVG back as `read_back` reads a Matplotlib figure: every text, line and area with its place on the page.

For scripts that draw with schemdraw, Vega or by hand and leave an SVG file. An SVG is as hostile as the code that wrote it: it is read
where that code ran, and what comes of it goes through `Drawing.from_rows` like any stranger's rows. The id of an element, else that of
the group it stands in, is its mark's id. A text's box is that of DejaVu Sans, since a reader's font is not known.
Not covered: letters drawn as outlines (RDKit, typst), `use`, clipping, style sheets, and places in the coordinates of axes.
"""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any
from xml.etree import ElementTree

from svgelements import Length, Matrix, Move, Path, Viewbox
from svgelements import Line as StraightLine

from scisynth.imgcoder.read_back import MAX_MARKS, MAX_TEXT, DrawnMark

DPI = 96.0
"""CSS pixels an inch: what a length without a unit is measured in."""
CURVE_POINTS = 24
DEFAULT_FONT_PX = 16.0
SHIFTS = {"start": 0.0, "middle": -0.5, "end": -1.0}
MIDDLES = frozenset({"central", "middle"})
TOPS = frozenset({"hanging", "text-before-edge", "text-top"})
BOTTOMS = frozenset({"ideographic", "text-after-edge", "text-bottom"})
SKIPPED = frozenset(
    {"defs", "symbol", "clipPath", "mask", "marker", "pattern", "style", "script", "title", "desc", "metadata"}
)
INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "font-size",
    "text-anchor",
    "dominant-baseline",
    "marker-start",
    "marker-end",
)


@dataclass(frozen=True)
class Context:
    """What an element inherits."""

    matrix: Matrix
    """To pixels, y down."""
    style: dict[str, str]
    id: str
    height_px: float


def svg_marks(text: str) -> list[dict[str, Any]]:
    """Rows of the page and its marks, as `read_back.figure_marks` gives them.

    Raises:
        ValueError: not an SVG, or one without a size.
    """
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, RecursionError) as error:
        raise ValueError(f"expected an SVG: {error}") from None
    box = Viewbox(root.get("viewBox")) if root.get("viewBox") else None
    width, height = (
        Length(root.get(side) or (getattr(box, side) if box else 0)).value(ppi=DPI, relative_length=100)
        for side in ("width", "height")
    )
    if _tag(root) != "svg" or not (width > 0 and height > 0):
        raise ValueError("expected an SVG with a width and a height, or a viewBox")
    matrix = Matrix(box.transform(Viewbox(0, 0, width, height)) if box else "")
    page = Context(matrix=matrix, style={}, id="", height_px=height)
    marks = [mark for mark in _walk(root, page) if not _is_paper(mark, width, height)][:MAX_MARKS]
    return [{"width_px": width, "height_px": height, "dpi": DPI}, *(asdict(mark) for mark in marks)]


def _walk(element: ElementTree.Element, outer: Context) -> Iterator[DrawnMark]:
    own = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    given = {**element.attrib, **{key.strip(): value.strip() for key, value in own.items()}}
    if _tag(element) in SKIPPED or given.get("display") == "none" or given.get("visibility") == "hidden":
        return
    here = Context(
        matrix=Matrix(element.get("transform", "")) * outer.matrix,
        style={**outer.style, **{key: given[key] for key in INHERITED if key in given}},
        id=element.get("id", outer.id),
        height_px=outer.height_px,
    )
    if _tag(element) == "text":
        yield from _texts(element, here)
        return
    if (path := _outline(element)) is not None:
        yield from _paths(path, here)
    for child in element:
        yield from _walk(child, here)


def _outline(element: ElementTree.Element) -> Path | None:
    """The path of a shape; None for what is none."""
    tag = _tag(element)

    def number(name: str) -> float:
        return float(Length(element.get(name, "0")).value(ppi=DPI, relative_length=100))

    if tag == "path":
        return Path(element.get("d", ""))
    if tag == "line":
        return Path(f"M{number('x1')},{number('y1')}L{number('x2')},{number('y2')}")
    if tag in ("polyline", "polygon"):
        return Path(f"M{element.get('points', '')}{'Z' if tag == 'polygon' else ''}")
    if tag == "rect":
        x, y, width, height = (number(name) for name in ("x", "y", "width", "height"))
        return Path(f"M{x},{y}h{width}v{height}h{-width}Z")
    if tag in ("circle", "ellipse"):
        rx, ry = (number("r"), number("r")) if tag == "circle" else (number("rx"), number("ry"))
        x, y = number("cx"), number("cy")
        return Path(f"M{x - rx},{y}A{rx},{ry} 0 1 0 {x + rx},{y}A{rx},{ry} 0 1 0 {x - rx},{y}Z")
    return None


def _paths(path: Path, here: Context) -> Iterator[DrawnMark]:
    """One mark for each stretch of the pen."""
    fill, stroke = here.style.get("fill", "black"), here.style.get("stroke", "none")
    if fill == stroke == "none":
        return
    for part in path.as_subpaths():
        points: list[tuple[float, float]] = []
        for segment in Path(part):
            steps = 1 if isinstance(segment, StraightLine | Move) or type(segment).__name__ == "Close" else CURVE_POINTS
            places = [segment.end] if steps == 1 else [segment.point(step / steps) for step in range(1, steps + 1)]
            points += [_pixel(place, here) for place in places if place is not None]
        if len(points) < 2:
            continue
        closed = math.dist(points[0], points[-1]) < 1e-6
        ends = ("marker-start" in here.style, "marker-end" in here.style)
        yield DrawnMark(
            kind="path",
            id=here.id,
            points=tuple(points),
            bbox=_box(points),
            closed=closed and len(points) > 2,
            filled=closed and fill != "none",
            arrow={(True, True): "both", (True, False): "start", (False, True): "end"}.get(ends, ""),
            size=_length(here, "stroke-width", 1.0) * 72 / DPI,
            color=(stroke if stroke != "none" else fill)[:9],
        )


def _texts(element: ElementTree.Element, here: Context) -> Iterator[DrawnMark]:
    """A text line by line: a `tspan` with a place of its own starts a line."""
    x, y = _place(element, 0.0, "x"), _place(element, 0.0, "y")
    lines = [(x, y, element.text or "", here)]
    for span in element:
        inner = replace(here, style={**here.style, **{key: span.get(key, "") for key in INHERITED if span.get(key)}})
        is_new = span.get("y") is not None or span.get("dy") is not None or span.get("x") is not None
        if is_new:
            x = _place(span, x, "x")
            y = _place(span, y, "y") + _place(span, 0.0, "dy")
            lines.append((x, y, "", inner))
        last = lines[-1]
        lines[-1] = (*last[:2], f"{last[2]}{''.join(span.itertext())}{span.tail or ''}", last[3])
    for left, base, text, context in lines:
        words = " ".join(text.split())
        if words:
            yield _text(words[:MAX_TEXT], left, base, context)


def _text(words: str, x: float, y: float, here: Context) -> DrawnMark:
    size = _font_size(here)
    low, high, width = _extent(words, size)
    shift = width * SHIFTS.get(here.style.get("text-anchor", "start"), 0.0)
    baseline = here.style.get("dominant-baseline", "")
    sits_on = (
        (low + high) / 2 if baseline in MIDDLES else high if baseline in TOPS else low if baseline in BOTTOMS else 0.0
    )
    corners = [_pixel((x + shift + across, y + sits_on - up), here) for across in (0.0, width) for up in (low, high)]
    return DrawnMark(
        kind="text",
        id=here.id,
        text=words,
        bbox=_box(corners),
        size=size * _scale(here.matrix) * 72 / DPI,
        color=here.style.get("fill", "black")[:9],
    )


def _extent(words: str, size: float) -> tuple[float, float, float]:
    """(bottom, top, width) of the ink above the baseline."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    box = TextPath(
        (0, 0), words.replace("$", r"\$"), size=size, prop=FontProperties(family="DejaVu Sans")
    ).get_extents()
    return float(box.y0), float(box.y1), float(box.x1)


def _pixel(place: Any, here: Context) -> tuple[float, float]:
    """On the page, y up, as Matplotlib has it."""
    point = here.matrix.point_in_matrix_space(place)
    return round(float(point.x), 3), round(here.height_px - float(point.y), 3)


def _place(element: ElementTree.Element, default: float, name: str) -> float:
    """A length; of a list of them, one a letter, the first."""
    given = element.get(name, "").replace(",", " ").split()
    return float(Length(given[0]).value(ppi=DPI, font_size=DEFAULT_FONT_PX, relative_length=100)) if given else default


def _font_size(here: Context) -> float:
    return float(
        Length(here.style.get("font-size", DEFAULT_FONT_PX)).value(
            ppi=DPI, font_size=DEFAULT_FONT_PX, relative_length=16
        )
    )


def _length(here: Context, name: str, default: float) -> float:
    return float(Length(here.style.get(name, default)).value(ppi=DPI, relative_length=100)) * _scale(here.matrix)


def _scale(matrix: Matrix) -> float:
    return math.sqrt(abs(matrix.determinant))


def _is_paper(mark: DrawnMark, width: float, height: float) -> bool:
    """A filled page is paper and no mark."""
    return mark.filled and mark.bbox[0] <= 0 and mark.bbox[1] <= 0 and mark.bbox[2] >= width and mark.bbox[3] >= height


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
