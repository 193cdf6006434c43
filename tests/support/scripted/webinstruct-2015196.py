"""
{"content": ["the upper half of the circle of radius 2, run through counter-clockwise"],
 "layout": ["axes with equal units, arrows on the arc"],
 "labels": ["C: x² + y² = 4, y ≥ 0", "-2", "2", "∫ y² dx + 3xy dy"],
 "considerations": ["no value of the integral"],
 "hidden": ["16/3"],
 "claims": [
  {"kind": "at", "of": ["end:start"], "value": [2, 0]},
  {"kind": "at", "of": ["end:stop"], "value": [-2, 0]},
  {"kind": "direction", "of": ["arrow:top"], "value": 180},
  {"kind": "connected", "of": ["arrow:top", "curve:C"]},
  {"kind": "label", "of": ["label:C"], "value": "C: x² + y² = 4, y ≥ 0"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.6, 4.6))
t = np.linspace(0, np.pi, 200)
ax.plot(2 * np.cos(t), 2 * np.sin(t), color="#1b4f8a", lw=2.4, gid="curve:C")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 24, "lw": 2, "color": "#1b4f8a"}
ax.annotate("", (-0.2, 2), (0, 2), arrowprops={**arrow, "gid": "arrow:top"})
for angle in (0.7, 2.4):
    x, y = 2 * np.cos(angle), 2 * np.sin(angle)
    ax.annotate("", (x - 0.12 * np.sin(angle), y + 0.12 * np.cos(angle)), (x, y), arrowprops=arrow)
for name, x in (("start", 2), ("stop", -2)):
    ax.plot([x], [0], "o", ms=6, color="#1b4f8a", gid=f"end:{name}")
ax.spines[["left", "bottom"]].set_position("zero")
ax.spines[["top", "right"]].set_visible(False)
ax.set_xticks([-2, 2])
ax.set_yticks([])
ax.tick_params(labelsize=12)
ax.text(1.62, 1.75, "C: x² + y² = 4, y ≥ 0", fontsize=12, va="center", color="#1b4f8a", gid="label:C")
ax.text(0.95, 0.5, "∫ y² dx + 3xy dy", fontsize=12, ha="center", va="center")
ax.text(2.95, -0.2, "x", fontsize=13, style="italic", ha="center", va="center")
ax.text(-0.18, 2.6, "y", fontsize=13, style="italic", ha="center", va="center")
ax.set(xlim=(-2.8, 3.9), ylim=(-0.5, 2.8), aspect="equal")
plt.show()
