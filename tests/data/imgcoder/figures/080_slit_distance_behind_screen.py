import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(8, 4))
for y, h in [(-2, 1.5), (-0.3, 0.6), (0.5, 1.5)]:
    ax.add_patch(Rectangle((0, y), 0.15, h, facecolor="black"))
ax.plot([0.15, 7.2], [-0.4, 1.2], color="orange", lw=1.2)
ax.plot([0.15, 7.2], [0.4, 1.2], color="orange", lw=1.2)
ax.annotate("", xy=(0.15, -1.4), xytext=(7.7, -1.4), arrowprops=dict(arrowstyle="<->", lw=1.3, shrinkA=0, shrinkB=0), zorder=1)
ax.add_patch(Rectangle((7.2, -2), 0.9, 4, facecolor="lightgray", edgecolor="black", zorder=3))
ax.text(3.6, -1.55, "1.5 m", ha="center", va="top", fontsize=13)
ax.text(-0.15, 0, "0.2 mm", ha="right", va="center", fontsize=12)
ax.text(7.65, 2.1, "screen", ha="center", va="bottom", fontsize=12)
ax.text(7.35, 1.2, "P", va="center", fontsize=13, zorder=4)
ax.set_xlim(-1.6, 8.6)
ax.set_ylim(-2.4, 2.6)
ax.axis("off")
plt.show()
