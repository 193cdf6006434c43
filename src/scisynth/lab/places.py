"""Backgrounds: plain ones (setting S) and places with distractors (setting C).

Scenes stand on a surface whose edge is at y = GROUND; behind it is a wall, a sky or a landscape. Colours vary a little
with `canvas.rng`; nothing in a background is evidence of a law.
"""

from collections.abc import Callable, Mapping

from scisynth.core.errors import DataError, nearest
from scisynth.lab import landscapes, rooms
from scisynth.lab.backdrop import GROUND, SNOW, STAND
from scisynth.lab.canvas import Canvas, darker, lighter
from scisynth.lab.distractors import place_distractors
from scisynth.science.laws import load_places

__all__ = ["GROUND", "PLACES", "STAND", "draw_background", "draw_distractors"]

PLAIN_WALLS = ("#f4f4f2", "#eef1f4", "#f5f1ea", "#e9ecef", "#f1eef3", "#e8efe9")


def draw_background(canvas: Canvas, place: str) -> None:
    """Fills the image: a place's background, or a plain studio one for the empty place; an unknown place is a `DataError`."""
    if place:
        if place not in PLACES:
            raise DataError(f"unknown place {place!r}; {nearest(place, PLACES)}")
        PLACES[place](canvas)
        return
    wall = canvas.rng.choice(PLAIN_WALLS)
    canvas.gradient(0, 0, 1, GROUND, lighter(wall, 0.3), wall)
    floor = SNOW if canvas.season == "winter" else wall
    canvas.gradient(0, GROUND, 1, 1, darker(floor, 0.10), darker(floor, 0.04))


def draw_distractors(canvas: Canvas, place: str) -> None:
    """Things that belong to the place and have no part in the science."""
    place_distractors(canvas, place)


PLACES: Mapping[str, Callable[[Canvas], None]] = {
    "kitchen": rooms.kitchen,
    "living room": rooms.living_room,
    "bedroom": rooms.bedroom,
    "office": rooms.office,
    "classroom": rooms.classroom,
    "laboratory": rooms.laboratory,
    "workshop": rooms.workshop,
    "garage": rooms.garage,
    "bathroom": rooms.bathroom,
    "garden": landscapes.garden,
    "park": landscapes.park,
    "balcony": landscapes.balcony,
    "street": landscapes.street,
    "field": landscapes.field,
    "forest": landscapes.forest,
    "beach": landscapes.beach,
    "desert": landscapes.desert,
    "cafe": rooms.cafe,
}
assert set(PLACES) == set(load_places()), (
    "PLACES in lab/places.py: expected one background for each place of science/data/places.yaml, "
    f"these differ: {sorted(set(PLACES) ^ set(load_places()))}"
)
