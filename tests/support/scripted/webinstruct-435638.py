"""
{"content": ["a car behind a truck on a straight road"],
 "layout": ["car at the left, truck at the right, arrows above them in the ratio of the speeds"],
 "labels": ["95 km/h", "75 km/h", "210 m"],
 "considerations": ["vehicles not to scale; no time"],
 "hidden": ["37.8 seconds", "37.8"],
 "claims": [
  {"kind": "direction", "of": ["velocity:car"], "value": 0},
  {"kind": "direction", "of": ["velocity:truck"], "value": 0},
  {"kind": "ratio", "of": ["velocity:car", "velocity:truck"], "value": 1.2666667},
  {"kind": "order", "of": ["body:car", "body:truck"], "value": "left_to_right"},
  {"kind": "value", "of": ["label:gap"], "value": 210},
  {"kind": "near", "of": ["label:car", "velocity:car"]},
  {"kind": "near", "of": ["label:truck", "velocity:truck"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8.4, 3.4))
ax.plot([-0.5, 12.2], [0, 0], "k", lw=2)
ax.fill(
    [0, 0, 0.4, 0.7, 1.4, 1.7, 2.1, 2.1],
    [0.25, 0.65, 0.7, 1.1, 1.1, 0.7, 0.6, 0.25],
    facecolor="#d96c5f",
    edgecolor="k",
    gid="body:car",
)
ax.add_patch(plt.Rectangle((8.6, 0.3), 2.0, 1.4, facecolor="#9cb4cc", edgecolor="k", gid="body:truck"))
ax.fill([10.7, 10.7, 11.2, 11.5, 11.5], [0.3, 1.35, 1.35, 0.9, 0.3], facecolor="#6f8fb0", edgecolor="k")
for x, size in ((0.5, 0.25), (1.6, 0.25), (9.1, 0.28), (10.0, 0.28), (11.1, 0.28)):
    ax.add_patch(plt.Circle((x, size), size, facecolor="0.2", edgecolor="k"))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2, "color": "#1b4f8a"}
ax.annotate("", (0.3 + 1.9, 1.55), (0.3, 1.55), arrowprops={**arrow, "gid": "velocity:car"})
ax.text(1.2, 1.95, "95 km/h", fontsize=12, ha="center", va="center", gid="label:car")
ax.annotate("", (9 + 1.5, 2.1), (9, 2.1), arrowprops={**arrow, "gid": "velocity:truck"})
ax.text(9.8, 2.5, "75 km/h", fontsize=12, ha="center", va="center", gid="label:truck")
ax.annotate("", (8.6, -0.55), (2.1, -0.55), arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k"})
for x in (2.1, 8.6):
    ax.plot([x, x], [-0.7, 0.25], color="0.5", lw=0.8)
ax.text(5.35, -0.9, "210 m", fontsize=12, ha="center", va="center", gid="label:gap")
ax.set(xlim=(-0.7, 12.3), ylim=(-1.3, 2.9), aspect="equal")
ax.axis("off")
plt.show()
