import networkx as nx
import matplotlib.pyplot as plt

G = nx.Graph()
G.add_weighted_edges_from([("A", "B", 4), ("A", "C", 2), ("B", "D", 6), ("C", "D", 9), ("B", "C", 5)])
pos = {"A": (0, 0), "B": (1, 1), "C": (1, -1), "D": (2, 0)}
fig, ax = plt.subplots(figsize=(6, 5))
nx.draw_networkx_nodes(G, pos, node_color="lightblue", edgecolors="k", node_size=900, ax=ax)
nx.draw_networkx_labels(G, pos, font_size=14, ax=ax)
nx.draw_networkx_edges(G, pos, width=2, ax=ax)
w = nx.get_edge_attributes(G, "weight")
struck = w.pop(("B", "C"))
nx.draw_networkx_edge_labels(G, pos, edge_labels=w, font_size=13, ax=ax)
ax.text(1, 0.1, str(struck), fontsize=15, ha="center", va="center")
ax.axis("off")
plt.show()
