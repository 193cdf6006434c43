import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse, Polygon, Arc

fig, ax = plt.subplots(figsize=(5, 5))
ax.add_patch(Polygon([(-3, 0), (3, 0), (0, 4)], facecolor="#fde68a", edgecolor="none"))
ax.add_patch(Ellipse((0, 0), 6, 1.4, facecolor="#fde68a", edgecolor="none"))
ax.add_patch(Arc((0, 0), 6, 1.4, theta1=180, theta2=360, lw=2))
ax.add_patch(Arc((0, 0), 6, 1.4, theta1=0, theta2=180, lw=1, ls="--"))
ax.plot([-3, 0, 3], [0.05, 4, 0.05], "k", lw=2)
ax.plot([0, 0], [0, 4], "k--", lw=1)
ax.plot([0, 3], [0, 0], "k--", lw=1)
ax.plot([0, 0.25, 0.25], [0.25, 0.25, 0], "k", lw=0.8)
ax.text(-0.12, 1.0, "$h = 4$ cm", ha="right", fontsize=11)
ax.text(1.4, 0.1, "$r = 3$ cm", ha="center", va="bottom", fontsize=10)
ax.text(1.75, 2.1, "$l$", fontsize=14)
ax.set_xlim(-4, 4)
ax.set_ylim(-1.3, 4.8)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
