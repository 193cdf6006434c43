r"""What the label of an atom says: an element with its hydrogens and charge, or a group that stands for several atoms.

    OH   $\mathrm{NH_3^+}$   CO2H   HOOC   OCH3   Ph   CH2OH   N(CH3)2   R

A condensed group (`CH2OH`, `H3CO`) is read as a chain in which every atom has its usual valence; the atom with a free one is where
the group is bound, so it does not matter from which side it is written. Isotopes are refused: their sign is easily taken for another.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from scisynth.figures.labels.text import plain
from scisynth.figures.read_back.drawing import UnreadableError
from scisynth.grading.values.chemistry import NUMBERS

GROUPS = {
    "C(=O)O": "COOH CO2H HOOC HO2C",
    "C(=O)[O-]": "COO- CO2- -OOC -O2C OOC- O2C-",
    "C=O": "CHO OHC",
    "[N+](=O)[O-]": "NO2 O2N",
    "S(=O)(=O)O": "SO3H HO3S",
    "S(=O)(=O)[O-]": "SO3-",
    "C#N": "CN NC",
    "N=C=O": "NCO OCN",
    "P(=O)(O)O": "PO3H2 H2O3P",
    "OP(=O)(O)O": "OPO3H2 H2O3PO",
    "c1ccccc1": "Ph C6H5 H5C6",
    "Cc1ccccc1": "Bn PhCH2 CH2Ph",
    "Oc1ccccc1": "OPh PhO",
    "C": "Me",
    "CC": "Et C2H5 H5C2",
    "CCC": "Pr nPr n-Pr",
    "C(C)C": "iPr i-Pr",
    "CCCC": "Bu nBu n-Bu",
    "C(C)(C)C": "tBu t-Bu",
    "C(=O)C": "Ac COMe COCH3 CH3CO H3CCO MeCO",
    "C(=O)c1ccccc1": "Bz COPh PhCO",
    "C(=O)Cl": "COCl ClOC ClCO",
    "C(=O)N": "CONH2 H2NOC H2NCO",
    "C(=O)OC": "CO2Me COOMe CO2CH3 COOCH3 MeO2C MeOOC H3CO2C H3COOC CH3OOC",
    "C(=O)OCC": "CO2Et COOEt CO2C2H5 COOC2H5 CO2CH2CH3 COOCH2CH3 EtO2C EtOOC",
    "OC": "OMe MeO",
    "OCC": "OEt EtO OC2H5 C2H5O",
    "OC(=O)C": "OAc AcO OCOCH3",
    "NC(=O)C": "NHAc AcHN NHCOCH3",
    "NC": "NHMe MeHN",
    "N(C)C": "NMe2 Me2N",
    "N(CC)CC": "NEt2 Et2N",
    "S(=O)(=O)c1ccc(C)cc1": "Ts",
    "S(=O)(=O)C": "Ms",
    "[Si](C)(C)C": "TMS SiMe3 Me3Si",
    "C(=O)OC(C)(C)C": "Boc",
    "*": "R R' R1 R2 R3 R4",
}  # fmt: skip
"""SMILES, bound by its first atom, to its labels."""
BY_LABEL = {label: smiles for smiles, labels in GROUPS.items() for label in labels.split()}
VALENCE = {
    "C": 4, "N": 3, "O": 2, "S": 2, "P": 3, "B": 3, "Si": 4, "F": 1, "Cl": 1, "Br": 1, "I": 1, "Mg": 2, "Li": 1, "Na": 1, "K": 1, "Se": 2,
}  # fmt: skip
"""Of the elements that condensed groups are made of."""
MAX_CHARS = 40
TOKEN = re.compile(r"([A-Z][a-z]?)(\d*)|(\()|\)(\d*)")
ATOM = re.compile(r"([A-Z][a-z]?)(\d*)")
LEADING = re.compile(r"^\(([^()]*)\)(\d*)([A-Z][a-z]?)")
"""A bracket before the atom that holds it, as in (CH3)2N."""
CHARGE = re.compile(r"\^?(\d*)([+-])$")


@dataclass(kw_only=True)
class LabelAtom:
    """One atom of a label."""

    element: str
    hydrogens: int = 0
    charge: int = 0


@dataclass(kw_only=True)
class AtomLabel:
    """The atoms of a label; the first is the one that bonds of the drawing reach."""

    atoms: list[LabelAtom]
    bonds: list[tuple[int, int, float]] = field(default_factory=list)
    """Between atoms of the label, by number, with their order."""


def read_label(text: str) -> AtomLabel:
    """The atoms that a label stands for.

    Raises:
        UnreadableError: an isotope.
        ValueError: no atom and no known group.

    >>> read_label("NH3+").atoms
    [LabelAtom(element='N', hydrogens=3, charge=1)]
    >>> [atom.element for atom in read_label("HOCH2").atoms], read_label("CO2H").bonds
    (['C', 'O'], [(0, 1, 2.0), (0, 2, 1.0)])
    """
    words = re.sub(r"[⊕⊖]", lambda sign: "+" if sign[0] == "⊕" else "-", plain(text[: 4 * MAX_CHARS]))
    words = words.replace("oplus", "+").replace("ominus", "-").replace("′", "'")
    if re.match(r"\^?\d+[A-Z]", words) or words in ("D", "T"):
        raise UnreadableError(f"{text[:MAX_CHARS]!r} is an isotope, which is not read")
    bare = words.replace("_", "").replace("^", "")
    if len(words) > MAX_CHARS:
        raise ValueError(f"{text[:MAX_CHARS]!r} is no atom")
    if bare in BY_LABEL:
        return _group(BY_LABEL[bare])
    charge = 0
    if found := CHARGE.search(words):
        # `Fe2+` has a charge of 2, `NH3+` three hydrogens.
        has_power = "^" in found[0] or words[: found.start()][-1:] not in ("H", "_")
        number = found[1] if has_power else ""
        charge = int(number or 1) * (1 if found[2] == "+" else -1)
        words = words[: found.start()] + ("" if has_power else found[1])
    words = LEADING.sub(r"\3(\1)\2", words.replace("_", "").replace("^", ""))
    single = _single(words)
    if single is not None:
        atomic_number(single[0])
        return AtomLabel(atoms=[LabelAtom(element=single[0], hydrogens=single[1], charge=charge)])
    try:
        return _chain(words, charge)
    except ValueError:
        raise ValueError(f"{text[:MAX_CHARS]!r} is no atom and no known group") from None


def turned_around(text: str) -> str:
    """A group of atoms as it is written on the other side of a bond; empty where it is none.

    >>> [turned_around(text) for text in ("H_2N", "HO", "OCH3", "Cl", "main")]
    ['NH_2', 'OH', 'H3CO', '', '']
    """
    words = plain(text[: 4 * MAX_CHARS])
    parts = re.findall(r"[A-Z][a-z]?(?:_?\d+)?", words)
    return "".join(parts[::-1]) if len(parts) > 1 and "".join(parts) == words else ""


def atomic_number(element: str) -> int:
    """Of an element by its symbol; 0 for the open end `*`, `ValueError` for no element."""
    if element == "*":
        return 0
    if element not in NUMBERS:
        raise ValueError(f"{element!r} is no atom: no element has this symbol")
    return NUMBERS[element]


def _single(words: str) -> tuple[str, int] | None:
    """Element and hydrogens of a label with one heavy atom, or of a hydrogen."""
    counts: Counter[str] = Counter()
    for element, number in ATOM.findall(words):
        counts[element] += int((number or "1")[:3])
    if not counts or ATOM.sub("", words):
        return None
    heavy = [element for element in counts if element != "H"]
    if len(heavy) > 1 or any(counts[element] > 1 for element in heavy) or (not heavy and counts["H"] > 1):
        return None
    return (heavy[0], counts["H"]) if heavy else ("H", 0)


def _group(smiles: str) -> AtomLabel:
    from rdkit import Chem

    molecule = Chem.MolFromSmiles(smiles)
    Chem.Kekulize(molecule, clearAromaticFlags=True)
    atoms = [
        LabelAtom(element=atom.GetSymbol(), hydrogens=atom.GetTotalNumHs(), charge=atom.GetFormalCharge())
        for atom in molecule.GetAtoms()
    ]
    # The bond to the drawing takes the place of a hydrogen.
    atoms[0].hydrogens = max(atoms[0].hydrogens - 1, 0)
    if len(atoms) > 1 and atoms[0].element == "N" and atoms[0].charge == 1:
        atoms[0].hydrogens = 0
    bonds = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), bond.GetBondTypeAsDouble()) for bond in molecule.GetBonds()]
    return AtomLabel(atoms=atoms, bonds=bonds)


def _chain(words: str, charge: int) -> AtomLabel:
    """A condensed group, single bonds only; a charge belongs to its last atom."""
    atoms: list[LabelAtom] = []
    bonds: list[tuple[int, int, float]] = []
    end = _read(words, 0, None, atoms, bonds)
    if end != len(words) or len(atoms) < 2:
        raise ValueError(words)
    atoms[-1].charge = charge
    used = Counter(end for one, two, _ in bonds for end in (one, two))
    free = [
        number
        for number, atom in enumerate(atoms)
        if VALENCE[atom.element] + atom.charge * (atom.element in "NOPS") > used[number] + atom.hydrogens
    ]
    if len(free) != 1:
        raise ValueError(words)
    order = [free[0], *(number for number in range(len(atoms)) if number != free[0])]
    place = {number: new for new, number in enumerate(order)}
    return AtomLabel(
        atoms=[atoms[number] for number in order], bonds=[(place[one], place[two], kind) for one, two, kind in bonds]
    )


def _read(
    words: str, at: int, hub: int | None, atoms: list[LabelAtom], bonds: list[tuple[int, int, float]], depth: int = 0
) -> int:
    """Reads atoms bound to `hub` up to the end or a closing bracket, and tells where it stopped."""
    current, waiting = hub, 0
    while at < len(words):
        found = TOKEN.match(words, at)
        if found is None or len(atoms) > MAX_CHARS or depth > 3:
            raise ValueError(words)
        if words[at] == ")":
            return at
        if found[3]:
            at = _brackets(words, at, current, atoms, bonds, depth)
            continue
        element, number, at = found[1], int((found[2] or "1")[:2]), found.end()
        if element == "H":
            if current is None or current == hub:
                waiting += number
            else:
                atoms[current].hydrogens += number
            continue
        if element not in VALENCE or (number > 1 and VALENCE[element] > 1):
            raise ValueError(words)
        for _ in range(number):
            atoms.append(LabelAtom(element=element, hydrogens=waiting))
            waiting = 0
            if current is not None:
                bonds.append((current, len(atoms) - 1, 1.0))
        if VALENCE[element] > 1 or current is None:
            current = len(atoms) - 1
    return at


def _brackets(
    words: str, at: int, hub: int | None, atoms: list[LabelAtom], bonds: list[tuple[int, int, float]], depth: int
) -> int:
    """A group in brackets, as often as the number behind it says."""
    closing = _read(words, at + 1, hub, [*atoms], [*bonds], depth + 1)
    found = TOKEN.match(words, closing)
    if hub is None or found is None or words[closing : closing + 1] != ")":
        raise ValueError(words)
    for _ in range(min(int(found[4] or 1), 4)):
        _read(words, at + 1, hub, atoms, bonds, depth + 1)
    return found.end()
