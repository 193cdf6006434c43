"""
{"content": ["a satellite on a circular orbit about Earth with its radius and period"],
 "layout": ["Earth in the middle, radius to scale of the orbit, arrow along the orbit"],
 "labels": ["Earth", "4250 mi", "3 days, 7 h, 35 min"],
 "considerations": ["no speed"],
 "hidden": ["336 mi/hr", "336"],
 "claims": [
  {"kind": "value", "of": ["label:radius"], "value": 4250},
  {"kind": "label", "of": ["label:period"], "value": "period: 3 days, 7 h, 35 min"},
  {"kind": "on", "of": ["body:satellite", "orbit:1"]},
  {"kind": "connected", "of": ["radius:1", "orbit:1"]},
  {"kind": "near", "of": ["label:radius", "radius:1"]},
  {"kind": "inside", "of": ["body:earth", "orbit:1"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6, 6))
orbit = 4.25
ax.add_patch(plt.Circle((0, 0), orbit, fill=False, lw=1.4, ls="--", gid="orbit:1"))
ax.add_patch(plt.Circle((0, 0), 1.5, facecolor="#9cc3e6", edgecolor="#1b4f8a", lw=1.5, gid="body:earth"))
ax.text(0, -0.55, "Earth", fontsize=13, ha="center", va="center")
ax.plot([0], [0], "k.", ms=6)
ax.plot([0, orbit], [0, 0], "k", lw=1.4, gid="radius:1")
ax.plot([orbit], [0], "s", ms=12, color="#555555", gid="body:satellite")
ax.text(2.85, 0.35, "4250 mi", fontsize=13, ha="center", va="center", gid="label:radius")
ax.text(
    orbit + 0.35,
    -0.5,
    "satellite",
    fontsize=12,
    ha="center",
    va="center",
    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
)
turn = np.radians([100, 112])
(x0, x1), (y0, y1) = orbit * np.cos(turn), orbit * np.sin(turn)
ax.annotate(
    "",
    (x1, y1),
    (x0, y0),
    arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 24, "color": "k", "lw": 1.6},
)
ax.text(0, -5.0, "period: 3 days, 7 h, 35 min", fontsize=13, ha="center", va="center", gid="label:period")
ax.set(xlim=(-4.7, 5.5), ylim=(-5.4, 4.8), aspect="equal")
ax.axis("off")
plt.show()
