import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(5, 5))
ax.add_patch(Circle((0, 0), 10, fill=False, linewidth=2, color="navy"))
A = np.array([-8, -6])
B = np.array([8, -6])
ax.plot(*zip(A, B), color="black", lw=2)
ax.plot([0, B[0]], [0, B[1]], color="crimson", lw=1.5)
ax.plot([0, 0], [0, -6], color="green", lw=1.5, ls="--")
ax.add_patch(Rectangle((0, -6), 0.9, 0.9, fill=False))
ax.plot([0], [0], "ko", ms=5)
ax.text(-0.4, 0.4, "$O$", fontsize=15, ha="right")
ax.text(-8.4, -6.8, "$A$", fontsize=15, ha="right")
ax.text(8.4, -6.8, "$B$", fontsize=15)
ax.text(4.6, -2.6, "10", fontsize=13, color="crimson", ha="left")
ax.text(-0.5, -3.4, "6", fontsize=13, color="green", ha="right")
ax.set_xlim(-12, 12)
ax.set_ylim(-12, 12)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
