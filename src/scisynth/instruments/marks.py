"""What was measured in an image, as marks over it: circles, lines, polygons and words, in pixels of the image as it was handed in.

x runs to the right, y down, and the middle of the first pixel is (0, 0). Marks come from what a validator found in the pixels, never from
the parameters of a simulation; `overlays` makes them, a module a world.

>>> Circle(name="star", x=3.0, y=4.0, radius=2.0).to_dict()
{'name': 'star', 'tone': 'thing', 'kind': 'circle', 'x': 3.0, 'y': 4.0, 'radius': 2.0}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator

from scisynth.core.results import Result

Tone = Literal["thing", "second", "guide", "odd"]
"""`thing`: an object that was found; `second`: one of another kind; `guide`: a length, direction or shape that was measured; `odd`:
what is missing, doubtful, or breaks a rule."""
Point = tuple[float, float]
"""x and y."""
DIGITS = 2
"""Behind the point: a hundredth of a pixel is finer than anything that is drawn."""


@dataclass(frozen=True, kw_only=True)
class _Mark(Result):
    name: str
    """What it marks, in words for a reader, such as `missing atom`."""
    tone: Tone = "thing"


@dataclass(frozen=True, kw_only=True)
class Circle(_Mark):
    """Around an object, or a circle that was measured."""

    kind: Literal["circle"] = "circle"
    x: float
    y: float
    radius: float


@dataclass(frozen=True, kw_only=True)
class Line(_Mark):
    """Through two points or more, straight from each to the next."""

    kind: Literal["line"] = "line"
    points: tuple[Point, ...]
    is_arrow: bool = False
    """Whether it has a head at its last point."""


@dataclass(frozen=True, kw_only=True)
class Polygon(_Mark):
    """A closed outline."""

    kind: Literal["polygon"] = "polygon"
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Text(_Mark):
    """Words at a place, which is the middle of their line."""

    kind: Literal["text"] = "text"
    x: float
    y: float
    words: str


Mark = Annotated[Circle | Line | Polygon | Text, Discriminator("kind")]


def circles(places: NDArray[Any], radius: float, name: str, tone: Tone = "thing") -> list[Circle]:
    """One around each of places [N, 2]."""
    return [Circle(name=name, tone=tone, x=x, y=y, radius=round(radius, DIGITS)) for x, y in points_of(places)]


def points_of(places: NDArray[Any] | Sequence[NDArray[Any]]) -> tuple[Point, ...]:
    """Places [N, 2] as points."""
    return tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in places)


def arrow(
    start: NDArray[Any], along: NDArray[Any], name: str, words: str = "", *, beyond: float = 0.0, tone: Tone = "guide"
) -> list[Mark]:
    """An arrow from a place along a vector, with words `beyond` pixels from its head."""
    found: list[Mark] = [Line(name=name, tone=tone, points=points_of([start, start + along]), is_arrow=True)]
    length = max(float(np.linalg.norm(along)), 1e-9)
    return [*found, said(start + along * (1 + beyond / length), name, words, tone)] if words else found


def said(place: NDArray[Any], name: str, words: str, tone: Tone = "guide") -> Text:
    """Words at a place."""
    ((x, y),) = points_of([place])
    return Text(name=name, tone=tone, x=x, y=y, words=words)
