"""
{"content": ["a bar chart of the progeny of the radish cross"],
 "layout": ["six bars, long shapes at the left, oval shapes at the right, coloured as the radish"],
 "labels": ["15", "32", "16", "17", "31", "number of plants", "Long (L)", "Oval (O)"],
 "considerations": ["the parents stay unnamed"],
 "hidden": ["long, purple and oval, purple"],
 "claims": [
  {"kind": "count", "of": ["bar"], "value": 6},
  {"kind": "value", "of": ["label:LP"], "value": 32},
  {"kind": "value", "of": ["label:OP"], "value": 31},
  {"kind": "value", "of": ["label:LR"], "value": 15},
  {"kind": "ratio", "of": ["height:LP", "height:LW"], "value": 2.0},
  {"kind": "near", "of": ["label:OR", "bar:OR"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 4.6))
counts = {"LR": 15, "LP": 32, "LW": 16, "OR": 17, "OP": 31, "OW": 16}
colors = {"R": "#c0392b", "P": "#8e5aa8", "W": "white"}
words = {"R": "red (R)", "P": "purple (P)", "W": "white (W)"}
ticks = []
for place, (name, count) in enumerate(counts.items()):
    x = place + (0.6 if name[0] == "O" else 0)
    ax.add_patch(plt.Rectangle((x - 0.35, 0), 0.7, count, facecolor=colors[name[1]], edgecolor="k", gid=f"bar:{name}"))
    ax.plot([x - 0.35, x - 0.35], [0, count], "k", lw=0.8, gid=f"height:{name}")
    ax.text(x, count + 0.5, f"{count}", fontsize=12, ha="center", va="bottom", gid=f"label:{name}")
    ticks.append((x, words[name[1]]))
ax.set_xticks([x for x, _ in ticks], [text for _, text in ticks], fontsize=10)
ax.text(1, -5.4, "Long (L)", fontsize=12, ha="center", va="center")
ax.text(4.6, -5.4, "Oval (O)", fontsize=12, ha="center", va="center")
ax.set(xlim=(-0.8, 6.4), ylim=(0, 37))
ax.set_ylabel("number of plants", fontsize=11)
ax.spines[["top", "right"]].set_visible(False)
fig.subplots_adjust(bottom=0.2)
plt.show()
