"""
{"content": ["the binary tree of the prefix expression"],
 "layout": ["root above, children below, operators in round and numbers in square nodes"],
 "labels": ["-", "/", "*", "+", "2", "3", "8", "10"],
 "considerations": ["no value at any operator"],
 "hidden": ["= 3"],
 "claims": [
  {"kind": "count", "of": ["node"], "value": 9},
  {"kind": "count", "of": ["edge"], "value": 8},
  {"kind": "label", "of": ["node:root"], "value": "-"},
  {"kind": "order", "of": ["node:divide", "node:root", "node:times"], "value": "left_to_right"},
  {"kind": "order", "of": ["node:8", "node:plus", "node:10"], "value": "left_to_right"},
  {"kind": "order", "of": ["node:8", "node:plus", "node:divide", "node:root"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt
import networkx as nx

words = {"root": "-", "divide": "/", "times": "*", "plus": "+", "two": "2", "3": "3", "last": "2", "8": "8", "10": "10"}
tree = nx.DiGraph(
    [
        ("root", "divide"),
        ("root", "times"),
        ("divide", "plus"),
        ("divide", "two"),
        ("times", "3"),
        ("times", "last"),
        ("plus", "8"),
        ("plus", "10"),
    ]
)
places = {
    "root": (0, 3),
    "divide": (-2, 2),
    "times": (2, 2),
    "plus": (-3, 1),
    "two": (-1, 1),
    "3": (1, 1),
    "last": (3, 1),
    "8": (-3.7, 0),
    "10": (-2.3, 0),
}
fig, ax = plt.subplots(figsize=(7, 5.2))
for one, two in tree.edges:
    ax.plot(*zip(places[one], places[two], strict=True), "k", lw=1.5, zorder=1, gid=f"edge:{one}-{two}")
for name, (x, y) in places.items():
    shape = "circle" if tree.out_degree(name) else "square"
    color = "#f6d7a7" if tree.out_degree(name) else "#dcebf7"
    ax.text(
        x,
        y,
        words[name],
        fontsize=15,
        ha="center",
        va="center",
        gid=f"node:{name}",
        bbox={"boxstyle": f"{shape},pad=0.4", "facecolor": color, "edgecolor": "k"},
    )
ax.set(xlim=(-4.4, 3.7), ylim=(-0.5, 3.5))
ax.axis("off")
plt.show()
