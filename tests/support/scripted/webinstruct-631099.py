"""
{"content": ["the Lewis structure of N2"],
 "layout": ["two N with three parallel bonds between them, a lone pair at each outer side"],
 "labels": ["N"],
 "considerations": ["the structure itself is asked for; 10 valence electrons"],
 "hidden": [],
 "claims": [
  {"kind": "count", "of": ["bond"], "value": 3},
  {"kind": "count", "of": ["dot"], "value": 4},
  {"kind": "count", "of": ["atom"], "value": 2},
  {"kind": "parallel", "of": ["bond:1", "bond:3"]},
  {"kind": "order", "of": ["dot:1", "atom:1", "bond:1", "atom:2", "dot:3"], "value": "left_to_right"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 2.8))
ax.text(-1, 0, "N", fontsize=34, ha="center", va="center", gid="atom:1")
ax.text(1, 0, "N", fontsize=34, ha="center", va="center", gid="atom:2")
for number, y in enumerate((-0.2, 0, 0.2), start=1):
    ax.plot([-0.62, 0.62], [y, y], "k", lw=2.6, gid=f"bond:{number}")
for number, (x, y) in enumerate(((-1.5, 0.14), (-1.5, -0.14), (1.5, 0.14), (1.5, -0.14)), start=1):
    ax.plot([x], [y], "ko", ms=7, gid=f"dot:{number}")
ax.set(xlim=(-2, 2), ylim=(-0.9, 0.9), aspect="equal")
ax.axis("off")
plt.show()
