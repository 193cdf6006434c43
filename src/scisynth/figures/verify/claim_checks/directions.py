"""Directions in words, as degrees anticlockwise from the right.

right  up  south-west  upper left     0  90  225  135
30° above the horizontal to the left  150
40° north of east, N 50° E            40
horizontal                            0, either way
"""

import re
from dataclasses import dataclass

AXIS_DEG, DIAGONAL_DEG, EXACT_DEG = 10.0, 40.0, 1.0
"""How far off a direction may be that is named as an axis, named as between two of them, or given in degrees."""
_AXES = {"right": 0, "rightward": 0, "rightwards": 0, "east": 0, "eastward": 0, "e": 0, "up": 90, "upward": 90, "upwards": 90,
         "upper": 90, "north": 90, "northward": 90, "n": 90, "top": 90, "left": 180, "leftward": 180, "leftwards": 180, "west": 180,
         "westward": 180, "w": 180, "down": 270, "downward": 270, "downwards": 270, "lower": 270, "south": 270, "southward": 270,
         "s": 270, "bottom": 270}  # fmt: skip
_SIGNS = {
    "→": 0,
    "↑": 90,
    "←": 180,
    "↓": 270,
    "↗": 45,
    "↖": 135,
    "↙": 225,
    "↘": 315,
    "+x": 0,
    "+y": 90,
    "-x": 180,
    "-y": 270,
}
_NUMBER = r"(-?\d+(?:\.\d+)?)\s*(?:°|deg(?:ree)?s?|\\degree|\^\\circ)?"
_COMPASS = re.compile(r"^(north|south)(east|west)$|^([ns])([ew])$")
_OFF_AXIS = re.compile(
    rf"^{_NUMBER}\s*(above|below)\s*(?:the\s+)?(?:positive\s+|negative\s+|\+|-)?(?:horizontal|x[- ]?axis)(.*)$"
)
_FROM_AXIS = re.compile(rf"^{_NUMBER}\s*([a-z]+)\s+of\s+(?:due\s+)?([a-z]+)$")
_BEARING = re.compile(rf"^([ns])(?:orth|outh)?\s*{_NUMBER}\s*([ew])(?:ast|est)?$")
_FILLING = re.compile(
    r"\b(?:straight|directly|due|vertically|horizontally|to|the|toward|towards|and|diagonally|pointing|points?)\b|[-_,/]"
)


@dataclass(frozen=True, kw_only=True)
class Direction:
    """Where to, and how exactly that is said."""

    degrees: float
    within: float
    both_ways: bool = False


def read_direction(text: str) -> Direction | None:
    """What the words say; None where they are no direction on the page."""
    said = " ".join(text.strip().strip(".").lower().replace("−", "-").split())[:80]
    if said in _SIGNS:
        return Direction(degrees=_SIGNS[said], within=AXIS_DEG)
    if found := re.fullmatch(rf"{_NUMBER}(?:\s*(?:counter-?|anti-?)clockwise.*)?", said):
        return Direction(degrees=float(found[1]), within=EXACT_DEG)
    if found := _OFF_AXIS.match(said):
        return _off_axis(float(found[1]), found[2] == "above", "left" in found[3] or "negative" in said or "-x" in said)
    if (found := _FROM_AXIS.match(said)) and found[2] in _AXES and found[3] in _AXES:
        return _turned(_AXES[found[3]], _AXES[found[2]], float(found[1]))
    if found := _BEARING.match(said):
        return _turned(_AXES[found[1]], _AXES[found[3]], float(found[2]))
    if said in ("horizontal", "vertical", "horizontally", "vertically"):
        return Direction(degrees=90.0 * said.startswith("v"), within=EXACT_DEG, both_ways=True)
    return _named(said)


def _off_axis(degrees: float, is_above: bool, is_left: bool) -> Direction:
    """An angle from the horizontal."""
    turned = degrees if is_above else -degrees
    return Direction(degrees=(180 - turned if is_left else turned) % 360, within=EXACT_DEG)


def _turned(start: float, toward: float, degrees: float) -> Direction | None:
    """From one axis towards another one, which stands at a right angle to it."""
    turn = (toward - start) % 360
    if turn not in (90, 270):
        return None
    return Direction(degrees=(start + (degrees if turn == 90 else -degrees)) % 360, within=EXACT_DEG)


def _named(said: str) -> Direction | None:
    """One axis, or two that make a diagonal."""
    parts: list[str] = []
    for word in _FILLING.sub(" ", said).split():
        pair = _COMPASS.match(word)
        parts += [part for part in pair.groups() if part] if pair else [word]
    if not 1 <= len(parts) <= 2 or any(part not in _AXES for part in parts):
        return None
    one, two = _AXES[parts[0]], _AXES[parts[-1]]
    if one == two:
        return Direction(degrees=one, within=AXIS_DEG)
    if abs(one - two) == 180:
        return None
    middle = (one + two) / 2 if abs(one - two) == 90 else 315.0
    return Direction(degrees=middle, within=DIAGONAL_DEG)
