import networkx as nx
import matplotlib.pyplot as plt

G = nx.DiGraph([("grass", "rabbit"), ("grass", "grasshopper"), ("berries", "mouse"), ("berries", "fox"), ("rabbit", "fox"),
                ("grasshopper", "frog"), ("mouse", "owl"), ("mouse", "fox"), ("frog", "owl")])
pos = {"grass": (0, 0), "berries": (3, 0), "grasshopper": (-1.2, 1.2), "rabbit": (1, 1.2), "mouse": (3.6, 1.2),
       "frog": (-1.2, 2.4), "fox": (2.2, 2.4), "owl": (3.6, 3.4)}
fig, ax = plt.subplots(figsize=(8, 6))
nx.draw_networkx_edges(G, pos, ax=ax, node_size=4200, arrowsize=18, width=1.5, edge_color="darkgreen")
nx.draw_networkx_labels(G, pos, ax=ax, font_size=12, bbox=dict(boxstyle="round,pad=0.4", fc="honeydew", ec="darkgreen"))
ax.set_xlim(-2.4, 4.8)
ax.set_ylim(-0.6, 4)
ax.axis("off")
plt.show()
