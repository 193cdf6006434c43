"""
{"content": ["a rigid tank in two equal parts, water in one, nothing in the other"],
 "layout": ["box with a partition in the middle, values inside"],
 "labels": ["1.5 kg", "300 kPa", "60 °C", "evacuated", "15 kPa"],
 "considerations": ["no entropy"],
 "hidden": ["-0.114kJ/K", "0.114"],
 "claims": [
  {"kind": "ratio", "of": ["half:left", "half:right"], "value": 1},
  {"kind": "value", "of": ["label:pressure"], "value": 300},
  {"kind": "value", "of": ["label:temperature"], "value": 60},
  {"kind": "value", "of": ["label:mass"], "value": 1.5},
  {"kind": "inside", "of": ["label:mass", "part:water"]},
  {"kind": "inside", "of": ["label:empty", "part:empty"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7.4, 4.4))
ax.add_patch(plt.Rectangle((0, 0), 4, 3.4, facecolor="#bcdcf3", edgecolor="none", gid="part:water"))
ax.add_patch(plt.Rectangle((4, 0), 4, 3.4, facecolor="white", edgecolor="black", linestyle=":", gid="part:empty"))
ax.add_patch(plt.Rectangle((0, 0), 8, 3.4, fill=False, edgecolor="k", lw=4))
ax.plot([4, 4], [0, 3.4], color="#a0522d", lw=4, gid="partition:1")
ax.plot([0, 4], [0, 0], "k", gid="half:left")
ax.plot([4, 8], [0, 0], "k", gid="half:right")
ax.text(2, 2.8, "compressed liquid water", fontsize=12, ha="center", va="center")
ax.text(2, 2.1, "1.5 kg", fontsize=13, ha="center", va="center", gid="label:mass")
ax.text(2, 1.4, "300 kPa", fontsize=13, ha="center", va="center", gid="label:pressure")
ax.text(2, 0.7, "60 °C", fontsize=13, ha="center", va="center", gid="label:temperature")
ax.text(6, 1.7, "evacuated", fontsize=13, ha="center", va="center", gid="label:empty")
ax.text(4, 3.85, "partition", fontsize=12, ha="center", va="center", color="#a0522d")
ax.text(4, -0.55, "after the partition is removed: 15 kPa", fontsize=12, ha="center", va="center")
ax.set(xlim=(-0.3, 8.3), ylim=(-0.9, 4.2), aspect="equal")
ax.axis("off")
plt.show()
