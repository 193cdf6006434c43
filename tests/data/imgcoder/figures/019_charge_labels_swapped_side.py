import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 2.8))
ax.plot([0, 6], [0, 0], color="silver", lw=1, zorder=0)
ax.scatter([0, 3, 6], [0, 0, 0], s=500, c=["red", "blue", "red"], edgecolors="k")
ax.text(0, 0.55, "+Q", ha="center", fontsize=14)
ax.text(5.25, 0.35, "−2Q", ha="center", fontsize=14, color="blue")
ax.text(6.2, 0.55, "+3Q", ha="center", fontsize=14)
for a, b in [(0, 3), (3, 6)]:
    ax.annotate("", xy=(a, -0.7), xytext=(b, -0.7), arrowprops=dict(arrowstyle="<->"))
    ax.text((a + b) / 2, -0.8, "1 m", ha="center", va="top", fontsize=12)
ax.set_xlim(-1, 7)
ax.set_ylim(-1.4, 1.2)
ax.axis("off")
plt.show()
