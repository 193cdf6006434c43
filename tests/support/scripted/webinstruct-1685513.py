"""
{"content": ["a synchronous satellite on its circular orbit about Earth"],
 "layout": ["Earth of radius 6370 km and altitude to scale, arrow to the centre"],
 "labels": ["Earth", "36 400 km", "synchronous satellite", "centripetal acceleration = ?"],
 "considerations": ["the acceleration stays open"],
 "hidden": ["0.224 m/s^2", "0.224"],
 "claims": [
  {"kind": "value", "of": ["label:altitude"], "value": 36400},
  {"kind": "points_to", "of": ["arrow:acceleration", "body:earth"]},
  {"kind": "on", "of": ["body:satellite", "orbit:1"]},
  {"kind": "near", "of": ["label:altitude", "dim:altitude"]},
  {"kind": "inside", "of": ["body:earth", "orbit:1"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

earth, orbit = 6.37, 6.37 + 36.4
fig, ax = plt.subplots(figsize=(6.6, 6))
ax.add_patch(plt.Circle((0, 0), orbit, fill=False, ls="--", lw=1.4, gid="orbit:1"))
ax.add_patch(plt.Circle((0, 0), earth, facecolor="#9cc3e6", edgecolor="#1b4f8a", lw=1.5, gid="body:earth"))
ax.text(0, -10.5, "Earth", fontsize=12, ha="center", va="center")
angle = np.radians(50)
spot = np.array([orbit * np.cos(angle), orbit * np.sin(angle)])
ax.plot(*spot[:, None], "s", ms=12, color="#555555", gid="body:satellite")
ax.text(spot[0] + 3, spot[1] + 2, "synchronous\nsatellite", fontsize=12, va="center")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2}
ax.annotate("", 0.6 * spot, 0.97 * spot, arrowprops={**arrow, "color": "#c0392b", "gid": "arrow:acceleration"})
ax.text(-2, 21, "centripetal\nacceleration = ?", fontsize=12, ha="center", va="center", color="#c0392b")
ax.annotate(
    "",
    (-orbit, 0),
    (-earth, 0),
    arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k", "gid": "dim:altitude"},
)
ax.text(-24.5, 3, "36 400 km", fontsize=12, ha="center", va="center", gid="label:altitude")
ax.set(xlim=(-46, 60), ylim=(-46, 46), aspect="equal")
ax.axis("off")
plt.show()
