"""Which marks of an SVG no viewer sees, by their style and by what lies over them: the words for what `figures.read_back.image_check` sees in pixels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from svgelements import Color

from scisynth.figures.read_back.drawn_mark import COVERED, LIKE_BELOW, OFF_PAGE, DrawnMark
from scisynth.figures.read_back.ink import FAINT, FAINT_TEXT
from scisynth.figures.scene.marks import Box

MIN_ALPHA, OPAQUE = 0.05, 0.95
MIN_INSIDE = 0.6
"""Fraction of a mark's box that must lie on the page and inside of its clip."""
MIN_FONT_PT = 2.5
MAX_COVERS = 300
"""Opaque areas that are looked at."""
PAPER = (255, 255, 255)


@dataclass(frozen=True)
class StyledMark:
    """A mark and what its element says of its ink."""

    mark: DrawnMark
    style: Mapping[str, str]
    opacity: float
    hidden: str
    clip: Box | None
    css: str = ""
    """Its classes."""
    tag: str = ""
    element: int = 0
    """Equal for the marks of one element."""
    is_told: bool = False
    """Told of by its element and not drawn by itself: seen where that is."""


def opacity_of(given: str) -> float:
    """A number or a percentage, in [0, 1]; 1 for anything else."""
    try:
        value = float(given.rstrip("% ")) / (100 if given.strip().endswith("%") else 1)
    except ValueError:
        return 1.0
    return min(max(value, 0.0), 1.0)


def hidden_by(given: Mapping[str, str]) -> str:
    """Why an element with these attributes shows nothing, nor anything in it."""
    invisible = given.get("display") == "none" or given.get("visibility") in ("hidden", "collapse")
    return "it is set invisible, or what holds it is" if invisible else ""


def seen_marks(styled: Sequence[StyledMark], width: float, height: float) -> Iterator[DrawnMark]:
    """The marks in order, each with the reason why it is not seen, if it is not; width and height of the page in pixels."""
    page = (0.0, 0.0, width, height)
    areas = [(place, item) for place, item in enumerate(styled) if _is_opaque_area(item)][:MAX_COVERS]
    reasons: dict[int, str] = {}
    for place, item in enumerate(styled):
        if item.is_told and item.element in reasons:
            reason = reasons[item.element]
            yield replace(_with_look(item, place), unseen=reason[:120])
            continue
        reason = item.hidden or _own_reason(item) or _outside(item, page)
        if not reason:
            over = [area for at, area in areas if at > place and _covers(area.mark, item.mark)]
            below = [
                _rgb(area.style.get("fill", "black"))
                for at, area in areas
                if at < place and _covers(area.mark, item.mark)
            ]
            if over:
                reason = f"{COVERED}{f', by {over[0].mark.id}' if over[0].mark.id else ''}"
            elif _is_like(item, below[-1] if below else PAPER):
                reason = LIKE_BELOW
        reasons.setdefault(item.element, reason)
        yield replace(_with_look(item, place), unseen=reason[:120])


def _with_look(item: StyledMark, place: int) -> DrawnMark:
    """A mark with its place in the order of painting and how it looks, as `figures.read_back.look` has it of Matplotlib."""
    mark = replace(item.mark, layer=place + 1)
    stroke = _on_paper(item, "stroke", "none") if mark.size > 0.02 else ""
    fill = _on_paper(item, "fill", "black")
    if mark.kind == "text":
        return replace(mark, backed=bool(stroke) and stroke != fill and "stroke" in item.style.get("paint-order", ""))
    return replace(mark, stroke=stroke, face=fill if mark.filled else "", opaque=_is_opaque_area(item))


def _on_paper(item: StyledMark, what: str, usual: str) -> str:
    """A colour of a mark as it comes out on white paper, `#rrggbb`; empty where it paints none."""
    colour = _rgb(item.style.get(what, usual))
    opacity = item.opacity * opacity_of(item.style.get(f"{what}-opacity", ""))
    if colour is None or opacity < MIN_ALPHA:
        return ""
    return "#" + "".join(f"{round(255 - opacity * (255 - channel)):02x}" for channel in colour)


def _inks(item: StyledMark) -> list[tuple[str, float]]:
    """(colour, opacity) of what an element paints with."""
    fill = (item.style.get("fill", "black"), opacity_of(item.style.get("fill-opacity", "")))
    stroke = (item.style.get("stroke", "none"), opacity_of(item.style.get("stroke-opacity", "")))
    is_area = item.mark.kind == "text" or len(item.mark.points) > 2
    strokes = [stroke] if item.mark.kind == "text" or item.mark.size > 0.02 else []
    return [ink for ink in ([fill] if is_area else []) + strokes if ink[0] not in ("none", "transparent", "")]


def _own_reason(item: StyledMark) -> str:
    inks = _inks(item)
    if not inks:
        return "its colours are none, or its line width is 0"
    if item.opacity * max(opacity for _, opacity in inks) < MIN_ALPHA:
        return "it is transparent (opacity 0)"
    if item.mark.kind == "text" and item.mark.size < MIN_FONT_PT:
        return f"its letters are {item.mark.size:.3g} pt high, too small to be read"
    return ""


def _outside(item: StyledMark, page: Box) -> str:
    left, bottom, right, top = item.mark.bbox
    for limit, reason in ((page, OFF_PAGE), (item.clip, "it is clipped away")):
        if limit is None:
            continue
        width = min(right, limit[2]) - max(left, limit[0])
        height = min(top, limit[3]) - max(bottom, limit[1])
        if (
            width < 0
            or height < 0
            or (item.mark.kind == "text" and width * height < MIN_INSIDE * (right - left) * (top - bottom))
        ):
            return reason
    return ""


def _is_opaque_area(item: StyledMark) -> bool:
    opacity = item.opacity * opacity_of(item.style.get("fill-opacity", ""))
    return (
        item.mark.filled and not item.hidden and opacity >= OPAQUE and _rgb(item.style.get("fill", "black")) is not None
    )


def _covers(area: DrawnMark, mark: DrawnMark) -> bool:
    """Whether a mark lies inside of an area: the middle and the corners of its box."""
    left, bottom, right, top = mark.bbox
    if area.bbox[0] > left or area.bbox[1] > bottom or area.bbox[2] < right or area.bbox[3] < top:
        return False
    x, y = np.asarray(area.points).T
    corners = [(left, bottom), (left, top), (right, bottom), (right, top), ((left + right) / 2, (bottom + top) / 2)]
    return all(_contains(x, y, 0.98 * a + 0.01 * (left + right), 0.98 * b + 0.01 * (bottom + top)) for a, b in corners)


def _contains(x: np.ndarray, y: np.ndarray, at_x: float, at_y: float) -> bool:
    """Even-odd rule."""
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > at_y) != (next_y > at_y)
    with np.errstate(divide="ignore", invalid="ignore"):
        where = x + (at_y - y) / (next_y - y) * (next_x - x)
    return bool((crosses & (at_x < where)).sum() % 2)


def _is_like(item: StyledMark, below: tuple[int, int, int] | None) -> bool:
    """Whether all colours of a mark are nearly that of what lies below."""
    faint = FAINT_TEXT if item.mark.kind == "text" else FAINT
    colours = [(_rgb(colour), opacity * item.opacity) for colour, opacity in _inks(item)]
    return below is not None and all(
        colour is not None and max(abs(a - b) for a, b in zip(colour, below, strict=True)) * opacity <= faint
        for colour, opacity in colours
    )


def _rgb(given: str) -> tuple[int, int, int] | None:
    """None for a pattern, a gradient, and what is no colour."""
    try:
        colour = Color(given)
    except (ValueError, TypeError, IndexError, AttributeError):
        return None
    return None if colour.value is None else (int(colour.red), int(colour.green), int(colour.blue))
