"""
{"content": ["the skeletal formula of 5-butyl-6-fluoro-5-methyl-3-nonyne"],
 "layout": ["coordinates from RDKit, turned so that the triple bond is horizontal"],
 "labels": ["F", "3", "4", "5", "6"],
 "considerations": ["carbons 3 to 6 of the chain carry their numbers"],
 "hidden": [],
 "claims": [
  {"kind": "count", "of": ["atom"], "value": 15},
  {"kind": "count", "of": ["bond"], "value": 16},
  {"kind": "label", "of": ["label:F"], "value": "F"},
  {"kind": "near", "of": ["label:F", "atom:15"]},
  {"kind": "parallel", "of": ["bond:triple1", "bond:triple2"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np
from rdkit import Chem
from rdkit.Chem import AllChem

# Carbon 1 to 9, the methyl, the butyl and at the end fluorine.
mol = Chem.MolFromSmiles("CCC#CC(C)(CCCC)C(F)CCC")
AllChem.Compute2DCoords(mol)
points = mol.GetConformer().GetPositions()[:, :2]
turn = points[3] - points[2]
angle = -np.arctan2(turn[1], turn[0])
points = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
fluorine = next(atom.GetIdx() for atom in mol.GetAtoms() if atom.GetSymbol() == "F")
fig, ax = plt.subplots(figsize=(7, 5))
for number, bond in enumerate(mol.GetBonds()):
    ends = points[[bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()]].copy()
    for which, index in enumerate((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())):
        if index == fluorine:
            ends[which] += 0.25 * (ends[1 - which] - ends[which])
    across = np.array([ends[0, 1] - ends[1, 1], ends[1, 0] - ends[0, 0]]) / np.linalg.norm(ends[1] - ends[0])
    triple = bond.GetBondTypeAsDouble() == 3
    for name, shift in (("triple1", 0.15), ("", 0), ("triple2", -0.15)):
        if triple or not shift:
            line = ends + shift * across
            ax.plot(line[:, 0], line[:, 1], "k", lw=2, gid=f"bond:{name or number}")
others = [index for index in range(len(points)) if index != fluorine]
for place, index in enumerate([*others, fluorine], start=1):
    ax.plot(*points[[index]].T, ".", color="k", ms=4, gid=f"atom:{place}")
plate = {"facecolor": "white", "edgecolor": "none", "pad": 1}
ax.text(*points[fluorine], "F", fontsize=16, ha="center", va="center", color="#2e8b57", bbox=plate, gid="label:F")
quaternary = 4
shifts = {2: (0, 0.35), 3: (0, 0.35), quaternary: (-0.2, 0.33), fluorine - 1: (-0.22, -0.35)}
for number, (index, shift) in enumerate(shifts.items(), start=3):
    ax.text(*(points[index] + np.array(shift)), f"{number}", fontsize=10, ha="center", va="center", color="#1b4f8a")
ax.set_aspect("equal")
ax.margins(0.12)
ax.axis("off")
plt.show()
