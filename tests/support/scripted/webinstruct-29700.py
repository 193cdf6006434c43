"""
{"content": ["a normal curve with the area between 46 and 65 shaded"],
 "layout": ["curve over the axis of x, mean in the middle, true shape"],
 "labels": ["46.0", "65.0", "μ = 76.0", "σ = 18.0"],
 "considerations": ["no probability"],
 "hidden": ["0.2235", "22.35%"],
 "claims": [
  {"kind": "formula", "of": ["curve:density"], "value": "exp(-(x-76)**2/(2*18**2))/(18*sqrt(2*pi))"},
  {"kind": "value", "of": ["label:low"], "value": 46},
  {"kind": "value", "of": ["label:high"], "value": 65},
  {"kind": "value", "of": ["label:mean"], "value": 76},
  {"kind": "value", "of": ["label:sigma"], "value": 18},
  {"kind": "order", "of": ["bound:low", "bound:high", "line:mean"], "value": "left_to_right"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

mean, sigma = 76.0, 18.0
fig, ax = plt.subplots(figsize=(7, 4.2))


def density(x):
    return np.exp(-((x - mean) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


x = np.linspace(mean - 3.6 * sigma, mean + 3.6 * sigma, 400)
ax.plot(x, density(x), "k", lw=2, gid="curve:density")
part = np.linspace(46, 65, 100)
ax.fill_between(part, density(part), color="#8db8de")
for name, value in (("low", 46.0), ("high", 65.0)):
    ax.plot([value, value], [0, density(value)], "k", lw=1.2, gid=f"bound:{name}")
    ax.text(value, -0.0012, f"{value}", fontsize=12, ha="center", va="center", gid=f"label:{name}")
ax.plot([mean, mean], [0, density(mean)], "k--", lw=1, gid="line:mean")
ax.text(mean + 10, -0.0012, "μ = 76.0", fontsize=12, ha="center", va="center", gid="label:mean")
ax.annotate(
    "",
    (mean + sigma, density(mean + sigma)),
    (mean, density(mean + sigma)),
    arrowprops={"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "color": "k"},
)
ax.text(mean + sigma + 4, density(mean + sigma) + 0.0004, "σ = 18.0", fontsize=12, va="center", gid="label:sigma")
ax.axhline(0, color="k", lw=1)
ax.set(xlim=(8, 144), ylim=(-0.0024, 0.0238))
ax.axis("off")
plt.show()
