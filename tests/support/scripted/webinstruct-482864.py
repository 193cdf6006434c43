"""
{"content": ["the frame of a photoelectron spectrum of potassium without its peaks"],
 "layout": ["axes of binding energy and relative number of electrons, the order of the orbitals under the axis"],
 "labels": ["potassium (K)", "binding energy", "relative number of electrons", "1s", "2s", "2p", "3s", "3p", "4s", "?"],
 "considerations": ["peaks are what is asked for"],
 "hidden": [],
 "claims": [
  {"kind": "label", "of": ["label:x"], "value": "binding energy"},
  {"kind": "label", "of": ["label:y"], "value": "relative number of electrons"},
  {"kind": "order", "of": ["orbital:1s", "orbital:2s", "orbital:2p", "orbital:3s", "orbital:3p", "orbital:4s"],
   "value": "left_to_right"},
  {"kind": "perpendicular", "of": ["axis:x", "axis:y"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.6, 4.2))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 1.6, "color": "k"}
ax.annotate("", (0, 0), (8, 0), arrowprops={**arrow, "gid": "axis:x"})
ax.annotate("", (8, 4.2), (8, 0), arrowprops={**arrow, "gid": "axis:y"})
for x, name in zip((1, 2.5, 3.4, 5.0, 5.9, 7.2), ("1s", "2s", "2p", "3s", "3p", "4s"), strict=True):
    ax.plot([x, x], [-0.08, 0.08], "k", lw=1.2)
    ax.text(x, -0.35, name, fontsize=12, ha="center", va="center", gid=f"orbital:{name}")
ax.text(4, -0.9, "binding energy", fontsize=12, ha="center", va="center", gid="label:x")
ax.text(8.3, 2.1, "relative number of electrons", fontsize=12, rotation=90, ha="center", va="center", gid="label:y")
ax.text(4, 2.1, "?", fontsize=40, ha="center", va="center", color="0.6")
ax.text(4, 4.3, "photoelectron spectrum of potassium (K)", fontsize=13, ha="center", va="center")
ax.set(xlim=(-0.3, 8.7), ylim=(-1.2, 4.7))
ax.axis("off")
plt.show()
