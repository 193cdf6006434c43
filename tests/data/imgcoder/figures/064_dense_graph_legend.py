import networkx as nx
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

G = nx.gnm_random_graph(14, 34, seed=5)
pos = nx.circular_layout(G)
fig, ax = plt.subplots(figsize=(10, 6.5))
color = ["salmon" if G.degree(n) >= 6 else "skyblue" for n in G]
nx.draw_networkx_edges(G, pos, ax=ax, alpha=0.5)
nx.draw_networkx_nodes(G, pos, ax=ax, node_color=color, edgecolors="black", node_size=520)
nx.draw_networkx_labels(G, pos, {n: f"v{n}" for n in G}, font_size=10, ax=ax)
ax.legend(handles=[Line2D([], [], marker="o", ls="", mfc="salmon", mec="k", ms=10, label="degree 6 or more"),
                   Line2D([], [], marker="o", ls="", mfc="skyblue", mec="k", ms=10, label="degree below 6")], loc="upper right")
ax.set_xlim(-1.15, 2.3)
ax.axis("off")
ax.set_aspect("equal")
plt.tight_layout()
plt.show()
