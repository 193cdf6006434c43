"""
{"content": ["a planet on a circular orbit about a star"],
 "layout": ["star in the middle, planet on the circle, radius between them"],
 "labels": ["M = 4.45 × 10²⁹ kg", "m = 4.35 × 10²⁴ kg", "R = 3.25 × 10⁷ km"],
 "considerations": ["sizes of the bodies are not to scale; no period"],
 "hidden": ["78.2 days"],
 "claims": [
  {"kind": "value", "of": ["label:M"], "value": 4.45e29},
  {"kind": "value", "of": ["label:m"], "value": 4.35e24},
  {"kind": "value", "of": ["label:R"], "value": 3.25e7},
  {"kind": "on", "of": ["planet:1", "orbit:1"]},
  {"kind": "connected", "of": ["radius:R", "orbit:1"]},
  {"kind": "near", "of": ["label:R", "radius:R"]},
  {"kind": "inside", "of": ["star:1", "orbit:1"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8.4, 6.6))
ax.add_patch(plt.Circle((0, 0), 3, fill=False, ls="--", lw=1.4, gid="orbit:1"))
ax.add_patch(plt.Circle((0, 0), 0.5, facecolor="#f7c948", edgecolor="#b8860b", gid="star:1"))
angle = np.radians(35)
spot = 3 * np.cos(angle), 3 * np.sin(angle)
ax.plot([0, spot[0]], [0, spot[1]], "k", lw=1.4, gid="radius:R")
ax.add_patch(plt.Circle(spot, 0.2, facecolor="#5b87b0", edgecolor="k", zorder=3, gid="planet:1"))
ax.text(0, -0.8, "M = 4.45 × 10²⁹ kg", fontsize=12, ha="center", va="center", gid="label:M")
ax.text(spot[0] + 0.3, spot[1] + 0.25, "m = 4.35 × 10²⁴ kg", fontsize=12, va="center", gid="label:m")
ax.text(1.2, 1.15, "R = 3.25 × 10⁷ km", fontsize=11, ha="center", va="center", rotation=35, gid="label:R")
turn = np.radians(80)
tail = 3 * np.cos(turn), 3 * np.sin(turn)
tip = 3 * np.cos(turn + 0.12), 3 * np.sin(turn + 0.12)
ax.annotate(
    "", tip, tail, arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "color": "k"}
)
ax.set(xlim=(-3.4, 5.4), ylim=(-3.4, 3.5), aspect="equal")
ax.axis("off")
plt.show()
