"""
{"content": ["the triangular plate between x = 0, y = 4 and y = x with level curves of f"],
 "layout": ["plane with equal axes, plate shaded, corners named"],
 "labels": ["x = 0", "y = 4", "y = x", "(0, 0)", "(0, 4)", "(4, 4)", "f(x, y) = x² − xy + y² + 1"],
 "considerations": ["level curves without numbers"],
 "hidden": ["17"],
 "claims": [
  {"kind": "at", "of": ["corner:1"], "value": [0, 0]},
  {"kind": "at", "of": ["corner:2"], "value": [0, 4]},
  {"kind": "at", "of": ["corner:3"], "value": [4, 4]},
  {"kind": "angle", "of": ["side:y4", "side:yx"], "value": 45},
  {"kind": "perpendicular", "of": ["side:x0", "side:y4"]},
  {"kind": "formula", "of": ["side:yx"], "value": "x"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(5.6, 5.6))
ax.fill([0, 0, 4], [0, 4, 4], color="#dcebf7")
x, y = np.meshgrid(np.linspace(0, 4, 200), np.linspace(0, 4, 200))
height = np.where(y >= x, x**2 - x * y + y**2 + 1, np.nan)
ax.contour(x, y, height, levels=8, colors="#7a9cc0", linewidths=0.8)
for name, xs, ys in (("x0", [0, 0], [0, 4]), ("y4", [0, 4], [4, 4]), ("yx", [0, 4], [0, 4])):
    ax.plot(xs, ys, "k", lw=2, gid=f"side:{name}")
for number, (px, py) in enumerate(((0, 0), (0, 4), (4, 4)), start=1):
    ax.plot([px], [py], "ko", ms=6, gid=f"corner:{number}")
ax.text(0.15, -0.3, "(0, 0)", fontsize=12)
ax.text(-0.05, 4.2, "(0, 4)", fontsize=12, ha="right")
ax.text(4.05, 4.2, "(4, 4)", fontsize=12)
ax.text(-0.15, 2, "x = 0", fontsize=12, ha="right", va="center")
ax.text(2, 4.2, "y = 4", fontsize=12, ha="center")
ax.text(2.3, 1.9, "y = x", fontsize=12)
ax.text(2.7, 0.75, "f(x, y) = x² − xy + y² + 1", fontsize=12, ha="center")
ax.annotate("", (5, 0), (-0.6, 0), arrowprops={"arrowstyle": "-|>", "color": "k"})
ax.annotate("", (0, 5), (0, -0.6), arrowprops={"arrowstyle": "-|>", "color": "k"})
ax.text(5.05, -0.3, "x", fontsize=13, style="italic", ha="center")
ax.text(-0.25, 4.85, "y", fontsize=13, style="italic", ha="center")
ax.set(xlim=(-1.2, 5.3), ylim=(-0.9, 5.3), aspect="equal")
ax.axis("off")
plt.show()
