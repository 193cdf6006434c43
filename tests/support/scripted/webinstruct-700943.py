"""
{"content": ["two balls, one thrown up from the ground, one thrown down from height H"],
 "layout": ["same vertical line, ground below"],
 "labels": ["u", "v", "H", "t = 0"],
 "considerations": ["no time of meeting"],
 "hidden": ["H/(u+v)"],
 "claims": [
  {"kind": "direction", "of": ["velocity:u"], "value": 90},
  {"kind": "direction", "of": ["velocity:v"], "value": 270},
  {"kind": "order", "of": ["ball:1", "ball:2"], "value": "bottom_to_top"},
  {"kind": "near", "of": ["label:u", "velocity:u"]},
  {"kind": "near", "of": ["label:v", "velocity:v"]},
  {"kind": "near", "of": ["label:H", "dim:H"]},
  {"kind": "perpendicular", "of": ["dim:H", "ground:1"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(4.6, 6))
ax.plot([-2, 2.4], [0, 0], "k", lw=2, gid="ground:1")
for x in range(-19, 24, 3):
    ax.plot([x / 10, x / 10 - 0.2], [0, -0.2], "k", lw=0.8)
ax.add_patch(plt.Circle((0, 0.2), 0.2, facecolor="#d96c5f", edgecolor="k", gid="ball:1"))
ax.add_patch(plt.Circle((0, 6), 0.2, facecolor="#6f8fb0", edgecolor="k", gid="ball:2"))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "lw": 2}
ax.annotate("", (0, 1.7), (0, 0.4), arrowprops={**arrow, "color": "#a23b3b", "gid": "velocity:u"})
ax.annotate("", (0, 4.5), (0, 5.8), arrowprops={**arrow, "color": "#1b4f8a", "gid": "velocity:v"})
ax.text(0.25, 1.2, "u", fontsize=16, style="italic", va="center", gid="label:u")
ax.text(0.25, 5.0, "v", fontsize=16, style="italic", va="center", gid="label:v")
ax.annotate(
    "", (-1.3, 6), (-1.3, 0), arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k", "gid": "dim:H"}
)
ax.plot([-1.5, -0.3], [6, 6], color="0.5", lw=0.8)
ax.text(-1.55, 3, "H", fontsize=16, style="italic", ha="right", va="center", gid="label:H")
ax.text(0.45, 0.3, "ball 1, t = 0", fontsize=12, va="center")
ax.text(0.45, 6.05, "ball 2, t = 0", fontsize=12, va="center")
ax.set(xlim=(-2.2, 2.7), ylim=(-0.5, 6.6), aspect="equal")
ax.axis("off")
plt.show()
