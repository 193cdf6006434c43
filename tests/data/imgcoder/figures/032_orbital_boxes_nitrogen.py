import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(7, 3))
rows = [("1s", 0, ["↑↓"]), ("2s", 1.6, ["↑↓"]), ("2p", 3.2, ["↑", "↑", "↑"])]
for name, x, boxes in rows:
    for i, e in enumerate(boxes):
        ax.add_patch(Rectangle((x + i, 0), 1, 1, facecolor="white", edgecolor="black", lw=1.8))
        ax.text(x + i + 0.5, 0.5, e, ha="center", va="center", fontsize=22)
    ax.text(x + len(boxes) / 2, -0.25, name, ha="center", va="top", fontsize=15)
ax.set_xlim(-0.5, 6.8)
ax.set_ylim(-0.9, 1.4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
