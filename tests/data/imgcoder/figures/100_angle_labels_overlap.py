import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Arc

fig, ax = plt.subplots(figsize=(6, 5))
t = np.radians(50)
ax.plot([-4, 4], [0, 0], "k", lw=2)
ax.plot([-3 * np.cos(t), 3.6 * np.cos(t)], [-3 * np.sin(t), 3.6 * np.sin(t)], "k", lw=2)
ax.add_patch(Arc((0, 0), 1.6, 1.6, theta1=0, theta2=50, color="b", lw=1.5))
ax.text(1.55, 0.45, "50°", fontsize=15, color="b", ha="center", va="center")
ax.text(1.85, 0.4, "P(0, 0)", fontsize=14, ha="center", va="center")
ax.text(4.1, 0, "g", fontsize=14, va="center")
ax.text(3.7 * np.cos(t), 3.75 * np.sin(t), "h", fontsize=14)
ax.set_xlim(-4.5, 4.8)
ax.set_ylim(-2.8, 3.4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
