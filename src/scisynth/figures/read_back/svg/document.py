"""Reads an SVG back as `figures.read_back.figure` reads a Matplotlib figure: every text, line and area with its place on the page.

For scripts that draw with schemdraw, RDKit, Graphviz, Vega or by hand and leave an SVG file. An SVG is as hostile as the code that wrote it: it is read
where that code ran, and what comes of it goes through `Drawing.from_rows` like any stranger's rows. The id of an element, else that of
the group it stands in, is its mark's id. A text's box is that of DejaVu Sans, since a reader's font is not known; letters that RDKit draws as outlines are
recognised (`figures.read_back.svg.rdkit`). What is broken is left out, as a browser does. What no viewer sees by its own style is told here (`figures.read_back.svg.ink`), what is left by the pixels
of the image. Not covered: other letters drawn as outlines (typst), `use`, style sheets, nested pages with a viewBox of their own,
and places in the coordinates of axes.
"""

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any
from xml.etree import ElementTree

import numpy as np
from svgelements import Length, Matrix, Path, Viewbox

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawn_mark import MAX_MARKS, MAX_POINTS, MAX_TEXT, DrawnMark
from scisynth.figures.read_back.schematics import SVG_SHAPES, shape_marks
from scisynth.figures.read_back.svg.graphviz import as_part, group_id
from scisynth.figures.read_back.svg.ink import StyledMark, hidden_by, opacity_of, seen_marks
from scisynth.figures.read_back.svg.paths import stretches
from scisynth.figures.read_back.svg.rdkit import with_molecules
from scisynth.figures.scene.marks import Box

DPI = 96.0
"""CSS pixels an inch: what a length without a unit is measured in."""
MAX_SEGMENTS = 12_000
"""Pieces of paths of a page; a figure has hundreds, and each takes time."""
MAX_SHAPES = 3 * MAX_MARKS
"""Letters that are drawn as outlines, each a shape, are put together before marks are counted."""
MAX_DEPTH = 200
BROKEN = (ValueError, IndexError, AttributeError, ZeroDivisionError, TypeError, KeyError)
"""What the parsers of lengths, transforms and paths raise on nonsense."""
RELATIVE = ("%", "em", "ex", "vw", "vh", "auto")
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
    "fill-opacity",
    "stroke-opacity",
    "paint-order",
)


@dataclass(frozen=True)
class Context:
    """What an element inherits."""

    matrix: Matrix
    """To pixels, y down."""
    style: dict[str, str]
    id: str
    page: tuple[float, float]
    """Width and height, pixels."""
    view: tuple[float, float]
    """The same in units of the viewBox: what percentages are of."""
    is_part: bool = False
    """Inside a node or an edge of Graphviz, whose id goes for all of it."""
    depth: int = 0
    opacity: float = 1.0
    hidden: str = ""
    """Why nothing in it is seen."""
    clip: Box | None = None
    """Left, bottom, right, top of what it is clipped to, pixels."""
    clips: dict[str, ElementTree.Element] = field(default_factory=dict)
    """The clip paths of the page by their ids."""


def svg_marks(text: str) -> list[dict[str, Any]]:
    """Rows of the page and its marks, as `figures.read_back.figure.figure_marks` gives them.

    Raises:
        ValueError: not an SVG, one without a size, or one with more on it than a figure has.
    """
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, RecursionError) as error:
        raise ValueError(f"expected an SVG: {error}") from None
    box = None
    with suppress(*BROKEN):
        box = Viewbox(root.get("viewBox")) if root.get("viewBox") else None
    view = (float(box.width or 0), float(box.height or 0)) if box else (0.0, 0.0)
    width, height = (_page_side(root.get(side), view[place]) for place, side in enumerate(("width", "height")))
    if _tag(root) != "svg" or not (0 < width < math.inf and 0 < height < math.inf):
        raise ValueError("expected an SVG with a width and a height, or a viewBox")
    matrix = Matrix(box.transform(Viewbox(0, 0, width, height))) if box and min(view) > 0 else Matrix()
    page = Context(
        matrix=matrix,
        style={},
        id="",
        page=(width, height),
        view=view if min(view) > 0 else (width, height),
        clips={element.get("id", ""): element for element in root.iter() if _tag(element) == "clipPath"},
    )
    budget = [MAX_SEGMENTS]
    styled = with_molecules(list(islice(_walk(root, page, budget), MAX_SHAPES)))[:MAX_MARKS]
    marks = [mark for mark in seen_marks(styled, width, height) if not _is_paper(mark, width, height)]
    return [{"width_px": width, "height_px": height, "dpi": DPI}, *(asdict(mark) for mark in marks)]


def _page_side(given: str | None, of_view: float) -> float:
    """A side in pixels; that of the viewBox where the SVG leaves it to the page around it."""
    if not given or given.endswith(RELATIVE):
        return of_view
    with suppress(*BROKEN):
        return _length(given, 0.0)
    return of_view


def _walk(element: ElementTree.Element, outer: Context, budget: list[int]) -> Iterator[StyledMark]:
    own = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    given = {**element.attrib, **{key.strip(): value.strip() for key, value in own.items()}}
    if _tag(element) in SKIPPED:
        return
    try:
        matrix = Matrix(element.get("transform", "")) * outer.matrix
        if _tag(element) == "svg" and outer.depth:
            matrix = Matrix.translate(_place(element, 0.0, "x", outer), _place(element, 0.0, "y", outer)) * matrix
    except BROKEN:
        return
    part = group_id(element) if _tag(element) == "g" else ""
    here = replace(
        outer,
        matrix=matrix,
        style={**outer.style, **{key: given[key] for key in INHERITED if key in given}},
        id=part or (outer.id if outer.is_part else element.get("id", outer.id)),
        is_part=outer.is_part or bool(part),
        depth=outer.depth + 1,
        opacity=outer.opacity * opacity_of(given.get("opacity", "")),
        hidden=outer.hidden or hidden_by(given),
    )
    here = replace(here, clip=_clipped(given.get("clip-path", ""), here))
    if here.depth > MAX_DEPTH or budget[0] <= 0:
        # Half a drawing would be counted wrongly; none is merely not checked.
        raise ValueError(f"more than {MAX_SEGMENTS:,} pieces of paths, or {MAX_DEPTH} groups in each other")
    # A broken element is left out; the others stay.
    marks: list[DrawnMark] = []
    told: list[DrawnMark] = []
    with suppress(*BROKEN):
        if _tag(element) == "text":
            marks = list(_texts(element, here))
        elif (path := _outline(element, here)) is not None:
            marks = list(_paths(path, here, budget))
            if marks and (shapes := element.get(SVG_SHAPES)):
                told = shape_marks(shapes, lambda point: _pixel(point, here), marks[0])
    css, tag = " ".join(element.get("class", "").split()), _tag(element)
    for mark in (*(map(as_part, marks) if here.is_part else marks), *told):
        is_told = any(mark is other for other in told)
        yield StyledMark(mark, here.style, here.opacity, here.hidden, here.clip, css, tag, id(element), is_told)
    if _tag(element) != "text":
        for child in element:
            yield from _walk(child, here, budget)


def _outline(element: ElementTree.Element, here: Context) -> Path | None:
    """The path of a shape; None for what is none."""
    tag = _tag(element)

    def number(name: str) -> float:
        return _place(element, 0.0, name, here)

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


def _clipped(given: str, here: Context) -> Box | None:
    """What is left of the clip around an element by its own `clip-path`, taken as the box of its shapes."""
    clip = here.clips.get(given.strip().removeprefix("url(").removesuffix(")").strip("'\" ").removeprefix("#"))
    boxes = [] if clip is None or not given else [here.clip] if here.clip else []
    for shape in () if clip is None or not given else clip:
        with suppress(*BROKEN):
            path = _outline(shape, here)
            points = [_pixel(segment.end, here) for segment in path or () if segment.end is not None]
            boxes.append(geometry.box_of(points))
    if not boxes:
        return here.clip
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _paths(path: Path, here: Context, budget: list[int]) -> Iterator[DrawnMark]:
    """One mark for each stretch of the pen."""
    fill, stroke = here.style.get("fill", "black"), here.style.get("stroke", "none")
    if fill == stroke == "none" and not here.id:
        return
    for places in stretches(path, budget):
        points = [_pixel(place, here) for place in places]
        if len(points) < 2:
            continue
        if len(points) > MAX_POINTS:
            points = [points[round(index)] for index in np.linspace(0, len(points) - 1, MAX_POINTS)]
        closed = math.dist(points[0], points[-1]) < 1e-6
        ends = (here.style.get("marker-start", "none") != "none", here.style.get("marker-end", "none") != "none")
        yield DrawnMark(
            kind="path",
            id=here.id,
            points=tuple(points),
            bbox=geometry.box_of(points),
            closed=closed and len(points) > 2,
            filled=closed and fill != "none",
            arrow={(True, True): "both", (True, False): "start", (False, True): "end"}.get(ends, ""),
            size=_length(here.style.get("stroke-width", "1"), 100.0) * _scale(here.matrix) * 72 / DPI,
            color=(stroke if stroke != "none" else fill)[:9],
        )


def _texts(element: ElementTree.Element, here: Context) -> Iterator[DrawnMark]:
    """A text line by line: a `tspan` with a place of its own starts a line."""
    x = _place(element, 0.0, "x", here) + _place(element, 0.0, "dx", here)
    y = _place(element, 0.0, "y", here) + _place(element, 0.0, "dy", here)
    lines = [(x, y, element.text or "", here)]
    for span in element:
        inner = replace(here, style={**here.style, **{key: span.get(key, "") for key in INHERITED if span.get(key)}})
        if any(span.get(name) is not None for name in ("x", "y", "dy")):
            x = _place(span, x, "x", inner) + _place(span, 0.0, "dx", inner)
            y = _place(span, y, "y", inner) + _place(span, 0.0, "dy", inner)
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
        bbox=geometry.box_of(corners),
        size=size * _scale(here.matrix) * 72 / DPI,
        color=here.style.get("fill", "black")[:9],
        frame=(corners[0], corners[2], corners[3], corners[1]),
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
    return round(float(point.x), 3), round(here.page[1] - float(point.y), 3)


def _place(element: ElementTree.Element, default: float, name: str, here: Context) -> float:
    """A length in units of the drawing; of a list of them, one a letter, the first."""
    given = element.get(name, "").replace(",", " ").split()
    if not given:
        return default
    whole = _whole(name, here)
    return _length(given[0], whole, _font_size(here) if name in ("dx", "dy") else DEFAULT_FONT_PX)


def _whole(name: str, here: Context) -> float:
    """What a percentage of this attribute is of (SVG 2, section 8.9)."""
    width, height = here.view
    if name in ("x", "x1", "x2", "cx", "dx", "rx", "width"):
        return width
    return height if name in ("y", "y1", "y2", "cy", "dy", "ry", "height") else math.hypot(width, height) / math.sqrt(2)


def _font_size(here: Context) -> float:
    given = here.style.get("font-size", "")
    return _length(given, DEFAULT_FONT_PX) if given[:1].isdigit() or given[:1] == "." else DEFAULT_FONT_PX


def _length(given: str, whole: float, font_px: float = DEFAULT_FONT_PX) -> float:
    value = Length(given).value(ppi=DPI, font_size=font_px, relative_length=whole)
    return float(value)


def _scale(matrix: Matrix) -> float:
    return math.sqrt(abs(matrix.determinant))


def _is_paper(mark: DrawnMark, width: float, height: float) -> bool:
    """A filled page is paper and no mark."""
    return mark.filled and mark.bbox[0] <= 0 and mark.bbox[1] <= 0 and mark.bbox[2] >= width and mark.bbox[3] >= height


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
