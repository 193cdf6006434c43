import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Arc

th = np.radians(30)
u = np.array([np.cos(th), np.sin(th)])
n = np.array([-np.sin(th), np.cos(th)])
fig, ax = plt.subplots(figsize=(7, 5))
ax.add_patch(Polygon([(0, 0), (8, 0), (8, 8 * np.tan(th))], facecolor="#e7e5e4", edgecolor="black", lw=1.5))
p = 5 * u
block = [p, p + 1.6 * u, p + 1.6 * u + 1.1 * n, p + 1.1 * n]
ax.add_patch(Polygon(block, facecolor="#93c5fd", edgecolor="black", lw=1.5))
c = p + 0.8 * u + 0.55 * n
ax.text(c[0], c[1], "5 kg", fontsize=10, ha="center", va="center", rotation=30)
def force(start, vec, text, dx, dy, color):
    end = start + vec
    ax.annotate("", xy=end, xytext=start, arrowprops=dict(arrowstyle="-|>", lw=2, color=color))
    ax.text(end[0] + dx, end[1] + dy, text, color=color, fontsize=13, ha="center", va="center")
force(p + 0.8 * u + 1.1 * n, 1.9 * n, "$N$", -0.3, 0.1, "green")
force(p + 1.6 * u + 0.55 * n, 1.7 * u, "$f$", 0.2, 0.3, "purple")
force(p + 0.8 * u, np.array([0, -2.3]), "$mg$", 0.5, 0.1, "red")
ax.add_patch(Arc((0, 0), 2.4, 2.4, theta1=0, theta2=30))
ax.text(1.6, 0.38, "30°", fontsize=12, ha="center", va="center")
ax.set_xlim(-0.5, 9)
ax.set_ylim(-0.8, 6.4)
ax.set_aspect("equal")
ax.axis("off")
plt.tight_layout()
plt.show()
