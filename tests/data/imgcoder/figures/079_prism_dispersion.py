import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Arc

h = 2 * np.sqrt(3)
fig, ax = plt.subplots(figsize=(8, 4.8))
ax.add_patch(Polygon([(-2, 0), (2, 0), (0, h)], facecolor="#e0f2fe", edgecolor="black", lw=2))
ax.plot([-5, -1.1], [0.8, 1.56], color="black", lw=2)
ax.annotate("", xy=(-2.9, 1.21), xytext=(-3.3, 1.13), arrowprops=dict(arrowstyle="-|>", color="black", mutation_scale=18))
for c, y1, y2 in [("red", 1.75, 1.3), ("orange", 1.68, 1.0), ("green", 1.6, 0.65), ("blue", 1.52, 0.3), ("purple", 1.44, -0.1)]:
    x1 = 2 - y1 / np.sqrt(3)
    ax.plot([-1.1, x1], [1.56, y1], color=c, lw=1.3)
    ax.plot([x1, 5], [y1, y2], color=c, lw=1.6)
ax.add_patch(Arc((0, h), 1.2, 1.2, theta1=240, theta2=300))
ax.text(0, h - 0.95, "60°", ha="center", va="center", fontsize=12)
ax.text(-4.9, 1.6, "white light", fontsize=12)
ax.text(0, 0.45, "glass prism", ha="center", fontsize=12)
ax.plot([5.1, 5.1], [-0.4, 1.6], color="0.4", lw=5)
ax.text(5.1, 1.75, "screen", ha="center", fontsize=12)
ax.set_xlim(-5.5, 6)
ax.set_ylim(-0.6, 4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
