"""Parts that figures of mathematics share: named points, sides with their values, marks of equal and parallel lines, planes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.parts.places import away
from scisynth.figures.scene.sketch import Place, Sketch


def vertex(sketch: Sketch, name: str, at: Place, toward: Place, *lines: str, words: str = "", **style: Any) -> None:
    """The letter of a corner; it must stand by every line that meets there."""
    label = sketch.text(f"vertex:{name}", words or f"${name}$", at, toward=toward, **{"size": 13, **style})
    for line in lines:
        sketch.claim("near", label, line)


def point(sketch: Sketch, name: str, at: Place, toward: Place, radius: float, words: str = "", **style: Any) -> str:
    """A dot with its letter."""
    axes = {"axes": style["axes"]} if "axes" in style else {}
    dot = sketch.dot(f"point:{name}", at, radius, **axes)
    sketch.text(f"vertex:{name}", words or f"${name}$", at, of=dot, toward=toward, **{"size": 13, **style})
    return dot


def polygon(sketch: Sketch, corners: Mapping[str, Place], **style: Any) -> None:
    """Sides `side:AB`, `side:BC`, ... that meet at their corners, and the letters outside."""
    names = list(corners)
    middle = np.mean([np.asarray(corners[name]) for name in names], axis=0)
    pairs = list(zip(names, [*names[1:], names[0]], strict=True))
    for one, two in pairs:
        sketch.line(f"side:{one}{two}", corners[one], corners[two], **{"z": 3, **style})
    sides = [f"side:{one}{two}" for one, two in pairs]
    for index, name in enumerate(names):
        meeting = (sides[index - 1], sides[index])
        sketch.claim("connected", *meeting)
        vertex(sketch, name, corners[name], away(corners[name], middle), *meeting)


def side_text(
    sketch: Sketch, line: str, one: Place, two: Place, words: str, middle: Place, position: float = 0.5, **style: Any
) -> None:
    """The value of a side, on the side of it that faces away from `middle`."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    half = start + position * (stop - start)
    normal = np.asarray([start[1] - stop[1], stop[0] - start[0]])
    normal = normal / np.hypot(*normal)
    if normal @ (half - np.asarray(middle)) < 0:
        normal = -normal
    tag = line.partition(":")[2]
    sketch.text(f"label:{tag}", words, half, of=line, toward=normal, **style)


def chevron(sketch: Sketch, line: str, one: Place, two: Place, size: float, position: float = 0.5) -> None:
    """The arrow head in the middle of a line that marks it as parallel to others."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    along = away(stop, start)
    aside = np.asarray([-along[1], along[0]])
    tip = start + position * (stop - start) + along * size / 2
    name = f"chevron:{line.partition(':')[2]}"
    sketch.line(name, tip - along * size + aside * size * 0.6, tip, tip - along * size - aside * size * 0.6, width=1.2)
    sketch.claim("on", name, line, tolerance=6.0)


def tick(sketch: Sketch, line: str, one: Place, two: Place, size: float, num: int = 1) -> None:
    """The strokes across a line that mark it as equal to others."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    along = away(stop, start)
    aside = np.asarray([-along[1], along[0]])
    for index in range(num):
        at = (start + stop) / 2 + along * size * 0.6 * (index - (num - 1) / 2)
        name = f"tick:{line.partition(':')[2]}{index or ''}"
        sketch.line(name, at - aside * size / 2, at + aside * size / 2, width=1.0)
        sketch.claim("on", name, line, tolerance=8.0)


def coordinates(place: Place) -> str:
    """`(3, -2)` with a true minus."""
    return f"({place[0]:g}, {place[1]:g})".replace("-", "−")


def fraction_answer(value: Fraction) -> Answer:
    """A probability as a fraction in lowest terms."""
    return Answer(text=f"{value.numerator}/{value.denominator}", value=float(value), tolerance=0.01)
