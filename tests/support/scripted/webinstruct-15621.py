"""
{"content": ["a simple cubic cell with a small sphere in its middle"],
 "layout": ["cube in oblique projection, corner spheres half as wide as the edge is long, drawn translucent"],
 "labels": ["r", "R", "body diagonal"],
 "considerations": ["no relation between R and r is printed"],
 "hidden": ["4/3 * pi * (sqrt(3) - 1)^3 * r^3", "√3 − 1"],
 "claims": [
  {"kind": "count", "of": ["sphere"], "value": 8},
  {"kind": "count", "of": ["hole"], "value": 1},
  {"kind": "on", "of": ["hole:1", "diagonal:1"]},
  {"kind": "tangent", "of": ["sphere:0", "sphere:4"]},
  {"kind": "label", "of": ["label:r"], "value": "r"},
  {"kind": "label", "of": ["label:R"], "value": "R"}]}
"""

from itertools import combinations, product

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.2, 5.8))


def flat(point):
    x, y, z = point
    return np.array([x + 0.5 * y, z + 0.36 * y])


corners = [np.array(point) for point in product((0, 1), repeat=3)]
for one, two in combinations(corners, 2):
    if np.abs(one - two).sum() == 1:
        ax.plot(*zip(flat(one), flat(two), strict=True), color="0.25", lw=1.2)
for number, corner in sorted(enumerate(corners), key=lambda item: -item[1][1]):
    color = "#bcd3ea" if corner[1] else "#7fa8d1"
    ax.add_patch(plt.Circle(flat(corner), 0.5, facecolor=color, edgecolor="k", alpha=0.35, gid=f"sphere:{number}"))
middle = flat((0.5, 0.5, 0.5))
ax.add_patch(plt.Circle(middle, 0.5 * (3**0.5 - 1), facecolor="#e8a07a", edgecolor="k", alpha=0.9, gid="hole:1"))
ax.plot(*zip(flat((0, 0, 0)), flat((1, 1, 1)), strict=True), "k--", lw=1.4, gid="diagonal:1")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13, "color": "k"}
ax.annotate("", (-0.5, 0), (0, 0), arrowprops=arrow)
ax.text(-0.25, 0.1, "r", fontsize=15, ha="center", va="center", style="italic", gid="label:r")
ax.annotate("", (middle[0] + 0.21, middle[1] - 0.3), middle, arrowprops=arrow)
ax.text(middle[0] + 0.02, middle[1] - 0.22, "R", fontsize=15, ha="center", va="center", style="italic", gid="label:R")
ax.text(1.62, 2.02, "body diagonal", fontsize=12, ha="center", va="center")
ax.plot([1.5, 1.2], [1.93, 1.1], color="0.3", lw=0.8)
ax.set(xlim=(-0.7, 2.3), ylim=(-0.65, 2.2), aspect="equal")
ax.axis("off")
plt.show()
