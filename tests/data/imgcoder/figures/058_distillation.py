import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Polygon, Rectangle

fig, ax = plt.subplots(figsize=(9, 5.5))
ax.add_patch(Circle((2, 1.6), 1.1, facecolor="#e0f2fe", edgecolor="k", lw=2))
ax.add_patch(Rectangle((1.8, 2.6), 0.4, 1.9, facecolor="#e0f2fe", edgecolor="k", lw=1.5))
ax.add_patch(Rectangle((1.94, 3.3), 0.12, 2.0, facecolor="white", edgecolor="crimson", lw=1.2))
ax.add_patch(Polygon([(2.2, 4.2), (2.2, 3.9), (7.2, 1.9), (7.3, 2.15)], facecolor="white", edgecolor="k", lw=1.5))
ax.add_patch(Polygon([(3.3, 4.15), (3.05, 3.25), (6.2, 2.0), (6.5, 2.85)], facecolor="#bfdbfe", edgecolor="k", lw=1.5, alpha=0.7))
ax.add_patch(Polygon([(6.9, 1.3), (7.6, 1.3), (8.1, 0), (6.4, 0)], facecolor="#fef9c3", edgecolor="k", lw=1.5))
ax.add_patch(Polygon([(1.6, 0), (2, 0.45), (2.4, 0)], facecolor="orange", edgecolor="red"))
items = [("1", (1.1, 2.0), (-0.2, 3.0)), ("2", (1.95, 5.0), (0.6, 5.4)), ("3", (5.2, 3.1), (6.2, 4.6)), ("4", (7.7, 0.9), (8.8, 1.9)), ("5", (2.2, 0.15), (3.6, 0.15))]
for s, tip, pos in items:
    ax.annotate(s, xy=tip, xytext=pos, fontsize=15, ha="center", va="center", arrowprops=dict(arrowstyle="-", lw=1, shrinkA=2),
                bbox=dict(boxstyle="circle,pad=0.2", fc="white", ec="black"))
ax.set_xlim(-1, 9.6)
ax.set_ylim(-0.5, 6)
ax.axis("off")
plt.show()
