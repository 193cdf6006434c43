"""
{"content": ["a gas in a cylinder before and after it expands against a constant pressure"],
 "layout": ["two cylinders side by side, piston heights in the ratio of the volumes"],
 "labels": ["3.58 L", "8.64 L", "1.22 atm"],
 "considerations": ["no work"],
 "hidden": ["625 J"],
 "claims": [
  {"kind": "ratio", "of": ["height:after", "height:before"], "value": 2.4134078},
  {"kind": "value", "of": ["label:before"], "value": 3.58},
  {"kind": "value", "of": ["label:after"], "value": 8.64},
  {"kind": "direction", "of": ["pressure:before"], "value": 270},
  {"kind": "direction", "of": ["pressure:after"], "value": 270},
  {"kind": "order", "of": ["height:before", "arrow:process", "height:after"], "value": "left_to_right"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7.2, 5.4))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "lw": 2.2}
for x, name, volume in ((0, "before", 3.58), (6, "after", 8.64)):
    height = volume / 2
    ax.add_patch(plt.Rectangle((x, 0), 2.6, height, facecolor="#fbe9d0", edgecolor="none"))
    ax.add_patch(plt.Rectangle((x, height), 2.6, 0.3, facecolor="0.55", edgecolor="k"))
    ax.plot([x, x, x + 2.6, x + 2.6], [6.2, 0, 0, 6.2], "k", lw=2.4)
    ax.plot([x, x], [0, height], "k", lw=2.4, gid=f"height:{name}")
    ax.text(x + 1.3, height / 2, f"gas\n{volume} L", fontsize=13, ha="center", va="center", gid=f"label:{name}")
    ax.annotate(
        "",
        (x + 0.6, height + 0.35),
        (x + 0.6, height + 1.5),
        arrowprops={**arrow, "color": "#1b4f8a", "gid": f"pressure:{name}"},
    )
    ax.text(x + 0.8, height + 0.95, "1.22 atm", fontsize=12, va="center", color="#1b4f8a")
    ax.text(x + 1.3, -0.5, name, fontsize=12, ha="center", va="center")
ax.annotate("", (5.4, 3), (3.2, 3), arrowprops={**arrow, "color": "k", "gid": "arrow:process"})
ax.text(4.3, 3.4, "expands", fontsize=12, ha="center", va="center")
ax.set(xlim=(-0.4, 9), ylim=(-0.9, 6.5), aspect="equal")
ax.axis("off")
plt.show()
