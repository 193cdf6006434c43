"""
{"content": ["a food web: squid and small fish below, orange roughy in the middle, dolphin and shark above"],
 "layout": ["three levels; an arrow goes from what is eaten to what eats it"],
 "labels": ["Squid", "Small fish", "Orange roughy", "Dolphin", "Shark"],
 "considerations": ["the level of a consumer is not named"],
 "hidden": ["tertiary consumer"],
 "claims": [
  {"kind": "points_to", "of": ["eats:squid", "animal:roughy"]},
  {"kind": "points_to", "of": ["eats:fish", "animal:roughy"]},
  {"kind": "points_to", "of": ["eats:dolphin", "animal:dolphin"]},
  {"kind": "points_to", "of": ["eats:shark", "animal:shark"]},
  {"kind": "order", "of": ["animal:squid", "animal:roughy", "animal:dolphin"], "value": "bottom_to_top"},
  {"kind": "count", "of": ["eats"], "value": 4}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.5, 5))
places = {"squid": (-2, 0), "fish": (2, 0), "roughy": (0, 2.2), "dolphin": (-2, 4.4), "shark": (2, 4.4)}
words = {"squid": "Squid", "fish": "Small fish", "roughy": "Orange roughy", "dolphin": "Dolphin", "shark": "Shark"}
colors = {"squid": "#dcebf7", "fish": "#dcebf7", "roughy": "#fbe3c8", "dolphin": "#e3e3ee", "shark": "#e3e3ee"}
for name, (x, y) in places.items():
    box = {"boxstyle": "round,pad=0.5", "facecolor": colors[name], "edgecolor": "k"}
    ax.text(x, y, words[name], fontsize=13, ha="center", va="center", bbox=box, gid=f"animal:{name}")
arrow = {"arrowstyle": "-|>", "shrinkA": 26, "shrinkB": 26, "mutation_scale": 18, "color": "k", "lw": 1.5}
for name, start, end in (
    ("squid", "squid", "roughy"),
    ("fish", "fish", "roughy"),
    ("dolphin", "roughy", "dolphin"),
    ("shark", "roughy", "shark"),
):
    ax.annotate("", places[end], places[start], arrowprops={**arrow, "gid": f"eats:{name}"})
ax.text(0, -0.9, "arrows point from the eaten to the eater", fontsize=10.5, ha="center", style="italic")
ax.set(xlim=(-3.4, 3.4), ylim=(-1.2, 5.1))
ax.axis("off")
plt.show()
