import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(7, 3))
ax.axhline(0, color="gray", lw=1, ls=":", zorder=0)
for x, sign, color, label in [(0, "+", "#ef4444", "$q_1 = +4\\,\\mu$C"), (3, "−", "#3b82f6", "$q_2 = -1\\,\\mu$C")]:
    ax.add_patch(Circle((x, 0), 0.3, facecolor=color, edgecolor="black", zorder=2))
    ax.text(x, 0, sign, ha="center", va="center", fontsize=18, color="white", weight="bold", zorder=3)
    ax.text(x, 0.5, label, ha="center", va="bottom", fontsize=12)
ax.annotate("", xy=(0, -0.7), xytext=(3, -0.7), arrowprops=dict(arrowstyle="<|-|>", color="black", shrinkA=0, shrinkB=0))
ax.text(1.5, -0.78, "30 cm", ha="center", va="top", fontsize=12)
ax.plot([0, 0], [-0.35, -0.85], color="gray", lw=0.8)
ax.plot([3, 3], [-0.35, -0.85], color="gray", lw=0.8)
ax.set_xlim(-1.5, 6.5)
ax.set_ylim(-1.3, 1.2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
