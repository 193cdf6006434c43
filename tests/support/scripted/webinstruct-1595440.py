"""
{"content": ["the limaçon with its inner loop, the region between the loops shaded"],
 "layout": ["plane with equal axes, pole at the origin"],
 "labels": ["r = 3 (1 + 2 cos θ)", "3", "9"],
 "considerations": ["no area"],
 "hidden": ["79.931"],
 "claims": [
  {"kind": "label", "of": ["label:curve"], "value": "r = 3 (1 + 2 cos θ)"},
  {"kind": "at", "of": ["point:outer"], "value": [9, 0]},
  {"kind": "at", "of": ["point:inner"], "value": [3, 0]},
  {"kind": "at", "of": ["point:pole"], "value": [0, 0]},
  {"kind": "on", "of": ["point:outer", "curve:outer"]},
  {"kind": "on", "of": ["point:inner", "curve:inner"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.4, 5.6))


def limacon(theta):
    r = 3 * (1 + 2 * np.cos(theta))
    return r * np.cos(theta), r * np.sin(theta)


outer = limacon(np.linspace(-2 * np.pi / 3, 2 * np.pi / 3, 400))
inner = limacon(np.linspace(2 * np.pi / 3, 4 * np.pi / 3, 200))
ax.fill(*outer, color="#cfe3f5")
ax.fill(*inner, color="white")
ax.axhline(0, color="0.3", lw=0.9)
ax.axvline(0, color="0.3", lw=0.9)
ax.plot(*outer, color="#1b4f8a", lw=2, gid="curve:outer")
ax.plot(*inner, color="#1b4f8a", lw=2, gid="curve:inner")
for name, x in (("outer", 9), ("inner", 3), ("pole", 0)):
    ax.plot([x], [0], "ko", ms=5, gid=f"point:{name}")
ax.text(9.15, -0.65, "9", fontsize=12)
ax.text(3.15, -0.65, "3", fontsize=12)
ax.text(-0.2, -0.75, "0", fontsize=12, ha="right")
ax.text(9.0, 5.2, "r = 3 (1 + 2 cos θ)", fontsize=13, ha="center", color="#1b4f8a", gid="label:curve")
ax.text(10.3, 0.25, "polar axis", fontsize=11, ha="center")
ax.set(xlim=(-1.8, 11.4), ylim=(-6, 6), aspect="equal")
ax.axis("off")
plt.show()
