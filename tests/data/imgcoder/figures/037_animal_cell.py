import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse

fig, ax = plt.subplots(figsize=(8, 5.5))
ax.add_patch(Ellipse((0, 0), 8, 5.6, facecolor="#fdf2f8", edgecolor="#9d174d", lw=2.5))
ax.add_patch(Ellipse((-0.8, 0.3), 2.4, 2.1, facecolor="#c4b5fd", edgecolor="#4c1d95", lw=2))
ax.add_patch(Ellipse((-0.5, 0.5), 0.8, 0.7, facecolor="#4c1d95"))
for x, y, a in [(2.1, 1.1, 30), (1.6, -1.4, -20), (-2.2, -1.6, 15)]:
    ax.add_patch(Ellipse((x, y), 1.3, 0.55, angle=a, facecolor="#fdba74", edgecolor="#9a3412", lw=1.5))
for x, y in [(2.8, -0.2), (0.6, 1.9), (-2.9, 0.6), (0.2, -2.1)]:
    ax.add_patch(Ellipse((x, y), 0.35, 0.35, facecolor="#86efac", edgecolor="#166534"))
labels = [("P", (-1.2, 0.9), (-5.2, 2.2)), ("Q", (2.4, 1.2), (5.2, 2.2)), ("R", (2.9, -0.25), (5.2, -0.6)), ("S", (2.9, -1.95), (5.2, -2.3))]
for s, tip, pos in labels:
    ax.annotate(s, xy=tip, xytext=pos, fontsize=15, ha="center", va="center", arrowprops=dict(arrowstyle="-", lw=1))
ax.set_xlim(-6, 6)
ax.set_ylim(-3.4, 3.4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
