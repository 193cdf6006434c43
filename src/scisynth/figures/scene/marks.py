"""Marks: the four things a figure is made of. Everything that a family draws is a tuple of these, each with an id.

    Path    a line through points, open or closed, with arrow heads or filled
    Round   a circle, an ellipse or an arc
    Label   a text, usually of another mark
    Axes    a coordinate system in a rectangle; other marks may lie in it

An id reads `role:name` (`side:AB`, `force:weight`, `bond:3`): the role is what marks are counted by. Coordinates are in units of
the scene, x to the right and y upwards, with equal scales; the marks of an `Axes` are in its data coordinates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
INK, PAPER = "#1a1a1a", "#ffffff"
EXACT_PAGE = "page:exact"
"""Id of a figure whose page already fits what is on it, so that nobody has to crop it."""

Dash = Literal["solid", "dashed", "dotted", "dashdot"]
Arrow = Literal["", "end", "start", "both"]


@dataclass(frozen=True, kw_only=True)
class Path:
    """A line through two or more points."""

    id: str
    points: tuple[Point, ...]
    closed: bool = False
    arrow: Arrow = ""
    fill: str = ""
    """A colour; empty is not filled."""
    hatch: str = ""
    """Matplotlib's hatch pattern, for walls and sections."""
    color: str = INK
    width: float = 1.5
    """Points (1/72 inch); 0 draws no outline."""
    dash: Dash = "solid"
    axes: str = ""
    z: int = 2
    """Higher is drawn later."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """A circle, an ellipse or an arc of one, anticlockwise from `start_deg` to `end_deg`."""

    id: str
    center: Point
    radius: float
    radius_y: float = 0.0
    """Of an ellipse; 0 is a circle."""
    start_deg: float = 0.0
    end_deg: float = 360.0
    tilt_deg: float = 0.0
    fill: str = ""
    hatch: str = ""
    color: str = INK
    width: float = 1.5
    dash: Dash = "solid"
    axes: str = ""
    z: int = 2


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text; `$...$` is set as mathematics."""

    id: str
    at: Point
    text: str
    of: str = ""
    """The mark it names; empty for a title or a remark."""
    shift_pt: Point = (0.0, 0.0)
    """From `at`, in points on the page, whatever the scale of the scene."""
    size: float = 11.0
    """Points."""
    align: Literal["left", "center", "right"] = "center"
    valign: Literal["bottom", "center", "top"] = "center"
    rotation_deg: float = 0.0
    color: str = INK
    halo: bool = False
    """A white rim, where the text crosses lines."""
    plate: bool = False
    """A white plate below, where the text stands on its own line: between letters the line would read as a minus sign."""
    axes: str = ""
    z: int = 6


@dataclass(frozen=True, kw_only=True)
class Axes:
    """A coordinate system in a rectangle of the scene."""

    id: str
    box: Box
    """In scene units."""
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    x_label: str = ""
    y_label: str = ""
    title: str = ""
    x_scale: Literal["linear", "log"] = "linear"
    y_scale: Literal["linear", "log"] = "linear"
    x_ticks: tuple[float, ...] | None = None
    """None chooses them; () shows none."""
    y_ticks: tuple[float, ...] | None = None
    x_tick_labels: tuple[str, ...] = ()
    """Words in the place of numbers, one for each of `x_ticks`."""
    y_tick_labels: tuple[str, ...] = ()
    style: Literal["frame", "open", "cross", "none"] = "open"
    """All four sides, left and bottom, arrows through the origin, or nothing."""
    grid: bool = False
    z: int = 1


Mark = Path | Round | Label | Axes
KINDS: Mapping[str, type[Path] | type[Round] | type[Label] | type[Axes]] = {
    "path": Path,
    "round": Round,
    "label": Label,
    "axes": Axes,
}


def role_of(mark_id: str) -> str:
    """`side:AB` to `side`."""
    return mark_id.partition(":")[0]


def places_of(marks: Iterable[Mark]) -> frozenset[str]:
    """Ids of lines and outlines without width, colour and hatch: places that claims speak of, which need no ink."""
    outlines = [mark for mark in marks if isinstance(mark, Path | Round)]
    return frozenset(mark.id for mark in outlines if not (mark.width or mark.hatch) and mark.fill in ("", PAPER))


def mark_to_dict(mark: Mark) -> dict[str, Any]:
    """Plain JSON-ready values, the kind among them."""
    return {"kind": type(mark).__name__.lower(), **asdict(mark)}


def mark_from_dict(row: Mapping[str, Any]) -> Mark:
    """Inverse of `mark_to_dict`, also after JSON has turned tuples into lists."""
    kind = KINDS[row["kind"]]
    known = {field.name for field in fields(kind)}
    return kind(**{key: _tupled(value) for key, value in row.items() if key in known})


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list) else value
