"""
{"content": ["a street light on a pole, a man walking away and the ray over his head"],
 "layout": ["heights and distance to scale in ft, ray from the lamp to the tip of the shadow"],
 "labels": ["15 ft", "6 ft", "30 ft", "7 ft/s", "tip of the shadow"],
 "considerations": ["neither the length of the shadow nor the speed of its tip"],
 "hidden": ["35/3 ft/s", "11.7 ft/s"],
 "claims": [
  {"kind": "ratio", "of": ["pole:1", "man:1"], "value": 2.5},
  {"kind": "ratio", "of": ["dim:distance", "pole:1"], "value": 2},
  {"kind": "perpendicular", "of": ["pole:1", "ground:1"]},
  {"kind": "connected", "of": ["man:1", "ray:1"]},
  {"kind": "direction", "of": ["velocity:man"], "value": 0},
  {"kind": "near", "of": ["label:speed", "velocity:man"]},
  {"kind": "value", "of": ["label:distance"], "value": 30}]}
"""

import matplotlib.pyplot as plt

tip = 30 + 6 * 30 / (15 - 6)
fig, ax = plt.subplots(figsize=(8.6, 4))
ax.plot([-3, 60], [0, 0], "k", lw=2, gid="ground:1")
ax.plot([0, 0], [0, 15], color="0.3", lw=4, gid="pole:1")
ax.add_patch(plt.Circle((0, 15), 0.9, facecolor="#f7d560", edgecolor="k"))
ax.plot([0, tip], [15, 0], "--", color="#c79a00", lw=1.6, gid="ray:1")
ax.plot([30, 30], [0, 6], color="#1b4f8a", lw=3, gid="man:1")
ax.add_patch(plt.Circle((30, 5.1), 0.85, facecolor="#1b4f8a"))
ax.plot([30, tip], [0, 0], color="0.45", lw=5, solid_capstyle="butt")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2}
ax.annotate("", (38, 7.4), (31.5, 7.4), arrowprops={**arrow, "color": "#1b4f8a", "gid": "velocity:man"})
ax.text(35, 8.7, "7 ft/s", fontsize=12, ha="center", va="center", gid="label:speed")
ax.text(-1.2, 7.5, "15 ft", fontsize=12, ha="right", va="center")
ax.text(28.8, 2.8, "6 ft", fontsize=12, ha="right", va="center")
ax.annotate(
    "", (30, -2), (0, -2), arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k", "gid": "dim:distance"}
)
ax.text(15, -3.6, "30 ft", fontsize=12, ha="center", va="center", gid="label:distance")
ax.plot([tip], [0], "ko", ms=6)
ax.text(tip, -2.2, "tip of the shadow", fontsize=12, ha="center", va="center")
ax.set(xlim=(-7, 62), ylim=(-5, 17), aspect="equal")
ax.axis("off")
plt.show()
