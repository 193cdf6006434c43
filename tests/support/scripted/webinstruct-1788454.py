"""
{"content": ["a soap film in air with an incident ray and two reflected rays"],
 "layout": ["film as a horizontal layer, rays slanted a little so that they can be told apart"],
 "labels": ["Air", "soap film, n = 1.37", "λ = 480 nm", "t"],
 "considerations": ["no thickness"],
 "hidden": ["175 nm"],
 "claims": [
  {"kind": "count", "of": ["medium"], "value": 2},
  {"kind": "value", "of": ["label:film"], "value": 1.37},
  {"kind": "value", "of": ["label:wave"], "value": 480},
  {"kind": "parallel", "of": ["surface:top", "surface:bottom"]},
  {"kind": "parallel", "of": ["ray:first", "ray:second"]},
  {"kind": "connected", "of": ["ray:in", "surface:top"]},
  {"kind": "order", "of": ["medium:below", "label:film", "medium:above"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 5.2))
ax.fill_between([-4, 5], -0.8, 0.8, color="#dff0f7")
for name, y in (("top", 0.8), ("bottom", -0.8)):
    ax.plot([-4, 5], [y, y], color="#1b4f8a", lw=1.8, gid=f"surface:{name}")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 17, "lw": 1.8}
ax.annotate("", (-1, 0.8), (-2.2, 3.4), arrowprops={**arrow, "color": "#c0392b", "gid": "ray:in"})
ax.annotate("", (0.2, 3.4), (-1, 0.8), arrowprops={**arrow, "color": "#c0392b", "gid": "ray:first"})
ax.plot([-1, -0.45, 0.1], [0.8, -0.8, 0.8], color="#e08a7c", lw=1.8)
ax.annotate("", (1.3, 3.4), (0.1, 0.8), arrowprops={**arrow, "color": "#c0392b", "gid": "ray:second"})
ax.text(-2.4, 3.0, "λ = 480 nm", fontsize=12, ha="right", va="center", gid="label:wave")
ax.text(2.4, 0, "soap film, n = 1.37", fontsize=12, ha="center", va="center", gid="label:film")
ax.text(4.6, 1.6, "Air", fontsize=13, ha="center", va="center", gid="medium:above")
ax.text(4.6, -1.5, "Air", fontsize=13, ha="center", va="center", gid="medium:below")
ax.text(1.5, 3.0, "reflected", fontsize=12, va="center")
ax.annotate("", (-3.2, 0.8), (-3.2, -0.8), arrowprops={**arrow, "arrowstyle": "<|-|>", "lw": 1.2, "color": "k"})
ax.text(-3.45, 0, "t", fontsize=15, style="italic", ha="center", va="center")
ax.set(xlim=(-4.6, 5.2), ylim=(-2.1, 3.8), aspect="equal")
ax.axis("off")
plt.show()
