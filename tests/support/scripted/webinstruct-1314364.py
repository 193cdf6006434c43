"""
{"content": ["a Bohr model of nitrogen"],
 "layout": ["nucleus with its particles, an inner shell of 2 and an outer shell of 5 electrons"],
 "labels": ["N", "7 p⁺, 7 n⁰", "K shell", "L shell"],
 "considerations": ["the model itself is asked for"],
 "hidden": [],
 "claims": [
  {"kind": "count", "of": ["shell"], "value": 2},
  {"kind": "count", "of": ["inner"], "value": 2},
  {"kind": "count", "of": ["outer"], "value": 5},
  {"kind": "on", "of": ["inner:0", "shell:K"]},
  {"kind": "on", "of": ["outer:3", "shell:L"]},
  {"kind": "near", "of": ["label:K", "shell:K"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(5.8, 5.8))
ax.add_patch(plt.Circle((0, 0), 0.62, facecolor="#f6d7a7", edgecolor="k"))
ax.text(0, 0.17, "N", fontsize=17, ha="center", va="center")
ax.text(0, -0.2, "7 p⁺, 7 n⁰", fontsize=11, ha="center", va="center")
for name, role, radius, count in (("K", "inner", 1.2, 2), ("L", "outer", 2.0, 5)):
    ax.add_patch(plt.Circle((0, 0), radius, fill=False, edgecolor="0.4", lw=1.2, gid=f"shell:{name}"))
    for place in range(count):
        angle = np.pi / 2 + 2 * np.pi * place / count
        ax.plot([radius * np.cos(angle)], [radius * np.sin(angle)], "o", ms=11, color="#1b4f8a", gid=f"{role}:{place}")
ax.text(
    0.82,
    0.65,
    "K shell",
    fontsize=11,
    va="center",
    gid="label:K",
    color="0.25",
    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
)
ax.text(
    1.48,
    -1.42,
    "L shell",
    fontsize=11,
    va="center",
    gid="label:L",
    color="0.25",
    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
)
ax.set(xlim=(-2.4, 2.6), ylim=(-2.3, 2.4), aspect="equal")
ax.axis("off")
plt.show()
