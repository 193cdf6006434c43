"""Parts of molecules that figures add to `molecule_drawing`: lone pairs, free directions, and defects of bonds and labels."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.molecule_drawing import DOUBLE, Layout, font_size
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch


def lone_pairs(
    sketch: Sketch, layout: Layout, index: int, pairs: int, pt_per_unit: float, role: str = "electron"
) -> None:
    """Dots of lone pairs in the widest gaps between the bonds of an atom."""
    em = font_size(pt_per_unit) / pt_per_unit
    atom = layout.mol.GetAtomWithIdx(index)
    taken = [layout.xy[other.GetIdx()] - layout.xy[index] for other in atom.GetNeighbors()]
    angles = spread([math.degrees(math.atan2(step[1], step[0])) for step in taken], pairs)
    for number, angle in enumerate(angles):
        out = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        aside, reach = np.asarray([-out[1], out[0]]), em * (0.92 + 0.15 * abs(out[0]) * (len(atom.GetSymbol()) - 1))
        for side in (-1, 1):
            dot = layout.xy[index] + reach * out + side * 0.2 * em * aside
            sketch.dot(f"{role}:{index}.{number}{'ab'[side > 0]}", dot, 0.085 * em)


def free_way(layout: Layout, index: int) -> np.ndarray:
    """The unit vector that leaves an atom farthest from its bonds."""
    steps = [layout.xy[other.GetIdx()] - layout.xy[index] for other in layout.mol.GetAtomWithIdx(index).GetNeighbors()]
    angle = math.radians(spread([math.degrees(math.atan2(step[1], step[0])) for step in steps], 1)[0])
    return np.asarray([math.cos(angle), math.sin(angle)])


def spread(taken: Sequence[float], num: int) -> list[float]:
    """Directions in degrees for `num` more things around an atom, each as far from the others as it can be."""
    if not taken:
        return [90.0 + 360.0 * index / num for index in range(num)]
    best: tuple[float, list[float]] = (-1.0, [])
    ordered = sorted(angle % 360 for angle in taken)
    gaps = [
        (following - angle, angle) for angle, following in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)
    ]
    for split in _splits(num, len(gaps)):
        room = min(gap / (count + 1) for (gap, _), count in zip(gaps, split, strict=True))
        if room > best[0] + 1e-6:
            places = [
                start + gap * (item + 1) / (count + 1)
                for (gap, start), count in zip(gaps, split, strict=True)
                for item in range(count)
            ]
            best = (room, places)
    return best[1]


def _splits(num: int, bins: int) -> list[tuple[int, ...]]:
    if bins == 1:
        return [(num,)]
    return [(head, *rest) for head in range(num + 1) for rest in _splits(num - head, bins - 1)]


def missing_bond(scene: FigureScene, draw: Random) -> FigureScene:
    """Every stroke of one bond is left out."""
    bonds = [mark.id.partition(":")[2] for mark in scene.marks if mark.id.startswith("bond:")]
    gone = draw.choice(bonds)
    roles = {f"{role}:{gone}" for role in ("bond", "bond2", "bond3")}
    return scene.without(*roles)


def wrong_bond_order(scene: FigureScene, draw: Random) -> FigureScene:
    """A double bond loses a stroke, or a single one gains it."""
    seconds = [mark for mark in scene.marks if mark.id.startswith("bond2:")]
    if seconds:
        gone = draw.choice(seconds)
        return scene.without(gone.id)
    bond = draw.choice([mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("bond:")])
    (x0, y0), (x1, y1) = bond.points
    long = math.hypot(x1 - x0, y1 - y0)
    dx, dy = -DOUBLE * (y1 - y0) / long, DOUBLE * (x1 - x0) / long
    second = replace(bond, id=bond.id.replace("bond:", "bond2:"), points=((x0 + dx, y0 + dy), (x1 + dx, y1 + dy)))
    return scene.with_marks((*scene.marks, second))


def wrong_element(scene: FigureScene, draw: Random) -> FigureScene:
    """An atom is labelled as another element of the same valence."""
    swaps = {
        "O": "S",
        "N": "P",
        "S": "O",
        "Cl": "Br",
        "Br": "Cl",
        "F": "Cl",
        "C": "Si",
        "I": "Br",
        "B": "Al",
        "P": "N",
        "Xe": "Kr",
    }
    atoms = [
        (mark, found)
        for mark in scene.marks
        if isinstance(mark, Label) and mark.id.startswith("atom:")
        for found in re.finditer(r"[A-Z][a-z]?", mark.text.replace("mathrm", " " * 6))
        if found[0] in swaps
    ]
    mark, found = draw.choice(atoms)
    text = mark.text[: found.start()] + swaps[found[0]] + mark.text[found.end() :]
    return scene.with_marks(tuple(replace(mark, text=text) if other.id == mark.id else other for other in scene.marks))
