"""Draws a molecule on a sketch: coordinates from RDKit, strokes cut short at labels, wedges and hashes.

Bonds are one unit long. Labels follow textbooks: carbon is a bare vertex unless `all_atoms`, hydrogens stand on the side
away from the bonds. Ids are those that `figures.molecules.read` reads.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.core.errors import DataError
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.rdkit_quiet import quiet_rdkit

if TYPE_CHECKING:
    from scisynth.figures.scene.strokes import Strokes

DOUBLE = 0.13
"""Between the strokes of a double bond, in bond lengths."""
MAX_ATOMS, MAX_SMILES = 150, 400
NAME = re.compile(r"[A-Za-z][\w-]{0,39}")
LETTER = 0.26
"""Font size of atom labels in bond lengths."""
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
    """An RDKit molecule with single and double bonds distinguished."""
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
    sketch: "Strokes",
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


def _draw_bond(sketch: "Strokes", layout: Layout, bond: Any, labelled: Mapping[int, float], first: int) -> None:
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


def wedge(sketch: "Strokes", name: str, start: np.ndarray, stop: np.ndarray, half: float = 0.085) -> str:
    """A bond towards the reader."""
    along = (stop - start) / np.linalg.norm(stop - start)
    aside = half * np.asarray([-along[1], along[0]])
    return sketch.area(f"wedge:{name}", start, stop + aside, stop - aside, fill="#1a1a1a", width=0.3)


def hashed(
    sketch: "Strokes", name: str, start: np.ndarray, stop: np.ndarray, half: float = 0.085, num: int = 7
) -> None:
    """A bond away from the reader."""
    step = (stop - start) / num
    aside = half * np.asarray([-step[1], step[0]]) / np.linalg.norm(step)
    for rung in range(1, num + 1):
        place, wide = start + rung * step, aside * (0.15 + 0.85 * rung / num)
        sketch.line(f"hash:{name}.{rung}", place - wide, place + wide, width=1.3)


def molecule_marks(
    name: str, smiles: str, at: tuple[float, float], bond: float, *, hydrogens: bool, carbons: bool, turn_deg: float
) -> tuple[list[Path | Label], str]:
    """(marks of a molecule with its name in their ids, its name); what `Sketch.molecule` adds.

    Raises:
        DataError: no name, no SMILES, or a molecule larger than a figure shows.
    """
    from scisynth.figures.scene.strokes import Strokes

    name = name.removeprefix("molecule:")
    if not NAME.fullmatch(name):
        raise DataError(f"molecule: expected a name of letters and figures, such as aspirin, got {name[:40]!r}")
    layout = lay_out(_checked(smiles), all_atoms=hydrogens)
    turn = math.radians(turn_deg)
    layout = replace(
        layout, xy=layout.xy @ np.asarray([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    )
    part = Strokes()
    # 46 points a bond give letters of `LETTER` bonds; they get their size when the whole page is known.
    draw_molecule(part, layout.moved(0.0, 0.0), 46.0, all_atoms=hydrogens or carbons)
    return [_moved(mark, name, at, bond) for mark in part.marks if isinstance(mark, Path | Label)], name


def _checked(smiles: str) -> str:
    from rdkit import Chem

    with quiet_rdkit():
        mol = Chem.MolFromSmiles(smiles) if isinstance(smiles, str) and 0 < len(smiles) <= MAX_SMILES else None
    if mol is None:
        raise DataError(f"molecule: expected a SMILES, such as CC(=O)O, got {str(smiles)[:60]!r}")
    if not 0 < mol.GetNumAtoms() <= MAX_ATOMS:
        raise DataError(f"molecule: expected 1 to {MAX_ATOMS} atoms, got {mol.GetNumAtoms()}")
    return smiles


def _moved(mark: Path | Label, name: str, at: tuple[float, float], bond: float) -> Path | Label:
    role, _, rest = mark.id.partition(":")

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return at[0] + bond * point[0], at[1] + bond * point[1]

    if isinstance(mark, Label):
        return replace(mark, id=f"{role}:{name}.{rest}", at=place(mark.at))
    return replace(mark, id=f"{role}:{name}.{rest}", points=tuple(place(point) for point in mark.points))
