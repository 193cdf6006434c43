"""Molecules on a sketch: coordinates from RDKit, strokes cut short at labels, wedges and hashes, lone pairs.

Bonds are one unit long. Labels follow textbooks: carbon is a bare vertex unless `all_atoms`, hydrogens stand on the side
away from the bonds. Ids are those that `imgcoder.molecules` reads.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.imgcoder.marks import Label, Path
from scisynth.imgcoder.scene import FigureScene
from scisynth.imgcoder.sketch import Sketch

DOUBLE = 0.13
"""Between the strokes of a double bond, in bond lengths."""
COLORS: Mapping[str, str] = {
    "O": "#b03a2e",
    "N": "#1f4e79",
    "S": "#9a7d0a",
    "Cl": "#2e7d32",
    "Br": "#873600",
    "F": "#2e7d32",
}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A molecule with places for its atoms."""

    mol: Any
    """An RDKit molecule with single and double bonds told apart."""
    xy: np.ndarray
    """Float [atoms, 2], bond lengths."""

    @property
    def size(self) -> np.ndarray:
        """Width and height."""
        return np.ptp(self.xy, axis=0)

    def moved(self, x: float, y: float) -> "Layout":
        """With the middle of its box at a place."""
        middle = (self.xy.min(axis=0) + self.xy.max(axis=0)) / 2
        return replace(self, xy=self.xy - middle + np.asarray([x, y]))


def lay_out(smiles: str, all_atoms: bool = False) -> Layout:
    """Coordinates of a molecule, wide rather than tall; with `all_atoms` hydrogens have their own."""
    from rdkit import Chem
    from rdkit.Chem import rdDepictor

    mol = Chem.MolFromSmiles(smiles)
    mol = Chem.AddHs(mol) if all_atoms else mol
    Chem.Kekulize(mol, clearAromaticFlags=True)
    rdDepictor.Compute2DCoords(mol, canonOrient=True)
    Chem.WedgeMolBonds(mol, mol.GetConformer())
    xy = np.asarray(mol.GetConformer().GetPositions())[:, :2]
    lengths = [float(np.linalg.norm(xy[bond.GetBeginAtomIdx()] - xy[bond.GetEndAtomIdx()])) for bond in mol.GetBonds()]
    return Layout(mol=mol, xy=_upright(mol, xy / (np.mean(lengths) if lengths else 1.0)))


def _upright(mol: Any, xy: np.ndarray) -> np.ndarray:
    """Turned a little, so that bonds run at multiples of 30 degrees where the molecule allows it."""
    steps = [xy[bond.GetEndAtomIdx()] - xy[bond.GetBeginAtomIdx()] for bond in mol.GetBonds()]
    if not steps:
        return xy
    phase = np.angle(sum(np.exp(12j * math.atan2(step[1], step[0])) for step in steps)) / 12
    return xy @ np.asarray([[math.cos(phase), -math.sin(phase)], [math.sin(phase), math.cos(phase)]])


def font_size(pt_per_unit: float) -> float:
    """Of atom labels for a bond of that many points."""
    return max(8.5, min(16.0, 0.26 * pt_per_unit))


def draw_molecule(
    sketch: Sketch,
    layout: Layout,
    pt_per_unit: float,
    *,
    all_atoms: bool = False,
    first: int = 0,
    colored: bool = False,
) -> None:
    """Bonds and labels of a molecule whose atoms are numbered from `first`."""
    size = font_size(pt_per_unit)
    labelled = {atom.GetIdx(): _label_text(atom, layout, all_atoms) for atom in layout.mol.GetAtoms()}
    labelled = {index: text for index, text in labelled.items() if text[0]}
    for bond in layout.mol.GetBonds():
        _draw_bond(sketch, layout, bond, dict.fromkeys(labelled, size / pt_per_unit), first)
    for index, (text, style) in labelled.items():
        element = layout.mol.GetAtomWithIdx(index).GetSymbol()
        if colored and element in COLORS:
            style["color"] = COLORS[element]
        shift = tuple(part * size for part in style.pop("shift"))
        sketch.text(f"atom:{first + index}", text, layout.xy[index], size=size, shift_pt=shift, **style)


def _label_text(atom: Any, layout: Layout, all_atoms: bool) -> tuple[str, dict[str, Any]]:
    """The text of an atom, empty for a vertex, and how it stands about its place (shift in font sizes)."""
    element, hydrogens = atom.GetSymbol(), atom.GetTotalNumHs()
    if element == "C" and not all_atoms and atom.GetDegree() > 0:
        return "", {}
    count = f"_{{{hydrogens}}}" if hydrogens > 1 else ""
    charge = atom.GetFormalCharge()
    sign = f"^{{{abs(charge) if abs(charge) > 1 else ''}{'+' if charge > 0 else '-'}}}" if charge else ""
    letter = 0.33 + 0.27 * (len(element) - 1)
    if not hydrogens:
        return rf"$\mathrm{{{element}{sign}}}$", {"shift": (0.18, 0.0) if sign and not all_atoms else (0, 0)}
    places = [layout.xy[other.GetIdx()] for other in atom.GetNeighbors()]
    toward = np.mean(places, axis=0) - layout.xy[atom.GetIdx()] if places else np.asarray([-1.0, 0.0])
    if len(places) > 1 and abs(toward[1]) > abs(toward[0]):
        if toward[1] < 0:
            return rf"$\mathrm{{H{count}}}$" + "\n" + rf"$\mathrm{{{element}{sign}}}$", {
                "valign": "bottom",
                "shift": (0, -0.45),
            }
        return rf"$\mathrm{{{element}{sign}}}$" + "\n" + rf"$\mathrm{{H{count}}}$", {
            "valign": "top",
            "shift": (0, 0.45),
        }
    if toward[0] > 0.1:
        return rf"$\mathrm{{H{count}{element}{sign}}}$", {"align": "right", "shift": (letter, 0)}
    return rf"$\mathrm{{{element}H{count}{sign}}}$", {"align": "left", "shift": (-letter, 0)}


def _draw_bond(sketch: Sketch, layout: Layout, bond: Any, labelled: Mapping[int, float], first: int) -> None:
    one, two = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
    name = f"{first + one}-{first + two}"
    start, stop = layout.xy[one], layout.xy[two]
    along = (stop - start) / np.linalg.norm(stop - start)
    aside = np.asarray([-along[1], along[0]])
    start = start + along * _retreat(along, bond.GetBeginAtom(), labelled)
    stop = stop - along * _retreat(along, bond.GetEndAtom(), labelled)
    direction = str(bond.GetBondDir())
    if direction == "BEGINWEDGE":
        wedge(sketch, name, start, stop)
    elif direction == "BEGINDASH":
        hashed(sketch, name, start, stop)
    elif bond.GetBondTypeAsDouble() == 1:
        sketch.line(f"bond:{name}", start, stop)
    elif bond.GetBondTypeAsDouble() == 3:
        for role, offset in (("bond", 0.0), ("bond2", DOUBLE), ("bond3", -DOUBLE)):
            sketch.line(f"{role}:{name}", start + offset * aside, stop + offset * aside)
    else:
        side = _inner_side(layout, bond, aside)
        if side == 0:
            for role, offset in (("bond", DOUBLE / 2), ("bond2", -DOUBLE / 2)):
                sketch.line(f"{role}:{name}", start + offset * aside, stop + offset * aside)
        else:
            cut = [0.0 if index in labelled else 0.13 for index in (one, two)]
            sketch.line(f"bond:{name}", start, stop)
            shift = side * DOUBLE * aside
            sketch.line(f"bond2:{name}", start + shift + cut[0] * along, stop + shift - cut[1] * along)


def _retreat(along: np.ndarray, atom: Any, labelled: Mapping[int, float]) -> float:
    """How far a bond stops short of a label's letter, in bond lengths."""
    if atom.GetIdx() not in labelled:
        return 0.0
    em = labelled[atom.GetIdx()]
    half_wide, half_high = em * (0.42 + 0.22 * (len(atom.GetSymbol()) - 1)), em * 0.55
    return min(half_wide / max(abs(along[0]), 1e-9), half_high / max(abs(along[1]), 1e-9)) + 0.08 * em


def _inner_side(layout: Layout, bond: Any, aside: np.ndarray) -> int:
    """The side on which the second stroke lies: inside a ring, towards more neighbours, or 0 for both alike."""
    one, two = bond.GetBeginAtom(), bond.GetEndAtom()
    start = layout.xy[one.GetIdx()]
    rings = [ring for ring in layout.mol.GetRingInfo().AtomRings() if {one.GetIdx(), two.GetIdx()} <= set(ring)]
    if rings:
        middle = layout.xy[list(sorted(rings, key=lambda ring: len(tuple(ring)))[0])].mean(axis=0)
        return 1 if (middle - start) @ aside > 0 else -1
    if one.GetDegree() == 1 or two.GetDegree() == 1:
        return 0
    around = [layout.xy[other.GetIdx()] for atom in (one, two) for other in atom.GetNeighbors()]
    lean = sum(float(np.sign(round((place - start) @ aside, 6))) for place in around)
    return int(np.sign(lean)) or 1


def wedge(sketch: Sketch, name: str, start: np.ndarray, stop: np.ndarray, half: float = 0.085) -> str:
    """A bond towards the reader."""
    along = (stop - start) / np.linalg.norm(stop - start)
    aside = half * np.asarray([-along[1], along[0]])
    return sketch.area(f"wedge:{name}", start, stop + aside, stop - aside, fill="#1a1a1a", width=0.3)


def hashed(sketch: Sketch, name: str, start: np.ndarray, stop: np.ndarray, half: float = 0.085, num: int = 7) -> None:
    """A bond away from the reader."""
    step = (stop - start) / num
    aside = half * np.asarray([-step[1], step[0]]) / np.linalg.norm(step)
    for rung in range(1, num + 1):
        place, wide = start + rung * step, aside * (0.15 + 0.85 * rung / num)
        sketch.line(f"hash:{name}.{rung}", place - wide, place + wide, width=1.3)


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
    return scene.with_marks(tuple(mark for mark in scene.marks if mark.id not in roles))


def wrong_bond_order(scene: FigureScene, draw: Random) -> FigureScene:
    """A double bond loses a stroke, or a single one gains it."""
    seconds = [mark for mark in scene.marks if mark.id.startswith("bond2:")]
    if seconds:
        gone = draw.choice(seconds)
        return scene.with_marks(tuple(mark for mark in scene.marks if mark.id != gone.id))
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
