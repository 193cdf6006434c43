import matplotlib.pyplot as plt
import networkx as nx

G = nx.Graph()
G.add_edges_from([('a', 'b'), ('a', 'd'), ('b', 'd'), ('b', 'c')])

pos = {'a': (0, 2), 'd': (0, 0), 'b': (1.8, 1), 'c': (3.8, 1)}

fig, ax = plt.subplots(figsize=(8, 5))

# draw node by node and edge by edge so that every artist gets its id
for (u, v) in [('a', 'b'), ('a', 'd'), ('b', 'd'), ('b', 'c')]:
    e = nx.draw_networkx_edges(G, pos, edgelist=[(u, v)], ax=ax, width=2.5, edge_color='black')
    e.set_gid(f'edge:{u}{v}')
for n in G.nodes:
    c = nx.draw_networkx_nodes(G, pos, nodelist=[n], ax=ax, node_size=1400, node_color='lightblue', edgecolors='black', linewidths=2)
    c.set_gid(f'node:{n}')
nx.draw_networkx_labels(G, pos, ax=ax, font_size=18, font_family='serif')

ax.set_title('Graph $G$', fontsize=16)
ax.margins(0.15)
ax.axis('off')
plt.show()
