"""
{"content": ["a face-centred cubic unit cell of lead"],
 "layout": ["cube in oblique projection; atoms at eight corners and six face centres"],
 "labels": ["lead (Pb), face-centered cubic", "r = 175 pm"],
 "considerations": ["atoms drawn small so that the cell can be seen; density not shown"],
 "hidden": ["11.345", "11.3"],
 "claims": [
  {"kind": "count", "of": ["corner"], "value": 8},
  {"kind": "count", "of": ["face"], "value": 6},
  {"kind": "count", "of": ["edge"], "value": 12},
  {"kind": "value", "of": ["label:r"], "value": 175},
  {"kind": "near", "of": ["label:r", "sphere:r"]}]}
"""

from itertools import combinations, product

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.2, 5.8))


def flat(point):
    x, y, z = point
    return x + 0.45 * y, z + 0.32 * y


corners = [np.array(point) for point in product((0, 1), repeat=3)]
for number, (one, two) in enumerate((a, b) for a, b in combinations(corners, 2) if np.abs(a - b).sum() == 1):
    behind = (one[1] == 1 and ((one[0] == 0 and two[0] == 0) or (one[2] == 0 and two[2] == 0))) or (
        one[0] == two[0] == 0 and one[2] == two[2] == 0
    )
    ax.plot(
        *zip(flat(one), flat(two), strict=True),
        color="0.3",
        lw=1.3,
        ls="--" if behind else "-",
        zorder=1,
        gid=f"edge:{number}",
    )
for number, corner in enumerate(corners):
    ax.add_patch(plt.Circle(flat(corner), 0.085, facecolor="#8fa3b8", edgecolor="k", zorder=2, gid=f"corner:{number}"))
centers = [(0.5, 0.5, 0), (0.5, 0.5, 1), (0.5, 0, 0.5), (0.5, 1, 0.5), (0, 0.5, 0.5), (1, 0.5, 0.5)]
for number, center in enumerate(centers):
    ax.add_patch(plt.Circle(flat(center), 0.085, facecolor="#e0a96d", edgecolor="k", zorder=2, gid=f"face:{number}"))
ax.add_patch(plt.Circle((1.85, 0.25), 0.2, facecolor="#8fa3b8", edgecolor="k", gid="sphere:r"))
ax.annotate(
    "", (2.05, 0.25), (1.85, 0.25), arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "gid": "radius:r"}
)
ax.text(1.95, 0.58, "r = 175 pm", fontsize=12, ha="center", va="center", gid="label:r")
ax.text(0.72, 1.6, "lead (Pb), face-centered cubic", fontsize=13, ha="center", va="center")
ax.text(0.72, -0.25, "blue: corners, orange: face centers", fontsize=11, ha="center", va="center")
ax.set(xlim=(-0.2, 2.4), ylim=(-0.45, 1.75), aspect="equal")
ax.axis("off")
plt.show()
