"""One mark of a drawing that was read back: its place, its look, and whether it is seen. How many of them are read, and how long."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scisynth.figures.scene.marks import Box, role_of

MAX_MARKS = 5000
MAX_FURNITURE = 400
MAX_POINTS = 2000
MAX_CORNERS = 24
"""Of a line in space; one with more is a curve."""
MAX_TEXT = 2000
MAX_REASON = 200
MAX_LOOK = 40
"""Characters that tell a dash or a marker."""
COLOURLESS = "its colours are none or transparent"
"""Why an outline that only marks a place is not seen."""
COVERED = "it is covered"
"""How the reason begins of a mark over which another is painted."""
OFF_PAGE = "it lies off the page"
LIKE_BELOW = "it has nearly the colour of what lies below it"


@dataclass(frozen=True, kw_only=True)
class DrawnMark:
    """One thing on the page."""

    kind: str
    """text, path, axes, or furniture: frames, grid lines, legends and backgrounds, which no claim speaks of."""
    id: str = ""
    text: str = ""
    points: tuple[tuple[float, float], ...] = ()
    """Of a path, pixels."""
    data: tuple[tuple[float, float], ...] = ()
    """The same in data coordinates of its axes."""
    space: tuple[tuple[float, float, float], ...] = ()
    """Of a line in an axes of three dimensions with few points: where they lie in space, one for each of `points`."""
    bbox: Box = (0.0, 0.0, 0.0, 0.0)
    """Left, bottom, right, top; pixels."""
    closed: bool = False
    filled: bool = False
    arrow: str = ""
    size: float = 0.0
    """Of a text: points; of a path: line width in points."""
    color: str = ""
    axes: str = ""
    ink: float | None = None
    """Fraction of its own ink that is seen on the finished page, in [0, 1]; None where it was not measured."""
    unseen: str = ""
    """Why it cannot be seen; empty for what is seen."""
    is_tick: bool = False
    """A number of an ordinary scale, which states nothing but its place."""
    layer: int = 0
    """Its place in the order of painting; higher lies above."""
    artist: int = 0
    """Number of the artist of Matplotlib that drew it, the same for all arrows of a field; 0 where that is not known."""
    stroke: str = ""
    """Of a path: the colour of its line or outline on white paper; empty where none is drawn."""
    face: str = ""
    """Of a path: the colour of its fill on white paper; empty where none is drawn."""
    opaque: bool = False
    """Its fill hides what was painted before."""
    clipped: bool = False
    """Nothing of it is seen outside of its axes."""
    marker_px: float = 0.0
    """Size of the symbol at each of its points; 0 for none."""
    frame: tuple[tuple[float, float], ...] = ()
    """Of a text: four corners around its ink, turned as it is, from its lower left on; empty where the ink was not measured."""
    backed: bool = False
    """Of a text: a halo or a plate keeps what lies below from its letters."""
    dash: str = ""
    """Of a path: the pattern of its line, in line widths; empty for a solid one."""
    marker: str = ""
    """Of a path: the symbol at its points; empty for none."""
    hatched: bool = False
    """Of an area: lines are drawn across it."""
    axis: str = ""
    """Of a text: x, y or z where it is the name of this axis of its axes."""
    tick_of: str = ""
    """Of a text: x, y or z where it is the label of a tick of this axis: a number, or the name of a bar."""

    @property
    def role(self) -> str:
        """What it is counted by."""
        return role_of(self.id)

    @cached_property
    def xy(self) -> np.ndarray:
        """`points` as float [N, 2]."""
        return np.asarray(self.points, dtype=float).reshape(-1, 2)

    def holds_middle_of(self, other: "DrawnMark") -> bool:
        """Whether the middle of another mark lies in this one's extent, or within a pixel of it."""
        left, bottom, right, top = self.extent
        x0, y0, x1, y1 = other.extent
        return left - 1 <= (x0 + x1) / 2 <= right + 1 and bottom - 1 <= (y0 + y1) / 2 <= top + 1

    @cached_property
    def extent(self) -> Box:
        """Left, bottom, right, top of the points, or of the box where there are none; pixels."""
        if not self.points:
            return self.bbox
        (left, bottom), (right, top) = self.xy.min(axis=0), self.xy.max(axis=0)
        return float(left), float(bottom), float(right), float(top)
