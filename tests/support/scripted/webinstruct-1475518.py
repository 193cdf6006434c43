"""
{"content": ["a projectile from the ground to the top of a cliff"],
 "layout": ["distance and height to scale, parabola through both points for 7.6 s"],
 "labels": ["195 m", "155 m", "7.6 s", "v₀", "no air resistance"],
 "considerations": ["neither speed nor angle"],
 "hidden": ["63.12 m/s", "63.1"],
 "claims": [
  {"kind": "ratio", "of": ["dim:distance", "dim:height"], "value": 1.2580645},
  {"kind": "perpendicular", "of": ["dim:distance", "dim:height"]},
  {"kind": "formula", "of": ["path:1"], "value": "(155 + 0.5*9.8*7.6**2)/195*x - 0.5*9.8*(7.6*x/195)**2"},
  {"kind": "value", "of": ["label:distance"], "value": 195},
  {"kind": "value", "of": ["label:height"], "value": 155},
  {"kind": "value", "of": ["label:time"], "value": 7.6},
  {"kind": "on", "of": ["point:landing", "path:1"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

g, time, distance, height = 9.8, 7.6, 195, 155
vx, vy = distance / time, (height + g * time**2 / 2) / time
t = np.linspace(0, time, 200)
fig, ax = plt.subplots(figsize=(7, 6))
ax.fill([195, 195, 275, 275], [0, 155, 155, 0], color="#d8c7a8")
ax.plot([-30, 195, 195, 275], [0, 0, 155, 155], "k", lw=2)
ax.plot(vx * t, vy * t - g * t**2 / 2, "--", color="#1b4f8a", lw=1.6, gid="path:1")
ax.plot([0], [0], "ko", ms=6)
ax.plot([195], [155], "ko", ms=6, gid="point:landing")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 18, "lw": 2, "color": "#c0392b"}
ax.annotate("", (vx, vy), (0, 0), arrowprops={**arrow, "gid": "velocity:0"})
ax.text(2, 52, "v₀", fontsize=15, ha="right", va="center", color="#c0392b")
both = {**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k"}
ax.annotate("", (195, -14), (0, -14), arrowprops={**both, "gid": "dim:distance"})
ax.text(97, -25, "195 m", fontsize=12, ha="center", va="center", gid="label:distance")
ax.annotate("", (180, 155), (180, 0), arrowprops={**both, "gid": "dim:height"})
ax.text(176, 60, "155 m", fontsize=12, ha="right", va="center", gid="label:height")
ax.text(75, 176, "flight: 7.6 s", fontsize=12, ha="center", va="center", color="#1b4f8a", gid="label:time")
ax.text(235, 172, "no air resistance", fontsize=11, ha="center", va="center")
ax.set(xlim=(-35, 280), ylim=(-36, 205), aspect="equal")
ax.axis("off")
plt.show()
