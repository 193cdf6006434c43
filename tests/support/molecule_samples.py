"""Molecules for tests: rings, double and triple bonds, charges, stereochemistry, and ways to draw one with plain Matplotlib."""

MOLECULES = [
    "CCO",
    "CC(=O)O",
    "CC(=O)[O-]",
    "c1ccccc1",
    "Cc1ccccc1",
    "Oc1ccccc1",
    "Nc1ccccc1",
    "C1CCCCC1",
    "C1CC1",
    "C#C",
    "CC#N",
    "CC#CC",
    "C=C",
    "C=CC=C",
    "CC(C)=O",
    "CC=O",
    "C[N+](C)(C)C",
    "C[NH3+]",
    "[NH4+].[Cl-]",
    "O=C=O",
    "CS(=O)(=O)O",
    "CS(C)=O",
    "C[N+](=O)[O-]",
    "O=[N+]([O-])c1ccccc1",
    "c1ccc2ccccc2c1",
    "c1ccncc1",
    "c1ccoc1",
    "c1cc[nH]c1",
    "c1ccsc1",
    "C[C@H](O)C(=O)O",
    "C[C@@H](N)C(=O)O",
    "F/C=C/F",
    "F/C=C\\F",
    "C/C=C\\C",
    "O[C@H](F)Cl",
    "OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O",
    "CC(=O)Oc1ccccc1C(=O)O",
    "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",
    "CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)O",
    "CCN",
    "CC(N)=O",
    "ClCCl",
    "BrCCBr",
    "FC(F)(F)C(F)(F)F",
    "[O-]C(=O)C(=O)[O-].[Na+].[Na+]",
    "O=C1CCCCC1",
    "OB(O)c1ccccc1",
    "CP(C)C",
    "C[Si](C)(C)C",
    "CCOP(=O)(OCC)OCC",
    "S=C(N)N",
    "C[S-]",
    "CNC",
    "O",
    "N",
    "[OH-]",
    "[Fe+2]",
    "C[Mg]Br",
    "C=C=C",
    "CC(C)(C)O",
    "OCC(O)CO",
    "C1C2CC3CC1CC(C2)C3",
    "C[C@]12CC[C@H]3[C@H]([C@@H]1CC[C@@H]2O)CCc1cc(O)ccc13",
    "N[C@@H](CS)C(=O)O",
    "ClC(Cl)=C(Cl)Cl",
    "c1ccc(cc1)-c1ccccc1",
]

BY_HAND = """
from rdkit import Chem
from rdkit.Chem import AllChem
import matplotlib.pyplot as plt
import numpy as np
mol = Chem.MolFromSmiles({smiles!r})
AllChem.Compute2DCoords(mol)
Chem.Kekulize(mol, clearAromaticFlags=True)
places = mol.GetConformer().GetPositions()[:, :2]
fig, ax = plt.subplots(figsize=(6, 6))
ax.set_aspect("equal")
ax.axis("off")
for bond in mol.GetBonds():
    a, b = places[bond.GetBeginAtomIdx()], places[bond.GetEndAtomIdx()]
    aside = 0.1 * np.array([a[1] - b[1], b[0] - a[0]]) / np.linalg.norm(b - a)
    for shift in {{1: [0], 2: [-0.7, 0.7], 3: [-1.4, 0, 1.4]}}[int(bond.GetBondTypeAsDouble())]:
        (x0, y0), (x1, y1) = a + shift * aside, b + shift * aside
        ax.plot([x0, x1], [y0, y1], "k-", lw=2)
for atom in mol.GetAtoms():
    if {all_carbons} or atom.GetSymbol() != "C":
        charge = {{0: "", 1: "⁺", -1: "⁻"}}[atom.GetFormalCharge()]
        ax.text(*places[atom.GetIdx()], atom.GetSymbol() + charge, ha="center", va="center", fontsize=14,
                bbox=dict(facecolor="white", edgecolor="none", pad=1))
ax.set_title("A molecule")
"""
