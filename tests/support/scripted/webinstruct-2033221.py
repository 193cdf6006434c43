"""
{"content": ["the third harmonic on a string between two walls"],
 "layout": ["three loops drawn as both extremes, four nodes, tension arrows outwards"],
 "labels": ["94 cm", "864 Hz", "T"],
 "considerations": ["no wavelength, no speed"],
 "hidden": ["541.4 m/s"],
 "claims": [
  {"kind": "count", "of": ["node"], "value": 4},
  {"kind": "formula", "of": ["string:up"], "value": "8*sin(3*pi*x/94)"},
  {"kind": "formula", "of": ["string:down"], "value": "-8*sin(3*pi*x/94)"},
  {"kind": "value", "of": ["label:length"], "value": 94},
  {"kind": "value", "of": ["label:frequency"], "value": 864},
  {"kind": "direction", "of": ["tension:left"], "value": 180},
  {"kind": "direction", "of": ["tension:right"], "value": 0}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8.2, 3.6))
x = np.linspace(0, 94, 400)
ax.plot(x, 8 * np.sin(3 * np.pi * x / 94), color="#1b4f8a", lw=2, gid="string:up")
ax.plot(x, -8 * np.sin(3 * np.pi * x / 94), "--", color="#1b4f8a", lw=1.4, gid="string:down")
for number in range(4):
    ax.plot([94 * number / 3], [0], "ko", ms=6, gid=f"node:{number}")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2}
for name, start, stop in (("left", -4, -14), ("right", 98, 108)):
    wall = 0 if name == "left" else 94
    ax.plot([wall, wall], [-11, 11], color="0.3", lw=4)
    ax.annotate("", (stop, 0), (start, 0), arrowprops={**arrow, "color": "#c0392b", "gid": f"tension:{name}"})
    ax.text((start + stop) / 2, 2.6, "T", fontsize=14, style="italic", ha="center", va="center", color="#c0392b")
ax.annotate("", (94, -14.5), (0, -14.5), arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k"})
ax.text(47, -17.8, "94 cm", fontsize=12, ha="center", va="center", gid="label:length")
ax.text(47, 14, "third harmonic, f = 864 Hz", fontsize=13, ha="center", va="center", gid="label:frequency")
ax.set(xlim=(-17, 111), ylim=(-20.5, 17))
ax.axis("off")
plt.show()
