"""
{"content": ["a Punnett square with empty cells for NnMm x Nnmm"],
 "layout": ["gametes of the first parent above the columns, of the second beside the rows"],
 "labels": ["NnMm × Nnmm", "NM", "Nm", "nM", "nm", "nnmm = ?"],
 "considerations": ["cells stay empty, since filling them is the task"],
 "hidden": ["0.125", "1/8"],
 "claims": [
  {"kind": "label", "of": ["label:cross"], "value": "NnMm × Nnmm"},
  {"kind": "count", "of": ["cell"], "value": 8},
  {"kind": "order", "of": ["column:NM", "column:Nm", "column:nM", "column:nm"], "value": "left_to_right"},
  {"kind": "order", "of": ["row:nm", "row:Nm"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.4, 4.6))
columns, rows = ["NM", "Nm", "nM", "nm"], ["Nm", "nm"]
for i, column in enumerate(columns):
    ax.text(i + 0.5, 2.22, column, fontsize=14, ha="center", va="center", gid=f"column:{column}", color="#1b4f8a")
    for j in range(2):
        ax.add_patch(plt.Rectangle((i, j), 1, 1, facecolor="white", edgecolor="k", lw=1.4, gid=f"cell:{i}{j}"))
for j, row in enumerate(rows):
    ax.text(-0.3, 1.5 - j, row, fontsize=14, ha="center", va="center", gid=f"row:{row}", color="#8a1b3d")
ax.text(2, 2.62, "gametes of NnMm", fontsize=12, ha="center", va="center", color="#1b4f8a")
ax.text(-0.75, 1, "gametes of Nnmm", fontsize=12, ha="center", va="center", rotation=90, color="#8a1b3d")
ax.text(2, 3.15, "NnMm × Nnmm", fontsize=15, ha="center", va="center", gid="label:cross")
ax.text(2, -0.4, "frequency of nnmm = ?", fontsize=12, ha="center", va="center")
ax.set(xlim=(-1.1, 4.2), ylim=(-0.7, 3.5), aspect="equal")
ax.axis("off")
plt.show()
