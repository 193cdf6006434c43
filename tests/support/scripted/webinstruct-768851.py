"""
{"content": ["two displacements joined tip to tail, and their sum"],
 "layout": ["A to the right, B up from its tip, R from tail to head, to scale"],
 "labels": ["A = 5.0 m", "B = 10.0 m", "R = ?", "E", "N"],
 "considerations": ["neither length nor angle of R"],
 "hidden": ["11.2 m", "63.43°"],
 "claims": [
  {"kind": "direction", "of": ["vector:A"], "value": 0},
  {"kind": "direction", "of": ["vector:B"], "value": 90},
  {"kind": "ratio", "of": ["vector:B", "vector:A"], "value": 2},
  {"kind": "connected", "of": ["vector:A", "vector:B"]},
  {"kind": "connected", "of": ["vector:R", "vector:B"]},
  {"kind": "value", "of": ["label:A"], "value": 5.0},
  {"kind": "value", "of": ["label:B"], "value": 10.0}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(4.8, 6))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "lw": 2.2}
ax.annotate("", (5, 0), (0, 0), arrowprops={**arrow, "color": "#1b4f8a", "gid": "vector:A"})
ax.annotate("", (5, 10), (5, 0), arrowprops={**arrow, "color": "#2e8b57", "gid": "vector:B"})
ax.annotate("", (5, 10), (0, 0), arrowprops={**arrow, "color": "#c0392b", "ls": "--", "gid": "vector:R"})
ax.text(2.5, -0.6, "A = 5.0 m", fontsize=13, ha="center", va="center", color="#1b4f8a", gid="label:A")
ax.text(5.25, 5, "B = 10.0 m", fontsize=13, va="center", color="#2e8b57", gid="label:B")
ax.text(1.9, 5.4, "R = ?", fontsize=13, ha="right", va="center", color="#c0392b")
ax.annotate("", (-1.2, 9.8), (-1.2, 8.2), arrowprops={**arrow, "lw": 1.2, "color": "k", "mutation_scale": 14})
ax.annotate("", (0.4, 8.2), (-1.2, 8.2), arrowprops={**arrow, "lw": 1.2, "color": "k", "mutation_scale": 14})
ax.text(-1.2, 10.2, "N", fontsize=12, ha="center", va="center")
ax.text(0.8, 8.2, "E", fontsize=12, ha="center", va="center")
ax.plot([4.6, 4.6, 5], [0, 0.4, 0.4], "k", lw=1)
ax.set(xlim=(-1.8, 8.4), ylim=(-1.2, 10.8), aspect="equal")
ax.axis("off")
plt.show()
