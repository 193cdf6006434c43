"""The colours of all figures: dark ones for strokes and texts, pale ones for areas, and a row of strong ones for charts.

Dark colours stand out from white paper by at least 3.5 to 1 (WCAG 2.2, contrast), so that thin strokes survive a copier; pale
ones carry black text. What a family colours after a thing, as water or the Sun, stands in the family.
"""

from scisynth.figures.scene.marks import INK, PAPER

BLUE, RED, GREEN, ORANGE, PURPLE = "#1f4e79", "#b03a2e", "#2e7d32", "#b9770e", "#6c3483"
GREY, DARK_GREY = "#767676", "#444444"
PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_RED, PALE_GREY = "#dbe9f6", "#fdebd0", "#e8f5e9", "#f9e0dd", "#f2f2f2"
STRONG = ("#4f81b0", "#d9924a", "#6aa56d", "#b9665d", "#8f7bb0", "#a89a6a")
"""Sectors and bars of one chart, in this order."""

__all__ = [
    "BLUE", "DARK_GREY", "GREEN", "GREY", "INK", "ORANGE", "PALE_BLUE", "PALE_GREEN", "PALE_GREY", "PALE_ORANGE",
    "PALE_RED", "PAPER", "PURPLE", "RED", "STRONG",
]  # fmt: skip
