import matplotlib.pyplot as plt

nodes = {"S": (0, 0), "F": (2.5, 1.8), "G": (2.5, -1.8), "F+": (5, 2.7), "F-": (5, 0.9), "G+": (5, -0.9), "G-": (5, -2.7)}
edges = [("S", "F", "0.1"), ("S", "G", "0.9"), ("F", "F+", "0.9"), ("F", "F-", "0.1"), ("G", "G+", "0.2"), ("G", "G-", "0.8")]
fig, ax = plt.subplots(figsize=(7, 5))
for a, b, p in edges:
    (x0, y0), (x1, y1) = nodes[a], nodes[b]
    ax.plot([x0, x1], [y0, y1], color="gray", lw=1.5, zorder=1)
    ax.text((x0 + x1) / 2, (y0 + y1) / 2, p, ha="center", va="center", fontsize=11,
            bbox=dict(boxstyle="round,pad=0.2", fc="white", ec="none"), zorder=2)
names = {"S": "start", "F": "faulty", "G": "good", "F+": "pos.", "F-": "neg.", "G+": "pos.", "G-": "neg."}
for n, (x, y) in nodes.items():
    ax.text(x, y, names[n], ha="center", va="center", fontsize=12,
            bbox=dict(boxstyle="round,pad=0.35", fc="lightyellow", ec="black"), zorder=3)
ax.set_xlim(-0.8, 6)
ax.set_ylim(-3.4, 3.4)
ax.axis("off")
plt.show()
