"""Exact scientific figures: a scene of marks with claims, its drawing, the drawing read back, and the check of one against the other.

scene       marks, claims and `Sketch`, which declares both; `draw` paints a scene with Matplotlib
read_back   a drawing as a list of marks with their places and visible ink, from Matplotlib or SVG
labels      one normal form for the texts of figures
molecules   molecules read off a drawing; circuits: the same for circuits
verify      claims, required texts, layout and leaks, checked on what was read back
pixels      texts read by OCR from an image alone
parts       drawing parts that several families use; families: generators of exact figures
corruptions corrupted figures: one named defect each
"""

from scisynth.figures.scene.sketch import Sketch

__all__ = ["Sketch"]
