"""Random fields of which stains are made: smooth unevenness, and webs of lines as mitochondria and condensed chromatin form."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.outlines import Grid


def smooth_noise(grid: Grid, length: float, draw: Generator) -> NDArray[np.floating]:
    """[H, W]: a Gaussian random field of mean 0 and standard deviation 1 whose features are about `length` µm wide."""
    from scipy.ndimage import gaussian_filter

    field = gaussian_filter(draw.normal(size=(grid.size, grid.size)), length / grid.pixel, mode="wrap")
    return (field - field.mean()) / max(float(field.std()), 1e-9)


def web_of_lines(
    grid: Grid, draw: Generator, *, length: float = 1.1, width: float = 0.25, kept: float = 0.65
) -> NDArray[np.floating]:
    """[H, W], 0 to 1: lines along which a smooth random field is zero, broken where another one is low.

    Args:
        length: between lines, about, µm.
        width: standard deviation across a line, µm.
        kept: fraction of the lines; 1: they are not broken.
    """
    field = smooth_noise(grid, length, draw)
    rows, columns = np.gradient(field, grid.pixel)
    distance = np.abs(field) / np.maximum(np.hypot(rows, columns), 0.15)
    lines = np.exp(-0.5 * (distance / max(width, 0.45 * grid.pixel)) ** 2)
    if kept < 1:
        gaps = smooth_noise(grid, 1.5 * length, draw)
        lines *= gaps > np.quantile(gaps, 1 - kept)
    return lines
