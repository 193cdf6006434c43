import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(6, 5))
ax.add_patch(Rectangle((-4, -3), 8, 3, facecolor="#bae6fd", edgecolor="none"))
ax.plot([-4, 4], [0, 0], "k", lw=1.5)
ax.plot([0, 0], [-2.9, 2.9], "k--", lw=1)
ax.annotate("", xy=(0, 0), xytext=(-2.5, 2.5), arrowprops=dict(arrowstyle="-|>", color="red", lw=2, shrinkA=0, shrinkB=0))
r = np.radians(28.1)
ax.annotate("", xy=(2.3 * np.sin(r), -2.3 * np.cos(r)), xytext=(0, 0), arrowprops=dict(arrowstyle="-|>", color="red", lw=2, shrinkA=0, shrinkB=0), zorder=2)
ax.add_patch(Rectangle((0.55, -2.5), 2.9, 0.95, facecolor="white", edgecolor="navy", zorder=4))
ax.text(2.0, -2.03, "glass n = 1.5", ha="center", va="center", fontsize=13, zorder=5)
ax.text(-0.45, 0.95, "45°", ha="center", fontsize=12)
ax.text(2.2, 1.2, "air n = 1", fontsize=13)
ax.set_xlim(-4, 4)
ax.set_ylim(-3, 3)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
