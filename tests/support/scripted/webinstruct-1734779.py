"""
{"content": ["the reaction of lithium with fluorine, with both amounts and a picture of each vessel"],
 "layout": ["two beakers with their reactants, arrow to an empty product"],
 "labels": ["2 Li(s)", "F₂(g)", "2 LiF(s)", "1.0 mol"],
 "considerations": ["neither reactant is marked as limiting"],
 "hidden": ["limiting"],
 "claims": [
  {"kind": "order", "of": ["term:Li", "term:F2", "arrow:reaction", "term:LiF"], "value": "left_to_right"},
  {"kind": "direction", "of": ["arrow:reaction"], "value": 0},
  {"kind": "value", "of": ["amount:Li"], "value": 1.0},
  {"kind": "value", "of": ["amount:F2"], "value": 1.0},
  {"kind": "near", "of": ["amount:Li", "term:Li"]},
  {"kind": "near", "of": ["amount:F2", "term:F2"]}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8, 3.8))
terms = {"Li": (1, "2 Li(s)", "1.0 mol"), "F2": (3.5, "F₂(g)", "1.0 mol"), "LiF": (7.2, "2 LiF(s)", "")}
for name, (x, formula, amount) in terms.items():
    ax.text(x, 1, formula, fontsize=20, ha="center", va="center", gid=f"term:{name}")
    ax.text(x, 0.55, amount, fontsize=14, ha="center", va="center", color="#1b4f8a", gid=f"amount:{name}")
    ax.plot([x - 0.7, x - 0.7, x + 0.7, x + 0.7], [2.9, 1.5, 1.5, 2.9], "k", lw=1.8)
for number in range(12):
    x, y = 0.5 + 0.2 * (number % 6), 1.6 + 0.19 * (number // 6)
    ax.add_patch(plt.Circle((x, y), 0.09, facecolor="#b8b8c8", edgecolor="k", lw=0.7))
rng = np.random.default_rng(3)
spots = [(3.05, 1.75), (3.55, 1.8), (3.95, 1.95), (3.15, 2.25), (3.62, 2.35), (3.95, 2.65), (3.2, 2.7)]
for x, y in spots:
    angle = rng.uniform(0, np.pi)
    for side in (-0.075, 0.075):
        center = x + side * np.cos(angle), y + side * np.sin(angle)
        ax.add_patch(plt.Circle(center, 0.08, facecolor="#cfe8a9", edgecolor="k", lw=0.7))
ax.text(7.2, 2.2, "?", fontsize=20, ha="center", va="center", color="0.4")
ax.text(2.3, 1, "+", fontsize=20, ha="center", va="center")
ax.annotate(
    "",
    (5.9, 1),
    (4.7, 1),
    arrowprops={
        "arrowstyle": "-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "lw": 2,
        "mutation_scale": 24,
        "color": "k",
        "gid": "arrow:reaction",
    },
)
ax.set(xlim=(0, 8.2), ylim=(0.3, 3.1), aspect="equal")
ax.axis("off")
plt.show()
