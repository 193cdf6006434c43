"""
{"content": ["the matrix of a game of two players with three strategies each"],
 "layout": ["grid of 3 by 3 cells with both payoffs"],
 "labels": ["3, 1", "0, 0", "2, -1", "1, 3", "4, 2", "-1, 2", "0, 2", "6, 2"],
 "considerations": ["no cell stands out"],
 "hidden": ["equilibrium:"],
 "claims": [
  {"kind": "count", "of": ["cell"], "value": 9},
  {"kind": "label", "of": ["cell:11"], "value": "3, 1"},
  {"kind": "label", "of": ["cell:13"], "value": "2, -1"},
  {"kind": "label", "of": ["cell:33"], "value": "6, 2"},
  {"kind": "order", "of": ["cell:11", "cell:12", "cell:13"], "value": "left_to_right"},
  {"kind": "order", "of": ["cell:31", "cell:21", "cell:11"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt

payoffs = [[(3, 1), (0, 0), (2, -1)], [(0, 0), (1, 3), (4, 2)], [(-1, 2), (0, 2), (6, 2)]]
fig, ax = plt.subplots(figsize=(6, 4.8))
for i, row in enumerate(payoffs):
    for j, (one, two) in enumerate(row):
        ax.add_patch(plt.Rectangle((1.6 * j, 2 - i), 1.6, 1, facecolor="white", edgecolor="k", lw=1.4))
        ax.text(
            1.6 * j + 0.8, 2.5 - i, f"{one}, {two}", fontsize=16, ha="center", va="center", gid=f"cell:{i + 1}{j + 1}"
        )
ax.text(2.4, 3.35, "player 2 chooses the column", fontsize=12, ha="center", va="center")
ax.text(-0.35, 1.5, "player 1 chooses the row", fontsize=12, ha="center", va="center", rotation=90)
ax.set(xlim=(-0.7, 5), ylim=(-0.2, 3.7))
ax.axis("off")
plt.show()
