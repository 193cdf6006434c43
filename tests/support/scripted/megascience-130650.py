"""
{"content": ["an alveolus with a capillary running under it"],
 "layout": ["alveolus above, blood flows from left to right below, gases cross the wall"],
 "labels": ["alveolar air", "P(O₂) = 103 mmHg", "P(CO₂) = 40 mmHg", "P(O₂) = 42 mmHg", "P(CO₂) = 47 mmHg", "P(O₂) = ?",
  "P(CO₂) = ?"],
 "considerations": ["what leaves is marked with a question mark"],
 "hidden": [],
 "claims": [
  {"kind": "value", "of": ["label:airO2"], "value": 103},
  {"kind": "value", "of": ["label:airCO2"], "value": 40},
  {"kind": "value", "of": ["label:inO2"], "value": 42},
  {"kind": "value", "of": ["label:inCO2"], "value": 47},
  {"kind": "direction", "of": ["flow:in"], "value": 0},
  {"kind": "direction", "of": ["gas:O2"], "value": 270},
  {"kind": "direction", "of": ["gas:CO2"], "value": 90}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7.6, 5))
ax.add_patch(plt.Circle((0, 2.35), 1.95, facecolor="#fdf0ee", edgecolor="#b5524a", lw=2.5))
ax.add_patch(plt.Rectangle((-4.4, -0.75), 8.8, 1.0, facecolor="#f4cfcf", edgecolor="none"))
for y in (-0.75, 0.25):
    ax.plot([-4.4, 4.4], [y, y], color="#b5524a", lw=2)
ax.text(0, 3.5, "alveolar air", fontsize=13, ha="center", va="center")
ax.text(0, 2.9, "P(O₂) = 103 mmHg", fontsize=12, ha="center", va="center", gid="label:airO2")
ax.text(0, 2.3, "P(CO₂) = 40 mmHg", fontsize=12, ha="center", va="center", gid="label:airCO2")
arrow = {"arrowstyle": "-|>", "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0, "lw": 1.8}
ax.annotate("", (-0.55, -0.25), (-0.55, 1.4), arrowprops={**arrow, "color": "#1b4f8a", "gid": "gas:O2"})
ax.annotate("", (0.55, 1.4), (0.55, -0.25), arrowprops={**arrow, "color": "#555555", "gid": "gas:CO2"})
ax.text(-0.7, 1.1, "O₂", fontsize=12, ha="right", va="center", color="#1b4f8a")
ax.text(0.7, 1.1, "CO₂", fontsize=12, va="center", color="#555555")
ax.annotate("", (-1.4, -0.25), (-4.2, -0.25), arrowprops={**arrow, "color": "k", "gid": "flow:in"})
ax.annotate("", (4.2, -0.25), (1.4, -0.25), arrowprops={**arrow, "color": "k", "gid": "flow:out"})
ax.text(-3.1, -1.1, "blood entering", fontsize=12, ha="center", va="center")
ax.text(-3.1, -1.6, "P(O₂) = 42 mmHg", fontsize=12, ha="center", va="center", gid="label:inO2")
ax.text(-3.1, -2.1, "P(CO₂) = 47 mmHg", fontsize=12, ha="center", va="center", gid="label:inCO2")
ax.text(3.1, -1.1, "blood leaving", fontsize=12, ha="center", va="center")
ax.text(3.1, -1.6, "P(O₂) = ?", fontsize=12, ha="center", va="center")
ax.text(3.1, -2.1, "P(CO₂) = ?", fontsize=12, ha="center", va="center")
ax.set(xlim=(-4.7, 4.7), ylim=(-2.5, 4.5), aspect="equal")
ax.axis("off")
plt.show()
