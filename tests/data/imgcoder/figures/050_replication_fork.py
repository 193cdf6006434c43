import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch

fig, ax = plt.subplots(figsize=(9, 4.5))
x = np.linspace(-4, 0, 50)
ax.plot([0, 4], [0.15, 0.15], color="navy", lw=4)
ax.plot([0, 4], [-0.15, -0.15], color="navy", lw=4)
ax.plot([0, -4], [0.15, 1.9], color="navy", lw=4)
ax.plot([0, -4], [-0.15, -1.9], color="navy", lw=4)
for t in np.linspace(0.3, 3.8, 10):
    ax.plot([t, t], [-0.1, 0.1], color="gray", lw=2)
ax.add_patch(FancyArrowPatch((-4, 1.5), (-0.9, 0.15), arrowstyle="-|>", mutation_scale=18, lw=2.5, color="crimson"))
for a, b in [(-0.9, -2.0), (-2.2, -3.4)]:
    ax.add_patch(FancyArrowPatch((a, -0.15 + 0.4375 * a + 0.38), (b, -0.15 + 0.4375 * b + 0.38), arrowstyle="-|>", mutation_scale=18, lw=2.5, color="darkorange"))
for s, px, py, ha in [("3′", -4.15, 2.0, "right"), ("5′", -4.15, -2.0, "right"), ("5′", 4.15, 0.3, "left"), ("3′", 4.15, -0.3, "left"), ("5′", -4.2, 1.45, "right")]:
    ax.text(px, py, s, fontsize=14, ha=ha, va="center")
ax.add_patch(plt.Circle((0.05, 0), 0.42, fc="#a7f3d0", ec="black", zorder=5))
ax.text(0.05, 0, "H", ha="center", va="center", fontsize=14, zorder=6)
ax.annotate("helicase", xy=(0.15, 0.42), xytext=(1.2, 1.6), fontsize=13, ha="center", arrowprops=dict(arrowstyle="-"))
ax.set_xlim(-5, 5)
ax.set_ylim(-2.5, 2.5)
ax.axis("off")
plt.show()
