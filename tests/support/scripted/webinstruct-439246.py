"""
{"content": ["the Lewis structure of GeO2"],
 "layout": ["O, Ge and O on a horizontal line, double bonds, two lone pairs on each O"],
 "labels": ["O", "Ge"],
 "considerations": ["the structure itself is asked for; 16 valence electrons in all"],
 "hidden": [],
 "claims": [
  {"kind": "count", "of": ["bond"], "value": 4},
  {"kind": "count", "of": ["dot"], "value": 8},
  {"kind": "order", "of": ["atom:O1", "atom:Ge", "atom:O2"], "value": "left_to_right"},
  {"kind": "label", "of": ["atom:Ge"], "value": "Ge"},
  {"kind": "parallel", "of": ["bond:1", "bond:3"]},
  {"kind": "ratio", "of": ["bond:1", "bond:3"], "value": 1}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for name, x in (("O1", -2), ("Ge", 0), ("O2", 2)):
    ax.text(x, 0, name.rstrip("12"), fontsize=30, ha="center", va="center", gid=f"atom:{name}")
number = 0
for start, stop in ((-1.6, -0.62), (0.62, 1.6)):
    for y in (-0.12, 0.12):
        number += 1
        ax.plot([start, stop], [y, y], "k", lw=2.5, gid=f"bond:{number}")
number = 0
for side in (-1, 1):
    for up in (-1, 1):
        for along in (-0.13, 0.13):
            number += 1
            # Two pairs a side, at 120 degrees from the bond.
            x = side * (2 + 0.28 + 0.866 * along)
            y = up * (0.49 - 0.5 * along)
            ax.plot([x], [y], "ko", ms=6, gid=f"dot:{number}")
ax.set(xlim=(-2.9, 2.9), ylim=(-1.1, 1.1), aspect="equal")
ax.axis("off")
plt.show()
