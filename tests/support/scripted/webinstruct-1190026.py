"""
{"content": ["a shell model of the sodium atom with one outer electron"],
 "layout": ["nucleus in the middle, shells of 2, 8 and 1 electrons"],
 "labels": ["Na", "11", "sodium", "1 outer valence electron"],
 "considerations": ["no charge, no ion"],
 "hidden": ["Cation", "Na⁺"],
 "claims": [
  {"kind": "count", "of": ["shell"], "value": 3},
  {"kind": "count", "of": ["electron"], "value": 11},
  {"kind": "count", "of": ["valence"], "value": 1},
  {"kind": "on", "of": ["valence:1", "shell:3"]},
  {"kind": "value", "of": ["label:number"], "value": 11}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6, 6))
ax.add_patch(plt.Circle((0, 0), 0.55, facecolor="#f6d7a7", edgecolor="k"))
ax.text(0, 0.12, "Na", fontsize=16, ha="center", va="center")
ax.text(0, -0.26, "Z = 11", fontsize=11, ha="center", va="center", gid="label:number")
number = 0
for shell, count in enumerate((2, 8, 1), start=1):
    radius = 0.4 + 0.65 * shell
    ax.add_patch(plt.Circle((0, 0), radius, fill=False, edgecolor="0.4", gid=f"shell:{shell}"))
    for place in range(count):
        number += 1
        angle = np.pi / 2 + 2 * np.pi * place / count
        x, y = radius * np.cos(angle), radius * np.sin(angle)
        ax.plot([x], [y], "o", ms=10, color="#c0392b" if shell == 3 else "#1b4f8a", gid=f"electron:{number}")
        if shell == 3:
            ax.add_patch(plt.Circle((x, y), 0.2, fill=False, edgecolor="#c0392b", ls="--", gid="valence:1"))
ax.text(0.35, 2.62, "1 outer valence electron", fontsize=12, va="center", color="#c0392b")
ax.text(0, -2.75, "sodium, 11 electrons", fontsize=13, ha="center", va="center")
ax.set(xlim=(-2.9, 3.1), ylim=(-3.0, 2.9), aspect="equal")
ax.axis("off")
plt.show()
