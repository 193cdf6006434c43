"""Kinds of cell that differ in size, shape, nucleus-to-cell ratio, density and what they hold.

The numbers are typical of what such cells look like in culture, seen from above (Alberts et al., Molecular Biology of the Cell; Milo and
Phillips, Cell Biology by the Numbers, "How big is a human cell?" and "How big are nuclei?"). They are those of no measured line. What
matters here is that they differ, and that the truth of every image is exact.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CellLine:
    """What the cells of a line have in common."""

    area: tuple[float, ...]
    """Mean area of a cell seen from above, µm²."""
    ratio: tuple[float, ...]
    """Area of the nucleus over that of the cell."""
    elongation: tuple[float, float]
    """Range of length over width."""
    nucleus_elongation: tuple[float, float]
    roughness: float
    """Relative size of the bulges of the outline."""
    spread: float
    """Relative standard deviation of the areas of cells."""
    density: tuple[float, ...]
    """Fraction of the field that cells cover."""
    vesicles: tuple[int, ...]
    """Vesicles in a cell, on average."""
    is_aligned: bool = False
    """Whether neighbours lie in one direction."""


LINES = {
    "epithelial": CellLine(
        area=(240.0, 280.0, 320.0, 360.0),
        ratio=(0.27, 0.30, 0.33, 0.36),
        elongation=(1.0, 1.25),
        nucleus_elongation=(1.1, 1.4),
        roughness=0.05,
        spread=0.12,
        density=(0.45, 0.55, 0.62),
        vesicles=(3, 4, 5),
    ),
    "fibroblast": CellLine(
        area=(420.0, 480.0, 540.0, 600.0),
        ratio=(0.16, 0.18, 0.20),
        elongation=(2.8, 3.6),
        nucleus_elongation=(1.4, 1.8),
        roughness=0.05,
        spread=0.12,
        density=(0.30, 0.36, 0.42),
        vesicles=(3, 4, 5),
        is_aligned=True,
    ),
    "lymphocyte": CellLine(
        area=(60.0, 70.0, 80.0, 90.0),
        ratio=(0.54, 0.58, 0.62, 0.66),
        elongation=(1.0, 1.08),
        nucleus_elongation=(1.0, 1.08),
        roughness=0.015,
        spread=0.10,
        density=(0.25, 0.32, 0.40),
        vesicles=(2, 3),
    ),
    "macrophage": CellLine(
        area=(420.0, 480.0, 540.0, 600.0),
        ratio=(0.14, 0.16, 0.18),
        elongation=(1.05, 1.35),
        nucleus_elongation=(1.1, 1.5),
        roughness=0.09,
        spread=0.15,
        density=(0.35, 0.45, 0.52),
        vesicles=(6, 7, 8),
    ),
}
