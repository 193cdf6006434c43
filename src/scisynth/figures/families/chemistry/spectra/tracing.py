"""Curves that follow a formula, for all spectra."""

import numpy as np

from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.formula import evaluate


def follow(
    sketch: Sketch, name: str, axes: str, formula: str, low: float, high: float, num: int, **style: object
) -> None:
    """A path that follows a formula in x, and the claim that it does."""
    x = np.linspace(low, high, num)
    points = zip(x.tolist(), evaluate(formula, x).tolist(), strict=True)
    sketch.line(name, *points, axes=axes, **style)
    sketch.claim("formula", name, value=formula)
