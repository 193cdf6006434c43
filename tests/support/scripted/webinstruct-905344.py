"""
{"content": ["the trapezoidal cross-section of a water trough, partly filled"],
 "layout": ["symmetric trapezoid to scale in cm, water to a depth of 30 cm"],
 "labels": ["80 cm", "30 cm", "50 cm", "trough length: 10 m", "0.2 m³/min"],
 "considerations": ["no rate of the level"],
 "hidden": ["10/3 cm/min"],
 "claims": [
  {"kind": "ratio", "of": ["side:top", "side:bottom"], "value": 2.6666667},
  {"kind": "ratio", "of": ["dim:height", "dim:depth"], "value": 1.6666667},
  {"kind": "parallel", "of": ["side:top", "side:bottom"]},
  {"kind": "parallel", "of": ["level:water", "side:bottom"]},
  {"kind": "ratio", "of": ["side:left", "side:right"], "value": 1},
  {"kind": "value", "of": ["label:top"], "value": 80},
  {"kind": "value", "of": ["label:height"], "value": 50},
  {"kind": "direction", "of": ["flow:in"], "value": 270}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 5.4))
half = 15 + 25 * 30 / 50
ax.fill([-15, 15, half, -half], [0, 0, 30, 30], color="#bcdcf3")
ax.plot([-half, half], [30, 30], color="#2f7fbf", lw=1.6, gid="level:water")
ax.plot([-15, 15], [0, 0], "k", lw=2.4, gid="side:bottom")
ax.plot([15, 40], [0, 50], "k", lw=2.4, gid="side:right")
ax.plot([-15, -40], [0, 50], "k", lw=2.4, gid="side:left")
ax.plot([-40, 40], [50, 50], color="0.5", lw=1, ls="--", gid="side:top")
dimension = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "color": "k", "mutation_scale": 13}
ax.annotate("", (50, 50), (50, 0), arrowprops={**dimension, "gid": "dim:height"})
ax.text(52, 25, "50 cm", fontsize=12, va="center", gid="label:height")
ax.annotate("", (0, 30), (0, 0), arrowprops={**dimension, "gid": "dim:depth"})
ax.text(1.5, 14, "30 cm", fontsize=12, va="center")
ax.text(0, 60.5, "80 cm", fontsize=12, ha="center", va="center", gid="label:top")
ax.annotate("", (40, 56), (-40, 56), arrowprops=dimension)
ax.text(0, -5, "30 cm", fontsize=12, ha="center", va="center", gid="label:bottom")
ax.annotate(
    "",
    (-20, 34),
    (-20, 72),
    arrowprops={**dimension, "arrowstyle": "-|>", "lw": 3, "color": "#2f7fbf", "gid": "flow:in"},
)
ax.text(-23, 71, "0.2 m³/min", fontsize=12, ha="right", va="center", color="#2f7fbf")
for y in (0, 50):
    ax.plot([15 if y == 0 else 40, 53], [y, y], color="0.6", lw=0.7)
ax.text(18, -14, "trough length: 10 m", fontsize=12, ha="center", va="center")
ax.set(xlim=(-52, 66), ylim=(-19, 76), aspect="equal")
ax.axis("off")
plt.show()
