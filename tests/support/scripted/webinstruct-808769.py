"""
{"content": ["two circles that touch at (8, 0), the region between them in the first quadrant shaded"],
 "layout": ["axes with equal units"],
 "labels": ["x² + y² = 64", "x² − 8x + y² = 0", "8", "4"],
 "considerations": ["no area"],
 "hidden": ["8π"],
 "claims": [
  {"kind": "tangent", "of": ["circle:small", "circle:large"]},
  {"kind": "at", "of": ["center:small"], "value": [4, 0]},
  {"kind": "at", "of": ["center:large"], "value": [0, 0]},
  {"kind": "label", "of": ["label:large"], "value": "x² + y² = 64"},
  {"kind": "label", "of": ["label:small"], "value": "x² − 8x + y² = 0"},
  {"kind": "on", "of": ["center:large", "circle:small"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6, 6))
t = np.linspace(0, np.pi / 2, 100)
half = np.linspace(np.pi, 0, 100)
ax.fill(np.r_[8 * np.cos(t), 4 + 4 * np.cos(half)], np.r_[8 * np.sin(t), 4 * np.sin(half)], color="#cfe3f5", lw=0)
ax.add_patch(plt.Circle((0, 0), 8, fill=False, lw=1.8, edgecolor="#1b4f8a", gid="circle:large"))
ax.add_patch(plt.Circle((4, 0), 4, fill=False, lw=1.8, edgecolor="#a23b3b", gid="circle:small"))
arrow = {"arrowstyle": "-|>", "color": "k", "shrinkA": 0, "shrinkB": 0}
ax.annotate("", (10.2, 0), (-9, 0), arrowprops=arrow)
ax.annotate("", (0, 10), (0, -9), arrowprops=arrow)
ax.plot([0], [0], "ko", ms=4, gid="center:large")
ax.plot([4], [0], "ko", ms=4, gid="center:small")
ax.text(8.2, -0.9, "8", fontsize=12)
ax.text(4, -0.9, "4", fontsize=12, ha="center")
ax.text(-0.4, 8.3, "8", fontsize=12, ha="right")
ax.text(6.4, 7.1, "x² + y² = 64", fontsize=12, color="#1b4f8a", gid="label:large")
ax.text(
    7.3,
    -4.8,
    "x² − 8x + y² = 0",
    fontsize=12,
    ha="left",
    color="#a23b3b",
    gid="label:small",
    bbox={"facecolor": "white", "edgecolor": "none"},
)
ax.text(10.2, -0.9, "x", fontsize=13, style="italic", ha="center")
ax.text(0.5, 9.5, "y", fontsize=13, style="italic")
ax.set(xlim=(-9.5, 11.5), ylim=(-9.5, 10.5), aspect="equal")
ax.axis("off")
plt.show()
