import matplotlib.pyplot as plt
from matplotlib.patches import Circle, FancyArrowPatch

fig, ax = plt.subplots(figsize=(8, 4))
xs = {"q0": 0, "q1": 3, "q2": 6}
for n, x in xs.items():
    ax.add_patch(Circle((x, 0), 0.55, fc="white", ec="k", lw=1.8, zorder=3))
    ax.text(x, 0, n, ha="center", va="center", fontsize=14, zorder=4)
ax.add_patch(Circle((6, 0), 0.45, fill=False, ec="k", lw=1.2, zorder=4))
def arc(p, q, rad):
    ax.add_patch(FancyArrowPatch(p, q, connectionstyle=f"arc3,rad={rad}", arrowstyle="-|>", mutation_scale=18, lw=1.6))
arc((0.55, 0), (2.45, 0), 0)
arc((3.55, 0), (5.45, 0), 0)
arc((0.3, 0.48), (5.7, 0.48), -0.4)
arc((-1.6, 0), (-0.55, 0), 0)
ax.text(1.5, 0.15, "a", ha="center", va="bottom", fontsize=14)
ax.text(4.5, 0.15, "b", ha="center", va="bottom", fontsize=14)
ax.text(3, 1.33, "b, c", ha="center", va="center", fontsize=16)
ax.text(-1.6, 0.2, "start", fontsize=11)
ax.set_xlim(-2, 7)
ax.set_ylim(-1.2, 2.4)
ax.axis("off")
plt.show()
