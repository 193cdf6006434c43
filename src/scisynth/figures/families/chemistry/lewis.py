"""Lewis structures of small molecules and ions: a central atom with its ligands, and chains from a SMILES.

A central atom's structure is computed from the valence electrons alone: bonds to all ligands, octets of the ligands, the rest at the
centre; an atom of the second period without an octet takes double bonds, and S, P, Se, Te, Xe give oxygen double bonds until no
positive charge is left on them (the usual textbook structure with the smallest formal charges).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from scisynth.figures.parts.chemistry import canvas, plain_formula
from scisynth.figures.parts.molecule import spread
from scisynth.figures.scene.molecule_drawing import Layout, draw_molecule, font_size, lay_out
from scisynth.figures.scene.sketch import Sketch

OUTER = {
    "H": 1, "Be": 2, "B": 3, "C": 4, "Si": 4, "Ge": 4, "Sn": 4, "N": 5, "P": 5, "As": 5, "Sb": 5, "O": 6, "S": 6, "Se": 6, "Te": 6,
    "F": 7, "Cl": 7, "Br": 7, "I": 7, "Xe": 8,
}  # fmt: skip
"""Valence electrons of the elements that occur."""
SECOND = {"C", "N", "O"}
EXPANDS = {"S", "P", "Se", "Te", "Xe", "As"}
GIVES_DOUBLE = {"O", "S", "N", "C", "Se"}
STARS = """Be F2; Be Cl2; Be Br2; C O2; C S2; N O2 1+; C O1 S1
B F3; B Cl3; B Br3; B I3; C O3 2-; N O3 1-; S O3; Se O3; C O1 Cl2; C O1 F2; C H2 O1; C S1 Cl2; B H3
S O2; Se O2; N O2 1-; Sn Cl2; Ge Cl2; N O1 Cl1; N O1 F1; N O1 Br1; Ge F2; Sn Br2
C H4; C F4; C Cl4; C Br4; Si H4; Si F4; Si Cl4; Ge H4; Ge Cl4; C F2 Cl2; C H2 Cl2; C H3 F1; C H1 Cl3; C H2 F2; N H4 1+; B F4 1-; P O4 3-
S O4 2-; P O1 Cl3; S O2 Cl2; B H4 1-; P Cl4 1+; Se O4 2-; S O2 F2; Cl O4 1-
N H3; P H3; As H3; N F3; N Cl3; P F3; P Cl3; P Br3; P I3; As Cl3; As F3; S O3 2-; O H3 1+; Cl O3 1-; Br O3 1-; Xe O3; S O1 Cl2; S F3 1+; Sb Cl3; S O1 F2
O H2; S H2; Se H2; O F2; O Cl2; S F2; S Cl2; Se Cl2; Cl O2 1-; N H2 1-; I Cl2 1+; Cl F2 1+; Te H2; S Br2; Br O2 1-; I F2 1+
P F5; P Cl5; P Br5; As F5; As Cl5; Sb F5; P F3 Cl2; S O1 F4; Sb Cl5
S F4; Se F4; Te F4; Te Cl4; Xe O2 F2; Se Cl4; S Cl4; Te F2 Cl2
I Cl3; Xe O1 F2; I F3; I Br3
Xe F2; I Cl2 1-; I3 1-; Xe Cl2; I Br2 1-; Xe Br2; I F2 1-
S F6; Se F6; Te F6; P F6 1-; Si F6 2-; As F6 1-; P Cl6 1-; S F5 Cl1
I F5; Te F5 1-; Xe O1 F4; Se F5 1-; I Cl5; Te Cl5 1-
Xe F4; I F4 1-; I Cl4 1-; Xe Cl4; I Br4 1-"""
"""Central atom, its ligands and the charge; a line for each number of electron domains and lone pairs."""
CHAINS = """C2H6: CC; C2H4: C=C; C2H2: C#C; C2H5F: CCF; C2H4Cl2: ClCCCl; C2H5Cl: CCCl; C2H3Cl: C=CCl; CH3OH: CO; C2H5OH: CCO; CH3CN: CC#N
HCN: C#N; HNCO: N=C=O; CH3NH2: CN; N2H4: NN; H2O2: OO; N2: N#N; O2: O=O; F2: FF; Cl2: ClCl; CO: [C-]#[O+]; CN^-: [C-]#N; NO^+: N#[O+]; HCOOH: OC=O
CH3COOH: CC(=O)O; CH3CHO: CC=O; (CH3)2O: COC; HNO3: O[N+](=O)[O-]; HNO2: ON=O; O3: [O-][O+]=O; N2O: [N-]=[N+]=O; N3^-: [N-]=[N+]=[N-]
OCN^-: [O-]C#N; SCN^-: [S-]C#N; HCO3^-: OC(=O)[O-]; HCO2^-: O=C[O-]; CH3CO2^-: CC(=O)[O-]; CH3NO2: C[N+](=O)[O-]; CH2N2: C=[N+]=[N-]; HOCl: OCl
ClO^-: [O-]Cl; OH^-: [OH-]; HCl: Cl; HBr: Br; HF: F; N2F2: FN=NF; N2F4: FN(F)N(F)F; C2F4: FC(F)=C(F)F; C2Cl4: ClC(Cl)=C(Cl)Cl; NH2OH: NO; CH3SH: CS
C2N2: N#CC#N; S2Cl2: ClSSCl; N2H2: N=N; H2SO4: OS(=O)(=O)O; H3PO4: OP(=O)(O)O; CH3O^-: C[O-]; C2O4^2-: O=C([O-])C(=O)[O-]; CH2CO: C=C=O; HClO2: [O-][Cl+]O; CF3Cl: FC(F)(F)Cl"""
"""Formula and SMILES of molecules without one central atom."""


@dataclass(frozen=True, kw_only=True)
class Star:
    """A central atom with its ligands, and where the valence electrons are."""

    centre: str
    ligands: tuple[str, ...]
    charge: int
    orders: tuple[int, ...]
    """Of the bond to each ligand."""
    lone: int
    """Electrons at the centre that do not bond."""

    @property
    def pairs(self) -> int:
        """Lone pairs of the centre."""
        return self.lone // 2

    @property
    def kind(self) -> tuple[int, int]:
        """(ligands, lone pairs): AX_nE_m."""
        return len(self.ligands), self.pairs

    @property
    def formula(self) -> str:
        """Such as `SO4^2-`, in the usual order of the elements."""
        counts = {name: self.ligands.count(name) for name in dict.fromkeys(self.ligands)}
        if self.centre in counts:
            body = f"{self.centre}{len(self.ligands) + 1}"
        else:
            ahead = (self.centre in ["O", "S", "Se", "Te"] and set(counts) == {"H"}) or (
                self.centre == "O" and set(counts) == {"Cl"}
            )
            parts = [f"{name}{count if count > 1 else ''}" for name, count in counts.items()]
            body = "".join([*parts, self.centre] if ahead else [self.centre, *parts])
        size = abs(self.charge)
        return body + (f"^{size if size > 1 else ''}{'+' if self.charge > 0 else '-'}" if size else "")

    @property
    def smiles(self) -> str:
        """With the formal charge of every atom."""
        taken = sum(self.orders)
        own = OUTER[self.centre] - self.lone - taken
        out = [_atom(self.centre, own)]
        for number, (ligand, order) in enumerate(zip(self.ligands, self.orders, strict=True)):
            charge = OUTER[ligand] - (2 if ligand == "H" else 8) + order
            branch = ("", "", "=", "#")[order] + _atom(ligand, charge)
            out.append(branch if number == len(self.ligands) - 1 else f"({branch})")
        return "".join(out)


def star(centre: str, ligands: Sequence[str], charge: int = 0) -> Star:
    """The Lewis structure of a central atom with ligands, by the rules of the module."""
    total = OUTER[centre] + sum(OUTER[name] for name in ligands) - charge
    orders = [1] * len(ligands)
    lone = total - sum(2 if name == "H" else 8 for name in ligands)
    while centre in SECOND and lone + 2 * sum(orders) < 8:
        orders[_next(ligands, orders)] += 1
    while centre in EXPANDS and OUTER[centre] - lone - sum(orders) > 0 and "O" in _single(ligands, orders):
        orders[next(i for i, name in enumerate(ligands) if name == "O" and orders[i] == 1)] += 1
    return Star(centre=centre, ligands=tuple(ligands), charge=charge, orders=tuple(orders), lone=lone)


def _single(ligands: Sequence[str], orders: Sequence[int]) -> list[str]:
    return [name for name, order in zip(ligands, orders, strict=True) if order == 1]


def _next(ligands: Sequence[str], orders: Sequence[int]) -> int:
    able = [i for i, name in enumerate(ligands) if name in GIVES_DOUBLE]
    return min(able, key=lambda i: (orders[i], ligands[i] != "O"))


def _atom(element: str, charge: int) -> str:
    size = str(abs(charge)) if abs(charge) > 1 else ""
    return f"[{element}{('+' if charge > 0 else '-') + size if charge else ''}]"


@cache
def stars() -> dict[str, Star]:
    """All of `STARS` by formula."""
    found = {}
    for entry in STARS.replace("\n", "; ").split("; "):
        head, *rest = entry.split()
        charge = 0
        if rest[-1][-1] in "+-":
            charge = int(rest[-1][-1] + rest.pop()[:-1])
        if match := re.fullmatch(r"([A-Z][a-z]?)(\d)", head):
            head, rest = match[1], [f"{match[1]}{int(match[2]) - 1}"]
        ligands = [name for part in rest for name in [part[:-1]] * int(part[-1])]
        made = star(head, ligands, charge)
        found[made.formula] = made
    return found


@cache
def structures() -> dict[str, str]:
    """Formula to SMILES of all molecules and ions that a Lewis structure is drawn of."""
    chains = dict(entry.split(": ") for entry in CHAINS.replace("\n", "; ").split("; "))
    return {**{formula: made.smiles for formula, made in stars().items()}, **chains}


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Electrons of a Lewis structure by atom, hydrogens included."""

    layout: Layout
    symbols: tuple[str, ...]
    charges: tuple[int, ...]
    lone: tuple[int, ...]
    """Electrons that do not bond."""
    bonds: tuple[int, ...]
    """Sum of the bond orders."""

    @property
    def valence(self) -> int:
        """Valence electrons of the molecule."""
        return sum(self.lone) + sum(self.bonds)

    @property
    def heavy(self) -> list[int]:
        """Atoms that are no hydrogen."""
        return [index for index, name in enumerate(self.symbols) if name != "H"]


@cache
def dots_of(smiles: str, turn_deg: float = 0.0) -> Dots:
    """The electrons of a molecule, and places without formal charges."""
    layout = lay_out(smiles, all_atoms=True)
    turn = math.radians(turn_deg)
    spin = np.asarray([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    layout = replace(layout, xy=layout.xy @ spin).moved(0, 0)
    atoms = list(layout.mol.GetAtoms())
    bonds = tuple(int(sum(bond.GetBondTypeAsDouble() for bond in atom.GetBonds())) for atom in atoms)
    charges = tuple(atom.GetFormalCharge() for atom in atoms)
    lone = tuple(
        OUTER[atom.GetSymbol()] - charge - taken for atom, charge, taken in zip(atoms, charges, bonds, strict=True)
    )
    for atom in atoms:
        atom.SetFormalCharge(0)
    return Dots(layout=layout, symbols=tuple(a.GetSymbol() for a in atoms), charges=charges, lone=lone, bonds=bonds)


def signed(charge: int) -> str:
    """`+1`, `0`, `−2`."""
    return f"{charge:+d}".replace("-", "−") if charge else "0"


def charge_mark(charge: int) -> str:
    """`+`, `2−`: as charges stand at an ion."""
    return (str(abs(charge)) if abs(charge) > 1 else "") + ("+" if charge > 0 else "−")


def draw_lewis(
    sketch: Sketch, dots: Dots, *, bars: bool = False, charge: int = 0, ring: int = -1, **ringed: Any
) -> float:
    """Every atom, bond and lone pair (dots or bars), brackets around an ion; points per unit.

    Args:
        ring: atom in a circle `asked:ring`, drawn with the fields `ringed`; -1 for none.
        charge: printed at the brackets of an ion.
    """
    wide, high = dots.layout.size[0] + 1.9, dots.layout.size[1] + 1.8
    half_wide, half_high = max(wide, 4.6) / 2, max(high, 3.0) / 2
    scale = canvas(sketch, -half_wide - 0.3, -half_high, half_wide + 0.3, half_high)
    em = font_size(scale) / scale
    if ring >= 0:
        sketch.circle("asked:ring", dots.layout.xy[ring], 1.35 * em, **ringed, width=0.8, z=0)
    draw_molecule(sketch, dots.layout, scale, all_atoms=True)
    for index in dots.heavy:
        draw_pairs(sketch, dots, index, em, bars)
    if charge:
        _brackets(sketch, wide / 2 - 0.15, high / 2 - 0.15, charge)
    return scale


def draw_pairs(sketch: Sketch, dots: Dots, index: int, em: float, bars: bool) -> None:
    """The lone pairs of an atom in the widest gaps between its bonds."""
    atom = dots.layout.mol.GetAtomWithIdx(index)
    steps = [dots.layout.xy[other.GetIdx()] - dots.layout.xy[index] for other in atom.GetNeighbors()]
    angles = [math.degrees(math.atan2(step[1], step[0])) for step in steps]
    for number, angle in enumerate(spread(angles, dots.lone[index] // 2)):
        out = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        across = np.asarray([-out[1], out[0]])
        middle = dots.layout.xy[index] + em * (0.92 + 0.15 * abs(out[0]) * (len(atom.GetSymbol()) - 1)) * out
        if bars:
            ends = middle - 0.34 * em * across, middle + 0.34 * em * across
            sketch.line(f"lonepair:{index}.{number}", *ends, width=1.6)
            continue
        for side in (-1, 1):
            sketch.dot(f"electron:{index}.{number}{'ab'[side > 0]}", middle + side * 0.2 * em * across, 0.085 * em)


def _brackets(sketch: Sketch, half_wide: float, half_high: float, charge: int) -> None:
    lip = 0.18
    for side in (-1, 1):
        x = side * half_wide
        corners = [(x - side * lip, half_high), (x, half_high), (x, -half_high), (x - side * lip, -half_high)]
        sketch.line(f"bracket:{'lr'[side > 0]}", *corners)
    corner = (half_wide, half_high)
    sketch.text("label:ion", charge_mark(charge), corner, of="bracket:r", toward=(1, 0.1), gap_pt=4, size=14)
    sketch.claim("count", "bracket", value=2)


def named(formula: str) -> str:
    """A formula for running text."""
    return plain_formula(formula)
