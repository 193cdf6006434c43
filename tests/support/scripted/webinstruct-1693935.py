"""
{"content": ["a sphere about the origin with outward arrows"],
 "layout": ["sphere as a circle with its equator, oblique axes, arrows at its surface"],
 "labels": ["radius 4", "F = ⟨x³ + y³, y³ + z³, z³ + x³⟩", "x", "y", "z"],
 "considerations": ["no flux"],
 "hidden": ["8192π/5"],
 "claims": [
  {"kind": "value", "of": ["label:radius"], "value": 4},
  {"kind": "label", "of": ["label:F"], "value": "F = ⟨x³ + y³, y³ + z³, z³ + x³⟩"},
  {"kind": "count", "of": ["flux"], "value": 8},
  {"kind": "direction", "of": ["flux:2"], "value": 67.5},
  {"kind": "connected", "of": ["flux:2", "sphere:1"]},
  {"kind": "near", "of": ["label:radius", "radius:1"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc

fig, ax = plt.subplots(figsize=(6.4, 6.2))
ax.add_patch(plt.Circle((0, 0), 4, facecolor="#e3eef8", edgecolor="#1b4f8a", lw=2, gid="sphere:1"))
ax.add_patch(Arc((0, 0), 8, 2.4, theta1=180, theta2=360, edgecolor="#1b4f8a", lw=1.2))
ax.add_patch(Arc((0, 0), 8, 2.4, theta1=0, theta2=180, edgecolor="#1b4f8a", lw=1.2, ls="--"))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16}
for name, tip, place in (
    ("x", (-3.4, -3.0), (-3.75, -3.1)),
    ("y", (6.4, 0), (6.5, 0.35)),
    ("z", (0, 6.4), (0.35, 6.2)),
):
    ax.annotate("", tip, (0, 0), arrowprops={**arrow, "color": "k"})
    ax.text(*place, name, fontsize=15, style="italic", ha="center", va="center")
for number in range(8):
    angle = np.radians(22.5 + 45 * number)
    start = 4 * np.cos(angle), 4 * np.sin(angle)
    stop = 5.3 * np.cos(angle), 5.3 * np.sin(angle)
    ax.annotate("", stop, start, arrowprops={**arrow, "color": "#c0392b", "lw": 1.8, "gid": f"flux:{number + 1}"})
stop = 4 * np.cos(-0.9), 4 * np.sin(-0.9)
ax.plot([0, stop[0]], [0, stop[1]], "k", lw=1.4, gid="radius:1")
ax.text(1.65, -1.35, "radius 4", fontsize=12, va="center", gid="label:radius")
ax.text(0.3, -6.2, "F = ⟨x³ + y³, y³ + z³, z³ + x³⟩", fontsize=13, ha="center", va="center", gid="label:F")
ax.set(xlim=(-6, 7), ylim=(-6.8, 6.8), aspect="equal")
ax.axis("off")
plt.show()
