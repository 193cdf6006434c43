"""Reads a molecule off a drawing: atoms from labels and meeting strokes, bonds from where the drawn strokes end.

Ids tell only what a mark is, never what it joins:

    atom:*      label with an element and its hydrogens (`OH`, `$\\mathrm{NH_2}$`); a vertex without a label is carbon
    bond*:*     stroke of a bond; strokes that run side by side (`bond:1-2`, `bond2:1-2`) make a double or triple bond
    wedge:*     filled triangle towards the reader, sharp at the stereocentre
    hash:*      strokes across a bond that leads away from the reader, shortest at the stereocentre
    electron:*  dot of a lone pair; where dots are drawn, they decide the formal charges

The connectivity goes to RDKit, which adds the hydrogens of bare vertices and finds stereochemistry from the places of atoms.
A drawing that is no molecule gives a text that says so, since it is wrong rather than unreadable. Abbreviations of groups
(`Ph`, `CO2H`), aromatic circles and isotopes are not read.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scisynth.imgcoder import geometry
from scisynth.imgcoder.label_text import plain
from scisynth.imgcoder.read_back import Drawing, DrawnMark

SAME_LENGTH = 0.96
"""Strokes of one bond that are shorter than this share of the longest lie inside a ring and are not its axis."""
BESIDE = 0.6
"""Two strokes belong to one bond when their middles are nearer than this share of its length."""
TURN = np.cos(np.radians(6))
MAX_PARTS = 400
"""Strokes, labels and dots of a molecule; what holds more is no figure, and is not read."""
ATOM = re.compile(r"([A-Z][a-z]?)_?(\d*)")
ROLES = ("atom", "bond", "wedge", "hash", "electron")


@dataclass(kw_only=True)
class _Atom:
    element: str
    place: np.ndarray
    hydrogens: int | None = None
    """None leaves them to the valence, as at a bare vertex."""
    charge: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(kw_only=True)
class _Bond:
    start: np.ndarray
    end: np.ndarray
    order: int = 1
    stereo: str = ""
    """`wedge` or `hash`, leading away from `start`."""
    atoms: list[int] = field(default_factory=list)


def canonical(smiles: str) -> str:
    """One spelling for one molecule; explicit hydrogens are folded in."""
    from rdkit import Chem

    return str(Chem.CanonSmiles(smiles))


def drawn_smiles(drawing: Drawing) -> str:
    """Canonical SMILES of what is drawn, or `no molecule: ...` with the reason."""
    if sum(mark.role.rstrip("23") in ROLES for mark in drawing.marks) > MAX_PARTS:
        return f"no molecule: more than {MAX_PARTS} atoms, strokes and dots"
    bonds = _bonds(drawing)
    try:
        atoms = [_labelled(mark) for mark in drawing.texts if mark.role == "atom"]
        if not bonds and not atoms:
            return "no molecule: nothing is drawn"
        _join(atoms, bonds)
        _charge_by_electrons(atoms, bonds, drawing)
        return _smiles(atoms, bonds)
    except ValueError as error:
        return f"no molecule: {error}"


Stroke = tuple[np.ndarray, np.ndarray]
"""Its two ends."""


def _bonds(drawing: Drawing) -> list[_Bond]:
    strokes = [
        (mark.xy[0], mark.xy[-1])
        for mark in drawing.marks
        if mark.role.rstrip("23") == "bond" and len(mark.points) >= 2
    ]
    strokes.sort(key=lambda ends: -float(np.linalg.norm(ends[1] - ends[0])))
    bonds = [_axis(group) for group in _side_by_side(strokes)]
    bonds += [_wedge(mark) for mark in drawing.marks if mark.role == "wedge" and len(mark.points) >= 3]
    return bonds + _hashes([mark for mark in drawing.marks if mark.role == "hash" and len(mark.points) >= 2])


def _side_by_side(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes of one bond together, the longest first and all the same way round."""
    if not strokes:
        return []
    middles, along, lengths = _measured(strokes)
    groups: list[list[Stroke]] = []
    heads: list[int] = []
    for index, stroke in enumerate(strokes):
        apart = np.linalg.norm(middles[heads] - middles[index], axis=1)
        turns = along[heads] @ along[index]
        homes = np.flatnonzero((apart < BESIDE * lengths[heads]) & (np.abs(turns) > TURN))
        if len(homes):
            groups[homes[0]].append(stroke if turns[homes[0]] > 0 else stroke[::-1])
        else:
            groups.append([stroke])
            heads.append(index)
    return groups


def _measured(strokes: Sequence[Stroke]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Middles [N, 2], directions [N, 2] and lengths [N]."""
    ends: np.ndarray = np.asarray(strokes)
    steps = ends[:, 1] - ends[:, 0]
    lengths = np.linalg.norm(steps, axis=1)
    return ends.mean(axis=1), steps / np.maximum(lengths, 1e-9)[:, None], lengths


def _axis(group: Sequence[tuple[np.ndarray, np.ndarray]]) -> _Bond:
    longest = float(np.linalg.norm(group[0][1] - group[0][0]))
    whole = [ends for ends in group if np.linalg.norm(ends[1] - ends[0]) >= SAME_LENGTH * longest]
    start, end = (np.mean([ends[side] for ends in whole], axis=0) for side in (0, 1))
    return _Bond(start=start, end=end, order=len(group))


def _wedge(mark: DrawnMark) -> _Bond:
    """From the sharp corner to the middle of the side across from it, which is the shortest."""
    corners = np.asarray(mark.points[:3])
    sides = [float(np.linalg.norm(corners[(i + 1) % 3] - corners[(i + 2) % 3])) for i in range(3)]
    tip = int(np.argmin(sides))
    return _Bond(start=corners[tip], end=(corners.sum(axis=0) - corners[tip]) / 2, stereo="wedge")


def _hashes(marks: Sequence[DrawnMark]) -> list[_Bond]:
    """Strokes whose middles follow each other make one bond."""
    if not marks:
        return []
    rungs = [(mark.xy[0], mark.xy[-1]) for mark in marks]
    middles, along, lengths = _measured(rungs)
    left = set(range(len(rungs)))
    bonds = []
    while left:
        chain = [min(left)]
        left.remove(chain[0])
        for rung in chain:
            steps = middles - middles[rung]
            apart = np.linalg.norm(steps, axis=1)
            follows = (apart < 30) & (np.abs(along @ along[rung]) > TURN)
            follows &= np.abs((steps * along).sum(axis=1)) <= 0.3 * apart
            more = left.intersection(np.flatnonzero(follows).tolist())
            chain += sorted(more)
            left -= more
        chain.sort(key=lambda rung: lengths[rung])
        step = (middles[chain[-1]] - middles[chain[0]]) / max(len(chain) - 1, 1)
        bonds.append(_Bond(start=middles[chain[0]] - step, end=middles[chain[-1]], stereo="hash"))
    return bonds


def _labelled(mark: DrawnMark) -> _Atom:
    text = plain(mark.text).replace("_", "")
    charge = 0
    if found := re.search(r"\^(\d*)([+-])|()([+-])$", text):
        charge = int(found[1] or 1) * (1 if "+" in found[0] else -1)
        text = text[: found.start()] + text[found.end() :]
    counts: Counter[str] = Counter()
    for element, number in ATOM.findall(text):
        counts[element] += int(number or 1)
    if not counts or ATOM.sub("", text):
        raise ValueError(f"{mark.text!r} is no atom")
    heavy = [element for element in counts if element != "H"]
    if len(heavy) > 1 or any(counts[element] > 1 for element in heavy) or (not heavy and counts["H"] > 1):
        raise ValueError(f"{mark.text!r} is more than one atom")
    return _Atom(
        element=heavy[0] if heavy else "H",
        place=geometry.center(mark),
        hydrogens=counts["H"] if heavy else 0,
        charge=charge,
        box=mark.bbox,
    )


def _join(atoms: list[_Atom], bonds: Sequence[_Bond]) -> None:
    """Gives every bond its two atoms: the label by its end, or the vertex where ends meet."""
    boxes = np.asarray([atom.box for atom in atoms], dtype=float).reshape(-1, 4)
    is_label = np.ones(len(atoms), dtype=bool)
    for bond in bonds:
        size = float(np.linalg.norm(bond.end - bond.start))
        for end in (bond.start, bond.end):
            gaps = np.hypot(*np.maximum(np.maximum(boxes[:, :2] - end, end - boxes[:, 2:]), 0).T)
            near = np.flatnonzero(gaps <= np.where(is_label, max(9.0, 0.2 * size), max(4.0, 0.14 * size)))
            if len(near):
                # A vertex before a label, then the nearest.
                bond.atoms.append(min(near.tolist(), key=lambda index: (is_label[index], gaps[index])))
                continue
            atoms.append(_Atom(element="C", place=end))
            boxes, is_label = np.vstack([boxes, [*end, *end]]), np.append(is_label, False)
            bond.atoms.append(len(atoms) - 1)


def _gap(atom: _Atom, end: np.ndarray) -> float:
    if atom.box is None:
        return float(np.linalg.norm(atom.place - end))
    return geometry.box_distance(atom.box, (*end, *end))


def _charge_by_electrons(atoms: Sequence[_Atom], bonds: Sequence[_Bond], drawing: Drawing) -> None:
    """Formal charge = valence electrons - dots - bonds, for a drawing that shows lone pairs."""
    from rdkit import Chem

    dots = [geometry.center(mark) for mark in drawing.marks if mark.role == "electron"]
    if not dots:
        return
    table = Chem.GetPeriodicTable()
    owned = Counter(min(range(len(atoms)), key=lambda index: _gap(atoms[index], dot)) for dot in dots)
    for index, atom in enumerate(atoms):
        shared = sum(bond.order for bond in bonds if index in bond.atoms) + (atom.hydrogens or 0)
        atom.charge = table.GetNOuterElecs(_number(atom.element)) - owned[index] - shared


def _number(element: str) -> int:
    from rdkit import Chem

    table = Chem.GetPeriodicTable()
    for number in range(1, 119):
        if table.GetElementSymbol(number) == element:
            return number
    raise ValueError(f"{element!r} is no element")


def _smiles(atoms: Sequence[_Atom], bonds: Sequence[_Bond]) -> str:
    from rdkit import Chem, RDLogger
    from rdkit.Geometry import Point3D

    kinds = {1: Chem.BondType.SINGLE, 2: Chem.BondType.DOUBLE, 3: Chem.BondType.TRIPLE}
    molecule, places = Chem.RWMol(), Chem.Conformer(len(atoms))
    places.Set3D(False)
    for index, atom in enumerate(atoms):
        made = Chem.Atom(_number(atom.element))
        made.SetFormalCharge(atom.charge)
        if atom.hydrogens is not None:
            made.SetNoImplicit(True)
            made.SetNumExplicitHs(atom.hydrogens)
        molecule.AddAtom(made)
        places.SetAtomPosition(index, Point3D(float(atom.place[0]) / 60, float(atom.place[1]) / 60, 0.0))
    for bond in bonds:
        one, two = bond.atoms
        if one == two or molecule.GetBondBetweenAtoms(one, two) or bond.order not in kinds:
            raise ValueError("two bonds join the same atoms, or one has no second atom")
        molecule.AddBond(one, two, kinds[bond.order])
        if bond.stereo:
            direction = Chem.BondDir.BEGINWEDGE if bond.stereo == "wedge" else Chem.BondDir.BEGINDASH
            molecule.GetBondBetweenAtoms(one, two).SetBondDir(direction)
    molecule.AddConformer(places)
    with _Quiet(RDLogger):
        try:
            Chem.SanitizeMol(molecule)
        except (Chem.AtomValenceException, Chem.KekulizeException) as error:
            raise ValueError(str(error).splitlines()[0]) from None
        Chem.AssignChiralTypesFromBondDirs(molecule)
        Chem.DetectBondStereochemistry(molecule)
        Chem.AssignStereochemistry(molecule, cleanIt=True, force=True)
        return canonical(Chem.MolToSmiles(Chem.RemoveHs(molecule)))


class _Quiet:
    """Silences RDKit's own printing, which a wrong drawing would set off."""

    def __init__(self, log: Any) -> None:
        self.log = log

    def __enter__(self) -> None:
        self.log.DisableLog("rdApp.*")

    def __exit__(self, *_: object) -> None:
        self.log.EnableLog("rdApp.*")
