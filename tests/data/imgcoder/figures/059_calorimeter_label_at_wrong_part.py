import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Rectangle, Circle

fig, ax = plt.subplots(figsize=(6, 6))
ax.add_patch(Polygon([(-2, 3.5), (2, 3.5), (1.5, -1), (-1.5, -1)], facecolor="#f1f5f9", edgecolor="k", lw=2))
ax.add_patch(Polygon([(-1.75, 2), (1.75, 2), (1.45, -0.85), (-1.45, -0.85)], facecolor="#bae6fd", edgecolor="none"))
ax.add_patch(Rectangle((-2.3, 3.5), 4.6, 0.3, facecolor="0.7", edgecolor="k"))
# thermometer on the left, stirrer on the right
ax.add_patch(Rectangle((-0.85, 0.5), 0.15, 5, facecolor="white", edgecolor="crimson", lw=1.5, gid="part:thermometer"))
ax.add_patch(Circle((-0.775, 0.4), 0.2, facecolor="crimson", edgecolor="crimson"))
ax.plot([0.9, 0.9], [0.3, 5.2], color="black", lw=2.5, gid="part:stirrer")
ax.plot([0.4, 1.3], [0.3, 0.3], color="black", lw=2.5)
ax.text(1.05, 4.9, "thermometer", fontsize=13, color="crimson", gid="label:thermometer")
ax.text(1.05, 2.6, "stirrer", fontsize=12, rotation=90, gid="label:stirrer")
ax.text(2.45, 3.65, "lid", fontsize=13, va="center")
ax.text(0, 1.5, "water", fontsize=13, ha="center", va="center")
ax.text(2.1, 1.2, "foam cup", fontsize=13, va="center")
ax.set_xlim(-3, 4.5)
ax.set_ylim(-1.6, 6)
ax.axis("off")
plt.show()
