import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(6, 5.6))
ax.add_patch(Rectangle((-4.6, -4.6), 9.2, 8.8, fill=False, lw=1.5))
for (x, y), c in zip([(-1.2, 0.9), (1.2, 0.9), (0, -1.2)], ["tomato", "royalblue", "seagreen"]):
    ax.add_patch(Circle((x, y), 2.1, facecolor=c, edgecolor="black", alpha=0.35, lw=1.5))
for x, y, n in [(-2.1, 1.4, 9), (2.1, 1.4, 11), (0, -2.4, 8), (0, 1.7, 5), (-1.35, -0.5, 4), (1.35, -0.5, 3), (0, 0.25, 4)]:
    ax.text(x, y, str(n), ha="center", va="center", fontsize=14)
ax.text(-2.9, 3.0, "F", fontsize=15, weight="bold", color="tomato")
ax.text(2.7, 3.0, "T", fontsize=15, weight="bold", color="royalblue")
ax.text(2.0, -3.2, "H", fontsize=15, weight="bold", color="seagreen")
ax.text(-4.3, 3.6, "U = 50", fontsize=13)
ax.text(3.5, -4.2, "?", fontsize=15)
ax.set_xlim(-5, 5)
ax.set_ylim(-5, 4.6)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
