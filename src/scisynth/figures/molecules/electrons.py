"""Electrons and formal charges of a drawn molecule: dots and strokes of lone pairs, and small texts next to an atom (`+`, `2−`, `⊕`)."""

import re
from collections.abc import Iterator

import numpy as np

from scisynth.figures.labels.text import plain
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box

PAIRS = frozenset({"lonepair", "lonepairs", "lone", "electronpair"})
"""Roles of dots besides `electron`; a stroke or a colon with such a role is two electrons."""
DOTS = (".", "·", "•")
CHARGE = re.compile(r"(\d?)([+\-⊕⊖])(\d?)")


def electrons(mark: DrawnMark) -> list[np.ndarray]:
    """Places of the electrons that a mark shows, pixels: one of a dot, two of a stroke or of two dots in one mark."""
    is_pair = re.sub(r"[_-]", "", mark.role) in PAIRS
    if mark.role != "electron" and not is_pair:
        return []
    is_dot = (mark.kind == "path" and (len(mark.points) == 1 or mark.closed)) or mark.text in DOTS
    return [geometry.center(mark)] * (2 if is_pair and not is_dot else 1)


def charge_texts(drawing: Drawing) -> Iterator[tuple[int, Box]]:
    """(charge, box in pixels) of every text that is a formal charge and nothing else."""
    for mark in drawing.texts:
        found = CHARGE.fullmatch(plain(mark.text).replace("^", ""))
        if found and mark.role != "atom":
            yield int(found[1] or found[3] or 1) * (1 if found[2] in "+⊕" else -1), mark.bbox
