"""Parts of p-V and T-S planes: states, and changes of state whose arrows run along their curves."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.parts.palette import BLUE, GREY
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.formula import evaluate

BOX = (0.0, 0.0, 6.6, 4.6)
"""Of a plane, in units of the scene."""
PLANE = "axes:plane"
Spot = tuple[float, float]
STATE_NAMES = ("1234", "ABCD", "EFGH", "WXYZ")
"""Names of four states in a row."""
GAS_CONSTANT = 8.314
"""R, J/(mol K)."""


def curved(sketch: Sketch, name: str, formula: str, start: float, stop: float, color: str = BLUE) -> np.ndarray:
    """A change of state y(x) from one x to another with an arrow on its way; its points, float [61, 2]."""
    x = np.linspace(start, stop, 61)
    points = np.stack([x, evaluate(formula, x)], axis=1)
    sketch.line(f"step:{name}", *points, axes=PLANE, color=color, width=2.0)
    sketch.claim("formula", f"step:{name}", value=formula, tolerance=0.005)
    _sense(sketch, name, points[28], points[33], color)
    return points


def straight(sketch: Sketch, name: str, one: Spot, two: Spot, color: str = BLUE, **style: str) -> None:
    """A change of state on a straight line."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    sketch.line(f"step:{name}", start, stop, axes=PLANE, color=color, width=2.0, **style)
    _sense(sketch, name, start + 0.47 * (stop - start), start + 0.56 * (stop - start), color)


def _sense(sketch: Sketch, name: str, tail: np.ndarray, tip: np.ndarray, color: str) -> None:
    sketch.arrow(f"sense:{name}", tail, tip, axes=PLANE, color=color, width=2.0)
    sketch.claim("on", f"sense:{name}", f"step:{name}")


def state(sketch: Sketch, name: str, at: Spot, toward: Spot) -> None:
    """A named point of a plane, claimed to lie at its place."""
    sketch.dot(f"state:{name}", at, 0.075, axes=PLANE, z=5)
    sketch.claim("at", f"state:{name}", value=(float(at[0]), float(at[1])))
    sketch.text(
        f"label:{name}", f"${name}$", at, of=f"state:{name}", toward=toward, gap_pt=6, axes=PLANE, size=12, halo=True
    )


def guide(sketch: Sketch, name: str, one: Spot, two: Spot) -> None:
    """A dotted line from an axis to a state."""
    sketch.line(f"guide:{name}", one, two, axes=PLANE, dash="dotted", width=0.9, color=GREY, z=1)


def closed_cycle(sketch: Sketch, names: Sequence[str]) -> None:
    """Claims that steps named after the states where they begin follow each other, and point to where the next one begins."""
    for name, target in zip(names, (*names[1:], names[0]), strict=True):
        sketch.claim("points_to", f"sense:{name}", f"state:{target}", tolerance=25)
        sketch.claim("connected", f"step:{name}", f"step:{target}")


def arrows_reversed(scene: FigureScene) -> FigureScene:
    """The scene with every arrow on a step the other way round."""
    arrows = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("sense:")]
    return change(scene, *(replace(mark, points=mark.points[::-1]) for mark in arrows))
