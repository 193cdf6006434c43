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
from scisynth.imgcoder.read_back import Drawing, DrawnMark
from scisynth.imgcoder.words import plain

SAME_LENGTH = 0.96
"""Strokes of one bond that are shorter than this share of the longest lie inside a ring and are not its axis."""
BESIDE = 0.6
"""Two strokes belong to one bond when their middles are nearer than this share of its length."""
TURN = np.cos(np.radians(6))
ATOM = re.compile(r"([A-Z][a-z]?)_?(\d*)")


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


def _bonds(drawing: Drawing) -> list[_Bond]:
    strokes = [
        (np.asarray(mark.points[0]), np.asarray(mark.points[-1]))
        for mark in drawing.marks
        if mark.role.rstrip("23") == "bond" and len(mark.points) >= 2
    ]
    groups: list[list[tuple[np.ndarray, np.ndarray]]] = []
    for stroke in sorted(strokes, key=lambda ends: -float(np.linalg.norm(ends[1] - ends[0]))):
        home = next((group for group in groups if _beside(group[0], stroke)), None)
        if home is None:
            groups.append([stroke])
        else:
            home.append(stroke if _along(home[0]) @ _along(stroke) > 0 else stroke[::-1])
    bonds = [_axis(group) for group in groups]
    bonds += [_wedge(mark) for mark in drawing.marks if mark.role == "wedge" and len(mark.points) >= 3]
    return bonds + _hashes([mark for mark in drawing.marks if mark.role == "hash" and len(mark.points) >= 2])


def _along(stroke: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    step = stroke[1] - stroke[0]
    return step / max(float(np.linalg.norm(step)), 1e-9)


def _beside(one: tuple[np.ndarray, np.ndarray], two: tuple[np.ndarray, np.ndarray]) -> bool:
    apart = float(np.linalg.norm((one[0] + one[1] - two[0] - two[1]) / 2))
    return apart < BESIDE * float(np.linalg.norm(one[1] - one[0])) and abs(_along(one) @ _along(two)) > TURN


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
    left = [(np.asarray(mark.points[0]), np.asarray(mark.points[-1])) for mark in marks]
    bonds = []
    while left:
        chain = [left.pop(0)]
        while more := [item for item in left if any(_next_rung(item, rung) for rung in chain)]:
            chain += more
            left = [item for item in left if not any(item is other for other in more)]
        chain.sort(key=lambda rung: float(np.linalg.norm(rung[1] - rung[0])))
        middles = [(rung[0] + rung[1]) / 2 for rung in chain]
        step = (middles[-1] - middles[0]) / max(len(chain) - 1, 1)
        bonds.append(_Bond(start=middles[0] - step, end=middles[-1], stereo="hash"))
    return bonds


def _next_rung(one: tuple[np.ndarray, np.ndarray], two: tuple[np.ndarray, np.ndarray]) -> bool:
    step = (one[0] + one[1] - two[0] - two[1]) / 2
    apart = float(np.linalg.norm(step))
    return apart < 30 and abs(step @ _along(one)) <= 0.3 * apart and abs(_along(one) @ _along(two)) > TURN


def _labelled(mark: DrawnMark) -> _Atom:
    text = plain(mark.text)
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
    for bond in bonds:
        size = float(np.linalg.norm(bond.end - bond.start))
        for end in (bond.start, bond.end):
            near = [
                (0.0 if atom.box is None else 1.0, gap, index)
                for index, atom in enumerate(atoms)
                if (gap := _gap(atom, end)) <= (max(9.0, 0.2 * size) if atom.box else max(4.0, 0.14 * size))
            ]
            if not near:
                atoms.append(_Atom(element="C", place=end))
                near = [(0.0, 0.0, len(atoms) - 1)]
            bond.atoms.append(min(near)[2])


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
