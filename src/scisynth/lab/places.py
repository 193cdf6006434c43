"""Backgrounds: plain ones (setting S) and places with distractors (setting C).

Scenes stand on a surface whose edge is at y = GROUND; behind it is a wall, a sky or a landscape.
"""

from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, darker, lighter

GROUND = 0.74
"""y of the line where the wall meets the table or the sky meets the land; things stand at about y = STAND."""
STAND = 0.86
"""y of the foot of things that stand in a scene."""

PLAIN_WALLS = ("#f4f4f2", "#eef1f4", "#f5f1ea", "#e9ecef", "#f1eef3", "#e8efe9")


def draw_background(canvas: Canvas, place: str) -> None:
    """Fills the picture: a place's background, or a plain studio one for the empty place."""
    if place:
        PLACES[place](canvas)
        return
    wall = canvas.rng.choice(PLAIN_WALLS)
    canvas.gradient(0, 0, 1, GROUND, lighter(wall, 0.3), wall)
    canvas.gradient(0, GROUND, 1, 1, darker(wall, 0.10), darker(wall, 0.04))


def draw_distractors(canvas: Canvas, place: str) -> None:
    """Things that belong to the place and have no part in the science."""


def kitchen(canvas: Canvas) -> None:
    """Tiles above a wooden worktop."""
    canvas.gradient(0, 0, 1, GROUND, "#dfe9ee", "#cfdce3")
    canvas.gradient(0, GROUND, 1, 1, "#b98d5c", "#a2764a")


def laboratory(canvas: Canvas) -> None:
    """A bench before a white wall."""
    canvas.gradient(0, 0, 1, GROUND, "#edf3f5", "#dde7ea")
    canvas.gradient(0, GROUND, 1, 1, "#5b6a73", "#46535b")


PLACES: Mapping[str, Callable[[Canvas], None]] = {"kitchen": kitchen, "laboratory": laboratory}
