"""Whether an artist of a measured page is seen, and in plain words why not."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from scisynth.figures.read_back.drawn_mark import COLOURLESS, COVERED, LIKE_BELOW, OFF_PAGE
from scisynth.figures.read_back.ink import FAINT_TEXT, InkPage, Painted, contrast
from scisynth.figures.read_back.look import NOT_DRAWN

MIN_INSIDE = 0.6
"""Fraction of a text's box that must lie on the page and inside of what clips it."""
INK_OF_A_LETTER = 0.03
"""Least ink of a letter, in squares of the font size; a common one has 0.15."""
INK_OF_A_LINE = 0.15
"""Least pixels of a line for each that it is long; one that is white on white changes pixels where it crosses others."""
MIN_ALPHA = 0.05
MIN_PATCH_PT = 4.0
"""Side of the least patch of an area that a viewer sees, in points."""
MIN_WITHIN = 0.9
"""Fraction of what covers an area that must lie inside of it to be its filling."""
MAX_PATHS = 100
MAX_STROKE = 4000
"""Points along a line that are looked at."""
MIN_FONT_PX = 3.5
"""Smaller letters are specks at any resolution."""
AROUND = (-4, -2, 0, 2, 4)
"""Steps, in pixels, within which a line that stands out shows a change of colour."""


@dataclass(frozen=True)
class Ink:
    """How an artist came out."""

    fraction: float
    """Of what it painted, how much is seen, in [0, 1]."""
    reason: str = ""
    """Why it is not seen; empty where it is."""


def ink_of(page: InkPage, artist: Any) -> Ink:
    """What is seen of an artist as a whole."""
    painted = page.painted(artist)
    if painted is None:
        return Ink(0.0, "it is set invisible, or what holds it is")
    if not painted.is_hidden and _is_enough(page, painted):
        return Ink(round(painted.seen, 3))
    if not painted.is_text and _is_traced(page, artist):
        return Ink(1.0)
    if not painted.is_text and painted.is_hidden and _is_filled_up(page, painted):
        return Ink(round(painted.seen, 3))
    return Ink(round(painted.seen, 3) if painted.is_hidden else 0.0, _why(page, painted))


def _is_enough(page: InkPage, painted: Painted) -> bool:
    """Whether so much was painted that it can be read, or followed."""
    if not painted.is_text:
        return len(painted.pixels) > INK_OF_A_LINE * _visible_length(page, painted.artist)
    words = painted.artist.get_text()
    letters = sum(letter.isalnum() for letter in words) if "\\" not in words else 1
    font_px = painted.artist.get_fontsize() / 72 * page.dpi
    if font_px / page.scale < MIN_FONT_PX:
        return False
    enough = len(painted.pixels) >= max(1.0, INK_OF_A_LETTER * letters * font_px**2)
    return enough and _inside(page, painted) >= MIN_INSIDE


def _inside(page: InkPage, painted: Painted) -> float:
    """Fraction of a text's box that is on the page and not clipped."""
    assert painted.box is not None
    limits = [(0.0, 0.0, float(page.width), float(page.height)), *([painted.clip] if painted.clip else [])]
    low = np.max([painted.box[:2], *(limit[:2] for limit in limits)], axis=0)
    high = np.min([painted.box[2:], *(limit[2:] for limit in limits)], axis=0)
    width, height = painted.box[2] - painted.box[0], painted.box[3] - painted.box[1]
    return float(np.prod(np.maximum(high - low, 0)) / max(width * height, 1e-9))


def _is_traced(page: InkPage, artist: Any) -> bool:
    """A line under or over another of the same course (an edge two shapes share): does a line stand out where it lies?"""
    points = _stroke(artist)
    if len(points) < 2 or _transparent(artist) or not _has_outline(artist):
        return False
    x, y = np.floor(page.place(points)).astype(int).T
    reach = max(AROUND)
    inside = (x >= reach) & (x < page.width - reach) & (y >= reach) & (y < page.height - reach)
    if not inside.any():
        return False
    pixels = page.page.reshape(page.height, page.width)[::-1]
    around = np.stack([pixels[y[inside] + up, x[inside] + across] for up in AROUND for across in AROUND])
    return bool((contrast(around, around[len(around) // 2]).max(axis=0) > FAINT_TEXT).mean() > 0.6)


def _is_filled_up(page: InkPage, painted: Painted) -> bool:
    """Whether what covers an area lies inside of it, as what fills a vessel does, and a patch of the area itself is left."""
    inner = painted.pixels[page.shown(painted)]
    least = (MIN_PATCH_PT * page.dpi / 72) ** 2
    if len(inner) < least:
        return False
    here = np.zeros(len(page.page), dtype=bool)
    here[inner] = True
    for step in (1, -1, page.width, -page.width):
        inner = inner[here[np.clip(inner + step, 0, len(here) - 1)]]
    if len(inner) < least:
        return False
    here[painted.pixels] = True
    covers = page.covers_of(painted)
    most = len(painted.pixels) / MIN_WITHIN
    within = sum(
        num for cover, num in covers if cover and len(cover.pixels) <= most and here[cover.pixels].mean() >= MIN_WITHIN
    )
    return within >= MIN_WITHIN * sum(num for _, num in covers)


def _has_outline(artist: Any) -> bool:
    """Whether an artist draws a line or an outline of its own."""
    from matplotlib.colors import to_rgba
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(artist, Line2D):
        return artist.get_linewidth() > 0 and artist.get_linestyle() not in NOT_DRAWN
    return isinstance(artist, Patch) and artist.get_linewidth() > 0 and to_rgba(artist.get_edgecolor())[3] > 0


def _stroke(artist: Any) -> Any:
    """Points along a line or an outline, in pixels of the figure [N, 2], NaN between several; none for anything else."""
    from matplotlib.collections import Collection, PathCollection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.quiver import Quiver

    points: Any = np.empty((0, 2))
    if isinstance(artist, Line2D):
        points = artist.get_transform().transform(artist.get_xydata())
    elif isinstance(artist, Patch):
        points = artist.get_transform().transform_path(artist.get_path()).vertices
    elif isinstance(artist, Collection) and not isinstance(artist, PathCollection | Quiver):
        paths = [artist.get_transform().transform_path(path) for path in artist.get_paths()[:MAX_PATHS]]
        gap = np.full((1, 2), np.nan)
        return np.concatenate([points, *(part for path in paths for part in (_between(path.vertices), gap))])[
            :MAX_STROKE
        ]
    return _between(points[np.isfinite(points).all(axis=1)][:MAX_STROKE])


def _between(points: Any) -> Any:
    """With points between them, where they are few."""
    if not 1 < len(points) <= MAX_STROKE // 20:
        return points
    steps = np.linspace(0, 1, 20)[:, None]
    return np.concatenate([start + steps * (stop - start) for start, stop in pairwise(points)])


def _why(page: InkPage, painted: Painted) -> str:
    artist = painted.artist
    if len(painted.pixels) and painted.is_hidden:
        cover = next((cover.artist for cover, _ in page.covers_of(painted) if cover), None)
        name = f" ({cover.get_gid()})" if cover is not None and cover.get_gid() else ""
        return f"{COVERED}{f', by {type(cover).__name__}{name}' if cover is not None else ''}"[:120]
    if reason := _transparent(artist) or _without_size(artist):
        return reason
    if painted.is_text and artist.get_fontsize() / 72 * page.dpi / page.scale < MIN_FONT_PX:
        return f"its letters are {artist.get_fontsize():.3g} pt high, too small to be read"
    if painted.box is not None and painted.box[2] - painted.box[0] < 0.5:
        return "it has no letter that leaves ink"
    if painted.is_text and _inside(page, painted) < MIN_INSIDE:
        return "it is clipped away" if painted.clip else OFF_PAGE
    points = _stroke(artist)
    if len(points) and not _in_sight(page, artist, points).any():
        return "it is clipped away" if artist.get_clip_on() and artist.get_clip_box() is not None else OFF_PAGE
    return f"{LIKE_BELOW}, or is clipped away"


def _transparent(artist: Any) -> str:
    from matplotlib.colors import to_rgba, to_rgba_array

    if artist.get_alpha() is not None and np.max(artist.get_alpha()) < MIN_ALPHA:
        return "it is transparent (alpha 0)"
    colours = [
        getattr(artist, name)() for name in ("get_color", "get_edgecolor", "get_facecolor") if hasattr(artist, name)
    ]
    for name in ("get_markeredgecolor", "get_markerfacecolor"):
        if hasattr(artist, name) and artist.get_marker() not in (None, *NOT_DRAWN):
            colours.append(getattr(artist, name)())
    alphas = [np.max(to_rgba_array(colour)[:, 3], initial=0.0) for colour in colours if not isinstance(colour, tuple)]
    alphas += [to_rgba(colour)[3] for colour in colours if isinstance(colour, tuple)]
    return COLOURLESS if alphas and max(alphas) < MIN_ALPHA else ""


def _without_size(artist: Any) -> str:
    sizes = {"get_fontsize": "font size", "get_linewidth": "line width", "get_sizes": "marker size"}
    for name, words in sizes.items():
        if hasattr(artist, name) and not (hasattr(artist, "get_fill") and artist.get_fill()):
            value = np.max(getattr(artist, name)(), initial=0.0)
            if value < 0.05:
                return f"its {words} is 0"
    if hasattr(artist, "get_marker") and artist.get_linestyle() in NOT_DRAWN:
        return "it has no line style and no visible marker"
    return ""


def _in_sight(page: InkPage, artist: Any, points: Any) -> Any:
    """For each point (pixels of the figure) whether it is on the page and in what clips the artist."""
    low, high = page.picture_box[:2], page.picture_box[2:]
    if artist.get_clip_on() and artist.get_clip_box() is not None:
        clip = artist.get_clip_box().extents
        low, high = np.maximum(low, clip[:2]), np.minimum(high, clip[2:])
    return ((points >= low) & (points <= high)).all(axis=1)


def _visible_length(page: InkPage, artist: Any) -> float:
    """Of a line or an outline, in pixels of the measured page; 0 for what has none."""
    if getattr(artist, "get_linestyle", str)() in NOT_DRAWN:
        return 0.0
    points = _stroke(artist)
    inside = _in_sight(page, artist, points)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return float(steps[inside[:-1] & inside[1:]].sum()) * page.scale
