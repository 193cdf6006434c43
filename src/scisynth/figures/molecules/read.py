"""Reads a molecule off a drawing: atoms from labels and meeting strokes, bonds from where the drawn strokes end.

Ids tell only what a mark is, never what it joins:

    atom:*      label of an atom or a group (`OH`, `$\\mathrm{NH_2}$`, `CO2H`, see `atom_labels`); a vertex without a label is carbon
    bond*:*     stroke of a bond; strokes that run side by side (`bond:1-2`, `bond2:1-2`) make a double or triple bond
    wedge:*     filled triangle towards the reader, sharp at the stereocentre
    hash:*      strokes across a bond that leads away from the reader, shortest at the stereocentre
    electron:*  dot of a lone pair, also `lonepair:*`; where dots are drawn, they decide the formal charges, else small texts (`+`) do
    ring:*      circle in a ring, which makes its bonds aromatic

Where several molecules are on a page, a name before a dot keeps them apart: `atom:aspirin.3`. A drawing without such ids is read by
the shapes of its marks (`figures.molecules.bare`). The connectivity goes to RDKit, which adds the hydrogens of bare vertices and finds
stereochemistry from the places of atoms. A drawing that is no molecule gives a text that says so, since it is wrong rather than
unreadable; isotopes are unreadable.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from scisynth.figures.molecules.atom_labels import AtomLabel, atomic_number, read_label
from scisynth.figures.molecules.bare import with_roles
from scisynth.figures.molecules.electrons import charge_texts, electrons
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing, UnreadableError
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.rdkit_quiet import quiet_rdkit

SAME_LENGTH = 0.96
"""Strokes of one bond that are shorter than this fraction of the longest lie inside a ring and are not its axis."""
BESIDE = 0.6
"""Two strokes belong to one bond when their middles are nearer than this fraction of its length."""
TURN = np.cos(np.radians(6))
MAX_PARTS = 400
"""Strokes, labels and dots of a molecule; what holds more is no figure, and is not read."""
MAX_SMILES = 1000
"""Characters of a SMILES that is looked at."""
ROLES = ("atom", "bond", "wedge", "hash", "electron")
CHARGE_REACH = 1.2
"""Gap between an atom's label and its charge, at most, in heights of the label."""


@dataclass(kw_only=True)
class _Atom:
    element: str
    place: np.ndarray
    hydrogens: int | None = None
    """None leaves them to the valence, as at a bare vertex."""
    charge: int = 0
    box: Box | None = None


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


def molecule_fault(drawing: Drawing, expected: str, of: Sequence[str] = ()) -> str:
    """What is wrong with a drawn molecule; empty where it is the expected one, or where that is among those on the page.

    Args:
        drawing: with ids as the module says, or without any.
        expected: SMILES; stereochemistry that it leaves open may be drawn either way.
        of: names of the molecules that are meant, `aspirin` or `molecule:aspirin`; empty for all that is drawn.

    Raises:
        ValueError: the SMILES is none.
        UnreadableError: the drawing shows something that is not read.
    """
    wanted = _pieces(expected)
    if wanted is None:
        raise ValueError(f"{expected[:80]!r} is no SMILES")
    names = {name.partition(":")[2] or name for name in of}
    found = drawn_smiles(_only(drawing, names) if names else drawing)
    left = _pieces(found)
    for piece in wanted:
        match = next((other for other in left or () if _is_same(other, piece)), None)
        if left is None or match is None:
            return f"expected the molecule {expected[:MAX_SMILES]}, drawn {found}"
        left.remove(match)
    return ""


def _only(drawing: Drawing, names: set[str]) -> Drawing:
    """The marks of some molecules; all where none has such a name, as on a page with one."""
    kept = tuple(mark for mark in drawing.marks if mark.id.partition(":")[2].partition(".")[0] in names)
    return replace(drawing, marks=kept) if any(mark.role.rstrip("23") in ROLES for mark in kept) else drawing


def _pieces(smiles: str) -> list[Any] | None:
    """The molecules of a SMILES, hydrogens folded in; None for what is none."""
    from rdkit import Chem

    with quiet_rdkit():
        molecule = Chem.MolFromSmiles(smiles) if len(smiles) <= MAX_SMILES else None
    if molecule is None or not 0 < molecule.GetNumAtoms() <= MAX_PARTS:
        return None
    return list(Chem.GetMolFrags(molecule, asMols=True))


def _is_same(drawn: Any, wanted: Any) -> bool:
    """One molecule, and the stereochemistry that is wanted."""
    from rdkit import Chem

    if all(bond.GetStereo() == Chem.BondStereo.STEREONONE for bond in wanted.GetBonds()):
        # Hydrogens that show on which side of a double bond they stand, as of HN=NH, are folded in like all others.
        folding = Chem.RemoveHsParameters()
        folding.removeDefiningBondStereo = True  # type: ignore[assignment]  # the stubs take it for a struct
        drawn = Chem.RemoveHs(drawn, folding)
    flat = [Chem.MolToSmiles(molecule, isomericSmiles=False) for molecule in (drawn, wanted)]
    if flat[0] != flat[1]:
        return False
    if Chem.MolToSmiles(drawn) == Chem.MolToSmiles(wanted):
        return True
    return bool(drawn.HasSubstructMatch(wanted, useChirality=True))


def drawn_smiles(drawing: Drawing) -> str:
    """Canonical SMILES of what is drawn, or `no molecule: ...` with the reason.

    Raises:
        UnreadableError: an isotope, or a drawing without ids that shows no molecule.
    """
    if not any(mark.role.rstrip("23") in ROLES for mark in drawing.marks):
        return _read_bare(drawing)
    if sum(mark.role.rstrip("23") in ROLES for mark in drawing.marks) > MAX_PARTS:
        return f"no molecule: more than {MAX_PARTS} atoms, strokes and dots"
    bonds = _bonds(drawing)
    try:
        labels = [(mark, read_label(mark.text)) for mark in drawing.texts if mark.role == "atom"]
        if not bonds and not labels:
            return "no molecule: nothing is drawn"
        return _molecule(drawing, bonds, labels)
    except UnreadableError:
        raise
    except ValueError as error:
        return f"no molecule: {error}"


def _read_bare(drawing: Drawing) -> str:
    """By the shapes of the marks; what gives no molecule may be none, so nothing is said against it."""
    bare = with_roles(drawing)
    if bare is None:
        raise UnreadableError("no mark has the id of an atom or a bond")
    try:
        labels = [(mark, read_label(mark.text)) for mark in bare.texts if mark.role == "atom"]
        # Labels with the symbols of elements alone leave hydrogens to the reader.
        are_symbols = not any(atom.hydrogens for _, label in labels for atom in label.atoms)
        return _molecule(bare, _bonds(bare), labels, are_symbols)
    except ValueError as error:
        raise UnreadableError(f"no molecule can be read without ids: {error}") from None


def _molecule(
    drawing: Drawing, bonds: list["_Bond"], labels: Sequence[tuple[DrawnMark, AtomLabel]], are_symbols: bool = False
) -> str:
    atoms = [_labelled(mark, label) for mark, label in labels]
    if are_symbols:
        for atom in atoms:
            atom.hydrogens = 0 if atom.element == "H" else None
    _join(atoms, bonds)
    _charge_by_electrons(atoms, bonds, drawing)
    for index, (_, label) in enumerate(labels):
        _add_group(index, label, atoms, bonds)
    circles = [mark for mark in drawing.marks if mark.role == "ring" and mark.closed and len(mark.points) > 6]
    return _smiles(atoms, bonds, circles)


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


def _labelled(mark: DrawnMark, label: AtomLabel) -> _Atom:
    first = label.atoms[0]
    return _Atom(
        element=first.element,
        place=geometry.center(mark),
        hydrogens=first.hydrogens,
        charge=first.charge,
        box=mark.bbox,
    )


def _add_group(index: int, label: AtomLabel, atoms: list[_Atom], bonds: list[_Bond]) -> None:
    """The further atoms of a label, all in its place."""
    numbers = [index, *range(len(atoms), len(atoms) + len(label.atoms) - 1)]
    place = atoms[index].place
    for other in label.atoms[1:]:
        atoms.append(_Atom(element=other.element, place=place, hydrogens=other.hydrogens, charge=other.charge))
    for one, two, order in label.bonds:
        bonds.append(_Bond(start=place, end=place, order=int(order), atoms=[numbers[one], numbers[two]]))


def _join(atoms: list[_Atom], bonds: Sequence[_Bond]) -> None:
    """Gives every bond its two atoms: the label by its end, or the vertex where ends meet."""
    boxes = np.asarray([atom.box for atom in atoms], dtype=float).reshape(-1, 4)
    is_label = np.ones(len(atoms), dtype=bool)
    sizes = [float(np.linalg.norm(bond.end - bond.start)) for bond in bonds]
    usual = float(np.median(sizes)) if sizes else 0.0
    for bond, size in zip(bonds, sizes, strict=True):
        to_label, to_vertex = min(max(9.0, 0.2 * size), 0.4 * usual), min(max(4.0, 0.14 * size), 0.25 * usual)
        for end in (bond.start, bond.end):
            gaps = np.hypot(*np.maximum(np.maximum(boxes[:, :2] - end, end - boxes[:, 2:]), 0).T)
            near = np.flatnonzero(gaps <= np.where(is_label, to_label, to_vertex))
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

    dots = [place for mark in drawing.marks for place in electrons(mark)]
    if not dots:
        _charge_by_texts(atoms, drawing)
        return
    table = Chem.GetPeriodicTable()
    owned = Counter(min(range(len(atoms)), key=lambda index: _gap(atoms[index], dot)) for dot in dots)
    for index, atom in enumerate(atoms):
        shared = sum(bond.order for bond in bonds if index in bond.atoms) + (atom.hydrogens or 0)
        atom.charge = table.GetNOuterElecs(atomic_number(atom.element)) - owned[index] - shared


def _charge_by_texts(atoms: Sequence[_Atom], drawing: Drawing) -> None:
    """Formal charges that stand as texts of their own next to a label."""
    labelled = [atom for atom in atoms if atom.box is not None]
    for charge, box in charge_texts(drawing) if labelled else ():
        gaps = [geometry.box_distance(atom.box or box, box) for atom in labelled]
        atom = labelled[int(np.argmin(gaps))]
        height = atom.box[3] - atom.box[1] if atom.box else 0.0
        if min(gaps) <= CHARGE_REACH * height and not atom.charge:
            atom.charge = charge


def _smiles(atoms: Sequence[_Atom], bonds: Sequence[_Bond], circles: Sequence[DrawnMark]) -> str:
    from rdkit import Chem
    from rdkit.Geometry import Point3D

    kinds = {1: Chem.BondType.SINGLE, 2: Chem.BondType.DOUBLE, 3: Chem.BondType.TRIPLE}
    molecule, places = Chem.RWMol(), Chem.Conformer(len(atoms))
    places.Set3D(False)
    for index, atom in enumerate(atoms):
        made = Chem.Atom(atomic_number(atom.element))
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
    for circle in circles:
        _make_aromatic(molecule, atoms, circle)
    molecule.AddConformer(places)
    with quiet_rdkit():
        try:
            Chem.SanitizeMol(molecule)
        except (Chem.AtomValenceException, Chem.KekulizeException) as error:
            raise ValueError(str(error).splitlines()[0]) from None
        Chem.AssignChiralTypesFromBondDirs(molecule)
        Chem.DetectBondStereochemistry(molecule)
        Chem.AssignStereochemistry(molecule, cleanIt=True, force=True)
        return canonical(Chem.MolToSmiles(Chem.RemoveHs(molecule)))


def _make_aromatic(molecule: Any, atoms: Sequence[_Atom], circle: DrawnMark) -> None:
    """The bonds of the ring around a circle; a circle that lies in no ring is no part of the molecule."""
    from rdkit import Chem

    middle, size = geometry.center(circle), geometry.radius(circle)
    molecule.UpdatePropertyCache(strict=False)
    for ring in map(list, Chem.GetSymmSSSR(molecule)):
        corners = np.asarray([atoms[index].place for index in ring])
        reach = float(np.linalg.norm(corners - corners.mean(axis=0), axis=1).mean())
        if len(ring) in (5, 6, 7) and np.linalg.norm(corners.mean(axis=0) - middle) < 0.3 * reach and size < reach:
            for one, two in zip(ring, [*ring[1:], ring[0]], strict=True):
                molecule.GetBondBetweenAtoms(one, two).SetBondType(Chem.BondType.AROMATIC)
                molecule.GetBondBetweenAtoms(one, two).SetIsAromatic(True)
                molecule.GetAtomWithIdx(one).SetIsAromatic(True)
