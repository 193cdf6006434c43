"""
{"content": ["the graph G: triangle a, b, d and vertex c joined to b"],
 "layout": ["triangle at the left, c at the right of b"],
 "labels": ["a", "b", "c", "d", "G"],
 "considerations": ["no polynomial"],
 "hidden": ["k(k-1)"],
 "claims": [
  {"kind": "count", "of": ["vertex"], "value": 4},
  {"kind": "count", "of": ["edge"], "value": 4},
  {"kind": "connected", "of": ["edge:ab", "edge:ad"]},
  {"kind": "connected", "of": ["edge:bd", "edge:ad"]},
  {"kind": "connected", "of": ["edge:bc", "edge:ab"]},
  {"kind": "near", "of": ["label:c", "vertex:c"]}]}
"""

import matplotlib.pyplot as plt
import networkx as nx

graph = nx.Graph(["ab", "ad", "bd", "bc"])
places = {"a": (0, 1.7), "d": (0, -0.1), "b": (1.6, 0.8), "c": (3.4, 0.8)}
fig, ax = plt.subplots(figsize=(6, 3.8))
for one, two in graph.edges:
    name = "".join(sorted((one, two)))
    ax.plot(*zip(places[one], places[two], strict=True), "k", lw=2, zorder=1, gid=f"edge:{name}")
for name, (x, y) in places.items():
    ax.add_patch(plt.Circle((x, y), 0.09, facecolor="#1b4f8a", edgecolor="k", zorder=2, gid=f"vertex:{name}"))
    ax.text(
        x - 0.2 if x == 0 else x + 0.05,
        y if x == 0 else y + 0.25,
        name,
        fontsize=16,
        style="italic",
        ha="center",
        va="center",
        gid=f"label:{name}",
    )
ax.text(2.6, -0.1, "G", fontsize=18, style="italic", ha="center", va="center")
ax.set(xlim=(-0.5, 3.8), ylim=(-0.5, 2.1), aspect="equal")
ax.axis("off")
plt.show()
