"""Splits figures by what they show: no figure stands in two splits, and some families stand in none but `test`.

A figure belongs to the split that the hash of its looks says: its texts, and its marks on a coarse grid. So the same drawing with
another question, wording or style stays in its split. A tenth of the families are held out whole: all their figures are `test`, so that a test also asks for kinds that were never seen.
"""

from typing import Literal, get_args

from scisynth.core.seeds import derive_fraction
from scisynth.figures.families.stock import looks_of
from scisynth.figures.scene.scene import FigureScene

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
TRAIN_BELOW, VAL_BELOW = 0.8, 0.9
"""Fractions of the figures of a family that is not held out."""
HELD_OUT_BELOW = 0.1
"""Fraction of families whose figures are all `test`."""


def is_held_out(family: str) -> bool:
    """Whether a family is in no split but `test`, from its name alone."""
    return derive_fraction("held-out family", family) < HELD_OUT_BELOW


def split_of(scene: FigureScene) -> Split:
    """The split of a figure, from its family and looks alone."""
    if is_held_out(scene.family):
        return "test"
    place = derive_fraction("split of figures", looks_of(scene))
    return "train" if place < TRAIN_BELOW else "val" if place < VAL_BELOW else "test"
