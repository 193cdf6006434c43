"""
{"content": ["the reaction of hydrogen sulfide with oxygen, with amounts under the formulas"],
 "layout": ["formulas on a line, arrow in the middle, known amounts below"],
 "labels": ["2 H₂S", "3 O₂", "2 H₂O", "2 SO₂", "3.2 mol", "excess", "? g"],
 "considerations": ["the mass of water stays open"],
 "hidden": ["38 g", "38.4 g"],
 "claims": [
  {"kind": "order", "of": ["term:H2S", "term:O2", "arrow:reaction", "term:H2O", "term:SO2"], "value": "left_to_right"},
  {"kind": "direction", "of": ["arrow:reaction"], "value": 0},
  {"kind": "value", "of": ["amount:O2"], "value": 3.2},
  {"kind": "near", "of": ["amount:O2", "term:O2"]},
  {"kind": "near", "of": ["amount:H2S", "term:H2S"]},
  {"kind": "label", "of": ["term:O2"], "value": "3 O₂"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 2.8))
terms = {
    "H2S": (0.6, "2 H₂S", "excess"),
    "O2": (2.4, "3 O₂", "3.2 mol"),
    "H2O": (5.4, "2 H₂O", "? g"),
    "SO2": (7.2, "2 SO₂", ""),
}
for name, (x, formula, amount) in terms.items():
    ax.text(x, 1, formula, fontsize=21, ha="center", va="center", gid=f"term:{name}")
    if amount:
        ax.text(x, 0.76, amount, fontsize=14, ha="center", va="center", color="#1b4f8a", gid=f"amount:{name}")
for x in (1.5, 6.3):
    ax.text(x, 1, "+", fontsize=21, ha="center", va="center")
ax.annotate(
    "",
    (4.55, 1),
    (3.25, 1),
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
ax.set(xlim=(-0.2, 8), ylim=(0.45, 1.4))
ax.axis("off")
plt.show()
