"""Parameters of figures in a coordinate plane: points with other letters in every scene, their coordinates as slots of texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scisynth.figures.families.parameters import Parameters, drawn
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.parts.math import coordinates
from scisynth.figures.scene.scene import Quantity

Spot = tuple[float, float]
ALPHABET = "ABCDEGHJKLMNPQRSTUVW"
"""Of points; O is the origin, F a focus, x and y are the axes."""
NUM_LETTERS = 6


def _letters(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    start = draw.randrange(len(ALPHABET) - NUM_LETTERS + 1)
    return tuple(draw.sample(ALPHABET[start : start + NUM_LETTERS], NUM_LETTERS))


def spot(x: Sequence[int], y: Sequence[int]) -> Any:
    """A point with whole coordinates out of two ranges."""
    words = f"x {min(x)} to {max(x)}, y {min(y)} to {max(y)}"
    return drawn(lambda draw, level, values: (draw.choice(x), draw.choice(y)), words=words)


@dataclass(frozen=True, kw_only=True)
class Planar(Parameters):
    """Letters of the points; code calls them A, B, ... in the order of `letters`."""

    letters: tuple[str, ...] = drawn(_letters, words="neighbouring capital letters in any order")

    @property
    def spots(self) -> Mapping[str, Spot]:
        """The points whose coordinates are given, by the names of the code."""
        return {}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Declared numbers, then the coordinates of the points."""
        return (
            *super().givens,
            *(
                Quantity(symbol=f"{axis}_{self.named(name)}", value=value)
                for name, place in self.spots.items()
                for axis, value in zip("xy", place, strict=True)
            ),
        )

    def named(self, names: str) -> str:
        """`AB` in the letters of the figure."""
        return "".join(self.letters["ABCDEG".index(name)] if name in "ABCDEG" else name for name in names)

    @property
    def by_name(self) -> dict[str, str]:
        """Slots: `{A}` is the letter, `{at_A}` the letter with its coordinates."""
        letters = dict(zip("ABCDEG", self.letters, strict=True))
        return letters | {f"at_{name}": letters[name] + coordinates(place) for name, place in self.spots.items()}

    def ask_place(self, question: str, name: str) -> Question:
        """Asks for the coordinates of a point."""
        return ask_word(question, coordinates(self.spots[name]), wrong_places(self.spots[name]), spot=self.named(name))


def wrong_places(place: Spot) -> list[str]:
    """Coordinates that a careless reader may take for those of a point."""
    x, y = place
    near = ((y, x), (-x, y), (x, -y), (x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1))
    return [coordinates(other) for other in near if other != (x, y)]
