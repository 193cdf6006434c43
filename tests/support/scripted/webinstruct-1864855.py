"""
{"content": ["four equal charges at the corners of a square"],
 "layout": ["square to scale, charges as circles, one side measured"],
 "labels": ["Q", "L"],
 "considerations": ["no forces are drawn"],
 "hidden": ["F = KQ²/L²"],
 "claims": [
  {"kind": "count", "of": ["charge"], "value": 4},
  {"kind": "count", "of": ["side"], "value": 4},
  {"kind": "perpendicular", "of": ["side:1", "side:2"]},
  {"kind": "ratio", "of": ["side:1", "side:2"], "value": 1},
  {"kind": "label", "of": ["label:L"], "value": "L"},
  {"kind": "near", "of": ["label:L", "side:1"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 5))
corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
for number, (start, stop) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True), start=1):
    ax.plot([start[0], stop[0]], [start[1], stop[1]], "k", lw=1.6, zorder=1, gid=f"side:{number}")
for number, corner in enumerate(corners, start=1):
    ax.add_patch(plt.Circle(corner, 0.085, facecolor="#f3c7c1", edgecolor="k", zorder=2, gid=f"charge:{number}"))
    ax.text(*corner, "Q", fontsize=15, ha="center", va="center", style="italic")
ax.text(0.5, -0.08, "L", fontsize=16, ha="center", va="center", style="italic", gid="label:L")
ax.text(1.09, 0.5, "L", fontsize=16, ha="center", va="center", style="italic")
ax.set(xlim=(-0.2, 1.25), ylim=(-0.2, 1.2), aspect="equal")
ax.axis("off")
plt.show()
