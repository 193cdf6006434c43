import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

fig, ax = plt.subplots(figsize=(8, 2.5))
names = ["A: alga", "B: snail", "C", "D: heron"]
for i in range(3):
    ax.add_patch(FancyArrowPatch((3 * i, 0), (3 * i + 3, 0), arrowstyle="-|>", mutation_scale=20, lw=2, color="green", shrinkA=0, shrinkB=0, zorder=1))
for i, n in enumerate(names):
    ax.add_patch(FancyBboxPatch((3 * i - 0.8, -0.5), 1.6, 1, boxstyle="round,pad=0.1", fc="#dcfce7", ec="green", zorder=2))
    ax.text(3 * i, 0, n, ha="center", va="center", fontsize=13, zorder=3)
ax.set_xlim(-1.5, 10.5)
ax.set_ylim(-1.2, 1.2)
ax.axis("off")
plt.show()
