"""
{"content": ["the standard normal curve with both outer tails shaded"],
 "layout": ["curve over the axis of z, bounds at their true places"],
 "labels": ["-0.58", "2.14", "0", "z"],
 "considerations": ["no area is printed"],
 "hidden": ["0.2971"],
 "claims": [
  {"kind": "formula", "of": ["curve:density"], "value": "exp(-x**2/2)/sqrt(2*pi)"},
  {"kind": "at", "of": ["foot:low"], "value": [-0.58, 0]},
  {"kind": "at", "of": ["foot:high"], "value": [2.14, 0]},
  {"kind": "value", "of": ["label:low"], "value": -0.58},
  {"kind": "value", "of": ["label:high"], "value": 2.14}]}
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm

fig, ax = plt.subplots(figsize=(7, 4))
z = np.linspace(-3.6, 3.6, 400)
ax.plot(z, norm.pdf(z), "k", lw=2, gid="curve:density")
ax.fill_between(z, norm.pdf(z), where=z <= -0.58, color="#8db8de")
ax.fill_between(z, norm.pdf(z), where=z >= 2.14, color="#8db8de")
ax.axhline(0, color="k", lw=1)
for name, value in (("low", -0.58), ("high", 2.14)):
    ax.plot([value, value], [0, norm.pdf(value)], "k", lw=1.4)
    ax.plot([value], [0], "k.", gid=f"foot:{name}")
    ax.text(value, -0.024, f"{value}", fontsize=12, ha="center", va="center", gid=f"label:{name}")
ax.plot([0, 0], [0, norm.pdf(0)], "k--", lw=0.9)
ax.text(0.08, -0.024, "0", fontsize=12, ha="center", va="center")
ax.text(3.75, -0.02, "z", fontsize=14, style="italic", ha="center", va="center")
ax.set(xlim=(-3.8, 3.95), ylim=(-0.05, 0.43))
ax.axis("off")
plt.show()
