"""
{"content": ["rotational levels J=1 and J=2 of a gas in an electric field"],
 "layout": ["two levels, transition upwards, field arrow at the side"],
 "labels": ["J=1", "J=2", "electric field E", "Stark-effect spectrum"],
 "considerations": ["levels are not shown split, which would give the lines away"],
 "hidden": ["5 lines"],
 "claims": [
  {"kind": "label", "of": ["label:1"], "value": "J=1"},
  {"kind": "label", "of": ["label:2"], "value": "J=2"},
  {"kind": "direction", "of": ["arrow:transition"], "value": 90},
  {"kind": "connected", "of": ["arrow:transition", "level:1"]},
  {"kind": "connected", "of": ["arrow:transition", "level:2"]},
  {"kind": "count", "of": ["level"], "value": 2}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 4.4))
for number in (1, 2):
    energy = number * (number + 1)  # in units of B
    ax.plot([0, 3], [energy, energy], "k", lw=2.4, gid=f"level:{number}")
    ax.text(3.15, energy, f"J={number}", fontsize=16, va="center", gid=f"label:{number}")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 22, "lw": 2}
ax.annotate("", (1.5, 6), (1.5, 2), arrowprops={**arrow, "color": "#1b4f8a", "gid": "arrow:transition"})
ax.text(1.65, 4, "transition", fontsize=13, va="center", color="#1b4f8a")
for x in (-1.6, -1.2, -0.8):
    ax.annotate("", (x, 5.8), (x, 2.2), arrowprops={**arrow, "color": "#c0392b", "lw": 1.4})
ax.text(-1.2, 1.75, "electric field E", fontsize=12, ha="center", va="center", color="#c0392b")
ax.text(1.2, 7, "Stark-effect spectrum", fontsize=14, ha="center", va="center")
ax.set(xlim=(-2.3, 4), ylim=(1.2, 7.5))
ax.axis("off")
plt.show()
