"""
{"content": ["an E. coli cell as a cylinder with glucose molecules in it"],
 "layout": ["cylinder lies along x, length 2.1, diameter 1.1, to scale"],
 "labels": ["2.1 μm", "1.1 μm", "glucose, 2.5 mM"],
 "considerations": ["the number of molecules is not shown"],
 "hidden": ["3.0e6 molecules"],
 "claims": [
  {"kind": "label", "of": ["label:length"], "value": "2.1 μm"},
  {"kind": "label", "of": ["label:diameter"], "value": "1.1 μm"},
  {"kind": "label", "of": ["label:content"], "value": "glucose, 2.5 mM"},
  {"kind": "ratio", "of": ["side:top", "dim:diameter"], "value": 1.9090909},
  {"kind": "parallel", "of": ["side:top", "dim:length"]},
  {"kind": "near", "of": ["label:length", "dim:length"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Ellipse

length, diameter = 2.1, 1.1
radius = diameter / 2
fig, ax = plt.subplots(figsize=(7, 4.5))
ax.fill_between([0, length], -radius, radius, color="#eaf5ea", lw=0)
ax.add_patch(Ellipse((0, 0), 0.3, diameter, facecolor="#eaf5ea", edgecolor="k", lw=1.5))
ax.add_patch(Ellipse((length, 0), 0.3, diameter, facecolor="#d4ead4", edgecolor="k", lw=1.5))
ax.plot([0, length], [radius, radius], "k", lw=1.5, gid="side:top")
ax.plot([0, length], [-radius, -radius], "k", lw=1.5, gid="side:bottom")
rng = np.random.default_rng(1)
x, y = rng.uniform(0.2, length - 0.25, 40), rng.uniform(-0.5, 0.5, 40)
far = np.abs(y + 0.02) > 0.13
ax.plot(x[far], y[far], "h", color="#2e8b57", ms=5)
ax.text(length / 2, 0, "glucose, 2.5 mM", fontsize=12, ha="center", va="center", gid="label:content")
dimension = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "color": "k"}
ax.annotate("", (length, -0.75), (0, -0.75), arrowprops={**dimension, "gid": "dim:length"})
ax.text(length / 2, -0.88, "2.1 μm", fontsize=12, ha="center", va="center", gid="label:length")
ax.annotate("", (-0.35, radius), (-0.35, -radius), arrowprops={**dimension, "gid": "dim:diameter"})
ax.text(-0.42, 0, "1.1 μm", fontsize=12, ha="right", va="center", gid="label:diameter")
ax.text(length / 2, 0.72, "E. coli cell", fontsize=12, ha="center", style="italic")
ax.set(xlim=(-0.95, 2.5), ylim=(-1.0, 0.9), aspect="equal")
ax.axis("off")
plt.show()
