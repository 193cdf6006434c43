"""
{"content": ["a long solenoid with a short coil around its middle"],
 "layout": ["side view to scale in length, turns as slanted lines"],
 "labels": ["300 turns", "13 turns", "29 cm", "2.0 cm", "I: 0 → 2.4 A in 0.48 s"],
 "considerations": ["fewer turns are drawn than there are; no emf"],
 "hidden": ["26.52 μV"],
 "claims": [
  {"kind": "value", "of": ["label:length"], "value": 29},
  {"kind": "value", "of": ["label:diameter"], "value": 2.0},
  {"kind": "value", "of": ["label:solenoid"], "value": 300},
  {"kind": "value", "of": ["label:coil"], "value": 13},
  {"kind": "ratio", "of": ["dim:length", "dim:diameter"], "value": 14.5},
  {"kind": "count", "of": ["coil"], "value": 13}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(9, 2.6))
for y in (-1, 1):
    ax.plot([0, 29], [y, y], color="0.4", lw=1)
for x in np.arange(0.25, 28.9, 0.5):
    ax.plot([x, x + 0.25], [-1, 1], color="#b87333", lw=1.5)
for number in range(13):
    x = 14.5 + 0.3 * (number - 6)
    ax.plot([x - 0.1, x + 0.1], [-1.35, 1.35], color="#1b4f8a", lw=1.8, gid=f"coil:{number}")
dimension = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "color": "k"}
ax.annotate("", (29, -2.3), (0, -2.3), arrowprops={**dimension, "gid": "dim:length"})
ax.text(14.5, -3.1, "29 cm", fontsize=12, ha="center", va="center", gid="label:length")
ax.annotate("", (30, 1), (30, -1), arrowprops={**dimension, "gid": "dim:diameter"})
ax.text(30.5, 0, "2.0 cm", fontsize=12, va="center", gid="label:diameter")
ax.text(5, 2, "solenoid: 300 turns", fontsize=12, ha="center", va="center", color="#8a5320", gid="label:solenoid")
ax.text(15.5, 2, "coil: 13 turns", fontsize=12, ha="center", va="center", color="#1b4f8a", gid="label:coil")
ax.text(25.5, 2, "I: 0 → 2.4 A in 0.48 s", fontsize=12, ha="center", va="center", gid="label:current")
ax.set(xlim=(-0.8, 34), ylim=(-3.8, 2.8), aspect="equal")
ax.axis("off")
plt.show()
