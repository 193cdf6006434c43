"""
{"content": ["a circle of radius 1 that rolls outside a circle of radius 3, with the start of the path"],
 "layout": ["fixed circle about the origin, rolling circle about (4, 0), tracked point at (3, 0)"],
 "labels": ["(0, 0)", "(3, 0)", "(4, 0)", "3", "1"],
 "considerations": ["only the start of the path is drawn, without its equations"],
 "hidden": ["4cosθ - cos(4θ)", "4 cos θ − cos 4θ"],
 "claims": [
  {"kind": "tangent", "of": ["circle:rolling", "circle:fixed"]},
  {"kind": "ratio", "of": ["radius:fixed", "radius:rolling"], "value": 3},
  {"kind": "at", "of": ["point:start"], "value": [3, 0]},
  {"kind": "at", "of": ["center:rolling"], "value": [4, 0]},
  {"kind": "on", "of": ["point:start", "circle:fixed"]},
  {"kind": "near", "of": ["label:start", "point:start"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.8, 5.8))
ax.axhline(0, color="0.5", lw=0.8)
ax.axvline(0, color="0.5", lw=0.8)
ax.add_patch(plt.Circle((0, 0), 3, fill=False, lw=2, gid="circle:fixed"))
ax.add_patch(plt.Circle((4, 0), 1, fill=False, lw=2, edgecolor="#1b4f8a", gid="circle:rolling"))
theta = np.linspace(0, 0.9, 100)
x, y = 4 * np.cos(theta) - np.cos(4 * theta), 4 * np.sin(theta) - np.sin(4 * theta)
ax.plot(x, y, "--", color="#c0392b", lw=1.6, gid="path:start")
ax.plot([0, -3 * np.cos(0.6)], [0, 3 * np.sin(0.6)], "k", lw=1.2, gid="radius:fixed")
ax.plot([4, 4 + np.cos(0.9)], [0, -np.sin(0.9)], color="#1b4f8a", lw=1.2, gid="radius:rolling")
ax.plot([3], [0], "o", color="#c0392b", ms=7, gid="point:start")
ax.plot([4], [0], "o", color="#1b4f8a", ms=5, gid="center:rolling")
ax.plot([0], [0], "ko", ms=5)
ax.text(-0.15, -0.4, "(0, 0)", fontsize=12, ha="right")
ax.text(2.85, -0.45, "(3, 0)", fontsize=12, ha="right", color="#c0392b", gid="label:start")
ax.text(4.0, 0.22, "(4, 0)", fontsize=12, ha="center", color="#1b4f8a")
ax.text(-1.15, 1.15, "3", fontsize=13, ha="center")
ax.text(4.5, -0.42, "1", fontsize=13, ha="center", va="center", color="#1b4f8a")
turn = np.linspace(0.08, 0.42, 40)
ax.plot(5.4 * np.cos(turn), 5.4 * np.sin(turn), "k", lw=1.4)
ax.annotate(
    "",
    (5.4 * np.cos(0.5), 5.4 * np.sin(0.5)),
    (5.4 * np.cos(0.42), 5.4 * np.sin(0.42)),
    arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16, "color": "k"},
)
ax.set(xlim=(-3.6, 5.9), ylim=(-3.5, 3.9), aspect="equal")
ax.axis("off")
plt.show()
