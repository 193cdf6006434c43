"""Solids on the page: points in space projected, and the edges that the solid itself hides computed from the view.

A `View` is a linear map from space (x to the right, y away from the reader, z upwards) to the page, [2, 3]. Its kernel is the
line of sight, whether the projection is oblique or orthogonal, so one rule serves all: a face is seen when its outward normal
looks to the eye, and an edge of a convex solid is hidden when none of its faces is seen. Round solids are drawn with the
orthogonal view, where a horizontal circle is an ellipse of ratio sin(elevation) and a sphere is a circle.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from scisynth.figures.parts.palette import GREY
from scisynth.figures.parts.places import away, polar
from scisynth.figures.scene.sketch import Place, Sketch

Corners = Mapping[str, Sequence[float]]
"""Name to (x, y, z)."""
HIDDEN: Mapping[str, Any] = {"dash": "dashed", "width": 1.0, "color": GREY, "z": 1}


@dataclass(frozen=True)
class View:
    """A parallel projection."""

    matrix: np.ndarray
    """float [2, 3]."""
    eye: np.ndarray
    """Unit vector in space from the solid towards the reader, float [3]."""

    def __call__(self, place: Place) -> np.ndarray:
        """A point of space on the page, float [2]."""
        return self.matrix @ np.asarray(place, dtype=float)


@lru_cache(maxsize=64)
def cabinet(depth_deg: float = 45.0, depth: float = 0.5) -> View:
    """Oblique: the front face keeps its shape, depth runs up to the right at half its length."""
    angle = math.radians(depth_deg)
    matrix = np.asarray([[1, depth * math.cos(angle), 0], [0, depth * math.sin(angle), 1]])
    return _view(matrix)


@lru_cache(maxsize=64)
def orthogonal(azimuth_deg: float, elevation_deg: float) -> View:
    """Straight on, the solid turned by the azimuth and looked at from above; 45 and 35.26 are isometric."""
    a, e = math.radians(azimuth_deg), math.radians(elevation_deg)
    matrix = np.asarray(
        [
            [math.cos(a), math.sin(a), 0],
            [-math.sin(a) * math.sin(e), math.cos(a) * math.sin(e), math.cos(e)],
        ]
    )
    return _view(matrix)


def _view(matrix: np.ndarray) -> View:
    sight = np.cross(matrix[0], matrix[1])
    sight = sight / np.linalg.norm(sight)
    return View(matrix, -sight if sight[1] > 0 else sight)


def hidden_edges(corners: Corners, faces: Sequence[str], view: View) -> dict[tuple[str, str], bool]:
    """Every edge of a convex solid, and whether the solid hides it; a face is the letters of its corners in order."""
    places = {name: np.asarray(place, dtype=float) for name, place in corners.items()}
    middle = np.mean(list(places.values()), axis=0)
    seen: dict[tuple[str, str], bool] = {}
    for face in faces:
        one, two, three = (places[name] for name in face[:3])
        normal = np.cross(two - one, three - one)
        normal = normal if normal @ (one - middle) > 0 else -normal
        faces_eye = bool(normal @ view.eye > 1e-9)
        for start, stop in zip(face, face[1:] + face[0], strict=True):
            edge = (min(start, stop), max(start, stop))
            seen[edge] = seen.get(edge, False) or faces_eye
    return {edge: not is_seen for edge, is_seen in seen.items()}


def solid(
    sketch: Sketch,
    corners: Corners,
    faces: Sequence[str],
    view: View,
    inside: Sequence[str] = (),
    letters: Mapping[str, str] | None = None,
    lines: Sequence[tuple[np.ndarray, np.ndarray]] = (),
) -> dict[str, np.ndarray]:
    """Draws a convex solid, `edge:AB` seen and `hidden:AB` dashed, with its letters; gives its corners on the page.

    Claims how many edges of each kind there are and that edges meet at their corners. `inside` are lines between corners,
    such as `AG`, that the caller will draw and that letters should keep clear of, `lines` are further ones on the page. `letters` are those to print for the names of corners.
    """
    places = {name: view(place) for name, place in corners.items()}
    edges = hidden_edges(corners, faces, view)
    for (one, two), is_hidden in edges.items():
        look = HIDDEN if is_hidden else {"z": 3}
        sketch.line(f"{'hidden' if is_hidden else 'edge'}:{one}{two}", places[one], places[two], **look)
    for role, num in (("hidden", sum(edges.values())), ("edge", len(edges) - sum(edges.values()))):
        sketch.claim("count", role, value=num)
    middle = np.mean(list(places.values()), axis=0)
    segments = [(places[one], places[two]) for one, two in (*edges, *inside)] + list(lines)
    tiny = 0.004 * max(float(np.ptp([spot[axis] for spot in places.values()])) for axis in (0, 1))
    for name, place in places.items():
        meeting = [edge_id(edges, *edge) for edge in edges if name in edge]
        for other in meeting[1:]:
            sketch.claim("connected", meeting[0], other)
        sketch.dot(f"corner:{name}", place, tiny)
        toward = _free_side(place, segments, away(place, middle))
        words = (letters or {}).get(name, name)
        sketch.text(f"vertex:{name}", f"${words}$", place, of=f"corner:{name}", toward=toward, gap_pt=4, size=13)
    return places


def edge_id(edges: Mapping[tuple[str, str], bool], one: str, two: str) -> str:
    """The mark of an edge: `edge:AB` or `hidden:AB`."""
    edge = (min(one, two), max(one, two))
    return f"{'hidden' if edges[edge] else 'edge'}:{edge[0]}{edge[1]}"


def _free_side(place: np.ndarray, segments: Sequence[tuple[np.ndarray, np.ndarray]], out: np.ndarray) -> np.ndarray:
    """The direction from a corner in which its letter keeps clearest of all lines, outwards where that is no worse.

    A letter stands by a corner of its own box, or by the middle of a side, as `Strokes.text` sets it.
    """
    starts = np.asarray([start for start, _ in segments])
    steps = np.asarray([stop - start for start, stop in segments])
    gap = 0.035 * float(np.ptp(np.concatenate([starts, starts + steps]), axis=0).max())
    half = np.asarray([0.35, 0.42]) * gap
    best, chosen = -math.inf, out
    for degrees in range(0, 360, 15):
        toward = polar(degrees)
        spot = place + 0.3 * gap * toward + np.where(np.abs(toward) > 0.38, np.sign(toward), 0) * half
        along = np.clip(((spot - starts) * steps).sum(axis=1) / (steps**2).sum(axis=1), 0, 1)
        clear = float(np.linalg.norm(starts + along[:, None] * steps - spot, axis=1).min())
        score = clear / gap + 0.25 * float(toward @ out)
        if score > best:
            best, chosen = score, toward
    return chosen


def disc(
    sketch: Sketch, name: str, center: Place, radius: float, squeeze: float, *, back: Any = None, **style: Any
) -> None:
    """A horizontal circle seen from above: an ellipse, dashed over the angles `back` (from, to) that the solid hides."""
    shape: dict[str, Any] = {"center": center, "radius": radius, "radius_y": radius * squeeze}
    if back is None:
        sketch.circle(f"rim:{name}", **shape, **style)
        return
    low, high = back
    sketch.circle(f"rim:{name}", **shape, start_deg=high, end_deg=low + 360, **{"z": 3, **style})
    sketch.circle(f"hiddenrim:{name}", **shape, start_deg=low, end_deg=high, **HIDDEN)
    sketch.claim("connected", f"rim:{name}", f"hiddenrim:{name}")


def outline(low: float, high: float, height: float, squeeze: float) -> tuple[np.ndarray, np.ndarray, float]:
    """The right outline of a truncated cone: its ends on the lower and the upper ellipse, and their angle in degrees.

    The common tangent touches both ellipses at the same parameter t, where sin t = squeeze (low - high) / height, with the
    height between the centers on the page. A cone has high = 0.
    """
    sine = squeeze * (low - high) / height
    cosine = math.sqrt(1 - sine * sine)
    foot = np.asarray([low * cosine, low * squeeze * sine])
    head = np.asarray([high * cosine, height + high * squeeze * sine])
    return foot, head, math.degrees(math.asin(sine))


def right_angle_in_space(
    sketch: Sketch,
    name: str,
    view: View,
    corner: Sequence[float],
    one: Sequence[float],
    two: Sequence[float],
    size: float,
) -> None:
    """The square of a right angle, lying in its own plane in space."""
    start = np.asarray(corner, dtype=float)
    a, b = (size * away(np.asarray(end), start) for end in (one, two))
    sketch.line(name, view(start + a), view(start + a + b), view(start + b), width=1.0)


def box_corners(a: float, b: float, c: float) -> dict[str, tuple[float, float, float]]:
    """A box of width a, depth b and height c: base ABCD, top EFGH, E above A."""
    base = {"A": (0.0, 0.0), "B": (a, 0.0), "C": (a, b), "D": (0.0, b)}
    low = {name: (x, y, 0.0) for name, (x, y) in base.items()}
    return low | {top: (*base[name], c) for top, name in zip("EFGH", "ABCD", strict=True)}


BOX_FACES = ("ABCD", "EFGH", "ABFE", "BCGF", "CDHG", "DAEH")
BOX_EDGES = (("AB", "EF", "HG", "DC"), ("BC", "AD", "EH", "FG"), ("AE", "BF", "CG", "DH"))
"""The edges of a box by direction: width, depth, height."""


def claim_box(sketch: Sketch, a: float, b: float, c: float, view: View) -> None:
    """Parallel edges, and the lengths on the page of one edge of each direction."""
    edges = hidden_edges(box_corners(a, b, c), BOX_FACES, view)
    for group in BOX_EDGES:
        for one, two in pairwise(group):
            sketch.claim("parallel", edge_id(edges, *one), edge_id(edges, *two))
    width, depth, height = (float(np.linalg.norm(view(step))) for step in ((a, 0, 0), (0, b, 0), (0, 0, c)))
    sketch.claim("ratio", "edge:AB", "edge:AE", value=width / height)
    sketch.claim("ratio", "edge:BC", "edge:AB", value=depth / width)


def is_clear(view: View, corners: Corners, lines: Sequence[str], share: float = 0.045) -> bool:
    """Whether on the page every line between corners, such as `AG`, keeps clear of all other corners.

    A view in which a diagonal runs through a foreign corner, or along an edge, hides what is asked. `share` is the least distance
    over the size of the figure.
    """
    places = {name: view(place) for name, place in corners.items()}
    size = float(np.ptp(list(places.values()), axis=0).max())
    for one, two in map(tuple, lines):
        start, step = places[one], places[two] - places[one]
        for name, place in places.items():
            if name in (one, two):
                continue
            along = float(np.clip((place - start) @ step / (step @ step), 0, 1))
            if float(np.linalg.norm(start + along * step - place)) < share * size:
                return False
    return True
