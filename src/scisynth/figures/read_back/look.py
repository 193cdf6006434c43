"""How an artist looks where it stands: what of it is a visible stroke, what it hides, and the rectangle of a text's ink.

`figures.verify.layout` judges strokes, covers and letters by these facts, which say nothing of what an artist means. Frames, grid lines
and backgrounds, which no claim speaks of, are read here as rows of their own kind, `furniture`.
"""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.figures.read_back.drawn_mark import MAX_FURNITURE, MAX_LOOK, DrawnMark
from scisynth.figures.scene.marks import PAPER

if TYPE_CHECKING:
    from scisynth.figures.read_back.ink import InkPage

OPAQUE = 0.7
"""Least alpha of a fill that hides what lies below."""
MIN_HALO_PT = 1.5
NOT_DRAWN = ("None", "none", "", " ")
"""Markers and line styles of Matplotlib that draw nothing."""
Points = tuple[tuple[float, float], ...]


def path_look(page: "InkPage", artist: Any) -> dict[str, Any]:
    """`layer`, `clipped`, `marker_px` and what `style_of` tells of a row of this artist; rows of a collection have looks of their own."""
    from matplotlib.collections import Collection, PathCollection
    from matplotlib.lines import Line2D

    marker = 0.0
    if isinstance(artist, Line2D) and str(artist.get_marker()) not in NOT_DRAWN:
        marker = float(artist.get_markersize())
    elif isinstance(artist, PathCollection) and len(artist.get_sizes()):
        marker = float(np.sqrt(np.median(artist.get_sizes())))
    painted = page.painted(artist)
    return {
        **({} if isinstance(artist, Collection) else part_look(artist)),
        **_symbol_look(artist),
        "layer": painted.layer if painted else 0,
        "clipped": bool(artist.get_clip_on()),
        "marker_px": round(marker * page.dpi / page.scale / 72, 2),
    }


def style_of(artist: Any) -> dict[str, Any]:
    """`stroke`, `face`, `opaque`, `dash`, `marker` and `hatched`: what a legend shows of an artist."""
    return {**part_look(artist), **_symbol_look(artist)}


def part_look(artist: Any, part: int = 0) -> dict[str, Any]:
    """`stroke`, `face`, `opaque` and `dash` of an artist, or of one part of a collection."""
    fill = _fill(artist, part)
    return {
        "stroke": _stroke(artist, part),
        "face": _on_paper(fill, None) if fill is not None else "",
        "opaque": is_opaque(artist, part),
        "dash": _dash(artist, part),
    }


def _symbol_look(artist: Any) -> dict[str, Any]:
    return {"marker": _marker(artist), "hatched": bool(getattr(artist, "get_hatch", lambda: None)())}


def _dash(artist: Any, part: int) -> str:
    """Lengths of its strokes and gaps in line widths; empty for a solid line."""
    # Matplotlib tells the pattern in its own units nowhere else.
    many = getattr(artist, "_us_linestyles", None)
    _, lengths = many[part % len(many)] if many else getattr(artist, "_unscaled_dash_pattern", (0, None))
    return ",".join(f"{float(length):.3g}" for length in lengths or ())[:MAX_LOOK]


def _marker(artist: Any) -> str:
    """The same text for symbols of the same form."""
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D
    from matplotlib.markers import MarkerStyle

    if isinstance(artist, Line2D) and str(artist.get_marker()) not in NOT_DRAWN:
        style: Any = MarkerStyle(artist.get_marker())
        form = style.get_path().transformed(style.get_transform())
    elif isinstance(artist, PathCollection) and len(artist.get_sizes()) and len(artist.get_paths()):
        form = artist.get_paths()[0]
    else:
        return ""
    return f"{len(form.vertices)}:{zlib.crc32(np.round(form.vertices, 3).tobytes())}"


def text_look(page: "InkPage", text: Any) -> dict[str, Any]:
    """`layer`, `frame` and `backed` of the row of a text."""
    painted = page.painted(text)
    plate = text.get_bbox_patch()
    halo = any(_is_halo(effect, text) for effect in text.get_path_effects() or ())
    return {
        "layer": painted.layer if painted else 0,
        "frame": _frame(page, text),
        "backed": halo or (plate is not None and plate.get_visible() and is_opaque(plate)),
    }


def furniture(page: "InkPage", axes: Any, name: str) -> Iterator[DrawnMark]:
    """Background, frame and grid lines of an axes, as far as they are seen."""
    if not axes.get_visible():
        return
    inside = [(artist.get_zorder(), found.layer) for artist in axes.get_children() if (found := page.painted(artist))]
    first = min((rank for _, rank in inside), default=1) - 1
    if axes.axison and axes.patch.get_visible() and is_opaque(axes.patch):
        box = tuple(float(value) for value in axes.get_window_extent().extents)
        yield furniture_row("background", name, box_corners(box), first, closed=True, filled=True, opaque=True)
    lines = [(spine, "frame") for spine in axes.spines.values()] if axes.axison else []
    for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        lines += [(tick.gridline, "grid") for tick in ticks[:MAX_FURNITURE]]
    for line, role in lines[:MAX_FURNITURE]:
        stroke = _stroke(line) if line.get_visible() else ""
        if not stroke:
            continue
        z_order = axes.xaxis.get_zorder() if role == "grid" else line.get_zorder()
        below = max((rank for z, rank in inside if z < z_order), default=first)
        pixels = line.get_transform().transform_path(line.get_path()).vertices
        if np.isfinite(pixels).all() and len(pixels) >= 2:
            points = tuple((float(x), float(y)) for x, y in pixels[:100])
            yield furniture_row(role, name, points, below, stroke=stroke, size=float(line.get_linewidth()))


def furniture_row(role: str, axes: str, points: Points, layer: int, **facts: Any) -> DrawnMark:
    """One row of furniture."""
    rounded = tuple((round(x, 2), round(y, 2)) for x, y in points)
    xs, ys = zip(*rounded, strict=True)
    box = (min(xs), min(ys), max(xs), max(ys))
    return DrawnMark(kind="furniture", id=role, points=rounded, bbox=box, axes=axes, layer=layer, **facts)


def box_corners(box: tuple[float, ...]) -> Points:
    """Of a box, from the lower left around and back."""
    left, bottom, right, top = box
    return (left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)


def _stroke(artist: Any, part: int = 0) -> str:
    """Colour of its line or outline, or of that of a part, as it comes out on white paper; empty where it draws none."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    color: Any = None
    # Edges of patches and collections contain theirs.
    alpha = artist.get_alpha() if isinstance(artist, Line2D) else None
    if isinstance(artist, Line2D):
        width, color, shown = artist.get_linewidth(), artist.get_color(), str(artist.get_linestyle())
        visible = shown not in NOT_DRAWN
    elif isinstance(artist, Collection):
        widths, colors = np.atleast_1d(artist.get_linewidth()), artist.get_edgecolor()
        width, visible = float(widths[part % len(widths)]) if len(widths) else 0.0, len(colors) > 0
        color = colors[part % len(colors)] if visible else None
    elif isinstance(artist, Patch):
        width, color, visible = artist.get_linewidth(), artist.get_edgecolor(), True
    else:
        return ""
    return _on_paper(color, alpha) if visible and width > 0 else ""


def _on_paper(color: Any, alpha: Any) -> str:
    from matplotlib.colors import to_hex, to_rgba

    red, green, blue, fraction = to_rgba(color, alpha if isinstance(alpha, int | float) else None)
    mixed: Any = [1 - fraction * (1 - channel) for channel in (red, green, blue)]
    return to_hex(mixed) if fraction > 0 else ""


def is_outlined(plate: Any) -> bool:
    """Whether the plate of a text is a box to the eye: with an outline, or in a colour other than that of paper."""
    shown = _on_paper(plate.get_facecolor(), None) if plate.get_fill() else ""
    outline = _stroke(plate)
    return plate.get_visible() and any(color not in ("", PAPER) for color in (shown, outline))


def _fill(artist: Any, part: int = 0) -> Any:
    """Red, green, blue and alpha of its fill, or of that of a part, in [0, 1]; None where it has none."""
    from matplotlib.collections import Collection
    from matplotlib.patches import Patch

    if isinstance(artist, Patch):
        return artist.get_facecolor() if artist.get_fill() else None
    faces: Any = artist.get_facecolor() if isinstance(artist, Collection) else ()
    return faces[part % len(faces)] if len(faces) else None


def is_opaque(artist: Any, part: int = 0) -> bool:
    """Whether its fill, or that of a part, hides what lies below."""
    fill = _fill(artist, part)
    return fill is not None and bool(fill[3] >= OPAQUE)


def _is_halo(effect: Any, text: Any) -> bool:
    """A rim around the letters, wider than they are and of another colour."""
    from matplotlib.colors import to_hex

    look = getattr(effect, "_gc", {})
    rim = look.get("foreground")
    wide = float(look.get("linewidth", 0) or 0) >= MIN_HALO_PT
    return rim is not None and wide and to_hex(rim) != to_hex(text.get_color())


def _frame(page: "InkPage", text: Any) -> Points:
    """Corners of the rectangle around the ink of a text, turned as the text is, from its lower left on; none without ink."""
    painted = page.painted(text)
    if painted is None or len(painted.pixels) < 2:
        return ()
    places = np.stack([painted.pixels % page.width + 0.5, page.height - painted.pixels // page.width - 0.5], axis=1)
    pixels = (places - page.origin) / page.scale
    angle = np.radians(text.get_rotation())
    along, up = np.asarray([np.cos(angle), np.sin(angle)]), np.asarray([-np.sin(angle), np.cos(angle)])
    x, y = pixels @ along, pixels @ up
    half = 0.5 / page.scale
    low, high = (x.min() - half, y.min() - half), (x.max() + half, y.max() + half)
    corners = ((low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1]))
    return tuple((round(float(px), 2), round(float(py), 2)) for px, py in (a * along + b * up for a, b in corners))
