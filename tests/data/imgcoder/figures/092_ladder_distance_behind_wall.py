import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(5.5, 5.5))
ax.plot([-1.4, 4.5], [0, 0], color="saddlebrown", lw=3)
ax.plot([0, 3], [4, 0], color="darkorange", lw=4)
ax.annotate("", xy=(-0.7, -0.45), xytext=(3, -0.45), arrowprops=dict(arrowstyle="<->", lw=1.4, shrinkA=0, shrinkB=0), zorder=1)
ax.add_patch(Rectangle((-1.2, -0.8), 1.2, 5.6, facecolor="#b91c1c", edgecolor="k", zorder=2.5))
ax.text(1.5, -0.55, "3 m", ha="center", va="top", fontsize=14)
ax.text(1.75, 2.2, "5 m", fontsize=14, color="darkorange", ha="left")
ax.text(-0.6, 2.2, "wall", color="white", rotation=90, fontsize=13, ha="center", va="center", zorder=3)
ax.set_xlim(-1.6, 4.6)
ax.set_ylim(-1.3, 5)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
