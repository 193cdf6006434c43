"""
{"content": ["a diverging lens with an object before it"],
 "layout": ["optical axis horizontal, distances to scale in cm, object at 25 cm from the lens, foci at 10 cm"],
 "labels": ["25 cm", "3 cm", "f = -10 cm", "F"],
 "considerations": ["no image, no rays behind the lens"],
 "hidden": ["7.14", "0.86"],
 "claims": [
  {"kind": "ratio", "of": ["dim:distance", "dim:focal"], "value": 2.5},
  {"kind": "ratio", "of": ["dim:distance", "object:1"], "value": 8.3333333},
  {"kind": "direction", "of": ["object:1"], "value": 90},
  {"kind": "perpendicular", "of": ["object:1", "axis:1"]},
  {"kind": "on", "of": ["focus:left", "axis:1"]},
  {"kind": "value", "of": ["label:distance"], "value": 25},
  {"kind": "value", "of": ["label:height"], "value": 3}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8.4, 4.2))
ax.plot([-30, 14], [0, 0], "k-.", lw=1, gid="axis:1")
y = np.linspace(-5.5, 5.5, 100)
bend = 0.4 + 1.1 * (y / 5.5) ** 2
ax.fill(np.r_[bend, -bend[::-1]], np.r_[y, y[::-1]], facecolor="#dcecf7", edgecolor="#1b4f8a", lw=1.6)
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2.2}
ax.annotate("", (-25, 3), (-25, 0), arrowprops={**arrow, "color": "#c0392b", "gid": "object:1"})
ax.text(-25.6, 1.6, "3 cm", fontsize=12, ha="right", va="center", gid="label:height")
ax.text(-25, 3.9, "object", fontsize=12, ha="center", va="center", color="#c0392b")
for name, x in (("left", -10), ("right", 10)):
    ax.plot([x], [0], "ko", ms=5, gid=f"focus:{name}")
    ax.text(x, 0.9, "F", fontsize=13, ha="center", va="center", style="italic")
both = {**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k", "mutation_scale": 13}
ax.annotate("", (0, -3.6), (-25, -3.6), arrowprops={**both, "gid": "dim:distance"})
ax.text(-15, -4.5, "25 cm", fontsize=12, ha="center", va="center", gid="label:distance")
ax.annotate("", (0, -1.5), (-10, -1.5), arrowprops={**both, "gid": "dim:focal"})
ax.text(-5.5, -2.4, "f = -10 cm", fontsize=12, ha="center", va="center")
ax.plot([-25, -25], [-3.9, 0], color="0.6", lw=0.8)
ax.text(0, 6.3, "diverging lens", fontsize=12, ha="center", va="center")
ax.set(xlim=(-31, 15), ylim=(-6.2, 7.2), aspect="equal")
ax.axis("off")
plt.show()
