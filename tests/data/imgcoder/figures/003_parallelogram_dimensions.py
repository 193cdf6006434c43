import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 4))
xs = [0, 9, 11, 2, 0]
ys = [0, 0, 4, 4, 0]
ax.fill(xs, ys, facecolor="#dbeafe", edgecolor="#1e3a8a", linewidth=2)
# dimension lines, the label on a white plate on the line
ax.annotate("", xy=(0, -0.9), xytext=(9, -0.9), arrowprops=dict(arrowstyle="<->", lw=1.2))
ax.text(4.5, -0.9, "9 m", ha="center", va="center", fontsize=13, bbox=dict(facecolor="white", edgecolor="none", pad=3))
ax.plot([0, 0], [-0.15, -1.2], color="gray", lw=0.8)
ax.plot([9, 9], [-0.15, -1.2], color="gray", lw=0.8)
ax.annotate("", xy=(11.8, 0), xytext=(11.8, 4), arrowprops=dict(arrowstyle="<->", lw=1.2))
ax.text(11.8, 2, "4 m", ha="center", va="center", fontsize=13, bbox=dict(facecolor="white", edgecolor="none", pad=3))
ax.plot([9.2, 12.1], [0, 0], color="gray", lw=0.8)
ax.plot([11.2, 12.1], [4, 4], color="gray", lw=0.8)
ax.text(5.5, 2, "Area = ?", ha="center", va="center", fontsize=14)
ax.set_xlim(-1, 13)
ax.set_ylim(-1.8, 5)
ax.set_aspect("equal")
ax.axis("off")
plt.tight_layout()
plt.show()
