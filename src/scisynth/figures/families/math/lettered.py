"""Parameters of figures whose points have letters: other letters in every scene, turned, mirrored, in one of several units.

A family writes its points with the names of `POINTS`; what is printed are the letters drawn for them. So no answer about a letter
can be known without the figure.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, ClassVar

import numpy as np

from scisynth.figures.families.family import DoesNotApplyError, Family
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch

POINTS = "ABCDEFMO"
"""Names of points in the code of a family; O is a center, M a middle."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SIZE = 6.0
"""Of a figure's longer side, in units of the scene."""
SIDES: Mapping[str, tuple[float, float]] = {"left": (-1, 0), "right": (1, 0), "top": (0, 1), "bottom": (0, -1)}


def _letters(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    start = draw.randrange(len(ALPHABET) - len(POINTS) + 1)
    return tuple(draw.sample(ALPHABET[start : start + len(POINTS)], len(POINTS)))


@dataclass(frozen=True, kw_only=True)
class Lettered(Parameters):
    """Letters of the points, unit of lengths, and how the figure lies on the page."""

    point_names: ClassVar[str] = POINTS
    letters: tuple[str, ...] = drawn(_letters, words="neighbouring capital letters in any order")
    unit: str = one_of("cm", "m", "mm", "km")
    sign: str = one_of("x", "y", "z", "u", "w")
    """What is asked for, as printed."""
    turn: int = one_of(0, 0, 14, -11, 23, 180, 166, 205)
    """Of the whole figure, degrees anticlockwise."""
    is_mirrored: bool = one_of(False, True)
    side: str = one_of(*SIDES)
    """Where a question looks for the outermost point."""

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the numbers that are given in this layout."""
        return tuple(name for name, spec in self.specs().items() if spec.is_given)

    @property
    def symbols(self) -> Mapping[str, str]:
        """Number to its symbol in the names of `POINTS`, where it depends on the layout."""
        return {}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The numbers of the layout, in order."""
        return tuple(self.quantity(name) for name in self.used)

    def quantity(self, name: str) -> Quantity:
        """A number in the figure's letters and unit."""
        found = super().quantity(name)
        symbol = self.named(self.symbols.get(name, found.symbol))
        return replace(found, symbol=symbol, unit=self.unit if found.unit == "cm" else found.unit)

    def named(self, names: str) -> str:
        """`AB` in the letters of the figure."""
        return "".join(
            self.letters[self.point_names.index(name)] if name in self.point_names else name for name in names
        )

    @property
    def by_name(self) -> dict[str, str]:
        """The letters as slots of texts."""
        return dict(zip(self.point_names, self.letters, strict=True))

    def placed(self, places: Mapping[str, Place], size: float = SIZE) -> dict[str, np.ndarray]:
        """The points mirrored, turned and, with a size, scaled so that the longer side of the figure is `size`."""
        points = np.asarray([np.asarray(place, dtype=float) for place in places.values()])
        if self.is_mirrored:
            points = points * (-1, 1)
        angle = math.radians(self.turn)
        points = points @ np.asarray([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        if size:
            points = points * (size / float(np.ptp(points, axis=0).max()))
        return dict(zip(places, points, strict=True))

    def ask_extreme(self, places: Mapping[str, Place], wrong: Sequence[str] = ()) -> Question:
        """Which lettered point lies outermost on a side: the side of the parameters, or the next with one clear winner."""
        sides = list(SIDES)
        start = sides.index(self.side)
        names = list(places)
        points = np.asarray([np.asarray(places[name], dtype=float) for name in names])
        gaps = []
        for side in (*sides[start:], *sides[:start]):
            heights = points @ np.asarray(SIDES[side])
            first, second = np.sort(heights)[::-1][:2]
            gaps.append((first - second > 0.06 * SIZE, first - second, side, names[int(np.argmax(heights))]))
        clear = [item for item in gaps if item[0]] or [max(gaps, key=lambda item: item[1])]
        _, _, side, name = clear[0]
        others = [self.named(other) for other in names if other != name]
        return ask_word("extreme", self.named(name), [*others, *wrong], side=side)


def _many_letters(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    start = draw.randrange(len(ALPHABET) - len(CORNERS) + 1)
    return tuple(draw.sample(ALPHABET[start : start + len(CORNERS)], len(CORNERS)))


CORNERS = "ABCDEFGHKLMNOS"
"""Names of points of a solid: A to H are the corners of a box, O a foot or center, S an apex."""


@dataclass(frozen=True, kw_only=True)
class Spatial(Lettered):
    """A solid in cabinet projection: other letters, another view, mirrored or not."""

    point_names: ClassVar[str] = CORNERS
    letters: tuple[str, ...] = drawn(_many_letters, words="neighbouring capital letters in any order")
    unit: str = one_of("cm", "dm", "m", "mm")
    turn: int = one_of(0)
    view_deg: int = one_of(33, 40, 46)
    """Of the edges that run away from the reader, degrees from the horizontal."""
    view_depth: float = one_of(0.5, 0.6)
    """How much shorter than they are these edges are drawn."""


def redrawn(family: Family[Any], scene: FigureScene, wrong: Parameters) -> FigureScene:
    """A corrupted figure: lines for other values, texts as they were; `DoesNotApplyError` where other marks come of it."""
    sketch = Sketch()
    family.draw(wrong, sketch)
    texts = {mark.id: mark for mark in scene.marks if isinstance(mark, Label)}
    if {mark.id for mark in sketch.marks} != {mark.id for mark in scene.marks}:
        raise DoesNotApplyError
    marks = [replace(mark, text=texts[mark.id].text) if isinstance(mark, Label) else mark for mark in sketch.marks]
    return scene.with_marks(tuple(marks))
